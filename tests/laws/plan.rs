//! Plans over random rules, dossiers and actions, against trying every set of actions there is.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::bounds::holds_as_it_stands;
use crate::generated::{self, Made, Options, domains, made};
use crate::met::met;
use crate::slow::slow_law;
use predikat::assessment::{Assessment, CriterionOutcome, Eligibility, Status, Verdict};
use predikat::document::{
    Action, Brought, Evidence, Exception, ExceptionKind, Invoked, Literal, Obstacle, Requirement,
};
use predikat::dossier::BindOptions;
use predikat::plan::{Actions, PlanOptions, Planning, Proved, WhyNot, carried_out, plan};
use predikat::unknowns::{Chance, unknowns};
use predikat::{ActionsDocument, Date, DossierDocument, Number, assess};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;

/// An action before the rules are known: positions, taken modulo what there is.
#[derive(Clone, Debug)]
pub struct Raw {
    /// It does what an action before it does, at a cost of its own.
    like: Option<usize>,
    sets: Vec<(usize, usize)>,
    brings: Option<(usize, Vec<usize>, u32)>,
    invokes: Option<(usize, usize, bool)>,
    cost: &'static str,
    duration: Option<&'static str>,
    needs: Option<usize>,
    excludes: Option<usize>,
    blocked: bool,
}

fn raw() -> impl Strategy<Value = Raw> {
    (
        vec((0..60_usize, 0..6_usize), 1..4),
        weighted(0.5, (0..3_usize, vec(0..12_usize, 1..3), 1..3_u32)),
        weighted(0.3, (0..3_usize, 0..12_usize, any::<bool>())),
        select(vec!["0", "1", "1", "2", "2.5", "3", "1/3", "10"]),
        weighted(0.5, select(vec!["1d", "20d", "6m", "13m"])),
        (weighted(0.25, 0..6_usize), weighted(0.3, 0..6_usize), weighted(0.15, Just(()))),
        weighted(0.5, 0..6_usize),
    )
        .prop_map(|(sets, brings, invokes, cost, duration, (needs, excludes, blocked), like)| Raw {
            like,
            sets,
            brings,
            invokes,
            cost,
            duration,
            needs,
            excludes,
            blocked: blocked.is_some(),
        })
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    award: usize,
    budget: Option<&'static str>,
    by: Option<&'static str>,
    best: usize,
    /// What the award asks for instead of what it does: scores that sets of actions raise, by position.
    instead: Option<Vec<usize>>,
}

fn asked() -> impl Strategy<Value = Asked> {
    (
        0..3_usize,
        weighted(0.6, select(vec!["0", "0", "1/3", "1", "2.5"])),
        weighted(0.3, select(vec!["2022-05-31", "2022-07-01", "2023-01-01", "2024-01-01"])),
        1..5_usize,
        weighted(0.8, vec(any::<usize>(), 1..4)),
    )
        .prop_map(|(award, budget, by, best, instead)| Asked { award, budget, by, best, instead })
}

fn actions(made: &Made, raw: &[Raw]) -> ActionsDocument {
    let facts = domains(&made.rules);
    let leaves = generated::leaves(&made.rules.criteria);
    let awards = &made.rules.awards;
    let requirements = awards.iter().flat_map(|a| a.requires.iter().map(|r| format!("{}.{}", a.id, r.id)));
    let targets: Vec<String> = leaves.iter().cloned().chain(requirements).collect();
    let action = |(at, own): (usize, &Raw)| {
        let raw = &raw[own.like.filter(|_| at > 0).map_or(at, |other| other % at)];
        let sets = raw.sets.iter().map(|(fact, value)| {
            let (name, domain) = &facts[fact % facts.len()];
            (name.clone(), domain[value % domain.len()].clone())
        });
        let brings = raw.brings.iter().map(|(kind, supports, count)| {
            let mut supports: Vec<String> = supports.iter().map(|at| leaves[at % leaves.len()].clone()).collect();
            supports.sort();
            supports.dedup();
            Brought {
                id: Some(format!("brought{at}")),
                evidence_type: ["decree", "photo", "letter"][*kind].into(),
                count: Some(*count),
                supports,
                ..Brought::default()
            }
        });
        let invokes = raw.invokes.iter().map(|(kind, on, named)| {
            let kind = [ExceptionKind::Waiver, ExceptionKind::Equivalent, ExceptionKind::NotApplicable][*kind];
            Invoked {
                kind,
                on: targets[on % targets.len()].clone(),
                using: (kind == ExceptionKind::Equivalent).then(|| "eq".into()),
                reason: "a reason".into(),
                approved_by: "TPN".into(),
                valid_for: None,
                evidence: if *named && raw.brings.is_some() { vec![format!("brought{at}")] } else { Vec::new() },
            }
        });
        let name = |other: usize| format!("act{other}");
        Action {
            id: name(at),
            sets: sets.collect(),
            brings: brings.collect(),
            invokes: invokes.collect(),
            cost: own.cost.parse().unwrap(),
            duration: own.duration.map(|text| text.parse().unwrap()),
            needs: own.needs.filter(|_| at > 0).map(|other| name(other % at)).into_iter().collect(),
            excludes: own.excludes.map(|other| other % 6).filter(|o| *o < at).map(name).into_iter().collect(),
            blocked_by: own.blocked.then(|| "space".to_owned()).into_iter().collect(),
            ..Action::default()
        }
    };
    ActionsDocument {
        obstacles: vec![Obstacle { id: "no-room".into(), kind: Some("space".into()), ..Obstacle::default() }],
        actions: raw.iter().enumerate().map(action).collect(),
        ..ActionsDocument::default()
    }
}

/// One set of actions that can be done, and what comes of it.
struct Tried {
    actions: Vec<String>,
    cost: Number,
    eligible: bool,
    outcome: Eligibility,
    award: String,
    /// By requirement and bar.
    goals: BTreeMap<String, bool>,
    assessment: Assessment,
}

impl Tried {
    fn undecided_by(&self) -> &[String] {
        &self.assessment.awards[&self.award].undecided_by
    }
}

/// Every set of actions that can be done in time.
fn try_all(made: &Made, file: &ActionsDocument, award: &str, by: Option<Date>, lifted: bool) -> Vec<Tried> {
    let rules = made.rule_set();
    let list = &file.actions;
    let position = |id: &String| list.iter().position(|action| action.id == *id).unwrap();
    let as_of = made.dossier.as_of.unwrap();
    let mut done: Vec<Date> = Vec::new();
    for action in list {
        let start = action.needs.iter().map(|need| done[position(need)]).fold(as_of, Date::max);
        done.push(action.duration.map_or(start, |duration| start.plus(duration).unwrap()));
    }
    let mut needs: Vec<Vec<usize>> = Vec::new();
    for action in list {
        let own: Vec<usize> = action.needs.iter().map(position).collect();
        let more: Vec<usize> = own.iter().flat_map(|at| needs[*at].clone()).collect();
        needs.push(own.into_iter().chain(more).collect());
    }
    let mut all = Vec::new();
    for mask in 0..1_u32 << list.len() {
        let chosen: Vec<usize> = (0..list.len()).filter(|at| mask & (1 << at) != 0).collect();
        let has = |at: &usize| chosen.contains(at);
        let fits = chosen.iter().all(|at| {
            let action = &list[*at];
            needs[*at].iter().all(has)
                && action.excludes.iter().all(|other| !has(&position(other)))
                && (action.blocked_by.is_empty() || lifted)
                && by.is_none_or(|by| done[*at] <= by)
                && chosen.iter().all(|other| {
                    let otherwise = |(name, value): (&String, &Literal)| {
                        action.sets.get(name).is_some_and(|own| own.text != value.text)
                    };
                    needs[*at].contains(other) || needs[*other].contains(at) || !list[*other].sets.iter().any(otherwise)
                })
        });
        if !fits {
            continue;
        }
        let day = by.unwrap_or_else(|| chosen.iter().map(|at| done[*at]).fold(as_of, Date::max));
        let dossier = carry_out(&made.dossier, list, &chosen, &done);
        let bound = rules.bind(&dossier, &BindOptions::new().as_of(day)).unwrap();
        let assessment = assess(&bound);
        let outcome = &assessment.awards[award];
        let requirements = outcome.requirements.iter().map(|one| (one.id.clone(), one.outcome == Verdict::Holds));
        let bars = outcome.bars.iter().map(|one| (one.id.clone(), one.outcome == Verdict::Fails));
        all.push(Tried {
            actions: chosen.iter().map(|at| list[*at].id.clone()).collect(),
            cost: chosen.iter().fold(Number::ZERO, |sum, at| &sum + &list[*at].cost),
            eligible: outcome.outcome == Eligibility::Eligible,
            outcome: outcome.outcome,
            award: award.to_owned(),
            goals: requirements.chain(bars).collect(),
            assessment: assessment.clone(),
        });
    }
    all
}

/// The rules with an award that asks for the most to which some sets of actions raise criteria: then there is something to
/// plan, and what different sets reach may not be reached together. The rules as they are where no set raises any.
fn within_reach(made: Made, award: &str, tried: &[Tried], instead: &[usize]) -> Made {
    let now = &tried.iter().find(|one| one.actions.is_empty()).unwrap().assessment;
    // what does not apply, or perhaps leaves by a waiver, shows points that no comparison reads
    let applies = |criterion: &&CriterionOutcome| {
        ![Status::NotApplicable, Status::Unknown, Status::Waived].contains(&criterion.status)
    };
    let most = |path: &String| {
        tried.iter().map(|one| &one.assessment.criteria[path]).filter(applies).map(|one| &one.low).max()
    };
    let all = now.criteria.iter().filter_map(|(path, criterion)| Some((path, most(path)?, &criterion.low)));
    let raised: Vec<(&String, &Number)> =
        all.filter(|(_, most, now)| most > now).map(|(path, most, _)| (path, most)).collect();
    if raised.is_empty() {
        return made;
    }
    let mut rules = made.rules;
    let award = rules.awards.iter_mut().find(|one| one.id == award).unwrap();
    award.bars = None;
    for (requirement, at) in award.requires.iter_mut().zip(instead.iter().cycle()) {
        let (path, most) = raised[at % raised.len()];
        let (id, waivable) = (requirement.id.clone(), requirement.waivable);
        let (score, at_least) = (Some(path.clone()), Some(most.clone()));
        *requirement = Requirement { id, waivable, score, at_least, ..Requirement::default() };
    }
    Made { rules, edition: None, ..made }
}

/// The dossier with some actions done, an action that is needed before the one that needs it: they stand so.
fn carry_out(dossier: &DossierDocument, list: &[Action], chosen: &[usize], done: &[Date]) -> DossierDocument {
    let mut dossier = dossier.clone();
    for at in chosen {
        let action = &list[*at];
        for (name, value) in &action.sets {
            dossier.facts.insert(name.clone(), value.clone());
            dossier.rounds.iter_mut().for_each(|round| drop(round.facts.shift_remove(name)));
        }
        let mut ids = Vec::new();
        for brought in &action.brings {
            let count = brought.count.unwrap_or(1);
            for n in 0..count {
                let id = brought.id.clone().unwrap();
                let id = if count == 1 { id } else { format!("{id}-{}", n + 1) };
                ids.push(id.clone());
                dossier.evidence.push(Evidence {
                    id,
                    evidence_type: brought.evidence_type.clone(),
                    issued: Some(done[*at]),
                    supports: brought.supports.clone(),
                    ..Evidence::default()
                });
            }
        }
        for invoked in &action.invokes {
            dossier.exceptions.push(Exception {
                kind: Some(invoked.kind),
                on: Some(invoked.on.clone()),
                reason: Some(invoked.reason.clone()),
                approved_by: Some(invoked.approved_by.clone()),
                issued: Some(done[*at]),
                expires: None,
                evidence: if invoked.evidence.is_empty() { Vec::new() } else { ids.clone() },
                using: invoked.using.clone(),
            });
        }
    }
    dossier
}

/// What the random instances come to, so that the test cannot pass by trying nothing.
#[derive(Debug, Default)]
pub struct Seen {
    for_nothing: usize,
    planned: usize,
    several: usize,
    infeasible: usize,
    of_several: usize,
    by_budget: usize,
    by_obstacle: usize,
    undetermined: usize,
}

#[test]
fn the_cost_is_that_of_trying_every_set_and_every_explanation_is_true() {
    let seen = RefCell::new(Seen::default());
    let outcome = TestRunner::new(slow_law()).run(&any_planning(), |planning| {
        examine(planning, &mut seen.borrow_mut());
        Ok(())
    });
    let seen = seen.into_inner();
    println!("{seen:?}");
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    met("plans", seen.planned, 100, slow_law().cases);
    met("several plans", seen.several, 50, slow_law().cases);
    met("no plan", seen.infeasible, 250, slow_law().cases);
    met("no plan for the budget", seen.by_budget, 50, slow_law().cases);
    met("left to what is missing", seen.undetermined, 50, slow_law().cases);
}

/// Rules with a dossier, some actions, and what is asked.
pub fn any_planning() -> BoxedStrategy<(Made, Vec<Raw>, Asked)> {
    let any = Options { missing: 2, awards: 1, ..Options::default() };
    // of answers more can be made better than of anything else
    let of_answers = Options { answers: true, ..any };
    (prop_oneof![made(any), made(of_answers)], vec(raw(), 3..7), asked()).boxed()
}

/// The plans are those of trying every set of actions, and where there is none, the reasons hold.
pub fn examine((made, raw, asked): (Made, Vec<Raw>, Asked), seen: &mut Seen) {
    let file = &actions(&made, &raw);
    let award = made.rules.awards[asked.award % made.rules.awards.len()].id.clone();
    let by: Option<Date> = asked.by.map(|by| by.parse().unwrap());
    let made = &match &asked.instead {
        Some(instead) => {
            let tried = try_all(&made, file, &award, by, false);
            within_reach(made, &award, &tried, instead)
        }
        None => made,
    };
    let budget: Option<Number> = asked.budget.map(|budget| budget.parse().unwrap());
    let rules = made.rule_set();
    let dossier = rules.bind(&made.dossier, &BindOptions::new()).unwrap();
    let story = || format!("{made:?}---\n{}{asked:?} award {award}", file.to_yaml());
    let bound = Actions::bind(file, &dossier).unwrap_or_else(|problems| panic!("{problems}\n{}", story()));
    let mut options = PlanOptions::new(&award).best(asked.best);
    options = by.into_iter().fold(options, PlanOptions::by);
    options = budget.clone().into_iter().fold(options, PlanOptions::budget);
    let planning = plan(&dossier, &bound, &options).unwrap();
    let tried = try_all(made, file, &award, by, false);
    let affordable = |one: &&Tried| budget.as_ref().is_none_or(|budget| one.cost <= *budget);
    let mut barred: Vec<Vec<String>> = Vec::new();
    for at in 0..asked.best {
        let least = tried
            .iter()
            .filter(affordable)
            .filter(|one| one.eligible)
            .filter(|one| !barred.iter().any(|set| set.iter().all(|action| one.actions.contains(action))))
            .map(|one| one.cost.clone())
            .min();
        let found = planning.plans.get(at);
        assert_eq!(found.map(|plan| plan.cost.clone()), least, "plan {at}\n{planning:#?}\n{}", story());
        let Some(found) = found else { break };
        assert_eq!(found.proof.verdict, Proved::Optimal, "{}", story());
        assert_eq!(found.proof.bound.as_ref(), Some(&found.cost), "{}", story());
        let mut names: Vec<&str> = found.steps.iter().map(|step| step.action.as_str()).collect();
        for (i, step) in found.steps.iter().enumerate() {
            let before = &names[..i];
            assert!(step.after.iter().all(|other| before.contains(&other.as_str())), "{}", story());
        }
        let result = assess(&carried_out(&dossier, &bound, &names, by));
        names.sort_unstable();
        let same = tried.iter().find(|one| one.actions == names).unwrap_or_else(|| panic!("{names:?}\n{}", story()));
        assert!(same.eligible, "{names:?}\n{}", story());
        assert_eq!(result.total, same.assessment.total, "{}", story());
        assert_eq!(result.awards, same.assessment.awards, "{}", story());
        assert_eq!((&found.total, found.assessed_as_of), (&result.total, result.as_of), "{}", story());
        barred.push(names.iter().map(|name| (*name).to_owned()).collect());
        match (at, names.len()) {
            (0, 0) => seen.for_nothing += 1,
            (0, _) => seen.planned += 1,
            _ => seen.several += 1,
        }
        if names.is_empty() {
            break;
        }
    }
    match &planning.why_not {
        Some(why) => {
            assert_eq!(planning.proof.verdict, Proved::Infeasible);
            let lifted = try_all(made, file, &award, by, true);
            explains(why, &tried, &lifted, budget.as_ref(), &story);
            seen.infeasible += 1;
            seen.of_several += usize::from(why.together.len() > 1);
            seen.by_budget += usize::from(why.budget);
            seen.by_obstacle += usize::from(why.obstacles.iter().any(|one| one.decides == Some(true)));
        }
        None if planning.plans.is_empty() => {
            let found = planning.undetermined.as_ref().unwrap_or_else(|| panic!("{planning:#?}\n{}", story()));
            assert_eq!(planning.proof.verdict, Proved::Undetermined, "{}", story());
            let mut names: Vec<&str> = found.plan.steps.iter().map(|step| step.action.as_str()).collect();
            names.sort_unstable();
            let same =
                tried.iter().find(|one| one.actions == names).unwrap_or_else(|| panic!("{names:?}\n{}", story()));
            assert_eq!((same.outcome, &same.cost), (Eligibility::Undetermined, &found.plan.cost), "{}", story());
            // An answer may be asked for because another makes it matter, where rules ask what is answered.
            let mut asked = found.find_out.iter().filter(|_| !holds_as_it_stands(&made.rules));
            assert!(asked.all(|fact| same.undecided_by().contains(fact)), "{found:?}\n{}", story());
            seen.undetermined += 1;
        }
        None => assert!(planning.undetermined.is_none(), "{}", story()),
    }
    // A set that costs less leaves nothing open but what no answer can turn.
    let least = planning.undetermined.as_ref().map(|found| &found.plan.cost);
    let open = tried.iter().filter(affordable).filter(|one| one.outcome == Eligibility::Undetermined);
    // Where silence decides something, an answer to a fact that nothing offers could turn it.
    let decided = planning.plans.is_empty() && !holds_as_it_stands(&made.rules);
    for one in open.filter(|one| decided && least.is_none_or(|least| one.cost < *least)) {
        let names: Vec<&str> = one.actions.iter().map(String::as_str).collect();
        let done = carried_out(&dossier, &bound, &names, by);
        let chance = unknowns(&done, &assess(&done)).awards[&award].chance;
        assert_eq!(chance, Chance::Impossible, "{names:?}\n{}", story());
    }
    round_trips(&planning);
}

fn explains(why: &WhyNot, tried: &[Tried], lifted: &[Tried], budget: Option<&Number>, story: &dyn Fn() -> String) {
    assert!(why.proved, "{}", story());
    let satisfied = |goals: &[String], within: bool| {
        tried.iter().any(|one| {
            goals.iter().all(|goal| one.goals[goal]) && (!within || budget.is_none_or(|budget| one.cost <= *budget))
        })
    };
    assert!(!satisfied(&why.together, why.budget), "they can be met together: {why:?}\n{}", story());
    for left_out in &why.together {
        let others: Vec<String> = why.together.iter().filter(|goal| *goal != left_out).cloned().collect();
        assert!(satisfied(&others, why.budget), "{left_out} could be left out: {why:?}\n{}", story());
    }
    if why.budget {
        assert!(satisfied(&why.together, false), "the budget could be left out: {why:?}\n{}", story());
    }
    let opens = lifted.iter().any(|one| one.eligible && budget.is_none_or(|budget| one.cost <= *budget));
    for obstruction in &why.obstacles {
        let decides = opens && !obstruction.forbids.is_empty();
        assert_eq!(obstruction.decides, Some(decides), "{why:?}\n{}", story());
        assert!(obstruction.requirements.iter().all(|goal| why.together.contains(goal)), "{}", story());
    }
    assert!(!opens || !why.obstacles.is_empty(), "the obstacle is not named: {why:?}\n{}", story());
}

/// The JSON of a planning is a planning again.
fn round_trips(planning: &Planning) {
    let json = serde_json::to_string(planning).unwrap();
    assert_eq!(serde_json::from_str::<Planning>(&json).unwrap(), *planning);
}
