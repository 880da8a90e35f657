//! Runs a program over the facts of one unit.

use std::cmp::Ordering;

use super::fraction::{Fraction, compare, product};
use super::program::{
    By, Compared, GroupOp, LeafOp, NOT_APPLICABLE, Program, RequirementOp, Source, Step, Test, UNKNOWN, When,
};
use super::{Cell, Decided};
use crate::assess::award::{all, any, bars, eligibility, in_force};
use crate::assessment::{Eligibility, Verdict};
use crate::document::WhenZero;
use crate::dossier::Dossier;
use crate::evaluate::slots::{MISSING, OTHER};
use crate::evaluate::{Facts, State, Truth};
use crate::rule_set::arena::ArenaId;
use crate::rule_set::{self, AwardId, Comparator, Compiled, CriterionId, FactId, Kind, Scorer, Value};

/// The unit says something that the program cannot carry: the wide path must.
pub(super) struct Wide;

/// What a leaf comes to.
enum Leaf {
    /// A numerator over the group's scale.
    Numerator(i64),
    /// A fraction with a denominator of its own.
    Measured(Fraction),
    NotApplicable,
}

/// A run over one unit.
pub(super) struct Run<'a> {
    pub(super) rules: &'a Compiled,
    pub(super) program: &'a Program,
    pub(super) dossier: &'a Dossier,
    pub(super) facts: &'a Facts<'a>,
    pub(super) slots: &'a [i64],
    /// Whether each leaf that asks for a document has one.
    pub(super) evidenced: &'a [bool],
}

impl Run<'_> {
    /// Fills in what is decided.
    pub(super) fn decide(&self, decided: &mut Decided) -> Result<(), Wide> {
        decided.clear();
        decided.leaves.resize(self.program.kept.len(), Cell::NOT_APPLICABLE);
        for group in &self.program.groups {
            let cell = self.group(group, decided)?;
            decided.groups.push(cell);
        }
        self.leave_out_what_is_inside(decided);
        let total = &self.rules.criteria[CriterionId::TOTAL];
        decided.scored = match &total.applies_when {
            None => true,
            Some(condition) => match self.facts.truth(condition) {
                Truth::True => true,
                Truth::False => false,
                Truth::Unknown => return Err(Wide),
            },
        };
        for parts in &self.program.measures {
            let mut measure = Cell::NOT_APPLICABLE;
            for part in parts {
                let cell = decided.cell(part.of);
                if cell.applies {
                    let weight = Fraction { n: i128::from(part.weight.0), d: i128::from(part.weight.1) };
                    let points = cell.value.times(part.weight.0).and_then(|value| value.over(part.weight.1));
                    measure.value = points.and_then(|points| measure.value.plus(points)).ok_or(Wide)?;
                    measure.of = measure.of.plus(weight).ok_or(Wide)?;
                    measure.applies = true;
                }
            }
            decided.measures.push(measure);
        }
        decided.awards.resize(self.rules.awards.len(), Eligibility::Ineligible);
        for award in &self.program.awards {
            let requires = self.verdict(&award.requires, decided)?;
            let conditional = match &award.conditional {
                Some(requirements) => Some(self.verdict(requirements, decided)?),
                None => None,
            };
            let declared = &self.rules.awards[award.id];
            let barred = any(declared.bars.iter().map(|bar| bars(self.facts, self.dossier.as_of, &bar.test).into()));
            let outcome = eligibility(requires, conditional, barred);
            decided.set_award(award.id, outcome);
        }
        Ok(())
    }

    /// What is in a group that does not apply does not apply.
    fn leave_out_what_is_inside(&self, decided: &mut Decided) {
        for (at, group) in self.program.groups.iter().enumerate().rev() {
            if decided.cell(Source::Group(at)).applies {
                continue;
            }
            for subgroup in &group.subgroups {
                if let Some(cell) = decided.groups.get_mut(subgroup.at) {
                    *cell = Cell::NOT_APPLICABLE;
                }
            }
            let leaves = self.program.leaves.get(group.leaves.clone()).unwrap_or_default();
            for kept in leaves.iter().filter_map(|leaf| leaf.kept) {
                decided.set_leaf(kept, Cell::NOT_APPLICABLE);
            }
        }
    }

    fn group(&self, group: &GroupOp, decided: &mut Decided) -> Result<Cell, Wide> {
        if !self.holds(&group.when)? {
            return Ok(Cell::NOT_APPLICABLE);
        }
        let (mut sum, mut whole) = (0i64, 0i64);
        let mut measured: Option<Fraction> = None;
        for leaf in self.program.leaves.get(group.leaves.clone()).unwrap_or_default() {
            let value = self.leaf(leaf)?;
            match value {
                Leaf::Numerator(numerator) => {
                    // INVARIANT: weight x numerator over a whole group fits 64 bits, which compiling proved.
                    sum += leaf.weight * numerator;
                    whole += leaf.weight;
                }
                Leaf::Measured(fraction) => {
                    let more = fraction.times(leaf.weight).ok_or(Wide)?;
                    measured = Some(measured.unwrap_or(Fraction::ZERO).plus(more).ok_or(Wide)?);
                    whole += leaf.weight;
                }
                Leaf::NotApplicable => {}
            }
            if let Some(kept) = leaf.kept {
                decided.set_leaf(
                    kept,
                    match value {
                        Leaf::Numerator(n) => Cell::applying(Fraction { n: i128::from(n), d: group.scale }),
                        Leaf::Measured(fraction) => Cell::applying(fraction),
                        Leaf::NotApplicable => Cell::NOT_APPLICABLE,
                    },
                );
            }
        }
        let mut sum = i128::from(sum);
        for subgroup in &group.subgroups {
            let cell = decided.cell(Source::Group(subgroup.at));
            if !cell.applies {
                continue;
            }
            whole += subgroup.weight;
            if cell.value.d == subgroup.denominator && subgroup.multiplier != 0 {
                sum = product(cell.value.n, subgroup.multiplier).and_then(|more| sum.checked_add(more)).ok_or(Wide)?;
            } else {
                let more = cell.value.times(subgroup.weight).ok_or(Wide)?;
                measured = Some(measured.unwrap_or(Fraction::ZERO).plus(more).ok_or(Wide)?);
            }
        }
        if whole == 0 {
            return Ok(Cell::NOT_APPLICABLE);
        }
        let value = Fraction { n: sum, d: group.scale };
        let value = match measured {
            None => value,
            Some(measured) => value.plus(measured).ok_or(Wide)?,
        };
        Ok(Cell::applying(value.over(whole).ok_or(Wide)?))
    }

    /// Whether something applies or holds.
    fn holds(&self, when: &When) -> Result<bool, Wide> {
        match when {
            When::Always => Ok(true),
            When::All(range) => {
                let tests = self.program.tests.get(range.start as usize..range.end as usize).unwrap_or_default();
                let mut unknown = false;
                for test in tests {
                    match self.test(*test) {
                        Some(true) => {}
                        Some(false) => return Ok(false),
                        None => unknown = true,
                    }
                }
                if unknown { Err(Wide) } else { Ok(true) }
            }
            When::Condition(condition) => match self.facts.truth(condition) {
                Truth::True => Ok(true),
                Truth::False => Ok(false),
                Truth::Unknown => Err(Wide),
            },
        }
    }

    #[inline]
    fn slot(&self, fact: FactId) -> i64 {
        self.slots.get(fact.index()).copied().unwrap_or(MISSING)
    }

    /// Whether a test holds; `None` where the answer is missing or does not fit.
    #[inline]
    fn test(&self, test: Test) -> Option<bool> {
        let known = |fact: FactId| Some(self.slot(fact)).filter(|slot| *slot > OTHER);
        match test {
            Test::Among { fact, positions } => Some(positions >> (known(fact)? & 63) & 1 == 1),
            Test::AtLeast { fact, least } => Some(known(fact)? >= least),
            Test::AtMost { fact, most } => Some(known(fact)? <= most),
        }
    }

    fn leaf(&self, leaf: &LeafOp) -> Result<Leaf, Wide> {
        if !matches!(leaf.when, When::Always) && !self.holds(&leaf.when)? {
            return Ok(Leaf::NotApplicable);
        }
        let value = match &leaf.by {
            By::Answer { fact, start } => {
                let at = usize::try_from(self.slot(*fact)).map_err(|_| Wide)?;
                self.numerator(start + at)?
            }
            By::Condition { when, whole } => Leaf::Numerator(if self.holds(when)? { *whole } else { 0 }),
            By::Bands { fact, steps, otherwise } => {
                let (n, d) = self.number(*fact)?;
                Leaf::Numerator(band(steps, *otherwise, n, d))
            }
            By::BandsOfRatio { of, to, steps, otherwise, when_zero } => {
                self.band_of_ratio(*of, *to, steps, *otherwise, *when_zero)?
            }
            By::Count { start } => self.numerator(start + self.holding(leaf.criterion)?)?,
            By::Cases { start } => self.numerator(start + self.first_case(leaf.criterion)?)?,
            By::Linear { fact, from, to } => {
                let (n, d) = self.number(*fact)?;
                linear(n, d, *from, *to)?
            }
            By::Ratio { of, to, when_zero } => self.ratio(*of, *to, when_zero.as_ref())?,
        };
        let lacking = leaf.evidence.is_some_and(|at| !self.evidenced.get(at).copied().unwrap_or(false));
        Ok(if lacking && !matches!(value, Leaf::NotApplicable) { Leaf::Numerator(0) } else { value })
    }

    /// How many of a leaf's conditions hold.
    fn holding(&self, id: CriterionId) -> Result<usize, Wide> {
        let Kind::Leaf(rule_set::Leaf { scorer: Scorer::Count { of, .. }, .. }) = &self.rules.criteria[id].kind else {
            return Err(Wide);
        };
        of.iter().try_fold(0, |holding, condition| match self.facts.truth(condition) {
            Truth::True => Ok(holding + 1),
            Truth::False => Ok(holding),
            Truth::Unknown => Err(Wide),
        })
    }

    /// The first of a leaf's cases that holds; past the last where none does.
    fn first_case(&self, id: CriterionId) -> Result<usize, Wide> {
        let Kind::Leaf(rule_set::Leaf { scorer: Scorer::Cases { cases, .. }, .. }) = &self.rules.criteria[id].kind
        else {
            return Err(Wide);
        };
        for (at, (condition, _)) in cases.iter().enumerate() {
            match self.facts.truth(condition) {
                Truth::True => return Ok(at),
                Truth::False => {}
                Truth::Unknown => return Err(Wide),
            }
        }
        Ok(cases.len())
    }

    fn numerator(&self, at: usize) -> Result<Leaf, Wide> {
        match self.program.numerators.get(at) {
            Some(&NOT_APPLICABLE) => Ok(Leaf::NotApplicable),
            Some(&UNKNOWN) | None => Err(Wide),
            Some(&numerator) => Ok(Leaf::Numerator(numerator)),
        }
    }

    /// A known number in 64 bits.
    #[inline]
    fn number(&self, fact: FactId) -> Result<(i64, i64), Wide> {
        let slot = self.slot(fact);
        if slot > OTHER {
            return Ok((slot, 1));
        }
        match self.facts.state(fact) {
            State::Known(Value::Number(value)) => value.to_i64_pair().ok_or(Wide),
            _ => Err(Wide),
        }
    }

    fn band_of_ratio(
        &self,
        of: FactId,
        to: FactId,
        steps: &[Step],
        otherwise: i64,
        when_zero: Option<i64>,
    ) -> Result<Leaf, Wide> {
        let (to_n, to_d) = self.number(to)?;
        if to_n == 0 {
            return match when_zero {
                Some(NOT_APPLICABLE) => Ok(Leaf::NotApplicable),
                Some(UNKNOWN) | None => Err(Wide),
                Some(numerator) => Ok(Leaf::Numerator(numerator)),
            };
        }
        let (of_n, of_d) = self.number(of)?;
        if of_d == 1 && to_d == 1 && to_n > 0 {
            return Ok(Leaf::Numerator(band(steps, otherwise, of_n, to_n)));
        }
        let n = i128::from(of_n) * i128::from(to_d);
        let d = i128::from(of_d) * i128::from(to_n);
        let (n, d) = if d < 0 { (-n, -d) } else { (n, d) };
        match (i64::try_from(n), i64::try_from(d)) {
            (Ok(n), Ok(d)) => Ok(Leaf::Numerator(band(steps, otherwise, n, d))),
            _ => Err(Wide),
        }
    }

    fn ratio(&self, of: FactId, to: FactId, when_zero: Option<&WhenZero>) -> Result<Leaf, Wide> {
        let (to_n, to_d) = self.number(to)?;
        if to_n == 0 {
            return match when_zero {
                Some(WhenZero::NotApplicable) => Ok(Leaf::NotApplicable),
                Some(WhenZero::Number(value)) => {
                    let (n, d) = value.to_i64_pair().ok_or(Wide)?;
                    Ok(clamped(i128::from(n), i128::from(d)))
                }
                Some(WhenZero::Unknown) | None => Err(Wide),
            };
        }
        let (of_n, of_d) = self.number(of)?;
        let n = i128::from(of_n) * i128::from(to_d);
        let d = i128::from(of_d) * i128::from(to_n);
        Ok(if d < 0 { clamped(-n, -d) } else { clamped(n, d) })
    }

    fn verdict(&self, requirements: &[RequirementOp], decided: &Decided) -> Result<Verdict, Wide> {
        let mut verdict = Verdict::Holds;
        for requirement in requirements {
            let one = match requirement {
                RequirementOp::Condition(condition) => self.facts.truth(condition).into(),
                RequirementOp::Held { award, held } => Truth::from(self.is_held(*award) == *held).into(),
                RequirementOp::Eligible { award } => match decided.award(*award) {
                    Eligibility::Eligible => Verdict::Holds,
                    Eligibility::Undetermined => Verdict::Open,
                    Eligibility::Conditional | Eligibility::Ineligible => Verdict::Fails,
                },
                RequirementOp::Compare { of, comparator, threshold, fails_when_not_applicable } => {
                    let mut together = true;
                    for one in of {
                        together &= decided.scored
                            && stands(one, *comparator, *threshold, *fails_when_not_applicable, decided)?;
                    }
                    Truth::from(together).into()
                }
            };
            verdict = all([verdict, one]);
        }
        Ok(verdict)
    }

    fn is_held(&self, award: AwardId) -> bool {
        let declared = &self.rules.awards[award];
        self.dossier.held.iter().any(|held| held.award == award && in_force(declared, held, self.dossier.as_of))
    }
}

/// Whether a value compares so with a threshold.
fn stands(
    one: &Compared,
    comparator: Comparator,
    threshold: (i64, i64),
    fails_when_not_applicable: bool,
    decided: &Decided,
) -> Result<bool, Wide> {
    let cell = decided.cell(one.of);
    if !cell.applies {
        return Ok(!one.is_total && !fails_when_not_applicable);
    }
    let (bound_n, bound_d) = (i128::from(threshold.0), i128::from(threshold.1));
    let (weight_n, weight_d) = (i128::from(one.weight.0), i128::from(one.weight.1));
    let ordering = if comparator == Comparator::AtLeastPercent {
        // 100 value / of: the weight of a group or leaf stands in both, and is no part of it.
        if cell.of.n == 0 {
            return Ok(!fails_when_not_applicable);
        }
        let left = product(100 * bound_d, cell.of.d).ok_or(Wide)?;
        let right = product(bound_n, cell.of.n).ok_or(Wide)?;
        compare(cell.value.n, left, right, cell.value.d)
    } else {
        compare(cell.value.n, weight_n * bound_d, bound_n * weight_d, cell.value.d)
    };
    let ordering = ordering.ok_or(Wide)?;
    Ok(match comparator {
        Comparator::AtLeast | Comparator::AtLeastPercent => ordering != Ordering::Less,
        Comparator::AtMost => ordering != Ordering::Greater,
        Comparator::Above => ordering == Ordering::Greater,
        Comparator::Below => ordering == Ordering::Less,
    })
}

/// The numerator of the highest step that n / d reaches; d is above zero.
fn band(steps: &[Step], otherwise: i64, n: i64, d: i64) -> i64 {
    let reached =
        |step: &&Step| i128::from(n) * i128::from(step.denominator) >= i128::from(step.numerator) * i128::from(d);
    steps.iter().rev().find(reached).map_or(otherwise, |step| step.gives)
}

/// (value - from) / (to - from), clamped.
fn linear(n: i64, d: i64, from: (i64, i64), to: (i64, i64)) -> Result<Leaf, Wide> {
    let difference = |(a, b): (i64, i64), (c, e): (i64, i64)| -> Option<(i128, i128)> {
        let n = (i128::from(a) * i128::from(e)).checked_sub(i128::from(c) * i128::from(b))?;
        Some((n, i128::from(b) * i128::from(e)))
    };
    let (top_n, top_d) = difference((n, d), from).ok_or(Wide)?;
    let (length_n, length_d) = difference(to, from).ok_or(Wide)?;
    let n = product(top_n, length_d).ok_or(Wide)?;
    let d = product(top_d, length_n).ok_or(Wide)?;
    Ok(if d < 0 { clamped(-n, -d) } else { clamped(n, d) })
}

/// n / d, from 0 to 1; d is above zero.
fn clamped(n: i128, d: i128) -> Leaf {
    if n <= 0 {
        Leaf::Numerator(0)
    } else if n >= d {
        Leaf::Measured(Fraction { n: 1, d: 1 })
    } else {
        Leaf::Measured(Fraction { n, d })
    }
}
