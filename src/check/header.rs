//! What stands at the head of a rule set: its name, its edition, when it is in force.

use super::scope::Scope;
use crate::diagnostic::{Code, Pointer};
use crate::document::RuleDocument;
use crate::id;

/// Checks the head; the edition, where it is one.
pub(super) fn header(scope: &Scope<'_>, document: &RuleDocument) -> Option<semver::Version> {
    let root = Pointer::root();
    let findings = &scope.findings;
    if !id::is_name(&document.ruleset) {
        let message = match document.ruleset.as_str() {
            "" => "the rule set has no name".to_owned(),
            name => format!("`{}` is not a name", name.chars().take(70).collect::<String>().escape_debug()),
        };
        let finding = findings.at(Code::BadId, &root.key("ruleset"), message);
        let help = "a name starts with a small letter and has small letters, digits, `_` and `-`, at most 64 in all";
        if document.ruleset.is_empty() {
            unless_reported(scope, finding.help(help));
        } else {
            findings.push(finding.help(help));
        }
    }
    if let Some(extends) = &document.extends {
        let message = format!("`{}` has not been looked up", extends.ruleset);
        let finding = findings.at(Code::UnresolvedExtends, &root.key("extends"), message);
        findings.push(finding.help("check the rule set with a resolver that knows the rule sets it extends"));
    }
    if document.extends.is_none() {
        for (key, given) in [("override", !document.overrides.is_empty()), ("remove", document.remove.is_some())] {
            if given {
                let message = format!("`{key}` changes another rule set, and this one extends none");
                let finding = findings.at_key(Code::BrokenExtends, &root.key(key), message);
                findings.push(finding.help("name the rule set to start from: `extends: {ruleset: ...}`"));
            }
        }
    }
    if let Some(effective) = &document.effective
        && let (Some(from), Some(until)) = (effective.from, effective.until)
        && from >= until
    {
        let at = root.key("effective");
        let message = format!("the edition is in force from {from} until {until}: never");
        let finding = findings.at(Code::EmptyPeriod, &at.key("until"), message);
        findings.push(finding.help("`until` is the first day on which it is no longer in force: later than `from`"));
    }
    scope.rounding(document.display.as_ref(), &root.key("display"));
    edition(scope, &document.edition)
}

fn edition(scope: &Scope<'_>, text: &str) -> Option<semver::Version> {
    if let Ok(edition) = text.parse() {
        return Some(edition);
    }
    let message = match text {
        "" => "the rule set has no edition".to_owned(),
        _ => format!("`{}` is not an edition", text.escape_debug()),
    };
    let finding = scope.findings.at(Code::BadEdition, &Pointer::root().key("edition"), message);
    let finding = finding.help("write a semantic version: three whole numbers, such as `1.0.0`");
    if text.is_empty() {
        unless_reported(scope, finding);
    } else {
        scope.findings.push(finding);
    }
    None
}

/// Reports that a key of the document itself is missing, unless reading did.
fn unless_reported(scope: &Scope<'_>, finding: crate::diagnostic::Diagnostic) {
    let key = finding.place.pointer.as_str().trim_start_matches('/').to_owned();
    if !scope.findings.was_reported(Code::MissingKey, &key) {
        scope.findings.push(finding);
    }
}
