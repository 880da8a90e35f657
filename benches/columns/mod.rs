//! The units of `award40` by column.

use predikat::batch::{Bits, Column, Held, Table};

use super::award40::{ANSWERS, KINDS, Unit};

/// The columns of some units, with their names.
pub struct Columns {
    kind: Vec<u8>,
    answers: Vec<(String, Vec<u8>)>,
    truths: Vec<(String, Vec<bool>)>,
    counts: Vec<(String, Vec<u32>)>,
    silver_from: Vec<i32>,
    silver_before: Vec<u8>,
    rows: usize,
}

/// The first day of 2023, in days since 1970-01-01.
const SILVER_FROM: i32 = 19_358;

impl Columns {
    pub fn new(criteria: usize, units: &[Unit]) -> Columns {
        let mut columns = Columns {
            kind: units.iter().map(|unit| unit.kind).collect(),
            answers: Vec::new(),
            truths: Vec::new(),
            counts: Vec::new(),
            silver_from: vec![SILVER_FROM; units.len()],
            silver_before: vec![0; units.len().div_ceil(8)],
            rows: units.len(),
        };
        for (row, unit) in units.iter().enumerate() {
            columns.silver_before[row / 8] |= u8::from(unit.silver_before) << (row % 8);
        }
        for b in 0..criteria / 40 {
            let mut answer = 0;
            for (g, (answers, ..)) in super::award40::SHAPE.into_iter().enumerate() {
                for a in 0..answers {
                    let at = answer;
                    let values = units.iter().map(|unit| unit.blocks[b].answers[at]).collect();
                    columns.answers.push((format!("g{g}.a{b}_{a}"), values));
                    answer += 1;
                }
            }
            for t in 0..6 {
                let truths = units.iter().map(|unit| unit.blocks[b].truths[t]).collect();
                columns.truths.push((format!("t{b}_{t}"), truths));
                let documents = units.iter().map(|unit| unit.blocks[b].documents[t]).collect();
                columns.counts.push((format!("d{b}_{t}"), documents));
            }
            for r in 0..8 {
                columns
                    .counts
                    .push((format!("n{b}_{r}"), units.iter().map(|unit| unit.blocks[b].trained[r]).collect()));
                columns.counts.push((format!("s{b}_{r}"), units.iter().map(|unit| unit.blocks[b].staff[r]).collect()));
            }
        }
        columns
    }

    pub fn table(&self) -> Table<'_> {
        let mut table = Table::new(self.rows, "2024-01-01".parse().expect("a date"));
        table = table.fact("kind", Column::choices(&self.kind, &KINDS));
        for (name, codes) in &self.answers {
            table = table.fact(name, Column::choices(codes, &ANSWERS));
        }
        for (name, truths) in &self.truths {
            table = table.fact(name, Column::truths(truths));
        }
        for (name, counts) in &self.counts {
            table = table.fact(name, Column::whole(counts));
        }
        let from = Column::days(&self.silver_from).valid(Bits::new(&self.silver_before, 0));
        table.held(Held::new("silver", from))
    }
}
