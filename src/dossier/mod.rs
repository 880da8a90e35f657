//! A dossier that fits a rule set: typed, checked, ready to be assessed.
//!
//! `bind` is the only door, and the only place where anything is refused; [`crate::assess`] never fails. A
//! [`Binder`] goes through it with many units and fast.

mod answers;
mod bind;
mod binder;
mod documents;
mod exceptions;
#[cfg(feature = "schema")]
pub mod fact_type;
mod files;
mod identity;
mod options;
mod overlay;
mod rest;
mod rounds;
mod sheet;
pub mod sources;
mod sums;
pub(crate) mod unanswered;
pub mod value;

use std::sync::Arc;

pub(crate) use bind::check_as_of;
pub use binder::{Binder, Units};
pub(crate) use documents::leaves_below;
pub use files::check_files;
pub use options::{BindOptions, Rounds};
pub(crate) use overlay::{Overlay, Round, by_and_date};
pub(crate) use rest::rest;

use crate::diagnostic::Diagnostic;
use crate::document::{ExceptionKind, Obstacle, Text};
use crate::evaluate::slots;
use crate::invariant::Always;
use crate::rule_set::arena::{Arena, ArenaId};
use crate::rule_set::{AwardId, CriterionId, EvidenceTypeId, FactId, Value};
use crate::{Date, RuleSet};

/// A dossier bound to a rule set as of a date.
///
/// It carries the rule set it was bound to, so that it cannot be assessed by another. Cloning one is cheap:
/// clones share what they hold.
#[derive(Clone, Debug)]
pub struct Dossier {
    pub(crate) unit: Arc<str>,
    pub(crate) title: Option<Arc<Text>>,
    pub(crate) as_of: Date,
    /// What was given later is left out.
    pub(crate) known: Option<Date>,
    /// The as-of date lies outside the edition, and the caller insisted.
    pub(crate) insisted: bool,
    /// What the dossier says, the rounds laid over; derived facts are absent. `as_of` is always there.
    pub(crate) facts: Arc<Arena<FactId, Option<Value>>>,
    /// The same answers, an integer each.
    pub(crate) slots: crate::evaluate::slots::Slots,
    /// Whose answer counts, where a round's does: its position among the rounds.
    pub(crate) answered_by: Arc<Arena<FactId, Option<usize>>>,
    /// The rounds, and what they are laid over, where there are any.
    pub(crate) overlay: Option<Arc<Overlay>>,
    pub(crate) documents: Arc<[Document]>,
    /// In the dossier's order, those of a shared dossier last.
    pub(crate) exceptions: Arc<[Exception]>,
    pub(crate) held: Arc<[Held]>,
    pub(crate) obstacles: Arc<[Obstacle]>,
    /// What binding warned of.
    pub(crate) warnings: Arc<[Diagnostic]>,
    /// The rule set it was bound to, by which alone it can be assessed.
    pub(crate) rules: RuleSet,
}

/// One document, its identity settled.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) id: String,
    pub(crate) title: Option<Text>,
    pub(crate) evidence_type: EvidenceTypeId,
    pub(crate) issued: Option<Date>,
    pub(crate) expires: Option<Date>,
    /// The leaves it lists, groups expanded, in order and without repetition. Whether its type is asked for
    /// there is for the assessment to say.
    pub(crate) supports: Vec<CriterionId>,
    /// Equal for two entries that are one document: the position of the first of them.
    pub(crate) identity: usize,
    /// Who rejected it and why, in the last word.
    pub(crate) rejected: Option<(String, String)>,
}

/// An exception as the dossier has it; whether it counts is for the assessment to say.
#[derive(Clone, Debug)]
pub(crate) struct Exception {
    pub(crate) kind: Option<ExceptionKind>,
    pub(crate) on: Option<Target>,
    /// The text of `on`.
    pub(crate) on_text: String,
    pub(crate) reason: Option<String>,
    pub(crate) approved_by: Option<String>,
    pub(crate) issued: Option<Date>,
    pub(crate) expires: Option<Date>,
    /// Positions in the dossier's documents.
    pub(crate) evidence: Vec<usize>,
    pub(crate) using: Option<String>,
}

/// What an exception is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    Leaf(CriterionId),
    /// A requirement of an award, by its position among `requires`, then among those of `conditional`.
    Requirement(AwardId, usize),
}

/// An award granted before.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) award: AwardId,
    pub(crate) from: Date,
    pub(crate) until: Option<Date>,
    pub(crate) revoked: Option<Date>,
}

impl Dossier {
    /// Has it answer a fact so, or not at all.
    pub(crate) fn answer(&mut self, fact: FactId, value: Option<Value>) {
        if let Some(slot) = self.slots.get_mut(fact.index()).always("every fact has a slot") {
            *slot = value.as_ref().map_or(slots::MISSING, slots::slot);
        }
        Arc::make_mut(&mut self.facts)[fact] = value;
    }

    /// A dossier that says nothing.
    pub(crate) fn blank(rules: &RuleSet, as_of: Date) -> Dossier {
        let mut facts = Arena::like(&rules.facts, |_| None);
        facts[FactId::AS_OF] = Some(Value::Date(as_of));
        Dossier {
            unit: "".into(),
            title: None,
            as_of,
            known: None,
            insisted: !bind::is_in_force(rules, as_of),
            slots: crate::evaluate::slots::slots(&facts),
            facts: Arc::new(facts),
            answered_by: Arc::new(Arena::like(&rules.facts, |_| None)),
            overlay: None,
            documents: Arc::new([]),
            exceptions: Arc::new([]),
            held: Arc::new([]),
            obstacles: Arc::new([]),
            warnings: Arc::new([]),
            rules: rules.clone(),
        }
    }

    /// The unit.
    #[must_use]
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// The unit's title, or its name where it has none.
    #[must_use]
    pub fn title(&self, language: &str) -> &str {
        self.title.as_ref().map_or(&self.unit, |title| title.in_language(language))
    }

    /// The date as of which it is assessed.
    #[must_use]
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// The rule set it was bound to.
    #[must_use]
    pub fn rule_set(&self) -> &RuleSet {
        &self.rules
    }

    /// Whether the as-of date lies outside the edition, on which the caller insisted.
    #[must_use]
    pub fn insisted(&self) -> bool {
        self.insisted
    }

    /// The day after which nothing that was given counts, where the caller gave one: rounds dated later are left
    /// out.
    #[must_use]
    pub fn known(&self) -> Option<Date> {
        self.known
    }

    /// The last round that counts: its assessor, as `by@date` where that assessor gave several; `None` where the
    /// unit's own answers count.
    #[must_use]
    pub fn round(&self) -> Option<&str> {
        self.rounds().last().map(|round| round.name.as_str())
    }

    /// What binding warned of.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The same dossier as of another date: the same answers, documents, exceptions and rounds.
    ///
    /// Nothing is checked again. A date outside the edition counts as insisted on; and where a leaf that may
    /// not be left unanswered (`unanswered: error`) is open as of that date alone, it is assessed as unknown.
    #[must_use]
    pub fn with_as_of(&self, as_of: Date) -> Dossier {
        let mut dossier = self.clone();
        dossier.as_of = as_of;
        dossier.insisted = !bind::is_in_force(&self.rules, as_of);
        // The as-of date is no whole number: its slot says so whatever it is.
        Arc::make_mut(&mut dossier.facts)[FactId::AS_OF] = Some(Value::Date(as_of));
        dossier
    }
}
