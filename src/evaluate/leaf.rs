//! The fraction of a leaf: one, or all that the missing facts leave possible.

use super::range::{Range, Span};
use super::{Facts, Missing, MissingSet, State, Truth, derive};
use crate::Number;
use crate::document::{Unanswered, WhenZero};
use crate::invariant::Always;
use crate::rule_set::{AnswerId, AnswerOutcome, Condition, CriterionId, FactId, Leaf, Scale, Scorer};

/// What a leaf may be worth, before evidence and exceptions, given that `applies_when` holds.
#[derive(Clone, Debug)]
pub(crate) struct LeafOutcome {
    /// Every fraction that is possible; empty where it cannot apply or is skipped.
    pub(crate) possible: Vec<Possible>,
    /// An answer or a division may make it not applicable.
    pub(crate) may_not_apply: bool,
    /// Left out because it is not answered (`unanswered: skip`).
    pub(crate) skipped: bool,
    /// Counted as 0 because it is not answered (`unanswered: zero`).
    pub(crate) zeroed: bool,
    /// The least and the greatest possible fraction are each reached by some completion.
    pub(crate) tight: bool,
    /// What is missing, where that leaves it open.
    pub(crate) missing: MissingSet,
}

/// A fraction, or a span of them, with the answer that gives it.
#[derive(Clone, Debug)]
pub(crate) struct Possible {
    pub(crate) fraction: Span,
    /// The scale's answer, which may ask for evidence of its own.
    pub(crate) answer: Option<AnswerId>,
}

/// What a scorer says, before the policy for what is not answered.
#[derive(Default)]
struct Said {
    possible: Vec<Possible>,
    may_not_apply: bool,
    tight: bool,
    missing: MissingSet,
}

impl Said {
    /// What a leaf may be worth of which nothing is known.
    fn anything() -> Said {
        let any = Possible { fraction: Span::UNIT, answer: None };
        Said { possible: vec![any], may_not_apply: true, ..Said::default() }
    }
}

impl LeafOutcome {
    /// The span of all possible fractions; `None` where there is none.
    pub(crate) fn fraction(&self) -> Option<Span> {
        Span::hull_of(self.possible.iter().map(|possible| possible.fraction.clone()))
    }

    /// Whether the missing facts leave more than one outcome possible.
    pub(crate) fn is_open(&self) -> bool {
        is_open(&self.possible, self.may_not_apply)
    }
}

fn is_open(possible: &[Possible], may_not_apply: bool) -> bool {
    let fraction = Span::hull_of(possible.iter().map(|possible| possible.fraction.clone()));
    fraction.is_some_and(|span| may_not_apply || !span.is_exact())
}

impl Facts<'_> {
    /// What the leaf `id` may be worth.
    pub(crate) fn leaf(&self, id: CriterionId, leaf: &Leaf) -> LeafOutcome {
        let said = self.said(id, &leaf.scorer);
        let open = is_open(&said.possible, said.may_not_apply);
        let mut outcome = LeafOutcome {
            possible: said.possible,
            may_not_apply: said.may_not_apply,
            skipped: false,
            zeroed: false,
            tight: !open || said.tight && !said.may_not_apply,
            missing: said.missing,
        };
        if !open {
            outcome.missing.clear();
            return outcome;
        }
        match leaf.unanswered {
            Unanswered::Unknown | Unanswered::Error => {}
            Unanswered::Zero => {
                outcome.possible = vec![Possible { fraction: Span::ZERO, answer: None }];
                outcome.may_not_apply = false;
                outcome.zeroed = true;
                outcome.tight = true;
                outcome.missing.clear();
            }
            Unanswered::Skip => {
                outcome.possible.clear();
                outcome.may_not_apply = false;
                outcome.skipped = true;
            }
        }
        outcome
    }

    fn said(&self, id: CriterionId, scorer: &Scorer) -> Said {
        match scorer {
            Scorer::Scale { fact, scale, answers } => self.scale(*fact, &self.rules.scales[*scale], answers),
            Scorer::MetWhen(condition) => {
                let truth = self.truth(condition);
                let fails = (!truth.is_true()).then_some(Number::ZERO);
                let holds = (!truth.is_false()).then_some(Number::ONE);
                self.by_conditions(fails.into_iter().chain(holds), std::slice::from_ref(condition))
            }
            Scorer::Bands { fact, steps, otherwise } => self.bands(*fact, steps, otherwise),
            Scorer::Linear { fact, from, to } => self.linear(*fact, from, to),
            Scorer::Ratio { of, to, when_zero } => self.ratio(id, *of, *to, when_zero.as_ref()),
            Scorer::Count { of, out_of } => {
                let tally = self.tally(of);
                let share = |n: usize| Some(Number::from(n).checked_div(out_of)?.min(Number::ONE));
                let shares = (tally.hold..=tally.may_hold).map(share).collect::<Option<Vec<_>>>();
                let Some(mut shares) = shares.always("what is counted is out of more than 0") else {
                    return Said::anything();
                };
                shares.dedup();
                self.by_conditions(shares, of)
            }
            Scorer::Cases { cases, otherwise } => self.cases(cases, otherwise),
        }
    }

    /// The fractions that conditions leave possible.
    fn by_conditions(&self, fractions: impl IntoIterator<Item = Number>, conditions: &[Condition]) -> Said {
        let mut said = Said { tight: self.reach_both(conditions), ..Said::default() };
        said.possible.extend(fractions.into_iter().map(|one| Possible { fraction: Span::exactly(one), answer: None }));
        if said.possible.len() > 1 {
            for condition in conditions {
                self.missing_in(condition, &mut said.missing);
            }
        }
        said
    }

    fn scale(&self, fact: FactId, scale: &Scale, answers: &[AnswerId]) -> Said {
        let mut said = Said { tight: true, ..Said::default() };
        let mut may_be = |at: AnswerId| match &scale.answers[at].gives {
            AnswerOutcome::Fraction(fraction) => {
                said.possible.push(Possible { fraction: Span::exactly(fraction.clone()), answer: Some(at) });
            }
            AnswerOutcome::Unknown => {
                said.possible.push(Possible { fraction: Span::UNIT, answer: Some(at) });
                said.missing.insert(Missing::Fact(fact));
            }
            AnswerOutcome::NotApplicable => said.may_not_apply = true,
        };
        match self.state(fact) {
            State::Known(value) => match scale.read(answers, value) {
                Some((at, _)) => may_be(at),
                None => return Said::anything(),
            },
            State::NotApplicable => said.may_not_apply = true,
            State::Missing => {
                answers.iter().copied().for_each(&mut may_be);
                self.missing_of(fact, &mut said.missing);
            }
        }
        said
    }

    fn bands(&self, fact: FactId, steps: &[(Number, Number)], otherwise: &Number) -> Said {
        let place = self.place_of(fact);
        let mut said = Said { may_not_apply: place.may_not_apply, ..Said::default() };
        if matches!(self.state(fact), State::NotApplicable) {
            return said;
        }
        self.missing_of(fact, &mut said.missing);
        let declared = &self.rules.facts[fact];
        let whole = self.is_whole(fact);
        said.tight = declared.derivation.is_none();
        // Each band runs from its own step to the next one above.
        let lows = std::iter::once(None).chain(steps.iter().map(|(at, _)| Some(at)));
        let highs = steps.iter().map(|(at, _)| Some(at)).chain(std::iter::once(None));
        let fractions = std::iter::once(otherwise).chain(steps.iter().map(|(_, fraction)| fraction));
        for ((from, below), fraction) in lows.zip(highs).zip(fractions) {
            if has_value(&place.range, from, below, whole) {
                said.possible.push(Possible { fraction: Span::exactly(fraction.clone()), answer: None });
            }
        }
        said
    }

    fn linear(&self, fact: FactId, from: &Number, to: &Number) -> Said {
        let place = self.place_of(fact);
        let mut said = Said { may_not_apply: place.may_not_apply, ..Said::default() };
        if matches!(self.state(fact), State::NotApplicable) {
            return said;
        }
        self.missing_of(fact, &mut said.missing);
        said.tight = self.rules.facts[fact].derivation.is_none();
        let rising = to > from;
        let length = to - from;
        let at = |value: &Option<Number>, open: bool| match value {
            Some(value) => Some((value - from).checked_div(&length)?.clamp_between(&Number::ZERO, &Number::ONE)),
            None if open => Some(Number::ONE),
            None => Some(Number::ZERO),
        };
        let ends = at(&place.range.low, !rising).zip(at(&place.range.high, rising));
        let Some((low, high)) = ends.always("a line has two ends") else { return Said::anything() };
        said.possible.push(Possible { fraction: Span::between(low, high), answer: None });
        said
    }

    fn ratio(&self, id: CriterionId, of: FactId, to: FactId, when_zero: Option<&WhenZero>) -> Said {
        let (dividend, divisor) = (self.place_of(of), self.place_of(to));
        let mut said = Said::default();
        let zero = divisor.range.exact().is_some_and(Number::is_zero);
        let out = |fact: FactId| matches!(self.state(fact), State::NotApplicable);
        let out_at_zero = matches!(when_zero, Some(WhenZero::NotApplicable));
        let is_out = match (zero, divisor.range.contains_zero()) {
            (true, _) => out_at_zero,
            // A divisor that may be 0 decides, perhaps, before the dividend.
            (false, may_be_zero) => out(of) && (!may_be_zero || out_at_zero),
        };
        if out(to) || is_out {
            said.may_not_apply = true;
            return said;
        }
        if zero && matches!(when_zero, Some(WhenZero::Unknown) | None) {
            said.missing.insert(Missing::Leaf(id));
        } else if !zero {
            self.missing_of(of, &mut said.missing);
            self.missing_of(to, &mut said.missing);
        }
        // With the divisor known, the ratio moves with a dividend that is answered, not derived.
        let declared = |fact: FactId| self.rules.facts[fact].derivation.is_none();
        said.tight = zero || divisor.range.exact().is_some() && declared(of);
        let quotient = derive::place_of_quotient(&dividend, &divisor, when_zero);
        said.may_not_apply = quotient.may_not_apply;
        // Where the divisor may be 0 and more, any fraction is possible.
        let any = divisor.range.contains_zero() && !zero;
        let fraction = if any { Span::UNIT } else { clamp_to_unit(&quotient.range) };
        said.possible.push(Possible { fraction, answer: None });
        said
    }

    /// The first case that holds; after one that is unknown, all that remain possible.
    fn cases(&self, cases: &[(Condition, Number)], otherwise: &Number) -> Said {
        let mut said = Said::default();
        let mut read = Vec::new();
        let mut may_be = |fraction: &Number| {
            said.possible.push(Possible { fraction: Span::exactly(fraction.clone()), answer: None });
        };
        let mut decided = false;
        for (condition, fraction) in cases {
            read.push(condition.clone());
            let truth = self.truth(condition);
            if !truth.is_false() {
                may_be(fraction);
            }
            if truth.is_true() {
                decided = true;
                break;
            }
        }
        if !decided {
            may_be(otherwise);
        }
        for condition in &read {
            if self.truth(condition) == Truth::Unknown {
                self.missing_in(condition, &mut said.missing);
            }
        }
        said.tight = self.reach_both(&read);
        said
    }
}

/// Whether a number of the range, a whole one if asked, is at least `from` and less than `below`.
fn has_value(range: &Range, from: Option<&Number>, below: Option<&Number>, whole: bool) -> bool {
    let start = match (range.low.as_ref(), from) {
        (Some(a), Some(b)) => Some(a.clone().max(b.clone())),
        (one, other) => one.or(other).cloned(),
    };
    let start = if whole { start.map(|n| n.ceiling()) } else { start };
    match start {
        None => true,
        Some(start) => {
            below.is_none_or(|below| &start < below) && range.high.as_ref().is_none_or(|high| &start <= high)
        }
    }
}

fn clamp_to_unit(range: &Range) -> Span {
    let clamp =
        |end: &Option<Number>, open: Number| end.clone().unwrap_or(open).clamp_between(&Number::ZERO, &Number::ONE);
    Span { low: clamp(&range.low, Number::ZERO), high: clamp(&range.high, Number::ONE) }
}
