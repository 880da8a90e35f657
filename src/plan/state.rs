//! A partial choice, with all that follows from it at once.

use super::problem::{Cost, Problem};

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
    fate: Vec<Fate>,
    /// The settled actions, in order.
    trail: Vec<usize>,
    cost: Cost,
    /// For each row: the gains of what is in.
    gained: Vec<i64>,
    /// For each row: the gains above zero of what is open.
    left: Vec<i64>,
    /// Sets none of which may be contained in the choice.
    barred: Vec<Vec<usize>>,
}

impl<'p> State<'p> {
    /// Nothing chosen yet; `None` where that is at odds already.
    pub(super) fn new(problem: &'p Problem, barred: Vec<Vec<usize>>) -> Option<State<'p>> {
        let left = problem.rows.iter().map(|row| row.gains.iter().map(|(_, gain)| (*gain).max(0)).sum()).collect();
        let mut state = State {
            problem,
            fate: vec![Fate::Open; problem.len()],
            trail: Vec::new(),
            cost: 0,
            gained: vec![0; problem.rows.len()],
            left,
            barred,
        };
        for at in 0..problem.len() {
            if !problem.open.get(at).copied().unwrap_or(false) && state.fate(at) == Fate::Open {
                state.settle(at, Fate::Out);
            }
        }
        (state.follow_barred(&mut Vec::new()) && state.follow()).then_some(state)
    }

    pub(super) fn fate(&self, at: usize) -> Fate {
        self.fate.get(at).copied().unwrap_or(Fate::Out)
    }

    pub(super) fn cost(&self) -> Cost {
        self.cost
    }

    pub(super) fn gained(&self, row: usize) -> i64 {
        self.gained.get(row).copied().unwrap_or(0)
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
    pub(super) fn chosen(&self) -> Vec<usize> {
        self.fate.iter().enumerate().filter(|(_, fate)| **fate == Fate::In).map(|(at, _)| at).collect()
    }

    /// What is open, ascending.
    pub(super) fn open(&self) -> impl Iterator<Item = usize> + '_ {
        self.fate.iter().enumerate().filter(|(_, fate)| **fate == Fate::Open).map(|(at, _)| at)
    }

    /// Whether what is in satisfies every row.
    pub(super) fn satisfies(&self) -> bool {
        self.problem.rows.iter().zip(&self.gained).all(|(row, gained)| row.order || *gained >= row.need)
    }

    /// Takes back what was settled after the mark.
    pub(super) fn back_to(&mut self, mark: usize) {
        while self.trail.len() > mark {
            let Some(at) = self.trail.pop() else { return };
            let was = self.fate(at);
            if let Some(fate) = self.fate.get_mut(at) {
                *fate = Fate::Open;
            }
            let gains = self.problem.gains.get(at).into_iter().flatten();
            for (row, gain) in gains {
                if let Some(left) = self.left.get_mut(*row) {
                    *left += (*gain).max(0);
                }
                if was == Fate::In
                    && let Some(gained) = self.gained.get_mut(*row)
                {
                    *gained -= gain;
                }
            }
            if was == Fate::In {
                self.cost -= self.problem.cost_of(at);
            }
        }
    }

    fn settle(&mut self, at: usize, as_this: Fate) {
        if let Some(fate) = self.fate.get_mut(at) {
            *fate = as_this;
        }
        self.trail.push(at);
        for (row, gain) in self.problem.gains.get(at).into_iter().flatten() {
            if let Some(left) = self.left.get_mut(*row) {
                *left -= (*gain).max(0);
            }
            if as_this == Fate::In
                && let Some(gained) = self.gained.get_mut(*row)
            {
                *gained += gain;
            }
        }
        if as_this == Fate::In {
            self.cost += self.problem.cost_of(at);
        }
    }

    /// Settles an action and all that follows; `false` where that cannot be.
    pub(super) fn decide(&mut self, at: usize, fate: Fate) -> bool {
        let mut queue = vec![(at, fate)];
        self.run(&mut queue) && self.follow()
    }

    fn run(&mut self, queue: &mut Vec<(usize, Fate)>) -> bool {
        while let Some((at, fate)) = queue.pop() {
            match self.fate(at) {
                Fate::Open => {}
                settled if settled == fate => continue,
                _ => return false,
            }
            self.settle(at, fate);
            let (along, against) = match fate {
                Fate::In => (self.problem.needs.get(at), self.problem.clashes.get(at)),
                _ => (None, self.problem.needed_by.get(at)),
            };
            queue.extend(along.into_iter().flatten().map(|other| (*other, Fate::In)));
            queue.extend(against.into_iter().flatten().map(|other| (*other, Fate::Out)));
            if fate == Fate::In && !self.follow_barred(queue) {
                return false;
            }
        }
        true
    }

    /// The last open action of a barred set of which all else is in must stay out.
    fn follow_barred(&self, queue: &mut Vec<(usize, Fate)>) -> bool {
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
            let mut queue: Vec<(usize, Fate)> = Vec::new();
            for ((row, gained), left) in self.problem.rows.iter().zip(&self.gained).zip(&self.left) {
                if row.order {
                    continue;
                }
                let spare = gained + left - row.need;
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
