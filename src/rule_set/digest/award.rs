//! Measures and awards, as they are hashed.

use serde_json::{Map, Value, json};

use super::{Writer, number, round, unordered};
use crate::Duration;
use crate::rule_set::{Award, BarTest, Comparator, Measure, MeasureKind, Requirement, RequirementTest, ScoreOf};

impl Writer<'_> {
    pub(super) fn measure(&self, measure: &Measure) -> Value {
        let (kind, weight) = match measure.kind {
            MeasureKind::Sum => ("sum", None),
            MeasureKind::Mean => ("mean", Some(number(&measure.weight))),
            MeasureKind::Min => ("min", Some(number(&measure.weight))),
            MeasureKind::Max => ("max", Some(number(&measure.weight))),
        };
        json!({
            "kind": kind,
            "weight": weight,
            "criteria": unordered(measure.criteria.iter().map(|id| json!(self.rules.criteria[*id].path))),
            "round": measure.round.map(round),
        })
    }

    pub(super) fn award(&self, award: &Award) -> Value {
        let bars: Map<String, Value> = award
            .bars
            .iter()
            .map(|bar| {
                let test = match &bar.test {
                    BarTest::When(condition) => json!({"when": self.condition(condition)}),
                    BarTest::Since { fact, duration, when } => json!({
                        "since": self.fact(*fact),
                        "for": duration.to_days_or_months(),
                        "when": when.as_ref().map(|when| self.condition(when)),
                    }),
                };
                (bar.id.clone(), test)
            })
            .collect();
        let conditional = award.conditional.as_ref().map(|conditional| {
            json!({
                "requires": self.requirements(&conditional.requires),
                "for": conditional.duration.to_days_or_months(),
            })
        });
        json!({
            "id": award.id,
            "requires": self.requirements(&award.requires),
            "bars": bars,
            "conditional": conditional,
            "valid_for": award.valid_for.map(Duration::to_days_or_months),
        })
    }

    pub(super) fn requirements(&self, of: &[Requirement]) -> Map<String, Value> {
        of.iter().map(|requirement| (requirement.id.clone(), self.requirement(requirement))).collect()
    }

    pub(super) fn requirement(&self, requirement: &Requirement) -> Value {
        let test = match &requirement.test {
            RequirementTest::Score { of, each, comparison } => {
                let scores = unordered(of.iter().map(|score| match score {
                    ScoreOf::Criterion(id) => json!({"criterion": self.rules.criteria[*id].path}),
                    ScoreOf::Measure(id) => json!({"measure": self.rules.measures[*id].id}),
                }));
                let comparator = match comparison.comparator {
                    Comparator::AtLeast => "at_least",
                    Comparator::AtLeastPercent => "at_least_percent",
                    Comparator::AtMost => "at_most",
                    Comparator::Above => "above",
                    Comparator::Below => "below",
                };
                json!({"score": scores, "each": each, "by": comparator, "threshold": number(&comparison.threshold)})
            }
            RequirementTest::When(condition) => json!({"when": self.condition(condition)}),
            RequirementTest::Status { criterion, is } => json!({
                "criterion": self.rules.criteria[*criterion].path,
                "is": unordered(is.iter().map(|status| json!(status.word()))),
            }),
            RequirementTest::Held { award, held } => json!({"award": self.rules.awards[*award].id, "held": held}),
            RequirementTest::Eligible { award } => json!({"award": self.rules.awards[*award].id, "eligible": true}),
        };
        json!({
            "test": test,
            "waivable": requirement.waivable && !requirement.never,
            "fails_when_not_applicable": requirement.fails_when_not_applicable,
        })
    }
}
