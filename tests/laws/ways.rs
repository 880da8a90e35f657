//! One answer, whatever the way to it: scores alone, a batch by column and by row, and the whole assessment, from YAML,
//! JSON, JSON Lines and tables.

use std::cell::RefCell;

use predikat::batch::stream::Stream;
use predikat::batch::{Batch, Outcomes};
use predikat::diagnostic::Code;
use predikat::document::Unanswered;
use predikat::dossier::{BindOptions, Binder, sources};
use predikat::score::{Assessed, Scorer, Scores};
use predikat::{Assessment, Dossier, DossierDocument, Problems, RuleDocument, RuleSet, assess};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;

use crate::agrees::errors;
use crate::columns::Owned;
use crate::config::law;
use crate::documents::documents;
use crate::generated::{Units, by_column, plain, units};
use crate::met::met;
use crate::shared::stream::{as_a_whole, streamed};
use crate::shared::texts::{long, nested, wide};

/// What the law met.
#[derive(Default)]
pub struct Seen {
    cases: usize,
    fails: bool,
    compiled: usize,
    narrow: usize,
    by_column: usize,
    by_row: usize,
    by_row_narrow: usize,
    refused: usize,
}

#[test]
fn score_batch_and_assess_say_the_same_from_yaml_json_and_tables() {
    let seen = RefCell::new(Seen::default());
    let outcome = TestRunner::new(law()).run(&any_units(), |(units, form)| {
        let mut seen = seen.borrow_mut();
        let found = one_answer(&units, form, &mut seen);
        // the cases by which one that fails is made smaller are none that held before
        seen.fails |= found.is_err();
        seen.cases += usize::from(!seen.fails);
        prop_assert!(found.is_ok(), "{}", found.unwrap_err());
        Ok(())
    });
    let seen = seen.into_inner();
    outcome.unwrap_or_else(|failure| panic!("{failure}\n\tsuccesses: {}", seen.cases));
    met("units of rules that run as integers", seen.compiled, 500, law().cases);
    met("of those, units that run to their end", seen.narrow, 200, law().cases);
    met("rows by column", seen.by_column, 100, law().cases);
    met("rows by themselves", seen.by_row, 1_000, law().cases);
    met("of those, rows that are not wide", seen.by_row_narrow, 100, law().cases);
    met("units that are refused", seen.refused, 50, law().cases);
}

/// How units are written, to be read again.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    Yaml,
    Json,
    /// Paths of facts as keys within keys.
    NestedJson,
    Tables,
}

/// Units of any rules, of those that leave nothing unanswered, those that a program carries, those that run by column;
/// each written in one form, as there are cases enough for all.
pub fn any_units() -> BoxedStrategy<(Units, Form)> {
    fn any(_: &mut RuleDocument) {}
    fn strict(rules: &mut RuleDocument) {
        rules.unanswered = Some(Unanswered::Error);
    }
    let form = select(vec![Form::Yaml, Form::Json, Form::NestedJson, Form::Tables]);
    (units(vec![any, any, strict, plain, by_column, by_column]), form).boxed()
}

/// Takes away what tables do not say.
fn strip(unit: &mut DossierDocument) {
    (unit.exceptions, unit.awards, unit.rounds, unit.obstacles) = Default::default();
}

/// Where in a text something stands is another matter.
fn unplaced(mut assessment: Assessment) -> Assessment {
    assessment.warnings.iter_mut().for_each(|warning| warning.at.clear());
    assessment
}

/// What a unit comes to; nothing where binding refuses it.
type Answer = Option<Assessment>;

fn answer(bound: Result<Dossier, Problems>) -> Result<Answer, String> {
    match bound {
        Ok(dossier) => Ok(Some(unplaced(assess(&dossier)))),
        Err(problems) if errors(&problems).all(|code| code == Code::NotAnswered) => Ok(None),
        Err(problems) => Err(problems.to_string()),
    }
}

/// Every way to an answer gives the same.
pub fn one_answer(Units { rules, units }: &Units, form: Form, seen: &mut Seen) -> Result<(), String> {
    let compiled = &RuleSet::from_document(rules).unwrap_or_else(|problems| panic!("{problems}\n{}", rules.to_yaml()));
    let bind = |unit: &DossierDocument| compiled.bind(unit, &BindOptions::default());
    let answers: Vec<Answer> = units.iter().map(|unit| answer(bind(unit))).collect::<Result<_, _>>()?;
    seen.refused += answers.iter().filter(|answer| answer.is_none()).count();
    let scorer = Scorer::new(compiled);
    // the room is used again, for whatever was scored before
    let (mut scores, mut assessed) = (Scores::default(), Assessed::default());
    for _ in 0..2 {
        for (unit, answer) in units.iter().zip(&answers) {
            let Some(assessment) = answer else { continue };
            let dossier = bind(unit).map_err(|problems| problems.to_string())?;
            scorer.score(&dossier, &mut scores);
            scorer.assess(&dossier, &mut assessed);
            let differs = of_scores(assessment, &scores).or_else(|| of_assessed(assessment, &assessed));
            differs.map_or(Ok(()), |what| Err(format!("{}: {what}", unit.unit)))?;
            seen.compiled += usize::from(scorer.is_compiled());
            seen.narrow += usize::from(scorer.is_compiled() && !scores.is_wide());
        }
    }
    let batch = Batch::new(compiled);
    by_batch(rules, &batch, units, &answers, seen)?;
    match form {
        Form::Yaml => from_yaml(compiled, units, &answers),
        Form::Json => from_json("JSON", compiled, &values(units), &answers),
        Form::NestedJson => {
            from_json("nested JSON", compiled, &values(units).iter().map(nested).collect::<Vec<_>>(), &answers)
        }
        Form::Tables => from_tables(compiled, &batch, units),
    }
}

fn by_batch(
    rules: &RuleDocument,
    batch: &Batch,
    units: &[DossierDocument],
    answers: &[Answer],
    seen: &mut Seen,
) -> Result<(), String> {
    // a table holds of one day
    let (as_of, mut rows, mut wanted) = (units[0].as_of, Vec::new(), Vec::new());
    for (unit, answer) in units.iter().zip(answers).filter(|(unit, _)| unit.as_of == as_of) {
        rows.push(unit.clone());
        wanted.push(answer);
    }
    let owned = Owned::new(rules, &rows);
    let mut outcomes = Outcomes::default();
    for threads in [1, 2] {
        let table = owned.table(&rows);
        batch.decide_in_parallel(&table, &mut outcomes, threads).map_err(|problems| problems.to_string())?;
        for (row, answer) in wanted.iter().enumerate() {
            let refused = outcomes.refused().iter().find(|refused| refused.row == row);
            match (answer, refused) {
                (Some(assessment), None) => {
                    of_row(assessment, &outcomes, row).map_or(Ok(()), |what| Err(format!("row {row}: {what}")))?;
                }
                (None, Some(_)) => {}
                (Some(_), Some(refused)) => return Err(format!("row {row} is refused: {}", refused.problems)),
                (None, None) => return Err(format!("row {row} is not refused")),
            }
        }
    }
    seen.by_column += outcomes.rows() - outcomes.by_row();
    seen.by_row += outcomes.by_row();
    seen.by_row_narrow += outcomes.by_row() - outcomes.wide();
    Ok(())
}

/// Holds what was read and bound to the answers.
fn same(form: &str, read: Vec<Result<Dossier, Problems>>, answers: &[Answer]) -> Result<(), String> {
    if read.len() != answers.len() {
        return Err(format!("{form}: {} units of {}", read.len(), answers.len()));
    }
    for (at, (read, wanted)) in read.into_iter().zip(answers).enumerate() {
        let found = answer(read).map_err(|problems| format!("{form}: {problems}"))?;
        if found != *wanted {
            return Err(format!("{form}: unit {at}: {found:#?} against {wanted:#?}"));
        }
    }
    Ok(())
}

fn from_yaml(rules: &RuleSet, units: &[DossierDocument], answers: &[Answer]) -> Result<(), String> {
    let read = units.iter().map(|unit| DossierDocument::from_yaml("unit.yaml", &unit.to_yaml()));
    same("YAML", read.map(|unit| rules.bind(&unit?, &BindOptions::default())).collect(), answers)
}

fn values(units: &[DossierDocument]) -> Vec<serde_json::Value> {
    units.iter().map(|unit| serde_json::to_value(unit).unwrap()).collect()
}

fn from_json(form: &str, rules: &RuleSet, units: &[serde_json::Value], answers: &[Answer]) -> Result<(), String> {
    let options = BindOptions::default();
    let bind = |unit: Result<DossierDocument, Problems>| unit.and_then(|unit| rules.bind(&unit, &options));
    let binder = Binder::new(rules, &options);
    let of_serde = units.iter().map(|unit| bind(Ok(serde_json::from_value(unit.clone()).unwrap())));
    same(form, of_serde.collect(), answers)?;
    let texts: Vec<String> = units.iter().map(ToString::to_string).collect();
    same(form, texts.iter().map(|text| binder.json("unit.json", text)).collect(), answers)?;
    let read = texts.iter().flat_map(|text| sources::json("unit.json", text)).map(bind);
    same(form, read.collect(), answers)?;
    let list = format!("[{}]", texts.join(","));
    same(form, binder.json_list("units.json", &list).collect(), answers)?;
    let lines = texts.join("\n");
    same(form, binder.json_lines("units.jsonl", &lines).collect(), answers)?;
    same(form, sources::json_lines("units.jsonl", &lines).into_iter().map(bind).collect(), answers)
}

fn from_tables(rules: &RuleSet, batch: &Batch, units: &[DossierDocument]) -> Result<(), String> {
    let mut units = units.to_vec();
    units.iter_mut().for_each(strip);
    let listed: Vec<&DossierDocument> = units.iter().collect();
    let (wide, documents) = (wide(&listed), documents(&listed));
    let documents = ("documents.csv", documents.as_str());
    let tables = [("wide CSV", wide.as_str(), BindOptions::default(), units.clone())];
    // when a unit is assessed is not told by a long table
    let as_of = units[0].as_of.unwrap();
    let at_once: Vec<DossierDocument> =
        units.iter().map(|unit| DossierDocument { as_of: Some(as_of), ..unit.clone() }).collect();
    let long = long(&listed);
    let says_something = units.iter().any(|unit| !unit.facts.is_empty());
    let by_facts = says_something.then(|| ("long CSV", long.as_str(), BindOptions::default().as_of(as_of), at_once));
    for (form, text, options, units) in tables.into_iter().chain(by_facts) {
        let wanted = units.iter().map(|unit| answer(rules.bind(unit, &BindOptions::default())));
        let wanted: Vec<Answer> = wanted.collect::<Result<_, _>>()?;
        let binder = Binder::new(rules, &options);
        same(form, binder.csv("units.csv", text, Some(documents)).collect(), &wanted)?;
        let read = sources::csv("units.csv", text, Some(documents));
        let bind = |unit: sources::Unit| unit.and_then(|unit| rules.bind(&unit, &options));
        same(form, read.into_iter().map(bind).collect(), &wanted)?;
    }
    let (told, astray, ended) = streamed(&Stream::new(batch).chunk(2), &wide, Some(documents.1));
    let whole = as_a_whole(rules, &wide, Some(documents.1));
    match (told == whole, ended, astray.is_empty()) {
        (true, Ok(()), true) => Ok(()),
        (_, ended, _) => Err(format!("stream: {ended:?}, {astray:?}, {told:?} against {whole:?}")),
    }
}

/// What scores say differently.
fn of_scores(assessment: &Assessment, scores: &Scores) -> Option<String> {
    if scores.total() != assessment.total {
        return Some(format!("total: {:?} against {:?}", scores.total(), assessment.total));
    }
    if scores.highest() != assessment.highest.as_deref() {
        return Some(format!("highest: {:?} against {:?}", scores.highest(), assessment.highest));
    }
    for (id, award) in &assessment.awards {
        if scores.award(id) != Some(award.outcome) {
            return Some(format!("{id}: {:?} against {:?}", scores.award(id), award.outcome));
        }
    }
    for (path, criterion) in &assessment.criteria {
        if let Some(points) = scores.group(path)
            && (points.low != criterion.low || points.high != criterion.high || points.of != criterion.of)
        {
            return Some(format!("{path}: {points:?} against {criterion:?}"));
        }
    }
    for (id, measure) in &assessment.measures {
        if let Some(points) = scores.measure(id)
            && (points.low != measure.low || points.high != measure.high || points.of != measure.of)
        {
            return Some(format!("{id}: {points:?} against {measure:?}"));
        }
    }
    None
}

/// What is told on asking, and said differently by the whole assessment.
fn of_assessed(assessment: &Assessment, assessed: &Assessed) -> Option<String> {
    if let Some(difference) = of_scores(assessment, assessed.scores()) {
        return Some(difference);
    }
    for (path, criterion) in &assessment.criteria {
        let (status, because) = (assessed.status(path), assessed.because(path));
        if status != Some(criterion.status) || because.as_deref() != Some(criterion.because.as_str()) {
            return Some(format!("{path}: {status:?}, {because:?} against {criterion:?}"));
        }
    }
    for (id, award) in &assessment.awards {
        for requirement in award.all_requirements() {
            let verdict = assessed.verdict(id, &requirement.id);
            if verdict != Some(requirement.outcome) {
                return Some(format!("{id}.{}: {verdict:?} against {requirement:?}", requirement.id));
            }
        }
    }
    (assessed.whole().cloned().map(unplaced).as_ref() != Some(assessment)).then(|| "the whole".to_owned())
}

/// What a row says differently.
fn of_row(assessment: &Assessment, outcomes: &Outcomes, row: usize) -> Option<String> {
    if outcomes.total().unwrap().points(row).as_ref() != assessment.total.points() {
        return Some(format!("total: {:?} against {:?}", outcomes.total().unwrap().points(row), assessment.total));
    }
    if outcomes.highest(row) != assessment.highest.as_deref() {
        return Some(format!("highest: {:?} against {:?}", outcomes.highest(row), assessment.highest));
    }
    for (id, award) in &assessment.awards {
        if outcomes.outcome(id, row) != Some(award.outcome) {
            return Some(format!("{id}: {:?} against {:?}", outcomes.outcome(id, row), award.outcome));
        }
        for requirement in award.all_requirements() {
            let margin = outcomes.margin(id, &requirement.id, row);
            // Bounds of what may not apply are not told by column.
            if let Some(margin) = margin
                && requirement.margin.as_ref() != Some(&margin)
            {
                return Some(format!("{id}.{}: {margin:?} against {:?}", requirement.id, requirement.margin));
            }
        }
    }
    for (path, criterion) in &assessment.criteria {
        if let Some(points) = outcomes.score(path).and_then(|column| column.points(row))
            && (points.low != criterion.low || points.high != criterion.high || points.of != criterion.of)
        {
            return Some(format!("{path}: {points:?} against {criterion:?}"));
        }
    }
    for (id, measure) in &assessment.measures {
        if let Some(points) = outcomes.score(id).and_then(|column| column.points(row))
            && (points.low != measure.low || points.high != measure.high || points.of != measure.of)
        {
            return Some(format!("{id}: {points:?} against {measure:?}"));
        }
    }
    None
}
