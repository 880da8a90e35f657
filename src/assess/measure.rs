//! Measures: figures over criteria that are not one group (language reference, section 4).

use super::applies::Applies;
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
            tight: worth.tight,
            missing,
        }
    }

    /// A span of it, or nothing where it may not apply.
    pub(super) fn or_nothing(&self, span: &Span) -> Span {
        if self.applies.surely() { span.clone() } else { span.clone().hull(&Span::ZERO) }
    }
}

/// A part of a measure: its figure and its fraction.
struct Part {
    figure: Figure,
    fraction: Span,
}

/// The measure, over what applies.
pub(super) fn measure(layer: &Layer, measure: &Measure) -> Figure {
    let part = |id: &CriterionId| Part {
        figure: Figure::of_criterion(layer, *id),
        fraction: layer.worth[*id].fraction.clone(),
    };
    let parts: Vec<Part> = measure.criteria.iter().map(part).collect();
    let surely = parts.iter().any(|part| part.figure.applies.surely());
    let applies = Applies {
        may: parts.iter().any(|part| part.figure.applies.may),
        may_not: !surely && !parts.iter().any(|part| part.figure.applies.surely_skipped()),
        may_be_skipped: !surely && parts.iter().any(|part| part.figure.applies.may_be_skipped),
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
    let missing = parts.into_iter().flat_map(|part| part.figure.missing).collect();
    Figure { applies, points, of, tight, missing }
}

fn sum(parts: &[Part]) -> (Span, Span) {
    let add = |(points, of): (Span, Span), Part { figure, .. }: &Part| {
        (points.plus(&figure.or_nothing(&figure.points)), of.plus(&figure.or_nothing(&figure.of)))
    };
    parts.iter().filter(|part| part.figure.applies.may).fold((Span::ZERO, Span::ZERO), add)
}

/// The weight times a fraction made of those of the parts.
fn by_fraction(measure: &Measure, parts: &[Part], of: impl Fn(&[Participant]) -> Span) -> (Span, Span) {
    let participants: Vec<Participant> = parts
        .iter()
        .filter(|part| part.figure.applies.may)
        .map(|part| {
            let certain = part.figure.applies.surely();
            let weight = if certain { Span::exactly(Number::ONE) } else { Span::UNIT };
            Participant { weight, fraction: part.fraction.clone(), certain }
        })
        .collect();
    if participants.is_empty() {
        return (Span::ZERO, Span::ZERO);
    }
    (of(&participants).times(&measure.weight), Span::exactly(measure.weight.clone()))
}

/// Whether what is open is open independently of each other, so that both ends are reached.
fn are_independent(parts: &[Part]) -> bool {
    let mut seen = MissingSet::new();
    parts.iter().all(|Part { figure, .. }| {
        let open = !figure.points.is_exact();
        let settled = figure.applies.surely() && figure.of.is_exact() || !figure.applies.may;
        settled && (!open || figure.tight && figure.missing.iter().all(|missing| seen.insert(*missing)))
    })
}
