//! By how much each row meets or misses a requirement.

use super::Outcomes;
use super::outcomes::Doubt;
use crate::Number;
use crate::assessment::{Margin, Points};
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
        let requirement = award.requirements().find(|declared| declared.id == requirement)?;
        let RequirementTest::Score { of, comparison, .. } = &requirement.test else { return None };
        let doubt = *self.doubts.get(row)?;
        let is_missing = |one: &ScoreOf| self.points(*one, row).is_none();
        if doubt == Doubt::Scored
            || self.total()?.points(row).is_none()
            || doubt == Doubt::Applies && of.iter().any(is_missing)
        {
            return None;
        }
        let compared = of.iter().filter_map(|one| self.points(*one, row));
        let margins: Vec<Margin> = compared.map(|points| margin(&points, comparison)).collect::<Option<_>>()?;
        let upward = !matches!(comparison.comparator, Comparator::AtMost | Comparator::Below);
        margins.into_iter().reduce(|least, other| {
            if upward {
                Margin { low: least.low.min(other.low), high: least.high.min(other.high) }
            } else {
                Margin { low: least.low.max(other.low), high: least.high.max(other.high) }
            }
        })
    }

    fn points(&self, of: ScoreOf, row: usize) -> Option<Points> {
        self.scores.iter().find(|column| column.of_what == of)?.points(row)
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
