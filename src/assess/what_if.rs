//! Parts of an assessment, asked apart: what a leaf would be worth, and what follows from worths that are given.

use super::applies::Applies;
use super::evidence::Desk;
use super::exception::{by_leaf, judge};
use super::layer::Layer;
use super::leaf::LeafFacts;
use super::measure::{Figure, measure};
use super::worth::Worth;
use crate::Number;
use crate::dossier::Dossier;
use crate::evaluate::{Facts, MissingSet, Span, Truth};
use crate::rule_set::arena::Arena;
use crate::rule_set::{Compiled, CriterionId, Kind, MeasureId, ScoreOf};

/// What a leaf may be worth, in a final layer, where its own `applies_when` holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Possible {
    pub(crate) may_apply: bool,
    pub(crate) may_not_apply: bool,
    pub(crate) may_be_skipped: bool,
    /// Of the case that it applies.
    pub(crate) fraction: Span,
}

impl Possible {
    /// It applies, with this fraction.
    pub(crate) fn exactly(fraction: Number) -> Possible {
        let fraction = Span::exactly(fraction);
        Possible { may_apply: true, may_not_apply: false, may_be_skipped: false, fraction }
    }

    /// Anything at all.
    pub(crate) fn anything() -> Possible {
        Possible { may_apply: true, may_not_apply: true, may_be_skipped: true, fraction: Span::UNIT }
    }

    /// Known to apply.
    pub(crate) fn surely(&self) -> bool {
        self.may_apply && !self.may_not_apply && !self.may_be_skipped
    }

    /// What contains both.
    pub(crate) fn hull(self, other: &Possible) -> Possible {
        let fraction = match (self.may_apply, other.may_apply) {
            (true, true) => self.fraction.hull(&other.fraction),
            (true, false) => self.fraction,
            (false, _) => other.fraction.clone(),
        };
        Possible {
            may_apply: self.may_apply || other.may_apply,
            may_not_apply: self.may_not_apply || other.may_not_apply,
            may_be_skipped: self.may_be_skipped || other.may_be_skipped,
            fraction,
        }
    }

    pub(super) fn worth(&self, weight: &Number) -> Worth {
        let applies = Applies {
            may: self.may_apply,
            may_not: self.may_not_apply,
            may_be_empty: false,
            may_be_skipped: self.may_be_skipped,
        };
        if !self.may_apply {
            return Worth::left_out(applies, MissingSet::new());
        }
        let mut worth = Worth::applying(self.fraction.clone(), weight, false, MissingSet::new());
        worth.applies = applies;
        worth
    }
}

/// What some leaves of a dossier are worth in the end, evidence and exceptions in view; a group is anything.
pub(crate) fn leaves(dossier: &Dossier, wanted: &[CriterionId]) -> Vec<Possible> {
    let rules: &Compiled = &dossier.rules;
    let facts = Facts::new(rules, &dossier.facts);
    let desk = Desk::new(dossier);
    let judged = judge(dossier, &facts, &desk);
    let effects = by_leaf(&judged.accepted);
    let one = |id: &CriterionId| {
        let criterion = &rules.criteria[*id];
        let Kind::Leaf(leaf) = &criterion.kind else { return Possible::anything() };
        let worth = LeafFacts::new(rules, &facts, &desk, *id, leaf)
            .finally(effects.get(id).map_or(&[], Vec::as_slice), &Number::ONE);
        Possible {
            may_apply: worth.applies.may,
            may_not_apply: worth.applies.may_not,
            may_be_skipped: worth.applies.may_be_skipped,
            fraction: worth.fraction,
        }
    };
    wanted.iter().map(one).collect()
}

/// Scores that follow from worths that are given.
pub(crate) struct Figures {
    layer: Layer,
    measures: Arena<MeasureId, Figure>,
}

/// A score, with its bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) surely_applies: bool,
    pub(crate) points: Span,
    pub(crate) of: Span,
}

/// The scores by these rules where it is given what applies and what each leaf is worth; `dossier` only names what
/// is missing.
pub(crate) fn figures(
    rules: &Compiled,
    dossier: &Dossier,
    applies: &Arena<CriterionId, Truth>,
    leaf: &dyn Fn(CriterionId) -> Possible,
) -> Figures {
    let facts = Facts::new(rules, &dossier.facts);
    let layer = Layer::new(rules, &facts, applies, |id| leaf(id).worth(&rules.criteria[id].weight));
    let measures = rules.measures.iter().map(|one| measure(&layer, one)).collect();
    Figures { layer, measures }
}

impl Figures {
    pub(crate) fn of(&self, score: ScoreOf) -> Bounds {
        let figure = match score {
            ScoreOf::Criterion(id) => Figure::of_criterion(&self.layer, id),
            ScoreOf::Measure(id) => self.measures[id].clone(),
        };
        Bounds { surely_applies: figure.applies.surely(), points: figure.points, of: figure.of }
    }

    /// The greatest points of a criterion.
    pub(crate) fn most(&self, id: CriterionId) -> Number {
        self.layer.worth[id].points.high.clone()
    }
}
