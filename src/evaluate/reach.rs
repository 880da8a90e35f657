//! Whether what conditions leave open is really open: both outcomes reached by some completion.
//!
//! Kleene's connectives never say decided where it is not, but they may say unknown where every completion
//! agrees (`any: [a, not: a]`). Where every missing fact is tested once, and each of those tests can come out
//! both ways within the fact's type, the unknown parts are independent and both outcomes are reached.

use std::collections::BTreeSet;

use super::{Facts, State};
use crate::Number;
use crate::rule_set::{Condition, FactId, FactTest, FactType};

impl Facts<'_> {
    /// Whether every unknown one among these conditions can come out both ways, whatever the others do.
    /// False is always safe to say.
    pub(super) fn reach_both(&self, conditions: &[Condition]) -> bool {
        let mut seen = BTreeSet::new();
        let mut reached = true;
        for condition in conditions {
            condition.for_each_test(&mut |fact, test| {
                if matches!(self.state(fact), State::Missing) && !matches!(test, FactTest::Answered(_)) {
                    let declared = &self.rules.facts[fact];
                    let free = declared.derivation.is_none() && fact != FactId::AS_OF;
                    reached &= free && seen.insert(fact) && is_contingent(test, &declared.fact_type);
                }
            });
        }
        reached
    }
}

/// Whether some value of the type satisfies the test and some other does not.
fn is_contingent(test: &FactTest, fact_type: &FactType) -> bool {
    match (test, fact_type) {
        (FactTest::Boolean(_), _) => true,
        (FactTest::Choice(table), _) => table.contains(&true) && table.contains(&false),
        (test, FactType::Number { integer, min, max }) => {
            let below = |bound: &Number| min.as_ref().is_none_or(|min| min < bound);
            let above = |bound: &Number| max.as_ref().is_none_or(|max| max > bound);
            let at = |bound: &Number| {
                min.as_ref().is_none_or(|min| min <= bound) && max.as_ref().is_none_or(|max| max >= bound)
            };
            // Between a bound that is not whole and the nearest end there may be no whole number.
            let whole = |bound: &Number| !integer || bound.is_integer();
            match test {
                FactTest::NumberAtLeast(bound) | FactTest::NumberBelow(bound) => {
                    whole(bound) && below(bound) && at(bound)
                }
                FactTest::NumberAtMost(bound) | FactTest::NumberAbove(bound) => {
                    whole(bound) && above(bound) && at(bound)
                }
                FactTest::NumberIn { of, .. } => {
                    of.iter().any(|bound| whole(bound) && at(bound)) && (min.is_none() || max.is_none())
                }
                _ => false,
            }
        }
        (FactTest::DateAtLeast(bound) | FactTest::DateBelow(bound), FactType::Date { min, max }) => {
            min.is_none_or(|min| min < *bound) && max.is_none_or(|max| max >= *bound)
        }
        (FactTest::DateAtMost(bound) | FactTest::DateAbove(bound), FactType::Date { min, max }) => {
            min.is_none_or(|min| min <= *bound) && max.is_none_or(|max| max > *bound)
        }
        _ => false,
    }
}
