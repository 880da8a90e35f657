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
