//! Where a document came from: its texts, its tree, and what was wrong with its shape.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use super::{Entry, Limits, Node, Value};
use crate::diagnostic::{Diagnostic, Place, Pointer, SourceText};

/// The texts and the tree that a document was read from; empty for one that was built in code.
///
/// Documents compare equal whatever their origin.
#[derive(Clone, Default)]
pub struct Origin {
    read: Option<Arc<Inner>>,
    limits: Limits,
}

struct Inner {
    sources: Vec<Arc<SourceText>>,
    tree: Node,
    problems: Vec<Diagnostic>,
    /// The positions of the keys of each long mapping, by where its entries lie in memory: the tree never moves.
    keys: OnceLock<HashMap<usize, HashMap<String, usize>>>,
}

/// So many entries of a mapping are gone through one by one.
const FEW: usize = 32;

impl Origin {
    /// The origin of a document that was lowered from `tree`, with the problems of its shape.
    pub(crate) fn new(sources: Vec<Arc<SourceText>>, tree: Node, problems: Vec<Diagnostic>, limits: Limits) -> Origin {
        Origin { read: Some(Arc::new(Inner { sources, tree, problems, keys: OnceLock::new() })), limits }
    }

    /// The origin of a document built in code, which is checked or bound within `limits`.
    ///
    /// ```
    /// use predikat::DossierDocument;
    /// use predikat::document::{Limits, Origin};
    /// let limits = Limits { problems: 10, ..Limits::default() };
    /// let document = DossierDocument { unit: "a".into(), origin: Origin::within(limits), ..Default::default() };
    /// assert_eq!(document.origin.limits().problems, 10);
    /// ```
    #[must_use]
    pub fn within(limits: Limits) -> Origin {
        Origin { read: None, limits }
    }

    /// How much the document may ask for: the limits within which it was read, or those given.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// What was wrong with the document's shape; `check` and `bind` report it with all they find.
    #[must_use]
    pub fn problems(&self) -> &[Diagnostic] {
        self.read.as_ref().map_or(&[], |inner| &inner.problems)
    }

    /// The texts it was read from: the file itself first, then those it extends.
    #[must_use]
    pub fn sources(&self) -> &[Arc<SourceText>] {
        self.read.as_ref().map_or(&[], |inner| &inner.sources)
    }

    /// The tree it was read from.
    #[must_use]
    pub fn tree(&self) -> Option<&Node> {
        self.read.as_ref().map(|inner| &inner.tree)
    }

    /// The place of the value at `pointer`, or of the nearest thing around it that was written.
    #[must_use]
    pub fn place(&self, pointer: &Pointer) -> Place {
        self.find(pointer, false)
    }

    /// The place of the key that names the value at `pointer`.
    #[must_use]
    pub fn key_place(&self, pointer: &Pointer) -> Place {
        self.find(pointer, true)
    }

    /// What the tree has at `pointer`, key by key.
    pub(crate) fn node(&self, pointer: &Pointer) -> Option<&Node> {
        let inner = self.read.as_ref()?;
        pointer.steps().try_fold(&inner.tree, |node, step| match &node.value {
            Value::List(items) => items.get(step.parse::<usize>().ok()?),
            _ => Some(&inner.entry(node, &step)?.value),
        })
    }

    /// Where `name` stands in the mapping at `pointer`: as one key, or in nested mappings whose keys, joined by dots,
    /// make it up.
    pub(crate) fn named(&self, pointer: &Pointer, name: &str) -> Option<Pointer> {
        self.read.as_ref()?.named(self.node(pointer)?, name, pointer)
    }

    fn find(&self, pointer: &Pointer, key: bool) -> Place {
        let Some(inner) = &self.read else { return Place { at: None, pointer: pointer.clone() } };
        let mut node = &inner.tree;
        let mut at = node.at;
        'steps: for step in pointer.steps() {
            match &node.value {
                Value::Map(_) => {
                    // a path may be one key or nested maps
                    let mut rest = step.as_str();
                    while let Some((entry, left)) = inner.entry_of(node, rest) {
                        node = &entry.value;
                        at = if key { entry.key_at } else { node.at }.or(entry.key_at).or(at);
                        match left {
                            Some(left) => rest = left,
                            None => continue 'steps,
                        }
                    }
                    break;
                }
                Value::List(items) => {
                    let Some(item) = step.parse().ok().and_then(|i: usize| items.get(i)) else { break };
                    node = item;
                    at = node.at.or(at);
                }
                _ => break,
            }
        }
        let at = at.and_then(|(source, span)| Some((inner.sources.get(usize::from(source))?.clone(), span)));
        Place { at, pointer: pointer.clone() }
    }
}

impl Inner {
    /// The entry of `path`, or the one that begins it with the rest of the path.
    fn entry_of<'n, 'p>(&self, node: &'n Node, path: &'p str) -> Option<(&'n Entry, Option<&'p str>)> {
        if let Some(entry) = self.entry(node, path) {
            return Some((entry, None));
        }
        let dots = path.match_indices('.').map(|(i, _)| i);
        dots.rev().find_map(|i| Some((self.entry(node, path.get(..i)?)?, path.get(i + 1..))))
    }

    fn named(&self, node: &Node, name: &str, pointer: &Pointer) -> Option<Pointer> {
        if self.entry(node, name).is_some() {
            return Some(pointer.key(name));
        }
        name.match_indices('.').find_map(|(i, _)| {
            let key = name.get(..i)?;
            self.named(&self.entry(node, key)?.value, name.get(i + 1..)?, &pointer.key(key))
        })
    }

    /// The entry of `key` in a mapping of the tree.
    fn entry<'n>(&self, node: &'n Node, key: &str) -> Option<&'n Entry> {
        match &node.value {
            Value::Map(entries) if entries.len() > FEW => {
                let keys = self.keys.get_or_init(|| keys(&self.tree)).get(&entries.as_ptr().addr())?;
                entries.get(*keys.get(key)?)
            }
            _ => node.entry(key),
        }
    }
}

/// The positions of the keys of each long mapping in `tree`.
fn keys(tree: &Node) -> HashMap<usize, HashMap<String, usize>> {
    let mut keys = HashMap::new();
    let mut stack = vec![tree];
    while let Some(node) = stack.pop() {
        match &node.value {
            Value::Map(entries) => {
                if entries.len() > FEW {
                    // of two entries of one key, which a tree built in code can have, the first counts
                    let positions = entries.iter().enumerate().rev().map(|(at, entry)| (entry.key.clone(), at));
                    keys.insert(entries.as_ptr().addr(), positions.collect());
                }
                stack.extend(entries.iter().map(|entry| &entry.value));
            }
            Value::List(items) => stack.extend(items),
            Value::Null | Value::Scalar(_) => {}
        }
    }
    keys
}

impl PartialEq for Origin {
    fn eq(&self, _: &Origin) -> bool {
        true
    }
}

impl Eq for Origin {}

impl std::fmt::Debug for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.sources().iter().map(|s| s.name.as_str()).collect();
        f.debug_tuple("Origin").field(&names).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Style;

    fn map(entries: &[(&str, Node)]) -> Node {
        let entry = |(key, value): &(&str, Node)| Entry { key: (*key).to_owned(), key_at: None, value: value.clone() };
        Node::new(Value::Map(entries.iter().map(entry).collect()))
    }

    fn origin(tree: Node) -> Origin {
        Origin::new(Vec::new(), tree, Vec::new(), Limits::default())
    }

    #[test]
    fn a_name_is_found_as_one_key_or_nested() {
        let leaf = || Node::scalar("B", Style::Plain);
        let origin = origin(map(&[
            ("a.b", map(&[("c", leaf())])),
            ("a", map(&[("x", map(&[("y", leaf())])), ("b.d", leaf())])),
            ("a.b.e", leaf()),
        ]));
        let found = |name| origin.named(&Pointer::root(), name).map(|pointer| pointer.to_string());
        assert_eq!(found("a.b.c").as_deref(), Some("/a.b/c"));
        assert_eq!(found("a.x.y").as_deref(), Some("/a/x/y"));
        assert_eq!(found("a.b.d").as_deref(), Some("/a/b.d"));
        assert_eq!(found("a.b.e").as_deref(), Some("/a.b.e"));
        assert_eq!(found("a.x.z"), None);
        assert_eq!(found("ab"), None);
    }

    #[test]
    fn the_first_of_two_entries_of_one_key_counts_in_long_mappings_too() {
        for length in [3, FEW, FEW + 1, 200] {
            let names: Vec<String> = (0..length).map(|i| format!("k{}", i % (length - 1))).collect();
            let texts: Vec<String> = (0..length).map(|i| i.to_string()).collect();
            let entries: Vec<(&str, Node)> = names
                .iter()
                .zip(&texts)
                .map(|(name, text)| (name.as_str(), Node::scalar(text, Style::Number)))
                .collect();
            let origin = origin(map(&[("facts", map(&entries))]));
            let facts = Pointer::root().key("facts");
            let text = |name| match origin.node(&facts.key(name)).map(|node| &node.value) {
                Some(Value::Scalar(scalar)) => scalar.text.as_str(),
                _ => "",
            };
            assert_eq!((text("k0"), text("k1"), text("none")), ("0", "1", ""), "{length}");
        }
    }
}
