//! Values as written, typed by the fact they stand beside.

use super::scope::Scope;
use crate::diagnostic::{Code, Pointer};
use crate::document::{Literal, Style};
use crate::rule_set::{Fact, FactType};
use crate::{Date, Number, meant};

/// What a fact's type is called.
pub(super) fn type_word(fact_type: &FactType) -> &'static str {
    match fact_type {
        FactType::Boolean => "boolean",
        FactType::Choice { .. } => "choice",
        FactType::Number { integer: true, .. } => "integer",
        FactType::Number { integer: false, .. } => "decimal",
        FactType::Date { .. } => "date",
        FactType::Text { .. } => "text",
    }
}

impl Scope<'_> {
    fn wrong_literal(&self, literal: &Literal, at: &Pointer, expected: &str, help: &str) {
        let message = format!("expected {expected}, found `{}`", literal.text.escape_debug());
        self.findings.push(self.findings.at(Code::WrongLiteral, at, message).help(help));
    }

    /// `true` or `false`.
    pub(super) fn boolean(&self, literal: &Literal, at: &Pointer) -> Option<bool> {
        match (literal.style, literal.text.as_str()) {
            (Style::Boolean, "true") => Some(true),
            (Style::Boolean, "false") => Some(false),
            _ => {
                self.wrong_literal(literal, at, "`true` or `false`", "write `true` or `false`, without quotes");
                None
            }
        }
    }

    /// A number, plain or in quotes.
    pub(super) fn number(&self, literal: &Literal, at: &Pointer) -> Option<Number> {
        match (literal.style, literal.text.parse()) {
            (Style::Number | Style::Quoted, Ok(number)) => Some(number),
            (_, Err(error)) => {
                self.wrong_literal(literal, at, "a number", &meant::number(&literal.text, error));
                None
            }
            (_, Ok(_)) => {
                self.wrong_literal(literal, at, "a number", "put a fraction in quotes: `\"1/3\"`");
                None
            }
        }
    }

    /// A number that `fact` may be.
    pub(super) fn number_of(&self, fact: &Fact, literal: &Literal, at: &Pointer) -> Option<Number> {
        let FactType::Number { integer, min, max } = &fact.fact_type else { return None };
        let number = self.number(literal, at)?;
        if *integer && !number.is_integer() {
            self.wrong_literal(literal, at, "a whole number", &format!("`{}` is an integer", fact.name));
            return None;
        }
        let low = min.as_ref().filter(|min| number < **min);
        let high = max.as_ref().filter(|max| number > **max);
        self.in_range(fact, literal, at, low, high).then_some(number)
    }

    /// A date, and one that `fact` may be.
    pub(super) fn date_of(&self, fact: &Fact, literal: &Literal, at: &Pointer) -> Option<Date> {
        let FactType::Date { min, max } = &fact.fact_type else { return None };
        let date = self.date(literal, at)?;
        let low = min.as_ref().filter(|min| date < **min);
        let high = max.as_ref().filter(|max| date > **max);
        self.in_range(fact, literal, at, low, high).then_some(date)
    }

    /// A date.
    pub(super) fn date(&self, literal: &Literal, at: &Pointer) -> Option<Date> {
        match (literal.style, literal.text.parse()) {
            (Style::Plain | Style::Quoted, Ok(date)) => Some(date),
            (_, Err(error)) => {
                self.wrong_literal(literal, at, "a date", &meant::date(&literal.text, error));
                None
            }
            _ => None,
        }
    }

    fn in_range(
        &self,
        fact: &Fact,
        literal: &Literal,
        at: &Pointer,
        too_low: Option<impl ToString>,
        too_high: Option<impl ToString>,
    ) -> bool {
        let (limit, which) = match (too_low, too_high) {
            (Some(min), _) => (min.to_string(), "at least"),
            (None, Some(max)) => (max.to_string(), "at most"),
            (None, None) => return true,
        };
        let message = format!("`{}` lies outside the range of `{}`", literal.text, fact.name);
        self.findings
            .push(self.findings.at(Code::OutOfRange, at, message).help(format!("`{}` is {which} {limit}", fact.name)));
        false
    }

    /// A text.
    pub(super) fn text(&self, literal: &Literal, at: &Pointer) -> Option<String> {
        if matches!(literal.style, Style::Plain | Style::Quoted) {
            return Some(literal.text.clone());
        }
        self.wrong_literal(literal, at, "a text", &format!("put it in quotes: `\"{}\"`", literal.text));
        None
    }

    /// A count: a whole number from 0 up.
    pub(super) fn whole(&self, literal: &Literal, at: &Pointer) -> Option<u32> {
        let whole = literal.text.parse().ok().filter(|_| literal.style == Style::Number);
        if whole.is_none() {
            self.wrong_literal(literal, at, "a whole number from 0 up", "write a whole number, without quotes");
        }
        whole
    }

    /// The position of a choice's value.
    pub(super) fn choice(&self, fact: &Fact, literal: &Literal, at: &Pointer) -> Option<usize> {
        let FactType::Choice { of, .. } = &fact.fact_type else { return None };
        if !self.spend(of.len(), at) {
            return None;
        }
        let position = of.iter().position(|value| *value == literal.text);
        if position.is_none() {
            let message = format!("`{}` is not a value of `{}`", literal.text.escape_debug(), fact.name);
            let help = self.findings.suggest(&literal.text, of.iter().map(String::as_str), "values");
            self.findings.push(self.findings.at(Code::UnknownValue, at, message).help(help));
        }
        position
    }
}
