//! Measures: figures over criteria that are not one group (language reference, section 4).

use super::applies::Applies;
use super::group::quotient;
use super::layer::Layer;
use super::mean::{Participant, choose, weighted_mean};
use crate::Number;
use crate::evaluate::{MissingSet, Span};
use crate::rule_set::{Aggregate, CriterionId, Measure, MeasureKind};

/// What is compared with a threshold: a criterion's score or a measure.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    pub(super) applies: Applies,
    pub(super) points: Span,
    pub(super) of: Span,
    /// points / of; of a criterion without weight too.
    pub(super) fraction: Option<Span>,
    pub(super) tight: bool,
    pub(super) missing: MissingSet,
}

impl Figure {
    /// Of one criterion.
    pub(super) fn of_criterion(layer: &Layer, id: CriterionId) -> Figure {
        let (worth, shown) = (&layer.worth[id], &layer.shown[id]);
        let mut missing = worth.missing.clone();
        missing.extend(shown.around.iter().copied());
        Figure {
            applies: shown.applies,
            points: worth.points.clone(),
            of: worth.of.clone(),
            fraction: Some(worth.fraction.clone()),
            tight: worth.tight,
            missing,
        }
    }

    /// 100 points / of; `None` of a measure over nothing that has a weight.
    pub(super) fn percent(&self) -> Option<Span> {
        self.fraction.as_ref().map(|fraction| fraction.times(&Number::HUNDRED))
    }

    /// A span of it, or nothing where it may not apply.
    pub(super) fn or_nothing(&self, span: &Span) -> Span {
        if self.applies.surely() { span.clone() } else { span.clone().hull(&Span::ZERO) }
    }
}

/// The measure, over what applies.
pub(super) fn measure(layer: &Layer, measure: &Measure) -> Figure {
    let parts: Vec<Figure> = measure.criteria.iter().map(|id| Figure::of_criterion(layer, *id)).collect();
    let surely = parts.iter().any(|part| part.applies.surely());
    let applies = Applies {
        may: parts.iter().any(|part| part.applies.may),
        may_not: !surely && !parts.iter().any(|part| part.applies.surely_skipped()),
        may_be_skipped: !surely && parts.iter().any(|part| part.applies.may_be_skipped),
    };
    let (points, of) = match measure.kind {
        MeasureKind::Sum => sum(&parts),
        MeasureKind::Mean => by_fraction(measure, &parts, |all| weighted_mean(all).unwrap_or(Span::ZERO)),
        MeasureKind::Min => by_fraction(measure, &parts, |all| choose(&Aggregate::Min, all)),
        MeasureKind::Max => by_fraction(measure, &parts, |all| choose(&Aggregate::Max, all)),
    };
    let points = match measure.round {
        Some(round) if applies.may => points.map(|points| points.round(round.places, round.mode)),
        _ => points,
    };
    let certain = applies.is_known() || points == Span::ZERO;
    let tight = points.is_exact() && certain || are_independent(&parts);
    let missing = parts.into_iter().flat_map(|part| part.missing).collect();
    let fraction = (!of.high.is_zero()).then(|| quotient(&points, &of));
    Figure { applies, points, of, fraction, tight, missing }
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

/// The weight times a fraction made of those of the parts.
fn by_fraction(measure: &Measure, parts: &[Figure], of: impl Fn(&[Participant]) -> Span) -> (Span, Span) {
    let participants: Vec<Participant> = parts
        .iter()
        .filter(|part| part.applies.may)
        .map(|part| {
            let certain = part.applies.surely();
            let weight = if certain { Span::exactly(Number::ONE) } else { Span::UNIT };
            let fraction = part.fraction.clone().unwrap_or(Span::ZERO);
            Participant { weight, fraction, certain }
        })
        .collect();
    if participants.is_empty() {
        return (Span::ZERO, Span::ZERO);
    }
    (of(&participants).times(&measure.weight), Span::exactly(measure.weight.clone()))
}

/// Whether what is open is open independently of each other, so that both ends are reached.
fn are_independent(parts: &[Figure]) -> bool {
    let mut seen = MissingSet::new();
    parts.iter().all(|part| {
        let open = !part.points.is_exact();
        let settled = part.applies.surely() && part.of.is_exact() || !part.applies.may;
        settled && (!open || part.tight && part.missing.iter().all(|missing| seen.insert(*missing)))
    })
}
