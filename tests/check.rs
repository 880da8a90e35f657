//! Checking rule files: what is right passes, and all that is wrong is told in one run.

use predikat::{RuleDocument, RuleSet, check};

fn findings(text: &str) -> Vec<String> {
    let document = RuleDocument::from_yaml("rules.yaml", text).expect("YAML");
    check(&document).findings.iter().map(ToString::to_string).collect()
}

#[test]
fn the_integrity_zone_rules_pass() {
    let text = std::fs::read_to_string("rules/zi-wbk-wbbm.yaml").unwrap();
    assert_eq!(findings(&text), Vec::<String>::new());
    let rules = RuleSet::from_yaml("zi-wbk-wbbm.yaml", &text).unwrap();
    assert!(rules.method().starts_with("sha256:"));
}
