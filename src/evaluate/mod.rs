//! What facts say: conditions, derived facts and the fraction of a leaf, with missing facts kept missing.
//!
//! Everything here reads a rule set and a table of values, and nothing else; both binding and assessing
//! stand on it. A condition is true, false or unknown ([`Truth`], after Kleene); a number is known, or
//! known to lie in a range, or not applicable.

mod condition;
mod derive;
mod leaf;
mod may_be;
mod missing;
mod number_set;
mod range;
mod reach;
pub(crate) mod slots;
mod test;
mod texts;

pub(crate) use condition::Truth;
pub(crate) use leaf::LeafOutcome;
pub(crate) use missing::{Missing, MissingSet};
pub(crate) use range::Span;
pub(crate) use test::holds;
pub(crate) use texts::texts;

use std::cell::OnceCell;

use crate::invariant::Always;
use crate::rule_set::arena::Arena;
use crate::rule_set::{Compiled, FactId, Parts, Value};
use derive::Where;

/// The answers of a dossier: one place a fact; derived facts are absent.
pub(crate) type Answers = Arena<FactId, Option<Value>>;

/// What is known of a fact.
#[derive(Clone, Copy, Debug)]
pub(crate) enum State<'a> {
    /// Its value.
    Known(&'a Value),
    /// Not answered, or derived from something that is not.
    Missing,
    /// Derived by a division that makes it so.
    NotApplicable,
}

/// What has to be found out to know a derived fact, told once.
type Asked = OnceCell<Box<[Missing]>>;

/// What is known of a derived fact.
#[derive(Clone, Debug)]
enum Derived {
    Known(Value),
    /// It lies somewhere; with what has to be found out, once that was asked for.
    Missing(Where, Asked),
    NotApplicable,
}

/// Room for derived facts, to be used again for the next dossier.
#[derive(Debug, Default)]
pub(crate) struct Room(Vec<(FactId, Derived)>);

/// The facts of one dossier: answers, and what derives from them.
#[derive(Debug)]
pub(crate) struct Facts<'a> {
    rules: &'a Compiled,
    answers: &'a Answers,
    /// One place a derived fact, in order.
    derived: Room,
}

impl<'a> Facts<'a> {
    /// The facts that follow from `answers`.
    pub(crate) fn new(rules: &'a Compiled, answers: &'a Answers) -> Facts<'a> {
        Facts::in_room(rules, answers, &rules.derived, Room::default())
    }

    /// Answers from which nothing needs to follow.
    pub(crate) fn bare(rules: &'a Compiled, answers: &'a Answers) -> Facts<'a> {
        Facts { rules, answers, derived: Room(Vec::new()) }
    }

    /// As `new`, with these derived facts alone, in order, in a room that was used before.
    pub(crate) fn in_room(rules: &'a Compiled, answers: &'a Answers, derived: &[FactId], mut room: Room) -> Facts<'a> {
        room.0.clear();
        let mut facts = Facts { rules, answers, derived: room };
        // INVARIANT: a derived fact stands after every fact that it reads.
        for &id in derived {
            // Without it the fact stays missing.
            if let Some(derivation) = rules.facts[id].derivation.as_ref().always("a derived fact has a derivation") {
                let derived = facts.derive(derivation);
                facts.derived.0.push((id, derived));
            }
        }
        facts
    }

    /// Gives the room back.
    pub(crate) fn into_room(self) -> Room {
        self.derived
    }

    fn derived(&self, fact: FactId) -> Option<&Derived> {
        let before = self.derived.0.partition_point(|(id, _)| *id < fact);
        self.derived.0.get(before).filter(|(id, _)| *id == fact).map(|(_, derived)| derived)
    }

    /// What is known of `fact`.
    pub(crate) fn state(&self, fact: FactId) -> State<'_> {
        if let Some(value) = &self.answers[fact] {
            return State::Known(value);
        }
        match self.derived(fact) {
            Some(Derived::Known(value)) => State::Known(value),
            Some(Derived::NotApplicable) => State::NotApplicable,
            Some(Derived::Missing(..)) | None => State::Missing,
        }
    }

    /// Adds what has to be found out to know `fact`: itself, or the missing parts that it derives from.
    pub(crate) fn missing_of(&self, fact: FactId, missing: &mut MissingSet) {
        match self.derived(fact) {
            Some(Derived::Missing(_, asked)) => missing.extend(asked.get_or_init(|| self.lacking(fact))),
            _ if matches!(self.state(fact), State::Missing) => missing.extend(self.lacking(fact)),
            _ => {}
        }
    }

    /// What has to be found out to know a missing fact.
    fn lacking(&self, fact: FactId) -> Box<[Missing]> {
        let mut missing = Vec::new();
        let mut parts = Parts::default();
        parts.open([fact]);
        while let Some(part) = parts.next() {
            let asked = match self.derived(part) {
                Some(Derived::Missing(_, asked)) => asked.get(),
                _ => None,
            };
            if let Some(asked) = asked {
                missing.extend(asked);
                continue;
            }
            let mut lacking = Vec::new();
            if let Some(derivation) = &self.rules.facts[part].derivation {
                self.for_each_lacking(derivation, &mut |fact| lacking.push(fact));
            }
            if lacking.is_empty() {
                // Not derived; or every part is known, and a division by zero leaves it unknown.
                missing.push(Missing::Fact(part));
            }
            parts.open(lacking);
        }
        MissingSet::from_iter(missing).into_iter().collect()
    }

    /// The name by which a missing thing is asked for.
    pub(crate) fn name_of(&self, missing: Missing) -> &'a str {
        match missing {
            Missing::Fact(fact) => &self.rules.facts[fact].name,
            Missing::Leaf(leaf) => &self.rules.criteria[leaf].path,
        }
    }

    /// The date that `fact` is; `None` where it is missing.
    pub(crate) fn date_of(&self, fact: FactId) -> Option<crate::Date> {
        self.date(fact)
    }

    /// The value of `fact` as people write it; `None` where it is missing or not applicable.
    pub(crate) fn text_of(&self, fact: FactId) -> Option<String> {
        match self.state(fact) {
            State::Known(value) => Some(self.rules.facts[fact].text_of(value)),
            State::Missing | State::NotApplicable => None,
        }
    }
}
