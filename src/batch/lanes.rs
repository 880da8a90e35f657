//! The values of a block as codes and whole numbers, and the rows of which a value is not one.

use super::column::{LONG_ENOUGH, each_width, stretch};
use super::fitted::Fitted;
use super::kernel;
use super::plan::{Plan, WholePlan};
use super::rows::Fit;
use super::{Column, Values};
use crate::Number;
use crate::invariant::Always;
use crate::rule_set::Compiled;

/// What a plan reads of a block of rows.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    pub(super) codes: Vec<Vec<u8>>,
    pub(super) whole: Vec<Vec<i32>>,
}

impl Lanes {
    /// Reads the rows from `start` on; marks those that are to be decided apart: of which a value that is read is
    /// missing, does not fit its lane, or is wrong.
    pub(super) fn read(&mut self, rules: &Compiled, plan: &Plan, fit: &Fit<'_>, start: usize, apart: &mut [u8]) {
        for (fact, lane) in plan.codes.iter().zip(&mut self.codes) {
            match fit.column_of(*fact) {
                Some(one) => codes(one, start, lane, apart),
                None => apart.fill(1),
            }
        }
        for (planned, lane) in plan.whole.iter().zip(&mut self.whole) {
            match fit.column_of(planned.fact) {
                Some(one) => whole(one, planned, start, lane, apart),
                None => apart.fill(1),
            }
        }
        // What is not read has to be right all the same.
        for one in fit.facts.iter().filter(|one| !plan.reads(one.fact)) {
            for (row, mark) in apart.iter_mut().enumerate() {
                *mark |= u8::from(one.is_wrong(rules, start + row));
            }
        }
    }
}

/// The least and the greatest that a lane takes of a fact within these bounds; where no number of a lane is within, the
/// least is above the greatest.
pub(super) fn limits(min: Option<&Number>, max: Option<&Number>) -> (i32, i32) {
    // A lane goes from the least to the greatest number of 32 bits; the very least is no number.
    let (lowest, highest) = (-i32::MAX, i32::MAX);
    let narrow = |whole: &Number| whole.to_i64_pair().and_then(|(whole, _)| i32::try_from(whole).ok());
    let least = min.filter(|min| **min > Number::from(lowest)).map_or(Some(lowest), |min| narrow(&min.ceiling()));
    let most = max.filter(|max| **max < Number::from(highest)).map_or(Some(highest), |max| narrow(&max.floor()));
    least.zip(most).unwrap_or((1, 0))
}

/// Marks the rows whose value is not there.
fn missing(column: &Column<'_>, start: usize, apart: &mut [u8]) {
    if let Some(valid) = column.valid {
        for (row, mark) in apart.iter_mut().enumerate() {
            *mark |= u8::from(!valid.get(start + row));
        }
    }
}

fn codes(one: &Fitted<'_>, start: usize, lane: &mut [u8], apart: &mut [u8]) {
    missing(one.column, start, apart);
    if fill(one, start, lane, apart).is_none() {
        apart.fill(1);
    }
}

/// Fills a lane with codes and marks those that are none; `None` where the column has none at all, or too few.
#[allow(clippy::unnecessary_fallible_conversions)] // of each width in turn, of which some always fit
fn fill(one: &Fitted<'_>, start: usize, lane: &mut [u8], apart: &mut [u8]) -> Option<()> {
    let rows = lane.len();
    match &one.column.values {
        Values::Truths(truths) => {
            for (to, truth) in lane.iter_mut().zip(stretch(truths, start, rows)?) {
                *to = u8::from(*truth);
            }
        }
        Values::Bits(bits) => {
            (bits.len() >= start + rows).then_some(()).always(LONG_ENOUGH)?;
            for (row, to) in lane.iter_mut().enumerate() {
                *to = u8::from(bits.get(start + row));
            }
        }
        Values::Choices { codes: super::Integers::U8(codes), .. } if one.is_identity => {
            lane.copy_from_slice(stretch(codes, start, rows)?);
            // Of more, the last is decided apart.
            let known = u8::try_from(one.positions.len()).unwrap_or(u8::MAX);
            if kernel::greatest_code(lane) >= known {
                for (code, mark) in lane.iter().zip(apart) {
                    *mark |= u8::from(*code >= known);
                }
            }
        }
        Values::Choices { codes, .. } => each_width!(codes, values => {
            for ((to, code), mark) in lane.iter_mut().zip(stretch(values, start, rows)?).zip(apart) {
                let position = usize::try_from(*code).ok().and_then(|code| one.positions.get(code).copied().flatten());
                match position.and_then(|position| u8::try_from(position).ok()) {
                    Some(position) => *to = position,
                    None => *mark = 1,
                }
            }
        }),
        _ => return None,
    }
    Some(())
}

fn whole(one: &Fitted<'_>, planned: &WholePlan, start: usize, lane: &mut [i32], apart: &mut [u8]) {
    let WholePlan { least, most, .. } = *planned;
    missing(one.column, start, apart);
    let Values::Whole(integers) = &one.column.values else { return apart.fill(1) };
    // What does not fit becomes the least number there is, which no fact may be.
    let rows = lane.len();
    let read = each_width!(integers, values => stretch(values, start, rows).map(|values| kernel::narrow(lane, values)));
    if read.is_none() {
        return apart.fill(1);
    }
    if kernel::any_outside(lane, least, most) {
        for (value, mark) in lane.iter().zip(apart) {
            *mark |= u8::from(*value < least || *value > most);
        }
    }
}
