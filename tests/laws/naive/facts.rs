//! Facts, derived facts and conditions.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use predikat::document::{Condition, Derive, Expectation, FactKind, Literal, Operator, WhenZero};
use predikat::{Date, Number};

use super::tree::{Scorer, Tree};
use super::{Completion, Given};

/// A value of a fact.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Boolean(bool),
    Choice(String),
    Number(Number),
    Date(Date),
    Text(String),
}

/// What is known of a fact.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    Missing,
    NotApplicable,
    Known(Value),
}

/// The facts of a unit, as they stand or as completed.
pub struct Facts<'a> {
    given: &'a Given<'a>,
    kinds: BTreeMap<String, FactKind>,
    values: BTreeMap<String, Value>,
    free: BTreeMap<String, Number>,
    open: RefCell<BTreeSet<String>>,
}

impl<'a> Facts<'a> {
    pub fn new(given: &'a Given<'a>, tree: &Tree<'_>, completion: &Completion) -> Facts<'a> {
        let kinds = kinds(given, tree);
        let mut texts: BTreeMap<&String, Option<&Literal>> = BTreeMap::new();
        texts.extend(given.dossier.facts.iter().map(|(name, literal)| (name, Some(literal))));
        for round in &given.dossier.rounds {
            texts.extend(round.facts.iter().map(|(name, literal)| (name, literal.as_ref())));
        }
        let mut values: BTreeMap<String, Value> = texts
            .into_iter()
            .filter_map(|(name, literal)| Some((name.clone(), value(kinds[name], literal?))))
            .collect();
        values.insert("as_of".into(), Value::Date(given.as_of));
        values.extend(completion.facts.clone());
        Facts { given, kinds, values, free: completion.free.clone(), open: RefCell::default() }
    }

    /// The names of what was read and is still open, this completion notwithstanding.
    pub fn open(&self) -> Vec<String> {
        self.open.borrow().iter().cloned().collect()
    }

    /// The facts that the dossier does not answer, derived ones apart.
    pub fn missing(&self) -> Vec<(&String, FactKind)> {
        let derived = |name: &String| self.given.rules.facts.get(name).is_some_and(|fact| fact.derive.is_some());
        let missing = self.kinds.iter().filter(|(name, _)| !self.values.contains_key(*name) && !derived(name));
        missing.map(|(name, kind)| (name, *kind)).collect()
    }

    /// The number that a completion gives to what no fact settles.
    pub fn free(&self, name: &str) -> Option<Number> {
        let number = self.free.get(name).cloned();
        if number.is_none() {
            self.open.borrow_mut().insert(name.to_owned());
        }
        number
    }

    pub fn state(&self, name: &str, now: &Facts<'_>) -> State {
        match self.given.rules.facts.get(name).and_then(|fact| fact.derive.as_ref()) {
            Some(derive) => self.derived(name, derive, now),
            None => self.values.get(name).map_or(State::Missing, |value| State::Known(value.clone())),
        }
    }

    fn derived(&self, name: &str, derive: &Derive, now: &Facts<'_>) -> State {
        let over = |operands: &[Literal], how: &dyn Fn(Vec<Number>) -> Number| {
            let states: Vec<State> = operands.iter().map(|operand| self.operand(operand, now)).collect();
            if states.contains(&State::NotApplicable) {
                return State::NotApplicable;
            }
            let numbers: Option<Vec<Number>> = states.iter().map(number_of).collect();
            numbers.map_or(State::Missing, |numbers| State::Known(Value::Number(how(numbers))))
        };
        match derive {
            Derive::Sum(parts) => over(parts, &|numbers| numbers.iter().sum()),
            Derive::Difference(a, b) => over(&[a.clone(), b.clone()], &|numbers| &numbers[0] - &numbers[1]),
            Derive::Product(parts) => over(parts, &|numbers| numbers.iter().fold(Number::ONE, |a, b| &a * b)),
            Derive::Min(parts) => over(parts, &|numbers| numbers.into_iter().min().unwrap()),
            Derive::Max(parts) => over(parts, &|numbers| numbers.into_iter().max().unwrap()),
            Derive::Ratio(of, to, when_zero) => {
                if self.operand(to, now) == State::Known(Value::Number(Number::ZERO)) {
                    return match when_zero.as_ref().unwrap() {
                        WhenZero::Number(number) => State::Known(Value::Number(number.clone())),
                        WhenZero::NotApplicable => State::NotApplicable,
                        WhenZero::Unknown => {
                            self.free(name).map_or(State::Missing, |number| State::Known(Value::Number(number)))
                        }
                    };
                }
                over(&[of.clone(), to.clone()], &|numbers| numbers[0].checked_div(&numbers[1]).unwrap())
            }
            Derive::Count(conditions) => {
                let held: Option<Vec<bool>> = conditions.iter().map(|condition| self.holds(condition, now)).collect();
                held.map_or(State::Missing, |held| {
                    State::Known(Value::Number(Number::from(held.into_iter().filter(|held| *held).count())))
                })
            }
            Derive::DaysBetween(from, to) => match (self.state(from, now), self.state(to, now)) {
                (State::Known(Value::Date(from)), State::Known(Value::Date(to))) => {
                    State::Known(Value::Number(Number::from(from.days_until(to))))
                }
                _ => State::Missing,
            },
        }
    }

    fn operand(&self, operand: &Literal, now: &Facts<'_>) -> State {
        match operand.text.parse() {
            Ok(number) => State::Known(Value::Number(number)),
            Err(_) => self.state(&operand.text, now),
        }
    }

    /// The least and the greatest that a number fact can be: itself where it is known, else by its `min` and
    /// `max`, or those of its parts; far out where nothing says.
    pub fn range(&self, name: &str, now: &Facts<'_>) -> (Number, Number) {
        let far = || Number::from(1_000_000_000_i64);
        if let State::Known(Value::Number(number)) = self.state(name, now) {
            return (number.clone(), number);
        }
        let fact = self.given.rules.facts.get(name);
        let Some(derive) = fact.and_then(|fact| fact.derive.as_ref()) else {
            let end = |literal: Option<&Literal>| literal.and_then(|literal| literal.text.parse().ok());
            let min = end(fact.and_then(|fact| fact.min.as_ref()));
            let max = end(fact.and_then(|fact| fact.max.as_ref()));
            return (min.unwrap_or(-far()), max.unwrap_or(far()));
        };
        let of = |operand: &Literal| match operand.text.parse::<Number>() {
            Ok(number) => (number.clone(), number),
            Err(_) => self.range(&operand.text, now),
        };
        let all = |operands: &[Literal]| operands.iter().map(of).collect::<Vec<(Number, Number)>>();
        match derive {
            Derive::Sum(parts) => {
                let parts = all(parts);
                (parts.iter().map(|part| &part.0).sum(), parts.iter().map(|part| &part.1).sum())
            }
            Derive::Difference(a, b) => {
                let (a, b) = (of(a), of(b));
                (&a.0 - &b.1, &a.1 - &b.0)
            }
            Derive::Product(parts) => all(parts).into_iter().fold((Number::ONE, Number::ONE), |a, b| {
                let corners = [&a.0 * &b.0, &a.0 * &b.1, &a.1 * &b.0, &a.1 * &b.1];
                (corners.iter().min().unwrap().clone(), corners.iter().max().unwrap().clone())
            }),
            Derive::Min(parts) => {
                let parts = all(parts);
                (parts.iter().map(|p| p.0.clone()).min().unwrap(), parts.iter().map(|p| p.1.clone()).min().unwrap())
            }
            Derive::Max(parts) => {
                let parts = all(parts);
                (parts.iter().map(|p| p.0.clone()).max().unwrap(), parts.iter().map(|p| p.1.clone()).max().unwrap())
            }
            Derive::Count(conditions) => {
                let held: Vec<Option<bool>> = conditions.iter().map(|condition| self.holds(condition, now)).collect();
                let least = held.iter().filter(|held| **held == Some(true)).count();
                let open = held.iter().filter(|held| held.is_none()).count();
                (Number::from(least), Number::from(least + open))
            }
            Derive::Ratio(..) | Derive::DaysBetween(..) => (-far(), far()),
        }
    }

    /// Whether a condition holds, by Kleene; `now` is the dossier as it stands, of which `answered` speaks.
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
                let held: Vec<Option<bool>> = of.iter().map(|part| self.holds(part, now)).collect();
                let least = held.iter().filter(|held| **held == Some(true)).count();
                let most = least + held.iter().filter(|held| held.is_none()).count();
                let fits = |count: usize| {
                    let count = u32::try_from(count).unwrap();
                    at_least.is_none_or(|n| count >= n)
                        && at_most.is_none_or(|n| count <= n)
                        && exactly.is_none_or(|n| count == n)
                };
                let all: BTreeSet<bool> = (least..=most).map(fits).collect();
                if all.len() == 1 { all.into_iter().next() } else { None }
            }
        }
    }

    fn meets(&self, name: &str, expectation: &Expectation, now: &Facts<'_>) -> Option<bool> {
        match expectation {
            Expectation::Is(literal) => {
                self.meets_operator(name, Operator::NotIn, std::slice::from_ref(literal), now).map(|b| !b)
            }
            Expectation::OneOf(literals) => self.meets_operator(name, Operator::NotIn, literals, now).map(|b| !b),
            Expectation::Operators(operators) => {
                and(operators.iter().map(|(operator, literals)| self.meets_operator(name, *operator, literals, now)))
            }
        }
    }

    fn meets_operator(&self, name: &str, operator: Operator, literals: &[Literal], now: &Facts<'_>) -> Option<bool> {
        if operator == Operator::Answered {
            let answered = matches!(now.state(name, now), State::Known(_));
            return Some(answered == (literals[0].text == "true"));
        }
        let actual = match self.state(name, now) {
            State::Missing => return None,
            State::NotApplicable => {
                return Some(matches!(operator, Operator::IsNot | Operator::NotIn | Operator::NotStartsWith));
            }
            State::Known(actual) => actual,
        };
        let first = &literals[0];
        Some(match operator {
            Operator::IsNot | Operator::NotIn => {
                literals.iter().all(|literal| value(self.kind_for(name, &actual), literal) != actual)
            }
            Operator::AtLeast => self.order(name, &actual, first) != Ordering::Less,
            Operator::AtMost => self.order(name, &actual, first) != Ordering::Greater,
            Operator::Above => self.order(name, &actual, first) == Ordering::Greater,
            Operator::Below => self.order(name, &actual, first) == Ordering::Less,
            Operator::MinLength => text_of(&actual).trim().chars().count() >= first.text.parse().unwrap(),
            Operator::StartsWith => text_of(&actual).starts_with(&first.text),
            Operator::NotStartsWith => !text_of(&actual).starts_with(&first.text),
            Operator::ContainsUrl => contains_url(text_of(&actual)) == (first.text == "true"),
            Operator::Answered => unreachable!("answered above"),
        })
    }

    fn kind_for(&self, name: &str, actual: &Value) -> FactKind {
        if matches!(actual, Value::Number(_)) { FactKind::Decimal } else { self.kinds[name] }
    }

    fn order(&self, name: &str, actual: &Value, than: &Literal) -> Ordering {
        match (actual, value(self.kind_for(name, actual), than)) {
            (Value::Number(a), Value::Number(b)) => a.cmp(&b),
            (Value::Date(a), Value::Date(b)) => a.cmp(&b),
            (Value::Choice(a), Value::Choice(b)) => {
                let choices = self.given.rules.facts[name].of.as_ref().unwrap();
                let place = |text: &str| choices.iter().position(|choice| choice.text == text).unwrap();
                place(a).cmp(&place(&b))
            }
            other => panic!("not ordered: {other:?}"),
        }
    }
}

fn number_of(state: &State) -> Option<Number> {
    match state {
        State::Known(Value::Number(number)) => Some(number.clone()),
        _ => None,
    }
}

fn text_of(value: &Value) -> &str {
    match value {
        Value::Text(text) | Value::Choice(text) => text,
        other => panic!("no text: {other:?}"),
    }
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

/// The value that a literal stands for, for a fact of this kind.
pub fn value(kind: FactKind, literal: &Literal) -> Value {
    match kind {
        FactKind::Boolean => Value::Boolean(literal.text == "true"),
        FactKind::Choice => Value::Choice(literal.text.clone()),
        FactKind::Integer | FactKind::Decimal => Value::Number(literal.text.parse().unwrap()),
        FactKind::Date => Value::Date(literal.text.parse().unwrap()),
        FactKind::Text => Value::Text(literal.text.clone()),
    }
}

/// Every fact's kind: those declared, and an answer for every leaf that asks for one.
fn kinds(given: &Given<'_>, tree: &Tree<'_>) -> BTreeMap<String, FactKind> {
    let mut kinds = BTreeMap::from([("as_of".to_owned(), FactKind::Date)]);
    for (name, fact) in &given.rules.facts {
        kinds.insert(name.clone(), fact.kind.unwrap_or(FactKind::Decimal));
    }
    for (node, leaf) in tree.leaves() {
        if matches!(&leaf.scorer, Scorer::Choice(fact, _) if *fact == node.path) {
            kinds.insert(node.path.clone(), FactKind::Choice);
        }
    }
    kinds
}
