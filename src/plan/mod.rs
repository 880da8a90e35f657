//! The way to an award: the least-cost actions that make a unit eligible, proved; or why there are none.
//!
//! An [`ActionsDocument`](crate::ActionsDocument) says what can be done: the answers, documents and exceptions that an
//! action brings about, what it costs, how long it takes, what it needs, excludes and is blocked by ([language
//! reference](crate::language::plans)). [`Actions::bind`] fits it to a dossier; [`Actions::answers`] offers the better
//! answers themselves where there is no such file. [`plan`] finds the cheapest set that makes the award eligible.
//!
//! ```
//! use predikat::{ActionsDocument, DossierDocument, RuleSet, dossier::BindOptions};
//! use predikat::plan::{Actions, PlanOptions, Proved, plan};
//! let rules = RuleSet::from_yaml("r.yaml", "
//! ruleset: r
//! edition: 1.0.0
//! scales: {yn: {yes: 1, no: 0}}
//! evidence: {decree: {}}
//! criteria:
//!   - {id: team, weight: 3, answer: yn, evidence: decree}
//!   - {id: ramp, weight: 2, answer: yn}
//!   - {id: desk, weight: 1, answer: yn}
//! awards: [{id: good, requires: [{id: total, score: total, at_least: 4}]}]
//! ")?;
//! let dossier = DossierDocument::from_yaml("d.yaml", "
//! unit: office
//! as_of: 2024-01-01
//! facts: {team: no, ramp: no, desk: no}
//! ")?;
//! let dossier = rules.bind(&dossier, &BindOptions::new())?;
//! let actions = ActionsDocument::from_yaml("a.yaml", "
//! obstacles: [{id: old-walls, kind: heritage}]
//! actions:
//!   - {id: appoint, cost: 1, duration: 14d, sets: {team: yes}, brings: [{type: decree, supports: [team]}]}
//!   - {id: build, cost: 2, duration: 3m, sets: {ramp: yes}, blocked_by: [heritage]}
//!   - {id: staff, cost: 5, needs: [appoint], sets: {desk: yes}, mechanism: the head decides}
//! ")?;
//! let actions = Actions::bind(&actions, &dossier)?;
//! let planning = plan(&dossier, &actions, &PlanOptions::new("good"))?;
//! assert_eq!(planning.proof.verdict, Proved::Optimal);
//! let steps: Vec<&str> = planning.plans[0].steps.iter().map(|step| step.action.as_str()).collect();
//! assert_eq!(steps, ["appoint", "staff"]); // around the old walls
//! assert_eq!(planning.plans[0].cost.to_string(), "6");
//!
//! let poor = plan(&dossier, &actions, &PlanOptions::new("good").budget("4".parse()?))?;
//! assert_eq!(poor.proof.verdict, Proved::Infeasible);
//! let why = poor.why_not.unwrap();
//! assert_eq!((why.together, why.budget), (vec!["total".to_owned()], true));
//! assert_eq!(why.obstacles[0].obstacle, "old-walls"); // without it, `build` would be within the budget
//! assert_eq!(why.obstacles[0].decides, Some(true));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is proved, and how
//!
//! The search is a branch and bound in whole numbers. For each requirement there is a line that every plan must reach
//! (exact for sums and means, relaxed where a group is a minimum, a best-of, capped or rounded, or where an action
//! changes what applies); Lagrange's multipliers on these lines bound the cost from below; and whatever set passes is
//! assessed as any dossier is. Where lines do not say all, the bounds of the engine itself rule out what cannot be. So
//! [`Proved::Optimal`] and [`Proved::Infeasible`] never rest on a relaxation, nor on a floating-point number. When the
//! work allowed runs out, the answer is the best plan found, the bound reached, and [`Proved::BoundNotProved`].
//!
//! A plan is enough whatever the missing facts are. Where there is none, the same search looks for the cheapest set
//! that leaves the award open: then it is [`Proved::Undetermined`], and [`Planning::undetermined`] names what to find out.

mod actions;
mod answers;
mod bind;
mod bound;
mod model;
mod needs;
mod options;
mod outcome;
mod problem;
mod reads;
mod rows;
mod schedule;
mod search;
mod solve;
mod state;
mod sums;
mod table;
mod why;
mod work;
mod world;

pub use actions::Actions;
pub use options::{PlanOptions, Progress};
pub use outcome::{Obstruction, Obtained, Plan, Planning, Produced, Proof, Proved, Step, Tier, Undetermined, WhyNot};

use indexmap::IndexMap;

use crate::dossier::Dossier;
use crate::id::nearest;
use crate::unknowns::prospect;
use crate::{Date, Number};
use solve::{Answer, Sight, Solver};
use work::Work;
use world::World;

/// Why nothing can be planned.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// The rules have no such award.
    #[error("no award is called `{award}`")]
    UnknownAward {
        /// The name.
        award: String,
        /// The nearest known name.
        nearest: Option<String>,
    },
    /// The date lies before the dossier's.
    #[error("a plan cannot be done by {by}, before the as-of date {as_of}")]
    Past {
        /// The date asked for.
        by: Date,
        /// The dossier's.
        as_of: Date,
    },
    /// The actions need or exclude each other in more ways than are held.
    #[error(
        "the actions need each other, directly or not, or exclude each other in more than {limit} ways, the limit of a plan \
         (`PlanOptions::relations`)"
    )]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// The rules are not in force on the date.
    #[error("the rules are not in force on {by}")]
    OutsideEdition {
        /// The date asked for.
        by: Date,
    },
}

/// Finds the cheapest plans for an award, with what is proved of them; where there is none, why.
///
/// # Errors
/// The award is not known, the date asked for is past or outside the edition, or the actions need or exclude each other
/// in too many ways.
pub fn plan(dossier: &Dossier, actions: &Actions, options: &PlanOptions<'_>) -> Result<Planning, PlanError> {
    let rules = &dossier.rules;
    let award = rules.awards.pairs().find(|(_, award)| award.id == options.award).map(|(id, _)| id);
    let award = award.ok_or_else(|| PlanError::UnknownAward {
        award: options.award.clone(),
        nearest: nearest(&options.award, rules.awards()).map(str::to_owned),
    })?;
    if world::are_more_related(actions, options.relations) {
        return Err(PlanError::TooLarge { limit: options.relations });
    }
    let world = World::new(dossier, actions, award, options.by, None);
    if let Some(by) = options.by {
        if by < dossier.as_of {
            return Err(PlanError::Past { by, as_of: dossier.as_of });
        }
        if !world.is_in_force(by) {
            return Err(PlanError::OutsideEdition { by });
        }
    }
    let mut work = Work::new(options);
    let solver = Solver::new(&world, Sight::Surely, &mut work);
    let budget: Option<&Number> = options.budget.as_ref();
    let goals = solver.all();
    let (first, undetermined) = solve(&world, &solver, budget, &mut work);
    let mut planning = Planning {
        unit: dossier.unit().to_owned(),
        award: options.award.clone(),
        as_of: dossier.as_of,
        by: options.by,
        budget: options.budget.clone(),
        unit_of_cost: actions.unit_of_cost.clone(),
        proof: first.proof.clone(),
        plans: Vec::new(),
        why_not: None,
        undetermined,
        tiers: IndexMap::new(),
    };
    if first.proof.verdict == Proved::Infeasible {
        planning.why_not = Some(why::why_not(&solver, budget, &mut work));
    }
    let mut barred: Vec<Vec<actions::ActionId>> = Vec::new();
    let mut next = Some(first);
    while let Some((answer, (cost, chosen))) =
        next.take().and_then(|mut answer| answer.best.take().map(|best| (answer, best)))
    {
        let Some(made) = schedule::plan(&world, &chosen, cost, answer.proof) else {
            planning.proof = Proof { verdict: Proved::BoundNotProved, gap: None, ..planning.proof };
            break;
        };
        planning.plans.push(made);
        // Nothing to do contains nothing, and is contained in everything.
        if planning.plans.len() < options.best && !chosen.is_empty() {
            barred.push(chosen);
            next = Some(solver.solve(&goals, budget, &barred, &mut work));
        }
    }
    if options.tiers {
        for (id, declared) in rules.awards.pairs() {
            let world = World::new(dossier, actions, id, options.by, None);
            let solver = Solver::new(&world, Sight::Surely, &mut work);
            let (answer, undetermined) = solve(&world, &solver, budget, &mut work);
            planning.tiers.insert(declared.id.clone(), tier(actions, answer, undetermined));
        }
    }
    Ok(planning)
}

/// The cheapest set that is enough whatever is missing; where there is none, the cheapest that leaves it to what is.
fn solve(
    world: &World<'_>,
    solver: &Solver<'_>,
    budget: Option<&Number>,
    work: &mut Work<'_>,
) -> (Answer, Option<Undetermined>) {
    let mut first = solver.solve(&solver.all(), budget, &[], work);
    if first.proof.verdict != Proved::Infeasible || !world.is_anything_missing() {
        return (first, None);
    }
    let perhaps = Solver::new(world, Sight::Perhaps, work);
    let answer = perhaps.solve(&perhaps.all(), budget, &[], work);
    first.proof.nodes += answer.proof.nodes;
    first.proof.assessed += answer.proof.assessed;
    let proved = answer.proof.verdict;
    let undetermined = answer.best.and_then(|(cost, chosen)| {
        let prospect = prospect(&world.result(&chosen), world.award);
        Some(Undetermined {
            chance: prospect.chance,
            find_out: prospect.ask.into_iter().map(|question| question.fact).collect(),
            plan: schedule::plan(world, &chosen, cost, answer.proof)?,
        })
    });
    first.proof.verdict = match (&undetermined, proved) {
        (Some(_), _) => Proved::Undetermined,
        (None, Proved::Infeasible) => Proved::Infeasible,
        (None, _) => Proved::BoundNotProved,
    };
    (first, undetermined)
}

fn tier(actions: &Actions, answer: Answer, undetermined: Option<Undetermined>) -> Tier {
    let (cost, chosen) = answer.best.unzip();
    let ids = chosen.iter().flatten().map(|id| actions.list[*id].id.clone());
    let tier = Tier { cost, actions: ids.collect(), find_out: Vec::new(), proof: answer.proof };
    match undetermined {
        None => tier,
        Some(Undetermined { find_out, plan, .. }) => {
            let actions = plan.steps.into_iter().map(|step| step.action).collect();
            Tier { cost: Some(plan.cost), actions, find_out, ..tier }
        }
    }
}

/// The dossier once the named actions are done, as a plan of them would be assessed; names that are not known are left
/// out.
#[must_use]
pub fn carried_out(dossier: &Dossier, actions: &Actions, names: &[&str], by: Option<Date>) -> Dossier {
    let named = actions.list.pairs().filter(|(_, action)| names.contains(&action.id.as_str()));
    let chosen: Vec<actions::ActionId> = named.map(|(id, _)| id).collect();
    let award = crate::rule_set::arena::ArenaId::new(0);
    World::new(dossier, actions, award, by, None).result(&chosen)
}
