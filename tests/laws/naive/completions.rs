//! Every way to complete what a dossier leaves open, over small domains.

use std::collections::BTreeSet;

use predikat::{Date, Number};

use super::facts::{Facts, Value};
use super::may::{Interval, Values};
use super::tree::Tree;
use super::{Completion, Given, Outcome, evaluate};

/// Completions of what a dossier leaves open, with the outcome of each.
pub struct Completed {
    pub ways: Vec<(Completion, Outcome)>,
    /// Whether these are all that are tried, and not only some.
    pub all: bool,
}

/// Completions of a dossier: all, or where there are more than `most` some of them, here and there.
///
/// A truth and a choice take every value, and so does a whole number with few between its `min` and `max`. Any other
/// number and a date take both ends, what is one beside them, and those of `samples` that lie between; a text those of
/// `samples` that are long and short enough. What no fact can settle takes 0, 1/2 and 1; a derived number more.
pub fn completions(given: &Given<'_>, samples: &Samples, most: usize) -> Completed {
    let tree = Tree::new(given.rules);
    let facts = Facts::new(given, &tree, &Completion::default());
    let domains: Vec<(&String, Vec<Value>)> =
        facts.missing().into_iter().map(|name| (name, domain(&facts.may(name, &facts).values, samples))).collect();
    let count: usize = domains.iter().map(|(_, domain)| domain.len()).product();
    // of more than are looked at, those at equal distances, which no domain's length divides
    let tried = count.min(most);
    let way = |at: usize| {
        let mut at = if tried < count { at * 7919 % count } else { at };
        let mut way = Completion::default();
        for (name, domain) in &domains {
            way.facts.insert((*name).clone(), domain[at % domain.len()].clone());
            at /= domain.len();
        }
        way
    };
    let mut open: Vec<Completion> = (0..tried).map(way).collect();
    let mut completed = Completed { ways: Vec::new(), all: tried == count };
    while let Some(way) = open.pop() {
        if completed.ways.len() >= most {
            completed.all = false;
            break;
        }
        let (outcome, left) = evaluate(given, &way);
        match left.first() {
            None => completed.ways.push((way, outcome)),
            Some(left) => open.extend(free(facts.derive(left).is_some()).map(|number| {
                let mut way = way.clone();
                way.free.insert(left.clone(), number);
                way
            })),
        }
    }
    completed
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
