//! What a criterion is worth: whether it applies, and its points with their bounds.

use super::applies::Applies;
use crate::Number;
use crate::evaluate::{MissingSet, Span, Truth};
use crate::invariant::Always;

/// What a criterion is worth to its parent, in its own unit.
///
/// The spans are those of the case that it applies.
#[derive(Clone, Debug)]
pub(super) struct Worth {
    pub(super) applies: Applies,
    pub(super) points: Span,
    pub(super) of: Span,
    /// points / of; where `of` is 0, that of its table alone.
    pub(super) fraction: Span,
    /// Where `of` is 0: the most that it can lose.
    pub(super) most_lost: Span,
    /// Where `of` may be 0 or more: the least that it is above 0.
    pub(super) least_weight: Option<Number>,
    /// What it hands up past itself; `None` for nothing, which is most often so.
    pub(super) hands_up: Option<Box<HandsUp>>,
    /// Both ends of the points, and of the fraction, are known to be reached by some completion.
    pub(super) tight: bool,
    /// What is missing, where that leaves it open.
    pub(super) missing: MissingSet,
    /// What is missing, where that leaves the fraction open; `None` where it is the same.
    pub(super) missing_for_fraction: Option<MissingSet>,
}

/// Points that are added beside a table, and the most that they can lose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Beside {
    pub(super) points: Span,
    pub(super) most_lost: Span,
}

/// What a group hands up past itself.
#[derive(Clone, Debug)]
pub(super) struct HandsUp {
    /// Where it applies: one that adds nothing itself.
    pub(super) if_applies: Beside,
    /// Where it is empty.
    pub(super) if_empty: Beside,
}

impl HandsUp {
    /// `None` for nothing.
    pub(super) fn new(if_applies: Beside, if_empty: Beside) -> Option<Box<HandsUp>> {
        let nothing = if_applies == Beside::NOTHING && if_empty == Beside::NOTHING;
        (!nothing).then(|| Box::new(HandsUp { if_applies, if_empty }))
    }

    /// Whether it is another where the group is empty.
    pub(super) fn turns(&self) -> bool {
        self.if_applies != self.if_empty
    }
}

impl Beside {
    pub(super) const NOTHING: Beside = Beside { points: Span::ZERO, most_lost: Span::ZERO };

    pub(super) fn plus(&self, other: &Beside) -> Beside {
        Beside { points: self.points.plus(&other.points), most_lost: self.most_lost.plus(&other.most_lost) }
    }

    /// This, or something else.
    pub(super) fn or(self, other: &Beside) -> Beside {
        Beside { points: self.points.hull(&other.points), most_lost: self.most_lost.hull(&other.most_lost) }
    }

    pub(super) fn is_exact(&self) -> bool {
        self.points.is_exact()
    }
}

impl Worth {
    /// Applies, with points out of a weight that is not zero or a fraction of one that is.
    pub(super) fn applying(fraction: Span, weight: &Number, tight: bool, missing: MissingSet) -> Worth {
        let points = fraction.times(weight);
        let tight = tight || fraction.is_exact();
        let of = Span::exactly(weight.clone());
        Worth { applies: Applies::YES, points, of, fraction, tight, missing, ..Worth::not_applicable() }
    }

    pub(super) fn left_out(applies: Applies, missing: MissingSet) -> Worth {
        Worth {
            applies,
            points: Span::ZERO,
            of: Span::ZERO,
            fraction: Span::ZERO,
            most_lost: Span::ZERO,
            least_weight: None,
            hands_up: None,
            tight: true,
            missing,
            missing_for_fraction: None,
        }
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
                let mut unknown = MissingSet::new();
                missing(&mut unknown);
                worth.add_missing(&unknown);
                worth
            }
        }
    }

    /// This or the other: what holds of both. Of leaves, which hand nothing up.
    pub(super) fn or(self, other: Worth) -> Worth {
        let applies = self.applies.or(other.applies);
        let (mut one, other) = if self.applies.may { (self, other) } else { (other, self) };
        if other.applies.may {
            one.tight = one.tight && other.tight && one.fraction == other.fraction;
            one.points = one.points.hull(&other.points);
            one.of = one.of.hull(&other.of);
            one.fraction = one.fraction.hull(&other.fraction);
        }
        one.applies = applies;
        one.missing.extend(other.missing);
        one
    }

    /// What is handed up past it, over every way in which it applies or does not.
    pub(super) fn handed(&self) -> Beside {
        let Some(hands_up) = &self.hands_up else { return Beside::NOTHING };
        let Applies { may, may_not, may_be_empty, may_be_skipped } = self.applies;
        let ways = [
            may.then_some(&hands_up.if_applies),
            may_be_empty.then_some(&hands_up.if_empty),
            (may_not || may_be_skipped).then_some(&Beside::NOTHING),
        ];
        ways.into_iter()
            .flatten()
            .cloned()
            .reduce(|one, other| one.or(&other))
            .or_widest("something is possible", || Beside::NOTHING.or(&hands_up.if_applies).or(&hands_up.if_empty))
    }

    /// Whether what it hands up is known.
    pub(super) fn hands_up_exactly(&self) -> bool {
        self.hands_up.is_none() || self.handed().is_exact()
    }

    /// This, where it is an empty group, or where it is none.
    pub(super) fn supposing_empty(mut self, is_empty: bool) -> Worth {
        self.applies = if is_empty { Applies::EMPTY } else { Applies { may_be_empty: false, ..self.applies } };
        self
    }

    /// Whether it has a weight: known, or perhaps.
    pub(super) fn may_weigh(&self) -> bool {
        !self.of.high.is_zero()
    }

    /// Whether its `of` may be 0.
    pub(super) fn may_be_weightless(&self) -> bool {
        self.of.low.is_zero()
    }

    /// The least weight above 0 that it may have.
    pub(super) fn least_weight(&self) -> Option<&Number> {
        if self.may_be_weightless() {
            self.least_weight.as_ref().filter(|_| self.may_weigh())
        } else {
            Some(&self.of.low)
        }
    }

    /// What it adds beside the table of the `sum` or `mean` around it, where its `of` is 0; nothing where it does not apply.
    pub(super) fn beside(&self) -> Beside {
        if !self.applies.may || !self.may_be_weightless() {
            return Beside::NOTHING;
        }
        let added = Beside { points: self.points.clone(), most_lost: self.most_lost.clone() };
        if self.applies.surely() && !self.may_weigh() { added } else { added.or(&Beside::NOTHING) }
    }

    /// The most that it can lose, where it applies.
    pub(super) fn can_lose(&self) -> Span {
        match (self.may_be_weightless(), self.may_weigh()) {
            (false, _) => self.of.clone(),
            (true, false) => self.most_lost.clone(),
            (true, true) => self.of.clone().hull(&self.most_lost),
        }
    }

    /// What it loses of its `of`, where it applies.
    pub(super) fn loses(&self) -> Span {
        let lost = |of: &Span| Span { low: &of.low - &self.points.high, high: &of.high - &self.points.low };
        match (self.may_be_weightless(), self.may_weigh()) {
            (true, false) => lost(&Span::ZERO),
            _ if self.of.is_exact() => lost(&self.of),
            (weightless, _) => {
                let lacking = Span { low: Number::ONE - &self.fraction.high, high: Number::ONE - &self.fraction.low };
                let of_weight = self.of.times_span(&lacking);
                if weightless { of_weight.hull(&lost(&Span::ZERO)) } else { of_weight }
            }
        }
    }

    /// What is missing where its fraction is open.
    pub(super) fn missing_for_fraction(&self) -> &MissingSet {
        self.missing_for_fraction.as_ref().unwrap_or(&self.missing)
    }

    /// What is missing, where the points and the fraction need not wait for the same.
    pub(super) fn with_missing(mut self, missing: MissingSet, for_fraction: MissingSet) -> Worth {
        self.missing_for_fraction = (for_fraction != missing).then_some(for_fraction);
        self.missing = missing;
        self
    }

    fn add_missing(&mut self, more: &MissingSet) {
        self.missing.extend(more);
        if let Some(missing) = &mut self.missing_for_fraction {
            missing.extend(more);
        }
    }

    /// Whether it is known that it applies or not, and with how many points of how many.
    pub(super) fn has_exact_points(&self) -> bool {
        (self.applies.surely() || self.applies.surely_out())
            && self.points.is_exact()
            && self.of.is_exact()
            && self.hands_up_exactly()
    }

    /// Whether it is known that it applies or not, and with which fraction.
    pub(super) fn has_exact_fraction(&self) -> bool {
        (self.applies.surely() || self.applies.surely_out()) && self.fraction.is_exact()
    }

    /// Nothing about it is unknown.
    pub(super) fn is_exact(&self) -> bool {
        self.has_exact_points() && self.has_exact_fraction()
    }
}
