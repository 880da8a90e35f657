//! The rows of a table that is held as text, found by their unit.

use std::io::BufRead;

use indexmap::IndexMap;

use super::StreamError;
use super::text::{Part, Text, too_large};
use crate::Problems;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::dossier::sources::part::{Heading, Stretch};
use crate::invariant::Always;

/// So many bytes of rows are held.
const MOST: usize = 256 << 20;

/// All rows of a text.
#[derive(Debug, Default)]
pub(super) struct Held {
    rows: Part,
    /// The rows of each unit, in the order in which units first appear.
    pub(super) units: IndexMap<String, Vec<usize>>,
    /// What is wrong with rows that cannot be told a unit, with how many units came before.
    pub(super) astray: Vec<(usize, Problems)>,
}

impl Held {
    /// Reads a text to its end.
    pub(super) fn read(mut text: Text<impl BufRead>) -> Result<(Heading, Held), StreamError> {
        let mut held = Held::default();
        while let Some(row) = text.next()? {
            match row {
                Ok(row) => {
                    held.rows.push(&row);
                    held.units.entry(row.unit).or_default().push(held.rows.len() - 1);
                }
                Err(problems) => held.astray.push((held.units.len(), problems)),
            }
            if text.bytes() > MOST as u64 {
                let message = format!("the table has more than the {MOST} bytes of one that is held in memory");
                return Err(too_large(&text.heading.name, message).into());
            }
        }
        Ok((text.heading, held))
    }

    /// The rows of a unit.
    pub(super) fn of(&self, unit: &str) -> Result<Vec<Stretch<'_>>, Problems> {
        let rows = self.units.get(unit).into_iter().flatten();
        let rows: Option<Vec<Stretch<'_>>> = rows.map(|row| self.rows.row(*row)).collect();
        rows.always("the rows of a unit are held").ok_or_else(|| {
            let message = format!("not all rows of the unit `{}` are held", unit.escape_debug());
            Diagnostic::new(Code::CsvSyntax, Place::default(), message).into()
        })
    }
}
