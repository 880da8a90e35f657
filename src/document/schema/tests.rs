use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::document::*;

/// Every record with its keys, by the name of its schema.
fn records() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    macro_rules! keys {
        ($($type:ident)*) => {
            BTreeMap::from_iter([$((stringify!($type), $type::KEYS.iter().copied().collect())),*])
        };
    }
    keys! {
        RuleDocument Source Effective Extends ExceptionPolicy Allow Fact EvidenceType Criterion Total Defaults Bands
        Step Linear RatioScorer CountScorer Case Equivalent Measure Award Requirement Bar Conditional Rounding
        DossierDocument Evidence Exception HeldAward Round RoundEvidence Obstacle SuiteDocument SuiteCase Variation
        ActionsDocument Action Brought Invoked
    }
}

#[test]
fn a_schema_has_the_keys_that_are_read() {
    let records = records();
    let mut seen = BTreeSet::new();
    let roots = [
        ("RuleDocument", rule_set()),
        ("DossierDocument", dossier()),
        ("SuiteDocument", suite()),
        ("ActionsDocument", actions()),
    ];
    for (root, schema) in roots {
        let definitions = schema["definitions"].as_object().unwrap().iter();
        let all = definitions.map(|(name, schema)| (name.as_str(), schema)).chain([(root, &schema)]);
        for (name, schema) in all {
            let is_record = schema["type"] == "object" && schema["additionalProperties"] == false;
            assert_eq!(is_record, records.contains_key(name), "{name}");
            if is_record {
                let properties: BTreeSet<&str> =
                    schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
                assert_eq!(properties, records[name], "{name}");
                let described =
                    schema["properties"].as_object().unwrap().values().all(|p| p.get("description").is_some());
                assert!(described && schema.get("description").is_some(), "{name}: {schema}");
                seen.insert(name.to_owned());
            }
        }
    }
    assert_eq!(seen.len(), records.len());
}

#[test]
fn required_keys_and_numbers_are_as_they_are_read() {
    let schema = rule_set();
    let of = |name: &str| &schema["definitions"][name];
    assert_eq!(of("Award")["required"], json!(["id", "requires"]));
    assert_eq!(of("Criterion")["required"], json!(["id"]));
    assert_eq!(of("Criterion")["properties"]["weight"]["type"], json!(["number", "string"]));
    assert_eq!(of("Step")["properties"]["at_least"]["type"], json!(["number", "string"]));
    assert_eq!(of("Criterion")["properties"]["otherwise"]["type"], json!(["number", "string"]));
    assert_eq!(of("Criterion")["properties"]["bonus"]["type"], json!("boolean"));
    assert_eq!(of("Effective")["properties"]["from"]["anyOf"].as_array().map(Vec::len), Some(1));
}

#[test]
fn every_reference_leads_somewhere() {
    for schema in [rule_set(), dossier(), suite(), actions()] {
        let text = schema.to_string();
        assert!(!text.contains("/Number"), "{text}");
        for reference in text.split("#/definitions/").skip(1) {
            let name = reference.split('"').next().unwrap();
            assert!(schema["definitions"].get(name).is_some(), "{name}");
        }
    }
}
