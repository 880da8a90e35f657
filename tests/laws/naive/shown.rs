//! What every criterion shows: its status, its points and its contribution.

use std::collections::BTreeMap;

use predikat::Number;
use predikat::assessment::Status;
use predikat::document::{ExceptionKind, NotApplicable};

use super::exceptions::Exceptions;
use super::groups::{Result, Results, State};
use super::tree::{Kind, Node};
use super::{Criterion, Points, World};

/// The results of the three views.
#[derive(Clone)]
pub struct Views {
    pub claimed: Results,
    pub evidenced: Results,
    pub last: Results,
}

pub fn criteria(
    world: &World<'_>,
    exceptions: &Exceptions,
    views: &Views,
    scored: bool,
) -> BTreeMap<String, Criterion> {
    let claimed = shown_by(world, &views.claimed);
    let evidenced = shown_by(world, &views.evidenced);
    let last = shown_by(world, &views.last);
    let mut contributions = BTreeMap::new();
    if scored && views.last[""].state == State::Applies {
        contribute(&world.tree.total, &views.last, &Number::ONE, &mut contributions);
    }
    let mut criteria = BTreeMap::new();
    for (path, shown) in last {
        let status = match (&shown.node.kind, exceptions.on_leaves.get(&path)) {
            (Kind::Leaf(_), Some((kind, _))) => excepted(*kind, evidenced[&path].state),
            (Kind::Leaf(_), None) if shown.by_itself == State::Applies => {
                leaf_status(&views.claimed[&path].fraction, &views.evidenced[&path].fraction)
            }
            _ => status(shown.by_itself, &shown.fraction),
        };
        let criterion = Criterion {
            status,
            state: shown.state,
            fraction: shown.fraction,
            last: shown.points,
            claimed: claimed[&path].points.clone(),
            evidenced: evidenced[&path].points.clone(),
            contribution: contributions.get(&path).cloned(),
        };
        criteria.insert(path, criterion);
    }
    criteria
}

/// The status of a group or measure by its fraction.
pub fn status(state: State, fraction: &Number) -> Status {
    match state {
        State::NotApplicable | State::Empty => Status::NotApplicable,
        State::Skipped => Status::Unknown,
        State::Applies if *fraction <= Number::ZERO => Status::NotMet,
        State::Applies if *fraction >= Number::ONE => Status::Met,
        State::Applies => Status::PartlyMet,
    }
}

/// The status of a leaf that applies, without an exception.
fn leaf_status(claimed: &Number, evidenced: &Number) -> Status {
    if evidenced < claimed { Status::Unevidenced } else { status(State::Applies, claimed) }
}

/// The status of a leaf with an exception; `without` is what it is where there is no exception at all.
fn excepted(kind: ExceptionKind, without: State) -> Status {
    match kind {
        _ if without == State::NotApplicable => Status::NotApplicable,
        ExceptionKind::Waiver => Status::Waived,
        ExceptionKind::Equivalent => Status::Equivalent,
        ExceptionKind::NotApplicable => Status::NotApplicable,
    }
}

/// What a criterion shows in one view.
struct Shown<'t, 'a> {
    node: &'t Node<'a>,
    /// Applies, not applicable or skipped, with the groups above it: what comparisons read.
    state: State,
    /// The same, but for a bonus that is answered in a group that is skipped: what its status is made of.
    by_itself: State,
    fraction: Number,
    points: Points,
}

/// What a criterion stands in.
#[derive(Clone, Copy)]
enum Within {
    /// What applies.
    Applying,
    /// What is out with everything in it; the policy that decided it.
    Out(NotApplicable),
    /// A group that is empty; the policy that decided it.
    Empty(NotApplicable),
    /// A group that is skipped.
    Skipped,
}

fn shown_by<'t, 'a>(world: &World<'a>, results: &Results) -> BTreeMap<String, Shown<'t, 'a>>
where
    'a: 't,
{
    let tree: &'a super::tree::Tree<'a> = world.tree;
    let mut shown = BTreeMap::new();
    // where nothing applies at all, no policy decides: all show 0 of 0
    show(&tree.total, NotApplicable::Redistribute, Within::Applying, results, &mut shown);
    shown.remove("");
    shown
}

/// Shows a criterion and all below it; `policy` is that of the group around it.
fn show<'t, 'a>(
    node: &'t Node<'a>,
    policy: NotApplicable,
    within: Within,
    results: &Results,
    shown: &mut BTreeMap<String, Shown<'t, 'a>>,
) {
    let result = &results[&node.path];
    let policy = match within {
        _ if node.bonus || node.weight.is_zero() => NotApplicable::Redistribute,
        Within::Applying => policy,
        Within::Out(above) | Within::Empty(above) => above,
        Within::Skipped => NotApplicable::Redistribute,
    };
    let here = stands(node, result, policy, within);
    shown.insert(node.path.clone(), show_one(node, result, here));
    if let Kind::Group(group) = &node.kind {
        for child in &group.children {
            show(child, group.not_applicable, here, results, shown);
        }
    }
}

/// What a criterion is within what it stands in, and so what all below it stands in.
fn stands(node: &Node<'_>, result: &Result, policy: NotApplicable, within: Within) -> Within {
    // an empty group takes nothing from what weighs 0 in it; a bonus is out with it
    let kept = result.is_weightless() && !node.bonus;
    match (within, result.state) {
        (Within::Out(_), _) | (_, State::NotApplicable) => Within::Out(policy),
        (Within::Skipped, _) | (Within::Applying, State::Skipped) => Within::Skipped,
        (_, State::Empty) => Within::Empty(policy),
        (Within::Empty(_), _) if !kept => Within::Out(policy),
        (Within::Applying | Within::Empty(_), _) => Within::Applying,
    }
}

fn show_one<'t, 'a>(node: &'t Node<'a>, result: &Result, here: Within) -> Shown<'t, 'a> {
    let none = || Points { points: Number::ZERO, of: Number::ZERO };
    let fraction = result.fraction.clone();
    let is_leaf = matches!(node.kind, Kind::Leaf(_));
    let (state, by_itself, points) = match here {
        Within::Applying => {
            let points = Points { points: result.points.clone(), of: result.of.clone() };
            (State::Applies, State::Applies, points)
        }
        Within::Out(policy) | Within::Empty(policy) => {
            (State::NotApplicable, State::NotApplicable, left_out(node, policy))
        }
        Within::Skipped => match result.state {
            State::NotApplicable | State::Empty => (State::NotApplicable, State::NotApplicable, none()),
            State::Applies if is_leaf && node.bonus => (State::Skipped, State::Applies, none()),
            State::Applies if is_leaf && node.weight.is_zero() => (State::Applies, State::Applies, none()),
            State::Applies | State::Skipped => (State::Skipped, State::Skipped, none()),
        },
    };
    Shown { node, state, by_itself, fraction, points }
}

/// What is not applicable shows 0 of 0, under `full` w of w, under `zero` 0 of w.
fn left_out(node: &Node<'_>, policy: NotApplicable) -> Points {
    let weight = || node.weight.clone();
    match policy {
        NotApplicable::Full => Points { points: weight(), of: weight() },
        NotApplicable::Zero => Points { points: Number::ZERO, of: weight() },
        NotApplicable::Redistribute | NotApplicable::Shrink => Points { points: Number::ZERO, of: Number::ZERO },
    }
}

/// What every criterion adds to the total, below `node`: `worth` is what a point of it is worth there.
fn contribute(node: &Node<'_>, results: &Results, worth: &Number, found: &mut BTreeMap<String, Number>) {
    let Kind::Group(group) = &node.kind else { return };
    let result = &results[&node.path];
    let Some(kept) = result.kept.as_ref().filter(|_| group.adds()) else { return };
    let worth = worth * kept;
    for child in &group.children {
        let below = &results[&child.path];
        let part = result.parts.get(&child.path);
        let own = part.map_or(Number::ZERO, |part| part.points.clone());
        found.insert(child.path.clone(), (own + &below.handed.points) * &worth);
        // below what is left out only that counts which it hands up, as it is
        let each = match below.state {
            State::Applies => part.map_or(Number::ZERO, |part| part.each.clone()),
            _ => Number::ONE,
        };
        contribute(child, results, &(each * &worth), found);
    }
}
