//! The method digest: the same for two spellings of one method, another for every change of it.
#![cfg(feature = "yaml")]

use predikat::RuleSet;

const RULES: &str = r#"
ruleset: kantor
edition: 1.0.0
scales:
  abcd: {A: 1, B: 0.5, C: 0}
facts:
  heritage: {type: boolean}
  floors: {type: integer, min: 1, max: 40}
  kind: {type: choice, of: [kanim, lapas, rutan], ordered: true}
  reports: {type: integer, min: 0}
  solved: {type: integer, min: 0}
  open: {derive: {difference: [reports, solved]}}
evidence:
  photo: {valid_for: 1y}
  decree: {exclusive: true}
criteria:
  - id: access
    weight: 3
    allows: [waiver]
    criteria:
      - {id: ramp, weight: 2, answer: abcd, evidence: {any: [photo, decree]}}
      - {id: lift, answer: abcd, applies_when: {floors: {at_least: 2}, heritage: false}}
  - {id: calm, bands: {of: open, steps: [{at_least: 10, fraction: 0.1}, {at_least: 2, fraction: 0.6}], otherwise: 1}}
  - {id: kept, cases: [{when: {kind: {at_least: lapas}}, fraction: 0.25}], otherwise: 1}
measures:
  both: {sum: [access, calm]}
awards:
  - id: bronze
    requires:
      - {id: enough, score: total, at_least: 2.5}
      - {id: area, score: both, at_least_percent: 60, waivable: true}
    bars: [{id: late, when: {reports: {above: 100}}}]
"#;

fn method(text: &str) -> String {
    match RuleSet::from_yaml("rules.yaml", text) {
        Ok(rules) => rules.method().to_owned(),
        Err(problems) => panic!("{problems}\n{text}"),
    }
}

fn with(from: &str, to: &str) -> String {
    assert!(RULES.contains(from), "{from}");
    method(&RULES.replacen(from, to, 1))
}

#[test]
fn spelling_does_not_change_the_method() {
    let digest = method(RULES);
    assert_eq!(digest.len(), "sha256:".len() + 64);
    for (from, to) in [
        // A comment, a title, a source, how numbers are shown, the name and the edition.
        ("edition: 1.0.0", "edition: 1.0.1 # a comment"),
        ("ruleset: kantor", "ruleset: kantor-baru"),
        ("edition: 1.0.0", "edition: 1.0.0\neffective: {from: 2022-01-01}\ndisplay: {places: 2}\ntitle: Kantor"),
        ("{id: ramp, ", "{id: ramp, title: Jalan landai, question: Ada?, source: {citation: x, standing: practice}, "),
        // The spelling of numbers and durations.
        ("B: 0.5", "B: 0.50"),
        ("B: 0.5", "B: \"1/2\""),
        ("valid_for: 1y", "valid_for: 12m"),
        // The order of keys and of what has no order.
        ("{A: 1, B: 0.5, C: 0}", "{C: 0, B: 0.5, A: 1}"),
        ("{floors: {at_least: 2}, heritage: false}", "{heritage: false, floors: {at_least: 2}}"),
        ("{floors: {at_least: 2}, heritage: false}", "{all: [{heritage: false}, {floors: {at_least: 2}}]}"),
        ("{any: [photo, decree]}", "{any: [decree, photo]}"),
        ("sum: [access, calm]", "sum: [calm, access]"),
        (
            "[{at_least: 10, fraction: 0.1}, {at_least: 2, fraction: 0.6}]",
            "[{at_least: 2, fraction: 0.6}, {at_least: 10, fraction: 0.1}]",
        ),
        // Conditions on a choice that come to the same.
        ("{kind: {at_least: lapas}}", "{kind: [lapas, rutan]}"),
        ("{kind: {at_least: lapas}}", "{kind: {is_not: kanim}}"),
        // Defaults written out, inherited, or computed.
        ("    weight: 3\n", ""),
        (
            "    weight: 3\n",
            "    weight: 3\n    aggregate: sum\n    not_applicable: redistribute\n    unanswered: unknown\n",
        ),
        ("criteria:\n  - id: access", "unanswered: unknown\ncriteria:\n  - id: access"),
        ("    allows: [waiver]\n", "    defaults: {answer: abcd}\n    allows: [waiver]\n"),
        ("{id: lift, answer: abcd", "{id: lift, weight: 1, answer: abcd"),
    ] {
        assert_eq!(with(from, to), digest, "{from} -> {to}");
    }
    assert_eq!(method(&RULES.replace("abcd", "letters")), digest, "the name of a scale");
}

#[test]
fn every_change_of_the_method_changes_its_digest() {
    let mut seen = vec![method(RULES)];
    for (from, to) in [
        ("B: 0.5", "B: 0.51"),
        ("B: 0.5", "B: not_applicable"),
        (
            "weight: 3\n    allows: [waiver]\n    criteria:\n      - {id: ramp, weight: 2",
            "weight: 4\n    allows: [waiver]\n    criteria:\n      - {id: ramp, weight: 3",
        ),
        ("    weight: 3\n", "    weight: 3\n    aggregate: mean\n"),
        ("    weight: 3\n", "    cap: 2\n"),
        ("    weight: 3\n", "    round: {places: 1}\n"),
        ("    weight: 3\n", "    round: {places: 1, mode: down}\n"),
        ("    weight: 3\n", "    not_applicable: shrink\n"),
        ("    weight: 3\n", "    at_most_share: 0.5\n"),
        ("    weight: 3\n", "    when_empty: met\n"),
        ("    weight: 3\n", "    unanswered: zero\n"),
        ("allows: [waiver]", "allows: [not_applicable]"),
        ("allows: [waiver]", "allows: [waiver]\n    waived_as: met"),
        ("allows: [waiver]", "allows: [waiver]\n    equivalents: [{id: other_way, fraction: 0.5}]"),
        ("{any: [photo, decree]}", "{all: [photo, decree]}"),
        ("{any: [photo, decree]}", "{any: [{type: photo, at_least: 2}, decree]}"),
        ("valid_for: 1y", "valid_for: 2y"),
        ("{exclusive: true}", "{exclusive: false}"),
        ("{floors: {at_least: 2}", "{floors: {above: 2}"),
        ("{floors: {at_least: 2}", "{floors: {at_least: 3}"),
        ("max: 40", "max: 41"),
        ("heritage: false}", "heritage: true}"),
        ("difference: [reports, solved]", "difference: [solved, reports]"),
        ("{at_least: 2, fraction: 0.6}", "{at_least: 3, fraction: 0.6}"),
        ("otherwise: 1}}\n", "otherwise: 0.9}}\n"),
        ("sum: [access, calm]", "mean: [access, calm]"),
        ("at_least: 2.5", "above: 2.5"),
        ("at_least: 2.5", "at_least: 2.51"),
        ("waivable: true", "when_not_applicable: fails"),
        ("above: 100", "at_least: 100"),
        ("awards:", "exceptions: {at_most: 1}\nawards:"),
        ("awards:", "exceptions: {never_on: [bronze.area]}\nawards:"),
        ("awards:", "total: {aggregate: mean, weight: 5}\nawards:"),
        ("    bars:", "    valid_for: 2y\n    bars:"),
    ] {
        let digest = with(from, to);
        assert!(!seen.contains(&digest), "{from} -> {to}");
        seen.push(digest);
    }
}

/// A digest that was printed once is printed by every later version, or the version in it moves.
#[test]
fn a_digest_stays() {
    assert_eq!(method(RULES), "sha256:7cbd0f3aa05b96064f129934dfc4c014bb99510890387742e089fc4a4aa80334");
}
