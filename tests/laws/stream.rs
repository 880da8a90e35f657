//! What a stream decides of a random table, chunk by chunk, is what reading, binding and assessing it as a whole decides.

#[path = "../shared/stream.rs"]
mod told;

use std::fmt::Write as _;

use predikat::batch::Batch;
use predikat::batch::stream::Stream;
use predikat::{DossierDocument, RuleDocument, RuleSet};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::config::law;
use crate::generated::{Options, domains, made, raw};
use crate::met::met;
use told::{as_a_whole, streamed};

/// A cell, the blanks around it in quotes or not.
fn cell(text: &str) -> String {
    if text.contains([',', '"', '\n']) || text.starts_with('\t') {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
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
            let padded = [text.to_owned(), format!(" {text}"), format!("{text}  "), format!("\t{text} ")];
            let text = &padded[(at + dossier.unit.len() + spoilt.unwrap_or(0)) % padded.len()];
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
    let options = Options { missing: 1, ..Options::default() };
    let counts = std::cell::RefCell::new((0, 0));
    let units = vec((raw(options), proptest::option::weighted(0.15, 0..40usize), any::<bool>()), 1..9);
    TestRunner::new(law())
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
    met("decided", decided, 1_666, law().cases);
    met("refused", refused, 250, law().cases);
}
