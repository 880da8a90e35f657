//! The requirement that a unit is nearest to.

use crate::Number;
use crate::assessment::{Assessment, Eligibility, RequirementOutcome, Verdict};

/// A requirement that keeps a unit from the next award.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nearest<'a> {
    /// The award.
    pub award: &'a str,
    /// Its requirement.
    pub requirement: &'a RequirementOutcome,
}

/// What keeps the unit from the next award: of the requirements that do not hold, the one with the smallest
/// margin; one without a margin only where none has any. `None` where there is no higher award, or where
/// something other than a requirement keeps it from there.
///
/// The next award is the first one above the highest that the unit is eligible for.
#[must_use]
pub fn nearest(assessment: &Assessment) -> Option<Nearest<'_>> {
    let reached = assessment.highest.as_ref().and_then(|id| assessment.awards.get_index_of(id));
    let above = reached.map_or(0, |at| at + 1);
    let (award, outcome) =
        assessment.awards.iter().skip(above).find(|(_, outcome)| outcome.outcome != Eligibility::Eligible)?;
    let lacking = outcome.requirements.iter().filter(|requirement| requirement.outcome != Verdict::Holds);
    let requirement = lacking.min_by_key(|requirement| {
        // None is after every margin; the first of equals wins.
        let distance = distance(requirement);
        (distance.is_none(), distance.unwrap_or_default())
    })?;
    Some(Nearest { award, requirement })
}

/// How far it is from holding, at the end that is nearer.
fn distance(requirement: &RequirementOutcome) -> Option<Number> {
    let margin = requirement.margin.as_ref()?;
    if margin.low.is_negative() && !margin.high.is_negative() {
        return Some(Number::ZERO);
    }
    Some(margin.low.abs().min(margin.high.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::Margin;

    fn requirement(outcome: Verdict, margin: Option<(i64, i64)>) -> RequirementOutcome {
        let margin = margin.map(|(low, high)| Margin { low: Number::from(low), high: Number::from(high) });
        RequirementOutcome {
            id: String::new(),
            outcome,
            waived: false,
            compares: None,
            threshold: None,
            margin,
            because: String::new(),
        }
    }

    #[test]
    fn the_distance_is_to_the_nearer_end_and_none_where_it_may_hold() {
        let distance = |low, high| distance(&requirement(Verdict::Open, Some((low, high))));
        assert_eq!(distance(-9, -2), Some(Number::from(2)), "too low, for `at_least`");
        assert_eq!(distance(3, 7), Some(Number::from(3)), "too high, for `at_most`");
        assert_eq!(distance(-3, 4), Some(Number::ZERO));
        assert_eq!(super::distance(&requirement(Verdict::Fails, None)), None);
    }
}
