//! What a search looks for: some wants that must all come true at once.

use super::reads::{Read, Reads};
use crate::Number;
use crate::assess::Outline;
use crate::assessment::{AwardOutcome, Eligibility, Verdict};
use crate::evaluate::Truth;
use crate::rule_set::{AwardId, Compiled, ScoreOf};

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

impl Want {
    /// Whether it comes true, as far as the bounds tell.
    pub(super) fn judge(&self, seen: &Outline) -> Truth {
        match self {
            Want::AtMost { of, value, strictly } => {
                let Some((points, applies)) = seen.bounds(*of) else { return Truth::False };
                let within = |n: &Number| if *strictly { n < value } else { n <= value };
                between(within(&points.low), within(&points.high), applies)
            }
            Want::AtLeast { of, value, strictly } => {
                let Some((points, applies)) = seen.bounds(*of) else { return Truth::False };
                let within = |n: &Number| if *strictly { n > value } else { n >= value };
                between(within(&points.high), within(&points.low), applies)
            }
            Want::Award { award, .. } | Want::Requirement { award, .. } | Want::Bar { award, .. } => {
                self.judge_award(seen.outcome(*award))
            }
        }
    }

    /// Of the outcome of its award.
    pub(super) fn judge_award(&self, outcome: &AwardOutcome) -> Truth {
        let verdict = |found: Option<Verdict>, wanted: Verdict| match found {
            Some(found) if found == wanted => Truth::True,
            Some(Verdict::Open) => Truth::Unknown,
            _ => Truth::False,
        };
        match self {
            Want::Award { outcome: wanted, is, .. } => match outcome.outcome {
                Eligibility::Undetermined => Truth::Unknown,
                found => Truth::from((found == *wanted) == *is),
            },
            Want::Requirement { at, verdict: wanted, .. } => {
                verdict(outcome.requirements.get(*at).map(|one| one.outcome), *wanted)
            }
            Want::Bar { at, stands, .. } => {
                let wanted = if *stands { Verdict::Holds } else { Verdict::Fails };
                verdict(outcome.bars.get(*at).map(|one| one.outcome), wanted)
            }
            Want::AtMost { .. } | Want::AtLeast { .. } => Truth::Unknown,
        }
    }

    /// By how many points it does not come true, where points tell.
    pub(super) fn misses_by(&self, seen: &Outline) -> Option<Number> {
        match self {
            Want::AtMost { of, value, .. } | Want::AtLeast { of, value, .. } => {
                let (points, _) = seen.bounds(*of)?;
                Some((&points.low - value).abs())
            }
            Want::Requirement { award, at, .. } => {
                let margin = seen.outcome(*award).requirements.get(*at)?.margin.as_ref()?;
                Some(margin.low.abs())
            }
            Want::Award { award, .. } => {
                let requirements = seen.outcome(*award).requirements.iter();
                let failing = requirements.filter(|one| one.outcome == Verdict::Fails);
                let margins: Vec<Number> = failing.filter_map(|one| Some(one.margin.as_ref()?.low.abs())).collect();
                (!margins.is_empty()).then(|| margins.into_iter().sum())
            }
            Want::Bar { .. } => None,
        }
    }

    /// What it can hang on.
    pub(super) fn reads(&self, rules: &Compiled, reads: &Reads<'_>) -> Read {
        match self {
            Want::Award { award, .. } => reads.award(*award),
            Want::Requirement { award, at, .. } => {
                rules.awards[*award].requires.get(*at).map(|one| reads.requirement(one)).unwrap_or_default()
            }
            Want::Bar { award, at, .. } => {
                rules.awards[*award].bars.get(*at).map(|one| reads.bar(&one.test)).unwrap_or_default()
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
