//! Columns fitted to the facts of a rule set.

use std::collections::HashMap;

use super::column::LONG_ENOUGH;
use super::lengths::unfit;
use super::{Column, Values};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::Literal;
use crate::id::suggest;
use crate::invariant::{Always, broken};
use crate::rule_set::{Compiled, FactId, FactType, Value};
use crate::{Date, Number, RuleSet};

/// A column and the fact that it answers.
#[derive(Debug)]
pub(super) struct Fitted<'a> {
    pub(super) fact: FactId,
    pub(super) name: &'a str,
    pub(super) column: &'a Column<'a>,
    /// Of a choice: the position of each code's answer; `None` where the fact has no such answer.
    pub(super) positions: Vec<Option<u32>>,
    /// The codes are the positions.
    pub(super) is_identity: bool,
    by_name: HashMap<&'a str, u32>,
}

/// What a column says of a row.
pub(super) enum Cell {
    Missing,
    Value(Value),
    /// It is no value of the fact.
    Wrong,
}

impl<'a> Fitted<'a> {
    /// Fits a column to the fact of its name, or tells why not.
    pub(super) fn new(
        rules: &'a RuleSet,
        name: &'a str,
        column: &'a Column<'a>,
        rows: usize,
    ) -> Result<Fitted<'a>, Vec<Diagnostic>> {
        let Some(&fact) = rules.fact_names.get(name) else {
            let message = format!("no fact is called `{name}`");
            let help = suggest(name, rules.facts(), "facts");
            return Err(vec![Diagnostic::new(Code::UnknownFact, Place::default(), message).help(help)]);
        };
        let declared = &rules.facts[fact];
        if declared.derivation.is_some() || fact == FactId::AS_OF {
            let message = format!("`{name}` is not a fact that is answered");
            let found = Diagnostic::new(Code::NotAnswerable, Place::default(), message).help("leave the column out");
            return Err(vec![found]);
        }
        let unfit = unfit(&format!("the column `{name}`"), column, rows);
        if !unfit.is_empty() {
            return Err(unfit);
        }
        let wanted = match (&declared.fact_type, &column.values) {
            (FactType::Boolean, Values::Bits(_) | Values::Truths(_))
            | (FactType::Choice { .. }, Values::Choices { .. } | Values::Texts { .. })
            | (FactType::Number { .. }, Values::Whole(_) | Values::Decimals { .. } | Values::Fractions { .. })
            | (FactType::Date { .. }, Values::Days(_))
            | (FactType::Text { .. }, Values::Texts { .. }) => None,
            (FactType::Boolean, _) => Some("`Bits` or `Truths`"),
            (FactType::Choice { .. }, _) => Some("`Choices` or `Texts`"),
            (FactType::Number { .. }, _) => Some("`Whole`, `Decimals` or `Fractions`"),
            (FactType::Date { .. }, _) => Some("`Days`"),
            (FactType::Text { .. }, _) => Some("`Texts`"),
        };
        if let Some(wanted) = wanted {
            let message = format!("the column `{name}` holds values of another type than the fact");
            let found = Diagnostic::new(Code::WrongLiteral, Place::default(), message).help(format!("give {wanted}"));
            return Err(vec![found]);
        }
        let mut by_name = HashMap::new();
        if let FactType::Choice { of, .. } = &declared.fact_type {
            by_name.extend(of.iter().map(String::as_str).zip(0u32..));
        }
        let positions = match &column.values {
            Values::Choices { names, .. } => names.iter().map(|name| by_name.get(name).copied()).collect(),
            _ => Vec::new(),
        };
        let is_identity = positions.iter().copied().eq((0u32..).take(positions.len()).map(Some));
        Ok(Fitted { fact, name, column, positions, is_identity, by_name })
    }

    /// The position of the answer that a code stands for.
    pub(super) fn position(&self, code: i128) -> Option<u32> {
        self.positions.get(usize::try_from(code).ok()?).copied().flatten()
    }

    /// What the column says of a row.
    pub(super) fn cell(&self, rules: &Compiled, row: usize) -> Cell {
        if !self.column.is_there(row) {
            return Cell::Missing;
        }
        match self.value(row).filter(|value| fits(&rules.facts[self.fact].fact_type, value)) {
            Some(value) => Cell::Value(value),
            None => Cell::Wrong,
        }
    }

    pub(super) fn is_wrong(&self, rules: &Compiled, row: usize) -> bool {
        matches!(self.cell(rules, row), Cell::Wrong)
    }

    fn value(&self, row: usize) -> Option<Value> {
        Some(match &self.column.values {
            Values::Bits(bits) => Value::Boolean(bits.at(row).always(LONG_ENOUGH)?),
            Values::Truths(truths) => Value::Boolean(*truths.get(row).always(LONG_ENOUGH)?),
            Values::Whole(_) | Values::Decimals { .. } | Values::Fractions { .. } => Value::Number(self.number(row)?),
            Values::Choices { codes, .. } => Value::Choice(self.position(codes.get(row).always(LONG_ENOUGH)?)?),
            Values::Days(days) => Value::Date(date(*days.get(row).always(LONG_ENOUGH)?)?),
            Values::Texts { bytes, offsets } => {
                let text = Column::text(bytes, offsets, row)?;
                if self.by_name.is_empty() {
                    Value::Text(text.to_owned())
                } else {
                    Value::Choice(*self.by_name.get(text)?)
                }
            }
        })
    }

    fn number(&self, row: usize) -> Option<Number> {
        match &self.column.values {
            Values::Whole(values) => Some(Number::from_i128(values.get(row).always(LONG_ENOUGH)?, 1)),
            Values::Decimals { values, places } => {
                let value = *values.get(row).always(LONG_ENOUGH)?;
                Some(Number::from_i128(value, 10i128.checked_pow(u32::from(*places))?))
            }
            Values::Fractions { numerators, denominators } => {
                let both = numerators.get(row).zip(denominators.get(row));
                let (numerator, denominator) = both.always(LONG_ENOUGH)?;
                Number::ratio(*numerator, *denominator).ok()
            }
            _ => broken("a column of numbers holds numbers", None),
        }
    }

    /// What a row says, as somebody would write it, to be told what is wrong with it; `None` where nobody could.
    pub(super) fn literal(&self, rules: &Compiled, row: usize) -> Option<Literal> {
        match &self.column.values {
            Values::Texts { bytes, offsets } => Column::text(bytes, offsets, row).map(Literal::text),
            Values::Choices { codes, names } => {
                names.get(usize::try_from(codes.get(row)?).ok()?).map(|name| Literal::text(*name))
            }
            _ => Some(match self.value(row)? {
                Value::Boolean(truth) => Literal::boolean(truth),
                Value::Number(number) => Literal::number(&number),
                other => Literal::text(rules.facts[self.fact].text_of(&other)),
            }),
        }
    }
}

/// What is wrong with a column that has to hold days.
pub(super) fn no_days(what: &str, column: &Column<'_>, rows: usize) -> Vec<Diagnostic> {
    if !matches!(column.values, Values::Days(_)) {
        let message = format!("{what} holds no days");
        return vec![Diagnostic::new(Code::WrongLiteral, Place::default(), message).help("give `Days`")];
    }
    unfit(what, column, rows)
}

/// Whether a value of the right type lies within its range.
fn fits(fact_type: &FactType, value: &Value) -> bool {
    match (fact_type, value) {
        (FactType::Number { integer, min, max }, Value::Number(value)) => {
            (!integer || value.is_integer())
                && min.as_ref().is_none_or(|min| value >= min)
                && max.as_ref().is_none_or(|max| value <= max)
        }
        (FactType::Date { min, max }, Value::Date(value)) => {
            min.is_none_or(|min| *value >= min) && max.is_none_or(|max| *value <= max)
        }
        (FactType::Text { min, max }, Value::Text(text)) => {
            let length = u32::try_from(text.trim().chars().count()).unwrap_or(u32::MAX);
            min.is_none_or(|min| length >= min) && max.is_none_or(|max| length <= max)
        }
        (FactType::Boolean, Value::Boolean(_)) | (FactType::Choice { .. }, Value::Choice(_)) => true,
        _ => broken("a column holds values of its fact's type", false),
    }
}

/// The date so many days after 1970-01-01.
pub(super) fn date(days: i32) -> Option<Date> {
    Date::EPOCH.plus_days(i64::from(days))
}
