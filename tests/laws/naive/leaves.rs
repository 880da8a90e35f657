//! A leaf's fraction.

use std::collections::BTreeSet;

use predikat::Number;
use predikat::document::{AnswerGives, Bands, EvidenceRule, Linear, Unanswered, WhenZero};

use super::World;
use super::facts::{Facts, Value};
use super::may::{May, quotient};
use super::tree::{Kind, Leaf, Node, Scorer};

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

/// The leaves that may not be left unanswered, are, and are not known to be out.
pub fn refused(world: &World<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let Kind::Group(group) = &world.tree.total.kind else { unreachable!("the total is a group") };
    group.children.iter().for_each(|child| refused_in(world, child, &mut found));
    found
}

fn refused_in(world: &World<'_>, node: &Node<'_>, found: &mut Vec<String>) {
    let is_out = |condition| world.now.holds(condition, world.now) == Some(false);
    if node.applies_when.is_some_and(is_out) {
        return;
    }
    match &node.kind {
        Kind::Group(group) => group.children.iter().for_each(|child| refused_in(world, child, found)),
        Kind::Leaf(leaf) => {
            if leaf.unanswered == Unanswered::Error && possible(world, node, leaf, world.now).len() > 1 {
                found.push(node.path.clone());
            }
        }
    }
}

/// By which name a leaf is missing that is answered with what is as not answered, or that a division by a divisor known to
/// be 0 leaves open.
pub fn left_open(facts: &Facts<'_>, node: &Node<'_>, leaf: &Leaf<'_>) -> Option<String> {
    match &leaf.scorer {
        Scorer::Choice(fact, scale) => {
            let answer = facts.may(fact, facts).known()?.as_text().to_owned();
            (scale.answers[&answer].gives == AnswerGives::Unknown).then(|| fact.clone())
        }
        Scorer::Ratio(ratio) if ratio.when_zero == Some(WhenZero::Unknown) => {
            facts.may(&ratio.to, facts).known()?.as_number().is_zero().then(|| node.path.clone())
        }
        _ => None,
    }
}

/// The rule of evidence in force: the answer's own, if it has one, in place of the criterion's.
fn asked<'a>(world: &World<'a>, leaf: &Leaf<'a>) -> &'a EvidenceRule {
    if let Scorer::Choice(fact, scale) = &leaf.scorer
        && let Some(answer) = world.facts.may(fact, world.now).known()
        && let Some(own) = &scale.answers[answer.as_text()].evidence
    {
        return own;
    }
    leaf.evidence
}

/// What a leaf can be worth by `facts`: enough of it to tell whether that is one worth, and which. One where nothing
/// is missing.
fn possible(world: &World<'_>, node: &Node<'_>, leaf: &Leaf<'_>, facts: &Facts<'_>) -> BTreeSet<Worth> {
    let may = |fact: &String| facts.may(fact, world.now);
    match &leaf.scorer {
        Scorer::Choice(fact, scale) => {
            let answers = may(fact).samples(&[]);
            answers.iter().flat_map(|answer| given(&scale.answers[answer.as_text()].gives, node, facts)).collect()
        }
        Scorer::When(condition) => match facts.holds(condition, world.now) {
            Some(true) => worths([Number::ONE]),
            Some(false) => worths([Number::ZERO]),
            None => worths([Number::ZERO, Number::ONE]),
        },
        Scorer::Bands(bands) => {
            let steps = bands.steps.iter().map(|step| step.at_least.clone());
            of_number(&may(&bands.of), steps.collect(), |value| band(bands, value))
        }
        Scorer::Linear(linear) => {
            let ends = vec![linear.from.clone(), linear.to.clone()];
            of_number(&may(&linear.of), ends, |value| line(linear, value))
        }
        Scorer::Ratio(ratio) => {
            let quotient = quotient(&may(&ratio.of), &may(&ratio.to), || match &ratio.when_zero {
                Some(WhenZero::Number(fraction)) => May::number(fraction.clone()),
                Some(WhenZero::NotApplicable) => May::NOT_APPLICABLE,
                Some(WhenZero::Unknown) => facts.free(&node.path).map_or_else(May::any_number, May::number),
                None => panic!("{}: nothing is said of a divisor of 0", node.path),
            });
            of_number(&quotient, vec![Number::ZERO, Number::ONE], |value| clamped(value.clone()))
        }
        Scorer::Count(count) => {
            let (least, most) = facts.count(&count.of, world.now);
            worths((least..=most).map(|n| clamped(Number::from(n).checked_div(&count.out_of).unwrap())))
        }
        Scorer::Cases(cases) => {
            let held = cases.cases.iter().map(|case| (facts.holds(&case.when, world.now), case.fraction.clone()));
            let otherwise = (Some(true), cases.otherwise.clone().unwrap_or(Number::ZERO));
            let can_be: Vec<_> = held.chain([otherwise]).filter(|(held, _)| *held != Some(false)).collect();
            let first = can_be.iter().position(|(held, _)| *held == Some(true)).unwrap();
            worths(can_be.into_iter().take(first + 1).map(|(_, fraction)| fraction))
        }
    }
}

fn worths(fractions: impl IntoIterator<Item = Number>) -> BTreeSet<Worth> {
    fractions.into_iter().map(Worth::Fraction).collect()
}

/// What an answer gives; `unknown` any fraction from 0 to 1.
fn given(gives: &AnswerGives, node: &Node<'_>, facts: &Facts<'_>) -> BTreeSet<Worth> {
    match gives {
        AnswerGives::Fraction(fraction) => worths([fraction.clone()]),
        AnswerGives::NotApplicable => BTreeSet::from([Worth::NotApplicable]),
        AnswerGives::Unknown => match facts.free(&node.path) {
            Some(fraction) => worths([fraction]),
            None => worths([Number::ZERO, Number::ONE]),
        },
    }
}

/// What a number that may be this gives, where the fraction turns at `turns` only.
fn of_number(may: &May, turns: Vec<Number>, fraction: impl Fn(&Number) -> Number) -> BTreeSet<Worth> {
    let turns: Vec<Value> = turns.into_iter().map(Value::Number).collect();
    let mut found = worths(may.samples(&turns).iter().map(|value| fraction(value.as_number())));
    if may.not_applicable {
        found.insert(Worth::NotApplicable);
    }
    found
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
