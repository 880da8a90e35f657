//! What is prepared once for many units.

use super::names::Names;
use crate::document::{DossierDocument, Obstacle};
use crate::dossier::sheet::Sheet;
use crate::dossier::{BindOptions, Document, Dossier, Exception, Held, Rounds, answers, bind, documents, exceptions};
use crate::evaluate::Answers;
use crate::rule_set::arena::Arena;
use crate::{Date, RuleSet};

/// All that the units of one binder have in common.
#[derive(Debug)]
pub(super) struct Quick<'a> {
    pub(super) rules: RuleSet,
    pub(super) names: Names,
    /// The answers that units share, where they share any.
    pub(super) common: Option<Answers>,
    /// The dossier of a unit that says nothing: its parts are shared by all who do not have their own.
    pub(super) bare: Dossier,
    /// Some leaf may not be left unanswered.
    pub(super) may_be_refused: bool,
    options: BindOptions<'a>,
}

/// What a dossier holds beside its answers, ready.
#[derive(Debug)]
pub(super) struct Papers {
    pub(super) documents: Vec<Document>,
    pub(super) exceptions: Vec<Exception>,
    pub(super) held: Vec<Held>,
    pub(super) obstacles: Vec<Obstacle>,
}

impl<'a> Quick<'a> {
    /// `None` where something is to be told of every unit, or where rounds matter.
    pub(super) fn new(rules: &RuleSet, options: &BindOptions<'a>) -> Option<Quick<'a>> {
        if matches!(options.rounds, Rounds::UpTo(_)) {
            return None;
        }
        let silent = DossierDocument::default();
        let own = Sheet::new(&silent);
        let shared = options.shared.map(Sheet::new);
        let mut found = Vec::new();
        if let Some(shared) = options.shared {
            found.extend_from_slice(shared.origin.problems());
        }
        bind::check_names(rules, own, shared, &mut found);
        let answers = answers::read(rules, shared, &[own], &mut found);
        let papers = papers(rules, &silent, options.shared)?;
        if !found.is_empty() {
            return None;
        }
        Some(Quick {
            names: Names::new(rules),
            common: shared.map(|_| answers.values),
            may_be_refused: rules.refuses_gaps(),
            bare: Dossier {
                unit: "".into(),
                title: None,
                as_of: Date::ANY,
                known: options.known,
                insisted: false,
                facts: Arena::new().into(),
                slots: crate::evaluate::slots::Slots::new(),
                answered_by: Arena::like(&rules.facts, |_| None).into(),
                overlay: None,
                documents: papers.documents.into(),
                exceptions: papers.exceptions.into(),
                held: papers.held.into(),
                obstacles: papers.obstacles.into(),
                warnings: [].into(),
                rules: rules.clone(),
            },
            rules: rules.clone(),
            options: options.clone(),
        })
    }

    /// The as-of date of a unit that gives this one, and whether it is insisted on.
    pub(super) fn as_of(&self, own: Option<Date>) -> Option<(Date, bool)> {
        let shared = || self.options.shared.and_then(|shared| shared.as_of);
        let as_of = self.options.as_of.or(own).or_else(shared)?;
        let is_in_force = bind::is_in_force(&self.rules, as_of);
        (is_in_force || self.options.insist).then_some((as_of, !is_in_force))
    }

    /// What a document holds beside its answers, over what is shared.
    pub(super) fn papers(&self, document: &DossierDocument) -> Option<Papers> {
        papers(&self.rules, document, self.options.shared)
    }
}

fn papers(rules: &RuleSet, document: &DossierDocument, shared: Option<&DossierDocument>) -> Option<Papers> {
    if !document.rounds.is_empty() || !document.origin.problems().is_empty() {
        return None;
    }
    let sheets: Vec<Sheet> = [document].into_iter().chain(shared).map(Sheet::new).collect();
    let mut found = Vec::new();
    let documents = documents::read(rules, &sheets, &mut found);
    let exceptions = exceptions::read(rules, &sheets, &documents, &mut found);
    let held = exceptions::read_held(rules, &sheets, &mut found);
    let obstacles = exceptions::read_obstacles(rules, &sheets, &mut found);
    found.is_empty().then(|| Papers { documents: documents.list, exceptions, held, obstacles })
}
