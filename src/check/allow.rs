//! Warnings that a file accepts, each with its reason.

use std::cell::Cell;
use std::collections::BTreeSet;

use super::criterion::Criteria;
use super::findings::is_within;
use super::outline::Outline;
use super::scope::Scope;
use super::target::requirement_targets;
use crate::diagnostic::{Code, Pointer, Severity};
use crate::document::{Allow, RuleDocument};
use crate::rule_set::arena::ArenaId;

/// The warnings that `check` itself gives; others come when a dossier is bound.
const OWN: [Code; 9] = [
    Code::SkippedAnswers,
    Code::LoweredCount,
    Code::NothingCounts,
    Code::IgnoredWeights,
    Code::SatisfiedByNothing,
    Code::UnusedFact,
    Code::UnusedScale,
    Code::UnusedEvidenceType,
    Code::NeedlessAllow,
];

/// Takes the accepted warnings away, and reports entries that are wrong or accept nothing.
pub(super) fn allows(
    scope: &Scope<'_>,
    document: &RuleDocument,
    outline: &Outline<'_>,
    criteria: &Criteria,
    sound: bool,
) {
    let requirements = requirement_targets(document);
    for (i, entry) in document.allow.iter().flatten().enumerate() {
        let at = Pointer::root().key("allow").index(i);
        if entry.reason.trim().is_empty() {
            let finding = scope.findings.at(Code::MissingKey, &at, "the entry gives no reason");
            scope.findings.push_absence(finding.help("add `reason:`: why the finding is accepted"));
        }
        let within = subject(scope, document, outline, criteria, &requirements, entry, &at);
        let Some(code) = code(scope, entry, &at.key("code")) else { continue };
        let Some(within) = within else { continue };
        let hit = Cell::new(false);
        scope.findings.retain(|finding| {
            let accepted = finding.code == code
                && finding.severity == Severity::Warning
                && within.iter().any(|subject| is_within(&finding.place.pointer, subject));
            hit.set(hit.get() || accepted);
            !accepted
        });
        if sound && !hit.get() && OWN.contains(&code) {
            let finding = scope.findings.at(Code::NeedlessAllow, &at, format!("there is no `{code}` to accept here"));
            scope.findings.push(finding.help("take the entry out"));
        }
    }
}

fn code(scope: &Scope<'_>, entry: &Allow, at: &Pointer) -> Option<Code> {
    match entry.code.parse::<Code>() {
        Ok(code) if code.severity() == Severity::Warning => Some(code),
        Ok(code) => {
            let finding =
                scope.findings.at(Code::UnknownCode, at, format!("`{code}` is an error, which nothing accepts"));
            scope.findings.push(finding.help("mend what it finds; only warnings can be accepted"));
            None
        }
        Err(_) if entry.code.is_empty() => None,
        Err(_) => {
            let warnings = Code::ALL.iter().filter(|code| code.severity() == Severity::Warning);
            let help = scope.findings.suggest(&entry.code, warnings.map(|code| code.name()), "warnings");
            let message = format!("no finding is called `{}`", entry.code.escape_debug());
            scope.findings.push(scope.findings.at(Code::UnknownCode, at, message).help(help));
            None
        }
    }
}

/// The parts of the document to which the entry is confined: the whole where it names none.
fn subject(
    scope: &Scope<'_>,
    document: &RuleDocument,
    outline: &Outline<'_>,
    criteria: &Criteria,
    requirements: &BTreeSet<String>,
    entry: &Allow,
    at: &Pointer,
) -> Option<Vec<Pointer>> {
    let root = Pointer::root();
    let Some(name) = entry.at.as_deref() else { return Some(vec![root]) };
    if name == "total" {
        return Some(vec![root.key("total")]);
    }
    let mut found = Vec::new();
    if let Some(item) = criteria.paths.get(name).and_then(|id| outline.items.get(id.index())) {
        found.push(item.at.clone());
    }
    let holds = |key: &str, name: &str| match key {
        "facts" => document.facts.contains_key(name),
        "scales" => document.scales.contains_key(name),
        "evidence" => document.evidence.contains_key(name),
        _ => document.measures.contains_key(name),
    };
    for key in ["facts", "scales", "evidence", "measures"] {
        let short = name.strip_prefix(key).and_then(|rest| rest.strip_prefix('.'));
        let meant = short.or((key == "facts" || key == "measures").then_some(name));
        if let Some(one) = meant.filter(|one| holds(key, one)) {
            found.push(root.key(key).key(one));
        }
    }
    let award = name.split('.').next().unwrap_or_default();
    if let Some(i) = document.awards.iter().position(|one| one.id == award)
        && (award == name || requirements.contains(name))
    {
        found.push(root.key("awards").index(i));
    }
    if found.is_empty() {
        let known = criteria.paths.keys().chain(document.facts.keys()).map(String::as_str);
        let help = scope.findings.suggest(name, known, "criteria and facts");
        let message = format!("nothing is called `{}`", name.escape_debug());
        scope.findings.push(scope.findings.at(Code::UnknownTarget, &at.key("at"), message).help(help));
        return None;
    }
    Some(found)
}
