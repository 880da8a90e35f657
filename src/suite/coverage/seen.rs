//! What one case shows.

use crate::evaluate::{Facts, State};
use crate::rule_set::{Compiled, Condition, CriterionId, FactId, Value};
use crate::{Assessment, Dossier, Number};

/// A case as it was assessed.
pub(crate) struct Seen<'a> {
    pub(crate) rules: &'a Compiled,
    pub(crate) facts: Facts<'a>,
    pub(crate) dossier: &'a Dossier,
    pub(crate) assessment: &'a Assessment,
}

impl<'a> Seen<'a> {
    pub(crate) fn new(dossier: &'a Dossier, assessment: &'a Assessment) -> Seen<'a> {
        let rules: &Compiled = &dossier.rules;
        Seen { rules, facts: Facts::new(rules, &dossier.facts), dossier, assessment }
    }

    pub(crate) fn holds(&self, condition: &Condition) -> bool {
        self.facts.truth(condition).is_true()
    }

    pub(crate) fn fails(&self, condition: &Condition) -> bool {
        self.facts.truth(condition).is_false()
    }

    /// Whether a criterion and all above it apply.
    pub(crate) fn applies(&self, id: CriterionId) -> bool {
        let mut next = Some(id);
        while let Some(id) = next {
            let criterion = &self.rules.criteria[id];
            if criterion.applies_when.as_ref().is_some_and(|when| !self.holds(when)) {
                return false;
            }
            next = criterion.parent;
        }
        true
    }

    pub(crate) fn number(&self, fact: FactId) -> Option<&Number> {
        match self.facts.state(fact) {
            State::Known(Value::Number(number)) => Some(number),
            _ => None,
        }
    }

    pub(crate) fn choice(&self, fact: FactId) -> Option<usize> {
        match self.facts.state(fact) {
            State::Known(Value::Choice(at)) => Some(*at as usize),
            _ => None,
        }
    }
}
