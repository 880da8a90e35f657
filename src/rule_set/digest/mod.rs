//! The method digest: one hash of everything that can change a number or an outcome, and of nothing else.
//!
//! Left out: the rule set's id and edition, when it is in force and what it replaces (they decide whether a
//! dossier is refused, never what comes of one that is not), titles, questions, units, language, sources and
//! standings, `display`, the names of scales (their answers stand where they are read), facts and evidence
//! types that nothing reads, and the order of whatever has no order: criteria, requirements, alternatives,
//! the values of a choice. Defaults, inherited exceptions, computed weights and thresholds of ordered choices
//! stand as what they come to, so that spelling does not show.

mod award;
mod criterion;
mod fact;

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{Compiled, CriterionId, EvidenceTypeId, FactId};
use crate::Number;
use crate::document::{Rounding, WhenZero};

/// The version of what is hashed, which stands in it.
const VERSION: &str = "predikat-method/1";

/// The digest of a rule set: `sha256:` and 64 hexadecimal digits.
pub(crate) fn method(rules: &Compiled) -> String {
    let text = serde_json_canonicalizer::to_string(&canonical(rules)).unwrap_or_default();
    let hash = Sha256::digest(text.as_bytes());
    hash.iter().fold("sha256:".to_owned(), |mut text, byte| {
        text.extend([byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16).unwrap_or('0')));
        text
    })
}

/// What is hashed, before its keys are sorted.
fn canonical(rules: &Compiled) -> Value {
    let writer = Writer { rules, facts: RefCell::default(), evidence: RefCell::default() };
    let total = writer.criterion(&rules.criteria[CriterionId::TOTAL]);
    let measures: Map<String, Value> =
        rules.measures.iter().map(|measure| (measure.id.clone(), writer.measure(measure))).collect();
    // The order of the awards decides which one is the highest.
    let awards: Vec<Value> = rules.awards.iter().map(|award| writer.award(award)).collect();
    let facts = writer.facts();
    json!({
        "version": VERSION,
        "facts": facts,
        "evidence": writer.evidence_types(),
        "total": total,
        "measures": measures,
        "awards": awards,
        "exceptions_at_most": rules.exceptions_at_most.map(whole),
    })
}

struct Writer<'a> {
    rules: &'a Compiled,
    /// The facts that something wrote down.
    facts: RefCell<BTreeSet<FactId>>,
    evidence: RefCell<BTreeSet<EvidenceTypeId>>,
}

impl Writer<'_> {
    fn fact(&self, id: FactId) -> Value {
        self.facts.borrow_mut().insert(id);
        json!(self.rules.facts[id].name)
    }
}

fn zero(when_zero: &WhenZero) -> Value {
    match when_zero {
        WhenZero::Number(n) => number(n),
        WhenZero::Unknown => json!("unknown"),
        WhenZero::NotApplicable => json!("not_applicable"),
    }
}

fn number(number: &Number) -> Value {
    json!(number.to_fraction_text())
}

fn whole(n: u32) -> Value {
    number(&Number::from(i64::from(n)))
}

fn round(round: Rounding) -> Value {
    json!({"places": whole(u32::from(round.places)), "mode": round.mode.word()})
}

/// A list whose order means nothing, sorted by how its items are written.
fn unordered(items: impl Iterator<Item = Value>) -> Value {
    let mut keyed: Vec<(String, Value)> =
        items.map(|item| (serde_json_canonicalizer::to_string(&item).unwrap_or_default(), item)).collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    Value::Array(keyed.into_iter().map(|(_, item)| item).collect())
}
