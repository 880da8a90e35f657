//! Rounds laid over what a unit says itself: the last word on every fact and document, as it was known on any day.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Document, Dossier};
use crate::Date;
use crate::evaluate::slots::slots;
use crate::invariant::Always;
use crate::rule_set::arena::Arena;
use crate::rule_set::{FactId, Value};

/// The rounds of a dossier, and the answers that they are laid over.
#[derive(Clone, Debug)]
pub(crate) struct Overlay {
    /// What is said without the rounds.
    pub(crate) own: Arena<FactId, Option<Value>>,
    /// In the dossier's order.
    pub(crate) rounds: Vec<Round>,
    /// How many of them were asked for, from the first.
    pub(crate) asked: usize,
}

/// A round, its answers typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Round {
    pub(crate) by: String,
    pub(crate) on: Option<Date>,
    /// What it is called: its assessor, with its date where that assessor gave several.
    pub(crate) name: String,
    /// What it answers; nothing where it takes an answer back.
    pub(crate) facts: Vec<(FactId, Option<Value>)>,
    /// The documents that it judges, by id: why one is rejected, or nothing where it is accepted.
    pub(crate) documents: Vec<(String, Option<String>)>,
}

/// What rounds are laid over, and whose answer counts then.
pub(crate) struct Laid {
    pub(crate) facts: Arena<FactId, Option<Value>>,
    /// Whose answer counts, where a round's does: its position.
    pub(crate) answered_by: Arena<FactId, Option<usize>>,
}

impl Round {
    /// Its assessor and date, which no other round has; its assessor alone where it has no date.
    pub(crate) fn by_and_date(&self) -> String {
        by_and_date(&self.by, self.on)
    }

    /// Whether it was given by this day. One without a date was.
    pub(crate) fn is_known(&self, known: Option<Date>) -> bool {
        known.is_none_or(|known| self.on.is_none_or(|on| on <= known))
    }
}

/// What a round is called among all others.
pub(crate) fn by_and_date(by: &str, on: Option<Date>) -> String {
    on.map_or_else(|| by.to_owned(), |on| format!("{by}@{on}"))
}

impl Overlay {
    /// The rounds that count of what was known on a day, each with its position.
    pub(crate) fn counting(&self, known: Option<Date>) -> impl Iterator<Item = (usize, &Round)> {
        self.rounds.iter().take(self.asked).enumerate().filter(move |(_, round)| round.is_known(known))
    }

    /// The last word on every fact.
    pub(crate) fn lay(&self, known: Option<Date>) -> Laid {
        let mut laid = Laid { facts: self.own.clone(), answered_by: Arena::like(&self.own, |_| None) };
        for (at, round) in self.counting(known) {
            for (fact, value) in &round.facts {
                laid.answered_by[*fact] = value.as_ref().map(|_| at);
                laid.facts[*fact].clone_from(value);
            }
        }
        laid
    }

    /// The last word on every document.
    pub(crate) fn judge(&self, known: Option<Date>, documents: &mut [Document]) {
        let mut last: HashMap<&str, Option<(&str, &str)>> = HashMap::new();
        for (_, round) in self.counting(known) {
            for (id, why) in &round.documents {
                last.insert(id, why.as_deref().map(|why| (round.by.as_str(), why)));
            }
        }
        for document in documents {
            let rejected = last.get(document.id.as_str()).copied().flatten();
            document.rejected = rejected.map(|(by, why)| (by.to_owned(), why.to_owned()));
        }
    }
}

impl Dossier {
    /// The rounds that count, in order.
    pub(crate) fn rounds(&self) -> impl Iterator<Item = &Round> {
        self.overlay.iter().flat_map(|overlay| overlay.counting(self.known)).map(|(_, round)| round)
    }

    /// The round whose answer to a fact counts, where one's does.
    pub(crate) fn answered_by(&self, fact: FactId) -> Option<&Round> {
        let (overlay, at) = (self.overlay.as_ref()?, self.answered_by[fact]?);
        overlay.rounds.get(at).always("the round whose answer counts is one of the dossier")
    }

    /// Lays the rounds that count over the unit's own answers.
    pub(super) fn lay(&mut self) {
        let Some(overlay) = &self.overlay else { return };
        let mut laid = overlay.lay(self.known);
        laid.facts[FactId::AS_OF] = Some(Value::Date(self.as_of));
        let mut documents = self.documents.to_vec();
        overlay.judge(self.known, &mut documents);
        self.documents = documents.into();
        self.slots = slots(&laid.facts);
        self.facts = Arc::new(laid.facts);
        self.answered_by = Arc::new(laid.answered_by);
    }

    /// The same dossier as it was known on a day: without the rounds that were given later. A round without a date
    /// counts whatever the day.
    ///
    /// Nothing is checked again; see [`with_as_of`](Dossier::with_as_of).
    #[must_use]
    pub fn with_known(&self, known: Date) -> Dossier {
        let mut dossier = self.clone();
        dossier.known = Some(known);
        dossier.lay();
        dossier
    }
}
