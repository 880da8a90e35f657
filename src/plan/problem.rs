//! The question in whole numbers: costs, lines and which actions go together.

use std::collections::{BTreeMap, BTreeSet};

use num_integer::Integer;

use super::actions::ActionId;
use super::rows::Line;
use super::world::World;
use crate::Number;
use crate::invariant::{Always, broken};
use crate::rule_set::arena::{Arena, arena_id};

arena_id! {
    /// Names a row of a problem.
    RowId;

    /// Names a set of actions of which at most one can be chosen.
    CliqueId;
}

/// A cost, or what stands for one: whole, in the unit of [`Problem::unit`].
pub(super) type Cost = i128;

/// The question in whole numbers.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    pub(super) cost: Arena<ActionId, Cost>,
    /// What 1 of a cost is.
    pub(super) unit: Number,
    /// Which can be chosen at all.
    pub(super) open: Arena<ActionId, bool>,
    /// All that each needs; all that need it; all that it excludes.
    pub(super) needs: Arena<ActionId, Vec<ActionId>>,
    pub(super) needed_by: Arena<ActionId, Vec<ActionId>>,
    pub(super) clashes: Arena<ActionId, Vec<ActionId>>,
    /// Sets of which at most one can be chosen; each action in one.
    pub(super) cliques: Arena<CliqueId, Vec<ActionId>>,
    /// That set; `None` for one that cannot be chosen.
    pub(super) clique_of: Arena<ActionId, Option<CliqueId>>,
    pub(super) rows: Arena<RowId, Row>,
    /// The rows that an action stands in, with its gain.
    pub(super) gains: Arena<ActionId, Vec<(RowId, i64)>>,
}

/// The sum of the gains of a plan is at least the need.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) need: i64,
    pub(super) gains: Vec<(ActionId, i64)>,
    /// An action before one that needs it: always kept, and never to be checked.
    pub(super) order: bool,
}

/// The largest number in a row: larger ones are brought below it, rounded so that a row asks no more than it did.
const LARGEST: i128 = 1 << 36;

impl Problem {
    /// `None` where the costs are too fine to count in whole numbers.
    pub(super) fn new(world: &World<'_>, lines: &[&Line]) -> Option<Problem> {
        let list = &world.actions.list;
        let costs: Vec<&Number> = list.iter().map(|action| &action.cost).collect();
        let (cost, unit) = whole(&costs)?;
        // One an action, in order.
        let cost: Arena<ActionId, Cost> = cost.into_iter().collect();
        let open = Arena::like(list, |id| world.shut[id].is_none());
        let mut needed_by: Arena<ActionId, Vec<ActionId>> = Arena::like(list, |_| Vec::new());
        let mut rows: Arena<RowId, Row> = lines.iter().filter_map(|line| row(line, &open)).collect();
        for (id, action) in list.pairs().filter(|(id, _)| open[*id]) {
            for need in &world.needs[id] {
                needed_by[*need].push(id);
            }
            for need in &action.needs {
                rows.push(Row { need: 0, gains: vec![(*need, 1), (id, -1)], order: true });
            }
        }
        let mut gains: Arena<ActionId, Vec<(RowId, i64)>> = Arena::like(list, |_| Vec::new());
        for (id, row) in rows.pairs() {
            for (action, gain) in &row.gains {
                gains[*action].push((id, *gain));
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

    pub(super) fn total(&self, chosen: &[ActionId]) -> Cost {
        chosen.iter().map(|action| self.cost[*action]).sum()
    }

    pub(super) fn number(&self, cost: Cost) -> Number {
        &Number::from_i128(cost, 1) * &self.unit
    }

    /// The least whole cost, of those up to `most`, that is above a budget; `most` where none of them is.
    pub(super) fn above(&self, budget: &Number, most: Cost) -> Cost {
        let (mut least, mut above) = (0, most);
        while least < above {
            let middle = least + (above - least) / 2;
            if self.number(middle) > *budget {
                above = middle;
            } else {
                least = middle + 1;
            }
        }
        above
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
fn row(line: &Line, open: &Arena<ActionId, bool>) -> Option<Row> {
    let gains: BTreeMap<ActionId, &Number> =
        line.gains.iter().filter(|(at, _)| open[**at]).map(|(at, gain)| (*at, gain)).collect();
    // The need first.
    let all: Vec<&Number> = std::iter::once(&line.need).chain(gains.values().copied()).collect();
    let scaled: Vec<(i128, i128)> = match whole(&all) {
        Some((whole, _)) => whole.into_iter().map(|n| (n, 1)).collect(),
        None => {
            let wide = |number: &&Number| number.to_i64_pair().map(|(n, d)| (i128::from(n) << 30, i128::from(d)));
            all.iter().map(wide).collect::<Option<_>>()?
        }
    };
    let largest = scaled.iter().map(|(n, d)| (n / d).abs()).max().unwrap_or(0);
    let shift = (0..100).find(|shift| largest >> shift < LARGEST)?;
    let up = |(n, d): (i128, i128)| i64::try_from(Integer::div_ceil(&n, &(d << shift))).ok();
    let down = |(n, d): (i128, i128)| i64::try_from(Integer::div_floor(&n, &(d << shift))).ok();
    let (need, scaled) = scaled.split_first().always("the need stands first")?;
    if scaled.len() != gains.len() {
        return broken("every gain is scaled", None);
    }
    let need = down(*need)?;
    let gains: Option<Vec<(ActionId, i64)>> =
        gains.keys().zip(scaled).map(|(at, gain)| Some((*at, up(*gain)?))).collect();
    Some(Row { need, gains: gains?.into_iter().filter(|(_, gain)| *gain != 0).collect(), order: false })
}

/// The actions in sets of which each excludes each, and in which of them each is.
fn cliques(
    world: &World<'_>,
    open: &Arena<ActionId, bool>,
) -> (Arena<CliqueId, Vec<ActionId>>, Arena<ActionId, Option<CliqueId>>) {
    let mut cliques: Arena<CliqueId, Vec<ActionId>> = Arena::new();
    let mut clique_of: Arena<ActionId, Option<CliqueId>> = Arena::like(open, |_| None);
    for at in open.ids().filter(|at| open[*at]) {
        // A set that it fits is one of those that it excludes.
        let near: BTreeSet<CliqueId> = world.clashes[at].iter().filter_map(|other| clique_of[*other]).collect();
        let fits = |clique: &CliqueId| cliques[*clique].iter().all(|other| world.clash(at, *other));
        let found = near.into_iter().find(fits).unwrap_or_else(|| cliques.push(Vec::new()));
        cliques[found].push(at);
        clique_of[at] = Some(found);
    }
    (cliques, clique_of)
}
