//! What a search looks for: some wants that must all come true at once.

use super::reads::{Read, Reads};
use crate::Number;
use crate::assessment::{Eligibility, Verdict};
use crate::evaluate::Truth;
use crate::invariant::Always;
use crate::rule_set::{AwardId, Compiled, ScoreOf};
use crate::score::seen::Seen;

/// One thing that must come true.
#[derive(Clone, Debug)]
pub(super) enum Want {
    /// The award comes out so, or anyhow else.
    Award { award: AwardId, outcome: Eligibility, is: bool },
    /// A requirement, by its position, comes out so.
    Requirement { award: AwardId, at: usize, verdict: Verdict },
    /// A bar, by its position, stands or does not.
    Bar { award: AwardId, at: usize, stands: bool },
    /// A score that applies is at most this; less, where it says so.
    AtMost { of: ScoreOf, value: Number, strictly: bool },
    /// A score that applies is at least this; more, where it says so.
    AtLeast { of: ScoreOf, value: Number, strictly: bool },
}

pub(super) const OF_AWARD: &str = "a requirement or bar that is wanted is one of its award's";

impl Want {
    /// Whether it comes true, as far as the bounds tell.
    pub(super) fn judge(&self, rules: &Compiled, seen: &Seen) -> Truth {
        let verdict = |found: Option<Verdict>, wanted: Verdict| match found.or_widest(OF_AWARD, || Verdict::Open) {
            found if found == wanted => Truth::True,
            Verdict::Open => Truth::Unknown,
            Verdict::Holds | Verdict::Fails => Truth::False,
        };
        match self {
            Want::AtMost { of, value, strictly } => {
                let Some((points, applies)) = seen.bounds(rules, *of) else { return Truth::False };
                let within = |n: &Number| if *strictly { n < value } else { n <= value };
                between(within(&points.low), within(&points.high), applies)
            }
            Want::AtLeast { of, value, strictly } => {
                let Some((points, applies)) = seen.bounds(rules, *of) else { return Truth::False };
                let within = |n: &Number| if *strictly { n > value } else { n >= value };
                between(within(&points.high), within(&points.low), applies)
            }
            Want::Award { award, outcome, is } => match seen.award(*award) {
                Eligibility::Undetermined => Truth::Unknown,
                found => Truth::from((found == *outcome) == *is),
            },
            Want::Requirement { award, at, verdict: wanted } => verdict(seen.requirement(*award, *at), *wanted),
            Want::Bar { award, at, stands } => {
                let wanted = if *stands { Verdict::Holds } else { Verdict::Fails };
                verdict(seen.bar(*award, *at), wanted)
            }
        }
    }

    /// By how many points it does not come true, where points tell.
    pub(super) fn misses_by(&self, rules: &Compiled, seen: &Seen) -> Option<Number> {
        match self {
            Want::AtMost { of, value, .. } | Want::AtLeast { of, value, .. } => {
                let (points, _) = seen.bounds(rules, *of)?;
                Some((&points.low - value).abs())
            }
            Want::Requirement { award, at, .. } => seen.off(*award, *at),
            Want::Award { award, .. } => {
                let positions = 0..rules.awards[*award].requires.len();
                let failing = positions.filter(|at| seen.requirement(*award, *at) == Some(Verdict::Fails));
                let off: Vec<Number> = failing.filter_map(|at| seen.off(*award, at)).collect();
                (!off.is_empty()).then(|| off.into_iter().sum())
            }
            Want::Bar { .. } => None,
        }
    }

    /// What it can hang on.
    pub(super) fn reads(&self, rules: &Compiled, reads: &Reads<'_>) -> Read {
        match self {
            Want::Award { award, .. } => reads.award(*award).clone(),
            Want::Requirement { award, at, .. } => {
                let read = rules.awards[*award].requires.get(*at).map(|one| reads.requirement(one));
                read.or_widest(OF_AWARD, || reads.award(*award).clone())
            }
            Want::Bar { award, at, .. } => {
                let read = rules.awards[*award].bars.get(*at).map(|one| reads.bar(&one.test));
                read.or_widest(OF_AWARD, || reads.award(*award).clone())
            }
            Want::AtMost { of, .. } | Want::AtLeast { of, .. } => reads.score(*of),
        }
    }

    /// Whether answers that give more help it.
    pub(super) fn is_upward(&self) -> bool {
        match self {
            Want::Award { outcome, is, .. } => (*outcome == Eligibility::Eligible) == *is,
            Want::Requirement { verdict, .. } => *verdict == Verdict::Holds,
            Want::Bar { stands, .. } => !stands,
            Want::AtLeast { .. } => true,
            Want::AtMost { .. } => false,
        }
    }
}

/// From whether the end nearest to the goal and the one farthest from it reach it.
fn between(nearest: bool, farthest: bool, applies: Truth) -> Truth {
    match (nearest, farthest) {
        (false, _) => Truth::False,
        (true, true) => applies,
        (true, false) => Truth::Unknown,
    }
}
