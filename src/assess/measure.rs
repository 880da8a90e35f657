//! Measures: figures over criteria that are not one group (language reference, groups, measures).

use super::applies::Applies;
use super::layer::Layer;
use super::mean::{Participant, choose, quotient, weighted_mean};
use crate::Number;
use crate::evaluate::{MissingSet, Span};
use crate::invariant::Always;
use crate::rule_set::{Aggregate, CriterionId, Measure, MeasureKind};

/// What is compared with a threshold: a criterion's score or a measure.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    pub(super) applies: Applies,
    pub(super) points: Span,
    pub(super) of: Span,
    /// Of a criterion, the fraction that its parent reads; of a measure points / of, `None` where `of` is 0.
    pub(super) fraction: Option<Span>,
    /// A measure that may be out of 0, where it has no fraction.
    pub(super) may_lack_fraction: bool,
    /// The least weight above 0 that it may have.
    least_weight: Option<Number>,
    pub(super) tight: bool,
    /// What is missing, where its points are open.
    pub(super) missing: MissingSet,
    /// What is missing, where its fraction is open.
    pub(super) missing_for_fraction: MissingSet,
}

/// What a measure is over.
const HAS_FRACTION: &str = "a criterion has a fraction";

impl Figure {
    /// Of one criterion.
    pub(super) fn of_criterion(layer: &Layer, id: CriterionId) -> Figure {
        let (worth, shown) = (&layer.worth[id], &layer.shown[id]);
        let with_around = |missing: &MissingSet| missing.iter().chain(shown.around.iter()).collect();
        Figure {
            applies: shown.applies,
            points: worth.points.clone(),
            of: worth.of.clone(),
            fraction: Some(worth.fraction.clone()),
            may_lack_fraction: false,
            least_weight: worth.least_weight().cloned(),
            tight: worth.tight,
            missing: with_around(&worth.missing),
            missing_for_fraction: with_around(worth.missing_for_fraction()),
        }
    }

    /// 100 times the fraction; `None` of a measure over nothing that has a weight.
    pub(super) fn percent(&self) -> Option<Span> {
        self.fraction.as_ref().map(|fraction| fraction.times(&Number::HUNDRED))
    }

    /// A span of it, or nothing where it may not apply.
    pub(super) fn or_nothing(&self, span: &Span) -> Span {
        if self.applies.surely() { span.clone() } else { span.clone().hull(&Span::ZERO) }
    }

    fn may_weigh(&self) -> bool {
        !self.of.high.is_zero()
    }

    /// As one of several of which each counts by `weight`.
    fn participant(&self, weight: &Span) -> Participant {
        let certain = self.applies.surely();
        let weight = if certain { weight.clone() } else { weight.clone().hull(&Span::ZERO) };
        Participant { weight, fraction: self.fraction.clone().or_widest(HAS_FRACTION, || Span::UNIT), certain }
    }
}

/// The measure, over what applies.
pub(super) fn measure(layer: &Layer, measure: &Measure) -> Figure {
    let parts: Vec<Figure> = measure.criteria.iter().map(|id| Figure::of_criterion(layer, *id)).collect();
    let surely = parts.iter().any(|part| part.applies.surely());
    let applies = Applies {
        may: parts.iter().any(|part| part.applies.may),
        may_not: !surely && !parts.iter().any(|part| part.applies.surely_skipped()),
        may_be_empty: false,
        may_be_skipped: !surely && parts.iter().any(|part| part.applies.may_be_skipped),
    };
    let (points, of) = match measure.kind {
        MeasureKind::Sum => sum(&parts),
        MeasureKind::Mean => by_fraction(measure, &parts, weighted_mean),
        MeasureKind::Min => by_fraction(measure, &parts, |all| choose(&Aggregate::Min, all)),
        MeasureKind::Max => by_fraction(measure, &parts, |all| choose(&Aggregate::Max, all)),
    };
    let points = match measure.round {
        Some(round) if applies.may => points.map(|points| points.round(round.places, round.mode)),
        _ => points,
    };
    let certain = applies.is_known() || points == Span::ZERO;
    let tight = points.is_exact() && certain || are_independent(measure.kind, &parts);
    let of_fractions = |part: Figure| match measure.kind {
        MeasureKind::Sum => part.missing,
        MeasureKind::Mean | MeasureKind::Min | MeasureKind::Max => part.missing_for_fraction,
    };
    let least_weight = parts.iter().filter(|part| part.applies.may).filter_map(|part| part.least_weight.clone()).min();
    let is_sum = measure.kind == MeasureKind::Sum;
    let fraction = (!of.high.is_zero()).then(|| match &least_weight {
        Some(least) if is_sum && !(points.is_exact() && of.is_exact()) => {
            let above_zero = Span { low: of.low.clone().max(least.clone()), high: of.high.clone() };
            match measure.round {
                Some(_) => quotient(&points, &above_zero),
                None => share(&parts, &above_zero),
            }
        }
        _ => quotient(&points, &of),
    });
    let missing: MissingSet = parts.into_iter().flat_map(of_fractions).collect();
    let may_lack_fraction = of.low.is_zero();
    let missing_for_fraction = missing.clone();
    Figure { applies, points, of, fraction, may_lack_fraction, least_weight, tight, missing, missing_for_fraction }
}

/// The sums, given that something applies: then at least the least weight there is.
fn sum(parts: &[Figure]) -> (Span, Span) {
    let may = || parts.iter().filter(|part| part.applies.may);
    let (points, of) = may().fold((Span::ZERO, Span::ZERO), |(points, of), part| {
        (points.plus(&part.or_nothing(&part.points)), of.plus(&part.or_nothing(&part.of)))
    });
    let least = may().map(|part| part.of.low.clone()).reduce(Number::min).unwrap_or(Number::ZERO);
    (points, Span { low: of.low.max(least), high: of.high })
}

/// The sum of the points as a share of the sum of the weights, `of`, which is above 0: the mean of the fractions by
/// weight, and what weighs nothing beside.
fn share(parts: &[Figure], of: &Span) -> Span {
    let may = || parts.iter().filter(|part| part.applies.may);
    let weighted: Vec<Participant> =
        may().filter(|part| part.may_weigh()).map(|part| part.participant(&part.of)).collect();
    let mean = weighted_mean(&weighted);
    let without_weight = may().filter(|part| part.of.low.is_zero());
    let beside = without_weight.fold(Span::ZERO, |sum, part| {
        sum.plus(&if part.may_weigh() { part.points.clone().hull(&Span::ZERO) } else { part.or_nothing(&part.points) })
    });
    mean.plus(&quotient(&beside, of))
}

/// The weight times a fraction made of those of the parts.
fn by_fraction(measure: &Measure, parts: &[Figure], of: impl Fn(&[Participant]) -> Span) -> (Span, Span) {
    let once = Span::exactly(Number::ONE);
    let may = parts.iter().filter(|part| part.applies.may);
    let participants: Vec<Participant> = may.map(|part| part.participant(&once)).collect();
    if participants.is_empty() {
        return (Span::ZERO, Span::ZERO);
    }
    (of(&participants).times(&measure.weight), Span::exactly(measure.weight.clone()))
}

/// Whether what is open is open independently of each other, so that both ends are reached.
fn are_independent(kind: MeasureKind, parts: &[Figure]) -> bool {
    let mut all = Vec::new();
    for part in parts {
        let is_settled = part.applies.surely() && part.of.is_exact() || !part.applies.may;
        let open = open(kind, part);
        if !is_settled || open.is_some() && !part.tight {
            return false;
        }
        all.extend(open.into_iter().flatten());
    }
    MissingSet::are_apart(all)
}

/// What is missing where that which a measure reads of a part is open.
fn open(kind: MeasureKind, part: &Figure) -> Option<&MissingSet> {
    match kind {
        MeasureKind::Sum => (!part.points.is_exact()).then_some(&part.missing),
        MeasureKind::Mean | MeasureKind::Min | MeasureKind::Max => {
            let fraction = part.fraction.as_ref().always(HAS_FRACTION);
            fraction.is_none_or(|one| !one.is_exact()).then_some(&part.missing_for_fraction)
        }
    }
}
