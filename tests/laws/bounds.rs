//! What is said of a dossier that leaves something open holds of everything that it may come to.

use std::collections::{BTreeMap, BTreeSet};

use predikat::assessment::{Assessment, CriterionOutcome, Eligibility, Points, Score, Status, Verdict};
use predikat::document::{Literal, Unanswered};
use predikat::dossier::BindOptions;
use predikat::{DossierDocument, Number, RuleDocument, RuleSet, assess};
use proptest::prelude::*;

use crate::agrees::bound_unless_refused;
use crate::config::law;
use crate::generated::{self, Made, Options, made};
use crate::naive::{self, Completion, Given, Outcome, Total, Value, completions};

/// So many completions are looked at, of few criteria; of many it takes long.
fn most(made: &Made) -> usize {
    if made.rules.criteria.len() > 20 || made.rules.facts.len() + generated::leaves(&made.rules.criteria).len() > 60 {
        4
    } else {
        100
    }
}

proptest! {
    #![proptest_config(law())]

    #[test]
    fn bounds_contain_every_completion_and_nothing_decided_flips(made in any_made()) {
        bounded(&made)?;
    }
}

/// Rules and a dossier that perhaps lacks some facts.
pub fn any_made() -> BoxedStrategy<Made> {
    made(Options::all(3))
}

/// Bounds contain every completion, tight ends are reached, what is decided never flips, what keeps an award open is
/// missing and is all that does, and more answers never contradict.
pub fn bounded(made: &Made) -> Result<(), TestCaseError> {
    let rules = made.rule_set();
    let Some(dossier) = bound_unless_refused(made, &rules)? else { return Ok(()) };
    let engine = assess(&dossier);
    let completed = completions(&Given::of(made), &generated::worth_trying(), most(made));
    prop_assert!(!completed.ways.is_empty());
    for (way, outcome) in &completed.ways {
        let found = contradictions(&engine, outcome, &made.dossier);
        prop_assert!(found.is_empty(), "{}\nwhere {:?}", found.join("\n"), way);
    }
    if completed.all {
        let found = unreached(&engine, &completed.ways.iter().map(|(_, outcome)| outcome).collect::<Vec<_>>());
        prop_assert!(found.is_empty(), "{}", found.join("\n"));
    }
    undecided(made, &engine, &completed.ways)?;
    if !holds_as_it_stands(&made.rules) {
        more_answers(made, &rules, &engine, &completed.ways)?;
    }
    Ok(())
}

/// `undecided_by` names something, nothing but what is missing, and all that the outcome turns on.
fn undecided(made: &Made, engine: &Assessment, ways: &[(Completion, Outcome)]) -> Result<(), TestCaseError> {
    let missing = naive::missing(&Given::of(made));
    let sources = naive::names_of_free(&made.rules);
    for (id, award) in &engine.awards {
        let named: BTreeSet<&String> = award.undecided_by.iter().collect();
        prop_assert_eq!(award.outcome == Eligibility::Undetermined, !named.is_empty(), "{}: {:?}", id, award);
        prop_assert!(named.iter().all(|name| missing.contains(*name)), "{id}: {named:?} of {missing:?}");
        if award.outcome != Eligibility::Undetermined {
            continue;
        }
        let mut by_named: BTreeMap<String, (Eligibility, &Completion)> = BTreeMap::new();
        for (way, outcome) in ways {
            let facts: Vec<_> = way.facts.iter().filter(|(name, _)| named.contains(name)).collect();
            // What is no missing fact yet, as a division by what is not known to be 0, is left open by one that is.
            let free = way.free.iter().filter(|(name, _)| {
                let name = sources.get(*name).unwrap_or(name);
                named.contains(name) || !missing.contains(name)
            });
            let given = format!("{facts:?} {:?}", free.collect::<Vec<_>>());
            let now = outcome.awards[id].outcome;
            let (before, other) = by_named.entry(given).or_insert((now, way));
            prop_assert_eq!(*before, now, "{}: not all is named by {:?}: {:?} and {:?}", id, named, other, way);
        }
    }
    Ok(())
}

/// Whether rules ask what the dossier answers, or have policies for what it does not: then more answers may change what is
/// decided.
pub fn holds_as_it_stands(rules: &RuleDocument) -> bool {
    let acts = |policy: Option<Unanswered>| matches!(policy, Some(Unanswered::Zero | Unanswered::Skip));
    let mut found = acts(rules.unanswered);
    generated::walk(&rules.criteria, "", &mut |_, criterion| found |= acts(criterion.unanswered));
    found || !generated::asked_for(rules).is_empty()
}

/// With some of the answers that are missing, nothing that was decided is undecided, and no bound is wider.
fn more_answers(
    made: &Made,
    rules: &RuleSet,
    before: &Assessment,
    ways: &[(Completion, Outcome)],
) -> Result<(), TestCaseError> {
    for (at, (way, _)) in ways.iter().step_by(ways.len().div_ceil(4)).enumerate() {
        let mut dossier = made.dossier.clone();
        let some = way.facts.iter().enumerate().filter(|(i, _)| (i + at) % 2 == 0);
        dossier.facts.extend(some.clone().map(|(_, (name, value))| (name.clone(), literal(value))));
        for round in &mut dossier.rounds {
            round.facts.retain(|name, _| !some.clone().any(|(_, (given, _))| given == name));
        }
        let Ok(dossier) = rules.bind(&dossier, &BindOptions::default()) else {
            return Err(TestCaseError::fail(format!("refused with more answers: {:?}", dossier.facts)));
        };
        let found = undone(before, &assess(&dossier));
        prop_assert!(found.is_empty(), "with more answers {:?}: {}", some.collect::<Vec<_>>(), found.join("\n"));
    }
    Ok(())
}

fn literal(value: &Value) -> Literal {
    match value {
        Value::Boolean(truth) => Literal::boolean(*truth),
        Value::Number(number) => Literal::number(number),
        Value::Choice(text) | Value::Text(text) => Literal::text(text),
        Value::Date(date) => Literal::text(date.to_string()),
    }
}

/// The final points of a criterion.
fn points(criterion: &CriterionOutcome) -> Points {
    let CriterionOutcome { low, high, of, tight, .. } = criterion.clone();
    Points { low, high, of, tight }
}

/// What was decided, or bounded, and is not with more answers.
fn undone(before: &Assessment, after: &Assessment) -> Vec<String> {
    let mut found = Vec::new();
    let mut check = |holds: bool, what: String| {
        if !holds {
            found.push(what);
        }
    };
    let narrower =
        |a: &Points, b: &Points| a.low <= b.low && b.high <= a.high && a.of.low <= b.of.low && b.of.high <= a.of.high;
    for (what, a, b) in [
        ("total", &before.total, &after.total),
        ("claimed", &before.claimed, &after.claimed),
        ("evidenced", &before.evidenced, &after.evidenced),
    ] {
        let fits = match (a, b) {
            (Score::Scored(a), Score::Scored(b)) => narrower(a, b),
            (Score::NoScore, Score::Scored(_)) => false,
            (_, Score::NoScore) => true,
        };
        check(fits, format!("{what}: {a:?} becomes {b:?}"));
    }
    for (path, a) in &before.criteria {
        let b = &after.criteria[path];
        let decided = a.status == Status::Unknown || a.status == b.status;
        check(decided, format!("{path}: {:?} becomes {:?}", a.status, b.status));
        check(narrower(&points(a), &points(b)), format!("{path}: {:?} becomes {:?}", points(a), points(b)));
    }
    for (id, a) in &before.awards {
        let b = &after.awards[id];
        let decided = a.outcome == Eligibility::Undetermined || a.outcome == b.outcome;
        check(decided, format!("{id}: {:?} becomes {:?}", a.outcome, b.outcome));
        for (a, b) in a.requirements.iter().zip(&b.requirements) {
            let decided = a.outcome == Verdict::Open || a.outcome == b.outcome;
            check(decided, format!("{id}.{}: {:?} becomes {:?}", a.id, a.outcome, b.outcome));
        }
    }
    found
}

/// What of the engine's bounds and outcomes a completion contradicts.
fn contradictions(engine: &Assessment, naive: &Outcome, dossier: &DossierDocument) -> Vec<String> {
    let mut found = Vec::new();
    let mut check = |fits: bool, what: String| {
        if !fits {
            found.push(what);
        }
    };
    let within = |low: &Number, number: &Number, high: &Number| low <= number && number <= high;
    let holds = |points: &Points, other: &naive::Points| {
        within(&points.low, &other.points, &points.high) && within(&points.of.low, &other.of, &points.of.high)
    };
    for (what, score, total) in [
        ("total", &engine.total, &naive.last),
        ("claimed", &engine.claimed, &naive.claimed),
        ("evidenced", &engine.evidenced, &naive.evidenced),
    ] {
        let fits = match (score, total) {
            (Score::Scored(points), Total::Scored(other)) => holds(points, other),
            (Score::NoScore, Total::Scored(_)) => false,
            (_, Total::None | Total::Skipped) => true,
        };
        check(fits, format!("{what}: {score:?} against {total:?}"));
    }
    for (path, criterion) in &engine.criteria {
        let other = &naive.criteria[path];
        let last = points(criterion);
        check(holds(&last, &other.last), format!("{path}: {last:?} against {:?}", other.last));
        check(
            holds(&criterion.claimed, &other.claimed),
            format!("{path}.claimed: {:?} against {:?}", criterion.claimed, other.claimed),
        );
        check(
            holds(&criterion.evidenced, &other.evidenced),
            format!("{path}.evidenced: {:?} against {:?}", criterion.evidenced, other.evidenced),
        );
        check(
            criterion.status == Status::Unknown || criterion.status == other.status,
            format!("{path}: {:?} against {:?}", criterion.status, other.status),
        );
        if let (Some(range), Some(number)) = (&criterion.contribution, &other.contribution) {
            check(within(&range.low, number, &range.high), format!("{path}.contribution: {range:?} against {number}"));
        }
    }
    for (id, measure) in &engine.measures {
        let (status, other) = &naive.measures[id];
        let points = Points {
            low: measure.low.clone(),
            high: measure.high.clone(),
            of: measure.of.clone(),
            tight: measure.tight,
        };
        check(holds(&points, other), format!("measure {id}: {points:?} against {other:?}"));
        check(
            measure.status == Status::Unknown || measure.status == *status,
            format!("measure {id}: {:?} against {status:?}", measure.status),
        );
    }
    for (id, award) in &engine.awards {
        let other = &naive.awards[id];
        check(
            award.outcome == Eligibility::Undetermined || award.outcome == other.outcome,
            format!("{id}: {:?} against {:?}", award.outcome, other.outcome),
        );
        for (mine, theirs) in award.all_requirements().zip(other.requirements.iter().chain(&other.conditional)) {
            check(
                mine.outcome == Verdict::Open || mine.outcome == theirs.verdict,
                format!("{id}.{}: {:?} against {:?}", mine.id, mine.outcome, theirs.verdict),
            );
            if let (Some(margin), Some(number)) = (&mine.margin, &theirs.margin)
                && !theirs.waived
            {
                check(
                    within(&margin.low, number, &margin.high),
                    format!("{id}.{}: margin {margin:?} against {number}", mine.id),
                );
            }
        }
        for (mine, theirs) in award.bars.iter().zip(&other.bars) {
            check(
                mine.outcome == Verdict::Open || mine.outcome == theirs.verdict,
                format!("{id}.{}: {:?} against {:?}", mine.id, mine.outcome, theirs.verdict),
            );
        }
    }
    if let Some(highest) = &engine.highest {
        let place = |id: &String| engine.awards.get_index_of(id);
        check(
            naive.highest.as_ref().and_then(place) >= place(highest),
            format!("highest: {highest} against {:?}", naive.highest),
        );
    }
    found.extend(of_exceptions(engine, naive, dossier));
    found
}

/// What of the exceptions a completion contradicts: which count, and what they are worth.
fn of_exceptions(engine: &Assessment, naive: &Outcome, dossier: &DossierDocument) -> Vec<String> {
    let mut found = Vec::new();
    let mut refused = engine.refused.iter();
    for (exception, verdict) in dossier.exceptions.iter().zip(&naive.exceptions) {
        let accepted = engine.exceptions.iter().find(|one| Some(&one.reason) == exception.reason.as_ref());
        let (on, fits) = match (accepted, verdict) {
            (Some(mine), Ok(theirs)) => {
                let worths = mine.worth.as_ref().zip(theirs.worth.as_ref());
                (Some(&mine.on), worths.is_none_or(|(range, worth)| range.low <= *worth && *worth <= range.high))
            }
            (Some(mine), Err(_)) => (Some(&mine.on), mine.uncertain),
            (None, verdict) => (refused.next().unwrap().on.as_ref(), verdict.is_err()),
        };
        if !fits {
            found.push(format!("exception on {on:?}: {accepted:?} against {verdict:?}"));
        }
    }
    found
}

/// The ends that are called tight and that no completion reaches.
fn unreached(engine: &Assessment, outcomes: &[&Outcome]) -> Vec<String> {
    let mut found = Vec::new();
    let mut check = |what: &str, low: &Number, high: &Number, tight: bool, reached: Vec<&Number>| {
        if tight && !(reached.contains(&low) && reached.contains(&high)) {
            found.push(format!("{what}: {low}..{high} is called tight, reached are {reached:?}"));
        }
    };
    fn scored(total: &Total) -> Option<&Number> {
        if let Total::Scored(points) = total { Some(&points.points) } else { None }
    }
    type Layer = fn(&Outcome) -> &Total;
    let totals: [(&str, &Score, Layer); 3] = [
        ("total", &engine.total, |outcome| &outcome.last),
        ("claimed", &engine.claimed, |outcome| &outcome.claimed),
        ("evidenced", &engine.evidenced, |outcome| &outcome.evidenced),
    ];
    for (what, score, total) in totals {
        let Score::Scored(points) = score else { continue };
        let reached: Vec<&Number> = outcomes.iter().filter_map(|outcome| scored(total(outcome))).collect();
        if !reached.is_empty() {
            check(what, &points.low, &points.high, points.tight, reached);
        }
    }
    for (path, criterion) in &engine.criteria {
        let reached = outcomes.iter().map(|outcome| &outcome.criteria[path].last.points).collect();
        check(path, &criterion.low, &criterion.high, criterion.tight, reached);
        let reached = outcomes.iter().map(|outcome| &outcome.criteria[path].claimed.points).collect();
        let Points { low, high, tight, .. } = &criterion.claimed;
        check(&format!("{path}.claimed"), low, high, *tight, reached);
        let reached = outcomes.iter().map(|outcome| &outcome.criteria[path].evidenced.points).collect();
        let Points { low, high, tight, .. } = &criterion.evidenced;
        check(&format!("{path}.evidenced"), low, high, *tight, reached);
    }
    for (id, measure) in &engine.measures {
        let reached = outcomes.iter().map(|outcome| &outcome.measures[id].1.points).collect();
        check(&format!("measure {id}"), &measure.low, &measure.high, measure.tight, reached);
    }
    found
}
