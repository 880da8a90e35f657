//! Branch and bound over sets of actions: exhaustive but for what a bound rules out, and exact.
//!
//! Each node is a partial choice. What is in is tried as it stands; since no action costs less than nothing, what
//! contains a plan need not be looked at further. A branch is left where a row cannot be satisfied any more, where the
//! bound reaches the cost of the best plan, or where the scores that remain possible are too low.

use std::ops::ControlFlow;
use std::rc::Rc;

use super::actions::ActionId;
use super::bound::{Bound, Prices};
use super::problem::{Cost, Problem, Row, RowId};
use super::state::{Fate, State};
use super::work::Work;
use crate::rule_set::arena::Arena;

/// What is looked for.
pub(super) struct Question<'q> {
    pub(super) problem: &'q Problem,
    /// Whether a set of actions is a plan: by assessing it.
    pub(super) is_plan: &'q dyn Fn(&[ActionId]) -> bool,
    /// Whether what remains possible is too little; only asked where the rows do not say all.
    pub(super) is_hopeless: Option<&'q dyn Fn(&State<'_>) -> bool>,
    /// A plan must cost less.
    pub(super) below: Cost,
    /// Sets that no plan may contain.
    pub(super) barred: Vec<Vec<ActionId>>,
    /// Any plan will do.
    pub(super) any: bool,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) best: Option<(Cost, Vec<ActionId>)>,
    /// No plan costs less; `None` where there is none at all below the cost asked for.
    pub(super) floor: Option<Cost>,
    /// Nothing was left out: the best is the least, or there is none.
    pub(super) proved: bool,
}

/// What is still to be done.
enum Task {
    /// To look at what is chosen now, and at all that completes it.
    Look {
        prices: Rc<Prices>,
        /// More is in than what was tried.
        changed: bool,
        bound: Cost,
    },
    /// To settle one action, and look.
    Try { at: ActionId, fate: Fate, prices: Rc<Prices>, bound: Cost },
    /// To take back what was settled after the mark, and let go of so many prices.
    Back { mark: usize, held: usize },
}

struct Search<'q, 'w, 's> {
    question: &'q Question<'q>,
    work: &'w mut Work<'s>,
    best: Option<(Cost, Vec<ActionId>)>,
    /// The least bound of what was left out for want of work.
    floor: Option<Cost>,
    /// How many prices are held.
    held: usize,
}

/// So many prices are held at most.
const MOST_HELD: usize = 2_000_000;

/// Rounds of improving the prices, at first and at each node.
const AT_FIRST: u32 = 2000;
const AT_A_NODE: u32 = 12;
/// After how many nodes a plan is guessed from where the search is.
const GUESS_EVERY: u64 = 16;

pub(super) fn search(question: &Question<'_>, work: &mut Work<'_>) -> Found {
    if work.spent {
        return Found { best: None, floor: Some(0), proved: false };
    }
    let mut search = Search { question, work, best: None, floor: None, held: 0 };
    if let Some(mut state) = State::new(question.problem, question.barred.clone()) {
        let mut prices = Prices::new(question.problem);
        let limit = search.limit();
        prices.improve(question.problem, &state, limit, AT_FIRST);
        search.guess(&mut state, &prices);
        let limit = search.limit();
        prices.improve(question.problem, &state, limit, AT_FIRST);
        search.explore(&mut state, &prices);
    }
    let proved = search.floor.is_none() || question.any && search.best.is_some();
    let best_cost = search.best.as_ref().map(|(cost, _)| *cost);
    let floor = match (search.floor, best_cost) {
        (Some(floor), Some(best)) => Some(floor.min(best)),
        (floor, best) => floor.or(best),
    };
    Found { best: search.best, floor, proved }
}

impl Search<'_, '_, '_> {
    /// What a plan must cost less than to be of use.
    fn limit(&self) -> Cost {
        let all: Cost = self.question.problem.cost.iter().sum::<Cost>() + 1;
        self.best.as_ref().map_or(all, |(cost, _)| *cost).min(self.question.below)
    }

    fn is_done(&self) -> bool {
        self.question.any && self.best.is_some()
    }

    /// Tries a choice of such a cost as it stands.
    fn is_plan(&mut self, chosen: &[ActionId], cost: Cost) -> bool {
        // Where it is to end, this is the last: the next node sees it.
        let _ = self.work.assess(self.best.as_ref().map(|(cost, _)| *cost), cost);
        (self.question.is_plan)(chosen)
    }

    fn keep(&mut self, cost: Cost, chosen: Vec<ActionId>) {
        if cost < self.limit() {
            self.best = Some((cost, chosen));
        }
    }

    /// Looks at a partial choice and all that completes it. The stack is its own: it grows with the actions.
    fn explore(&mut self, state: &mut State<'_>, prices: &Prices) {
        let prices = Rc::new(prices.clone());
        let mut stack = vec![Task::Look { prices, changed: true, bound: 0 }];
        while let Some(task) = stack.pop() {
            match task {
                Task::Back { mark, held } => {
                    state.back_to(mark);
                    self.held -= held;
                }
                Task::Try { at, fate, prices, bound } if !self.is_done() => {
                    let (mark, size) = (state.mark(), state.size());
                    stack.push(Task::Back { mark, held: 0 });
                    if state.decide(at, fate) {
                        let changed = fate == Fate::In || state.size() != size;
                        stack.push(Task::Look { prices, changed, bound });
                    }
                }
                Task::Look { prices, changed, bound } if !self.is_done() => {
                    self.look(state, &prices, changed, bound, &mut stack);
                }
                Task::Try { .. } | Task::Look { .. } => {}
            }
        }
    }

    /// Looks at one partial choice; what is to be done after that is put on the stack.
    fn look(&mut self, state: &mut State<'_>, prices: &Rc<Prices>, changed: bool, bound: Cost, stack: &mut Vec<Task>) {
        let bound = bound.max(state.cost());
        if bound >= self.limit() {
            return;
        }
        if self.work.node(self.best.as_ref().map(|(cost, _)| *cost), bound) == ControlFlow::Break(()) {
            self.floor = Some(self.floor.map_or(bound, |floor| floor.min(bound)));
            return;
        }
        if changed && state.satisfies() {
            let chosen = state.chosen();
            if self.is_plan(&chosen, state.cost()) {
                self.keep(state.cost(), chosen);
                return;
            }
        }
        let (mark, size) = (state.mark(), state.size());
        let mut improved = (**prices).clone();
        let Some((bound, branch)) = self.narrow(state, &mut improved, bound) else {
            state.back_to(mark);
            return;
        };
        if self.work.nodes.is_multiple_of(GUESS_EVERY) {
            self.guess(state, &improved);
        }
        // Of very many prices those from above do as well: any prove a bound.
        let held = if self.held + improved.len() <= MOST_HELD { improved.len() } else { 0 };
        let prices = if held > 0 { Rc::new(improved) } else { Rc::clone(prices) };
        self.held += held;
        stack.push(Task::Back { mark, held });
        if state.size() != size {
            // More is in than what was tried.
            stack.push(Task::Look { prices, changed: true, bound });
        } else if let Some((at, first)) = branch {
            let second = if first == Fate::In { Fate::Out } else { Fate::In };
            // What is put there last comes first.
            stack.push(Task::Try { at, fate: second, prices: Rc::clone(&prices), bound });
            stack.push(Task::Try { at, fate: first, prices, bound });
        }
    }

    /// Improves the bound, settles what it settles, and says where to branch. `None` where the branch is done with.
    fn narrow(
        &mut self,
        state: &mut State<'_>,
        prices: &mut Prices,
        before: Cost,
    ) -> Option<(Cost, Option<(ActionId, Fate)>)> {
        let problem = self.question.problem;
        let limit = self.limit();
        if self.question.is_hopeless.is_some_and(|hopeless| hopeless(state)) {
            return None;
        }
        let Some(bound) = prices.improve(problem, state, limit, AT_A_NODE) else {
            let at = state.open().next();
            return Some((before, at.map(|at| (at, Fate::In))));
        };
        let cost = bound.cost().max(before);
        if cost >= limit {
            return None;
        }
        let out: Vec<ActionId> = state.open().filter(|at| bound.rules_out(problem, *at, limit)).collect();
        let must: Vec<ActionId> = state.open().filter(|at| bound.rules_in(problem, state, *at, limit)).collect();
        for (at, fate) in out.iter().map(|at| (*at, Fate::Out)).chain(must.iter().map(|at| (*at, Fate::In))) {
            if state.fate(at) != fate && !(state.fate(at) == Fate::Open && state.decide(at, fate)) {
                return None;
            }
        }
        // The action of which it is least clear whether it should be in; one that a row still lacks comes first.
        let lacking = |at: &ActionId| {
            let lacks = |row: RowId| !problem.rows[row].order && state.gained(row) < problem.rows[row].need;
            problem.gains[*at].iter().any(|(row, gain)| *gain > 0 && lacks(*row))
        };
        let unclear = |at: &ActionId| (!lacking(at), bound.reduced(*at).abs(), *at);
        let branch = state.open().min_by_key(unclear);
        let branch = branch
            .map(|at| (at, if bound.takes(problem, at) || bound.reduced(at) <= 0 { Fate::In } else { Fate::Out }));
        Some((cost, branch))
    }

    /// A plan from here: what gains most for its cost, until it is one; then without what it does not need.
    fn guess(&mut self, state: &mut State<'_>, prices: &Prices) {
        let mark = state.mark();
        let mut prices = prices.clone();
        let reduced = prices.improve(self.question.problem, state, self.limit(), 0);
        loop {
            if state.satisfies() {
                let mut chosen = state.chosen();
                self.spare(&mut chosen, reduced.as_ref());
                let cost = self.question.problem.total(&chosen);
                if cost >= self.limit() {
                    break;
                }
                if self.is_plan(&chosen, cost) {
                    self.keep(cost, chosen);
                    break;
                }
            }
            if self.work.tick().is_break() {
                break;
            }
            let Some(next) = self.most_worth(state, reduced.as_ref()) else { break };
            let before = state.mark();
            if !state.decide(next, Fate::In) {
                state.back_to(before);
                if !state.decide(next, Fate::Out) {
                    break;
                }
            }
        }
        state.back_to(mark);
    }

    /// The open action that gains most of what is lacking for its cost, with what it needs. What gains nothing comes
    /// last, the cheapest first: it may be what no row speaks of.
    fn most_worth(&self, state: &State<'_>, reduced: Option<&Bound>) -> Option<ActionId> {
        let problem = self.question.problem;
        let lack = |row: RowId| {
            let Row { need, order, .. } = problem.rows[row];
            if order { 0 } else { (need - state.gained(row)).max(0) }
        };
        let with_needs = |at: ActionId| {
            let needs = problem.needs[at].iter().copied();
            needs.filter(|need| state.fate(*need) == Fate::Open).chain([at])
        };
        let worth = |at: ActionId| -> i128 {
            let gains = with_needs(at).flat_map(|one| &problem.gains[one]);
            let share = |(row, gain): &(RowId, i64)| {
                let need = i128::from(problem.rows[*row].need).abs().max(1);
                (i128::from((*gain).min(lack(*row)).max(0)) << 40) / need
            };
            gains.map(share).sum()
        };
        let price = |at: ActionId| with_needs(at).map(|one| problem.cost[one]).sum::<Cost>() + 1;
        state.open().max_by_key(|at| {
            let worth = worth(*at);
            let first = reduced.is_some_and(|reduced| reduced.takes(problem, *at));
            (worth > 0, first, worth / price(*at), -price(*at), std::cmp::Reverse(*at))
        })
    }

    /// Leaves out what the rows do not need, what is least worth its cost first.
    fn spare(&self, chosen: &mut Vec<ActionId>, reduced: Option<&Bound>) {
        let problem = self.question.problem;
        let mut is_in = Arena::like(&problem.cost, |_| false);
        let mut gained = Arena::like(&problem.rows, |_| 0_i64);
        let put = |at: ActionId, into: bool, is_in: &mut Arena<ActionId, bool>, gained: &mut Arena<RowId, i64>| {
            is_in[at] = into;
            for (row, gain) in &problem.gains[at] {
                gained[*row] += if into { *gain } else { -*gain };
            }
        };
        chosen.iter().for_each(|at| put(*at, true, &mut is_in, &mut gained));
        let mut dearest = chosen.clone();
        dearest.sort_by_key(|at| std::cmp::Reverse((reduced.map_or(0, |reduced| reduced.reduced(*at)), *at)));
        for at in dearest {
            let with = problem.needed_by[at].iter().copied().chain([at]);
            let goes: Vec<ActionId> = with.filter(|one| is_in[*one]).collect();
            goes.iter().for_each(|one| put(*one, false, &mut is_in, &mut gained));
            let mut touched = goes.iter().flat_map(|one| &problem.gains[*one]);
            let lacks = |row: RowId| !problem.rows[row].order && gained[row] < problem.rows[row].need;
            if touched.any(|(row, _)| lacks(*row)) {
                goes.iter().for_each(|one| put(*one, true, &mut is_in, &mut gained));
            }
        }
        chosen.retain(|at| is_in[*at]);
    }
}
