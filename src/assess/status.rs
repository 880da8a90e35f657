//! The status of a criterion: every one that some completion may give (language reference, unknown, status).

use super::Work;
use super::exception::{Effect, OnLeaf, Relief};
use super::layer::Layer;
use super::leaf::LeafFacts;
use super::trial::{Supposed, Suppositions};
use crate::Number;
use crate::assessment::{Status, Verdict};
use crate::document::ExceptionKind;
use crate::evaluate::{MissingSet, Span};
use crate::rule_set::CriterionId;

/// A status that a criterion may have, with what a requirement reads beside its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PossibleStatus {
    pub(super) status: Status,
    /// By an accepted exception that gives a fraction of 1 or more.
    counts_as_met: bool,
    /// It is left out of the score.
    out: bool,
    /// It is left out because it is not answered.
    skipped: bool,
}

impl PossibleStatus {
    fn plain(status: Status) -> PossibleStatus {
        PossibleStatus { status, counts_as_met: false, out: false, skipped: false }
    }

    const NOT_APPLICABLE: PossibleStatus =
        PossibleStatus { status: Status::NotApplicable, counts_as_met: false, out: true, skipped: false };
    const SKIPPED: PossibleStatus =
        PossibleStatus { status: Status::Unknown, counts_as_met: false, out: false, skipped: true };

    /// Whether it is one of those asked for; what is not applicable satisfies, unless it is to fail.
    pub(super) fn satisfies(self, is: &[Status], fails_when_out: bool) -> Verdict {
        if self.skipped {
            return Verdict::Open;
        }
        let by_exception = self.counts_as_met && is.contains(&Status::Met);
        let satisfied = is.contains(&self.status) || by_exception || self.out && !fails_when_out;
        if satisfied { Verdict::Holds } else { Verdict::Fails }
    }
}

/// Every status that a criterion may have.
#[derive(Clone, Debug)]
pub(super) struct PossibleStatuses {
    pub(super) of: Vec<PossibleStatus>,
    /// The fraction is open, though its status may not be.
    is_open: bool,
}

impl PossibleStatuses {
    /// The status to show: the one that is possible, or `unknown`.
    pub(super) fn shown(&self) -> Status {
        debug_assert!(!self.of.is_empty(), "a criterion has a status");
        let first = self.of.first().map(|one| one.status);
        match first {
            Some(only) if !self.is_open && self.of.iter().all(|one| one.status == only) => only,
            _ => Status::Unknown,
        }
    }

    /// The words of all that it may be, each once.
    pub(super) fn words(&self) -> String {
        let mut words: Vec<&str> = self.of.iter().map(|one| one.status.word()).collect();
        words.dedup();
        words.join(" or ")
    }
}

/// The statuses of criteria, in a final layer.
pub(super) struct Statuses<'a> {
    work: &'a Work<'a>,
    claimed: &'a Layer,
    layer: &'a Layer,
    exceptions: &'a OnLeaf<'a>,
    suppositions: &'a Suppositions,
}

impl<'a> Statuses<'a> {
    /// In the layer that comes of what is claimed with these exceptions, suppositions in view.
    pub(super) fn new(
        work: &'a Work<'a>,
        claimed: &'a Layer,
        layer: &'a Layer,
        exceptions: &'a OnLeaf<'a>,
        suppositions: &'a Suppositions,
    ) -> Statuses<'a> {
        Statuses { work, claimed, layer, exceptions, suppositions }
    }

    /// The exceptions on a criterion, and whether it is supposed to be worth something else.
    fn exceptions(&self, id: CriterionId) -> (&[Relief<'a>], bool) {
        let exceptions = self.exceptions.get(&id).map_or(&[][..], Vec::as_slice);
        let supposed = match self.suppositions.get(&id) {
            Some(Supposed::Fraction(_)) => true,
            Some(Supposed::Evidenced) => exceptions.is_empty(),
            None => false,
        };
        (if supposed { &[] } else { exceptions }, supposed)
    }

    fn leaf(&self, id: CriterionId, supposed: bool) -> Option<&LeafFacts> {
        self.work.leaves[id].as_ref().filter(|_| !supposed)
    }

    /// Every status that some completion may give a criterion; among others perhaps, never fewer.
    pub(super) fn of(&self, id: CriterionId) -> PossibleStatuses {
        let (worth, shown) = (&self.layer.worth[id], &self.layer.shown[id]);
        let (exceptions, supposed) = self.exceptions(id);
        // What does not apply anyway stays so; an accepted exception speaks where it would apply without.
        let applies = if exceptions.is_empty() { shown.for_status } else { self.claimed.shown[id].for_status };
        let mut of = Vec::new();
        if applies.may_be_out() {
            of.push(PossibleStatus::NOT_APPLICABLE);
        }
        if applies.may || applies.may_be_skipped {
            for one in exceptions {
                by_exception(*one, self.layer, id, &mut of);
            }
        }
        let leaf = self.leaf(id, supposed);
        // Without an exception, or where none surely counts.
        if exceptions.iter().all(|one| one.by.perhaps.is_some()) {
            if applies.may_be_skipped {
                of.push(PossibleStatus::SKIPPED);
            }
            if applies.may {
                match leaf {
                    Some(leaf) => of.extend(leaf.statuses().map(PossibleStatus::plain)),
                    None => {
                        let mut statuses = Vec::new();
                        by_fraction(&worth.fraction, &mut statuses);
                        of.extend(statuses.into_iter().map(PossibleStatus::plain));
                    }
                }
            }
        }
        of.sort_unstable();
        of.dedup();
        let is_excepted = exceptions.iter().any(|one| one.by.perhaps.is_none());
        let is_open = applies.may
            && match leaf {
                Some(leaf) => !is_excepted && leaf.outcome.is_open(),
                None => !worth.fraction.is_exact(),
            };
        PossibleStatuses { of, is_open }
    }

    /// What is missing where the status of a criterion is open.
    pub(super) fn missing(&self, id: CriterionId) -> MissingSet {
        let (exceptions, supposed) = self.exceptions(id);
        let mut missing = self.layer.worth[id].missing_for_fraction().clone();
        missing.extend(self.layer.shown[id].around.iter());
        // Whether it applies is asked as if there were no exception.
        if !exceptions.is_empty() {
            missing.extend(self.claimed.shown[id].around.iter());
        }
        missing.extend(self.leaf(id, supposed).iter().flat_map(|leaf| &leaf.outcome.missing));
        missing.extend(exceptions.iter().filter_map(|one| one.by.perhaps.as_ref()).flatten());
        missing
    }
}

/// The status that an exception gives, for each way in which the leaf then applies or does not.
fn by_exception(one: Relief<'_>, layer: &Layer, id: CriterionId, of: &mut Vec<PossibleStatus>) {
    let status = match one.by.exception.kind {
        ExceptionKind::NotApplicable => Status::NotApplicable,
        ExceptionKind::Equivalent => Status::Equivalent,
        ExceptionKind::Waiver => Status::Waived,
    };
    let counts_as_met = match one.effect {
        Effect::Met => true,
        Effect::Equivalent(equivalent) => equivalent.fraction >= Number::ONE,
        Effect::LeavesScore => false,
    };
    let leaves = matches!(one.effect, Effect::LeavesScore);
    let applies = layer.shown[id].applies;
    let given = PossibleStatus { status, counts_as_met, out: leaves, skipped: false };
    if leaves || applies.may || applies.may_be_skipped {
        of.push(given);
    }
    if !leaves && applies.may_be_out() {
        of.push(PossibleStatus { out: true, ..given });
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
