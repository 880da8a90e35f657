//! Whether what conditions leave open is really open: both outcomes reached by some completion.
//!
//! Kleene's connectives never say decided where it is not, but they may say unknown where every completion
//! agrees (`any: [a, not: a]`). Where every missing fact is tested once, and each of those tests can come out
//! both ways within the fact's type, the unknown parts are independent and both outcomes are reached.

use std::collections::BTreeSet;

use super::Facts;
use crate::rule_set::{Condition, FactId, FactTest, FactType};

impl Facts<'_> {
    /// Whether every unknown one among these conditions can come out both ways, whatever the others do.
    /// False is always safe to say.
    pub(super) fn reach_both(&self, conditions: &[Condition]) -> bool {
        let mut seen = BTreeSet::new();
        conditions.iter().all(|condition| self.reaches_both(condition, &mut seen))
    }

    fn reaches_both(&self, condition: &Condition, seen: &mut BTreeSet<FactId>) -> bool {
        match condition {
            Condition::Fact(fact, test) => self.turns(*fact, std::slice::from_ref(test), seen),
            Condition::Joint(fact, tests) => self.turns(*fact, tests, seen),
            Condition::All(parts) | Condition::Any(parts) | Condition::Count { of: parts, .. } => {
                parts.iter().all(|part| self.reaches_both(part, seen))
            }
            Condition::Not(part) => self.reaches_both(part, seen),
        }
    }

    /// Whether an expectation is decided, or is open by a fact that is read for the first time and free to turn it: what
    /// an answered fact may be is exact, but for texts.
    fn turns(&self, fact: FactId, tests: &[FactTest], seen: &mut BTreeSet<FactId>) -> bool {
        if !self.expects(fact, tests).is_unknown() {
            return true;
        }
        let declared = &self.rules.facts[fact];
        let is_free = declared.derivation.is_none() && !matches!(declared.fact_type, FactType::Text { .. });
        is_free && seen.insert(fact)
    }
}
