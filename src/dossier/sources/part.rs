//! Parts of tables that are too long to be held: a heading, and some rows with the documents that go with them.
//!
//! What is said of a part is what would be said of it in the whole table, at the same line and column.

use super::Unit;
use super::cells::Table;
use super::documents::{Layout, of_tables};
use super::evidence::check_columns;
use super::position::finding;
use crate::Problems;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{DossierDocument, Limits};

pub(crate) use super::cells::{Heading, Stretch};
pub(crate) use super::population::{again, place_of_name};

/// Whether the table has one answer a row.
pub(crate) fn is_long(heading: &Heading) -> bool {
    Layout::of(&heading.table()).is_ok_and(|layout| layout.long.is_some())
}

/// The column of a table of units that names the unit.
pub(crate) fn check_units(heading: &Heading) -> Result<usize, Problems> {
    Layout::of(&heading.table()).map(|layout| layout.unit)
}

/// The column of a table of documents that names the unit.
pub(crate) fn check_documents(heading: &Heading) -> Result<usize, Problems> {
    let table = heading.table();
    check_columns(&table)?;
    Layout::of(&table).map(|layout| layout.unit)
}

/// The unit that some rows are about, with its documents; or what kept it from being read.
pub(crate) fn unit(heading: &Heading, rows: &[Stretch<'_>], documents: Option<(&Heading, &[Stretch<'_>])>) -> Unit {
    let evidence = documents.map(|(heading, rows)| Ok(Table::part(heading, rows)));
    let units = of_tables(&Table::part(heading, rows), evidence, &Limits::default())?;
    let mut read = None;
    for unit in units {
        let unit = unit?;
        read.get_or_insert(unit);
    }
    read.ok_or_else(|| Problems::new(Vec::new()))
}

/// What is wrong with a row that cannot be told a unit.
pub(crate) fn astray(heading: &Heading, row: Stretch<'_>) -> Problems {
    let table = Table::part(heading, &[row]);
    let wrong = table.rows.iter().find_map(|row| row.as_ref().err().cloned());
    wrong.or_else(|| unit(heading, &[row], None).err()).unwrap_or_else(|| {
        let help = "end it, or close the quote that it is in".to_owned();
        at_unit(heading, row, Code::CsvSyntax, "the row is too long to be one".to_owned()).help(help).into()
    })
}

/// A finding at the unit's cell of a row, or at its beginning.
pub(crate) fn at_unit(heading: &Heading, row: Stretch<'_>, code: Code, message: String) -> Diagnostic {
    let table = Table::part(heading, &[row]);
    let cells = table.rows.first().and_then(|row| row.as_ref().ok());
    let cell = table.column("unit").and_then(|at| cells?.get(at)).or_else(|| cells?.first());
    let at =
        cell.map_or(crate::diagnostic::Span { line: row.line, column: row.column, start: 0, end: 0 }, |one| one.at);
    finding(&table.source, code, at, message)
}

/// The facts that the columns of a heading name, each at its place, with an answer that says nothing.
pub(crate) fn facts_of(heading: &Heading) -> DossierDocument {
    super::documents::of_heading(&heading.table())
}
