//! Hand-computed cases: every suite dropped into `tests/cases` runs, and runs again with its rules read from
//! JSON, read from YAML by `serde_yaml`, and built in code.
#![cfg(feature = "yaml")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use predikat::dossier::BindOptions;
use predikat::suite::{Surroundings, Texts, run};
use predikat::{Number, Problems, RuleDocument, RuleSet, SuiteDocument, assess};

/// Every file below `tests/cases` whose name ends so, by name.
fn files(ending: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = entries.filter(|path| path.to_string_lossy().ends_with(ending)).collect();
    found.sort();
    found
}

fn read(path: &Path) -> SuiteDocument {
    let text = std::fs::read_to_string(path).unwrap();
    SuiteDocument::from_yaml(&path.file_name().unwrap().to_string_lossy(), &text)
        .unwrap_or_else(|problems| panic!("{problems}"))
}

/// The rule sets that suites extend, beside them.
fn surroundings() -> Texts {
    files(".rules.yaml").iter().fold(Texts::new(), |texts, path| {
        let text = std::fs::read_to_string(path).unwrap();
        texts.with_rules(RuleDocument::from_yaml(&path.to_string_lossy(), &text).unwrap())
    })
}

/// Runs a suite; what did not pass, as text.
fn failures(name: &str, how: &str, suite: &SuiteDocument, surroundings: &dyn Surroundings) -> String {
    let report = run(suite, surroundings);
    assert!(!report.cases.is_empty(), "{name} has no cases");
    if report.passed() { String::new() } else { format!("== {name}, {how}\n{report}\n") }
}

#[test]
fn every_suite_passes() {
    let (suites, around) = (files(".suite.yaml"), surroundings());
    assert!(suites.len() > 20, "the cases are gone: {} suites", suites.len());
    let mut failed = String::new();
    for path in &suites {
        failed += &failures(&path.to_string_lossy(), "as written", &read(path), &around);
    }
    assert!(failed.is_empty(), "{failed}");
}

/// The rules of a suite by another way into the library: the same document, the same method.
fn by_another_way(how: &str, way: impl Fn(&RuleDocument) -> RuleDocument) {
    let around = surroundings();
    let mut failed = String::new();
    for path in files(".suite.yaml") {
        let mut suite = read(&path);
        let Some(rules) = suite.rules.take() else { continue };
        let again = way(&rules);
        if again != rules {
            _ = writeln!(failed, "== {}, {how}: another document\n{rules:#?}\n{again:#?}", path.display());
        }
        let method = |rules: &RuleDocument| RuleSet::from_document(rules).map(|rules| rules.method().to_owned());
        if let (Ok(one), other) = (method(&rules), method(&again)) {
            assert_eq!(Ok(one), other, "{}, {how}", path.display());
        }
        suite.rules = Some(again);
        failed += &failures(&path.to_string_lossy(), how, &suite, &around);
    }
    assert!(failed.is_empty(), "{failed}");
}

#[test]
fn every_suite_passes_through_json() {
    by_another_way("through JSON", |rules| {
        let json = serde_json::to_string(rules).unwrap();
        serde_json::from_str(&json).unwrap()
    });
}

#[test]
fn every_suite_passes_through_serde_yaml() {
    by_another_way("through serde_yaml", |rules| {
        let yaml = serde_yaml::to_string(rules).unwrap();
        serde_yaml::from_str(&yaml).unwrap()
    });
}

#[test]
fn every_suite_passes_through_its_own_text() {
    by_another_way("through its own YAML", |rules| RuleDocument::from_yaml("again", &rules.to_yaml()).unwrap());
}

#[test]
fn every_suite_passes_built_in_code() {
    by_another_way("built in code", crate::rebuilt::rules);
}

/// Every order of `items`.
fn orders<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    if items.is_empty() {
        return vec![Vec::new()];
    }
    (0..items.len())
        .flat_map(|first| {
            let mut rest = items.to_vec();
            let first = rest.remove(first);
            orders(&rest).into_iter().map(move |mut order| {
                order.insert(0, first.clone());
                order
            })
        })
        .collect()
}

#[test]
fn a_total_on_a_threshold_is_on_it_in_every_order() -> Result<(), Problems> {
    let weights = ["0.1", "0.2", "0.3", "0.7"];
    let threshold = "1.3";
    let mut floats_below = 0;
    for order in orders(&weights) {
        let in_floats: f64 = order.iter().map(|weight| weight.parse::<f64>().unwrap()).fold(0.0, |a, b| a + b);
        floats_below += usize::from(in_floats < threshold.parse::<f64>().unwrap());

        let criteria: Vec<String> = order
            .iter()
            .enumerate()
            .map(|(i, weight)| format!("{{id: c{i}, weight: {weight}, met_when: {{ok: true}}}}"))
            .collect();
        let rules = RuleSet::from_yaml(
            "threshold",
            &format!(
                "ruleset: threshold\nedition: 1.0.0\nfacts: {{ok: {{type: boolean}}}}\ncriteria: [{}]\n\
                 awards: [{{id: tier, requires: [{{id: r, score: total, at_least: {threshold}}}]}}]\n",
                criteria.join(", ")
            ),
        )?;
        let dossier = predikat::DossierDocument::from_yaml("unit", "unit: u\nas_of: 2022-05-31\nfacts: {ok: true}\n")?;
        let assessment = assess(&rules.bind(&dossier, &BindOptions::default())?);
        let points = assessment.total.points().unwrap();
        assert_eq!((&points.low, &points.high), (&"1.3".parse::<Number>().unwrap(), &"13/10".parse().unwrap()));
        assert_eq!(assessment.highest.as_deref(), Some("tier"), "{order:?}");
        let margin = assessment.awards["tier"].requirements[0].margin.as_ref().unwrap();
        assert!(margin.low.is_zero() && margin.high.is_zero());
    }
    // the same sum in binary floating point falls below the threshold in some orders and reaches it in others
    assert!(0 < floats_below && floats_below < 24, "{floats_below} of 24 orders");
    Ok(())
}
