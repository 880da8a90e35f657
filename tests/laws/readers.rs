//! Two YAML readers that share no code, and JSON, read the same document from the same text.

use std::fmt::Debug;

use predikat::{DossierDocument, RuleDocument, RuleSet};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::agrees;
use crate::generated::Made;
use crate::slow::very_slow_law;

proptest! {
    #![proptest_config(very_slow_law())]

    #[test]
    fn readers_agree(made in agrees::any_made()) {
        read_alike(&made)?;
    }
}

/// A document by every reader, from what every writer makes of it.
fn alike<T: Debug + PartialEq + Serialize + DeserializeOwned>(
    document: &T,
    yaml: &str,
    places: impl Fn(&str) -> T,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(&places(yaml), document, "with places, from {}", yaml);
    // another writer does not put `1/3` in quotes, without which it is no number where places are read
    for yaml in [yaml, &serde_yaml::to_string(document).unwrap()] {
        prop_assert_eq!(&serde_yaml::from_str::<T>(yaml).unwrap(), document, "by serde_yaml, from {}", yaml);
    }
    let json = serde_json::to_string(document).unwrap();
    prop_assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), document, "{}", json);
    prop_assert_eq!(&places(&json), document, "with places, from {}", json);
    Ok(())
}

/// Rules and dossiers are read alike, and rules that were read mean what the others do.
pub fn read_alike(made: &Made) -> Result<(), TestCaseError> {
    let rules = |text: &str| RuleDocument::from_yaml("rules.yaml", text).unwrap();
    let dossier = |text: &str| DossierDocument::from_yaml("dossier.yaml", text).unwrap();
    alike(&made.rules, &made.rules.to_yaml(), rules)?;
    alike(&made.dossier, &made.dossier.to_yaml(), dossier)?;
    let digest = |rules: &RuleDocument| RuleSet::from_document(rules).unwrap().method().to_owned();
    prop_assert_eq!(digest(&rules(&made.rules.to_yaml())), digest(&made.rules));
    Ok(())
}
