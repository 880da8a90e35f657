//! The binder gives the dossier that reading with places and binding gives, or the same problems: of what ships, and of
//! every kind of value, key and row.
#![cfg(feature = "yaml")]

use predikat::document::{Literal, Style};
use predikat::dossier::{BindOptions, Binder, sources};
use predikat::{DossierDocument, RuleSet, SuiteDocument, shipped};

use crate::shared::binder::{all_same, same_csv, same_json, same_value};
use crate::shared::texts::{long, nested, wide};

/// Every dossier of the suites that ship, for the rules that they are for.
#[test]
fn every_dossier_that_ships() {
    let mut count = 0;
    let folders = std::fs::read_dir("rules/suites").unwrap();
    for file in folders.flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap()) {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let Ok(suite) = SuiteDocument::from_yaml("suite.yaml", &text) else { continue };
        let edition = suite.edition.as_deref();
        let Some(rules) = shipped::find(&suite.suite, edition).map(|one| one.rule_set().unwrap()) else { continue };
        let dossiers: Vec<DossierDocument> = suite
            .cases
            .iter()
            .filter_map(|case| case.given.clone())
            .map(|given| DossierDocument { unit: "unit".into(), ..given })
            .collect();
        let options = BindOptions::new().insist(true);
        // Every case of a small suite, some of a large one.
        for dossier in dossiers.iter().step_by(1 + dossiers.len() / 20) {
            let value = serde_json::to_value(dossier).unwrap();
            same_json(&rules, &value.to_string(), &options);
            same_json(&rules, &serde_json::to_string_pretty(&nested(&value)).unwrap(), &options);
            count += 1;
        }
        let few: Vec<&DossierDocument> = dossiers.iter().take(5).collect();
        same_csv(&rules, &wide(&few), &options.clone().as_of("2024-01-01".parse().unwrap()));
        same_csv(&rules, &long(&few), &options.clone().as_of("2024-01-01".parse().unwrap()));
    }
    assert!(count > 50, "{count}");
}

fn every_type() -> RuleSet {
    let text = "
ruleset: types
edition: 1.0.0
scales: {abcd: {A: 1, B: 0.5, '3': 0, 'true': 0, ' E é': 0}}
facts:
  whole: {type: integer, min: -5, max: '1000000000000000000'}
  part: {type: decimal, min: 0}
  ready: {type: boolean}
  code: {type: text, min: 1, max: 5}
  since: {type: date, max: 2024-01-01}
  double: {derive: {sum: [whole, whole]}}
criteria:
  - {id: team, criteria: [{id: chosen, answer: abcd}, {id: deep, criteria: [{id: led, answer: abcd}]}]}
  - id: enough
    met_when:
      all: [{whole: {at_least: 3}}, {part: {at_least: 0.67}}, {ready: true}, {code: {min_length: 1}}, {since: {answered: true}}, {double: {at_least: 1}}]
awards: [{id: pass, requires: [{id: total, score: total, at_least: 0}]}]
";
    RuleSet::from_yaml("rules.yaml", text).unwrap()
}

/// Spellings of values, JSON's and others.
const VALUES: &[&str] = &[
    "0",
    "3",
    "-0",
    "-3",
    "-0.0",
    "0.67",
    "0.670",
    "3.0",
    "1e3",
    "1E2",
    "1e999",
    "007",
    "00",
    "01.5",
    ".5",
    "5.",
    "+1",
    "-",
    "123456789012345",
    "999999999999999",
    "1234567890123456",
    "100000000000000000000",
    "0.1234567890123456",
    "0.00000000000000000001",
    "1_000",
    "NaN",
    "Infinity",
    "true",
    "false",
    "null",
    "True",
    "tru",
    "[]",
    "{}",
    "[1]",
    "{\"a\": 1}",
    "\"\"",
    "\"A\"",
    "\"3\"",
    "\"true\"",
    "\" E \\u00e9\"",
    "\" E é\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud83d\"",
    "\"a\\\"b\"",
    "\"tab\t\"",
    "\"2022-05-31\"",
    "\"2022-02-30\"",
    "\"2025-01-01\"",
    "\"2/3\"",
    "\"4/2\"",
    "\"0.67\"",
    "\"1234567890123456\"",
    "\"1e3\"",
    "\"abcdef\"",
    "\"  a  \"",
    "\"\\q\"",
    "\"open",
    "A",
    "",
];

const FACTS: &[&str] = &[
    "whole",
    "part",
    "ready",
    "code",
    "since",
    "team.chosen",
    "team.deep.led",
    "team",
    "double",
    "as_of",
    "nothing",
    "enough",
];

#[test]
fn every_value_of_every_type() {
    let rules = every_type();
    let options = BindOptions::new().as_of("2022-05-31".parse().unwrap());
    for fact in FACTS {
        for value in VALUES {
            same_json(&rules, &format!("{{\"unit\": \"a\", \"facts\": {{\"{fact}\": {value}}}}}"), &options);
            let cell = value.trim_matches('"').replace("\\u00e9", "é");
            same_csv(&rules, &format!("unit,{fact}\na,{cell}\nb, \"{cell}\" \nc,{cell}x\nd,\n"), &options);
            same_csv(&rules, &format!("value,unit,path\n{cell},a,{fact}\n1,b,whole\n{cell},a,whole\n"), &options);
        }
    }
}

#[test]
fn every_key_of_a_dossier() {
    let rules = every_type();
    let given = BindOptions::new().as_of("2022-05-31".parse().unwrap());
    for text in [
        "{}",
        "[]",
        "",
        " [ ] ",
        "{\"unit\": \"a\"} x",
        "{\"unit\": \"a\"",
        "[{\"unit\": \"a\"} {\"unit\": \"b\"}]",
        "[{\"unit\": \"a\"}, {\"unit\": \"B\"}, {\"unit\": \"c\", \"facts\": {\"ready\": 1}}, {\"unit\": \"d\"}]",
        "[{\"unit\": \"a\"}, {\"unit\": ]}, {\"unit\": \"c\"}]",
        "\u{feff}{\"unit\": \"a\"}",
        "{\"unit\": \"a\", \"unit\": \"a\"}",
        "{\"unit\": \"a\", \"title\": \"T\", \"ruleset\": \"types\", \"as_of\": \"2022-01-01\"}",
        "{\"unit\": \"a\", \"title\": null, \"ruleset\": null, \"as_of\": null, \"facts\": null, \"evidence\": null}",
        "{\"unit\": \"a\", \"title\": {\"id\": \"T\", \"en\": \"t\"}, \"facts\": {\"ready\": true}}",
        "{\"unit\": \"a\", \"title\": 3, \"ruleset\": \"other\"}",
        "{\"unit\": \"a\", \"as_of\": \"2022-02-30\"}",
        "{\"unit\": \"A b\"}",
        "{\"unit\": 3}",
        "{\"unit\": \"a\", \"evidence\": [], \"exceptions\": [], \"rounds\": [], \"obstacles\": [], \"awards\": []}",
        "{\"unit\": \"a\", \"rounds\": [{\"by\": \"kanwil\", \"facts\": {\"ready\": true}}]}",
        "{\"unit\": \"a\", \"obstacles\": [{\"id\": \"o\", \"on\": [\"team\"]}]}",
        "{\"unit\": \"a\", \"obstacles\": [{\"id\": \"o\", \"on\": [\"teem\"]}]}",
        "{\"unit\": \"a\", \"awards\": [{\"award\": \"pass\", \"from\": \"2021-01-01\", \"until\": null}]}",
        "{\"unit\": \"a\", \"awards\": [{\"award\": \"pass\", \"from\": \"2021-01-01\", \"until\": \"2021-01-01\"}]}",
        "{\"unit\": \"a\", \"awards\": [{\"award\": \"pass\", \"from\": \"2021-01-01\", \"revoked\": \"2021-01-01\"}]}",
        "{\"unit\": \"a\", \"awards\": [{\"award\": \"pass\"}, {\"award\": \"gold\", \"from\": \"2021-01-01\"}]}",
        "{\"unit\": \"a\", \"awards\": [{\"award\": \"pass\", \"from\": \"2021-01-01\", \"from\": \"2021-01-01\"}]}",
        "{\"unit\": \"a\", \"facts\": {\"team\": {\"chosen\": \"A\", \"deep\": {\"led\": \"B\"}}}}",
        "{\"unit\": \"a\", \"facts\": {\"team\": {\"deep.led\": \"B\"}, \"team.chosen\": \"A\"}}",
        "{\"unit\": \"a\", \"facts\": {\"team\": {\"chosen\": \"A\"}, \"team.chosen\": \"A\"}}",
        "{\"unit\": \"a\", \"facts\": {\"team\": {\"chosen\": null}, \"team.chosen\": \"A\"}}",
        "{\"unit\": \"a\", \"facts\": {\"team\": {}, \"team\": {}}}",
        "{\"unit\": \"a\", \"facts\": {\"team\": null, \"team\": {\"chosen\": \"A\"}}}",
        "{\"unit\": \"a\", \"facts\": {\"team\": {\"deep\": {\"led\": \"A\"}}, \"team.deep\": {}}}",
        "{\"unit\": \"a\", \"facts\": {\"ready\": null, \"ready\": true}}",
        "{\"unit\": \"a\", \"facts\": {\"read\\u0079\": true}}",
        "{\"unit\": \"a\", \"facts\": {\"ready\": true,}}",
        "{\"unit\": \"a\", \"facts\": {\"ready\" true}}",
        "{\"unit\": \"a\", \"facts\": {\"ready\": true \"code\": \"a\"}}",
        "{\"unit\": \"a\", \"facts\": {\"code\": \"\u{7f}\u{0}\"}}",
    ] {
        same_json(&every_type(), text, &BindOptions::new());
        same_json(&rules, text, &given);
    }
    let large = "a".repeat(70_000);
    same_json(&rules, &format!("{{\"unit\": \"a\", \"facts\": {{\"code\": \"{large}\"}}}}"), &given);
    same_json(&rules, &format!("{{\"unit\": \"a\", \"title\": \"{large}\"}}"), &given);
    let deep = format!("{{\"unit\": \"a\", \"facts\": {}{}}}", "{\"team\": ".repeat(40), "}".repeat(40));
    same_json(&rules, &deep, &given);
}

#[test]
fn every_kind_of_row() {
    let rules = every_type();
    let options = BindOptions::new().as_of("2022-05-31".parse().unwrap());
    for text in [
        "",
        "\n\n",
        "unit\n",
        "unit\na\n\nb",
        "ready\ntrue\n",
        "unit,unit\na,b\n",
        "unit,\na,b\n",
        "unit,ready\na,true\n,true\na,false\nb,true,3\nc\n\"a\",\nd,\"true\"x\ne,\"tr\nue\"\nf,true\n\"g\n",
        "unit,ready\r\na,true\r\n\r\nb,maybe\r\nc,false",
        "unit,ready\ra,true\rb,maybe\rc,false\r",
        "unit;part\na;0.67\nb;0,67\n",
        "unit\tpart\na\t0.67 \nb\t2/3\n",
        "\u{feff}unit , part\n a , 0.67\n \"b\" , \"2/3\" \n\"a\",1\n",
        "unit,title,as_of,ready\na,T é,2022-01-01,true\nb,\"T, \"\"x\"\"\",,false\nc,,soon,true\n",
        "unit,nothing,ready\na,,true\nb,1,true\n",
        "unit,team,ready\na,,true\nb,A,true\n",
        "unit,path,value\na,ready,true\nb,ready,false\na,part,1\n",
        "unit,path,value\na,ready,true\na,ready,true\nb,ready,true\n",
        "unit,path,value\na,ready,true\n,ready,true\nb,ready,true\n",
        "unit,path,value\na,ready,true\nb,ready\nc,ready,true\n",
        "unit,path,value\na,ready,\na,ready,true\nb,,true\nB,ready,true\nc,ready,true\n",
    ] {
        same_csv(&rules, text, &options);
    }
    let evidence = Some(("e.csv", "unit,id,type\na,x,photo\nz,y,photo\n"));
    let binder = Binder::new(&rules, &options);
    let text = "unit,ready\na,true\nb,false\n";
    all_same(binder.csv("u.csv", text, evidence), sources::csv("u.csv", text, evidence), &rules, &options);
}

#[test]
fn every_kind_of_rust_value() {
    use serde::Serialize;
    use std::collections::BTreeMap;
    let rules = every_type();
    let options = BindOptions::new().as_of("2022-05-31".parse().unwrap());
    let rest = DossierDocument { unit: "a".into(), ..DossierDocument::default() };
    #[derive(Serialize)]
    enum Grade {
        A,
        B,
        Other(u8),
    }
    #[derive(Serialize)]
    struct Deep<T> {
        led: Option<T>,
    }
    #[derive(Serialize)]
    struct Team<T> {
        chosen: T,
        deep: Deep<T>,
    }
    #[derive(Serialize)]
    struct Facts<T> {
        whole: i64,
        part: f64,
        since: predikat::Date,
        team: Team<T>,
    }
    let since = "2022-01-01".parse().unwrap();
    let facts = |whole, part, chosen, led| Facts { whole, part, since, team: Team { chosen, deep: Deep { led } } };
    same_value(&rules, &facts(3, 0.67, Grade::A, Some(Grade::B)), &rest, &options);
    same_value(&rules, &facts(1_234_567_890_123_456, 0.1 + 0.2, Grade::A, None), &rest, &options);
    same_value(&rules, &facts(-6, f64::NAN, Grade::Other(1), None), &rest, &options);
    macro_rules! values {
        ($($value:expr),* $(,)?) => {$(
            for fact in FACTS {
                same_value(&rules, &BTreeMap::from([(*fact, $value)]), &rest, &options);
            }
        )*};
    }
    values![
        true,
        3u8,
        -3i64,
        3.0f64,
        0.67f32,
        1e300f64,
        f64::INFINITY,
        u128::MAX,
        'A',
        "A",
        "",
        "2/3",
        (),
        Some(3),
        None::<u8>,
        (1, 2),
        [1],
        "long ".repeat(30),
        serde_json::json!({"chosen": "A"}),
        serde_json::json!(1.5),
    ];
    same_value(&rules, &BTreeMap::from([(3, true)]), &rest, &options);
    same_value(&rules, &BTreeMap::from([("x".repeat(100), true)]), &rest, &options);
    same_value(&rules, &3, &rest, &options);
    let number: predikat::Number = "2/3".parse().unwrap();
    same_value(&rules, &BTreeMap::from([("part", &number)]), &rest, &options);
    let with_facts = DossierDocument {
        facts: [("ready".to_owned(), Literal { text: "true".into(), style: Style::Boolean })].into_iter().collect(),
        ..rest.clone()
    };
    same_value(&rules, &BTreeMap::from([("whole", 3)]), &with_facts, &options);
    for unit in ["", "A b"] {
        let rest = DossierDocument { unit: unit.into(), ..rest.clone() };
        same_value(&rules, &BTreeMap::from([("whole", 3)]), &rest, &options);
    }
}
