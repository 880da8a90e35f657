//! What may differ between two dossiers.

use serde::{Deserialize, Serialize};

use super::hybrid::{self, ExceptionKey, RoundKey};
use crate::Date;
use crate::dossier::{Document, Dossier, Exception};
use crate::invariant::broken;
use crate::rule_set::{AwardId, FactId};

/// What brought a part of a change about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "cause")]
pub enum Cause {
    /// The rules changed: the dossier as it was, under the new ones.
    Rules {
        /// The edition before, as `ID EDITION`.
        from: String,
        /// The edition after.
        to: String,
    },
    /// Time passed, for what the rules say of the as-of date itself: days between dates, bars.
    Time {
        /// The as-of date before.
        from: Date,
        /// The as-of date after.
        to: Date,
    },
    /// A fact has another answer.
    Fact {
        /// Its name.
        fact: String,
        /// The answer before, as text; absent where there was none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
        /// The answer after.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
    /// A document is valid, or is no more.
    Document {
        /// Its id.
        document: String,
        /// How.
        came: Came,
    },
    /// A round counts, or counts no more: what it answers, and what it found of documents.
    Round {
        /// The assessor.
        by: String,
        /// When it was given; absent where it has no date.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Date>,
        /// How.
        came: Came,
    },
    /// An exception is in force, or no more.
    Exception {
        /// What it is on.
        on: String,
        /// How.
        came: Came,
    },
    /// An award granted before is in force, or no more.
    Held {
        /// The award.
        award: String,
        /// How.
        came: Came,
    },
    /// What no single cause accounts for: the order of exceptions, say.
    Other,
}

/// How a document, a round, an exception or an award granted before came to count or not to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Came {
    /// It was not there, and is.
    Added,
    /// It was there, and is not.
    Removed,
    /// It lapsed.
    Lapsed,
    /// It was not valid by its dates, and is.
    Began,
    /// It counts before and after, and says something else.
    Changed,
}

/// A cause that one of two dossiers can have without the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Time,
    Fact(FactId),
    Document(String),
    Round(RoundKey),
    Exception(ExceptionKey),
    Held(AwardId),
}

/// All that differs, in the order in which causes are listed, each as people are told of it.
pub(super) fn parts(before: &Dossier, after: &Dossier) -> Vec<(Part, Cause)> {
    let mut parts = Vec::new();
    if before.as_of != after.as_of {
        parts.push((Part::Time, Cause::Time { from: before.as_of, to: after.as_of }));
    }
    let rounds = hybrid::round_keys(before, after);
    let (same, others): (Vec<RoundKey>, Vec<RoundKey>) =
        rounds.into_iter().partition(|key| round_came((before, after), key).is_none());
    let said = |dossier: &Dossier, id: FactId| hybrid::own(dossier)[id].clone();
    let facts = before.rules.facts.pairs().filter(|(id, fact)| *id != FactId::AS_OF && fact.derivation.is_none());
    for (id, fact) in facts.filter(|(id, _)| said(before, *id) != said(after, *id)) {
        // What is answered anew in a round that counts before and after counts in neither.
        if same.iter().filter_map(|key| hybrid::round(after, key)).any(|round| hybrid::answers(round, id)) {
            continue;
        }
        let text = |dossier: &Dossier| said(dossier, id).as_ref().map(|value| fact.text_of(value));
        parts.push((Part::Fact(id), Cause::Fact { fact: fact.name.clone(), from: text(before), to: text(after) }));
    }
    for id in hybrid::document_ids(before, after) {
        let settled = !others.iter().any(|key| hybrid::judges((before, after), key, id));
        let rejected = settled && hybrid::document(after, id).is_some_and(|one| one.rejected.is_some());
        if let Some(came) = document_came((before, after), id).filter(|_| !rejected) {
            parts.push((Part::Document(id.to_owned()), Cause::Document { document: id.to_owned(), came }));
        }
    }
    for key in others {
        if let Some(came) = round_came((before, after), &key) {
            let (by, on) = (key.by.clone(), key.on);
            parts.push((Part::Round(key), Cause::Round { by, on, came }));
        }
    }
    for key in hybrid::exception_keys(before, after) {
        if let Some(came) = exception_came((before, after), &key) {
            let on = key.on.clone();
            parts.push((Part::Exception(key), Cause::Exception { on, came }));
        }
    }
    for (id, award) in before.rules.awards.pairs() {
        let held = |dossier: &Dossier| hybrid::is_held(dossier, id);
        if held(before) != held(after) {
            let came = if held(after) { Came::Began } else { Came::Lapsed };
            parts.push((Part::Held(id), Cause::Held { award: award.id.clone(), came }));
        }
    }
    parts
}

fn document_came((before, after): (&Dossier, &Dossier), id: &str) -> Option<Came> {
    let (old, new) = (hybrid::document(before, id), hybrid::document(after, id));
    let is_valid = |dossier: &Dossier, one: &&Document| hybrid::is_valid(dossier, one);
    match (old.filter(|one| is_valid(before, one)), new.filter(|one| is_valid(after, one))) {
        (None, None) => None,
        (Some(old), Some(new)) => hybrid::differ((before, old), (after, new)).then_some(Came::Changed),
        (Some(_), None) => Some(if new.is_some() { Came::Lapsed } else { Came::Removed }),
        (None, Some(_)) => Some(if old.is_some() { Came::Began } else { Came::Added }),
    }
}

fn round_came((before, after): (&Dossier, &Dossier), key: &RoundKey) -> Option<Came> {
    match (hybrid::round(before, key), hybrid::round(after, key)) {
        (None, None) => broken("a round is one of either dossier", Some(Came::Changed)),
        (Some(old), Some(new)) => (old.facts != new.facts || old.documents != new.documents).then_some(Came::Changed),
        (Some(_), None) => Some(Came::Removed),
        (None, Some(_)) => Some(Came::Added),
    }
}

fn exception_came((before, after): (&Dossier, &Dossier), key: &ExceptionKey) -> Option<Came> {
    let (old, new) = (hybrid::exception(before, key), hybrid::exception(after, key));
    let in_force = |dossier: &Dossier, one: &&Exception| hybrid::in_force(dossier, one);
    match (old.filter(|one| in_force(before, one)), new.filter(|one| in_force(after, one))) {
        (None, None) => None,
        (Some(old), Some(new)) => hybrid::says_otherwise((before, old), (after, new)).then_some(Came::Changed),
        (Some(_), None) => Some(if new.is_some() { Came::Lapsed } else { Came::Removed }),
        (None, Some(_)) => Some(if old.is_some() { Came::Began } else { Came::Added }),
    }
}
