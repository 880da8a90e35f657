//! What a criterion is worth: whether it applies, and its points with their bounds.

use crate::Number;
use crate::evaluate::{MissingSet, Span, Truth};

/// What a criterion is worth to its parent, in its own unit.
///
/// Of `may_apply`, `may_not_apply` and `may_be_skipped` at least one is true, more where it is unknown. The
/// spans are those of the case that it applies.
#[derive(Clone, Debug)]
pub(crate) struct Worth {
    pub(crate) may_apply: bool,
    /// Left out under its group's policy.
    pub(crate) may_not_apply: bool,
    /// Left out because it is not answered.
    pub(crate) may_be_skipped: bool,
    pub(crate) points: Span,
    pub(crate) of: Span,
    /// points / of.
    pub(crate) fraction: Span,
    /// Both ends of the points are known to be reached by some completion.
    pub(crate) tight: bool,
    /// What is missing, where that leaves it open.
    pub(crate) missing: MissingSet,
}

impl Worth {
    /// Applies, with points out of a weight that is not zero or a fraction of one that is.
    pub(crate) fn applying(fraction: Span, weight: &Number, tight: bool, missing: MissingSet) -> Worth {
        let points = fraction.times(weight);
        let tight = tight || points.is_exact();
        let of = Span::exactly(weight.clone());
        Worth { may_apply: true, may_not_apply: false, may_be_skipped: false, points, of, fraction, tight, missing }
    }

    fn left_out(missing: MissingSet) -> Worth {
        Worth {
            may_apply: false,
            may_not_apply: false,
            may_be_skipped: false,
            points: Span::ZERO,
            of: Span::ZERO,
            fraction: Span::ZERO,
            tight: true,
            missing,
        }
    }

    pub(crate) fn not_applicable() -> Worth {
        Worth { may_not_apply: true, ..Worth::left_out(MissingSet::new()) }
    }

    pub(crate) fn skipped(missing: MissingSet) -> Worth {
        Worth { may_be_skipped: true, ..Worth::left_out(missing) }
    }

    /// This, where `applies` holds; not applicable where it does not.
    pub(crate) fn given(self, applies: Truth, missing: impl FnOnce(&mut MissingSet)) -> Worth {
        match applies {
            Truth::True => self,
            Truth::False => Worth::not_applicable(),
            Truth::Unknown => {
                let mut worth = self;
                worth.may_not_apply = true;
                worth.tight = false;
                missing(&mut worth.missing);
                worth
            }
        }
    }

    /// Known to apply.
    pub(crate) fn applies(&self) -> bool {
        self.may_apply && !self.may_not_apply && !self.may_be_skipped
    }

    /// Known whether it applies.
    pub(crate) fn is_determinate(&self) -> bool {
        usize::from(self.may_apply) + usize::from(self.may_not_apply) + usize::from(self.may_be_skipped) == 1
    }

    /// Nothing about it is unknown.
    pub(crate) fn is_exact(&self) -> bool {
        self.is_determinate() && !self.may_be_skipped && self.points.is_exact() && self.of.is_exact()
    }
}
