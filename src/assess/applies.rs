//! Whether something applies, as far as that is known.

/// What is possible: at least one is, more where it is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Applies {
    pub(super) may: bool,
    /// It may be left out, with everything in it, under its group's policy.
    pub(super) may_not: bool,
    /// It may be a group that is left out because it is empty: what in it weighs 0 keeps its points and statuses.
    pub(super) may_be_empty: bool,
    /// It may be left out because it is not answered.
    pub(super) may_be_skipped: bool,
}

impl Applies {
    const NONE: Applies = Applies { may: false, may_not: false, may_be_empty: false, may_be_skipped: false };
    pub(super) const YES: Applies = Applies { may: true, ..Applies::NONE };
    pub(super) const NO: Applies = Applies { may_not: true, ..Applies::NONE };
    pub(super) const EMPTY: Applies = Applies { may_be_empty: true, ..Applies::NONE };
    pub(super) const SKIPPED: Applies = Applies { may_be_skipped: true, ..Applies::NONE };

    /// Known to apply.
    pub(super) fn surely(self) -> bool {
        self == Applies::YES
    }

    /// It may be not applicable.
    pub(super) fn may_be_out(self) -> bool {
        self.may_not || self.may_be_empty
    }

    /// Known to be not applicable.
    pub(super) fn surely_out(self) -> bool {
        self.may_be_out() && !self.may && !self.may_be_skipped
    }

    /// Known to be left out because it is not answered.
    pub(super) fn surely_skipped(self) -> bool {
        self == Applies::SKIPPED
    }

    /// Known, whichever it is: it applies, is not applicable or is skipped.
    pub(super) fn is_known(self) -> bool {
        usize::from(self.may) + usize::from(self.may_be_out()) + usize::from(self.may_be_skipped) == 1
    }

    /// Either.
    pub(super) fn or(self, other: Applies) -> Applies {
        Applies {
            may: self.may || other.may,
            may_not: self.may_not || other.may_not,
            may_be_empty: self.may_be_empty || other.may_be_empty,
            may_be_skipped: self.may_be_skipped || other.may_be_skipped,
        }
    }
}

/// How a group's being out reaches one of its children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Child {
    /// It is out where the group is.
    Plain,
    /// The same of a bonus, which does not keep its group from being empty.
    Bonus,
    /// It weighs 0, and stays where the group is out because it is empty.
    Weightless,
    /// A leaf of weight 0: it stays where the group is empty, and where it is skipped.
    WeightlessLeaf,
}

impl Applies {
    /// This, of a child by itself, inside of what is around it.
    ///
    /// What does not apply by itself does not apply inside of something skipped either.
    pub(super) fn inside(self, around: Applies, child: Child) -> Applies {
        let mut inside = Applies::NONE;
        let stays_in_empty = matches!(child, Child::Weightless | Child::WeightlessLeaf);
        if around.may || around.may_be_empty && stays_in_empty {
            inside = inside.or(self);
        }
        if around.may_be_empty && !stays_in_empty {
            // By its weight it cannot apply where nothing is left to add up; a bonus that does goes with its group.
            let goes = child == Child::Bonus && (self.may || self.may_be_skipped);
            inside.may_be_empty |= self.may_be_empty;
            inside.may_not |= self.may_not || goes || !self.may_be_empty;
        }
        if around.may_not {
            inside.may_not = true;
        }
        if around.may_be_skipped {
            inside = inside.or(self.inside_skipped(child));
        }
        inside
    }

    fn inside_skipped(self, child: Child) -> Applies {
        if child == Child::WeightlessLeaf {
            return self;
        }
        Applies { may: false, may_be_skipped: self.may || self.may_be_skipped, ..self }
    }

    /// What of this, of a group inside of what is around it, is around its own children: an empty group in one that is
    /// skipped keeps nothing.
    pub(super) fn around_children(self, own: Applies, around: Applies) -> Applies {
        let reached = around.may || around.may_be_empty;
        let skips = around.may_be_skipped && own.may_be_empty;
        Applies { may_be_empty: self.may_be_empty && reached, may_be_skipped: self.may_be_skipped || skips, ..self }
    }
}
