//! Facts, as they stand or as completed, and derived facts.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use predikat::document::{Derive, FactKind, Literal, WhenZero};
use predikat::{Date, Number};

use super::may::{Interval, May, Values, quotient, together};
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

impl Value {
    pub fn as_number(&self) -> &Number {
        let Value::Number(number) = self else { panic!("no number: {self:?}") };
        number
    }

    pub fn as_date(&self) -> Date {
        let Value::Date(date) = self else { panic!("no date: {self:?}") };
        *date
    }

    pub fn as_text(&self) -> &str {
        match self {
            Value::Text(text) | Value::Choice(text) => text,
            other => panic!("no text: {other:?}"),
        }
    }
}

/// The facts of a unit, as they stand or as completed.
pub struct Facts<'a> {
    given: &'a Given<'a>,
    kinds: BTreeMap<String, FactKind>,
    /// Of every choice, what it can be answered with.
    choices: BTreeMap<String, Vec<String>>,
    values: BTreeMap<String, Value>,
    free: BTreeMap<String, Number>,
    open: RefCell<BTreeSet<String>>,
}

impl<'a> Facts<'a> {
    pub fn new(given: &'a Given<'a>, tree: &Tree<'_>, completion: &Completion) -> Facts<'a> {
        let (kinds, choices) = kinds(given, tree);
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
        Facts { given, kinds, choices, values, free: completion.free.clone(), open: RefCell::default() }
    }

    /// The names of what was read and is still open, this completion notwithstanding.
    pub fn open(&self) -> Vec<String> {
        self.open.borrow().iter().cloned().collect()
    }

    /// The facts that the dossier does not answer, derived ones apart.
    pub fn missing(&self) -> Vec<&String> {
        self.kinds.keys().filter(|name| !self.values.contains_key(*name) && self.derive(name).is_none()).collect()
    }

    /// The derived facts that a division by a divisor known to be 0 leaves open, whatever is answered.
    pub fn left_open(&self) -> impl Iterator<Item = String> {
        let is_left_open = |derive: &Derive| match derive {
            Derive::Ratio(_, to, Some(WhenZero::Unknown)) => self.is_zero(to),
            _ => false,
        };
        let facts = self.given.rules.facts.iter();
        facts.filter(move |(_, fact)| fact.derive.as_ref().is_some_and(is_left_open)).map(|(name, _)| name.clone())
    }

    /// Whether 0 is all that an operand may be.
    fn is_zero(&self, operand: &Literal) -> bool {
        self.operand(operand, self).known().is_some_and(|value| value.as_number().is_zero())
    }

    /// What a number, or a fact that is named, may be.
    fn operand(&self, operand: &Literal, now: &Facts<'_>) -> May {
        match operand.text.parse() {
            Ok(number) => May::number(number),
            Err(_) => self.may(&operand.text, now),
        }
    }

    /// The number that a completion gives to what no fact settles.
    pub fn free(&self, name: &str) -> Option<Number> {
        let number = self.free.get(name).cloned();
        if number.is_none() {
            self.open.borrow_mut().insert(name.to_owned());
        }
        number
    }

    pub fn kind(&self, name: &str) -> FactKind {
        self.kinds[name]
    }

    /// The place of an answer in an ordered choice.
    pub fn place(&self, name: &str, answer: &str) -> usize {
        self.choices[name].iter().position(|choice| choice == answer).unwrap()
    }

    pub fn derive(&self, name: &str) -> Option<&'a Derive> {
        self.given.rules.facts.get(name)?.derive.as_ref()
    }

    /// Whether the dossier answers a fact; of a derived one, whether one value is left. To be asked of the dossier
    /// as it stands.
    pub fn answered(&self, name: &str) -> bool {
        match self.derive(name) {
            Some(_) => self.may(name, self).known().is_some(),
            None => self.values.contains_key(name),
        }
    }

    /// What a fact may be; `now` is the dossier as it stands.
    pub fn may(&self, name: &str, now: &Facts<'_>) -> May {
        match (self.derive(name), self.values.get(name)) {
            (Some(derive), _) => self.derived(name, derive, now),
            (None, Some(value)) => May::of(Values::These(vec![value.clone()])),
            (None, None) => May::of(self.unanswered(name)),
        }
    }

    /// All that a fact can be answered with.
    fn unanswered(&self, name: &str) -> Values {
        let declared = self.given.rules.facts.get(name);
        let min = declared.and_then(|fact| fact.min.as_ref());
        let max = declared.and_then(|fact| fact.max.as_ref());
        let kind = self.kind(name);
        let end = |literal: Option<&Literal>| literal.map(|literal| value(kind, literal));
        let numbers = || Interval {
            low: end(min).map(|end| end.as_number().clone()),
            high: end(max).map(|end| end.as_number().clone()),
        };
        let length = |literal: Option<&Literal>| literal.map(|literal| literal.text.parse().unwrap());
        match kind {
            FactKind::Boolean => Values::These(vec![Value::Boolean(false), Value::Boolean(true)]),
            FactKind::Choice => Values::These(self.choices[name].iter().cloned().map(Value::Choice).collect()),
            FactKind::Integer => Values::Whole(numbers()),
            FactKind::Decimal => Values::Every(numbers()),
            FactKind::Date => Values::Days(end(min).map(|end| end.as_date()), end(max).map(|end| end.as_date())),
            FactKind::Text => Values::Text(length(min), length(max)),
        }
    }

    fn derived(&self, name: &str, derive: &Derive, now: &Facts<'_>) -> May {
        let operand = |operand: &Literal| self.operand(operand, now);
        let all = |operands: &[Literal]| operands.iter().map(operand).collect::<Vec<May>>();
        let fold = |operands: &[Literal], how: fn(&Interval, &Interval) -> Interval| {
            together(&all(operands), |parts| parts.iter().cloned().reduce(|a, b| how(&a, &b)).unwrap())
        };
        match derive {
            Derive::Sum(parts) => fold(parts, Interval::plus),
            Derive::Product(parts) => fold(parts, Interval::times),
            Derive::Min(parts) => fold(parts, Interval::min),
            Derive::Max(parts) => fold(parts, Interval::max),
            Derive::Difference(a, b) => together(&[operand(a), operand(b)], |parts| parts[0].plus(&parts[1].negated())),
            Derive::Ratio(of, to, when_zero) => quotient(&operand(of), &operand(to), || match when_zero {
                Some(WhenZero::Number(number)) => May::number(number.clone()),
                Some(WhenZero::NotApplicable) => May::NOT_APPLICABLE,
                Some(WhenZero::Unknown) => self.free(name).map_or_else(May::any_number, May::number),
                None => panic!("{name}: nothing is said of a divisor of 0"),
            }),
            Derive::Count(conditions) => {
                let (least, most) = self.count(conditions, now);
                May::of(Values::Whole(Interval { low: Some(Number::from(least)), high: Some(Number::from(most)) }))
            }
            Derive::DaysBetween(from, to) => {
                let (from, to) = (self.may(from, now).days(), self.may(to, now).days());
                let days = |from: Option<Date>, to: Option<Date>| Some(Number::from(from?.days_until(to?)));
                May::of(Values::Every(Interval { low: days(from.1, to.0), high: days(from.0, to.1) }))
            }
        }
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

type Kinds = (BTreeMap<String, FactKind>, BTreeMap<String, Vec<String>>);

/// Every fact's kind, and what a choice can be answered with: those declared, and an answer for every leaf that asks
/// for one.
fn kinds(given: &Given<'_>, tree: &Tree<'_>) -> Kinds {
    let mut kinds = BTreeMap::from([("as_of".to_owned(), FactKind::Date)]);
    let mut choices = BTreeMap::new();
    for (name, fact) in &given.rules.facts {
        kinds.insert(name.clone(), fact.kind.unwrap_or(FactKind::Decimal));
        let of = fact.of.iter().flatten().map(|choice| choice.text.clone());
        choices.insert(name.clone(), of.collect());
    }
    for (node, leaf) in tree.leaves() {
        if let Scorer::Choice(fact, scale) = &leaf.scorer
            && *fact == node.path
        {
            kinds.insert(node.path.clone(), FactKind::Choice);
            choices.insert(node.path.clone(), scale.answers.keys().cloned().collect());
        }
    }
    (kinds, choices)
}
