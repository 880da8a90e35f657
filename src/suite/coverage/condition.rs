//! Both sides of conditions and of their tests.

use super::What;
use super::places::{At, Places};
use crate::diagnostic::Pointer;
use crate::document::{Condition as Written, Expectation};
use crate::rule_set::{Condition, Derivation, FactId};

/// Both sides of a condition that stands at `at` as `written`, called `label`.
pub(super) fn sides<'a>(
    places: &mut Places<'a>,
    at: &At<'_>,
    label: &str,
    condition: &'a Condition,
    written: Option<&Written>,
) {
    let tests = tests_of(condition);
    let at = at.reading(tests.iter().map(|(fact, _)| *fact));
    places.add(What::Condition, &at, format!("{label} holds"), |seen| seen.holds(condition));
    places.add(What::Condition, &at, format!("{label} fails"), |seen| seen.fails(condition));
    if tests.len() < 2 {
        return;
    }
    let mut pointers = Vec::new();
    if let Some(written) = written {
        pointers_of(written, &at.pointer, &mut pointers);
    }
    // What is written as one test can be checked as several; they then stand where the condition does.
    pointers.resize(if pointers.len() == tests.len() { tests.len() } else { 0 }, at.pointer.clone());
    for (i, (fact, test)) in tests.into_iter().enumerate() {
        let pointer = pointers.get(i).unwrap_or(&at.pointer).clone();
        let name = &places.rules.facts[fact].name;
        let words = |side: &str| format!("{label}: test {} of `{name}` {side}", i + 1);
        let (holds, fails) = (words("holds"), words("fails"));
        let at = At { of: at.of, pointer, reads: vec![fact] };
        let again = test.clone();
        places.add(What::Test, &at, holds, move |seen| seen.holds(&test));
        places.add(What::Test, &at, fails, move |seen| seen.fails(&again));
    }
}

/// The tests of single facts, from left to right.
fn tests_of(condition: &Condition) -> Vec<(FactId, Condition)> {
    let mut tests = Vec::new();
    condition.for_each_test(&mut |fact, test| tests.push((fact, Condition::Fact(fact, test.clone()))));
    tests
}

/// The facts that a condition reads.
pub(super) fn facts_of(condition: &Condition) -> Vec<FactId> {
    let mut facts = Vec::new();
    condition.for_each_test(&mut |fact, _| facts.push(fact));
    facts
}

/// Where the tests of single facts are written, from left to right.
fn pointers_of(written: &Written, at: &Pointer, pointers: &mut Vec<Pointer>) {
    let mut parts = |parts: &[Written], at: &Pointer| {
        parts.iter().enumerate().for_each(|(i, part)| pointers_of(part, &at.index(i), pointers));
    };
    match written {
        Written::All(of) => parts(of, &at.key("all")),
        Written::Any(of) => parts(of, &at.key("any")),
        Written::Count { of, .. } => parts(of, &at.key("count").key("of")),
        Written::Not(part) => pointers_of(part, &at.key("not"), pointers),
        Written::Facts(facts) => {
            for (name, expected) in facts {
                match expected {
                    Expectation::Is(_) | Expectation::OneOf(_) => pointers.push(at.key(name)),
                    Expectation::Operators(operators) => {
                        pointers.extend(operators.iter().map(|(operator, _)| at.key(name).key(operator.word())));
                    }
                }
            }
        }
    }
}

/// The conditions that derived facts count, and their divisions by zero.
pub(super) fn derived(places: &mut Places<'_>) {
    let rules = places.rules;
    for (_, fact) in rules.facts.pairs() {
        let of = format!("facts.{}", fact.name);
        let at = At::new(&of, Pointer::root().key("facts").key(&fact.name).key("derive"));
        match &fact.derivation {
            Some(Derivation::Count(conditions)) => {
                for (i, condition) in conditions.iter().enumerate() {
                    let written = places.document.facts.get(&fact.name).and_then(|fact| fact.derive.as_ref());
                    let written = match written {
                        Some(crate::document::Derive::Count(written)) => written.get(i),
                        _ => None,
                    };
                    let at = at.key("count").index(i);
                    sides(places, &at, &format!("condition {} of `count`", i + 1), condition, written);
                }
            }
            Some(Derivation::Ratio(_, crate::rule_set::Operand::Fact(divisor), Some(_))) => {
                let divisor = *divisor;
                let at = at.key("when_zero").reading([divisor]);
                places.add(What::Case, &at, "a divisor of zero", move |seen| {
                    seen.number(divisor).is_some_and(crate::Number::is_zero)
                });
            }
            _ => {}
        }
    }
}
