//! The method digest: one hash of everything that can change a number or an outcome, and of nothing else.
//!
//! Left out: the rule set's id and edition, when it is in force and what it replaces (they decide whether a
//! dossier is refused, never what comes of one that is not), titles, questions, units, language, sources and
//! standings, `display`, the names of scales (their answers stand where they are read), facts and evidence
//! types that nothing reads, and the order of whatever has no order: criteria, requirements, alternatives,
//! the values of a choice. Defaults, inherited exceptions, computed weights and thresholds of ordered choices
//! stand as what they come to, so that spelling does not show.

mod award;
mod canonical;
mod criterion;
mod fact;

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use sha2::{Digest, Sha256};

use self::canonical::{Json, list, map, number, object, optional, text, whole};
use super::{AnswerId, Compiled, CriterionId, EvidenceTypeId, FactId, ScaleId};
use crate::document::{Rounding, WhenZero};

/// The version of what is hashed, which stands in it.
const VERSION: &str = "predikat-method/2";

/// The digest of a rule set: `sha256:` and 64 hexadecimal digits.
pub(crate) fn method(rules: &Compiled) -> String {
    let hash = Sha256::digest(what_is_hashed(rules).as_bytes());
    hash.iter().fold("sha256:".to_owned(), |mut text, byte| {
        text.extend([byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16).unwrap_or('0')));
        text
    })
}

/// All that counts, as canonical JSON.
fn what_is_hashed(rules: &Compiled) -> Json {
    let writer = Writer { rules, facts: RefCell::default(), evidence: RefCell::default(), tables: RefCell::default() };
    let total = writer.criterion(&rules.criteria[CriterionId::TOTAL]);
    let measures = map(rules.measures.iter().map(|measure| (measure.id.as_str(), writer.measure(measure))));
    // The order of the awards decides which one is the highest.
    let awards: Vec<Json> = rules.awards.iter().map(|award| writer.award(award)).collect();
    let facts = writer.facts();
    object([
        ("awards", list(&awards)),
        ("evidence", writer.evidence_types()),
        ("exceptions_at_most", optional(rules.exceptions_at_most.map(whole))),
        ("facts", facts),
        ("measures", measures),
        ("total", total),
        ("version", text(VERSION)),
    ])
}

struct Writer<'a> {
    rules: &'a Compiled,
    /// The facts that something wrote down.
    facts: RefCell<BTreeSet<FactId>>,
    evidence: RefCell<BTreeSet<EvidenceTypeId>>,
    /// What the answers of a scale give, for all the leaves that are read through it alike.
    tables: RefCell<HashMap<Table<'a>, Json>>,
}

/// A scale, the values of a choice, and the position of the scale's answer for each.
type Table<'a> = (ScaleId, &'a [String], &'a [AnswerId]);

impl Writer<'_> {
    fn fact(&self, id: FactId) -> Json {
        self.facts.borrow_mut().insert(id);
        text(&self.rules.facts[id].name)
    }
}

fn zero(when_zero: &WhenZero) -> Json {
    match when_zero {
        WhenZero::Number(n) => number(n),
        WhenZero::Unknown => text("unknown"),
        WhenZero::NotApplicable => text("not_applicable"),
    }
}

fn round(round: Rounding) -> Json {
    object([("places", whole(u32::from(round.places))), ("mode", text(round.mode.word()))])
}
