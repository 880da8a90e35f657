//! What attributions say, on random rule sets and dossiers: nothing is left over, and nothing is made up.

use crate::generated::{Options, made};
use crate::{bound, config, rules};
use predikat::assessment::Score;
use predikat::attribution::{Attribution, Cause, Change, Split, attribution, change, change_of_rules};
use predikat::{Dossier, DossierDocument, Number, RuleSet, assess};
use proptest::prelude::*;

fn attributed(dossier: &Dossier) -> Attribution {
    attribution(dossier, &assess(dossier))
}

fn ends(score: &Score) -> (Number, Number) {
    score.points().map(|points| (points.low.clone(), points.high.clone())).unwrap_or_default()
}

/// The shares of a change add up to it: of the score, and of every award.
fn check_sums(change: &Change) -> Result<(), TestCaseError> {
    let ((low, high), (new_low, new_high)) = (ends(&change.total.0), ends(&change.total.1));
    prop_assert_eq!(change.causes.iter().map(|one| &one.total.low).sum::<Number>(), new_low - low);
    prop_assert_eq!(change.causes.iter().map(|one| &one.total.high).sum::<Number>(), new_high - high);
    for award in change.awards.keys() {
        let shares = change.causes.iter().filter_map(|one| one.awards.get(award));
        prop_assert_eq!(shares.sum::<Number>(), Number::ONE, "{}", award);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(250))]

    /// The points lost add up to the distance from full, missing facts or not.
    #[test]
    fn losses_add_up_to_the_distance_from_full(made in made(Options { missing: 2, ..Options::default() })) {
        let dossier = bound(&rules(&made), &made.dossier);
        let assessment = assess(&dossier);
        let Some(score) = attributed(&dossier).score else { return Ok(()) };
        let points = assessment.total.points().expect("a score");
        prop_assert_eq!(&score.total, &points.low);
        prop_assert_eq!(&score.of, &points.of.low);
        prop_assert_eq!(score.lost.iter().map(|lost| &lost.points).sum::<Number>(), &score.of - &score.total);
    }

}

proptest! {
    #![proptest_config(config(60))]

    /// The same unit later, with other answers, documents and exceptions: the change is shared out without remainder.
    #[test]
    fn a_change_is_shared_out_exactly(
        made in made(Options { missing: 1, ..Options::default() }),
        days in 0..500_i64,
        drop in proptest::collection::vec(any::<bool>(), 12),
    ) {
        let rules = rules(&made);
        let mut after = made.dossier.clone();
        after.as_of = after.as_of.and_then(|date| date.plus_days(days));
        let mut keep = drop.iter().cycle();
        let before = made.dossier.clone();
        after.facts.retain(|_, _| *keep.next().unwrap() || *keep.next().unwrap());
        after.evidence.retain(|_| *keep.next().unwrap());
        for exception in &mut after.exceptions {
            exception.evidence.retain(|id| after.evidence.iter().any(|document| document.id == *id));
        }
        after.exceptions.retain(|_| *keep.next().unwrap());
        after.rounds.clear();
        for (from, to) in [(&before, &after), (&after, &before)] {
            let (from, to) = (bound(&rules, from), bound(&rules, to));
            let found = change(&from, &to).unwrap();
            check_sums(&found)?;
            prop_assert!(found.causes.iter().all(|one| one.cause != Cause::Other), "{found:#?}");
        }
    }
}

#[test]
fn nothing_changed_has_no_cause() {
    let rules = desk("60");
    let dossier = bound(&rules, &unit("yes", "no"));
    let found = change(&dossier, &dossier.clone()).unwrap();
    assert!(found.causes.is_empty() && found.awards.is_empty(), "{found:?}");
}

fn desk(threshold: &str) -> RuleSet {
    let text = format!(
        "
ruleset: desk
edition: 1.0.0
scales: {{yn: {{yes: 1, no: 0}}}}
criteria:
  - {{id: a, weight: 40, answer: yn}}
  - {{id: b, weight: 60, answer: yn}}
awards: [{{id: tidy, requires: [{{id: total, score: total, at_least: {threshold}}}]}}]
"
    );
    RuleSet::from_yaml("desk.yaml", &text).unwrap()
}

fn unit(a: &str, b: &str) -> DossierDocument {
    DossierDocument::from_yaml("unit.yaml", &format!("{{unit: u, as_of: 2024-01-01, facts: {{a: {a}, b: {b}}}}}"))
        .unwrap()
}

#[test]
fn two_facts_share_what_they_turn_together() {
    let rules = desk("100");
    let found = change(&bound(&rules, &unit("no", "no")), &bound(&rules, &unit("yes", "yes"))).unwrap();
    assert_eq!(found.split, Split::Shapley);
    let shares: Vec<String> = found.causes.iter().map(|one| one.total.low.to_string()).collect();
    assert_eq!(shares, ["40", "60"]);
    assert!(found.causes.iter().all(|one| one.awards["tidy"] == Number::ratio(1, 2).unwrap()), "{found:?}");
}

#[test]
fn new_rules_come_first_and_have_what_they_alone_turn() {
    let (old, new) = (desk("60"), desk("40"));
    let document = unit("yes", "no");
    let found =
        change_of_rules(&bound(&old, &document), &bound(&new, &document), &bound(&new, &unit("yes", "yes"))).unwrap();
    assert!(matches!(found.causes[0].cause, Cause::Rules { .. }), "{found:?}");
    assert_eq!(found.causes[0].awards["tidy"], Number::ONE);
    assert_eq!(found.causes[0].total.low, Number::ZERO);
    assert_eq!(found.causes[1].total.low, Number::from(60));
    assert!(change(&bound(&old, &document), &bound(&new, &document)).is_err());
}

#[test]
fn more_causes_than_can_be_ordered_are_taken_in_order() {
    let criteria: Vec<String> = (0..12).map(|i| format!("  - {{id: c{i}, answer: yn}}")).collect();
    let text = format!(
        "ruleset: many\nedition: 1.0.0\nscales: {{yn: {{yes: 1, no: 0}}}}\ncriteria:\n{}\n",
        criteria.join("\n")
    );
    let rules = RuleSet::from_yaml("many.yaml", &text).unwrap();
    let unit = |word: &str| {
        let facts: Vec<String> = (0..12).map(|i| format!("c{i}: {word}")).collect();
        let text = format!("{{unit: u, as_of: 2024-01-01, facts: {{{}}}}}", facts.join(", "));
        bound(&rules, &DossierDocument::from_yaml("unit.yaml", &text).unwrap())
    };
    let found = change(&unit("no"), &unit("yes")).unwrap();
    assert_eq!(found.split, Split::InOrder);
    assert!(found.causes.len() == 12 && found.causes.iter().all(|one| one.total.low == Number::ONE), "{found:?}");
}

#[test]
fn a_minimum_is_lost_by_those_that_are_low() {
    let text = "
ruleset: least
edition: 1.0.0
scales: {abc: {a: 1, b: 0.5, c: 0.25}}
total: {aggregate: min, weight: 12}
criteria: [{id: x, answer: abc}, {id: y, answer: abc}, {id: z, answer: abc}]
";
    let rules = RuleSet::from_yaml("least.yaml", text).unwrap();
    let document = DossierDocument::from_yaml("u.yaml", "{unit: u, as_of: 2024-01-01, facts: {x: c, y: b, z: a}}");
    let score = attributed(&bound(&rules, &document.unwrap())).score.unwrap();
    // From 3 to 6 by x alone, from 6 to 12 by x and y together.
    let lost: Vec<(&str, String)> = score.lost.iter().map(|lost| (lost.at.as_str(), lost.points.to_string())).collect();
    assert_eq!(lost, [("x", "6".to_owned()), ("y", "3".to_owned())]);
}
