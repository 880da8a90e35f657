//! How firmly each outcome stands: margins, the criteria that alone would turn it, and how far weights and thresholds
//! may move.
//!
//! Everything is exact. A threshold matters only by the side of it on which the score lies, so that it is enough to
//! decide once on each side. As a function of one weight a compared score is a quotient of two linear functions, as
//! long as what stands above is made of sums and means without caps, rounding or shares: where it crosses its
//! threshold is then found from three of its values, since such a function keeps the cross-ratio of four points.
//! Where it is not so, and where facts are missing, the range is [not decided](WeightRange::NotDecided), rather than
//! guessed.

mod pivotal;
mod thresholds;
mod weights;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

pub use pivotal::{Pivotal, Turn};
pub use thresholds::ThresholdRange;
pub use weights::{WeightOf, WeightRange};

use crate::assess::Outline;
use crate::assess::trial::{Suppositions, trial};
use crate::assessment::{Assessment, Eligibility, Margin, Verdict};
use crate::dossier::Dossier;
use crate::invariant::Always;
use crate::rule_set::{Comparator, Requirement, RequirementTest};
use crate::{Number, RuleSet};

/// How firmly the outcomes of one assessment stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sensitivity {
    /// Every award by its id, lowest first.
    pub awards: IndexMap<String, AwardSensitivity>,
    /// Every criterion with a weight of its own: the range of that weight within which every award comes out the same.
    pub weights: Vec<WeightOf>,
}

/// How firmly one award stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AwardSensitivity {
    /// Its outcome.
    pub outcome: Eligibility,
    /// The least slack of its requirements, those of a grant on conditions apart; absent where none has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slack: Option<Margin>,
    /// Its requirements, those of a grant on conditions last.
    pub requirements: Vec<RequirementSensitivity>,
    /// The criteria that alone would turn it.
    pub pivotal: Vec<Pivotal>,
}

/// How firmly one requirement stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RequirementSensitivity {
    /// Its id.
    pub id: String,
    /// Whether it holds.
    pub outcome: Verdict,
    /// How far it is on the side on which it holds; below zero, how far it is from it. For `at_most` and `below`,
    /// that is the threshold less the points. In percentage points for `at_least_percent`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slack: Option<Margin>,
    /// The range of its threshold within which every award comes out the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<ThresholdRange>,
}

/// One end of a range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct End {
    /// Where it lies.
    pub at: Number,
    /// Whether it belongs to the range.
    pub included: bool,
}

/// How firmly the outcomes of `assessment` stand, which is that of `dossier`.
///
/// ```
/// use predikat::{DossierDocument, RuleSet, assess, dossier::BindOptions, sensitivity::{WeightRange, sensitivity}};
/// let rules = RuleSet::from_yaml("s.yaml", "
/// ruleset: s
/// edition: 1.0.0
/// scales: {yn: {yes: 1, no: 0}}
/// criteria: [{id: a, weight: 3, answer: yn}, {id: b, answer: yn}]
/// awards: [{id: pass, requires: [{id: most, score: total, at_least_percent: 60}]}]
/// ")?;
/// let dossier = DossierDocument::from_yaml("d.yaml", "{unit: u, as_of: 2024-01-01, facts: {a: yes, b: no}}")?;
/// let dossier = rules.bind(&dossier, &BindOptions::new())?;
/// let found = sensitivity(&dossier, &assess(&dossier));
/// let pass = &found.awards["pass"];
/// assert_eq!(pass.slack.as_ref().unwrap().low.to_string(), "15");
/// assert_eq!(pass.pivotal[0].criterion, "a");
/// // 100 w / (w + 1) >= 60 as long as w >= 1.5
/// let WeightRange::Within { low: Some(low), high: None } = &found.weights[0].range else { panic!() };
/// assert_eq!((low.at.to_string().as_str(), low.included), ("1.5", true));
/// # Ok::<(), predikat::Problems>(())
/// ```
#[must_use]
pub fn sensitivity(dossier: &Dossier, assessment: &Assessment) -> Sensitivity {
    let rules = &dossier.rules;
    trial(dossier, |trial| {
        let now = trial.outline(&Suppositions::new());
        let mut pivotal = pivotal::pivotal(trial, rules, &now);
        let awards = rules.awards.pairs().map(|(id, award)| {
            let pivotal = pivotal.shift_remove(&award.id).unwrap_or_default();
            let Some(found) = assessment.awards.get(&award.id).always("the assessment is that of the dossier") else {
                let (outcome, requirements) = (Eligibility::Undetermined, Vec::new());
                return (award.id.clone(), AwardSensitivity { outcome, slack: None, requirements, pivotal });
            };
            let asked = award.all_requirements();
            debug_assert_eq!(
                found.all_requirements().count(),
                award.all_requirements().count(),
                "every requirement has an outcome"
            );
            let requirements: Vec<RequirementSensitivity> = found
                .all_requirements()
                .zip(asked.enumerate())
                .map(|(outcome, (at, asked))| RequirementSensitivity {
                    id: outcome.id.clone(),
                    outcome: outcome.outcome,
                    slack: outcome.margin.as_ref().map(|margin| slack(asked, margin)),
                    threshold: thresholds::range(dossier, &now, id, at, asked, outcome),
                })
                .collect();
            let own = requirements.iter().take(award.requires.len()).filter_map(|one| one.slack.clone());
            let least = own.reduce(|a, b| Margin { low: a.low.min(b.low), high: a.high.min(b.high) });
            let outcome = found.outcome;
            (award.id.clone(), AwardSensitivity { outcome, slack: least, requirements, pivotal })
        });
        let awards = awards.collect();
        Sensitivity { awards, weights: weights::weights(dossier, &now) }
    })
}

/// How far a requirement with this margin is on the side on which it holds.
pub(crate) fn slack(requirement: &Requirement, margin: &Margin) -> Margin {
    match &requirement.test {
        RequirementTest::Score { comparison, .. }
            if matches!(comparison.comparator, Comparator::AtMost | Comparator::Below) =>
        {
            Margin { low: -&margin.high, high: -&margin.low }
        }
        _ => margin.clone(),
    }
}

/// What every award comes to.
fn outcomes(rules: &RuleSet, outline: &Outline) -> Vec<Eligibility> {
    rules.awards.ids().map(|id| outline.award(id)).collect()
}
