//! Whatever text stands where a document should, it is read or refused: nothing panics, and findings stand in the text.

use predikat::document::decode;
use predikat::dossier::BindOptions;
use predikat::plan::Actions;
use predikat::suite::{Texts, run};
use predikat::{ActionsDocument, DossierDocument, Problems, RuleDocument, SuiteDocument, assess, check};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::binder::{Edits, edited, edits};
use crate::generated::{Made, Options, made};
use crate::shared::sources::RULES;
use crate::slow::very_slow_law;
use crate::sources::{read_or_refused, stands_within};

proptest! {
    #![proptest_config(very_slow_law())]

    #[test]
    fn documents_written_over_are_read_or_refused(written in any_text()) {
        written_over(&written)?;
    }

    #[test]
    fn bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..60)) {
        any_bytes(&bytes)?;
    }
}

/// A document, and what is written over its text.
#[derive(Clone, Debug)]
pub struct Written {
    made: Made,
    rules: Edits,
    dossier: Edits,
    suite: Edits,
}

/// Rules, a dossier and a suite of them, each written over in a few places.
pub fn any_text() -> BoxedStrategy<Written> {
    let made = made(Options { missing: 2, ..Options::default() });
    (made, edits(), edits(), edits())
        .prop_map(|(made, rules, dossier, suite)| Written { made, rules, dossier, suite })
        .boxed()
}

/// The texts of documents, written over, are read or refused.
pub fn written_over(written: &Written) -> Result<(), TestCaseError> {
    let (rules, dossier) = (written.made.rules.to_yaml(), written.made.dossier.to_yaml());
    let indented = |text: &str| text.lines().map(|line| format!("      {line}\n")).collect::<String>();
    let suite = format!(
        "suite: {}\ncases:\n  - name: one\n    expect: {{total: {{low: 1}}}}\n    given:\n{}",
        written.made.rules.ruleset,
        indented(&dossier)
    );
    any_document(&edited(&rules, &written.rules), &rules)?;
    any_document(&edited(&dossier, &written.dossier), &rules)?;
    any_document(&edited(&suite, &written.suite), &rules)
}

/// The text as a document of each kind, beside rules that are right.
pub fn any_document(text: &str, rules: &str) -> Result<(), TestCaseError> {
    let right = RuleDocument::from_yaml("right.yaml", rules).unwrap();
    let options = BindOptions::new().as_of("2022-05-31".parse().unwrap());
    match RuleDocument::from_yaml("text", text) {
        Ok(document) => {
            let checking = check(&document);
            stands_within(&checking.findings)?;
            if let Some(rules) = checking.rule_set {
                // what check accepts is total: any dossier binds or is refused, and what binds is assessed
                let empty = DossierDocument { unit: "unit".into(), ..DossierDocument::default() };
                if let Ok(dossier) = rules.bind(&empty, &options) {
                    drop(assess(&dossier));
                }
            }
        }
        Err(problems) => alone(&problems)?,
    }
    let rules = predikat::RuleSet::from_document(&right).unwrap();
    match DossierDocument::from_yaml("text", text) {
        Ok(document) => match rules.bind(&document, &options) {
            Ok(dossier) => drop(assess(&dossier)),
            Err(problems) => stands_within(&problems)?,
        },
        Err(problems) => alone(&problems)?,
    }
    match SuiteDocument::from_yaml("text", text) {
        Ok(suite) => stands_within(&run(&suite, &Texts::new().with_rules(right)).problems)?,
        Err(problems) => alone(&problems)?,
    }
    match ActionsDocument::from_yaml("text", text) {
        Ok(actions) => {
            let empty = DossierDocument { unit: "unit".into(), ..DossierDocument::default() };
            if let Ok(dossier) = rules.bind(&empty, &options)
                && let Err(problems) = Actions::bind(&actions, &dossier)
            {
                stands_within(&problems)?;
            }
        }
        Err(problems) => alone(&problems)?,
    }
    Ok(())
}

/// What is no YAML at all is refused with one finding, which stands in the text and can be drawn.
fn alone(problems: &Problems) -> Result<(), TestCaseError> {
    prop_assert_eq!(problems.len(), 1);
    stands_within(problems)?;
    prop_assert!(!problems.to_string().is_empty());
    Ok(())
}

/// Texts that have most of what there is to read.
const WHOLE: [&str; 4] = [
    "",
    include_str!("../reading/rules.yaml"),
    include_str!("../reading/dossier.yaml"),
    include_str!("../reading/suite.yaml"),
];

/// Bytes as they are, and bytes that are written over a text, are read or refused as a document and as units.
///
/// The first byte says which text it is; each four that follow say where something is written over it, how much is, and
/// what byte stands there then. Of no text, all that follows is the text.
pub fn any_bytes(bytes: &[u8]) -> Result<(), TestCaseError> {
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let mut written = WHOLE[usize::from(*first) % WHOLE.len()].as_bytes().to_vec();
    if written.is_empty() {
        written = rest.to_vec();
    } else {
        for edit in rest.as_chunks::<4>().0 {
            let [high, low, length, byte] = *edit;
            let at = usize::from(u16::from_be_bytes([high, low])) % (written.len() + 1);
            let end = (at + usize::from(length % 8)).min(written.len());
            written.splice(at..end, [byte]);
        }
    }
    if let Err(problems) = decode("bytes", &written) {
        alone(&problems)?;
    }
    let text = String::from_utf8_lossy(&written);
    any_document(&text, RULES)?;
    read_or_refused(&text, &text)
}
