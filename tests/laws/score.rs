//! Scores and outcomes alone are those of the whole assessment: of rules that run as integers, and of any others.

use crate::config::law;
use crate::generated::{Options, made, plain};
use crate::met::met;
use predikat::document::RuleDocument;
use predikat::dossier::BindOptions;
use predikat::score::{Assessed, Scorer, Scores};
use predikat::{Assessment, DossierDocument, RuleSet, assess};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

/// What the two say differently.
fn difference(assessment: &Assessment, scores: &Scores) -> Option<String> {
    if scores.total() != assessment.total {
        return Some(format!("total: {:?} against {:?}", scores.total(), assessment.total));
    }
    if scores.highest() != assessment.highest.as_deref() {
        return Some(format!("highest: {:?} against {:?}", scores.highest(), assessment.highest));
    }
    for (id, award) in &assessment.awards {
        if scores.award(id) != Some(award.outcome) {
            return Some(format!("{id}: {:?} against {:?}", scores.award(id), award.outcome));
        }
    }
    for (path, criterion) in &assessment.criteria {
        if let Some(points) = scores.group(path)
            && (points.low != criterion.low || points.high != criterion.high || points.of != criterion.of)
        {
            return Some(format!("{path}: {points:?} against {criterion:?}"));
        }
    }
    for (id, measure) in &assessment.measures {
        if let Some(points) = scores.measure(id)
            && (points.low != measure.low || points.high != measure.high || points.of != measure.of)
        {
            return Some(format!("{id}: {points:?} against {measure:?}"));
        }
    }
    None
}

/// What is told on asking, and said differently by the whole assessment.
fn told_differently(assessment: &Assessment, assessed: &Assessed) -> Option<String> {
    if let Some(difference) = difference(assessment, assessed.scores()) {
        return Some(difference);
    }
    for (path, criterion) in &assessment.criteria {
        let (status, because) = (assessed.status(path), assessed.because(path));
        if status != Some(criterion.status) || because.as_deref() != Some(criterion.because.as_str()) {
            return Some(format!("{path}: {status:?}, {because:?} against {criterion:?}"));
        }
    }
    for (id, award) in &assessment.awards {
        let conditional = award.conditional.iter().flat_map(|conditional| &conditional.requirements);
        for requirement in award.requirements.iter().chain(conditional) {
            let verdict = assessed.verdict(id, &requirement.id);
            if verdict != Some(requirement.outcome) {
                return Some(format!("{id}.{}: {verdict:?} against {requirement:?}", requirement.id));
            }
        }
    }
    (assessed.whole() != Some(assessment)).then(|| "the whole".to_owned())
}

fn compare(rules: &RuleDocument, dossier: &DossierDocument, scores: &mut Scores) -> Result<(bool, bool), String> {
    let Ok(rules) = RuleSet::from_document(rules) else { return Ok((false, true)) };
    let Ok(dossier) = rules.bind(dossier, &BindOptions::default()) else { return Ok((false, true)) };
    let scorer = Scorer::new(&rules);
    scorer.score(&dossier, scores);
    let assessment = assess(&dossier);
    let mut assessed = Assessed::default();
    // The room is used again, for the same once more.
    for _ in 0..2 {
        scorer.assess(&dossier, &mut assessed);
        if let Some(difference) = told_differently(&assessment, &assessed) {
            return Err(difference);
        }
    }
    match difference(&assessment, scores) {
        Some(difference) => Err(difference),
        None => Ok((scorer.is_compiled(), scores.is_wide())),
    }
}

proptest! {
    #![proptest_config(law())]

    #[test]
    fn any_rules_score_as_they_assess(made in made(Options { missing: 1, ..Options::default() })) {
        // The room is used again, for whatever was scored before.
        let mut scores = Scores::default();
        for _ in 0..2 {
            let found = compare(&made.rules, &made.dossier, &mut scores);
            prop_assert!(found.is_ok(), "{}\n{}", found.unwrap_err(), made.rules.to_yaml());
        }
    }
}

#[test]
fn rules_that_run_as_integers_score_as_they_assess() {
    // The law says something only where programs ran, and ran to their end.
    let (compiled, narrow) = score_plain_rules(0);
    met("compiled", compiled, 200, law().cases);
    met("ran to their end", narrow, 100, law().cases);
}

#[test]
fn rules_that_run_as_integers_score_as_they_assess_with_facts_missing() {
    let (compiled, narrow) = score_plain_rules(2);
    met("compiled", compiled, 200, law().cases);
    met("ran to their end", narrow, 75, law().cases);
}

/// How many rule sets were compiled, and of those how many ran to their end.
fn score_plain_rules(missing: usize) -> (usize, usize) {
    let counts = std::cell::RefCell::new((0, 0));
    TestRunner::new(law())
        .run(&made(Options { missing, ..Options::default() }), |mut made| {
            plain(&mut made.rules);
            made.dossier.exceptions.clear();
            let found = compare(&made.rules, &made.dossier, &mut Scores::default());
            prop_assert!(found.is_ok(), "{}\n{}", found.unwrap_err(), made.rules.to_yaml());
            let (compiled, wide) = found.unwrap();
            let mut counts = counts.borrow_mut();
            counts.0 += usize::from(compiled);
            counts.1 += usize::from(compiled && !wide);
            Ok(())
        })
        .unwrap();
    counts.into_inner()
}
