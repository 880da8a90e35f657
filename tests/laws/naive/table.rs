//! The table of a group: what its aggregate makes of the children that take part.

use std::collections::BTreeMap;

use predikat::Number;
use predikat::document::{Aggregate, NotApplicable};

use super::groups::{Child, Part, State, all_weigh_nothing};
use super::tree::{Group, Node};

/// A row of the table.
pub struct Table {
    pub points: Number,
    pub of: Number,
    /// The fraction where `of` is 0.
    pub fraction: Number,
    /// For a `deduct`, the most that it can lose where `of` is 0.
    pub most: Number,
    /// For a `sum` or `mean`, what each child adds to the points.
    pub parts: BTreeMap<String, Part>,
}

/// What takes part: a child, what counts as met or not met for one, what of it is kept at 0.
struct Share<'c> {
    path: &'c str,
    weight: Number,
    fraction: Number,
}

impl Table {
    pub fn of_points(of: Number, fraction: Number) -> Table {
        Table { points: &of * &fraction, of, fraction, most: Number::ZERO, parts: BTreeMap::new() }
    }
}

/// The row of a group in which some child takes part.
pub fn table(node: &Node<'_>, group: &Group<'_>, regular: &[&Child<'_, '_>]) -> Table {
    if group.adds() && all_weigh_nothing(node, regular) {
        let applying = regular.iter().filter(|(_, result)| result.state == State::Applies);
        return Table::of_points(Number::ZERO, mean(applying.map(|(_, result)| &result.fraction)));
    }
    let all: Number = regular.iter().map(|child| weight(child)).sum();
    let kept = kept_at_zero(group, regular, &all);
    let of = match group.aggregate {
        Aggregate::Sum => &all - &shrunk(group, regular, &kept),
        _ => &node.weight * &(Number::ONE - share_shrunk(group, regular, &kept, &all)),
    };
    let shares = shares(group, regular, &kept);
    let fractions = || shares.iter().map(|share| &share.fraction);
    let met = fractions().filter(|fraction| **fraction >= Number::ONE).count();
    let one_if = |holds: bool| if holds { Number::ONE } else { Number::ZERO };
    let fraction = match group.aggregate {
        Aggregate::Sum | Aggregate::Mean => return weighed(of, &shares),
        Aggregate::Deduct => return deducted(group, regular, of),
        Aggregate::Min => fractions().min().unwrap().clone(),
        Aggregate::Max => fractions().max().unwrap().clone(),
        Aggregate::Best(k) => {
            let mut sorted: Vec<&Number> = fractions().collect();
            sorted.sort();
            mean(sorted.into_iter().rev().take(usize::try_from(k).unwrap()))
        }
        Aggregate::All => one_if(met == shares.len()),
        Aggregate::Any => one_if(met > 0),
        Aggregate::AtLeast(n) => one_if(met >= usize::try_from(n).unwrap()),
    };
    Table::of_points(of, fraction)
}

/// What the group sees as a child's weight: what it is out of, or its own weight where it is left out.
fn weight((child, result): &Child<'_, '_>) -> Number {
    if result.state == State::Applies { result.of.clone() } else { child.weight.clone() }
}

/// How much of each child's weight that is left out stays in the denominator at 0.
fn kept_at_zero(group: &Group<'_>, regular: &[&Child<'_, '_>], all: &Number) -> Number {
    let Some(share) = &group.at_most_share else { return Number::ZERO };
    let left_out = regular.iter().filter(|(_, result)| result.state != State::Applies);
    let left_out: Number = left_out.map(|child| weight(child)).sum();
    let excess = (&left_out - &(share * all)).max(Number::ZERO);
    excess.checked_div(&left_out).unwrap_or(Number::ZERO)
}

/// The children whose weight `shrink` takes away.
fn shrinking<'c, 'a>(group: &Group<'_>, regular: &'c [&'c Child<'c, 'a>]) -> Vec<&'c Child<'c, 'a>> {
    let shrinks = group.not_applicable == NotApplicable::Shrink;
    let out = |state: State| matches!(state, State::NotApplicable | State::Empty);
    regular.iter().filter(|(_, result)| shrinks && out(result.state)).copied().collect()
}

/// The weight that `shrink` takes away.
fn shrunk(group: &Group<'_>, regular: &[&Child<'_, '_>], kept: &Number) -> Number {
    let weights: Number = shrinking(group, regular).into_iter().map(weight).sum();
    weights * &(Number::ONE - kept)
}

/// The share of all weights that `shrink` takes away. Where all children weigh 0 each counts as 1.
fn share_shrunk(group: &Group<'_>, regular: &[&Child<'_, '_>], kept: &Number, all: &Number) -> Number {
    let by_weight = shrunk(group, regular, kept).checked_div(all);
    by_weight.unwrap_or_else(|| {
        let (out, all) = (shrinking(group, regular).len(), regular.len());
        Number::from(out).checked_div(&Number::from(all)).unwrap()
    })
}

fn shares<'c>(group: &Group<'_>, regular: &[&'c Child<'c, '_>], kept: &Number) -> Vec<Share<'c>> {
    let mut shares = Vec::new();
    for child in regular {
        let (node, result) = child;
        let weight = weight(child);
        let mut share = |weight, fraction| shares.push(Share { path: &node.path, weight, fraction });
        if result.state == State::Applies {
            share(weight, result.fraction.clone());
            continue;
        }
        let stays = &weight * kept;
        if !stays.is_zero() {
            share(stays.clone(), Number::ZERO);
        }
        match (result.state, group.not_applicable) {
            (State::Skipped, _) | (_, NotApplicable::Redistribute | NotApplicable::Shrink) => {}
            (_, NotApplicable::Full) => share(&weight - &stays, Number::ONE),
            (_, NotApplicable::Zero) => share(&weight - &stays, Number::ZERO),
        }
    }
    shares
}

/// A `sum` or a `mean`: `of` times the mean of the fractions by weight.
fn weighed(of: Number, shares: &[Share<'_>]) -> Table {
    let together: Number = shares.iter().map(|share| &share.weight).sum();
    let each = of.checked_div(&together).unwrap();
    let reached: Number = shares.iter().map(|share| &share.weight * &share.fraction).sum();
    let mut table = Table::of_points(of, reached.checked_div(&together).unwrap());
    for share in shares {
        let none = Part { points: Number::ZERO, each: each.clone() };
        let part = table.parts.entry(share.path.to_owned()).or_insert(none);
        part.points += &(&each * &(&share.weight * &share.fraction));
    }
    table
}

/// A `deduct`: its weight less what its children lose.
fn deducted(group: &Group<'_>, regular: &[&Child<'_, '_>], of: Number) -> Table {
    let applying = || regular.iter().filter(|(_, result)| result.state == State::Applies);
    let lost: Number = applying().map(|(_, result)| &result.of - &result.points).sum();
    let most: Number = applying().map(|(_, result)| &result.most).sum();
    let share = lost.checked_div(&most).unwrap_or(Number::ZERO);
    Table {
        points: group.floor.clone().max(&of - &lost),
        of,
        fraction: Number::ONE - share,
        most: most.min(-&group.floor).max(Number::ZERO),
        parts: BTreeMap::new(),
    }
}

fn mean<'n>(numbers: impl Iterator<Item = &'n Number>) -> Number {
    let numbers: Vec<&Number> = numbers.collect();
    let sum: Number = numbers.iter().copied().sum();
    sum.checked_div(&Number::from(numbers.len())).unwrap()
}
