//! The documents of a second table, each put with its unit.

use super::cells::{Cell, Table};
use super::documents::{Key, Layout, Units, entry};
use super::position::finding;
use crate::Problems;
use crate::diagnostic::Code;
use crate::document::{Node, Value};
use crate::id::suggest;

/// The columns, as the keys of a document in a dossier are called.
const COLUMNS: [&str; 9] = ["unit", "id", "type", "title", "issued", "expires", "supports", "ref", "sha256"];

/// Refuses columns that a document does not have, and a table without those that it needs.
pub(super) fn check_columns(table: &Table) -> Result<(), Problems> {
    table.distinct_columns()?;
    if let Some(column) = table.columns.iter().find(|column| !COLUMNS.contains(&column.text.as_str())) {
        let message = format!("a document has no `{}`", column.text.escape_debug());
        return Err(table.wrong_columns(Some(column), message, suggest(&column.text, COLUMNS, "columns")));
    }
    for needed in ["unit", "id", "type"] {
        if table.column(needed).is_none() {
            let help = "a row has at least `unit`, `id` and `type`".to_owned();
            return Err(table.wrong_columns(None, format!("no column is called `{needed}`"), help));
        }
    }
    Ok(())
}

/// Adds each row's document to its unit. Returns the rows that belong to no unit.
pub(super) fn add(table: &Table, units: &mut Units) -> Result<Vec<Problems>, Problems> {
    check_columns(table)?;
    let column = Layout::of(table)?.unit;
    let mut astray = Vec::new();
    for row in &table.rows {
        let row = row.as_ref().map_err(Problems::clone);
        let (cells, unit) = match row.and_then(|cells| Ok((cells, table.cell(cells, column)?))) {
            Ok(row) => row,
            Err(problems) => {
                astray.push(problems);
                continue;
            }
        };
        match units.get_mut(&Key::Unit(unit.text.clone())) {
            Some(Ok(parts)) => parts.evidence.push(document(table, unit, cells)),
            // Its facts could not be read, which is told.
            Some(Err(_)) => {}
            None => {
                let known = units.keys().filter_map(|key| match key {
                    Key::Unit(name) => Some(name.as_str()),
                    Key::Row(_) => None,
                });
                let message = format!("no unit is called `{}`", unit.text.escape_debug());
                let problem = finding(&table.source, Code::UnknownUnit, unit.at, message)
                    .help(suggest(&unit.text, known, "units"));
                astray.push(problem.into());
            }
        }
    }
    Ok(astray)
}

/// A row as a document of a dossier.
fn document(table: &Table, unit: &Cell, cells: &[Cell]) -> Node {
    let mut entries = Vec::new();
    for (column, cell) in table.columns.iter().zip(cells) {
        let cell = cell.trimmed();
        if column.text == "unit" || cell.text.is_empty() {
            continue;
        }
        let value = if column.text == "supports" { paths(&cell) } else { cell.node(1) };
        entries.push(entry(&column.text, Some((1, column)), value));
    }
    Node { value: Value::Map(entries), at: Some((1, unit.at)) }
}

/// The paths in a cell, separated by blanks or semicolons.
fn paths(cell: &Cell) -> Node {
    let paths = cell.text.split(|c: char| c.is_whitespace() || c == ';').filter(|path| !path.is_empty());
    let items = paths.map(|path| Cell { text: path.to_owned(), at: cell.at }.node(1)).collect();
    Node { value: Value::List(items), at: Some((1, cell.at)) }
}
