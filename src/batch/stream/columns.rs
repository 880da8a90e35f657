//! Columns that are filled cell by cell.

use crate::Date;
use crate::batch::{Bits, Column, Integers, Values};
use crate::document::Style;
use crate::rule_set::{Fact, FactType, Value};

/// What a cell says of a fact.
#[derive(Clone, Copy, Debug)]
pub(super) enum Parsed<'t> {
    Missing,
    Truth(bool),
    Code(u32),
    Whole(i64),
    Fraction(i64, i64),
    Day(i32),
    Text(&'t str),
}

/// What a cell says of a fact; `None` where it says nothing that a column can hold.
pub(super) fn parse<'t>(fact: &Fact, cell: &'t str) -> Option<Parsed<'t>> {
    let Some(text) = fact.in_cell(cell) else { return Some(Parsed::Missing) };
    // The usual cells, without the detour of a literal.
    match &fact.fact_type {
        FactType::Choice { of, .. } => {
            return of.iter().position(|value| value == text).and_then(|at| u32::try_from(at).ok()).map(Parsed::Code);
        }
        FactType::Number { integer, .. } if text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            let small = text.parse().ok().filter(|_| text.len() == 1 || !text.starts_with('0'));
            if let Some(small) = small {
                return Some(if *integer { Parsed::Whole(small) } else { Parsed::Fraction(small, 1) });
            }
        }
        _ => {}
    }
    match fact.read_as(text, Style::Cell).ok()? {
        Value::Boolean(truth) => Some(Parsed::Truth(truth)),
        Value::Choice(code) => Some(Parsed::Code(code)),
        Value::Number(number) => {
            let (numerator, denominator) = number.to_i64_pair()?;
            let integer = matches!(fact.fact_type, FactType::Number { integer: true, .. });
            Some(if integer { Parsed::Whole(numerator) } else { Parsed::Fraction(numerator, denominator) })
        }
        Value::Date(date) => i32::try_from(Date::EPOCH.days_until(date)).ok().map(Parsed::Day),
        Value::Text(_) => Some(Parsed::Text(text)),
    }
}

/// The answers to one fact.
#[derive(Debug)]
pub(super) struct Filling {
    stored: Stored,
    valid: Vec<u8>,
    rows: usize,
}

#[derive(Debug)]
enum Stored {
    Truths(Vec<bool>),
    Codes(Vec<u32>),
    Whole(Vec<i64>),
    Fractions(Vec<i64>, Vec<i64>),
    Days(Vec<i32>),
    Texts(Vec<u8>, Vec<i32>),
}

impl Filling {
    pub(super) fn new(fact: &Fact) -> Filling {
        let stored = match &fact.fact_type {
            FactType::Boolean => Stored::Truths(Vec::new()),
            FactType::Choice { .. } => Stored::Codes(Vec::new()),
            FactType::Number { integer: true, .. } => Stored::Whole(Vec::new()),
            FactType::Number { .. } => Stored::Fractions(Vec::new(), Vec::new()),
            FactType::Date { .. } => Stored::Days(Vec::new()),
            FactType::Text { .. } => Stored::Texts(Vec::new(), vec![0]),
        };
        Filling { stored, valid: Vec::new(), rows: 0 }
    }

    pub(super) fn push(&mut self, cell: Parsed<'_>) {
        if self.rows.is_multiple_of(8) {
            self.valid.push(0);
        }
        if let Some(byte) = self.valid.last_mut().filter(|_| !matches!(cell, Parsed::Missing)) {
            *byte |= 1 << (self.rows % 8);
        }
        self.rows += 1;
        match &mut self.stored {
            Stored::Truths(truths) => truths.push(matches!(cell, Parsed::Truth(true))),
            Stored::Codes(codes) => codes.push(if let Parsed::Code(code) = cell { code } else { 0 }),
            Stored::Whole(whole) => whole.push(if let Parsed::Whole(value) = cell { value } else { 0 }),
            Stored::Fractions(numerators, denominators) => {
                let (n, d) = if let Parsed::Fraction(n, d) = cell { (n, d) } else { (0, 1) };
                numerators.push(n);
                denominators.push(d);
            }
            Stored::Days(days) => days.push(if let Parsed::Day(day) = cell { day } else { 0 }),
            Stored::Texts(bytes, offsets) => {
                if let Parsed::Text(text) = cell {
                    bytes.extend_from_slice(text.as_bytes());
                }
                // INVARIANT: a chunk of rows ends long before its texts reach two gigabytes.
                debug_assert!(i32::try_from(bytes.len()).is_ok(), "the texts of a chunk are too long");
                offsets.push(i32::try_from(bytes.len()).unwrap_or(i32::MAX));
            }
        }
    }

    pub(super) fn column<'a>(&'a self, fact: &'a Fact) -> Column<'a> {
        let values = match &self.stored {
            Stored::Truths(truths) => Values::Truths(truths),
            Stored::Codes(codes) => {
                let names = match &fact.fact_type {
                    FactType::Choice { of, .. } => of.iter().map(String::as_str).collect(),
                    _ => Vec::new(),
                };
                Values::Choices { codes: Integers::from(codes), names }
            }
            Stored::Whole(whole) => Values::Whole(Integers::from(whole)),
            Stored::Fractions(numerators, denominators) => Values::Fractions { numerators, denominators },
            Stored::Days(days) => Values::Days(days),
            Stored::Texts(bytes, offsets) => Values::Texts { bytes, offsets },
        };
        Column::new(values).valid(Bits::new(&self.valid, 0))
    }
}
