//! How the answers to most facts are spelt, in little memory: what all units come by should stay close at hand.
//!
//! What is not spelt so is read as ever, by [`Fact::read_as`](crate::rule_set::Fact::read_as), with which this agrees.

use std::collections::HashMap;

use crate::Number;
use crate::document::{MOST_UNQUOTED_DIGITS, Style};
use crate::invariant::Always;
use crate::rule_set::{FactType, Value};

/// How a fact's answers are usually spelt.
#[derive(Clone, Copy, Debug)]
pub(super) enum Usual {
    Boolean,
    /// One of the texts at this position.
    Choice(u32),
    /// A whole number of few digits, in the range at this position.
    Whole(u32),
    Other,
}

/// The choices and ranges, each once however many facts have it.
#[derive(Debug, Default)]
pub(super) struct Usuals {
    choices: Vec<Vec<String>>,
    known_choices: HashMap<Vec<String>, u32>,
    ranges: Vec<(i64, i64)>,
    known_ranges: HashMap<(i64, i64), u32>,
}

impl Usuals {
    /// How answers of this type are usually spelt.
    pub(super) fn of(&mut self, fact_type: &FactType) -> Usual {
        let number = |at: usize| u32::try_from(at).ok().or_widest("types are no more than are counted", || u32::MAX);
        match fact_type {
            FactType::Boolean => Usual::Boolean,
            FactType::Choice { of, .. } => {
                if let Some(at) = self.known_choices.get(of) {
                    return Usual::Choice(*at);
                }
                let at = number(self.choices.len());
                self.choices.push(of.clone());
                self.known_choices.insert(of.clone(), at);
                Usual::Choice(at)
            }
            FactType::Number { min, max, .. } => {
                let bound = |bound: &Option<Number>, none: i64| match bound {
                    None => Some(none),
                    Some(bound) => bound.to_i64_pair().and_then(|(whole, of)| (of == 1).then_some(whole)),
                };
                let (Some(min), Some(max)) = (bound(min, i64::MIN), bound(max, i64::MAX)) else { return Usual::Other };
                let at = *self.known_ranges.entry((min, max)).or_insert_with(|| {
                    self.ranges.push((min, max));
                    number(self.ranges.len() - 1)
                });
                Usual::Whole(at)
            }
            FactType::Date { .. } | FactType::Text { .. } => Usual::Other,
        }
    }

    /// The answer, where it is spelt as usual.
    pub(super) fn read(&self, usual: Usual, text: &str, style: Style) -> Option<Value> {
        match usual {
            Usual::Boolean if matches!(style, Style::Boolean | Style::Plain | Style::Cell) => match text {
                "true" => Some(Value::Boolean(true)),
                "false" => Some(Value::Boolean(false)),
                _ => None,
            },
            Usual::Choice(at) => {
                let at = self.choices.get(at as usize)?.iter().position(|value| value == text)?;
                Some(Value::Choice(u32::try_from(at).ok()?))
            }
            Usual::Whole(_) if style != Style::Boolean => self.whole(usual, whole(text)?),
            _ => None,
        }
    }

    /// A whole number of at most 15 digits, where it is an answer.
    pub(super) fn whole(&self, usual: Usual, whole: i64) -> Option<Value> {
        let Usual::Whole(at) = usual else { return None };
        let (min, max) = self.ranges.get(at as usize)?;
        (*min <= whole && whole <= *max).then(|| Value::Number(Number::from(whole)))
    }
}

/// A whole number of few digits and no sign.
fn whole(text: &str) -> Option<i64> {
    if text.is_empty() || text.len() > MOST_UNQUOTED_DIGITS || (text.len() > 1 && text.starts_with('0')) {
        return None;
    }
    text.bytes().try_fold(0, |whole, byte| byte.is_ascii_digit().then(|| whole * 10 + i64::from(byte - b'0')))
}

/// Whether a whole number has few digits.
pub(super) fn has_few_digits(whole: i64) -> bool {
    whole.unsigned_abs() < 1_000_000_000_000_000
}
