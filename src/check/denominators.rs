//! How long exact sums can get: the least common denominators of what is added up, kept within a limit.
//!
//! What a dossier answers is looked at when it is bound, in the same way; here, answers are taken for whole.

use super::criterion::Criteria;
use super::leaving;
use super::measure::Measures;
use super::outline::{Item, Outline};
use super::scope::Scope;
use crate::Number;
use crate::diagnostic::{Code, Pointer};
use crate::document::NotApplicable;
use crate::number::denominator::Denominator;
use crate::rule_set::arena::ArenaId;
use crate::rule_set::{
    Aggregate, AnswerOutcome, Criterion, CriterionId, Group, Kind, Leaf, Measure, MeasureKind, Scorer,
};

/// What the points of a criterion are divided by.
struct Divisor {
    known: Denominator,
    /// Bits of the sums of weights that what applies may come to, of every group below.
    sums: u64,
    /// The greatest such sum, as a whole number.
    greatest: u64,
    /// How many groups stand inside one another.
    levels: u64,
    /// What it is out of may be less than its weight.
    shrinks: bool,
}

impl Divisor {
    fn plain(known: Denominator) -> Divisor {
        Divisor { known, sums: 0, greatest: 0, levels: 0, shrinks: false }
    }

    /// Takes in what is added up or compared: as points, or as a fraction, which is points by weight.
    fn take_in(&mut self, part: &Divisor, by: Option<&Number>) {
        match by {
            Some(weight) => self.known.join_known(&part.known.clone().over(weight)),
            None => self.known.join_known(&part.known),
        }
        self.sums = self.sums.saturating_add(part.sums);
        self.greatest = self.greatest.max(part.greatest);
        self.levels = self.levels.max(part.levels);
    }

    /// Divided by the sum of all these weights.
    fn divide_by_all_of<'n, I: Iterator<Item = &'n Number>>(&mut self, weights: impl Fn() -> I, most: usize) {
        match unit(weights(), most) {
            Some(_) => self.known = self.known.clone().over(&weights().sum::<Number>()),
            None => self.known.add_unknown(u64::MAX),
        }
    }

    /// Divided by the sum of some of these weights, in their unit.
    fn divide_by_some_of<'n, I: Iterator<Item = &'n Number>>(&mut self, weights: impl Fn() -> I, most: usize) {
        match unit(weights(), most) {
            Some(unit) if weights().nth(1).is_some() => {
                self.divide_by_bits(unit.bits() + weights().sum::<Number>().magnitude_bits());
            }
            Some(_) => {}
            None => self.known.add_unknown(u64::MAX),
        }
    }

    /// Divided by a whole number of so many bits, and no more.
    fn divide_by_bits(&mut self, bits: u64) {
        let greatest = 1u64.checked_shl(u32::try_from(bits).unwrap_or(u32::MAX)).unwrap_or(u64::MAX);
        self.sums = self.sums.saturating_add(bits);
        self.greatest = self.greatest.max(greatest);
        self.levels += 1;
    }

    /// The known divisor with those of the sums: no longer than all of them in a row, and no longer than the least
    /// common multiple of all numbers up to the greatest, which has about 1.44 bits for each of them.
    fn whole(&self) -> Denominator {
        let mut whole = self.known.clone();
        whole.add_unknown(self.sums.min(self.greatest.saturating_mul(3).saturating_mul(self.levels) / 2));
        whole
    }
}

/// The common denominator of some weights, if it is not too large.
fn unit<'n>(weights: impl Iterator<Item = &'n Number>, most: usize) -> Option<Denominator> {
    let mut unit = Denominator::whole(most);
    weights.for_each(|weight| unit.join(weight));
    (!unit.is_too_large()).then_some(unit)
}

/// The sum of `weights`, those of the criteria in `item`; a report where its denominator would be too large.
pub(super) fn sum<'n>(
    scope: &Scope<'_>,
    item: &Item<'_>,
    weights: impl Iterator<Item = &'n Number> + Clone,
) -> Option<Number> {
    if unit(weights.clone(), scope.findings.limits().denominator_bits).is_none() {
        report(scope, &item.below(), &format!("the weights in {}", item.name()));
        return None;
    }
    Some(weights.sum())
}

/// Reports the innermost groups, and the measures, whose points can have too large a denominator.
pub(super) fn sums(scope: &Scope<'_>, outline: &Outline<'_>, criteria: &Criteria, measures: &Measures) {
    let most = scope.findings.limits().denominator_bits;
    let leaving = leaving::criteria(scope, criteria);
    let mut divisors: Vec<Divisor> = Vec::new();
    divisors.resize_with(outline.items.len(), || Divisor::plain(Denominator::whole(most)));
    for (i, item) in outline.items.iter().enumerate().rev() {
        let criterion = &criteria.all[CriterionId::new(i)];
        let divisor = match &criterion.kind {
            Kind::Leaf(leaf) => Divisor::plain(of_leaf(scope, criterion, leaf, most)),
            Kind::Group(group) => {
                let below = item.children.iter().filter_map(|child| {
                    let id = CriterionId::new(*child);
                    let (criterion, divisor) = (&criteria.all[id], divisors.get(*child)?);
                    Some(Part { criterion, divisor, may_leave: leaving[id].may_leave })
                });
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
    for measure in measures.all.iter() {
        if of_measure(measure, criteria, &divisors, most).whole().is_too_large() {
            let at = Pointer::root().key("measures").key(&measure.id);
            report(scope, &at, &format!("the points of `{}`", measure.id));
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

/// What stands in a group.
struct Part<'c> {
    criterion: &'c Criterion,
    divisor: &'c Divisor,
    may_leave: bool,
}

fn of_group<'c>(
    criterion: &Criterion,
    group: &Group,
    below: &(impl Iterator<Item = Part<'c>> + Clone),
    most: usize,
) -> Divisor {
    let counted = || below.clone().filter(|part| !part.criterion.bonus && !part.criterion.weight.is_zero());
    let may_leave = counted().any(|part| part.may_leave);
    let varies = may_leave || counted().any(|part| part.divisor.shrinks);
    let shrinks =
        counted().any(|part| part.divisor.shrinks) || may_leave && group.not_applicable == NotApplicable::Shrink;
    if let Some(round) = &group.round {
        return Divisor { shrinks, ..Divisor::plain(Denominator::of(&power_of_tenth(round.places), most)) };
    }
    let mut whole = Divisor { shrinks, ..Divisor::plain(Denominator::whole(most)) };
    for Part { criterion: child, divisor, .. } in below.clone() {
        match group.aggregate {
            Aggregate::Sum | Aggregate::Mean | Aggregate::Deduct { .. } => whole.take_in(divisor, None),
            _ => whole.take_in(divisor, Some(&child.weight)),
        }
    }
    // of a sum, the weight is in the units of those of its criteria, and cancels
    if !matches!(group.aggregate, Aggregate::Sum | Aggregate::Deduct { .. }) {
        whole.known = whole.known.times(&Denominator::of(&criterion.weight, most));
    }
    let weights = || counted().map(|part| &part.criterion.weight);
    let shares = !matches!(group.aggregate, Aggregate::Sum | Aggregate::Deduct { .. });
    match &group.aggregate {
        Aggregate::Sum if varies && group.not_applicable == NotApplicable::Redistribute => {
            whole.divide_by_some_of(weights, most);
        }
        Aggregate::Mean if varies => whole.divide_by_some_of(weights, most),
        Aggregate::Mean => whole.divide_by_all_of(weights, most),
        Aggregate::Best(k) => {
            // by how many there are, up to so many
            let most = below.clone().count().min(*k);
            whole.divide_by_bits(u64::from(usize::BITS - most.leading_zeros()));
        }
        _ => {}
    }
    if shares && may_leave && group.not_applicable == NotApplicable::Shrink {
        // what is left of the weight is a share of all weights
        whole.divide_by_all_of(weights, most);
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

fn of_measure(measure: &Measure, criteria: &Criteria, divisors: &[Divisor], most: usize) -> Divisor {
    let mut whole = Divisor::plain(Denominator::whole(most));
    for (id, divisor) in measure.criteria.iter().filter_map(|id| Some((*id, divisors.get(id.index())?))) {
        let by = (measure.kind != MeasureKind::Sum).then(|| &criteria.all[id].weight);
        whole.take_in(divisor, by);
    }
    if measure.kind != MeasureKind::Sum {
        whole.known = whole.known.times(&Denominator::of(&measure.weight, most));
    }
    if measure.kind == MeasureKind::Mean {
        // by how many of them apply
        whole.divide_by_bits(u64::from(usize::BITS - measure.criteria.len().leading_zeros()));
    }
    whole
}

/// The unit of numbers of so many decimal places.
fn power_of_tenth(places: u8) -> Number {
    10_i64.checked_pow(u32::from(places)).and_then(|unit| Number::ratio(1, unit).ok()).unwrap_or(Number::ONE)
}
