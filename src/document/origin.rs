//! Where a document came from: its texts, its tree, and what was wrong with its shape.

use std::sync::Arc;

use super::{Entry, Node, Value};
use crate::diagnostic::{Diagnostic, Place, Pointer, SourceText};

/// The texts and the tree that a document was read from; empty for one that was built in code.
///
/// Documents compare equal whatever their origin.
#[derive(Clone, Default)]
pub struct Origin(Option<Arc<Inner>>);

struct Inner {
    sources: Vec<Arc<SourceText>>,
    tree: Node,
    problems: Vec<Diagnostic>,
}

impl Origin {
    /// The origin of a document that was lowered from `tree`, with the problems of its shape.
    pub(crate) fn new(sources: Vec<Arc<SourceText>>, tree: Node, problems: Vec<Diagnostic>) -> Origin {
        Origin(Some(Arc::new(Inner { sources, tree, problems })))
    }

    /// What was wrong with the document's shape; `check` and `bind` report it with all they find.
    #[must_use]
    pub fn problems(&self) -> &[Diagnostic] {
        self.0.as_ref().map_or(&[], |inner| &inner.problems)
    }

    /// The texts it was read from: the file itself first, then those it extends.
    #[must_use]
    pub fn sources(&self) -> &[Arc<SourceText>] {
        self.0.as_ref().map_or(&[], |inner| &inner.sources)
    }

    /// The tree it was read from.
    #[must_use]
    pub fn tree(&self) -> Option<&Node> {
        self.0.as_ref().map(|inner| &inner.tree)
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

    fn find(&self, pointer: &Pointer, key: bool) -> Place {
        let Some(inner) = &self.0 else { return Place { at: None, pointer: pointer.clone() } };
        let mut node = &inner.tree;
        let mut at = node.at;
        'steps: for step in pointer.steps() {
            match &node.value {
                Value::Map(_) => {
                    // a path may be one key or nested maps
                    let mut rest = step.as_str();
                    while let Some((entry, left)) = entry_of(node, rest) {
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

/// The entry of `path`, or the one that begins it with the rest of the path.
fn entry_of<'n, 'p>(node: &'n Node, path: &'p str) -> Option<(&'n Entry, Option<&'p str>)> {
    if let Some(entry) = node.entry(path) {
        return Some((entry, None));
    }
    let dots = path.match_indices('.').map(|(i, _)| i);
    dots.rev().find_map(|i| Some((node.entry(path.get(..i)?)?, path.get(i + 1..))))
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
