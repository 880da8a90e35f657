//! One document among those that a dossier is made of, and where things stand in it.

use crate::diagnostic::steps::{self, Step};
use crate::diagnostic::{Code, Diagnostic, Place, Pointer};
use crate::document::{DossierDocument, Value};

/// A document with its findings' places: the unit's own, or the one that is shared.
#[derive(Clone, Copy)]
pub(super) struct Sheet<'a> {
    pub(super) document: &'a DossierDocument,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(document: &'a DossierDocument) -> Sheet<'a> {
        Sheet { document }
    }

    /// A finding at the value of `steps`: keys, and positions in lists.
    pub(super) fn finding(self, code: Code, steps: &[Step], message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.place(steps), message)
    }

    /// The place of the value at `steps`.
    pub(super) fn place(self, steps: &[Step]) -> Place {
        self.document.origin.place(&steps::pointer(steps))
    }

    /// The place of the key that names the value at `steps`.
    pub(super) fn key_place(self, steps: &[Step]) -> Place {
        self.document.origin.key_place(&steps::pointer(steps))
    }

    /// Whether something was written at `steps`, right or wrong: what is wrong was reported when it was read.
    pub(super) fn says(self, steps: &[Step]) -> bool {
        self.document.origin.node(&steps::pointer(steps)).is_some_and(|node| node.value != Value::Null)
    }

    /// Whether a name was left out or malformed in a document that was read, which was reported there.
    pub(super) fn is_blank(self, name: &str) -> bool {
        name.is_empty() && self.document.origin.tree().is_some()
    }

    /// The place of the value of a fact, which stands under `steps` as one key or nested.
    pub(super) fn fact_value(self, steps: &[Step], name: &str) -> Place {
        self.document.origin.place(&self.fact_pointer(steps, name))
    }

    /// The place of the key of a fact.
    pub(super) fn fact_key(self, steps: &[Step], name: &str) -> Place {
        self.document.origin.key_place(&self.fact_pointer(steps, name))
    }

    fn fact_pointer(self, steps: &[Step], name: &str) -> Pointer {
        let base = steps::pointer(steps);
        self.document.origin.named(&base, name).unwrap_or_else(|| base.key(name))
    }
}
