//! A lower bound on what any completion of a partial choice costs: Lagrange's multipliers on the rows, in whole numbers.
//!
//! Each row gets a price; an action's price is its cost less what its gains are worth. Whatever the prices, the worth of
//! all that is needed and the sum of the prices below zero is at most what any plan costs (of actions that exclude each
//! other only one can be taken). So the search for good prices may be rough, and the bound is exact all the same
//! (Fisher, The Lagrangian relaxation method, Management Science 27, 1981).

use super::actions::ActionId;
use super::problem::{CliqueId, Cost, Problem, RowId};
use super::state::{Fate, State};
use crate::rule_set::arena::Arena;

/// Prices are whole multiples of 1 / `FINE`.
const FINE: u32 = 40;
/// The worth of a row's whole need is kept in multiples of 1 / `WORTH`.
const WORTH: u32 = 20;

/// The worth of each row's need, to be improved on from node to node.
#[derive(Clone, Debug)]
pub(super) struct Prices(Arena<RowId, i128>);

/// What some prices prove.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    /// No completion costs less; times 2^[`FINE`].
    value: i128,
    /// By action: its cost less what it gains, times 2^[`FINE`].
    reduced: Arena<ActionId, i128>,
    /// What the bound takes of each clique.
    taken: Arena<CliqueId, Option<ActionId>>,
}

impl Bound {
    /// The least whole cost that a completion can have.
    pub(super) fn cost(&self) -> Cost {
        -((-self.value) >> FINE)
    }

    pub(super) fn reduced(&self, at: ActionId) -> i128 {
        self.reduced[at]
    }

    pub(super) fn takes(&self, problem: &Problem, at: ActionId) -> bool {
        self.taken_beside(problem, at) == Some(at)
    }

    /// What the bound takes of the actions that exclude this one and each other.
    fn taken_beside(&self, problem: &Problem, at: ActionId) -> Option<ActionId> {
        self.taken[problem.clique_of[at]?]
    }
}

impl Prices {
    pub(super) fn new(problem: &Problem) -> Prices {
        Prices(Arena::like(&problem.rows, |_| 0))
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Improves the prices, and gives the best bound on the way. `limit` is a cost that is known to be enough.
    pub(super) fn improve(&mut self, problem: &Problem, state: &State<'_>, limit: Cost, rounds: u32) -> Option<Bound> {
        let mut best: Option<(Bound, Arena<RowId, i128>)> = None;
        // The step, in 256ths; halved when nothing is gained any more. Prices that were improved before need little.
        let mut step: i128 = if rounds > 100 { 256 } else { 24 };
        let patience = if rounds > 100 { 20 } else { 5 };
        let mut idle = 0;
        for _ in 0..=rounds {
            let bound = self.bound(problem, state)?;
            if best.as_ref().is_none_or(|(old, _)| bound.value > old.value) {
                best = Some((bound.clone(), self.0.clone()));
                idle = 0;
            } else {
                idle += 1;
                if idle >= patience {
                    idle = 0;
                    step = (step / 2).max(1);
                }
            }
            if best.as_ref().is_some_and(|(best, _)| best.cost() >= limit) {
                break;
            }
            if !self.step(problem, state, &bound, limit, step) {
                break;
            }
        }
        let (bound, prices) = best?;
        self.0 = prices;
        Some(bound)
    }

    /// What the prices prove; `None` where a number grows too large, which proves nothing.
    fn bound(&self, problem: &Problem, state: &State<'_>) -> Option<Bound> {
        let prices = Arena::like(&problem.rows, |id| (self.0[id] << (FINE - WORTH)) / scale(problem.rows[id].need));
        let mut value = state.cost().checked_shl(FINE)?;
        for (id, row) in problem.rows.pairs() {
            let price = prices[id];
            if price != 0 {
                let need = i128::from(row.need) - i128::from(state.gained(id));
                value = value.checked_add(price.checked_mul(need)?)?;
            }
        }
        let mut reduced = Arena::new();
        for (id, cost) in problem.cost.pairs() {
            let mut price = cost << FINE;
            for (row, gain) in &problem.gains[id] {
                let worth = prices[*row];
                if worth != 0 {
                    price = price.checked_sub(worth.checked_mul(i128::from(*gain))?)?;
                }
            }
            reduced.push(price);
        }
        let mut taken: Arena<CliqueId, Option<ActionId>> = Arena::new();
        for clique in problem.cliques.iter() {
            let open = clique.iter().filter(|at| state.fate(**at) == Fate::Open);
            let least = open.map(|at| (reduced[*at], *at)).min();
            let least = least.filter(|(price, _)| *price < 0);
            value = value.checked_add(least.map_or(0, |(price, _)| price))?;
            taken.push(least.map(|(_, at)| at));
        }
        Some(Bound { value, reduced, taken })
    }

    /// Raises the worth of what the bound leaves short, lowers that of what it has too much of.
    fn step(&mut self, problem: &Problem, state: &State<'_>, bound: &Bound, limit: Cost, step: i128) -> bool {
        let lacking = |id| i128::from(problem.rows[id].need) - i128::from(state.gained(id));
        let mut short = Arena::like(&problem.rows, lacking);
        for at in bound.taken.iter().flatten() {
            for (row, gain) in &problem.gains[*at] {
                short[*row] -= i128::from(*gain);
            }
        }
        let mut norm: i128 = 0;
        for (id, row) in problem.rows.pairs() {
            let mut one = ((short[id] << 20) / scale(row.need)).clamp(-(1 << 40), 1 << 40);
            if self.0[id] == 0 && one <= 0 {
                one = 0;
            }
            norm += (one >> 8) * (one >> 8);
            short[id] = one;
        }
        if norm == 0 {
            return false;
        }
        let gap = ((limit << WORTH) - (bound.value >> (FINE - WORTH))).max(1 << (WORTH - 4));
        let mut moved = false;
        for (id, short) in short.pairs() {
            let worth = &mut self.0[id];
            // gap x short x step / norm, with what was left out of the norm put back
            let Some(change) = gap.checked_mul(step).and_then(|by| by.checked_mul(*short)) else { return false };
            let change = (change / norm) >> 4;
            let next = (*worth + change).max(0);
            moved |= next != *worth;
            *worth = next;
        }
        moved
    }
}

fn scale(need: i64) -> i128 {
    i128::from(need).abs().max(1)
}

impl Bound {
    /// Whether no completion with this action costs less than `limit`.
    pub(super) fn rules_out(&self, problem: &Problem, at: ActionId, limit: Cost) -> bool {
        let without = self.taken_beside(problem, at).map_or(0, |taken| self.reduced(taken));
        let with = self.value - without + self.reduced(at);
        -((-with) >> FINE) >= limit
    }

    /// Whether no completion without this action costs less than `limit`.
    pub(super) fn rules_in(&self, problem: &Problem, state: &State<'_>, at: ActionId, limit: Cost) -> bool {
        let Some(clique) = problem.clique_of[at].filter(|clique| self.taken[*clique] == Some(at)) else { return false };
        let clique = &problem.cliques[clique];
        let others = clique.iter().filter(|other| **other != at && state.fate(**other) == Fate::Open);
        let next = others.map(|other| self.reduced(*other)).min().unwrap_or(0).min(0);
        let without = self.value - self.reduced(at) + next;
        -((-without) >> FINE) >= limit
    }
}
