//! Conditions: true, false or unknown.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use predikat::document::{Condition, Expectation, FactKind, Literal, Operator};

use super::facts::{Facts, Value, value};
use super::may::Values;

impl Facts<'_> {
    /// Whether a condition holds; `now` is the dossier as it stands, of which `answered` speaks.
    pub fn holds(&self, condition: &Condition, now: &Facts<'_>) -> Option<bool> {
        match condition {
            Condition::Facts(expectations) => {
                and(expectations.iter().map(|(name, expectation)| self.meets(name, expectation, now)))
            }
            Condition::All(parts) => and(parts.iter().map(|part| self.holds(part, now))),
            Condition::Any(parts) => {
                and(parts.iter().map(|part| self.holds(part, now).map(|held| !held))).map(|none| !none)
            }
            Condition::Not(part) => self.holds(part, now).map(|held| !held),
            Condition::Count { of, at_least, at_most, exactly } => {
                let fits = |count: usize| {
                    let count = u32::try_from(count).unwrap();
                    at_least.is_none_or(|n| count >= n)
                        && at_most.is_none_or(|n| count <= n)
                        && exactly.is_none_or(|n| count == n)
                };
                let (least, most) = self.count(of, now);
                one((least..=most).map(fits))
            }
        }
    }

    /// How many of some conditions hold, at least and at most.
    pub fn count(&self, conditions: &[Condition], now: &Facts<'_>) -> (usize, usize) {
        let held: Vec<Option<bool>> = conditions.iter().map(|condition| self.holds(condition, now)).collect();
        let least = held.iter().filter(|held| **held == Some(true)).count();
        (least, least + held.iter().filter(|held| held.is_none()).count())
    }

    /// Whether every value that is left satisfies an expectation, or none does.
    fn meets(&self, name: &str, expectation: &Expectation, now: &Facts<'_>) -> Option<bool> {
        if let Expectation::Operators(operators) = expectation {
            let asked = operators.iter().filter(|(operator, _)| *operator == Operator::Answered);
            let answered = now.answered(name);
            if asked.into_iter().any(|(_, literals)| answered != (literals[0].text == "true")) {
                return Some(false);
            }
        }
        let may = self.may(name, now);
        if let Values::Text(_, most) = may.values {
            return any_text(expectation, most);
        }
        let values = may.samples(&self.turns(name, expectation));
        let out = may.not_applicable.then_some(None);
        one(values.iter().map(Some).chain(out).map(|value| self.satisfies(name, expectation, value)))
    }

    /// The values of a number or date that an expectation names.
    fn turns(&self, name: &str, expectation: &Expectation) -> Vec<Value> {
        let kind = self.kind(name);
        if !matches!(kind, FactKind::Integer | FactKind::Decimal | FactKind::Date) {
            return Vec::new();
        }
        let named: Vec<&Literal> = match expectation {
            Expectation::Is(literal) => vec![literal],
            Expectation::OneOf(literals) => literals.iter().collect(),
            Expectation::Operators(operators) => {
                let compared = operators.iter().filter(|(operator, _)| *operator != Operator::Answered);
                compared.flat_map(|(_, literals)| literals).collect()
            }
        };
        named.into_iter().map(|literal| value(kind, literal)).collect()
    }

    /// Whether one value (none: not applicable) satisfies an expectation, `answered` apart.
    fn satisfies(&self, name: &str, expectation: &Expectation, actual: Option<&Value>) -> bool {
        let equals = |literal: &Literal| actual.is_some_and(|actual| value(self.kind(name), literal) == *actual);
        match expectation {
            Expectation::Is(literal) => equals(literal),
            Expectation::OneOf(literals) => literals.iter().any(equals),
            Expectation::Operators(operators) => {
                operators.iter().all(|(operator, literals)| match (operator, actual) {
                    (Operator::Answered, _) => true,
                    (Operator::IsNot | Operator::NotIn, _) => !literals.iter().any(equals),
                    (operator, None) => *operator == Operator::NotStartsWith,
                    (operator, Some(actual)) => self.compares(name, *operator, actual, &literals[0]),
                })
            }
        }
    }

    fn compares(&self, name: &str, operator: Operator, actual: &Value, literal: &Literal) -> bool {
        let order = || self.order(name, actual, &value(self.kind(name), literal));
        match operator {
            Operator::AtLeast => order() != Ordering::Less,
            Operator::AtMost => order() != Ordering::Greater,
            Operator::Above => order() == Ordering::Greater,
            Operator::Below => order() == Ordering::Less,
            Operator::MinLength => actual.as_text().trim().chars().count() >= length(literal),
            Operator::StartsWith => actual.as_text().starts_with(&literal.text),
            Operator::NotStartsWith => !actual.as_text().starts_with(&literal.text),
            Operator::ContainsUrl => contains_url(actual.as_text()) == (literal.text == "true"),
            Operator::Answered | Operator::IsNot | Operator::NotIn => unreachable!("these compare nothing"),
        }
    }

    fn order(&self, name: &str, actual: &Value, than: &Value) -> Ordering {
        match (actual, than) {
            (Value::Number(a), Value::Number(b)) => a.cmp(b),
            (Value::Date(a), Value::Date(b)) => a.cmp(b),
            (Value::Choice(a), Value::Choice(b)) => self.place(name, a).cmp(&self.place(name, b)),
            other => panic!("not ordered: {other:?}"),
        }
    }
}

/// Of a text that is not answered only `min_length` is ever decided, by the most characters that it may have.
fn any_text(expectation: &Expectation, most: Option<usize>) -> Option<bool> {
    let Expectation::Operators(operators) = expectation else { return None };
    let mut asked = operators.iter().filter(|(operator, _)| *operator != Operator::Answered).peekable();
    if asked.peek().is_none() {
        return Some(true);
    }
    let too_long = |literal: &Literal| most.is_some_and(|most| length(literal) > most);
    let never = asked.any(|(operator, literals)| *operator == Operator::MinLength && too_long(&literals[0]));
    never.then_some(false)
}

fn length(literal: &Literal) -> usize {
    literal.text.parse().unwrap()
}

fn contains_url(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["http://", "https://"].iter().any(|start| {
        lower
            .match_indices(start)
            .any(|(at, _)| lower[at + start.len()..].chars().next().is_some_and(|next| !next.is_whitespace()))
    })
}

/// Kleene's conjunction.
fn and(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let parts: Vec<Option<bool>> = parts.collect();
    if parts.contains(&Some(false)) {
        Some(false)
    } else if parts.contains(&None) {
        None
    } else {
        Some(true)
    }
}

/// The one truth of several, if they agree.
fn one(truths: impl Iterator<Item = bool>) -> Option<bool> {
    let truths: BTreeSet<bool> = truths.collect();
    if truths.len() == 1 { truths.into_iter().next() } else { None }
}
