//! The status of a criterion: the first that fits (language reference, section 4).

use super::Work;
use super::exception::Accepted;
use super::layer::Layer;
use crate::Number;
use crate::assessment::Status;
use crate::document::ExceptionKind;
use crate::evaluate::Span;
use crate::rule_set::CriterionId;

impl Work<'_> {
    /// The status to show: the one that is possible, or `unknown`.
    pub(super) fn status(&self, claimed: &Layer, layer: &Layer, id: CriterionId, exceptions: &[&Accepted]) -> Status {
        let [one] = self.possible_statuses(claimed, layer, id, exceptions)[..] else { return Status::Unknown };
        let open = match &self.leaves[id] {
            Some(_) if matches!(one, Status::Waived | Status::Equivalent | Status::NotApplicable) => false,
            Some(leaf) => leaf.outcome.is_open(),
            None => layer.shown[id].applies.surely() && !layer.worth[id].points.is_exact(),
        };
        if open { Status::Unknown } else { one }
    }

    /// Every status that some completion may give; among others perhaps, never fewer. `unknown` stands for one
    /// that is left out because it is not answered.
    pub(super) fn possible_statuses(
        &self,
        claimed: &Layer,
        layer: &Layer,
        id: CriterionId,
        exceptions: &[&Accepted],
    ) -> Vec<Status> {
        // What does not apply anyway stays so; an accepted exception speaks where it would apply without.
        let shown = if exceptions.is_empty() { &layer.shown[id] } else { &claimed.shown[id] };
        let mut possible = Vec::new();
        if shown.applies.may_not {
            possible.push(Status::NotApplicable);
        }
        if shown.applies.may || shown.applies.may_be_skipped {
            possible.extend(exceptions.iter().map(|one| self.status_of(one)));
        }
        // Without an exception, or where none surely counts.
        if exceptions.iter().all(|one| one.perhaps.is_some()) {
            if shown.applies.may_be_skipped {
                possible.push(Status::Unknown);
            }
            if shown.applies.may {
                match &self.leaves[id] {
                    Some(leaf) => possible.extend(leaf.statuses()),
                    None => by_fraction(&layer.worth[id].fraction, &mut possible),
                }
            }
        }
        possible.sort_unstable();
        possible.dedup();
        possible
    }

    /// The status that an exception gives.
    fn status_of(&self, accepted: &Accepted) -> Status {
        match self.dossier.exceptions.get(accepted.at).and_then(|exception| exception.kind) {
            Some(ExceptionKind::NotApplicable) => Status::NotApplicable,
            Some(ExceptionKind::Equivalent) => Status::Equivalent,
            Some(ExceptionKind::Waiver) | None => Status::Waived,
        }
    }
}

/// The statuses of a span of fractions.
pub(super) fn by_fraction(fraction: &Span, possible: &mut Vec<Status>) {
    let (zero, one) = (Number::ZERO, Number::ONE);
    if fraction.low <= zero {
        possible.push(Status::NotMet);
    }
    let partly = if fraction.is_exact() {
        fraction.low > zero && fraction.low < one
    } else {
        fraction.high > zero && fraction.low < one
    };
    if partly {
        possible.push(Status::PartlyMet);
    }
    if fraction.high >= one {
        possible.push(Status::Met);
    }
}
