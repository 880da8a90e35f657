//! The values read, and who answered.

use super::{Case, Explanation};
use crate::evaluate::State;
use crate::report::Mark;
use crate::report::message::{Message, Reading};
use crate::rule_set::{CriterionId, Derivation, FactId, Operand, Value};

impl Case<'_> {
    /// A fact with its value; for a derived one, with what it derives from.
    pub(super) fn fact(&self, id: FactId) -> Explanation {
        let fact = self.names.fact(id);
        let said = match self.facts.state(id) {
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
        };
        match &self.rules.facts[id].derivation {
            Some(derivation) => said.because(self.derivation(derivation)),
            None => said.because(self.each_said(id)),
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
