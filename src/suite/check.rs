//! What can be known wrong with a suite before any case is judged: names, and dossiers that do not bind.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Surroundings;
use super::examine::{Rules, examine, prepare};
use super::expect::differences;
use super::plan::plan;
use super::report::DifferenceKind;
use crate::diagnostic::{Code, Diagnostic, Pointer, Problems};
use crate::id::suggest;
use crate::{SuiteDocument, assess};

/// All that is wrong with a suite, in the order in which it stands there; what it expects may still be untrue.
///
/// Its rule set is found and checked, every dossier is bound (save where a case expects findings), and every
/// name in `expect` must be one that an assessment by these rules can have.
#[must_use]
pub fn check(suite: &SuiteDocument, surroundings: &dyn Surroundings) -> Problems {
    let mut found = names(suite);
    let rules = Rules::of(suite, surroundings);
    let cases = prepare(suite, surroundings);
    if cases.is_empty() || cases.iter().any(|case| case.planned.diagnostics.is_none()) {
        found.extend(rules.findings.iter().cloned());
    }
    for prepared in &cases {
        let case = &prepared.planned;
        found.extend(case.nothing_expected());
        let examined = examine(prepared, &rules);
        if case.diagnostics.is_none() {
            found.extend(examined.findings);
        }
        let (Some(expected), Some(dossier)) = (&case.expect, examined.dossier) else { continue };
        let assessment = serde_json::to_value(assess(&dossier)).unwrap_or(Value::Null);
        let unknown = differences(expected, &assessment, &suite.origin)
            .into_iter()
            .filter(|difference| difference.kind == DifferenceKind::UnknownName);
        found.extend(unknown.map(|difference| {
            let message = format!("{} in `{}`", difference.expected, difference.parent());
            Diagnostic::new(Code::UnknownExpectation, difference.place, message).maybe_help(difference.help)
        }));
    }
    Problems::new(found)
}

/// What is wrong with the suite's shape and the names of its cases.
pub(super) fn names(suite: &SuiteDocument) -> Vec<Diagnostic> {
    let mut found = suite.origin.problems().to_vec();
    for (i, case) in suite.cases.iter().enumerate() {
        for (j, name) in case.diagnostics.iter().flatten().enumerate().filter(|(_, name)| name.parse::<Code>().is_err())
        {
            let at = Pointer::root().key("cases").index(i).key("diagnostics").index(j);
            let help = suggest(name, Code::ALL.iter().map(|code| code.name()), "codes");
            let message = format!("no finding is called `{}`", name.escape_debug());
            found.push(Diagnostic::new(Code::UnknownCode, suite.origin.place(&at), message).help(help));
        }
    }
    let mut first: BTreeMap<String, Pointer> = BTreeMap::new();
    for case in plan(suite) {
        let at = case.row_pointer.unwrap_or(case.pointer);
        if let Some(before) = first.get(&case.name) {
            let message = format!("two cases are called `{}`", case.name);
            let place = suite.origin.place(&at.key("name"));
            found.push(
                Diagnostic::new(Code::DuplicateId, place, message)
                    .related(suite.origin.place(&before.key("name")), "the first is here")
                    .help("give each a name of its own, by which a report can tell them apart"),
            );
        } else {
            first.insert(case.name, at);
        }
    }
    found
}
