//! CSV text (RFC 4180) as rows of cells that know where they stand.

use std::collections::HashSet;
use std::sync::Arc;

use super::position::{Position, finding};
use crate::Problems;
use crate::diagnostic::{Code, SourceText, Span};
use crate::document::{Node, Scalar, Style, Value};
use crate::invariant::Always;

/// The names of a table's columns, where they stand, and what separates its cells.
#[derive(Clone, Debug)]
pub(crate) struct Heading {
    /// What the text goes by in messages.
    pub(crate) name: String,
    /// The text up to the end of the heading.
    text: String,
    pub(super) columns: Vec<Cell>,
    separator: char,
}

/// Rows of a longer text, read by themselves: where they start, and how they are written.
#[derive(Clone, Copy)]
pub(crate) struct Stretch<'t> {
    pub(crate) text: &'t str,
    pub(crate) line: u32,
    pub(crate) column: u32,
}

/// A table: the names of its columns, and its rows.
pub(in crate::dossier) struct Table {
    pub(in crate::dossier) source: Arc<SourceText>,
    pub(in crate::dossier) columns: Vec<Cell>,
    /// Each as long as there are columns; one that is not is the reason why.
    pub(super) rows: Vec<Result<Vec<Cell>, Problems>>,
}

/// One cell, with the blanks around what it says.
#[derive(Clone, Debug)]
pub(in crate::dossier) struct Cell {
    pub(in crate::dossier) text: String,
    /// Where it stands, blanks outside of quotes apart.
    pub(in crate::dossier) at: Span,
}

impl Cell {
    /// The cell as a value of the `source`-th text. A cell means what the fact's type makes of it.
    pub(super) fn node(&self, source: u16) -> Node {
        let value = Value::Scalar(Scalar { text: self.text.clone(), style: Style::Cell });
        Node { value, at: Some((source, self.at)) }
    }

    /// The cell without the blanks around what it says, where that is no fact.
    pub(super) fn trimmed(&self) -> Cell {
        Cell { text: self.text.trim().to_owned(), at: self.at }
    }
}

impl Table {
    /// Reads a text that goes by `name` in messages.
    pub(super) fn read(name: &str, text: &str) -> Result<Table, Problems> {
        let (mut table, at) = Table::header(name, text)?;
        let source = table.source.clone();
        let mut rows = Rows { source: &source, separator: table.separator(), at };
        while let Some(row) = rows.next_row(table.columns.len()) {
            table.rows.push(row);
        }
        Ok(table)
    }

    /// Some rows of the text that `heading` begins, as if all of it were here: what is told of them stands where
    /// they stand.
    pub(super) fn part(heading: &Heading, rows: &[Stretch<'_>]) -> Table {
        let mut text = heading.text.clone();
        for one in rows {
            text.push('\n');
            text += one.text;
        }
        let source = Arc::new(SourceText { name: heading.name.clone(), text });
        let mut table = Table { source: source.clone(), columns: heading.columns.clone(), rows: Vec::new() };
        let mut start = heading.text.len();
        for one in rows {
            start += 1;
            let end = start + one.text.len();
            let at = Position::within(&source.text, start..end, one.line, one.column);
            let mut rows = Rows { source: &source, separator: heading.separator, at };
            while let Some(row) = rows.next_row(table.columns.len()) {
                table.rows.push(row);
            }
            start = end;
        }
        table
    }

    /// The columns alone, and where they end.
    pub(in crate::dossier) fn header<'t>(name: &str, text: &'t str) -> Result<(Table, Position<'t>), Problems> {
        let source = Arc::new(SourceText { name: name.to_owned(), text: text.to_owned() });
        let mut rows = Rows { source: &source, separator: separator(text), at: Position::start(text) };
        let Some(columns) = rows.next_cells() else {
            let at = rows.at.here();
            return Err(finding(&source, Code::WrongColumns, at, "the table is empty")
                .help("the first line names the columns, and `unit` is one of them")
                .into());
        };
        let columns = columns?.iter().map(Cell::trimmed).collect();
        let at = rows.at;
        Ok((Table { source, columns, rows: Vec::new() }, at))
    }

    /// The row that comes next at a place, which moves behind it.
    pub(in crate::dossier) fn row_at(&self, at: &mut Position<'_>) -> Option<Result<Vec<Cell>, Problems>> {
        let mut rows = Rows { source: &self.source, separator: self.separator(), at: at.clone() };
        let row = rows.next_row(self.columns.len());
        *at = rows.at;
        row
    }

    /// What stands between two cells.
    pub(in crate::dossier) fn separator(&self) -> char {
        separator(&self.source.text)
    }

    /// The position of the column called `name`.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.text == name)
    }

    /// The cell of a row in a column.
    pub(in crate::dossier) fn cell<'c>(&self, row: &'c [Cell], column: usize) -> Result<&'c Cell, Problems> {
        row.get(column).always("a row has a cell for each column").ok_or_else(|| {
            let at = row.first().map_or(Span { line: 1, column: 1, start: 0, end: 0 }, |cell| cell.at);
            finding(&self.source, Code::CsvSyntax, at, "the row does not have a cell for each column").into()
        })
    }

    /// A finding about the columns.
    pub(super) fn wrong_columns(&self, at: Option<&Cell>, message: String, help: String) -> Problems {
        let at = at.or(self.columns.first()).map_or(Span { line: 1, column: 1, start: 0, end: 0 }, |cell| cell.at);
        finding(&self.source, Code::WrongColumns, at, message).help(help).into()
    }

    /// Refuses a column without a name and a second one of the same name.
    pub(super) fn distinct_columns(&self) -> Result<(), Problems> {
        let mut known = HashSet::with_capacity(self.columns.len());
        for (position, column) in self.columns.iter().enumerate() {
            if column.text.is_empty() {
                let help = "name it in the first line, or take the separator away".to_owned();
                return Err(self.wrong_columns(Some(column), format!("column {} has no name", position + 1), help));
            }
            if !known.insert(column.text.as_str()) {
                let message = format!("two columns are called `{}`", crate::id::shown(&column.text));
                return Err(self.wrong_columns(Some(column), message, "keep one of the two".to_owned()));
            }
        }
        Ok(())
    }
}

/// A comma, or what separates the first line where it has none.
fn separator(text: &str) -> char {
    let first = text.lines().next().unwrap_or("");
    [',', ';', '\t'].into_iter().find(|c| first.contains(*c)).unwrap_or(',')
}

impl Heading {
    /// Reads the beginning of a text, up to the end of its heading.
    pub(crate) fn read(name: &str, text: &str) -> Result<Heading, Problems> {
        let (table, _) = Table::header(name, text)?;
        let separator = table.separator();
        Ok(Heading { name: name.to_owned(), text: text.to_owned(), columns: table.columns, separator })
    }

    /// What separates the cells.
    pub(crate) fn separator(&self) -> u8 {
        u8::try_from(self.separator).unwrap_or(b',')
    }

    /// The names of the columns.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.text.as_str())
    }

    /// A table of this heading without a row.
    pub(super) fn table(&self) -> Table {
        Table::part(self, &[])
    }
}

struct Rows<'s, 't> {
    source: &'s Arc<SourceText>,
    separator: char,
    at: Position<'t>,
}

impl Rows<'_, '_> {
    /// The cells of the next row, of which there must be as many as `columns`.
    fn next_row(&mut self, columns: usize) -> Option<Result<Vec<Cell>, Problems>> {
        let cells = self.next_cells()?;
        Some(cells.and_then(|cells| self.as_long_as(cells, columns)))
    }

    /// The cells of the next line that is not blank; a quoted cell may go over several lines.
    fn next_cells(&mut self) -> Option<Result<Vec<Cell>, Problems>> {
        self.at.skip(|c| matches!(c, '\n' | '\r'));
        self.at.peek()?;
        let mut cells = Vec::new();
        loop {
            match self.cell() {
                Ok(cell) => cells.push(cell),
                Err(problems) => {
                    self.at.skip(|c| c != '\n');
                    return Some(Err(problems));
                }
            }
            if !self.at.take(self.separator) {
                return Some(Ok(cells));
            }
        }
    }

    fn cell(&mut self) -> Result<Cell, Problems> {
        let separator = self.separator;
        let begins = self.at.clone();
        self.at.skip(|c| c == ' ');
        let start = self.at.clone();
        if self.at.peek() != Some('"') {
            self.at.skip(|c| c != separator && c != '\n' && c != '\r');
            let said = start.text_to(&self.at);
            let mut at = start.to(&self.at);
            at.end -= said.len() - said.trim_end().len();
            return Ok(Cell { text: begins.text_to(&self.at).to_owned(), at });
        }
        let text = self.quoted()?;
        let at = start.to(&self.at);
        self.at.skip(|c| c == ' ');
        match self.at.peek() {
            None | Some('\n' | '\r') => {}
            Some(c) if c == separator => {}
            Some(_) => {
                return Err(finding(self.source, Code::CsvSyntax, self.at.here(), "text follows a closing quote")
                    .help("write a quote within a quoted cell twice, `\"\"`")
                    .into());
            }
        }
        Ok(Cell { text, at })
    }

    fn quoted(&mut self) -> Result<String, Problems> {
        let start = self.at.clone();
        self.at.next();
        let mut text = String::new();
        loop {
            match self.at.next() {
                Some('"') if self.at.take('"') => text.push('"'),
                Some('"') => return Ok(text),
                Some(c) => text.push(c),
                None => {
                    return Err(finding(self.source, Code::CsvSyntax, start.here(), "a cell has no closing quote")
                        .help("close it with `\"`")
                        .into());
                }
            }
        }
    }

    fn as_long_as(&self, row: Vec<Cell>, columns: usize) -> Result<Vec<Cell>, Problems> {
        if row.len() == columns {
            return Ok(row);
        }
        let at = row.first().map_or(self.at.here(), |cell| cell.at);
        let message = format!("the row has {} cells, but there are {columns} columns", row.len());
        Err(finding(self.source, Code::CsvSyntax, at, message)
            .help(
                "give it a cell for each column, empty where there is no answer; quote a cell that holds the separator",
            )
            .into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<String> {
        let show = |cells: &Vec<Cell>| {
            let show = |cell: &Cell| format!("{}@{}:{}", cell.text, cell.at.line, cell.at.column);
            cells.iter().map(show).collect::<Vec<_>>().join(" ")
        };
        let table = Table::read("t.csv", text).unwrap();
        let rows = table.rows.iter().map(|row| row.as_ref().map_or_else(ToString::to_string, show));
        [show(&table.columns)].into_iter().chain(rows).collect()
    }

    #[test]
    fn cells_know_where_they_stand() {
        assert_eq!(
            rows("\u{feff}unit, x ,y\r\n\r\na,\"1, \"\"2\"\"\nthree\" ,é\nb,,\n"),
            ["unit@1:1 x@1:7 y@1:10", "a@3:1 1, \"2\"\nthree@3:3 é@4:9", "b@5:1 @5:3 @5:4"]
        );
        assert_eq!(rows("unit;x\na;0,5\n"), ["unit@1:1 x@1:6", "a@2:1 0,5@2:3"]);
        assert_eq!(rows("unit\tx\na\t1"), ["unit@1:1 x@1:6", "a@2:1 1@2:3"]);
        // Blanks stay, but for those around quotes; a cell stands where it begins to say something.
        assert_eq!(rows("\" unit \", x\n a , \" b \" \n,  \n"), ["unit@1:1 x@1:11", " a @2:2  b @2:6", "@3:1   @3:4"]);
    }

    #[test]
    fn a_malformed_row_does_not_stop_the_others() {
        let rows = rows("unit,x\na\nb,\"1\"2\nc,3\nd,\"4\n");
        assert!(rows[1].starts_with("t.csv:2:1: error[csv-syntax]: the row has 1 cells"), "{}", rows[1]);
        assert!(rows[2].starts_with("t.csv:3:6: error[csv-syntax]: text follows a closing quote"), "{}", rows[2]);
        assert_eq!(rows[3], "c@4:1 3@4:3");
        assert!(rows[4].starts_with("t.csv:5:3: error[csv-syntax]: a cell has no closing quote"), "{}", rows[4]);
    }
}
