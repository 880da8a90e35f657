//! A suite says what assessing says: what is expected of it passes, and anything else fails where it is something else.

use predikat::diagnostic::Code;
use predikat::document::{Literal, Node, SuiteCase, Variation};
use predikat::dossier::BindOptions;
use predikat::suite::{CaseOutcome, DifferenceKind, Tested, Texts, run};
use predikat::{DossierDocument, RuleDocument, RuleSet, SuiteDocument, assess, check};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use serde_json::Value;

use crate::generated::{Made, Options, domains, made};
use crate::slow::very_slow_law;

proptest! {
    #![proptest_config(very_slow_law())]

    #[test]
    fn suites_say_what_assessing_says(tried in any_suite()) {
        says_the_same(&tried)?;
    }
}

/// Rules and a dossier, what rows of a case change, and what is expected wrongly.
#[derive(Clone, Debug)]
pub struct Tried {
    made: Made,
    /// For each row facts, and values for them; none takes an answer back.
    rows: Vec<Vec<(usize, Option<usize>)>>,
    /// Which of all that an assessment says is expected to be something else.
    wrong: usize,
    /// The rules stand in the suite itself.
    carried: bool,
}

/// Suites of one case with some rows.
pub fn any_suite() -> BoxedStrategy<Tried> {
    let made = made(Options { missing: 2, refused: true, ..Options::default() });
    let row = vec((0..60_usize, weighted(0.8, 0..6_usize)), 1..4);
    (made, vec(row, 0..3), any::<usize>(), any::<bool>())
        .prop_map(|(made, rows, wrong, carried)| Tried { made, rows, wrong, carried })
        .boxed()
}

/// What is expected of a dossier: its assessment, or the codes of what refuses it.
fn expected(rules: &RuleDocument, compiled: &RuleSet, dossier: &DossierDocument) -> Result<Value, Vec<String>> {
    let dossier = DossierDocument::from_yaml("dossier.yaml", &dossier.to_yaml()).unwrap();
    match compiled.bind(&dossier, &BindOptions::default()) {
        Ok(dossier) => {
            let mut assessment = serde_json::to_value(assess(&dossier)).unwrap();
            // where a warning stands is told by the text of the suite
            assessment.as_object_mut().unwrap().remove("warnings");
            Ok(assessment)
        }
        Err(problems) => {
            let (checked, bound) = (check(rules).findings, problems);
            let codes = checked.iter().chain(&bound).map(|finding| finding.code);
            Err(codes.map(|code: Code| code.name().to_owned()).collect())
        }
    }
}

fn node(value: &Value) -> Node {
    serde_json::from_value(value.clone()).unwrap()
}

/// What is expected of a row, over what its case expects: nothing of what the case names and the row does not have.
fn over(case: &Value, row: &Value) -> Value {
    match (case, row) {
        (Value::Object(case), Value::Object(row)) => {
            let gone = case.keys().filter(|key| !row.contains_key(*key)).map(|key| (key.clone(), Value::Null));
            let there =
                row.iter().map(|(key, row)| (key.clone(), case.get(key).map_or(row.clone(), |case| over(case, row))));
            Value::Object(there.chain(gone).collect())
        }
        (Value::Array(case), Value::Array(row)) => {
            let same =
                |row: &Value| case.iter().find(|case| case.get("id").is_some() && case.get("id") == row.get("id"));
            row.iter().map(|row| same(row).map_or(row.clone(), |case| over(case, row))).collect()
        }
        _ => row.clone(),
    }
}

/// The paths of all that is neither a list nor a mapping.
fn scalars(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(below) => {
            let key = |key: &str| key.replace('~', "~0").replace('/', "~1");
            below.iter().for_each(|(name, below)| scalars(below, format!("{at}/{}", key(name)), found));
        }
        Value::Array(_) | Value::Null => {}
        _ => found.push(at),
    }
}

/// Facts laid over those of a dossier, and over the answers of its rounds.
fn with(dossier: &DossierDocument, facts: &[(String, Option<Literal>)]) -> DossierDocument {
    let mut dossier = dossier.clone();
    for (name, value) in facts {
        match value {
            Some(value) => drop(dossier.facts.insert(name.clone(), value.clone())),
            None => drop(dossier.facts.shift_remove(name)),
        }
    }
    dossier
}

/// A suite passes where it expects what assessing says, and fails where it expects something else.
pub fn says_the_same(tried: &Tried) -> Result<(), TestCaseError> {
    let Tried { made: Made { rules, dossier, .. }, rows, wrong, carried } = tried;
    // findings are told in the order of the text
    let rules = &RuleDocument::from_yaml("rules.yaml", &rules.to_yaml()).unwrap();
    let compiled = tried.made.rule_set();
    let facts = domains(rules);
    let case = |name: &str, given: &DossierDocument| {
        let (name, given) = (name.to_owned(), Some(given.clone()));
        match expected(rules, &compiled, given.as_ref().unwrap()) {
            Ok(assessment) => SuiteCase { name, given, expect: Some(node(&assessment)), ..SuiteCase::default() },
            Err(codes) => SuiteCase { name, given, diagnostics: Some(codes), ..SuiteCase::default() },
        }
    };
    let mut all = case("as it is", dossier);
    let whole = expected(rules, &compiled, dossier).unwrap_or_default();
    let mut cases = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let laid: Vec<(String, Option<Literal>)> = row
            .iter()
            .map(|(fact, value)| {
                let (name, domain) = &facts[fact % facts.len()];
                (name.clone(), value.map(|value| domain[value % domain.len()].clone()))
            })
            .collect();
        let given = with(dossier, &laid);
        match expected(rules, &compiled, &given) {
            Ok(assessment) if all.diagnostics.is_none() => all.with.push(Variation {
                name: Some(format!("row {at}")),
                facts: laid.into_iter().collect(),
                expect: Some(node(&over(&whole, &assessment))),
                ..Variation::default()
            }),
            _ => cases.push(case(&format!("row {at} alone"), &given)),
        }
    }
    let misled = all.expect.is_some().then(|| misled(rules, &compiled, dossier, *wrong));
    cases.insert(0, all);
    let passing = cases.len();
    cases.extend(misled.iter().map(|(case, _)| case.clone()));
    let own = carried.then(|| rules.clone());
    let suite = SuiteDocument { suite: rules.ruleset.clone(), rules: own, cases, ..SuiteDocument::default() };
    let text = suite.to_yaml();
    let read = SuiteDocument::from_yaml("random.suite.yaml", &text).unwrap();
    prop_assert_eq!(&read, &suite, "{}", text);
    let texts = Texts::new().with_rules(rules.clone());
    let report = run(&read, &texts);
    let last = report.cases.len() - misled.iter().len();
    prop_assert!(last >= passing);
    for case in &report.cases[..last] {
        prop_assert_eq!(&case.outcome, &CaseOutcome::Passed, "{}\n{}", case.name, text);
    }
    for (case, (_, path)) in report.cases[last..].iter().zip(&misled) {
        let CaseOutcome::Failed(differences) = &case.outcome else {
            return Err(TestCaseError::fail(format!("{path} is not what is expected: {:?}\n{text}", case.outcome)));
        };
        prop_assert_eq!(differences.len(), 1, "{:?}\n{}", differences, text);
        prop_assert_eq!(differences[0].kind, DifferenceKind::Value, "{:?}\n{}", differences, text);
    }
    // the quick way, by which mutants are judged
    let tested = Tested::of([(&read, &texts as _)]);
    prop_assert_eq!((tested[0].cases(), tested[0].failing()), (last, misled.iter().len()), "{}", text);
    Ok(())
}

/// A case that expects something else in one place, and that place.
fn misled(rules: &RuleDocument, compiled: &RuleSet, dossier: &DossierDocument, at: usize) -> (SuiteCase, String) {
    let mut assessment = expected(rules, compiled, dossier).unwrap();
    let mut paths = Vec::new();
    scalars(&assessment, String::new(), &mut paths);
    let path = paths[at % paths.len()].clone();
    let value = assessment.pointer_mut(&path).unwrap();
    *value = Value::from("what nothing says");
    let expect = Some(node(&assessment));
    let case = SuiteCase { name: "misled".into(), given: Some(dossier.clone()), expect, ..SuiteCase::default() };
    (case, path)
}
