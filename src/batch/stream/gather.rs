//! Chunks: so many units with their rows, and the documents that go with them.

use std::collections::{HashMap, VecDeque};
use std::io::BufRead;
use std::ops::Range;

use super::{Progress, StreamError};
use crate::Problems;
use crate::diagnostic::Code;
use crate::dossier::sources::part;
use crate::dossier::sources::stream::seen::{self, Seen};
use crate::dossier::sources::stream::text::{Part, Row, Text};
use crate::invariant::{Always, broken};

/// So far ahead it is looked for a unit whose documents stand out of order.
const AHEAD: usize = 1000;

/// So many bytes of rows end a chunk, however few units they are about: a column of its texts stays well within the
/// offsets that it has.
const MOST_BYTES: usize = 1 << 26;

/// So many rows of documents beside one chunk may be wrong; a table of which more are is none of documents.
const MOST_ASTRAY: usize = 10_000;

/// Some units.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    pub(super) facts: Part,
    pub(super) documents: Part,
    pub(super) units: Vec<UnitRows>,
    /// What is wrong with rows that belong to no unit.
    pub(super) astray: Vec<Problems>,
    pub(super) progress: Progress,
}

/// A unit and its rows in each part.
#[derive(Debug)]
pub(super) struct UnitRows {
    pub(super) name: String,
    pub(super) facts: Range<usize>,
    pub(super) documents: Range<usize>,
}

/// The tables, read chunk by chunk.
pub(super) struct Gathering<R, D> {
    pub(super) facts: Text<R>,
    pub(super) documents: Option<Text<D>>,
    /// Several rows may be about one unit.
    long: bool,
    size: usize,
    /// The unit of the row before.
    last: Option<String>,
    /// It was refused, with all rows that follow it.
    refuses: bool,
    seen: Seen,
    /// The first row of the next chunk.
    ahead: Option<Row>,
    documents_ahead: VecDeque<Row>,
    rows: u64,
}

impl<R: BufRead, D: BufRead> Gathering<R, D> {
    pub(super) fn new(facts: Text<R>, documents: Option<Text<D>>, long: bool, size: usize) -> Gathering<R, D> {
        let (last, ahead, documents_ahead) = (None, None, VecDeque::new());
        let (size, seen) = (size.max(1), Seen::default());
        Gathering { facts, documents, long, size, last, refuses: false, seen, ahead, documents_ahead, rows: 0 }
    }

    /// The next units; `None` behind the last.
    pub(super) fn next(&mut self) -> Result<Option<Chunk>, StreamError> {
        let mut chunk = Chunk::default();
        loop {
            let row = match self.ahead.take().map(Ok) {
                Some(row) => row,
                None => match self.facts.next()? {
                    Some(row) => row,
                    None => break,
                },
            };
            let row = match row {
                Ok(row) => row,
                Err(problems) => {
                    chunk.astray.push(problems);
                    if chunk.astray.len() < 2 * self.size {
                        continue;
                    }
                    break;
                }
            };
            let again = self.last.as_ref() == Some(&row.unit);
            if again && self.refuses {
                continue;
            }
            let continues = again && self.long && !chunk.units.is_empty();
            let full = chunk.units.len().max(chunk.astray.len()) >= self.size || chunk.facts.bytes() >= MOST_BYTES;
            if full && !continues {
                self.ahead = Some(row);
                break;
            }
            let name = &self.facts.heading.name;
            if !continues && let Some(first) = self.seen.note(name, &row.unit, row.unit_at) {
                let here = seen::place(name, &row.unit, row.unit_at);
                chunk.astray.push(part::again(&row.unit, here, first).into());
                // Of a unit that stands apart from its first rows it is told once.
                (self.last, self.refuses) = (Some(row.unit), self.long);
                continue;
            }
            self.refuses = false;
            chunk.facts.push(&row);
            let end = chunk.facts.len();
            match chunk.units.last_mut().filter(|_| continues) {
                Some(unit) => unit.facts.end = end,
                None => {
                    self.last = Some(row.unit.clone());
                    chunk.units.push(UnitRows { name: row.unit, facts: end - 1..end, documents: 0..0 });
                }
            }
            if chunk.units.len() == self.size && !self.long {
                break;
            }
        }
        self.join(&mut chunk)?;
        if chunk.units.is_empty() && chunk.astray.is_empty() {
            self.end(&mut chunk.astray)?;
        }
        self.rows += u64::try_from(chunk.units.len()).unwrap_or(u64::MAX);
        let bytes = self.facts.bytes() + self.documents.as_ref().map_or(0, Text::bytes);
        chunk.progress = Progress { units: self.rows, bytes };
        Ok((!chunk.units.is_empty() || !chunk.astray.is_empty()).then_some(chunk))
    }

    /// Puts the documents with the units of a chunk, as far as they go.
    fn join(&mut self, chunk: &mut Chunk) -> Result<(), StreamError> {
        if self.documents.is_none() {
            return Ok(());
        }
        let by_name: HashMap<String, usize> =
            chunk.units.iter().enumerate().map(|(at, unit)| (unit.name.clone(), at)).collect();
        let mut reached = 0;
        while self.read_ahead(1, &mut chunk.astray)? {
            let Some(row) = self.documents_ahead.front() else { return Err(self.out_of_order()) };
            match by_name.get(&row.unit) {
                Some(&at) if at >= reached => {
                    let Some(unit) = chunk.units.get_mut(at).always("its name was found among them") else {
                        return Err(self.out_of_order());
                    };
                    chunk.documents.push(row);
                    let end = chunk.documents.len();
                    unit.documents.start = if unit.documents.is_empty() { end - 1 } else { unit.documents.start };
                    unit.documents.end = end;
                    reached = at;
                    self.documents_ahead.pop_front();
                }
                Some(_) => return Err(self.out_of_order()),
                None => {
                    // It is of a unit to come, unless documents of this chunk stand behind it.
                    self.read_ahead(AHEAD, &mut chunk.astray)?;
                    if self.documents_ahead.iter().any(|row| by_name.contains_key(&row.unit)) {
                        return Err(self.out_of_order());
                    }
                    break;
                }
            }
        }
        Ok(())
    }

    /// Documents that are left belong to no unit.
    fn end(&mut self, astray: &mut Vec<Problems>) -> Result<(), StreamError> {
        if self.read_ahead(1, astray)? { Err(self.out_of_order()) } else { Ok(()) }
    }

    /// Whether there are documents ahead, of which so many are read.
    fn read_ahead(&mut self, rows: usize, astray: &mut Vec<Problems>) -> Result<bool, StreamError> {
        if let Some(documents) = &mut self.documents {
            while self.documents_ahead.len() < rows {
                match documents.next()? {
                    Some(Ok(row)) => self.documents_ahead.push_back(row),
                    Some(Err(problems)) if astray.len() < MOST_ASTRAY => astray.push(problems),
                    Some(Err(problems)) => return Err(problems.into()),
                    None => break,
                }
            }
        }
        Ok(!self.documents_ahead.is_empty())
    }

    fn out_of_order(&self) -> StreamError {
        let (Some(documents), Some(row)) = (&self.documents, self.documents_ahead.front()) else {
            return broken("a document was read ahead", StreamError::Refused(Problems::new(Vec::new())));
        };
        let message = format!("the documents of `{}` stand out of order", row.unit.escape_debug());
        let problem = part::at_unit(&documents.heading, row.stretch(), Code::UnknownUnit, message);
        let help =
            "no unit from here on is called so: order the documents as the units are, and leave out those of others";
        StreamError::Refused(problem.help(help).into())
    }
}
