//! Whether a column has a value, a mask bit and an offset for every row, and no more values than rows.

use super::{Bits, Column, Values};
use crate::diagnostic::{Code, Diagnostic, Place};

/// All that does not fit in a column of a table of so many rows; `what` names it in messages.
pub(super) fn unfit(what: &str, column: &Column<'_>, rows: usize) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut wrong = |message: String, help: &str| {
        found.push(Diagnostic::new(Code::WrongColumns, Place::default(), message).help(help));
    };
    let each = "give it a value for each row, and `valid` bits where some are missing";
    let mut counted = |kind: &str, count: usize| {
        if count != rows {
            wrong(format!("{what} has {count} {kind}, and the table has {rows} rows"), each);
        }
    };
    match &column.values {
        Values::Bits(_) => {}
        Values::Truths(truths) => counted("values", truths.len()),
        Values::Whole(values) => counted("values", values.len()),
        Values::Choices { codes, .. } => counted("codes", codes.len()),
        Values::Decimals { values, .. } => counted("values", values.len()),
        Values::Days(days) => counted("days", days.len()),
        Values::Fractions { numerators, denominators } => {
            counted("numerators", numerators.len());
            counted("denominators", denominators.len());
        }
        Values::Texts { bytes, offsets } => {
            if let Some(message) = misplaced(bytes, offsets, rows) {
                wrong(format!("{what} {message}"), "give where each text starts and, last, where they end");
            }
        }
    }
    if let Values::Bits(bits) = &column.values
        && let Some(message) = too_few(*bits, rows)
    {
        wrong(format!("{what} {message}"), "give a bit for each row from the offset on; more are passed over");
    }
    if let Some(message) = column.valid.and_then(|valid| too_few(valid, rows)) {
        let message = format!("the `valid` mask of {what} {message}");
        wrong(message, "give a bit for each row from the offset on; more are passed over");
    }
    found
}

/// Bits stand in whole bytes, often in more than are needed: there may be more of them than rows, and not fewer.
fn too_few(bits: Bits<'_>, rows: usize) -> Option<String> {
    (bits.len() < rows).then(|| {
        let (bytes, offset) = (bits.bytes().len(), bits.offset());
        format!("has {} bits ({bytes} bytes from bit {offset} on), and the table has {rows} rows", bits.len())
    })
}

/// What is wrong with the offsets of texts. A table without rows may leave them out.
fn misplaced(bytes: &[u8], offsets: &[i32], rows: usize) -> Option<String> {
    if offsets.is_empty() && rows == 0 {
        return None;
    }
    let count = offsets.len();
    let (Some(first), Some(last), true) = (offsets.first(), offsets.last(), count.checked_sub(1) == Some(rows)) else {
        return Some(format!("has {count} offsets, and the table has {rows} rows, which take one more than rows"));
    };
    let falls = offsets.iter().zip(offsets.iter().skip(1)).enumerate().find(|(_, (start, end))| end < start);
    match (usize::try_from(*last), falls) {
        (_, Some((row, (start, end)))) => Some(format!("has offsets that fall from {start} to {end} at row {row}")),
        _ if *first < 0 => Some(format!("has offsets that start below zero, at {first}")),
        (Ok(end), None) if end > bytes.len() => {
            Some(format!("has offsets up to {end}, and {} bytes of text", bytes.len()))
        }
        _ => None,
    }
}
