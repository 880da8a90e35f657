//! Sets of numbers that tests of a missing fact leave, and whether there is a number in them.

use super::range::Range;
use super::{Truth, test};
use crate::invariant::broken;
use crate::rule_set::FactTest;
use crate::{Date, Number};

/// The end of an interval, and whether it belongs to it.
type End = (Number, bool);

/// A day as a number.
pub(super) fn day(date: Date) -> Number {
    Number::from(Date::EPOCH.days_until(date))
}

/// Numbers that satisfy some tests: those of an interval, of a list if there is one, without some.
pub(super) struct NumberSet<'a> {
    range: &'a Range,
    whole: bool,
    above: Option<End>,
    below: Option<End>,
    listed: Vec<Vec<Number>>,
    without: Vec<Vec<Number>>,
}

impl<'a> NumberSet<'a> {
    /// Whether all numbers of a range, some or none satisfy all of these tests.
    pub(super) fn satisfying(range: &'a Range, whole: bool, tests: &[&FactTest]) -> Truth {
        let all = || NumberSet { range, whole, above: None, below: None, listed: Vec::new(), without: Vec::new() };
        let satisfying = tests.iter().fold(all(), |set, test| set.that(test, false));
        if satisfying.is_empty() {
            return Truth::False;
        }
        let every = tests.iter().all(|test| all().that(test, true).is_empty());
        if every { Truth::True } else { Truth::Unknown }
    }

    /// Those that satisfy a test too, or, with `fail`, do not.
    fn that(mut self, test: &FactTest, fail: bool) -> NumberSet<'a> {
        let days = |of: &[Date]| of.iter().copied().map(day).collect::<Vec<_>>();
        match test {
            FactTest::NumberIn { of, negated } => self.list(of.clone(), *negated != fail),
            FactTest::DateIn { of, negated } => self.list(days(of), *negated != fail),
            FactTest::NumberAtLeast(bound) => self.bound(bound.clone(), true, true, fail),
            FactTest::NumberAbove(bound) => self.bound(bound.clone(), true, false, fail),
            FactTest::NumberAtMost(bound) => self.bound(bound.clone(), false, true, fail),
            FactTest::NumberBelow(bound) => self.bound(bound.clone(), false, false, fail),
            FactTest::DateAtLeast(bound) => self.bound(day(*bound), true, true, fail),
            FactTest::DateAbove(bound) => self.bound(day(*bound), true, false, fail),
            FactTest::DateAtMost(bound) => self.bound(day(*bound), false, true, fail),
            FactTest::DateBelow(bound) => self.bound(day(*bound), false, false, fail),
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
    fn ends(&self) -> (Option<End>, Option<End>) {
        let narrower = |one: Option<End>, other: Option<End>, upward: bool| match (one, other) {
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
        let up = |(n, with): End| {
            let whole = n.ceiling();
            (if whole == n && !with { &whole + &Number::ONE } else { whole }, true)
        };
        let down = |(n, with): End| {
            let whole = n.floor();
            (if whole == n && !with { &whole - &Number::ONE } else { whole }, true)
        };
        (low.map(up), high.map(down))
    }
}
