//! What came of suites, for programs.

use predikat::diagnostic::{Diagnostic, Place, render};
use predikat::suite::mutants::{Mutant, Mutation};
use predikat::suite::{CaseOutcome, CaseReport, FORMAT};
use serde_json::{Value, json};

use super::measure::{Covered, Measured};
use super::{Ran, total};

/// One object, indented. Findings are as `check --format json` has them.
pub(super) fn render(ran: &[Ran], measured: &Measured) -> String {
    let counts = total(ran);
    let suites: Vec<Value> = ran
        .iter()
        .map(|Ran { file, report, .. }| {
            json!({
                "suite": report.suite,
                "file": file,
                "passed": report.passed(),
                "problems": findings(&report.problems),
                "cases": report.cases.iter().map(case).collect::<Vec<_>>(),
            })
        })
        .collect();
    let report = json!({
        "predikat": FORMAT,
        "passed": counts.passed,
        "failed": counts.failed,
        "could_not_run": counts.could_not_run,
        "suites": suites,
        "coverage": measured.coverage.iter().map(coverage).collect::<Vec<_>>(),
        "mutants": measured.mutants.iter().map(mutation).collect::<Vec<_>>(),
    });
    format!("{report:#}\n")
}

/// What the cases exercise of one rule set.
fn coverage(covered: &Covered) -> Value {
    let all = covered.coverage.places.iter();
    let places = all.map(|one| {
        let at = place(&one.place);
        json!({ "what": one.what, "of": one.of, "words": one.words, "covered": one.covered, "at": at })
    });
    json!({
        "ruleset": covered.id,
        "edition": covered.edition,
        "cases": covered.cases,
        "covered": covered.coverage.covered(),
        "percent": covered.coverage.percent(),
        "places": places.collect::<Vec<_>>(),
    })
}

/// What became of the mutants of one file.
fn mutation(mutation: &Mutation) -> Value {
    let survived = |mutant: &Mutant| json!({ "kind": mutant.kind, "of": mutant.at, "change": mutant.change, "at": place(&mutant.place) });
    json!({
        "file": mutation.file,
        "noticed": mutation.noticed,
        "refused": mutation.refused,
        "same": mutation.same,
        "percent": mutation.percent(),
        "survived": mutation.survived.iter().map(survived).collect::<Vec<_>>(),
    })
}

fn case(case: &CaseReport) -> Value {
    let mut object = json!({ "name": case.name, "at": place(&case.place) });
    let more = match &case.outcome {
        CaseOutcome::Passed => json!({ "outcome": "passed" }),
        CaseOutcome::CouldNotRun(problems) => json!({ "outcome": "could_not_run", "problems": findings(problems) }),
        CaseOutcome::Failed(differences) => {
            let differences: Vec<Value> = differences
                .iter()
                .map(|difference| {
                    json!({
                        "path": difference.at,
                        "kind": difference.kind,
                        "expected": difference.expected,
                        "found": difference.found,
                        "help": difference.help,
                        "at": place(&difference.place),
                    })
                })
                .collect();
            json!({ "outcome": "failed", "differences": differences })
        }
    };
    if let (Some(object), Value::Object(more)) = (object.as_object_mut(), more) {
        object.extend(more);
    }
    object
}

fn place(place: &Place) -> Value {
    let (line, column) = place.line_column().unzip();
    json!({ "file": place.file(), "line": line, "column": column, "pointer": place.pointer.as_str() })
}

fn findings(problems: &[Diagnostic]) -> Value {
    let report: Value = serde_json::from_str(&render::json(problems)).unwrap_or_default();
    report.get("findings").cloned().unwrap_or_default()
}
