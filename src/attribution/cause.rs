//! What may differ between two dossiers.

use serde::{Deserialize, Serialize};

use super::hybrid::{self, ExceptionKey};
use crate::Date;
use crate::dossier::{Document, Dossier, Exception};
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
    /// A document counts, or counts no more.
    Document {
        /// Its id.
        document: String,
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

/// How a document, an exception or an award granted before came to count or not to count.
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
    /// It was rejected or revoked.
    Rejected,
    /// It was rejected, and is not.
    Restored,
    /// It counts before and after, and says something else.
    Changed,
}

/// A cause that one of two dossiers can have without the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Time,
    Fact(FactId),
    Document(String),
    Exception(ExceptionKey),
    Held(AwardId),
}

/// All that differs, in the order in which causes are listed, each as people are told of it.
pub(super) fn parts(before: &Dossier, after: &Dossier) -> Vec<(Part, Cause)> {
    let mut parts = Vec::new();
    if before.as_of != after.as_of {
        parts.push((Part::Time, Cause::Time { from: before.as_of, to: after.as_of }));
    }
    let facts = before.rules.facts.pairs().filter(|(id, fact)| *id != FactId::AS_OF && fact.derivation.is_none());
    for (id, fact) in facts.filter(|(id, _)| before.facts[*id] != after.facts[*id]) {
        let text = |dossier: &Dossier| dossier.facts[id].as_ref().map(|value| fact.text_of(value));
        parts.push((Part::Fact(id), Cause::Fact { fact: fact.name.clone(), from: text(before), to: text(after) }));
    }
    for id in hybrid::document_ids(before, after) {
        if let Some(came) = document_came((before, after), id) {
            parts.push((Part::Document(id.to_owned()), Cause::Document { document: id.to_owned(), came }));
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
    let counts = |dossier: &Dossier, one: &&Document| hybrid::counts(dossier, one);
    match (old.filter(|one| counts(before, one)), new.filter(|one| counts(after, one))) {
        (None, None) => None,
        (Some(old), Some(new)) => hybrid::differ((before, old), (after, new)).then_some(Came::Changed),
        (Some(_), None) => Some(match new {
            None => Came::Removed,
            Some(new) if new.rejected.is_some() => Came::Rejected,
            Some(_) => Came::Lapsed,
        }),
        (None, Some(_)) => Some(match old {
            None => Came::Added,
            Some(old) if old.rejected.is_some() => Came::Restored,
            Some(_) => Came::Began,
        }),
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
