//! Facts and conditions, as they are hashed.

use super::canonical::{Json, list, map, number, object, optional, text, truth, unordered, whole};
use super::{Writer, zero};
use crate::invariant::broken;
use crate::rule_set::{Condition, Derivation, FactId, FactTest, FactType, Operand};
use crate::{Date, Number};

impl Writer<'_> {
    /// The facts that are read, and those they are made from.
    pub(super) fn facts(&self) -> Json {
        let mut all = Vec::new();
        // From the last: a derived fact stands after what it reads.
        for (id, fact) in self.rules.facts.pairs().rev() {
            if id == FactId::AS_OF || !self.facts.borrow().contains(&id) {
                continue;
            }
            let value = match &fact.derivation {
                Some(derivation) => object([("derive", self.derivation(derivation))]),
                None => fact_type(&fact.fact_type),
            };
            all.push((fact.name.as_str(), value));
        }
        map(all.into_iter())
    }

    fn derivation(&self, derivation: &Derivation) -> Json {
        let operand = |part: &Operand| match part {
            Operand::Fact(id) => object([("fact", self.fact(*id))]),
            Operand::Number(n) => number(n),
        };
        let set = |of: &[Operand]| unordered(of.iter().map(operand));
        match derivation {
            Derivation::Sum(of) => object([("sum", set(of))]),
            Derivation::Difference(a, b) => object([("difference", list(&[operand(a), operand(b)]))]),
            Derivation::Product(of) => object([("product", set(of))]),
            Derivation::Ratio(a, b, when_zero) => object([
                ("ratio", list(&[operand(a), operand(b)])),
                ("when_zero", optional(when_zero.as_ref().map(zero))),
            ]),
            Derivation::Min(of) => object([("min", set(of))]),
            Derivation::Max(of) => object([("max", set(of))]),
            Derivation::Count(of) => object([("count", self.conditions(of))]),
            Derivation::DaysBetween(from, to) => object([("days_between", list(&[self.fact(*from), self.fact(*to)]))]),
        }
    }

    pub(super) fn conditions(&self, of: &[Condition]) -> Json {
        unordered(of.iter().map(|one| self.condition(one)))
    }

    pub(super) fn condition(&self, condition: &Condition) -> Json {
        match condition {
            Condition::Fact(id, test) => self.test(*id, test),
            Condition::Joint(id, tests) => {
                object([("joint", unordered(tests.iter().map(|test| self.test(*id, test))))])
            }
            Condition::All(of) => object([("all", self.conditions(of))]),
            Condition::Any(of) => object([("any", self.conditions(of))]),
            Condition::Not(one) => object([("not", self.condition(one))]),
            Condition::Count { of, at_least, at_most } => object([
                ("count", self.conditions(of)),
                ("at_least", number(&Number::from(*at_least))),
                ("at_most", number(&Number::from(*at_most))),
            ]),
        }
    }

    fn test(&self, id: FactId, test: &FactTest) -> Json {
        let one = |key, value| object([("fact", self.fact(id)), (key, value)]);
        let in_set = |of, negated: bool| object([("fact", self.fact(id)), ("in", of), ("negated", truth(negated))]);
        match test {
            FactTest::Answered(is) => one("answered", truth(*is)),
            FactTest::Boolean(is) => one("is", truth(*is)),
            FactTest::Choice(table) => {
                let FactType::Choice { of, .. } = &self.rules.facts[id].fact_type else {
                    let table: Vec<Json> = table.iter().map(|accepted| truth(*accepted)).collect();
                    return broken("a test agrees with the type of its fact", one("is", list(&table)));
                };
                debug_assert_eq!(of.len(), table.len(), "every value of a choice satisfies a test, or does not");
                let accepted = of.iter().zip(table).filter(|(_, accepted)| **accepted);
                one("is", unordered(accepted.map(|(value, _)| text(value))))
            }
            FactTest::NumberIn { of, negated } => in_set(unordered(of.iter().map(number)), *negated),
            FactTest::NumberAtLeast(n) => one("at_least", number(n)),
            FactTest::NumberAtMost(n) => one("at_most", number(n)),
            FactTest::NumberAbove(n) => one("above", number(n)),
            FactTest::NumberBelow(n) => one("below", number(n)),
            FactTest::DateIn { of, negated } => in_set(unordered(of.iter().copied().map(date)), *negated),
            FactTest::DateAtLeast(day) => one("at_least", date(*day)),
            FactTest::DateAtMost(day) => one("at_most", date(*day)),
            FactTest::DateAbove(day) => one("above", date(*day)),
            FactTest::DateBelow(day) => one("below", date(*day)),
            FactTest::TextIn { of, negated } => in_set(unordered(of.iter().map(|value| text(value))), *negated),
            FactTest::TextMinLength(length) => one("min_length", whole(*length)),
            FactTest::TextStartsWith { prefix, negated } => {
                object([("fact", self.fact(id)), ("starts_with", text(prefix)), ("negated", truth(*negated))])
            }
            FactTest::TextContainsUrl(is) => one("contains_url", truth(*is)),
        }
    }
}

fn date(date: Date) -> Json {
    text(&date.to_string())
}

fn fact_type(fact_type: &FactType) -> Json {
    match fact_type {
        FactType::Boolean => text("boolean"),
        FactType::Choice { of, .. } => object([("choice", unordered(of.iter().map(|value| text(value))))]),
        FactType::Number { integer, min, max } => object([
            ("integer", truth(*integer)),
            ("max", optional(max.as_ref().map(number))),
            ("min", optional(min.as_ref().map(number))),
        ]),
        FactType::Date { min, max } => {
            object([("date", truth(true)), ("min", optional(min.map(date))), ("max", optional(max.map(date)))])
        }
        FactType::Text { min, max } => {
            object([("text", truth(true)), ("min", optional(min.map(whole))), ("max", optional(max.map(whole)))])
        }
    }
}
