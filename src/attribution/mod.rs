//! Where the points went: what a score lacks of the whole, and what changed it, split exactly.
//!
//! [`attribution`] takes one assessment apart: the points lost at each criterion, adding up to the distance from
//! full; what each exception was worth, and what each lacking document would be. [`change`] takes the difference of
//! two apart: the change in score and outcome, shared out among its causes.
//!
//! # How points are shared out
//!
//! In a `sum` or a `mean`, each criterion lacks its own points, times what a point of it is worth in the total. In a
//! `min`, `max`, `best`, `all`, `any`, `at_least` or `deduct` group, criteria lack points together: what they would
//! bring if all were full is split among those that are not by the Shapley value, what each adds on average over
//! every order of mending them. It is exact and depends on no order. Only of a `min`, `best` or `deduct` group with
//! more than ten criteria that are not full the points are lost at the group as a whole. A cap, rounding, and what
//! does not apply but counts as not met, lose points at the group itself; a bonus, and what an upward rounding adds,
//! count as points below zero. Everything adds up to `of - total`, without remainder.
//!
//! Where facts are missing, what is open counts as lost ([`LostBy::Open`]): the total is the least that it can be.
//!
//! A change is split by the Shapley value over its causes, up to ten of them; of more, in the order in which they are
//! listed, each on top of those before: see [`Split`]. New rules come first, before anything else is changed.

mod cause;
mod change;
mod hybrid;

use serde::{Deserialize, Serialize};

pub use crate::assess::loss::LostBy;
pub use cause::{Came, Cause};
pub use change::{CausedBy, Change, Difference, OtherRules, Split, change, change_of_rules};

use crate::assess::trial::{Supposed, Suppositions, Trial, trial};
use crate::assess::{Outline, outline};
use crate::assessment::{AcceptedException, Assessment, Range, Score};
use crate::dossier::Dossier;
use crate::invariant::Always;
use crate::rule_set::CriterionId;
use crate::{Number, RuleSet};

/// Where the points of one assessment went, and what could bring some back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Attribution {
    /// What the total lacks; absent where there is no score, or it is unknown what it is out of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Distance>,
    /// The exceptions that count, each with what it was worth.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<AcceptedException>,
    /// What the evidence would be worth that criteria ask for and lack.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<LackingEvidence>,
    /// What each document that does not count (rejected, lapsed, not yet issued) would be worth if it did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<LackingDocument>,
}

/// What a total lacks of the whole, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Distance {
    /// The final total; the least that it can be.
    pub total: Number,
    /// What it is out of.
    pub of: Number,
    /// The points lost, in the author's order of the criteria; they add up to `of - total`.
    pub lost: Vec<Lost>,
}

/// Points lost at a criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Lost {
    /// The criterion's path, or `total`.
    pub at: String,
    /// Why.
    pub by: LostBy,
    /// How many, in the total's unit; below zero for what is gained beyond the whole.
    pub points: Number,
}

/// Evidence that a criterion asks for and lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LackingEvidence {
    /// The criterion.
    pub criterion: String,
    /// What is lacking, in words.
    pub lacking: Vec<String>,
    /// The final total with it, less the final total; absent where there is no score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worth: Option<Range>,
    /// The awards whose outcome would be another with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decides: Vec<String>,
}

/// A document that is there and does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LackingDocument {
    /// Its id.
    pub document: String,
    /// The final total with it, less the final total; absent where there is no score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worth: Option<Range>,
    /// The awards whose outcome would be another with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decides: Vec<String>,
}

/// Where the points of `assessment` went, which is that of `dossier`.
///
/// ```
/// use predikat::{DossierDocument, RuleSet, assess, attribution::{LostBy, attribution}, dossier::BindOptions};
/// let rules = RuleSet::from_yaml("a.yaml", "
/// ruleset: a
/// edition: 1.0.0
/// scales: {yn: {yes: 1, no: 0}}
/// evidence: {photo: {}}
/// criteria:
///   - {id: ramp, weight: 3, answer: yn}
///   - {id: sign, answer: yn, evidence: photo}
///   - {id: door, answer: yn}
/// ")?;
/// let dossier = DossierDocument::from_yaml("d.yaml", "
/// {unit: u, as_of: 2024-01-01, facts: {ramp: no, sign: yes, door: yes}}
/// ")?;
/// let dossier = rules.bind(&dossier, &BindOptions::new())?;
/// let found = attribution(&dossier, &assess(&dossier));
/// let lost = found.score.unwrap().lost;
/// assert_eq!((lost[0].at.as_str(), lost[0].by, lost[0].points.to_string().as_str()), ("ramp", LostBy::Facts, "3"));
/// assert_eq!((lost[1].at.as_str(), lost[1].by), ("sign", LostBy::Evidence));
/// assert_eq!(found.evidence[0].worth.as_ref().unwrap().low.to_string(), "1");
/// # Ok::<(), predikat::Problems>(())
/// ```
#[must_use]
pub fn attribution(dossier: &Dossier, assessment: &Assessment) -> Attribution {
    let rules = &dossier.rules;
    trial(dossier, |trial| {
        let now = trial.outline(&Suppositions::new());
        let score = trial.losses().map(|losses| Distance {
            total: losses.points,
            of: losses.of,
            lost: losses
                .losses
                .into_iter()
                .map(|loss| Lost { at: name_of(rules, loss.at), by: loss.by, points: loss.points })
                .collect(),
        });
        Attribution {
            score,
            exceptions: assessment.exceptions.clone(),
            evidence: evidence(trial, rules, assessment, &now),
            documents: documents(dossier, &now),
        }
    })
}

fn name_of(rules: &RuleSet, id: CriterionId) -> String {
    if id == CriterionId::TOTAL { "total".to_owned() } else { rules.criteria[id].path.clone() }
}

fn evidence(trial: &Trial<'_>, rules: &RuleSet, assessment: &Assessment, now: &Outline) -> Vec<LackingEvidence> {
    let lacking = rules.criteria.pairs().filter_map(|(id, criterion)| {
        criterion.leaf()?;
        let found = assessment.criteria.get(&criterion.path).always("the assessment is that of the dossier")?;
        let asked = found.evidence.as_ref()?;
        if asked.satisfied {
            return None;
        }
        let with = trial.outline(&Suppositions::from([(id, Supposed::Evidenced)]));
        let (worth, decides) = differ(rules, now, &with);
        Some(LackingEvidence { criterion: criterion.path.clone(), lacking: asked.lacking.clone(), worth, decides })
    });
    lacking.collect()
}

fn documents(dossier: &Dossier, now: &Outline) -> Vec<LackingDocument> {
    let unusable = dossier.documents.iter().enumerate().filter(|(_, document)| !hybrid::counts(dossier, document));
    let lacking = unusable.map(|(at, document)| {
        let mended = dossier.documents.iter().enumerate();
        let mended = mended.map(|(i, one)| if i == at { hybrid::mended(one) } else { one.clone() });
        let mut with = dossier.clone();
        with.documents = mended.collect();
        let (worth, decides) = differ(&dossier.rules, now, &outline(&with));
        LackingDocument { document: document.id.clone(), worth, decides }
    });
    lacking.collect()
}

/// What `with` is worth more than `now`, and the awards that come out otherwise.
fn differ(rules: &RuleSet, now: &Outline, with: &Outline) -> (Option<Range>, Vec<String>) {
    let worth = match (now.total(), with.total()) {
        // The same bounds: what is open is open in both alike.
        (Score::Scored(now), Score::Scored(with)) if now == with => Some(Range::exactly(Number::ZERO)),
        (Score::Scored(now), Score::Scored(with)) => {
            Some(Range { low: &with.low - &now.high, high: &with.high - &now.low })
        }
        _ => None,
    };
    let awards = rules.awards.pairs().filter(|(id, _)| now.award(*id) != with.award(*id));
    (worth, awards.map(|(_, award)| award.id.clone()).collect())
}
