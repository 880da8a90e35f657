//! What attributions say of units written by hand.

use predikat::attribution::{Cause, Split, attribution, change, change_of_rules};
use predikat::{DossierDocument, Number, RuleSet, assess};

use super::bound;

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
    let dossier = bound(&rules, &document.unwrap());
    let score = attribution(&dossier, &assess(&dossier)).score.unwrap();
    // From 3 to 6 by x alone, from 6 to 12 by x and y together.
    let lost: Vec<(&str, String)> = score.lost.iter().map(|lost| (lost.at.as_str(), lost.points.to_string())).collect();
    assert_eq!(lost, [("x", "6".to_owned()), ("y", "3".to_owned())]);
}
