//! Parts of tables that are too long to be held: a heading, and some rows with the documents that go with them.
//!
//! What is said of a part is what would be said of it in the whole table, at the same line and column.

use super::Unit;
use super::cells::Table;
use super::documents::{Layout, of_tables};
use super::evidence::check_columns;
use super::position::finding;
use super::stream::records::LONGEST;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Limits;
use crate::dossier::BindOptions;
use crate::invariant::broken;
use crate::{DossierDocument, Problems, RuleSet};

pub(crate) use super::cells::{Heading, Stretch};
pub(crate) use super::population::again;

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
    let mut units = units.into_iter().collect::<Result<Vec<DossierDocument>, Problems>>()?;
    match units.pop() {
        Some(only) if units.is_empty() => Ok(only),
        _ => {
            let first = rows.first().copied().unwrap_or(Stretch { text: "", line: 1, column: 1 });
            let message = "it is not clear which unit the rows are about".to_owned();
            broken("some rows are about one unit", Err(at_unit(heading, first, Code::CsvSyntax, message).into()))
        }
    }
}

/// What is wrong with a row that cannot be told a unit.
pub(crate) fn astray(heading: &Heading, row: Stretch<'_>) -> Problems {
    let table = Table::part(heading, &[row]);
    let wrong = table.rows.iter().find_map(|row| row.as_ref().err().cloned());
    wrong.or_else(|| unit(heading, &[row], None).err()).unwrap_or_else(|| {
        let help = "end it, or close the quote that it is in".to_owned();
        at_unit(heading, row, Code::CsvSyntax, format!("the row has more than the {LONGEST} bytes that one may have"))
            .help(help)
            .into()
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

/// Refuses the columns of a wide table that are no facts to be answered under `rules`.
pub(crate) fn check_facts(heading: &Heading, rules: &RuleSet) -> Result<(), Problems> {
    if is_long(heading) {
        return Ok(());
    }
    // Each fact that a column names, with an answer that says nothing.
    let document = super::documents::of_heading(&heading.table());
    let Err(problems) = rules.bind(&document, &BindOptions::new()) else { return Ok(()) };
    let of_columns = |problem: &Diagnostic| matches!(problem.code, Code::UnknownFact | Code::NotAnswerable);
    let wrong: Vec<Diagnostic> = problems.into_iter().filter(of_columns).collect();
    if wrong.is_empty() { Ok(()) } else { Err(Problems::new(wrong)) }
}
