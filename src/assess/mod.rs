//! From a dossier to an assessment: total, pure and exact.
//!
//! A leaf has three layers: what the facts claim, what the evidence bears out, and what is left of it when
//! exceptions have been applied. Each layer is added up over the criteria once ([`layer`]); awards are decided
//! on the last.

mod applies;
pub(crate) mod award;
mod contribution;
pub(crate) mod evidence;
mod exception;
mod group;
mod layer;
mod leaf;
pub(crate) mod loss;
mod mean;
mod measure;
mod outcome;
mod provenance;
mod reads;
mod requirement;
mod status;
mod table;
pub(crate) mod trial;
mod weightless;
pub(crate) mod what_if;
mod words;
mod worth;

use crate::assessment::{Assessment, AwardOutcome, Eligibility, Points, Score};
use crate::dossier::Dossier;
use crate::evaluate::{Facts, Span, Truth};
use crate::invariant::Always;
use crate::rule_set::arena::Arena;
use crate::rule_set::{AwardId, Compiled, CriterionId, Kind, MeasureId, ScoreOf};
use award::Measures;
use evidence::Desk;
use exception::{Accepted, Judged};
use layer::Layer;
use leaf::LeafFacts;
use requirement::Bench;
use status::Statuses;
use trial::Suppositions;
use what_if::Possible;
use words::Words;

/// Assesses a dossier by the rule set it is bound to: scores with their bounds, awards, and the reason for
/// each.
///
/// It never fails: what can be refused was refused when the dossier was bound. It reads no clock, no
/// environment and no file, and the same dossier gives the same assessment everywhere.
#[must_use]
pub fn assess(dossier: &Dossier) -> Assessment {
    let facts = Facts::new(&dossier.rules, &dossier.facts);
    let desk = Desk::new(dossier);
    Work::new(dossier, &facts, &desk).assessment()
}

/// Why a leaf without exceptions is what it is, where it is known whether it applies; `None` for a group.
pub(crate) fn because_of_leaf(dossier: &Dossier, id: CriterionId, parent_out: bool) -> Option<String> {
    let rules: &Compiled = &dossier.rules;
    let Kind::Leaf(leaf) = &rules.criteria[id].kind else { return None };
    let facts = Facts::new(rules, &dossier.facts);
    let desk = Desk::new(dossier);
    let known = LeafFacts::new(rules, &facts, &desk, id, leaf);
    let applies = rules.criteria[id].applies_when.as_ref().map_or(Truth::True, |condition| facts.truth(condition));
    let words = Words { rules, facts: &facts };
    if let (Some(because), false) = (words.does_not_apply(id, applies), applies.is_true()) {
        return Some(because);
    }
    Some(if parent_out { words::PARENT_OUT.to_owned() } else { words.leaf_and_evidence(leaf, &known) })
}

/// Scores and outcomes alone.
pub(crate) fn outline(dossier: &Dossier) -> Outline {
    let facts = Facts::new(&dossier.rules, &dossier.facts);
    let desk = Desk::new(dossier);
    let work = Work::new(dossier, &facts, &desk);
    let decided = work.decide(&work.claimed(), &work.judged.accepted);
    let total = work.score(&decided.layer);
    Outline { total, scored: work.scored(), decided }
}

/// Scores and outcomes alone, as they were decided.
pub(crate) struct Outline {
    total: Score,
    /// Whether there is a score at all.
    scored: Truth,
    decided: Decided,
}

impl Outline {
    pub(crate) fn total(&self) -> Score {
        self.total.clone()
    }

    /// Whether it is known that there is a score.
    pub(crate) fn is_scored(&self) -> bool {
        self.scored.is_true() && self.decided.layer.worth[CriterionId::TOTAL].applies.surely()
    }

    /// The points of a criterion that is known to apply.
    pub(crate) fn group(&self, id: CriterionId) -> Option<Points> {
        let shown = &self.decided.layer.shown[id];
        shown.applies.surely().then(|| shown.to_points())
    }

    /// The points of a measure that is known to apply.
    pub(crate) fn measure(&self, id: MeasureId) -> Option<Points> {
        let figure = &self.decided.measures[id];
        figure.applies.surely().then(|| Points {
            low: figure.points.low.clone(),
            high: figure.points.high.clone(),
            of: figure.of.clone().into(),
            tight: figure.tight,
        })
    }

    pub(crate) fn award(&self, id: AwardId) -> Eligibility {
        self.decided.awards[id].outcome
    }

    /// What became of an award, with its requirements and bars.
    pub(crate) fn outcome(&self, id: AwardId) -> &AwardOutcome {
        &self.decided.awards[id]
    }

    /// The bounds of a score, and whether it applies; `None` where it cannot.
    pub(crate) fn bounds(&self, of: ScoreOf) -> Option<(Span, Truth)> {
        let figure = match of {
            ScoreOf::Criterion(id) => measure::Figure::of_criterion(&self.decided.layer, id),
            ScoreOf::Measure(id) => self.decided.measures[id].clone(),
        };
        let unscored = of == ScoreOf::Criterion(CriterionId::TOTAL) && matches!(self.total, Score::NoScore);
        let open = of == ScoreOf::Criterion(CriterionId::TOTAL) && self.scored.is_unknown();
        let applies = if figure.applies.surely() && !open { Truth::True } else { Truth::Unknown };
        (figure.applies.may && !unscored).then_some((figure.points, applies))
    }
}

impl std::fmt::Debug for Outline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outline").field("total", &self.total).finish_non_exhaustive()
    }
}

/// What an assessment is made of.
struct Work<'a> {
    rules: &'a Compiled,
    dossier: &'a Dossier,
    facts: &'a Facts<'a>,
    desk: &'a Desk<'a>,
    /// Whether each criterion's own `applies_when` holds.
    applies: Arena<CriterionId, Truth>,
    leaves: Arena<CriterionId, Option<LeafFacts>>,
    judged: Judged<'a>,
}

/// The final layer with what is decided on it.
struct Decided {
    layer: Layer,
    measures: Measures,
    awards: Arena<AwardId, AwardOutcome>,
}

impl<'a> Work<'a> {
    fn new(dossier: &'a Dossier, facts: &'a Facts<'a>, desk: &'a Desk<'a>) -> Work<'a> {
        let rules: &'a Compiled = &dossier.rules;
        let applies = Arena::like(&rules.criteria, |id| {
            rules.criteria[id].applies_when.as_ref().map_or(Truth::True, |condition| facts.truth(condition))
        });
        let leaves = Arena::like(&rules.criteria, |id| match &rules.criteria[id].kind {
            Kind::Leaf(leaf) => Some(LeafFacts::new(rules, facts, desk, id, leaf)),
            Kind::Group(_) => None,
        });
        let judged = exception::judge(dossier, facts, desk);
        Work { rules, dossier, facts, desk, applies, leaves, judged }
    }

    /// Whether there is a score at all.
    fn scored(&self) -> Truth {
        self.applies[CriterionId::TOTAL]
    }

    fn words(&self) -> Words<'_> {
        Words { rules: self.rules, facts: self.facts }
    }

    fn layer(&self, of: impl Fn(&LeafFacts, CriterionId) -> worth::Worth) -> Layer {
        Layer::new(self.rules, self.facts, &self.applies, |id| {
            let leaf = self.leaves[id].as_ref().map(|leaf| of(leaf, id));
            leaf.or_widest("every leaf was looked at", || Possible::anything().worth(&self.rules.criteria[id].weight))
        })
    }

    fn claimed(&self) -> Layer {
        self.layer(|leaf, id| leaf.claimed(&self.rules.criteria[id].weight))
    }

    fn evidenced(&self) -> Layer {
        self.layer(|leaf, id| leaf.evidenced(&self.rules.criteria[id].weight))
    }

    /// The final layer and the awards, with these exceptions.
    fn decide(&self, claimed: &Layer, accepted: &[Accepted<'_>]) -> Decided {
        self.decide_supposing(claimed, accepted, &Suppositions::new())
    }

    /// The same, with some leaves supposed to be worth something else.
    fn decide_supposing(&self, claimed: &Layer, accepted: &[Accepted<'_>], suppositions: &Suppositions) -> Decided {
        let exceptions = exception::by_leaf(accepted);
        let layer = self.layer(|leaf, id| self.final_worth(leaf, id, &exceptions, suppositions));
        let measures: Measures = self.rules.measures.iter().map(|one| measure::measure(&layer, one)).collect();
        let awards = award::awards(&Bench {
            rules: self.rules,
            dossier: self.dossier,
            facts: self.facts,
            layer: &layer,
            measures: &measures,
            statuses: Statuses::new(self, claimed, &layer, &exceptions, suppositions),
            scored: self.scored(),
            accepted,
            words: self.words(),
        });
        Decided { layer, measures, awards }
    }
}
