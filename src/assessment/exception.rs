//! Exceptions, documents and standings worth telling.

use serde::{Deserialize, Serialize};

use super::Range;
use crate::document::Standing;

/// An exception that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AcceptedException {
    /// `waiver`, `equivalent` or `not_applicable`.
    pub kind: String,
    /// The leaf's path, or `award.requirement`.
    pub on: String,
    /// The equivalent it uses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub using: Option<String>,
    /// Why it was asked for.
    pub reason: String,
    /// Who approved it.
    pub approved_by: String,
    /// An equivalent whose condition is unknown: the bounds are over both.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub uncertain: bool,
    /// The final total less what it would be without this one; absent where either is no score, and for a
    /// requirement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worth: Option<Range>,
    /// The awards whose outcome would be another without it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decides: Vec<String>,
}

/// An exception that does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RefusedException {
    /// Its kind, where it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What it is on, where it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// A stable word for why: `not_allowed`, `incomplete`, `lapsed`, ...
    pub why: String,
    /// Why, in one line.
    pub because: String,
}

/// Something remarkable about documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EvidenceFinding {
    /// The documents.
    pub documents: Vec<String>,
    /// A stable word for what: `reused`.
    pub what: String,
    /// The leaves concerned.
    pub on: Vec<String>,
    /// Why it matters, in one line.
    pub because: String,
}

/// A number that was read and is not printed in the source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RestsOn {
    /// `practice` or `assumed`.
    pub standing: Standing,
    /// Which element: `scales.abcd.B`, a criterion's path, `wbk.total`, ...
    pub at: String,
    /// What it cites, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citation: Option<String>,
}

/// The code of the warning that a round counts although it was given after the as-of date; it stands at the round, as
/// `by@date`.
pub(crate) const LATER_ROUND: &str = "later-round";

/// Something worth a look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Warning {
    /// The code.
    pub code: String,
    /// Where.
    pub at: String,
    /// What, in one line.
    pub message: String,
}
