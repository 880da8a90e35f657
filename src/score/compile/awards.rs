//! Measures and awards, their names resolved to where the values are found.

use num_integer::Integer;

use super::super::program::{AwardOp, Bound, BoundOp, Compared, Part, RequirementOp, Source};
use super::Compiler;
use crate::invariant::{Always, broken};
use crate::rule_set::arena::ArenaId;
use crate::rule_set::{BarTest, Comparator, CriterionId, MeasureKind, Requirement, RequirementTest, ScoreOf};

const HAS_PLACE: &str = "what is read has its place in the program";

impl Compiler<'_> {
    pub(super) fn source(&self, of: ScoreOf) -> Option<Source> {
        match of {
            ScoreOf::Measure(id) => Some(Source::Measure(ArenaId::index(id))),
            ScoreOf::Criterion(id) => self.program.source_of(id),
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
                    let of = self.source(ScoreOf::Criterion(*id)).always(HAS_PLACE)?;
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
        let order = &rules.award_order;
        let each = order.len() == rules.awards.len() && rules.awards.ids().all(|id| order.contains(&id));
        each.then_some(()).always("every award has its turn, once")?;
        for &id in order {
            let award = &rules.awards[id];
            for bar in &award.bars {
                if let BarTest::When(condition) | BarTest::Since { when: Some(condition), .. } = &bar.test {
                    self.reads(condition);
                }
                if let BarTest::Since { fact, .. } = &bar.test {
                    self.needs(*fact);
                }
            }
            let mut all = |requirements: &[Requirement]| {
                requirements.iter().map(|requirement| self.requirement(requirement)).collect::<Option<Vec<_>>>()
            };
            let requires = all(&award.requires)?;
            let conditional = match &award.conditional {
                Some(conditional) => Some(all(&conditional.requires)?),
                None => None,
            };
            let (bounds, others) = bounds(&requires);
            let has_bars = !award.bars.is_empty();
            let is_bounds = others.is_empty() && conditional.is_none() && !has_bars;
            self.program.awards.push(AwardOp { id, requires, bounds, others, conditional, has_bars, is_bounds });
        }
        Some(())
    }

    fn requirement(&mut self, requirement: &Requirement) -> Option<RequirementOp> {
        Some(match &requirement.test {
            RequirementTest::Score { of, .. } if of.is_empty() => {
                return broken("a requirement that compares has something to compare", None);
            }
            RequirementTest::Score { of, comparison, .. } => {
                let threshold = comparison.threshold.to_i64_pair()?;
                let of = of.iter().map(|one| self.compared(*one, comparison.comparator, threshold));
                RequirementOp::Compare {
                    of: of.collect::<Option<Vec<_>>>()?,
                    comparator: comparison.comparator,
                    threshold,
                    fails_when_not_applicable: requirement.fails_when_not_applicable,
                }
            }
            RequirementTest::When(condition) => {
                RequirementOp::Condition { when: self.when(Some(condition)), condition: condition.clone() }
            }
            RequirementTest::Held { award, held } => RequirementOp::Held { award: *award, held: *held },
            RequirementTest::Eligible { award } => RequirementOp::Eligible { award: *award },
            RequirementTest::Status { .. } => return None,
        })
    }

    fn compared(&self, one: ScoreOf, comparator: Comparator, threshold: (i64, i64)) -> Option<Compared> {
        let of = self.source(one).always(HAS_PLACE)?;
        let (weight, is_total) = match one {
            ScoreOf::Criterion(id) => (self.rules.criteria[id].weight.to_i64_pair()?, id == CriterionId::TOTAL),
            ScoreOf::Measure(_) => ((1, 1), false),
        };
        let bound = self.program.denominator(of).and_then(|over| bound(comparator, threshold, weight, over));
        Some(Compared { of, weight, is_total, bound })
    }
}

/// The bounds of groups among requirements, and the positions of all other requirements.
fn bounds(requires: &[RequirementOp]) -> (Vec<BoundOp>, Vec<usize>) {
    let (mut bounds, mut others) = (Vec::new(), Vec::new());
    for (at, requirement) in requires.iter().enumerate() {
        let of = match requirement {
            RequirementOp::Compare { of, .. } => of.as_slice(),
            _ => &[],
        };
        let bound = |one: &Compared| {
            let Source::Group(group) = one.of else { return None };
            // Numerators are from 0 on.
            Some(match one.bound? {
                Bound::Least(least) => BoundOp { group, least, reach: i64::MAX.cast_unsigned() },
                Bound::Most(most) => BoundOp { group, least: -1, reach: u64::try_from(most.checked_add(1)?).ok()? },
            })
        };
        match of.iter().map(bound).collect::<Option<Vec<_>>>() {
            Some(mut of) if !of.is_empty() => bounds.append(&mut of),
            _ => others.push(at),
        }
    }
    (bounds, others)
}

/// The threshold for numerators over a denominator, of a value of this weight; `None` where it does not fit.
fn bound(comparator: Comparator, threshold: (i64, i64), weight: (i64, i64), over: i64) -> Option<Bound> {
    let (weight_n, weight_d) = if comparator == Comparator::AtLeastPercent { (100, 1) } else { weight };
    if weight_n == 0 {
        return None;
    }
    // weight n / over against the threshold: n against threshold over / weight.
    let n = i128::from(threshold.0).checked_mul(i128::from(over))?.checked_mul(i128::from(weight_d))?;
    let d = i128::from(threshold.1).checked_mul(i128::from(weight_n))?;
    let (floor, ceiling) = (Integer::div_floor(&n, &d), Integer::div_ceil(&n, &d));
    Some(match comparator {
        Comparator::AtLeast | Comparator::AtLeastPercent => Bound::Least(i64::try_from(ceiling).ok()?),
        Comparator::Above => Bound::Least(i64::try_from(floor.checked_add(1)?).ok()?),
        Comparator::AtMost => Bound::Most(i64::try_from(floor).ok()?),
        Comparator::Below => Bound::Most(i64::try_from(ceiling.checked_sub(1)?).ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_says_of_whole_numbers_what_the_threshold_says_of_their_quotients() {
        let weights = [(1, 1), (3, 2), (40, 1)];
        let thresholds = [(0, 1), (1, 3), (-2, 7), (75, 1), (299, 4)];
        let comparators =
            [Comparator::AtLeast, Comparator::AtLeastPercent, Comparator::AtMost, Comparator::Above, Comparator::Below];
        for comparator in comparators {
            for (weight, threshold) in weights.into_iter().flat_map(|w| thresholds.map(|t| (w, t))) {
                for over in [1, 7, 24_000] {
                    let bound = bound(comparator, threshold, weight, over).unwrap();
                    let weight = if comparator == Comparator::AtLeastPercent { (100, 1) } else { weight };
                    for n in (-3..=over.min(60)).chain(over - 60..=over) {
                        let points = weight.0 * n * threshold.1;
                        let wanted = threshold.0 * over * weight.1;
                        let holds = match comparator {
                            Comparator::AtLeast | Comparator::AtLeastPercent => points >= wanted,
                            Comparator::AtMost => points <= wanted,
                            Comparator::Above => points > wanted,
                            Comparator::Below => points < wanted,
                        };
                        assert_eq!(bound.holds(n), holds, "{comparator:?} {threshold:?} {weight:?} {n}/{over}");
                    }
                }
            }
        }
    }
}
