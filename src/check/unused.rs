//! Facts, scales and evidence types that nothing reads.

use super::scope::Scope;
use crate::diagnostic::{Code, Pointer};
use crate::document::RuleDocument;

/// Warns of what is declared and not read.
pub(super) fn unused(scope: &Scope<'_>, document: &RuleDocument) {
    let facts =
        document.facts.keys().filter(|name| scope.fact_names.get(*name).is_some_and(|id| !scope.is_fact_read(*id)));
    let scales =
        document.scales.keys().filter(|name| scope.scale_names.get(*name).is_some_and(|id| !scope.is_scale_read(*id)));
    let evidence = document
        .evidence
        .keys()
        .filter(|name| scope.evidence_names.get(*name).is_some_and(|id| !scope.is_evidence_read(*id)));
    report(scope, Code::UnusedFact, "facts", "fact", facts);
    report(scope, Code::UnusedScale, "scales", "scale", scales);
    report(scope, Code::UnusedEvidenceType, "evidence", "evidence type", evidence);
}

fn report<'a>(scope: &Scope<'_>, code: Code, key: &str, what: &str, names: impl Iterator<Item = &'a String>) {
    for name in names {
        let at = Pointer::root().key(key).key(name);
        let finding = scope.findings.at_key(code, &at, format!("nothing reads the {what} `{name}`"));
        scope.findings.push(finding.help("take it out, or read it where that was meant"));
    }
}
