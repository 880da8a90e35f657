//! Groups: their leaves and subgroups added up.

use super::super::decided::{Decided, Open, Value};
use super::super::fraction::Fraction;
use super::super::program::{AnswerOp, GroupOp, LeafOp, NO_EVIDENCE, Source};
use super::leaf::Leaf;
use super::measured::Measured;
use super::{Run, Wide};

impl Run<'_> {
    pub(super) fn group(&self, group: &GroupOp, decided: &mut Decided) -> Result<Value, Wide> {
        if !self.applies(&group.when)? {
            return Ok(Value::NotApplicable);
        }
        // INVARIANT: weight times numerator over a whole group fits 64 bits, which compiling proved.
        let (mut sum, mut whole) = (0i64, group.whole);
        let mut measured: Option<Measured> = None;
        for answer in self.program.answers.get(group.answers.clone()).unwrap_or_default() {
            match self.product(answer) {
                Some(product) => sum += product,
                None => self.open_answer(answer, &mut measured)?,
            }
        }
        for leaf in self.program.leaves.get(group.leaves.clone()).unwrap_or_default() {
            match self.leaf(leaf)? {
                Leaf::Numerator(numerator) => {
                    sum += leaf.weight * numerator;
                    self.keep(leaf.kept, || Value::Fixed(numerator), decided);
                }
                Leaf::NotApplicable => whole -= leaf.weight,
                Leaf::Measured(n, d) => {
                    let fraction = Fraction { n, d };
                    Measured::add(&mut measured, fraction, leaf.weight)?;
                    self.keep(leaf.kept, || Value::Exact(fraction), decided);
                }
                Leaf::Open => self.open_leaf(leaf, &mut measured, decided)?,
            }
        }
        for subgroup in &group.subgroups {
            let source = Source::Group(subgroup.at);
            match decided.value(source) {
                Value::NotApplicable => whole -= subgroup.weight,
                Value::Fixed(numerator) if subgroup.multiplier != 0 => sum += numerator * subgroup.multiplier,
                Value::Fixed(numerator) => {
                    Measured::add(&mut measured, self.scaled(source, numerator), subgroup.weight)?;
                }
                Value::Exact(fraction) => Measured::add(&mut measured, fraction, subgroup.weight)?,
                Value::Open(at) => {
                    let open = decided.open.get(at).ok_or(Wide)?;
                    Measured::add_open(&mut measured, open, subgroup.weight)?;
                }
            }
        }
        if whole == 0 {
            return Ok(Value::NotApplicable);
        }
        let Some(measured) = measured else {
            return match group.fixed.as_ref().and_then(|fixed| fixed.factor(whole)) {
                Some(factor) => Ok(Value::Fixed(sum * factor)),
                None => divided(sum, group.scale, Fraction::ZERO, whole).map(Value::Exact),
            };
        };
        let low = divided(sum, group.scale, measured.low, whole)?;
        let Some((tight, missing)) = measured.open else { return Ok(Value::Exact(low)) };
        let high = divided(sum, group.scale, measured.high, whole)?;
        if low.equals(high).ok_or(Wide)? {
            return Ok(Value::Exact(low));
        }
        decided.open.push(Open { low, high, tight, missing });
        Ok(Value::Open(decided.open.len() - 1))
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

    #[cold]
    fn open_answer(&self, answer: &AnswerOp, measured: &mut Option<Measured>) -> Result<(), Wide> {
        Measured::add_open(measured, &self.open(answer.criterion)?, answer.weight)
    }

    #[cold]
    fn open_leaf(&self, leaf: &LeafOp, measured: &mut Option<Measured>, decided: &mut Decided) -> Result<(), Wide> {
        let open = self.open(leaf.criterion)?;
        if open.low == open.high {
            self.keep(leaf.kept, || Value::Exact(open.low), decided);
            return Measured::add(measured, open.low, leaf.weight);
        }
        Measured::add_open(measured, &open, leaf.weight)?;
        if leaf.kept.is_some() {
            decided.open.push(open);
            let at = decided.open.len() - 1;
            self.keep(leaf.kept, || Value::Open(at), decided);
        }
        Ok(())
    }
}

/// (sum / scale + measured) / whole.
fn divided(sum: i64, scale: i64, measured: Fraction, whole: i64) -> Result<Fraction, Wide> {
    let sum = Fraction { n: i128::from(sum), d: i128::from(scale) };
    sum.plus(measured).and_then(|sum| sum.over(whole)).ok_or(Wide)
}
