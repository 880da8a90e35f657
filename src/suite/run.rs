//! Running the cases of a suite.

use serde_json::Value;

use super::Surroundings;
use super::examine::{Examined, Rules, examine};
use super::expect::differences;
use super::plan::{Planned, plan};
use super::report::{CaseOutcome, CaseReport, Difference, DifferenceKind, SuiteReport};
use crate::diagnostic::{Diagnostic, Severity};
use crate::{SuiteDocument, assess};

/// Runs every case of a suite. A case that fails never keeps another from running.
///
/// What is wrong with the suite itself, or with its rule set, stands among the report's problems.
#[must_use]
pub fn run(suite: &SuiteDocument, surroundings: &dyn Surroundings) -> SuiteReport {
    let mut problems = super::check::names(suite);
    let rules = Rules::of(suite, surroundings);
    let planned = plan(suite);
    if planned.iter().any(|case| case.diagnostics.is_none()) {
        problems.extend(rules.findings.iter().cloned());
    }
    let cases = planned
        .into_iter()
        .map(|case| CaseReport {
            outcome: outcome(&case, suite, &rules, surroundings),
            name: case.name,
            place: case.place,
        })
        .collect();
    SuiteReport { suite: suite.suite.clone(), problems, cases }
}

fn outcome(case: &Planned<'_>, suite: &SuiteDocument, rules: &Rules, surroundings: &dyn Surroundings) -> CaseOutcome {
    if let Some(problem) = case.nothing_expected() {
        return CaseOutcome::CouldNotRun(vec![problem]);
    }
    let Examined { findings, dossier } = examine(case, suite, rules, surroundings);
    let mut found = Vec::new();
    if let Some(codes) = case.diagnostics {
        let all: Vec<&Diagnostic> = rules.findings.iter().chain(&findings).collect();
        found.extend(other_codes(case, codes, &all));
    }
    match (&case.expect, dossier) {
        (Some(expected), Some(dossier)) => {
            let assessment = serde_json::to_value(assess(&dossier)).unwrap_or(Value::Null);
            found.extend(differences(expected, &assessment, &suite.origin));
        }
        (Some(_), None) if found.is_empty() => {
            let errors = findings.into_iter().filter(|finding| finding.severity == Severity::Error);
            return CaseOutcome::CouldNotRun(errors.collect());
        }
        _ => {}
    }
    if found.is_empty() { CaseOutcome::Passed } else { CaseOutcome::Failed(found) }
}

/// The difference between the codes expected and those found, where there is one.
fn other_codes(case: &Planned<'_>, expected: &[String], found: &[&Diagnostic]) -> Option<Difference> {
    if expected.iter().map(String::as_str).eq(found.iter().map(|finding| finding.code.name())) {
        return None;
    }
    let list = |codes: Vec<&str>| if codes.is_empty() { "no findings".to_owned() } else { codes.join(", ") };
    let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
    Some(Difference {
        at: "diagnostics".to_owned(),
        kind: DifferenceKind::Findings,
        expected: list(expected.iter().map(String::as_str).collect()),
        found: Some(list(found.iter().map(|finding| finding.code.name()).collect())),
        help: (!lines.is_empty()).then(|| format!("found: {}", lines.join("; "))),
        place: case.place.clone(),
    })
}
