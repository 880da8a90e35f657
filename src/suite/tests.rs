//! The runner over whole suites.

use super::{CaseOutcome, DifferenceKind, SuiteReport, Texts, check, run};
use crate::{DossierDocument, SuiteDocument};

const RULES: &str = "
rules:
  ruleset: desk
  edition: 1.0.0
  facts:
    papers: {type: integer, min: 0, max: 9}
    plant: {type: boolean}
  criteria:
    - {id: clear, weight: 2, linear: {of: papers, from: 9, to: 0}}
    - {id: green, met_when: {plant: true}}
  awards:
    - id: tidy
      requires:
        - {id: total, score: total, at_least: 2}
        - {id: plant, when: {plant: true}}
";

fn suite(cases: &str) -> SuiteDocument {
    SuiteDocument::from_yaml("desk.suite.yaml", &format!("suite: desk{RULES}cases:\n{cases}")).unwrap()
}

fn ran(cases: &str) -> SuiteReport {
    run(&suite(cases), &Texts::new())
}

/// The paths and kinds of the differences of the only case.
fn differences(expect: &str) -> Vec<(String, DifferenceKind)> {
    let case =
        format!("  - {{name: one, given: {{as_of: 2024-01-01, facts: {{papers: 3, plant: true}}}}, expect: {expect}}}");
    let report = ran(&case);
    assert_eq!(report.problems, [], "{report}");
    match report.cases.into_iter().next().unwrap().outcome {
        CaseOutcome::Passed => Vec::new(),
        CaseOutcome::Failed(found) => found.into_iter().map(|one| (one.at, one.kind)).collect(),
        CaseOutcome::CouldNotRun(problems) => panic!("{problems:?}"),
    }
}

#[test]
fn what_is_named_must_be_equal_and_the_rest_is_free() {
    for equal in [
        "{}",
        "{highest: tidy}",
        "{total: {low: 7/3, high: \"7/3\", tight: true}, unit: unit}",
        "{criteria: {clear: {of: 2.0, low: 4/3, status: partly_met}}}",
        "{criteria: {green: {of: {low: 1, high: 1}, contribution: 1}}}",
        "{awards: {tidy: {requirements: [{id: plant, outcome: holds}], held: false, bars: []}}}",
        "{awards: {tidy: {requirements: [{id: total, margin: 1/3}]}}}",
        "{exceptions: [], refused: [], round: null, criteria: {clear: {answered_by: null}}}",
        "{criteria: {clear: {reads: {papers: 3}}}}",
    ] {
        assert_eq!(differences(equal), [], "{equal}");
    }
    for (expect, at) in [
        ("{highest: null}", "highest"),
        ("{highest: tidier}", "highest"),
        ("{total: {low: 2.33}}", "total.low"),
        ("{total: {scored: false}}", "total.scored"),
        ("{total: 2}", "total"),
        ("{insisted: true}", "insisted"),
        ("{round: kanwil}", "round"),
        ("{exceptions: [{on: clear}]}", "exceptions"),
        ("{criteria: {clear: {status: met}}}", "criteria.clear.status"),
        ("{awards: {tidy: {requirements: [{id: plant, waived: true}]}}}", "awards.tidy.requirements[plant].waived"),
        ("{awards: {tidy: {undecided_by: [plant]}}}", "awards.tidy.undecided_by"),
        ("{unit: {name: unit}}", "unit"),
        ("{criteria: []}", "criteria"),
        ("{criteria: {clear: {evidence: {satisfied: true}}}}", "criteria.clear.evidence"),
    ] {
        assert_eq!(differences(expect), [(at.to_owned(), DifferenceKind::Value)], "{expect}");
    }
}

#[test]
fn a_name_that_cannot_be_is_never_free() {
    for (expect, at) in [
        ("{higest: tidy}", "higest"),
        ("{higest: null}", "higest"),
        ("{criteria: {cleer: null}}", "criteria.cleer"),
        ("{criteria: {clear: {staus: null}}}", "criteria.clear.staus"),
        ("{criteria: {clear: {reads: {paper: null}}}}", "criteria.clear.reads.paper"),
        ("{criteria: {clear: {evidence: {satisfyed: true}}}}", "criteria.clear.evidence.satisfyed"),
        ("{measures: {area: null}}", "measures.area"),
        ("{awards: {tidy: {requirements: [{id: totl}]}}}", "awards.tidy.requirements[totl]"),
    ] {
        assert_eq!(differences(expect), [(at.to_owned(), DifferenceKind::UnknownName)], "{expect}");
    }
}

#[test]
fn a_difference_says_where_it_stands_and_what_was_meant() {
    let report =
        ran("  - name: one\n    given: {as_of: 2024-01-01}\n    expect:\n      awards: {tidi: {outcome: eligible}}");
    let CaseOutcome::Failed(found) = &report.cases[0].outcome else { panic!("{report}") };
    let place = &found[0].place;
    assert_eq!((place.file(), place.line_column()), (Some("desk.suite.yaml"), Some((20, 16))));
    assert_eq!(found[0].help.as_deref(), Some("did you mean `tidy`?"));
}

#[test]
fn rows_lay_facts_and_expectations_over_their_case() {
    let report = ran("
  - name: base
    given: {as_of: 2024-01-01, facts: {papers: 0, plant: true}}
    expect: {total: {low: 3, tight: true}, awards: {tidy: {requirements: [{id: total, outcome: holds}]}}}
    with:
      - {name: heaped, facts: {papers: 9}, expect: {total: {low: 1}, awards: {tidy: {requirements: [{id: total, outcome: fails}]}}}}
      - {facts: {papers: null}, expect: {total: {low: 1, high: 3}, awards: {tidy: {requirements: [{id: total, outcome: open}, {id: plant, outcome: holds}]}}}}
      - {name: wrong, as_of: 2025-01-01, facts: {papers: 1}, expect: {as_of: 2025-01-01}}
");
    let names: Vec<&str> = report.cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names, ["base", "base / heaped", "base / 2", "base / wrong"]);
    let failed: Vec<&str> =
        report.cases.iter().filter(|case| case.outcome != CaseOutcome::Passed).map(|case| case.name.as_str()).collect();
    assert_eq!(failed, ["base / wrong"], "{report}");
    assert_eq!(report.to_string().lines().nth(1), Some("  total.low: expected `3`, found `25/9`"));
}

#[test]
fn findings_are_compared_by_their_codes() {
    let given = "given: {as_of: 2024-01-01, facts: {papers: 10, plnt: true}}";
    let report = ran(&format!("  - {{name: a, {given}, diagnostics: [out-of-range, unknown-fact]}}"));
    assert!(report.passed(), "{report}");
    let report = ran(&format!("  - {{name: a, {given}, diagnostics: [unknown-fact]}}"));
    let CaseOutcome::Failed(found) = &report.cases[0].outcome else { panic!("{report}") };
    assert_eq!(found[0].kind, DifferenceKind::Findings);
    let report = ran(&format!("  - {{name: a, {given}, expect: {{}}}}"));
    let CaseOutcome::CouldNotRun(found) = &report.cases[0].outcome else { panic!("{report}") };
    assert_eq!(found.len(), 2);
}

#[test]
fn a_suite_that_tests_nothing_does_not_pass() {
    for cases in [
        "  - {name: nothing, given: {as_of: 2024-01-01}}",
        "  - {name: nothing, expect: {}}",
        "  - {name: nothing, given: elsewhere.yaml, expect: {}}",
        "  - {name: nothing, given: {as_of: 2024-01-01}, expects: {}}",
        "  - {name: row, given: {as_of: 2024-01-01}, with: [{facts: {papers: 2}}]}",
        "  - {name: row, given: {as_of: 2024-01-01}, with: [{facts: {pepers: null}, expect: {}}]}",
        "  - {name: a, given: {as_of: 2024-01-01}, expect: {}}\n  - {name: a, given: {as_of: 2024-01-01}, expect: {}}",
    ] {
        assert!(!ran(cases).passed(), "{cases}");
    }
    let lost = SuiteDocument::from_yaml("s", "suite: lost\ncases: [{name: a, given: {}, expect: {}}]").unwrap();
    let report = run(&lost, &Texts::new());
    assert!(!report.passed());
    assert_eq!(report.problems[0].code.name(), "unknown-rule-set");
}

#[test]
fn checking_a_suite_finds_names_and_dossiers_without_judging_what_it_expects() {
    let codes = |cases: &str| -> Vec<&str> {
        check(&suite(cases), &Texts::new()).iter().map(|finding| finding.code.name()).collect()
    };
    assert_eq!(codes("  - {name: a, given: {as_of: 2024-01-01}, expect: {highest: tidy}}"), [""; 0]);
    assert_eq!(
        codes("  - {name: a, given: {as_of: 2024-01-01}, expect: {higest: tidy, awards: {tidi: {}}}}"),
        ["unknown-expectation", "unknown-expectation"]
    );
    assert_eq!(codes("  - {name: a, given: {as_of: 2024-01-01, facts: {paprs: 1}}, expect: {}}"), ["unknown-fact"]);
    assert_eq!(codes("  - {name: a, given: {as_of: 2024-01-01}}"), ["no-expectation"]);
    assert_eq!(codes("  - {name: a, given: b.yaml, expect: {}}"), ["given-not-found"]);
}

#[test]
fn a_finding_on_a_fact_of_a_row_stands_at_the_row() {
    let report = ran("
  - name: base
    given: {as_of: 2024-01-01}
    with:
      - {facts: {papers: 99}, expect: {}}
");
    let CaseOutcome::CouldNotRun(found) = &report.cases[0].outcome else { panic!("{report}") };
    assert_eq!(found[0].place.line_column(), Some((21, 26)), "{}", found[0]);
}

#[test]
fn a_dossier_may_stand_in_a_file() {
    let dossier = DossierDocument::from_yaml("a.yaml", "unit: a\nas_of: 2024-01-01\nfacts: {plant: true}").unwrap();
    let suite = suite("  - {name: a, given: a.yaml, expect: {unit: a, criteria: {green: {status: met}}}}");
    let report = run(&suite, &Texts::new().with_dossier("a.yaml", dossier));
    assert!(report.passed(), "{report}");
}
