//! What a missing fact may be, and what that decides: an expectation holds where every value that remains satisfies it,
//! and fails where none does.

use super::derive::Where;
use super::number_set::{NumberSet, day};
use super::range::Range;
use super::{Facts, Truth, condition, test};
use crate::invariant::{Always, broken};
use crate::rule_set::{Derivation, FactId, FactTest, FactType, Value};

/// What a missing fact may be.
#[derive(Debug)]
pub(super) struct MayBe {
    values: Values,
    /// It may be not applicable.
    may_not_apply: bool,
}

/// The values that remain.
#[derive(Debug)]
enum Values {
    Boolean,
    /// So many answers.
    Choice(usize),
    /// Every number of the range; every whole one, where it says so.
    Numbers {
        range: Range,
        whole: bool,
    },
    /// Every day of the range, as [`day`] numbers it.
    Dates(Range),
    /// Any text of up to so many characters.
    Text {
        max: Option<u32>,
    },
}

impl Facts<'_> {
    /// What `fact`, which is missing, may be.
    pub(super) fn may_be(&self, fact: FactId) -> MayBe {
        let declared = &self.rules.facts[fact];
        let values = match &declared.fact_type {
            FactType::Boolean => Values::Boolean,
            FactType::Choice { of, .. } => Values::Choice(of.len()),
            FactType::Number { .. } => {
                let Where { range, may_not_apply } = self.place_of(fact);
                return MayBe { values: Values::Numbers { range, whole: self.is_whole(fact) }, may_not_apply };
            }
            FactType::Date { min, max } => Values::Dates(Range { low: min.map(day), high: max.map(day) }),
            FactType::Text { max, .. } => Values::Text { max: *max },
        };
        MayBe { values, may_not_apply: false }
    }

    /// Whether a number is among the whole ones only: an answered integer, or a count.
    pub(super) fn is_whole(&self, fact: FactId) -> bool {
        let declared = &self.rules.facts[fact];
        match &declared.derivation {
            Some(derivation) => matches!(derivation, Derivation::Count(_)),
            None => matches!(declared.fact_type, FactType::Number { integer: true, .. }),
        }
    }
}

impl MayBe {
    /// Whether every value that remains, some, or none satisfies all of these tests.
    pub(super) fn satisfies(&self, tests: &[FactTest]) -> Truth {
        // Of what is missing, a derived fact too, it is known that it is not answered: several values are left.
        let mut asked = Vec::with_capacity(tests.len());
        for test in tests {
            match test {
                FactTest::Answered(true) => return Truth::False,
                FactTest::Answered(false) => {}
                other => asked.push(other),
            }
        }
        let of_values = self.values.satisfy(&asked);
        if !self.may_not_apply {
            return of_values;
        }
        let of_nothing = Truth::from(asked.iter().all(|test| test::holds_of_nothing(test)));
        if of_values == of_nothing { of_values } else { Truth::Unknown }
    }
}

impl Values {
    fn satisfy(&self, tests: &[&FactTest]) -> Truth {
        match self {
            Values::Boolean => common([false, true].map(Value::Boolean), tests),
            Values::Choice(count) => common((0..).take(*count).map(Value::Choice), tests),
            Values::Numbers { range, whole } => NumberSet::satisfying(range, *whole, tests),
            Values::Dates(range) => NumberSet::satisfying(range, true, tests),
            Values::Text { max } => {
                let too_long = |test: &&FactTest| match test {
                    FactTest::TextMinLength(least) => max.is_some_and(|max| max < *least),
                    FactTest::TextIn { .. } | FactTest::TextStartsWith { .. } | FactTest::TextContainsUrl(_) => false,
                    _ => broken(test::OF_ITS_TYPE, false),
                };
                if tests.is_empty() {
                    Truth::True
                } else if tests.iter().any(too_long) {
                    Truth::False
                } else {
                    Truth::Unknown
                }
            }
        }
    }
}

/// Whether every one of these values, some, or none satisfies all tests.
fn common(values: impl IntoIterator<Item = Value>, tests: &[&FactTest]) -> Truth {
    let each = values.into_iter().map(|value| condition::all(tests.iter().map(|test| test::holds(test, &value))));
    let together = each.reduce(|one, other| if one == other { one } else { Truth::Unknown });
    together.or_widest("a fact may have some value", || Truth::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Number;

    fn numbers(low: Option<&str>, high: Option<&str>, whole: bool, tests: &[FactTest]) -> Truth {
        let end = |text: Option<&str>| text.map(|text| text.parse().unwrap());
        let range = Range { low: end(low), high: end(high) };
        MayBe { values: Values::Numbers { range, whole }, may_not_apply: false }.satisfies(tests)
    }

    fn n(text: &str) -> Number {
        text.parse().unwrap()
    }

    #[test]
    fn operators_are_decided_together() {
        let between = [FactTest::NumberAbove(n("4")), FactTest::NumberBelow(n("5"))];
        assert_eq!(numbers(Some("0"), None, true, &between), Truth::False);
        assert_eq!(numbers(Some("0"), None, false, &between), Truth::Unknown);
        assert_eq!(numbers(Some("0"), None, true, &between[..1]), Truth::Unknown);
    }

    #[test]
    fn an_interval_decides_where_it_can() {
        let one_of = |texts: &[&str], negated| FactTest::NumberIn { of: texts.iter().map(|t| n(t)).collect(), negated };
        assert_eq!(numbers(Some("5"), None, true, &[FactTest::NumberAtLeast(n("5"))]), Truth::True);
        assert_eq!(numbers(Some("0"), Some("3"), true, &[one_of(&["0", "1", "2", "3"], false)]), Truth::True);
        assert_eq!(numbers(Some("0"), Some("3"), false, &[one_of(&["0", "1", "2", "3"], false)]), Truth::Unknown);
        assert_eq!(numbers(Some("0"), Some("3"), true, &[one_of(&["4", "0.5"], false)]), Truth::False);
        assert_eq!(numbers(Some("0"), Some("3"), true, &[one_of(&["4", "0.5"], true)]), Truth::True);
        let all_but_one = [FactTest::NumberAtMost(n("1")), one_of(&["0", "1"], true)];
        assert_eq!(numbers(Some("0"), None, true, &all_but_one), Truth::False);
    }

    #[test]
    fn what_may_be_not_applicable_is_one_of_the_outcomes() {
        let range = Range { low: Some(n("1")), high: Some(n("2")) };
        let may_be = MayBe { values: Values::Numbers { range, whole: false }, may_not_apply: true };
        assert_eq!(may_be.satisfies(&[FactTest::NumberAtLeast(n("1"))]), Truth::Unknown);
        assert_eq!(may_be.satisfies(&[FactTest::NumberAtLeast(n("3"))]), Truth::False);
        assert_eq!(may_be.satisfies(&[FactTest::NumberIn { of: vec![n("3")], negated: true }]), Truth::True);
        assert_eq!(may_be.satisfies(&[FactTest::Answered(false)]), Truth::True);
    }
}
