//! How deep things may be nested, whatever they were read from.

use super::scope::Scope;
use crate::diagnostic::{Code, Pointer};

/// The greatest depth of criteria, conditions and evidence rules, each.
pub(super) const DEEPEST: usize = 64;

/// Whether something may be nested so deep; if not, that is reported at `at`.
pub(super) fn allows(depth: usize, at: &Pointer, scope: &Scope<'_>) -> bool {
    if depth < DEEPEST {
        return true;
    }
    let finding = scope.findings.at(Code::TooLarge, at, format!("nested more than {DEEPEST} deep"));
    scope.findings.push(finding.help("split it up: name an intermediate result with a derived fact or a group"));
    false
}
