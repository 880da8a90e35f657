//! Answers packed into one integer each, for those who read many and fast.

use std::sync::Arc;

use super::Answers;
use crate::rule_set::Value;

/// Not answered.
pub(crate) const MISSING: i64 = i64::MIN;
/// Answered, by something that does not fit: a text, a date, a number that is not whole.
pub(crate) const OTHER: i64 = i64::MIN + 1;

/// One integer a fact: a truth as 0 or 1, a choice as its position, a whole number as itself.
pub(crate) fn slots(answers: &Answers) -> Arc<[i64]> {
    answers.iter().map(|answer| answer.as_ref().map_or(MISSING, slot)).collect()
}

fn slot(value: &Value) -> i64 {
    match value {
        Value::Boolean(value) => i64::from(*value),
        Value::Choice(at) => i64::from(*at),
        Value::Number(value) => match value.to_i64_pair() {
            Some((whole, 1)) if whole > OTHER => whole,
            _ => OTHER,
        },
        Value::Date(_) | Value::Text(_) => OTHER,
    }
}
