//! What is asked of four times as many things takes at most 4.6 times the memory, all that is taken on the way counted.
//!
//! Memory is what repeats: the bytes of every allocation, whether given back or not. What is added up in place is counted
//! by its own measure in `work.rs`.
#![cfg(feature = "yaml")]

use std::fmt::Write as _;

use allocation_counter::measure;
use predikat::analysis::{Options, findings};
use predikat::document::ActionsDocument;
use predikat::dossier::{BindOptions, Binder};
use predikat::plan::Actions;
use predikat::{DossierDocument, Problems, RuleDocument, RuleSet, assess};

const HEAD: &str = "ruleset: x\nedition: 1.0.0\nscales: {yn: {yes: 1, no: 0, na: not_applicable}}\n";

/// `work` is done with what `make` makes, of 250, of 1,000 and of 4,000 things.
fn grows<T>(name: &str, make: impl Fn(usize) -> T, work: impl Fn(&T)) {
    let bytes = [250, 1_000, 4_000].map(|count| {
        let made = make(count);
        work(&made); // what is made once and kept is there
        measure(|| work(&made)).bytes_total
    });
    let [few, some, many] = bytes;
    assert!(few > 0, "{name}: nothing was counted");
    assert!(some * 10 <= few * 46 && many * 10 <= some * 46, "{name}: {bytes:?}");
}

fn read(text: &str) -> RuleSet {
    RuleSet::from_yaml("rules.yaml", text).unwrap_or_else(|problems| panic!("{problems}"))
}

fn unit(rules: &RuleSet, rest: &str) -> predikat::Dossier {
    let document = DossierDocument::from_yaml("unit.yaml", &format!("unit: u\nas_of: 2024-06-01\n{rest}")).unwrap();
    rules.bind(&document, &BindOptions::new()).unwrap_or_else(|problems| panic!("{problems}"))
}

/// So many lines, each with its number.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, at| {
        writeln!(text, "{}", line(at)).unwrap();
        text
    })
}

/// Answers in one group, with what is said of each, and an award that asks for most of them.
fn criteria(count: usize, each: &str) -> String {
    let criteria = lines(count, |at| format!("      - {{id: c{at}{each}}}"));
    let group = "  - id: g\n    defaults: {answer: yn}\n    criteria:\n";
    let award = format!("awards: [{{id: a, requires: [{{id: t, score: total, at_least: {}}}]}}]\n", count / 2);
    format!("{HEAD}criteria:\n{group}{criteria}  - {{id: last, answer: yn}}\n{award}")
}

#[test]
fn reading_and_checking_rules() {
    let is_read = |text: &String| drop(read(text));
    grows("criteria", |count| criteria(count, ""), is_read);
    let award = |at| format!("  - {{id: w{at}, requires: [{{id: t, score: total, at_least: {}}}]}}", at % 3);
    let awards = |count| format!("{}awards:\n{}", criteria(3, "").split("awards").next().unwrap(), lines(count, award));
    grows("awards of a threshold each", awards, is_read);
    let bands = |count| {
        let steps = lines(count, |at| format!("        - {{at_least: {at}, fraction: \"{}/{count}\"}}", at + 1));
        let fact = format!("facts: {{n: {{type: integer, min: 0, max: {count}}}}}\n");
        format!("{HEAD}{fact}criteria:\n  - id: c\n    bands:\n      of: n\n      steps:\n{steps}")
    };
    grows("bands", bands, is_read);
    let fact = |at| format!("  f{at}: {{type: boolean}}");
    let conditions = |count| {
        let all = lines(count, |at| format!("          - f{at}: true"));
        format!("{HEAD}facts:\n{}criteria:\n  - id: c\n    met_when:\n      all:\n{all}", lines(count, fact))
    };
    grows("conditions", conditions, is_read);
}

#[test]
fn resolving_what_is_extended() {
    let documents = |count: usize| {
        let base = RuleDocument::from_yaml("base.yaml", &criteria(count, "")).unwrap();
        let overrides = lines(count, |at| format!("  g.c{at}.weight: 2"));
        let text = format!("ruleset: y\nedition: 1.0.0\nextends: {{ruleset: x}}\noverride:\n{overrides}");
        (base, RuleDocument::from_yaml("mine.yaml", &text).unwrap())
    };
    grows("overrides", documents, |(base, mine)| {
        mine.clone()
            .resolve(&|_: &str, _: Option<&str>| Some(base.clone()))
            .unwrap_or_else(|problems| panic!("{problems}"));
    });
}

#[test]
fn telling_problems() {
    let bound = |(rules, document): &(RuleSet, DossierDocument)| -> Problems {
        rules.bind(document, &BindOptions::new()).unwrap_err()
    };
    let document = |text: &str| DossierDocument::from_yaml("unit.yaml", text).unwrap();
    let unknown = |count| {
        let facts = lines(count, |at| format!("  fact{at}: yes"));
        (read(&criteria(3, "")), document(&format!("unit: u\nas_of: 2024-06-01\nfacts:\n{facts}")))
    };
    grows("unknown facts", unknown, |made| drop(bound(made)));
    let heading = |count| {
        let columns = (0..count).fold("unit".to_owned(), |text, at| format!("{text},column{at}"));
        (read(&criteria(3, "")), columns + "\n")
    };
    grows("unknown columns", heading, |(rules, text)| {
        let binder = Binder::new(rules, &BindOptions::new());
        assert!(binder.csv("units.csv", text, None).all(|unit| unit.is_err()));
    });
}

#[test]
fn assessing_what_is_missing() {
    let nothing = |text: String| unit(&read(&text), "");
    let is_assessed = |dossier: &predikat::Dossier| drop(assess(dossier));
    grows("open answers", |count| nothing(criteria(count, "")), is_assessed);
    grows("open bonuses", |count| nothing(criteria(count, ", bonus: true")), is_assessed);
    let perhaps = |count| {
        let text = criteria(count, ", bonus: true").replace("  - id: g\n", "  - id: g\n    applies_when: {b: true}\n");
        nothing(format!("{text}facts: {{b: {{type: boolean}}}}\n"))
    };
    grows("open bonuses of what perhaps applies", perhaps, is_assessed);
    let skipped = |count| nothing(format!("unanswered: skip\n{}", criteria(count, "")));
    grows("answers that are skipped", skipped, is_assessed);
}

#[test]
fn assessing_documents() {
    let papers = |count| {
        let rules = criteria(count, ", evidence: paper") + "evidence: {paper: {}}\n";
        let papers = lines(count, |at| format!("  - {{id: d{at}, type: paper, supports: [g.c{at}]}}"));
        let answers = lines(count, |at| format!("  g.c{at}: yes"));
        unit(&read(&rules), &format!("facts:\n{answers}evidence:\n{papers}"))
    };
    grows("documents", papers, |dossier| drop(assess(dossier)));
}

#[test]
fn looking_for_findings() {
    let rules = |count| {
        let document = RuleDocument::from_yaml("rules.yaml", &criteria(count, "")).unwrap();
        (RuleSet::from_document(&document).unwrap(), document)
    };
    grows("findings", rules, |(rules, document)| drop(findings(document, rules, &Options::default())));
}

#[test]
fn binding_actions() {
    let actions = |count| {
        let rules = read(&criteria(count, ""));
        let actions = lines(count, |at| format!("  - {{id: a{at}, cost: 1, sets: {{g.c{at}: yes}}}}"));
        (unit(&rules, ""), ActionsDocument::from_yaml("actions.yaml", &format!("actions:\n{actions}")).unwrap())
    };
    grows("actions", actions, |(dossier, document)| drop(Actions::bind(document, dossier).unwrap()));
}
