//! Whether something applies, as far as that is known.

/// What is possible: at least one is, more where it is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Applies {
    pub(super) may: bool,
    /// It may be left out under its group's policy.
    pub(super) may_not: bool,
    /// It may be left out because it is not answered.
    pub(super) may_be_skipped: bool,
}

impl Applies {
    pub(super) const YES: Applies = Applies { may: true, may_not: false, may_be_skipped: false };
    pub(super) const NO: Applies = Applies { may: false, may_not: true, may_be_skipped: false };
    pub(super) const SKIPPED: Applies = Applies { may: false, may_not: false, may_be_skipped: true };

    /// Known to apply.
    pub(super) fn surely(self) -> bool {
        self == Applies::YES
    }

    /// Known not to apply.
    pub(super) fn surely_not(self) -> bool {
        self == Applies::NO
    }

    /// Known to be left out because it is not answered.
    pub(super) fn surely_skipped(self) -> bool {
        self == Applies::SKIPPED
    }

    /// Known, whichever it is.
    pub(super) fn is_known(self) -> bool {
        usize::from(self.may) + usize::from(self.may_not) + usize::from(self.may_be_skipped) == 1
    }

    /// Either.
    pub(super) fn or(self, other: Applies) -> Applies {
        Applies {
            may: self.may || other.may,
            may_not: self.may_not || other.may_not,
            may_be_skipped: self.may_be_skipped || other.may_be_skipped,
        }
    }

    /// This, of something inside of what is around it. What does not apply by itself does not apply inside of
    /// something skipped either.
    pub(super) fn inside(self, around: Applies) -> Applies {
        let reached = around.may || around.may_be_skipped;
        Applies {
            may: around.may && self.may,
            may_not: around.may_not || reached && self.may_not,
            may_be_skipped: around.may_be_skipped && (self.may || self.may_be_skipped)
                || around.may && self.may_be_skipped,
        }
    }
}
