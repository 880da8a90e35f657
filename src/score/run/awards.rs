//! Awards: what is compared, held and asked.

use std::cmp::Ordering;
use std::hint::select_unpredictable;

use super::super::decided::{Decided, Ends, Value};
use super::super::fraction::{Fraction, compare, product};
use super::super::program::{AwardOp, Compared, RequirementOp};
use super::{Run, Wide};
use crate::assess::award::{any, bars, eligibility, in_force};
use crate::assessment::{Eligibility, Verdict};
use crate::evaluate::Truth;
use crate::invariant::Always;
use crate::rule_set::{AwardId, Comparator};

impl Run<'_> {
    pub(super) fn awards(&self, decided: &mut Decided) -> Result<(), Wide> {
        for award in &self.program.awards {
            let requires = match within_bounds(award, decided) {
                Some(within) if award.is_bounds => {
                    let outcome = select_unpredictable(within, Eligibility::Eligible, Eligibility::Ineligible);
                    decided.set_award(award.id, outcome)?;
                    continue;
                }
                Some(true) => {
                    let other =
                        |at: &usize| award.requires.get(*at).always("it is one of the requirements").ok_or(Wide);
                    self.verdict(award.others.iter().map(other), decided)?
                }
                Some(false) => Verdict::Fails,
                None => self.verdict(award.requires.iter().map(Ok), decided)?,
            };
            let conditional = match &award.conditional {
                Some(requirements) => Some(self.verdict(requirements.iter().map(Ok), decided)?),
                None => None,
            };
            // What fails is ineligible whatever bars it.
            let outcome = if requires == Verdict::Fails && conditional.is_none() {
                Eligibility::Ineligible
            } else if !award.has_bars {
                eligibility(requires, conditional, Verdict::Fails)
            } else {
                eligibility(requires, conditional, any(self.bars(award.id)))
            };
            decided.set_award(award.id, outcome)?;
        }
        Ok(())
    }

    /// Whether each bar of an award stands.
    pub(in super::super) fn bars(&self, award: AwardId) -> impl Iterator<Item = Verdict> {
        let of = self.rules.awards[award].bars.iter();
        of.map(|bar| bars(self.facts, self.dossier.as_of, &bar.test).into())
    }

    /// Of all requirements together: one that fails decides.
    fn verdict<'o>(
        &self,
        requirements: impl Iterator<Item = Result<&'o RequirementOp, Wide>>,
        decided: &Decided,
    ) -> Result<Verdict, Wide> {
        let mut verdict = Verdict::Holds;
        for requirement in requirements {
            match self.requirement(requirement?, decided)? {
                Verdict::Holds => {}
                Verdict::Open => verdict = Verdict::Open,
                Verdict::Fails => return Ok(Verdict::Fails),
            }
        }
        Ok(verdict)
    }

    pub(in super::super) fn requirement(
        &self,
        requirement: &RequirementOp,
        decided: &Decided,
    ) -> Result<Verdict, Wide> {
        Ok(match requirement {
            RequirementOp::Condition { when, condition } => match self.truth(when) {
                Truth::Unknown => self.facts.truth(condition).into(),
                known => known.into(),
            },
            RequirementOp::Held { award, held } => Truth::from(self.is_held(*award) == *held).into(),
            RequirementOp::Eligible { award } => match decided.award(*award) {
                Eligibility::Eligible => Verdict::Holds,
                Eligibility::Undetermined => Verdict::Open,
                Eligibility::Conditional | Eligibility::Ineligible => Verdict::Fails,
            },
            RequirementOp::Compare { .. } if !decided.scored => Verdict::Fails,
            RequirementOp::Compare { of, comparator, threshold, fails_when_not_applicable } => {
                let asked = Asked {
                    comparator: *comparator,
                    threshold: *threshold,
                    fails_when_not_applicable: *fails_when_not_applicable,
                };
                let mut verdict = Verdict::Holds;
                for one in of {
                    match self.compared(one, &asked, decided)? {
                        Verdict::Holds => {}
                        Verdict::Open => verdict = Verdict::Open,
                        Verdict::Fails => return Ok(Verdict::Fails),
                    }
                }
                verdict
            }
        })
    }

    fn compared(&self, one: &Compared, asked: &Asked, decided: &Decided) -> Result<Verdict, Wide> {
        if let Some(bound) = one.bound
            && let Value::Fixed(numerator) = decided.value(one.of)?
        {
            return Ok(Truth::from(bound.holds(numerator)).into());
        }
        let Some(ends) = decided.ends(self.program, one.of)? else {
            return Ok(Truth::from(!one.is_total && !asked.fails_when_not_applicable).into());
        };
        asked.verdict(one, &ends)
    }

    fn is_held(&self, award: AwardId) -> bool {
        let declared = &self.rules.awards[award];
        self.dossier.held.iter().any(|held| held.award == award && in_force(declared, held, self.dossier.as_of))
    }
}

/// Whether every group that is compared is within its bounds; `None` where one of them is no whole number over its
/// denominator.
#[inline]
fn within_bounds(award: &AwardOp, decided: &Decided) -> Option<bool> {
    if !decided.scored {
        return None;
    }
    let mut holds = true;
    for bound in &award.bounds {
        let Some(Value::Fixed(numerator)) = decided.groups.get(bound.group) else { return None };
        holds &= numerator.wrapping_sub(bound.least).cast_unsigned() <= bound.reach;
    }
    Some(holds)
}

/// What a requirement asks of each of its scores.
struct Asked {
    comparator: Comparator,
    threshold: (i64, i64),
    fails_when_not_applicable: bool,
}

impl Asked {
    /// What the two ends of a value come to.
    fn verdict(&self, one: &Compared, ends: &Ends) -> Result<Verdict, Wide> {
        if self.comparator == Comparator::AtLeastPercent && ends.of.n == 0 {
            return Ok(Truth::from(!self.fails_when_not_applicable).into());
        }
        let low = self.holds(one, ends.low, ends.of)?;
        if ends.low == ends.high {
            return Ok(Truth::from(low).into());
        }
        let high = self.holds(one, ends.high, ends.of)?;
        Ok(if low == high { Truth::from(low).into() } else { Verdict::Open })
    }

    fn holds(&self, one: &Compared, value: Fraction, of: Fraction) -> Result<bool, Wide> {
        let (bound_n, bound_d) = (i128::from(self.threshold.0), i128::from(self.threshold.1));
        let (weight_n, weight_d) = (i128::from(one.weight.0), i128::from(one.weight.1));
        let ordering = if self.comparator == Comparator::AtLeastPercent {
            // 100 value / of: the weight of a group or leaf stands in both, and is no part of it.
            let left = product(100 * bound_d, of.d).ok_or(Wide)?;
            let right = product(bound_n, of.n).ok_or(Wide)?;
            compare(value.n, left, right, value.d)
        } else {
            compare(value.n, weight_n * bound_d, bound_n * weight_d, value.d)
        };
        let ordering = ordering.ok_or(Wide)?;
        Ok(match self.comparator {
            Comparator::AtLeast | Comparator::AtLeastPercent => ordering != Ordering::Less,
            Comparator::AtMost => ordering != Ordering::Greater,
            Comparator::Above => ordering == Ordering::Greater,
            Comparator::Below => ordering == Ordering::Less,
        })
    }
}
