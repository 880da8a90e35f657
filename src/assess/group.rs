//! A group's points, from what its children are worth (language reference, section 4).

use super::applies::Applies;
use super::mean::{Participant, choose, weighted_mean};
use super::worth::Worth;
use crate::Number;
use crate::document::{NotApplicable, WhenEmpty};
use crate::evaluate::{MissingSet, Span};
use crate::rule_set::{Aggregate, Group};

/// A child with its declared weight.
#[derive(Clone, Copy)]
pub(super) struct Child<'a> {
    pub(super) worth: &'a Worth,
    pub(super) weight: &'a Number,
    pub(super) bonus: bool,
}

/// A group's worth, and what a point of a child is worth in points of the group.
pub(super) struct Combined {
    pub(super) worth: Worth,
    pub(super) shares: Option<Shares>,
}

/// What a child's points are worth in points of a `sum` or `mean` group, after cap and rounding.
#[derive(Clone, Debug)]
pub(super) struct Shares {
    /// A point of a child that takes part.
    pub(super) point: Span,
    /// A point of a bonus.
    pub(super) bonus: Number,
    /// The part of its weight with which a child that is left out and counts as met takes part.
    pub(super) full: Number,
}

/// The table's two columns, before bonus, cap and rounding.
struct Core {
    points: Span,
    of: Span,
    fraction: Span,
    /// Of a `sum` or `mean`: what a child's point is worth, and the part in which the left out take part.
    point: Option<(Span, Number)>,
}

/// A group of weight `weight`.
pub(super) fn combine(group: &Group, weight: &Number, children: &[Child<'_>]) -> Combined {
    let (bonus, table): (Vec<Child<'_>>, Vec<Child<'_>>) = children.iter().partition(|child| child.bonus);
    let surely: Number = table.iter().filter(|c| c.worth.applies.surely()).map(|c| &c.worth.of.low).sum();
    let perhaps: Number = table.iter().filter(|c| c.worth.applies.may).map(|c| &c.worth.of.high).sum();
    let (must_be_empty, may_be_empty) = (perhaps.is_zero(), surely.is_zero());

    let full_table = (!must_be_empty).then(|| Table { group, weight, children: &table, surely: &surely }.core());
    // what was skipped is not answered: no policy for an empty group decides it
    let emptied = out(&table);
    let empty_table = group.when_empty.filter(|_| may_be_empty && emptied.may_not).map(|when| Core {
        points: Span::exactly(if when == WhenEmpty::Met { weight.clone() } else { Number::ZERO }),
        of: Span::exactly(weight.clone()),
        fraction: Span::exactly(if when == WhenEmpty::Met { Number::ONE } else { Number::ZERO }),
        point: Some((Span::ZERO, Number::ZERO)),
    });
    let core = match (full_table, empty_table) {
        (Some(a), Some(b)) => Some(Core {
            points: a.points.hull(&b.points),
            of: a.of.hull(&b.of),
            fraction: a.fraction.hull(&b.fraction),
            point: None,
        }),
        (one, other) => one.or(other),
    };
    let missing = missing_of(children);
    let Some(core) = core else {
        let missing = if emptied.may_be_skipped { missing } else { MissingSet::new() };
        return Combined { worth: Worth::left_out(emptied, missing), shares: None };
    };
    let mut combined = finish(group, core, &bonus);
    combined.worth.tight |= is_tight(children);
    let may_not = may_be_empty && emptied.may_not && group.when_empty.is_none();
    let may_be_skipped = may_be_empty && emptied.may_be_skipped;
    if may_not || may_be_skipped {
        combined.worth.applies = Applies { may: true, may_not, may_be_skipped };
        combined.worth.tight = false;
    }
    if !combined.worth.is_exact() {
        combined.worth.missing = missing;
    }
    combined
}

/// How a group is left out of which nothing applies: as skipped, if that is why.
fn out(table: &[Child<'_>]) -> Applies {
    let surely = table.iter().any(|c| c.worth.applies.surely_skipped());
    let perhaps = table.iter().any(|c| c.worth.applies.may_be_skipped);
    Applies { may: false, may_not: !surely, may_be_skipped: perhaps }
}

/// Bonus, cap and rounding, in this order.
fn finish(group: &Group, core: Core, bonus: &[Child<'_>]) -> Combined {
    let mut points = core.points.clone();
    for child in bonus.iter().filter(|child| child.worth.applies.may) {
        let added = child.worth.points.clone();
        points = points.plus(&if child.worth.applies.surely() { added } else { added.hull(&Span::ZERO) });
    }
    let before = points.clone();
    if let Some(cap) = &group.cap {
        points = points.map(|points| points.min(cap.clone()));
    }
    if let Some(round) = group.round {
        points = points.map(|points| points.round(round.places, round.mode));
    }
    // rounding may move what lies between two ends that it leaves where they are
    let unchanged = points == core.points && (group.round.is_none() || points.is_exact());
    let fraction = if unchanged && core.fraction_serves() { core.fraction } else { quotient(&points, &core.of) };
    let adjusted = if group.cap.is_none() && group.round.is_none() || points == before && points.is_exact() {
        Some(Number::ONE)
    } else if before.is_exact() {
        Some(points.low.checked_div(&before.low).unwrap_or(Number::ZERO))
    } else {
        None
    };
    let shares = match (core.point, adjusted) {
        (Some((point, full)), Some(adjusted)) => Some(Shares { point: point.times(&adjusted), bonus: adjusted, full }),
        _ => None,
    };
    let tight = points.is_exact();
    let worth = Worth { applies: Applies::YES, points, of: core.of, fraction, tight, missing: MissingSet::new() };
    Combined { worth, shares }
}

impl Core {
    /// Whether the fraction was worked out directly, which is never wider than the quotient of two spans.
    fn fraction_serves(&self) -> bool {
        !self.of.is_exact() || self.of.low.is_zero()
    }
}

/// points / of, where `of` is above zero; 0 where it is zero.
pub(super) fn quotient(points: &Span, of: &Span) -> Span {
    if points.is_exact() && of.is_exact() {
        return Span::exactly(points.low.checked_div(&of.low).unwrap_or(Number::ZERO));
    }
    let corners = [(&points.low, &of.low), (&points.low, &of.high), (&points.high, &of.low), (&points.high, &of.high)];
    Span::hull_of(corners.into_iter().filter_map(|(points, of)| points.checked_div(of)).map(Span::exactly))
        .unwrap_or(Span::ZERO)
}

/// Both ends are reached where every child is known to apply or not, and those that are open are open
/// independently of each other: each aggregate rises with each of its children.
fn is_tight(children: &[Child<'_>]) -> bool {
    let mut seen = MissingSet::new();
    children.iter().all(|child| {
        let worth = child.worth;
        let open = !worth.points.is_exact();
        worth.applies.is_known()
            && worth.of.is_exact()
            && (!open || worth.tight && worth.missing.iter().all(|missing| seen.insert(*missing)))
    })
}

fn missing_of(children: &[Child<'_>]) -> MissingSet {
    children.iter().filter(|c| !c.worth.is_exact()).flat_map(|c| c.worth.missing.iter().copied()).collect()
}

/// The children of which the table of section 4 speaks.
struct Table<'a> {
    group: &'a Group,
    weight: &'a Number,
    children: &'a [Child<'a>],
    /// The least weight that applies for certain.
    surely: &'a Number,
}

impl Table<'_> {
    /// At least one child applies with a weight above zero.
    fn core(&self) -> Core {
        if self.children.iter().all(|c| c.worth.applies.is_known() && c.worth.of.is_exact()) {
            self.exactly()
        } else {
            self.loosely()
        }
    }

    /// It is known what applies, with which weight: only points are in spans.
    fn exactly(&self) -> Core {
        let applies = || self.children.iter().filter(|c| c.worth.applies.may);
        let left_out: Number = self.children.iter().filter(|c| c.worth.applies.may_not).map(|c| c.weight).sum();
        let skipped: Number = self.children.iter().filter(|c| c.worth.applies.may_be_skipped).map(|c| c.weight).sum();
        let taking_part: Number = applies().map(|c| &c.worth.of.low).sum();
        let out = &left_out + &skipped;
        let whole = &taking_part + &out;
        let kept = self.kept(&out, &whole);
        let full = Number::ONE - kept.checked_div(&out).unwrap_or(Number::ZERO);
        let policy = self.group.not_applicable;
        let shrunk = if policy == NotApplicable::Shrink { &left_out * &full } else { Number::ZERO };
        let rest = &whole - &shrunk;
        let of = match self.group.aggregate {
            Aggregate::Sum => rest,
            _ => (self.weight * &rest).checked_div(&whole).unwrap_or(Number::ZERO),
        };
        match &self.group.aggregate {
            Aggregate::Sum | Aggregate::Mean => {
                let stays = match policy {
                    NotApplicable::Full | NotApplicable::Zero => &left_out * &full,
                    NotApplicable::Redistribute | NotApplicable::Shrink => Number::ZERO,
                };
                let counted = if policy == NotApplicable::Full { stays.clone() } else { Number::ZERO };
                let denominator = &taking_part + &stays + kept;
                let point = of.checked_div(&denominator).unwrap_or(Number::ZERO);
                let sum = applies().fold(Span::exactly(counted), |sum, child| sum.plus(&child.worth.points));
                let points = sum.times(&point);
                // Of a group without weight too: what it is out of is no part of it.
                let fraction = quotient(&sum, &Span::exactly(denominator));
                Core { points, of: Span::exactly(of), fraction, point: Some((Span::exactly(point), full)) }
            }
            Aggregate::Deduct { floor } => {
                let lost = applies().fold(Span::ZERO, |lost, child| lost.plus(&loss(child.worth)));
                let points = Span { low: &of - &lost.high, high: &of - &lost.low };
                let points = points.map(|points| points.max(floor.clone()));
                let fraction = quotient(&points, &Span::exactly(of.clone()));
                Core { points, of: Span::exactly(of), fraction, point: None }
            }
            other => {
                let participants: Vec<Participant> = self.children.iter().filter_map(|c| self.participant(c)).collect();
                let fraction = choose(other, &participants);
                Core { points: fraction.times(&of), of: Span::exactly(of), fraction, point: None }
            }
        }
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
        let most_left = sum(&|w, weight| if w.applies.may_not { weight.clone() } else { zero() });
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
        // What applies at least, where anything does.
        let applied = if self.surely.is_zero() {
            let each = self.children.iter().filter(|c| c.worth.applies.may && !c.worth.of.high.is_zero());
            each.map(|c| c.worth.of.low.clone()).reduce(Number::min).unwrap_or(Number::ZERO)
        } else {
            self.surely.clone()
        };
        let rest = Span { low: (&whole.low - &shrunk.high).max(applied), high: &whole.high - &shrunk.low };
        let of = match self.group.aggregate {
            Aggregate::Sum => rest,
            _ if policy == NotApplicable::Shrink => Span {
                low: (self.weight * &rest.low).checked_div(&whole.high).unwrap_or(Number::ZERO),
                high: (self.weight * &rest.high)
                    .checked_div(&whole.low)
                    .map_or_else(|| self.weight.clone(), |of| of.min(self.weight.clone())),
            },
            _ => Span::exactly(self.weight.clone()),
        };
        let mut participants: Vec<Participant> = self.children.iter().filter_map(|c| self.participant(c)).collect();
        match &self.group.aggregate {
            Aggregate::Sum | Aggregate::Mean => {
                if self.group.at_most_share.is_some() {
                    participants.push(Participant { weight: kept.clone(), fraction: Span::ZERO, certain: false });
                }
                let fraction = weighted_mean(&participants).unwrap_or(Span::ZERO);
                let denominator = participants.iter().fold(Span::ZERO, |sum, p| sum.plus(&p.weight));
                let point = (!denominator.low.is_zero()).then(|| quotient(&of, &denominator));
                let full = Number::ONE;
                let exact_full = self.group.at_most_share.is_none() || policy != NotApplicable::Full;
                Core {
                    points: fraction.times_span(&of),
                    of,
                    fraction,
                    point: point.filter(|_| exact_full).map(|point| (point, full)),
                }
            }
            Aggregate::Deduct { floor } => {
                let lost = self.children.iter().filter(|c| c.worth.applies.may).fold(Span::ZERO, |lost, child| {
                    let one = loss(child.worth);
                    lost.plus(&if child.worth.applies.surely() { one } else { one.hull(&Span::ZERO) })
                });
                let points = Span { low: &of.low - &lost.high, high: &of.high - &lost.low };
                let points = points.map(|points| points.max(floor.clone()));
                let fraction = quotient(&points, &of);
                Core { points, of, fraction, point: None }
            }
            other => {
                let fraction = choose(other, &participants);
                Core { points: fraction.times_span(&of), of, fraction, point: None }
            }
        }
    }

    /// How a child takes part; `None` where it cannot.
    fn participant(&self, child: &Child<'_>) -> Option<Participant> {
        let worth = child.worth;
        let instead = match self.group.not_applicable {
            NotApplicable::Full if worth.applies.may_not => Some(Number::ONE),
            NotApplicable::Zero if worth.applies.may_not => Some(Number::ZERO),
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

/// What a child lacks of its weight.
fn loss(worth: &Worth) -> Span {
    let lacking = Span { low: Number::ONE - &worth.fraction.high, high: Number::ONE - &worth.fraction.low };
    worth.of.times_span(&lacking)
}
