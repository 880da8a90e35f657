//! Thresholds that no unit can reach.

use super::award::Named;
use super::criterion::Criteria;
use super::reach::{self, Reach};
use super::scope::Scope;
use crate::Number;
use crate::diagnostic::{Code, Pointer};
use crate::document::{self, RuleDocument};
use crate::rule_set::arena::Arena;
use crate::rule_set::{Award, AwardId, Comparator, CriterionId, Requirement, RequirementTest, ScoreOf};

/// Reports the comparisons with more than can be reached.
pub(super) fn thresholds(
    scope: &Scope<'_>,
    document: &RuleDocument,
    named: &Named<'_>,
    reach: &Arena<CriterionId, Reach>,
    awards: &Arena<AwardId, Award>,
) {
    for (i, (written, award)) in document.awards.iter().zip(awards.iter()).enumerate() {
        let at = Pointer::root().key("awards").index(i);
        let conditional = award.conditional.iter().flat_map(|conditional| &conditional.requires);
        let written_conditional = written.conditional.iter().flat_map(|conditional| &conditional.requires);
        let lists: [(Vec<&Requirement>, Vec<&document::Requirement>, Pointer); 2] = [
            (award.requires.iter().collect(), written.requires.iter().collect(), at.key("requires")),
            (conditional.collect(), written_conditional.collect(), at.key("conditional").key("requires")),
        ];
        for (compiled, written, at) in lists {
            for requirement in compiled {
                let place = written.iter().position(|written| written.id == requirement.id);
                if let Some(place) = place {
                    threshold(scope, named, reach, requirement, &at.index(place));
                }
            }
        }
    }
}

fn threshold(
    scope: &Scope<'_>,
    named: &Named<'_>,
    reach: &Arena<CriterionId, Reach>,
    requirement: &Requirement,
    at: &Pointer,
) {
    let RequirementTest::Score { of, comparison, .. } = &requirement.test else { return };
    let threshold = &comparison.threshold;
    for score in of {
        let (name, reached) = most(named, reach, *score);
        let (key, most, unit) = match comparison.comparator {
            Comparator::AtLeast => ("at_least", reached.points.filter(|most| most < threshold), ""),
            Comparator::Above => ("above", reached.points.filter(|most| most <= threshold), ""),
            Comparator::AtLeastPercent => {
                let percent = reached.fraction.map(|fraction| fraction * Number::HUNDRED);
                ("at_least_percent", percent.filter(|most| most < threshold), " percent")
            }
            Comparator::AtMost | Comparator::Below => return,
        };
        if let Some(most) = most {
            let message = format!(
                "`{name}` can be {most}{unit} at most, never {key} {threshold}",
                key = key.replace("_percent", "").replace('_', " ")
            );
            let finding = scope.findings.at(Code::UnreachableThreshold, &at.key(key), message);
            scope
                .findings
                .push(finding.help("lower the threshold, or look again at the weights, the scales and the cap"));
        }
    }
}

fn most(named: &Named<'_>, reach: &Arena<CriterionId, Reach>, score: ScoreOf) -> (String, Reach) {
    let criteria: &Criteria = named.criteria;
    match score {
        ScoreOf::Criterion(CriterionId::TOTAL) => ("total".to_owned(), reach[CriterionId::TOTAL].clone()),
        ScoreOf::Criterion(id) => (criteria.all[id].path.clone(), reach[id].clone()),
        ScoreOf::Measure(id) => {
            let measure = &named.measures.all[id];
            (measure.id.clone(), reach::measure(criteria, reach, measure))
        }
    }
}
