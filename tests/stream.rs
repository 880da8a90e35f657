//! What a stream decides of a table, chunk by chunk, is what reading, binding and assessing it as a whole decides.
#![cfg(feature = "yaml")]

mod generated;

mod naive;

use std::fmt::Write as _;
use std::ops::ControlFlow;

use generated::{Options, domains, made, raw};
use predikat::batch::Batch;
use predikat::batch::stream::{Stream, StreamError};
use predikat::dossier::{BindOptions, sources};
use predikat::{DossierDocument, Number, RuleDocument, RuleSet, assess};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};

/// A unit: its name, its total, its highest award and the outcomes of all; or what is wrong with it.
type Told = Result<(String, Option<(Number, Number)>, Option<String>, Vec<&'static str>), String>;

fn as_a_whole(rules: &RuleSet, facts: &str, documents: Option<&str>) -> Vec<Told> {
    let units = sources::csv("units.csv", facts, documents.map(|text| ("documents.csv", text)));
    let told = |unit: Result<DossierDocument, predikat::Problems>| {
        let dossier = unit.and_then(|unit| rules.bind(&unit, &BindOptions::new())).map_err(|one| one.to_string())?;
        let assessment = assess(&dossier);
        let total = assessment.total.points().map(|points| (points.low.clone(), points.high.clone()));
        let outcomes = assessment.awards.values().map(|award| award.outcome.word()).collect();
        Ok((dossier.unit().to_owned(), total, assessment.highest, outcomes))
    };
    units.into_iter().map(told).collect()
}

/// The units of a stream, and apart from them what is wrong with rows of no unit.
fn streamed(
    stream: &Stream<'_>,
    facts: &str,
    documents: Option<&str>,
) -> (Vec<Told>, Vec<String>, Result<(), StreamError>) {
    let (mut told, mut astray): (Vec<Told>, Vec<String>) = (Vec::new(), Vec::new());
    let mut documents = documents.map(str::as_bytes);
    let documents = documents.as_mut().map(|text| ("documents.csv", text as &mut dyn std::io::BufRead));
    let mut seen = 0;
    let ended = stream.csv("units.csv", facts.as_bytes(), documents, |decided| {
        astray.extend(decided.astray.iter().map(ToString::to_string));
        let outcomes = decided.outcomes;
        assert_eq!(outcomes.rows(), decided.units.len());
        seen += decided.units.len() as u64;
        assert_eq!(decided.progress.units, seen);
        for (row, unit) in decided.units.iter().enumerate() {
            if let Some(refused) = outcomes.refused().iter().find(|refused| refused.row == row) {
                told.push(Err(refused.problems.to_string()));
                continue;
            }
            let points = outcomes.total().unwrap().points(row);
            let total = points.map(|points| (points.low, points.high));
            let words = outcomes.awards().iter().map(|award| award.outcomes[row].unwrap().word()).collect();
            told.push(Ok((unit.clone(), total, outcomes.highest(row).map(str::to_owned), words)));
        }
        ControlFlow::Continue(())
    });
    (told, astray, ended.map(|_| ()))
}

fn cell(text: &str) -> String {
    if text.contains([' ', ',', '"', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// The dossiers as wide and as long text, and their documents.
fn written(rules: &RuleDocument, dossiers: &[DossierDocument], spoilt: &[Option<usize>]) -> (String, String, String) {
    let names: Vec<String> = domains(rules).into_iter().map(|(name, _)| name).collect();
    let mut wide = format!("unit,as_of,{}\n", names.join(","));
    let mut long = "path,unit,value\n".to_owned();
    let mut documents = "unit,id,type,issued,expires,supports,ref,sha256\n".to_owned();
    for (dossier, spoilt) in dossiers.iter().zip(spoilt) {
        let unit = &dossier.unit;
        write!(wide, "{unit},{}", dossier.as_of.unwrap()).unwrap();
        for (at, name) in names.iter().enumerate() {
            let text = dossier.facts.get(name).map_or("", |literal| literal.text.as_str());
            let text = if spoilt.is_some_and(|spoilt| spoilt % names.len() == at) { "no,\n such" } else { text };
            write!(wide, ",{}", cell(text)).unwrap();
            writeln!(long, "{name},{unit},{}", cell(text)).unwrap();
        }
        wide.push('\n');
        for one in &dossier.evidence {
            let date = |date: Option<predikat::Date>| date.map_or(String::new(), |date| date.to_string());
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            let (issued, expires, supports) = (date(one.issued), date(one.expires), one.supports.join(";"));
            let (reference, sha256) = (text(&one.reference), text(&one.sha256));
            let (id, kind) = (&one.id, &one.evidence_type);
            writeln!(documents, "{unit},{id},{kind},{issued},{expires},{supports},{reference},{sha256}").unwrap();
        }
    }
    (wide, long, documents)
}

#[test]
fn a_stream_decides_as_a_whole() {
    let config = ProptestConfig {
        cases: 60,
        rng_seed: RngSeed::Fixed(11),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let options = Options { missing: 1, ..Options::default() };
    let counts = std::cell::RefCell::new((0, 0));
    let units = vec((raw(options), proptest::option::weighted(0.15, 0..40usize), any::<bool>()), 1..9);
    TestRunner::new(config)
        .run(&(made(options), units), |(made, units)| {
            let Ok(rules) = RuleSet::from_document(&made.rules) else { return Ok(()) };
            let (mut dossiers, mut spoilt) = (Vec::new(), Vec::new());
            for (at, (raw, wrong, later)) in units.into_iter().enumerate() {
                let mut dossier = raw.dossier(&made.rules);
                (dossier.exceptions, dossier.awards, dossier.rounds) = Default::default();
                dossier.unit = format!("u{at}");
                dossier.as_of = dossier.as_of.filter(|_| !later).or("2022-11-30".parse().ok());
                dossiers.push(dossier);
                spoilt.push(wrong);
            }
            let (wide, long, documents) = written(&made.rules, &dossiers, &spoilt);
            let batch = Batch::new(&rules);
            let whole = as_a_whole(&rules, &wide, Some(&documents));
            let mut counts = counts.borrow_mut();
            counts.0 += whole.iter().filter(|one| one.is_ok()).count();
            counts.1 += whole.iter().filter(|one| one.is_err()).count();
            for (chunk, threads) in [(1, 1), (3, 2), (1000, 1), (1, 2)] {
                let stream = Stream::new(&batch).chunk(chunk).threads(threads);
                let (told, astray, ended) = streamed(&stream, &wide, Some(&documents));
                prop_assert!(ended.is_ok() && astray.is_empty(), "{ended:?} {astray:?}");
                prop_assert_eq!(&told, &whole, "{} {}\n{:?}\n{}\n{}", chunk, threads, made, wide, documents);
                let as_of = "2022-05-31".parse().unwrap();
                let (told, astray, ended) = streamed(&stream.clone().as_of(as_of), &long, Some(&documents));
                prop_assert!(ended.is_ok() && astray.is_empty(), "{ended:?} {astray:?}");
                for (at, (one, whole)) in told.iter().zip(&whole).enumerate() {
                    prop_assert_eq!(one.is_ok(), whole.is_ok(), "{}\n{:?}\n{:?}", long, one, whole);
                    if dossiers[at].as_of == Some(as_of) && one.is_ok() {
                        prop_assert_eq!(one, whole);
                    }
                }
            }
            Ok(())
        })
        .unwrap();
    let (decided, refused) = counts.into_inner();
    assert!(decided > 100 && refused > 15, "{decided} {refused}");
}

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
