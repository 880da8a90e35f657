//! Every way to complete what a dossier leaves open, over small domains.

use std::collections::BTreeSet;

use predikat::{Date, Number};

use super::facts::{Facts, Value};
use super::may::{Interval, Values};
use super::tree::Tree;
use super::{Completion, Given, Outcome, evaluate};

/// The outcomes of every completion of a dossier, or nothing where there are more than `most`.
///
/// A truth and a choice take every value, and so does a whole number with few between its `min` and `max`. Any other
/// number and a date take both ends, what is one beside them, and those of `samples` that lie between; a text those of
/// `samples` that are long and short enough. What no fact can settle takes 0, 1/2 and 1; a derived number more.
pub fn completions(given: &Given<'_>, samples: &Samples, most: usize) -> Option<Vec<Outcome>> {
    let tree = Tree::new(given.rules);
    let facts = Facts::new(given, &tree, &Completion::default());
    let mut ways = vec![Completion::default()];
    for name in facts.missing() {
        let domain = domain(&facts.may(name, &facts).values, samples);
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
            Some(open) => ways.extend(free(facts.derive(open).is_some()).map(|number| {
                let mut way = way.clone();
                way.free.insert(open.clone(), number);
                way
            })),
        }
        if outcomes.len() + ways.len() > most {
            return None;
        }
    }
    Some(outcomes)
}

/// Numbers for what no fact can settle: a fraction, or any number.
fn free(any: bool) -> impl Iterator<Item = Number> {
    let numbers: &[&str] = if any { &["-1", "0", "1/2", "1", "3"] } else { &["0", "1/2", "1"] };
    numbers.iter().map(|number| number.parse().unwrap())
}

/// Values worth trying where a domain is endless.
pub struct Samples {
    pub numbers: Vec<Number>,
    pub dates: Vec<Date>,
    pub texts: Vec<String>,
}

/// The values of a fact that are tried.
fn domain(values: &Values, samples: &Samples) -> Vec<Value> {
    match values {
        Values::These(values) => values.clone(),
        Values::Whole(interval) => match few(interval) {
            Some(all) => all.into_iter().map(Value::Number).collect(),
            None => numbers(interval, samples).into_iter().filter(Number::is_integer).map(Value::Number).collect(),
        },
        Values::Every(interval) => numbers(interval, samples).into_iter().map(Value::Number).collect(),
        Values::Days(first, last) => {
            let ends = [*first, *last].into_iter().flatten();
            let mut days: BTreeSet<Date> = samples.dates.iter().copied().collect();
            days.extend(ends.flat_map(|end| [Some(end), end.plus_days(1), end.plus_days(-1)]).flatten());
            days.retain(|day| first.is_none_or(|first| first <= *day) && last.is_none_or(|last| *day <= last));
            days.into_iter().map(Value::Date).collect()
        }
        Values::Text(least, most) => texts(*least, *most, samples),
    }
}

/// All whole numbers of an interval that holds few.
fn few(interval: &Interval) -> Option<Vec<Number>> {
    let (Some(low), Some(high)) = (&interval.low, &interval.high) else { return None };
    let few = low.is_integer() && (high - low) <= Number::from(12);
    few.then(|| (0..=12).map(|n| low + &Number::from(n)).filter(|number| number <= high).collect())
}

fn numbers(interval: &Interval, samples: &Samples) -> BTreeSet<Number> {
    let mut numbers: BTreeSet<Number> = samples.numbers.iter().cloned().collect();
    numbers.extend(interval.ends().flat_map(|end| [end.clone(), end + &Number::ONE, end - &Number::ONE]));
    numbers.retain(|number| interval.holds(number));
    numbers
}

fn texts(least: Option<usize>, most: Option<usize>, samples: &Samples) -> Vec<Value> {
    let least = least.unwrap_or(0);
    let fits = |text: &&String| {
        let length = text.chars().count();
        least <= length && most.is_none_or(|most| length <= most)
    };
    let mut texts: Vec<String> = samples.texts.iter().filter(fits).cloned().collect();
    if texts.is_empty() {
        texts.push("x".repeat(least));
    }
    texts.into_iter().map(Value::Text).collect()
}
