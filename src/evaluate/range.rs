//! Intervals of numbers: those of a missing fact, open at either end, and those of a score.

use std::cmp::Ordering;

use crate::Number;
use crate::invariant::broken;

/// From `low` to `high`, both known; one number where they are equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) low: Number,
    pub(crate) high: Number,
}

impl Span {
    pub(crate) const ZERO: Span = Span { low: Number::ZERO, high: Number::ZERO };

    /// From 0 to 1.
    pub(crate) const UNIT: Span = Span { low: Number::ZERO, high: Number::ONE };

    /// One number.
    pub(crate) fn exactly(value: Number) -> Span {
        Span { low: value.clone(), high: value }
    }

    /// From the lesser to the greater.
    pub(crate) fn between(a: Number, b: Number) -> Span {
        if a <= b { Span { low: a, high: b } } else { Span { low: b, high: a } }
    }

    pub(crate) fn is_exact(&self) -> bool {
        self.low == self.high
    }

    /// The least span that contains both.
    pub(crate) fn hull(self, other: &Span) -> Span {
        Span { low: self.low.min(other.low.clone()), high: self.high.max(other.high.clone()) }
    }

    /// The least span that contains all; `None` of none.
    pub(crate) fn hull_of(spans: impl IntoIterator<Item = Span>) -> Option<Span> {
        spans.into_iter().reduce(|a, b| a.hull(&b))
    }

    /// The sum, end by end.
    pub(crate) fn plus(&self, other: &Span) -> Span {
        if self.is_exact() && other.is_exact() {
            return Span::exactly(&self.low + &other.low);
        }
        Span { low: &self.low + &other.low, high: &self.high + &other.high }
    }

    /// Each end times a number that is not negative.
    pub(crate) fn times(&self, factor: &Number) -> Span {
        if self.is_exact() {
            return Span::exactly(&self.low * factor);
        }
        Span { low: &self.low * factor, high: &self.high * factor }
    }

    /// The product with a span, whatever the signs.
    pub(crate) fn times_span(&self, other: &Span) -> Span {
        if self.is_exact() && other.is_exact() {
            return Span::exactly(&self.low * &other.low);
        }
        let by = |factor: &Number| Span::between(&self.low * factor, &self.high * factor);
        by(&other.low).hull(&by(&other.high))
    }

    /// Both ends through a function that never decreases.
    pub(crate) fn map(self, rising: impl Fn(Number) -> Number) -> Span {
        if self.is_exact() {
            return Span::exactly(rising(self.low));
        }
        Span { low: rising(self.low), high: rising(self.high) }
    }
}

/// Where a number lies that may be missing: `None` is no bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) low: Option<Number>,
    pub(crate) high: Option<Number>,
}

impl Range {
    pub(crate) const ANY: Range = Range { low: None, high: None };

    pub(crate) fn exactly(value: Number) -> Range {
        Range { low: Some(value.clone()), high: Some(value) }
    }

    pub(crate) fn exact(&self) -> Option<&Number> {
        match (&self.low, &self.high) {
            (Some(low), Some(high)) if low == high => Some(low),
            _ => None,
        }
    }

    pub(crate) fn contains_zero(&self) -> bool {
        self.low.as_ref().is_none_or(|low| low <= &Number::ZERO)
            && self.high.as_ref().is_none_or(|high| high >= &Number::ZERO)
    }

    pub(crate) fn is_not_negative(&self) -> bool {
        self.low.as_ref().is_some_and(|low| !low.is_negative())
    }

    pub(crate) fn add(&self, other: &Range) -> Range {
        Range { low: both(&self.low, &other.low, |a, b| a + b), high: both(&self.high, &other.high, |a, b| a + b) }
    }

    pub(crate) fn negate(&self) -> Range {
        Range { low: self.high.as_ref().map(|n| -n), high: self.low.as_ref().map(|n| -n) }
    }

    /// The product: from the least to the greatest of the four of two ends.
    pub(crate) fn multiply(&self, other: &Range) -> Range {
        let ends = |range: &Range| {
            let low = range.low.clone().map_or(End::Below, End::At);
            [low, range.high.clone().map_or(End::Above, End::At)]
        };
        let [a, b] = ends(self);
        let [c, d] = ends(other);
        let mut products = [a.times(&c), a.times(&d), b.times(&c), b.times(&d)];
        products.sort();
        let [low, .., high] = products;
        Range { low: low.number(), high: high.number() }
    }

    /// The quotient by a range that does not contain zero.
    pub(crate) fn divide(&self, divisor: &Range) -> Range {
        let inverse = |end: &Option<Number>| match end {
            Some(end) => Number::ONE.checked_div(end),
            None => Some(Number::ZERO),
        };
        match (inverse(&divisor.high), inverse(&divisor.low)) {
            (Some(low), Some(high)) if low <= high => self.multiply(&Range { low: Some(low), high: Some(high) }),
            _ => broken("a divisor's range does not contain zero", Range::ANY),
        }
    }

    /// The least of both: of any two numbers in them.
    pub(crate) fn least(&self, other: &Range) -> Range {
        let high = match (&self.high, &other.high) {
            (Some(a), Some(b)) => Some(a.clone().min(b.clone())),
            (Some(a), None) | (None, Some(a)) => Some(a.clone()),
            (None, None) => None,
        };
        Range { low: both(&self.low, &other.low, |a, b| a.clone().min(b.clone())), high }
    }

    /// The greatest of both.
    pub(crate) fn greatest(&self, other: &Range) -> Range {
        self.negate().least(&other.negate()).negate()
    }

    /// The least range that contains both.
    pub(crate) fn hull(&self, other: &Range) -> Range {
        Range {
            low: both(&self.low, &other.low, |a, b| a.clone().min(b.clone())),
            high: both(&self.high, &other.high, |a, b| a.clone().max(b.clone())),
        }
    }
}

/// An end of a range, from the least on.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    /// There is no least number.
    Below,
    At(Number),
    /// There is no greatest number.
    Above,
}

impl End {
    /// Without an end, unless the other is 0.
    fn times(&self, other: &End) -> End {
        if let (End::At(a), End::At(b)) = (self, other) {
            return End::At(a * b);
        }
        let zero = End::At(Number::ZERO);
        match (self.cmp(&zero), other.cmp(&zero)) {
            (Ordering::Equal, _) | (_, Ordering::Equal) => zero,
            (one, other) if one == other => End::Above,
            _ => End::Below,
        }
    }

    fn number(self) -> Option<Number> {
        if let End::At(number) = self { Some(number) } else { None }
    }
}

fn both(a: &Option<Number>, b: &Option<Number>, with: impl Fn(&Number, &Number) -> Number) -> Option<Number> {
    Some(with(a.as_ref()?, b.as_ref()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(low: Option<i64>, high: Option<i64>) -> Range {
        Range { low: low.map(Number::from), high: high.map(Number::from) }
    }

    #[test]
    fn arithmetic_contains_every_result() {
        let (a, b) = (range(Some(-2), Some(3)), range(Some(1), Some(4)));
        assert_eq!(a.add(&b), range(Some(-1), Some(7)));
        assert_eq!(a.multiply(&b), range(Some(-8), Some(12)));
        assert_eq!(a.divide(&b), range(Some(-2), Some(3)));
        assert_eq!(a.least(&b), range(Some(-2), Some(3)));
        assert_eq!(a.greatest(&b), range(Some(1), Some(4)));
        assert_eq!(range(Some(0), None).multiply(&range(Some(2), None)), range(Some(0), None));
        assert_eq!(range(Some(5), None).divide(&range(Some(1), None)), range(Some(0), None));
        assert_eq!(range(None, Some(0)).multiply(&range(Some(2), Some(3))), range(None, Some(0)));
        assert_eq!(range(None, Some(-1)).multiply(&range(None, Some(-2))), range(Some(2), None));
        assert_eq!(range(Some(-1), Some(2)).multiply(&range(Some(1), None)), Range::ANY);
        assert_eq!(range(Some(0), Some(0)).multiply(&Range::ANY), range(Some(0), Some(0)));
        assert_eq!(range(None, Some(1)).least(&range(Some(0), None)), range(None, Some(1)));
    }
}
