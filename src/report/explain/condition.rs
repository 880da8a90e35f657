//! Conditions in words, each with whether it holds and the value that decides.

use super::{Case, Explanation};
use crate::report::message::{Label, Message, Reading};
use crate::rule_set::{Condition, FactId, FactTest, FactType, allowed_or_not};

impl Case<'_> {
    /// A condition with its parts.
    pub(super) fn condition(&self, condition: &Condition) -> Explanation {
        if let Some(apart) = condition.tests_apart() {
            let truth = self.facts.truth(condition);
            return Explanation::marked(Message::AllOf { count: apart.len() }, truth).because(self.conditions(&apart));
        }
        let truth = self.facts.truth(condition);
        let (message, because) = match condition {
            Condition::Fact(id, test) => (self.test(*id, test), vec![self.fact(*id)]),
            Condition::Joint(..) => (Message::AllOf { count: 0 }, Vec::new()), // told above
            // One part alone says it all.
            Condition::All(parts) | Condition::Any(parts) if parts.len() == 1 => {
                return parts
                    .iter()
                    .map(|part| self.condition(part))
                    .next()
                    .unwrap_or_else(|| Explanation::marked(Message::AllOf { count: 0 }, truth));
            }
            Condition::All(parts) => (Message::AllOf { count: parts.len() }, self.conditions(parts)),
            Condition::Any(parts) => (Message::AnyOf { count: parts.len() }, self.conditions(parts)),
            Condition::Not(part) => (Message::NotThis {}, vec![self.condition(part)]),
            Condition::Count { of, at_least, at_most } => {
                let at_most = (*at_most).min(of.len());
                (Message::CountOf { at_least: *at_least, at_most, count: of.len() }, self.conditions(of))
            }
        };
        Explanation::marked(message, truth).because(because)
    }

    pub(super) fn conditions(&self, parts: &[Condition]) -> Vec<Explanation> {
        parts.iter().map(|part| self.condition(part)).collect()
    }

    fn test(&self, id: FactId, test: &FactTest) -> Message {
        let fact = self.names.fact(id);
        match test {
            FactTest::Answered(true) => Message::IsAnswered { fact },
            FactTest::Answered(false) => Message::IsNotAnswered { fact },
            FactTest::Boolean(value) => Message::IsBoolean { fact, value: Reading::Boolean(*value) },
            FactTest::Choice(allowed) => self.choice(id, fact, allowed),
            FactTest::NumberIn { of, negated } => is_in(fact, of, *negated),
            FactTest::DateIn { of, negated } => is_in(fact, of, *negated),
            FactTest::TextIn { of, negated } => is_in(fact, of, *negated),
            FactTest::NumberAtLeast(value) => Message::IsAtLeast { fact, value: value.to_string() },
            FactTest::DateAtLeast(value) => Message::IsAtLeast { fact, value: value.to_string() },
            FactTest::NumberAtMost(value) => Message::IsAtMost { fact, value: value.to_string() },
            FactTest::DateAtMost(value) => Message::IsAtMost { fact, value: value.to_string() },
            FactTest::NumberAbove(value) => Message::IsAbove { fact, value: value.to_string() },
            FactTest::DateAbove(value) => Message::IsAbove { fact, value: value.to_string() },
            FactTest::NumberBelow(value) => Message::IsBelow { fact, value: value.to_string() },
            FactTest::DateBelow(value) => Message::IsBelow { fact, value: value.to_string() },
            FactTest::TextMinLength(length) => {
                Message::HasLength { fact, length: usize::try_from(*length).unwrap_or(usize::MAX) }
            }
            FactTest::TextStartsWith { prefix, negated: false } => Message::StartsWith { fact, prefix: prefix.clone() },
            FactTest::TextStartsWith { prefix, negated: true } => {
                Message::StartsNotWith { fact, prefix: prefix.clone() }
            }
            FactTest::TextContainsUrl(true) => Message::HasUrl { fact },
            FactTest::TextContainsUrl(false) => Message::HasNoUrl { fact },
        }
    }

    fn choice(&self, id: FactId, fact: Label, allowed: &[bool]) -> Message {
        let FactType::Choice { of, .. } = &self.rules.facts[id].fact_type else {
            return Message::IsAnswered { fact };
        };
        let (values, negated) = allowed_or_not(of, allowed);
        is_in(fact, &values, negated)
    }
}

fn is_in(fact: Label, of: &[impl ToString], negated: bool) -> Message {
    let values = of.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    if negated { Message::IsNotIn { fact, values } } else { Message::IsIn { fact, values } }
}
