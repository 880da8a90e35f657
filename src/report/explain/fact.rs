//! The values read, and who answered.
//!
//! A derived fact is told with its reasons once, where it is met first; after that it is named with its value. A chain
//! of them is told in stretches one beside the other, so that no tree is too deep to draw.

use std::collections::{BTreeSet, VecDeque};

use super::{Case, Explanation};
use crate::evaluate::State;
use crate::report::Mark;
use crate::report::message::{Message, Reading};
use crate::rule_set::{CriterionId, Derivation, FactId, Operand, Value};

/// So many derived facts are told inside each other, at most.
const NESTED: usize = 16;

/// The derived facts that are told with their reasons.
#[derive(Debug, Default)]
pub(super) struct Told {
    facts: BTreeSet<FactId>,
    /// How many of them are being told now, each inside the one before.
    depth: usize,
    /// Those that lie too deep, to be told beside the outermost.
    later: VecDeque<FactId>,
}

impl Case<'_> {
    /// A fact with its value; for a derived one that was not told before, with what it derives from.
    pub(super) fn fact(&self, id: FactId) -> Explanation {
        let mut said = self.with_reasons(id);
        while self.told.borrow().depth == 0 {
            let Some(next) = self.told.borrow_mut().later.pop_front() else { break };
            if !self.told.borrow().facts.contains(&next) {
                said.because.push(self.with_reasons(next));
            }
        }
        said
    }

    fn with_reasons(&self, id: FactId) -> Explanation {
        let said = self.value(id);
        let Some(derivation) = &self.rules.facts[id].derivation else { return said.because(self.each_said(id)) };
        {
            let mut told = self.told.borrow_mut();
            if told.facts.contains(&id) {
                return elsewhere(said);
            }
            if told.depth == NESTED {
                told.later.push_back(id);
                return elsewhere(said);
            }
            told.facts.insert(id);
            told.depth += 1;
        }
        let reasons = self.derivation(derivation);
        self.told.borrow_mut().depth -= 1;
        said.because(reasons)
    }

    /// A fact with its value alone.
    fn value(&self, id: FactId) -> Explanation {
        let fact = self.names.fact(id);
        match self.facts.state(id) {
            State::Missing => Explanation::marked(Message::FactMissing { fact }, Mark::Open),
            State::NotApplicable => Explanation::marked(Message::FactNotApplicable { fact }, Mark::Apart),
            State::Known(value) => {
                let value = self.reading(id, value);
                let by = self.dossier.answered_by(id);
                Explanation::plain(match by {
                    Some(round) => Message::FactIsBy { fact, value, by: round.name.clone() },
                    None => Message::FactIs { fact, value },
                })
            }
        }
    }

    /// What the unit and each round that counts answered, in order, where a round answered.
    fn each_said(&self, id: FactId) -> Vec<Explanation> {
        let Some(overlay) = &self.dossier.overlay else { return Vec::new() };
        let reading = |value: &Option<Value>| {
            value.as_ref().map_or_else(|| Reading::Written("-".to_owned()), |value| self.reading(id, value))
        };
        let by_rounds = self.dossier.rounds().filter_map(|round| {
            let (_, value) = round.facts.iter().find(|(answered, _)| *answered == id)?;
            Some(Message::SaidByRound { round: round.by_and_date(), value: reading(value) })
        });
        let by_rounds: Vec<Message> = by_rounds.collect();
        let by_unit = (!by_rounds.is_empty()).then(|| Message::SaidByUnit { value: reading(&overlay.own[id]) });
        by_unit.into_iter().chain(by_rounds).map(Explanation::plain).collect()
    }

    /// The answer to a leaf's own question, said as such; any other fact by its name.
    pub(super) fn answer(&self, leaf: CriterionId, fact: FactId) -> Explanation {
        let mut said = self.fact(fact);
        if self.rules.facts[fact].name != self.rules.criteria[leaf].path {
            return said;
        }
        said.message = match said.message {
            Message::FactIs { value, .. } => Message::Answered { value },
            Message::FactIsBy { value, by, .. } => Message::AnsweredBy { value, by },
            Message::FactMissing { .. } => Message::NotAnswered {},
            other => other,
        };
        said
    }

    fn reading(&self, id: FactId, value: &Value) -> Reading {
        match value {
            Value::Boolean(value) => Reading::Boolean(*value),
            other => Reading::Written(self.rules.facts[id].text_of(other)),
        }
    }

    fn derivation(&self, derivation: &Derivation) -> Vec<Explanation> {
        let operands = |operands: &[&Operand]| {
            let facts = operands.iter().filter_map(|operand| match operand {
                Operand::Fact(id) => Some(self.fact(*id)),
                Operand::Number(_) => None,
            });
            facts.collect()
        };
        match derivation {
            Derivation::Sum(of) | Derivation::Product(of) | Derivation::Min(of) | Derivation::Max(of) => {
                operands(&of.iter().collect::<Vec<_>>())
            }
            Derivation::Difference(a, b) | Derivation::Ratio(a, b, _) => operands(&[a, b]),
            Derivation::Count(of) => of.iter().map(|condition| self.condition(condition)).collect(),
            Derivation::DaysBetween(from, to) => vec![self.fact(*from), self.fact(*to)],
        }
    }
}

/// A derived fact whose reasons stand elsewhere.
fn elsewhere(mut said: Explanation) -> Explanation {
    said.message = match said.message {
        Message::FactIs { fact, value } => Message::FactIsElsewhere { fact, value },
        Message::FactMissing { fact } | Message::FactNotApplicable { fact } => Message::FactElsewhere { fact },
        other => other,
    };
    said
}
