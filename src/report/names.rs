//! The titles of what an assessment names.

use super::message::Label;
use crate::RuleSet;
use crate::rule_set::{CriterionId, FactId, Requirement, ScoreOf};

/// Finds titles in a rule set; what it does not know goes by its name.
pub(super) struct Names<'a> {
    pub(super) rules: &'a RuleSet,
}

impl<'a> Names<'a> {
    pub(super) fn new(rules: &'a RuleSet) -> Names<'a> {
        Names { rules }
    }

    pub(super) fn award(&self, id: &str) -> Label {
        let award = self.rules.awards.iter().find(|award| award.id == id);
        Label::new(id, award.and_then(|award| award.title.as_ref()))
    }

    pub(super) fn criterion(&self, id: CriterionId) -> Label {
        let criterion = &self.rules.criteria[id];
        let name = if id == CriterionId::TOTAL { "total" } else { &criterion.path };
        Label::new(name, criterion.title.as_ref())
    }

    /// A fact; one that a criterion's `answer:` declares has the criterion's title.
    pub(super) fn fact(&self, id: FactId) -> Label {
        let fact = &self.rules.facts[id];
        self.named(&fact.name)
    }

    /// What is compared: the total, a criterion or a measure.
    pub(super) fn score(&self, of: ScoreOf) -> Label {
        match of {
            ScoreOf::Criterion(id) => self.criterion(id),
            ScoreOf::Measure(id) => {
                let measure = &self.rules.measures[id];
                Label::new(&measure.id, measure.title.as_ref())
            }
        }
    }

    /// A fact by its name, or the criterion whose answer it is, or whose division leaves it open.
    pub(super) fn named(&self, name: &str) -> Label {
        let fact = self.rules.fact_names.get(name).and_then(|id| self.rules.facts[*id].title.as_ref());
        let criterion = || self.rules.paths.get(name).and_then(|id| self.rules.criteria[*id].title.as_ref());
        Label::new(name, fact.or_else(criterion))
    }

    /// What an exception is on: a leaf, or a requirement of an award.
    pub(super) fn target(&self, on: &str) -> Label {
        match self.rules.paths.get(on) {
            Some(id) => self.criterion(*id),
            None => Label::new(on, self.requirement(on).and_then(|requirement| requirement.title.as_ref())),
        }
    }

    /// The requirement `AWARD.ID`.
    fn requirement(&self, on: &str) -> Option<&'a Requirement> {
        let (award, id) = on.split_once('.')?;
        let award = self.rules.awards.iter().find(|known| known.id == award)?;
        award.all_requirements().find(|requirement| requirement.id == id)
    }

    /// A bar of an award.
    pub(super) fn bar(&self, award: &str, id: &str) -> Label {
        let award = self.rules.awards.iter().find(|known| known.id == award);
        let bar = award.and_then(|award| award.bars.iter().find(|bar| bar.id == id));
        Label::new(id, bar.and_then(|bar| bar.title.as_ref()))
    }

    /// An equivalent that is offered on a leaf.
    pub(super) fn equivalent(&self, on: &str, using: &str) -> Label {
        let leaf = self.rules.paths.get(on).map(|id| &self.rules.criteria[*id]);
        let equivalent = leaf.and_then(|leaf| leaf.equivalents.iter().find(|equivalent| equivalent.id == using));
        Label::new(using, equivalent.and_then(|equivalent| equivalent.title.as_ref()))
    }

    /// Facts by their names.
    pub(super) fn all_named(&self, names: &[String]) -> Vec<Label> {
        names.iter().map(|name| self.named(name)).collect()
    }
}
