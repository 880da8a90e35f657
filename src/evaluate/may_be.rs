//! What a missing fact may be, and what that decides: an expectation holds where every value that remains satisfies it,
//! and fails where none does.

use super::derive::Where;
use super::range::Range;
use super::{Facts, Truth, condition, test};
use crate::Number;
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
            FactType::Date { min, max } => {
                Values::Dates(Range { low: min.map(|min| day(&min)), high: max.map(|max| day(&max)) })
            }
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

/// A day as a number.
fn day(date: &crate::Date) -> Number {
    Number::from(crate::Date::EPOCH.days_until(*date))
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
            Values::Numbers { range, whole } => Set::satisfy(range, *whole, tests),
            Values::Dates(range) => Set::satisfy(range, true, tests),
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

/// Numbers that satisfy some tests: those of an interval, of a list if there is one, without some.
struct Set<'a> {
    range: &'a Range,
    whole: bool,
    above: Option<(Number, bool)>,
    below: Option<(Number, bool)>,
    listed: Vec<Vec<Number>>,
    without: Vec<Vec<Number>>,
}

impl<'a> Set<'a> {
    /// Whether all numbers of a range, some or none satisfy all of these tests.
    fn satisfy(range: &'a Range, whole: bool, tests: &[&FactTest]) -> Truth {
        let all = || Set { range, whole, above: None, below: None, listed: Vec::new(), without: Vec::new() };
        let satisfying = tests.iter().fold(all(), |set, test| set.that(test, false));
        if satisfying.is_empty() {
            return Truth::False;
        }
        let every = tests.iter().all(|test| all().that(test, true).is_empty());
        if every { Truth::True } else { Truth::Unknown }
    }

    /// Those that satisfy a test too, or, with `fail`, do not.
    fn that(mut self, test: &FactTest, fail: bool) -> Set<'a> {
        let days = |of: &[crate::Date]| of.iter().map(day).collect::<Vec<_>>();
        match test {
            FactTest::NumberIn { of, negated } => self.list(of.clone(), *negated != fail),
            FactTest::DateIn { of, negated } => self.list(days(of), *negated != fail),
            FactTest::NumberAtLeast(bound) => self.bound(bound.clone(), true, true, fail),
            FactTest::NumberAbove(bound) => self.bound(bound.clone(), true, false, fail),
            FactTest::NumberAtMost(bound) => self.bound(bound.clone(), false, true, fail),
            FactTest::NumberBelow(bound) => self.bound(bound.clone(), false, false, fail),
            FactTest::DateAtLeast(bound) => self.bound(day(bound), true, true, fail),
            FactTest::DateAbove(bound) => self.bound(day(bound), true, false, fail),
            FactTest::DateAtMost(bound) => self.bound(day(bound), false, true, fail),
            FactTest::DateBelow(bound) => self.bound(day(bound), false, false, fail),
            FactTest::Answered(_)
            | FactTest::Boolean(_)
            | FactTest::Choice(_)
            | FactTest::TextIn { .. }
            | FactTest::TextMinLength(_)
            | FactTest::TextStartsWith { .. }
            | FactTest::TextContainsUrl(_) => {
                // Nothing is taken away for it.
                return broken(test::OF_ITS_TYPE, self);
            }
        }
        self
    }

    fn list(&mut self, of: Vec<Number>, without: bool) {
        if without { self.without.push(of) } else { self.listed.push(of) }
    }

    /// From a bound on, or up to it; with `fail`, the rest.
    fn bound(&mut self, bound: Number, upward: bool, included: bool, fail: bool) {
        let (upward, included) = (upward != fail, included != fail);
        if upward {
            let is_narrower =
                self.above.as_ref().is_none_or(|(least, with)| bound > *least || bound == *least && *with && !included);
            if is_narrower {
                self.above = Some((bound, included));
            }
        } else {
            let is_narrower =
                self.below.as_ref().is_none_or(|(most, with)| bound < *most || bound == *most && *with && !included);
            if is_narrower {
                self.below = Some((bound, included));
            }
        }
    }

    fn is_empty(&self) -> bool {
        if let Some((first, others)) = self.listed.split_first() {
            return !first.iter().any(|one| others.iter().all(|other| other.contains(one)) && self.has(one));
        }
        let (low, high) = self.ends();
        let (Some(low), Some(high)) = (low, high) else { return false };
        let excluded = |one: &Number| self.without.iter().any(|of| of.contains(one));
        if self.whole {
            let mut at = low.0;
            while at <= high.0 {
                if !excluded(&at) {
                    return false;
                }
                at = &at + &Number::ONE;
            }
            return true;
        }
        match low.0.cmp(&high.0) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => !(low.1 && high.1) || excluded(&low.0),
            std::cmp::Ordering::Greater => true,
        }
    }

    /// Whether a number is of the set.
    fn has(&self, one: &Number) -> bool {
        let (low, high) = self.ends();
        (!self.whole || one.is_integer())
            && low.is_none_or(|(low, with)| *one > low || with && *one == low)
            && high.is_none_or(|(high, with)| *one < high || with && *one == high)
            && !self.without.iter().any(|of| of.contains(one))
    }

    /// The least and the greatest, and whether they belong to it; of whole numbers they do.
    fn ends(&self) -> (Option<(Number, bool)>, Option<(Number, bool)>) {
        let narrower = |one: Option<(Number, bool)>, other: Option<(Number, bool)>, upward: bool| match (one, other) {
            (Some(a), Some(b)) if a.0 == b.0 => Some((a.0, a.1 && b.1)),
            (Some(a), Some(b)) => Some(if (a.0 > b.0) == upward { a } else { b }),
            (one, other) => one.or(other),
        };
        let own = |end: &Option<Number>| end.clone().map(|end| (end, true));
        let low = narrower(own(&self.range.low), self.above.clone(), true);
        let high = narrower(own(&self.range.high), self.below.clone(), false);
        if !self.whole {
            return (low, high);
        }
        let up = |(n, with): (Number, bool)| {
            let whole = n.ceiling();
            (if whole == n && !with { &whole + &Number::ONE } else { whole }, true)
        };
        let down = |(n, with): (Number, bool)| {
            let whole = n.floor();
            (if whole == n && !with { &whole - &Number::ONE } else { whole }, true)
        };
        (low.map(up), high.map(down))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
