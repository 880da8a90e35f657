//! What attributions say, on random rule sets and dossiers: nothing is left over, and nothing is made up.

use predikat::assessment::Score;
use predikat::attribution::{Cause, Change, attribution, change};
use predikat::{Number, assess};
use proptest::prelude::*;

use crate::config::law;
use crate::generated::{Options, made};
use crate::slow::slow_law;
use crate::{bound, rules};

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
    #![proptest_config(law())]

    /// The points lost add up to the distance from full, missing facts or not.
    #[test]
    fn losses_add_up_to_the_distance_from_full(made in made(Options { missing: 2, ..Options::default() })) {
        let dossier = bound(&rules(&made), &made.dossier);
        let assessment = assess(&dossier);
        let Some(score) = attribution(&dossier, &assessment).score else { return Ok(()) };
        let points = assessment.total.points().expect("a score");
        prop_assert_eq!(&score.total, &points.low);
        prop_assert_eq!(&score.of, &points.of.low);
        prop_assert_eq!(score.lost.iter().map(|lost| &lost.points).sum::<Number>(), &score.of - &score.total);
    }
}

proptest! {
    #![proptest_config(slow_law())]

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
