//! A lower bound on what any completion of a partial choice costs: Lagrange's multipliers on the rows, in whole numbers.
//!
//! Each row gets a price; an action's price is its cost less what its gains are worth. Whatever the prices, the worth of
//! all that is needed and the sum of the prices below zero is at most what any plan costs (of actions that exclude each
//! other only one can be taken). So the search for good prices may be rough, and the bound is exact all the same
//! (Fisher, The Lagrangian relaxation method, Management Science 27, 1981).

use super::problem::{Cost, Problem};
use super::state::{Fate, State};

/// Prices are whole multiples of 1 / `FINE`.
const FINE: u32 = 40;
/// The worth of a row's whole need is kept in multiples of 1 / `WORTH`.
const WORTH: u32 = 20;

/// The worth of each row's need, to be improved on from node to node.
#[derive(Clone, Debug)]
pub(super) struct Prices(Vec<i128>);

/// What some prices prove.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    /// No completion costs less; times 2^[`FINE`].
    value: i128,
    /// By action: its cost less what it gains, times 2^[`FINE`].
    reduced: Vec<i128>,
    /// What the bound takes of each clique, and the second least price in it.
    taken: Vec<Option<usize>>,
}

impl Bound {
    /// The least whole cost that a completion can have.
    pub(super) fn cost(&self) -> Cost {
        -((-self.value) >> FINE)
    }

    pub(super) fn reduced(&self, at: usize) -> i128 {
        self.reduced.get(at).copied().unwrap_or(0)
    }

    pub(super) fn takes(&self, problem: &Problem, at: usize) -> bool {
        self.taken_beside(problem, at) == Some(at)
    }

    /// What the bound takes of the actions that exclude this one and each other.
    fn taken_beside(&self, problem: &Problem, at: usize) -> Option<usize> {
        self.taken.get(problem.clique_of(at)?).copied().flatten()
    }
}

impl Prices {
    pub(super) fn new(problem: &Problem) -> Prices {
        Prices(vec![0; problem.rows.len()])
    }

    /// Improves the prices, and gives the best bound on the way. `limit` is a cost that is known to be enough.
    pub(super) fn improve(&mut self, problem: &Problem, state: &State<'_>, limit: Cost, rounds: u32) -> Option<Bound> {
        let mut best: Option<(Bound, Vec<i128>)> = None;
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
        let prices: Vec<i128> =
            problem.rows.iter().zip(&self.0).map(|(row, worth)| (worth << (FINE - WORTH)) / scale(row.need)).collect();
        let mut value = state.cost().checked_shl(FINE)?;
        for (at, (row, price)) in problem.rows.iter().zip(&prices).enumerate() {
            if *price != 0 {
                let need = i128::from(row.need) - i128::from(state.gained(at));
                value = value.checked_add(price.checked_mul(need)?)?;
            }
        }
        let mut reduced = Vec::with_capacity(problem.len());
        for at in 0..problem.len() {
            let mut price = problem.cost_of(at) << FINE;
            for (row, gain) in problem.gains.get(at).into_iter().flatten() {
                let worth = prices.get(*row).copied().unwrap_or(0);
                if worth != 0 {
                    price = price.checked_sub(worth.checked_mul(i128::from(*gain))?)?;
                }
            }
            reduced.push(price);
        }
        let mut taken = Vec::with_capacity(problem.cliques.len());
        for clique in &problem.cliques {
            let open = clique.iter().filter(|at| state.fate(**at) == Fate::Open);
            let least = open.filter_map(|at| Some((*reduced.get(*at)?, *at))).min();
            match least {
                Some((price, at)) if price < 0 => {
                    value = value.checked_add(price)?;
                    taken.push(Some(at));
                }
                _ => taken.push(None),
            }
        }
        Some(Bound { value, reduced, taken })
    }

    /// Raises the worth of what the bound leaves short, lowers that of what it has too much of.
    fn step(&mut self, problem: &Problem, state: &State<'_>, bound: &Bound, limit: Cost, step: i128) -> bool {
        let mut short: Vec<i128> = problem
            .rows
            .iter()
            .enumerate()
            .map(|(at, row)| i128::from(row.need) - i128::from(state.gained(at)))
            .collect();
        for at in bound.taken.iter().flatten() {
            for (row, gain) in problem.gains.get(*at).into_iter().flatten() {
                if let Some(short) = short.get_mut(*row) {
                    *short -= i128::from(*gain);
                }
            }
        }
        let mut norm: i128 = 0;
        for ((short, row), worth) in short.iter_mut().zip(&problem.rows).zip(&self.0) {
            *short = (*short << 20) / scale(row.need);
            *short = (*short).clamp(-(1 << 40), 1 << 40);
            if *worth == 0 && *short <= 0 {
                *short = 0;
            }
            norm += (*short >> 8) * (*short >> 8);
        }
        if norm == 0 {
            return false;
        }
        let gap = ((limit << WORTH) - (bound.value >> (FINE - WORTH))).max(1 << (WORTH - 4));
        let mut moved = false;
        for (short, worth) in short.iter().zip(self.0.iter_mut()) {
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
    pub(super) fn rules_out(&self, problem: &Problem, at: usize, limit: Cost) -> bool {
        let without = self.taken_beside(problem, at).map_or(0, |taken| self.reduced(taken));
        let with = self.value - without + self.reduced(at);
        -((-with) >> FINE) >= limit
    }

    /// Whether no completion without this action costs less than `limit`.
    pub(super) fn rules_in(&self, problem: &Problem, state: &State<'_>, at: usize, limit: Cost) -> bool {
        let clique = problem.clique_of(at).filter(|_| self.takes(problem, at)).and_then(|at| problem.cliques.get(at));
        let Some(clique) = clique else { return false };
        let others = clique.iter().filter(|other| **other != at && state.fate(**other) == Fate::Open);
        let next = others.map(|other| self.reduced(*other)).min().unwrap_or(0).min(0);
        let without = self.value - self.reduced(at) + next;
        -((-without) >> FINE) >= limit
    }
}
