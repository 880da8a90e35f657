//! Every date of a timeline is confirmed by assessing the day before and the day itself.

use predikat::assessment::{Assessment, Eligibility, Score, Status};
use predikat::timeline::{Cause, renewals, timeline};
use predikat::{Date, Dossier, assess};
use proptest::prelude::*;

use crate::generated::{Options, made, moves_daily};
use crate::slow::{slow_law, very_slow_law};
use crate::{bound, rules};

/// As of a day, as it was known on it.
fn on(dossier: &Dossier, day: Date) -> Assessment {
    assess(&dossier.with_as_of(day).with_known(day))
}

proptest! {
    #![proptest_config(slow_law())]

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
}

proptest! {
    #![proptest_config(very_slow_law())]

    /// The first renewal of each award is due on the first day on which the award is lost, and no day before.
    #[test]
    fn each_renewal_is_due_on_the_day_on_which_the_award_is_lost(made in made(Options { missing: 0, ..Options::default() })) {
        let dossier = bound(&rules(&made), &made.dossier);
        let now = on(&dossier, dossier.as_of());
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

/// What a timeline tells of an assessment: its total, its awards and its statuses.
fn told(assessment: &Assessment) -> (Score, Vec<Eligibility>, Vec<Status>) {
    let awards = assessment.awards.values().map(|award| award.outcome).collect();
    (assessment.total.clone(), awards, assessment.criteria.values().map(|criterion| criterion.status).collect())
}

proptest! {
    #![proptest_config(very_slow_law())]

    /// The timeline names every day on which the assessment of that day is another, and no other day.
    #[test]
    fn a_timeline_names_every_day_of_change(made in made(Options { missing: 1, ..Options::default() })) {
        // a line over days moves a little every day, and is no crossing
        prop_assume!(!moves_daily(&made.rules));
        let dossier = bound(&rules(&made), &made.dossier);
        let first = dossier.as_of();
        let last = first.plus_days(420).unwrap();
        let named: Vec<Date> = timeline(&dossier, last).iter().map(|change| change.on).collect();
        let mut changed = Vec::new();
        let mut before = told(&on(&dossier, first));
        for day in (1..=420).map(|days| first.plus_days(days).unwrap()) {
            let now = told(&on(&dossier, day));
            if now != before {
                changed.push(day);
            }
            before = now;
        }
        prop_assert_eq!(named, changed);
    }
}
