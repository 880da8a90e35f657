//! Renewing by hand what a timeline tells to renew.

use predikat::assessment::{Assessment, Eligibility};
use predikat::timeline::{Cause, renewals};
use predikat::{Date, Dossier, DossierDocument, RuleSet, assess};

use super::bound;

fn on(dossier: &Dossier, day: Date) -> Assessment {
    assess(&dossier.with_as_of(day))
}

const RULES: &str = "
ruleset: desk
edition: 1.0.0
effective: {from: 2020-01-01, until: 2030-01-01}
scales: {yn: {yes: 1, no: 0}}
evidence: {permit: {valid_for: 1y}, photo: {valid_for: 2y}}
criteria:
  - {id: a, answer: yn, evidence: {any: [permit, photo]}}
  - {id: b, answer: yn, evidence: permit}
awards: [{id: tidy, requires: [{id: total, score: total, at_least: 2}]}]
";

const UNIT: &str = "
unit: corner
as_of: 2024-06-01
facts: {a: yes, b: yes}
evidence:
  - {id: p-1, type: permit, issued: 2024-03-14, supports: [a]}
  - {id: f-1, type: photo, issued: 2024-03-14, supports: [a]}
  - {id: p-2, type: permit, issued: 2024-05-01, supports: [b]}
";

/// Renewing a document by hand, as the list says, keeps the award to the next date of the list, and no further.
#[test]
fn renewing_by_hand_what_is_told_keeps_the_award() {
    let rules = RuleSet::from_yaml("desk.yaml", RULES).unwrap();
    let dossier = bound(&rules, &DossierDocument::from_yaml("corner.yaml", UNIT).unwrap());
    let found = renewals(&dossier, "2031-01-01".parse().unwrap());
    let told: Vec<(String, Vec<Cause>)> = found.iter().map(|one| (one.by.to_string(), one.renew.clone())).collect();
    let lapses = |id: &str| Cause::DocumentLapses(id.to_owned());
    // The permit of `a` need not be renewed while the photograph is valid; then either does.
    assert_eq!(told[0], ("2025-05-01".to_owned(), vec![lapses("p-2")]));
    assert_eq!(told[1], ("2026-03-14".to_owned(), vec![lapses("f-1")]));
    assert_eq!(told[2], ("2030-01-01".to_owned(), vec![]));
    let renewed =
        UNIT.replace("id: p-2, type: permit, issued: 2024-05-01", "id: p-2, type: permit, issued: 2025-04-30");
    let renewed = bound(&rules, &DossierDocument::from_yaml("corner.yaml", &renewed).unwrap());
    let outcome = |day: &str| on(&renewed, day.parse().unwrap()).awards["tidy"].outcome;
    assert_eq!(outcome("2025-05-01"), Eligibility::Eligible);
    assert_eq!(outcome("2026-03-13"), Eligibility::Eligible);
    assert_eq!(outcome("2026-03-14"), Eligibility::Ineligible);
}
