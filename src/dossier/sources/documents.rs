//! The units of a table of facts: one unit a row, or one answer a row.

use std::sync::Arc;

use indexmap::IndexMap;

use super::Unit;
use super::cells::{Cell, Table};
use super::evidence;
use super::position::finding;
use crate::Problems;
use crate::diagnostic::{Code, SourceText};
use crate::document::{DossierDocument, Entry, Limits, Node, Value, lower_tree};
use crate::id::is_blank;

/// The columns of a long table.
const LONG: [&str; 3] = ["unit", "path", "value"];

/// The columns of a wide table that are no facts.
pub(in crate::dossier) const OWN: [&str; 3] = ["unit", "as_of", "title"];

/// What the tables say of one unit, or what kept it from being read.
type Parts = Result<Gathered, Problems>;

/// What the tables say of one unit.
pub(in crate::dossier) struct Gathered {
    unit: Cell,
    /// `as_of` and `title`.
    own: Vec<Entry>,
    facts: Vec<Entry>,
    pub(super) evidence: Vec<Node>,
}

/// The units of a table, in the order in which they first appear, with the documents of another.
pub(super) fn read(name: &str, text: &str, evidence: Option<(&str, &str)>, limits: &Limits) -> Vec<Unit> {
    let evidence = evidence.map(|(name, text)| Table::read(name, text));
    Table::read(name, text)
        .and_then(|table| of_tables(&table, evidence, limits))
        .unwrap_or_else(|problems| vec![Err(problems)])
}

/// The units of a table, with the documents of another.
pub(super) fn of_tables(
    table: &Table,
    evidence: Option<Result<Table, Problems>>,
    limits: &Limits,
) -> Result<Vec<Unit>, Problems> {
    let mut units = gather(table)?;
    let mut sources = vec![table.source.clone()];
    let mut astray = Vec::new();
    if let Some(evidence) = evidence {
        match evidence.and_then(|evidence| evidence::add(&evidence, &mut units).map(|left| (evidence.source, left))) {
            Ok((source, left)) => {
                sources.push(source);
                astray = left;
            }
            Err(problems) => astray.push(problems),
        }
    }
    let read = units.into_values().map(|parts| parts.map(|parts| parts.document(sources.clone(), limits)));
    Ok(read.chain(astray.into_iter().map(Err)).collect())
}

/// A document that answers every fact that a wide table's heading names, each at its place: what is wrong with the
/// names is told when it is bound, and what is wrong with the answers is of no interest.
pub(super) fn of_heading(table: &Table) -> DossierDocument {
    let own = |cell: &&Cell| !OWN.contains(&cell.text.as_str());
    let facts = table.columns.iter().filter(own).map(|cell| entry(&cell.text, Some((0, cell)), cell.node(0)));
    let facts = Node { value: Value::Map(facts.collect()), at: None };
    let tree = Node { value: Value::Map(vec![entry("facts", None, facts)]), at: None };
    lower_tree(vec![table.source.clone()], tree, Vec::new(), &Limits::default())
}

/// A key with its value; the key stands at `cell`.
pub(super) fn entry(key: &str, cell: Option<(u16, &Cell)>, value: Node) -> Entry {
    Entry { key: key.to_owned(), key_at: cell.map(|(source, cell)| (source, cell.at)), value }
}

/// The units by name; a row that cannot be told a unit, or is another one of its unit in a wide table, stands under a
/// number of its own.
pub(super) type Units = IndexMap<Key, Parts>;

/// What a unit is found by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Unit(String),
    Row(usize),
}

/// What the columns of a table are for.
pub(in crate::dossier) struct Layout {
    /// The column that names the unit.
    pub(in crate::dossier) unit: usize,
    /// Those of the path and the value, where the table is long.
    pub(in crate::dossier) long: Option<(usize, usize)>,
}

impl Layout {
    pub(in crate::dossier) fn of(table: &Table) -> Result<Layout, Problems> {
        table.distinct_columns()?;
        let Some(unit) = table.column("unit") else {
            let help = "the column `unit` says whom a row is about".to_owned();
            return Err(table.wrong_columns(None, "no column is called `unit`".to_owned(), help));
        };
        let long = (table.columns.len() == LONG.len()).then_some(()).and_then(|()| {
            let [_, path, value] = LONG.map(|name| table.column(name));
            Some((path?, value?))
        });
        Ok(Layout { unit, long })
    }
}

fn gather(table: &Table) -> Result<Units, Problems> {
    let Layout { unit, long } = Layout::of(table)?;
    let mut units = Units::new();
    for (number, row) in table.rows.iter().enumerate() {
        let cells = match row {
            Ok(cells) => cells,
            Err(problems) => {
                units.insert(Key::Row(number), Err(problems.clone()));
                continue;
            }
        };
        let name = match table.cell(cells, unit) {
            Ok(name) => name,
            Err(problems) => {
                units.insert(Key::Row(number), Err(problems));
                continue;
            }
        };
        if is_blank(&name.text) {
            units.insert(Key::Row(number), Err(of_no_unit(table, name)));
            continue;
        }
        let key = Key::Unit(name.text.clone());
        match long {
            Some((path, value)) => {
                let parts = units.entry(key).or_insert_with(|| Ok(Gathered::new(name)));
                let Ok(known) = parts else { continue };
                match (table.cell(cells, path), table.cell(cells, value)) {
                    (Ok(path), Ok(value)) => known.answer(path, value),
                    (Err(problems), _) | (_, Err(problems)) => *parts = Err(problems),
                }
            }
            None => {
                let key = if units.contains_key(&key) { Key::Row(number) } else { key };
                units.insert(key, Ok(Gathered::wide(table, cells, name)));
            }
        }
    }
    Ok(units)
}

/// A row without a unit.
pub(in crate::dossier) fn of_no_unit(table: &Table, name: &Cell) -> Problems {
    finding(&table.source, Code::MissingKey, name.at, "the row does not say of which unit it is")
        .help("write the unit's name in the column `unit`")
        .into()
}

impl Gathered {
    fn new(unit: &Cell) -> Gathered {
        Gathered { unit: unit.clone(), own: Vec::new(), facts: Vec::new(), evidence: Vec::new() }
    }

    /// A row of a wide table.
    pub(in crate::dossier) fn wide(table: &Table, cells: &[Cell], unit: &Cell) -> Gathered {
        let mut parts = Gathered::new(unit);
        for (column, cell) in table.columns.iter().zip(cells) {
            if !OWN.contains(&column.text.as_str()) {
                parts.answer(column, cell);
            } else if column.text != "unit" && !is_blank(&cell.text) {
                parts.own.push(entry(&column.text, Some((0, column)), cell.trimmed().node(0)));
            }
        }
        parts
    }

    /// The document.
    pub(in crate::dossier) fn document(self, sources: Vec<Arc<SourceText>>, limits: &Limits) -> DossierDocument {
        let Gathered { unit, own, facts, evidence } = self;
        let mut entries = vec![entry("unit", None, unit.node(0))];
        entries.extend(own);
        let at = Some((0, unit.at));
        entries.push(entry("facts", None, Node { value: Value::Map(facts), at }));
        entries.push(entry("evidence", None, Node { value: Value::List(evidence), at }));
        lower_tree(sources, Node { value: Value::Map(entries), at }, Vec::new(), limits)
    }

    /// An answer; an empty cell is none.
    fn answer(&mut self, path: &Cell, value: &Cell) {
        if !value.text.is_empty() {
            self.facts.push(entry(path.text.trim(), Some((0, path)), value.node(0)));
        }
    }
}
