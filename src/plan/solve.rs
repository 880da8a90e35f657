//! One award, one world: the lines, the search, and what it proves.

use super::actions::ActionId;
use super::model::Model;
use super::outcome::{Proof, Proved};
use super::problem::{Cost, Problem};
use super::rows::{self, Lines};
use super::search::{Found, Question, search};
use super::state::{Fate, State};
use super::work::Work;
use super::world::{GoalId, World};
use crate::Number;
use crate::rule_set::arena::Arena;

/// Which requirements and bars are asked for.
pub(super) type Goals = Arena<GoalId, bool>;

/// What a set of actions must come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// The unit is eligible, whatever is missing.
    Surely,
    /// It may be, by what is missing.
    Perhaps,
}

/// A world with all that is known of it before a search.
pub(super) struct Solver<'a> {
    pub(super) world: &'a World<'a>,
    sight: Sight,
    model: Model<'a>,
    pub(super) lines: Lines,
}

/// What a search came to.
pub(super) struct Answer {
    pub(super) best: Option<(Number, Vec<ActionId>)>,
    pub(super) proof: Proof,
}

impl<'a> Solver<'a> {
    pub(super) fn new(world: &'a World<'a>, sight: Sight, work: &mut Work<'_>) -> Solver<'a> {
        let model = Model::new(world, sight, work);
        let lines = rows::lines(&model, work);
        Solver { world, sight, model, lines }
    }

    /// Every requirement and bar.
    pub(super) fn all(&self) -> Goals {
        Arena::like(&self.world.goals(), |_| true)
    }

    /// The cheapest set, of at most `budget`, that satisfies these goals and contains none of `barred`.
    pub(super) fn solve(
        &self,
        goals: &Goals,
        budget: Option<&Number>,
        barred: &[Vec<ActionId>],
        work: &mut Work<'_>,
    ) -> Answer {
        self.run(goals, budget, barred, false, work)
    }

    /// Whether some set satisfies these goals; `None` where the work ran out.
    pub(super) fn is_possible(&self, goals: &Goals, budget: Option<&Number>, work: &mut Work<'_>) -> Option<bool> {
        let answer = self.run(goals, budget, &[], true, work);
        match (answer.best, answer.proof.verdict) {
            (Some(_), _) => Some(true),
            (None, Proved::Infeasible) => Some(false),
            _ => None,
        }
    }

    fn run(
        &self,
        goals: &Goals,
        budget: Option<&Number>,
        barred: &[Vec<ActionId>],
        any: bool,
        work: &mut Work<'_>,
    ) -> Answer {
        let undecided = || {
            let proof = Proof { verdict: Proved::BoundNotProved, bound: None, gap: None, nodes: 0, assessed: 0 };
            Answer { best: None, proof }
        };
        if work.spent {
            return undecided();
        }
        let lines: Vec<&rows::Line> = self.lines.lines.iter().filter(|line| goals[line.goal]).collect();
        let (nodes, assessed) = (work.nodes, work.assessed);
        let Some(problem) = Problem::new(self.world, &lines) else { return undecided() };
        work.unit = problem.unit.clone();
        let whole = goals.iter().all(|goal| *goal);
        let is_plan = |chosen: &[ActionId]| {
            if self.sight == Sight::Perhaps {
                return self.world.may_be_eligible(chosen);
            }
            let decision = self.world.decide(chosen);
            if whole { decision.eligible } else { decision.goals.pairs().all(|(goal, holds)| *holds || !goals[goal]) }
        };
        let is_hopeless = |state: &State<'_>| {
            let is_in = |at: ActionId| state.fate(at) == Fate::In;
            let is_out = |at: ActionId| state.fate(at) == Fate::Out;
            rows::hopeless(&self.model, goals, &is_in, &is_out)
        };
        let complete = self.lines.complete.pairs().all(|(goal, all)| *all || !goals[goal]);
        let all: Cost = problem.cost.iter().sum::<Cost>() + 1;
        let below = budget.map_or(all, |budget| problem.above(budget, all));
        let question = Question {
            problem: &problem,
            is_plan: &is_plan,
            is_hopeless: if complete { None } else { Some(&is_hopeless) },
            below,
            barred: barred.to_vec(),
            any,
        };
        let found = search(&question, work);
        let proof = proof(&problem, &found, work.nodes - nodes, work.assessed - assessed);
        Answer { best: found.best.map(|(cost, chosen)| (problem.number(cost), chosen)), proof }
    }
}

fn proof(problem: &Problem, found: &Found, nodes: u64, assessed: u64) -> Proof {
    let verdict = match (&found.best, found.proved) {
        (Some(_), true) => Proved::Optimal,
        (None, true) => Proved::Infeasible,
        (_, false) => Proved::BoundNotProved,
    };
    let bound = found.floor.map(|floor| problem.number(floor));
    let gap = found.best.as_ref().zip(found.floor).map(|((cost, _), floor)| problem.number(cost - floor));
    Proof { verdict, bound, gap, nodes, assessed }
}
