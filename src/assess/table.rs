//! The table of a group's aggregates: points and `of`, before what is added beside, cap and rounding.

use super::group::Child;
use super::mean::{Participant, choose, quotient, weighted_mean};
use super::weightless;
use super::worth::Worth;
use crate::Number;
use crate::document::NotApplicable;
use crate::evaluate::Span;
use crate::invariant::Always;
use crate::rule_set::{Aggregate, Group};

/// What `check` sees to.
const HAS_CHILDREN: &str = "a group has something in it";

/// The table's two columns, and the fraction.
pub(super) struct Core {
    pub(super) points: Span,
    pub(super) of: Span,
    /// Of the table alone.
    pub(super) fraction: Span,
    /// Of a `sum` or `mean`: what a child's point is worth, and the part in which the left out take part.
    pub(super) point: Option<(Span, Number)>,
    /// Where `of` may be 0 or more: the least that it is above 0.
    pub(super) least_weight: Option<Number>,
}

impl Core {
    /// This or the other.
    pub(super) fn or(self, other: Core) -> Core {
        Core {
            points: self.points.hull(&other.points),
            of: self.of.hull(&other.of),
            fraction: self.fraction.hull(&other.fraction),
            point: None,
            least_weight: self.least_weight.into_iter().chain(other.least_weight).reduce(Number::min),
        }
    }

    /// The fraction that the group's parent reads, of its points after all else.
    pub(super) fn fraction_of(&self, points: &Span, is_unchanged: bool) -> Span {
        // Worked out directly it is never wider than the quotient of two spans.
        if self.of.high.is_zero() || is_unchanged && !self.of.is_exact() {
            return self.fraction.clone();
        }
        if !self.of.low.is_zero() {
            return quotient(points, &self.of);
        }
        above_zero(points, &self.of, self.least_weight.as_ref()).hull(&self.fraction)
    }
}

/// points / of, where `of` may be 0 and is not: then it is at least `least`.
fn above_zero(points: &Span, of: &Span, least: Option<&Number>) -> Span {
    let least = least.always("of what may be out of 0 and of more, the least above 0 is known");
    match least {
        Some(least) => quotient(points, &Span { low: least.clone(), high: of.high.clone() }),
        None => Span::UNIT.hull(points),
    }
}

/// The children of which the table speaks, bonuses apart.
pub(super) struct Table<'a> {
    group: &'a Group,
    weight: &'a Number,
    children: &'a [Child<'a>],
}

impl<'a> Table<'a> {
    pub(super) fn new(group: &'a Group, weight: &'a Number, children: &'a [Child<'a>]) -> Table<'a> {
        Table { group, weight, children }
    }

    /// The group is not empty.
    pub(super) fn core(&self) -> Core {
        let adds = matches!(self.group.aggregate, Aggregate::Sum | Aggregate::Mean);
        if adds && self.is_weightless() {
            return self.weightless();
        }
        // Of what adds up by weight those of weight 0 are no part of the table.
        let takes_part = |child: &&Child<'_>| !adds || !child.weight.is_zero();
        if self.children.iter().filter(takes_part).all(|c| c.worth.applies.is_known() && c.worth.of.is_exact()) {
            self.exactly()
        } else {
            self.loosely()
        }
    }

    fn is_weightless(&self) -> bool {
        self.children.iter().all(|child| child.weight.is_zero())
    }

    /// A `sum` or `mean` of weight 0 of which every child has a weight of 0: all is added beside.
    fn weightless(&self) -> Core {
        Core {
            points: Span::ZERO,
            of: Span::ZERO,
            fraction: weightless::mean(self.children),
            point: Some((Span::ZERO, Number::ONE)),
            least_weight: None,
        }
    }

    /// It is known what applies, with which weight: only points are in spans.
    fn exactly(&self) -> Core {
        let applies = || self.children.iter().filter(|c| c.worth.applies.may);
        let left_out: Number = self.children.iter().filter(|c| c.worth.applies.may_be_out()).map(|c| c.weight).sum();
        let skipped: Number = self.children.iter().filter(|c| c.worth.applies.may_be_skipped).map(|c| c.weight).sum();
        let taking_part: Number = applies().map(|c| &c.worth.of.low).sum();
        let out = &left_out + &skipped;
        let whole = &taking_part + &out;
        let kept = self.kept(&out, &whole);
        let full = Number::ONE - kept.checked_div(&out).unwrap_or(Number::ZERO);
        let policy = self.group.not_applicable;
        let of = match (&self.group.aggregate, policy) {
            (Aggregate::Sum, NotApplicable::Shrink) => Some(&whole - &(&left_out * &full)),
            (Aggregate::Sum, _) => Some(whole.clone()),
            (_, NotApplicable::Shrink) => self.remaining(&left_out, &full, &whole).map(|part| self.weight * &part),
            _ => Some(self.weight.clone()),
        };
        let Some(of) = of.always(HAS_CHILDREN) else { return self.anything() };
        match &self.group.aggregate {
            Aggregate::Sum | Aggregate::Mean => {
                let stays = match policy {
                    NotApplicable::Full | NotApplicable::Zero => &left_out * &full,
                    NotApplicable::Redistribute | NotApplicable::Shrink => Number::ZERO,
                };
                let counted = if policy == NotApplicable::Full { stays.clone() } else { Number::ZERO };
                let denominator = &taking_part + &stays + kept;
                let point = of.checked_div(&denominator).always("what has a table has something that weighs");
                let Some(point) = point else { return self.anything() };
                let weighs = applies().filter(|c| c.worth.may_weigh());
                let sum = weighs.fold(Span::exactly(counted), |sum, child| sum.plus(&child.worth.points));
                let points = sum.times(&point);
                // Of a group without weight too: what it is out of is no part of it.
                let fraction = quotient(&sum, &Span::exactly(denominator));
                let point = Some((Span::exactly(point), full));
                Core { points, of: Span::exactly(of), fraction, point, least_weight: None }
            }
            Aggregate::Deduct { floor } => self.deducted(Span::exactly(of), floor, None),
            other => {
                let participants: Vec<Participant> = self.children.iter().filter_map(|c| self.participant(c)).collect();
                let fraction = choose(other, &participants);
                Core { points: fraction.times(&of), of: Span::exactly(of), fraction, point: None, least_weight: None }
            }
        }
    }

    /// The part of the weights that `shrink` leaves; where all weigh 0, each counts as 1.
    fn remaining(&self, left_out: &Number, full: &Number, whole: &Number) -> Option<Number> {
        let shrunk = left_out * full;
        (whole - &shrunk).checked_div(whole).or_else(|| {
            let stays = self.children.iter().filter(|c| !c.worth.applies.may_be_out()).count();
            Number::from(stays).checked_div(&Number::from(self.children.len()))
        })
    }

    /// All that the group can come to, of which nothing is known.
    fn anything(&self) -> Core {
        let most = self.children.iter().map(|c| greatest(c.worth, c.weight)).sum::<Number>().max(self.weight.clone());
        let span = Span { low: Number::ZERO, high: most };
        Core { points: span.clone(), of: span, fraction: Span::UNIT, point: None, least_weight: None }
    }

    fn deducted(&self, of: Span, floor: &Number, least_weight: Option<Number>) -> Core {
        let lost = weightless::together(self.children, Worth::loses);
        let points = Span { low: &of.low - &lost.high, high: &of.high - &lost.low };
        let points = points.map(|points| points.max(floor.clone()));
        let not_lost = || weightless::not_lost(self.children);
        let fraction = match (of.low.is_zero(), of.high.is_zero()) {
            (true, true) => not_lost(),
            (false, _) => quotient(&points, &of),
            (true, false) => above_zero(&points, &of, least_weight.as_ref()).hull(&not_lost()),
        };
        Core { points, of, fraction, point: None, least_weight }
    }

    /// What of the weight that is left out stays in the denominator: more than the greatest share allows.
    fn kept(&self, out: &Number, whole: &Number) -> Number {
        match &self.group.at_most_share {
            Some(share) => (out - &(share * whole)).max(Number::ZERO),
            None => Number::ZERO,
        }
    }

    /// It is not known what applies, or with which weight: bounds over every possibility, each taken on its own.
    fn loosely(&self) -> Core {
        let policy = self.group.not_applicable;
        let sum = |of: &dyn Fn(&Worth, &Number) -> Number| -> Number {
            self.children.iter().map(|c| of(c.worth, c.weight)).sum()
        };
        let zero = || Number::ZERO;
        let least_out = sum(&|w, weight| if w.applies.may { zero() } else { weight.clone() });
        let most_out = sum(&|w, weight| if w.applies.surely() { zero() } else { weight.clone() });
        let least_left =
            sum(&|w, weight| if w.applies.may || w.applies.may_be_skipped { zero() } else { weight.clone() });
        let most_left = sum(&|w, weight| if w.applies.may_be_out() { weight.clone() } else { zero() });
        let whole = Span {
            low: sum(&|w, weight| if w.applies.may { least(w, weight) } else { weight.clone() }),
            high: sum(&|w, weight| if w.applies.may { greatest(w, weight) } else { weight.clone() }),
        };
        let kept = Span { low: self.kept(&least_out, &whole.high), high: self.kept(&most_out, &whole.low) };
        let shrunk = if policy == NotApplicable::Shrink {
            Span { low: (&least_left - &kept.high).max(Number::ZERO), high: most_left }
        } else {
            Span::ZERO
        };
        let rest = Span { low: (&whole.low - &shrunk.high).max(self.applied()), high: &whole.high - &shrunk.low };
        let (of, least_weight) = match self.group.aggregate {
            Aggregate::Sum => (rest, None),
            _ if policy == NotApplicable::Shrink => self.shrunk(&rest, &whole, &shrunk),
            _ => (Span::exactly(self.weight.clone()), None),
        };
        let mut participants: Vec<Participant> = self.children.iter().filter_map(|c| self.participant(c)).collect();
        match &self.group.aggregate {
            Aggregate::Sum | Aggregate::Mean => {
                if self.group.at_most_share.is_some() {
                    participants.push(Participant { weight: kept.clone(), fraction: Span::ZERO, certain: false });
                }
                let fraction = weighted_mean(&participants);
                let denominator = participants.iter().fold(Span::ZERO, |sum, p| sum.plus(&p.weight));
                let point = (!denominator.low.is_zero()).then(|| quotient(&of, &denominator));
                let exact_full = self.group.at_most_share.is_none() || policy != NotApplicable::Full;
                Core {
                    points: fraction.times_span(&of),
                    of,
                    fraction,
                    point: point.filter(|_| exact_full).map(|point| (point, Number::ONE)),
                    least_weight,
                }
            }
            Aggregate::Deduct { floor } => self.deducted(of, floor, least_weight),
            other => {
                let fraction = choose(other, &participants);
                Core { points: fraction.times_span(&of), of, fraction, point: None, least_weight }
            }
        }
    }

    /// The least weight above 0 that applies, where anything does.
    fn applied(&self) -> Number {
        let surely: Number = self.children.iter().filter(|c| c.worth.applies.surely()).map(|c| &c.worth.of.low).sum();
        if !surely.is_zero() || !matches!(self.group.aggregate, Aggregate::Sum | Aggregate::Mean) {
            return surely;
        }
        let each = self.children.iter().filter(|c| c.worth.applies.may).filter_map(|c| c.worth.least_weight());
        each.min().cloned().unwrap_or(Number::ZERO)
    }

    /// What `shrink` leaves of the weight of a group that is no `sum`, and the least of it above 0.
    fn shrunk(&self, rest: &Span, whole: &Span, left_out: &Span) -> (Span, Option<Number>) {
        if self.is_weightless() {
            return self.shrunk_by_count();
        }
        let share = |of: &Number, whole: &Number| (self.weight * of).checked_div(whole);
        // The part that is left, and the whole less the part that is left out: each is a bound.
        let lacks = |of: &Number, whole: &Number| share(of, whole).map(|lacks| self.weight - &lacks);
        let lows = [share(&rest.low, &whole.high), lacks(&left_out.high, &whole.low), Some(Number::ZERO)];
        let highs = [share(&rest.high, &whole.low), lacks(&left_out.low, &whole.high), Some(self.weight.clone())];
        let low = lows.into_iter().flatten().max().unwrap_or(Number::ZERO);
        let high = highs.into_iter().flatten().min().unwrap_or_else(|| self.weight.clone());
        let weights = self.children.iter().flat_map(|c| [Some(c.weight), c.worth.least_weight()]).flatten();
        let least = weights.filter(|weight| !weight.is_zero()).min().and_then(|least| share(least, &whole.high));
        (Span { low, high }, least)
    }

    /// The same where all weigh 0 and each counts as 1.
    fn shrunk_by_count(&self) -> (Span, Option<Number>) {
        let all = Number::from(self.children.len());
        let Some(each) = self.weight.checked_div(&all).always(HAS_CHILDREN) else {
            return (Span { low: Number::ZERO, high: self.weight.clone() }, None);
        };
        let of = |count: usize| &each * &Number::from(count);
        let stays = |c: &&Child<'_>| !c.worth.applies.may_be_out();
        let may_stay = |c: &&Child<'_>| !c.worth.applies.surely_out();
        let least = self.children.iter().filter(stays).count().max(1);
        (Span { low: of(least), high: of(self.children.iter().filter(may_stay).count()) }, Some(of(1)))
    }

    /// How a child takes part; `None` where it cannot.
    fn participant(&self, child: &Child<'_>) -> Option<Participant> {
        let worth = child.worth;
        let adds = matches!(self.group.aggregate, Aggregate::Sum | Aggregate::Mean);
        if adds && child.weight.is_zero() {
            return None;
        }
        let instead = match self.group.not_applicable {
            NotApplicable::Full if worth.applies.may_be_out() => Some(Number::ONE),
            NotApplicable::Zero if worth.applies.may_be_out() => Some(Number::ZERO),
            _ => None,
        };
        let applying = worth.applies.may.then(|| (worth.of.clone(), worth.fraction.clone()));
        let standing_in = instead.map(|fraction| {
            let least = if self.group.at_most_share.is_some() { Number::ZERO } else { child.weight.clone() };
            (Span { low: least, high: child.weight.clone() }, Span::exactly(fraction))
        });
        let always = worth.applies.surely() || !worth.applies.may_be_skipped && standing_in.is_some();
        let (weight, fraction) = match (applying, standing_in) {
            (Some((weight, fraction)), Some((other, instead))) => (weight.hull(&other), fraction.hull(&instead)),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => return None,
        };
        let weight = if always { weight } else { Span { low: Number::ZERO, high: weight.high } };
        Some(Participant { weight, fraction, certain: always })
    }
}

fn least(worth: &Worth, weight: &Number) -> Number {
    if worth.applies.surely() { worth.of.low.clone() } else { worth.of.low.clone().min(weight.clone()) }
}

fn greatest(worth: &Worth, weight: &Number) -> Number {
    if worth.applies.surely() { worth.of.high.clone() } else { worth.of.high.clone().max(weight.clone()) }
}
