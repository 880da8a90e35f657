//! Reading: positions, problems of shape, hostile input, round trips.

use predikat::RuleDocument;

#[test]
fn every_mistake_of_a_file_is_reported_where_it_stands() {
    let text = "\
ruleset: a
edition: 1.0.0
titel: A
criteria:
  - id: x
    weight: 0,5
    met_when: {heritage: true}
  - weight: 60%
    met_when: [heritage]
    bonus: yes
    weight: 2
effective: {from: 2022-02-30}
";
    let document = RuleDocument::from_yaml("a.yaml", text).unwrap();
    let found: Vec<String> =
        document.origin.problems().iter().map(|p| format!("{} {} {}", p.place, p.code, p.message)).collect();
    assert_eq!(
        found,
        [
            "a.yaml:3:1 unknown-key the key `titel` is not known here",
            "a.yaml:6:13 bad-number `weight`: `0,5` is not a number that is read here",
            "a.yaml:8:5 missing-key `id` is missing",
            "a.yaml:8:13 bad-number `weight`: `60%` is not a number that is read here",
            "a.yaml:9:15 wrong-shape `met_when` should be one condition, not a list",
            "a.yaml:10:12 wrong-shape `bonus` should be `true` or `false`, not the text `yes`",
            "a.yaml:11:5 duplicate-key the key `weight` is given twice",
            "a.yaml:12:19 bad-date `from`: `2022-02-30` is not a date",
        ]
    );
}
