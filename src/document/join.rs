//! One dossier laid together from its parts.
//!
//! As with `extends`, trees are put together, not documents, so that everything keeps the place it came from. A
//! document that was built in code, or changed since it was read, is written anew as a tree without places.

mod facts;
mod order;
mod rounds;

use std::sync::Arc;

use self::order::Order;
use super::lower::{Form, lower_again, lower_tree};
use super::{DossierDocument, Entry, Limits, Node, Value};
use crate::Problems;
use crate::diagnostic::{Code, Diagnostic, Place, Pointer, SourceText, Span};

/// Where a node or key stands.
type At = Option<(u16, Span)>;

/// Keys of which the parts say the same, if anything.
const HEADERS: [&str; 4] = ["unit", "title", "ruleset", "as_of"];

impl DossierDocument {
    /// One dossier from its parts: all of them about one unit, each saying something of it.
    ///
    /// Facts, documents, exceptions, rounds, awards and obstacles are united; what two parts say alike counts once.
    /// `unit`, `as_of`, `ruleset` and `title` stand in any of them, and agree. A round of one assessor and date is one
    /// round, whichever parts it stands in; the others are put in the order of their dates. Everything keeps the place
    /// where it was read, and so does every finding about it.
    ///
    /// Without parts it is a dossier that says nothing.
    ///
    /// ```
    /// use predikat::DossierDocument;
    /// let a = DossierDocument::from_yaml("a.yaml", "{unit: acme, as_of: 2024-06-01, facts: {mfa: pass}}")?;
    /// let b = DossierDocument::from_yaml("b.yaml", "{unit: acme, facts: {log: pass, mfa: pass}}")?;
    /// let whole = DossierDocument::joined([a.clone(), b])?;
    /// assert_eq!(whole.facts.keys().collect::<Vec<_>>(), ["mfa", "log"]);
    ///
    /// let c = DossierDocument::from_yaml("c.yaml", "{unit: acme, facts: {mfa: fail}}")?;
    /// let problems = DossierDocument::joined([a, c]).unwrap_err();
    /// let told = problems.iter().next().unwrap();
    /// assert_eq!(told.to_string().split(';').next(), Some(
    ///     "c.yaml:1:27: error[parts-differ]: `mfa` is `fail` here, and `pass` in another part of `acme`"
    /// ));
    /// assert_eq!(told.related[0].0.to_string(), "a.yaml:1:46");
    /// # Ok::<(), predikat::Problems>(())
    /// ```
    ///
    /// # Errors
    /// `parts-differ`, at both places, for what the parts say differently: another unit or header, another answer to
    /// one fact, another document of one id; and for rounds of which nothing tells which comes first. With it, all
    /// that was wrong with the parts when they were read.
    pub fn joined(parts: impl IntoIterator<Item = DossierDocument>) -> Result<DossierDocument, Problems> {
        let mut parts = parts.into_iter();
        let Some(first) = parts.next() else { return Ok(DossierDocument::default()) };
        let mut joining = Joining {
            unit: first.unit.clone(),
            sources: first.origin.sources().to_vec(),
            problems: first.origin.problems().to_vec(),
            found: Vec::new(),
            order: Order::default(),
            pointer: Pointer::root(),
        };
        let mut trees = vec![written(&first)];
        trees.extend(parts.map(|part| joining.take(&part)));
        joining.order_rounds(&trees);
        let mut trees = trees.into_iter();
        let mut tree = trees.next().unwrap_or_else(|| Node::new(Value::Null));
        trees.for_each(|part| joining.lay(&mut tree, part));
        let Joining { sources, mut problems, found, .. } = joining;
        if found.is_empty() {
            return Ok(lower_again(sources, tree, problems, first.origin.limits()));
        }
        problems.extend(found);
        Err(Problems::new(problems))
    }
}

/// The tree of a document: as it was read, or anew where it says something else by now.
fn written(document: &DossierDocument) -> Node {
    let read = document.origin.tree().filter(|tree| {
        let again: DossierDocument = lower_tree(Vec::new(), (*tree).clone(), Vec::new(), &Limits::default());
        again == *document
    });
    read.cloned().unwrap_or_else(|| document.raise())
}

/// Parts on the way to be one.
struct Joining {
    unit: String,
    sources: Vec<Arc<SourceText>>,
    /// What was wrong with the parts as they were read.
    problems: Vec<Diagnostic>,
    /// What they say differently.
    found: Vec<Diagnostic>,
    order: Order,
    /// Where we are in the whole.
    pointer: Pointer,
}

impl Joining {
    /// The tree of another part, its texts among ours.
    fn take(&mut self, part: &DossierDocument) -> Node {
        let mut tree = written(part);
        let mut numbers: Vec<Option<u16>> = Vec::new();
        for source in part.origin.sources() {
            let known = self.sources.iter().rposition(|known| Arc::ptr_eq(known, source));
            let at = known.unwrap_or_else(|| {
                self.sources.push(source.clone());
                self.sources.len() - 1
            });
            numbers.push(u16::try_from(at).ok());
        }
        tree.renumber(&|source| numbers.get(usize::from(source)).copied().flatten());
        self.problems.extend(part.origin.problems().iter().cloned());
        tree
    }

    /// Lays a part over those before.
    fn lay(&mut self, tree: &mut Node, part: Node) {
        let Value::Map(entries) = part.value else { return };
        for entry in entries.into_iter().filter(|entry| entry.value.value != Value::Null) {
            let Value::Map(ours) = &mut tree.value else { return };
            let there = ours.iter_mut().find(|there| there.key == entry.key);
            let Some(there) = there.filter(|there| there.value.value != Value::Null) else {
                ours.retain(|there| there.key != entry.key);
                ours.push(entry);
                continue;
            };
            self.pointer = Pointer::root().key(&entry.key);
            match entry.key.as_str() {
                key if HEADERS.contains(&key) => self.header(&there.value, &entry),
                "facts" => self.facts(&mut there.value, entry.value),
                "rounds" => self.rounds(&mut there.value, entry.value),
                "evidence" | "obstacles" => self.items(&mut there.value, entry.value, Some("id")),
                "exceptions" | "awards" => self.items(&mut there.value, entry.value, None),
                // It is no key of a dossier, which is told where it stands.
                _ => {}
            }
        }
    }

    fn place(&self, at: At) -> Place {
        let at = at.and_then(|(source, span)| Some((self.sources.get(usize::from(source))?.clone(), span)));
        Place { at, pointer: self.pointer.clone() }
    }

    /// Two parts say different things.
    fn differ(&mut self, (here, there): (At, At), message: &str) {
        let message = format!("{message} in another part of `{}`", self.unit.escape_debug());
        self.found.push(
            Diagnostic::new(Code::PartsDiffer, self.place(here), message)
                .related(self.place(there), "the other part")
                .help("the parts of a dossier may not contradict each other: mend one of them"),
        );
    }

    fn header(&mut self, there: &Node, here: &Entry) {
        if !same(there, &here.value) {
            let message = format!("`{}` is {} here, and {}", here.key, shown(&here.value), shown(there));
            self.differ((here.value.at, there.at), &message);
        }
    }

    /// The items of two lists, each once; of those told apart by an id, two of one id must be the same.
    fn items(&mut self, there: &mut Node, here: Node, id: Option<&str>) {
        let (Value::List(ours), Value::List(theirs)) = (&mut there.value, here.value) else { return };
        let before = ours.len();
        for item in theirs {
            let known = ours.iter().take(before);
            if known.clone().any(|known| same(known, &item)) {
                continue;
            }
            let named = |node: &Node| id.and_then(|id| node.get(id)).map(|node| (text_of(node), node.at));
            let other = named(&item).and_then(|(name, at)| {
                let (_, there) = known.filter_map(named).find(|(other, _)| *other == name)?;
                Some((name, at, there))
            });
            match other {
                Some((name, here, there)) => {
                    self.differ((here, there), &format!("`{}` is described here, and otherwise", name.escape_debug()));
                }
                None => ours.push(item),
            }
        }
    }
}

/// Whether two nodes say the same, in whatever order their keys stand. A null is as if it were not there.
fn same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Map(ones), Value::Map(others)) => {
            let said = |entries: &[Entry]| entries.iter().filter(|entry| entry.value.value != Value::Null).count();
            let is_there = |entry: &Entry| {
                entry.value.value == Value::Null || other.get(&entry.key).is_some_and(|there| same(&entry.value, there))
            };
            said(ones) == said(others) && ones.iter().all(is_there)
        }
        (Value::List(ones), Value::List(others)) => {
            ones.len() == others.len() && ones.iter().zip(others).all(|(one, other)| same(one, other))
        }
        // A table spells all that it says in the same way, whatever it is.
        (Value::Scalar(one), Value::Scalar(other)) => one.text == other.text || one == other,
        (one, other) => one == other,
    }
}

/// The text of a scalar.
fn text_of(node: &Node) -> String {
    match &node.value {
        Value::Scalar(scalar) => scalar.text.clone(),
        _ => String::new(),
    }
}

/// A value in a message.
fn shown(node: &Node) -> String {
    match &node.value {
        Value::Scalar(scalar) => format!("`{}`", scalar.text.escape_debug()),
        _ => node.describe(),
    }
}
