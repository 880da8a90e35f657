//! The answers of parts.

use std::collections::HashMap;

use super::{At, Joining, same, shown};
use crate::document::{Entry, Node, Value};

/// An answer with its whole path.
pub(super) struct Answer {
    pub(super) path: String,
    pub(super) key_at: At,
    pub(super) value: Node,
}

impl Joining {
    /// Adds the facts of a part. A null is as if it were not there.
    pub(super) fn facts(&mut self, there: &mut Node, mut here: Node) {
        without_nulls(there);
        without_nulls(&mut here);
        self.answers(there, &here);
    }

    /// Adds the answers of a part; another answer to a fact that is answered already contradicts it.
    pub(super) fn answers(&mut self, there: &mut Node, here: &Node) {
        let known = answers(there);
        let known: HashMap<&str, &Answer> = known.iter().map(|known| (known.path.as_str(), known)).collect();
        let Value::Map(ours) = &mut there.value else { return };
        let facts = self.pointer.clone();
        for answer in answers(here) {
            match known.get(answer.path.as_str()) {
                None => {
                    ours.push(Entry { key: answer.path, key_at: answer.key_at, value: answer.value });
                }
                Some(known) if same(&known.value, &answer.value) => {}
                Some(known) => {
                    self.pointer = facts.key(&answer.path);
                    let (now, before) = (shown(&answer.value), shown(&known.value));
                    let at = (answer.value.at.or(answer.key_at), known.value.at.or(known.key_at));
                    self.differ(at, &format!("`{}` is {now} here, and {before}", answer.path.escape_debug()));
                }
            }
        }
        self.pointer = facts;
    }
}

/// The answers of a mapping, nested ones under their whole path. In a round a null is one too: it takes one back.
pub(super) fn answers(facts: &Node) -> Vec<Answer> {
    let mut found = Vec::new();
    walk(facts, "", &mut found);
    found
}

/// Takes nulls away.
fn without_nulls(node: &mut Node) {
    if let Value::Map(entries) = &mut node.value {
        entries.retain(|entry| entry.value.value != Value::Null);
        entries.iter_mut().for_each(|entry| without_nulls(&mut entry.value));
    }
}

fn walk(node: &Node, prefix: &str, found: &mut Vec<Answer>) {
    let Value::Map(entries) = &node.value else { return };
    for entry in entries {
        let path = if prefix.is_empty() { entry.key.clone() } else { format!("{prefix}.{}", entry.key) };
        if matches!(entry.value.value, Value::Map(_)) {
            walk(&entry.value, &path, found);
        } else {
            found.push(Answer { path, key_at: entry.key_at, value: entry.value.clone() });
        }
    }
}
