//! Where the checks leave what they find, without repeating what reading already said.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Place, Pointer, Problems, Severity};
use crate::document::{Limits, Node, Origin, Value};
use crate::id;
pub(super) use crate::id::list;

/// The findings of one document.
pub(super) struct Findings<'d> {
    origin: &'d Origin,
    /// What reading already complained of.
    malformed: BTreeSet<Pointer>,
    found: RefCell<Vec<Diagnostic>>,
    /// How many more findings are taken in.
    room: Cell<usize>,
    suggestions: id::Suggestions,
}

/// So many findings beside those of reading are looked at, also where fewer are told; a hostile file has many more.
const MOST_FINDINGS: usize = 1_000;

impl<'d> Findings<'d> {
    /// With what was found while `origin` was read.
    pub(super) fn new(origin: &'d Origin) -> Findings<'d> {
        let read = origin.problems();
        Findings {
            origin,
            malformed: read.iter().map(|problem| problem.place.pointer.clone()).collect(),
            found: RefCell::new(read.to_vec()),
            room: Cell::new(MOST_FINDINGS.max(origin.limits().problems)),
            suggestions: id::Suggestions::new(),
        }
    }

    /// How much the document may ask for.
    pub(super) fn limits(&self) -> &Limits {
        self.origin.limits()
    }

    /// A finding on the value at `pointer`.
    pub(super) fn at(&self, code: Code, pointer: &Pointer, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.place(pointer), message)
    }

    /// A finding on the key that names the value at `pointer`.
    pub(super) fn at_key(&self, code: Code, pointer: &Pointer, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.key_place(pointer), message)
    }

    /// The place of the value at `pointer`.
    pub(super) fn place(&self, pointer: &Pointer) -> Place {
        // Looking a place up takes time, which a finding that is not taken in is not worth.
        if self.room.get() == 0 { Place::default() } else { self.origin.place(pointer) }
    }

    /// The place of the key that names the value at `pointer`.
    pub(super) fn key_place(&self, pointer: &Pointer) -> Place {
        if self.room.get() == 0 { Place::default() } else { self.origin.key_place(pointer) }
    }

    /// `finding`, with another place that matters.
    pub(super) fn related(&self, finding: Diagnostic, pointer: &Pointer, why: &str) -> Diagnostic {
        finding.related(self.key_place(pointer), why)
    }

    /// Reports a finding, unless reading already complained of that very place.
    pub(super) fn push(&self, finding: Diagnostic) {
        let room = self.room.get();
        if room == 0 || self.malformed.contains(&finding.place.pointer) {
            return;
        }
        self.room.set(room - 1);
        self.found.borrow_mut().push(finding);
        if room == 1 {
            let message = "there are more findings than are counted";
            let place = self.origin.place(&Pointer::root());
            let finding = Diagnostic::new(Code::TooLarge, place, message).help("mend the others first");
            self.found.borrow_mut().push(finding);
        }
    }

    /// Reports that something is not there, unless it may be what reading could not make out.
    pub(super) fn push_absence(&self, finding: Diagnostic) {
        if !self.spoilt(&finding.place.pointer) {
            self.push(finding);
        }
    }

    /// Whether reading complained of `pointer` or of something in it.
    pub(super) fn spoilt(&self, pointer: &Pointer) -> bool {
        // what lies in it begins with it and a slash, and stands together
        let inside = pointer.key("");
        let first = self.malformed.range(inside.clone()..).next();
        self.malformed.contains(pointer) || first.is_some_and(|one| one.as_str().starts_with(inside.as_str()))
    }

    /// Whether reading reported `code` with a word on `key`, at the document as a whole.
    pub(super) fn was_reported(&self, code: Code, key: &str) -> bool {
        let quoted = format!("`{key}`");
        self.found.borrow().iter().any(|one| one.code == code && one.message.contains(&quoted))
    }

    /// Whether the document was read from a text, and not built in code.
    pub(super) fn was_read(&self) -> bool {
        self.origin.tree().is_some()
    }

    /// Whether the tree that was read has something at `pointer`, right or wrong.
    pub(super) fn was_written(&self, pointer: &Pointer) -> bool {
        self.node(pointer).is_some()
    }

    /// What the tree that was read has at `pointer`.
    fn node(&self, pointer: &Pointer) -> Option<&Node> {
        self.origin.node(pointer)
    }

    /// A finding on `name`, which stands at `pointer` as a value or as the key of one.
    pub(super) fn at_name(&self, code: Code, name: &str, pointer: &Pointer, message: String) -> Diagnostic {
        let is_value =
            self.node(pointer).is_some_and(|node| matches!(&node.value, Value::Scalar(one) if one.text == name));
        if is_value { self.at(code, pointer, message) } else { self.at_key(code, pointer, message) }
    }

    /// How to mend an unknown name, as far as comparing it with the known ones does not take too long.
    pub(super) fn suggest<'a>(&self, unknown: &str, known: impl IntoIterator<Item = &'a str>, what: &str) -> String {
        if self.room.get() == 0 {
            return String::new();
        }
        self.suggestions.of(unknown, known, what)
    }

    /// Whether an error was found so far.
    pub(super) fn has_errors(&self) -> bool {
        self.found.borrow().iter().any(|one| one.severity == Severity::Error)
    }

    /// Keeps what `keep` says.
    pub(super) fn retain(&self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.found.borrow_mut().retain(keep);
    }

    /// All that was found, as far as it is told.
    pub(super) fn into_problems(self) -> Problems {
        Problems::new(self.found.into_inner()).at_most(self.origin.limits().problems)
    }
}

/// Whether `inner` is `outer` or lies in it.
pub(super) fn is_within(inner: &Pointer, outer: &Pointer) -> bool {
    inner.as_str().strip_prefix(outer.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
