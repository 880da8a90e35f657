//! A rule set as written: one edition of one scheme's rules (language reference, section 1).

use indexmap::IndexMap;

use super::{
    Award, Criterion, Defaults, EvidenceType, ExceptionKind, Fact, Measure, Node, Origin, Rounding, Scale, Text, Total,
    Unanswered, WaivedAs,
};
use crate::Date;

/// A rule set as written, right or wrong.
///
/// [`RuleDocument::from_yaml`] reads one from text; any serde format feeds its `Deserialize`; and it can be
/// built in code. [`check`](fn@crate::check) makes a [`crate::RuleSet`] of it, or tells all that is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<RuleDocument>))]
pub struct RuleDocument {
    /// The name of the scheme.
    pub ruleset: String,
    /// The edition of this encoding, a semantic version.
    pub edition: String,
    /// The title, for people.
    pub title: Option<Text>,
    /// The language of its titles.
    pub language: Option<String>,
    /// Where the rules come from.
    pub source: Option<Source>,
    /// When the rules are in force.
    pub effective: Option<Effective>,
    /// Another rule set that this one starts from.
    pub extends: Option<Extends>,
    /// Single values of the rule set it extends, replaced: `{pengungkit.team.weight: 1}`.
    #[cfg_attr(feature = "schema", schemars(rename = "override", with = "IndexMap<String, serde_json::Value>"))]
    pub overrides: IndexMap<String, Node>,
    /// Criteria, awards and other named things of the rule set it extends, dropped.
    pub remove: Option<Vec<String>>,
    /// What an unanswered leaf counts as; unknown if not given.
    pub unanswered: Option<Unanswered>,
    /// What all leaves take where they say nothing of their own.
    pub defaults: Option<Defaults>,
    /// How numbers are shown to people.
    pub display: Option<Rounding>,
    /// How many exceptions count, and where none may.
    pub exceptions: Option<ExceptionPolicy>,
    /// The kinds of exception that are allowed on every criterion.
    pub allows: Option<Vec<ExceptionKind>>,
    /// What an accepted waiver makes of a criterion, for every criterion: not applicable unless said.
    pub waived_as: Option<WaivedAs>,
    /// Findings that this file accepts, each with a reason.
    pub allow: Option<Vec<Allow>>,
    /// Answer -> fraction, by name.
    pub scales: IndexMap<String, Scale>,
    /// The facts, by name.
    pub facts: IndexMap<String, Fact>,
    /// The evidence types, by name.
    pub evidence: IndexMap<String, EvidenceType>,
    /// The criteria.
    pub criteria: Vec<Criterion>,
    /// The group of the top-level criteria.
    pub total: Option<Total>,
    /// Figures over criteria that are not one group, by name.
    pub measures: IndexMap<String, Measure>,
    /// The awards, lowest first.
    pub awards: Vec<Award>,
    /// Where it was read from.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub origin: Origin,
}

/// Where an element comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Source>))]
pub struct Source {
    /// The text cited, as people cite it.
    pub citation: Option<String>,
    /// The article, table or page in it.
    pub article: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// How well founded it is; printed if not given.
    pub standing: Option<Standing>,
}

/// How well founded an element is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Printed in the source.
    #[default]
    Printed,
    /// Used by everyone, in no text.
    Practice,
    /// Assumed: nobody knows.
    Assumed,
}

impl Standing {
    /// Every standing with its word.
    pub const WORDS: [(&'static str, Standing); 3] =
        [("printed", Standing::Printed), ("practice", Standing::Practice), ("assumed", Standing::Assumed)];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Standing::WORDS.iter().find(|(_, standing)| *standing == self).map_or("", |(word, _)| word)
    }

    /// The standing of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Standing> {
        Standing::WORDS.iter().find(|(known, _)| *known == word).map(|(_, standing)| *standing)
    }
}

/// When a rule set is in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Effective>))]
pub struct Effective {
    /// The first day.
    pub from: Option<Date>,
    /// The day after the last.
    pub until: Option<Date>,
    /// What it supersedes.
    pub replaces: Option<String>,
}

/// Another rule set to start from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Extends>))]
pub struct Extends {
    /// Its name.
    pub ruleset: String,
    /// Its edition; any if not given.
    pub edition: Option<String>,
}

/// How many exceptions count, and where none may.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<ExceptionPolicy>))]
pub struct ExceptionPolicy {
    /// At most so many are accepted, in the dossier's order.
    pub at_most: Option<u32>,
    /// Criteria (with all below them) and requirements on which none is.
    pub never_on: Option<Vec<String>>,
}

/// A finding that a file accepts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Allow>))]
pub struct Allow {
    /// The code of the finding.
    pub code: String,
    /// The criterion, fact, award, ... to which it is confined; the whole file if not given.
    pub at: Option<String>,
    /// Why it is accepted.
    pub reason: String,
}
