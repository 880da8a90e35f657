//! A population of any length, from CSV text to outcomes, in memory that grows with the names of its units alone.
//!
//! A [`Stream`] reads units chunk by chunk, binds their cells to columns, decides each chunk as a
//! [`Batch`] does, on several threads if asked, and hands the outcomes out in the units' order. At most two chunks
//! for each thread are held at a time.
//!
//! The text is what [`sources::csv`](crate::dossier::sources::csv()) reads, one unit a row or, grouped by unit, one
//! answer a row; and a second text with the units' documents, which must stand in the order of the units. What is
//! wrong with a unit stands in [`Outcomes::refused`], with the line and column of its cell, and stops no other. Of units
//! that are done their names are remembered, and nothing else: rows of one that was there before belong to no unit, and
//! both places are told.
//!
//! ```
//! use std::ops::ControlFlow;
//! use predikat::RuleSet;
//! use predikat::batch::{Batch, stream::Stream};
//! let rules = RuleSet::from_yaml("s.yaml", "
//! ruleset: s
//! edition: 1.0.0
//! facts: {staff: {type: integer, min: 0}}
//! criteria: [{id: enough, met_when: {staff: {at_least: 3}}}]
//! awards: [{id: pass, requires: [{id: total, score: total, at_least_percent: 75}]}]
//! ")?;
//! let text = "unit,as_of,staff\na,2024-05-31,3\nb,2024-05-31,x\nc,2024-05-31,2\n";
//! let mut told = Vec::new();
//! Stream::new(&Batch::new(&rules)).csv("units.csv", text.as_bytes(), None, |decided| {
//!     for (row, unit) in decided.units.iter().enumerate() {
//!         told.push(format!("{unit} {}", decided.outcomes.highest(row).unwrap_or("-")));
//!     }
//!     for refused in decided.outcomes.refused() {
//!         told.push(refused.problems.iter().next().unwrap().place.to_string());
//!     }
//!     ControlFlow::Continue(())
//! })?;
//! assert_eq!(told, ["a pass", "b -", "c -", "units.csv:3:14"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod columns;
mod decide;
mod documents;
mod gather;
mod records;
mod seen;
mod text;
mod workers;

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use super::{Batch, Outcomes};
use crate::diagnostic::{Code, Diagnostic};
use crate::dossier::BindOptions;
use crate::dossier::sources::part::{self, Heading};
use crate::{Date, Problems};
use decide::Deciding;
use gather::Gathering;
use text::Text;

/// So many units are read at once, if not said otherwise.
const CHUNK: usize = 4096;

/// How units are read and decided.
#[derive(Clone, Debug)]
pub struct Stream<'b> {
    batch: &'b Batch,
    settings: Settings,
    chunk: usize,
    threads: usize,
}

/// How units are bound.
#[derive(Clone, Copy, Debug, Default)]
struct Settings {
    as_of: Option<Date>,
    insist: bool,
}

/// Some units, decided.
#[derive(Debug)]
pub struct Decided<'d> {
    /// Their names: a row of the outcomes each.
    pub units: &'d [String],
    /// What became of them; a row of a unit that could not be bound is among the refused.
    pub outcomes: &'d Outcomes,
    /// What is wrong with rows of the texts that cannot be told a unit.
    pub astray: &'d [Problems],
    /// How far it has come, with these.
    pub progress: Progress,
}

/// How far a stream has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The units read.
    pub units: u64,
    /// The bytes read, of both texts.
    pub bytes: u64,
}

/// Why a stream ended early.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StreamError {
    /// A text could not be read on.
    #[error("the text cannot be read: {0}")]
    Read(#[from] io::Error),
    /// A heading does not fit, or documents stand out of the units' order.
    #[error("{0}")]
    Refused(Problems),
}

impl From<Problems> for StreamError {
    fn from(problems: Problems) -> StreamError {
        StreamError::Refused(problems)
    }
}

impl<'b> Stream<'b> {
    /// Decides as `batch` does, by one thread.
    #[must_use]
    pub fn new(batch: &'b Batch) -> Stream<'b> {
        Stream { batch, settings: Settings::default(), chunk: CHUNK, threads: 1 }
    }

    /// Takes this as-of date in place of the units' own.
    #[must_use]
    pub fn as_of(mut self, as_of: Date) -> Stream<'b> {
        self.settings.as_of = Some(as_of);
        self
    }

    /// Whether as-of dates may lie outside the edition.
    #[must_use]
    pub fn insist(mut self, insist: bool) -> Stream<'b> {
        self.settings.insist = insist;
        self
    }

    /// Reads so many units at once: the memory grows with them.
    #[must_use]
    pub fn chunk(mut self, units: usize) -> Stream<'b> {
        self.chunk = units.max(1);
        self
    }

    /// Decides on so many threads.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Stream<'b> {
        self.threads = threads.max(1);
        self
    }

    /// Decides the units of a CSV text that goes by `name` in messages, with the documents of another; `sink` takes
    /// them chunk by chunk, and may break off.
    ///
    /// # Errors
    /// At once, with its place in the heading: a column that is missing, that no fact has, or whose fact is not
    /// answered. Where it comes to it: a text that cannot be read on, and documents that are not in the order of the
    /// units. The units before were handed out; of those that stand after documents out of order and were handed
    /// out, the documents may be lacking.
    pub fn csv(
        &self,
        name: &str,
        text: impl BufRead,
        documents: Option<(&str, &mut dyn BufRead)>,
        mut sink: impl FnMut(Decided<'_>) -> ControlFlow<()>,
    ) -> Result<Progress, StreamError> {
        let facts = Text::open(name, text, |heading| {
            let unit = part::check_units(heading)?;
            self.check_facts(heading)?;
            Ok(unit)
        })?;
        let documents = documents.map(|(name, text)| Text::open(name, text, part::check_documents)).transpose()?;
        let (heading, of_documents) = (facts.heading.clone(), documents.as_ref().map(|text| text.heading.clone()));
        let deciding = Deciding::new(self.batch, self.settings, &heading, of_documents.as_ref());
        let mut gathering = Gathering::new(facts, documents, deciding.is_long(), self.chunk);
        workers::run(&mut gathering, &deciding, self.threads, |done| {
            sink(Decided {
                units: &done.units,
                outcomes: &done.outcomes,
                astray: &done.astray,
                progress: done.progress,
            })
        })
    }

    /// Refuses columns that are no facts to be answered.
    fn check_facts(&self, heading: &Heading) -> Result<(), Problems> {
        if part::is_long(heading) {
            return Ok(());
        }
        let Err(problems) = self.batch.rule_set().bind(&part::facts_of(heading), &BindOptions::new()) else {
            return Ok(());
        };
        let of_columns = |problem: &Diagnostic| matches!(problem.code, Code::UnknownFact | Code::NotAnswerable);
        let wrong: Vec<Diagnostic> = problems.into_iter().filter(of_columns).collect();
        if wrong.is_empty() { Ok(()) } else { Err(Problems::new(wrong)) }
    }
}
