//! A table that is read row by row: whole rows, each with the unit that it is about.

use std::borrow::Cow;
use std::io::BufRead;
use std::sync::Arc;

use super::StreamError;
use super::records::{LONGEST, Records, beginning, cells};
use crate::Problems;
use crate::diagnostic::{Code, SourceText, Span};
use crate::document::decode;
use crate::dossier::sources::part::{self, Heading, Stretch};
use crate::dossier::sources::position::finding;
use crate::id::is_blank;
use crate::invariant::broken;

/// A text behind its heading.
pub(crate) struct Text<R> {
    pub(crate) heading: Heading,
    records: Records<R>,
    /// The column that names the unit.
    unit: usize,
}

/// A row with all of its cells, of a unit.
pub(crate) struct Row {
    pub(crate) unit: String,
    pub(crate) text: String,
    pub(crate) line: u32,
    pub(crate) column: u32,
    /// Where the unit is named.
    pub(crate) unit_at: (u32, u32),
}

/// Rows, one behind the other.
#[derive(Debug, Default)]
pub(crate) struct Part {
    text: String,
    /// Where each ends in the text, and its line and column.
    rows: Vec<(usize, u32, u32)>,
}

impl Row {
    pub(crate) fn stretch(&self) -> Stretch<'_> {
        Stretch { text: &self.text, line: self.line, column: self.column }
    }
}

impl Part {
    pub(crate) fn push(&mut self, row: &Row) {
        self.text += &row.text;
        self.rows.push((self.text.len(), row.line, row.column));
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }

    pub(crate) fn row(&self, at: usize) -> Option<Stretch<'_>> {
        let start = at.checked_sub(1).map_or(Some(0), |before| self.rows.get(before).map(|row| row.0))?;
        let (end, line, column) = *self.rows.get(at)?;
        Some(Stretch { text: self.text.get(start..end)?, line, column })
    }
}

impl<R: BufRead> Text<R> {
    /// Reads the heading; `check` tells the column that names the unit.
    pub(crate) fn open(
        name: &str,
        reader: R,
        check: impl Fn(&Heading) -> Result<usize, Problems>,
    ) -> Result<Text<R>, StreamError> {
        let mut records = Records::new(reader);
        let text = records.heading()?;
        if text.len() >= LONGEST {
            let message = format!("the first line has more than the {LONGEST} bytes that a row may have");
            return Err(StreamError::Refused(too_large(name, message)));
        }
        let heading = Heading::read(name, decode(name, &text)?)?;
        let unit = check(&heading)?;
        Ok(Text { heading, records, unit })
    }

    /// How many bytes were read.
    pub(crate) fn bytes(&self) -> u64 {
        self.records.bytes
    }

    /// The next row; what is wrong with it where it does not have its cells and a unit.
    pub(crate) fn next(&mut self) -> Result<Option<Result<Row, Problems>>, StreamError> {
        let Some(record) = self.records.next()? else { return Ok(None) };
        let bytes = self.records.bytes_of(record);
        let (line, column) = (record.line, record.column);
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Ok(Some(Err(not_utf8(&self.heading.name, bytes, (line, column)))));
        };
        let columns = self.heading.names().count();
        let mut of: Vec<Cow<'_, str>> = Vec::with_capacity(columns);
        if !record.malformed {
            cells(text, self.heading.separator(), &mut of);
        }
        Ok(Some(match of.get(self.unit).filter(|unit| of.len() == columns && !is_blank(unit)) {
            Some(unit) => {
                let (below, right) = beginning(text, self.heading.separator(), self.unit);
                let unit_at = if below == 0 { (line, column + right) } else { (line + below, 1 + right) };
                Ok(Row { unit: unit.clone().into_owned(), text: text.to_owned(), line, column, unit_at })
            }
            None => Err(part::astray(&self.heading, Stretch { text, line, column })),
        }))
    }
}

/// That a text is longer than it is read.
pub(super) fn too_large(name: &str, message: String) -> Problems {
    let source = Arc::new(SourceText { name: name.to_owned(), text: String::new() });
    finding(&source, Code::TooLarge, Span { line: 1, column: 1, start: 0, end: 0 }, message).into()
}

/// A row of bytes that are no text, told as of a whole file.
pub(super) fn not_utf8(name: &str, bytes: &[u8], (line, column): (u32, u32)) -> Problems {
    let Err(problems) = decode(name, bytes) else {
        return broken("what is no UTF-8 is refused", Problems::new(Vec::new()));
    };
    let moved = problems.into_iter().map(|mut problem| {
        if let Some((_, span)) = &mut problem.place.at {
            if span.line == 1 {
                span.column += column - 1;
            }
            span.line += line - 1;
        }
        problem
    });
    Problems::new(moved.collect())
}
