//! The assessment as data: its JSON reads back as it was written, holds no float, and has a schema.
#![cfg(all(feature = "yaml", feature = "schema"))]

use std::path::Path;

use predikat::dossier::BindOptions;
use predikat::{Assessment, DossierDocument, assess, shipped};
use serde_json::Value;

/// Every dossier of the examples, assessed by the edition in force.
fn assessments() -> Vec<Assessment> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut found = Vec::new();
    for folder in ["dossiers/zi", "banten-2019"] {
        for entry in std::fs::read_dir(root.join(folder)).expect(folder) {
            let path = entry.expect("an entry").path();
            let text = std::fs::read_to_string(&path).expect("a file");
            let Ok(document) = DossierDocument::from_yaml(&path.display().to_string(), &text) else { continue };
            let (Some(ruleset), Some(as_of), []) = (&document.ruleset, document.as_of, document.origin.problems())
            else {
                continue;
            };
            let rules = shipped::in_force(ruleset, as_of).expect("an edition").rule_set().expect("valid rules");
            found.push(assess(&rules.bind(&document, &BindOptions::new()).expect("a dossier that fits")));
        }
    }
    assert!(found.len() > 20, "{}", found.len());
    found
}

fn no_float_in(value: &Value, at: &str) {
    match value {
        Value::Number(number) => assert!(number.is_u64(), "{at}: {number}"),
        Value::Array(items) => items.iter().for_each(|item| no_float_in(item, at)),
        Value::Object(members) => members.iter().for_each(|(key, member)| no_float_in(member, &format!("{at}/{key}"))),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

#[test]
fn json_reads_back_as_it_was_written() {
    for assessment in assessments() {
        let json = serde_json::to_value(&assessment).expect("it serialises");
        no_float_in(&json, "");
        let back: Assessment = serde_json::from_value(json.clone()).expect("it reads back");
        assert_eq!(back, assessment);
        assert_eq!(serde_json::to_value(&back).expect("it serialises"), json);
    }
}

#[test]
fn every_member_stands_in_the_schema() {
    let schema = schemars::schema_for!(Assessment);
    let properties = schema.get("properties").and_then(Value::as_object).expect("an object");
    for assessment in assessments() {
        let json = serde_json::to_value(&assessment).expect("it serialises");
        for member in json.as_object().expect("an object").keys() {
            assert!(properties.contains_key(member), "{member}");
        }
    }
    for required in ["predikat", "ruleset", "unit", "as_of", "total", "criteria", "awards", "rests_on"] {
        assert!(properties.contains_key(required), "{required}");
    }
}
