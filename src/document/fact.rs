//! Facts, scales and evidence types as written (language reference, sections 1 and 5).

use indexmap::IndexMap;

use super::{Condition, EvidenceRule, Literal, Source, Text, WhenZero};
use crate::{Duration, Number};

/// The declaration of a fact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Fact>))]
pub struct Fact {
    /// The type; a derived fact's may be left out.
    #[cfg_attr(feature = "schema", schemars(rename = "type"))]
    pub kind: Option<FactKind>,
    /// For a choice: its values.
    pub of: Option<Vec<Literal>>,
    /// For a choice: whether its values are ordered, the lowest first.
    pub ordered: Option<bool>,
    /// The least value of a number or date, or length of a text.
    pub min: Option<Literal>,
    /// The greatest value of a number or date, or length of a text.
    pub max: Option<Literal>,
    /// The unit of measure, for people.
    pub unit: Option<Text>,
    /// The title, for people.
    pub title: Option<Text>,
    /// The question that asks for it.
    pub question: Option<Text>,
    /// Where it comes from.
    pub source: Option<Source>,
    /// How it is made from other facts; it is then never answered itself.
    pub derive: Option<Derive>,
}

/// The types of fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactKind {
    /// `true` or `false`.
    Boolean,
    /// One of some values.
    Choice,
    /// A whole number.
    Integer,
    /// An exact number.
    Decimal,
    /// A date.
    Date,
    /// A text.
    Text,
}

impl FactKind {
    /// Every type with its word.
    pub const WORDS: [(&'static str, FactKind); 6] = [
        ("boolean", FactKind::Boolean),
        ("choice", FactKind::Choice),
        ("integer", FactKind::Integer),
        ("decimal", FactKind::Decimal),
        ("date", FactKind::Date),
        ("text", FactKind::Text),
    ];
}

/// How a fact is made from others. An operand is the name of a number fact, or a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Derive {
    /// `{sum: [a, b, 1]}`
    Sum(Vec<Literal>),
    /// `{difference: [a, b]}`: a - b.
    Difference(Literal, Literal),
    /// `{product: [a, b]}`
    Product(Vec<Literal>),
    /// `{ratio: [a, b], when_zero: ...}`: a / b.
    Ratio(Literal, Literal, Option<WhenZero>),
    /// `{min: [a, b]}`
    Min(Vec<Literal>),
    /// `{max: [a, b]}`
    Max(Vec<Literal>),
    /// `{count: [conditions]}`: how many hold.
    Count(Vec<Condition>),
    /// `{days_between: [from, to]}`: days from one date fact (or `as_of`) to another.
    DaysBetween(String, String),
}

/// Answer -> fraction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scale {
    /// The answers, in order.
    pub answers: IndexMap<String, ScaleAnswer>,
    /// The title, for people.
    pub title: Option<Text>,
    /// Where its numbers come from.
    pub source: Option<Source>,
}

/// What an answer gives. Written `0.67`, `not_applicable`, `unknown`, or `{fraction, evidence, title, source}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScaleAnswer {
    /// What it gives.
    pub gives: AnswerGives,
    /// The evidence this answer asks for, in place of the criterion's.
    pub evidence: Option<EvidenceRule>,
    /// The title, for people.
    pub title: Option<Text>,
    /// Where its fraction comes from.
    pub source: Option<Source>,
}

/// What an answer gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerGives {
    /// A fraction from 0 to 1.
    Fraction(Number),
    /// The criterion is not applicable.
    NotApplicable,
    /// As if it were not answered: any fraction from 0 to 1.
    Unknown,
}

/// A kind of evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<EvidenceType>))]
pub struct EvidenceType {
    /// The title, for people.
    pub title: Option<Text>,
    /// How long a document of it is valid from the day it was issued; without end if not given.
    pub valid_for: Option<Duration>,
    /// Whether one document may support one leaf only.
    pub exclusive: Option<bool>,
    /// Where it comes from.
    pub source: Option<Source>,
}
