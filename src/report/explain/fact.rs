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
                let by = self.dossier.answered_by[id].and_then(|round| self.dossier.assessors.get(round));
                Explanation::plain(match by {
                    Some(by) => Message::FactIsBy { fact, value, by: by.clone() },
                    None => Message::FactIs { fact, value },
                })
            }
        };
        match &self.rules.facts[id].derivation {
            Some(derivation) => said.because(self.derivation(derivation)),
            None => said,
        }
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
