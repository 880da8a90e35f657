//! A rule set that starts from another, and is the rule set that it would be by itself.

use predikat::suite::Texts;
use predikat::{Problems, RuleDocument, RuleSet};
use proptest::prelude::*;

use crate::generated::{Made, Options, tailored};
use crate::slow::slow_law;

proptest! {
    #![proptest_config(slow_law())]

    #[test]
    fn what_is_written_as_two_is_the_one(made in any_made()) {
        is_the_one(&made)?;
    }
}

/// Rules that are written as two, and a dossier.
pub fn any_made() -> BoxedStrategy<Made> {
    tailored(Options::all(0))
}

/// What is moved to a file that extends, overridden there or removed there makes the same rules again, also when both
/// are read from their text.
pub fn is_the_one(made: &Made) -> Result<(), TestCaseError> {
    let edition = made.edition.as_ref().unwrap();
    prop_assert_eq!(&edition.resolved(), &made.rules);
    let read = |rules: &RuleDocument| RuleDocument::from_yaml("rules.yaml", &rules.to_yaml()).unwrap();
    let texts = Texts::new().with_rules(read(&edition.base));
    let resolved = read(&edition.tailored).resolve(&texts);
    let resolved = resolved.map_err(|problems| TestCaseError::fail(problems.to_string()))?;
    let (as_two, as_one) = (RuleSet::from_document(&resolved), RuleSet::from_document(&made.rules));
    let digest = |rules: Result<RuleSet, Problems>| rules.map(|rules| rules.method().to_owned());
    prop_assert_eq!(digest(as_two), digest(as_one));
    Ok(())
}
