//! A group's points, from what its children are worth (language reference, groups).

use super::applies::Applies;
use super::table::{Core, Table};
use super::worth::{Beside, HandsUp, Worth};
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

/// What a child's points are worth in points of a `sum` or `mean` group that applies, after cap and rounding.
#[derive(Clone, Debug)]
pub(super) struct Shares {
    /// A point of a child in the table.
    pub(super) point: Span,
    /// A point added beside the table.
    pub(super) beside: Number,
    /// The part of its weight with which a child that is left out and counts as met takes part.
    pub(super) full: Number,
}

/// How a group reads its children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reads {
    /// By weight; children of weight 0 are added beside.
    Weights,
    /// The same, in a group of weight 0 of which every child that is no bonus has a weight of 0.
    WeightlessAll,
    /// By what each loses.
    Losses,
    /// By fractions.
    Fractions {
        /// Its `of` shrinks with what the children are out of; else weights are not looked at.
        shrinks: bool,
    },
}

impl Reads {
    fn of(group: &Group, weight: &Number, table: &[Child<'_>]) -> Reads {
        let is_weightless = weight.is_zero() && table.iter().all(|child| child.weight.is_zero());
        match &group.aggregate {
            Aggregate::Sum | Aggregate::Mean if is_weightless => Reads::WeightlessAll,
            Aggregate::Sum | Aggregate::Mean => Reads::Weights,
            Aggregate::Deduct { .. } => Reads::Losses,
            _ => Reads::Fractions { shrinks: group.not_applicable == NotApplicable::Shrink },
        }
    }

    fn adds(self) -> bool {
        matches!(self, Reads::Weights | Reads::WeightlessAll)
    }
}

/// Of so few children that are perhaps empty, and then hand something up, each is looked at both ways.
const MOST_SPLIT: usize = 4;

/// A group of weight `weight`.
pub(super) fn combine(group: &Group, weight: &Number, children: &[Child<'_>]) -> Combined {
    let mut combined = once(group, weight, children);
    if let Some(sharper) = by_ways(group, weight, children) {
        let worth = &mut combined.worth;
        (worth.points, worth.of, worth.fraction) = (sharper.points, sharper.of, sharper.fraction);
    }
    let (bonus, table): (Vec<Child<'_>>, Vec<Child<'_>>) = children.iter().partition(|child| child.bonus);
    let (mut missing, mut for_fraction) = missing_of(Reads::of(group, weight, &table), &table, &bonus);
    let worth = combined.worth;
    if worth.applies.may_be_skipped {
        let skipped = table.iter().filter(|child| child.worth.applies.may_be_skipped);
        let skipped: MissingSet = skipped.flat_map(|child| &child.worth.missing).collect();
        missing.extend(&skipped);
        for_fraction.extend(&skipped);
    }
    if !worth.may_be_weightless() {
        for_fraction.clone_from(&missing);
    }
    if worth.has_exact_points() {
        missing.clear();
    }
    if worth.has_exact_fraction() {
        for_fraction.clear();
    }
    Combined { worth: worth.with_missing(missing, for_fraction), ..combined }
}

/// Points, `of` and fraction over each way in which children that hand something up where they are empty are empty or not:
/// sharper than each taken on its own. `None` where there are none, or too many.
fn by_ways(group: &Group, weight: &Number, children: &[Child<'_>]) -> Option<Worth> {
    let turns = |(_, child): &(usize, &Child<'_>)| {
        let worth = child.worth;
        worth.applies.may_be_empty && worth.applies.may && worth.hands_up.as_ref().is_some_and(|up| up.turns())
    };
    let turning: Vec<usize> = children.iter().enumerate().filter(turns).map(|(at, _)| at).collect();
    if turning.is_empty() || turning.len() > MOST_SPLIT {
        return None;
    }
    let ways = (0..1_usize << turning.len()).map(|way| {
        let worths: Vec<Worth> = children
            .iter()
            .enumerate()
            .map(|(at, child)| match turning.iter().position(|turning| *turning == at) {
                Some(bit) => child.worth.clone().supposing_empty(way & (1 << bit) != 0),
                None => child.worth.clone(),
            })
            .collect();
        let children: Vec<Child<'_>> =
            children.iter().zip(&worths).map(|(child, worth)| Child { worth, ..*child }).collect();
        once(group, weight, &children).worth
    });
    ways.filter(|worth| worth.applies.may).reduce(|one, other| Worth {
        points: one.points.hull(&other.points),
        of: one.of.hull(&other.of),
        fraction: one.fraction.hull(&other.fraction),
        ..other
    })
}

/// The same, each child taken on its own; what is missing apart.
fn once(group: &Group, weight: &Number, children: &[Child<'_>]) -> Combined {
    let (bonus, table): (Vec<Child<'_>>, Vec<Child<'_>>) = children.iter().partition(|child| child.bonus);
    let reads = Reads::of(group, weight, &table);
    let (must_be_empty, may_be_empty) = emptiness(reads, &table);
    let emptied = out(&table);
    let is_decided = group.when_empty.is_some() && emptied.may_be_empty;
    // What is added beside: of an empty group too, where `when_empty` decides it.
    let handing = children.iter().filter(|child| child.worth.hands_up.is_some());
    let handed = handing.fold(Beside::NOTHING, |sum, child| sum.plus(&child.worth.handed()));
    let beside = if reads.adds() {
        let weightless = table.iter().filter(|child| child.worth.may_be_weightless());
        weightless.fold(handed.clone(), |sum, child| sum.plus(&child.worth.beside()))
    } else {
        Beside::NOTHING
    };
    // What goes past this group: all that is handed up where it adds nothing; else what is beside it, where it is empty.
    let hands_up =
        if reads.adds() { HandsUp::new(Beside::NOTHING, beside.clone()) } else { HandsUp::new(handed.clone(), handed) };

    let full_table = (!must_be_empty).then(|| Table::new(group, weight, &table).core());
    // What was skipped is not answered: no policy for an empty group decides it.
    let empty_table = group.when_empty.filter(|_| may_be_empty && is_decided).map(|when| when_empty(when, weight));
    let core = match (full_table, empty_table) {
        (Some(a), Some(b)) => Some(a.or(b)),
        (one, other) => one.or(other),
    };
    let Some(core) = core else {
        let worth = Worth { hands_up, ..Worth::left_out(emptied, MissingSet::new()) };
        return Combined { worth, shares: None };
    };
    let mut combined = finish(group, core, &beside, &bonus);
    let worth = &mut combined.worth;
    worth.most_lost = can_lose(group, reads, &table, &beside);
    worth.hands_up = hands_up;
    worth.tight |= is_tight(reads, &table, &bonus);
    if may_be_empty {
        let left_out = Applies { may_be_empty: emptied.may_be_empty && !is_decided, ..emptied };
        worth.applies = worth.applies.or(left_out);
        worth.tight &= worth.applies.is_known();
    }
    combined
}

/// Whether the group must be empty, and whether it may.
fn emptiness(reads: Reads, table: &[Child<'_>]) -> (bool, bool) {
    match reads {
        Reads::Weights => {
            let weighs_surely = |c: &Child<'_>| c.worth.applies.surely() && !c.worth.may_be_weightless();
            let may_weigh = |c: &Child<'_>| c.worth.applies.may && c.worth.may_weigh();
            (!table.iter().any(may_weigh), !table.iter().any(weighs_surely))
        }
        Reads::WeightlessAll | Reads::Losses | Reads::Fractions { .. } => {
            (!table.iter().any(|c| c.worth.applies.may), !table.iter().any(|c| c.worth.applies.surely()))
        }
    }
}

/// How a group is left out of which nothing applies: as skipped, if that is why.
fn out(table: &[Child<'_>]) -> Applies {
    let surely = table.iter().any(|c| c.worth.applies.surely_skipped());
    let perhaps = table.iter().any(|c| c.worth.applies.may_be_skipped);
    match (surely, perhaps) {
        (true, _) => Applies::SKIPPED,
        (false, true) => Applies::EMPTY.or(Applies::SKIPPED),
        (false, false) => Applies::EMPTY,
    }
}

/// The table of an empty group, by its own policy.
fn when_empty(when: WhenEmpty, weight: &Number) -> Core {
    let is_met = when == WhenEmpty::Met;
    Core {
        points: Span::exactly(if is_met { weight.clone() } else { Number::ZERO }),
        of: Span::exactly(weight.clone()),
        fraction: Span::exactly(if is_met { Number::ONE } else { Number::ZERO }),
        point: Some((Span::ZERO, Number::ZERO)),
        least_weight: None,
    }
}

/// What is added beside, cap and rounding, in this order.
fn finish(group: &Group, core: Core, beside: &Beside, bonus: &[Child<'_>]) -> Combined {
    let mut points = core.points.plus(&beside.points);
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
    // Rounding may move what lies between two ends that it leaves where they are.
    let is_unchanged = points == core.points && (group.round.is_none() || points.is_exact());
    let fraction = core.fraction_of(&points, is_unchanged);
    // A cap that moves neither end moves nothing between them.
    let kept = if points == before && (points.is_exact() || group.round.is_none()) {
        Some(Number::ONE)
    } else if before.is_exact() {
        points.low.checked_div(&before.low).filter(|kept| !kept.is_negative())
    } else {
        None
    };
    let shares = match (core.point, kept) {
        (Some((point, full)), Some(kept)) => Some(Shares { point: point.times(&kept), beside: kept, full }),
        _ => None,
    };
    let tight = points.is_exact() && fraction.is_exact();
    let (of, least_weight) = (core.of, core.least_weight);
    let worth = Worth { applies: Applies::YES, points, of, fraction, least_weight, tight, ..Worth::not_applicable() };
    Combined { worth, shares }
}

/// The most that a group can lose whose `of` is 0.
fn can_lose(group: &Group, reads: Reads, table: &[Child<'_>], beside: &Beside) -> Span {
    match &group.aggregate {
        Aggregate::Sum | Aggregate::Mean => beside.most_lost.clone(),
        Aggregate::Deduct { floor } => {
            let least = (-floor).max(Number::ZERO);
            super::weightless::together(table, Worth::can_lose).map(|most| most.min(least.clone()))
        }
        _ => {
            debug_assert!(matches!(reads, Reads::Fractions { .. }), "what chooses reads fractions, and loses nothing");
            Span::ZERO
        }
    }
}

/// Whether what a group reads of a child, for its points or for its fraction, is open, and what is missing then.
fn open<'c>(reads: Reads, child: &Child<'c>, for_fraction: bool) -> Option<&'c MissingSet> {
    let worth = child.worth;
    let points_are_open = match reads {
        _ if !worth.hands_up_exactly() => true,
        // One of weight 0 counts by its points, if there are any.
        Reads::Weights | Reads::WeightlessAll if child.bonus || !worth.may_weigh() && child.weight.is_zero() => {
            worth.applies.may && !worth.has_exact_points() && worth.points != Span::ZERO
        }
        _ => !worth.has_exact_points(),
    };
    let by_points = points_are_open.then_some(&worth.missing);
    let by_fraction = || (!worth.has_exact_fraction()).then_some(worth.missing_for_fraction());
    match (reads, for_fraction) {
        (Reads::Fractions { shrinks: true }, false) => by_points.or_else(by_fraction),
        (Reads::Fractions { .. }, _) => by_fraction().or(by_points.filter(|_| !worth.hands_up_exactly())),
        (Reads::WeightlessAll, true) if !child.bonus => by_fraction(),
        (Reads::WeightlessAll, false) if !child.bonus && !worth.applies.is_known() => Some(&worth.missing),
        _ => by_points,
    }
}

/// Both ends are reached where every child is known to apply or not, and those that are open are open
/// independently of each other: each aggregate rises with each of its children.
fn is_tight(reads: Reads, table: &[Child<'_>], bonus: &[Child<'_>]) -> bool {
    let open = |child: &Child<'_>| {
        let missing = [false, true].map(|for_fraction| open(reads, child, for_fraction));
        let is_open = missing.iter().any(Option::is_some);
        is_open.then(|| missing.into_iter().flatten().flatten().collect::<MissingSet>())
    };
    let is_settled = |worth: &Worth| worth.applies.is_known() && worth.of.is_exact() && worth.tight;
    let mut all = Vec::new();
    for child in table.iter().chain(bonus) {
        if let Some(missing) = open(child) {
            if !is_settled(child.worth) {
                return false;
            }
            all.extend(missing);
        }
    }
    MissingSet::are_apart(all)
}

/// What is missing for the points of a group, and for the fraction that it has where its `of` is 0.
fn missing_of(reads: Reads, table: &[Child<'_>], bonus: &[Child<'_>]) -> (MissingSet, MissingSet) {
    let missing = table.iter().chain(bonus).filter_map(|child| open(reads, child, false)).flatten();
    let for_fraction = table.iter().filter_map(|child| open(reads, child, true)).flatten();
    (missing.collect(), for_fraction.collect())
}
