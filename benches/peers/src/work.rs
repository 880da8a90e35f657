//! What every engine is told of `award40`: the criteria as parts of rules, a unit as JSON, and what is right.

use std::fmt::Write;

use predikat::Number;

use crate::award40::{ANSWERS, BANDS, KINDS, NOT_FOR, Outcome, SHAPE, Unit};

/// A criterion, by the names of the facts that it reads.
pub enum Criterion {
    /// An answer of three degrees; it does not apply to one kind.
    Answer { fact: String, not_for: Option<&'static str> },
    /// A truth that also needs a document.
    Truth { fact: String, documents: String },
    /// A ratio in bands; the steps are in hundredths, the highest first.
    Band { trained: String, staff: String, steps: [u32; 3] },
}

/// The criteria of each group.
pub fn groups() -> [Vec<Criterion>; 3] {
    let (mut a, mut t, mut r) = (0.., 0.., 0..);
    [0, 1, 2].map(|g| {
        let (answers, truths, bands) = SHAPE[g];
        let (_, not_at, kind) = NOT_FOR[g];
        let not_for = |at| (at == not_at).then_some(KINDS[usize::from(kind)]);
        let answers = (0..answers).zip(a.by_ref());
        let answers = answers.map(|(at, a)| Criterion::Answer { fact: format!("a{a}"), not_for: not_for(at) });
        let truths = t.by_ref().take(truths);
        let truths = truths.map(|t: usize| Criterion::Truth { fact: format!("t{t}"), documents: format!("d{t}") });
        let bands = r.by_ref().take(bands).map(|r: usize| Criterion::Band {
            trained: format!("n{r}"),
            staff: format!("s{r}"),
            steps: BANDS[r % 4],
        });
        answers.chain(truths).chain(bands).collect()
    })
}

/// The kind to which one criterion of a group does not apply.
pub fn exempt(group: usize) -> &'static str {
    KINDS[usize::from(NOT_FOR[group].2)]
}

/// Hundredths as a decimal, as rules write it.
#[allow(dead_code)] // not every engine writes rules as text
pub fn hundredths(step: u32) -> String {
    format!("0.{step:02}")
}

/// A unit as a flat JSON object.
pub fn json(unit: &Unit) -> String {
    let block = &unit.blocks[0];
    let kind = KINDS[usize::from(unit.kind)];
    let mut text = format!(r#"{{"kind":"{kind}","silver_before":{}"#, unit.silver_before);
    for (a, answer) in block.answers.iter().enumerate() {
        write!(text, r#","a{a}":"{}""#, ANSWERS[usize::from(*answer)]).unwrap();
    }
    for t in 0..6 {
        write!(text, r#","t{t}":{},"d{t}":{}"#, block.truths[t], block.documents[t]).unwrap();
    }
    for r in 0..8 {
        write!(text, r#","n{r}":{},"s{r}":{}"#, block.trained[r], block.staff[r]).unwrap();
    }
    text + "}"
}

/// The tiers by name, from the lowest.
pub const TIERS: [&str; 3] = ["none", "silver", "gold"];

/// A tier by its name.
pub fn tier(name: &str) -> u8 {
    TIERS.iter().position(|tier| *tier == name).expect("a tier") as u8
}

/// What is right, in whole numbers.
pub struct Exact {
    /// Hundredths of a point, and how many criteria apply: together the percentage of the group.
    groups: [(i64, i64); 3],
    silver_before: bool,
}

impl Exact {
    pub fn new(unit: &Unit) -> Exact {
        let block = &unit.blocks[0];
        let (mut answers, mut truths, mut ratios) = (0.., 0.., 0..);
        let groups = [0, 1, 2].map(|g| {
            let (answer, truth, band) = SHAPE[g];
            let (_, not_at, kind) = NOT_FOR[g];
            let mut sum = 0;
            for (at, a) in (0..answer).zip(answers.by_ref()) {
                if at != not_at || unit.kind != kind {
                    sum += 50 * i64::from(block.answers[a as usize]);
                }
            }
            for t in truths.by_ref().take(truth) {
                let t: usize = t;
                sum += if block.truths[t] && block.documents[t] > 0 { 100 } else { 0 };
            }
            for r in ratios.by_ref().take(band) {
                let r: usize = r;
                let reached = BANDS[r % 4].map(|step| block.trained[r] * 100 >= step * block.staff[r]);
                sum += match reached {
                    [true, ..] => 100,
                    [_, true, _] => 67,
                    [_, _, true] => 33,
                    _ => 0,
                };
            }
            (sum, (answer + truth + band) as i64 - i64::from(unit.kind == kind))
        });
        Exact { groups, silver_before: unit.silver_before }
    }

    /// The total as a numerator and its denominator.
    fn total(&self) -> (i64, i64) {
        let [(a, x), (b, y), (c, z)] = self.groups;
        (5 * a * y * z + 2 * b * x * z + 3 * c * x * y, 10 * x * y * z)
    }

    pub fn total_exactly(&self) -> Number {
        let (numerator, denominator) = self.total();
        Number::ratio(numerator, denominator).expect("something applies")
    }

    /// Whether the total or a group stands exactly on a threshold.
    pub fn is_on_a_threshold(&self) -> bool {
        let (numerator, denominator) = self.total();
        let on = |(n, d): (i64, i64), steps: [i64; 2]| steps.iter().any(|step| n == step * d);
        on((numerator, denominator), [75, 85]) || self.groups.iter().any(|group| on(*group, [60, 75]))
    }

    pub fn outcome(&self) -> Outcome {
        let (numerator, denominator) = self.total();
        let reached = |total: i64, least: i64| {
            numerator >= total * denominator && self.groups.iter().all(|(sum, whole)| *sum >= least * whole)
        };
        let tier = if self.silver_before && reached(85, 75) { 2 } else { u8::from(reached(75, 60)) };
        let total = numerator as f64 / denominator as f64;
        Outcome { total, groups: self.groups.map(|(sum, whole)| sum as f64 / whole as f64), tier }
    }
}
