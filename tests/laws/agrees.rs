//! The engine agrees with an evaluator that shares no code with it (`naive`), of dossiers that leave nothing open.

use predikat::assess;
use predikat::assessment::{Assessment, Points, Range, Score, Verdict};
use predikat::diagnostic::{Code, Diagnostic, Severity};
use predikat::dossier::BindOptions;
use predikat::{Dossier, Number, Problems, RuleSet};
use proptest::prelude::*;

use crate::config::law;
use crate::generated::{Made, Options, made};
use crate::naive::{self, Given, Outcome, Total, evaluate};

/// What is no mere warning.
fn of_errors(problems: &Problems) -> impl Iterator<Item = &Diagnostic> {
    problems.iter().filter(|problem| problem.severity == Severity::Error)
}

/// The codes of what is no mere warning.
pub fn errors(problems: &Problems) -> impl Iterator<Item = Code> {
    of_errors(problems).map(|problem| problem.code)
}

/// The dossier, bound; nothing where it is refused for what may not be left unanswered, as the reference has it.
pub fn bound_unless_refused(made: &Made, rules: &RuleSet) -> Result<Option<Dossier>, TestCaseError> {
    let refused = naive::refused(&Given::of(made));
    match rules.bind(&made.dossier, &BindOptions::default()) {
        Ok(dossier) => {
            prop_assert!(refused.is_empty(), "not refused for {refused:?}");
            Ok(Some(dossier))
        }
        Err(problems) => {
            prop_assert!(errors(&problems).all(|code| code == Code::NotAnswered), "{problems}");
            let count: usize = of_errors(&problems).map(|problem| 1 + problem.more).sum();
            prop_assert_eq!(count, refused.len(), "{} where {:?} are open", problems, refused);
            Ok(None)
        }
    }
}

proptest! {
    #![proptest_config(law())]

    #[test]
    fn the_engine_agrees_with_the_naive_evaluator(made in any_made()) {
        agrees(&made)?;
    }
}

/// Rules and a dossier that leaves nothing missing.
pub fn any_made() -> BoxedStrategy<Made> {
    made(Options::all(0))
}

/// Every number and outcome is the naive evaluator's.
pub fn agrees(made: &Made) -> Result<(), TestCaseError> {
    let Some(dossier) = bound_unless_refused(made, &made.rule_set())? else { return Ok(()) };
    let (naive, open) = evaluate(&Given::of(made), &naive::Completion::default());
    if open.is_empty() {
        let found = differences(&assess(&dossier), &naive);
        prop_assert!(found.is_empty(), "{}", found.join("\n"));
    }
    Ok(())
}

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
    let accepted: Vec<&naive::Accepted> = naive.exceptions.iter().flatten().collect();
    check("exceptions".into(), engine.exceptions.len().to_string(), accepted.len().to_string());
    for (mine, theirs) in engine.exceptions.iter().zip(accepted) {
        let at = format!("exception on {}", mine.on);
        let worth = mine.worth.as_ref().map(one);
        check(
            format!("{at}.worth"),
            format!("{worth:?}"),
            format!("{:?}", theirs.worth.as_ref().map(Number::to_string)),
        );
        check(format!("{at}.decides"), format!("{:?}", mine.decides), format!("{:?}", theirs.decides));
    }
    let why: Vec<&str> = engine.refused.iter().map(|refused| refused.why.as_str()).collect();
    let reasons: Vec<&str> = naive.exceptions.iter().filter_map(|verdict| verdict.as_ref().err().copied()).collect();
    check("refused".into(), format!("{why:?}"), format!("{reasons:?}"));
    found
}
