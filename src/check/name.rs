//! Ids: well-formed, not reserved, each unique where it must be.

use std::collections::HashMap;

use super::outline::Outline;
use super::scope::Scope;
use crate::diagnostic::{Code, Diagnostic, Place, Pointer};
use crate::document::{Award, RuleDocument};
use crate::id;

/// Checks every name of the document.
pub(super) fn names(scope: &Scope<'_>, document: &RuleDocument, outline: &Outline<'_>) {
    let mut shared = Namespace { scope, taken: HashMap::new() };
    for (i, criterion) in document.criteria.iter().enumerate() {
        shared.add(&criterion.id, Site::Item("criteria", i), "criterion");
    }
    for name in document.facts.keys() {
        scope.check_id_of_key(name, "facts");
        shared.add(name, Site::Key("facts"), "fact");
    }
    for name in document.measures.keys() {
        scope.check_id_of_key(name, "measures");
        shared.add(name, Site::Key("measures"), "measure");
    }
    for (i, award) in document.awards.iter().enumerate() {
        let at = Pointer::root().key("awards").index(i);
        scope.check_id(&award.id, &at);
        shared.add(&award.id, Site::Item("awards", i), "award");
        in_award(scope, award, &at);
    }
    document.scales.keys().for_each(|name| scope.check_id_of_key(name, "scales"));
    document.evidence.keys().for_each(|name| scope.check_id_of_key(name, "evidence"));
    for item in &outline.items {
        if item.parent.is_some() {
            scope.check_id(&item.written.id, &item.at);
        }
        // At the top the shared namespace has told already.
        let children = outline.children(item).filter(|child| child.parent != Some(0));
        distinct(scope, "criterion", children.map(|child| (child.written.id.as_str(), &child.at)));
    }
}

fn in_award(scope: &Scope<'_>, award: &Award, at: &Pointer) {
    let of_list = |list: &Pointer, i: usize, id: &str| {
        let at = list.index(i);
        scope.check_id(id, &at);
        at
    };
    let mut requirements: Vec<(&str, Pointer)> = Vec::new();
    let conditional = award.conditional.as_ref().map(|conditional| conditional.requires.as_slice()).unwrap_or_default();
    let places =
        [(award.requires.as_slice(), at.key("requires")), (conditional, at.key("conditional").key("requires"))];
    for (list, at) in places {
        requirements.extend(list.iter().enumerate().map(|(i, one)| (one.id.as_str(), of_list(&at, i, &one.id))));
    }
    distinct(scope, "requirement", requirements.iter().map(|(id, at)| (*id, at)));
    let at = at.key("bars");
    let bars = award.bars.iter().flatten().enumerate();
    let bars: Vec<(&str, Pointer)> = bars.map(|(i, bar)| (bar.id.as_str(), of_list(&at, i, &bar.id))).collect();
    distinct(scope, "bar", bars.iter().map(|(id, at)| (*id, at)));
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

    /// Checks an id that is a key of the mapping `of`.
    fn check_id_of_key(&self, text: &str, of: &str) {
        if !id::is_id(text) {
            self.bad_id(text, self.findings.at_key(Code::BadId, &Pointer::root().key(of).key(text), ""));
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
    taken: HashMap<&'a str, (Site, &'static str)>,
}

/// Where a name stands. Looking its place up takes time, which only a finding is worth.
#[derive(Clone, Copy)]
enum Site {
    /// The id of an item of a list.
    Item(&'static str, usize),
    /// A key of a mapping.
    Key(&'static str),
}

impl Site {
    fn place(self, scope: &Scope<'_>, name: &str) -> Place {
        match self {
            Site::Item(list, i) => scope.findings.place(&Pointer::root().key(list).index(i).key("id")),
            Site::Key(map) => scope.findings.key_place(&Pointer::root().key(map).key(name)),
        }
    }
}

impl<'a> Namespace<'a> {
    /// Adds the name of a `kind` that stands at `site`.
    fn add(&mut self, name: &'a str, site: Site, kind: &'static str) {
        if name.is_empty() {
            return;
        }
        let findings = &self.scope.findings;
        if id::RESERVED.contains(&name) || name == "as_of" {
            let message = format!("`{name}` is a word of the language");
            let finding = Diagnostic::new(Code::ReservedId, site.place(self.scope, name), message);
            findings.push(finding.help(format!("call the {kind} something else")));
            return;
        }
        let Some((first, first_kind)) = self.taken.get(name) else {
            self.taken.insert(name, (site, kind));
            return;
        };
        let place = site.place(self.scope, name);
        let finding = if kind == *first_kind {
            Diagnostic::new(Code::DuplicateId, place, format!("another {kind} is called `{name}`"))
                .help("rename one of them")
        } else {
            Diagnostic::new(Code::CollidingName, place, format!("the {kind} `{name}` has the name of a {first_kind}"))
                .help("rename one of them: top-level criteria, facts, measures and awards share their names")
        };
        findings.push(finding.related(first.place(self.scope, name), "the first stands here"));
    }
}

/// Reports each id that stands twice in one list; with every id comes where its element stands.
fn distinct<'n>(scope: &Scope<'_>, what: &str, ids: impl Iterator<Item = (&'n str, &'n Pointer)>) {
    let mut taken: HashMap<&str, &Pointer> = HashMap::new();
    for (name, at) in ids.filter(|(name, _)| !name.is_empty()) {
        let Some(first) = taken.get(name) else {
            taken.insert(name, at);
            continue;
        };
        let place = |at: &Pointer| scope.findings.place(&at.key("id"));
        let finding = Diagnostic::new(Code::DuplicateId, place(at), format!("another {what} is called `{name}`"));
        scope.findings.push(finding.help("rename one of them").related(place(first), "the first stands here"));
    }
}
