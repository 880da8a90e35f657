//! Groups: their leaves and subgroups added up.

use super::super::decided::{Decided, Open, Value};
use super::super::fraction::Fraction;
use super::super::program::{
    AnswerOp, ChoiceOp, GroupOp, LeafOp, NO_EVIDENCE, QuickTest, RatioOp, RunOp, Source, Step,
};
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
    /// What is no whole number over the scale; rarely there.
    measured: Option<Box<Measured>>,
}

/// What a test came to.
struct Tested {
    holds: bool,
    known: bool,
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
        for run in &group.runs {
            match self.run(run) {
                Some(products) => sum.products += products,
                None => self.one_by_one(group.answers.get(run.first..run.first + run.slots.len()), sum)?,
            }
        }
        if group.asking < group.answers.len() {
            self.one_by_one(group.answers.get(group.asking..), sum)?;
        }
        // Without branches on the answers, which nobody can predict.
        for condition in &group.conditions {
            let [one, other] = &condition.tests;
            let (one, other) = (self.quick(one), self.quick(other));
            if one.known & other.known {
                sum.products += condition.product & -i64::from(one.holds & other.holds);
            } else {
                self.other(group.leaves.get(condition.leaf), sum, decided)?;
            }
        }
        for choice in &group.choices {
            match self.choice(choice) {
                Some((product, gone)) => (sum.products, sum.whole) = (sum.products + product, sum.whole - gone),
                None => self.other(group.leaves.get(choice.leaf), sum, decided)?,
            }
        }
        for ratio in &group.ratios {
            match self.ratio_of_whole(ratio) {
                Some(product) => sum.products += product,
                None => self.other(group.leaves.get(ratio.leaf), sum, decided)?,
            }
        }
        if group.others < group.leaves.len() {
            for leaf in group.leaves.get(group.others..).unwrap_or_default() {
                self.other(Some(leaf), sum, decided)?;
            }
        }
        Ok(())
    }

    /// The sum of what answers side by side give; `None` where one is not given.
    #[inline]
    fn run(&self, run: &RunOp) -> Option<i64> {
        let mut sum = 0;
        for slot in self.slots.get(run.slots.clone())? {
            sum += *run.products.get(usize::try_from(*slot).ok()?)?;
        }
        Some(sum)
    }

    /// Whether a test holds, and whether that is known.
    #[inline]
    fn quick(&self, test: &QuickTest) -> Tested {
        let slot = self.slots.get(test.slot).copied().unwrap_or(MISSING);
        Tested { holds: slot.wrapping_sub(test.least).cast_unsigned() <= test.reach, known: slot > OTHER }
    }

    /// What an answer gives, and the weight that is gone; `None` where something is not given.
    #[inline]
    fn choice(&self, choice: &ChoiceOp) -> Option<(i64, i64)> {
        let when = self.slots.get(choice.when).copied().filter(|when| *when > OTHER)?;
        let slot = usize::try_from(*self.slots.get(choice.slot)?).ok()?;
        let applies = -i64::from(choice.positions >> (when & 63) & 1 == 1);
        Some((choice.products.get(slot)? & applies, choice.weight & !applies))
    }

    /// What a quotient of whole numbers gives; `None` where it is not one, or the divisor not above zero.
    #[inline]
    fn ratio_of_whole(&self, ratio: &RatioOp) -> Option<i64> {
        let (of, to) = (*self.slots.get(ratio.of)?, *self.slots.get(ratio.to)?);
        if (of <= OTHER) | (to <= 0) {
            return None;
        }
        let (of, to) = (i64::from(of), i64::from(to));
        // Every step is asked; the last that is reached counts.
        let reached = |step: &Step| of * step.denominator >= step.numerator * to;
        let gives = |gives: i64, step: &Step| if reached(step) { step.gives } else { gives };
        Some(match ratio.steps.as_slice() {
            [a, b, c] => gives(gives(gives(ratio.otherwise, a), b), c),
            steps => steps.iter().fold(ratio.otherwise, gives),
        })
    }

    #[inline(never)]
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
        answer.products.get(usize::try_from(self.slot(answer.fact)).ok()?).copied()
    }

    #[inline]
    pub(super) fn is_evidenced(&self, place: u32) -> bool {
        self.evidenced.get(place as usize).copied().unwrap_or(false)
    }

    /// Any other leaf.
    #[inline(never)]
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
    sum.plus(measured).and_then(|sum| sum.small().over(whole)).map(Fraction::small).ok_or(Wide)
}
