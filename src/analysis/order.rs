//! In which order the choices of a variable are tried: those that help most first.

use std::cmp::Reverse;

use super::engine::Engine;
use super::reads::Reads;
use super::search::Order;
use super::space::{Choice, ChoiceId, Place, Rest, Space, Variable};
use crate::Number;
use crate::evaluate::{Answers, Facts, Truth};
use crate::rule_set::arena::Arena;
use crate::rule_set::{BarTest, Compiled, Condition, CriterionId, Kind, Leaf, RequirementTest, ScoreOf};

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
    let later = matches!(variable.rest, Rest::Between { .. });
    let alike = |a: ChoiceId, b: ChoiceId| if later { b.cmp(&a) } else { a.cmp(&b) };
    let mut worth: Vec<(ChoiceId, Worth)> = variable.choices.ids().zip(worth).collect();
    worth.sort_by(|(a, (a_against, a_by, a_points)), (b, (b_against, b_by, b_points))| {
        let verdicts = (a_against, a_by).cmp(&(b_against, b_by));
        verdicts.then_with(|| b_points.cmp(a_points)).then_with(|| alike(*a, *b))
    });
    worth.into_iter().map(|(at, _)| at).collect()
}

/// By what each choice does, by itself, for the conditions of awards and for the leaves that read it: no look is taken.
pub(super) fn by_facts<'r>(rules: &'r Compiled, reads: &Reads<'_>, space: &Space) -> Order {
    let (holding, barring) = conditions(rules);
    let mut answers: Answers = Arena::like(&rules.facts, |_| None);
    let mut order = Order::new();
    for variable in space.variables.iter() {
        let Place::Fact(fact) = variable.place else {
            order.push(variable.choices.ids().collect());
            continue;
        };
        let reading = |of: &[&'r Condition]| -> Vec<&'r Condition> {
            of.iter().copied().filter(|one| reads.condition(one).contains(&fact)).collect()
        };
        let (own_holding, own_barring) = (reading(&holding), reading(&barring));
        let leaves: Vec<(CriterionId, &Leaf)> = rules
            .criteria
            .pairs()
            .filter_map(|(id, criterion)| match &criterion.kind {
                Kind::Leaf(leaf) if reads.leaf(id).contains(&fact) => Some((id, leaf)),
                _ => None,
            })
            .collect();
        let mut worth = Vec::new();
        for choice in variable.choices.iter() {
            answers[fact] = match choice {
                Choice::Value(value) => Some(value.clone()),
                _ => None,
            };
            let facts = Facts::new(rules, &answers);
            let are = |of: &[&Condition], truth: Truth| of.iter().filter(|one| facts.truth(one) == truth).count();
            let count =
                |holding_is: Truth, barring_is: Truth| are(&own_holding, holding_is) + are(&own_barring, barring_is);
            let (against, by) = (count(Truth::False, Truth::True), count(Truth::True, Truth::False));
            let points = leaves.iter().map(|(id, leaf)| {
                let fraction = facts.leaf(*id, leaf).fraction();
                let points = fraction.map_or(Number::ZERO, |span| &span.low + &span.high);
                &rules.criteria[*id].weight * &points
            });
            worth.push((against, Reverse(by), points.sum()));
        }
        answers[fact] = None;
        order.push(sorted(variable, worth));
    }
    order
}

/// The conditions that awards ask, and those that bar.
fn conditions(rules: &Compiled) -> (Vec<&Condition>, Vec<&Condition>) {
    let requires = rules.awards.iter().flat_map(|award| &award.requires);
    let holding = requires.filter_map(|requirement| match &requirement.test {
        RequirementTest::When(condition) => Some(condition),
        _ => None,
    });
    let bars = rules.awards.iter().flat_map(|award| &award.bars);
    let barring = bars.filter_map(|bar| match &bar.test {
        BarTest::When(condition) => Some(condition),
        BarTest::Since { when, .. } => when.as_ref(),
    });
    (holding.collect(), barring.collect())
}
