//! Answers packed into one integer each, for those who read many and fast.

use super::Answers;
use crate::rule_set::Value;

/// Not answered.
pub(crate) const MISSING: i32 = i32::MIN;
/// Answered, by something that does not fit: a text, a date, a number that is large or not whole.
pub(crate) const OTHER: i32 = i32::MIN + 1;

/// So many stand in the dossier itself, where a reader of many dossiers finds them one behind the other.
const INLINE: usize = 96;

/// The slots of a dossier, a fact each.
pub(crate) type Slots = smallvec::SmallVec<[i32; INLINE]>;

/// One integer a fact: a truth as 0 or 1, a choice as its position, a whole number as itself.
pub(crate) fn slots(answers: &Answers) -> Slots {
    answers.iter().map(|answer| answer.as_ref().map_or(MISSING, slot)).collect()
}

pub(crate) fn slot(value: &Value) -> i32 {
    let small = match value {
        Value::Boolean(value) => Some(i32::from(*value)),
        Value::Choice(at) => i32::try_from(*at).ok(),
        Value::Number(value) => match value.to_i64_pair() {
            Some((whole, 1)) => i32::try_from(whole).ok(),
            _ => None,
        },
        Value::Date(_) | Value::Text(_) => None,
    };
    small.map_or(OTHER, |small| small.max(OTHER))
}
