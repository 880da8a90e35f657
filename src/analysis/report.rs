//! What was proved, as plain data.

use indexmap::IndexMap;
use serde::Serialize;

use crate::assessment::MadeBy;
use crate::{Date, DossierDocument, Number};

/// What was found out about a rule set.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The version of this form.
    pub predikat: u32,
    /// The rule set.
    pub ruleset: MadeBy,
    /// The date as of which every unit here is assessed.
    pub as_of: Date,
    /// How often a unit was assessed to find this out.
    pub looks: u64,
    /// Every question with its answer.
    pub claims: Vec<Claim>,
    /// The least and the greatest of every group, every measure and the total.
    pub scores: Vec<Extent>,
}

/// A question of the form "can it be?", and its answer.
#[derive(Clone, Debug, Serialize)]
pub struct Claim {
    /// What is asked.
    pub question: Question,
    /// Of what: an award, `AWARD.REQUIREMENT`, a criterion's path, the place of a condition.
    pub about: String,
    /// Of what else: the lower award, the fact that decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub and: Option<String>,
    /// For which units: the facts that are given.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub given: IndexMap<String, String>,
    /// The answer.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Whether a unit can be eligible for the award.
    CanBeReached,
    /// Whether a unit can be granted the award on conditions.
    CanBeConditional,
    /// Whether a unit can be eligible for this award and not for the one (`and`) that is listed before it.
    WithoutLower,
    /// Whether a unit can miss the award by this requirement alone: else it asks nothing more than the others do.
    FailsAlone,
    /// Whether the condition can hold.
    CanHold,
    /// Whether the condition can be false.
    CanBeFalse,
    /// Whether the case, or `otherwise`, is ever the one that counts.
    CaseCounts,
    /// Whether the band is ever the one reached.
    BandCounts,
    /// Whether the answer to the fact (`and`) alone can decide the award.
    Decides,
    /// Whether what the leaf comes to can change the total or an award.
    Matters,
    /// Whether the answer to the fact can change the total or an award.
    FactMatters,
    /// Whether the answer of a scale (`SCALE.ANSWER`), where a unit gives it, can change the total or an award.
    AnswerMatters,
    /// Whether any answer of the scale can change the total or an award.
    ScaleMatters,
    /// Whether holding documents of the type can change the total or an award.
    EvidenceMatters,
    /// Whether two cases of a leaf (`and` is the earlier one) can hold at once and give different fractions, so that
    /// their order decides.
    CasesOverlap,
    /// Whether a unit can fall through all cases or bands of the leaf, so that `otherwise` counts.
    LeavesGap,
    /// Whether these requirements of an award (`and`) can hold together: the fewest that cannot, where the award
    /// cannot be reached.
    HoldTogether,
    /// Whether the group's cap can take points away.
    CapTakes,
    /// Whether the rounding of a score can decide the requirement.
    RoundingDecides,
}

/// The answer to a question.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// It can be: this dossier shows it. It was bound and assessed, and came out as claimed.
    Proved {
        /// The dossier.
        witness: Box<DossierDocument>,
    },
    /// It cannot be, for any unit looked at.
    Impossible {
        /// By what that is known.
        proof: Proof,
    },
    /// It is not known.
    NotDecided {
        /// Why.
        why: String,
    },
}

/// By what it is known that something cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// Every unit was looked at, many at once: sound bounds rule each of them out.
    Exhausted,
    /// It weighs nothing, and nothing compares it; or only such things read it.
    WeighsNothing,
    /// No fact that is read through the scale can be this answer.
    NotGiven,
}

impl Claim {
    /// Whether the author should look at it: something can never be that is there to be, or a cap, a rounding or a
    /// tier does what may not be meant.
    #[must_use]
    pub fn is_remarkable(&self) -> bool {
        match self.question {
            Question::WithoutLower | Question::CapTakes | Question::RoundingDecides => {
                matches!(self.verdict, Verdict::Proved { .. })
            }
            // Which facts decide is worth knowing, and that others do not is no fault. Of cases the first that holds
            // counts, and that is what the author of a list of cases counts on.
            Question::Decides | Question::CasesOverlap | Question::LeavesGap => false,
            _ => matches!(self.verdict, Verdict::Impossible { .. }),
        }
    }

    fn never_matters(&self) -> &'static str {
        match &self.verdict {
            Verdict::Impossible { proof: Proof::WeighsNothing } => {
                "never matters: it weighs nothing and nothing compares it"
            }
            Verdict::Impossible { proof: Proof::NotGiven } => "never matters: no unit can give it",
            _ => "never matters: it changes neither the total nor an award",
        }
    }

    /// What it says, in one line.
    #[must_use]
    pub fn sentence(&self) -> String {
        let about = &self.about;
        let and = self.and.as_deref().unwrap_or_default();
        let (can, cannot) = match self.question {
            Question::CanBeReached => ("can be reached", "cannot be reached"),
            Question::CanBeConditional => ("can be granted on conditions", "cannot be granted on conditions"),
            Question::WithoutLower => ("can be reached without", "is never reached without"),
            Question::FailsAlone => ("can fail alone", "never fails alone: the other requirements imply it"),
            Question::CanHold => ("can hold", "never holds"),
            Question::CanBeFalse => ("can be false", "is never false"),
            Question::CaseCounts => ("can count", "never counts: no unit comes to it"),
            Question::BandCounts => ("can be reached", "is never reached"),
            Question::Decides => ("can be decided by", "cannot be decided by"),
            Question::Matters
            | Question::FactMatters
            | Question::AnswerMatters
            | Question::ScaleMatters
            | Question::EvidenceMatters => ("can matter", self.never_matters()),
            Question::CasesOverlap => ("can hold together with", "never holds together with"),
            Question::LeavesGap => ("leaves a gap: `otherwise` can count", "leaves no gap: `otherwise` never counts"),
            Question::HoldTogether => ("can be reached by", "cannot be reached: no unit satisfies"),
            Question::CapTakes => ("can lose points to its cap", "never loses points to its cap"),
            Question::RoundingDecides => ("can be decided by rounding", "is never decided by rounding"),
        };
        let said = match &self.verdict {
            Verdict::Proved { .. } => can.to_owned(),
            Verdict::Impossible { .. } => cannot.to_owned(),
            Verdict::NotDecided { why } => format!("{can}? not decided: {why}"),
        };
        let given = if self.given.is_empty() { String::new() } else { format!(" ({})", told(&self.given)) };
        match (self.and.is_some(), &self.verdict) {
            (true, Verdict::NotDecided { why }) => format!("`{about}`{given} {can} `{and}`? not decided: {why}"),
            (true, _) => format!("`{about}`{given} {said} `{and}`"),
            (false, _) => format!("`{about}`{given} {said}"),
        }
    }
}

/// Facts with their values, in one line.
pub(super) fn told(given: &IndexMap<String, String>) -> String {
    given.iter().map(|(fact, value)| format!("{fact}: {value}")).collect::<Vec<_>>().join(", ")
}

/// The least and the greatest that a score can be.
#[derive(Clone, Debug, Serialize)]
pub struct Extent {
    /// A group's path, a measure, or `total`.
    pub of: String,
    /// For which units: the facts that are given.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub given: IndexMap<String, String>,
    /// The least.
    pub least: End,
    /// The greatest.
    pub greatest: End,
}

/// One end of what a score can be.
#[derive(Clone, Debug, Serialize)]
pub struct End {
    /// No unit comes beyond this.
    pub bound: Number,
    /// Whether a unit comes to it; else it is a bound that is sound and may not be sharp.
    pub exact: bool,
    /// The unit that comes nearest to the bound of those looked at; to it, where that is exact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Box<DossierDocument>>,
}
