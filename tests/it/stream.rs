//! What a stream decides of a table, chunk by chunk, is what is decided of it as a whole; what is wrong stops no more than
//! it must.
#![cfg(feature = "yaml")]

use predikat::RuleSet;
use predikat::batch::Batch;
use predikat::batch::stream::Stream;

use crate::shared::stream::{as_a_whole, streamed};

const RULES: &str = "
ruleset: s
edition: 1.0.0
effective: {from: 2020-01-01}
scales: {ada: {Ada: 1, Tidak: 0}}
facts:
  staff: {type: integer, min: 0, max: 90}
  ready: {type: boolean}
  code: {type: text}
evidence: {photo: {valid_for: 1y}}
criteria:
  - {id: ramp, weight: 2, answer: ada, evidence: photo}
  - {id: enough, met_when: {staff: {at_least: 3}, ready: true, code: {min_length: 2}}}
awards:
  - {id: pass, requires: [{id: total, score: total, at_least: 3}]}
";

const FACTS: &str = "unit,as_of,staff,ready,code,ramp
a,2024-05-31,3,true,\"x, \"\"y\"\"
z\",Ada
b,2024-05-31,3.5,true,xx,Ada
c,2024-05-31,3
d,2024-05-31,91,maybe,xx,Ado
e,,3,true,xx,Ada
f,2019-05-31,3,true,xx,Ada
g,2024-05-31,\"3\"4,true,xx,Ada

,2024-05-31,3,true,xx,Ada
F f,2024-05-31,3,true,xx,Ada
h,2024-05-31, 3 ,true,xx,Ada
h,2024-05-31,3,true,xx,Ada
i,2024-05-31,3,true,xx,Ada
j,2024-05-31,3,true,\"xx,Ada
";

const DOCUMENTS: &str = "unit,id,type,issued,supports
a,one,photo,2024-01-01,ramp
b,two,photo,2024-01-01,ramp
h,three,photo,2023-01-01,ramp
i
i,four,photo,2024-13-01,ramp
";

#[test]
fn what_is_wrong_stands_at_its_cell_and_stops_no_other() {
    let rules = RuleSet::from_yaml("s.yaml", RULES).unwrap();
    let batch = Batch::new(&rules);
    let whole = as_a_whole(&rules, FACTS, Some(DOCUMENTS));
    for (chunk, threads) in [(1, 1), (2, 2), (1000, 1)] {
        let stream = Stream::new(&batch).chunk(chunk).threads(threads);
        let (told, astray, ended) = streamed(&stream, FACTS, Some(DOCUMENTS));
        ended.unwrap();
        let words: Vec<String> = told
            .iter()
            .map(|one| match one {
                Ok((unit, _, _, outcomes)) => format!("{unit} {}", outcomes[0]),
                Err(problems) => problems.split(": error").next().unwrap().to_owned(),
            })
            .collect();
        let expected = [
            "a eligible",
            "units.csv:4:14",
            "units.csv:6:14",
            "units.csv:7:1",
            "units.csv:8:3",
            "units.csv:12:1",
            "h ineligible",
            "documents.csv:6:14",
        ];
        assert_eq!(words, expected);
        let mut all: Vec<&str> = astray.iter().map(|one| one.split(": error").next().unwrap()).collect();
        all.sort_unstable();
        assert_eq!(
            all,
            [
                "documents.csv:5:1",
                "units.csv:11:1",
                "units.csv:14:1",
                "units.csv:16:21",
                "units.csv:5:1",
                "units.csv:9:17"
            ]
        );
        // Each is told as it is of the whole, but that the first of two rows is not known any more.
        let mut both: Vec<String> = told.into_iter().filter_map(Result::err).chain(astray).collect();
        let mut of_whole: Vec<String> = whole.iter().filter_map(|one| one.clone().err()).collect();
        both.sort();
        of_whole.sort();
        assert_eq!(both, of_whole);
    }
}

#[test]
fn documents_out_of_order_are_refused() {
    let rules = RuleSet::from_yaml("s.yaml", RULES).unwrap();
    let batch = Batch::new(&rules);
    let facts = "unit,as_of,ramp\na,2024-05-31,Ada\nb,2024-05-31,Ada\nc,2024-05-31,Ada\n";
    let documents = |units: &[&str]| -> String {
        let rows = units.iter().enumerate().map(|(at, unit)| format!("{unit},d{at},photo,2024-01-01,ramp\n"));
        "unit,id,type,issued,supports\n".to_owned() + &rows.collect::<String>()
    };
    // What stands before the other, and which of the two is told, depends on how far it is read at once.
    let cases =
        [(["b", "a", "c"], [2, 3]), (["a", "x", "c"], [3, 3]), (["a", "b", "a"], [3, 4]), (["x", "y", "z"], [2, 2])];
    for (units, lines) in cases {
        for chunk in [1, 2, 100] {
            let stream = Stream::new(&batch).chunk(chunk);
            let (_, _, ended) = streamed(&stream, facts, Some(&documents(&units)));
            let error = ended.unwrap_err().to_string();
            let told = |line| error.starts_with(&format!("documents.csv:{line}:1: error[unknown-unit]"));
            assert!(lines.into_iter().any(told), "{units:?} {error}");
        }
    }
    assert!(streamed(&Stream::new(&batch), facts, Some(&documents(&["a", "a", "c"]))).2.is_ok());
}

#[test]
fn a_heading_that_does_not_fit_is_refused_at_once() {
    let rules = RuleSet::from_yaml("s.yaml", RULES).unwrap();
    let batch = Batch::new(&rules);
    for (facts, place) in [
        ("unit,ramp,stuff\na,Ada,\n", "units.csv:1:11: error[unknown-fact]"),
        ("ramp\nAda\n", "units.csv:1:1: error[wrong-columns]"),
        ("unit,ramp,ramp\n", "units.csv:1:11: error[wrong-columns]"),
        ("", "units.csv:1:1: error[wrong-columns]"),
    ] {
        let (told, _, ended) = streamed(&Stream::new(&batch), facts, None);
        let error = ended.unwrap_err().to_string();
        assert!(told.is_empty() && error.starts_with(place), "{error}");
    }
    let (_, _, ended) = streamed(&Stream::new(&batch), "unit,ramp\na,Ada\n", Some("unit,id\na,x\n"));
    assert!(ended.unwrap_err().to_string().starts_with("documents.csv:1:1: error[wrong-columns]"));
}
