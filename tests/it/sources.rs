//! Many units from JSON, JSON Lines and CSV: each is bound or refused by itself, and what is wrong stands at its cell.
#![cfg(feature = "yaml")]

use predikat::dossier::sources;
use predikat::{DossierDocument, Problems};

use crate::shared::sources::bind;

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

/// A cell, the text that it is, and the number that it is; quotes around it change neither. A text of blanks is an answer,
/// a number of blanks none.
#[allow(clippy::type_complexity)] // a table: the cell, what a text is then, what another type is
const BLANKS: &[(&str, Option<&str>, Result<Option<&str>, ()>)] = &[
    ("", None, Ok(None)),
    ("3", Some("3"), Ok(Some("3"))),
    (" 3", Some(" 3"), Ok(Some("3"))),
    ("3  ", Some("3  "), Ok(Some("3"))),
    ("\u{a0}3\u{2003}", Some("\u{a0}3\u{2003}"), Ok(Some("3"))),
    (" ", Some(" "), Ok(None)),
    ("   ", Some("   "), Ok(None)),
    ("\u{3000}", Some("\u{3000}"), Ok(None)),
    (" 3 4 ", Some(" 3 4 "), Err(())),
    (" A", Some(" A"), Err(())),
];

/// What is read of the text and of the number, by every reader of tables; and of the text in JSON.
#[test]
fn blanks_around_a_cell_count_in_a_text_alone_for_every_reader() {
    use predikat::batch::Batch;
    use predikat::batch::stream::Stream;
    use predikat::dossier::{BindOptions, Binder};
    use std::ops::ControlFlow;

    let rules = "
ruleset: blanks
edition: 1.0.0
facts:
  note: {type: text}
  staff: {type: integer, min: 0}
  kind: {type: choice, of: [\"3\", B]}
  ready: {type: boolean}
  since: {type: date}
criteria:
  - {id: noted, met_when: {note: {answered: true}}}
  - {id: bare, met_when: {note: \"3\"}}
  - {id: counted, met_when: {staff: 3, kind: \"3\", ready: true, since: 2022-01-01}}
  - {id: silent, met_when: {staff: {answered: false}, kind: {answered: false}}}
awards:
  - {id: is_noted, requires: [{id: r, criterion: noted, is: [met]}]}
  - {id: is_bare, requires: [{id: r, criterion: bare, is: [met]}]}
  - {id: is_counted, requires: [{id: r, criterion: counted, is: [met]}]}
  - {id: is_silent, requires: [{id: r, criterion: silent, is: [met]}]}
";
    let rules = predikat::RuleSet::from_yaml("rules.yaml", rules).unwrap_or_else(|problems| panic!("{problems}"));
    let as_of = "2022-05-31".parse().unwrap();
    let options = BindOptions::new().as_of(as_of);
    let eligible = |dossier: &predikat::Dossier| -> Vec<String> {
        let awards = predikat::assess(dossier).awards;
        let held = awards.iter().filter(|(_, one)| one.outcome == predikat::assessment::Eligibility::Eligible);
        held.map(|(id, _)| id.clone()).collect()
    };
    for (cell, text, number) in BLANKS {
        for quotes in ["", "\""] {
            let padded = |value: &str| format!("{quotes}{}{quotes}", cell.replace('3', value));
            let (as_text, ready, since) = (padded("3"), padded("true"), padded("2022-01-01"));
            let wide =
                format!(" unit , note,\" staff\",kind ,ready,since\nu,{as_text},{as_text},{as_text},{ready},{since}\n");
            let long = format!(
                "path,unit , value\n note ,u,{as_text}\nstaff,u,{as_text}\nkind,u,{as_text}\nready,u,{ready}\nsince ,u,{since}\n"
            );
            let json = |text: &str, number: &str| {
                let mut facts = serde_json::Map::new();
                let mut add = |name: &str, value: String| facts.insert(name.to_owned(), value.into());
                if !text.is_empty() {
                    add("note", text.to_owned());
                }
                if !number.is_empty() {
                    add("staff", number.to_owned());
                    add("kind", number.to_owned());
                    add("since", "2022-01-01".to_owned());
                    facts.insert("ready".to_owned(), true.into());
                }
                serde_json::json!({"unit": "u", "facts": facts}).to_string()
            };
            let expected = number.map(|number| {
                let text = json(text.unwrap_or_default(), number.unwrap_or_default());
                let document = sources::json("u.json", &text).remove(0).unwrap();
                rules.bind(&document, &options).unwrap()
            });
            let story = format!("{cell:?} in {quotes}{quotes}");
            for table in [&wide, &long] {
                let placed = sources::csv("u.csv", table, None).remove(0);
                let placed = placed.and_then(|document| rules.bind(&document, &options));
                let quick = Binder::new(&rules, &options).csv("u.csv", table, None).next().unwrap();
                let batch = Batch::new(&rules);
                let mut streamed = Vec::new();
                let stream = Stream::new(&batch).as_of(as_of);
                let nothing: Option<(&str, &mut dyn std::io::BufRead)> = None;
                let ended = stream.csv("u.csv", table.as_bytes(), nothing, |decided| {
                    assert!(decided.astray.is_empty(), "{story}");
                    let awards =
                        ["is_noted", "is_bare", "is_counted", "is_silent"].iter().zip(decided.outcomes.awards());
                    let held =
                        awards.filter(|(_, one)| one.outcomes[0] == Some(predikat::assessment::Eligibility::Eligible));
                    let held = held.map(|(id, _)| (*id).to_owned()).collect::<Vec<_>>();
                    streamed.push(decided.outcomes.refused().is_empty().then_some(held));
                    ControlFlow::Continue(())
                });
                ended.unwrap();
                match &expected {
                    Ok(expected) => {
                        let held = eligible(expected);
                        assert_eq!(held.contains(&"is_noted".to_owned()), text.is_some(), "{story}");
                        assert_eq!(held.contains(&"is_bare".to_owned()), *text == Some("3"), "{story}");
                        assert_eq!(held.contains(&"is_counted".to_owned()), *number == Ok(Some("3")), "{story}");
                        assert_eq!(held.contains(&"is_silent".to_owned()), *number == Ok(None), "{story}");
                        for bound in [&placed, &quick] {
                            let bound = bound.as_ref().unwrap_or_else(|problems| panic!("{story}: {problems}"));
                            assert_eq!(eligible(bound), held, "{story}");
                            let reads = |dossier| predikat::assess(dossier).criteria["noted"].reads.clone();
                            assert_eq!(reads(bound), reads(expected), "{story}");
                        }
                        assert_eq!(streamed, [Some(held)], "{story}");
                    }
                    Err(()) => assert!(placed.is_err() && quick.is_err() && streamed == [None], "{story}"),
                }
            }
        }
    }
    // What is no cell of a table is as it is written: a number with blanks is none.
    let units = sources::json("u.json", r#"{"unit": "u", "facts": {"staff": " 3"}}"#);
    assert!(rules.bind(units[0].as_ref().unwrap(), &options).is_err());
}
