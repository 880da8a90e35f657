//! Columns that are filled cell by cell.

use crate::Date;
use crate::batch::{Bits, Column, Integers, Values};
use crate::document::Style;
use crate::invariant::broken;
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

impl Stored {
    /// Adds a cell, something in its place where it says nothing of this kind; whether it says something.
    fn push(&mut self, cell: Parsed<'_>) -> bool {
        fn add<T: Default>(to: &mut Vec<T>, value: Option<T>) -> bool {
            let is_there = value.is_some();
            to.push(value.unwrap_or_default());
            is_there
        }
        match self {
            Stored::Truths(truths) => add(truths, if let Parsed::Truth(truth) = cell { Some(truth) } else { None }),
            Stored::Codes(codes) => add(codes, if let Parsed::Code(code) = cell { Some(code) } else { None }),
            Stored::Whole(whole) => add(whole, if let Parsed::Whole(value) = cell { Some(value) } else { None }),
            Stored::Days(days) => add(days, if let Parsed::Day(day) = cell { Some(day) } else { None }),
            Stored::Fractions(numerators, denominators) => {
                let fraction = if let Parsed::Fraction(n, d) = cell { Some((n, d)) } else { None };
                denominators.push(fraction.map_or(1, |(_, d)| d));
                add(numerators, fraction.map(|(n, _)| n))
            }
            Stored::Texts(bytes, offsets) => {
                let text = if let Parsed::Text(text) = cell { Some(text) } else { None };
                bytes.extend(text.unwrap_or_default().bytes());
                // INVARIANT: a chunk of rows ends long before its texts reach two gigabytes.
                debug_assert!(i32::try_from(bytes.len()).is_ok(), "the texts of a chunk are too long");
                offsets.push(i32::try_from(bytes.len()).unwrap_or(i32::MAX));
                text.is_some()
            }
        }
    }
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
        let is_there = self.stored.push(cell);
        debug_assert!(is_there || matches!(cell, Parsed::Missing), "a cell is read as its fact asks");
        let bit = u8::from(is_there) << (self.rows % 8);
        match self.valid.last_mut().filter(|_| !self.rows.is_multiple_of(8)) {
            Some(byte) => *byte |= bit,
            None => self.valid.push(bit),
        }
        self.rows += 1;
    }

    pub(super) fn column<'a>(&'a self, fact: &'a Fact) -> Column<'a> {
        let values = match &self.stored {
            Stored::Truths(truths) => Values::Truths(truths),
            Stored::Codes(codes) => {
                let names = match &fact.fact_type {
                    FactType::Choice { of, .. } => of.iter().map(String::as_str).collect(),
                    // No code has a name: each row is told of.
                    _ => broken("codes are those of a choice", Vec::new()),
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
