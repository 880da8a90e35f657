//! What a condition expects of one fact: the operator must fit the fact's type, the value must be one of it.

use super::condition::all_of;
use super::findings::list;
use super::literal::type_word;
use super::scope::Scope;
use crate::diagnostic::{Code, Pointer};
use crate::document::{Expectation, Literal, Operator};
use crate::invariant::broken;
use crate::rule_set::{Condition, Fact, FactId, FactTest, FactType, Value};
use crate::{Date, Number};

const OF_ITS_TYPE: &str = "a fact reads values of its type";

/// The expectation of the fact `name`, which stands at `at`.
pub(super) fn compile(scope: &Scope<'_>, name: &str, expected: &Expectation, at: &Pointer) -> Option<Condition> {
    let (id, fact) = scope.fact(name, at)?;
    let one = Expected { scope, id, fact };
    match expected {
        Expectation::Is(value) => one.is(&[(value, at.clone())], false),
        Expectation::OneOf(values) => one.is_listed(values, at, false),
        Expectation::Operators(operators) => {
            if operators.is_empty() {
                scope.empty(at, "say what is expected of the fact");
                return None;
            }
            let parts: Vec<Option<Condition>> = operators
                .iter()
                .map(|(operator, values)| one.operator(*operator, values, &at.key(operator.word())))
                .collect();
            Some(one.together(parts.into_iter().collect::<Option<_>>()?))
        }
    }
}

struct Expected<'a> {
    scope: &'a Scope<'a>,
    id: FactId,
    fact: &'a Fact,
}

impl Expected<'_> {
    fn test(&self, test: FactTest) -> Condition {
        Condition::Fact(self.id, test)
    }

    /// Operators that must all hold of one value: what tests the fact itself is joined, so that it is decided together.
    fn together(&self, parts: Vec<Condition>) -> Condition {
        let mut tests = Vec::with_capacity(parts.len());
        let mut apart = Vec::new();
        for part in parts {
            match part {
                Condition::Fact(_, test) => tests.push(test),
                Condition::Joint(_, more) => tests.extend(more),
                other => apart.push(other),
            }
        }
        let joint = match tests.len() {
            0 => None,
            1 => tests.pop().map(|test| self.test(test)),
            _ => Some(Condition::Joint(self.id, tests)),
        };
        all_of(joint.into_iter().chain(apart).collect())
    }

    fn number(&self, value: &Literal, at: &Pointer) -> Option<Number> {
        match self.scope.value(self.fact, value, at)? {
            Value::Number(number) => Some(number),
            _ => broken(OF_ITS_TYPE, None),
        }
    }

    fn date(&self, value: &Literal, at: &Pointer) -> Option<Date> {
        match self.scope.value(self.fact, value, at)? {
            Value::Date(date) => Some(date),
            _ => broken(OF_ITS_TYPE, None),
        }
    }

    /// The position of a choice's value.
    fn choice(&self, value: &Literal, at: &Pointer) -> Option<usize> {
        if let FactType::Choice { of, .. } = &self.fact.fact_type
            && !self.scope.spend(of.len(), at)
        {
            return None;
        }
        match self.scope.value(self.fact, value, at)? {
            Value::Choice(at) => usize::try_from(at).ok(),
            _ => broken(OF_ITS_TYPE, None),
        }
    }

    fn is_listed(&self, values: &[Literal], at: &Pointer, negated: bool) -> Option<Condition> {
        if values.is_empty() {
            self.scope.empty(at, "list at least one value");
            return None;
        }
        let places: Vec<(&Literal, Pointer)> =
            values.iter().enumerate().map(|(i, value)| (value, at.index(i))).collect();
        self.is(&places, negated)
    }

    fn is(&self, values: &[(&Literal, Pointer)], negated: bool) -> Option<Condition> {
        let scope = self.scope;
        Some(match &self.fact.fact_type {
            FactType::Boolean => {
                let of: Vec<bool> = typed(values, |value, at| scope.boolean(value, at))?;
                let either = of.contains(&true) && of.contains(&false);
                match of.first() {
                    // No boolean is neither, and every boolean is one of them.
                    Some(_) if either => {
                        let neither = Condition::Joint(self.id, [true, false].map(FactTest::Boolean).into());
                        if negated { neither } else { Condition::Not(Box::new(neither)) }
                    }
                    first => self.test(FactTest::Boolean(first? != &negated)),
                }
            }
            FactType::Choice { of, .. } => {
                let chosen: Vec<usize> = typed(values, |value, at| self.choice(value, at))?;
                self.test(FactTest::Choice((0..of.len()).map(|i| chosen.contains(&i) != negated).collect()))
            }
            FactType::Number { .. } => {
                let of = typed(values, |value, at| self.number(value, at))?;
                self.test(FactTest::NumberIn { of, negated })
            }
            FactType::Date { .. } => {
                let of = typed(values, |value, at| self.date(value, at))?;
                self.test(FactTest::DateIn { of, negated })
            }
            FactType::Text { .. } => {
                let of = typed(values, |value, at| scope.text(value, at))?;
                self.test(FactTest::TextIn { of, negated })
            }
        })
    }

    fn operator(&self, operator: Operator, values: &[Literal], at: &Pointer) -> Option<Condition> {
        if operator == Operator::NotIn {
            return self.is_listed(values, at, true);
        }
        let [value] = values else {
            let message = format!("`{}` takes one value, found {}", operator.word(), values.len());
            self.scope.findings.push(
                self.scope.findings.at(Code::WrongLiteral, at, message).help("only `not_in` takes a list of values"),
            );
            return None;
        };
        match operator {
            Operator::IsNot => self.is(&[(value, at.clone())], true),
            Operator::Answered => Some(self.test(FactTest::Answered(self.scope.boolean(value, at)?))),
            Operator::AtLeast | Operator::AtMost | Operator::Above | Operator::Below => self.order(operator, value, at),
            _ => self.of_text(operator, value, at),
        }
    }

    fn order(&self, operator: Operator, value: &Literal, at: &Pointer) -> Option<Condition> {
        let test = match &self.fact.fact_type {
            FactType::Number { .. } => {
                let number = self.number(value, at)?;
                match operator {
                    Operator::AtLeast => FactTest::NumberAtLeast(number),
                    Operator::AtMost => FactTest::NumberAtMost(number),
                    Operator::Above => FactTest::NumberAbove(number),
                    _ => FactTest::NumberBelow(number),
                }
            }
            FactType::Date { .. } => {
                let date = self.date(value, at)?;
                match operator {
                    Operator::AtLeast => FactTest::DateAtLeast(date),
                    Operator::AtMost => FactTest::DateAtMost(date),
                    Operator::Above => FactTest::DateAbove(date),
                    _ => FactTest::DateBelow(date),
                }
            }
            FactType::Choice { of, ordered: true } => {
                let limit = self.choice(value, at)?;
                let holds = |i: usize| match operator {
                    Operator::AtLeast => i >= limit,
                    Operator::AtMost => i <= limit,
                    Operator::Above => i > limit,
                    _ => i < limit,
                };
                FactTest::Choice((0..of.len()).map(holds).collect())
            }
            FactType::Choice { ordered: false, of } => {
                let help = format!(
                    "add `ordered: true` to the fact if {} go from the lowest to the highest, or list the values",
                    list(of.iter().take(4).map(String::as_str))
                );
                return self.misfit(operator, at, &help);
            }
            FactType::Boolean | FactType::Text { .. } => {
                return self.misfit(operator, at, "only numbers, dates and ordered choices have an order");
            }
        };
        Some(self.test(test))
    }

    fn of_text(&self, operator: Operator, value: &Literal, at: &Pointer) -> Option<Condition> {
        if !matches!(self.fact.fact_type, FactType::Text { .. }) {
            return self.misfit(operator, at, "only a text has this operator");
        }
        Some(self.test(match operator {
            Operator::MinLength => FactTest::TextMinLength(self.scope.whole(value, at)?),
            Operator::ContainsUrl => FactTest::TextContainsUrl(self.scope.boolean(value, at)?),
            _ => FactTest::TextStartsWith {
                prefix: self.scope.text(value, at)?,
                negated: operator == Operator::NotStartsWith,
            },
        }))
    }

    fn misfit(&self, operator: Operator, at: &Pointer, help: &str) -> Option<Condition> {
        let word = type_word(&self.fact.fact_type);
        let message = format!("`{}` does not fit `{}`, a {word}", operator.word(), self.fact.name);
        self.scope.findings.push(self.scope.findings.at_key(Code::WrongFactType, at, message).help(help));
        None
    }
}

/// Every value typed, all problems reported.
fn typed<T>(values: &[(&Literal, Pointer)], one: impl Fn(&Literal, &Pointer) -> Option<T>) -> Option<Vec<T>> {
    let typed: Vec<Option<T>> = values.iter().map(|(value, at)| one(value, at)).collect();
    typed.into_iter().collect()
}
