//! What every criterion shows: its status, its points and its contribution.

use std::collections::BTreeMap;

use predikat::Number;
use predikat::assessment::Status;
use predikat::document::{Aggregate, ExceptionKind, NotApplicable};

use super::exceptions::Exceptions;
use super::groups::{Result, Results, State};
use super::tree::{Kind, Node};
use super::{Criterion, Points, World};

/// The results of the three views.
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
    let claimed = Shown::all(world, &views.claimed);
    let evidenced = Shown::all(world, &views.evidenced);
    let last = Shown::all(world, &views.last);
    let mut contributions = BTreeMap::new();
    let total = &views.last[""];
    if scored && total.state == State::Applies {
        contribute(&world.tree.total, &views.last, &Number::ONE, &mut contributions);
    }
    let mut criteria = BTreeMap::new();
    for (path, shown) in &last {
        let status = match &shown.node.kind {
            Kind::Group(_) => status(shown.state, &shown.fraction),
            Kind::Leaf(_) => {
                let exception = exceptions.on_leaves.get(path).map(|(kind, _)| *kind);
                if claimed[path].state == State::NotApplicable {
                    Status::NotApplicable
                } else {
                    leaf_status(exception, &views.claimed[path], &views.evidenced[path], shown.state)
                }
            }
        };
        let criterion = Criterion {
            status,
            last: shown.points.clone(),
            claimed: claimed[path].points.clone(),
            evidenced: evidenced[path].points.clone(),
            contribution: contributions.get(path).cloned(),
        };
        criteria.insert(path.clone(), criterion);
    }
    criteria
}

/// The status of a group or measure by its fraction.
pub fn status(state: State, fraction: &Number) -> Status {
    match state {
        State::NotApplicable => Status::NotApplicable,
        State::Skipped => Status::Unknown,
        State::Applies if *fraction <= Number::ZERO => Status::NotMet,
        State::Applies if *fraction >= Number::ONE => Status::Met,
        State::Applies => Status::PartlyMet,
    }
}

/// The first that fits, of a leaf that is not out by the facts alone.
fn leaf_status(exception: Option<ExceptionKind>, claimed: &Result, evidenced: &Result, last: State) -> Status {
    match exception {
        Some(ExceptionKind::Waiver) => return Status::Waived,
        Some(ExceptionKind::Equivalent) => return Status::Equivalent,
        Some(ExceptionKind::NotApplicable) => return Status::NotApplicable,
        None => {}
    }
    if last != State::Applies {
        return if last == State::Skipped { Status::Unknown } else { Status::NotApplicable };
    }
    let by_claim = status(claimed.state, &claimed.fraction);
    let lacks_evidence = evidenced.fraction < claimed.fraction;
    if lacks_evidence && by_claim != Status::Unknown { Status::Unevidenced } else { by_claim }
}

/// What a criterion shows in one view.
struct Shown<'t, 'a> {
    node: &'t Node<'a>,
    /// Not applicable or skipped wherever a group above it is.
    state: State,
    fraction: Number,
    points: Points,
}

impl<'t, 'a> Shown<'t, 'a> {
    fn all(world: &World<'a>, results: &Results) -> BTreeMap<String, Shown<'t, 'a>>
    where
        'a: 't,
    {
        let tree: &'a super::tree::Tree<'a> = world.tree;
        let mut shown = BTreeMap::new();
        let Kind::Group(total) = &tree.total.kind else { unreachable!("the total is a group") };
        // where nothing applies at all, no policy decides: all show 0 of 0
        let state = results[""].state;
        let decided = (state != State::Applies).then_some((state, NotApplicable::Redistribute));
        for child in &total.children {
            show(child, total.not_applicable, decided, results, &mut shown);
        }
        shown
    }
}

/// Shows a criterion and all below it. `decided`: the state and the policy of what is above it, where that is out.
fn show<'t, 'a>(
    node: &'t Node<'a>,
    policy: NotApplicable,
    decided: Option<(State, NotApplicable)>,
    results: &Results,
    shown: &mut BTreeMap<String, Shown<'t, 'a>>,
) {
    let result: &Result = &results[&node.path];
    let decided = decided.or((result.state != State::Applies).then_some((result.state, policy)));
    let (state, points, fraction) = match decided {
        None => {
            let points = Points { points: result.points.clone(), of: result.of.clone() };
            (State::Applies, points, result.fraction.clone())
        }
        Some((state, policy)) => {
            let out = if result.state == State::NotApplicable { State::NotApplicable } else { state };
            (out, left_out(node, state, policy), Number::ZERO)
        }
    };
    if let Kind::Group(group) = &node.kind {
        for child in &group.children {
            show(child, group.not_applicable, decided, results, shown);
        }
    }
    shown.insert(node.path.clone(), Shown { node, state, fraction, points });
}

/// What is not applicable shows 0 of 0, under `full` w of w, under `zero` 0 of w.
fn left_out(node: &Node<'_>, state: State, policy: NotApplicable) -> Points {
    let weight = || node.weight.clone();
    match (state, policy) {
        (State::NotApplicable, NotApplicable::Full) => Points { points: weight(), of: weight() },
        (State::NotApplicable, NotApplicable::Zero) => Points { points: Number::ZERO, of: weight() },
        _ => Points { points: Number::ZERO, of: Number::ZERO },
    }
}

/// What every criterion adds to the total, below `node`: `worth` is what a point of it is worth there.
fn contribute(node: &Node<'_>, results: &Results, worth: &Number, found: &mut BTreeMap<String, Number>) {
    let Kind::Group(group) = &node.kind else { return };
    if !matches!(group.aggregate, Aggregate::Sum | Aggregate::Mean) {
        return;
    }
    let result = &results[&node.path];
    for child in &group.children {
        let part = result.parts.as_ref().and_then(|parts| parts.get(&child.path)).cloned().unwrap_or(Number::ZERO);
        let part = part * worth;
        // nothing below adds to what stands in for something that is left out
        let below = part.checked_div(&results[&child.path].points).unwrap_or(Number::ZERO);
        found.insert(child.path.clone(), part);
        contribute(child, results, &below, found);
    }
}
