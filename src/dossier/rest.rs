//! What a dossier says beside its facts, read by itself.

use super::sheet::Sheet;
use super::{Document, Exception, Held, documents, exceptions};
use crate::RuleSet;
use crate::diagnostic::Severity;
use crate::document::DossierDocument;
use crate::id::is_name;

/// Documents, exceptions and awards held.
pub(crate) struct Rest {
    pub(crate) documents: Vec<Document>,
    pub(crate) exceptions: Vec<Exception>,
    pub(crate) held: Vec<Held>,
}

/// Reads what a document without facts and rounds says, as binding would; `None` where it says more than that, or
/// something is wrong, which binding tells.
pub(crate) fn rest(rules: &RuleSet, document: &DossierDocument) -> Option<Rest> {
    let says_more = !document.facts.is_empty()
        || !document.rounds.is_empty()
        || !document.obstacles.is_empty()
        || document.ruleset.is_some()
        || !is_name(&document.unit)
        || !document.origin.problems().is_empty();
    if says_more {
        return None;
    }
    let (sheets, mut found) = ([Sheet::new(document)], Vec::new());
    let documents = documents::read(rules, &sheets, &mut found);
    let exceptions = exceptions::read(rules, &sheets, &documents, &mut found);
    let held = exceptions::read_held(rules, &sheets, &mut found);
    let wrong = found.iter().any(|finding| finding.severity == Severity::Error);
    (!wrong).then(|| Rest { documents: documents.list, exceptions, held })
}
