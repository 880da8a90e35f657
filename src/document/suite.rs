//! A suite as written: cases beside the rules (language reference, section 12).

use indexmap::IndexMap;

use super::{DossierDocument, Literal, Node, Origin, RuleDocument, Text};
use crate::Date;

/// A suite as written, right or wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<SuiteDocument>))]
pub struct SuiteDocument {
    /// The name of the rule set that is tested.
    pub suite: String,
    /// Its edition; any if not given.
    pub edition: Option<String>,
    /// The title, for people.
    pub title: Option<Text>,
    /// The rule set itself, for a suite that carries its own.
    pub rules: Option<RuleDocument>,
    /// The cases.
    pub cases: Vec<SuiteCase>,
    /// Where it was read from.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub origin: Origin,
}

/// One case: what is given, and what must come of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<SuiteCase>))]
pub struct SuiteCase {
    /// The name, unique in the suite.
    pub name: String,
    /// The dossier; `unit` may be left out.
    #[cfg_attr(feature = "schema", schemars(with = "super::schema::Given"))]
    pub given: Option<DossierDocument>,
    /// A file of the dossier, beside the suite, in place of `given`. Written `given: FILE`.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub given_file: Option<String>,
    /// The round as of which it is assessed; the last if not given.
    pub round: Option<String>,
    /// The day after which nothing that was given counts: later rounds are left out.
    pub known: Option<Date>,
    /// Whether the as-of date may lie outside the edition.
    pub insist: Option<bool>,
    /// Any part of the assessment, as JSON shows it; what is named must be equal.
    #[cfg_attr(feature = "schema", schemars(with = "Option<serde_json::Value>"))]
    pub expect: Option<Node>,
    /// The codes of the findings of `check` and `bind`, in order, in place of `expect`.
    pub diagnostics: Option<Vec<String>>,
    /// Variations: each lays its facts over those given, and is a case of its own.
    pub with: Vec<Variation>,
}

/// A variation of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Variation>))]
pub struct Variation {
    /// The name; its number in the list if not given.
    pub name: Option<String>,
    /// Facts laid over those given; a null takes one away.
    #[cfg_attr(feature = "schema", schemars(with = "super::schema::Answers"))]
    pub facts: IndexMap<String, Option<Literal>>,
    /// Another as-of date.
    pub as_of: Option<Date>,
    /// What must come of it; laid over what the case expects.
    #[cfg_attr(feature = "schema", schemars(with = "Option<serde_json::Value>"))]
    pub expect: Option<Node>,
}
