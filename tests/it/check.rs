//! Checking rule files: what is right passes, and all that is wrong is told in one run.
#![cfg(feature = "yaml")]

use predikat::{RuleDocument, RuleSet, check};

/// The findings, one line each.
fn findings(text: &str) -> Vec<String> {
    let document = RuleDocument::from_yaml("rules.yaml", text).expect("YAML");
    check(&document).findings.iter().map(ToString::to_string).collect()
}

#[test]
fn the_integrity_zone_rules_pass() {
    let text = std::fs::read_to_string("rules/zi-wbk-wbbm.yaml").unwrap();
    assert_eq!(findings(&text), Vec::<String>::new());
    let rules = RuleSet::from_yaml("zi-wbk-wbbm.yaml", &text).unwrap();
    assert!(rules.method().starts_with("sha256:"));
}

/// A file in which much is wrong, of shape and of meaning.
const WRONG: &str = "ruleset: Kantor
edition: one
effective: {from: 2023-01-01, until: 2022-01-01}
scales:
  yes_no: {Ya: 1, Tidak: 0}
  abcd: {A: 2, B: 0.67}
facts:
  heritage: {type: boolean, min: 0}
  kind: {type: choice, of: [kanim, lapas, kanim]}
  ipak: {type: decimal, min: 0, max: 4}
  a: {derive: {sum: [b, 1]}}
  b: {derive: {sum: [a, 1]}}
  rate: {derive: {ratio: [ipak, ipak]}}
  broken: {type: number}
criteria:
  - id: access
    weight: 5
    criteria:
      - {id: ramp, answer: yesno}
      - {id: ramp, weight: -1, answer: yes_no}
      - {id: kind, fact: kind, scale: abcd}
      - {id: seen, wieght: 2}
      - {id: clean, bands: {of: ipak, steps: [{at_least: 9, fraction: 1}]}}
      - {id: broken, linear: {of: broken, from: 0, to: 1}}
  - {id: heritage, met_when: {heritge: true, kind: Kanim, ipak: {starts_with: x}}}
measures:
  access_twice: {sum: [access, access.ramp]}
awards:
  - id: bronze
    requires:
      - {id: total, score: totl, at_least: 1}
      - {id: total, when: {heritage: 1}}
      - {id: gold, award: gold, held: true}
";

#[test]
fn all_problems_of_a_file_are_told_in_one_run_and_none_twice() {
    let document = RuleDocument::from_yaml("rules.yaml", WRONG).unwrap();
    let checking = check(&document);
    assert!(checking.rule_set.is_none());
    let told: Vec<String> =
        checking.findings.iter().map(|one| format!("{} {}", one.place.line_column().unwrap().0, one.code)).collect();
    assert_eq!(
        told,
        [
            "1 bad-id",
            "2 bad-edition",
            "3 empty-period",
            "6 fraction-out-of-range",
            "8 colliding-name",
            "8 misplaced-key",
            "9 duplicate-value",
            "11 fact-cycle",
            "13 division-by-zero",
            "14 wrong-shape",
            "19 unknown-scale",
            "20 duplicate-id",
            "20 negative-weight",
            "21 unmapped-answer",
            "22 unknown-key",
            "23 out-of-range",
            "25 unknown-fact",
            "25 unknown-value",
            "25 wrong-fact-type",
            "27 overlapping-measure",
            "31 unknown-score",
            "32 duplicate-id",
            "32 wrong-literal",
            "33 unknown-award",
        ]
    );
}

#[test]
fn what_reading_could_not_make_out_is_not_also_missing() {
    let text = "ruleset: kantor
edition: 1.0.0
facts:
  heritage: {type: bool}
criteria:
  - {id: listed, met_when: {heritage: true}}
  - {id: seen, met_when: [x]}
awards:
  - id: bronze
    requires:
      - {id: all_met, score: total, at_leest: 1}
      - {id: other, scor: total, at_least: 1}
";
    let told = findings(text);
    assert_eq!(told.len(), 4, "{told:#?}");
    assert!(told.iter().all(|one| one.contains("[wrong-shape]") || one.contains("[unknown-key]")), "{told:#?}");
}

#[test]
fn a_warning_comes_with_the_rule_set_and_can_be_accepted_where_it_stands() {
    let text = |allow: &str| {
        format!(
            "ruleset: kantor\nedition: 1.0.0\n{allow}facts:\n  floors: {{type: integer}}\n  lifts: {{type: integer}}\n  \
             heritage: {{type: boolean}}\ncriteria:\n  - {{id: listed, met_when: {{heritage: true}}}}\n"
        )
    };
    let document = RuleDocument::from_yaml("rules.yaml", &text("")).unwrap();
    let checking = check(&document);
    assert!(checking.rule_set.is_some());
    assert_eq!(checking.findings.len(), 2);
    let one = findings(&text("allow: [{code: unused-fact, at: floors, reason: next year}]\n"));
    assert_eq!(
        one,
        ["rules.yaml:6:3: warning[unused-fact]: nothing reads the fact `lifts`; help: take it out, or read it \
                      where that was meant"]
    );
    assert!(findings(&text("allow: [{code: unused-fact, reason: next year}]\n")).is_empty());
    let needless = findings(&text("allow: [{code: unused-fact, reason: x}, {code: unused-scale, reason: x}]\n"));
    assert!(matches!(needless.as_slice(), [only] if only.contains("needless-allow")), "{needless:?}");
    let error = findings(&text("allow: [{code: unknown-fact, reason: x}]\n"));
    assert!(error.iter().any(|one| one.contains("[unknown-code]")), "{error:?}");
}

#[test]
fn an_acceptance_of_what_never_can_be_is_told_where_there_is_nothing_to_accept() {
    let codes = [
        "unreachable-award",
        "contradicting-requirements",
        "implied-requirement",
        "constant-condition",
        "unreached-case",
        "idle-criterion",
        "idle-fact",
        "idle-answer",
        "idle-evidence-type",
    ];
    let all: Vec<String> = codes.iter().map(|code| format!("{{code: {code}, reason: x}}")).collect();
    let sound = format!(
        "ruleset: kantor\nedition: 1.0.0\nallow: [{}]\nevidence: {{photo: {{}}}}\nscales: {{yn: {{yes: 1, no: 0}}}}\n\
         criteria: [{{id: ramp, answer: yn, evidence: photo}}]\n\
         awards: [{{id: open, requires: [{{id: enough, score: total, at_least: 1}}]}}]\n",
        all.join(", ")
    );
    let document = RuleDocument::from_yaml("rules.yaml", &sound).unwrap();
    let rules = check(&document).rule_set.unwrap();
    let told = predikat::analysis::findings(&document, &rules, &predikat::analysis::Options::default());
    let told: Vec<String> = told.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), codes.len(), "{told:#?}");
    for (at, code) in codes.iter().enumerate() {
        let expected = format!("there is no `{code}` to accept here");
        assert!(told[at].contains("[needless-allow]") && told[at].contains(&expected), "{}", told[at]);
    }
    // One that does accept something is not among them.
    let twice = sound.replace(
        "{id: enough, score: total, at_least: 1}",
        "{id: enough, score: total, at_least: 1}, {id: some, score: total, at_least: 0.5}",
    );
    let document = RuleDocument::from_yaml("rules.yaml", &twice).unwrap();
    let rules = check(&document).rule_set.unwrap();
    let told = predikat::analysis::findings(&document, &rules, &predikat::analysis::Options::default());
    assert_eq!(told.iter().count(), codes.len() - 1, "{told:#?}");
    assert!(told.iter().all(|one| !one.to_string().contains("`implied-requirement`")), "{told:#?}");
}

#[test]
fn a_document_built_in_code_goes_through_the_same_checks() {
    let problems = RuleSet::from_document(&RuleDocument::default()).unwrap_err();
    let codes: Vec<&str> = problems.iter().map(|one| one.code.name()).collect();
    assert_eq!(codes, ["bad-edition", "bad-id"]);

    let mut condition = predikat::document::Condition::All(Vec::new());
    for _ in 0..1_000 {
        condition = predikat::document::Condition::Not(Box::new(condition));
    }
    let deep = RuleDocument {
        ruleset: "deep".to_owned(),
        edition: "1.0.0".to_owned(),
        criteria: vec![predikat::document::Criterion {
            id: "deep".to_owned(),
            met_when: Some(condition),
            ..predikat::document::Criterion::default()
        }],
        ..RuleDocument::default()
    };
    let problems = RuleSet::from_document(&deep).unwrap_err();
    let codes: Vec<&str> = problems.iter().map(|one| one.code.name()).collect();
    assert_eq!(codes, ["too-large"]);
}

/// Thresholds at the bound pass, and above it do not.
#[test]
fn a_threshold_is_refused_only_where_nobody_can_reach_it() {
    let reaches = |criteria: &str, score: &str, least: &str| {
        let text = format!(
            "ruleset: kantor\nedition: 1.0.0\nscales:\n  half: {{Ya: 0.5, Tidak: 0}}\n  may: {{Ya: 0.5, Tidak: 0, Lain: \
             not_applicable}}\n  yes: {{Ya: 1, Tidak: 0}}\ncriteria:\n{criteria}awards:\n  - id: bronze\n    requires: \
             [{{id: enough, score: {score}, {least}}}]\n"
        );
        let told = findings(&text);
        let wrong: Vec<&String> = told.iter().filter(|one| one.contains("error[")).collect();
        assert!(wrong.iter().all(|one| one.contains("unreachable-threshold")), "{wrong:?}");
        wrong.is_empty()
    };
    let two = "  - {id: a, weight: 2, answer: half}\n  - {id: b, weight: 2, answer: yes}\n";
    assert!(reaches(two, "total", "at_least: 3"));
    assert!(!reaches(two, "total", "at_least: 3.01"));
    assert!(!reaches(two, "total", "above: 3"));
    assert!(reaches(two, "total", "at_least_percent: 75"));
    assert!(!reaches(two, "total", "at_least_percent: 76"));
    // What leaves the score hands its weight to the others.
    let leaves = "  - {id: a, weight: 2, answer: may}\n  - {id: b, weight: 2, answer: yes}\n";
    assert!(reaches(leaves, "total", "at_least: 4"));
    assert!(!reaches(leaves, "total", "at_least: 4.1"));
    // A waiver may take it out too.
    let waived = "  - {id: a, weight: 2, answer: half, allows: [waiver]}\n  - {id: b, weight: 2, answer: yes}\n";
    assert!(reaches(waived, "total", "at_least: 4"));
    // A bonus counts on top, a cap below.
    let bonus = "  - {id: a, weight: 2, answer: yes}\n  - {id: b, weight: 1, bonus: true, answer: yes}\n";
    assert!(reaches(bonus, "total", "at_least: 3"));
    assert!(!reaches(bonus, "total", "at_least: 3.5"));
    let capped = "  - id: g\n    cap: 2.5\n    criteria:\n      - {id: a, weight: 2, answer: yes}\n      - {id: b, weight: \
                  1, bonus: true, answer: yes}\n";
    assert!(reaches(capped, "g", "at_least: 2.5"));
    assert!(!reaches(capped, "g", "at_least: 2.6"));
    // An aggregate that takes the least.
    let least = "  - id: g\n    aggregate: min\n    weight: 10\n    criteria:\n      - {id: a, answer: half}\n      - {id: \
                 b, answer: yes}\n";
    assert!(reaches(least, "g", "at_least: 5"));
    assert!(!reaches(least, "g", "at_least: 6"));
    // A deduction starts from the weight.
    let deduct =
        "  - id: g\n    aggregate: deduct\n    weight: 10\n    criteria:\n      - {id: a, weight: 4, answer: half}\n";
    assert!(reaches(deduct, "g", "at_least: 8"));
    assert!(!reaches(deduct, "g", "at_least: 9"));
}

/// What a small file can unfold into is bounded.
#[test]
fn a_hostile_file_is_refused_in_little_time() {
    let head = "ruleset: kantor\nedition: 1.0.0\n";
    // Each fact reads the one before twice: two to the 60th readings, were each followed anew.
    let mut sums = format!("{head}facts:\n  f0: {{type: integer, min: 1, max: 9}}\n");
    let mut products = sums.clone();
    for i in 1..=60 {
        sums.push_str(&format!("  f{i}: {{derive: {{sum: [f{0}, f{0}]}}}}\n", i - 1));
        products.push_str(&format!("  f{i}: {{derive: {{product: [f{0}, f{0}]}}}}\n", i - 1));
    }
    let leaf = "criteria:\n  - {id: a, ratio: {of: f0, to: f60}}\n";
    assert_eq!(findings(&format!("{sums}{leaf}")), Vec::<String>::new());
    let told = findings(&format!("{products}{leaf}"));
    assert!(told.iter().all(|one| one.contains("[too-large]")), "{told:?}");
    // A condition of a thousand parts, inherited by three thousand leaves.
    let condition: Vec<String> = (0..1_000).map(|i| format!("{{n: {i}}}")).collect();
    let leaves: Vec<String> = (0..3_000).map(|i| format!("{{id: c{i}}}")).collect();
    let wide = format!(
        "{head}facts: {{n: {{type: integer}}}}\nscales: {{yes: {{Ya: 1}}}}\ndefaults: {{answer: yes, applies_when: {{any: \
         [{}]}}}}\ncriteria: [{}]\n",
        condition.join(", "),
        leaves.join(", ")
    );
    let told = findings(&wide);
    assert!(matches!(told.as_slice(), [only] if only.contains("[too-large]")), "{told:?}");
    // More mistakes than anybody reads.
    let wrong: Vec<String> = (0..3_000).map(|i| format!("{{id: c{i}, met_when: {{x{i}: true}}}}")).collect();
    let told = findings(&format!("{head}criteria: [{}]\n", wrong.join(", ")));
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told[3].contains("2,000 more findings are not told: 2,000 of `unknown-fact`"), "{told:?}");
    assert!(told[2].contains("and 997 more like this"), "{told:?}");
}

#[test]
fn every_shipped_rule_set_passes_with_what_it_extends() {
    let mut documents = Vec::new();
    for entry in std::fs::read_dir("rules").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let text = std::fs::read_to_string(&path).unwrap();
            documents.push(RuleDocument::from_yaml(&path.display().to_string(), &text).unwrap());
        }
    }
    let resolver = |name: &str, edition: Option<&str>| {
        documents
            .iter()
            .find(|one| one.ruleset == name && edition.is_none_or(|edition| edition == one.edition))
            .cloned()
    };
    assert!(documents.len() >= 2);
    let mut methods = std::collections::BTreeSet::new();
    for document in &documents {
        let checking = predikat::check::check_with(document, &resolver);
        assert!(checking.findings.is_empty(), "{}", checking.findings);
        assert!(methods.insert(checking.into_result().unwrap().method().to_owned()), "{}", document.ruleset);
    }
}

#[test]
fn a_weight_that_something_reads_is_not_ignored() {
    let rules = |first: &str, requirement: &str| {
        format!(
            "
ruleset: t
edition: 1.0.0
scales: {{s: {{A: 1, C: 0}}}}
criteria:
  - id: m
    aggregate: min
    weight: 10
    criteria: [{first}, {{id: ramp, answer: s}}]
awards: [{{id: w, requires: [{{id: r, score: total, at_least: 3}}{requirement}]}}]
"
        )
    };
    let ignored = |text: &str| findings(text).iter().any(|one| one.contains("ignored-weights"));
    let (three, read) = ("{id: a, weight: 3, answer: s}", ", {id: read, score: m.a, at_least: 2}");
    assert!(ignored(&rules(three, "")) && !ignored(&rules(three, read)));
    for first in [
        "{id: hundred, aggregate: deduct, weight: 100, criteria: [{id: a, weight: 30, answer: s}]}",
        "{id: group, aggregate: mean, weight: 4, cap: 2, criteria: [{id: a, answer: s}]}",
        "{id: more, weight: 4, bonus: true, answer: s}",
    ] {
        assert!(!ignored(&rules(first, "")), "{first}");
    }
}
