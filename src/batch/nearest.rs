//! The requirement that a row is nearest to.

use super::Outcomes;
use crate::Number;
use crate::assessment::{Eligibility, Margin};
use crate::invariant::Always;
use crate::rule_set::{Comparator, RequirementTest};

/// A requirement that keeps a unit from the next award.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest<'a> {
    /// The award.
    pub award: &'a str,
    /// Its requirement.
    pub requirement: &'a str,
    /// By how much it is missed.
    pub margin: Margin,
}

impl Outcomes {
    /// What keeps the unit of a row from the next award above the highest that it is eligible for: of the
    /// requirements that compare scores and do not hold, the one with the smallest margin. `None` where there is no
    /// such award or requirement.
    #[must_use]
    pub fn nearest(&self, row: usize) -> Option<Nearest<'_>> {
        let rules = self.rules.as_ref()?;
        let outcome = |at: usize| *self.awards.get(at)?.outcomes.get(row)?;
        let reached = (0..self.awards.len()).rev().find(|at| outcome(*at) == Some(Eligibility::Eligible));
        let next = (reached.map_or(0, |at| at + 1)..self.awards.len()).find(|at| outcome(*at).is_some())?;
        let award = rules.awards.iter().nth(next).always("every column of awards is that of an award")?;
        let lacking = award.requires.iter().filter_map(|requirement| {
            let RequirementTest::Score { comparison, .. } = &requirement.test else { return None };
            let margin = self.margin(&award.id, &requirement.id, row)?;
            let holds = match comparison.comparator {
                Comparator::AtLeast | Comparator::AtLeastPercent => !margin.low.is_negative(),
                Comparator::Above => margin.low > Number::ZERO,
                Comparator::AtMost => margin.high <= Number::ZERO,
                Comparator::Below => margin.high.is_negative(),
            };
            (!holds).then(|| Nearest { award: &award.id, requirement: &requirement.id, margin })
        });
        // The first of equals wins.
        lacking.min_by_key(|one| distance(&one.margin))
    }
}

/// How far it is from holding, at the end that is nearer.
fn distance(margin: &Margin) -> Number {
    if margin.low.is_negative() && !margin.high.is_negative() {
        return Number::ZERO;
    }
    margin.low.abs().min(margin.high.abs())
}
