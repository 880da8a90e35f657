//! Every way to complete what a dossier leaves open, over small domains.

use std::collections::BTreeSet;

use predikat::Number;
use predikat::document::FactKind;

use super::facts::{Facts, Value, value};
use super::tree::{Scorer, Tree};
use super::{Completion, Given, Outcome, evaluate};

/// The outcomes of every completion of a dossier, or nothing where there are more than `most`.
///
/// Integers take every value between their `min` and `max`; decimals, dates and texts the values of `points`
/// that lie there, both ends among them. What no fact can settle takes 0, 1/2 and 1.
pub fn completions(given: &Given<'_>, points: &Samples, most: usize) -> Option<Vec<Outcome>> {
    let tree = Tree::new(given.rules);
    let facts = Facts::new(given, &tree, &Completion::default());
    let mut ways = vec![Completion::default()];
    for (name, kind) in facts.missing() {
        let domain = domain(given, &tree, name, kind, points);
        if ways.len() * domain.len() > most {
            return None;
        }
        ways = ways
            .iter()
            .flat_map(|way| {
                domain.iter().map(|value| {
                    let mut way = way.clone();
                    way.facts.insert(name.clone(), value.clone());
                    way
                })
            })
            .collect();
    }
    let mut outcomes = Vec::new();
    while let Some(way) = ways.pop() {
        let (outcome, open) = evaluate(given, &way);
        match open.first() {
            None => outcomes.push(outcome),
            Some(open) => ways.extend(["0", "1/2", "1"].map(|number| {
                let mut way = way.clone();
                way.free.insert(open.clone(), number.parse().unwrap());
                way
            })),
        }
        if outcomes.len() + ways.len() > most {
            return None;
        }
    }
    Some(outcomes)
}

/// Values worth trying where a domain is endless.
pub struct Samples {
    pub numbers: Vec<Number>,
    pub dates: Vec<predikat::Date>,
    pub texts: Vec<String>,
}

fn domain(given: &Given<'_>, tree: &Tree<'_>, name: &str, kind: FactKind, points: &Samples) -> Vec<Value> {
    let declared = given.rules.facts.get(name);
    let end = |literal: &predikat::document::Literal| value(kind, literal);
    let min = declared.and_then(|fact| fact.min.as_ref());
    let max = declared.and_then(|fact| fact.max.as_ref());
    match kind {
        FactKind::Boolean => vec![Value::Boolean(false), Value::Boolean(true)],
        FactKind::Choice => match declared.and_then(|fact| fact.of.as_ref()) {
            Some(of) => of.iter().map(|choice| Value::Choice(choice.text.clone())).collect(),
            None => {
                let leaf = tree.leaf(name).unwrap();
                let Scorer::Choice(_, scale) = &leaf.scorer else { panic!("no fact is called {name}") };
                scale.answers.keys().cloned().map(Value::Choice).collect()
            }
        },
        FactKind::Integer | FactKind::Decimal => {
            let mut numbers: BTreeSet<Number> = points.numbers.iter().cloned().collect();
            for literal in [min, max].into_iter().flatten() {
                numbers.insert(literal.text.parse().unwrap());
            }
            let bound =
                |literal: Option<&predikat::document::Literal>| literal.map(|l| l.text.parse::<Number>().unwrap());
            numbers.retain(|number| {
                bound(min).is_none_or(|min| *number >= min) && bound(max).is_none_or(|max| *number <= max)
            });
            if kind == FactKind::Integer {
                numbers.retain(Number::is_integer);
            }
            numbers.into_iter().map(Value::Number).collect()
        }
        FactKind::Date => {
            let mut dates: Vec<Value> = points.dates.iter().map(|date| Value::Date(*date)).collect();
            dates.extend([min, max].into_iter().flatten().map(end));
            let bound = |literal: Option<&predikat::document::Literal>| literal.map(|l| l.text.parse().unwrap());
            dates.retain(|date| match date {
                Value::Date(date) => {
                    bound(min).is_none_or(|min| *date >= min) && bound(max).is_none_or(|max| *date <= max)
                }
                _ => false,
            });
            dates
        }
        FactKind::Text => points.texts.iter().cloned().map(Value::Text).collect(),
    }
}
