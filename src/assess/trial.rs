//! Deciding again with a part changed: what a leaf would be worth, in place of what it is.

use std::collections::BTreeMap;

use super::evidence::Desk;
use super::exception::{OnLeaf, by_leaf};
use super::layer::Layer;
use super::leaf::LeafFacts;
use super::measure::Figure;
use super::worth::Worth;
use super::{Outline, Work};
use crate::Number;
use crate::dossier::Dossier;
use crate::evaluate::{Facts, MissingSet, Span};
use crate::rule_set::{CriterionId, ScoreOf};

/// What a leaf is supposed to be, where it applies.
#[derive(Clone, Debug)]
pub(crate) enum Supposed {
    /// It has this final fraction, whatever is answered, documented or accepted.
    Fraction(Number),
    /// The evidence that it asks for is there.
    Evidenced,
}

/// What some leaves are supposed to be.
pub(crate) type Suppositions = BTreeMap<CriterionId, Supposed>;

/// A dossier made ready to be decided many times over.
pub(crate) struct Trial<'a> {
    pub(super) work: Work<'a>,
    pub(super) claimed: Layer,
}

/// Makes a dossier ready and tries it.
pub(crate) fn trial<T>(dossier: &Dossier, with: impl FnOnce(&Trial<'_>) -> T) -> T {
    let facts = Facts::new(&dossier.rules, &dossier.facts);
    let desk = Desk::new(dossier);
    let work = Work::new(dossier, &facts, &desk);
    let claimed = work.claimed();
    with(&Trial { work, claimed })
}

impl Trial<'_> {
    /// Scores and outcomes under suppositions.
    pub(crate) fn outline(&self, suppositions: &Suppositions) -> Outline {
        let decided = self.work.decide_supposing(&self.claimed, &self.work.judged.accepted, suppositions);
        Outline { total: self.work.score(&decided.layer), scored: self.work.scored(), decided }
    }

    /// The leaves that apply or perhaps apply, everything above them in view, and that neither their answer nor an exception
    /// takes out of the score; `now` is what is decided without suppositions.
    pub(crate) fn may_apply(&self, now: &Outline) -> Vec<CriterionId> {
        let layer = &now.decided.layer;
        let on = by_leaf(&self.work.judged.accepted);
        let scored = |(id, leaf): (CriterionId, &Option<LeafFacts>)| {
            let worth = self.work.final_worth(leaf.as_ref()?, id, &on, &Suppositions::new());
            (worth.applies.surely() && layer.shown[id].applies.may).then_some(id)
        };
        self.work.leaves.pairs().filter_map(scored).collect()
    }
}

impl Work<'_> {
    /// The worth of a leaf in the final layer.
    pub(super) fn final_worth(
        &self,
        leaf: &LeafFacts,
        id: CriterionId,
        exceptions: &OnLeaf<'_>,
        suppositions: &Suppositions,
    ) -> Worth {
        let weight = &self.rules.criteria[id].weight;
        let on = exceptions.get(&id).map_or(&[][..], Vec::as_slice);
        let worth = leaf.finally(on, weight);
        match suppositions.get(&id) {
            None => worth,
            Some(Supposed::Evidenced) if on.is_empty() => leaf.claimed(weight),
            Some(Supposed::Fraction(fraction)) if worth.applies.may => {
                let missing = if worth.applies.is_known() { MissingSet::new() } else { worth.missing };
                let mut supposed = Worth::applying(Span::exactly(fraction.clone()), weight, true, missing);
                supposed.applies = worth.applies;
                supposed
            }
            Some(_) => worth,
        }
    }
}

/// What is compared with a threshold, all of it known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exactly {
    pub(crate) points: Number,
    /// 100 points / of; `None` of nothing that has a weight.
    pub(crate) percent: Option<Number>,
}

impl Outline {
    /// What is compared, where it surely applies and nothing about it is unknown.
    pub(crate) fn exactly(&self, of: ScoreOf) -> Option<Exactly> {
        let figure = match of {
            ScoreOf::Criterion(id) => Figure::of_criterion(&self.decided.layer, id),
            ScoreOf::Measure(id) => self.decided.measures[id].clone(),
        };
        let exact = figure.applies.surely() && figure.points.is_exact() && figure.of.is_exact();
        exact.then(|| Exactly { percent: figure.percent().map(|percent| percent.low), points: figure.points.low })
    }

    /// Whether anything about the final layer is unknown.
    pub(crate) fn is_exact(&self) -> bool {
        let layer = &self.decided.layer;
        layer.worth.iter().all(Worth::is_exact) && layer.shown.iter().all(|shown| shown.applies.is_known())
    }

    /// Whether a criterion takes part in its group.
    pub(crate) fn takes_part(&self, id: CriterionId) -> bool {
        self.decided.layer.worth[id].applies.surely()
    }
}
