//! Groups: their leaves and subgroups added up.

use std::hint::select_unpredictable;

use super::super::decided::{Decided, Open, Value};
use super::super::fraction::Fraction;
use super::super::program::{
    AnswerOp, ChoiceOp, GroupOp, NO_EVIDENCE, Place, QuickTest, RatioOp, Rise, RunOp, Source, Subgroup, Sum, When,
};
use super::leaf::Leaf;
use super::measured::Measured;
use super::{HAS_POSITION, HAS_VALUE, POSITIONS, Run, Wide};
use crate::evaluate::MissingSet;
use crate::evaluate::slots::OTHER;
use crate::invariant::Always;

const HAS_SUM: &str = "every group is added up";
const HAS_PLACE: &str = "every leaf has its place in a group";

impl QuickTest {
    /// Negative where the slot is outside.
    #[inline]
    fn outside(&self, slot: i32) -> i64 {
        let above = i64::from(slot) - i64::from(self.least);
        above | (i64::from(self.reach) - above)
    }
}

impl Decided {
    /// Adds a product to a group's sum.
    #[inline]
    fn add(&mut self, group: usize, product: i64) -> Result<(), Wide> {
        self.sum(group)?.products += product;
        Ok(())
    }

    /// Takes a weight that does not apply from a group.
    #[inline]
    fn take(&mut self, group: usize, weight: i64) -> Result<(), Wide> {
        self.sum(group)?.whole -= weight;
        Ok(())
    }

    #[inline]
    fn sum(&mut self, group: usize) -> Result<&mut Sum, Wide> {
        self.sums.get_mut(group).always(HAS_SUM).ok_or(Wide)
    }

    /// What of a group is no whole number over its scale.
    fn measured(&mut self, group: usize) -> Result<&mut Measured, Wide> {
        self.is_measured = true;
        self.measured.get_mut(group).always(HAS_SUM).ok_or(Wide)
    }
}

impl Run<'_> {
    /// Adds up the leaves of all groups, a kind at a time.
    #[inline]
    pub(super) fn leaves(&self, decided: &mut Decided) -> Result<(), Wide> {
        let program = self.program;
        for run in &program.runs {
            match self.run(run) {
                Some(products) => decided.add(run.place.group, products)?,
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
            match self.both(&condition.tests) {
                Some(both) => decided.add(condition.place.group, select_unpredictable(both, condition.product, 0))?,
                None => self.other(condition.place, decided)?,
            }
        }
        for choice in &program.choices {
            match self.choice(choice) {
                Some((product, gone)) => {
                    let sum = decided.sum(choice.place.group)?;
                    sum.products += product;
                    sum.whole -= gone;
                }
                None => self.other(choice.place, decided)?,
            }
        }
        for ratio in &program.ratios {
            match self.ratio_of_whole(ratio) {
                Some(product) => decided.add(ratio.place.group, product)?,
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
        if !matches!(group.when, When::Always) && !self.applies(&group.when)? {
            return Ok(Value::NotApplicable);
        }
        let mut sum = *decided.sum(at)?;
        for subgroup in &group.subgroups {
            match decided.groups.get(subgroup.at) {
                Some(Value::Fixed(numerator)) if subgroup.multiplier != 0 => {
                    sum.products += numerator * subgroup.multiplier;
                }
                _ => sum.whole -= self.subgroup(at, subgroup, decided)?,
            }
        }
        if sum.whole == 0 {
            return Ok(Value::NotApplicable);
        }
        match group.fixed.as_ref().and_then(|fixed| fixed.factor(sum.whole)) {
            Some(factor) if !decided.is_measured => Ok(Value::Fixed(sum.products * factor)),
            factor => measured_group(at, group, sum, factor, decided),
        }
    }

    /// Adds a subgroup that is no whole number over its group's scale; the weight that does not apply.
    #[inline(never)]
    fn subgroup(&self, at: usize, subgroup: &Subgroup, decided: &mut Decided) -> Result<i64, Wide> {
        let source = Source::Group(subgroup.at);
        match decided.value(source)? {
            Value::NotApplicable => return Ok(subgroup.weight),
            Value::Fixed(numerator) => {
                let fraction = self.scaled(source, numerator)?;
                decided.measured(at)?.add(fraction, subgroup.weight)?;
            }
            Value::Exact(exact) => {
                let fraction = decided.fraction(exact)?;
                decided.measured(at)?.add(fraction, subgroup.weight)?;
            }
            Value::Open(open) => {
                let open = decided.open_at(open)?.clone();
                decided.measured(at)?.add_open(&open, subgroup.weight)?;
            }
        }
        Ok(0)
    }

    /// The sum of what answers side by side give; `None` where one is not given.
    #[inline]
    fn run(&self, run: &RunOp) -> Option<i64> {
        let slots = self.slots.get(run.slots.clone())?;
        let mut sum = 0;
        if let Some(few) = &run.few {
            // Nothing hangs on a single answer: what is not given is past all that are.
            let mut last = 0;
            for slot in slots {
                let slot = slot.cast_unsigned() as usize;
                last = last.max(slot);
                // INVARIANT: four positions, of which each has a place.
                #[allow(clippy::indexing_slicing)]
                let product = few[slot & 3];
                sum += product;
            }
            return (last < run.products.len()).then_some(sum);
        }
        for slot in slots {
            sum += *run.products.get(usize::try_from(*slot).ok()?)?;
        }
        Some(sum)
    }

    /// Whether both tests hold; `None` where that is not known.
    #[inline]
    fn both(&self, [one, other]: &[QuickTest; 2]) -> Option<bool> {
        let (a, b) = (*self.slots.get(one.slot)?, *self.slots.get(other.slot)?);
        (a.min(b) > OTHER).then(|| one.outside(a) | other.outside(b) >= 0)
    }

    /// What an answer gives, and the weight that is gone; `None` where something is not given.
    #[inline]
    fn choice(&self, choice: &ChoiceOp) -> Option<(i64, i64)> {
        let when = *self.slots.get(choice.when)?;
        let slot = usize::try_from(*self.slots.get(choice.slot)?).ok()?;
        let product = *choice.products.get(slot)?;
        debug_assert!(when < POSITIONS.cast_signed(), "{HAS_POSITION}");
        let applies = choice.positions >> (when & 63) & 1 == 1;
        // What is not given is below zero.
        (when.cast_unsigned() < POSITIONS)
            .then(|| (select_unpredictable(applies, product, 0), select_unpredictable(applies, 0, choice.weight)))
    }

    /// What a quotient of whole numbers gives; `None` where it is not one, or the divisor not above zero.
    #[inline]
    fn ratio_of_whole(&self, ratio: &RatioOp) -> Option<i64> {
        let (of, to) = (*self.slots.get(ratio.of)?, *self.slots.get(ratio.to)?);
        if (of <= OTHER) | (to <= 0) {
            return None;
        }
        let (of, to) = (i64::from(of) * ratio.denominator, i64::from(to));
        // Every step is asked: nobody can predict which is the last that is reached. All four factors fit 32 bits.
        let rise = |rise: &Rise| select_unpredictable(of >= rise.numerator * to, rise.more, 0);
        Some(ratio.otherwise + ratio.rises.iter().map(rise).sum::<i64>())
    }

    /// An answer by itself.
    #[inline(never)]
    fn answer(&self, place: Place, decided: &mut Decided) -> Result<(), Wide> {
        let group = self.program.groups.get(place.group).always(HAS_PLACE).ok_or(Wide)?;
        let answer = group.answers.get(place.at).always(HAS_PLACE).ok_or(Wide)?;
        match self.product(answer)? {
            Some(product) => decided.add(place.group, product)?,
            None => decided.measured(place.group)?.add_open(&self.open(answer.criterion)?, answer.weight)?,
        }
        Ok(())
    }

    /// Weight times numerator of an answer; `None` where it is not given.
    #[inline]
    fn product(&self, answer: &AnswerOp) -> Result<Option<i64>, Wide> {
        if answer.evidence != NO_EVIDENCE && !self.is_evidenced(answer.evidence)? {
            return Ok(Some(0));
        }
        let Ok(slot) = usize::try_from(self.slot(answer.fact)) else { return Ok(None) };
        Ok(answer.products.get(slot).copied().always("every answer has a product"))
    }

    #[inline]
    pub(super) fn is_evidenced(&self, place: u32) -> Result<bool, Wide> {
        self.evidenced.get(place as usize).copied().always("a leaf that asks for a document has a mark").ok_or(Wide)
    }

    /// Any other leaf.
    #[inline(never)]
    fn other(&self, place: Place, decided: &mut Decided) -> Result<(), Wide> {
        let group = self.program.groups.get(place.group).always(HAS_PLACE).ok_or(Wide)?;
        let leaf = group.leaves.get(place.at).always(HAS_PLACE).ok_or(Wide)?;
        let value = match self.leaf(leaf)? {
            Leaf::Numerator(numerator) => {
                decided.add(place.group, leaf.weight * numerator)?;
                Value::Fixed(numerator)
            }
            Leaf::NotApplicable => {
                decided.take(place.group, leaf.weight)?;
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
        if let Some(kept) = leaf.kept {
            *decided.leaves.get_mut(kept).always(HAS_VALUE).ok_or(Wide)? = value;
        }
        Ok(())
    }
}

/// What a group comes to of which not all may be a whole number over its scale, or that has no fixed denominator.
#[inline(never)]
fn measured_group(
    at: usize,
    group: &GroupOp,
    sum: Sum,
    factor: Option<i64>,
    decided: &mut Decided,
) -> Result<Value, Wide> {
    let divided = |measured: Fraction| divided(sum.products, group.scale, measured, sum.whole);
    if !decided.measured.get(at).always(HAS_SUM).ok_or(Wide)?.is_used {
        return match factor {
            Some(factor) => Ok(Value::Fixed(sum.products * factor)),
            None => divided(Fraction::ZERO).map(|exact| decided.exact(exact)),
        };
    }
    let measured = std::mem::take(decided.measured(at)?);
    let low = divided(measured.low)?;
    let Some((tight, missing)) = measured.open else { return Ok(decided.exact(low)) };
    let high = divided(measured.high)?;
    if low.equals(high).ok_or(Wide)? {
        return Ok(decided.exact(low));
    }
    // Both ends are reached where what is open is open independently of each other.
    let (missing, are_apart) = MissingSet::together(missing);
    Ok(decided.open(Open { low, high, tight: tight && are_apart, missing }))
}

/// (sum / scale + measured) / whole.
fn divided(sum: i64, scale: i64, measured: Fraction, whole: i64) -> Result<Fraction, Wide> {
    let sum = Fraction { n: i128::from(sum), d: i128::from(scale) };
    sum.plus(measured).and_then(|sum| sum.small().over(whole)).map(Fraction::small).ok_or(Wide)
}
