//! The criteria that alone would turn an award.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::assess::Outline;
use crate::assess::trial::{Supposed, Suppositions, Trial};
use crate::assessment::Eligibility;
use crate::rule_set::{AnswerOutcome, Compiled, CriterionId, Kind, Scorer};
use crate::{Number, RuleSet};

/// A criterion that alone would turn an award. It applies, or perhaps applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pivotal {
    /// The criterion.
    pub criterion: String,
    /// What would turn the award, from the least fraction to the greatest.
    pub turns: Vec<Turn>,
}

/// A final fraction of a criterion that would turn an award, everything else being as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Turn {
    /// The fraction: 0, 1, or what an answer gives, the evidence that it asks for being there.
    pub fraction: Number,
    /// The answers of the criterion's scale that give it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<String>,
    /// What the award would come to.
    pub outcome: Eligibility,
}

/// The pivotal criteria of each award that has some.
pub(super) fn pivotal(trial: &Trial<'_>, rules: &RuleSet, now: &Outline) -> IndexMap<String, Vec<Pivotal>> {
    let mut found: IndexMap<String, Vec<Pivotal>> = IndexMap::new();
    for leaf in trial.may_apply(now) {
        let mut by_award: IndexMap<String, Vec<Turn>> = IndexMap::new();
        for (fraction, answers) in fractions(rules, leaf) {
            let supposed = Suppositions::from([(leaf, Supposed::Fraction(fraction.clone()))]);
            let then = trial.outline(&supposed);
            for (id, award) in rules.awards.pairs().filter(|(id, _)| then.award(*id) != now.award(*id)) {
                let turn = Turn { fraction: fraction.clone(), answers: answers.clone(), outcome: then.award(id) };
                by_award.entry(award.id.clone()).or_default().push(turn);
            }
        }
        for (award, turns) in by_award {
            let criterion = rules.criteria[leaf].path.clone();
            found.entry(award).or_default().push(Pivotal { criterion, turns });
        }
    }
    found
}

/// The fractions to suppose: 0, 1 and those of a scale, each with the answers that give it, ascending.
fn fractions(rules: &Compiled, leaf: CriterionId) -> Vec<(Number, Vec<String>)> {
    let mut fractions = vec![(Number::ZERO, Vec::new()), (Number::ONE, Vec::new())];
    if let Kind::Leaf(leaf) = &rules.criteria[leaf].kind
        && let Scorer::Scale { scale, answers, .. } = &leaf.scorer
    {
        let all = &rules.scales[*scale].answers;
        for answer in answers.iter().map(|at| &all[*at]) {
            let AnswerOutcome::Fraction(fraction) = &answer.gives else { continue };
            match fractions.iter_mut().find(|(known, _)| known == fraction) {
                Some((_, names)) => names.push(answer.name.clone()),
                None => fractions.push((fraction.clone(), vec![answer.name.clone()])),
            }
        }
    }
    fractions.sort();
    fractions
}
