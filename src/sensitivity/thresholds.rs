//! How far a threshold may move.

use serde::{Deserialize, Serialize};

use super::{End, outcomes};
use crate::Number;
use crate::assess::{Outline, outline};
use crate::assessment::RequirementOutcome;
use crate::dossier::Dossier;
use crate::invariant::Always;
use crate::rule_set::{AwardId, Comparator, Requirement, RequirementTest};

/// The range of a threshold within which every award comes out the same; an absent end is no end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ThresholdRange {
    /// The threshold as the rules have it.
    pub now: Number,
    /// The least it may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<End>,
    /// The greatest it may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<End>,
}

/// A stretch of thresholds on which the comparison comes out the same.
struct Stretch {
    low: Option<End>,
    high: Option<End>,
    /// A threshold in it.
    sample: Number,
}

/// The range of the threshold of a requirement; `None` where it compares nothing.
pub(super) fn range(
    dossier: &Dossier,
    now: &Outline,
    award: AwardId,
    at: usize,
    asked: &Requirement,
    outcome: &RequirementOutcome,
) -> Option<ThresholdRange> {
    let RequirementTest::Score { comparison, .. } = &asked.test else { return None };
    let (threshold, margin) = (&comparison.threshold, outcome.margin.as_ref()?);
    let ends = (threshold + &margin.low, threshold + &margin.high);
    let stretches = stretches(comparison.comparator, ends);
    let inside = |one: &Stretch| {
        one.low.as_ref().is_none_or(|end| after(end, threshold))
            && one.high.as_ref().is_none_or(|end| before(end, threshold))
    };
    let here = stretches.iter().position(inside).always(ONE_OF_ALL)?;
    let current = outcomes(&dossier.rules, now);
    let same = |stretch: &Stretch| {
        let mut tried = dossier.clone();
        let Some(rules) = dossier.rules.with_threshold(award, at, &stretch.sample) else { return false };
        tried.rules = rules;
        outcomes(&dossier.rules, &outline(&tried)) == current
    };
    let (below, rest) = stretches.split_at_checked(here).always(ONE_OF_ALL)?;
    let (own, above) = rest.split_first().always(ONE_OF_ALL)?;
    let lowest = below.iter().rev().take_while(|stretch| same(stretch)).last().unwrap_or(own);
    let highest = above.iter().take_while(|stretch| same(stretch)).last().unwrap_or(own);
    Some(ThresholdRange { now: threshold.clone(), low: lowest.low.clone(), high: highest.high.clone() })
}

/// The stretches go from end to end.
const ONE_OF_ALL: &str = "every threshold is in one of the stretches";

/// The stretches from the least threshold to the greatest, for a score known to lie between two ends.
fn stretches(comparator: Comparator, (low, high): (Number, Number)) -> Vec<Stretch> {
    // Whether a threshold equal to the score belongs with those below it.
    let with_below = matches!(comparator, Comparator::AtLeast | Comparator::AtLeastPercent | Comparator::Below);
    let upto = |at: &Number| Some(End { at: at.clone(), included: with_below });
    let from = |at: &Number| Some(End { at: at.clone(), included: !with_below });
    let mut stretches = vec![Stretch { low: None, high: upto(&low), sample: &low - &Number::ONE }];
    if low < high {
        stretches.push(Stretch { low: from(&low), high: upto(&high), sample: (&low + &high) * Number::HALF });
    }
    stretches.push(Stretch { low: from(&high), high: None, sample: &high + &Number::ONE });
    stretches
}

/// Whether `at` lies after the lower end of a range.
fn after(end: &End, at: &Number) -> bool {
    end.at < *at || end.included && end.at == *at
}

/// Whether `at` lies before the upper end of a range.
fn before(end: &End, at: &Number) -> bool {
    *at < end.at || end.included && end.at == *at
}
