//! A table of documents that goes with units read one by one.

use std::io::BufRead;

use super::StreamError;
use super::held::Held;
use super::text::Text;
use crate::Problems;
use crate::diagnostic::Code;
use crate::dossier::sources::part::{self, Heading, Stretch};
use crate::id::suggest;

/// The documents of many units: one a row, in any order, held as text.
#[derive(Debug)]
pub struct Documents {
    pub(super) heading: Heading,
    rows: Held,
}

impl Documents {
    /// Reads a table of documents, as the second text of [`sources::csv`](crate::dossier::sources::csv()) is one.
    ///
    /// # Errors
    /// A text that cannot be read, columns that a document does not have or lacks, and a table that is too large to
    /// be held. What is wrong with a row is told with the units.
    pub fn read(name: &str, text: impl BufRead) -> Result<Documents, StreamError> {
        let (heading, rows) = Held::read(Text::open(name, text, part::check_documents)?)?;
        Ok(Documents { heading, rows })
    }

    /// The rows of a unit.
    pub(super) fn of(&self, unit: &str) -> Result<Vec<Stretch<'_>>, Problems> {
        self.rows.of(unit)
    }

    /// What is wrong with rows that belong to none of the units that are known, in their order.
    pub(super) fn astray<'k, K: Iterator<Item = &'k String>>(
        &self,
        is_known: impl Fn(&str) -> bool,
        known: impl Fn() -> K,
    ) -> Vec<Problems> {
        let wrong = self.rows.astray.iter().map(|(_, problems)| problems.clone());
        let units = self.rows.units.keys().filter(|unit| !is_known(unit));
        let of_nobody = units.flat_map(|unit| {
            let help = suggest(unit, known().map(String::as_str), "units");
            let told = |row: Stretch<'_>| {
                let message = format!("no unit is called `{}`", unit.escape_debug());
                Problems::from(part::at_unit(&self.heading, row, Code::UnknownUnit, message).help(help.clone()))
            };
            match self.of(unit) {
                Ok(rows) => rows.into_iter().map(told).collect(),
                Err(problems) => vec![problems],
            }
        });
        let mut astray: Vec<Problems> = wrong.chain(of_nobody).collect();
        astray.sort_by_key(|problems| problems.iter().next().and_then(|problem| problem.place.line_column()));
        astray
    }
}
