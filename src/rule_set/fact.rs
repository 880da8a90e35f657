//! Facts, scales and evidence types, interned.

use super::arena::{Arena, arena_id};
use super::{Condition, EvidenceRule};
use crate::document::{Text, WhenZero};
use crate::invariant::{Always, broken};
use crate::{Date, Duration, Number};

arena_id! {
    /// Names a fact.
    FactId;
    /// Names a scale.
    ScaleId;
    /// Names an answer of one scale.
    AnswerId;
    /// Names an evidence type.
    EvidenceTypeId;
}

impl FactId {
    /// The as-of date, which is always there.
    pub(crate) const AS_OF: FactId = FactId(0);
}

/// A declared, implied or derived fact.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    /// Its name; the path of the criterion for one that `answer:` declares.
    pub(crate) name: String,
    pub(crate) fact_type: FactType,
    pub(crate) unit: Option<Text>,
    pub(crate) title: Option<Text>,
    pub(crate) question: Option<Text>,
    /// How it is made from facts before it; a dossier then does not answer it.
    pub(crate) derivation: Option<Derivation>,
}

impl Fact {
    /// A value of this fact as people write it.
    pub(crate) fn text_of(&self, value: &Value) -> String {
        match value {
            Value::Boolean(value) => value.to_string(),
            Value::Choice(at) => match &self.fact_type {
                FactType::Choice { of, .. } => of.get(*at as usize).cloned().always("a choice is one of its values"),
                _ => broken("the value of a choice is that of a choice", None),
            }
            .unwrap_or_else(|| format!("value {at}")),
            Value::Number(value) => value.to_string(),
            Value::Date(value) => value.to_string(),
            Value::Text(value) => value.clone(),
        }
    }
}

/// A type with its range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FactType {
    Boolean,
    /// The values in order; `ordered` when they can be compared.
    Choice {
        of: Vec<String>,
        ordered: bool,
    },
    /// Whole, when `integer`.
    Number {
        integer: bool,
        min: Option<Number>,
        max: Option<Number>,
    },
    Date {
        min: Option<Date>,
        max: Option<Date>,
    },
    /// The least and greatest length, in characters.
    Text {
        min: Option<u32>,
        max: Option<u32>,
    },
}

/// A value of a fact. A choice is the position among its type's values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Boolean(bool),
    Choice(u32),
    Number(Number),
    Date(Date),
    Text(String),
}

/// How a fact is made from others.
#[derive(Clone, Debug)]
pub(crate) enum Derivation {
    Sum(Vec<Operand>),
    Difference(Operand, Operand),
    Product(Vec<Operand>),
    /// `when_zero` is absent only where the divisor cannot be zero.
    Ratio(Operand, Operand, Option<WhenZero>),
    Min(Vec<Operand>),
    Max(Vec<Operand>),
    Count(Vec<Condition>),
    DaysBetween(FactId, FactId),
}

impl Derivation {
    /// Calls `visit` with every fact that it reads, from left to right; with one that it reads twice, twice.
    pub(crate) fn for_each_fact(&self, visit: &mut dyn FnMut(FactId)) {
        let mut operand = |operand: &Operand| {
            if let Operand::Fact(fact) = operand {
                visit(*fact);
            }
        };
        match self {
            Derivation::Sum(of) | Derivation::Product(of) | Derivation::Min(of) | Derivation::Max(of) => {
                of.iter().for_each(operand);
            }
            Derivation::Difference(a, b) | Derivation::Ratio(a, b, _) => [a, b].into_iter().for_each(&mut operand),
            Derivation::Count(of) => of.iter().for_each(|one| one.for_each_test(&mut |fact, _| visit(fact))),
            Derivation::DaysBetween(from, to) => [*from, *to].into_iter().for_each(visit),
        }
    }
}

/// A part of a derivation.
#[derive(Clone, Debug)]
pub(crate) enum Operand {
    Fact(FactId),
    Number(Number),
}

/// Answer -> fraction, as a table.
#[derive(Clone, Debug)]
pub(crate) struct Scale {
    pub(crate) name: String,
    pub(crate) title: Option<Text>,
    pub(crate) answers: Arena<AnswerId, ScaleAnswer>,
}

impl Scale {
    /// The answer as which a value of a choice is read, by `answers`, which name one for each value.
    pub(crate) fn read(&self, answers: &[AnswerId], value: &Value) -> Option<(AnswerId, &ScaleAnswer)> {
        let Value::Choice(at) = value else { return broken("a scale reads a choice", None) };
        let id = *answers.get(*at as usize).always("a scale reads every value of its choice")?;
        Some((id, &self.answers[id]))
    }
}

/// One answer of a scale.
#[derive(Clone, Debug)]
pub(crate) struct ScaleAnswer {
    pub(crate) name: String,
    pub(crate) title: Option<Text>,
    pub(crate) gives: AnswerOutcome,
    /// The evidence this answer asks for in place of the criterion's: `Some(None)` asks for none.
    pub(crate) evidence: Option<Option<EvidenceRule>>,
}

/// What an answer gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AnswerOutcome {
    Fraction(Number),
    NotApplicable,
    /// As a missing fact: any fraction from 0 to 1.
    Unknown,
}

/// A kind of evidence.
#[derive(Clone, Debug)]
pub(crate) struct EvidenceType {
    pub(crate) name: String,
    pub(crate) title: Option<Text>,
    pub(crate) valid_for: Option<Duration>,
    pub(crate) exclusive: bool,
}
