//! Every date of a timeline is confirmed by assessing the day before and the day itself.

use predikat::assessment::{Assessment, Eligibility};
use predikat::timeline::{Cause, renewals, timeline};
use predikat::{Date, Dossier, DossierDocument, RuleSet, assess};
use proptest::prelude::*;

use crate::generated::{Options, made};
use crate::{bound, config, rules};

fn on(dossier: &Dossier, day: Date) -> Assessment {
    assess(&dossier.with_as_of(day))
}

proptest! {
    #![proptest_config(config(30))]

    #[test]
    fn each_date_of_change_is_confirmed(made in made(Options { missing: 1, ..Options::default() })) {
        let dossier = bound(&rules(&made), &made.dossier);
        let until = dossier.as_of().plus_days(420).unwrap();
        for change in timeline(&dossier, until) {
            if change.because.contains(&Cause::EditionLapses) {
                continue;
            }
            let (before, after) = (on(&dossier, change.on.plus_days(-1).unwrap()), on(&dossier, change.on));
            for (award, (old, new)) in &change.awards {
                prop_assert_eq!((before.awards[award].outcome, after.awards[award].outcome), (*old, *new));
            }
            for (path, (old, new)) in &change.criteria {
                prop_assert_eq!((before.criteria[path].status, after.criteria[path].status), (*old, *new));
            }
            if let Some((old, new)) = &change.total {
                prop_assert_eq!((&before.total, &after.total), (old, new));
                prop_assert_ne!(old, new);
            }
        }
    }

    /// The first renewal of each award is due on the first day on which the award is lost, and no day before.
    #[test]
    fn each_renewal_is_due_on_the_day_on_which_the_award_is_lost(made in made(Options { missing: 0, ..Options::default() })) {
        let dossier = bound(&rules(&made), &made.dossier);
        let now = assess(&dossier);
        let until = dossier.as_of().plus_days(420).unwrap();
        let found = renewals(&dossier, until);
        for (id, award) in now.awards.iter().filter(|(_, award)| award.outcome == Eligibility::Eligible) {
            let first = found.iter().find(|renewal| renewal.award == *id);
            let mut lost = None;
            for day in (1..=420).map(|days| dossier.as_of().plus_days(days).unwrap()) {
                if on(&dossier, day).awards[id].outcome != award.outcome {
                    lost = Some(day);
                    break;
                }
            }
            prop_assert_eq!(first.map(|renewal| renewal.by), lost, "{}", id);
        }
        for renewal in &found {
            let dates = renewal.renew.iter().filter_map(|cause| match cause {
                Cause::DocumentLapses(id) => Some(made.dossier.evidence.iter().any(|one| one.id == *id)),
                _ => None,
            });
            prop_assert!(dates.into_iter().all(|known| known));
        }
    }
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
