//! Rule sets that start from others.
#![cfg(feature = "yaml")]

use predikat::document::{Condition, RuleDocument};
use predikat::{Number, Problems};

const BASE: &str = r#"ruleset: base
edition: 1.0.0
title: Base
effective: {from: 2018-01-01}
display: {places: 2}
allow: [{code: unused-fact, reason: "kept"}]
scales:
  abcd: {A: 1, B: {fraction: 0.67, evidence: photo}, D: 0}
facts:
  heritage: {type: boolean}
evidence: {photo: {}}
criteria:
  - id: first
    criteria:
      - {id: one, weight: 1, answer: abcd}
      - {id: two, answer: abcd}
  - {id: last, met_when: {heritage: true}}
awards:
  - id: wbk
    requires:
      - {id: total, score: total, at_least: 75}
      - {id: old, score: first, at_least: 3}
"#;

fn document(name: &str, text: &str) -> RuleDocument {
    RuleDocument::from_yaml(name, text).unwrap()
}

fn extended(rest: &str) -> Result<RuleDocument, Problems> {
    let resolver = |name: &str, _: Option<&str>| (name == "base").then(|| document("base.yaml", BASE));
    document("mine.yaml", &format!("ruleset: mine\nedition: 2.0.0\nextends: {{ruleset: base}}\n{rest}"))
        .resolve(&resolver)
}

fn number(text: &str) -> Number {
    text.parse().unwrap()
}

#[test]
fn values_are_replaced_dropped_and_added() {
    let merged = extended(
        r"effective: {from: 2024-01-01}
override:
  first.one.weight: 2.5
  first.two.weight: {value: 3, source: {citation: SE 4, standing: practice}}
  awards.wbk.requires.total.at_least: 76
  scales.abcd.B: 0.7
  scales.abcd.A: {value: 0.9, source: {citation: SE 4}}
  total.cap: 90
  title: Mine
allow: [{code: unused-scale, reason: kept too}]
remove: [last, awards.wbk.requires.old]
facts: {opened: {type: date}}
criteria:
  - id: first
    criteria:
      - {id: three, answer: abcd}
  - {id: last, met_when: {heritage: false}}
awards:
  - id: wbk
    requires: [{id: opinion, when: {heritage: true}}]
  - {id: wbbm, requires: []}
",
    )
    .unwrap();
    assert_eq!(merged.origin.problems(), []);
    assert_eq!((merged.ruleset.as_str(), merged.edition.as_str()), ("mine", "2.0.0"));
    assert_eq!(merged.title, Some("Mine".into()));
    assert_eq!(merged.effective.as_ref().unwrap().from, Some("2024-01-01".parse().unwrap()));
    assert_eq!((merged.display.unwrap().places, merged.allow.as_ref().unwrap().len()), (2, 2));
    assert!(extended("").unwrap().effective.is_none());
    assert!(merged.extends.is_none() && merged.overrides.is_empty() && merged.remove.is_none());
    let [first, last] = merged.criteria.as_slice() else { panic!("{:?}", merged.criteria) };
    let [one, two, three] = first.criteria.as_deref().unwrap() else { panic!("{first:?}") };
    assert_eq!(one.weight, Some(number("2.5")));
    assert_eq!(two.weight, Some(number("3")));
    assert_eq!(two.source.as_ref().unwrap().citation.as_deref(), Some("SE 4"));
    assert_eq!((one.source.as_ref(), three.id.as_str()), (None, "three"));
    assert!(matches!(&last.met_when, Some(Condition::Facts(facts)) if facts.len() == 1));
    let abcd = serde_json::to_value(&merged).unwrap()["scales"]["abcd"].clone();
    assert_eq!(
        abcd,
        serde_json::json!({"A": {"fraction": 0.9, "source": {"citation": "SE 4"}}, "B": {"fraction": 0.7, "evidence": "photo"}, "D": 0})
    );
    assert_eq!(merged.total.unwrap().cap, Some(number("90")));
    assert_eq!(merged.facts.keys().collect::<Vec<_>>(), ["heritage", "opened"]);
    let ids: Vec<_> = merged.awards.iter().map(|award| award.id.as_str()).collect();
    assert_eq!(ids, ["wbk", "wbbm"]);
    let ids: Vec<_> = merged.awards[0].requires.iter().map(|requirement| requirement.id.as_str()).collect();
    assert_eq!(ids, ["total", "opinion"]);
    assert_eq!(merged.awards[0].requires[0].at_least, Some(number("76")));
}

#[test]
fn what_does_not_fit_is_reported_at_its_line_with_what_is_there() {
    for (rest, expected) in [
        (
            "override: {first.twoo.weight: 2}",
            "mine.yaml:4:12: error[broken-extends]: `first.twoo.weight`: the rule set that is extended has no `twoo` there; help: did you mean `two`?",
        ),
        ("override: {awards.wbk.requires.totl.at_least: 2}", "did you mean `total`?"),
        ("override: {awards.wbkk.valid_for: 2y}", "did you mean `wbk`?"),
        ("override: {scales.abcd.E: 0.1}", "has no `E` there; help: the names here are `A`, `B` and `D`"),
        ("override: {facts.heritge.min: 0.1}", "did you mean `heritage`?"),
        ("override: {facts.opened: 0.1}", "has no `opened` there"),
        ("override: {first: 2}", "`first` is a whole element, not a single value"),
        ("override: {first.one.id: x}", "`first.one.id` cannot be overridden"),
        ("override: {ruleset: x}", "`ruleset` cannot be overridden; help: write it at the top of this file"),
        (
            "remove: [first.twoo]",
            "mine.yaml:4:10: error[broken-extends]: `first.twoo`: the rule set that is extended has no `twoo` there; help: did you mean `two`?",
        ),
        ("remove: [first.one.weight]", "is not something that can be removed"),
        ("remove: [title]", "is not something that can be removed"),
        (
            "facts: {heritage: {type: text}}",
            "mine.yaml:4:9: error[broken-extends]: `facts.heritage` is in the rule set that is extended already",
        ),
        ("criteria: [{id: last, weight: 2}]", "`last` is in the rule set that is extended already"),
        ("criteria: [{id: last, criteria: []}]", "`last` has no `criteria` to add to"),
        (
            "awards: [{id: wbk, requires: [{id: total, score: first, at_least: 2}]}]",
            "`total` is in the rule set that is extended already",
        ),
    ] {
        let found = extended(rest).unwrap_err().to_string();
        assert!(found.contains(expected), "{rest}\nexpected: {expected}\nfound: {found}");
        assert_eq!(found.lines().count(), 1, "{found}");
    }
}

#[test]
fn problems_point_into_the_file_that_caused_them() {
    let merged = extended("override:\n  first.one.weigth: 2\n  first.two.weight: heavy\n").unwrap();
    let found: Vec<String> = merged.origin.problems().iter().map(|p| format!("{} {}", p.place, p.code)).collect();
    assert_eq!(found, ["mine.yaml:5:3 unknown-key", "mine.yaml:6:21 wrong-shape"]);

    let broken_base = BASE.replace("weight: 1,", "weight: 1, wieght: 2,");
    let resolver = |_: &str, _: Option<&str>| Some(document("base.yaml", &broken_base));
    let mine = document("mine.yaml", "ruleset: mine\nedition: 1.0.0\nextends: {ruleset: base}\n");
    let merged = mine.resolve(&resolver).unwrap();
    let found: Vec<String> = merged.origin.problems().iter().map(|p| format!("{} {}", p.place, p.code)).collect();
    assert_eq!(found, ["base.yaml:15:30 unknown-key"]);
    let pointer = predikat::diagnostic::Pointer::root().key("criteria").index(0).key("criteria").index(0).key("weight");
    assert_eq!(merged.origin.place(&pointer).to_string(), "base.yaml:15:27");
}

#[test]
fn chains_are_followed_and_rings_refused() {
    let files = |name: &str, edition: Option<&str>| match (name, edition) {
        ("a", _) => Some(document("a", "ruleset: a\nedition: 1.0.0\nfacts: {x: {type: text}}\n")),
        ("b", _) => {
            Some(document("b", "ruleset: b\nedition: 1.0.0\nextends: {ruleset: a}\nfacts: {y: {type: text}}\n"))
        }
        ("ring", _) => Some(document("r", "ruleset: ring\nedition: 1.0.0\nextends: {ruleset: other}\n")),
        ("other", _) => Some(document("o", "ruleset: other\nedition: 1.0.0\nextends: {ruleset: ring}\n")),
        _ => None,
    };
    let resolve = |extends: &str| {
        document("c", &format!("ruleset: c\nedition: 1.0.0\nextends: {{{extends}}}\nfacts: {{z: {{type: text}}}}\n"))
            .resolve(&files)
    };
    let c = resolve("ruleset: b").unwrap();
    assert_eq!(c.facts.keys().collect::<Vec<_>>(), ["x", "y", "z"]);
    let names: Vec<&str> = c.origin.sources().iter().map(|source| source.name.as_str()).collect();
    assert_eq!(names, ["c", "b", "a"]);
    let pointer = predikat::diagnostic::Pointer::root().key("facts").key("x");
    assert_eq!(c.origin.place(&pointer).file(), Some("a"));

    for (extends, expected) in [
        (
            "ruleset: ring",
            "o:3:10: error[broken-extends]: a rule set extends itself: `c`, `ring`, `other` and again `ring`",
        ),
        ("ruleset: none", "c:3:20: error[broken-extends]: the rule set `none` is not found"),
        ("ruleset: a, edition: 9.0.0", "`a` in edition `9.0.0` is not found, but `a` in edition `1.0.0`"),
    ] {
        let found = resolve(extends).unwrap_err().to_string();
        assert!(found.contains(expected), "expected: {expected}\nfound: {found}");
    }
}

#[test]
fn documents_built_in_code_extend_too() {
    let mine = RuleDocument {
        ruleset: "mine".into(),
        edition: "1.0.0".into(),
        extends: Some(predikat::document::Extends { ruleset: "base".into(), edition: None }),
        remove: Some(vec!["awards.wbk".into(), "lost".into()]),
        ..RuleDocument::default()
    };
    let base = RuleDocument { origin: predikat::document::Origin::default(), ..document("base", BASE) };
    let resolver = |_: &str, _: Option<&str>| Some(base.clone());
    let problems = mine.resolve(&resolver).unwrap_err();
    assert_eq!(problems.iter().next().unwrap().place.to_string(), "/remove/1");
    let mine = RuleDocument { remove: Some(vec!["awards.wbk".into()]), ..mine };
    let merged = mine.resolve(&resolver).unwrap();
    assert_eq!((merged.awards.len(), merged.criteria.len()), (0, 2));
}
