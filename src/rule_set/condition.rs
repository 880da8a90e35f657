//! Conditions with their facts interned and their values typed.

use super::FactId;
use crate::{Date, Number};

/// A checked condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    /// Every test of one fact holds.
    Fact(FactId, FactTest),
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
            Condition::Fact(_, FactTest::Choice(table)) => 1 + table.len(),
            Condition::Fact(..) => 1,
            Condition::All(of) | Condition::Any(of) | Condition::Count { of, .. } => {
                1 + of.iter().map(Condition::size).sum::<usize>()
            }
            Condition::Not(one) => 1 + one.size(),
        }
    }
}

/// One test of one fact; its kind agrees with the fact's type. An expectation with several operators is
/// an `All` of them.
#[derive(Clone, Debug, PartialEq, Eq)]
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
