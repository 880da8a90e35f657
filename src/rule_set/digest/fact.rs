//! Facts and conditions, as they are hashed.

use serde_json::{Map, Value, json};

use super::{Writer, number, unordered, whole, zero};
use crate::Number;
use crate::rule_set::{Condition, Derivation, FactId, FactTest, FactType, Operand};

impl Writer<'_> {
    /// The facts that are read, and those they are made from.
    pub(super) fn facts(&self) -> Map<String, Value> {
        let mut all = Map::new();
        // From the last: a derived fact stands after what it reads.
        for (id, fact) in self.rules.facts.pairs().rev() {
            if id == FactId::AS_OF || !self.facts.borrow().contains(&id) {
                continue;
            }
            let value = match &fact.derivation {
                Some(derivation) => json!({"derive": self.derivation(derivation)}),
                None => fact_type(&fact.fact_type),
            };
            all.insert(fact.name.clone(), value);
        }
        all
    }

    pub(super) fn derivation(&self, derivation: &Derivation) -> Value {
        let operand = |part: &Operand| match part {
            Operand::Fact(id) => json!({"fact": self.fact(*id)}),
            Operand::Number(n) => number(n),
        };
        let set = |of: &[Operand]| unordered(of.iter().map(operand));
        match derivation {
            Derivation::Sum(of) => json!({"sum": set(of)}),
            Derivation::Difference(a, b) => json!({"difference": [operand(a), operand(b)]}),
            Derivation::Product(of) => json!({"product": set(of)}),
            Derivation::Ratio(a, b, when_zero) => {
                json!({"ratio": [operand(a), operand(b)], "when_zero": when_zero.as_ref().map(zero)})
            }
            Derivation::Min(of) => json!({"min": set(of)}),
            Derivation::Max(of) => json!({"max": set(of)}),
            Derivation::Count(of) => json!({"count": self.conditions(of)}),
            Derivation::DaysBetween(from, to) => json!({"days_between": [self.fact(*from), self.fact(*to)]}),
        }
    }

    pub(super) fn conditions(&self, of: &[Condition]) -> Value {
        unordered(of.iter().map(|one| self.condition(one)))
    }

    pub(super) fn condition(&self, condition: &Condition) -> Value {
        match condition {
            Condition::Fact(id, test) => {
                let mut value = self.test(*id, test);
                if let Value::Object(map) = &mut value {
                    map.insert("fact".to_owned(), self.fact(*id));
                }
                value
            }
            Condition::All(of) => json!({"all": self.conditions(of)}),
            Condition::Any(of) => json!({"any": self.conditions(of)}),
            Condition::Not(one) => json!({"not": self.condition(one)}),
            Condition::Count { of, at_least, at_most } => json!({
                "count": self.conditions(of),
                "at_least": number(&Number::from(*at_least)),
                "at_most": number(&Number::from(*at_most)),
            }),
        }
    }

    pub(super) fn test(&self, id: FactId, test: &FactTest) -> Value {
        match test {
            FactTest::Answered(is) => json!({"answered": is}),
            FactTest::Boolean(is) => json!({"is": is}),
            FactTest::Choice(table) => {
                let FactType::Choice { of, .. } = &self.rules.facts[id].fact_type else { return Value::Null };
                let accepted = of.iter().zip(table).filter(|(_, accepted)| **accepted);
                json!({"is": unordered(accepted.map(|(value, _)| json!(value)))})
            }
            FactTest::NumberIn { of, negated } => json!({"in": unordered(of.iter().map(number)), "negated": negated}),
            FactTest::NumberAtLeast(n) => json!({"at_least": number(n)}),
            FactTest::NumberAtMost(n) => json!({"at_most": number(n)}),
            FactTest::NumberAbove(n) => json!({"above": number(n)}),
            FactTest::NumberBelow(n) => json!({"below": number(n)}),
            FactTest::DateIn { of, negated } => {
                json!({"in": unordered(of.iter().map(|date| json!(date))), "negated": negated})
            }
            FactTest::DateAtLeast(date) => json!({"at_least": date}),
            FactTest::DateAtMost(date) => json!({"at_most": date}),
            FactTest::DateAbove(date) => json!({"above": date}),
            FactTest::DateBelow(date) => json!({"below": date}),
            FactTest::TextIn { of, negated } => {
                json!({"in": unordered(of.iter().map(|text| json!(text))), "negated": negated})
            }
            FactTest::TextMinLength(length) => json!({"min_length": whole(*length)}),
            FactTest::TextStartsWith { prefix, negated } => json!({"starts_with": prefix, "negated": negated}),
            FactTest::TextContainsUrl(is) => json!({"contains_url": is}),
        }
    }
}

fn fact_type(fact_type: &FactType) -> Value {
    match fact_type {
        FactType::Boolean => json!("boolean"),
        FactType::Choice { of, .. } => json!({"choice": unordered(of.iter().map(|value| json!(value)))}),
        FactType::Number { integer, min, max } => {
            json!({"integer": integer, "min": min.as_ref().map(number), "max": max.as_ref().map(number)})
        }
        FactType::Date { min, max } => json!({"date": true, "min": min, "max": max}),
        FactType::Text { min, max } => json!({"text": true, "min": min.map(whole), "max": max.map(whole)}),
    }
}
