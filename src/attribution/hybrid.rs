//! A dossier that is in some parts one and in the others another.
//!
//! Time is a part of its own: whether a document, an exception or an award granted before is in force goes with it,
//! as of the date of the dossier that it is taken from, and not with the as-of date of the whole.

use std::collections::HashMap;
use std::sync::Arc;

use super::cause::Part;
use crate::Date;
use crate::assess::award::in_force as award_in_force;
use crate::assess::evidence::lapses;
use crate::document::ExceptionKind;
use crate::dossier::{Document, Dossier, Exception, Held, Round};
use crate::evaluate::slots::slots;
use crate::invariant::Always;
use crate::rule_set::arena::Arena;
use crate::rule_set::{AwardId, FactId, Value};

/// What tells exceptions apart: what they are on, and which of those with the same words it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ExceptionKey {
    pub(super) on: String,
    kind: Option<ExceptionKind>,
    using: Option<String>,
    nth: usize,
}

/// What tells rounds apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RoundKey {
    pub(super) by: String,
    pub(super) on: Option<Date>,
}

/// Whether a document counts by its dates and the assessors.
pub(super) fn counts(dossier: &Dossier, document: &Document) -> bool {
    document.rejected.is_none() && is_valid(dossier, document)
}

/// Whether a document is valid by its dates.
pub(super) fn is_valid(dossier: &Dossier, document: &Document) -> bool {
    document.issued.is_none_or(|issued| issued <= dossier.as_of)
        && lapses(&dossier.rules, document).is_none_or(|end| dossier.as_of < end)
}

/// Whether an exception is in force by its dates.
pub(super) fn in_force(dossier: &Dossier, exception: &Exception) -> bool {
    exception.issued.is_none_or(|issued| issued <= dossier.as_of)
        && exception.expires.is_none_or(|end| dossier.as_of < end)
}

/// Whether an award granted before is in force.
pub(super) fn is_held(dossier: &Dossier, award: AwardId) -> bool {
    let declared = &dossier.rules.awards[award];
    dossier.held.iter().any(|held| held.award == award && award_in_force(declared, held, dossier.as_of))
}

pub(super) fn document<'a>(dossier: &'a Dossier, id: &str) -> Option<&'a Document> {
    dossier.documents.iter().find(|document| document.id == id)
}

/// The ids of both, those of `after` first.
pub(super) fn document_ids<'a>(before: &'a Dossier, after: &'a Dossier) -> Vec<&'a str> {
    let mut ids: Vec<&str> = after.documents.iter().map(|document| document.id.as_str()).collect();
    ids.extend(before.documents.iter().map(|document| document.id.as_str()).filter(|id| document(after, id).is_none()));
    ids
}

/// The id of the first entry that is the same document.
fn identity<'a>(dossier: &'a Dossier, document: &'a Document) -> &'a str {
    let first = dossier.documents.get(document.identity).always("the first of a document is in its dossier");
    first.map_or(document.id.as_str(), |first| first.id.as_str())
}

/// Whether two documents that count say different things.
pub(super) fn differ((before, old): (&Dossier, &Document), (after, new): (&Dossier, &Document)) -> bool {
    old.evidence_type != new.evidence_type
        || old.supports != new.supports
        || identity(before, old) != identity(after, new)
}

/// The same document, counting whatever the date.
pub(super) fn mended(document: &Document) -> Document {
    // INVARIANT: a document without dates is valid without end, whatever its type.
    Document { issued: None, expires: None, rejected: None, ..document.clone() }
}

fn keys(dossier: &Dossier) -> Vec<ExceptionKey> {
    let mut keys: Vec<ExceptionKey> = Vec::new();
    for one in dossier.exceptions.iter() {
        let same = |key: &&ExceptionKey| key.on == one.on_text && key.kind == one.kind && key.using == one.using;
        let nth = keys.iter().filter(same).count();
        keys.push(ExceptionKey { on: one.on_text.clone(), kind: one.kind, using: one.using.clone(), nth });
    }
    keys
}

/// The exceptions of both in an order that keeps that of `after`, and that of `before` where it can.
pub(super) fn exception_keys(before: &Dossier, after: &Dossier) -> Vec<ExceptionKey> {
    merged(keys(before), keys(after))
}

/// The rounds that count in either, in an order that keeps that of `after`, and that of `before` where it can.
pub(super) fn round_keys(before: &Dossier, after: &Dossier) -> Vec<RoundKey> {
    let keys = |dossier: &Dossier| {
        dossier.rounds().map(|round| RoundKey { by: round.by.clone(), on: round.on }).collect::<Vec<_>>()
    };
    merged(keys(before), keys(after))
}

fn merged<K: PartialEq>(before: Vec<K>, after: Vec<K>) -> Vec<K> {
    let mut merged = after;
    let mut last = None;
    for key in before {
        match merged.iter().position(|known| *known == key) {
            Some(at) => last = Some(at),
            None => {
                let at = last.map_or(0, |last| last + 1);
                merged.insert(at, key);
                last = Some(at);
            }
        }
    }
    merged
}

pub(super) fn exception<'a>(dossier: &'a Dossier, key: &ExceptionKey) -> Option<&'a Exception> {
    let keys = keys(dossier);
    dossier.exceptions.iter().zip(&keys).find(|(_, known)| *known == key).map(|(exception, _)| exception)
}

/// A round that counts.
pub(super) fn round<'a>(dossier: &'a Dossier, key: &RoundKey) -> Option<&'a Round> {
    dossier.rounds().find(|round| round.by == key.by && round.on == key.on)
}

/// Whether a round has something to say of a fact.
pub(super) fn answers(round: &Round, fact: FactId) -> bool {
    round.facts.iter().any(|(answered, _)| *answered == fact)
}

/// Whether a round, as it counts in either dossier, judges a document.
pub(super) fn judges((before, after): (&Dossier, &Dossier), key: &RoundKey, document: &str) -> bool {
    let judging =
        |dossier| round(dossier, key).is_some_and(|round| round.documents.iter().any(|(id, _)| id == document));
    judging(before) || judging(after)
}

/// What a dossier says without its rounds.
pub(super) fn own(dossier: &Dossier) -> &Arena<FactId, Option<Value>> {
    dossier.overlay.as_ref().map_or(&*dossier.facts, |overlay| &overlay.own)
}

/// The ids of the documents that an exception names.
fn named<'a>(dossier: &'a Dossier, exception: &'a Exception) -> impl Iterator<Item = &'a str> {
    let named = |at: &usize| dossier.documents.get(*at).always("an exception names documents of its dossier");
    exception.evidence.iter().filter_map(named).map(|document| document.id.as_str())
}

/// Whether two exceptions in force differ in what decides whether they count.
pub(super) fn says_otherwise((before, old): (&Dossier, &Exception), (after, new): (&Dossier, &Exception)) -> bool {
    let blank = |text: &Option<String>| text.as_ref().is_none_or(|text| text.trim().is_empty());
    blank(&old.reason) != blank(&new.reason)
        || blank(&old.approved_by) != blank(&new.approved_by)
        || old.issued.is_none() != new.issued.is_none()
        || !named(before, old).eq(named(after, new))
}

/// `before` in all but what `taken` says, which is as in `after`.
pub(super) fn hybrid(before: &Dossier, after: &Dossier, taken: &[&Part]) -> Dossier {
    let side = |part: &Part| if taken.contains(&part) { after } else { before };
    let mut dossier = before.with_as_of(side(&Part::Time).as_of);
    let facts = Arc::make_mut(&mut dossier.facts);
    let as_of = facts[FactId::AS_OF].take();
    facts.clone_from(own(before));
    facts[FactId::AS_OF] = as_of;
    for part in taken {
        if let Part::Fact(id) = part {
            facts[*id].clone_from(&own(after)[*id]);
        }
    }
    let mut rejected: HashMap<&str, bool> = HashMap::new();
    for key in round_keys(before, after) {
        let side = side(&Part::Round(key.clone()));
        if let Some(round) = round(side, &key) {
            round.facts.iter().for_each(|(id, value)| facts[*id].clone_from(value));
            rejected.extend(round.documents.iter().map(|(id, why)| (id.as_str(), why.is_some())));
        }
    }
    dossier.slots = slots(&dossier.facts);
    let mut documents: Vec<(Document, &str)> = Vec::new();
    for id in document_ids(before, after) {
        let side = side(&Part::Document(id.to_owned()));
        let counts = |one: &&Document| is_valid(side, one) && !rejected.get(id).copied().unwrap_or(false);
        if let Some(one) = document(side, id).filter(counts) {
            documents.push((mended(one), identity(side, one)));
        }
    }
    let first: Vec<&str> = documents.iter().map(|(_, identity)| *identity).collect();
    for (at, (document, identity)) in documents.iter_mut().enumerate() {
        document.identity = first.iter().position(|one| one == identity).or_widest("each is among them", || at);
    }
    dossier.documents = documents.into_iter().map(|(document, _)| document).collect();
    let exceptions = exception_keys(before, after).into_iter().filter_map(|key| {
        let side = side(&Part::Exception(key.clone()));
        let one = exception(side, &key).filter(|one| in_force(side, one))?;
        // One of whose documents does not count does not count either.
        let at = |id: &str| dossier.documents.iter().position(|document| document.id == id);
        let evidence = named(side, one).map(at).collect::<Option<Vec<usize>>>()?;
        let issued = one.issued.map(|_| before.as_of.min(after.as_of));
        Some(Exception { issued, expires: None, evidence, ..one.clone() })
    });
    let exceptions: Arc<[Exception]> = exceptions.collect();
    dossier.exceptions = exceptions;
    let held = before.rules.awards.ids().filter(|id| is_held(side(&Part::Held(*id)), *id));
    dossier.held = held.map(|award| Held { award, from: dossier.as_of, until: None, revoked: None }).collect();
    dossier
}
