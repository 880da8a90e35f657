//! What an analysis tells of rule sets written by hand.
#![cfg(feature = "yaml")]

use predikat::RuleSet;
use predikat::analysis::{Claim, Options, Question, Report, Verdict, analyse};

fn report(text: &str) -> Report {
    let rules = RuleSet::from_yaml("rules.yaml", text).unwrap_or_else(|problems| panic!("{problems}"));
    analyse(&rules, &Options::default()).unwrap()
}

fn told(report: &Report, question: Question) -> Vec<String> {
    report.claims.iter().filter(|claim| claim.question == question).map(Claim::sentence).collect()
}

/// The findings of `check`, as codes.
fn codes(text: &str) -> Vec<String> {
    let document = predikat::RuleDocument::from_yaml("rules.yaml", text).unwrap();
    predikat::check::check(&document).findings.iter().map(|one| one.code.to_string()).collect()
}

#[test]
fn what_weighs_nothing_matters_where_it_keeps_a_group_from_being_empty() {
    // With l1 not applicable, l3 alone decides whether the group is empty: 6 of 6, or 0 by `when_empty`.
    let text = "
ruleset: emptied
edition: 1.0.0
scales: {s: {A: 1, C: 0, N: not_applicable}}
criteria:
  - id: g
    aggregate: deduct
    weight: 6
    floor: -10
    when_empty: not_met
    criteria: [{id: l1, weight: 1, answer: s}, {id: l3, weight: 0, answer: s}]
awards: [{id: w, requires: [{id: r1, score: total, at_least_percent: 50}]}]
";
    assert!(!codes(text).contains(&"idle-criterion".to_owned()), "{:?}", codes(text));
    let claims = report(text).claims;
    let matters = claims.iter().find(|claim| claim.question == Question::Matters && claim.about == "g.l3").unwrap();
    assert!(matches!(matters.verdict, Verdict::Proved { .. }), "{}", matters.sentence());
}

#[test]
fn a_penalty_out_of_nothing_matters() {
    let text = "
ruleset: disputes
edition: 1.0.0
facts:
  disputes: {type: integer, min: 0}
  debt: {type: decimal, min: 0}
  equity: {type: decimal, min: 0}
  ratio: {derive: {ratio: [debt, equity], when_zero: unknown}}
criteria:
  - {id: base, weight: 100, linear: {of: ratio, from: 3, to: 1}}
  - id: penalties
    aggregate: deduct
    weight: 0
    floor: -10
    criteria: [{id: disputes, weight: 5, met_when: {disputes: 0}}]
awards: [{id: ok, requires: [{id: t, score: total, at_least: 50}]}]
";
    assert!(codes(text).is_empty(), "{:?}", codes(text));
    let claims = report(text).claims;
    let of = |claim: &&Claim| claim.question == Question::Matters && claim.about == "penalties.disputes";
    let matters = claims.iter().find(of).unwrap();
    assert!(matches!(matters.verdict, Verdict::Proved { .. }), "{}", matters.sentence());
}

#[test]
fn a_budget_that_is_used_up_decides_nothing() {
    let text = "
ruleset: small
edition: 1.0.0
scales: {by_level: {lo: 0, mid: 0.4, hi: 1}}
facts: {level: {type: choice, of: [lo, mid, hi], ordered: true}}
criteria: [{id: a, fact: level, scale: by_level}]
awards: [{id: x, requires: [{id: t, score: total, at_least: 1}]}]
";
    let rules = RuleSet::from_yaml("rules.yaml", text).unwrap();
    let report = analyse(&rules, &Options { budget: 0, ..Options::default() }).unwrap();
    for claim in report.claims.iter().filter(|claim| claim.question == Question::CanBeReached) {
        assert!(matches!(claim.verdict, Verdict::NotDecided { .. }), "{}", claim.sentence());
    }
}

#[test]
fn a_cap_and_a_rounding_are_seen_to_matter() {
    let report = report(
        "
ruleset: r
edition: 1.0.0
scales: {yn: {yes: 1, half: 0.5, no: 0}}
criteria:
  - {id: g, cap: 1.5, criteria: [{id: a, answer: yn}, {id: b, answer: yn}]}
  - {id: h, cap: 9, criteria: [{id: c, answer: yn}]}
total: {round: {places: 0, mode: half_up}}
awards: [{id: x, requires: [{id: t, score: total, at_least: 2}]}]
",
    );
    assert_eq!(
        told(&report, Question::CapTakes),
        ["`g` can lose points to its cap", "`h` never loses points to its cap"]
    );
    assert_eq!(told(&report, Question::RoundingDecides), ["`x.t` can be decided by rounding"]);
}

#[test]
fn a_number_between_its_points_is_bounded() {
    let report = report(
        "
ruleset: r
edition: 1.0.0
facts: {x: {type: decimal, min: 0, max: 4}, y: {type: decimal, min: 0, max: 4}}
criteria:
  - {id: a, weight: 10, linear: {of: x, from: 0, to: 4}}
  - {id: b, weight: 10, linear: {of: y, from: 0, to: 4}}
awards:
  - id: both
    requires:
      - {id: a, score: a, at_least: 7}
      - {id: b, score: b, at_least: 6}
      - {id: sum, score: total, at_least: 13}
",
    );
    assert_eq!(
        told(&report, Question::FailsAlone),
        [
            "`both.a` can fail alone",
            "`both.b` can fail alone",
            "`both.sum` never fails alone: the other requirements imply it"
        ]
    );
}

#[test]
fn what_weighs_nothing_and_what_never_counts_is_told() {
    let report = report(
        "
ruleset: r
edition: 1.0.0
scales: {yn: {yes: 1, no: 0}}
facts: {n: {type: integer, min: 0, max: 9}}
criteria:
  - {id: a, answer: yn}
  - {id: idle, answer: yn, weight: 0}
  - {id: c, cases: [{when: {n: {at_least: 3}}, fraction: 1}, {when: {n: {at_least: 5}}, fraction: 0.5}]}
awards: [{id: x, requires: [{id: t, score: total, at_least: 2}, {id: n, when: {n: {above: 9}}}]}]
",
    );
    let remarkable: Vec<String> =
        report.claims.iter().filter(|claim| claim.is_remarkable()).map(Claim::sentence).collect();
    assert_eq!(
        remarkable,
        [
            "`x` cannot be reached",
            "`x` cannot be reached: no unit satisfies `n`",
            "`x.t` never fails alone: the other requirements imply it",
            "`idle` never matters: it weighs nothing and nothing compares it",
            "`x.n.when` never holds",
            "`c.cases.1` never counts: no unit comes to it",
        ]
    );
}

#[test]
fn overlaps_answers_and_evidence_are_told() {
    let report = report(
        "
ruleset: r
edition: 1.0.0
scales: {grade: {A: 1, B: 0.5, C: 0}}
evidence: {photo: {}, plan: {}}
facts: {n: {type: integer, min: 0, max: 9}, g: {type: choice, of: [A, C]}}
criteria:
  - {id: c, cases: [{when: {n: {at_least: 3}}, fraction: 1}, {when: {n: {at_least: 1}}, fraction: 0.5}]}
  - {id: d, fact: g, scale: grade, evidence: {any: [photo, {all: [photo, plan]}]}}
",
    );
    assert_eq!(told(&report, Question::CasesOverlap), ["`c.cases.1` can hold together with `c.cases.0`"]);
    assert_eq!(told(&report, Question::LeavesGap), ["`c` leaves a gap: `otherwise` can count"]);
    assert_eq!(
        told(&report, Question::AnswerMatters),
        ["`grade.A` can matter", "`grade.B` never matters: no unit can give it", "`grade.C` can matter"]
    );
    assert_eq!(
        told(&report, Question::EvidenceMatters),
        ["`photo` can matter", "`plan` never matters: it changes neither the total nor an award"]
    );
}

#[test]
fn requirements_that_contradict_each_other_are_told() {
    let report = report(
        "
ruleset: r
edition: 1.0.0
scales: {yn: {yes: 1, no: 0}}
facts: {kind: {type: choice, of: [city, village]}}
criteria: [{id: a, answer: yn}]
awards:
  - id: x
    requires:
      - {id: some, score: total, at_least: 1}
      - {id: city, when: {kind: city}}
      - {id: village, when: {kind: village}}
",
    );
    assert_eq!(told(&report, Question::HoldTogether), ["`x` cannot be reached: no unit satisfies `city, village`"]);
}
