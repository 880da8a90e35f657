//! What a stream decides of a random table, chunk by chunk, is what reading, binding and assessing it as a whole decides.

use predikat::DossierDocument;
use predikat::batch::Batch;
use predikat::batch::stream::Stream;
use predikat::document::Literal;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::documents::documents;
use crate::generated::{Options, domains, made, raw};
use crate::met::met;
use crate::rules;
use crate::shared::stream::{as_a_whole, streamed};
use crate::shared::texts::{long, wide};
use crate::slow::slow_law;

#[test]
fn a_stream_decides_as_a_whole() {
    let options = Options { missing: 1, ..Options::default() };
    let counts = std::cell::RefCell::new((0, 0));
    let units = vec((raw(options), proptest::option::weighted(0.15, 0..40usize), any::<bool>()), 1..9);
    TestRunner::new(slow_law())
        .run(&(made(options), units), |(made, units)| {
            let rules = rules(&made);
            let names: Vec<String> = domains(&made.rules).into_iter().map(|(name, _)| name).collect();
            let mut dossiers: Vec<DossierDocument> = Vec::new();
            for (at, (raw, wrong, later)) in units.into_iter().enumerate() {
                let mut dossier = raw.dossier(&made.rules);
                (dossier.exceptions, dossier.awards, dossier.rounds) = Default::default();
                dossier.unit = format!("u{at}");
                dossier.as_of = dossier.as_of.filter(|_| !later).or("2022-11-30".parse().ok());
                for (turn, name) in names.iter().enumerate() {
                    let text = dossier.facts.get(name).map_or("", |literal| literal.text.as_str());
                    let is_wrong = wrong.is_some_and(|wrong| wrong % names.len() == turn);
                    let text = if is_wrong { "no,\n such" } else { text };
                    // blanks around a cell
                    let padded = [text.to_owned(), format!(" {text}"), format!("{text}  "), format!("\t{text} ")];
                    dossier.facts.insert(name.clone(), Literal::text(&padded[(turn + at) % padded.len()]));
                }
                dossiers.push(dossier);
            }
            let units: Vec<&DossierDocument> = dossiers.iter().collect();
            let (wide, long, documents) = (wide(&units), long(&units), documents(&units));
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
    met("decided", decided, 1_666, slow_law().cases);
    met("refused", refused, 250, slow_law().cases);
}
