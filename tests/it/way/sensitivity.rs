//! Where sensitivity leaves a weight undecided.

use predikat::sensitivity::{WeightRange, sensitivity};
use predikat::{RuleSet, assess};

use super::bound;

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
    let rules = RuleSet::from_yaml("c.yaml", text).unwrap();
    let unit = predikat::DossierDocument::from_yaml("u.yaml", "{unit: u, as_of: 2024-01-01, facts: {a: yes, b: no}}");
    let dossier = bound(&rules, &unit.unwrap());
    let found = sensitivity(&dossier, &assess(&dossier));
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
        let rules = RuleSet::from_yaml("s.yaml", text).unwrap_or_else(|problems| panic!("{problems}"));
        let unit = format!("{{unit: u, as_of: 2024-01-01, facts: {{{facts}}}}}");
        let unit = predikat::DossierDocument::from_yaml("u.yaml", &unit).unwrap();
        let dossier = bound(&rules, &unit);
        let found = sensitivity(&dossier, &assess(&dossier));
        found.weights.into_iter().find(|weight| weight.criterion == "g").unwrap().range
    };
    assert_eq!(range(text, "g.a: yes, g.fine.paid: no"), WeightRange::NotDecided);
    let plain = text.replace("      - {id: fine", "      # - {id: fine");
    assert_eq!(range(&plain, "g.a: yes"), WeightRange::Within { low: None, high: None });
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
    let rules = RuleSet::from_yaml("p.yaml", text).unwrap();
    let unit = "{unit: u, as_of: 2024-01-01, facts: {marks: 50, disputes: 1}}";
    let dossier = bound(&rules, &predikat::DossierDocument::from_yaml("u.yaml", unit).unwrap());
    let found = sensitivity(&dossier, &assess(&dossier));
    let pivotal: Vec<&str> = found.awards["ok"].pivotal.iter().map(|one| one.criterion.as_str()).collect();
    assert_eq!(pivotal, ["base", "penalties.disputes"]);
}
