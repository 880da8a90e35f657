//! What a criterion is worth: whether it applies, and its points with their bounds.

use super::applies::Applies;
use crate::Number;
use crate::evaluate::{MissingSet, Span, Truth};

/// What a criterion is worth to its parent, in its own unit.
///
/// The spans are those of the case that it applies.
#[derive(Clone, Debug)]
pub(super) struct Worth {
    pub(super) applies: Applies,
    pub(super) points: Span,
    pub(super) of: Span,
    /// points / of.
    pub(super) fraction: Span,
    /// Both ends of the points are known to be reached by some completion.
    pub(super) tight: bool,
    /// What is missing, where that leaves it open.
    pub(super) missing: MissingSet,
}

impl Worth {
    /// Applies, with points out of a weight that is not zero or a fraction of one that is.
    pub(super) fn applying(fraction: Span, weight: &Number, tight: bool, missing: MissingSet) -> Worth {
        let points = fraction.times(weight);
        let tight = tight || points.is_exact();
        let of = Span::exactly(weight.clone());
        Worth { applies: Applies::YES, points, of, fraction, tight, missing }
    }

    pub(super) fn left_out(applies: Applies, missing: MissingSet) -> Worth {
        Worth { applies, points: Span::ZERO, of: Span::ZERO, fraction: Span::ZERO, tight: true, missing }
    }

    pub(super) fn not_applicable() -> Worth {
        Worth::left_out(Applies::NO, MissingSet::new())
    }

    pub(super) fn skipped(missing: MissingSet) -> Worth {
        Worth::left_out(Applies::SKIPPED, missing)
    }

    /// This, where `applies` holds; not applicable where it does not.
    pub(super) fn given(self, applies: Truth, missing: impl FnOnce(&mut MissingSet)) -> Worth {
        match applies {
            Truth::True => self,
            Truth::False => Worth::not_applicable(),
            Truth::Unknown => {
                let mut worth = self;
                worth.applies.may_not = true;
                worth.tight = false;
                missing(&mut worth.missing);
                worth
            }
        }
    }

    /// This or the other: what holds of both.
    pub(super) fn or(self, other: Worth) -> Worth {
        let applies = self.applies.or(other.applies);
        let (mut one, other) = if self.applies.may { (self, other) } else { (other, self) };
        if other.applies.may {
            one.tight = one.tight && other.tight && one.points == other.points;
            one.points = one.points.hull(&other.points);
            one.of = one.of.hull(&other.of);
            one.fraction = one.fraction.hull(&other.fraction);
        }
        one.applies = applies;
        one.missing.extend(other.missing);
        one
    }

    /// Nothing about it is unknown.
    pub(super) fn is_exact(&self) -> bool {
        (self.applies.surely() || self.applies.surely_not()) && self.points.is_exact() && self.of.is_exact()
    }
}
