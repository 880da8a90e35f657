//! Conditions, with three values: decided as soon as no completion of what is unknown could change them.

use super::{Facts, MissingSet, State, test};
use crate::assessment::Verdict;
use crate::rule_set::{Condition, FactId, FactTest};

/// True, false or unknown (Kleene, *Introduction to Metamathematics*, section 64: the strong connectives).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Truth {
    /// False under every completion of the missing facts.
    False,
    /// It depends.
    Unknown,
    /// True under every completion.
    True,
}

impl Truth {
    pub(crate) fn is_true(self) -> bool {
        self == Truth::True
    }

    pub(crate) fn is_false(self) -> bool {
        self == Truth::False
    }

    pub(crate) fn is_unknown(self) -> bool {
        self == Truth::Unknown
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Truth {
        if value { Truth::True } else { Truth::False }
    }
}

impl From<Truth> for Verdict {
    fn from(truth: Truth) -> Verdict {
        match truth {
            Truth::True => Verdict::Holds,
            Truth::False => Verdict::Fails,
            Truth::Unknown => Verdict::Open,
        }
    }
}

impl std::ops::Not for Truth {
    type Output = Truth;
    fn not(self) -> Truth {
        match self {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
        }
    }
}

// The order False < Unknown < True makes Kleene's connectives a minimum and a maximum.

/// All of these: true of none.
pub(super) fn all(truths: impl Iterator<Item = Truth>) -> Truth {
    truths.min().unwrap_or(Truth::True)
}

/// Any of these: false of none.
fn any(truths: impl Iterator<Item = Truth>) -> Truth {
    truths.max().unwrap_or(Truth::False)
}

/// How many of some conditions hold, and how many may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) hold: usize,
    pub(super) may_hold: usize,
}

impl Facts<'_> {
    /// Whether `condition` holds.
    pub(crate) fn truth(&self, condition: &Condition) -> Truth {
        match condition {
            Condition::Fact(fact, test) => self.expects(*fact, std::slice::from_ref(test)),
            Condition::Joint(fact, tests) => self.expects(*fact, tests),
            Condition::All(parts) => all(parts.iter().map(|part| self.truth(part))),
            Condition::Any(parts) => any(parts.iter().map(|part| self.truth(part))),
            Condition::Not(part) => !self.truth(part),
            Condition::Count { of, at_least, at_most } => {
                let Tally { hold, may_hold } = self.tally(of);
                if hold >= *at_least && may_hold <= *at_most {
                    Truth::True
                } else if may_hold < *at_least || hold > *at_most {
                    Truth::False
                } else {
                    Truth::Unknown
                }
            }
        }
    }

    pub(super) fn tally(&self, conditions: &[Condition]) -> Tally {
        let mut tally = Tally { hold: 0, may_hold: 0 };
        for condition in conditions {
            let truth = self.truth(condition);
            tally.hold += usize::from(truth.is_true());
            tally.may_hold += usize::from(!truth.is_false());
        }
        tally
    }

    /// Whether every test holds of one value of `fact`: decided over all that it may be.
    pub(super) fn expects(&self, fact: FactId, tests: &[FactTest]) -> Truth {
        match self.state(fact) {
            State::Known(value) => all(tests.iter().map(|test| test::holds(test, value))),
            State::NotApplicable => tests.iter().all(test::holds_of_nothing).into(),
            State::Missing => self.may_be(fact).satisfies(tests),
        }
    }

    /// Adds what has to be found out to decide `condition`; nothing where it is decided.
    pub(crate) fn missing_in(&self, condition: &Condition, missing: &mut MissingSet) {
        let mut open = Vec::new();
        self.for_each_open(condition, &mut |fact| open.push(fact));
        // A fact stands after those it derives from, of which it is known then what they lack.
        open.sort_unstable();
        open.dedup();
        open.into_iter().for_each(|fact| self.missing_of(fact, missing));
    }

    /// Calls `visit` with the missing facts that leave `condition` unknown.
    pub(super) fn for_each_open(&self, condition: &Condition, visit: &mut dyn FnMut(FactId)) {
        if !self.truth(condition).is_unknown() {
            return;
        }
        match condition {
            Condition::Fact(fact, _) | Condition::Joint(fact, _) => visit(*fact),
            Condition::All(parts) | Condition::Any(parts) | Condition::Count { of: parts, .. } => {
                for part in parts {
                    self.for_each_open(part, visit);
                }
            }
            Condition::Not(part) => self.for_each_open(part, visit),
        }
    }
}
