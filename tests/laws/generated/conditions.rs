//! Random conditions.

use predikat::document::{Condition, Expectation, FactKind, Literal, Operator};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;

use super::facts::{Known, any_answered, any_fact};

/// A condition on any facts.
pub fn condition() -> BoxedStrategy<Condition> {
    composed(any_fact().boxed()).boxed()
}

/// A condition on facts that dossiers answer.
pub fn of_answered() -> BoxedStrategy<Condition> {
    composed(any_answered().boxed()).boxed()
}

fn composed(fact: BoxedStrategy<Known>) -> BoxedStrategy<Condition> {
    let one = fact.prop_flat_map(|known| expectation(known).prop_map(move |one| (known.name.to_owned(), one))).boxed();
    let atom = prop_oneof![3 => vec(one.clone(), 1), 1 => vec(one, 2)].prop_map(|mut facts| {
        facts.sort_by(|a, b| a.0.cmp(&b.0));
        facts.dedup_by(|a, b| a.0 == b.0);
        Condition::Facts(facts)
    });
    atom.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            1 => vec(inner.clone(), 1..4).prop_map(Condition::All),
            1 => vec(inner.clone(), 1..4).prop_map(Condition::Any),
            1 => inner.clone().prop_map(|part| Condition::Not(Box::new(part))),
            1 => (vec(inner, 2..4), 0..3_u8, 1..3_u32).prop_map(|(of, which, n)| Condition::Count {
                of,
                at_least: (which == 0).then_some(n),
                at_most: (which == 1).then_some(n - 1),
                exactly: (which == 2).then_some(n),
            }),
        ]
    })
    .boxed()
}

fn expectation(known: Known) -> BoxedStrategy<Expectation> {
    let is = any::<usize>().prop_map(move |at| Expectation::Is(known.literal(at)));
    let one_of = several(known).prop_map(Expectation::OneOf);
    let operators = operators_of(known);
    let most = operators.len().min(3);
    let joint = (subsequence(operators, 1..=most), vec(any::<usize>(), 3), several(known)).prop_map(
        move |(operators, at, several)| {
            let operands = operators.into_iter().zip(at).map(|(operator, at)| match operator {
                Operator::NotIn => (operator, several.clone()),
                _ => (operator, vec![operand(known, operator, at)]),
            });
            Expectation::Operators(operands.collect())
        },
    );
    prop_oneof![3 => is, 1 => one_of, 4 => joint].boxed()
}

fn several(known: Known) -> BoxedStrategy<Vec<Literal>> {
    subsequence(known.values.to_vec(), 1..=known.values.len().min(2))
        .prop_map(move |values| {
            let at = |text: &str| known.values.iter().position(|value| *value == text).unwrap();
            values.into_iter().map(|text| known.literal(at(text))).collect()
        })
        .boxed()
}

fn operators_of(known: Known) -> Vec<Operator> {
    use Operator::{
        Above, Answered, AtLeast, AtMost, Below, ContainsUrl, IsNot, MinLength, NotIn, NotStartsWith, StartsWith,
    };
    let order = [AtLeast, AtMost, Above, Below];
    let text = [MinLength, StartsWith, NotStartsWith, ContainsUrl];
    let mut operators = match known.kind {
        FactKind::Integer | FactKind::Decimal | FactKind::Date => order.to_vec(),
        FactKind::Choice if known.ordered => order.to_vec(),
        FactKind::Text => text.to_vec(),
        FactKind::Boolean | FactKind::Choice => Vec::new(),
    };
    operators.extend([IsNot, NotIn, Answered]);
    operators
}

fn operand(known: Known, operator: Operator, at: usize) -> Literal {
    let number = |number: usize| Literal::number(&predikat::Number::from(number));
    match operator {
        Operator::Answered | Operator::ContainsUrl => Literal::boolean(!at.is_multiple_of(3)),
        Operator::MinLength => number(1 + at % 6),
        Operator::StartsWith | Operator::NotStartsWith => Literal::text(["SK", "a", " "][at % 3]),
        _ => known.literal(at),
    }
}

/// The condition that a flow mapping writes.
pub fn condition_of(line: &str) -> Condition {
    let text = format!("ruleset: part\nedition: 1.0.0\ncriteria: [{{id: x, met_when: {line}}}]\n");
    super::facts::parse(&text).criteria.remove(0).met_when.unwrap()
}
