//! An actions file as written: what a unit can do, what that costs, and what stands in its way (language
//! reference, plans).

use indexmap::IndexMap;

use super::{ExceptionKind, Literal, Obstacle, Origin, Text};
use crate::{Date, Duration, Number};

/// An actions file as written, right or wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<ActionsDocument>))]
pub struct ActionsDocument {
    /// The title, for people.
    pub title: Option<Text>,
    /// The rule set it is for; refused under any other.
    pub ruleset: Option<String>,
    /// What the numbers of `cost` are: rupiah, days of work, ...
    pub unit_of_cost: Option<Text>,
    /// What stands in the unit's way, besides what its dossier says.
    pub obstacles: Vec<Obstacle>,
    /// What can be done.
    pub actions: Vec<Action>,
    /// What it takes to answer better, by fact or criterion (with all below it): each better answer is then
    /// offered as an action of its own.
    pub effort: IndexMap<String, Number>,
    /// Where it was read from.
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub origin: Origin,
}

/// Something that can be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Action>))]
pub struct Action {
    /// The id, unique in the file.
    pub id: String,
    /// The title, for people.
    pub title: Option<Text>,
    /// The answers once it is done: a path as one key, or nested maps.
    #[cfg_attr(feature = "schema", schemars(with = "super::schema::Answers"))]
    pub sets: IndexMap<String, Literal>,
    /// The documents it produces, issued on the day it is done.
    pub brings: Vec<Brought>,
    /// The exceptions it obtains, issued on the day it is done.
    pub invokes: Vec<Invoked>,
    /// What it costs; at least 0.
    pub cost: Number,
    /// How long it takes; done on the day it begins if not given.
    pub duration: Option<Duration>,
    /// The actions that must be done before it begins.
    pub needs: Vec<String>,
    /// The actions that cannot be done beside it.
    pub excludes: Vec<String>,
    /// The obstacles that forbid it, by id or kind.
    pub blocked_by: Vec<String>,
    /// Who does it.
    pub who: Option<Text>,
    /// Who decides on it, and how.
    pub mechanism: Option<Text>,
}

/// Documents that an action produces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Brought>))]
pub struct Brought {
    /// The id by which an exception names it; of several documents, of all together.
    pub id: Option<String>,
    /// Their evidence type.
    #[cfg_attr(feature = "schema", schemars(rename = "type"))]
    pub evidence_type: String,
    /// The title, for people.
    pub title: Option<Text>,
    /// How many; one if not given.
    pub count: Option<u32>,
    /// The leaves they support; a group's path stands for every leaf below it.
    pub supports: Vec<String>,
    /// The first day on which they are no longer valid, where that is not for their type to say.
    pub expires: Option<Date>,
}

/// An exception that an action obtains.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, transform = super::schema::record::<Invoked>))]
pub struct Invoked {
    /// The kind.
    pub kind: ExceptionKind,
    /// A leaf's path, or `award.requirement`.
    pub on: String,
    /// For an equivalent: its id.
    pub using: Option<String>,
    /// Why.
    pub reason: String,
    /// Who approves it.
    pub approved_by: String,
    /// For how long it holds.
    pub valid_for: Option<Duration>,
    /// The documents that support it: of the dossier, of this action, or of one that this one needs.
    pub evidence: Vec<String>,
}
