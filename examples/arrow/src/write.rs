//! What became of a population, as a record batch.

use std::sync::Arc;

use arrow_array::types::UInt8Type;
use arrow_array::{ArrayRef, DictionaryArray, Int64Array, RecordBatch, StringArray, UInt8Array};
use arrow_buffer::NullBuffer;
use arrow_schema::ArrowError;
use predikat::assessment::Eligibility;
use predikat::batch::{AwardColumn, Denominators, Known, Outcomes, ScoreColumn};

/// The outcomes as columns, a row a unit.
///
/// Of every score `NAME.low` and `NAME.high` over `NAME.over`: whole numbers, equal where nothing is missing, and
/// null where there is no score. Of every award `NAME`, a dictionary of its outcome; null where the row was refused.
pub fn outcomes(outcomes: &Outcomes) -> Result<RecordBatch, ArrowError> {
    let mut columns: Vec<(String, ArrayRef)> = Vec::new();
    for score in outcomes.scores() {
        let there = there(score);
        let over = match &score.denominators {
            Denominators::Shared(shared) => Int64Array::from_value(*shared, outcomes.rows()),
            Denominators::Each(each) => each.clone().into(),
        };
        let numbers = |numerators: &[i64]| Int64Array::new(numerators.to_vec().into(), Some(there.clone()));
        columns.push((format!("{}.low", score.name), Arc::new(numbers(&score.numerators))));
        columns.push((format!("{}.high", score.name), Arc::new(numbers(&score.highs))));
        columns.push((format!("{}.over", score.name), Arc::new(over)));
    }
    for award in outcomes.awards() {
        columns.push((award.award.clone(), Arc::new(dictionary(award)?)));
    }
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))
}

/// Where a score is there, as two numerators over a denominator.
///
/// One that does not fit 64 bits (`Known::Apart`) is null here; `ScoreColumn::points` has it. Rule sets with weights
/// and thresholds of a few decimals have none.
fn there(score: &ScoreColumn) -> NullBuffer {
    score.states.iter().map(|state| !matches!(state, Known::Nothing | Known::Apart)).collect()
}

/// What can become of an award, in the order of the codes.
const OUTCOMES: [Eligibility; 4] =
    [Eligibility::Ineligible, Eligibility::Undetermined, Eligibility::Conditional, Eligibility::Eligible];

fn dictionary(award: &AwardColumn) -> Result<DictionaryArray<UInt8Type>, ArrowError> {
    let code = |outcome: &Option<Eligibility>| {
        let outcome = outcome.as_ref()?;
        OUTCOMES.iter().zip(0u8..).find_map(|(known, code)| (known == outcome).then_some(code))
    };
    let codes: UInt8Array = award.outcomes.iter().map(code).collect();
    let names = StringArray::from_iter_values(OUTCOMES.map(Eligibility::word));
    DictionaryArray::try_new(codes, Arc::new(names))
}
