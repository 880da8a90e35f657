//! A rule set as integers, where it can be: sums and means whose parts take over what is not applicable.

mod awards;
mod conditions;

use std::collections::BTreeSet;

use num_integer::Integer;

use super::program::{By, GroupOp, LeafOp, NOT_APPLICABLE, Program, Step, Subgroup, UNKNOWN};
use crate::Number;
use crate::document::{NotApplicable, Unanswered, WhenZero};
use crate::rule_set::{
    Aggregate, AnswerOutcome, Compiled, CriterionId, Derivation, EvidenceRule, FactId, Group, Kind, Leaf, Operand,
    RequirementTest, ScoreOf, Scorer,
};

/// Every integer that the rules themselves give stays below this, so that a sum over a group fits 64 bits.
const MOST: i128 = 1 << 40;

/// The program of a rule set; `None` where it says something that a program does not.
pub(super) fn compile(rules: &Compiled) -> Option<Program> {
    let mut compiler = Compiler {
        rules,
        program: Program {
            groups: Vec::new(),
            leaves: Vec::new(),
            numerators: Vec::new(),
            kept: kept(rules),
            measures: Vec::new(),
            awards: Vec::new(),
            tests: Vec::new(),
            derived: Vec::new(),
            evidence: Vec::new(),
        },
        places: vec![None; rules.criteria.len()],
        derived: BTreeSet::new(),
    };
    compiler.group(CriterionId::TOTAL)?;
    compiler.sort_evidence();
    compiler.measures()?;
    compiler.awards()?;
    compiler.program.derived = rules.derived.iter().copied().filter(|id| compiler.derived.contains(id)).collect();
    Some(compiler.program)
}

/// The leaves that a measure or a requirement reads.
fn kept(rules: &Compiled) -> Vec<CriterionId> {
    let measured = rules.measures.iter().flat_map(|measure| measure.criteria.iter().copied());
    let requirements = rules.awards.iter().flat_map(|award| {
        let conditional = award.conditional.iter().flat_map(|conditional| &conditional.requires);
        award.requires.iter().chain(conditional)
    });
    let compared = requirements.flat_map(|requirement| match &requirement.test {
        RequirementTest::Score { of, .. } => of.as_slice(),
        _ => &[],
    });
    let compared = compared.filter_map(|of| match of {
        ScoreOf::Criterion(id) => Some(*id),
        ScoreOf::Measure(_) => None,
    });
    let mut kept: Vec<CriterionId> =
        measured.chain(compared).filter(|id| matches!(rules.criteria[*id].kind, Kind::Leaf(_))).collect();
    kept.sort_unstable();
    kept.dedup();
    kept
}

struct Compiler<'a> {
    rules: &'a Compiled,
    program: Program,
    /// Where each group's operation stands.
    places: Vec<Option<usize>>,
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

fn common_multiple(of: impl IntoIterator<Item = i128>) -> Option<i128> {
    of.into_iter().try_fold(1i128, |a, b| Some(a.lcm(&b)).filter(|n| *n < MOST))
}

impl Compiler<'_> {
    /// Compiles a group after those in it.
    fn group(&mut self, id: CriterionId) -> Option<usize> {
        let criterion = &self.rules.criteria[id];
        let Kind::Group(group) = &criterion.kind else { return None };
        if !is_plain(group) {
            return None;
        }
        let children = &criterion.children;
        let mut subgroups = Vec::new();
        for child in children {
            if matches!(self.rules.criteria[*child].kind, Kind::Group(_)) {
                subgroups.push((*child, self.group(*child)?));
            }
        }
        if children.iter().any(|child| self.rules.criteria[*child].bonus) {
            return None;
        }
        let declared: Vec<&Number> = children.iter().map(|child| &self.rules.criteria[*child].weight).collect();
        let weights = whole_weights(&declared)?;
        let weight_of = |child: CriterionId| {
            children.iter().zip(&weights).find(|(one, _)| **one == child).map(|(_, weight)| *weight)
        };
        let mut scale = 1i128;
        for child in children {
            if let Kind::Leaf(leaf) = &self.rules.criteria[*child].kind {
                for fraction in self.fractions(leaf) {
                    scale = common_multiple([scale, i128::from(fraction.to_i64_pair()?.1)])?;
                }
            }
        }
        let denominators: Vec<i128> =
            subgroups.iter().filter_map(|(_, at)| self.program.groups.get(*at)).map(GroupOp::denominator).collect();
        // Where the denominators of subgroups have no small multiple in common, each is multiplied through.
        let scale = common_multiple(denominators.iter().copied().chain([scale])).unwrap_or(scale);
        let start = self.program.leaves.len();
        for child in children {
            if let Kind::Leaf(leaf) = &self.rules.criteria[*child].kind {
                let op = self.leaf(*child, leaf, weight_of(*child)?, i64::try_from(scale).ok()?)?;
                self.program.leaves.push(op);
            }
        }
        let subgroups = subgroups
            .iter()
            .zip(denominators)
            .map(|((child, at), denominator)| {
                let weight = weight_of(*child)?;
                let multiplier = if scale % denominator == 0 { i128::from(weight) * (scale / denominator) } else { 0 };
                Some(Subgroup { at: *at, weight, denominator, multiplier })
            })
            .collect::<Option<Vec<_>>>()?;
        let whole: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
        // A sum of weight times numerator over the group fits 64 bits, and there is something to divide by.
        if whole == 0 || whole.checked_mul(scale)? >= i128::from(i64::MAX) {
            return None;
        }
        // Whether there is a score at all is asked of the total apart.
        let applies = criterion.applies_when.as_ref().filter(|_| id != CriterionId::TOTAL);
        let applies = self.when(applies);
        self.program.groups.push(GroupOp {
            criterion: id,
            leaves: start..self.program.leaves.len(),
            subgroups,
            scale,
            whole: i64::try_from(whole).ok()?,
            when: applies,
        });
        let at = self.program.groups.len() - 1;
        if let Some(place) = self.places.get_mut(crate::rule_set::arena::ArenaId::index(id)) {
            *place = Some(at);
        }
        Some(at)
    }

    /// Brings the leaves that ask for a document into order, so that one can be looked up.
    fn sort_evidence(&mut self) {
        let Program { evidence, leaves, .. } = &mut self.program;
        evidence.sort_unstable();
        for leaf in leaves.iter_mut().filter(|leaf| leaf.evidence.is_some()) {
            leaf.evidence = evidence.binary_search_by_key(&leaf.criterion, |(criterion, _)| *criterion).ok();
        }
    }

    /// Every fraction that a leaf's rules write down.
    fn fractions<'r>(&'r self, leaf: &'r Leaf) -> Vec<Number> {
        match &leaf.scorer {
            Scorer::Scale { scale, .. } => self.rules.scales[*scale]
                .answers
                .iter()
                .filter_map(|answer| match &answer.gives {
                    AnswerOutcome::Fraction(fraction) => Some(fraction.clone()),
                    _ => None,
                })
                .collect(),
            Scorer::Bands { fact, steps, otherwise } => {
                let zero = match &self.rules.facts[*fact].derivation {
                    Some(Derivation::Ratio(_, _, Some(WhenZero::Number(value)))) => Some(band(steps, otherwise, value)),
                    _ => None,
                };
                steps.iter().map(|(_, fraction)| fraction.clone()).chain([otherwise.clone()]).chain(zero).collect()
            }
            Scorer::Count { of, out_of } => (0..=of.len()).filter_map(|n| share(n, out_of)).collect(),
            Scorer::Cases { cases, otherwise } => {
                cases.iter().map(|(_, fraction)| fraction.clone()).chain([otherwise.clone()]).collect()
            }
            Scorer::MetWhen(_) | Scorer::Linear { .. } | Scorer::Ratio { .. } => Vec::new(),
        }
    }

    fn leaf(&mut self, id: CriterionId, leaf: &Leaf, weight: i64, scale: i64) -> Option<LeafOp> {
        if matches!(leaf.unanswered, Unanswered::Zero | Unanswered::Skip) {
            return None;
        }
        let numerator = |fraction: &Number| {
            let (n, d) = fraction.to_i64_pair()?;
            (scale % d == 0).then(|| n.checked_mul(scale / d)).flatten()
        };
        let rules = self.rules;
        let step = |(at, fraction): &(Number, Number)| {
            let (n, d) = at.to_i64_pair()?;
            Some(Step { numerator: n, denominator: d, gives: numerator(fraction)? })
        };
        let by = match &leaf.scorer {
            Scorer::Scale { fact, scale, answers } => {
                let table = &rules.scales[*scale].answers;
                // An answer that asks for evidence of its own is judged as it stands.
                if table.iter().any(|answer| answer.evidence.is_some()) {
                    return None;
                }
                let start = self.program.numerators.len();
                for at in answers {
                    let gives = match &table.get(*at)?.gives {
                        AnswerOutcome::Fraction(fraction) => numerator(fraction)?,
                        AnswerOutcome::NotApplicable => NOT_APPLICABLE,
                        AnswerOutcome::Unknown => UNKNOWN,
                    };
                    self.program.numerators.push(gives);
                }
                By::Answer { fact: *fact, start }
            }
            Scorer::MetWhen(condition) => By::Condition { when: self.when(Some(condition)), whole: scale },
            Scorer::Bands { fact, steps, otherwise } => {
                let ops = steps.iter().map(step).collect::<Option<Vec<_>>>()?;
                let below = numerator(otherwise)?;
                if let Some((of, to, when_zero)) = self.quotient(*fact) {
                    let when_zero = match when_zero {
                        Some(WhenZero::Number(value)) => Some(numerator(&band(steps, otherwise, &value))?),
                        Some(WhenZero::NotApplicable) => Some(NOT_APPLICABLE),
                        Some(WhenZero::Unknown) => Some(UNKNOWN),
                        None => None,
                    };
                    By::BandsOfRatio { of, to, steps: ops, otherwise: below, when_zero }
                } else {
                    self.needs(*fact);
                    By::Bands { fact: *fact, steps: ops, otherwise: below }
                }
            }
            Scorer::Count { of, out_of } => {
                of.iter().for_each(|condition| self.reads(condition));
                let start = self.program.numerators.len();
                for n in 0..=of.len() {
                    self.program.numerators.push(numerator(&share(n, out_of)?)?);
                }
                By::Count { start }
            }
            Scorer::Cases { cases, otherwise } => {
                cases.iter().for_each(|(condition, _)| self.reads(condition));
                let start = self.program.numerators.len();
                for (_, fraction) in cases {
                    self.program.numerators.push(numerator(fraction)?);
                }
                self.program.numerators.push(numerator(otherwise)?);
                By::Cases { start }
            }
            Scorer::Linear { fact, from, to } => {
                self.needs(*fact);
                By::Linear { fact: *fact, from: from.to_i64_pair()?, to: to.to_i64_pair()? }
            }
            Scorer::Ratio { of, to, when_zero } => {
                self.needs(*of);
                self.needs(*to);
                By::Ratio { of: *of, to: *to, when_zero: when_zero.clone() }
            }
        };
        let evidence = match &leaf.evidence {
            None => None,
            Some(EvidenceRule::Type { evidence_type, at_least: 1 })
                if !self.rules.evidence_types[*evidence_type].exclusive =>
            {
                self.program.evidence.push((id, *evidence_type));
                Some(self.program.evidence.len() - 1)
            }
            Some(_) => return None,
        };
        let when = self.when(self.rules.criteria[id].applies_when.as_ref());
        let kept = self.program.kept.binary_search(&id).ok();
        Some(LeafOp { criterion: id, weight, when, by, evidence, kept })
    }

    /// The two answered facts of which a derived fact is the quotient.
    fn quotient(&self, fact: FactId) -> Option<(FactId, FactId, Option<WhenZero>)> {
        match &self.rules.facts[fact].derivation {
            Some(Derivation::Ratio(Operand::Fact(of), Operand::Fact(to), when_zero))
                if self.rules.facts[*of].derivation.is_none() && self.rules.facts[*to].derivation.is_none() =>
            {
                Some((*of, *to, when_zero.clone()))
            }
            _ => None,
        }
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

/// The fraction of the highest step that a value reaches.
fn band(steps: &[(Number, Number)], otherwise: &Number, value: &Number) -> Number {
    steps.iter().rev().find(|(at, _)| value >= at).map_or(otherwise, |(_, fraction)| fraction).clone()
}

/// n of so many, at most 1.
fn share(n: usize, out_of: &Number) -> Option<Number> {
    Some(Number::from(n).checked_div(out_of)?.min(Number::ONE))
}

impl GroupOp {
    /// The denominator where everything applies and nothing is measured.
    pub(super) fn denominator(&self) -> i128 {
        self.scale * i128::from(self.whole)
    }
}
