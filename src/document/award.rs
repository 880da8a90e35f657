//! Measures and awards as written (language reference, sections 4 and 7).

use super::{Condition, Rounding, Source, Text};
use crate::{Duration, Number};

/// A figure over criteria that are not one group: exactly one of `sum`, `mean`, `min`, `max`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Measure>))]
pub struct Measure {
    /// The title, for people.
    pub title: Option<Text>,
    /// Where it comes from.
    pub source: Option<Source>,
    /// Adds the points, and what they are out of.
    pub sum: Option<Vec<String>>,
    /// The mean of the fractions.
    pub mean: Option<Vec<String>>,
    /// The least fraction.
    pub min: Option<Vec<String>>,
    /// The greatest fraction.
    pub max: Option<Vec<String>>,
    /// What it is out of, for any but `sum`; 1 if not given.
    pub weight: Option<Number>,
    /// Rounding of its points.
    pub round: Option<Rounding>,
}

/// A tier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Award>))]
pub struct Award {
    /// The id.
    pub id: String,
    /// The title, for people.
    pub title: Option<Text>,
    /// Where it comes from.
    pub source: Option<Source>,
    /// The conditions, all of which must hold.
    pub requires: Vec<Requirement>,
    /// What makes a unit ineligible, whatever else holds.
    pub bars: Option<Vec<Bar>>,
    /// What grants the award on conditions, for a time.
    pub conditional: Option<Conditional>,
    /// How long it holds once granted; without end if not given.
    pub valid_for: Option<Duration>,
}

impl Award {
    /// All that it requires, that of a grant on conditions last.
    pub(crate) fn all_requirements(&self) -> impl Iterator<Item = &Requirement> {
        self.requires.iter().chain(self.conditional.iter().flat_map(|conditional| &conditional.requires))
    }
}

/// One condition of an award: exactly one of `score`, `each`, `when`, `criterion` with `is`, `award`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Requirement>))]
pub struct Requirement {
    /// The id, unique in its award.
    pub id: String,
    /// The title, for people.
    pub title: Option<Text>,
    /// Where it and its threshold come from.
    pub source: Option<Source>,
    /// `total`, a criterion's path or a measure, compared by one of the five below.
    pub score: Option<String>,
    /// Criteria or measures, each compared by one of the five below.
    pub each: Option<Vec<String>>,
    /// Points not below.
    pub at_least: Option<Number>,
    /// 100 points / of not below.
    pub at_least_percent: Option<Number>,
    /// Points not above.
    pub at_most: Option<Number>,
    /// Points greater.
    pub above: Option<Number>,
    /// Points less.
    pub below: Option<Number>,
    /// A condition on facts.
    pub when: Option<Condition>,
    /// A criterion's path, whose status is asked.
    pub criterion: Option<String>,
    /// The statuses that satisfy: `met`, `waived`, ...
    pub is: Option<Vec<String>>,
    /// Another award.
    pub award: Option<String>,
    /// Whether that award is in force on the as-of date.
    pub held: Option<bool>,
    /// Whether the unit is eligible for that award in this assessment; only `true`.
    pub eligible: Option<bool>,
    /// Whether a waiver may be given for it.
    pub waivable: Option<bool>,
    /// `fails` where what is not applicable does not satisfy it.
    pub when_not_applicable: Option<String>,
}

/// What makes a unit ineligible: `when`, or `since` a date fact `for` a duration, or both at once.
///
/// With both it bars where `when` holds and the time has not run out, so that a unit to which nothing
/// happened needs no date: `{when: {revoked: true}, since: revoked_on, for: 2y}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Bar>))]
pub struct Bar {
    /// The id, unique in its award.
    pub id: String,
    /// The title, for people.
    pub title: Option<Text>,
    /// Where it comes from.
    pub source: Option<Source>,
    /// A condition that bars.
    pub when: Option<Condition>,
    /// A date fact from which on it bars.
    pub since: Option<String>,
    /// For how long it bars from then.
    #[cfg_attr(feature = "schema", schemars(rename = "for"))]
    pub duration: Option<Duration>,
}

/// What grants an award on conditions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Conditional>))]
pub struct Conditional {
    /// The conditions that must hold instead.
    pub requires: Vec<Requirement>,
    /// For how long it is granted.
    #[cfg_attr(feature = "schema", schemars(rename = "for"))]
    pub duration: Option<Duration>,
}
