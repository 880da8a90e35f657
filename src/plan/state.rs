//! A partial choice, with all that follows from it at once.

use super::actions::ActionId;
use super::problem::{Cost, Problem, RowId};
use crate::rule_set::arena::Arena;

/// What is settled of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Open,
    In,
    Out,
}

/// A partial choice; what is settled can be taken back in reverse order.
#[derive(Debug)]
pub(super) struct State<'p> {
    problem: &'p Problem,
    fate: Arena<ActionId, Fate>,
    /// The settled actions, in order.
    trail: Vec<ActionId>,
    cost: Cost,
    /// For each row: the gains of what is in.
    gained: Arena<RowId, i64>,
    /// For each row: the gains above zero of what is open.
    left: Arena<RowId, i64>,
    /// Sets none of which may be contained in the choice.
    barred: Vec<Vec<ActionId>>,
}

impl<'p> State<'p> {
    /// Nothing chosen yet; `None` where that is at odds already.
    pub(super) fn new(problem: &'p Problem, barred: Vec<Vec<ActionId>>) -> Option<State<'p>> {
        let left = problem.rows.iter().map(|row| row.gains.iter().map(|(_, gain)| (*gain).max(0)).sum()).collect();
        let mut state = State {
            problem,
            fate: Arena::like(&problem.cost, |_| Fate::Open),
            trail: Vec::new(),
            cost: 0,
            gained: Arena::like(&problem.rows, |_| 0),
            left,
            barred,
        };
        for at in problem.open.ids() {
            if !problem.open[at] && state.fate(at) == Fate::Open {
                state.settle(at, Fate::Out);
            }
        }
        (state.follow_barred(&mut Vec::new()) && state.follow()).then_some(state)
    }

    pub(super) fn fate(&self, at: ActionId) -> Fate {
        self.fate[at]
    }

    pub(super) fn cost(&self) -> Cost {
        self.cost
    }

    pub(super) fn gained(&self, row: RowId) -> i64 {
        self.gained[row]
    }

    /// A mark to come back to.
    pub(super) fn mark(&self) -> usize {
        self.trail.len()
    }

    /// How many actions are in.
    pub(super) fn size(&self) -> usize {
        self.fate.iter().filter(|fate| **fate == Fate::In).count()
    }

    /// What is in, ascending.
    pub(super) fn chosen(&self) -> Vec<ActionId> {
        self.fate.pairs().filter(|(_, fate)| **fate == Fate::In).map(|(at, _)| at).collect()
    }

    /// What is open, ascending.
    pub(super) fn open(&self) -> impl Iterator<Item = ActionId> + '_ {
        self.fate.pairs().filter(|(_, fate)| **fate == Fate::Open).map(|(at, _)| at)
    }

    /// Whether what is in satisfies every row.
    pub(super) fn satisfies(&self) -> bool {
        self.problem.rows.pairs().all(|(id, row)| row.order || self.gained[id] >= row.need)
    }

    /// Takes back what was settled after the mark.
    pub(super) fn back_to(&mut self, mark: usize) {
        while self.trail.len() > mark {
            let Some(at) = self.trail.pop() else { return };
            let was = std::mem::replace(&mut self.fate[at], Fate::Open);
            for (row, gain) in &self.problem.gains[at] {
                self.left[*row] += (*gain).max(0);
                if was == Fate::In {
                    self.gained[*row] -= gain;
                }
            }
            if was == Fate::In {
                self.cost -= self.problem.cost[at];
            }
        }
    }

    fn settle(&mut self, at: ActionId, as_this: Fate) {
        self.fate[at] = as_this;
        self.trail.push(at);
        for (row, gain) in &self.problem.gains[at] {
            self.left[*row] -= (*gain).max(0);
            if as_this == Fate::In {
                self.gained[*row] += gain;
            }
        }
        if as_this == Fate::In {
            self.cost += self.problem.cost[at];
        }
    }

    /// Settles an action and all that follows; `false` where that cannot be.
    pub(super) fn decide(&mut self, at: ActionId, fate: Fate) -> bool {
        let mut queue = vec![(at, fate)];
        self.run(&mut queue) && self.follow()
    }

    fn run(&mut self, queue: &mut Vec<(ActionId, Fate)>) -> bool {
        while let Some((at, fate)) = queue.pop() {
            match self.fate(at) {
                Fate::Open => {}
                settled if settled == fate => continue,
                _ => return false,
            }
            self.settle(at, fate);
            let against = if fate == Fate::In {
                queue.extend(self.problem.needs[at].iter().map(|other| (*other, Fate::In)));
                &self.problem.clashes[at]
            } else {
                &self.problem.needed_by[at]
            };
            queue.extend(against.iter().map(|other| (*other, Fate::Out)));
            if fate == Fate::In && !self.follow_barred(queue) {
                return false;
            }
        }
        true
    }

    /// The last open action of a barred set of which all else is in must stay out.
    fn follow_barred(&self, queue: &mut Vec<(ActionId, Fate)>) -> bool {
        for set in &self.barred {
            let mut missing = set.iter().filter(|at| self.fate(**at) != Fate::In);
            match (missing.next(), missing.next()) {
                (None, _) => return false,
                (Some(at), None) if self.fate(*at) == Fate::Open => queue.push((*at, Fate::Out)),
                _ => {}
            }
        }
        true
    }

    /// What the rows ask for: an action without which one of them cannot be satisfied is in.
    fn follow(&mut self) -> bool {
        loop {
            let mut queue: Vec<(ActionId, Fate)> = Vec::new();
            for (id, row) in self.problem.rows.pairs() {
                if row.order {
                    continue;
                }
                let spare = self.gained[id] + self.left[id] - row.need;
                if spare < 0 {
                    return false;
                }
                let forced = row.gains.iter().filter(|(at, gain)| *gain > spare && self.fate(*at) == Fate::Open);
                queue.extend(forced.map(|(at, _)| (*at, Fate::In)));
                let ruinous = row.gains.iter().filter(|(at, gain)| -*gain > spare && self.fate(*at) == Fate::Open);
                queue.extend(ruinous.map(|(at, _)| (*at, Fate::Out)));
            }
            if queue.is_empty() {
                return true;
            }
            if !self.run(&mut queue) {
                return false;
            }
        }
    }
}
