//! One small change of a tree.

use crate::document::{Entry, Node, Value};

/// A change at a place of a tree, which a path of positions among entries and items leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) path: Vec<usize>,
    pub(super) change: Change,
}

/// What is done at the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Another value.
    Set(Node),
    /// The entry or item is taken away.
    Remove,
    /// The entry gets another key.
    Rename(String),
    /// A key is added to a mapping.
    Add(&'static str, Node),
    /// The item changes places with the next.
    SwapWithNext,
}

impl Edit {
    /// Changes `tree`; leaves it as it is where the path leads nowhere.
    pub(super) fn apply(&self, tree: &mut Node) {
        let (to_parent, last) = match self.path.split_last() {
            Some((last, rest)) if !matches!(self.change, Change::Set(_) | Change::Add(..)) => (rest, Some(*last)),
            _ => (self.path.as_slice(), None),
        };
        if let Some(node) = walk(tree, to_parent) {
            self.change_in(node, last);
        }
    }

    fn change_in(&self, node: &mut Node, last: Option<usize>) {
        match (&self.change, &mut node.value, last) {
            (Change::Set(value), _, _) => node.value.clone_from(&value.value),
            (Change::Add(key, value), Value::Map(entries), _) => {
                entries.push(Entry { key: (*key).to_owned(), key_at: node.at, value: value.clone() });
            }
            (Change::Remove, Value::Map(entries), Some(at)) if at < entries.len() => {
                entries.remove(at);
            }
            (Change::Remove, Value::List(items), Some(at)) if at < items.len() => {
                items.remove(at);
            }
            (Change::Rename(key), Value::Map(entries), Some(at)) => {
                if let Some(entry) = entries.get_mut(at) {
                    entry.key.clone_from(key);
                }
            }
            (Change::SwapWithNext, Value::List(items), Some(at)) if at + 1 < items.len() => items.swap(at, at + 1),
            _ => {}
        }
    }
}

fn walk<'n>(mut node: &'n mut Node, path: &[usize]) -> Option<&'n mut Node> {
    for step in path {
        node = match &mut node.value {
            Value::Map(entries) => &mut entries.get_mut(*step)?.value,
            Value::List(items) => items.get_mut(*step)?,
            Value::Null | Value::Scalar(_) => return None,
        };
    }
    Some(node)
}
