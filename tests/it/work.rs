//! Work that grows with what is written, and no faster: long chains, what many read, large numbers.
#![cfg(feature = "yaml")]

use std::cell::Cell;
use std::fmt::Write as _;
use std::ops::ControlFlow;

use predikat::analysis::{self, Options, Progress, Question, Verdict, analyse};
use predikat::dossier::BindOptions;
use predikat::plan::{Actions, PlanOptions, plan};
use predikat::report::{self, Explanation, Page};
use predikat::{Dossier, DossierDocument, RuleDocument, RuleSet, assess};

/// Facts each of which is the one before it and `plus`.
fn chain(length: usize, plus: &dyn Fn(usize) -> String) -> String {
    let mut text = "ruleset: x\nedition: 1.0.0\nlanguage: en\nfacts:\n  f0: {type: integer}\n".to_owned();
    for i in 0..length {
        writeln!(text, "  f{}: {{derive: {{sum: [f{i}, {}]}}}}", i + 1, plus(i)).unwrap();
    }
    text + &format!("criteria: [{{id: c, linear: {{of: f{length}, from: 0, to: 20000}}}}]\n")
        + "awards: [{id: a, requires: [{id: t, score: total, at_least: 1}]}]\n"
}

fn awards(length: usize) -> String {
    let mut text =
        "ruleset: x\nedition: 1.0.0\nfacts: {b: {type: boolean}}\ncriteria: [{id: c, met_when: {b: true}}]\n\
        awards:\n  - {id: w0, requires: [{id: t, score: total, at_least: 1}]}\n"
            .to_owned();
    for i in 0..length {
        writeln!(text, "  - {{id: w{}, requires: [{{id: t, award: w{i}, eligible: true}}]}}", i + 1).unwrap();
    }
    text
}

fn rules(text: &str) -> RuleSet {
    RuleSet::from_yaml("rules.yaml", text).unwrap_or_else(|problems| panic!("{problems}"))
}

fn empty(rules: &RuleSet) -> Dossier {
    let unit = DossierDocument::from_yaml("unit.yaml", "{unit: u, as_of: 2024-06-01}").unwrap();
    rules.bind(&unit, &BindOptions::new()).unwrap()
}

fn statements(explanation: &Explanation) -> usize {
    1 + explanation.because.iter().map(statements).sum::<usize>()
}

fn depth(explanation: &Explanation) -> usize {
    1 + explanation.because.iter().map(depth).max().unwrap_or(0)
}

/// On a stack of 2 MB, which a thread has.
fn in_a_thread(run: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(2 << 20).spawn(run).unwrap().join().unwrap();
}

#[test]
fn a_long_chain_of_facts_is_followed_everywhere() {
    in_a_thread(|| {
        let text = chain(2000, &|_| "1".to_owned());
        let rules = rules(&text);
        let dossier = empty(&rules);
        let assessment = assess(&dossier);
        assert_eq!(assessment.awards["a"].undecided_by, ["f0"]);
        let explanation = report::explain(&dossier, &assessment);
        assert!(depth(&explanation) < 40, "{}", depth(&explanation));
        assert!(report::draw(&rules, &explanation, Page::default()).contains("f1999: "));
        assert!(analyse(&rules, &Options { work_limit: 30, ..Options::default() }).is_ok());
        let document = RuleDocument::from_yaml("rules.yaml", &text).unwrap();
        let findings = analysis::findings(&document, &rules, &Options { work_limit: 30, ..Options::default() });
        assert_eq!(findings.len(), 0, "{findings}");
    });
}

#[test]
fn a_long_chain_of_awards_is_followed_everywhere() {
    in_a_thread(|| {
        let rules = rules(&awards(500));
        let dossier = empty(&rules);
        let assessment = assess(&dossier);
        assert_eq!(assessment.awards["w500"].undecided_by, ["b"]);
        assert!(analyse(&rules, &Options { work_limit: 30, ..Options::default() }).is_ok());
        let actions = Actions::answers(&dossier);
        let planning = plan(&dossier, &actions, &PlanOptions::new("w500")).unwrap();
        assert_eq!(planning.plans.len(), 1);
    });
}

#[test]
fn what_is_read_twice_at_every_step_is_told_once() {
    let rules = rules(&chain(28, &|i| format!("f{i}")));
    let dossier = empty(&rules);
    let assessment = assess(&dossier);
    assert_eq!(assessment.awards["a"].undecided_by, ["f0"]);
    // Each of the 28 with its two parts, and what is told of the unit, the total and the criterion.
    let statements = statements(&report::explain(&dossier, &assessment));
    assert!(statements < 110, "{statements}");
}

#[test]
fn an_explanation_grows_with_what_it_tells() {
    let told = [250, 1000, 4000].map(|length| {
        let rules = rules(&chain(length, &|i| format!("f{i}")));
        let dossier = empty(&rules);
        statements(&report::explain(&dossier, &assess(&dossier)))
    });
    for pair in told.windows(2) {
        assert!(pair[1] * 10 <= pair[0] * 46, "{told:?}");
    }
}

#[test]
fn one_document_stands_for_very_many() {
    let text = "
ruleset: x
edition: 1.0.0
language: en
scales: {yn: {y: 1, n: 0}}
evidence: {e: {}}
criteria: [{id: c, answer: yn, evidence: {type: e, at_least: 4294967295}}]
awards: [{id: a, requires: [{id: t, score: total, at_least: 1}]}]
";
    let report = analyse(&rules(text), &Options::default()).unwrap();
    let reached = report.claims.iter().find(|claim| claim.question == Question::CanBeReached).unwrap();
    let Verdict::Proved { witness } = &reached.verdict else { panic!("{}", reached.sentence()) };
    let [document] = witness.evidence.as_slice() else { panic!("{:?}", witness.evidence) };
    let title = document.title.as_ref().unwrap().in_language("en");
    assert_eq!(title, "stands for 4294967295 documents of type e");
}

#[test]
fn an_analysis_ends_where_it_is_told_to() {
    let mut text = "ruleset: x\nedition: 1.0.0\nscales: {yn: {y: 1, n: 0}}\ncriteria:\n".to_owned();
    for i in 0..60 {
        writeln!(text, "  - {{id: c{i}, weight: {}, answer: yn}}", i + 1).unwrap();
    }
    text += "awards: [{id: a, requires: [{id: t, score: total, at_least_percent: 50}]}]\n";
    let rules = rules(&text);
    let told = Cell::new(0);
    let stop = |progress: &Progress| {
        told.set(progress.looks);
        if progress.looks >= 200 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let stopped = analyse(&rules, &Options { on_progress: Some(&stop), ..Options::default() }).unwrap();
    assert!(told.get() >= 200 && told.get() < 300, "{}", told.get());
    let open = |report: &analysis::Report| {
        report.claims.iter().filter(|claim| matches!(claim.verdict, Verdict::NotDecided { .. })).count()
    };
    let whole = analyse(&rules, &Options::default()).unwrap();
    assert!(open(&stopped) > open(&whole));
    let limited = analyse(&rules, &Options { work_limit: 200, ..Options::default() }).unwrap();
    assert_eq!(limited.claims.len(), whole.claims.len());
    assert_eq!(open(&limited), open(&stopped));
}
