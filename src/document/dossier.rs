//! A dossier as written: what is known of one unit as of a date (language reference, section 10).

use indexmap::IndexMap;

use super::{ExceptionKind, Literal, Origin, Text};
use crate::Date;

/// A dossier as written, right or wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<DossierDocument>))]
pub struct DossierDocument {
    /// The unit.
    pub unit: String,
    /// Its title, for people.
    pub title: Option<Text>,
    /// The rule set it is for; refused under any other.
    pub ruleset: Option<String>,
    /// The date as of which it is assessed.
    pub as_of: Option<Date>,
    /// The facts: a path as one key, or nested maps. A null is as if it were not there.
    #[cfg_attr(feature = "schema", schemars(with = "super::schema::Answers"))]
    pub facts: IndexMap<String, Literal>,
    /// The documents.
    pub evidence: Vec<Evidence>,
    /// The exceptions.
    pub exceptions: Vec<Exception>,
    /// The awards granted before.
    pub awards: Vec<HeldAward>,
    /// Later assessors, in order: each lays its answers over those before.
    pub rounds: Vec<Round>,
    /// What stands in the unit's way, for people and for planning.
    pub obstacles: Vec<Obstacle>,
    /// Where it was read from.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub origin: Origin,
}

/// One document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Evidence>))]
pub struct Evidence {
    /// The id, unique in the dossier.
    pub id: String,
    /// Its evidence type.
    #[cfg_attr(feature = "schema", schemars(rename = "type"))]
    pub evidence_type: String,
    /// The title, for people.
    pub title: Option<Text>,
    /// The day it was issued.
    pub issued: Option<Date>,
    /// The first day on which it is no longer valid.
    pub expires: Option<Date>,
    /// The leaves it supports; a group's path stands for every leaf below it.
    pub supports: Vec<String>,
    /// Where the document is: a path or an address.
    #[cfg_attr(feature = "schema", schemars(rename = "ref"))]
    pub reference: Option<String>,
    /// The digest of its content, 64 hexadecimal digits.
    pub sha256: Option<String>,
}

/// An exception asked for or granted. Which parts are missing is judged by the assessment, not refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Exception>))]
pub struct Exception {
    /// The kind.
    pub kind: Option<ExceptionKind>,
    /// A leaf's path, or `award.requirement`.
    pub on: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// The day it was issued.
    pub issued: Option<Date>,
    /// The first day on which it no longer counts.
    pub expires: Option<Date>,
    /// The ids of the documents that support it.
    pub evidence: Vec<String>,
    /// For an equivalent: its id.
    pub using: Option<String>,
}

/// An award granted before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<HeldAward>))]
pub struct HeldAward {
    /// The award.
    pub award: String,
    /// The first day it was in force.
    pub from: Option<Date>,
    /// The first day it is no longer in force.
    pub until: Option<Date>,
    /// The day it was revoked.
    pub revoked: Option<Date>,
}

/// A later assessor's answers, laid over those before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Round>))]
pub struct Round {
    /// Who.
    pub by: String,
    /// The day on which it was given.
    pub on: Option<Date>,
    /// The facts as this assessor found them. A null takes an answer back: the fact is then missing.
    #[cfg_attr(feature = "schema", schemars(with = "super::schema::Answers"))]
    pub facts: IndexMap<String, Option<Literal>>,
    /// Documents by id, as this assessor found them.
    pub evidence: IndexMap<String, RoundEvidence>,
}

/// What an assessor found of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<RoundEvidence>))]
pub struct RoundEvidence {
    /// Why it is rejected; a later round may lift that with `accepted: true`.
    pub rejected: Option<String>,
    /// Accepted after all.
    pub accepted: Option<bool>,
}

/// Something that stands in the unit's way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Obstacle>))]
pub struct Obstacle {
    /// The id, unique in the dossier.
    pub id: String,
    /// Its kind, in one word: heritage, budget, space, `closed_service`, evidence, ...
    pub kind: Option<String>,
    /// The title, for people.
    pub title: Option<Text>,
    /// The criteria (with all below them) it stands in the way of.
    pub on: Vec<String>,
}
