//! How long exact sums can get: the least common denominators of what is added up, kept within a limit.
//!
//! What a dossier answers is looked at when it is bound, in the same way; here, answers are taken for whole.

use super::criterion::Criteria;
use super::outline::{Item, Outline};
use super::scope::Scope;
use crate::Number;
use crate::diagnostic::{Code, Pointer};
use crate::document::NotApplicable;
use crate::number::denominator::Denominator;
use crate::rule_set::arena::ArenaId;
use crate::rule_set::{Aggregate, AnswerOutcome, Criterion, CriterionId, Group, Kind, Leaf, Scorer};

/// What the points of a criterion are divided by.
struct Divisor {
    known: Denominator,
    /// Bits of the sums of weights that what applies may come to, of every group below.
    sums: u64,
    /// The greatest such sum, as a whole number.
    greatest: u64,
    /// How many groups stand inside one another.
    levels: u64,
}

impl Divisor {
    fn plain(known: Denominator) -> Divisor {
        Divisor { known, sums: 0, greatest: 0, levels: 0 }
    }

    /// The known divisor with those of the sums: no longer than all of them in a row, and no longer than the least
    /// common multiple of all numbers up to the greatest, which has about 1.44 bits for each of them.
    fn whole(&self) -> Denominator {
        let mut whole = self.known.clone();
        whole.add_unknown(self.sums.min(self.greatest.saturating_mul(3).saturating_mul(self.levels) / 2));
        whole
    }
}

/// The sum of `weights`, those of the criteria in `item`; a report where its denominator would be too large.
pub(super) fn sum<'n>(
    scope: &Scope<'_>,
    item: &Item<'_>,
    weights: impl Iterator<Item = &'n Number> + Clone,
) -> Option<Number> {
    let mut all = Denominator::whole(scope.findings.limits().denominator_bits);
    weights.clone().for_each(|weight| all.join(weight));
    if all.is_too_large() {
        report(scope, &item.below(), &format!("the weights in {}", item.name()));
        return None;
    }
    Some(weights.sum())
}

/// Reports the innermost groups whose points can have too large a denominator.
pub(super) fn sums(scope: &Scope<'_>, outline: &Outline<'_>, criteria: &Criteria) {
    let most = scope.findings.limits().denominator_bits;
    let mut divisors: Vec<Divisor> = Vec::new();
    divisors.resize_with(outline.items.len(), || Divisor::plain(Denominator::whole(most)));
    for (i, item) in outline.items.iter().enumerate().rev() {
        let criterion = &criteria.all[CriterionId::new(i)];
        let divisor = match &criterion.kind {
            Kind::Leaf(leaf) => Divisor::plain(of_leaf(scope, criterion, leaf, most)),
            Kind::Group(group) => {
                let below = item
                    .children
                    .iter()
                    .filter_map(|child| Some((&criteria.all[CriterionId::new(*child)], divisors.get(*child)?)));
                of_group(criterion, group, &below, most)
            }
        };
        if !divisor.whole().is_too_large() {
            if let Some(place) = divisors.get_mut(i) {
                *place = divisor;
            }
        } else if item.is_group {
            report(scope, &item.below(), &format!("the points in {}", item.name()));
        } else {
            report(scope, &item.at, &format!("the points of {}", item.name()));
        }
    }
}

fn report(scope: &Scope<'_>, at: &Pointer, what: &str) {
    let most = scope.findings.limits().denominator_bits;
    let message = format!("{what} have no common denominator within {most} bits, the limit of exact sums");
    let finding = scope.findings.at_key(Code::TooLarge, at, message);
    scope.findings.push(finding.help(
        "write them as decimals of few digits or as fractions of few denominators; a caller who needs more sets \
         `Limits::denominator_bits`",
    ));
}

fn of_leaf(scope: &Scope<'_>, criterion: &Criterion, leaf: &Leaf, most: usize) -> Denominator {
    let mut fractions = Denominator::whole(most);
    match &leaf.scorer {
        Scorer::Scale { scale, .. } => {
            for answer in scope.scales[*scale].answers.iter() {
                if let AnswerOutcome::Fraction(fraction) = &answer.gives {
                    fractions.join(fraction);
                }
            }
        }
        Scorer::MetWhen(_) | Scorer::Ratio { .. } => {}
        Scorer::Bands { steps, otherwise, .. } => {
            steps.iter().map(|(_, fraction)| fraction).chain([otherwise]).for_each(|fraction| fractions.join(fraction));
        }
        Scorer::Linear { from, to, .. } => {
            fractions = Denominator::of(from, most).over(&(to - from));
        }
        Scorer::Count { out_of, .. } => fractions = fractions.over(out_of),
        Scorer::Cases { cases, otherwise } => {
            cases.iter().map(|(_, fraction)| fraction).chain([otherwise]).for_each(|fraction| fractions.join(fraction));
        }
    }
    criterion.equivalents.iter().for_each(|one| fractions.join(&one.fraction));
    Denominator::of(&criterion.weight, most).times(&fractions)
}

fn of_group<'c>(
    criterion: &Criterion,
    group: &Group,
    below: &(impl Iterator<Item = (&'c Criterion, &'c Divisor)> + Clone),
    most: usize,
) -> Divisor {
    if let Some(round) = &group.round {
        return Divisor::plain(Denominator::of(&power_of_tenth(round.places), most));
    }
    let mut whole = Divisor::plain(Denominator::whole(most));
    for (child, divisor) in below.clone() {
        match group.aggregate {
            // a fraction is compared: points by weight
            Aggregate::Min | Aggregate::Max | Aggregate::All | Aggregate::Any | Aggregate::AtLeast(_) => {
                whole.known.join_known(&divisor.known.clone().over(&child.weight));
            }
            Aggregate::Sum | Aggregate::Mean | Aggregate::Best(_) | Aggregate::Deduct { .. } => {
                whole.known.join_known(&divisor.known);
            }
        }
        whole.sums = whole.sums.saturating_add(divisor.sums);
        whole.greatest = whole.greatest.max(divisor.greatest);
        whole.levels = whole.levels.max(divisor.levels);
    }
    let spreads = match group.aggregate {
        Aggregate::Sum => group.not_applicable == NotApplicable::Redistribute,
        Aggregate::Mean | Aggregate::Best(_) => true,
        _ => false,
    };
    // of a sum, the weight is in the units of those of its criteria, and cancels
    if !matches!(group.aggregate, Aggregate::Sum | Aggregate::Deduct { .. }) {
        whole.known = whole.known.times(&Denominator::of(&criterion.weight, most));
    }
    if spreads {
        let weights = || below.clone().filter(|(child, _)| !child.bonus).map(|(child, _)| &child.weight);
        let mut unit = Denominator::whole(most);
        weights().for_each(|weight| unit.join(weight));
        if unit.is_too_large() {
            whole.known.add_unknown(u64::MAX);
            return whole;
        }
        // the sum of the weights that apply, in units of their common denominator
        let bits = unit.bits() + weights().sum::<Number>().magnitude_bits();
        if weights().filter(|weight| !weight.is_zero()).nth(1).is_some() {
            whole.sums = whole.sums.saturating_add(bits);
            whole.greatest =
                whole.greatest.max(1u64.checked_shl(u32::try_from(bits).unwrap_or(u32::MAX)).unwrap_or(u64::MAX));
            whole.levels += 1;
        }
    }
    group.cap.iter().for_each(|cap| whole.known.join(cap));
    if let Some(share) = &group.at_most_share {
        whole.known = whole.known.times(&Denominator::of(share, most));
    }
    if let Aggregate::Deduct { floor } = &group.aggregate {
        whole.known.join(&criterion.weight);
        whole.known.join(floor);
    }
    whole
}

/// The unit of numbers of so many decimal places.
fn power_of_tenth(places: u8) -> Number {
    10_i64.checked_pow(u32::from(places)).and_then(|unit| Number::ratio(1, unit).ok()).unwrap_or(Number::ONE)
}
