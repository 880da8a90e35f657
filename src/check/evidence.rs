//! Evidence types, and the rules that ask for them.

use super::nesting;
use super::scope::Scope;
use crate::diagnostic::{Code, Pointer};
use crate::document::{self, RuleDocument};
use crate::rule_set::{EvidenceRule, EvidenceType};

/// Interns the evidence types.
pub(super) fn types(scope: &mut Scope<'_>, document: &RuleDocument) {
    for (name, written) in &document.evidence {
        let id = scope.evidence_types.push(EvidenceType {
            name: name.clone(),
            title: written.title.clone(),
            valid_for: written.valid_for,
            exclusive: written.exclusive.unwrap_or(false),
        });
        scope.evidence_names.insert(name.clone(), id);
    }
}

impl Scope<'_> {
    /// The rule at `at`: `Some(None)` for `none`, nothing where it was reported as wrong.
    pub(super) fn evidence_rule(&self, written: &document::EvidenceRule, at: &Pointer) -> Option<Option<EvidenceRule>> {
        match written {
            document::EvidenceRule::None => Some(None),
            asked => self.asked(asked, at, 0).map(Some),
        }
    }

    fn asked(&self, written: &document::EvidenceRule, at: &Pointer, depth: usize) -> Option<EvidenceRule> {
        if !nesting::allows(depth, at, self) || !self.spend(1, at) {
            return None;
        }
        let list = |of: &[document::EvidenceRule], at: Pointer| {
            if of.is_empty() {
                self.empty(&at, "list at least one evidence type");
                return None;
            }
            let all: Vec<Option<EvidenceRule>> =
                of.iter().enumerate().map(|(i, one)| self.asked(one, &at.index(i), depth + 1)).collect();
            all.into_iter().collect::<Option<Vec<_>>>()
        };
        match written {
            document::EvidenceRule::None => {
                let finding = self.findings.at(Code::MisplacedKey, at, "`none` stands inside an evidence rule");
                self.findings.push(finding.help("write `none` alone, or leave it out"));
                None
            }
            document::EvidenceRule::Type { evidence_type, at_least } => {
                if *at_least == 0 {
                    let finding = self.findings.at(Code::ImpossibleCount, &at.key("at_least"), "asks for 0 documents");
                    self.findings.push(finding.help("write 1 or more, or `evidence: none`"));
                }
                let place = if self.findings.was_written(&at.key("type")) { at.key("type") } else { at.clone() };
                let evidence_type = self.evidence_type(evidence_type, &place)?;
                Some(EvidenceRule::Type { evidence_type, at_least: *at_least })
            }
            document::EvidenceRule::All(of) => {
                only(list(of, at.key("all"))?).map_or_else(|of| Some(EvidenceRule::All(of)), Some)
            }
            document::EvidenceRule::Any(of) => {
                only(list(of, at.key("any"))?).map_or_else(|of| Some(EvidenceRule::Any(of)), Some)
            }
        }
    }
}

/// The one rule of a list of one.
fn only(of: Vec<EvidenceRule>) -> Result<EvidenceRule, Vec<EvidenceRule>> {
    match <[EvidenceRule; 1]>::try_from(of) {
        Ok([one]) => Ok(one),
        Err(of) => Err(of),
    }
}
