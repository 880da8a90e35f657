//! Values as written, typed by the fact they stand beside.

use super::scope::Scope;
use crate::diagnostic::{Code, Pointer};
use crate::document::{self, Literal, Style};
use crate::rule_set::{Fact, FactType, Value};
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
        match document::number(&literal.text, literal.style) {
            Ok(number) => Some(number),
            Err(why) => {
                let expected = || format!("expected a number, found `{}`", literal.text.escape_debug());
                let message = why.message(&literal.text).unwrap_or_else(expected);
                let finding = self.findings.at(why.code(), at, message);
                self.findings.push(finding.maybe_help(why.help(&literal.text)));
                None
            }
        }
    }

    /// A value that `fact` may be.
    pub(super) fn value(&self, fact: &Fact, literal: &Literal, at: &Pointer) -> Option<Value> {
        match fact.read(literal) {
            Ok(value) => Some(value),
            Err(misfit) => {
                self.findings.push(self.findings.at(misfit.code, at, misfit.message).maybe_help(misfit.help));
                None
            }
        }
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
}
