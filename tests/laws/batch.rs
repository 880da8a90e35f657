//! What a batch decides of many units is what the assessment says of each.

use crate::config::law;
use crate::generated::{self, Options, by_column, made, plain, raw};
use crate::met::met;
use predikat::batch::{Batch, Bits, Column, Integers, Outcomes, Table, Values};
use predikat::document::{FactKind, Literal, RuleDocument};
use predikat::dossier::BindOptions;
use predikat::{Assessment, Date, DossierDocument, Number, RuleSet, assess};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

/// The columns of some dossiers: every type of fact, in turns by every kind of column that it takes.
#[derive(Default)]
struct Owned {
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

fn day(text: &str) -> i32 {
    let (date, epoch): (Date, Date) = (text.parse().unwrap(), "1970-01-01".parse().unwrap());
    i32::try_from(epoch.days_until(date)).unwrap()
}

impl Owned {
    fn new(rules: &RuleDocument, dossiers: &[DossierDocument]) -> Owned {
        let mut owned = Owned { rows: dossiers.len(), ..Owned::default() };
        let names: Vec<String> = generated::domains(rules).into_iter().map(|(name, _)| name).collect();
        let answers: std::collections::BTreeSet<&str> =
            dossiers.iter().flat_map(|dossier| dossier.facts.values().map(|literal| literal.text.as_str())).collect();
        owned.answers = answers.into_iter().map(str::to_owned).collect();
        for (turn, name) in names.into_iter().enumerate() {
            let values: Vec<Option<&Literal>> = dossiers.iter().map(|dossier| dossier.facts.get(&name)).collect();
            let mut valid = vec![0u8; dossiers.len().div_ceil(8) + 1];
            for (row, value) in values.iter().enumerate() {
                valid[(row + 3) / 8] |= u8::from(value.is_some()) << ((row + 3) % 8);
            }
            let kind = rules.facts.get(&name).and_then(|fact| fact.kind);
            owned.stored.push(owned.store(kind.unwrap_or(FactKind::Choice), &values, turn));
            owned.names.push(name);
            owned.valid.push(valid);
        }
        owned
    }

    fn store(&self, kind: FactKind, values: &[Option<&Literal>], turn: usize) -> Stored {
        let text = |value: &Option<&Literal>| value.map_or("", |literal| literal.text.as_str()).to_owned();
        let texts = || {
            let (mut bytes, mut offsets) = (Vec::new(), vec![0]);
            for value in values {
                bytes.extend_from_slice(text(value).as_bytes());
                offsets.push(i32::try_from(bytes.len()).unwrap());
            }
            Stored::Texts(bytes, offsets)
        };
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
            FactKind::Choice if turn.is_multiple_of(3) => texts(),
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
            FactKind::Text => texts(),
        }
    }

    fn table(&self, dossiers: &[DossierDocument]) -> Table<'_> {
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

/// What a row and an assessment say differently.
fn difference(assessment: &Assessment, outcomes: &Outcomes, row: usize) -> Option<String> {
    if outcomes.total().unwrap().points(row).as_ref() != assessment.total.points() {
        return Some(format!("total: {:?} against {:?}", outcomes.total().unwrap().points(row), assessment.total));
    }
    if outcomes.highest(row) != assessment.highest.as_deref() {
        return Some(format!("highest: {:?} against {:?}", outcomes.highest(row), assessment.highest));
    }
    for (id, award) in &assessment.awards {
        if outcomes.outcome(id, row) != Some(award.outcome) {
            return Some(format!("{id}: {:?} against {:?}", outcomes.outcome(id, row), award.outcome));
        }
        let conditional = award.conditional.iter().flat_map(|conditional| &conditional.requirements);
        for requirement in award.requirements.iter().chain(conditional) {
            let margin = outcomes.margin(id, &requirement.id, row);
            // Bounds of what may not apply are not told by column.
            if let Some(margin) = margin
                && requirement.margin.as_ref() != Some(&margin)
            {
                return Some(format!("{id}.{}: {margin:?} against {:?}", requirement.id, requirement.margin));
            }
        }
    }
    for (path, criterion) in &assessment.criteria {
        if let Some(points) = outcomes.score(path).and_then(|column| column.points(row))
            && (points.low != criterion.low || points.high != criterion.high || points.of != criterion.of)
        {
            return Some(format!("{path}: {points:?} against {criterion:?}"));
        }
    }
    for (id, measure) in &assessment.measures {
        if let Some(points) = outcomes.score(id).and_then(|column| column.points(row))
            && (points.low != measure.low || points.high != measure.high || points.of != measure.of)
        {
            return Some(format!("{id}: {points:?} against {measure:?}"));
        }
    }
    None
}

/// How many rows ran by column, by row, and wide, of random rules changed by `change`.
fn agree(missing: usize, strip: bool, change: fn(&mut RuleDocument)) -> (usize, usize, usize) {
    let counts = std::cell::RefCell::new((0, 0, 0));
    let options = Options { missing, ..Options::default() };
    TestRunner::new(law())
        .run(&(made(options), vec(raw(options), 1..12)), |(mut made, raws)| {
            change(&mut made.rules);
            let Ok(rules) = RuleSet::from_document(&made.rules) else { return Ok(()) };
            let mut dossiers: Vec<DossierDocument> = vec![made.dossier.clone()];
            dossiers.extend(raws.into_iter().map(|raw| raw.dossier(&made.rules)));
            if strip {
                for dossier in &mut dossiers {
                    (dossier.evidence, dossier.exceptions, dossier.awards, dossier.rounds) = Default::default();
                }
            }
            let owned = Owned::new(&made.rules, &dossiers);
            let (batch, table) = (Batch::new(&rules), owned.table(&dossiers));
            let mut outcomes = Outcomes::default();
            for threads in [1, 2] {
                batch.decide_in_parallel(&table, &mut outcomes, threads).unwrap();
                for (row, dossier) in dossiers.iter().enumerate() {
                    match rules.bind(dossier, &BindOptions::default()) {
                        Ok(dossier) => {
                            let difference = difference(&assess(&dossier), &outcomes, row);
                            let refused = outcomes.refused().iter().find(|refused| refused.row == row);
                            prop_assert!(
                                refused.is_none(),
                                "row {row} is refused: {}\n{made:?}",
                                refused.unwrap().problems
                            );
                            prop_assert!(difference.is_none(), "row {row}: {}\n{made:?}", difference.unwrap());
                        }
                        Err(_) => prop_assert!(outcomes.refused().iter().any(|refused| refused.row == row)),
                    }
                }
            }
            let mut counts = counts.borrow_mut();
            counts.0 += outcomes.rows() - outcomes.by_row();
            counts.1 += outcomes.by_row();
            counts.2 += outcomes.wide();
            Ok(())
        })
        .unwrap();
    counts.into_inner()
}

#[test]
fn rules_that_run_by_column_decide_as_they_assess() {
    let (by_column, _, _) = agree(0, true, by_column);
    met("rows by column", by_column, 800, law().cases);
}

#[test]
fn rows_with_gaps_decide_as_they_assess() {
    let (_, by_row, wide) = agree(2, true, by_column);
    met("rows by themselves", by_row, 1_666, law().cases);
    met("rows by themselves that are not wide", by_row - wide, 1, law().cases);
}

#[test]
fn rows_with_gaps_and_documents_decide_as_they_assess() {
    let (_, by_row, wide) = agree(1, false, plain);
    met("rows by themselves", by_row, 1_666, law().cases);
    met("rows by themselves that are not wide", by_row - wide, 1, law().cases);
}

#[test]
fn any_rules_decide_as_they_assess() {
    let (_, by_row, _) = agree(1, false, |_| {});
    met("rows by themselves", by_row, 1_666, law().cases);
}
