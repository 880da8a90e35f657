//! A population by column: the facts, and what else is known of the units.

use std::ops::Range;

use super::Column;
use crate::{Date, DossierDocument};

/// What is known of many units, by column: a row a unit.
///
/// Columns are borrowed. A fact without a column is answered by nobody.
///
/// ```
/// use predikat::batch::{Column, Table};
/// let table = Table::new(3, "2024-01-01".parse()?)
///     .fact("staff", Column::whole(&[3u8, 0, 12][..]))
///     .fact("ramp", Column::choices(&[0u8, 0, 1][..], &["Ada", "Tidak"]));
/// assert_eq!(table.rows(), 3);
/// # Ok::<(), predikat::date::DateError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Table<'a> {
    pub(super) rows: usize,
    pub(super) as_of: Date,
    pub(super) insist: bool,
    pub(super) known: Option<Date>,
    pub(super) facts: Vec<(&'a str, Column<'a>)>,
    pub(super) documents: Vec<Documents<'a>>,
    pub(super) held: Vec<Held<'a>>,
    /// By row, ascending.
    pub(super) more: Vec<(usize, DossierDocument)>,
}

/// One document a unit, by column: of one type, supporting the same criteria for every unit.
///
/// A unit has the document where its day of issue is there.
#[derive(Clone, Debug)]
pub struct Documents<'a> {
    pub(super) id: &'a str,
    pub(super) evidence_type: &'a str,
    pub(super) supports: Vec<&'a str>,
    pub(super) issued: Column<'a>,
    pub(super) expires: Option<Column<'a>>,
}

impl<'a> Documents<'a> {
    /// Documents called `id` of a type, which support these paths; `issued` holds days.
    #[must_use]
    pub fn new(id: &'a str, evidence_type: &'a str, supports: &[&'a str], issued: Column<'a>) -> Documents<'a> {
        Documents { id, evidence_type, supports: supports.to_vec(), issued, expires: None }
    }

    /// The first day on which each is no longer valid, where it is there.
    #[must_use]
    pub fn expires(mut self, expires: Column<'a>) -> Documents<'a> {
        self.expires = Some(expires);
        self
    }
}

/// An award that units were granted before, by column.
///
/// A unit holds it where the first day is there.
#[derive(Clone, Debug)]
pub struct Held<'a> {
    pub(super) award: &'a str,
    pub(super) from: Column<'a>,
    pub(super) until: Option<Column<'a>>,
    pub(super) revoked: Option<Column<'a>>,
}

impl<'a> Held<'a> {
    /// The award held from these days.
    #[must_use]
    pub fn new(award: &'a str, from: Column<'a>) -> Held<'a> {
        Held { award, from, until: None, revoked: None }
    }

    /// The first day on which each is no longer in force, where it is there.
    #[must_use]
    pub fn until(mut self, until: Column<'a>) -> Held<'a> {
        self.until = Some(until);
        self
    }

    /// The day on which each was revoked, where it is there.
    #[must_use]
    pub fn revoked(mut self, revoked: Column<'a>) -> Held<'a> {
        self.revoked = Some(revoked);
        self
    }
}

impl<'a> Table<'a> {
    /// A table of so many units, all assessed as of one date.
    #[must_use]
    pub fn new(rows: usize, as_of: Date) -> Table<'a> {
        Table {
            rows,
            as_of,
            insist: false,
            known: None,
            facts: Vec::new(),
            documents: Vec::new(),
            held: Vec::new(),
            more: Vec::new(),
        }
    }

    /// How many units it has.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Whether the as-of date may lie outside the edition.
    #[must_use]
    pub fn insist(mut self, insist: bool) -> Table<'a> {
        self.insist = insist;
        self
    }

    /// Leaves out what was given after this date: rounds, which stand in [`more`](Table::more).
    #[must_use]
    pub fn known(mut self, known: Date) -> Table<'a> {
        self.known = Some(known);
        self
    }

    /// With the answers to a fact.
    #[must_use]
    pub fn fact(mut self, name: &'a str, column: Column<'a>) -> Table<'a> {
        self.facts.push((name, column));
        self
    }

    /// With a document a unit.
    #[must_use]
    pub fn documents(mut self, documents: Documents<'a>) -> Table<'a> {
        self.documents.push(documents);
        self
    }

    /// With an award held before.
    #[must_use]
    pub fn held(mut self, held: Held<'a>) -> Table<'a> {
        self.held.push(held);
        self
    }

    /// With what else a unit's dossier says: documents, exceptions, rounds, awards held, and facts in place of
    /// those of the columns. Its own as-of date does not count. A row has one at most; its parts are laid together
    /// first ([`DossierDocument::joined`]).
    #[must_use]
    pub fn more(mut self, row: usize, dossier: DossierDocument) -> Table<'a> {
        let at = self.more.partition_point(|(other, _)| *other <= row);
        self.more.insert(at, (row, dossier));
        self
    }

    /// What else is said of a row.
    pub(super) fn more_of(&self, row: usize) -> impl Iterator<Item = &DossierDocument> {
        self.more_within(row..row + 1).map(|(_, dossier)| dossier)
    }

    /// Those of some rows of which more is said.
    pub(super) fn rows_with_more(&self, rows: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        self.more_within(rows).map(|(row, _)| *row)
    }

    fn more_within(&self, rows: Range<usize>) -> impl Iterator<Item = &(usize, DossierDocument)> {
        let before = |row: usize| self.more.partition_point(|(other, _)| *other < row);
        let (start, end) = (before(rows.start), before(rows.end));
        debug_assert!(start <= end, "dossiers stand in the order of their rows");
        self.more.iter().skip(start).take(end.saturating_sub(start))
    }
}
