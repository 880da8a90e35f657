//! A rule set under study: asks, searches, and holds what is found against the rules before it is claimed.

use indexmap::IndexMap;

use super::engine::{Engine, acts_on_silence};
use super::goal::Want;
use super::kinds::Kind;
use super::reads::Reads;
use super::report::{Claim, Proof, Question, Verdict};
use super::search::{Field, Outcome, Said};
use super::space::Space;
use super::witness;
use crate::rule_set::{Compiled, FactId};
use crate::{Date, DossierDocument, Problems, RuleSet};

/// What every question needs.
pub(super) struct Study<'a> {
    pub(super) rules: &'a RuleSet,
    pub(super) reads: &'a Reads<'a>,
    pub(super) field: Field<'a>,
    pub(super) engine: Engine,
    pub(super) frame: DossierDocument,
    pub(super) budget: u64,
    /// Looks taken by engines of their own.
    pub(super) more: u64,
}

impl<'a> Study<'a> {
    pub(super) fn new(
        rules: &'a RuleSet,
        reads: &'a Reads<'a>,
        space: &'a Space,
        as_of: Date,
        budget: u64,
    ) -> Result<Study<'a>, Problems> {
        let frame = witness::frame(rules, as_of);
        let mut engine = engine(rules, reads, &frame, |_| {})?;
        let field = Field::new(rules, reads, space, &mut engine);
        Ok(Study { rules, reads, field, engine, frame, budget, more: 0 })
    }

    /// How often a unit was assessed.
    pub(super) fn looks(&self) -> u64 {
        self.engine.used + self.more
    }

    /// An engine for rules that are changed.
    pub(super) fn engine_with(&self, change: impl FnOnce(&mut Compiled)) -> Option<Engine> {
        engine(self.rules, self.reads, &self.frame, change).ok()
    }

    /// Nothing said but what `given` says.
    pub(super) fn given(&self, given: &Kind) -> Said {
        let mut said = self.field.nothing();
        for (at, choice) in &given.said {
            if let Some(place) = said.get_mut(*at) {
                *place = Some(choice.clone());
            }
        }
        said
    }

    /// The dossier that says this, the rest filled in.
    pub(super) fn document(&self, said: Said) -> DossierDocument {
        witness::document(self.rules, self.field.space, &self.frame, &self.field.complete(said))
    }

    /// Whether all of this can come true at once.
    pub(super) fn can(&mut self, wants: &[Want], given: &Said) -> Verdict {
        match self.field.search(&mut self.engine, wants, given, self.budget) {
            Outcome::Found(said) => {
                let document = self.document(said);
                self.shown(document, |rules, document| witness::shows(rules, document, wants))
            }
            other => self.unfound(&other),
        }
    }

    /// A witness, once it is seen to show what it should.
    pub(super) fn shown(
        &self,
        document: DossierDocument,
        shows: impl FnOnce(&RuleSet, &DossierDocument) -> bool,
    ) -> Verdict {
        if shows(self.rules, &document) {
            Verdict::Proved { witness: Box::new(document) }
        } else {
            Verdict::NotDecided { why: "the dossier found does not bind, or does not show it by itself".to_owned() }
        }
    }

    /// What it means that nothing was found.
    pub(super) fn unfound(&self, outcome: &Outcome) -> Verdict {
        match outcome {
            Outcome::Impossible => Verdict::Impossible { proof: Proof::Exhausted },
            Outcome::Remains(facts) => Verdict::NotDecided { why: self.remains(facts) },
            Outcome::UsedUp | Outcome::Found(_) => {
                Verdict::NotDecided { why: format!("the budget of {} looks is used up", self.budget) }
            }
        }
    }

    pub(super) fn remains(&self, facts: &[FactId]) -> String {
        let names: Vec<String> = facts.iter().map(|fact| format!("`{}`", self.rules.facts[*fact].name)).collect();
        format!("not every value of {} was told apart", names.join(", "))
    }
}

fn engine(
    rules: &RuleSet,
    reads: &Reads<'_>,
    frame: &DossierDocument,
    change: impl FnOnce(&mut Compiled),
) -> Result<Engine, Problems> {
    Engine::new(rules, frame, |leaf| acts_on_silence(leaf) && reads.may_stay_open(leaf), change)
}

/// A claim about one thing, of every unit.
pub(super) fn claim(question: Question, about: impl Into<String>, verdict: Verdict) -> Claim {
    Claim { question, about: about.into(), and: None, given: IndexMap::new(), verdict }
}
