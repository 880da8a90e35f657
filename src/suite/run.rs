//! Running the cases of a suite.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::Surroundings;
use super::examine::{Examined, Prepared, Rules, examine, prepare};
use super::expect::differences;
use super::plan::Planned;
use super::report::{CaseOutcome, CaseReport, Difference, DifferenceKind, SuiteReport};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Node;
use crate::{Assessment, SuiteDocument, assess};

/// Runs every case of a suite. A case that fails never keeps another from running.
///
/// What is wrong with the suite itself, or with its rule set, stands among the report's problems.
#[must_use]
pub fn run(suite: &SuiteDocument, surroundings: &dyn Surroundings) -> SuiteReport {
    let mut problems = super::check::names(suite);
    let rules = Rules::of(suite, surroundings);
    let prepared = prepare(suite, surroundings);
    if prepared.iter().any(|case| case.planned.diagnostics.is_none()) {
        problems.extend(rules.findings.iter().cloned());
    }
    let cases = prepared
        .into_iter()
        .map(|case| CaseReport { outcome: outcome(&case, &rules), name: case.planned.name, place: case.planned.place })
        .collect();
    SuiteReport { suite: suite.suite.clone(), problems, cases }
}

fn outcome(prepared: &Prepared<'_>, rules: &Rules) -> CaseOutcome {
    let Prepared { planned: case, suite, .. } = prepared;
    if let Some(problem) = case.nothing_expected() {
        return CaseOutcome::CouldNotRun(vec![problem]);
    }
    let Examined { findings, dossier } = examine(prepared, rules);
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

/// Whether the case passes, as [`outcome`] decides, without saying why not.
pub(super) fn passes(prepared: &Prepared<'_>, rules: &Rules) -> bool {
    let Prepared { planned: case, suite, .. } = prepared;
    if case.nothing_expected().is_some() {
        return false;
    }
    let Examined { findings, dossier } = examine(prepared, rules);
    if let Some(codes) = case.diagnostics {
        let all: Vec<&Diagnostic> = rules.findings.iter().chain(&findings).collect();
        if other_codes(case, codes, &all).is_some() {
            return false;
        }
    }
    match (&case.expect, dossier) {
        (Some(expected), Some(dossier)) => {
            differences(expected, &named_in(expected, &assess(&dossier)), &suite.origin).is_empty()
        }
        (expect, _) => expect.is_none(),
    }
}

/// The parts of an assessment, in its JSON form, that `expected` names at the top.
fn named_in(expected: &Node, assessment: &Assessment) -> Value {
    let json = |part: serde_json::Result<Value>| part.unwrap_or(Value::Null);
    let crate::document::Value::Map(entries) = &expected.value else { return json(serde_json::to_value(assessment)) };
    let mut named = Map::new();
    for entry in entries {
        let part = match entry.key.as_str() {
            "total" => serde_json::to_value(&assessment.total),
            "claimed" => serde_json::to_value(&assessment.claimed),
            "evidenced" => serde_json::to_value(&assessment.evidenced),
            "criteria" => serde_json::to_value(only(&assessment.criteria, &entry.value)),
            "measures" => serde_json::to_value(only(&assessment.measures, &entry.value)),
            "awards" => serde_json::to_value(only(&assessment.awards, &entry.value)),
            "highest" => serde_json::to_value(&assessment.highest),
            _ => return json(serde_json::to_value(assessment)),
        };
        named.insert(entry.key.clone(), json(part));
    }
    Value::Object(named)
}

/// Those of `all` that `expected` names.
fn only<'a, T>(all: &'a IndexMap<String, T>, expected: &Node) -> IndexMap<&'a str, &'a T> {
    all.iter().filter(|(name, _)| expected.entry(name).is_some()).map(|(name, one)| (name.as_str(), one)).collect()
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
