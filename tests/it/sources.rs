//! Many units from JSON, JSON Lines and CSV: each is bound or refused by itself, and what is wrong stands at its cell.
#![cfg(feature = "yaml")]

#[path = "../shared/sources.rs"]
mod units;

use predikat::dossier::sources;
use predikat::{DossierDocument, Problems};

use units::bind;

fn assessed(unit: &Result<DossierDocument, Problems>) -> serde_json::Value {
    let mut assessed = serde_json::to_value(predikat::assess(&bind(unit).unwrap())).unwrap();
    // Where a warning stands depends on the file.
    assessed.as_object_mut().unwrap().remove("warnings");
    assessed
}

/// What is wrong with each unit; its name where nothing is.
fn told(units: &[Result<DossierDocument, Problems>]) -> Vec<String> {
    let lines = |problems: &Problems| {
        problems.iter().map(|finding| format!("{} {}", finding.place, finding.code)).collect::<Vec<_>>().join(", ")
    };
    units
        .iter()
        .map(|unit| bind(unit).map_or_else(|problems| lines(&problems), |bound| bound.unit().to_owned()))
        .collect()
}

const WIDE: &str = "unit,title,staff,ready,code,since,team.chosen,team.led
a,Rutan A,3,true,007,2020-01-01,A,B
b,,12,false,true,,,C
";

const LONG: &str = "unit,path,value
a,staff,3
b,staff,12
a,ready,true
a,code,007
a,since,2020-01-01
a,team.chosen,A
a,team.led,B
b,ready,false
b,code,true
b,since,
b,team.led,C
";

const EVIDENCE: &str = "unit,id,type,issued,expires,supports,ref,sha256
a,one,photo,,,team.chosen;team.led,1.jpg,
a,two,decree,2022-01-01,2022-12-31,team,2.pdf,
";

const JSON: &str = r#"[
  {"unit": "a", "title": "Rutan A",
   "facts": {"staff": 3, "ready": true, "code": "007", "since": "2020-01-01", "team": {"chosen": "A", "led": "B"}},
   "evidence": [
     {"id": "one", "type": "photo", "supports": ["team.chosen", "team.led"], "ref": "1.jpg"},
     {"id": "two", "type": "decree", "issued": "2022-01-01", "expires": "2022-12-31", "supports": ["team"], "ref": "2.pdf"}]},
  {"unit": "b", "facts": {"staff": 12, "ready": false, "code": "true", "team.led": "C"}}
]"#;

#[test]
fn every_shape_says_the_same() {
    let json = sources::json("u.json", JSON);
    let lines: String = JSON
        .replace('\n', " ")
        .trim_matches(['[', ']', ' '])
        .replace("},    {\"unit\"", "}\n{\"unit\"")
        .replace("]},   {\"unit\"", "]}\n{\"unit\"");
    let lines = sources::json_lines("u.jsonl", &lines);
    let wide = sources::csv("u.csv", WIDE, Some(("e.csv", EVIDENCE)));
    let long = sources::csv("u.csv", LONG, Some(("e.csv", EVIDENCE)));
    for other in [&lines, &wide, &long] {
        assert_eq!(other.len(), json.len());
        for (one, other) in json.iter().zip(other) {
            assert_eq!(assessed(one), assessed(other));
        }
    }
    assert_eq!(wide[0].as_ref().unwrap().title, json[0].as_ref().unwrap().title);
    assert_eq!(assessed(&wide[0])["criteria"]["team.chosen"]["status"], "met");
    assert_eq!(assessed(&wide[1])["criteria"]["team.led"]["status"], "not_met");
}

#[test]
fn one_bad_unit_does_not_stop_the_others() {
    let wide = "unit,staff,team.chosen,team.lad
a,3,A,
b,3.5,D,
c,3,A,B
,3,A,
a,4,A,
d,3
e,2,B,
F f,2,B,
";
    assert_eq!(
        told(&sources::csv("u.csv", wide, None)),
        [
            "a",
            "u.csv:3:3 wrong-literal, u.csv:3:7 unknown-value",
            "u.csv:1:24 unknown-fact",
            "u.csv:5:1 missing-key",
            "u.csv:6:1 duplicate-id",
            "u.csv:7:1 csv-syntax",
            "e",
            "u.csv:9:1 bad-id",
        ]
    );
    let long = "unit,path,value\na,staff,x\na,staff,4\nb,team.lad,A\nc,staff,3\n";
    assert_eq!(
        told(&sources::csv("u.csv", long, None)),
        ["u.csv:2:9 wrong-literal, u.csv:3:3 duplicate-key", "u.csv:4:3 unknown-fact", "c"]
    );
    let lines =
        "{\"unit\": \"a\"}\n{\"unit\": \"b\", \"facts\": {\"staff\": \"many\"}}\n{\"unit\": \n{\"unit\": \"c\"}\n";
    assert_eq!(
        told(&sources::json_lines("u.jsonl", lines)),
        ["a", "u.jsonl:2:34 wrong-literal", "u.jsonl:3:10 json-syntax", "c"]
    );
}

#[test]
fn evidence_stands_with_its_unit_or_is_told() {
    let evidence = "unit,id,type,issued,supports
a,one,photo,,team.choosen
b,two,decree,,team
b,three,decree,2022-13-01,team
c,four,photo,,team
d,five
";
    assert_eq!(
        told(&sources::csv("u.csv", "unit,staff\na,3\nb,3\n", Some(("e.csv", evidence)))),
        [
            "e.csv:2:14 unknown-criterion",
            "e.csv:3:1 issued-missing, e.csv:4:16 bad-date",
            "e.csv:5:1 unknown-unit",
            "e.csv:6:1 csv-syntax",
        ]
    );
}

#[test]
fn columns_must_be_known_and_distinct() {
    let wrong = |facts: &str, evidence: Option<&str>| {
        told(&sources::csv("u.csv", facts, evidence.map(|text| ("e.csv", text)))).pop().unwrap()
    };
    assert_eq!(wrong("", None), "u.csv:1:1 wrong-columns");
    assert_eq!(wrong("name,staff\n", None), "u.csv:1:1 wrong-columns");
    assert_eq!(wrong("unit,staff,staff\n", None), "u.csv:1:12 wrong-columns");
    assert_eq!(wrong("unit,,staff\n", None), "u.csv:1:6 wrong-columns");
    assert_eq!(wrong("unit\n", Some("unit,id,typ\n")), "e.csv:1:9 wrong-columns");
    assert_eq!(wrong("unit\n", Some("unit,id\n")), "e.csv:1:1 wrong-columns");
}
