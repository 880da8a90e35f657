//! Whether rules run by column, and what of each fact that takes.
//!
//! They do where everything is a whole number over a denominator that is known beforehand: answers, truths, whole
//! numbers and their bands, what applies by simple tests, groups, thresholds, awards held. Other rules, and of
//! any rules the rows that leave something open, are decided row by row.

use std::ops::Range;

use super::lanes::limits;
use crate::invariant::Always;
use crate::rule_set::arena::Arena;
use crate::rule_set::{AwardId, Compiled, FactId, FactType};
use crate::score::program::{
    AwardOp, Bands, Bound, By, NO_EVIDENCE, NOT_APPLICABLE, Program, RequirementOp, Source, Test, UNKNOWN, When,
};

/// What is planned for, and asked of what is run.
pub(super) const HAS_FACTOR: &str = "every sum of weights that may be left in a group has its factor";

/// The rules by column.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) groups: Vec<GroupPlan>,
    /// Each after those whose outcome it asks.
    pub(super) awards: Vec<AwardPlan>,
    /// The facts that it reads, as codes or as whole numbers.
    pub(super) codes: Vec<FactId>,
    pub(super) whole: Vec<WholePlan>,
    /// The lane of each fact that is read.
    lanes: Arena<FactId, Option<usize>>,
}

/// A fact that is read as whole numbers, and the least and the greatest that its lane takes.
#[derive(Debug)]
pub(super) struct WholePlan {
    pub(super) fact: FactId,
    pub(super) least: i32,
    pub(super) most: i32,
}

/// A group: what is added up in it, and what its sum is divided by.
#[derive(Debug)]
pub(super) struct GroupPlan {
    pub(super) when: Vec<TestPlan>,
    pub(super) leaves: Vec<LeafPlan>,
    pub(super) subgroups: Vec<SubgroupPlan>,
    pub(super) whole: i32,
    /// By the sum of the weights that apply: the factor. The whole is the first.
    pub(super) factors: Vec<(i32, i32)>,
    /// Something in it may not apply.
    pub(super) varies: bool,
    /// All in it may not apply.
    pub(super) may_empty: bool,
    /// It may not apply itself.
    pub(super) may_leave: bool,
    pub(super) denominator: i64,
}

#[derive(Debug)]
pub(super) struct SubgroupPlan {
    pub(super) at: usize,
    pub(super) weight: i32,
    pub(super) multiplier: i32,
    pub(super) may_leave: bool,
}

/// A leaf with its products, weight times numerator.
#[derive(Debug)]
pub(super) struct LeafPlan {
    pub(super) weight: i16,
    pub(super) when: Vec<TestPlan>,
    pub(super) by: ByPlan,
}

#[derive(Debug)]
pub(super) enum ByPlan {
    /// By code: a product each; `None` leaves the group.
    Codes { lane: usize, products: Vec<Option<i16>> },
    /// The product where all of these hold.
    Tests { tests: Vec<TestPlan>, product: i16 },
    /// By a whole number, or the quotient of two: what is added from each step on.
    Bands { of: usize, to: Option<usize>, steps: Vec<StepPlan>, otherwise: i16 },
}

/// From numerator / denominator on, so much more.
#[derive(Clone, Copy, Debug)]
pub(super) struct StepPlan {
    pub(super) numerator: i32,
    pub(super) denominator: i32,
    pub(super) more: i16,
}

/// A test of a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TestPlan {
    /// Of codes.
    Among {
        lane: usize,
        positions: u64,
    },
    /// Of whole numbers.
    AtLeast {
        lane: usize,
        least: i32,
    },
    AtMost {
        lane: usize,
        most: i32,
    },
}

/// A group whose numerators are compared.
#[derive(Debug)]
pub(super) struct ComparePlan {
    pub(super) group: usize,
    pub(super) bound: Bound,
    /// It may not apply, by itself or with what is around it.
    pub(super) may_leave: bool,
}

#[derive(Debug)]
pub(super) struct AwardPlan {
    pub(super) id: AwardId,
    pub(super) requires: Vec<RequirementPlan>,
    pub(super) conditional: Option<Vec<RequirementPlan>>,
}

#[derive(Debug)]
pub(super) enum RequirementPlan {
    /// The numerators of these groups, each within its bound; or not applicable, which satisfies it or does not.
    Compare {
        of: Vec<ComparePlan>,
        or_not_applicable: bool,
    },
    Tests(Vec<TestPlan>),
    Held {
        award: AwardId,
        held: bool,
    },
    Eligible(AwardId),
}

/// The plan of a program; `None` where it does not run by column.
pub(super) fn plan(rules: &Compiled, program: &Program) -> Option<Plan> {
    let mut planner = Planner {
        rules,
        program,
        plan: Plan {
            groups: Vec::new(),
            awards: Vec::new(),
            codes: Vec::new(),
            whole: Vec::new(),
            lanes: Arena::like(&rules.facts, |_| None),
        },
    };
    let scored_when = &rules.criteria[crate::rule_set::CriterionId::TOTAL].applies_when;
    let barred = rules.awards.iter().any(|award| !award.bars.is_empty());
    if scored_when.is_some() || barred || !program.measures.is_empty() || !program.kept.is_empty() {
        return None;
    }
    planner.groups()?;
    for award in &program.awards {
        let award = planner.award(award)?;
        planner.plan.awards.push(award);
    }
    Some(planner.plan)
}

struct Planner<'a> {
    rules: &'a Compiled,
    program: &'a Program,
    plan: Plan,
}

/// Adds a lane; its place.
fn add<T>(lanes: &mut Vec<T>, lane: T) -> usize {
    lanes.push(lane);
    lanes.len() - 1
}

impl Planner<'_> {
    /// The lane of a fact, of codes or of whole numbers; `None` for one that is neither.
    fn lane(&mut self, fact: FactId) -> Option<usize> {
        if let Some(lane) = self.plan.lanes[fact] {
            return Some(lane);
        }
        let declared = &self.rules.facts[fact];
        let lane = match &declared.fact_type {
            _ if declared.derivation.is_some() => return None,
            FactType::Boolean => add(&mut self.plan.codes, fact),
            FactType::Choice { of, .. } if of.len() < usize::from(u8::MAX) => add(&mut self.plan.codes, fact),
            FactType::Number { integer: true, min, max } => {
                let (least, most) = limits(min.as_ref(), max.as_ref());
                add(&mut self.plan.whole, WholePlan { fact, least, most })
            }
            _ => return None,
        };
        self.plan.lanes[fact] = Some(lane);
        Some(lane)
    }

    fn groups(&mut self) -> Option<()> {
        let program = self.program;
        for group in &program.groups {
            let fixed = group.fixed.as_ref()?;
            let most = i64::from(i32::MAX);
            if group.whole.checked_mul(group.scale)? > most || fixed.denominator > most {
                return None;
            }
            let mut leaves = Vec::new();
            for answer in &group.answers {
                if answer.evidence != NO_EVIDENCE {
                    return None;
                }
                let products = answer.products.iter().map(|product| Some(Some(i16::try_from(*product).ok()?)));
                let by = ByPlan::Codes { lane: self.lane(answer.fact)?, products: products.collect::<Option<_>>()? };
                leaves.push(LeafPlan { weight: i16::try_from(answer.weight).ok()?, when: Vec::new(), by });
            }
            for leaf in &group.leaves {
                if leaf.evidence != NO_EVIDENCE {
                    return None;
                }
                let (when, by) = (self.tests(&leaf.when)?, self.by(&leaf.by, leaf.weight)?);
                leaves.push(LeafPlan { weight: i16::try_from(leaf.weight).ok()?, when, by });
            }
            let subgroups = group.subgroups.iter().map(|subgroup| {
                let inside = self.plan.groups.get(subgroup.at).always("a group stands after those in it")?;
                Some(SubgroupPlan {
                    at: subgroup.at,
                    weight: i32::try_from(subgroup.weight).ok()?,
                    multiplier: i32::try_from(subgroup.multiplier)
                        .ok()
                        .filter(|_| subgroup.multiplier != 0 || subgroup.weight == 0)?,
                    may_leave: inside.may_leave,
                })
            });
            let subgroups: Vec<SubgroupPlan> = subgroups.collect::<Option<_>>()?;
            let varies = leaves.iter().any(LeafPlan::may_leave) || subgroups.iter().any(|subgroup| subgroup.may_leave);
            let narrow =
                |(whole, factor): &(i64, i64)| Some((i32::try_from(*whole).ok()?, i32::try_from(*factor).ok()?));
            let when = self.tests(&group.when)?;
            let leaving = leaves.iter().filter(|leaf| leaf.may_leave());
            let leaving: i64 = leaving.map(|leaf| i64::from(leaf.weight)).sum::<i64>()
                + subgroups.iter().filter(|one| one.may_leave).map(|one| i64::from(one.weight)).sum::<i64>();
            let may_empty = leaving == group.whole;
            let planned = GroupPlan {
                may_empty,
                may_leave: !when.is_empty() || may_empty,
                when,
                leaves,
                subgroups,
                whole: i32::try_from(group.whole).ok()?,
                factors: fixed.factors.iter().map(narrow).collect::<Option<_>>()?,
                varies,
                denominator: fixed.denominator,
            };
            planned.has_each_factor(&self.plan.groups).then_some(()).always(HAS_FACTOR)?;
            self.plan.groups.push(planned);
        }
        Some(())
    }

    fn by(&mut self, by: &By, weight: i64) -> Option<ByPlan> {
        let product = |numerator: i64| i16::try_from(numerator.checked_mul(weight)?).ok();
        Some(match by {
            By::Answer { fact, numerators } => {
                let products = numerators.iter().map(|numerator| match *numerator {
                    UNKNOWN => None,
                    NOT_APPLICABLE => Some(None),
                    numerator => Some(Some(product(numerator)?)),
                });
                let products: Vec<Option<i16>> = products.collect::<Option<_>>()?;
                if products.len() > 64 {
                    return None;
                }
                ByPlan::Codes { lane: self.lane(*fact)?, products }
            }
            By::Condition { when, whole } => ByPlan::Tests { tests: self.tests(when)?, product: product(*whole)? },
            By::Bands { fact, bands } => self.bands(*fact, None, bands, product)?,
            By::BandsOfRatio { of, to, bands, .. } => self.bands(*of, Some(*to), bands, product)?,
            By::Count { .. } | By::Cases { .. } | By::Linear { .. } | By::Ratio { .. } => return None,
        })
    }

    fn bands(
        &mut self,
        of: FactId,
        to: Option<FactId>,
        bands: &Bands,
        product: impl Fn(i64) -> Option<i16>,
    ) -> Option<ByPlan> {
        let otherwise = product(bands.otherwise)?;
        let mut before = otherwise;
        let mut steps = Vec::new();
        for step in &bands.steps {
            let gives = product(step.gives)?;
            steps.push(StepPlan {
                numerator: i32::try_from(step.numerator).ok()?,
                denominator: i32::try_from(step.denominator).ok()?,
                more: gives.checked_sub(before)?,
            });
            before = gives;
        }
        let to = match to {
            Some(to) => Some(self.lane(to)?),
            None => None,
        };
        Some(ByPlan::Bands { of: self.lane(of)?, to, steps, otherwise })
    }

    fn tests(&mut self, when: &When) -> Option<Vec<TestPlan>> {
        match when {
            When::Always => Some(Vec::new()),
            When::Condition(_) => None,
            When::All(Range { start, end }) => {
                let tests = self.program.tests.get(*start as usize..*end as usize);
                let tests = tests.always("the tests of a condition stand among all")?;
                let tests = tests.iter().map(|test| self.test(*test)).collect::<Option<Vec<_>>>()?;
                Some(tests.into_iter().flatten().collect())
            }
        }
    }

    fn test(&mut self, test: Test) -> Option<Vec<TestPlan>> {
        Some(match test {
            Test::Among { fact, positions } => vec![TestPlan::Among { lane: self.lane(fact)?, positions }],
            Test::Within { fact, least, most } => {
                let lane = self.lane(fact)?;
                if matches!(self.rules.facts[fact].fact_type, FactType::Number { .. }) {
                    let least = (least > i32::MIN).then_some(TestPlan::AtLeast { lane, least });
                    let most = (most < i32::MAX).then_some(TestPlan::AtMost { lane, most });
                    return Some(least.into_iter().chain(most).collect());
                }
                let positions = (least.max(0)..=most.min(63)).fold(0u64, |all, position| all | 1 << position);
                vec![TestPlan::Among { lane, positions }]
            }
        })
    }

    fn award(&mut self, award: &AwardOp) -> Option<AwardPlan> {
        let mut all = |requirements: &[RequirementOp]| {
            requirements.iter().map(|requirement| self.requirement(requirement)).collect::<Option<Vec<_>>>()
        };
        let requires = all(&award.requires)?;
        let conditional = match &award.conditional {
            Some(requirements) => Some(all(requirements)?),
            None => None,
        };
        Some(AwardPlan { id: award.id, requires, conditional })
    }

    fn requirement(&mut self, requirement: &RequirementOp) -> Option<RequirementPlan> {
        Some(match requirement {
            RequirementOp::Compare { of, fails_when_not_applicable, .. } => {
                let of = of.iter().map(|one| match one.of {
                    // Rows without any score are decided apart.
                    Source::Group(at) => {
                        Some(ComparePlan { group: at, bound: one.bound?, may_leave: self.may_leave(at) })
                    }
                    Source::Leaf(_) | Source::Measure(_) => None,
                });
                RequirementPlan::Compare {
                    of: of.collect::<Option<_>>()?,
                    or_not_applicable: !fails_when_not_applicable,
                }
            }
            RequirementOp::Condition { when, .. } => RequirementPlan::Tests(self.tests(when)?),
            RequirementOp::Held { award, held } => RequirementPlan::Held { award: *award, held: *held },
            RequirementOp::Eligible { award } => RequirementPlan::Eligible(*award),
        })
    }
}

impl Planner<'_> {
    /// Whether a group may not apply, by itself or with what is around it.
    fn may_leave(&self, at: usize) -> bool {
        let around = self
            .plan
            .groups
            .iter()
            .enumerate()
            .find(|(_, group)| group.subgroups.iter().any(|subgroup| subgroup.at == at));
        self.plan.groups.get(at).always("a group that is compared is planned").is_none_or(|group| group.may_leave)
            || around.is_some_and(|(around, _)| self.may_leave(around))
    }
}

impl Plan {
    /// Whether it reads a fact.
    pub(super) fn reads(&self, fact: FactId) -> bool {
        self.lanes[fact].is_some()
    }

    /// The denominator of a group's numerators.
    pub(super) fn denominator(&self, group: usize) -> Option<i64> {
        self.groups.get(group).map(|group| group.denominator).always("every group of a program is planned")
    }
}
