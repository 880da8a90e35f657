//! The valid, compiled rule set: facts interned, the criteria flat, scales as tables.
//!
//! [`check`](mod@crate::check) is the only door: a [`RuleSet`] cannot be wrong. It is immutable, and can be shared
//! between threads.

pub(crate) mod arena;
mod asked;
mod award;
mod condition;
mod criterion;
pub(crate) mod digest;
mod fact;
mod facts_schema;
mod origin;
mod parts;
mod reading;
mod vary;
mod weightless;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) use award::{
    Award, AwardId, Bar, BarTest, Comparator, Comparison, Conditional, Measure, MeasureId, MeasureKind, Requirement,
    RequirementTest, ScoreOf,
};
pub(crate) use condition::{Condition, FactTest, allowed_or_not};
pub(crate) use criterion::{Aggregate, Criterion, CriterionId, Equivalent, EvidenceRule, Group, Kind, Leaf, Scorer};
pub(crate) use fact::{
    AnswerId, AnswerOutcome, Derivation, EvidenceType, EvidenceTypeId, Fact, FactId, FactType, Operand, Scale,
    ScaleAnswer, ScaleId, Value,
};
pub(crate) use origin::{Note, Origins};
pub(crate) use parts::Parts;

use crate::Date;
use crate::document::{Rounding, Text};
use arena::Arena;

/// The valid, compiled rules of one edition of one scheme.
///
/// ```
/// fn shareable<T: Send + Sync>() {}
/// shareable::<predikat::RuleSet>();
/// ```
/// Cloning one is cheap: clones share the rules.
#[derive(Clone, Debug)]
pub struct RuleSet(Arc<Compiled>);

/// What a [`RuleSet`] holds. Reached through the rule set, which dereferences to it.
#[derive(Clone, Debug)]
pub struct Compiled {
    pub(crate) id: String,
    pub(crate) edition: semver::Version,
    pub(crate) title: Option<Text>,
    pub(crate) language: Option<String>,
    pub(crate) effective_from: Option<Date>,
    pub(crate) effective_until: Option<Date>,
    pub(crate) replaces: Option<String>,
    pub(crate) display: Option<Rounding>,
    pub(crate) exceptions_at_most: Option<u32>,
    /// INVARIANT: the first is `as_of`; a derived fact stands after every fact that it reads.
    pub(crate) facts: Arena<FactId, Fact>,
    pub(crate) fact_names: BTreeMap<String, FactId>,
    /// The derived facts, in order.
    pub(crate) derived: Vec<FactId>,
    pub(crate) scales: Arena<ScaleId, Scale>,
    pub(crate) evidence_types: Arena<EvidenceTypeId, EvidenceType>,
    pub(crate) evidence_names: BTreeMap<String, EvidenceTypeId>,
    /// INVARIANT: in pre-order; the first is the total, whose path is empty. A parent stands before its
    /// children, and all that is below a criterion follows it without a gap, up to its `end`.
    pub(crate) criteria: Arena<CriterionId, Criterion>,
    pub(crate) paths: BTreeMap<String, CriterionId>,
    pub(crate) measures: Arena<MeasureId, Measure>,
    /// Lowest first.
    pub(crate) awards: Arena<AwardId, Award>,
    /// Every award after those whose eligibility it asks.
    pub(crate) award_order: Vec<AwardId>,
    /// Where the numbers come from that are not printed in the source.
    pub(crate) origins: Origins,
    /// The method digest, with its version prefix: `sha256:...`.
    pub(crate) method: String,
}

impl From<Compiled> for RuleSet {
    fn from(compiled: Compiled) -> RuleSet {
        RuleSet(Arc::new(compiled))
    }
}

impl std::ops::Deref for RuleSet {
    type Target = Compiled;
    fn deref(&self) -> &Compiled {
        &self.0
    }
}

impl RuleSet {
    /// Whether this and `other` are clones of one rule set.
    pub(crate) fn is(&self, other: &RuleSet) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Whether a leaf somewhere may not be left unanswered (`unanswered: error`).
    pub(crate) fn refuses_gaps(&self) -> bool {
        self.criteria.iter().any(|criterion| criterion.kind.refuses_gaps())
    }

    /// What it holds, to be changed; `None` where a clone shares it.
    pub(crate) fn compiled_mut(&mut self) -> Option<&mut Compiled> {
        Arc::get_mut(&mut self.0)
    }

    /// The name of the scheme.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The edition, a semantic version.
    #[must_use]
    pub fn edition(&self) -> String {
        self.edition.to_string()
    }

    /// The title in `language`, or the id where there is none.
    #[must_use]
    pub fn title(&self, language: &str) -> &str {
        self.title.as_ref().map_or(&self.id, |title| title.in_language(language))
    }

    /// The language of its titles, where it says.
    #[must_use]
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// The first day on which it is in force.
    #[must_use]
    pub fn effective_from(&self) -> Option<Date> {
        self.effective_from
    }

    /// The first day on which it is no longer in force.
    #[must_use]
    pub fn effective_until(&self) -> Option<Date> {
        self.effective_until
    }

    /// What it supersedes, in the author's words.
    #[must_use]
    pub fn replaces(&self) -> Option<&str> {
        self.replaces.as_deref()
    }

    /// The method digest: equal for two rule sets exactly when every number and outcome must be.
    ///
    /// Two results may be compared only when their digests agree.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The ids of the awards, lowest first.
    pub fn awards(&self) -> impl Iterator<Item = &str> {
        self.awards.iter().map(|award| award.id.as_str())
    }

    /// The paths of the criteria, in the author's order, groups before what is in them.
    pub fn criteria(&self) -> impl Iterator<Item = &str> {
        self.criteria.iter().skip(1).map(|criterion| criterion.path.as_str())
    }

    /// The names of the facts that a dossier answers: neither `as_of` nor derived ones.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        self.facts.iter().skip(1).filter(|fact| fact.derivation.is_none()).map(|fact| fact.name.as_str())
    }
}
