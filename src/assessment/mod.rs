//! The outcome as plain data: exact, with its reasons.
//!
//! Its serde form is the JSON of `predikat assess --format json`, version 1, and reads back as it was
//! written. Every number is a string that holds the exact value: a decimal when it terminates, else `p/q`.
//! `low`, `high` and `of` are points in the criterion's own unit.

mod award;
mod exception;
mod score;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

pub use award::{AwardOutcome, BarOutcome, ConditionalOutcome, Eligibility, Margin, RequirementOutcome, Verdict};
pub(crate) use exception::LATER_ROUND;
pub use exception::{AcceptedException, EvidenceFinding, RefusedException, RestsOn, Warning};
pub use score::{Points, Range, Score};

use crate::Date;
use crate::document::Standing;

/// The version of the serde form.
pub const FORMAT: u32 = 1;

/// Scores, awards and reasons of one unit under one edition as of one date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assessment {
    /// The version of this form: 1.
    pub predikat: u32,
    /// The rules it was made by.
    pub ruleset: MadeBy,
    /// The unit.
    pub unit: String,
    /// The date as of which it holds.
    pub as_of: Date,
    /// The day after which nothing that was given counts, where the caller gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<Date>,
    /// The last round that counted: its assessor, as `by@date` where that assessor gave several; absent for the unit's
    /// own answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<String>,
    /// The as-of date lies outside the edition, and the caller insisted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub insisted: bool,
    /// The final score: with evidence and exceptions. Awards are decided on it.
    pub total: Score,
    /// The score of the facts alone, no evidence asked.
    pub claimed: Score,
    /// The score with evidence asked, without exceptions.
    pub evidenced: Score,
    /// Every criterion by its path, in the author's order.
    pub criteria: IndexMap<String, CriterionOutcome>,
    /// Every measure by its id.
    pub measures: IndexMap<String, MeasureOutcome>,
    /// Every award by its id, lowest first.
    pub awards: IndexMap<String, AwardOutcome>,
    /// The last eligible award.
    pub highest: Option<String>,
    /// The exceptions that count, in the dossier's order.
    pub exceptions: Vec<AcceptedException>,
    /// The exceptions that do not, each with its reason.
    pub refused: Vec<RefusedException>,
    /// What is remarkable about the documents: one used under several criteria, say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EvidenceFinding>,
    /// The numbers that were read and are not printed in the source.
    pub rests_on: Vec<RestsOn>,
    /// What binding warned of, and what of the assessment is worth a look: an exception that lowers the score
    /// (`exception-lowers-score`), a round that counts although it was given after the as-of date (`later-round`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

/// The rules an assessment was made by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MadeBy {
    /// The rule set.
    pub id: String,
    /// Its edition.
    pub edition: String,
    /// Its method digest. Two results may be compared only when theirs agree.
    pub method: String,
}

/// What became of one criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CriterionOutcome {
    /// Its status.
    pub status: Status,
    /// The least final points that any completion of the missing facts can give.
    pub low: crate::Number,
    /// The greatest.
    pub high: crate::Number,
    /// What the points are out of.
    pub of: Range,
    /// Both ends are known to be reached by some completion.
    pub tight: bool,
    /// What it adds to the total, in the total's unit, where every group above is a `sum` or a `mean`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contribution: Option<Range>,
    /// The points of the facts alone.
    pub claimed: Points,
    /// The points with evidence asked, without exceptions.
    pub evidenced: Points,
    /// Whose answer counted, where a round's did: its assessor, as `by@date` where that assessor gave several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<String>,
    /// The facts read, with their values as text; null for one that is missing.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub reads: IndexMap<String, Option<String>>,
    /// The evidence asked for, used and lacking; absent where none is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceOutcome>,
    /// Why, in one line.
    pub because: String,
}

/// The evidence of one leaf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EvidenceOutcome {
    /// Whether what is asked is there.
    pub satisfied: bool,
    /// The ids of the documents that count.
    pub used: Vec<String>,
    /// What is lacking, in words: `2 more of photo`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lacking: Vec<String>,
    /// The documents that name the leaf and do not count, by id, each with its reason.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub unusable: IndexMap<String, String>,
}

/// What became of one measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MeasureOutcome {
    /// `not_applicable`, `unknown`, `not_met`, `partly_met` or `met`.
    pub status: Status,
    /// Its final points.
    pub low: crate::Number,
    /// The greatest.
    pub high: crate::Number,
    /// What they are out of.
    pub of: Range,
    /// Both ends are known to be reached by some completion.
    pub tight: bool,
}

/// What a criterion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It does not apply to this unit.
    NotApplicable,
    /// An accepted waiver is on it.
    Waived,
    /// An accepted equivalent stands in for it.
    Equivalent,
    /// Whether it applies, or what it is worth, depends on facts that are missing.
    Unknown,
    /// Worth nothing.
    NotMet,
    /// The evidence it asks for is not there.
    Unevidenced,
    /// Worth something.
    PartlyMet,
    /// Worth its full weight or more.
    Met,
}

impl Status {
    /// Every status with its word.
    pub const WORDS: [(&'static str, Status); 8] = [
        ("not_applicable", Status::NotApplicable),
        ("waived", Status::Waived),
        ("equivalent", Status::Equivalent),
        ("unknown", Status::Unknown),
        ("not_met", Status::NotMet),
        ("unevidenced", Status::Unevidenced),
        ("partly_met", Status::PartlyMet),
        ("met", Status::Met),
    ];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Status::WORDS.iter().find(|(_, status)| *status == self).map_or("", |(word, _)| word)
    }
}

impl Serialize for Standing {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl<'de> Deserialize<'de> for Standing {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Standing, D::Error> {
        let word = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Standing::from_word(&word).ok_or_else(|| serde::de::Error::custom(format!("no standing is called `{word}`")))
    }
}
