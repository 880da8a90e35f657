//! Puts the assessment together.

use indexmap::IndexMap;

use super::exception::{Accepted, Complete, Effect, Grants, by_leaf, word_of};
use super::layer::Layer;
use super::measure::Figure;
use super::reads::facts_read;
use super::status::Statuses;
use super::trial::Suppositions;
use super::words::{PARENT_OUT, group};
use super::{Decided, Work, provenance};
use crate::Date;
use crate::assessment::{
    AcceptedException, Assessment, CriterionOutcome, FORMAT, LATER_ROUND, MadeBy, MeasureOutcome, Range, Score, Status,
    Warning,
};
use crate::dossier::{Round, Target};
use crate::evaluate::{Span, Truth};
use crate::rule_set::{CriterionId, Equivalent, FactId, Kind};

impl From<Span> for Range {
    fn from(span: Span) -> Range {
        Range { low: span.low, high: span.high }
    }
}

impl Work<'_> {
    pub(super) fn assessment(&self) -> Assessment {
        let rules = self.rules;
        let (claimed, evidenced) = (self.claimed(), self.evidenced());
        let decided = self.decide(&claimed, &self.judged.accepted);
        let mut warnings: Vec<Warning> = self.dossier.warnings.iter().map(Warning::from).collect();
        warnings.extend(self.dossier.rounds().filter_map(|round| later(round, self.dossier.as_of)));
        let exceptions = self.accepted_exceptions(&claimed, &decided, &mut warnings);
        let rests_on = provenance::rests_on(rules, self.facts, &decided.layer, self.equivalents_used());
        let awards: IndexMap<String, _> =
            rules.awards.pairs().map(|(id, award)| (award.id.clone(), decided.awards[id].clone())).collect();
        let is_eligible =
            |outcome: &crate::assessment::AwardOutcome| outcome.outcome == crate::assessment::Eligibility::Eligible;
        Assessment {
            predikat: FORMAT,
            ruleset: MadeBy { id: rules.id.clone(), edition: rules.edition.to_string(), method: rules.method.clone() },
            unit: self.dossier.unit().to_owned(),
            as_of: self.dossier.as_of,
            known: self.dossier.known,
            round: self.dossier.round().map(str::to_owned),
            insisted: self.dossier.insisted,
            total: self.score(&decided.layer),
            claimed: self.score(&claimed),
            evidenced: self.score(&evidenced),
            criteria: self.criteria(&claimed, &evidenced, &decided),
            measures: rules
                .measures
                .pairs()
                .map(|(id, measure)| (measure.id.clone(), measure_outcome(&decided.measures[id])))
                .collect(),
            highest: awards.iter().rev().find(|(_, outcome)| is_eligible(outcome)).map(|(id, _)| id.clone()),
            awards,
            exceptions,
            refused: self.judged.refused.clone(),
            evidence: self.desk.findings(),
            rests_on,
            warnings,
        }
    }

    pub(super) fn score(&self, layer: &Layer) -> Score {
        let total = &layer.worth[CriterionId::TOTAL];
        if self.scored() == Truth::False || !total.applies.may {
            return Score::NoScore;
        }
        Score::Scored(crate::assessment::Points {
            low: total.points.low.clone(),
            high: total.points.high.clone(),
            of: total.of.clone().into(),
            // whether there is a score may hang on the very facts that move it
            tight: total.points.is_exact() || total.tight && self.scored() == Truth::True,
        })
    }

    fn criteria(&self, claimed: &Layer, evidenced: &Layer, decided: &Decided) -> IndexMap<String, CriterionOutcome> {
        let layer = &decided.layer;
        let contributions = layer.contributions(self.rules);
        let (exceptions, suppositions) = (by_leaf(&self.judged.accepted), Suppositions::new());
        let statuses = Statuses::new(self, claimed, layer, &exceptions, &suppositions);
        let has_score = self.scored() != Truth::False && layer.worth[CriterionId::TOTAL].applies.may;
        self.rules
            .criteria
            .pairs()
            .skip(1)
            .map(|(id, criterion)| {
                let shown = &layer.shown[id];
                let status = statuses.of(id).shown();
                let outcome = CriterionOutcome {
                    status,
                    low: shown.points.low.clone(),
                    high: shown.points.high.clone(),
                    of: shown.of.clone().into(),
                    tight: shown.tight,
                    contribution: contributions[id].clone().filter(|_| has_score).map(Range::from),
                    claimed: claimed.shown[id].to_points(),
                    evidenced: evidenced.shown[id].to_points(),
                    answered_by: self.answered_by(id),
                    reads: self.reads(id),
                    evidence: self.leaves[id].as_ref().and_then(|leaf| leaf.evidence.clone()),
                    because: self.because(layer, id, status),
                };
                (criterion.path.clone(), outcome)
            })
            .collect()
    }

    fn reads(&self, id: CriterionId) -> IndexMap<String, Option<String>> {
        let name = |fact: &FactId| self.rules.facts[*fact].name.clone();
        facts_read(self.rules, id).iter().map(|fact| (name(fact), self.facts.text_of(*fact))).collect()
    }

    /// The latest assessor whose answer a leaf reads.
    fn answered_by(&self, id: CriterionId) -> Option<String> {
        let answered_by = |fact: &FactId| self.dossier.answered_by[*fact];
        let latest = facts_read(self.rules, id).into_iter().max_by_key(answered_by)?;
        self.dossier.answered_by(latest).map(|round| round.name.clone())
    }

    /// Why a criterion is what it is, in one line.
    fn because(&self, layer: &Layer, id: CriterionId, status: Status) -> String {
        let words = self.words();
        let criterion = &self.rules.criteria[id];
        let parent_out = criterion.parent.is_some_and(|parent| layer.shown[parent].applies.surely_out());
        if let (Some(because), false) = (words.does_not_apply(id, self.applies[id]), self.applies[id].is_true()) {
            return because;
        }
        let (Kind::Leaf(leaf), Some(known)) = (&criterion.kind, &self.leaves[id]) else {
            return group(self.rules, layer, id);
        };
        if let Some(exception) = self.exception_on(id).filter(|_| status != Status::NotApplicable || !parent_out) {
            return words.leaf_and_evidence(leaf, known) + &words_of(exception);
        }
        if status == Status::NotApplicable && parent_out {
            return PARENT_OUT.to_owned();
        }
        words.leaf_and_evidence(leaf, known)
    }

    /// The accepted exception on a leaf.
    fn exception_on(&self, id: CriterionId) -> Option<&Complete<'_>> {
        let mut accepted = self.judged.accepted.iter();
        accepted.find(|accepted| accepted.target() == Target::Leaf(id)).map(|accepted| &accepted.exception)
    }

    /// The equivalents that stand in for criteria.
    fn equivalents_used(&self) -> impl Iterator<Item = &Equivalent> {
        self.judged.accepted.iter().filter_map(|accepted| match accepted.grants {
            Grants::Leaf(_, Effect::Equivalent(equivalent)) => Some(equivalent),
            Grants::Leaf(..) | Grants::Requirement => None,
        })
    }

    /// The exceptions that count, each with what it was worth: everything decided once more without it.
    fn accepted_exceptions(
        &self,
        claimed: &Layer,
        decided: &Decided,
        warnings: &mut Vec<Warning>,
    ) -> Vec<AcceptedException> {
        let accepted = &self.judged.accepted;
        accepted
            .iter()
            .map(|one| {
                let Complete { written: exception, kind, reason, approved_by, .. } = one.exception;
                let others: Vec<Accepted<'_>> = accepted.iter().filter(|other| other.at != one.at).cloned().collect();
                let without = self.decide(claimed, &others);
                let worth = self.worth_of(one, decided, &without);
                if worth.as_ref().is_some_and(|worth| worth.high.is_negative()) {
                    warnings.push(Warning {
                        code: "exception-lowers-score".to_owned(),
                        at: exception.on_text.clone(),
                        message: format!("the accepted exception on `{}` lowers the total", exception.on_text),
                    });
                }
                let awards = self.rules.awards.pairs();
                let changed = |id| decided.awards[id].outcome != without.awards[id].outcome;
                AcceptedException {
                    kind: word_of(kind).to_owned(),
                    on: exception.on_text.clone(),
                    using: exception.using.clone(),
                    reason: reason.to_owned(),
                    approved_by: approved_by.to_owned(),
                    uncertain: one.perhaps.is_some(),
                    worth,
                    decides: awards.filter(|(id, _)| changed(*id)).map(|(_, award)| award.id.clone()).collect(),
                }
            })
            .collect()
    }

    fn worth_of(&self, one: &Accepted<'_>, with: &Decided, without: &Decided) -> Option<Range> {
        if matches!(one.grants, Grants::Requirement) || self.scored() == Truth::False {
            return None;
        }
        let (with, without) = (&with.layer.worth[CriterionId::TOTAL], &without.layer.worth[CriterionId::TOTAL]);
        if !with.applies.may || !without.applies.may {
            return None;
        }
        Some(Range { low: &with.points.low - &without.points.high, high: &with.points.high - &without.points.low })
    }
}

fn measure_outcome(figure: &Figure) -> MeasureOutcome {
    let mut possible = Vec::new();
    if figure.applies.may_be_out() {
        possible.push(Status::NotApplicable);
    }
    if figure.applies.may_be_skipped {
        possible.push(Status::Unknown);
    }
    if figure.applies.may {
        let (points, of, nothing) = (&figure.points, &figure.of, crate::Number::ZERO);
        let out_of_nothing = of.high.is_zero();
        if out_of_nothing {
            possible.extend((points.low < nothing).then_some(Status::NotMet));
            possible.extend((points.high >= nothing).then_some(Status::Met));
        } else {
            possible.push(if !points.is_exact() || !of.is_exact() {
                Status::Unknown
            } else if points.low <= nothing {
                Status::NotMet
            } else if points.low < of.low {
                Status::PartlyMet
            } else {
                Status::Met
            });
        }
    }
    debug_assert!(!possible.is_empty(), "a measure has a status");
    let status = if let [one] = possible[..] { one } else { Status::Unknown };
    let points = figure.or_nothing(&figure.points);
    MeasureOutcome {
        status,
        low: points.low,
        high: points.high,
        of: figure.or_nothing(&figure.of).into(),
        tight: figure.tight,
    }
}

impl From<&crate::Diagnostic> for Warning {
    fn from(finding: &crate::Diagnostic) -> Warning {
        Warning {
            code: finding.code.name().to_owned(),
            at: finding.place.to_string(),
            message: finding.message.clone(),
        }
    }
}

/// That a round counts although it was given after the as-of date, where it was.
fn later(round: &Round, as_of: Date) -> Option<Warning> {
    let on = round.on.filter(|on| *on > as_of)?;
    Some(Warning {
        code: LATER_ROUND.to_owned(),
        at: round.by_and_date(),
        message: format!("the round of `{}` counts, though it was given on {on}, after the as-of date", round.by),
    })
}

/// An accepted exception, behind the reason of its leaf.
fn words_of(exception: &Complete<'_>) -> String {
    let Complete { written, kind, reason, approved_by, .. } = exception;
    let using = written.using.as_ref().map(|using| format!(" `{using}`")).unwrap_or_default();
    format!("; {}{using} approved by {approved_by}: {reason}", word_of(*kind))
}
