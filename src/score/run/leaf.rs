//! Leaves: what each comes to.

use super::super::decided::Open;
use super::super::fraction::{Fraction, product};
use super::super::program::{Bands, By, LeafOp, NO_EVIDENCE, NOT_APPLICABLE, Step, UNKNOWN, When};
use super::{Run, Wide};
use crate::document::WhenZero;
use crate::evaluate::Truth;
use crate::invariant::{Always, broken};
use crate::rule_set::{self, CriterionId, FactId, Kind, Scorer};

pub(super) const IS_LEAF: &str = "an operation on a leaf is that of a leaf";
const SAYS_OF_ZERO: &str = "what is said of a divisor of 0 is written where it may be 0";

/// What a leaf comes to.
pub(super) enum Leaf {
    /// A numerator over the group's scale.
    Numerator(i64),
    /// A fraction with a denominator of its own.
    Measured(i128, i128),
    NotApplicable,
    /// A fact that it reads is missing.
    Open,
}

impl Run<'_> {
    /// What a leaf comes to with evidence asked.
    pub(super) fn leaf(&self, leaf: &LeafOp) -> Result<Leaf, Wide> {
        let claimed = self.claimed(leaf)?;
        if leaf.evidence == NO_EVIDENCE || self.is_evidenced(leaf.evidence)? {
            return Ok(claimed);
        }
        // What is not evidenced is worth nothing, whatever was answered; but whether it applies is the answer's.
        match claimed {
            Leaf::NotApplicable => Ok(Leaf::NotApplicable),
            Leaf::Open if self.may_not_apply(leaf.criterion) => Err(Wide),
            Leaf::Open | Leaf::Numerator(_) | Leaf::Measured(..) => Ok(Leaf::Numerator(0)),
        }
    }

    /// What the facts claim of a leaf.
    pub(super) fn claimed(&self, leaf: &LeafOp) -> Result<Leaf, Wide> {
        if !matches!(leaf.when, When::Always) && !self.applies(&leaf.when)? {
            return Ok(Leaf::NotApplicable);
        }
        Ok(match &leaf.by {
            By::Answer { fact, numerators } => match usize::try_from(self.slot(*fact)) {
                Ok(at) => numerator(numerators, at),
                Err(_) => Leaf::Open,
            },
            By::Condition { when, whole } => match self.truth(when) {
                Truth::True => Leaf::Numerator(*whole),
                Truth::False => Leaf::Numerator(0),
                Truth::Unknown => Leaf::Open,
            },
            By::Bands { fact, bands } => match self.number(*fact) {
                Some((n, d)) => Leaf::Numerator(Self::band(bands, n, d)),
                None => Leaf::Open,
            },
            By::BandsOfRatio { of, to, bands, when_zero } => self.band_of_ratio(*of, *to, bands, *when_zero),
            By::Count { numerators } => self.holding(leaf.criterion).map_or(Leaf::Open, |at| numerator(numerators, at)),
            By::Cases { numerators } => {
                self.first_case(leaf.criterion).map_or(Leaf::Open, |at| numerator(numerators, at))
            }
            By::Linear { fact, from, to } => match self.number(*fact) {
                Some((n, d)) => linear(n, d, *from, *to)?,
                None => Leaf::Open,
            },
            By::Ratio { of, to, when_zero } => self.ratio(*of, *to, when_zero.as_ref()),
        })
    }

    /// The ends of a leaf of which a fact is missing; evidence aside.
    #[cold]
    pub(super) fn open(&self, id: CriterionId) -> Result<Open, Wide> {
        let Kind::Leaf(leaf) = &self.rules.criteria[id].kind else { return broken(IS_LEAF, Err(Wide)) };
        let outcome = self.facts.leaf(id, leaf);
        let span = outcome.fraction().filter(|_| !outcome.may_not_apply).ok_or(Wide)?;
        let fraction = |number: &crate::Number| {
            let (n, d) = number.to_i64_pair()?;
            Some(Fraction { n: i128::from(n), d: i128::from(d) })
        };
        let (low, high) = (fraction(&span.low).ok_or(Wide)?, fraction(&span.high).ok_or(Wide)?);
        Ok(Open { low, high, tight: outcome.tight, missing: outcome.missing })
    }

    #[cold]
    fn may_not_apply(&self, id: CriterionId) -> bool {
        match &self.rules.criteria[id].kind {
            Kind::Leaf(leaf) => self.facts.leaf(id, leaf).may_not_apply,
            Kind::Group(_) => broken(IS_LEAF, true),
        }
    }

    /// How many of a leaf's conditions hold; `None` where that is not known.
    fn holding(&self, id: CriterionId) -> Option<usize> {
        let Kind::Leaf(rule_set::Leaf { scorer: Scorer::Count { of, .. }, .. }) = &self.rules.criteria[id].kind else {
            return broken("a leaf's numerators are by the same conditions", None);
        };
        of.iter().try_fold(0, |holding, condition| match self.facts.truth(condition) {
            Truth::True => Some(holding + 1),
            Truth::False => Some(holding),
            Truth::Unknown => None,
        })
    }

    /// The first of a leaf's cases that holds; past the last where none does; `None` where that is not known.
    fn first_case(&self, id: CriterionId) -> Option<usize> {
        let Kind::Leaf(rule_set::Leaf { scorer: Scorer::Cases { cases, .. }, .. }) = &self.rules.criteria[id].kind
        else {
            return broken("a leaf's numerators are by the same cases", None);
        };
        for (at, (condition, _)) in cases.iter().enumerate() {
            match self.facts.truth(condition) {
                Truth::True => return Some(at),
                Truth::False => {}
                Truth::Unknown => return None,
            }
        }
        Some(cases.len())
    }

    fn band_of_ratio(&self, of: FactId, to: FactId, bands: &Bands, when_zero: Option<i64>) -> Leaf {
        let Some((to_n, to_d)) = self.number(to) else { return Leaf::Open };
        if to_n == 0 {
            return match when_zero {
                Some(NOT_APPLICABLE) => Leaf::NotApplicable,
                Some(UNKNOWN) => Leaf::Open,
                None => broken(SAYS_OF_ZERO, Leaf::Open),
                Some(numerator) => Leaf::Numerator(numerator),
            };
        }
        let Some((of_n, of_d)) = self.number(of) else { return Leaf::Open };
        if of_d == 1 && to_d == 1 && to_n > 0 {
            return Leaf::Numerator(Self::band(bands, of_n, to_n));
        }
        let (n, d) = quotient((of_n, of_d), (to_n, to_d));
        // Four factors of 64 bits each do not fit; then it is not decided here.
        let mut gives = bands.otherwise;
        for step in &bands.steps {
            match (n.checked_mul(i128::from(step.denominator)), i128::from(step.numerator).checked_mul(d)) {
                (Some(value), Some(from)) if value >= from => gives = step.gives,
                (Some(_), Some(_)) => {}
                _ => return Leaf::Open,
            }
        }
        Leaf::Numerator(gives)
    }

    fn ratio(&self, of: FactId, to: FactId, when_zero: Option<&WhenZero>) -> Leaf {
        let Some((to_n, to_d)) = self.number(to) else { return Leaf::Open };
        if to_n == 0 {
            return match when_zero {
                Some(WhenZero::NotApplicable) => Leaf::NotApplicable,
                Some(WhenZero::Number(value)) => match value.to_i64_pair() {
                    Some((n, d)) => clamped(i128::from(n), i128::from(d)),
                    None => Leaf::Open,
                },
                Some(WhenZero::Unknown) => Leaf::Open,
                None => broken(SAYS_OF_ZERO, Leaf::Open),
            };
        }
        let Some((of_n, of_d)) = self.number(of) else { return Leaf::Open };
        let (n, d) = quotient((of_n, of_d), (to_n, to_d));
        clamped(n, d)
    }

    /// The numerator of the highest step that n / d reaches; d is above zero.
    #[inline]
    fn band(bands: &Bands, n: i64, d: i64) -> i64 {
        let steps = &bands.steps;
        let narrow = |value: i64| i32::try_from(value).is_ok();
        if bands.narrow && narrow(n) && narrow(d) {
            let reached = |step: &Step| n * step.denominator >= step.numerator * d;
            steps.iter().fold(bands.otherwise, |gives, step| if reached(step) { step.gives } else { gives })
        } else {
            let (n, d) = (i128::from(n), i128::from(d));
            let reached = |step: &Step| n * i128::from(step.denominator) >= i128::from(step.numerator) * d;
            steps.iter().fold(bands.otherwise, |gives, step| if reached(step) { step.gives } else { gives })
        }
    }
}

fn numerator(numerators: &[i64], at: usize) -> Leaf {
    match numerators.get(at).always("what a leaf comes to has a numerator") {
        Some(&NOT_APPLICABLE) => Leaf::NotApplicable,
        Some(&UNKNOWN) | None => Leaf::Open,
        Some(&numerator) => Leaf::Numerator(numerator),
    }
}

/// The quotient of two fractions, the second not zero.
fn quotient((of_n, of_d): (i64, i64), (to_n, to_d): (i64, i64)) -> (i128, i128) {
    let n = i128::from(of_n) * i128::from(to_d);
    let d = i128::from(of_d) * i128::from(to_n);
    if d < 0 { (-n, -d) } else { (n, d) }
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
        Leaf::Measured(1, 1)
    } else {
        Leaf::Measured(n, d)
    }
}
