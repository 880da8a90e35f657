//! Between which values a number fact must lie, as far as the rules say.

use super::scope::Scope;
use crate::Number;
use crate::rule_set::{Derivation, Fact, FactId, FactType, Operand};

/// From `low` to `high`, both included; without end where absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Interval {
    pub(super) low: Option<Number>,
    pub(super) high: Option<Number>,
}

impl Interval {
    /// What an operand can be.
    pub(super) fn of(scope: &Scope<'_>, operand: &Operand) -> Interval {
        match operand {
            Operand::Number(number) => Interval { low: Some(number.clone()), high: Some(number.clone()) },
            Operand::Fact(id) => Interval::of_fact(scope, *id),
        }
    }

    /// What a fact can be.
    pub(super) fn of_fact(scope: &Scope<'_>, id: FactId) -> Interval {
        scope.intervals.get(&id).cloned().unwrap_or_default()
    }

    /// What a new fact can be, of whose parts that is known.
    pub(super) fn of_new(scope: &Scope<'_>, fact: &Fact) -> Interval {
        let Interval { low, high } = Interval::unlimited(scope, fact);
        // A number too wide for 64 bits is as good as none, and keeps products of products from growing.
        let narrow = |end: Option<Number>| end.filter(|end| end.to_i64_pair().is_some());
        Interval { low: narrow(low), high: narrow(high) }
    }

    fn unlimited(scope: &Scope<'_>, fact: &Fact) -> Interval {
        let all = |parts: &[Operand], combine: fn(Interval, Interval) -> Interval| {
            parts.iter().map(|part| Interval::of(scope, part)).reduce(combine).unwrap_or_default()
        };
        match (&fact.derivation, &fact.fact_type) {
            (None, FactType::Number { min, max, .. }) => Interval { low: min.clone(), high: max.clone() },
            (Some(Derivation::Sum(parts)), _) => all(parts, Interval::plus),
            (Some(Derivation::Difference(a, b)), _) => {
                let (a, b) = (Interval::of(scope, a), Interval::of(scope, b));
                a.plus(Interval { low: b.high.map(|n| -n), high: b.low.map(|n| -n) })
            }
            (Some(Derivation::Product(parts)), _) => all(parts, Interval::times),
            (Some(Derivation::Min(parts)), _) => all(parts, |a, b| Interval {
                low: both(a.low, b.low, Number::min),
                high: either(a.high, b.high, Number::min),
            }),
            (Some(Derivation::Max(parts)), _) => all(parts, |a, b| Interval {
                low: either(a.low, b.low, Number::max),
                high: both(a.high, b.high, Number::max),
            }),
            (Some(Derivation::Count(of)), _) => {
                Interval { low: Some(Number::ZERO), high: Some(Number::from(of.len())) }
            }
            _ => Interval::default(),
        }
    }

    /// Whether `number` may be a value.
    pub(super) fn contains(&self, number: &Number) -> bool {
        self.low.as_ref().is_none_or(|low| low <= number) && self.high.as_ref().is_none_or(|high| high >= number)
    }

    fn plus(self, other: Interval) -> Interval {
        Interval { low: both(self.low, other.low, |a, b| a + b), high: both(self.high, other.high, |a, b| a + b) }
    }

    fn times(self, other: Interval) -> Interval {
        match (self, other) {
            (Interval { low: Some(a), high: Some(b) }, Interval { low: Some(c), high: Some(d) }) => {
                let products = [&a * &c, &a * &d, &b * &c, &b * &d];
                Interval { low: products.iter().min().cloned(), high: products.iter().max().cloned() }
            }
            // Without an upper end, what is known is the sign.
            (Interval { low: Some(a), .. }, Interval { low: Some(c), .. }) if !a.is_negative() && !c.is_negative() => {
                Interval { low: Some(a * c), high: None }
            }
            _ => Interval::default(),
        }
    }
}

/// Combined where both are known.
fn both(a: Option<Number>, b: Option<Number>, combine: impl Fn(Number, Number) -> Number) -> Option<Number> {
    Some(combine(a?, b?))
}

/// Combined where both are known, else the one that is.
fn either(a: Option<Number>, b: Option<Number>, combine: impl Fn(Number, Number) -> Number) -> Option<Number> {
    match (a, b) {
        (Some(a), Some(b)) => Some(combine(a, b)),
        (a, b) => a.or(b),
    }
}
