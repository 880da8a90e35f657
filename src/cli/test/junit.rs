//! What came of suites, for build servers: one test suite a file, one test case a case.

use predikat::diagnostic::render::{legible, visible};
use predikat::diagnostic::{Diagnostic, Severity};
use predikat::suite::{CaseOutcome, SuiteReport};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::Ran;
use super::measure::{self, Measured};
use crate::exit::Failure;

pub(super) fn render(ran: &[Ran], measured: &Measured) -> Result<String, Failure> {
    let mut report = Report::new("predikat");
    for Ran { file, report: one, .. } in ran {
        let mut suite = TestSuite::new(visible(file).into_owned());
        suite.add_test_cases(cases(one));
        report.add_test_suite(suite);
    }
    let of_rules = measures(measured);
    if !of_rules.is_empty() {
        let mut suite = TestSuite::new("how well the rule sets are tested");
        suite.add_test_cases(of_rules);
        report.add_test_suite(suite);
    }
    report.to_string().map_err(|error| Failure::Output(std::io::Error::other(error)))
}

fn cases(report: &SuiteReport) -> Vec<TestCase> {
    let errors = report.problems.iter().filter(|problem| problem.severity == Severity::Error);
    let problems = errors.map(|problem| {
        let status = not_well(NonSuccessKind::Error, problem.code.name(), &problem.message, &problem.to_string());
        test_case(&problem.place.to_string(), &report.suite, status)
    });
    let cases = report.cases.iter().map(|case| {
        let status = match &case.outcome {
            CaseOutcome::Passed => TestCaseStatus::success(),
            CaseOutcome::Failed(differences) => {
                let first = differences.first().map(ToString::to_string).unwrap_or_default();
                not_well(NonSuccessKind::Failure, "failed", &first, &lines(differences))
            }
            CaseOutcome::CouldNotRun(problems) => {
                let first = problems.first().map_or("the rule set is refused", |problem: &Diagnostic| &problem.message);
                not_well(NonSuccessKind::Error, "could-not-run", first, &lines(problems))
            }
        };
        test_case(&case.name, &report.suite, status)
    });
    problems.chain(cases).collect()
}

/// One case a rule set and one a file of rules, which fail where less is reached than was asked for.
fn measures(measured: &Measured) -> Vec<TestCase> {
    let status = |enough: bool, description: String| {
        if enough {
            TestCaseStatus::success()
        } else {
            not_well(NonSuccessKind::Failure, "not-enough", "less than was asked for", &description)
        }
    };
    let coverage = measured.coverage.iter().map(|one| {
        test_case(&format!("{} {}", one.id, one.edition), "coverage", status(measured.covers(one), one.to_string()))
    });
    let mutants = measured.mutants.iter().map(|one| {
        let status = status(measured.notices(one), measure::mutation(one));
        test_case(measure::name_of(one), "mutants", status)
    });
    coverage.chain(mutants).collect()
}

fn test_case(name: &str, suite: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(visible(name).into_owned(), status);
    case.set_classname(visible(suite).into_owned());
    case
}

fn not_well(kind: NonSuccessKind, what: &str, message: &str, description: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_type(what).set_message(visible(message).into_owned()).set_description(legible(description).into_owned());
    status
}

fn lines<T: ToString>(items: &[T]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
