//! Rows decided one by one: those of which something does not run by column.

use std::sync::Arc;

use super::fitted::{Cell, Fitted, date, no_days};
use super::held::{FittedHeld, HeldCell};
use super::outcomes::{Doubt, HAS_ROOM};
use super::table::{Documents, Held};
use super::{Column, Outcomes, Refused, Table};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{Evidence, HeldAward};
use crate::dossier::{self, BindOptions, Dossier, unanswered};
use crate::evaluate::slots::{MISSING, slot};
use crate::invariant::Always;
use crate::rule_set::arena::{Arena, ArenaId};
use crate::rule_set::{CriterionId, EvidenceTypeId, FactId};
use crate::score::{Scorer, Scores};
use crate::{DossierDocument, Problems, RuleSet};

/// What the unit of a row is called of which the columns say all.
const UNNAMED: &str = "unit";

const HAS_PLACES: &str = "the dossier has a place for each award and document of the columns";

/// What the columns of a table mean to a rule set.
#[derive(Debug)]
pub(super) struct Fit<'a> {
    pub(super) facts: Vec<Fitted<'a>>,
    /// The position in `facts` of each fact's column.
    pub(super) by_fact: Arena<FactId, Option<usize>>,
    pub(super) held: Vec<FittedHeld<'a>>,
    pub(super) documents: Vec<FittedDocuments<'a>>,
}

impl<'a> Fit<'a> {
    /// The column of a fact, where it has one.
    pub(super) fn column_of(&self, fact: FactId) -> Option<&Fitted<'a>> {
        self.facts.get(self.by_fact[fact]?).always("a fact's column stands where it was found")
    }
}

/// A column of documents, its names known.
#[derive(Debug)]
pub(super) struct FittedDocuments<'a> {
    pub(super) evidence_type: EvidenceTypeId,
    pub(super) supports: Vec<CriterionId>,
    pub(super) column: &'a Documents<'a>,
}

/// Decides rows one by one, in one dossier that is filled anew for each.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    scorer: &'a Scorer,
    table: &'a Table<'a>,
    fit: &'a Fit<'a>,
    dossier: Dossier,
    scores: &'a mut Scores,
    /// The rules refuse what is left open somewhere.
    refuses_gaps: bool,
}

impl<'a> Rows<'a> {
    pub(super) fn new(scorer: &'a Scorer, table: &'a Table<'a>, fit: &'a Fit<'a>, scores: &'a mut Scores) -> Rows<'a> {
        let rules = scorer.rule_set();
        let mut dossier = Dossier::blank(rules, table.as_of);
        dossier.documents = fit.documents.iter().enumerate().map(|(at, one)| one.document(at)).collect();
        let held = fit.held.iter().map(|one| dossier::Held {
            award: one.award,
            from: table.as_of,
            until: Some(table.as_of),
            revoked: None,
        });
        dossier.held = held.collect();
        Rows { scorer, table, fit, dossier, scores, refuses_gaps: rules.refuses_gaps() }
    }

    /// Decides a row into `outcomes`, at `at`.
    pub(super) fn decide(&mut self, row: usize, at: usize, outcomes: &mut Outcomes) {
        outcomes.by_row += 1;
        if self.fill(row) && self.lay(row) {
            self.scorer.score(&self.dossier, self.scores);
            self.take_away(row);
        } else {
            match self.bind(row) {
                Ok(dossier) => self.scorer.score(&dossier, self.scores),
                Err((column, problems)) => return refuse(row, at, column, problems, outcomes),
            }
        }
        outcomes.wide += usize::from(self.scores.is_wide());
        if let Some(doubt) = outcomes.doubts.get_mut(at).always(HAS_ROOM) {
            *doubt = match (self.scores.is_scored(), self.scores.is_wide()) {
                (false, _) => Doubt::Scored,
                (true, true) => Doubt::Applies,
                (true, false) => Doubt::None,
            };
        }
        for column in &mut outcomes.scores {
            column.set(at, self.scores.points_of(column.of_what));
        }
        for id in self.scorer.rule_set().awards.ids() {
            outcomes.set_award(id, at, Some(self.scores.outcome(id)));
        }
    }

    /// Fills the dossier with a row; `false` where that is not all that there is to say of it.
    fn fill(&mut self, row: usize) -> bool {
        let rules = self.scorer.rule_set();
        let Dossier { facts, slots, documents, held, .. } = &mut self.dossier;
        // Nobody else holds them: nothing is copied.
        let facts = Arc::make_mut(facts);
        for one in &self.fit.facts {
            let value = match one.cell(rules, row) {
                Cell::Wrong => return false,
                Cell::Missing => None,
                Cell::Value(value) => Some(value),
            };
            let Some(place) = slots.get_mut(one.fact.index()).always("every fact has a slot") else { return false };
            *place = value.as_ref().map_or(MISSING, slot);
            facts[one.fact] = value;
        }
        debug_assert_eq!(
            (held.len(), documents.len()),
            (self.fit.held.len(), self.fit.documents.len()),
            "{HAS_PLACES}"
        );
        for (one, place) in self.fit.held.iter().zip(Arc::make_mut(held)) {
            match one.cell(row) {
                HeldCell::Held(held) => *place = held,
                HeldCell::Absent => (place.from, place.until) = (self.table.as_of, Some(self.table.as_of)),
                HeldCell::Wrong => return false,
            }
        }
        for (one, place) in self.fit.documents.iter().zip(Arc::make_mut(documents)) {
            let day = |column: &Column<'_>| column.day(row);
            let Some(issued) = day(&one.column.issued) else {
                place.rejected = Some(Default::default());
                continue;
            };
            let expires = one.column.expires.as_ref().and_then(day);
            if expires.is_some_and(|expires| expires <= issued) {
                return false;
            }
            (place.issued, place.expires, place.rejected) = (date(issued), expires.and_then(date), None);
            if place.issued.is_none() || expires.is_some() != place.expires.is_some() {
                return false;
            }
        }
        !(self.refuses_gaps && unanswered::has_gaps(rules, &self.dossier.facts))
    }

    /// Lays what else is said of a row over what its columns say; `false` where it has to be bound.
    fn lay(&mut self, row: usize) -> bool {
        let Some(more) = self.table.more_of(row).next() else { return true };
        if !(self.fit.documents.is_empty() && self.fit.held.is_empty()) {
            return false;
        }
        let Some(rest) = dossier::rest(self.scorer.rule_set(), more) else { return false };
        self.dossier.documents = rest.documents.into();
        self.dossier.exceptions = rest.exceptions.into();
        self.dossier.held = rest.held.into();
        true
    }

    /// What was laid over does not count for the next row.
    fn take_away(&mut self, row: usize) {
        if self.table.more_of(row).next().is_some() {
            self.dossier.documents = Arc::new([]);
            self.dossier.exceptions = Arc::new([]);
            self.dossier.held = Arc::new([]);
        }
    }

    /// Binds all that is said of a row, as of a unit by itself.
    fn bind(&self, row: usize) -> Result<Dossier, (Option<String>, Problems)> {
        let rules = self.scorer.rule_set();
        let unnamed = || DossierDocument { unit: UNNAMED.to_owned(), ..DossierDocument::default() };
        let mut document = self.table.more_of(row).next().cloned().unwrap_or_else(unnamed);
        let mut wrong = None;
        for one in self.fit.facts.iter().filter(|one| one.column.is_there(row)) {
            if one.is_wrong(rules, row) && !document.facts.contains_key(one.name) {
                wrong.get_or_insert_with(|| one.name.to_owned());
            }
            match one.literal(rules, row) {
                Some(literal) => {
                    document.facts.entry(one.name.to_owned()).or_insert(literal);
                }
                None => return Err((Some(one.name.to_owned()), no_value(one.name).into())),
            }
        }
        self.documents(row, &mut document).map_err(|name| (Some(name.to_owned()), no_value(name).into()))?;
        let options = BindOptions::new().as_of(self.table.as_of).insist(self.table.insist);
        let options = self.table.known.into_iter().fold(options, BindOptions::known);
        rules.bind(&document, &options).map_err(|problems| (wrong, problems))
    }

    /// The documents and awards of a row, as somebody would write them; the one of which a day is in no calendar.
    fn documents(&self, row: usize, document: &mut DossierDocument) -> Result<(), &'a str> {
        let day = |name: &'a str, column: Option<&Column<'_>>| {
            column.and_then(|column| column.day(row)).map(|day| date(day).ok_or(name)).transpose()
        };
        for one in &self.fit.documents {
            let column = one.column;
            let Some(issued) = day(column.id, Some(&column.issued))? else { continue };
            document.evidence.push(Evidence {
                id: column.id.to_owned(),
                evidence_type: column.evidence_type.to_owned(),
                issued: Some(issued),
                expires: day(column.id, column.expires.as_ref())?,
                supports: column.supports.iter().map(|path| (*path).to_owned()).collect(),
                ..Evidence::default()
            });
        }
        for one in &self.fit.held {
            let column = one.column;
            let Some(from) = day(column.award, Some(&column.from))? else { continue };
            document.awards.push(HeldAward {
                award: column.award.to_owned(),
                from: Some(from),
                until: day(column.award, column.until.as_ref())?,
                revoked: day(column.award, column.revoked.as_ref())?,
            });
        }
        Ok(())
    }
}

impl FittedDocuments<'_> {
    /// The document, of nobody yet.
    fn document(&self, at: usize) -> dossier::Document {
        dossier::Document {
            id: self.column.id.to_owned(),
            title: None,
            evidence_type: self.evidence_type,
            issued: None,
            expires: None,
            supports: self.supports.clone(),
            identity: at,
            rejected: Some(Default::default()),
        }
    }
}

fn no_value(name: &str) -> Diagnostic {
    let message = format!("the column `{name}` holds no value of its kind here");
    Diagnostic::new(Code::WrongLiteral, Place::default(), message)
        .help("check the code, the text's offsets, the number or the day, and clear its `valid` bit if it is missing")
}

fn refuse(row: usize, at: usize, column: Option<String>, problems: Problems, outcomes: &mut Outcomes) {
    outcomes.refused.push(Refused { row, column, problems });
    for column in &mut outcomes.awards {
        if let Some(outcome) = column.outcomes.get_mut(at).always(HAS_ROOM) {
            *outcome = None;
        }
    }
    outcomes.scores.iter_mut().for_each(|column| column.set(at, None));
}

/// What a table's columns mean to a rule set, or all that does not fit.
pub(super) fn fit<'a>(rules: &'a RuleSet, table: &'a Table<'a>) -> Result<Fit<'a>, Problems> {
    let mut found = Vec::new();
    let mut facts: Vec<Fitted<'a>> = Vec::new();
    let mut by_fact = Arena::like(&rules.facts, |_| None);
    for (name, column) in &table.facts {
        match Fitted::new(rules, name, column, table.rows) {
            Ok(one) if by_fact[one.fact].is_some() => {
                let message = format!("two columns are called `{name}`");
                found.push(Diagnostic::new(Code::WrongColumns, Place::default(), message).help("keep one of the two"));
            }
            Ok(one) => {
                by_fact[one.fact] = Some(facts.len());
                facts.push(one);
            }
            Err(problems) => found.extend(problems),
        }
    }
    let mut held = Vec::new();
    for one in &table.held {
        match rules.awards.pairs().find(|(_, award)| award.id == one.award) {
            Some((award, _)) => held.push(FittedHeld { award, column: one }),
            None => found.push(unknown(Code::UnknownAward, "award", one.award, rules.awards())),
        }
    }
    let days = |whose: &str, of: &str, key: &str, column: Option<&Column<'_>>| {
        let what = format!("the column `{key}` of the {whose} `{of}`");
        column.map_or_else(Vec::new, |column| no_days(&what, column, table.rows))
    };
    for Held { award, from, until, revoked } in &table.held {
        for (key, column) in [("from", Some(from)), ("until", until.as_ref()), ("revoked", revoked.as_ref())] {
            found.extend(days("award", award, key, column));
        }
    }
    for Documents { id, issued, expires, .. } in &table.documents {
        for (key, column) in [("issued", Some(issued)), ("expires", expires.as_ref())] {
            found.extend(days("document", id, key, column));
        }
    }
    found.extend(more_that_does_not_fit(table));
    let mut documents = Vec::new();
    for one in &table.documents {
        let known = rules.evidence_names.get(one.evidence_type);
        let names = rules.evidence_types.iter().map(|declared| declared.name.as_str());
        if known.is_none() {
            found.push(unknown(Code::UnknownEvidenceType, "evidence type", one.evidence_type, names));
        }
        let mut supports = Vec::new();
        for path in &one.supports {
            match rules.paths.get(*path) {
                Some(top) => supports.extend(dossier::leaves_below(rules, *top)),
                None => found.push(unknown(Code::UnknownCriterion, "criterion", path, rules.criteria())),
            }
        }
        supports.sort_unstable();
        supports.dedup();
        if let Some(evidence_type) = known.copied() {
            documents.push(FittedDocuments { evidence_type, supports, column: one });
        }
    }
    if let Err(problems) = dossier::check_as_of(rules, table.as_of, table.insist) {
        found.extend(problems);
    }
    if found.is_empty() { Ok(Fit { facts, by_fact, held, documents }) } else { Err(Problems::new(found)) }
}

/// Dossiers beside the columns that belong to no row, or to one that has another.
fn more_that_does_not_fit(table: &Table<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (row, _) in table.more.iter().filter(|(row, _)| *row >= table.rows) {
        let message = format!("a dossier is given for row {row}, and the table has {} rows", table.rows);
        found.push(Diagnostic::new(Code::WrongColumns, Place::default(), message).help("rows are counted from 0"));
    }
    for same in table.more.chunk_by(|(a, _), (b, _)| a == b).filter(|same| same.len() > 1) {
        if let Some((row, _)) = same.first() {
            let message = format!("{} dossiers are given for row {row}", same.len());
            found.push(
                Diagnostic::new(Code::WrongColumns, Place::default(), message)
                    .help("lay the parts of one together first, with `DossierDocument::joined`"),
            );
        }
    }
    found
}

fn unknown<'n>(code: Code, what: &str, name: &str, known: impl Iterator<Item = &'n str>) -> Diagnostic {
    Diagnostic::new(code, Place::default(), format!("no {what} is called `{name}`"))
        .help(crate::id::suggest(name, known, "names"))
}
