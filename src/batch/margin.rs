//! By how much each row meets or misses a requirement.

use super::Outcomes;
use super::outcomes::Doubt;
use crate::Number;
use crate::assessment::{Margin, Points};
use crate::invariant::Always;
use crate::rule_set::{Comparator, Comparison, RequirementTest, ScoreOf};

impl Outcomes {
    /// The margin of a requirement that compares scores: points less the threshold; of `at_least_percent`,
    /// percentage points less it. Of several scores that of the least slack. `None` where nothing is compared, where
    /// it is not known what is, for a percentage where a score is out of 0 or it is not known what it is out of (columns
    /// hold no fractions; the assessment tells it), and for a requirement that compares none.
    #[must_use]
    pub fn margin(&self, award: &str, requirement: &str, row: usize) -> Option<Margin> {
        let rules = self.rules.as_ref()?;
        let award = rules.awards.iter().find(|declared| declared.id == award)?;
        let requirement = award.all_requirements().find(|declared| declared.id == requirement)?;
        let RequirementTest::Score { of, comparison, .. } = &requirement.test else { return None };
        let doubt = *self.doubts.get(row)?;
        if doubt == Doubt::Scored || self.total()?.points(row).is_none() {
            return None;
        }
        let column = |one: &ScoreOf| {
            let column = self.scores.iter().find(|column| column.of_what == *one);
            column.always("every score that is compared has a column")
        };
        let compared: Vec<Option<Points>> =
            of.iter().map(|one| Some(column(one)?.points(row))).collect::<Option<_>>()?;
        if doubt == Doubt::Applies && compared.iter().any(Option::is_none) {
            return None;
        }
        let margins = compared.iter().flatten().map(|points| margin(points, comparison));
        let margins: Vec<Margin> = margins.collect::<Option<_>>()?;
        let upward = !matches!(comparison.comparator, Comparator::AtMost | Comparator::Below);
        margins.into_iter().reduce(|least, other| {
            if upward {
                Margin { low: least.low.min(other.low), high: least.high.min(other.high) }
            } else {
                Margin { low: least.low.max(other.low), high: least.high.max(other.high) }
            }
        })
    }
}

/// `None` for a percentage of what is not known to be out of one weight above 0.
fn margin(points: &Points, comparison: &Comparison) -> Option<Margin> {
    let threshold = &comparison.threshold;
    if comparison.comparator == Comparator::AtLeastPercent {
        let of = points.of.value()?;
        let percent = |points: &Number| Some(&(points * &Number::HUNDRED).checked_div(of)? - threshold);
        return Some(Margin { low: percent(&points.low)?, high: percent(&points.high)? });
    }
    Some(Margin { low: &points.low - threshold, high: &points.high - threshold })
}
