//! A rule set as integers, where it can be: sums and means whose parts take over what is not applicable.

mod awards;
mod conditions;
mod leaf;
mod quick;
mod wholes;

use std::collections::BTreeSet;

use num_integer::Integer;

use super::program::{AnswerOp, GroupOp, LeafOp, NO_EVIDENCE, Program, Subgroup, Sum};
use crate::Number;
use crate::document::NotApplicable;
use crate::invariant::{Always, broken};
use crate::rule_set::{Aggregate, Award, Compiled, CriterionId, FactId, Group, Kind, RequirementTest, ScoreOf};

const BEFORE: &str = "a group stands after those in it";

/// Every integer that the rules themselves give stays below this, so that a sum over a group fits 64 bits.
const MOST: i128 = 1 << 40;

/// The program of a rule set; `None` where it says something that a program does not.
pub(super) fn compile(rules: &Compiled) -> Option<Program> {
    let mut compiler = Compiler {
        rules,
        program: Program {
            groups: Vec::new(),
            sums: Vec::new(),
            runs: Vec::new(),
            asking: Vec::new(),
            conditions: Vec::new(),
            choices: Vec::new(),
            ratios: Vec::new(),
            others: Vec::new(),
            tests: Vec::new(),
            kept: kept(rules),
            measures: Vec::new(),
            awards: Vec::new(),
            derived: Vec::new(),
            evidence: Vec::new(),
        },
        derived: BTreeSet::new(),
    };
    compiler.group(CriterionId::TOTAL)?;
    compiler.sort_evidence()?;
    compiler.measures()?;
    compiler.awards()?;
    compiler.program.derived = rules.derived.iter().copied().filter(|id| compiler.derived.contains(id)).collect();
    Some(compiler.program)
}

/// The leaves that a measure or a requirement reads; the scale of their groups is filled in later.
fn kept(rules: &Compiled) -> Vec<(CriterionId, i64)> {
    let measured = rules.measures.iter().flat_map(|measure| measure.criteria.iter().copied());
    let requirements = rules.awards.iter().flat_map(Award::all_requirements);
    let compared = requirements.flat_map(|requirement| match &requirement.test {
        RequirementTest::Score { of, .. } => of.as_slice(),
        _ => &[],
    });
    let compared = compared.filter_map(|of| match of {
        ScoreOf::Criterion(id) => Some(*id),
        ScoreOf::Measure(_) => None,
    });
    let leaves: BTreeSet<CriterionId> =
        measured.chain(compared).filter(|id| matches!(rules.criteria[*id].kind, Kind::Leaf(_))).collect();
    leaves.into_iter().map(|leaf| (leaf, 1)).collect()
}

struct Compiler<'a> {
    rules: &'a Compiled,
    program: Program,
    /// The derived facts that have to be known, and what they derive from.
    derived: BTreeSet<FactId>,
}

/// Whole numbers in the same proportions.
fn whole_weights(weights: &[&Number]) -> Option<Vec<i64>> {
    let pairs: Vec<(i64, i64)> = weights.iter().map(|weight| weight.to_i64_pair()).collect::<Option<_>>()?;
    let common = common_multiple(pairs.iter().map(|(_, d)| i128::from(*d)))?;
    let scaled: Vec<i128> = pairs.iter().map(|(n, d)| i128::from(*n) * (common / i128::from(*d))).collect();
    let shared = scaled.iter().fold(0i128, |a, b| a.gcd(b)).max(1);
    scaled.into_iter().map(|n| i64::try_from(n / shared).ok().filter(|n| i128::from(*n) < MOST)).collect()
}

/// The least common multiple, where it is small.
fn common_multiple(of: impl IntoIterator<Item = i128>) -> Option<i128> {
    of.into_iter().try_fold(1i128, |a, b| Some(a.lcm(&b)).filter(|n| *n < MOST))
}

/// The leaves of a group, those decided by one answer apart.
#[derive(Default)]
struct Leaves {
    answers: Vec<AnswerOp>,
    leaves: Vec<LeafOp>,
}

/// A criterion with its weight among its siblings.
type Weighed = (CriterionId, i64);

impl Compiler<'_> {
    /// Compiles a group after those in it.
    fn group(&mut self, id: CriterionId) -> Option<usize> {
        let rules = self.rules;
        let criterion = &rules.criteria[id];
        let Kind::Group(group) = &criterion.kind else { return broken("a group is compiled", None) };
        if !is_plain(group) || criterion.children.iter().any(|child| rules.criteria[*child].bonus) {
            return None;
        }
        // What weighs 0 stays where its group is empty, which a program does not say.
        if self.may_empty(id) && criterion.children.iter().any(|child| rules.criteria[*child].weight.is_zero()) {
            return None;
        }
        let declared: Vec<&Number> = criterion.children.iter().map(|child| &rules.criteria[*child].weight).collect();
        let children: Vec<Weighed> = criterion.children.iter().copied().zip(whole_weights(&declared)?).collect();
        let mut groups: Vec<(usize, i64)> = Vec::new();
        for (child, weight) in &children {
            if matches!(rules.criteria[*child].kind, Kind::Group(_)) {
                groups.push((self.group(*child)?, *weight));
            }
        }
        let scale = self.scale(&children, &groups)?;
        let mut leaves = Leaves::default();
        for (child, weight) in &children {
            if let Kind::Leaf(leaf) = &rules.criteria[*child].kind {
                self.leaf(*child, leaf, *weight, scale, &mut leaves)?;
            }
        }
        let whole: i128 = children.iter().map(|(_, weight)| i128::from(*weight)).sum();
        // A sum of weight times numerator over the group fits 64 bits, and there is something to divide by.
        if whole == 0 || whole.checked_mul(i128::from(scale))? >= i128::from(i64::MAX) {
            return None;
        }
        let whole = i64::try_from(whole).ok()?;
        let subgroups =
            groups.into_iter().map(|(at, weight)| self.subgroup(at, weight, scale)).collect::<Option<_>>()?;
        // Whether there is a score at all is asked of the total apart.
        let when = self.when(criterion.applies_when.as_ref().filter(|_| id != CriterionId::TOTAL));
        let fixed = self.fixed(&children, scale, whole);
        let Leaves { answers, leaves } = leaves;
        self.program.sums.push(Sum { products: 0, whole });
        let at = self.program.groups.len();
        let group = GroupOp { criterion: id, answers, leaves, subgroups, scale, whole, when, fixed };
        self.program.sort(at, &group);
        self.program.groups.push(group);
        Some(at)
    }

    /// What the numerators of a group are over: a multiple of the denominators of its leaves' fractions, and of
    /// those of its subgroups where that stays small.
    fn scale(&self, children: &[Weighed], groups: &[(usize, i64)]) -> Option<i64> {
        let mut scale = 1i128;
        for (child, _) in children {
            if let Kind::Leaf(leaf) = &self.rules.criteria[*child].kind {
                for fraction in self.fractions(leaf) {
                    scale = common_multiple([scale, i128::from(fraction.to_i64_pair()?.1)])?;
                }
            }
        }
        let groups = groups.iter().map(|(at, _)| self.program.groups.get(*at).always(BEFORE));
        let of_groups = groups.collect::<Option<Vec<_>>>()?.into_iter().filter_map(|group| group.fixed.as_ref());
        let together = common_multiple(of_groups.map(|fixed| i128::from(fixed.denominator)).chain([scale]));
        i64::try_from(together.unwrap_or(scale)).ok()
    }

    /// A group in one of this scale.
    fn subgroup(&self, at: usize, weight: i64, scale: i64) -> Option<Subgroup> {
        let fixed = self.program.groups.get(at).always(BEFORE)?.fixed.as_ref();
        let fixed = fixed.filter(|fixed| scale % fixed.denominator == 0);
        Some(Subgroup { at, weight, multiplier: fixed.map_or(0, |fixed| weight * (scale / fixed.denominator)) })
    }

    /// Brings the leaves that ask for a document into order, so that one can be looked up.
    fn sort_evidence(&mut self) -> Option<()> {
        let Program { evidence, groups, .. } = &mut self.program;
        evidence.sort_unstable();
        let places = groups.iter_mut().flat_map(|group| {
            let leaves = group.leaves.iter_mut().map(|leaf| (leaf.criterion, &mut leaf.evidence));
            leaves.chain(group.answers.iter_mut().map(|answer| (answer.criterion, &mut answer.evidence)))
        });
        for (criterion, place) in places.filter(|(_, place)| **place != NO_EVIDENCE) {
            let at = evidence.binary_search_by_key(&criterion, |(leaf, _)| *leaf).ok();
            *place = u32::try_from(at.always("a leaf that asks for a document has a place")?).ok()?;
        }
        Some(())
    }
}

/// A `sum` or `mean` of which the parts take over what is not applicable, and nothing else is said.
fn is_plain(group: &Group) -> bool {
    matches!(group.aggregate, Aggregate::Sum | Aggregate::Mean)
        && group.not_applicable == NotApplicable::Redistribute
        && group.at_most_share.is_none()
        && group.when_empty.is_none()
        && group.cap.is_none()
        && group.round.is_none()
}
