//! Where exceptions may never be: criteria and requirements that exist.

use std::collections::BTreeSet;

use super::criterion::Criteria;
use super::scope::Scope;
use crate::diagnostic::{Code, Pointer};
use crate::document::RuleDocument;

/// The targets of `never_on`, as written.
pub(super) fn never_on(document: &RuleDocument) -> BTreeSet<&str> {
    let policy = document.exceptions.as_ref();
    policy.and_then(|policy| policy.never_on.as_ref()).into_iter().flatten().map(String::as_str).collect()
}

/// Reports targets that do not exist.
pub(super) fn targets(scope: &Scope<'_>, document: &RuleDocument, criteria: &Criteria) {
    let requirements = requirement_targets(document);
    let written = document.exceptions.as_ref().and_then(|policy| policy.never_on.as_ref());
    for (i, target) in written.into_iter().flatten().enumerate() {
        if criteria.paths.contains_key(target) || requirements.contains(target) {
            continue;
        }
        let at = Pointer::root().key("exceptions").key("never_on").index(i);
        let known = criteria.paths.keys().chain(&requirements).map(String::as_str);
        let help = scope.findings.suggest(target, known, "criteria and requirements");
        let message = format!("no criterion or requirement is called `{}`", target.escape_debug());
        scope.findings.push(scope.findings.at(Code::UnknownTarget, &at, message).help(help));
    }
}

/// `AWARD.REQUIREMENT` of every requirement.
pub(super) fn requirement_targets(document: &RuleDocument) -> BTreeSet<String> {
    let of = |award: &crate::document::Award| {
        let all = award.all_requirements();
        all.map(|requirement| format!("{}.{}", award.id, requirement.id)).collect::<Vec<_>>()
    };
    document.awards.iter().flat_map(of).collect()
}
