//! A suite as one line of a `cargo test`.

use super::{Surroundings, run};
use crate::SuiteDocument;

/// Runs the suite in `text` (YAML) and fails the test unless every case passes, with all that is not so.
///
/// ```
/// use predikat::RuleDocument;
/// use predikat::suite::{Texts, assert_passes};
///
/// let rules = "
/// ruleset: tidy-desk
/// edition: 1.0.0
/// facts: {papers: {type: integer, min: 0}}
/// criteria: [{id: clear, met_when: {papers: {at_most: 3}}}]
/// awards: [{id: tidy, requires: [{id: total, score: total, at_least: 1}]}]
/// ";
/// let suite = "
/// suite: tidy-desk
/// cases:
///   - {name: clear, given: {as_of: 2024-01-01, facts: {papers: 3}}, expect: {highest: tidy}}
///   - {name: heaped, given: {as_of: 2024-01-01, facts: {papers: 4}}, expect: {highest: null, total: {low: 0}}}
/// ";
/// assert_passes(suite, &Texts::new().with_rules(RuleDocument::from_yaml("rules.yaml", rules)?));
/// # Ok::<(), predikat::Problems>(())
/// ```
///
/// # Panics
/// When the text is not YAML, a case does not pass, or there is none.
#[track_caller]
#[allow(clippy::panic)] // an assertion of tests: failing is its work
pub fn assert_passes(text: &str, surroundings: &dyn Surroundings) {
    let suite = match SuiteDocument::from_yaml("suite", text) {
        Ok(suite) => suite,
        Err(problems) => panic!("the suite cannot be read\n{problems}"),
    };
    let report = run(&suite, surroundings);
    assert!(!report.cases.is_empty(), "suite `{}` has no cases", report.suite);
    assert!(report.passed(), "{report}");
}
