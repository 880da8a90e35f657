//! What the names of a rule set mean, for the checks that read them.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use super::findings::Findings;
use super::interval::Interval;
use crate::diagnostic::{Code, Pointer};
use crate::document;
use crate::rule_set::arena::Arena;
use crate::rule_set::{Condition, EvidenceType, EvidenceTypeId, Fact, FactId, Scale, ScaleId};

/// The facts, scales and evidence types, and which of them something reads.
pub(super) struct Scope<'d> {
    pub(super) findings: Findings<'d>,
    pub(super) facts: Arena<FactId, Fact>,
    pub(super) fact_names: BTreeMap<String, FactId>,
    pub(super) scales: Arena<ScaleId, Scale>,
    pub(super) scale_names: BTreeMap<String, ScaleId>,
    pub(super) evidence_types: Arena<EvidenceTypeId, EvidenceType>,
    pub(super) evidence_names: BTreeMap<String, EvidenceTypeId>,
    /// What each number fact can be.
    pub(super) intervals: BTreeMap<FactId, Interval>,
    /// How many facts are multiplied or divided in a derived fact.
    pub(super) degrees: BTreeMap<FactId, usize>,
    /// Derived facts that may be not applicable.
    pub(super) may_not_apply: BTreeSet<FactId>,
    /// Names that are declared, but wrongly: already reported, so not unknown.
    pub(super) failed: BTreeSet<String>,
    /// How much more may be compiled; nothing once that was reported.
    budget: Cell<Option<usize>>,
    /// Conditions that leaves inherit, by their place.
    inherited: RefCell<BTreeMap<Pointer, Option<Condition>>>,
    read_facts: RefCell<BTreeSet<FactId>>,
    read_scales: RefCell<BTreeSet<ScaleId>>,
    read_evidence: RefCell<BTreeSet<EvidenceTypeId>>,
}

impl<'d> Scope<'d> {
    pub(super) fn new(findings: Findings<'d>) -> Scope<'d> {
        let budget = Cell::new(Some(findings.limits().parts));
        Scope {
            findings,
            budget,
            facts: Arena::new(),
            fact_names: BTreeMap::new(),
            scales: Arena::new(),
            scale_names: BTreeMap::new(),
            evidence_types: Arena::new(),
            evidence_names: BTreeMap::new(),
            intervals: BTreeMap::new(),
            degrees: BTreeMap::new(),
            may_not_apply: BTreeSet::new(),
            failed: BTreeSet::new(),
            inherited: RefCell::default(),
            read_facts: RefCell::default(),
            read_scales: RefCell::default(),
            read_evidence: RefCell::default(),
        }
    }

    /// Takes `parts` from what may be compiled; when it is used up, that is reported once, at `at`.
    ///
    /// What is inherited is compiled for every leaf that has it, a choice becomes a table wherever it is read, and every
    /// leaf and award tells what it reads: a small file could ask for more than there is memory.
    pub(super) fn spend(&self, parts: usize, at: &Pointer) -> bool {
        let Some(left) = self.budget.get() else { return false };
        let left = left.checked_sub(parts);
        if left.is_none() {
            let most = self.findings.limits().parts;
            let finding = self.findings.at(Code::TooLarge, at, format!("the rules come to more than {most} parts"));
            self.findings.push(finding.help(
                "conditions count for every leaf that inherits them, choices by their values, and facts wherever a leaf or an \
                 award reads them, through derived facts too; a caller who needs more sets `Limits::parts`",
            ));
        }
        self.budget.set(left);
        left.is_some()
    }

    /// The condition at `at`, which many inherit: compiled once, and copied.
    pub(super) fn inherited_condition(&self, written: &document::Condition, at: &Pointer) -> Option<Condition> {
        let known = self.inherited.borrow().get(at).map(|known| known.as_ref().map(Condition::size));
        if let Some(size) = known {
            // Paid for before it is copied.
            return size.filter(|size| self.spend(*size, at)).and_then(|_| self.inherited.borrow().get(at).cloned()?);
        }
        let compiled = self.condition(written, at);
        self.inherited.borrow_mut().insert(at.clone(), compiled.clone());
        compiled
    }

    /// The fact called `name`, which stands at `at`.
    pub(super) fn fact(&self, name: &str, at: &Pointer) -> Option<(FactId, &Fact)> {
        if let Some(&id) = self.fact_names.get(name) {
            self.read_facts.borrow_mut().insert(id);
            return Some((id, &self.facts[id]));
        }
        let declared = Pointer::root().key("facts").key(name);
        if !name.is_empty() && !self.failed.contains(name) && !self.findings.was_written(&declared) {
            let help = self.findings.suggest(name, self.fact_names.keys().map(String::as_str), "facts");
            self.findings.push(
                self.findings.at_name(Code::UnknownFact, name, at, format!("no fact is called `{name}`")).help(help),
            );
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
            let help = self.findings.suggest(name, self.scale_names.keys().map(String::as_str), "scales");
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
            let help = self.findings.suggest(name, self.evidence_names.keys().map(String::as_str), "evidence types");
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
