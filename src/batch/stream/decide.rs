//! What becomes of a chunk: its cells bound to columns, a table for each as-of date, and back into the units' order.

use std::borrow::Cow;
use std::collections::HashMap;

use super::columns::{Filling, Parsed, parse};
use super::documents::DocumentColumns;
use super::gather::{Chunk, UnitRows};
use super::{Progress, Settings};
use crate::batch::{Batch, Outcomes, Refused, Table, Workspace};
use crate::dossier::sources::part::{self, Heading, Stretch};
use crate::dossier::sources::stream::records::cells;
use crate::dossier::sources::stream::text::Part;
use crate::dossier::{BindOptions, check_as_of};
use crate::id::is_name;
use crate::invariant::Always;
use crate::rule_set::FactId;
use crate::{Date, DossierDocument, Problems};

/// What is read of a unit, and filled of a lot.
const HAS_COLUMN: &str = "each fact that is read has a column";

/// How the rows of a text are bound to the facts of a rule set.
pub(super) struct Deciding<'a> {
    batch: &'a Batch,
    settings: Settings,
    heading: &'a Heading,
    shape: Shape,
    /// The facts that have a column in the tables that are decided.
    facts: Vec<FactId>,
    documents: Option<(&'a Heading, DocumentColumns)>,
}

/// What the columns of the text hold.
pub(super) enum Shape {
    /// One unit a row: the column of the as-of date, and of each fact.
    Wide { as_of: Option<usize>, facts: Vec<usize> },
    /// One answer a row: the columns of the path and the value, and the position of each fact.
    Long { path: usize, value: usize, facts: HashMap<String, usize> },
}

/// A chunk, decided.
pub(super) struct Done {
    pub(super) units: Vec<String>,
    pub(super) outcomes: Outcomes,
    pub(super) astray: Vec<Problems>,
    pub(super) progress: Progress,
}

/// The units of a chunk that are assessed as of one date.
struct Lot {
    as_of: Date,
    columns: Vec<Filling>,
    /// The positions of its units in the chunk.
    units: Vec<usize>,
    more: Vec<(usize, DossierDocument)>,
}

/// What the rows of a unit say, where they are as they should be.
struct Read {
    as_of: Date,
    more: Option<DossierDocument>,
}

impl<'a> Deciding<'a> {
    pub(super) fn new(
        batch: &'a Batch,
        settings: Settings,
        heading: &'a Heading,
        documents: Option<&'a Heading>,
    ) -> Deciding<'a> {
        let rules = batch.rule_set();
        let names: Vec<&str> = heading.names().collect();
        let column = |wanted: &str| names.iter().position(|name| *name == wanted);
        let (shape, facts) =
            if let (true, Some(path), Some(value)) = (names.len() == 3, column("path"), column("value")) {
                let answered = |id: &FactId| *id != FactId::AS_OF && rules.facts[*id].derivation.is_none();
                let facts: Vec<FactId> = rules.facts.ids().filter(answered).collect();
                let by_name = facts.iter().enumerate().map(|(at, id)| (rules.facts[*id].name.clone(), at)).collect();
                (Shape::Long { path, value, facts: by_name }, facts)
            } else {
                let known = names.iter().enumerate().filter(|(_, name)| !matches!(**name, "unit" | "as_of" | "title"));
                let fact =
                    |name: &str| rules.fact_names.get(name).always("a column that is left after the check is a fact");
                let known = known.filter_map(|(at, name)| Some((at, *fact(name)?)));
                let (columns, facts) = known.unzip();
                (Shape::Wide { as_of: column("as_of"), facts: columns }, facts)
            };
        let documents = documents.map(|heading| (heading, DocumentColumns::new(heading)));
        Deciding { batch, settings, heading, shape, facts, documents }
    }

    pub(super) fn is_long(&self) -> bool {
        matches!(self.shape, Shape::Long { .. })
    }

    /// Decides a chunk.
    pub(super) fn decide(&self, mut chunk: Chunk, workspace: &mut Workspace) -> Done {
        let mut lots: Vec<Lot> = Vec::new();
        let mut refused: Vec<Refused> = Vec::new();
        let mut parsed: Vec<Parsed<'_>> = Vec::new();
        for (at, unit) in chunk.units.iter().enumerate() {
            match self.read(&chunk, unit, &mut parsed) {
                Ok(read) => self.add(&mut lots, read.as_of, at, &parsed, read.more),
                // By itself it is either told what is wrong, or bound as it is.
                Err(column) => match self.again(&chunk, unit) {
                    Ok((as_of, document)) => {
                        parsed.clear();
                        parsed.resize(self.facts.len(), Parsed::Missing);
                        self.add(&mut lots, as_of, at, &parsed, Some(document));
                    }
                    Err(problems) => refused.push(Refused { row: at, column, problems }),
                },
            }
        }
        let mut decided: Vec<(Vec<usize>, Outcomes)> = lots
            .into_iter()
            .map(|lot| {
                let outcomes = self.outcomes(&lot, workspace);
                (lot.units, outcomes)
            })
            .collect();
        let whole = |(units, _): &(Vec<usize>, Outcomes)| units.len() == chunk.units.len();
        let mut outcomes = match decided.pop_if(|one| whole(one)) {
            Some((_, outcomes)) => outcomes,
            None => {
                let mut outcomes = Outcomes::default();
                self.batch.clear(&mut outcomes, chunk.units.len());
                for (units, part) in &decided {
                    chunk.astray.extend(outcomes.place(units, part));
                }
                outcomes
            }
        };
        // What a column cannot tell stands at its cell.
        for one in &mut outcomes.refused {
            let unit = chunk
                .units
                .get(one.row)
                .always("a row that is refused is a unit's")
                .map(|unit| self.again(&chunk, unit));
            if let Some(Err(problems)) = unit {
                one.problems = problems;
            }
        }
        outcomes.refused.append(&mut refused);
        outcomes.refused.sort_by_key(|one| one.row);
        let units = chunk.units.into_iter().map(|unit| unit.name).collect();
        Done { units, outcomes, astray: chunk.astray, progress: chunk.progress }
    }

    /// Adds a unit to the lot of its date.
    fn add(&self, lots: &mut Vec<Lot>, as_of: Date, unit: usize, parsed: &[Parsed<'_>], more: Option<DossierDocument>) {
        if let Some(lot) = lots.iter_mut().rfind(|lot| lot.as_of == as_of) {
            return lot.push(unit, parsed, more);
        }
        let facts = &self.batch.rule_set().facts;
        let columns = self.facts.iter().map(|id| Filling::new(&facts[*id])).collect();
        let mut lot = Lot { as_of, columns, units: Vec::new(), more: Vec::new() };
        lot.push(unit, parsed, more);
        lots.push(lot);
    }

    fn outcomes(&self, lot: &Lot, workspace: &mut Workspace) -> Outcomes {
        let facts = &self.batch.rule_set().facts;
        let mut table = Table::new(lot.units.len(), lot.as_of).insist(self.settings.insist);
        debug_assert_eq!(self.facts.len(), lot.columns.len(), "{HAS_COLUMN}");
        for (id, column) in self.facts.iter().zip(&lot.columns) {
            table = table.fact(&facts[*id].name, column.column(&facts[*id]));
        }
        table.more.clone_from(&lot.more);
        let mut outcomes = Outcomes::default();
        if let Err(problems) = self.batch.decide_in(&table, &mut outcomes, workspace) {
            self.batch.clear(&mut outcomes, lot.units.len());
            let refused = |row| Refused { row, column: None, problems: problems.clone() };
            outcomes.refused.extend((0..lot.units.len()).map(refused));
        }
        outcomes
    }

    /// Reads a unit's cells into `parsed`; the column of the first that says nothing a column can hold, and none
    /// for what else asks for a closer look.
    fn read<'t>(
        &self,
        chunk: &'t Chunk,
        unit: &UnitRows,
        parsed: &mut Vec<Parsed<'t>>,
    ) -> Result<Read, Option<String>> {
        parsed.clear();
        parsed.resize(self.facts.len(), Parsed::Missing);
        if !is_name(&unit.name) || is_truth(&unit.name) {
            return Err(None);
        }
        let mut as_of = self.settings.as_of;
        let mut of: Vec<Cow<'t, str>> = Vec::new();
        for row in unit.facts.clone() {
            let row = chunk.facts.row(row).ok_or(None)?;
            cells(row.text, self.heading.separator(), &mut of);
            let cell = |at: usize| of.get(at).map_or("", |cell| &**cell);
            match &self.shape {
                Shape::Wide { as_of: date, facts } => {
                    let said = date.map(|at| cell(at).trim()).filter(|text| !text.is_empty());
                    let said = said.map(str::parse).transpose().map_err(|_| None)?;
                    as_of = as_of.or(said);
                    for (place, at) in facts.iter().enumerate() {
                        self.one(place, of.get(*at), parsed)?;
                    }
                }
                Shape::Long { path, value, facts } => {
                    if cell(*value).is_empty() {
                        continue;
                    }
                    let path = cell(*path).trim();
                    let place = *facts.get(path).ok_or_else(|| Some(path.to_owned()))?;
                    if !matches!(parsed.get(place), Some(Parsed::Missing)) {
                        return Err(Some(path.to_owned()));
                    }
                    self.one(place, of.get(*value), parsed)?;
                    // A cell of blanks may say nothing, and names the fact all the same.
                    if matches!(parsed.get(place), Some(Parsed::Missing)) {
                        return Err(Some(path.to_owned()));
                    }
                }
            }
        }
        let as_of = as_of.ok_or(None)?;
        check_as_of(self.batch.rule_set(), as_of, self.settings.insist).map_err(|_| None)?;
        let evidence = match &self.documents {
            Some((heading, columns)) => {
                let rows = stretches(&chunk.documents, unit.documents.clone()).ok_or(None)?;
                rows.iter().map(|row| columns.read(heading, row.text)).collect::<Option<Vec<_>>>().ok_or(None)?
            }
            None => Vec::new(),
        };
        let more = |evidence| DossierDocument { unit: unit.name.clone(), evidence, ..DossierDocument::default() };
        let more = (!evidence.is_empty()).then(|| more(evidence));
        Ok(Read { as_of, more })
    }

    /// Reads one cell. One that holds quotes is left to the closer look.
    fn one<'t>(
        &self,
        place: usize,
        cell: Option<&Cow<'t, str>>,
        parsed: &mut [Parsed<'t>],
    ) -> Result<(), Option<String>> {
        let found = self.facts.get(place).zip(parsed.get_mut(place));
        let Some((id, to)) = found.always("every column that is read has a fact") else { return Err(None) };
        let fact = &self.batch.rule_set().facts[*id];
        let read = match cell {
            Some(Cow::Borrowed(text)) => parse(fact, text),
            Some(Cow::Owned(_)) => None,
            None => Some(Parsed::Missing),
        };
        *to = read.ok_or_else(|| Some(fact.name.clone()))?;
        Ok(())
    }

    /// The unit's dossier as it stands in the texts, bound; or what is wrong with it, at its places.
    fn again(&self, chunk: &Chunk, unit: &UnitRows) -> Result<(Date, DossierDocument), Problems> {
        let absent = || Problems::new(Vec::new());
        let rows = stretches(&chunk.facts, unit.facts.clone()).ok_or_else(absent)?;
        let documents = stretches(&chunk.documents, unit.documents.clone()).ok_or_else(absent)?;
        let documents = self.documents.as_ref().map(|(heading, _)| (*heading, documents.as_slice()));
        let document = part::unit(self.heading, &rows, documents)?;
        let mut options = BindOptions::new().insist(self.settings.insist);
        options.as_of = self.settings.as_of;
        let dossier = self.batch.rule_set().bind(&document, &options)?;
        Ok((dossier.as_of(), document))
    }
}

impl Lot {
    fn push(&mut self, unit: usize, parsed: &[Parsed<'_>], more: Option<DossierDocument>) {
        debug_assert_eq!(self.columns.len(), parsed.len(), "{HAS_COLUMN}");
        for (column, cell) in self.columns.iter_mut().zip(parsed) {
            column.push(*cell);
        }
        self.more.extend(more.map(|more| (self.units.len(), more)));
        self.units.push(unit);
    }
}

fn stretches(part: &Part, rows: std::ops::Range<usize>) -> Option<Vec<Stretch<'_>>> {
    rows.map(|row| part.row(row).always("a unit's rows stand in its chunk")).collect()
}

/// Whether a cell is read as a truth, which is no name.
pub(super) fn is_truth(text: &str) -> bool {
    matches!(text, "true" | "false")
}
