//! How a leaf's fraction was made.

use super::{Case, Explanation};
use crate::Number;
use crate::assessment::Range;
use crate::evaluate::{State, Truth};
use crate::report::Mark;
use crate::report::message::{Label, Message};
use crate::rule_set::{
    AnswerId, AnswerOutcome, Condition, CriterionId, FactId, Leaf, ScaleAnswer, ScaleId, Scorer, Value,
};

impl Case<'_> {
    /// The question, what was answered, and what that gives.
    pub(super) fn leaf(&self, id: CriterionId, leaf: &Leaf) -> Vec<Explanation> {
        let mut reasons = Vec::new();
        if let Some(question) = &leaf.question {
            reasons.push(Explanation::plain(Message::Question { question: crate::report::Words(question.clone()) }));
        }
        match &leaf.scorer {
            Scorer::Scale { fact, scale, answers } => reasons.extend(self.scale(id, *fact, *scale, answers)),
            Scorer::MetWhen(condition) => reasons.push(
                Explanation::marked(Message::MetWhen {}, self.facts.truth(condition))
                    .because([self.condition(condition)]),
            ),
            Scorer::Bands { fact, steps, otherwise } => reasons.push(self.bands(*fact, steps, otherwise)),
            Scorer::Linear { fact, from, to } => {
                let message = Message::Linear { fact: self.names.fact(*fact), from: from.clone(), to: to.clone() };
                reasons.push(Explanation::plain(message).because([self.fact(*fact)]));
            }
            Scorer::Ratio { of, to, .. } => {
                let message = Message::Ratio { of: self.names.fact(*of), to: self.names.fact(*to) };
                reasons.push(Explanation::plain(message).because([self.fact(*of), self.fact(*to)]));
            }
            Scorer::Count { of, out_of } => reasons
                .push(Explanation::plain(Message::Counted { out_of: out_of.clone() }).because(self.conditions(of))),
            Scorer::Cases { cases, otherwise } => reasons.extend(self.cases(cases, otherwise)),
        }
        let outcome = self.facts.leaf(id, leaf);
        // What a table of answers, steps or cases gives has been said, unless it is open.
        let said = !matches!(leaf.scorer, Scorer::Linear { .. } | Scorer::Ratio { .. } | Scorer::Count { .. });
        if let Some(span) = outcome.fraction().filter(|_| outcome.is_open() || !said) {
            let fraction = Range { low: span.low, high: span.high };
            let mark = if outcome.is_open() { Mark::Open } else { Mark::Plain };
            reasons.push(Explanation::marked(Message::FractionIs { fraction }, mark));
        }
        if outcome.zeroed {
            reasons.push(Explanation::marked(Message::CountedAsZero {}, Mark::Bad));
        }
        if outcome.skipped {
            reasons.push(Explanation::marked(Message::LeftOut {}, Mark::Open));
        }
        reasons
    }

    /// The answer, and what the scale gives for it.
    fn scale(&self, id: CriterionId, fact: FactId, scale: ScaleId, answers: &[AnswerId]) -> Vec<Explanation> {
        let mut reasons = vec![self.answer(id, fact)];
        let State::Known(value) = self.facts.state(fact) else { return reasons };
        let table = &self.rules.scales[scale];
        if let Some((_, ScaleAnswer { name, title, gives, .. })) = table.read(answers, value) {
            let places = [format!("scales.{}", table.name), format!("scales.{}.{name}", table.name)];
            let scale = Label::new(&table.name, table.title.as_ref());
            let answer = Label::new(name, title.as_ref());
            reasons.push(match gives {
                AnswerOutcome::Fraction(fraction) => {
                    Explanation::plain(Message::ScaleGives { scale, answer, fraction: fraction.clone() })
                }
                AnswerOutcome::NotApplicable => {
                    Explanation::marked(Message::ScaleNotApplicable { scale, answer }, Mark::Apart)
                }
                AnswerOutcome::Unknown => Explanation::marked(Message::ScaleUnknown { scale, answer }, Mark::Open),
            });
            reasons.extend(places.iter().flat_map(|at| self.stands_on(at)));
        }
        reasons
    }

    /// The step that is reached; only the value where it is not known.
    fn bands(&self, id: FactId, steps: &[(Number, Number)], otherwise: &Number) -> Explanation {
        let read = self.fact(id);
        let State::Known(value) = self.facts.state(id) else { return read };
        let Value::Number(value) = value else { return read };
        let fact = self.names.fact(id);
        let reached = steps.iter().rev().find(|(at_least, _)| value >= at_least);
        let message = match reached {
            Some((at_least, fraction)) => {
                Message::BandReached { fact, at_least: at_least.clone(), fraction: fraction.clone() }
            }
            None => Message::BandNone { fact, fraction: otherwise.clone() },
        };
        Explanation::plain(message).because([read])
    }

    /// The first case that holds, with those before it that are open.
    fn cases(&self, cases: &[(Condition, Number)], otherwise: &Number) -> Vec<Explanation> {
        let mut reasons = Vec::new();
        for (i, (condition, fraction)) in cases.iter().enumerate() {
            let (case, fraction) = (i + 1, fraction.clone());
            let reason = match self.facts.truth(condition) {
                Truth::False => continue,
                Truth::True => Explanation::marked(Message::CaseGives { case, fraction }, Mark::Good),
                Truth::Unknown => Explanation::marked(Message::CaseOpen { case, fraction }, Mark::Open),
            };
            let holds = reason.mark == Mark::Good;
            reasons.push(reason.because([self.condition(condition)]));
            if holds {
                return reasons;
            }
        }
        if !reasons.is_empty() {
            reasons.push(Explanation::plain(Message::CaseElse { fraction: otherwise.clone() }));
            return reasons;
        }
        let none = Explanation::plain(Message::CaseNone { fraction: otherwise.clone() });
        vec![none.because(cases.iter().map(|(condition, _)| self.condition(condition)))]
    }
}
