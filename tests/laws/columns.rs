//! The columns of some dossiers, as a batch reads them.

use std::collections::BTreeSet;

use predikat::batch::{Bits, Column, Integers, Table, Values};
use predikat::document::{FactKind, Literal, RuleDocument};
use predikat::{Date, DossierDocument, Number};

use crate::generated;

/// The columns of some dossiers: every type of fact, in turns by every kind of column that it takes.
#[derive(Default)]
pub struct Owned {
    names: Vec<String>,
    stored: Vec<Stored>,
    valid: Vec<Vec<u8>>,
    answers: Vec<String>,
    rows: usize,
}

enum Stored {
    Truths(Vec<bool>),
    Bits(Vec<u8>),
    Codes(Vec<u16>),
    Small(Vec<i8>),
    Whole(Vec<i64>),
    Fractions(Vec<i64>, Vec<i64>),
    Days(Vec<i32>),
    Texts(Vec<u8>, Vec<i32>),
}

/// A value as it is written; nothing of one that is missing.
fn text<'v>(value: &Option<&'v Literal>) -> &'v str {
    value.map_or("", |literal| literal.text.as_str())
}

fn texts(values: &[Option<&Literal>]) -> Stored {
    let (mut bytes, mut offsets) = (Vec::new(), vec![0]);
    for value in values {
        bytes.extend_from_slice(text(value).as_bytes());
        offsets.push(i32::try_from(bytes.len()).unwrap());
    }
    Stored::Texts(bytes, offsets)
}

fn day(text: &str) -> i32 {
    let (date, epoch): (Date, Date) = (text.parse().unwrap(), "1970-01-01".parse().unwrap());
    i32::try_from(epoch.days_until(date)).unwrap()
}

impl Owned {
    pub fn new(rules: &RuleDocument, dossiers: &[DossierDocument]) -> Owned {
        let mut owned = Owned { rows: dossiers.len(), ..Owned::default() };
        let names: Vec<String> = generated::domains(rules).into_iter().map(|(name, _)| name).collect();
        let answers: BTreeSet<&str> =
            dossiers.iter().flat_map(|dossier| dossier.facts.values().map(|literal| literal.text.as_str())).collect();
        owned.answers = answers.into_iter().map(str::to_owned).collect();
        // where a choice is a column of texts, every row is decided by itself
        let with_texts = names.len().is_multiple_of(2);
        for (turn, name) in names.into_iter().enumerate() {
            let values: Vec<Option<&Literal>> = dossiers.iter().map(|dossier| dossier.facts.get(&name)).collect();
            let mut valid = vec![0u8; dossiers.len().div_ceil(8) + 1];
            for (row, value) in values.iter().enumerate() {
                valid[(row + 3) / 8] |= u8::from(value.is_some()) << ((row + 3) % 8);
            }
            let kind = rules.facts.get(&name).and_then(|fact| fact.kind);
            owned.stored.push(owned.store(kind.unwrap_or(FactKind::Choice), &values, turn, with_texts));
            owned.names.push(name);
            owned.valid.push(valid);
        }
        owned
    }

    fn store(&self, kind: FactKind, values: &[Option<&Literal>], turn: usize, with_texts: bool) -> Stored {
        let number = |value: &Option<&Literal>| {
            let number = value.map_or(Number::ZERO, |literal| literal.text.parse().unwrap());
            number.to_i64_pair().unwrap()
        };
        match kind {
            FactKind::Boolean if turn.is_multiple_of(2) => {
                let mut bits = vec![0u8; values.len().div_ceil(8)];
                for (row, value) in values.iter().enumerate() {
                    bits[row / 8] |= u8::from(text(value) == "true") << (row % 8);
                }
                Stored::Bits(bits)
            }
            FactKind::Boolean => Stored::Truths(values.iter().map(|value| text(value) == "true").collect()),
            FactKind::Text => texts(values),
            FactKind::Choice if with_texts && turn.is_multiple_of(3) => texts(values),
            FactKind::Choice => {
                let code = |value| self.answers.iter().position(|answer| *answer == text(value)).unwrap_or(0);
                Stored::Codes(values.iter().map(|value| u16::try_from(code(value)).unwrap()).collect())
            }
            FactKind::Integer if turn.is_multiple_of(2) => {
                Stored::Small(values.iter().map(|value| i8::try_from(number(value).0).unwrap()).collect())
            }
            FactKind::Integer => Stored::Whole(values.iter().map(|value| number(value).0).collect()),
            FactKind::Decimal => {
                let (numerators, denominators) = values.iter().map(number).unzip();
                Stored::Fractions(numerators, denominators)
            }
            FactKind::Date => {
                Stored::Days(values.iter().map(|value| value.map_or(0, |literal| day(&literal.text))).collect())
            }
        }
    }

    pub fn table(&self, dossiers: &[DossierDocument]) -> Table<'_> {
        let mut table = Table::new(self.rows, dossiers[0].as_of.unwrap());
        let names: Vec<&str> = self.answers.iter().map(String::as_str).collect();
        for ((name, stored), valid) in self.names.iter().zip(&self.stored).zip(&self.valid) {
            let values = match stored {
                Stored::Truths(truths) => Values::Truths(truths),
                Stored::Bits(bits) => Values::Bits(Bits::new(bits, 0)),
                Stored::Codes(codes) => Values::Choices { codes: Integers::from(codes), names: names.clone() },
                Stored::Small(values) => Values::Whole(Integers::from(values)),
                Stored::Whole(values) => Values::Whole(Integers::from(values)),
                Stored::Fractions(numerators, denominators) => Values::Fractions { numerators, denominators },
                Stored::Days(days) => Values::Days(days),
                Stored::Texts(bytes, offsets) => Values::Texts { bytes, offsets },
            };
            table = table.fact(name, Column::new(values).valid(Bits::new(valid, 3)));
        }
        for (row, dossier) in dossiers.iter().enumerate() {
            let more = DossierDocument { facts: predikat::IndexMap::new(), ..dossier.clone() };
            let says_more = !(more.evidence.is_empty()
                && more.exceptions.is_empty()
                && more.awards.is_empty()
                && more.rounds.is_empty());
            if says_more {
                table = table.more(row, more);
            }
        }
        table
    }
}
