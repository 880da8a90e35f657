//! Rules built in code: the same check, the same meaning, no file.
//!
//! A service that keeps its criteria in a database makes a document of them and has it checked.

use predikat::document::{
    AnswerGives, Award, Criterion, DossierDocument, Literal, Requirement, RuleDocument, Scale, ScaleAnswer,
};
use predikat::{IndexMap, Number, RuleSet, assess, dossier::BindOptions};

/// A row of the service's own table of criteria.
struct Row {
    id: &'static str,
    title: &'static str,
    weight: &'static str,
}

const ROWS: [Row; 3] = [
    Row { id: "ramp", title: "Jalan landai", weight: "2" },
    Row { id: "toilet", title: "Toilet khusus penyandang disabilitas", weight: "2" },
    Row { id: "counter", title: "Loket khusus kelompok rentan", weight: "1" },
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rules = RuleSet::from_document(&document()?)?;
    println!("{} is valid; its method is {}", rules.id(), rules.method());

    let office = DossierDocument {
        unit: "kanim-contoh".into(),
        as_of: Some("2024-05-31".parse()?),
        facts: IndexMap::from([
            ("ramp".to_owned(), Literal::text("Ada")),
            ("toilet".to_owned(), Literal::text("Proses")),
            ("counter".to_owned(), Literal::text("Ada")),
        ]),
        ..DossierDocument::default()
    };
    let assessment = assess(&rules.bind(&office, &BindOptions::new())?);
    for (path, criterion) in &assessment.criteria {
        println!("{path}: {} of {} ({})", criterion.low, criterion.of.high, criterion.because);
    }
    println!("accessible: {}", assessment.awards["accessible"].outcome.word());
    assert_eq!(assessment.total.points().map(|points| points.low.to_string()), Some("4".into()));

    // What is wrong is told here too, by a pointer into the document.
    let mut wrong = document()?;
    wrong.criteria[1].answer = Some("ade".into());
    let problems = RuleSet::from_document(&wrong).expect_err("no scale is called `ade`");
    println!("\na misspelt scale:\n{problems}");
    Ok(())
}

fn document() -> Result<RuleDocument, predikat::number::NumberError> {
    let answer = |fraction: Number| ScaleAnswer {
        gives: AnswerGives::Fraction(fraction),
        evidence: None,
        title: None,
        source: None,
    };
    let ada = Scale {
        answers: IndexMap::from([
            ("Ada".to_owned(), answer(Number::ONE)),
            ("Proses".to_owned(), answer("0.5".parse()?)),
            ("Tidak".to_owned(), answer(Number::ZERO)),
        ]),
        ..Scale::default()
    };
    let criteria = ROWS
        .iter()
        .map(|row| {
            Ok(Criterion {
                id: row.id.into(),
                title: Some(row.title.into()),
                weight: Some(row.weight.parse()?),
                answer: Some("ada".into()),
                ..Criterion::default()
            })
        })
        .collect::<Result<Vec<_>, predikat::number::NumberError>>()?;
    Ok(RuleDocument {
        ruleset: "office".into(),
        edition: "1.0.0".into(),
        scales: IndexMap::from([("ada".to_owned(), ada)]),
        criteria,
        awards: vec![Award {
            id: "accessible".into(),
            requires: vec![Requirement {
                id: "total".into(),
                score: Some("total".into()),
                at_least_percent: Some(75.into()),
                ..Requirement::default()
            }],
            ..Award::default()
        }],
        ..RuleDocument::default()
    })
}
