//! Where sensitivity leaves a weight undecided.

use predikat::assessment::Eligibility;
use predikat::sensitivity::{Sensitivity, WeightRange, sensitivity};
use predikat::{DossierDocument, RuleSet, assess};

use super::bound;

/// How firmly the unit of these facts stands under these rules.
fn found(rules: &str, facts: &str) -> Sensitivity {
    let rules = RuleSet::from_yaml("rules.yaml", rules).unwrap_or_else(|problems| panic!("{problems}"));
    let unit = format!("{{unit: u, as_of: 2024-01-01, facts: {{{facts}}}}}");
    let dossier = bound(&rules, &DossierDocument::from_yaml("u.yaml", &unit).unwrap());
    sensitivity(&dossier, &assess(&dossier))
}

#[test]
fn what_depends_through_a_cap_is_not_decided() {
    let text = "
ruleset: c
edition: 1.0.0
scales: {yn: {yes: 1, no: 0}}
total: {cap: 3}
criteria: [{id: a, weight: 3, answer: yn}, {id: b, answer: yn}]
awards: [{id: pass, requires: [{id: most, score: total, at_least: 2}]}]
";
    let found = found(text, "a: yes, b: no");
    assert!(found.weights.iter().all(|weight| weight.range == WeightRange::NotDecided), "{found:?}");
}

/// The penalty of 3 is added as it is: of a weight of 6 the group is 6 - 3 = 3 of 6, partly met, and of 3 it is 0 of 3, not
/// met. So its status depends on its weight.
#[test]
fn the_status_of_a_group_with_a_penalty_depends_on_its_weight() {
    let text = "
ruleset: s
edition: 1.0.0
scales: {yn: {yes: 1, no: 0}}
criteria:
  - id: g
    aggregate: mean
    weight: 6
    criteria:
      - {id: a, answer: yn}
      - {id: fine, aggregate: deduct, weight: 0, floor: -3, criteria: [{id: paid, weight: 3, answer: yn}]}
awards: [{id: pass, requires: [{id: g, criterion: g, is: [partly_met]}]}]
";
    let range = |text: &str, facts: &str| {
        let found = found(text, facts);
        found.weights.into_iter().find(|weight| weight.criterion == "g").unwrap().range
    };
    assert_eq!(range(text, "g.a: yes, g.fine.paid: no"), WeightRange::NotDecided);
    let plain = text.replace("      - {id: fine", "      # - {id: fine");
    assert_eq!(range(&plain, "g.a: yes"), WeightRange::Within { low: None, high: None });
}

/// Whether `a` applies is missing. Met, it satisfies the requirement either way; not met, only where it does not apply.
#[test]
fn a_leaf_that_perhaps_applies_is_pivotal() {
    let text = "
ruleset: p
edition: 1.0.0
facts: {here: {type: boolean}}
scales: {yn: {yes: 1, no: 0}}
criteria: [{id: a, answer: yn, applies_when: {here: true}}, {id: b, answer: yn}]
awards: [{id: pass, requires: [{id: met, criterion: a, is: [met]}]}]
";
    let found = found(text, "a: yes, b: no").awards.swap_remove("pass").unwrap();
    assert_eq!(found.outcome, Eligibility::Eligible);
    let turns: Vec<_> = found.pivotal[0].turns.iter().map(|turn| (turn.answers.as_slice(), turn.outcome)).collect();
    assert_eq!(turns, [(&["no".to_owned()][..], Eligibility::Undetermined)]);
    assert_eq!((found.pivotal.len(), found.pivotal[0].criterion.as_str()), (1, "a"));
}

/// A leaf in a penalty turns an award, though its group weighs 0.
#[test]
fn a_leaf_of_a_penalty_is_pivotal() {
    let text = "
ruleset: p
edition: 1.0.0
facts: {disputes: {type: integer, min: 0}, marks: {type: integer, min: 0, max: 100}}
criteria:
  - {id: base, weight: 100, linear: {of: marks, from: 0, to: 100}}
  - {id: penalties, aggregate: deduct, weight: 0, floor: -10, criteria: [{id: disputes, weight: 5, met_when: {disputes: 0}}]}
awards: [{id: ok, requires: [{id: t, score: total, at_least: 50}]}]
";
    let found = found(text, "marks: 50, disputes: 1");
    let pivotal: Vec<&str> = found.awards["ok"].pivotal.iter().map(|one| one.criterion.as_str()).collect();
    assert_eq!(pivotal, ["base", "penalties.disputes"]);
}
