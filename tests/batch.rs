//! What a batch decides of many units is what the assessment says of each.
#![cfg(feature = "yaml")]

mod generated;

mod naive;

use generated::{Options, by_column, made, plain, raw};
use predikat::batch::{Batch, Bits, Column, Held, Integers, Outcomes, Table, Values};
use predikat::document::{FactKind, Literal, RuleDocument};
use predikat::dossier::BindOptions;
use predikat::{Assessment, Date, DossierDocument, Number, RuleSet, assess};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};

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
fn agree(missing: usize, cases: u32, seed: u64, strip: bool, change: fn(&mut RuleDocument)) -> (usize, usize, usize) {
    let config = ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let counts = std::cell::RefCell::new((0, 0, 0));
    let options = Options { missing, ..Options::default() };
    TestRunner::new(config)
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
    let (by_column, _, _) = agree(0, 250, 7, true, by_column);
    assert!(by_column > 200, "{by_column} rows ran by column");
}

#[test]
fn rows_with_gaps_decide_as_they_assess() {
    let (_, by_row, wide) = agree(2, 120, 8, true, by_column);
    assert!(by_row > 200 && wide < by_row, "{by_row} rows by themselves, {wide} of them wide");
    let (_, by_row, wide) = agree(1, 120, 9, false, plain);
    assert!(by_row > 200 && wide < by_row, "{by_row} rows by themselves, {wide} of them wide");
}

#[test]
fn any_rules_decide_as_they_assess() {
    let (_, by_row, _) = agree(1, 60, 10, false, |_| {});
    assert!(by_row > 100, "{by_row}");
}

const RULES: &str = "
ruleset: s
edition: 1.0.0
effective: {from: 2020-01-01}
scales: {ada: {Ada: 1, Proses: 0.5, Tidak: 0}}
facts:
  staff: {type: integer, min: 0, max: 70000}
  guides: {type: integer, min: 0}
  share: {derive: {ratio: [guides, staff], when_zero: not_applicable}}
evidence: {photo: {valid_for: 1y}}
criteria:
  - {id: ramp, weight: 3, answer: ada}
  - {id: guided, bands: {of: share, steps: [{at_least: 0.5, fraction: 0.4}, {at_least: 0.75, fraction: 1}]}}
awards:
  - {id: silver, valid_for: 2y, requires: [{id: total, score: total, at_least_percent: 60}]}
  - {id: gold, requires: [{id: total, score: total, at_least_percent: 90}, {id: before, award: silver, held: true}]}
";

#[test]
fn large_numbers_and_small_ones_reach_the_same_steps() {
    let rules = RuleSet::from_yaml("s.yaml", RULES).unwrap();
    let batch = Batch::new(&rules);
    assert!(batch.is_by_column());
    // Rows of one block whose greatest number is small, then middling, then large.
    for most in [60u32, 9_000, 70_000] {
        let staff: Vec<u32> = (0..3000).map(|row| if row % 50 == 0 { 0 } else { 1 + row * 7919 % most }).collect();
        let guides: Vec<u64> =
            staff.iter().enumerate().map(|(row, staff)| u64::from(*staff) * (row as u64 % 5) / 4).collect();
        let ramp: Vec<u8> = (0..3000).map(|row| (row % 3) as u8).collect();
        let table = Table::new(3000, "2024-05-31".parse().unwrap())
            .fact("staff", Column::whole(&staff))
            .fact("guides", Column::whole(&guides))
            .fact("ramp", Column::choices(&ramp, &["Ada", "Proses", "Tidak"]));
        let mut outcomes = Outcomes::default();
        batch.decide(&table, &mut outcomes).unwrap();
        // A division by zero is decided by itself.
        assert_eq!((outcomes.by_row(), outcomes.wide()), (60, 0));
        for row in 0..3000 {
            let share = guides[row] * 4 / u64::from(staff[row].max(1));
            let guided = if guides[row] * 4 >= u64::from(staff[row]) * 3 {
                1000
            } else if share >= 2 {
                400
            } else {
                0
            };
            let (ramp, of) = ([3000, 1500, 0][usize::from(ramp[row])], if staff[row] == 0 { 3 } else { 4 });
            let points = if staff[row] == 0 { ramp * 4 } else { (ramp + guided) * of };
            let expected = Number::ratio(i64::from(points), if staff[row] == 0 { 3000 } else { i64::from(of) * 1000 });
            assert_eq!(outcomes.total().unwrap().points(row).unwrap().low, expected.unwrap(), "{row}");
        }
    }
}

#[test]
fn what_is_wrong_with_a_row_stops_no_other() {
    let rules = RuleSet::from_yaml("s.yaml", RULES).unwrap();
    let (staff, guides) = ([10i64, -3, 10, 100_000], [5u8, 5, 5, 5]);
    let ramp = [0i8, 0, 7, 1];
    let table = Table::new(4, "2024-05-31".parse().unwrap())
        .fact("staff", Column::whole(&staff[..]))
        .fact("guides", Column::whole(&guides[..]))
        .fact("ramp", Column::choices(&ramp[..], &["Tidak", "Ada"]));
    let mut outcomes = Outcomes::default();
    Batch::new(&rules).decide(&table, &mut outcomes).unwrap();
    let refused: Vec<String> = outcomes
        .refused()
        .iter()
        .map(|one| {
            format!(
                "{} {}: {}",
                one.row,
                one.column.as_deref().unwrap_or(""),
                one.problems.iter().next().unwrap().message
            )
        })
        .collect();
    assert_eq!(refused[0], "1 staff: `staff` is -3, below its minimum of 0");
    assert!(refused[1].starts_with("2 ramp: the column `ramp` holds no value"), "{refused:?}");
    assert!(refused[2].starts_with("3 staff: `staff` is 100000, above"), "{refused:?}");
    assert_eq!((outcomes.outcome("silver", 0).unwrap().word(), outcomes.outcome("silver", 1)), ("ineligible", None));
    assert_eq!(outcomes.score("total").unwrap().points(1), None);
}

#[test]
fn what_is_wrong_with_a_table_is_told_in_one_run() {
    let rules = RuleSet::from_yaml("s.yaml", RULES).unwrap();
    let (numbers, days) = ([1u8], [0i32]);
    let table = Table::new(2, "2019-05-31".parse().unwrap())
        .fact("stuff", Column::whole(&numbers[..]))
        .fact("staff", Column::whole(&numbers[..]))
        .fact("share", Column::whole(&numbers[..]))
        .fact("ramp", Column::whole(&[1u8, 1][..]))
        .held(Held::new("sliver", Column::days(&days)));
    let problems = Batch::new(&rules).decide(&table, &mut Outcomes::default()).unwrap_err();
    let codes: Vec<&str> = problems.iter().map(|problem| problem.code.name()).collect();
    for code in ["unknown-fact", "wrong-columns", "not-answerable", "wrong-literal", "unknown-award", "outside-edition"]
    {
        assert!(codes.contains(&code), "{code}: {codes:?}");
    }
}

#[test]
fn dates_that_are_no_days_or_too_few_are_no_silence() {
    let rules = RuleSet::from_yaml("s.yaml", RULES).unwrap();
    let (numbers, days) = ([1i32, 1], [0i32]);
    let table = Table::new(2, "2024-05-31".parse().unwrap())
        .held(Held::new("silver", Column::whole(&numbers[..])).until(Column::days(&days)))
        .documents(predikat::batch::Documents::new("foto", "photo", &[], Column::days(&days)));
    let problems = Batch::new(&rules).decide(&table, &mut Outcomes::default()).unwrap_err();
    let told: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told.contains(&"the column `from` of the award `silver` holds no days"), "{told:?}");
    assert!(
        told.contains(&"the column `until` of the award `silver` has 1 days, and the table has 2 rows"),
        "{told:?}"
    );
    assert!(
        told.contains(&"the column `issued` of the document `foto` has 1 days, and the table has 2 rows"),
        "{told:?}"
    );
}

#[test]
fn awards_held_and_documents_count_by_column() {
    let rules = RuleSet::from_yaml(
        "s.yaml",
        &format!("{RULES}  - {{id: proved, requires: [{{id: seen, criterion: seen, is: [met]}}]}}\n").replace(
            "criteria:\n",
            "criteria:\n  - {id: seen, weight: 0, met_when: {guides: {at_least: 0}}, evidence: photo}\n",
        ),
    )
    .unwrap();
    let ones = [1u8, 1, 1, 1];
    let ramp = [0u8; 4];
    let issued = [day("2024-01-01"), day("2023-05-31"), day("2023-06-01"), day("2024-06-01")];
    let from = [day("2022-06-01"), day("2022-05-31"), day("2024-05-31"), 0];
    let table = Table::new(4, "2024-05-31".parse().unwrap())
        .fact("staff", Column::whole(&ones[..]))
        .fact("guides", Column::whole(&ones[..]))
        .fact("ramp", Column::choices(&ramp[..], &["Ada"]))
        .documents(predikat::batch::Documents::new("foto", "photo", &["seen"], Column::days(&issued)))
        .held(Held::new("silver", Column::days(&from).valid(Bits::new(&[0b0111], 0))));
    let mut outcomes = Outcomes::default();
    Batch::new(&rules).decide(&table, &mut outcomes).unwrap();
    let words = |award: &str| -> Vec<&str> {
        outcomes.award(award).unwrap().outcomes.iter().map(|outcome| outcome.unwrap().word()).collect()
    };
    // A photograph is valid for a year, silver is held for two.
    assert_eq!(words("proved"), ["eligible", "ineligible", "eligible", "ineligible"]);
    assert_eq!(words("gold"), ["eligible", "ineligible", "eligible", "ineligible"]);
}
