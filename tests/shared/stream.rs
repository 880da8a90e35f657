//! What a stream tells of a table, and what is told of it as a whole.

use std::ops::ControlFlow;

use predikat::batch::stream::{Stream, StreamError};
use predikat::dossier::{BindOptions, sources};
use predikat::{DossierDocument, Number, RuleSet, assess};

/// A unit: its name, its total, its highest award and the outcomes of all; or what is wrong with it.
pub type Told = Result<(String, Option<(Number, Number)>, Option<String>, Vec<&'static str>), String>;

pub fn as_a_whole(rules: &RuleSet, facts: &str, documents: Option<&str>) -> Vec<Told> {
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
pub fn streamed(
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
