//! What the names of a rule set mean, for the checks that read them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::findings::{Findings, suggest};
use crate::diagnostic::{Code, Pointer};
use crate::rule_set::arena::Arena;
use crate::rule_set::{EvidenceType, EvidenceTypeId, Fact, FactId, Scale, ScaleId};

/// The facts, scales and evidence types, and which of them something reads.
pub(super) struct Scope<'d> {
    pub(super) findings: Findings<'d>,
    pub(super) facts: Arena<FactId, Fact>,
    pub(super) fact_names: BTreeMap<String, FactId>,
    pub(super) scales: Arena<ScaleId, Scale>,
    pub(super) scale_names: BTreeMap<String, ScaleId>,
    pub(super) evidence_types: Arena<EvidenceTypeId, EvidenceType>,
    pub(super) evidence_names: BTreeMap<String, EvidenceTypeId>,
    /// Names that are declared, but wrongly: already reported, so not unknown.
    pub(super) failed: BTreeSet<String>,
    read_facts: RefCell<BTreeSet<FactId>>,
    read_scales: RefCell<BTreeSet<ScaleId>>,
    read_evidence: RefCell<BTreeSet<EvidenceTypeId>>,
}

impl<'d> Scope<'d> {
    pub(super) fn new(findings: Findings<'d>) -> Scope<'d> {
        Scope {
            findings,
            facts: Arena::new(),
            fact_names: BTreeMap::new(),
            scales: Arena::new(),
            scale_names: BTreeMap::new(),
            evidence_types: Arena::new(),
            evidence_names: BTreeMap::new(),
            failed: BTreeSet::new(),
            read_facts: RefCell::default(),
            read_scales: RefCell::default(),
            read_evidence: RefCell::default(),
        }
    }

    /// The fact called `name`, which stands at `at`.
    pub(super) fn fact(&self, name: &str, at: &Pointer) -> Option<(FactId, &Fact)> {
        if let Some(&id) = self.fact_names.get(name) {
            self.read_facts.borrow_mut().insert(id);
            return Some((id, &self.facts[id]));
        }
        let declared = Pointer::root().key("facts").key(name);
        if !name.is_empty() && !self.failed.contains(name) && !self.findings.was_written(&declared) {
            let help = suggest(name, self.fact_names.keys().map(String::as_str), "facts");
            self.findings
                .push(self.findings.at_key(Code::UnknownFact, at, format!("no fact is called `{name}`")).help(help));
        }
        None
    }

    /// The scale called `name`, which stands at `at`.
    pub(super) fn scale(&self, name: &str, at: &Pointer) -> Option<(ScaleId, &Scale)> {
        if let Some(&id) = self.scale_names.get(name) {
            self.read_scales.borrow_mut().insert(id);
            return Some((id, &self.scales[id]));
        }
        if !name.is_empty() && !self.findings.was_written(&Pointer::root().key("scales").key(name)) {
            let help = suggest(name, self.scale_names.keys().map(String::as_str), "scales");
            self.findings
                .push(self.findings.at(Code::UnknownScale, at, format!("no scale is called `{name}`")).help(help));
        }
        None
    }

    /// The evidence type called `name`, which stands at `at`.
    pub(super) fn evidence_type(&self, name: &str, at: &Pointer) -> Option<EvidenceTypeId> {
        if let Some(&id) = self.evidence_names.get(name) {
            self.read_evidence.borrow_mut().insert(id);
            return Some(id);
        }
        if !name.is_empty() && !self.findings.was_written(&Pointer::root().key("evidence").key(name)) {
            let help = suggest(name, self.evidence_names.keys().map(String::as_str), "evidence types");
            let message = format!("no evidence type is called `{name}`");
            self.findings.push(self.findings.at(Code::UnknownEvidenceType, at, message).help(help));
        }
        None
    }

    /// Whether something reads the fact.
    pub(super) fn is_fact_read(&self, id: FactId) -> bool {
        self.read_facts.borrow().contains(&id)
    }

    /// Whether something reads the scale.
    pub(super) fn is_scale_read(&self, id: ScaleId) -> bool {
        self.read_scales.borrow().contains(&id)
    }

    /// Whether something asks for the evidence type.
    pub(super) fn is_evidence_read(&self, id: EvidenceTypeId) -> bool {
        self.read_evidence.borrow().contains(&id)
    }
}
