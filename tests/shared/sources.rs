//! Rules for small units, and the binding of what was read.

use predikat::dossier::{BindOptions, Dossier};
use predikat::{DossierDocument, Problems, RuleDocument, RuleSet};

/// What small units are bound to.
pub const RULES: &str = "
ruleset: units
edition: 1.0.0
scales: {abcd: {A: 1, B: 0.5, C: 0}}
facts:
  staff: {type: integer, min: 0}
  ready: {type: boolean}
  code: {type: text}
  since: {type: date}
evidence: {photo: {}, decree: {valid_for: 1y}}
criteria:
  - {id: team, criteria: [{id: chosen, answer: abcd, evidence: photo}, {id: led, answer: abcd, evidence: decree}]}
  - {id: enough, met_when: {staff: {at_least: 3}, ready: true, code: {min_length: 1}, since: {answered: true}}}
";

fn rules() -> RuleSet {
    RuleSet::from_document(&RuleDocument::from_yaml("rules.yaml", RULES).unwrap()).unwrap()
}

pub fn bind(unit: &Result<DossierDocument, Problems>) -> Result<Dossier, Problems> {
    let as_of = "2022-05-31".parse().unwrap();
    rules().bind(unit.as_ref().map_err(Clone::clone)?, &BindOptions::new().as_of(as_of))
}
