//! What became of the awards.

use serde::{Deserialize, Serialize};

use super::Range;
use crate::{Date, Duration, Number};

/// What became of one award.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AwardOutcome {
    /// Whether the unit is eligible.
    pub outcome: Eligibility,
    /// Its requirements, in the author's order.
    pub requirements: Vec<RequirementOutcome>,
    /// Its bars.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bars: Vec<BarOutcome>,
    /// What would grant it on conditions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditional: Option<ConditionalOutcome>,
    /// The missing facts that its open requirements and bars read, by name.
    pub undecided_by: Vec<String>,
    /// Whether it is in force on the as-of date, from an earlier grant.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
    /// The first day on which a grant made on the as-of date would no longer hold, where it lapses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub would_lapse: Option<Date>,
}

impl AwardOutcome {
    /// What came of all that it requires, of a grant on conditions last.
    pub fn all_requirements(&self) -> impl Iterator<Item = &RequirementOutcome> {
        self.requirements.iter().chain(self.conditional.iter().flat_map(|conditional| &conditional.requirements))
    }
}

/// Whether a unit is eligible for an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Eligibility {
    /// Every requirement holds, whatever is unknown.
    Eligible,
    /// The requirements for a grant on conditions hold.
    Conditional,
    /// It depends on facts that are missing.
    Undetermined,
    /// A requirement fails, or a bar stands, whatever is unknown.
    Ineligible,
}

impl Eligibility {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Eligibility::Eligible => "eligible",
            Eligibility::Conditional => "conditional",
            Eligibility::Undetermined => "undetermined",
            Eligibility::Ineligible => "ineligible",
        }
    }
}

/// What became of one requirement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RequirementOutcome {
    /// Its id.
    pub id: String,
    /// Whether it holds.
    pub outcome: Verdict,
    /// It holds by an accepted waiver.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waived: bool,
    /// What is compared: a path, a measure or `total`; with `each`, the one with the least margin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compares: Option<String>,
    /// The threshold, in points, or in percent for `at_least_percent`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<Number>,
    /// Points less threshold; for percent, in percentage points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub margin: Option<Margin>,
    /// Why, in one line.
    pub because: String,
}

/// Whether a requirement holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It holds, whatever is unknown.
    Holds,
    /// It fails, whatever is unknown.
    Fails,
    /// It depends on facts that are missing.
    Open,
}

impl std::ops::Not for Verdict {
    type Output = Verdict;
    fn not(self) -> Verdict {
        match self {
            Verdict::Holds => Verdict::Fails,
            Verdict::Fails => Verdict::Holds,
            Verdict::Open => Verdict::Open,
        }
    }
}

/// How far a score lies above its threshold; below it where negative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Margin {
    /// The least.
    pub low: Number,
    /// The greatest.
    pub high: Number,
}

impl From<Margin> for Range {
    fn from(margin: Margin) -> Range {
        Range { low: margin.low, high: margin.high }
    }
}

/// What became of one bar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BarOutcome {
    /// Its id.
    pub id: String,
    /// `holds` where it bars, `fails` where it does not.
    pub outcome: Verdict,
    /// For a bar since a date: the first day on which it no longer bars.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Why, in one line.
    pub because: String,
}

/// What became of the requirements of a grant on conditions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConditionalOutcome {
    /// Its requirements.
    pub requirements: Vec<RequirementOutcome>,
    /// For how long it is granted.
    #[serde(rename = "for")]
    pub duration: Duration,
}
