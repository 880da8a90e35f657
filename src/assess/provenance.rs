//! The numbers that an assessment read and that are not printed in the source.

use std::collections::BTreeSet;

use super::layer::Layer;
use crate::assessment::RestsOn;
use crate::evaluate::{Facts, State};
use crate::rule_set::{AwardId, Equivalent, EvidenceRule};
use crate::rule_set::{
    Compiled, Condition, CriterionId, FactId, Kind, Leaf, MeasureId, Note, Parts, RequirementTest, ScoreOf, Scorer,
};

/// What was read in computing the final total or a requirement, in the rule set's order; then what the
/// equivalents that stand in read.
pub(super) fn rests_on<'a>(
    rules: &'a Compiled,
    facts: &'a Facts<'a>,
    layer: &Layer,
    equivalents: impl Iterator<Item = &'a Equivalent>,
) -> Vec<RestsOn> {
    let mut reading = Reading { rules, facts, found: Vec::new(), seen: BTreeSet::new(), facts_read: Parts::default() };
    if let Some(note) = &rules.origins.rule_set {
        reading.note("ruleset".to_owned(), Some(note));
    }
    for (id, criterion) in rules.criteria.pairs() {
        if !layer.shown[id].applies.may {
            continue;
        }
        let at = if id == CriterionId::TOTAL { "total".to_owned() } else { criterion.path.clone() };
        reading.note(at, rules.origins.criteria.get(&id));
        if let Some(condition) = &criterion.applies_when {
            reading.condition(condition);
        }
        if let Kind::Leaf(leaf) = &criterion.kind {
            reading.leaf(leaf);
        }
    }
    for (id, award) in rules.awards.pairs() {
        reading.note(award.id.clone(), rules.origins.awards.get(&id));
        for requirement in award.all_requirements() {
            reading.requirement(id, &award.id, &requirement.id);
            match &requirement.test {
                RequirementTest::Score { of, .. } => {
                    for one in of {
                        if let ScoreOf::Measure(measure) = one {
                            reading.measure(*measure);
                        }
                    }
                }
                RequirementTest::When(condition) => reading.condition(condition),
                _ => {}
            }
        }
        for bar in &award.bars {
            reading.requirement(id, &award.id, &bar.id);
        }
    }
    equivalents.for_each(|equivalent| reading.equivalent(equivalent));
    reading.found
}

fn to_rests_on(at: String, note: &Note) -> RestsOn {
    RestsOn { standing: note.standing, at, citation: note.citation.clone() }
}

struct Reading<'a> {
    rules: &'a Compiled,
    facts: &'a Facts<'a>,
    found: Vec<RestsOn>,
    seen: BTreeSet<String>,
    facts_read: Parts,
}

impl Reading<'_> {
    fn note(&mut self, at: String, note: Option<&Note>) {
        if let Some(note) = note
            && self.seen.insert(at.clone())
        {
            self.found.push(to_rests_on(at, note));
        }
    }

    fn requirement(&mut self, award: AwardId, award_name: &str, name: &str) {
        let rules = self.rules;
        self.note(format!("{award_name}.{name}"), rules.origins.requirements.get(&(award, name.to_owned())));
    }

    fn measure(&mut self, id: MeasureId) {
        let rules = self.rules;
        self.note(format!("measures.{}", rules.measures[id].id), rules.origins.measures.get(&id));
    }

    fn fact(&mut self, fact: FactId) {
        self.facts([fact]);
    }

    /// Facts, and those that they derive from.
    fn facts(&mut self, facts: impl IntoIterator<Item = FactId>) {
        let rules = self.rules;
        self.facts_read.open(facts);
        while let Some(fact) = self.facts_read.next_opened(rules) {
            self.note(format!("facts.{}", rules.facts[fact].name), rules.origins.facts.get(&fact));
        }
    }

    fn condition(&mut self, condition: &Condition) {
        let mut read = Vec::new();
        condition.for_each_test(&mut |fact, _| read.push(fact));
        self.facts(read);
    }

    fn leaf(&mut self, leaf: &Leaf) {
        let rules = self.rules;
        match &leaf.scorer {
            Scorer::Scale { fact, scale, answers } => {
                self.fact(*fact);
                let name = &rules.scales[*scale].name;
                self.note(format!("scales.{name}"), rules.origins.scales.get(scale));
                // The answer given, or every one that is possible.
                let given = match self.facts.state(*fact) {
                    State::Known(value) => rules.scales[*scale].read(answers, value).map(|(id, _)| id),
                    State::Missing | State::NotApplicable => None,
                };
                for at in answers.iter().copied().filter(|at| given.is_none_or(|given| given == *at)) {
                    let answer = &rules.scales[*scale].answers[at];
                    let note = rules.origins.answers.get(&(*scale, at));
                    self.note(format!("scales.{name}.{}", answer.name), note);
                }
            }
            Scorer::MetWhen(condition) => self.condition(condition),
            Scorer::Bands { fact, .. } | Scorer::Linear { fact, .. } => self.fact(*fact),
            Scorer::Ratio { of, to, .. } => {
                self.fact(*of);
                self.fact(*to);
            }
            Scorer::Count { of, .. } => of.iter().for_each(|condition| self.condition(condition)),
            Scorer::Cases { cases, .. } => cases.iter().for_each(|(condition, _)| self.condition(condition)),
        }
        if let Some(rule) = &leaf.evidence {
            self.evidence(rule);
        }
    }

    fn equivalent(&mut self, equivalent: &Equivalent) {
        let rules = self.rules;
        let path = &rules.criteria[equivalent.declared_on].path;
        let note = rules.origins.equivalents.get(&(equivalent.declared_on, equivalent.id.clone()));
        self.note(format!("{path}.equivalents.{}", equivalent.id), note);
        if let Some(condition) = &equivalent.when {
            self.condition(condition);
        }
        if let Some(rule) = &equivalent.evidence {
            self.evidence(rule);
        }
    }

    fn evidence(&mut self, rule: &EvidenceRule) {
        let rules = self.rules;
        match rule {
            EvidenceRule::Type { evidence_type, .. } => {
                let name = &rules.evidence_types[*evidence_type].name;
                self.note(format!("evidence.{name}"), rules.origins.evidence_types.get(evidence_type));
            }
            EvidenceRule::All(parts) | EvidenceRule::Any(parts) => parts.iter().for_each(|part| self.evidence(part)),
        }
    }
}
