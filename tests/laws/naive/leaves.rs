//! A leaf's fraction.

use std::collections::BTreeSet;

use predikat::Number;
use predikat::document::{AnswerGives, Bands, EvidenceRule, Linear, Unanswered, WhenZero};

use super::World;
use super::facts::{Facts, State, Value};
use super::tree::{Leaf, Node, Scorer};

/// What a leaf, or any criterion, is worth.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Worth {
    NotApplicable,
    Skipped,
    Fraction(Number),
}

/// What the facts alone make of a leaf that applies, and the evidence that then is asked for.
pub fn claimed<'a>(world: &World<'a>, node: &Node<'a>, leaf: &Leaf<'a>) -> (Worth, &'a EvidenceRule) {
    let unanswered = possible(world, node, leaf, world.now).len() > 1;
    match leaf.unanswered {
        Unanswered::Zero if unanswered => return (Worth::Fraction(Number::ZERO), leaf.evidence),
        Unanswered::Skip if unanswered => return (Worth::Skipped, leaf.evidence),
        _ => {}
    }
    let worth = possible(world, node, leaf, world.facts);
    let worth = worth.into_iter().next().expect("something is always possible");
    (worth, asked(world, leaf))
}

/// The rule of evidence in force: the answer's own, if it has one, in place of the criterion's.
fn asked<'a>(world: &World<'a>, leaf: &Leaf<'a>) -> &'a EvidenceRule {
    if let Scorer::Choice(fact, scale) = &leaf.scorer
        && let State::Known(Value::Choice(answer)) = world.facts.state(fact, world.now)
        && let Some(own) = scale.answers.get(&answer).and_then(|answer| answer.evidence.as_ref())
    {
        return own;
    }
    leaf.evidence
}

/// All that a leaf can be worth by `facts`; one worth where nothing is missing.
fn possible(world: &World<'_>, node: &Node<'_>, leaf: &Leaf<'_>, facts: &Facts<'_>) -> BTreeSet<Worth> {
    let only = |fraction: Number| BTreeSet::from([Worth::Fraction(fraction)]);
    let anything = || match facts.free(&node.path) {
        Some(fraction) => only(fraction),
        None => BTreeSet::from([Worth::Fraction(Number::ZERO), Worth::Fraction(Number::ONE)]),
    };
    let declared = |name: &str| world.given.rules.facts.get(name);
    match &leaf.scorer {
        Scorer::Choice(fact, scale) => {
            let answers: Vec<String> = match facts.state(fact, world.now) {
                State::Known(Value::Choice(answer)) => vec![answer],
                _ => match declared(fact).and_then(|fact| fact.of.as_ref()) {
                    Some(of) => of.iter().map(|choice| choice.text.clone()).collect(),
                    None => scale.answers.keys().cloned().collect(),
                },
            };
            let gives = answers.iter().map(|answer| &scale.answers[answer].gives);
            gives
                .flat_map(|gives| match gives {
                    AnswerGives::Fraction(fraction) => only(fraction.clone()),
                    AnswerGives::NotApplicable => BTreeSet::from([Worth::NotApplicable]),
                    AnswerGives::Unknown => anything(),
                })
                .collect()
        }
        Scorer::When(condition) => match facts.holds(condition, world.now) {
            Some(true) => only(Number::ONE),
            Some(false) => only(Number::ZERO),
            None => [Number::ZERO, Number::ONE].map(Worth::Fraction).into(),
        },
        Scorer::Bands(bands) => match facts.state(&bands.of, world.now) {
            State::NotApplicable => BTreeSet::from([Worth::NotApplicable]),
            State::Known(value) => only(band(bands, &number(&value))),
            State::Missing => {
                let (min, max) = facts.range(&bands.of, world.now);
                let mut at = BTreeSet::from([band(bands, &min)]);
                let reached = bands.steps.iter().filter(|step| step.at_least >= min && step.at_least <= max);
                at.extend(reached.map(|step| step.fraction.clone()));
                at.into_iter().map(Worth::Fraction).collect()
            }
        },
        Scorer::Linear(linear) => match facts.state(&linear.of, world.now) {
            State::NotApplicable => BTreeSet::from([Worth::NotApplicable]),
            State::Known(value) => only(line(linear, &number(&value))),
            State::Missing => {
                let (min, max) = facts.range(&linear.of, world.now);
                [line(linear, &min), line(linear, &max)].map(Worth::Fraction).into()
            }
        },
        Scorer::Ratio(ratio) => {
            let (of, to) = (facts.state(&ratio.of, world.now), facts.state(&ratio.to, world.now));
            if to == State::Known(Value::Number(Number::ZERO)) {
                return match ratio.when_zero.as_ref().unwrap() {
                    WhenZero::Number(fraction) => only(fraction.clone()),
                    WhenZero::NotApplicable => BTreeSet::from([Worth::NotApplicable]),
                    WhenZero::Unknown => anything(),
                };
            }
            match (of, to) {
                (State::NotApplicable, _) | (_, State::NotApplicable) => BTreeSet::from([Worth::NotApplicable]),
                (State::Known(of), State::Known(to)) => only(clamped(number(&of).checked_div(&number(&to)).unwrap())),
                _ => [Number::ZERO, Number::ONE].map(Worth::Fraction).into(),
            }
        }
        Scorer::Count(count) => {
            let held: Vec<Option<bool>> = count.of.iter().map(|part| facts.holds(part, world.now)).collect();
            let least = held.iter().filter(|held| **held == Some(true)).count();
            let most = least + held.iter().filter(|held| held.is_none()).count();
            let share = |n: usize| clamped(Number::from(n).checked_div(&count.out_of).unwrap());
            (least..=most).map(|n| Worth::Fraction(share(n))).collect()
        }
        Scorer::Cases(cases) => {
            let mut fractions = BTreeSet::new();
            for case in &cases.cases {
                let held = facts.holds(&case.when, world.now);
                if held != Some(false) {
                    fractions.insert(Worth::Fraction(case.fraction.clone()));
                }
                if held == Some(true) {
                    return fractions;
                }
            }
            fractions.insert(Worth::Fraction(cases.otherwise.clone().unwrap_or(Number::ZERO)));
            fractions
        }
    }
}

fn number(value: &Value) -> Number {
    match value {
        Value::Number(number) => number.clone(),
        other => panic!("not a number: {other:?}"),
    }
}

fn clamped(fraction: Number) -> Number {
    fraction.max(Number::ZERO).min(Number::ONE)
}

/// The fraction of the highest step reached.
fn band(bands: &Bands, value: &Number) -> Number {
    let reached = bands.steps.iter().filter(|step| step.at_least <= *value);
    let highest = reached.max_by(|a, b| a.at_least.cmp(&b.at_least));
    highest.map(|step| step.fraction.clone()).or_else(|| bands.otherwise.clone()).unwrap_or(Number::ZERO)
}

/// Where a value lies between `from` and `to`.
fn line(linear: &Linear, value: &Number) -> Number {
    let length = &linear.to - &linear.from;
    clamped((value - &linear.from).checked_div(&length).unwrap())
}
