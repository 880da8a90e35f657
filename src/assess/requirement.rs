//! One requirement of an award: it holds, fails or is open, with its margin.

use super::award::{DecidedAwards, IN_ORDER, Measures, in_force};
use super::exception::Accepted;
use super::layer::Layer;
use super::measure::Figure;
use super::status::Statuses;
use super::words::{self, Words};
use crate::Number;
use crate::assessment::{Eligibility, Margin, RequirementOutcome, Status, Verdict};
use crate::dossier::{Dossier, Target};
use crate::evaluate::{Facts, MissingSet, Truth};
use crate::invariant::{Always, broken};
use crate::rule_set::{
    AwardId, Comparator, Comparison, Compiled, Condition, CriterionId, Requirement, RequirementTest, ScoreOf,
};

/// All that requirements read.
pub(super) struct Bench<'a> {
    pub(super) rules: &'a Compiled,
    pub(super) dossier: &'a Dossier,
    pub(super) facts: &'a Facts<'a>,
    pub(super) layer: &'a Layer,
    pub(super) measures: &'a Measures,
    /// Every status that a criterion may have, over the completions of what is missing.
    pub(super) statuses: Statuses<'a>,
    /// Whether there is a score at all.
    pub(super) scored: Truth,
    pub(super) accepted: &'a [Accepted<'a>],
    pub(super) words: Words<'a>,
}

/// The score of the whole.
const TOTAL: ScoreOf = ScoreOf::Criterion(CriterionId::TOTAL);

/// What a comparison comes to.
struct Compared {
    verdict: Verdict,
    margin: Option<Margin>,
}

impl Bench<'_> {
    /// The accepted waivers on a requirement: all perhaps, but for the last.
    pub(super) fn waivers(&self, target: Target) -> Vec<&Accepted<'_>> {
        self.accepted.iter().filter(|accepted| accepted.target() == target).collect()
    }

    pub(super) fn is_held(&self, award: AwardId) -> bool {
        let held = self.dossier.held.iter().filter(|held| held.award == award);
        held.into_iter().any(|held| in_force(&self.rules.awards[award], held, self.dossier.as_of))
    }

    /// Judges one requirement; adds what is missing where it is open.
    pub(super) fn requirement(
        &self,
        requirement: &Requirement,
        waivers: &[&Accepted<'_>],
        decided: &DecidedAwards,
        missing: &mut MissingSet,
    ) -> RequirementOutcome {
        let mut outcome = RequirementOutcome {
            id: requirement.id.clone(),
            outcome: Verdict::Holds,
            waived: waivers.iter().any(|waiver| waiver.perhaps.is_none()),
            compares: None,
            threshold: None,
            margin: None,
            because: String::new(),
        };
        let mut lacking = MissingSet::new();
        match &requirement.test {
            RequirementTest::Score { of, each, comparison } => {
                self.scores(requirement, of, *each, comparison, &mut outcome, &mut lacking);
            }
            RequirementTest::When(condition) => {
                let truth = self.facts.truth(condition);
                self.facts.missing_in(condition, &mut lacking);
                outcome.outcome = truth.into();
                outcome.because = self.words.condition(condition, truth);
            }
            RequirementTest::Status { criterion, is } => {
                self.status(requirement, *criterion, is, &mut outcome, &mut lacking);
            }
            RequirementTest::Held { award, held } => {
                let name = &self.rules.awards[*award].id;
                let is_held = self.is_held(*award);
                outcome.outcome = Truth::from(is_held == *held).into();
                outcome.because = if is_held {
                    format!("award `{name}` is in force")
                } else {
                    format!("award `{name}` is not in force")
                };
            }
            RequirementTest::Eligible { award } => {
                let name = &self.rules.awards[*award].id;
                let asked = decided[*award].as_ref();
                let found = asked.map(|asked| asked.outcome.outcome);
                let (verdict, word) = match found.or_widest(IN_ORDER, || Eligibility::Undetermined) {
                    Eligibility::Eligible => (Verdict::Holds, "eligible"),
                    Eligibility::Undetermined => (Verdict::Open, "undetermined"),
                    Eligibility::Conditional => (Verdict::Fails, "conditional only"),
                    Eligibility::Ineligible => (Verdict::Fails, "ineligible"),
                };
                lacking.extend(asked.iter().flat_map(|asked| &asked.missing));
                outcome.outcome = verdict;
                outcome.because = format!("award `{name}` is {word}");
            }
        }
        if outcome.waived {
            outcome.outcome = Verdict::Holds;
            outcome.because = format!("waived; without the waiver: {}", outcome.because);
            return outcome;
        }
        if !waivers.is_empty() && outcome.outcome != Verdict::Holds {
            outcome.outcome = Verdict::Open;
            outcome.because = format!("waived perhaps; without the waiver: {}", outcome.because);
            missing.extend(waivers.iter().filter_map(|waiver| waiver.perhaps.as_ref()).flatten().copied());
        }
        if outcome.outcome == Verdict::Open {
            missing.extend(lacking);
        }
        outcome
    }

    fn figure(&self, of: ScoreOf) -> Figure {
        match of {
            ScoreOf::Criterion(id) => Figure::of_criterion(self.layer, id),
            ScoreOf::Measure(id) => self.measures[id].clone(),
        }
    }

    fn scores(
        &self,
        requirement: &Requirement,
        of: &[ScoreOf],
        each: bool,
        comparison: &Comparison,
        outcome: &mut RequirementOutcome,
        lacking: &mut MissingSet,
    ) {
        outcome.threshold = Some(comparison.threshold.clone());
        let upward = !matches!(comparison.comparator, Comparator::AtMost | Comparator::Below);
        let mut verdict = match of {
            [] => broken("a requirement compares something", Verdict::Open),
            _ => Verdict::Holds,
        };
        let mut because = Vec::new();
        let mut least = LeastSlack::default();
        for one in of {
            let figure = self.figure(*one);
            let name = self.words.score_of(*one);
            let compared = self.compare(requirement, *one, &figure, comparison);
            if compared.verdict == Verdict::Open {
                lacking.extend(match comparison.comparator {
                    Comparator::AtLeastPercent => &figure.missing_for_fraction,
                    _ => &figure.missing,
                });
                self.missing_for_scored(lacking);
            }
            let worst = matches!((verdict, compared.verdict), (_, Verdict::Fails) | (Verdict::Holds, Verdict::Open));
            if worst {
                verdict = compared.verdict;
            }
            let text = match self.scored_when().filter(|_| self.scored.is_false()) {
                Some(condition) => format!("there is no score: {}", self.words.condition(condition, self.scored)),
                None if *one == TOTAL && !figure.applies.may => words::no_score(&figure),
                None => words::comparison(&name, &figure, comparison, compared.verdict),
            };
            because.push((compared.verdict, text));
            if let Some(margin) = compared.margin
                && least.add(&margin, upward, figure.applies.surely())
            {
                outcome.compares = Some(name);
            }
        }
        outcome.margin = least.margin(upward);
        if outcome.compares.is_none() && !each {
            outcome.compares = of.first().map(|one| self.words.score_of(*one));
        }
        outcome.outcome = verdict;
        // What decided is told; where all hold, the one with the least slack.
        outcome.because = because
            .iter()
            .filter(|(one, _)| *one == verdict)
            .map(|(_, text)| text.clone())
            .take(if verdict == Verdict::Holds && each { 0 } else { usize::MAX })
            .collect::<Vec<_>>()
            .join("; ");
        if outcome.because.is_empty() {
            outcome.because = match &outcome.compares {
                Some(name) => format!("all hold, `{name}` with the least margin"),
                None => "all hold".to_owned(),
            };
        }
    }

    fn missing_for_scored(&self, missing: &mut MissingSet) {
        if self.scored.is_unknown()
            && let Some(condition) = self.scored_when()
        {
            self.facts.missing_in(condition, missing);
        }
    }

    fn scored_when(&self) -> Option<&Condition> {
        self.rules.criteria[CriterionId::TOTAL].applies_when.as_ref()
    }

    fn compare(&self, requirement: &Requirement, of: ScoreOf, figure: &Figure, comparison: &Comparison) -> Compared {
        let is_total = of == TOTAL;
        // Where there is no score, every award that reads one is ineligible.
        let mut verdicts = Vec::new();
        if !self.scored.is_true() {
            verdicts.push(Verdict::Fails);
        }
        let mut margin = None;
        if !self.scored.is_false() {
            if figure.applies.may {
                if let Some(compared) = Compared::of(figure, comparison) {
                    verdicts.push(compared.verdict);
                    margin = compared.margin;
                }
                if comparison.comparator == Comparator::AtLeastPercent && figure.may_lack_fraction {
                    verdicts.push(if_not_applicable(requirement));
                }
            }
            if figure.applies.may_be_out() {
                verdicts.push(if is_total { Verdict::Fails } else { if_not_applicable(requirement) });
            }
            if figure.applies.may_be_skipped {
                verdicts.push(Verdict::Open);
            }
        }
        let margin = margin.filter(|_| self.scored.is_true());
        Compared { verdict: common(&verdicts), margin }
    }

    fn status(
        &self,
        requirement: &Requirement,
        criterion: CriterionId,
        is: &[Status],
        outcome: &mut RequirementOutcome,
        lacking: &mut MissingSet,
    ) {
        let path = &self.rules.criteria[criterion].path;
        let possible = self.statuses.of(criterion);
        let fails = requirement.fails_when_not_applicable;
        let verdicts: Vec<Verdict> = possible.of.iter().map(|status| status.satisfies(is, fails)).collect();
        outcome.outcome = common(&verdicts);
        outcome.because = format!("`{path}` is {}", possible.words());
        lacking.extend(self.statuses.missing(criterion));
    }
}

/// The bounds of the least slack of several comparisons: the margin, or less it where a score must be low.
#[derive(Default)]
struct LeastSlack {
    /// No slack is less, whichever of them apply.
    low: Option<Number>,
    /// The least slack is no more: that of one that is known to apply.
    high: Option<Number>,
}

impl LeastSlack {
    /// With one more; whether its slack may be the least so far.
    fn add(&mut self, margin: &Margin, upward: bool, applies: bool) -> bool {
        let (low, high) =
            if upward { (margin.low.clone(), margin.high.clone()) } else { (-&margin.high, -&margin.low) };
        if applies && self.high.as_ref().is_none_or(|least| high < *least) {
            self.high = Some(high);
        }
        let is_least = self.low.as_ref().is_none_or(|least| low < *least);
        if is_least {
            self.low = Some(low);
        }
        is_least
    }

    /// `None` where none is known to apply.
    fn margin(self, upward: bool) -> Option<Margin> {
        let (low, high) = (self.low?, self.high?);
        Some(if upward { Margin { low, high } } else { Margin { low: -high, high: -low } })
    }
}

impl Compared {
    /// `None` where percent are asked of nothing.
    fn of(figure: &Figure, comparison: &Comparison) -> Option<Compared> {
        let points = match comparison.comparator {
            Comparator::AtLeastPercent => figure.percent()?,
            _ => figure.points.clone(),
        };
        let threshold = &comparison.threshold;
        let holds = |points: &Number| match comparison.comparator {
            Comparator::AtLeast | Comparator::AtLeastPercent => points >= threshold,
            Comparator::AtMost => points <= threshold,
            Comparator::Above => points > threshold,
            Comparator::Below => points < threshold,
        };
        let verdict = match (holds(&points.low), holds(&points.high)) {
            (true, true) => Verdict::Holds,
            (false, false) => Verdict::Fails,
            _ => Verdict::Open,
        };
        let margin = Margin { low: &points.low - threshold, high: &points.high - threshold };
        Some(Compared { verdict, margin: Some(margin) })
    }
}

fn if_not_applicable(requirement: &Requirement) -> Verdict {
    if requirement.fails_when_not_applicable { Verdict::Fails } else { Verdict::Holds }
}

/// What all verdicts agree on, else open.
fn common(verdicts: &[Verdict]) -> Verdict {
    debug_assert!(!verdicts.is_empty(), "something is possible");
    match verdicts.split_first() {
        Some((first, rest)) if rest.iter().all(|verdict| verdict == first) => *first,
        _ => Verdict::Open,
    }
}
