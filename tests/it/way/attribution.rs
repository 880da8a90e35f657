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

fn lost(rules: &str, facts: &str) -> Vec<String> {
    let rules = RuleSet::from_yaml("rules.yaml", rules).unwrap_or_else(|problems| panic!("{problems}"));
    let unit = format!("{{unit: u, as_of: 2024-07-01, facts: {{{facts}}}}}");
    let dossier = bound(&rules, &DossierDocument::from_yaml("unit.yaml", &unit).unwrap());
    let score = attribution(&dossier, &assess(&dossier)).score.unwrap();
    let sum: Number = score.lost.iter().map(|one| &one.points).sum();
    assert_eq!(sum, &score.of - &score.total);
    score.lost.iter().map(|one| format!("{} {} {}", one.at, one.by.word(), one.points)).collect()
}

/// A late penalty of 10 a day, 40 at most, that applies only when late: work lacks 20 of 100 by its answer, and the penalty,
/// which perhaps does not apply, may take 40.
#[test]
fn a_penalty_that_perhaps_does_not_apply_is_open_by_itself() {
    let rules = "
ruleset: assignment
edition: 1.0.0
facts:
  late: {type: integer, min: 0}
  marks: {type: integer, min: 0, max: 100}
criteria:
  - {id: work, weight: 100, linear: {of: marks, from: 0, to: 100}}
  - id: penalty
    aggregate: deduct
    weight: 0
    floor: -40
    criteria: [{id: days, weight: 40, applies_when: {late: {above: 0}}, linear: {of: late, from: 4, to: 0}}]
";
    assert_eq!(lost(rules, "marks: 80"), ["work facts 20", "penalty open 40"]);
    assert_eq!(lost(rules, "marks: 80, late: 3"), ["work facts 20", "penalty.days facts 30"]);
    assert_eq!(lost(rules, "marks: 80, late: 0"), ["work facts 20"]);
}

/// In a `min` weights are not looked at: a leaf of weight 0 that is not met loses all 10, by its answer. In a `deduct` a gate
/// that is met and holds a penalty loses what the penalty takes.
#[test]
fn what_weighs_0_loses_where_its_fraction_or_its_points_are_read() {
    let rules = "
ruleset: gates
edition: 1.0.0
scales: {yn: {yes: 1, half: 0.5, no: 0}}
evidence: {photo: {}}
criteria:
  - id: least
    aggregate: min
    weight: 10
    criteria: [{id: a, weight: 0, answer: yn}, {id: b, weight: 0, answer: yn, evidence: photo}]
  - id: off
    aggregate: deduct
    weight: 6
    criteria:
      - id: gate
        aggregate: mean
        weight: 0
        criteria:
          - {id: open, answer: yn}
          - {id: fine, aggregate: deduct, weight: 0, floor: -4, criteria: [{id: paid, weight: 4, answer: yn}]}
";
    let facts = "least.b: yes, off.gate.open: yes, off.gate.fine.paid: no";
    // Of the least: either alone brings nothing, both bring 10. `b` lacks its photo.
    assert_eq!(
        lost(rules, &format!("least.a: no, {facts}")),
        ["least.a facts 5", "least.b evidence 5", "off.gate.fine.paid facts 4"]
    );
    assert_eq!(lost(rules, &format!("least.a: yes, {facts}")), ["least.b evidence 10", "off.gate.fine.paid facts 4"]);
}

/// An empty group hands up a penalty that perhaps applies: it is open where it is added.
#[test]
fn what_is_handed_up_and_open_is_told_where_it_comes_from() {
    let rules = "
ruleset: up
edition: 1.0.0
scales: {yn: {yes: 1, no: 0}}
facts: {here: {type: boolean}, fined: {type: boolean}}
criteria:
  - {id: base, weight: 10, answer: yn}
  - id: hidden
    criteria:
      - {id: x, weight: 5, answer: yn, applies_when: {here: true}}
      - {id: fine, aggregate: deduct, weight: 0, floor: -4, applies_when: {fined: true}, criteria: [{id: paid, weight: 4, answer: yn}]}
";
    // The weight of 5 is taken over by `base`: 15 of 15, less perhaps 4.
    assert_eq!(lost(rules, "base: yes, here: false, hidden.x: no, hidden.fine.paid: no"), ["hidden open 4"]);
    assert_eq!(
        lost(rules, "base: yes, here: false, fined: true, hidden.x: no, hidden.fine.paid: no"),
        ["hidden.fine.paid facts 4"]
    );
}

#[test]
fn what_weighs_0_and_is_all_there_is_may_leave_its_group_empty() {
    let rules = "
ruleset: r
edition: 1.0.0
scales: {yn: {yes: 1, na: not_applicable}}
criteria: [{id: c, weight: 0, answer: yn}]
total: {when_empty: met}
";
    assert_eq!(lost(rules, ""), Vec::<String>::new());
}
