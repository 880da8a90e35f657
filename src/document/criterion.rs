//! Criteria as written (language reference, sections 3 to 6).
//!
//! A criterion is a leaf, with exactly one scorer (`answer`, `fact` with `scale`, `met_when`, `bands`,
//! `linear`, `ratio`, `count` or `cases`), or a group, with `criteria`.

use super::{Condition, Source, Text};
use crate::Number;
use crate::number::RoundingMode;

/// A leaf, or a group of criteria.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Criterion>))]
pub struct Criterion {
    /// The id, unique among its siblings.
    pub id: String,
    /// The title, for people.
    pub title: Option<Text>,
    /// Where this criterion and its numbers come from.
    pub source: Option<Source>,
    /// How much it counts beside its siblings; 1 if not given.
    pub weight: Option<Number>,
    /// When false, the criterion is not applicable.
    pub applies_when: Option<Condition>,
    /// Adds its points to the group and nothing to what the group is out of.
    pub bonus: Option<bool>,

    /// Leaf: the scale of a choice fact that has this criterion's path as its name.
    pub answer: Option<String>,
    /// Leaf: the choice fact read through `scale`.
    pub fact: Option<String>,
    /// Leaf: the scale that `fact` is read through.
    pub scale: Option<String>,
    /// Leaf: 1 when the condition holds, else 0.
    pub met_when: Option<Condition>,
    /// Leaf: steps of a number.
    pub bands: Option<Bands>,
    /// Leaf: a straight line between two values of a number.
    pub linear: Option<Linear>,
    /// Leaf: one number as a share of another.
    pub ratio: Option<RatioScorer>,
    /// Leaf: how many of some conditions hold, out of a number.
    pub count: Option<CountScorer>,
    /// Leaf: the fraction of the first case that holds.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<Case>>"))]
    pub cases: Option<Cases>,
    /// Leaf: the evidence that is asked for.
    pub evidence: Option<EvidenceRule>,
    /// The question that asks for the answer.
    pub question: Option<Text>,

    /// Group: the criteria in it.
    pub criteria: Option<Vec<Criterion>>,
    /// Group: how its points are made from its criteria; `sum` if not given.
    pub aggregate: Option<Aggregate>,
    /// Group with `deduct`: the least its points can be; 0 if not given, may be negative.
    pub floor: Option<Number>,
    /// Group: the most its points can be.
    pub cap: Option<Number>,
    /// Group: rounding of its points, before anything reads them.
    pub round: Option<Rounding>,
    /// Group: what becomes of the weight of a criterion that is not applicable; `redistribute` if not given.
    pub not_applicable: Option<NotApplicable>,
    /// Group: the greatest share, by weight, that may be not applicable; more stays in the denominator at 0.
    pub at_most_share: Option<Number>,
    /// Group: what it is when none of its criteria applies; not applicable if not given.
    pub when_empty: Option<WhenEmpty>,
    /// What an unanswered leaf counts as, here and below.
    pub unanswered: Option<Unanswered>,
    /// Group: what all leaves below take where they say nothing of their own.
    pub defaults: Option<Defaults>,

    /// The kinds of exception that are allowed here and below.
    pub allows: Option<Vec<ExceptionKind>>,
    /// What a waiver makes of a leaf here and below; not applicable if not given.
    pub waived_as: Option<WaivedAs>,
    /// What may stand in for the criterion, here and below.
    pub equivalents: Option<Vec<Equivalent>>,
}

/// The group of the top-level criteria.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Total>))]
pub struct Total {
    /// The title, for people.
    pub title: Option<Text>,
    /// Where the total and its numbers come from.
    pub source: Option<Source>,
    /// What the total is out of, for any aggregate but `sum`; 1 if not given.
    pub weight: Option<Number>,
    /// When false there is no score.
    pub scored_when: Option<Condition>,
    /// How the total is made; `sum` if not given.
    pub aggregate: Option<Aggregate>,
    /// With `deduct`: the least it can be; 0 if not given, may be negative.
    pub floor: Option<Number>,
    /// The most it can be.
    pub cap: Option<Number>,
    /// Rounding of the total.
    pub round: Option<Rounding>,
    /// What becomes of the weight of a top-level criterion that is not applicable.
    pub not_applicable: Option<NotApplicable>,
    /// The greatest share, by weight, that may be not applicable.
    pub at_most_share: Option<Number>,
    /// What the total is when no top-level criterion applies; no score if not given.
    pub when_empty: Option<WhenEmpty>,
}

/// What leaves take where they say nothing of their own; the nearer group wins, key by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Defaults>))]
pub struct Defaults {
    /// The scale of an answer; any scorer of the leaf's own replaces it.
    pub answer: Option<String>,
    /// The scale through which a leaf's `fact` is read.
    pub scale: Option<String>,
    /// The evidence that is asked for.
    pub evidence: Option<EvidenceRule>,
    /// The weight.
    pub weight: Option<Number>,
    /// When a leaf applies.
    pub applies_when: Option<Condition>,
}

/// How a group's points are made (section 4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aggregate {
    /// The sum of the points.
    Sum,
    /// The weighted mean of the fractions.
    Mean,
    /// The least fraction.
    Min,
    /// The greatest fraction.
    Max,
    /// `{best: k}`: the mean of the k greatest fractions.
    Best(u32),
    /// All or nothing: every one met.
    All,
    /// All or nothing: one met.
    Any,
    /// `{at_least: n}`: all or nothing: n met.
    AtLeast(u32),
    /// The weight less what is lacking.
    Deduct,
}

/// `{places, mode}`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Rounding>))]
pub struct Rounding {
    /// Decimal places, at most 18.
    pub places: u8,
    /// Which way; `half_up` if not given.
    pub mode: RoundingMode,
}

/// What becomes of the weight of a criterion that is not applicable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NotApplicable {
    /// The others take it over.
    Redistribute,
    /// The group's weight falls.
    Shrink,
    /// It counts as met.
    Full,
    /// It counts as not met.
    Zero,
}

/// What a group is when none of its criteria applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WhenEmpty {
    /// Met.
    Met,
    /// Not met.
    NotMet,
}

/// What an unanswered leaf counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unanswered {
    /// Unknown: its points have a low and a high.
    Unknown,
    /// Nothing.
    Zero,
    /// As not applicable with `redistribute`.
    Skip,
    /// Refused when the dossier is bound.
    Error,
}

/// What a waiver makes of a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WaivedAs {
    /// Not applicable.
    NotApplicable,
    /// Met.
    Met,
}

/// The kinds of exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExceptionKind {
    /// The criterion or requirement is not asked.
    Waiver,
    /// Something else stands in for it.
    Equivalent,
    /// It does not apply to this unit.
    NotApplicable,
}

/// Steps of a number, strictly ascending or descending; the highest one reached counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Bands>))]
pub struct Bands {
    /// The integer or decimal fact.
    pub of: String,
    /// The steps.
    pub steps: Vec<Step>,
    /// The fraction below the lowest step; 0 if not given.
    pub otherwise: Option<Number>,
}

/// One step: from this value on, this fraction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Step>))]
pub struct Step {
    /// The least value of the step.
    pub at_least: Number,
    /// Its fraction, from 0 to 1.
    pub fraction: Number,
}

/// 0 at `from`, 1 at `to`, clamped; `to` may be the smaller.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Linear>))]
pub struct Linear {
    /// The integer or decimal fact.
    pub of: String,
    /// Where the fraction is 0.
    pub from: Number,
    /// Where the fraction is 1.
    pub to: Number,
}

/// `of / to`, clamped to 0..1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<RatioScorer>))]
pub struct RatioScorer {
    /// The dividend: a number fact.
    pub of: String,
    /// The divisor: a number fact.
    pub to: String,
    /// What the fraction is when the divisor is zero; needed where it can be.
    pub when_zero: Option<WhenZero>,
}

/// What a division by zero gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhenZero {
    /// This number.
    Number(Number),
    /// Unknown, as a missing fact.
    Unknown,
    /// Not applicable.
    NotApplicable,
}

/// How many of the conditions hold, out of a number, clamped to 0..1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<CountScorer>))]
pub struct CountScorer {
    /// The conditions.
    pub of: Vec<Condition>,
    /// How many make a fraction of 1; above zero.
    pub out_of: Number,
}

/// The first case that holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cases {
    /// The cases, in order.
    pub cases: Vec<Case>,
    /// The fraction when none holds; 0 if not given. Written beside `cases`, as `otherwise:`.
    pub otherwise: Option<Number>,
}

/// One case.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Case>))]
pub struct Case {
    /// When it holds.
    pub when: Condition,
    /// The fraction it gives, from 0 to 1.
    pub fraction: Number,
}

/// The evidence that a leaf, an answer or an equivalent asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvidenceRule {
    /// `none`: nothing, whatever the defaults ask for.
    None,
    /// Documents of a type: `team_decree`, or `{type: photo, at_least: 3}`.
    Type {
        /// The evidence type.
        evidence_type: String,
        /// How many distinct documents; 1 if not given.
        at_least: u32,
    },
    /// `{all: [...]}`
    All(Vec<EvidenceRule>),
    /// `{any: [...]}`
    Any(Vec<EvidenceRule>),
}

/// What may stand in for a criterion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Equivalent>))]
pub struct Equivalent {
    /// The id that an exception names in `using`.
    pub id: String,
    /// The title, for people.
    pub title: Option<Text>,
    /// Where it comes from.
    pub source: Option<Source>,
    /// When it can stand in; always if not given.
    pub when: Option<Condition>,
    /// The fraction it gives; 1 if not given.
    pub fraction: Option<Number>,
    /// The evidence it asks for, among the exception's documents or the criterion's.
    pub evidence: Option<EvidenceRule>,
}
