//! Where the engine and the naive evaluator do not say the same.
#![allow(dead_code)] // each test uses a part

use predikat::Number;
use predikat::assessment::{Assessment, Eligibility, Points, Range, Score, Status, Verdict};

use crate::naive::{self, Outcome, Total};

/// What differs between the engine's answer and the naive one, of a dossier that leaves nothing open.
pub fn differences(engine: &Assessment, naive: &Outcome) -> Vec<String> {
    let mut found = Vec::new();
    let mut check = |what: String, engine: String, naive: String| {
        if engine != naive {
            found.push(format!("{what}: the engine says {engine}, the naive evaluator {naive}"));
        }
    };
    let one = |range: &Range| range.value().map_or_else(|| format!("{range:?}"), ToString::to_string);
    let ends = |low: &Number, high: &Number| if low == high { low.to_string() } else { format!("{low}..{high}") };
    let points = |points: &Points| format!("{} of {}", ends(&points.low, &points.high), one(&points.of));
    let plain = |points: &naive::Points| format!("{} of {}", points.points, points.of);
    let score = |score: &Score| score.points().map_or("no score".to_owned(), points);
    let total = |total: &Total| match total {
        Total::Scored(points) => plain(points),
        Total::None | Total::Skipped => "no score".to_owned(),
    };
    check("total".into(), score(&engine.total), total(&naive.last));
    check("claimed".into(), score(&engine.claimed), total(&naive.claimed));
    check("evidenced".into(), score(&engine.evidenced), total(&naive.evidenced));
    assert_eq!(engine.criteria.len(), naive.criteria.len());
    for (path, criterion) in &engine.criteria {
        let other = &naive.criteria[path];
        check(format!("{path}.status"), criterion.status.word().into(), other.status.word().into());
        let last = Points {
            low: criterion.low.clone(),
            high: criterion.high.clone(),
            of: criterion.of.clone(),
            tight: criterion.tight,
        };
        check(format!("{path}.points"), points(&last), plain(&other.last));
        check(format!("{path}.claimed"), points(&criterion.claimed), plain(&other.claimed));
        check(format!("{path}.evidenced"), points(&criterion.evidenced), plain(&other.evidenced));
        let contribution = |number: Option<String>| number.unwrap_or("none".to_owned());
        check(
            format!("{path}.contribution"),
            contribution(criterion.contribution.as_ref().map(one)),
            contribution(other.contribution.as_ref().map(ToString::to_string)),
        );
    }
    for (id, measure) in &engine.measures {
        let (status, other) = &naive.measures[id];
        let whole = format!("{} {} of {}", measure.status.word(), ends(&measure.low, &measure.high), one(&measure.of));
        check(format!("measure {id}"), whole, format!("{} {}", status.word(), plain(other)));
    }
    for (id, award) in &engine.awards {
        let other = &naive.awards[id];
        check(format!("{id}.outcome"), award.outcome.word().into(), other.outcome.word().into());
        check(format!("{id}.held"), award.held.to_string(), other.held.to_string());
        let conditional = award.conditional.iter().flat_map(|conditional| &conditional.requirements);
        let all = award.requirements.iter().chain(conditional);
        for (mine, theirs) in all.zip(other.requirements.iter().chain(&other.conditional)) {
            let at = format!("{id}.{}", mine.id);
            check(at.clone(), format!("{:?}", mine.outcome), format!("{:?}", theirs.verdict));
            check(format!("{at}.waived"), mine.waived.to_string(), theirs.waived.to_string());
            let margin = mine.margin.as_ref().map(|margin| ends(&margin.low, &margin.high));
            if !theirs.waived && theirs.verdict != Verdict::Open {
                check(
                    format!("{at}.margin"),
                    format!("{margin:?}"),
                    format!("{:?}", theirs.margin.as_ref().map(|m| m.to_string())),
                );
            }
        }
        for (mine, theirs) in award.bars.iter().zip(&other.bars) {
            check(format!("{id}.{}", mine.id), format!("{:?}", mine.outcome), format!("{:?}", theirs.verdict));
        }
    }
    check("highest".into(), format!("{:?}", engine.highest), format!("{:?}", naive.highest));
    let accepted = naive.exceptions.iter().filter(|verdict| verdict.is_ok()).count();
    check("exceptions".into(), engine.exceptions.len().to_string(), accepted.to_string());
    let why: Vec<&str> = engine.refused.iter().map(|refused| refused.why.as_str()).collect();
    let reasons: Vec<&str> = naive.exceptions.iter().filter_map(|verdict| verdict.err()).collect();
    check("refused".into(), format!("{why:?}"), format!("{reasons:?}"));
    found
}

/// What of the engine's bounds and outcomes a completion contradicts.
pub fn contradictions(engine: &Assessment, naive: &Outcome) -> Vec<String> {
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
        let last = Points {
            low: criterion.low.clone(),
            high: criterion.high.clone(),
            of: criterion.of.clone(),
            tight: criterion.tight,
        };
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
        let conditional = award.conditional.iter().flat_map(|conditional| &conditional.requirements);
        let all = award.requirements.iter().chain(conditional);
        for (mine, theirs) in all.zip(other.requirements.iter().chain(&other.conditional)) {
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
    found
}

/// The ends that are called tight and that no completion reaches.
pub fn unreached(engine: &Assessment, outcomes: &[Outcome]) -> Vec<String> {
    let mut found = Vec::new();
    let mut check = |what: &str, low: &Number, high: &Number, tight: bool, reached: Vec<&Number>| {
        if tight && !(reached.contains(&low) && reached.contains(&high)) {
            found.push(format!("{what}: {low}..{high} is called tight, reached are {reached:?}"));
        }
    };
    fn scored(total: &Total) -> Option<&Number> {
        if let Total::Scored(points) = total { Some(&points.points) } else { None }
    }
    if let Score::Scored(points) = &engine.total {
        let reached: Vec<&Number> = outcomes.iter().filter_map(|outcome| scored(&outcome.last)).collect();
        if !reached.is_empty() {
            check("total", &points.low, &points.high, points.tight, reached);
        }
    }
    if let Score::Scored(points) = &engine.claimed {
        let reached: Vec<&Number> = outcomes.iter().filter_map(|outcome| scored(&outcome.claimed)).collect();
        if !reached.is_empty() {
            check("claimed", &points.low, &points.high, points.tight, reached);
        }
    }
    for (path, criterion) in &engine.criteria {
        let reached = outcomes.iter().map(|outcome| &outcome.criteria[path].last.points).collect();
        check(path, &criterion.low, &criterion.high, criterion.tight, reached);
        let reached = outcomes.iter().map(|outcome| &outcome.criteria[path].claimed.points).collect();
        let Points { low, high, tight, .. } = &criterion.claimed;
        check(&format!("{path}.claimed"), low, high, *tight, reached);
    }
    for (id, measure) in &engine.measures {
        let reached = outcomes.iter().map(|outcome| &outcome.measures[id].1.points).collect();
        check(&format!("measure {id}"), &measure.low, &measure.high, measure.tight, reached);
    }
    found
}
