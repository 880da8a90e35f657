//! Groups: their leaves and subgroups added up.

use super::super::decided::{Decided, Open, Value};
use super::super::fraction::Fraction;
use super::super::program::{AnswerOp, ChoiceOp, GroupOp, NO_EVIDENCE, Place, QuickTest, RatioOp, RunOp, Source, Step};
use super::leaf::Leaf;
use super::measured::Measured;
use super::{Run, Wide};
use crate::evaluate::slots::{MISSING, OTHER};

/// What a test came to.
struct Tested {
    holds: bool,
    known: bool,
}

impl Decided {
    /// Adds a product to a group's sum.
    #[inline]
    fn add(&mut self, group: usize, product: i64) {
        if let Some(sum) = self.sums.get_mut(group) {
            sum.products += product;
        }
    }

    /// Takes a weight that does not apply from a group.
    #[inline]
    fn take(&mut self, group: usize, weight: i64) {
        if let Some(sum) = self.sums.get_mut(group) {
            sum.whole -= weight;
        }
    }

    /// What of a group is no whole number over its scale.
    fn measured(&mut self, group: usize) -> Result<&mut Measured, Wide> {
        self.is_measured = true;
        self.measured.get_mut(group).ok_or(Wide)
    }
}

impl Run<'_> {
    /// Adds up the leaves of all groups, a kind at a time.
    #[inline]
    pub(super) fn leaves(&self, decided: &mut Decided) -> Result<(), Wide> {
        let program = self.program;
        for run in &program.runs {
            match self.run(run) {
                Some(products) => decided.add(run.place.group, products),
                None => {
                    for at in 0..run.slots.len() {
                        self.answer(Place { at: run.place.at + at, ..run.place }, decided)?;
                    }
                }
            }
        }
        for place in &program.asking {
            self.answer(*place, decided)?;
        }
        // Without branches on the answers, which nobody can predict.
        for condition in &program.conditions {
            let [one, other] = &condition.tests;
            let (one, other) = (self.quick(one), self.quick(other));
            if one.known & other.known {
                decided.add(condition.place.group, condition.product & -i64::from(one.holds & other.holds));
            } else {
                self.other(condition.place, decided)?;
            }
        }
        for choice in &program.choices {
            match self.choice(choice) {
                Some((product, gone)) => {
                    decided.add(choice.place.group, product);
                    decided.take(choice.place.group, gone);
                }
                None => self.other(choice.place, decided)?,
            }
        }
        for ratio in &program.ratios {
            match self.ratio_of_whole(ratio) {
                Some(product) => decided.add(ratio.place.group, product),
                None => self.other(ratio.place, decided)?,
            }
        }
        for place in &program.others {
            self.other(*place, decided)?;
        }
        Ok(())
    }

    /// What a group comes to, from its leaves and from the groups in it, which are decided.
    #[inline]
    pub(super) fn group(&self, at: usize, group: &GroupOp, decided: &mut Decided) -> Result<Value, Wide> {
        if !self.applies(&group.when)? {
            return Ok(Value::NotApplicable);
        }
        for subgroup in &group.subgroups {
            let source = Source::Group(subgroup.at);
            match decided.value(source) {
                Value::NotApplicable => decided.take(at, subgroup.weight),
                Value::Fixed(numerator) if subgroup.multiplier != 0 => decided.add(at, numerator * subgroup.multiplier),
                Value::Fixed(numerator) => {
                    let fraction = self.scaled(source, numerator);
                    decided.measured(at)?.add(fraction, subgroup.weight)?;
                }
                Value::Exact(exact) => {
                    let fraction = *decided.fractions.get(exact).ok_or(Wide)?;
                    decided.measured(at)?.add(fraction, subgroup.weight)?;
                }
                Value::Open(open) => {
                    let open = decided.open.get(open).cloned().ok_or(Wide)?;
                    decided.measured(at)?.add_open(&open, subgroup.weight)?;
                }
            }
        }
        let sum = *decided.sums.get(at).ok_or(Wide)?;
        if sum.whole == 0 {
            return Ok(Value::NotApplicable);
        }
        if decided.is_measured && decided.measured.get(at).is_some_and(|measured| measured.is_used) {
            return measured_group(at, group, decided);
        }
        match group.fixed.as_ref().and_then(|fixed| fixed.factor(sum.whole)) {
            Some(factor) => Ok(Value::Fixed(sum.products * factor)),
            None => divided(sum.products, group.scale, Fraction::ZERO, sum.whole).map(|exact| decided.exact(exact)),
        }
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

    /// An answer by itself.
    #[inline(never)]
    fn answer(&self, place: Place, decided: &mut Decided) -> Result<(), Wide> {
        let group = self.program.groups.get(place.group).ok_or(Wide)?;
        let answer = group.answers.get(place.at).ok_or(Wide)?;
        match self.product(answer) {
            Some(product) => decided.add(place.group, product),
            None => decided.measured(place.group)?.add_open(&self.open(answer.criterion)?, answer.weight)?,
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
    fn other(&self, place: Place, decided: &mut Decided) -> Result<(), Wide> {
        let group = self.program.groups.get(place.group).ok_or(Wide)?;
        let leaf = group.leaves.get(place.at).ok_or(Wide)?;
        let value = match self.leaf(leaf)? {
            Leaf::Numerator(numerator) => {
                decided.add(place.group, leaf.weight * numerator);
                Value::Fixed(numerator)
            }
            Leaf::NotApplicable => {
                decided.take(place.group, leaf.weight);
                return Ok(());
            }
            Leaf::Measured(n, d) => {
                let fraction = Fraction { n, d };
                decided.measured(place.group)?.add(fraction, leaf.weight)?;
                if leaf.kept.is_none() {
                    return Ok(());
                }
                decided.exact(fraction)
            }
            Leaf::Open => {
                let open = self.open(leaf.criterion)?;
                if open.low == open.high {
                    decided.measured(place.group)?.add(open.low, leaf.weight)?;
                    decided.exact(open.low)
                } else {
                    decided.measured(place.group)?.add_open(&open, leaf.weight)?;
                    decided.open(open)
                }
            }
        };
        if let Some(kept) = leaf.kept.and_then(|at| decided.leaves.get_mut(at)) {
            *kept = value;
        }
        Ok(())
    }
}

/// What a group comes to of which not all is a whole number over its scale.
#[inline(never)]
fn measured_group(at: usize, group: &GroupOp, decided: &mut Decided) -> Result<Value, Wide> {
    let sum = *decided.sums.get(at).ok_or(Wide)?;
    let measured = std::mem::take(decided.measured(at)?);
    let low = divided(sum.products, group.scale, measured.low, sum.whole)?;
    let Some((tight, missing)) = measured.open else { return Ok(decided.exact(low)) };
    let high = divided(sum.products, group.scale, measured.high, sum.whole)?;
    if low.equals(high).ok_or(Wide)? {
        return Ok(decided.exact(low));
    }
    Ok(decided.open(Open { low, high, tight, missing }))
}

/// (sum / scale + measured) / whole.
fn divided(sum: i64, scale: i64, measured: Fraction, whole: i64) -> Result<Fraction, Wide> {
    let sum = Fraction { n: i128::from(sum), d: i128::from(scale) };
    sum.plus(measured).and_then(|sum| sum.small().over(whole)).map(Fraction::small).ok_or(Wide)
}
