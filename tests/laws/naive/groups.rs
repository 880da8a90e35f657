//! Groups: what their children come to, in the order of the language reference.

use std::collections::BTreeMap;

use predikat::Number;
use predikat::document::{Aggregate, WhenEmpty};

use super::World;
use super::evidence::Documents;
use super::exceptions::Exceptions;
use super::leaves::{self, Worth};
use super::table::{Table, table};
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
    /// The most that it can lose for a `deduct` around it.
    pub most: Number,
    /// What it hands up.
    pub handed: Handed,
    /// For a `sum` or `mean` group: what each child adds to its points, or to what it hands up, by path.
    pub parts: BTreeMap<String, Part>,
    /// In which proportion cap and rounding change the parts; nothing where there is no such proportion.
    pub kept: Option<Number>,
}

/// Whether a criterion counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Applies,
    NotApplicable,
    /// Not applicable because nothing in it is left to add up.
    Empty,
    Skipped,
}

/// Points that an empty group hands up, and the most that what they come from can lose.
#[derive(Clone, Debug, Default)]
pub struct Handed {
    pub points: Number,
    pub most: Number,
}

/// What a child adds to its group.
#[derive(Clone, Debug)]
pub struct Part {
    pub points: Number,
    /// What one point of the child is worth in the group.
    pub each: Number,
}

/// A child with what it comes to.
pub type Child<'c, 'a> = (&'c Node<'a>, Result);

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

impl Scoring<'_, '_> {
    /// Scores a criterion, and all below it, into `results`.
    fn criterion(&self, node: &Node<'_>, results: &mut Results) -> Result {
        let result = match &node.kind {
            Kind::Group(group) => {
                let children: Vec<Child<'_, '_>> =
                    group.children.iter().map(|child| (child, self.criterion(child, results))).collect();
                if self.applies(node) { score(node, group, &children) } else { out(State::NotApplicable) }
            }
            Kind::Leaf(leaf) => match self.worth(node, leaf) {
                Worth::NotApplicable => out(State::NotApplicable),
                Worth::Skipped => out(State::Skipped),
                Worth::Fraction(fraction) => {
                    let (points, of) = (&node.weight * &fraction, node.weight.clone());
                    Result { points, most: of.clone(), of, fraction, ..out(State::Applies) }
                }
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

/// What is left out, with all in it.
fn out(state: State) -> Result {
    Result {
        state,
        points: Number::ZERO,
        of: Number::ZERO,
        fraction: Number::ZERO,
        most: Number::ZERO,
        handed: Handed::default(),
        parts: BTreeMap::new(),
        kept: Some(Number::ZERO),
    }
}

fn score(node: &Node<'_>, group: &Group<'_>, children: &[Child<'_, '_>]) -> Result {
    let regular: Vec<&Child<'_, '_>> = children.iter().filter(|(child, _)| !child.bonus).collect();
    let takes_part = |child: &&&Child<'_, '_>| takes_part(node, group, &regular, child);
    if regular.iter().any(|child| takes_part(&child)) {
        return scored(group, children, table(node, group, &regular));
    }
    if regular.iter().any(|(_, result)| result.state == State::Skipped) {
        return out(State::Skipped);
    }
    let met = match group.when_empty {
        None => return empty(group, children),
        Some(WhenEmpty::Met) => Number::ONE,
        Some(WhenEmpty::NotMet) => Number::ZERO,
    };
    scored(group, children, Table::of_points(node.weight.clone(), met))
}

/// Whether a child that is no bonus takes part in its group's table. Where all weigh 0 there is no table, and what
/// applies takes part all the same.
fn takes_part(node: &Node<'_>, group: &Group<'_>, regular: &[&Child<'_, '_>], (_, result): &Child<'_, '_>) -> bool {
    let counts_by_weight = group.adds() && !all_weigh_nothing(node, regular);
    result.state == State::Applies && !(counts_by_weight && result.of.is_zero())
}

/// Whether the group and every child that is no bonus have, as the rules have it, a weight of 0.
pub fn all_weigh_nothing(node: &Node<'_>, regular: &[&Child<'_, '_>]) -> bool {
    node.weight.is_zero() && regular.iter().all(|(child, _)| child.weight.is_zero())
}

/// The steps behind the table: what is added beside it, cap, rounding.
fn scored(group: &Group<'_>, children: &[Child<'_, '_>], table: Table) -> Result {
    let handed = handed_by(children);
    let mut parts = table.parts;
    let mut before = table.points;
    let mut most = table.most;
    if group.adds() {
        let bonuses = children.iter().filter(|(child, result)| child.bonus && result.state == State::Applies);
        for (child, result) in bonuses.chain(weightless(children)) {
            before += &result.points;
            parts.insert(child.path.clone(), Part { points: result.points.clone(), each: Number::ONE });
        }
        before += &handed.points;
        most = weightless(children).map(|(_, result)| &result.most).sum::<Number>() + &handed.most;
    }
    let mut points = before.clone();
    if let Some(cap) = &group.cap {
        points = points.min(cap.clone());
    }
    if let Some(round) = group.round {
        points = points.round(round.places, round.mode);
    }
    let kept = if points == before { Some(Number::ONE) } else { points.checked_div(&before) };
    Result {
        state: State::Applies,
        fraction: points.checked_div(&table.of).unwrap_or(table.fraction),
        most: if table.of.is_zero() { most } else { table.of.clone() },
        handed: if group.adds() { Handed::default() } else { handed },
        points,
        of: table.of,
        parts,
        kept: kept.filter(|kept| !kept.is_negative()),
    }
}

/// A group that does not apply because it is empty: what weighs 0 in it counts further up.
fn empty(group: &Group<'_>, children: &[Child<'_, '_>]) -> Result {
    let mut result = Result { handed: handed_by(children), kept: Some(Number::ONE), ..out(State::Empty) };
    if group.adds() {
        for (child, weightless) in weightless(children) {
            result.handed.points += &weightless.points;
            result.handed.most += &weightless.most;
            let part = Part { points: weightless.points.clone(), each: Number::ONE };
            result.parts.insert(child.path.clone(), part);
        }
    }
    result
}

/// The children of weight 0, bonuses apart.
fn weightless<'c, 'a>(children: &'c [Child<'c, 'a>]) -> impl Iterator<Item = &'c Child<'c, 'a>> {
    children.iter().filter(|(child, result)| !child.bonus && result.is_weightless())
}

fn handed_by(children: &[Child<'_, '_>]) -> Handed {
    Handed {
        points: children.iter().map(|(_, result)| &result.handed.points).sum(),
        most: children.iter().map(|(_, result)| &result.handed.most).sum(),
    }
}

impl Result {
    /// It applies, and has an `of` of 0.
    pub fn is_weightless(&self) -> bool {
        self.state == State::Applies && self.of.is_zero()
    }
}

impl Group<'_> {
    /// Whether it is a `sum` or a `mean`.
    pub fn adds(&self) -> bool {
        matches!(self.aggregate, Aggregate::Sum | Aggregate::Mean)
    }
}
