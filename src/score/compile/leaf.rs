//! Leaves: which numerators their answers give.

use super::super::program::{AnswerOp, Bands, By, LeafOp, NO_EVIDENCE, NOT_APPLICABLE, Step, UNKNOWN};
use super::{Compiler, Leaves};
use crate::Number;
use crate::document::WhenZero;
use crate::invariant::Always;
use crate::rule_set::{AnswerId, AnswerOutcome, CriterionId, Derivation, EvidenceRule, FactId, Leaf, Operand, Scorer};

impl Compiler<'_> {
    /// Every fraction that a leaf's rules write down.
    pub(super) fn fractions<'r>(&'r self, leaf: &'r Leaf) -> Vec<Number> {
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

    /// Adds a leaf: among the answers where it is one and always applies, among the others where not.
    pub(super) fn leaf(
        &mut self,
        criterion: CriterionId,
        leaf: &Leaf,
        weight: i64,
        scale: i64,
        leaves: &mut Leaves,
    ) -> Option<()> {
        if leaf.acts_on_silence() {
            return None;
        }
        let evidence = self.evidence(criterion, leaf.evidence.as_ref())?;
        let kept = self.program.kept.binary_search_by_key(&criterion, |(leaf, _)| *leaf).ok();
        if let Some(at) = kept {
            self.program.kept.get_mut(at).always("it was found there")?.1 = scale;
        }
        let applies_when = self.rules.criteria[criterion].applies_when.as_ref();
        if let Scorer::Scale { fact, scale: table, answers } = &leaf.scorer {
            let numerators = self.answers(*table, answers, scale)?;
            let plain = numerators.iter().all(|numerator| !matches!(*numerator, NOT_APPLICABLE | UNKNOWN));
            if plain && kept.is_none() && applies_when.is_none() {
                let products = numerators.iter().map(|numerator| numerator * weight).collect();
                leaves.answers.push(AnswerOp { fact: *fact, products, evidence, criterion, weight });
                return Some(());
            }
        }
        let by = self.by(&leaf.scorer, scale)?;
        let when = self.when(applies_when);
        leaves.leaves.push(LeafOp { criterion, weight, when, by, evidence, kept });
        Some(())
    }

    /// The numerators of a choice read through a scale.
    fn answers(&self, table: crate::rule_set::ScaleId, answers: &[AnswerId], scale: i64) -> Option<Vec<i64>> {
        let table = &self.rules.scales[table].answers;
        // An answer that asks for evidence of its own is judged as it stands.
        if table.iter().any(|answer| answer.evidence.is_some()) {
            return None;
        }
        let gives = |at: &AnswerId| match &table[*at].gives {
            AnswerOutcome::Fraction(fraction) => numerator(fraction, scale),
            AnswerOutcome::NotApplicable => Some(NOT_APPLICABLE),
            AnswerOutcome::Unknown => Some(UNKNOWN),
        };
        answers.iter().map(gives).collect()
    }

    fn by(&mut self, scorer: &Scorer, scale: i64) -> Option<By> {
        Some(match scorer {
            Scorer::Scale { fact, scale: table, answers } => {
                By::Answer { fact: *fact, numerators: self.answers(*table, answers, scale)? }
            }
            Scorer::MetWhen(condition) => By::Condition { when: self.when(Some(condition)), whole: scale },
            Scorer::Bands { fact, steps, otherwise } => {
                let bands = Self::bands(steps, otherwise, scale)?;
                if let Some((of, to, when_zero)) = self.quotient(*fact) {
                    let when_zero = match when_zero {
                        Some(WhenZero::Number(value)) => Some(numerator(&band(steps, otherwise, &value), scale)?),
                        Some(WhenZero::NotApplicable) => Some(NOT_APPLICABLE),
                        Some(WhenZero::Unknown) => Some(UNKNOWN),
                        None => None,
                    };
                    By::BandsOfRatio { of, to, bands, when_zero }
                } else {
                    self.needs(*fact);
                    By::Bands { fact: *fact, bands }
                }
            }
            Scorer::Count { of, out_of } => {
                of.iter().for_each(|condition| self.reads(condition));
                let numerators = (0..=of.len()).map(|n| numerator(&share(n, out_of)?, scale));
                let numerators = numerators.collect::<Option<Vec<_>>>()?;
                By::Count { numerators }
            }
            Scorer::Cases { cases, otherwise } => {
                cases.iter().for_each(|(condition, _)| self.reads(condition));
                let fractions = cases.iter().map(|(_, fraction)| fraction).chain([otherwise]);
                let numerators = fractions.map(|fraction| numerator(fraction, scale)).collect::<Option<Vec<_>>>()?;
                By::Cases { numerators }
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
        })
    }

    fn bands(steps: &[(Number, Number)], otherwise: &Number, scale: i64) -> Option<Bands> {
        let step = |(at, fraction): &(Number, Number)| {
            let (n, d) = at.to_i64_pair()?;
            Some(Step { numerator: n, denominator: d, gives: numerator(fraction, scale)? })
        };
        let steps = steps.iter().map(step).collect::<Option<Vec<_>>>()?;
        let narrow = |part: i64| i32::try_from(part).is_ok();
        let narrow = steps.iter().all(|step| narrow(step.numerator) && narrow(step.denominator));
        Some(Bands { steps, otherwise: numerator(otherwise, scale)?, narrow })
    }

    /// A place for the document that a leaf asks for; it is brought into order later.
    fn evidence(&mut self, criterion: CriterionId, rule: Option<&EvidenceRule>) -> Option<u32> {
        match rule {
            None => Some(NO_EVIDENCE),
            Some(EvidenceRule::Type { evidence_type, at_least: 1 })
                if !self.rules.evidence_types[*evidence_type].exclusive =>
            {
                self.program.evidence.push((criterion, *evidence_type));
                Some(0)
            }
            Some(_) => None,
        }
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

/// A fraction as a numerator over the scale.
fn numerator(fraction: &Number, scale: i64) -> Option<i64> {
    let (n, d) = fraction.to_i64_pair()?;
    (scale % d == 0).then(|| n.checked_mul(scale / d)).flatten()
}

/// The fraction of the highest step that a value reaches.
fn band(steps: &[(Number, Number)], otherwise: &Number, value: &Number) -> Number {
    steps.iter().rev().find(|(at, _)| value >= at).map_or(otherwise, |(_, fraction)| fraction).clone()
}

/// n of so many, at most 1.
fn share(n: usize, out_of: &Number) -> Option<Number> {
    let share = Number::from(n).checked_div(out_of).always("what is counted is out of more than 0")?;
    Some(share.min(Number::ONE))
}
