//! The question in whole numbers: costs, lines and which actions go together.

use std::collections::{BTreeMap, BTreeSet};

use num_integer::Integer;

use super::rows::Line;
use super::world::World;
use crate::Number;

/// A cost, or what stands for one: whole, in the unit of [`Problem::unit`].
pub(super) type Cost = i128;

/// The question in whole numbers.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    pub(super) cost: Vec<Cost>,
    /// What 1 of a cost is.
    pub(super) unit: Number,
    /// Which can be chosen at all.
    pub(super) open: Vec<bool>,
    /// All that each needs; all that need it; all that it excludes.
    pub(super) needs: Vec<Vec<usize>>,
    pub(super) needed_by: Vec<Vec<usize>>,
    pub(super) clashes: Vec<Vec<usize>>,
    /// Sets of which at most one can be chosen; each action in one.
    pub(super) cliques: Vec<Vec<usize>>,
    /// The position of that set; `None` for one that cannot be chosen.
    clique_of: Vec<Option<usize>>,
    pub(super) rows: Vec<Row>,
    /// The rows that an action stands in, with its gain.
    pub(super) gains: Vec<Vec<(usize, i64)>>,
}

/// The sum of the gains of a plan is at least the need.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) need: i64,
    pub(super) gains: Vec<(usize, i64)>,
    /// An action before one that needs it: always kept, and never to be checked.
    pub(super) order: bool,
}

/// The largest number in a row: larger ones are brought below it, rounded so that a row asks no more than it did.
const LARGEST: i128 = 1 << 36;

impl Problem {
    /// `None` where the costs are too fine to count in whole numbers.
    pub(super) fn new(world: &World<'_>, lines: &[&Line]) -> Option<Problem> {
        let count = world.actions.list.len();
        let costs: Vec<&Number> = world.actions.list.iter().map(|action| &action.cost).collect();
        let (cost, unit) = whole(&costs)?;
        let open: Vec<bool> = world.shut.iter().map(Option::is_none).collect();
        let is_open = |at: &usize| open.get(*at).copied().unwrap_or(false);
        let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); count];
        let mut rows: Vec<Row> = lines.iter().filter_map(|line| row(line, &is_open)).collect();
        for (at, action) in world.actions.list.iter().enumerate().filter(|(at, _)| is_open(at)) {
            for need in world.needs.get(at).into_iter().flatten() {
                if let Some(of) = needed_by.get_mut(*need) {
                    of.push(at);
                }
            }
            let order = |need: &usize| Row { need: 0, gains: vec![(*need, 1), (at, -1)], order: true };
            rows.extend(action.needs.iter().map(order));
        }
        let mut gains: Vec<Vec<(usize, i64)>> = vec![Vec::new(); count];
        for (at, row) in rows.iter().enumerate() {
            for (action, gain) in &row.gains {
                if let Some(of) = gains.get_mut(*action) {
                    of.push((at, *gain));
                }
            }
        }
        let (cliques, clique_of) = cliques(world, &open);
        Some(Problem {
            cost,
            unit,
            open,
            needs: world.needs.clone(),
            needed_by,
            clashes: world.clashes.clone(),
            cliques,
            clique_of,
            rows,
            gains,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.cost.len()
    }

    /// The set of actions that exclude each other in which an action is, by its position.
    pub(super) fn clique_of(&self, action: usize) -> Option<usize> {
        self.clique_of.get(action).copied().flatten()
    }

    pub(super) fn cost_of(&self, action: usize) -> Cost {
        self.cost.get(action).copied().unwrap_or(0)
    }

    pub(super) fn total(&self, chosen: &[usize]) -> Cost {
        chosen.iter().map(|action| self.cost_of(*action)).sum()
    }

    pub(super) fn number(&self, cost: Cost) -> Number {
        &Number::from_i128(cost, 1) * &self.unit
    }

    /// The least whole cost that is above every cost within a budget.
    pub(super) fn above(&self, budget: &Number) -> Option<Cost> {
        let (n, d) = budget.checked_div(&self.unit)?.to_i64_pair()?;
        Some(Integer::div_floor(&i128::from(n), &i128::from(d)) + 1)
    }
}

/// Numbers as whole multiples of one.
fn whole(numbers: &[&Number]) -> Option<(Vec<i128>, Number)> {
    let pairs: Option<Vec<(i64, i64)>> = numbers.iter().map(|number| number.to_i64_pair()).collect();
    let pairs = pairs?;
    let mut denominator: i128 = 1;
    for (_, d) in &pairs {
        denominator = denominator.lcm(&i128::from(*d));
        if denominator > 1 << 40 {
            return None;
        }
    }
    let whole: Vec<i128> = pairs.iter().map(|(n, d)| i128::from(*n) * (denominator / i128::from(*d))).collect();
    let shared = whole.iter().fold(0i128, |shared, one| shared.gcd(one)).max(1);
    // Sums of costs must stay far from the widest number.
    if whole.iter().any(|one| *one / shared > 1 << 62) {
        return None;
    }
    Some((whole.iter().map(|one| one / shared).collect(), Number::from_i128(shared, denominator)))
}

/// A line in whole numbers, gains rounded up and the need down where they are too fine.
fn row(line: &Line, open: &dyn Fn(&usize) -> bool) -> Option<Row> {
    let gains: BTreeMap<usize, &Number> =
        line.gains.iter().filter(|(at, _)| open(at)).map(|(at, gain)| (*at, gain)).collect();
    let all: Vec<&Number> = gains.values().copied().chain([&line.need]).collect();
    let mut scaled: Vec<(i128, i128)> = Vec::new();
    let exact = whole(&all).map(|(whole, _)| whole);
    match exact {
        Some(whole) => scaled.extend(whole.into_iter().map(|n| (n, 1))),
        None => {
            for number in all {
                let (n, d) = number.to_i64_pair()?;
                scaled.push((i128::from(n) << 30, i128::from(d)));
            }
        }
    }
    let largest = scaled.iter().map(|(n, d)| (n / d).abs()).max().unwrap_or(0);
    let shift = (0..100).find(|shift| largest >> shift < LARGEST)?;
    let up = |(n, d): (i128, i128)| i64::try_from(Integer::div_ceil(&n, &(d << shift))).ok();
    let down = |(n, d): (i128, i128)| i64::try_from(Integer::div_floor(&n, &(d << shift))).ok();
    let need = down(*scaled.last()?)?;
    let gains: Option<Vec<(usize, i64)>> =
        gains.keys().zip(&scaled).map(|(at, gain)| Some((*at, up(*gain)?))).collect();
    Some(Row { need, gains: gains?.into_iter().filter(|(_, gain)| *gain != 0).collect(), order: false })
}

/// The actions in sets of which each excludes each, and in which of them each is.
fn cliques(world: &World<'_>, open: &[bool]) -> (Vec<Vec<usize>>, Vec<Option<usize>>) {
    let mut cliques: Vec<Vec<usize>> = Vec::new();
    let mut clique_of: Vec<Option<usize>> = vec![None; open.len()];
    for at in (0..open.len()).filter(|at| open.get(*at).copied().unwrap_or(false)) {
        // A set that it fits is one of those that it excludes.
        let excluded = world.clashes.get(at).into_iter().flatten();
        let near: BTreeSet<usize> = excluded.filter_map(|other| clique_of.get(*other).copied().flatten()).collect();
        let fits = |clique: &usize| {
            let mut others = cliques.get(*clique).into_iter().flatten();
            others.all(|other| world.clash(at, *other))
        };
        let found = near.into_iter().find(fits).unwrap_or(cliques.len());
        match cliques.get_mut(found) {
            Some(clique) => clique.push(at),
            None => cliques.push(vec![at]),
        }
        if let Some(place) = clique_of.get_mut(at) {
            *place = Some(found);
        }
    }
    (cliques, clique_of)
}
