//! Measures and awards, as they are hashed.

use super::canonical::{Json, map, number, object, optional, text, truth, unordered};
use super::{Writer, round};
use crate::Duration;
use crate::rule_set::{Award, BarTest, Comparator, Measure, MeasureKind, Requirement, RequirementTest, ScoreOf};

impl Writer<'_> {
    pub(super) fn measure(&self, measure: &Measure) -> Json {
        let (kind, weight) = match measure.kind {
            MeasureKind::Sum => ("sum", None),
            MeasureKind::Mean => ("mean", Some(number(&measure.weight))),
            MeasureKind::Min => ("min", Some(number(&measure.weight))),
            MeasureKind::Max => ("max", Some(number(&measure.weight))),
        };
        object([
            ("kind", text(kind)),
            ("weight", optional(weight)),
            ("criteria", unordered(measure.criteria.iter().map(|id| text(&self.rules.criteria[*id].path)))),
            ("round", optional(measure.round.map(round))),
        ])
    }

    pub(super) fn award(&self, award: &Award) -> Json {
        let bars = award.bars.iter().map(|bar| {
            let test = match &bar.test {
                BarTest::When(condition) => object([("when", self.condition(condition))]),
                BarTest::Since { fact, duration, when } => object([
                    ("since", self.fact(*fact)),
                    ("for", text(&duration.to_days_or_months())),
                    ("when", optional(when.as_ref().map(|when| self.condition(when)))),
                ]),
            };
            (bar.id.as_str(), test)
        });
        let conditional = award.conditional.as_ref().map(|conditional| {
            object([
                ("requires", self.requirements(&conditional.requires)),
                ("for", text(&conditional.duration.to_days_or_months())),
            ])
        });
        object([
            ("id", text(&award.id)),
            ("requires", self.requirements(&award.requires)),
            ("bars", map(bars)),
            ("conditional", optional(conditional)),
            ("valid_for", optional(award.valid_for.map(Duration::to_days_or_months).as_deref().map(text))),
        ])
    }

    fn requirements(&self, of: &[Requirement]) -> Json {
        map(of.iter().map(|requirement| (requirement.id.as_str(), self.requirement(requirement))))
    }

    fn requirement(&self, requirement: &Requirement) -> Json {
        let test = match &requirement.test {
            RequirementTest::Score { of, each, comparison } => {
                let scores = of.iter().map(|score| match score {
                    ScoreOf::Criterion(id) => object([("criterion", text(&self.rules.criteria[*id].path))]),
                    ScoreOf::Measure(id) => object([("measure", text(&self.rules.measures[*id].id))]),
                });
                let comparator = match comparison.comparator {
                    Comparator::AtLeast => "at_least",
                    Comparator::AtLeastPercent => "at_least_percent",
                    Comparator::AtMost => "at_most",
                    Comparator::Above => "above",
                    Comparator::Below => "below",
                };
                object([
                    ("score", unordered(scores)),
                    ("each", truth(*each)),
                    ("by", text(comparator)),
                    ("threshold", number(&comparison.threshold)),
                ])
            }
            RequirementTest::When(condition) => object([("when", self.condition(condition))]),
            RequirementTest::Status { criterion, is } => object([
                ("criterion", text(&self.rules.criteria[*criterion].path)),
                ("is", unordered(is.iter().map(|status| text(status.word())))),
            ]),
            RequirementTest::Held { award, held } => {
                object([("award", text(&self.rules.awards[*award].id)), ("held", truth(*held))])
            }
            RequirementTest::Eligible { award } => {
                object([("award", text(&self.rules.awards[*award].id)), ("eligible", truth(true))])
            }
        };
        object([
            ("test", test),
            ("waivable", truth(requirement.waivable && !requirement.never)),
            ("fails_when_not_applicable", truth(requirement.fails_when_not_applicable)),
        ])
    }
}
