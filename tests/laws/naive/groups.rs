//! Groups: points from the children, in the order of the language reference, section 4.

use std::collections::BTreeMap;

use predikat::Number;
use predikat::document::{Aggregate, NotApplicable, WhenEmpty};

use super::World;
use super::evidence::Documents;
use super::exceptions::Exceptions;
use super::leaves::{self, Worth};
use super::tree::{Group, Kind, Leaf, Node};

/// The three totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    Claimed,
    Evidenced,
    Last,
}

/// What a criterion comes to, in its own unit.
#[derive(Clone, Debug)]
pub struct Result {
    pub state: State,
    pub points: Number,
    pub of: Number,
    /// The fraction that its parent reads.
    pub fraction: Number,
    /// For a `sum` or `mean` group: what each child adds to its points, by path.
    pub parts: Option<BTreeMap<String, Number>>,
}

/// Whether a criterion counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Applies,
    NotApplicable,
    Skipped,
}

/// Every criterion of a view by its path; the total under the empty path.
pub type Results = BTreeMap<String, Result>;

pub fn results(world: &World<'_>, documents: &Documents<'_>, exceptions: &Exceptions, view: View) -> Results {
    let mut results = Results::new();
    let scoring = Scoring { world, documents, exceptions, view };
    scoring.criterion(&world.tree.total, &mut results);
    results
}

struct Scoring<'w, 'a> {
    world: &'w World<'a>,
    documents: &'w Documents<'a>,
    exceptions: &'w Exceptions,
    view: View,
}

/// A child's weight and fraction in its group.
struct Share {
    path: String,
    of: Number,
    fraction: Number,
}

impl Scoring<'_, '_> {
    /// Scores a criterion, and all below it, into `results`.
    fn criterion(&self, node: &Node<'_>, results: &mut Results) -> Result {
        let result = match &node.kind {
            Kind::Group(group) => {
                let children: Vec<(&Node<'_>, Result)> =
                    group.children.iter().map(|child| (child, self.criterion(child, results))).collect();
                if self.applies(node) { score(node, group, &children) } else { out(State::NotApplicable) }
            }
            Kind::Leaf(leaf) => match self.worth(node, leaf) {
                Worth::NotApplicable => out(State::NotApplicable),
                Worth::Skipped => out(State::Skipped),
                Worth::Fraction(fraction) => Result {
                    state: State::Applies,
                    points: &node.weight * &fraction,
                    of: node.weight.clone(),
                    fraction,
                    parts: None,
                },
            },
        };
        results.insert(node.path.clone(), result.clone());
        result
    }

    fn applies(&self, node: &Node<'_>) -> bool {
        node.applies_when.is_none_or(|condition| self.world.holds(condition))
    }

    fn worth(&self, node: &Node<'_>, leaf: &Leaf<'_>) -> Worth {
        if !self.applies(node) {
            return Worth::NotApplicable;
        }
        let (claimed, asked) = leaves::claimed(self.world, node, leaf);
        if claimed == Worth::NotApplicable || self.view == View::Claimed {
            return claimed;
        }
        if self.view == View::Last
            && let Some((_, worth)) = self.exceptions.on_leaves.get(&node.path)
        {
            return worth.clone();
        }
        match claimed {
            Worth::Fraction(_) if !self.documents.satisfy(asked, &node.path, &[]) => Worth::Fraction(Number::ZERO),
            other => other,
        }
    }
}

fn out(state: State) -> Result {
    Result { state, points: Number::ZERO, of: Number::ZERO, fraction: Number::ZERO, parts: None }
}

fn score(node: &Node<'_>, group: &Group<'_>, children: &[(&Node<'_>, Result)]) -> Result {
    let regular: Vec<&(&Node<'_>, Result)> = children.iter().filter(|(child, _)| !child.bonus).collect();
    // what the group sees as a child's weight: what it is out of, or its own weight where it is left out
    let weight_of = |(child, result): &(&Node<'_>, Result)| match result.state {
        State::Applies => result.of.clone(),
        _ => child.weight.clone(),
    };
    let all: Number = regular.iter().map(|child| weight_of(child)).sum();
    let full_weight = if group.aggregate == Aggregate::Sum { all.clone() } else { node.weight.clone() };

    let applying: Number =
        regular.iter().filter(|(_, result)| result.state == State::Applies).map(|(_, result)| &result.of).sum();
    let nothing = full_weight.is_zero();
    let (before, of, mut parts) = if applying.is_zero() {
        if regular.iter().any(|(_, result)| result.state == State::Skipped) {
            return out(State::Skipped);
        }
        match group.when_empty {
            None => return out(State::NotApplicable),
            Some(WhenEmpty::Met) => (full_weight.clone(), full_weight.clone(), BTreeMap::new()),
            Some(WhenEmpty::NotMet) => (Number::ZERO, full_weight.clone(), BTreeMap::new()),
        }
    } else {
        aggregated(group, &regular, &all, &full_weight, &weight_of)
    };
    // a group without weight has the fraction of one with a weight of 1, before bonus, cap and rounding
    let weightless = nothing.then(|| {
        if applying.is_zero() {
            return if group.when_empty == Some(WhenEmpty::Met) { Number::ONE } else { Number::ZERO };
        }
        if group.aggregate == Aggregate::Deduct {
            return Number::ZERO;
        }
        let (points, of, _) = aggregated(group, &regular, &all, &Number::ONE, &weight_of);
        points.checked_div(&of).unwrap_or(Number::ZERO)
    });

    let mut points = before;
    for (child, result) in children.iter().filter(|(child, result)| child.bonus && result.state == State::Applies) {
        points = &points + &result.points;
        parts.insert(child.path.clone(), result.points.clone());
    }
    let added = points.clone();
    if let Some(cap) = &group.cap {
        points = points.min(cap.clone());
    }
    if let Some(round) = group.round {
        points = points.round(round.places, round.mode);
    }
    if points != added {
        let kept = points.checked_div(&added).unwrap_or(Number::ZERO);
        parts.values_mut().for_each(|part| *part = &*part * &kept);
    }
    let fraction = weightless.unwrap_or_else(|| points.checked_div(&of).unwrap_or(Number::ZERO));
    let shares = matches!(group.aggregate, Aggregate::Sum | Aggregate::Mean);
    Result { state: State::Applies, points, of, fraction, parts: shares.then_some(parts) }
}

/// The row of the table: points, of, and what each child adds.
fn aggregated(
    group: &Group<'_>,
    regular: &[&(&Node<'_>, Result)],
    all: &Number,
    full_weight: &Number,
    weight_of: &impl Fn(&(&Node<'_>, Result)) -> Number,
) -> (Number, Number, BTreeMap<String, Number>) {
    // how much of what is left out stays in the denominator at 0
    let left_out: Number =
        regular.iter().filter(|(_, result)| result.state != State::Applies).map(|child| weight_of(child)).sum();
    let excess = match &group.at_most_share {
        Some(share) => (&left_out - &(share * all)).max(Number::ZERO),
        None => Number::ZERO,
    };
    let kept = excess.checked_div(&left_out).unwrap_or(Number::ZERO);

    let mut shares = Vec::new();
    let mut shrunk = Number::ZERO;
    for child in regular {
        let (node, result) = child;
        let weight = weight_of(child);
        let share = |of: Number, fraction: Number| Share { path: node.path.clone(), of, fraction };
        if result.state == State::Applies {
            shares.push(share(weight, result.fraction.clone()));
            continue;
        }
        let stays = &weight * &kept;
        let rest = &weight - &stays;
        if !stays.is_zero() {
            shares.push(share(stays, Number::ZERO));
        }
        match (result.state, group.not_applicable) {
            (State::Skipped, _) | (_, NotApplicable::Redistribute) => {}
            (_, NotApplicable::Shrink) => shrunk += &rest,
            (_, NotApplicable::Full) => shares.push(share(rest, Number::ONE)),
            (_, NotApplicable::Zero) => shares.push(share(rest, Number::ZERO)),
        }
    }
    let remaining = all - &shrunk;
    let base = match group.aggregate {
        Aggregate::Sum => remaining,
        _ => (full_weight * &remaining).checked_div(all).unwrap(),
    };
    let together: Number = shares.iter().map(|share| &share.of).sum();
    let mut parts = BTreeMap::new();
    let met = || u32::try_from(shares.iter().filter(|share| share.fraction >= Number::ONE).count()).unwrap();
    let all_or_nothing = |met: bool| if met { base.clone() } else { Number::ZERO };
    let points = match &group.aggregate {
        Aggregate::Sum | Aggregate::Mean => {
            for share in &shares {
                let part = (&base * &(&share.of * &share.fraction)).checked_div(&together).unwrap();
                *parts.entry(share.path.clone()).or_insert(Number::ZERO) += &part;
            }
            parts.values().sum()
        }
        Aggregate::Min => &base * shares.iter().map(|share| &share.fraction).min().unwrap(),
        Aggregate::Max => &base * shares.iter().map(|share| &share.fraction).max().unwrap(),
        Aggregate::Best(k) => {
            let mut fractions: Vec<&Number> = shares.iter().map(|share| &share.fraction).collect();
            fractions.sort();
            let best: Vec<&Number> = fractions.into_iter().rev().take(usize::try_from(*k).unwrap()).collect();
            let count = Number::from(best.len());
            (&base * &best.into_iter().sum()).checked_div(&count).unwrap()
        }
        Aggregate::All => all_or_nothing(shares.iter().all(|share| share.fraction >= Number::ONE)),
        Aggregate::Any => all_or_nothing(met() > 0),
        Aggregate::AtLeast(n) => all_or_nothing(met() >= *n),
        Aggregate::Deduct => {
            let applying = regular.iter().filter(|(_, result)| result.state == State::Applies);
            let lacking: Number = applying.map(|(_, result)| &result.of * &(Number::ONE - &result.fraction)).sum();
            group.floor.clone().max(&base - &lacking)
        }
    };
    (points, base, parts)
}
