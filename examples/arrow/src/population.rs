//! Offices, as a record batch with a column of every type that facts are read from.

use std::sync::Arc;

use arrow_array::types::Int8Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Int8Array, RecordBatch, StringArray,
    UInt16Array,
};
use arrow_schema::ArrowError;

pub const RULES: &str = "
ruleset: accessible-offices
edition: 1.0.0
scales: {ada: {Ada: 1, Proses: 0.5, Tidak: 0}}
facts:
  desk: {type: boolean}
  trained: {type: integer, min: 0}
  staff: {type: integer, min: 1}
  share: {derive: {ratio: [trained, staff]}}
  survey: {type: decimal, min: 0, max: 4}
  audited: {type: date}
  site: {type: text}
criteria:
  - id: access
    weight: 60
    aggregate: mean
    criteria:
      - {id: ramp, weight: 2, answer: ada}
      - {id: toilet, weight: 1, answer: ada}
      - {id: desk_staffed, weight: 1, met_when: {desk: true}}
      - {id: training, weight: 1, bands: {of: share, steps: [{at_least: 0.5, fraction: 0.5}, {at_least: 0.9, fraction: 1}]}}
  - id: service
    weight: 40
    aggregate: mean
    criteria:
      - {id: satisfaction, weight: 2, bands: {of: survey, steps: [{at_least: 2.6, fraction: 0.25}, {at_least: 3.06, fraction: 0.75}, {at_least: 3.5, fraction: 1}]}}
      - {id: audit, weight: 1, met_when: {audited: {at_least: 2023-01-01}}}
      - {id: published, weight: 1, met_when: {site: {starts_with: https}}}
awards:
  - {id: accessible, requires: [{id: total, score: total, at_least_percent: 60}, {id: access, score: access, at_least_percent: 50}]}
  - {id: exemplary, requires: [{id: total, score: total, at_least_percent: 70}, {id: accessible, award: accessible, eligible: true}]}
";

/// Of these rules those that run by column: answers, truths, and whole numbers in bands.
#[cfg(test)]
pub const ACCESS: &str = "
ruleset: access
edition: 1.0.0
scales: {ada: {Ada: 1, Proses: 0.5, Tidak: 0}}
facts:
  desk: {type: boolean}
  trained: {type: integer, min: 0}
  staff: {type: integer, min: 1}
  share: {derive: {ratio: [trained, staff]}}
criteria:
  - id: access
    weight: 60
    aggregate: mean
    criteria:
      - {id: ramp, weight: 2, answer: ada}
      - {id: toilet, weight: 1, answer: ada}
      - {id: desk_staffed, weight: 1, met_when: {desk: true}}
      - {id: training, weight: 1, bands: {of: share, steps: [{at_least: 0.5, fraction: 0.5}, {at_least: 0.9, fraction: 1}]}}
awards:
  - {id: accessible, requires: [{id: total, score: total, at_least_percent: 60}]}
";

/// So many offices, made up; here and there something is missing.
pub fn offices(count: usize) -> Result<RecordBatch, ArrowError> {
    let rows = || 0..count as u64;
    // Numbers that look random and are the same everywhere.
    let draw = |row: u64, of: u64, below: u64| (row * 6_364_136_223 + of * 1_442_695_040).rotate_left(23) % below;
    let there = move |row: u64, of: u64| draw(row, of + 100, 40) != 0;
    let answers = |of: u64| -> Result<ArrayRef, ArrowError> {
        // The names stand in another order than in the rules: codes go by name.
        let names = StringArray::from_iter_values(["Tidak", "Proses", "Ada"]);
        let codes: Int8Array = rows()
            .map(|row| there(row, of).then(|| i8::from(draw(row, of, 5) > 0) + i8::from(draw(row, of, 5) > 1)))
            .collect();
        Ok(Arc::new(DictionaryArray::<Int8Type>::try_new(codes, Arc::new(names))?))
    };
    let desk: BooleanArray = rows().map(|row| there(row, 3).then(|| draw(row, 3, 4) > 0)).collect();
    let staff: UInt16Array = rows().map(|row| Some(1 + draw(row, 4, 300) as u16)).collect();
    let trained: UInt16Array =
        rows().map(|row| Some((draw(row, 4, 300) * (3 + draw(row, 5, 8)) / 10) as u16)).collect();
    let survey: Decimal128Array =
        rows().map(|row| there(row, 6).then(|| i128::from(220 + draw(row, 6, 180)))).collect();
    let audited: Date32Array = rows().map(|row| there(row, 7).then(|| 18_900 + draw(row, 7, 900) as i32)).collect();
    let site: StringArray = rows()
        .map(|row| there(row, 8).then(|| format!("http{}://{row}.example", if draw(row, 8, 3) > 0 { "s" } else { "" })))
        .collect();
    let columns: [(&str, ArrayRef, bool); 8] = [
        ("access.ramp", answers(1)?, true),
        ("access.toilet", answers(2)?, true),
        ("desk", Arc::new(desk), true),
        ("staff", Arc::new(staff), false),
        ("trained", Arc::new(trained), false),
        ("survey", Arc::new(survey.with_precision_and_scale(4, 2)?), true),
        ("audited", Arc::new(audited), true),
        ("site", Arc::new(site), true),
    ];
    RecordBatch::try_from_iter_with_nullable(columns)
}
