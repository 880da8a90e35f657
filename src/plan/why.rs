//! Why there is no plan: the fewest requirements that cannot be met together, found by leaving out one after the other.

use super::actions::{ActionId, Actions};
use super::outcome::{Obstruction, WhyNot};
use super::solve::{Goals, Sight, Solver};
use super::work::Work;
use super::world::{GoalId, Shut, World};
use crate::Number;
use crate::invariant::Always;
use crate::rule_set::arena::ArenaId;
use crate::rule_set::{RequirementTest, ScoreOf};

/// Explains that no plan exists within the budget.
pub(super) fn why_not(solver: &Solver<'_>, budget: Option<&Number>, work: &mut Work<'_>) -> WhyNot {
    let mut goals = solver.all();
    let mut proved = true;
    // The budget is one more thing that may be left out.
    let mut within = budget;
    if budget.is_some() {
        match solver.is_possible(&goals, None, work) {
            Some(false) => within = None,
            Some(true) => {}
            None => proved = false,
        }
    }
    // What stands last is tried first, so that what the author lists first is named.
    for goal in goals.ids().rev() {
        goals[goal] = false;
        match solver.is_possible(&goals, within, work) {
            Some(false) => {}
            Some(true) => goals[goal] = true,
            None => {
                goals[goal] = true;
                proved = false;
            }
        }
    }
    let world = solver.world;
    let names = world.goals();
    let together = goals.pairs().filter(|(_, asked)| **asked).map(|(goal, _)| names[goal].to_owned());
    let late = world.shut.pairs().filter(|(_, shut)| **shut == Some(Shut::Late));
    WhyNot {
        together: together.collect(),
        budget: within.is_some(),
        proved,
        obstacles: obstructions(solver, &goals, budget, work),
        late: late.map(|(id, _)| world.actions.list[id].id.clone()).collect(),
    }
}

/// The obstacles in the way of what cannot be met, and whether there would be a plan without each.
fn obstructions(solver: &Solver<'_>, goals: &Goals, budget: Option<&Number>, work: &mut Work<'_>) -> Vec<Obstruction> {
    let world = solver.world;
    let actions: &Actions = world.actions;
    let names = world.goals();
    let mut obstructions = Vec::new();
    for (at, obstacle) in actions.obstacles.iter().enumerate() {
        if work.tick().is_break() {
            // Which others stand in the way is not known any more.
            break;
        }
        let without = World::new(world.dossier, actions, world.award, world.by, Some(at));
        let is_blocked = |action: &ActionId| {
            let mut with_needs = world.needs[*action].iter().chain([action]);
            with_needs.any(|one| actions.list[*one].blocked_by.contains(&at))
        };
        let forbids: Vec<ActionId> = actions.list.ids().filter(is_blocked).collect();
        let freed = Solver::new(&without, Sight::Surely, work);
        let stands_in = |goal: GoalId| {
            let mut lines = freed.lines.lines.iter().filter(|line| line.goal == goal);
            let gains = lines.any(|line| {
                forbids.iter().any(|action| line.gains.get(action).is_some_and(|gain| *gain > Number::ZERO))
            });
            let unsaid = !freed.lines.complete[goal] && !forbids.is_empty();
            gains || unsaid || reads(world, goal, &obstacle.on)
        };
        let asked = || goals.pairs().filter(|(_, asked)| **asked).map(|(goal, _)| goal);
        let mut requirements: Vec<GoalId> = asked().filter(|goal| stands_in(*goal)).collect();
        let decides = if forbids.is_empty() { Some(false) } else { freed.is_possible(&freed.all(), budget, work) };
        if requirements.is_empty() && decides == Some(true) {
            // What it forbids touches none of them, but takes time, in which something lapses or ends.
            requirements = asked().collect();
        }
        if requirements.is_empty() {
            continue;
        }
        let requirements = requirements.into_iter().map(|goal| names[goal].to_owned()).collect();
        obstructions.push(Obstruction {
            obstacle: obstacle.id.clone(),
            kind: obstacle.kind.clone(),
            title: obstacle.title.clone(),
            requirements,
            forbids: forbids.iter().map(|id| actions.list[*id].id.clone()).collect(),
            decides,
        });
    }
    obstructions
}

/// Whether a requirement reads one of these criteria, or what is below them.
fn reads(world: &World<'_>, goal: GoalId, paths: &[String]) -> bool {
    let rules = &world.dossier.rules;
    // Bars follow the requirements.
    let Some(requirement) = rules.awards[world.award].requires.get(goal.index()) else { return false };
    let mut read = Vec::new();
    match &requirement.test {
        RequirementTest::Score { of, .. } => {
            for one in of {
                match one {
                    ScoreOf::Criterion(id) => read.push(*id),
                    ScoreOf::Measure(id) => read.extend(&rules.measures[*id].criteria),
                }
            }
        }
        RequirementTest::Status { criterion, .. } => read.push(*criterion),
        _ => {}
    }
    paths.iter().any(|path| {
        // One that is not known may be anywhere.
        let Some(on) = rules.paths.get(path.as_str()).always("the path of an obstacle is known") else { return true };
        read.iter().any(|id| id <= on && *on < rules.criteria[*id].end || on <= id && *id < rules.criteria[*on].end)
    })
}
