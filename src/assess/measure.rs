//! Measures: figures over criteria that are not one group (language reference, section 4).

use super::layer::Layer;
use super::mean::{Participant, choose, weighted_mean};
use crate::Number;
use crate::evaluate::{MissingSet, Span};
use crate::rule_set::{Aggregate, CriterionId, Measure, MeasureKind};

/// What is compared with a threshold: a criterion's score or a measure.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    pub(super) may_apply: bool,
    pub(super) may_not_apply: bool,
    pub(super) may_be_skipped: bool,
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
            may_apply: shown.may_apply,
            may_not_apply: shown.may_not_apply,
            may_be_skipped: shown.may_be_skipped,
            points: worth.points.clone(),
            of: worth.of.clone(),
            tight: worth.tight,
            missing,
        }
    }

    pub(super) fn applies(&self) -> bool {
        self.may_apply && !self.may_not_apply && !self.may_be_skipped
    }
}

/// The measure, over what applies.
pub(super) fn measure(layer: &Layer, measure: &Measure) -> Figure {
    let parts: Vec<(Figure, Span)> = measure
        .criteria
        .iter()
        .map(|&id| (Figure::of_criterion(layer, id), layer.worth[id].fraction.clone()))
        .collect();
    let may_apply = parts.iter().any(|(figure, _)| figure.may_apply);
    let must_apply = parts.iter().any(|(figure, _)| figure.applies());
    let surely_skipped = parts.iter().any(|(f, _)| f.may_be_skipped && !f.may_apply && !f.may_not_apply);
    let perhaps_skipped = parts.iter().any(|(figure, _)| figure.may_be_skipped);
    let (points, of) = match measure.kind {
        MeasureKind::Sum => parts.iter().filter(|(figure, _)| figure.may_apply).fold(
            (Span::ZERO, Span::ZERO),
            |(points, of), (figure, _)| {
                let or_nothing =
                    |span: &Span| if figure.applies() { span.clone() } else { span.clone().hull(&Span::ZERO) };
                (points.plus(&or_nothing(&figure.points)), of.plus(&or_nothing(&figure.of)))
            },
        ),
        _ => {
            let participants: Vec<Participant> = parts
                .iter()
                .filter(|(figure, _)| figure.may_apply)
                .map(|(figure, fraction)| {
                    let certain = figure.applies();
                    let low = if certain { Number::ONE } else { Number::ZERO };
                    let weight = Span { low, high: Number::ONE };
                    Participant { weight, fraction: fraction.clone(), certain }
                })
                .collect();
            let fraction = match measure.kind {
                _ if participants.is_empty() => Span::ZERO,
                MeasureKind::Min => choose(&Aggregate::Min, &participants),
                MeasureKind::Max => choose(&Aggregate::Max, &participants),
                MeasureKind::Mean | MeasureKind::Sum => weighted_mean(&participants).unwrap_or(Span::ZERO),
            };
            (fraction.times(&measure.weight), Span::exactly(measure.weight.clone()))
        }
    };
    let points = match measure.round {
        Some(round) => points.map(|points| points.round(round.places, round.mode)),
        None => points,
    };
    let mut seen = MissingSet::new();
    let independent = parts.iter().all(|(figure, _)| {
        let open = !figure.points.is_exact();
        let settled = figure.applies() && figure.of.is_exact() || !figure.may_apply;
        settled && (!open || figure.tight && figure.missing.iter().all(|missing| seen.insert(*missing)))
    });
    Figure {
        may_apply,
        may_not_apply: !must_apply && !surely_skipped,
        may_be_skipped: !must_apply && perhaps_skipped,
        tight: points.is_exact() || independent,
        points: if may_apply { points } else { Span::ZERO },
        of: if may_apply { of } else { Span::ZERO },
        missing: parts.into_iter().flat_map(|(figure, _)| figure.missing).collect(),
    }
}
