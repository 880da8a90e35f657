//! Dossiers from CSV text, straight to their answers.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Binder;
use super::draft::Draft;
use super::names::KeyId;
use super::quick::Quick;
use super::row::Row;
use crate::Problems;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Limits, Text};
use crate::dossier::sources::cells::Table;
use crate::dossier::sources::documents::{Gathered, Layout, of_no_unit};
use crate::dossier::sources::population::{again, place_of_name};
use crate::dossier::sources::position::Position;
use crate::dossier::{Dossier, bind};
use crate::id::is_blank;
use crate::invariant::Always;

/// A wide table: one unit a row.
pub(super) struct Wide<'b> {
    binder: &'b Binder<'b>,
    table: Table,
    unit: usize,
    columns: Vec<Column>,
    text: &'b str,
    separator: char,
    /// Where the last row ended.
    at: Position<'b>,
    /// The units so far, each with the place of its name.
    units: HashMap<Cow<'b, str>, Span>,
}

/// What a column holds.
enum Column {
    Unit,
    AsOf,
    Title,
    Fact(KeyId),
    /// No fact that is answered; its cells must be empty.
    Unknown,
}

impl<'b> Wide<'b> {
    /// The rows of a table whose columns end at `at`.
    pub(super) fn new(binder: &'b Binder<'b>, table: Table, layout: &Layout, text: &'b str, at: Position<'b>) -> Self {
        let names = binder.quick.as_ref().map(|quick| &quick.names);
        let column = |name: &str| match name {
            "unit" => Column::Unit,
            "as_of" => Column::AsOf,
            "title" => Column::Title,
            name => names.and_then(|names| names.find(names.top, name)).map_or(Column::Unknown, Column::Fact),
        };
        Wide {
            binder,
            unit: layout.unit,
            columns: table.columns.iter().map(|cell| column(&cell.text)).collect(),
            text,
            separator: table.separator(),
            at,
            units: HashMap::new(),
            table,
        }
    }

    /// The dossier of the row that begins here; `None` where it is not plainly right.
    fn quickly(&mut self, quick: &Quick<'_>) -> Option<Dossier> {
        let mut row = Row::new(self.text, self.at.byte(), self.separator);
        let mut draft = Draft::new(quick);
        let mut unit = None;
        for column in &self.columns {
            let cell = row.next_cell()?;
            match column {
                Column::Fact(key) => draft.answer_in_cell(quick.names.at(*key), &cell)?,
                _ if is_blank(&cell) => {}
                Column::Unit => unit = Some((cell, row.last)),
                Column::AsOf => draft.as_of = Some(cell.trim().parse().ok()?),
                Column::Title => draft.title = Some(Text::Plain(cell.trim().to_owned())),
                Column::Unknown => return None,
            }
        }
        let row_end = row.end()?;
        let (unit, (start, end)) = unit.filter(|(unit, _)| !self.units.contains_key(unit))?;
        draft.unit = Some(unit.clone());
        let dossier = draft.finish()?;
        let mut name = self.at.clone();
        name.move_to(start);
        self.units.insert(unit, name.span_to(end));
        self.at.move_to(row_end);
        Some(dossier)
    }

    /// That it is not known where the next row begins; nothing is read then.
    fn lost(&mut self) -> Problems {
        let place = place_of_name(self.table.source.clone(), self.at.span_to(self.at.byte()));
        self.at = Position::start("");
        self.text = "";
        Diagnostic::new(Code::CsvSyntax, place, "it is not clear where the next row begins").into()
    }

    /// The same with every place; `None` at the end of the text.
    fn with_places(&mut self) -> Option<Result<Dossier, Problems>> {
        let cells = match self.table.row_at(&mut self.at)? {
            Ok(cells) => cells,
            Err(problems) => return Some(Err(problems)),
        };
        let name = match self.table.cell(&cells, self.unit) {
            Ok(name) => name,
            Err(problems) => return Some(Err(problems)),
        };
        if is_blank(&name.text) {
            return Some(Err(of_no_unit(&self.table, name)));
        }
        if let Some(first) = self.units.get(name.text.as_str()) {
            let [here, first] = [name.at, *first].map(|at| place_of_name(self.table.source.clone(), at));
            return Some(Err(again(&name.text, here, first).into()));
        }
        self.units.insert(Cow::Owned(name.text.clone()), name.at);
        let parts = Gathered::wide(&self.table, &cells, name);
        let document = parts.document(vec![self.table.source.clone()], &Limits::default());
        Some(bind::bind(&self.binder.rules, &document, None, &self.binder.options))
    }
}

impl Iterator for Wide<'_> {
    type Item = Result<Dossier, Problems>;

    fn next(&mut self) -> Option<Result<Dossier, Problems>> {
        let Some(rest) = self.text.as_bytes().get(self.at.byte()..).always("a place lies in its text") else {
            return Some(Err(self.lost()));
        };
        let ends = rest.iter().position(|byte| !matches!(byte, b'\n' | b'\r'))?;
        self.at.move_to(self.at.byte() + ends);
        let binder = self.binder;
        if let Some(quick) = &binder.quick
            && let Some(dossier) = self.quickly(quick)
        {
            return Some(Ok(dossier));
        }
        self.with_places()
    }
}

/// A long table, one answer a row: the units in the order in which they first appear, `None` for each that is not
/// plainly right; `None` where a row as a whole is not.
pub(super) fn long(
    quick: &Quick<'_>,
    columns: &Table,
    layout: &Layout,
    text: &str,
    at: usize,
) -> Option<Vec<Option<Dossier>>> {
    let (path_at, value_at) = layout.long?;
    let separator = columns.separator();
    let mut drafts: Vec<Option<Draft>> = Vec::new();
    let mut places: HashMap<Cow<str>, usize> = HashMap::new();
    let mut at = at;
    while let Some(begin) = text.as_bytes().get(at..)?.iter().position(|byte| !matches!(byte, b'\n' | b'\r')) {
        let mut row = Row::new(text, at + begin, separator);
        let cells = [row.next_cell()?, row.next_cell()?, row.next_cell()?];
        at = row.end()?;
        let (unit, path, value) = (cells.get(layout.unit)?, cells.get(path_at)?, cells.get(value_at)?);
        if is_blank(unit) {
            return None;
        }
        let place = match places.get(unit) {
            Some(place) => *place,
            None => {
                let mut draft = Draft::new(quick);
                draft.unit = Some(unit.clone());
                drafts.push(Some(draft));
                places.insert(unit.clone(), drafts.len() - 1);
                drafts.len() - 1
            }
        };
        let place = drafts.get_mut(place).always("a unit that was met has its draft")?;
        if let Some(draft) = place
            && !value.is_empty()
        {
            let answered = draft.key(quick.names.top, path.trim()).and_then(|key| draft.answer_in_cell(key, value));
            if answered.is_none() {
                *place = None;
            }
        }
    }
    Some(drafts.into_iter().map(|draft| draft?.finish()).collect())
}
