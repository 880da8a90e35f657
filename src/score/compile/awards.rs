//! Measures and awards, their names resolved to where the values are found.

use super::super::program::{AwardOp, Compared, Part, RequirementOp, Source};
use super::Compiler;
use crate::rule_set::arena::ArenaId;
use crate::rule_set::{BarTest, CriterionId, MeasureKind, Requirement, RequirementTest, ScoreOf};

impl Compiler<'_> {
    pub(super) fn source(&self, of: ScoreOf) -> Option<Source> {
        match of {
            ScoreOf::Measure(id) => Some(Source::Measure(ArenaId::index(id))),
            ScoreOf::Criterion(id) => match self.places.get(ArenaId::index(id)) {
                Some(Some(at)) => Some(Source::Group(*at)),
                _ => self.program.kept.binary_search(&id).ok().map(Source::Leaf),
            },
        }
    }

    pub(super) fn measures(&mut self) -> Option<()> {
        for measure in self.rules.measures.iter() {
            if measure.kind != MeasureKind::Sum || measure.round.is_some() {
                return None;
            }
            let parts = measure
                .criteria
                .iter()
                .map(|id| {
                    let of = self.source(ScoreOf::Criterion(*id))?;
                    Some(Part { of, weight: self.rules.criteria[*id].weight.to_i64_pair()? })
                })
                .collect::<Option<Vec<_>>>()?;
            self.program.measures.push(parts);
        }
        Some(())
    }

    pub(super) fn awards(&mut self) -> Option<()> {
        let rules = self.rules;
        if let Some(condition) = &rules.criteria[CriterionId::TOTAL].applies_when {
            self.reads(condition);
        }
        for &id in &rules.award_order {
            let award = &rules.awards[id];
            let conditional = award.conditional.iter().flat_map(|conditional| &conditional.requires);
            for requirement in award.requires.iter().chain(conditional) {
                if let RequirementTest::When(condition) = &requirement.test {
                    self.reads(condition);
                }
            }
            for bar in &award.bars {
                if let BarTest::When(condition) | BarTest::Since { when: Some(condition), .. } = &bar.test {
                    self.reads(condition);
                }
                if let BarTest::Since { fact, .. } = &bar.test {
                    self.needs(*fact);
                }
            }
            let all = |requirements: &[Requirement]| {
                requirements.iter().map(|requirement| self.requirement(requirement)).collect::<Option<Vec<_>>>()
            };
            let requires = all(&award.requires)?;
            let conditional = match &award.conditional {
                Some(conditional) => Some(all(&conditional.requires)?),
                None => None,
            };
            self.program.awards.push(AwardOp { id, requires, conditional });
        }
        Some(())
    }

    pub(super) fn requirement(&self, requirement: &Requirement) -> Option<RequirementOp> {
        Some(match &requirement.test {
            RequirementTest::Score { of, comparison, .. } => RequirementOp::Compare {
                of: of
                    .iter()
                    .map(|one| {
                        let (weight, is_total) = match one {
                            ScoreOf::Criterion(id) => {
                                (self.rules.criteria[*id].weight.to_i64_pair()?, *id == CriterionId::TOTAL)
                            }
                            ScoreOf::Measure(_) => ((1, 1), false),
                        };
                        Some(Compared { of: self.source(*one)?, weight, is_total })
                    })
                    .collect::<Option<Vec<_>>>()?,
                comparator: comparison.comparator,
                threshold: comparison.threshold.to_i64_pair()?,
                fails_when_not_applicable: requirement.fails_when_not_applicable,
            },
            RequirementTest::When(condition) => RequirementOp::Condition(condition.clone()),
            RequirementTest::Held { award, held } => RequirementOp::Held { award: *award, held: *held },
            RequirementTest::Eligible { award } => RequirementOp::Eligible { award: *award },
            RequirementTest::Status { .. } => return None,
        })
    }
}
