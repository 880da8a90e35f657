//! Ids: well-formed, not reserved, each unique where it must be.

use std::collections::BTreeMap;

use super::outline::Outline;
use super::scope::Scope;
use crate::diagnostic::{Code, Diagnostic, Place, Pointer};
use crate::document::{Award, RuleDocument};
use crate::id;

/// Checks every name of the document.
pub(super) fn names(scope: &Scope<'_>, document: &RuleDocument, outline: &Outline<'_>) {
    let root = Pointer::root();
    let mut shared = Namespace { scope, taken: BTreeMap::new() };
    for (i, criterion) in document.criteria.iter().enumerate() {
        let at = root.key("criteria").index(i);
        shared.add(&criterion.id, scope.findings.place(&at.key("id")), "criterion");
    }
    for (key, names, kind) in [
        ("facts", document.facts.keys().collect::<Vec<_>>(), "fact"),
        ("measures", document.measures.keys().collect(), "measure"),
    ] {
        for name in names {
            let at = root.key(key).key(name);
            scope.check_id_of_key(name, &at);
            shared.add(name, scope.findings.key_place(&at), kind);
        }
    }
    for (i, award) in document.awards.iter().enumerate() {
        let at = root.key("awards").index(i);
        scope.check_id(&award.id, &at);
        shared.add(&award.id, scope.findings.place(&at.key("id")), "award");
        in_award(scope, award, &at);
    }
    for (key, names) in
        [("scales", document.scales.keys().collect::<Vec<_>>()), ("evidence", document.evidence.keys().collect())]
    {
        for name in names {
            scope.check_id_of_key(name, &root.key(key).key(name));
        }
    }
    for item in &outline.items {
        if item.parent.is_some() {
            scope.check_id(&item.written.id, &item.at);
        }
        // At the top the shared namespace has told already.
        let mut siblings = Siblings::new(scope, "criterion");
        for child in outline.children(item).filter(|child| child.parent != Some(0)) {
            siblings.add(&child.written.id, &child.at.key("id"));
        }
    }
}

fn in_award(scope: &Scope<'_>, award: &Award, at: &Pointer) {
    let mut requirements = Siblings::new(scope, "requirement");
    let conditional = award.conditional.as_ref().map(|conditional| conditional.requires.as_slice()).unwrap_or_default();
    let places =
        [(award.requires.as_slice(), at.key("requires")), (conditional, at.key("conditional").key("requires"))];
    for (list, at) in places {
        for (i, requirement) in list.iter().enumerate() {
            let at = at.index(i);
            scope.check_id(&requirement.id, &at);
            requirements.add(&requirement.id, &at.key("id"));
        }
    }
    let mut bars = Siblings::new(scope, "bar");
    for (i, bar) in award.bars.iter().flatten().enumerate() {
        let at = at.key("bars").index(i);
        scope.check_id(&bar.id, &at);
        bars.add(&bar.id, &at.key("id"));
    }
}

const ID_HELP: &str = "an id starts with a small letter and has small letters, digits and `_`, at most 64 in all";

impl Scope<'_> {
    /// Checks the `id` of the element at `at`.
    pub(super) fn check_id(&self, text: &str, at: &Pointer) {
        let reported = text.is_empty() && self.findings.spoilt(at);
        if !id::is_id(text) && !reported {
            self.bad_id(text, self.findings.at(Code::BadId, &at.key("id"), ""));
        }
    }

    /// Checks an id that is the key of the value at `at`.
    fn check_id_of_key(&self, text: &str, at: &Pointer) {
        if !id::is_id(text) {
            self.bad_id(text, self.findings.at_key(Code::BadId, at, ""));
        }
    }

    fn bad_id(&self, text: &str, mut finding: Diagnostic) {
        finding.message = match text {
            "" => "the id is empty".to_owned(),
            _ => format!("`{}` is not an id", text.chars().take(70).collect::<String>().escape_debug()),
        };
        self.findings.push(finding.help(ID_HELP));
    }
}

/// Names that must differ from each other and from the words of the language.
struct Namespace<'a> {
    scope: &'a Scope<'a>,
    taken: BTreeMap<String, (Place, &'static str)>,
}

impl Namespace<'_> {
    /// Adds the name of a `kind` that stands at `place`.
    fn add(&mut self, name: &str, place: Place, kind: &'static str) {
        if name.is_empty() {
            return;
        }
        let findings = &self.scope.findings;
        if id::RESERVED.contains(&name) || name == "as_of" {
            let message = format!("`{name}` is a word of the language");
            let finding = Diagnostic::new(Code::ReservedId, place, message);
            findings.push(finding.help(format!("call the {kind} something else")));
            return;
        }
        let Some((first, first_kind)) = self.taken.get(name) else {
            self.taken.insert(name.to_owned(), (place, kind));
            return;
        };
        let finding = if kind == *first_kind {
            Diagnostic::new(Code::DuplicateId, place, format!("another {kind} is called `{name}`"))
                .help("rename one of them")
        } else {
            Diagnostic::new(Code::CollidingName, place, format!("the {kind} `{name}` has the name of a {first_kind}"))
                .help("rename one of them: top-level criteria, facts, measures and awards share their names")
        };
        findings.push(finding.related(first.clone(), "the first stands here"));
    }
}

/// Ids that must differ within one list.
struct Siblings<'a> {
    scope: &'a Scope<'a>,
    what: &'static str,
    taken: BTreeMap<String, Place>,
}

impl<'a> Siblings<'a> {
    fn new(scope: &'a Scope<'a>, what: &'static str) -> Siblings<'a> {
        Siblings { scope, what, taken: BTreeMap::new() }
    }

    fn add(&mut self, name: &str, at: &Pointer) {
        if name.is_empty() {
            return;
        }
        let place = self.scope.findings.place(at);
        let Some(first) = self.taken.get(name) else {
            self.taken.insert(name.to_owned(), place);
            return;
        };
        let finding = Diagnostic::new(Code::DuplicateId, place, format!("another {} is called `{name}`", self.what));
        let finding = finding.help("rename one of them").related(first.clone(), "the first stands here");
        self.scope.findings.push(finding);
    }
}
