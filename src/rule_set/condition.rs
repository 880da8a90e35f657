//! Conditions with their facts interned and their values typed.

use super::FactId;
use crate::{Date, Number};

/// A checked condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    /// One test of one fact holds.
    Fact(FactId, FactTest),
    /// An expectation with several operators: one value of the fact satisfies every test.
    Joint(FactId, Vec<FactTest>),
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    /// How many of `of` hold is from `at_least` to `at_most`.
    Count {
        of: Vec<Condition>,
        at_least: usize,
        at_most: usize,
    },
}

impl Condition {
    /// How many parts it has.
    pub(crate) fn size(&self) -> usize {
        match self {
            Condition::Fact(_, test) => test.size(),
            Condition::Joint(_, tests) => 1 + tests.iter().map(FactTest::size).sum::<usize>(),
            Condition::All(of) | Condition::Any(of) | Condition::Count { of, .. } => {
                1 + of.iter().map(Condition::size).sum::<usize>()
            }
            Condition::Not(one) => 1 + one.size(),
        }
    }

    /// One condition a test, from left to right, where it is an expectation with several.
    pub(crate) fn tests_apart(&self) -> Option<Vec<Condition>> {
        let Condition::Joint(fact, tests) = self else { return None };
        Some(tests.iter().map(|test| Condition::Fact(*fact, test.clone())).collect())
    }

    /// Calls `visit` with every fact and test in it, from left to right.
    pub(crate) fn for_each_test(&self, visit: &mut impl FnMut(FactId, &FactTest)) {
        match self {
            Condition::Fact(fact, test) => visit(*fact, test),
            Condition::Joint(fact, tests) => tests.iter().for_each(|test| visit(*fact, test)),
            Condition::All(parts) | Condition::Any(parts) | Condition::Count { of: parts, .. } => {
                for part in parts {
                    part.for_each_test(visit);
                }
            }
            Condition::Not(part) => part.for_each_test(visit),
        }
    }
}

/// One test of one fact; its kind agrees with the fact's type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum FactTest {
    /// Of any type: whether the dossier answers it. Never unknown.
    Answered(bool),
    /// `is`, and `is_not` as its negation.
    Boolean(bool),
    /// Whether the choice at each position satisfies: every test of a choice is a table.
    Choice(Vec<bool>),
    /// One of these numbers, or, negated, none of them.
    NumberIn {
        of: Vec<Number>,
        negated: bool,
    },
    NumberAtLeast(Number),
    NumberAtMost(Number),
    NumberAbove(Number),
    NumberBelow(Number),
    DateIn {
        of: Vec<Date>,
        negated: bool,
    },
    DateAtLeast(Date),
    DateAtMost(Date),
    DateAbove(Date),
    DateBelow(Date),
    TextIn {
        of: Vec<String>,
        negated: bool,
    },
    TextMinLength(u32),
    TextStartsWith {
        prefix: String,
        negated: bool,
    },
    /// Whether a URL stands in it; `false` asks that none does.
    TextContainsUrl(bool),
}

impl FactTest {
    fn size(&self) -> usize {
        match self {
            FactTest::Choice(table) => 1 + table.len(),
            _ => 1,
        }
    }
}

/// What a test of a choice with the values `of` lets pass, in the words that are fewer: the values that it allows, or those
/// that it does not, and whether it is the latter.
pub(crate) fn allowed_or_not<'v>(of: &'v [String], allowed: &[bool]) -> (Vec<&'v String>, bool) {
    debug_assert_eq!(of.len(), allowed.len(), "a test speaks of every value");
    let such = |wanted: bool| of.iter().zip(allowed).filter(move |(_, is)| **is == wanted).map(|(value, _)| value);
    let excludes = such(false).count();
    let negated = 0 < excludes && excludes < such(true).count();
    (such(!negated).collect(), negated)
}
