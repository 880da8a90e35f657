//! What sensitivity says is confirmed by doing it: flipping the criterion, moving the threshold or the weight.

use std::collections::BTreeSet;

use predikat::assessment::{Assessment, Eligibility};
use predikat::document::Literal;
use predikat::sensitivity::{End, Sensitivity, WeightRange, sensitivity};
use predikat::{Number, RuleDocument, RuleSet, assess};
use proptest::prelude::*;

use crate::generated::{self, Made, Options, at_path, conditions, each, made, names};
use crate::slow::slow_law;
use crate::{bound, rules};

fn outcomes(assessment: &Assessment) -> Vec<Eligibility> {
    assessment.awards.values().map(|award| award.outcome).collect()
}

fn found(made: &Made) -> (Assessment, Sensitivity) {
    let dossier = bound(&rules(made), &made.dossier);
    let assessment = assess(&dossier);
    let sensitivity = sensitivity(&dossier, &assessment);
    (assessment, sensitivity)
}

fn rule_set(document: &RuleDocument) -> RuleSet {
    RuleSet::from_document(document).unwrap_or_else(|problems| panic!("{problems}\n{}", document.to_yaml()))
}

/// The outcomes under other rules; `None` where `check` refuses them.
fn under(document: &RuleDocument, made: &Made) -> Option<Vec<Eligibility>> {
    let rules = RuleSet::from_document(document).ok()?;
    Some(outcomes(&assess(&bound(&rules, &made.dossier))))
}

/// Numbers inside of a range, its own ends where they belong to it, and the first number outside: an end that does not
/// belong to it, since behind that all may be as it was.
fn samples(low: Option<&End>, high: Option<&End>, now: &Number) -> (Vec<Number>, Vec<Number>) {
    let (mut inside, mut outside) = (vec![now.clone()], Vec::new());
    let small = Number::ratio(1, 1_000_000).unwrap();
    // far enough to be another number, and not beyond 0
    let far = &Number::ratio(1, 2).unwrap() * &if now.is_negative() { -now } else { now.clone() };
    let far = if far.is_zero() { Number::ONE } else { far };
    for (end, sign) in [(low, -Number::ONE), (high, Number::ONE)] {
        match end {
            None => inside.push(now + &(&sign * &far)),
            Some(end) => {
                if end.included {
                    inside.push(end.at.clone());
                    outside.push(&end.at + &(&sign * &small));
                } else {
                    outside.push(end.at.clone());
                }
                if end.at != *now {
                    inside.push(&end.at - &(&sign * &small));
                }
            }
        }
    }
    (inside, outside)
}

proptest! {
    #![proptest_config(slow_law())]

    /// Within the range of a weight every award comes out the same; just outside one does not.
    #[test]
    fn the_range_of_a_weight_is_exact(made in made(Options { awards: 1, ..Options::default() })) {
        let (assessment, sensitivity) = found(&made);
        let now = outcomes(&assessment);
        for weight in &sensitivity.weights {
            let WeightRange::Within { low, high } = &weight.range else { continue };
            let under = |value: &Number| {
                let mut document = made.rules.clone();
                at_path(&mut document.criteria, &weight.criterion).weight = Some(value.clone());
                under(&document, &made)
            };
            let (inside, outside) = samples(low.as_ref(), high.as_ref(), &weight.now);
            for value in inside.iter().filter(|value| !value.is_negative() && !value.is_zero()) {
                if let Some(then) = under(value) {
                    prop_assert_eq!(&then, &now, "{} at {} in {:?}", weight.criterion, value, weight.range);
                }
            }
            for value in outside.iter().filter(|value| !value.is_negative() && !value.is_zero()) {
                if let Some(then) = under(value) {
                    prop_assert_ne!(&then, &now, "{} at {} in {:?}", weight.criterion, value, weight.range);
                }
            }
        }
    }

    /// Within the range of a threshold every award comes out the same; just outside one does not.
    #[test]
    fn the_range_of_a_threshold_is_exact(made in made(Options { missing: 1, awards: 1, ..Options::default() })) {
        let (assessment, sensitivity) = found(&made);
        let now = outcomes(&assessment);
        for (award, requirement) in sensitivity.awards.iter().flat_map(|(id, award)| award.requirements.iter().map(move |one| (id, one))) {
            let Some(range) = &requirement.threshold else { continue };
            let under = |value: &Number| {
                let mut document = made.rules.clone();
                let award = document.awards.iter_mut().find(|one| one.id == *award).unwrap();
                let conditional = award.conditional.iter_mut().flat_map(|one| &mut one.requires);
                let asked = award.requires.iter_mut().chain(conditional).find(|one| one.id == requirement.id).unwrap();
                let thresholds = [&mut asked.at_least, &mut asked.at_least_percent, &mut asked.at_most, &mut asked.above, &mut asked.below];
                for threshold in thresholds.into_iter().flatten() {
                    threshold.clone_from(value);
                }
                under(&document, &made)
            };
            let (inside, outside) = samples(range.low.as_ref(), range.high.as_ref(), &range.now);
            for value in &inside {
                if let Some(then) = under(value) {
                    prop_assert_eq!(&then, &now, "{}.{} at {} in {:?}", award, requirement.id, value, range);
                }
            }
            for value in &outside {
                if let Some(then) = under(value) {
                    prop_assert_ne!(&then, &now, "{}.{} at {} in {:?}", award, requirement.id, value, range);
                }
            }
        }
    }

    /// A criterion turns an award exactly where giving it that answer does.
    #[test]
    fn pivotal_criteria_are_confirmed_by_flipping_them(made in made(Options { answers: true, awards: 1, ..Options::default() })) {
        let Made { mut rules, mut dossier, .. } = made;
        // What is supposed is what an answer gives, neither evidence nor an exception in its way.
        dossier.exceptions.clear();
        dossier.rounds.clear();
        rules.defaults.iter_mut().for_each(|defaults| defaults.evidence = None);
        each(&mut rules.criteria, &mut |criterion| {
            criterion.evidence = None;
            criterion.defaults.iter_mut().for_each(|defaults| defaults.evidence = None);
        });
        // Nor does a condition see more of the answer.
        let mut read = BTreeSet::new();
        conditions(&mut rules, &mut |condition| names(condition, &mut read));
        let leaves = generated::leaves(&rules.criteria);
        let rules = rule_set(&rules);
        let now = bound(&rules, &dossier);
        let sensitivity = sensitivity(&now, &assess(&now));
        for path in leaves.iter().filter(|path| !read.contains(*path)) {
            for answer in ["A", "B", "C", "D"] {
                let mut flipped = dossier.clone();
                flipped.facts.insert(path.clone(), Literal::text(answer));
                let then = assess(&bound(&rules, &flipped));
                for (id, award) in &sensitivity.awards {
                    let turns = award.pivotal.iter().filter(|one| one.criterion == *path).flat_map(|one| &one.turns);
                    let told = turns.into_iter().find(|turn| turn.answers.iter().any(|one| one == answer)).map(|turn| turn.outcome);
                    let done = then.awards[id].outcome;
                    // A criterion that does not apply, or around which something does not, turns nothing, and is not listed.
                    prop_assert_eq!(told.unwrap_or(award.outcome), done, "{} at {}: {}", id, path, answer);
                }
            }
        }
    }
}
