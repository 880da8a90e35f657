//! A dossier that fits a rule set: typed, checked, ready to be assessed.
//!
//! `bind` is the only door, and the only place where anything is refused; [`crate::assess`] never fails.

use crate::diagnostic::Diagnostic;
use crate::document::{ExceptionKind, Obstacle, Text};
use crate::rule_set::arena::Arena;
use crate::rule_set::{AwardId, CriterionId, EvidenceTypeId, FactId, Value};
use crate::{Date, RuleSet};

/// A dossier bound to a rule set as of a date.
///
/// It carries the rule set it was bound to, so that it cannot be assessed by another.
#[derive(Clone, Debug)]
pub struct Dossier {
    pub(crate) unit: String,
    pub(crate) title: Option<Text>,
    pub(crate) as_of: Date,
    /// The as-of date lies outside the edition, and the caller insisted.
    pub(crate) insisted: bool,
    /// The last round that counts; `None` for the unit's own answers.
    pub(crate) round: Option<String>,
    /// What the dossier says, the rounds laid over; derived facts are absent. `as_of` is always there.
    pub(crate) facts: Arena<FactId, Option<Value>>,
    /// Whose answer counts, where a round's does: a position in `assessors`.
    pub(crate) answered_by: Arena<FactId, Option<usize>>,
    /// The rounds that count, by name, in order.
    pub(crate) assessors: Vec<String>,
    pub(crate) documents: Vec<Document>,
    /// In the dossier's order.
    pub(crate) exceptions: Vec<Exception>,
    pub(crate) held: Vec<Held>,
    pub(crate) obstacles: Vec<Obstacle>,
    /// What binding warned of.
    pub(crate) warnings: Vec<Diagnostic>,
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
    pub(crate) reference: Option<String>,
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

    /// What binding warned of.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }
}
