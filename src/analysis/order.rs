//! In which order the choices of a variable are tried: those that help most first.

use std::cmp::Reverse;

use super::dependents::Asked;
use super::engine::Engine;
use super::reads::Reads;
use super::search::Order;
use super::space::{Choice, ChoiceId, Place, Rest, Space, Variable};
use crate::Number;
use crate::evaluate::{Answers, Facts, Room, Truth};
use crate::invariant::broken;
use crate::rule_set::arena::Arena;
use crate::rule_set::{Compiled, Condition, CriterionId, ScoreOf, Scorer};

/// How often numbers are ranked among the best of all others, which may be others then.
const ROUNDS: usize = 3;

/// By what each choice does for the awards and the total: by itself, and then, for numbers that count only together,
/// among the best of all others.
pub(super) fn by_looks(rules: &Compiled, space: &Space, engine: &mut Engine<'_>) -> Order {
    let mut order = Order::new();
    for variable in space.variables.iter() {
        order.push(ranked(rules, variable, engine));
        engine.clear(variable.place);
    }
    let best = |variable: &Variable, order: &[ChoiceId], engine: &mut Engine| {
        let known = order.iter().find(|at| !variable.opening.contains(at));
        if let Some(choice) = known.or(order.first()) {
            engine.set(variable.place, &variable.choices[*choice]);
        }
    };
    for (id, variable) in space.variables.pairs() {
        best(variable, &order[id], engine);
    }
    for _ in 0..ROUNDS {
        let before = order.clone();
        for (id, variable) in space.variables.pairs() {
            if matches!(variable.rest, Rest::Between { .. }) {
                order[id] = ranked(rules, variable, engine);
                best(variable, &order[id], engine);
            }
        }
        if order == before {
            break;
        }
    }
    space.variables.iter().for_each(|variable| engine.clear(variable.place));
    order
}

/// A variable's choices, those first that make the fewest requirements fail, the most hold, and then
/// the most points; of those alike the greater numbers, or else the author's order.
fn ranked(rules: &Compiled, variable: &Variable, engine: &mut Engine<'_>) -> Vec<ChoiceId> {
    if engine.used() == u64::MAX {
        return variable.choices.ids().collect();
    }
    let worth = variable.choices.iter().map(|choice| {
        engine.set(variable.place, choice);
        let seen = engine.look();
        let weighed = rules.awards.ids().map(|award| seen.weighed(award));
        let (against, by) = weighed.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        let total = seen.bounds(rules, ScoreOf::Criterion(CriterionId::TOTAL));
        (against, Reverse(by), total.map_or(Number::ZERO, |(points, _)| &points.low + &points.high))
    });
    sorted(variable, worth.collect())
}

/// How much speaks against the awards, how much for them, and how many points there are.
type Worth = (usize, Reverse<usize>, Number);

/// In the order of what each choice is worth, one for each.
fn sorted(variable: &Variable, worth: Vec<Worth>) -> Vec<ChoiceId> {
    if worth.len() != variable.choices.len() {
        return broken("every choice has its worth", variable.choices.ids().collect());
    }
    let later = matches!(variable.rest, Rest::Between { .. });
    let alike = |a: ChoiceId, b: ChoiceId| if later { b.cmp(&a) } else { a.cmp(&b) };
    let mut worth: Vec<(ChoiceId, Worth)> = variable.choices.ids().zip(worth).collect();
    worth.sort_by(|(a, (a_against, a_by, a_points)), (b, (b_against, b_by, b_points))| {
        let verdicts = (a_against, a_by).cmp(&(b_against, b_by));
        verdicts.then_with(|| b_points.cmp(a_points)).then_with(|| alike(*a, *b))
    });
    worth.into_iter().map(|(at, _)| at).collect()
}

/// How many steps a leaf may go through for one answer.
fn steps(scorer: &Scorer) -> usize {
    match scorer {
        Scorer::Bands { steps, .. } => steps.len(),
        _ => 0,
    }
}

/// So many expectations, and no more, are gone through to rank the choices of one variable by facts: what reads it is
/// then so much that one answer says little of it.
const EXPECTATIONS: usize = 1000;

/// By what each choice does, by itself, for the conditions of awards and for the leaves that read it: no look is taken.
pub(super) fn by_facts(rules: &Compiled, reads: &Reads<'_>, space: &Space) -> Order {
    let mut answers: Answers = Arena::like(&rules.facts, |_| None);
    let mut order = Order::new();
    for variable in space.variables.iter() {
        let Place::Fact(fact) = variable.place else {
            order.push(variable.choices.ids().collect());
            continue;
        };
        let reading = reads.dependents.of(fact);
        let asked = |of: fn(&Asked<'_>) -> bool| {
            let of_sort = reading.asked.iter().filter(move |one| of(one));
            of_sort.filter_map(Asked::condition).collect::<Vec<&Condition>>()
        };
        let holding = asked(|one| matches!(one, Asked::Requires(_)));
        let barring = asked(|one| matches!(one, Asked::Bars(_) | Asked::Since(_)));
        let leaves = || reading.leaves.iter().filter_map(|id| Some((*id, rules.criteria[*id].leaf()?)));
        let mut read = Vec::new();
        holding.iter().chain(&barring).for_each(|one| one.for_each_test(&mut |fact, _| read.push(fact)));
        leaves().for_each(|(_, leaf)| leaf.scorer.for_each_fact(&mut |fact| read.push(fact)));
        let steps: usize = leaves().map(|(_, leaf)| steps(&leaf.scorer)).sum();
        let left = EXPECTATIONS.checked_sub(read.len().saturating_add(steps));
        let Some(derived) = left.and_then(|left| reads.derived_up_to(read, left)) else {
            order.push(variable.choices.ids().collect());
            continue;
        };
        let mut worth = Vec::new();
        let mut room = Room::default();
        for choice in variable.choices.iter() {
            answers[fact] = match choice {
                Choice::Value(value) => Some(value.clone()),
                _ => None,
            };
            let facts = Facts::in_room(rules, &answers, &derived.facts, room);
            let are = |of: &[&Condition], truth: Truth| of.iter().filter(|one| facts.truth(one) == truth).count();
            let count = |holding_is: Truth, barring_is: Truth| are(&holding, holding_is) + are(&barring, barring_is);
            let (against, by) = (count(Truth::False, Truth::True), count(Truth::True, Truth::False));
            let points = leaves().map(|(id, leaf)| {
                let fraction = facts.leaf(id, leaf).fraction();
                let points = fraction.map_or(Number::ZERO, |span| &span.low + &span.high);
                &rules.criteria[id].weight * &points
            });
            worth.push((against, Reverse(by), points.sum()));
            room = facts.into_room();
        }
        answers[fact] = None;
        order.push(sorted(variable, worth));
    }
    order
}
