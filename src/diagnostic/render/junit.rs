//! `JUnit` XML, which build servers show as tests.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::human::one;
use super::{Drawing, visible};
use crate::diagnostic::{Diagnostic, Severity};

/// One suite a file: an error is a failed case, a warning a case that passed with a note, and a file without
/// findings has one case that passed. `files` are all that were checked, by the names that findings use.
///
/// Findings without a file, or in one that is not among `files`, come in a suite of their own.
#[must_use]
pub fn junit<'a>(findings: impl IntoIterator<Item = &'a Diagnostic>, files: &[&str]) -> String {
    let mut suites: indexmap::IndexMap<&str, Vec<&Diagnostic>> = files.iter().map(|file| (*file, Vec::new())).collect();
    for finding in findings {
        suites.entry(finding.place.file().unwrap_or("(document)")).or_default().push(finding);
    }
    let mut report = Report::new(env!("CARGO_PKG_NAME"));
    for (file, findings) in suites {
        let mut suite = TestSuite::new(visible(file).into_owned());
        if findings.is_empty() {
            suite.add_test_case(TestCase::new("check", TestCaseStatus::success()));
        }
        suite.add_test_cases(findings.into_iter().map(case));
        report.add_test_suite(suite);
    }
    report.to_string().unwrap_or_default()
}

fn case(finding: &Diagnostic) -> TestCase {
    let name = match finding.place.line_column() {
        Some((line, column)) => format!("{} {line}:{column}", finding.code),
        None => format!("{} {}", finding.code, visible(&finding.place.to_string())),
    };
    match finding.severity {
        Severity::Error => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type(finding.code.name()).set_message(visible(&finding.message).into_owned());
            status.set_description(one(finding, Drawing::default()));
            TestCase::new(name, status)
        }
        Severity::Warning => {
            let mut case = TestCase::new(name, TestCaseStatus::success());
            case.set_system_out(one(finding, Drawing::default()));
            case
        }
    }
}
