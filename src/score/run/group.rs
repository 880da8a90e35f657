//! Groups: their leaves and subgroups added up.

use super::super::decided::{Decided, Open, Value};
use super::super::fraction::Fraction;
use super::super::program::{AnswerOp, GroupOp, LeafOp, NO_EVIDENCE, QuickTest, RatioOp, RunOp, Source, Step};
use super::leaf::Leaf;
use super::measured::Measured;
use super::{Run, Wide};
use crate::evaluate::slots::{MISSING, OTHER};

/// What is added up in a group.
struct Sum {
    /// Of products, over the group's scale.
    /// INVARIANT: weight times numerator over a whole group fits 64 bits, which compiling proved.
    products: i64,
    /// The weight that applies.
    whole: i64,
    measured: Option<Measured>,
}

impl Run<'_> {
    pub(super) fn group(&self, group: &GroupOp, decided: &mut Decided) -> Result<Value, Wide> {
        if !self.applies(&group.when)? {
            return Ok(Value::NotApplicable);
        }
        let mut sum = Sum { products: 0, whole: group.whole, measured: None };
        self.leaves(group, &mut sum, decided)?;
        for subgroup in &group.subgroups {
            let source = Source::Group(subgroup.at);
            match decided.value(source) {
                Value::NotApplicable => sum.whole -= subgroup.weight,
                Value::Fixed(numerator) if subgroup.multiplier != 0 => sum.products += numerator * subgroup.multiplier,
                Value::Fixed(numerator) => {
                    Measured::add(&mut sum.measured, self.scaled(source, numerator), subgroup.weight)?;
                }
                Value::Exact(at) => {
                    let fraction = *decided.fractions.get(at).ok_or(Wide)?;
                    Measured::add(&mut sum.measured, fraction, subgroup.weight)?;
                }
                Value::Open(at) => {
                    let open = decided.open.get(at).ok_or(Wide)?;
                    Measured::add_open(&mut sum.measured, open, subgroup.weight)?;
                }
            }
        }
        let Sum { products, whole, measured } = sum;
        if whole == 0 {
            return Ok(Value::NotApplicable);
        }
        let Some(measured) = measured else {
            return match group.fixed.as_ref().and_then(|fixed| fixed.factor(whole)) {
                Some(factor) => Ok(Value::Fixed(products * factor)),
                None => divided(products, group.scale, Fraction::ZERO, whole).map(|exact| decided.exact(exact)),
            };
        };
        let low = divided(products, group.scale, measured.low, whole)?;
        let Some((tight, missing)) = measured.open else { return Ok(decided.exact(low)) };
        let high = divided(products, group.scale, measured.high, whole)?;
        if low.equals(high).ok_or(Wide)? {
            return Ok(decided.exact(low));
        }
        Ok(decided.open(Open { low, high, tight, missing }))
    }

    fn leaves(&self, group: &GroupOp, sum: &mut Sum, decided: &mut Decided) -> Result<(), Wide> {
        let program = self.program;
        for run in program.runs.get(group.runs.clone()).unwrap_or_default() {
            match self.run(run) {
                Some(products) => sum.products += products,
                None => self.one_by_one(program.answers.get(run.first..run.first + run.slots.len()), sum)?,
            }
        }
        if !group.asking.is_empty() {
            self.one_by_one(program.answers.get(group.asking.clone()), sum)?;
        }
        for condition in program.conditions.get(group.conditions.clone()).unwrap_or_default() {
            let [(one, is_known), (other, also_known)] = condition.tests.map(|test| self.quick(&test));
            if is_known & also_known {
                sum.products += condition.product * i64::from(one & other);
            } else {
                self.other(program.leaves.get(condition.leaf), sum, decided)?;
            }
        }
        for choice in program.choices.get(group.choices.clone()).unwrap_or_default() {
            let (applies, is_known) = self.quick(&choice.when);
            let numerators = program.numerators.get(choice.numerators.clone()).unwrap_or_default();
            let slot = self.slots.get(choice.slot).and_then(|slot| usize::try_from(*slot).ok());
            match slot.and_then(|slot| numerators.get(slot)) {
                Some(numerator) if is_known => {
                    let weight = choice.weight * i64::from(applies);
                    sum.products += weight * numerator;
                    sum.whole -= choice.weight - weight;
                }
                _ => self.other(program.leaves.get(choice.leaf), sum, decided)?,
            }
        }
        for ratio in program.ratios.get(group.ratios.clone()).unwrap_or_default() {
            match self.band_of_whole(ratio) {
                Some(numerator) => sum.products += ratio.weight * numerator,
                None => self.other(program.leaves.get(ratio.leaf), sum, decided)?,
            }
        }
        for leaf in program.leaves.get(group.others.clone()).unwrap_or_default() {
            self.other(Some(leaf), sum, decided)?;
        }
        Ok(())
    }

    /// The sum of what answers side by side give; `None` where one is not given.
    #[inline]
    fn run(&self, run: &RunOp) -> Option<i64> {
        let (slots, products) = (self.slots.get(run.slots.clone())?, self.program.products.get(run.products.clone())?);
        let mut sum = 0;
        for slot in slots {
            sum += *products.get(usize::try_from(*slot).ok()?)?;
        }
        Some(sum)
    }

    /// Whether a test holds, and whether that is known.
    #[inline]
    fn quick(&self, test: &QuickTest) -> (bool, bool) {
        let slot = self.slots.get(test.slot).copied().unwrap_or(MISSING);
        let within = (test.least <= slot) & (slot <= test.most);
        (within & (test.positions >> (slot & 63) & 1 == 1), slot > OTHER)
    }

    fn one_by_one(&self, answers: Option<&[AnswerOp]>, sum: &mut Sum) -> Result<(), Wide> {
        for answer in answers.unwrap_or_default() {
            match self.product(answer) {
                Some(product) => sum.products += product,
                None => Measured::add_open(&mut sum.measured, &self.open(answer.criterion)?, answer.weight)?,
            }
        }
        Ok(())
    }

    /// Weight times numerator of an answer; `None` where it is not given.
    #[inline]
    fn product(&self, answer: &AnswerOp) -> Option<i64> {
        if answer.evidence != NO_EVIDENCE && !self.is_evidenced(answer.evidence) {
            return Some(0);
        }
        let slot = u32::try_from(self.slot(answer.fact)).ok()?;
        self.program.products.get((answer.start + slot) as usize).copied()
    }

    #[inline]
    pub(super) fn is_evidenced(&self, place: u32) -> bool {
        self.evidenced.get(place as usize).copied().unwrap_or(false)
    }

    /// The numerator of a quotient of whole numbers; `None` where it is not one, or the divisor not above zero.
    #[inline]
    fn band_of_whole(&self, ratio: &RatioOp) -> Option<i64> {
        let (of, to) = (self.slot(ratio.of), self.slot(ratio.to));
        if of <= OTHER || to <= 0 {
            return None;
        }
        let (of, to) = (i64::from(of), i64::from(to));
        let steps = self.program.steps.get(ratio.bands.steps.clone())?;
        // Without branches on the answers: every step is asked, the last that is reached counts.
        let reached = |step: &Step| of * step.denominator >= step.numerator * to;
        Some(steps.iter().fold(ratio.bands.otherwise, |gives, step| if reached(step) { step.gives } else { gives }))
    }

    /// Any other leaf.
    fn other(&self, leaf: Option<&LeafOp>, sum: &mut Sum, decided: &mut Decided) -> Result<(), Wide> {
        let leaf = leaf.ok_or(Wide)?;
        let value = match self.leaf(leaf)? {
            Leaf::Numerator(numerator) => {
                sum.products += leaf.weight * numerator;
                Value::Fixed(numerator)
            }
            Leaf::NotApplicable => {
                sum.whole -= leaf.weight;
                return Ok(());
            }
            Leaf::Measured(n, d) => {
                let fraction = Fraction { n, d };
                Measured::add(&mut sum.measured, fraction, leaf.weight)?;
                if leaf.kept.is_none() {
                    return Ok(());
                }
                decided.exact(fraction)
            }
            Leaf::Open => {
                let open = self.open(leaf.criterion)?;
                if open.low == open.high {
                    Measured::add(&mut sum.measured, open.low, leaf.weight)?;
                    decided.exact(open.low)
                } else {
                    Measured::add_open(&mut sum.measured, &open, leaf.weight)?;
                    decided.open(open)
                }
            }
        };
        if let Some(place) = leaf.kept.and_then(|at| decided.leaves.get_mut(at)) {
            *place = value;
        }
        Ok(())
    }
}

/// (sum / scale + measured) / whole.
fn divided(sum: i64, scale: i64, measured: Fraction, whole: i64) -> Result<Fraction, Wide> {
    let sum = Fraction { n: i128::from(sum), d: i128::from(scale) };
    sum.plus(measured).and_then(|sum| sum.over(whole)).ok_or(Wide)
}
