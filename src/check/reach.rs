//! What a score can be at most: sound, not always sharp.
//!
//! A score is never above its bound, whatever the facts, the evidence and the exceptions; so a threshold
//! above the bound cannot be met by anybody.

use super::criterion::Criteria;
use super::interval::Interval;
use super::leaving::{self, Leaving};
use super::scope::Scope;
use crate::Number;
use crate::document::{ExceptionKind, NotApplicable, WaivedAs, WhenEmpty};
use crate::rule_set::arena::Arena;
use crate::rule_set::{
    Aggregate, AnswerOutcome, Criterion, CriterionId, Group, Kind, Leaf, Measure, MeasureKind, Scorer,
};

/// The greatest a criterion or measure can be; without end where absent.
#[derive(Clone, Debug)]
pub(super) struct Reach {
    /// Its points.
    pub(super) points: Option<Number>,
    /// Its points as a share of what they are out of.
    pub(super) fraction: Option<Number>,
    /// Its facts may make it not applicable.
    pub(super) may_not_apply: bool,
    /// It may leave the score: not applicable by its facts, by an exception or for want of an answer.
    pub(super) may_leave: bool,
    /// What it is out of may be less than its weight.
    may_shrink: bool,
    /// What may be handed up past it, at most.
    handed: Option<Number>,
}

/// The reach of every criterion.
pub(super) fn criteria(scope: &Scope<'_>, criteria: &Criteria) -> Arena<CriterionId, Reach> {
    let unknown = |_| Reach {
        points: None,
        fraction: None,
        may_not_apply: true,
        may_leave: true,
        may_shrink: true,
        handed: None,
    };
    let leaving = leaving::criteria(scope, criteria);
    let mut reach = Arena::like(&criteria.all, unknown);
    for (id, criterion) in criteria.all.pairs().rev() {
        reach[id] = match &criterion.kind {
            Kind::Leaf(leaf) => of_leaf(scope, criterion, leaf, leaving[id]),
            Kind::Group(group) => of_group(criteria, &reach, criterion, group, leaving[id]),
        };
    }
    reach
}

fn of_leaf(scope: &Scope<'_>, criterion: &Criterion, leaf: &Leaf, leaving: Leaving) -> Reach {
    let mut fraction = greatest_fraction(scope, &leaf.scorer);
    if !criterion.never {
        fraction = criterion.equivalents.iter().map(|one| one.fraction.clone()).fold(fraction, Number::max);
    }
    if leaving::allows(criterion, ExceptionKind::Waiver) && criterion.waived_as == WaivedAs::Met {
        fraction = Number::ONE;
    }
    Reach {
        points: Some(&criterion.weight * &fraction),
        fraction: Some(fraction),
        may_not_apply: leaving.may_not_apply,
        may_leave: leaving.may_leave,
        may_shrink: false,
        handed: Some(Number::ZERO),
    }
}

fn greatest_fraction(scope: &Scope<'_>, scorer: &Scorer) -> Number {
    let greatest = |of: &mut dyn Iterator<Item = Number>| of.max().unwrap_or(Number::ZERO);
    match scorer {
        Scorer::Scale { scale, answers, .. } => {
            let given = &scope.scales[*scale].answers;
            greatest(&mut answers.iter().map(|i| &given[*i]).map(|answer| match &answer.gives {
                AnswerOutcome::Fraction(fraction) => fraction.clone(),
                AnswerOutcome::NotApplicable => Number::ZERO,
                AnswerOutcome::Unknown => Number::ONE,
            }))
        }
        Scorer::Bands { fact, steps, otherwise } => {
            let highest = Interval::of_fact(scope, *fact).high;
            let reached = steps.iter().filter(|(at, _)| highest.as_ref().is_none_or(|highest| at <= highest));
            greatest(&mut reached.map(|(_, fraction)| fraction.clone())).max(otherwise.clone())
        }
        Scorer::Count { of, out_of } => {
            Number::from(of.len()).checked_div(out_of).unwrap_or(Number::ONE).min(Number::ONE)
        }
        Scorer::Cases { cases, otherwise } => {
            greatest(&mut cases.iter().map(|(_, fraction)| fraction.clone())).max(otherwise.clone())
        }
        Scorer::MetWhen(_) | Scorer::Linear { .. } | Scorer::Ratio { .. } => Number::ONE,
    }
}

/// A child as its group reads it.
struct Part {
    weight: Number,
    /// The most that it adds, as a share of its weight.
    fraction: Number,
    /// The most points that it has.
    points: Number,
    /// The group may be made without it.
    optional: bool,
}

fn of_group(
    criteria: &Criteria,
    reach: &Arena<CriterionId, Reach>,
    criterion: &Criterion,
    group: &Group,
    leaving: Leaving,
) -> Reach {
    let (bonus, counted): (Vec<CriterionId>, Vec<CriterionId>) =
        criterion.children.iter().copied().partition(|child| criteria.all[*child].bonus);
    let adds = matches!(group.aggregate, Aggregate::Sum | Aggregate::Mean);
    // What a `sum` or `mean` adds up by weight; the rest is added beside.
    let (beside, table): (Vec<CriterionId>, Vec<CriterionId>) =
        counted.iter().copied().partition(|child| adds && criteria.all[*child].weight.is_zero());
    let weightless = adds && table.is_empty();
    let always_empty = weightless && !criterion.weight.is_zero();
    let Leaving { may_not_apply, may_leave, may_empty } = leaving;
    let varies = table.iter().any(|child| reach[*child].may_shrink);
    let shrinks = group.not_applicable == NotApplicable::Shrink && table.iter().any(|child| reach[*child].may_leave);
    let may_shrink = varies || shrinks;

    let parts: Option<Vec<Part>> = table
        .iter()
        .map(|child| {
            let Reach { points, fraction, may_leave, .. } = &reach[*child];
            let (points, fraction, may_leave) = (points.clone()?, fraction.clone()?, *may_leave);
            let weight = criteria.all[*child].weight.clone();
            // What leaves counts as met, or as not met, in the policies that keep it.
            let (points, fraction, optional) = match group.not_applicable {
                NotApplicable::Full if may_leave => (points.max(weight.clone()), fraction.max(Number::ONE), false),
                NotApplicable::Zero if may_leave => (points.max(Number::ZERO), fraction.max(Number::ZERO), false),
                _ => (points, fraction, may_leave),
            };
            Some(Part { weight, fraction, points, optional: optional || varies })
        })
        .collect();
    let weight = &criterion.weight;
    let fraction = if always_empty {
        // `when_empty` decides.
        Some(Number::ZERO)
    } else if weightless {
        beside.iter().map(|child| reach[*child].fraction.clone()).reduce(|a, b| Some(a?.max(b?))).unwrap_or_default()
    } else {
        parts.as_ref().and_then(|parts| combined(&group.aggregate, weight, parts))
    };
    let fraction = match group.when_empty {
        Some(WhenEmpty::Met) if may_empty => fraction.map(|fraction| fraction.max(Number::ONE)),
        _ => fraction,
    };
    // Where the weight may fall, a smaller loss than its own share weighs less: never above the bound of 0 or more.
    let fraction = if may_shrink || group.at_most_share.is_some() {
        fraction.map(|fraction| fraction.max(Number::ZERO))
    } else {
        fraction
    };
    // Only what adds can be handed up to.
    let handed = most_of(criterion.children.iter().map(|child| reach[*child].handed.clone()));
    let gained = most_of(beside.iter().map(|child| reach[*child].points.clone()));
    let kept = gained.zip(handed.clone()).map(|(gained, handed)| gained + handed);
    let extra = most_of(bonus.iter().map(|child| reach[*child].points.clone()));
    let extra = if adds { extra.zip(kept.clone()).map(|(extra, kept)| extra + kept) } else { Some(Number::ZERO) };
    let limit = |points: Option<Number>| {
        let capped = match (points, &group.cap) {
            (Some(points), Some(cap)) => Some(points.min(cap.clone())),
            (points, cap) => points.or_else(|| cap.clone()),
        };
        capped.map(|points| group.round.map_or(points.clone(), |round| points.round(round.places, round.mode)))
    };
    let in_table = match &group.aggregate {
        Aggregate::Deduct { floor } if weight.is_zero() => parts.as_ref().map(|parts| floor.clone().max(gain(parts))),
        _ if weight.is_zero() => Some(Number::ZERO),
        _ => fraction.as_ref().map(|fraction| weight * fraction),
    };
    let points = limit(in_table.zip(extra).map(|(points, extra)| points + extra));
    let fraction = if may_shrink {
        fraction.filter(|_| bonus.is_empty() && beside.is_empty() && group.round.is_none())
    } else if weight.is_zero() {
        fraction
    } else {
        points.as_ref().and_then(|points| points.checked_div(weight))
    };
    let handed = if adds && !may_leave {
        Some(Number::ZERO)
    } else if adds {
        kept
    } else {
        handed
    };
    Reach { points, fraction, may_not_apply, may_leave, may_shrink, handed }
}

/// The most that several come to together, each perhaps left out.
fn most_of(of: impl Iterator<Item = Option<Number>>) -> Option<Number> {
    of.map(|points| points.map(|points| points.max(Number::ZERO)))
        .reduce(|a, b| Some(a? + b?))
        .unwrap_or(Some(Number::ZERO))
}

/// The most that parts give back that have more points than they are out of.
fn gain(parts: &[Part]) -> Number {
    parts.iter().map(|part| (&part.points - &part.weight).max(Number::ZERO)).sum()
}

/// The most that an aggregate makes of its parts, as a share of the group's weight.
fn combined(aggregate: &Aggregate, weight: &Number, parts: &[Part]) -> Option<Number> {
    let greatest = || parts.iter().map(|part| part.fraction.clone()).max().unwrap_or(Number::ZERO);
    let optional = parts.iter().any(|part| part.optional);
    Some(match aggregate {
        Aggregate::Sum | Aggregate::Mean => greatest_mean(parts),
        Aggregate::Min => {
            let needed = parts.iter().filter(|part| !part.optional).map(|part| part.fraction.clone());
            needed.min().unwrap_or_else(greatest)
        }
        Aggregate::Best(k) if !optional => {
            let mut fractions: Vec<Number> = parts.iter().map(|part| part.fraction.clone()).collect();
            fractions.sort_by(|a, b| b.cmp(a));
            fractions.truncate(*k);
            let best = Number::from(fractions.len());
            fractions.into_iter().sum::<Number>().checked_div(&best).unwrap_or_default()
        }
        Aggregate::Max | Aggregate::Best(_) => greatest(),
        Aggregate::All => met(parts.iter().all(|part| part.optional || part.fraction >= Number::ONE)),
        Aggregate::Any => met(parts.iter().any(|part| part.fraction >= Number::ONE)),
        Aggregate::AtLeast(n) => met(parts.iter().filter(|part| part.fraction >= Number::ONE).count() >= *n),
        // Of weight 0 it cannot keep more than all, but for what is given back.
        Aggregate::Deduct { .. } if weight.is_zero() => {
            if gain(parts).is_zero() {
                Number::ONE
            } else {
                return None;
            }
        }
        Aggregate::Deduct { floor } => {
            let loss = |part: &Part| &part.weight - &part.points;
            let lost: Number = parts.iter().filter(|part| !part.optional).map(loss).sum();
            // Of what may not apply only a gain counts.
            let gained = parts.iter().filter(|part| part.optional).map(loss).filter(Number::is_negative);
            let gained: Number = gained.sum();
            (weight - &lost - gained).max(floor.clone()).checked_div(weight)?
        }
    })
}

fn met(met: bool) -> Number {
    if met { Number::ONE } else { Number::ZERO }
}

/// The greatest weighted mean that leaving optional parts out can make.
fn greatest_mean(parts: &[Part]) -> Number {
    let mut weight = Number::ZERO;
    let mut points = Number::ZERO;
    let mut add = |part: &Part, weight: &mut Number| {
        *weight += &part.weight;
        points += &(&part.weight * &part.fraction);
        points.checked_div(weight)
    };
    let mut mean = None;
    for part in parts.iter().filter(|part| !part.optional) {
        mean = add(part, &mut weight);
    }
    let mut optional: Vec<&Part> = parts.iter().filter(|part| part.optional).collect();
    optional.sort_by(|a, b| b.fraction.cmp(&a.fraction));
    for part in optional {
        if mean.as_ref().is_none_or(|mean| part.fraction > *mean) {
            mean = add(part, &mut weight).or(mean);
        }
    }
    mean.unwrap_or_default()
}

/// The reach of a measure.
pub(super) fn measure(criteria: &Criteria, reach: &Arena<CriterionId, Reach>, measure: &Measure) -> Reach {
    let of = || measure.criteria.iter().map(|id| (&reach[*id], &criteria.all[*id].weight));
    let varies = of().any(|(one, _)| one.may_shrink);
    let parts: Option<Vec<Part>> = of()
        .map(|(one, weight)| {
            let weight = if measure.kind == MeasureKind::Sum { weight.clone() } else { Number::ONE };
            let (fraction, points) = (one.fraction.clone()?, one.points.clone()?);
            Some(Part { weight, fraction, points, optional: one.may_leave || varies })
        })
        .collect();
    let aggregate = match measure.kind {
        MeasureKind::Sum | MeasureKind::Mean => Aggregate::Mean,
        MeasureKind::Min => Aggregate::Min,
        MeasureKind::Max => Aggregate::Max,
    };
    // Points out of 0 are no part of a mean by weight.
    let is_mean = |parts: &Vec<Part>| measure.kind != MeasureKind::Sum || parts.iter().all(|one| !one.weight.is_zero());
    let fraction = parts.filter(is_mean).and_then(|parts| combined(&aggregate, &Number::ONE, &parts));
    let points = match measure.kind {
        MeasureKind::Sum => {
            let points = of().map(|(one, _)| {
                let points = one.points.clone()?;
                Some(if one.may_leave { points.max(Number::ZERO) } else { points })
            });
            points.collect::<Option<Vec<_>>>().map(|points| points.into_iter().sum())
        }
        _ => fraction.as_ref().map(|fraction| fraction * &measure.weight),
    };
    let points = points
        .map(|points: Number| measure.round.map_or(points.clone(), |round| points.round(round.places, round.mode)));
    let may_leave = of().all(|(one, _)| one.may_leave);
    Reach {
        points,
        fraction: fraction.filter(|_| measure.round.is_none()),
        may_not_apply: of().all(|(one, _)| one.may_not_apply),
        may_leave,
        may_shrink: varies,
        handed: Some(Number::ZERO),
    }
}
