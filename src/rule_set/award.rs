//! Measures and awards with their names resolved.

use super::arena::arena_id;
use super::{Condition, CriterionId, FactId};
use crate::assessment::Status;
use crate::document::{Rounding, Text};
use crate::{Duration, Number};

arena_id! {
    /// Names a measure.
    MeasureId;
    /// Names an award.
    AwardId;
}

/// A figure over criteria that are not one group.
#[derive(Clone, Debug)]
pub(crate) struct Measure {
    pub(crate) id: String,
    pub(crate) title: Option<Text>,
    pub(crate) kind: MeasureKind,
    /// None of them contains another.
    pub(crate) criteria: Vec<CriterionId>,
    /// What it is out of; of no meaning for a sum.
    pub(crate) weight: Number,
    pub(crate) round: Option<Rounding>,
}

/// How a measure is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MeasureKind {
    Sum,
    Mean,
    Min,
    Max,
}

/// A tier.
#[derive(Clone, Debug)]
pub(crate) struct Award {
    pub(crate) id: String,
    pub(crate) title: Option<Text>,
    pub(crate) requires: Vec<Requirement>,
    pub(crate) bars: Vec<Bar>,
    pub(crate) conditional: Option<Conditional>,
    pub(crate) valid_for: Option<Duration>,
}

impl Award {
    /// All that it requires, that of a grant on conditions last.
    pub(crate) fn all_requirements(&self) -> impl Iterator<Item = &Requirement> {
        self.requires.iter().chain(self.conditional.iter().flat_map(|conditional| &conditional.requires))
    }

    /// The same, to be changed.
    pub(crate) fn all_requirements_mut(&mut self) -> impl Iterator<Item = &mut Requirement> {
        let conditional = self.conditional.iter_mut().flat_map(|conditional| &mut conditional.requires);
        self.requires.iter_mut().chain(conditional)
    }
}

/// One condition of an award.
#[derive(Clone, Debug)]
pub(crate) struct Requirement {
    pub(crate) id: String,
    pub(crate) title: Option<Text>,
    pub(crate) cites: Option<String>,
    pub(crate) test: RequirementTest,
    pub(crate) waivable: bool,
    /// What is not applicable does not satisfy it.
    pub(crate) fails_when_not_applicable: bool,
    /// No waiver may be on it.
    pub(crate) never: bool,
}

/// What a requirement asks.
#[derive(Clone, Debug)]
pub(crate) enum RequirementTest {
    /// One or, with `each`, several scores, every one compared.
    Score {
        of: Vec<ScoreOf>,
        each: bool,
        comparison: Comparison,
    },
    When(Condition),
    Status {
        criterion: CriterionId,
        is: Vec<Status>,
    },
    /// The award is, or is not, in force on the as-of date.
    Held {
        award: AwardId,
        held: bool,
    },
    /// The unit is eligible for it in this assessment.
    Eligible {
        award: AwardId,
    },
}

/// What a requirement compares: the total is the first criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ScoreOf {
    Criterion(CriterionId),
    Measure(MeasureId),
}

/// A comparison of points with a threshold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Comparison {
    pub(crate) comparator: Comparator,
    pub(crate) threshold: Number,
}

/// The comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparator {
    AtLeast,
    AtLeastPercent,
    AtMost,
    Above,
    Below,
}

/// What makes a unit ineligible.
#[derive(Clone, Debug)]
pub(crate) struct Bar {
    pub(crate) id: String,
    pub(crate) title: Option<Text>,
    pub(crate) test: BarTest,
}

/// When a bar stands.
#[derive(Clone, Debug)]
pub(crate) enum BarTest {
    When(Condition),
    /// From the fact's date until as much later (excluded), while `when`, if given, holds.
    Since {
        fact: FactId,
        duration: Duration,
        when: Option<Condition>,
    },
}

/// What grants an award on conditions.
#[derive(Clone, Debug)]
pub(crate) struct Conditional {
    pub(crate) requires: Vec<Requirement>,
    pub(crate) duration: Duration,
}
