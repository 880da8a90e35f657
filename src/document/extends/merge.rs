//! A tree laid over another: removals, overrides, additions.

use std::sync::Arc;

use super::address::{Nowhere, Step, address, id_of, index_of, items, node_at, nowhere};
use crate::diagnostic::{Code, Diagnostic, Place, Pointer, SourceText, Span};
use crate::document::{Entry, Node, Value};
use crate::id::suggest;

/// Keys that are each file's own, and never those of the file it extends.
const NEVER_INHERITED: [&str; 3] = ["ruleset", "edition", "effective"];
/// Keys that say what the file is, not what its rules are: the file's own count where it gives them.
const OWN: [&str; 4] = ["title", "language", "source", "display"];
/// Keys that say how the file is laid over another.
const INSTRUCTIONS: [&str; 3] = ["extends", "override", "remove"];
/// Keys whose mappings gain entries.
const GROWING: [&str; 7] = ["scales", "facts", "evidence", "measures", "defaults", "exceptions", "total"];

type At = Option<(u16, Span)>;

struct Merge<'s> {
    tree: Node,
    sources: &'s [Arc<SourceText>],
    broken: Vec<Diagnostic>,
}

/// `mine` laid over `base`, and what is wrong with it.
pub(super) fn merge(base: Node, mine: &Node, sources: &[Arc<SourceText>]) -> (Node, Vec<Diagnostic>) {
    let mut merge = Merge { tree: base, sources, broken: Vec::new() };
    merge.tree.at = mine.at;
    if let Value::Map(entries) = &mut merge.tree.value {
        entries.retain(|entry| !NEVER_INHERITED.contains(&entry.key.as_str()));
    }
    let pointer = Pointer::root();
    for (i, path) in mine.get("remove").map(items).unwrap_or_default().iter().enumerate() {
        merge.remove(path, &pointer.key("remove").index(i));
    }
    if let Some(Node { value: Value::Map(overrides), .. }) = mine.get("override") {
        for entry in overrides {
            merge.replace(entry, &pointer.key("override").key(&entry.key));
        }
    }
    if let Value::Map(entries) = &mine.value {
        for entry in entries.iter().filter(|entry| !INSTRUCTIONS.contains(&entry.key.as_str())) {
            merge.add(entry, &pointer.key(&entry.key));
        }
    }
    (merge.tree, merge.broken)
}

impl Merge<'_> {
    fn place(&self, at: At, pointer: &Pointer) -> Place {
        let at = at.and_then(|(source, span)| Some((self.sources.get(usize::from(source))?.clone(), span)));
        Place { at, pointer: pointer.clone() }
    }

    fn report(&mut self, at: At, pointer: &Pointer, message: String, help: String) {
        let problem = Diagnostic::new(Code::BrokenExtends, self.place(at, pointer), message).help(help);
        self.broken.push(problem);
    }

    fn nowhere(&mut self, at: At, pointer: &Pointer, path: &str, nowhere: &Nowhere) {
        let help = suggest(&nowhere.name, nowhere.known.iter().map(String::as_str), "names here");
        let message = format!("`{path}`: the rule set that is extended has no `{}` there", nowhere.name);
        self.report(at, pointer, message, help);
    }

    fn remove(&mut self, path: &Node, pointer: &Pointer) {
        let Value::Scalar(scalar) = &path.value else { return };
        let path_text = scalar.text.escape_debug().to_string();
        let found = match address(&self.tree, &scalar.text) {
            Ok(found) => found,
            Err(nowhere) => return self.nowhere(path.at, pointer, &path_text, &nowhere),
        };
        let parent = node_at(&mut self.tree, &found.parent);
        if let (Some(node), Step::Key(key)) = (&parent, &found.last)
            && node.get(key).is_none()
        {
            let nowhere = nowhere(node, key);
            return self.nowhere(path.at, pointer, &path_text, &nowhere);
        }
        match (parent.map(|node| &mut node.value), &found.last) {
            (Some(Value::List(items)), Step::Index(index)) if *index < items.len() => {
                items.remove(*index);
            }
            (Some(Value::Map(entries)), Step::Key(key)) if is_named(&found.parent) => {
                entries.retain(|entry| entry.key != *key);
            }
            _ => {
                let message = format!("`{path_text}` is not something that can be removed");
                let help = "`remove` drops criteria, awards, requirements, facts, scales, evidence types and measures; \
                    a single value is replaced by `override`";
                self.report(path.at, pointer, message, help.to_owned());
            }
        }
    }

    fn replace(&mut self, entry: &Entry, pointer: &Pointer) {
        let path = entry.key.escape_debug().to_string();
        if entry.key.starts_with("total.") && self.tree.get("total").is_none() {
            // a rule set always has a total, whether it says something of it or not
            put(&mut self.tree, "total", entry.key_at, Node { value: Value::Map(Vec::new()), at: entry.key_at });
        }
        let found = match address(&self.tree, &entry.key) {
            Ok(found) => found,
            Err(nowhere) => return self.nowhere(entry.key_at, pointer, &path, &nowhere),
        };
        let Step::Key(key) = &found.last else {
            let message = format!("`{path}` is a whole element, not a single value");
            let help = format!("name the key to replace, such as `{path}.weight`; drop an element with `remove`");
            return self.report(entry.key_at, pointer, message, help);
        };
        let is_own = found.parent.is_empty() && ["ruleset", "edition"].contains(&key.as_str());
        if key == "id" || is_own || (found.parent.is_empty() && INSTRUCTIONS.contains(&key.as_str())) {
            let help = if is_own { "write it at the top of this file" } else { "remove the element and add another" };
            return self.report(entry.key_at, pointer, format!("`{path}` cannot be overridden"), help.to_owned());
        }
        let (value, source) = value_and_source(&entry.value);
        let Some(element) = node_at(&mut self.tree, &found.parent) else { return };
        if found.is_answer {
            replace_answer(element, key, entry.key_at, value, source);
        } else {
            put(element, key, entry.key_at, value.clone());
            if let Some(source) = source {
                put(element, "source", source.key_at, source.value.clone());
            }
        }
    }

    fn add(&mut self, entry: &Entry, pointer: &Pointer) {
        let key = entry.key.as_str();
        let there = self.tree.entry(key).map(|there| there.key_at);
        match (there, key) {
            (Some(_), _) if OWN.contains(&key) => put(&mut self.tree, key, entry.key_at, entry.value.clone()),
            (None, _) => put(&mut self.tree, key, entry.key_at, entry.value.clone()),
            (Some(_), "allow") => {
                let steps = [Step::Key(key.to_owned())];
                if let Some(Node { value: Value::List(accepted), .. }) = node_at(&mut self.tree, &steps) {
                    accepted.extend(items(&entry.value).iter().cloned());
                }
            }
            (Some(_), "criteria" | "awards") => {
                let steps = vec![Step::Key(key.to_owned())];
                self.add_items(&steps, &entry.value, pointer);
            }
            (Some(_), _) if GROWING.contains(&key) => {
                let Value::Map(entries) = &entry.value.value else { return };
                for inner in entries {
                    let Some(map) = self.tree.get(key) else { return };
                    match map.entry(&inner.key).map(|there| there.key_at) {
                        None => {
                            let steps = [Step::Key(key.to_owned())];
                            if let Some(map) = node_at(&mut self.tree, &steps) {
                                put(map, &inner.key, inner.key_at, inner.value.clone());
                            }
                        }
                        Some(at) => {
                            let path = format!("{key}.{}", inner.key);
                            self.is_there(inner.key_at, at, &pointer.key(&inner.key), &path);
                        }
                    }
                }
            }
            (Some(at), _) => self.is_there(entry.key_at, at, pointer, key),
        }
    }

    fn is_there(&mut self, at: At, there: At, pointer: &Pointer, path: &str) {
        let message = format!("`{}` is in the rule set that is extended already", path.escape_debug());
        let problem = Diagnostic::new(Code::BrokenExtends, self.place(at, pointer), message)
            .related(self.place(there, pointer), "declared here")
            .help("replace single values of it with `override`, or drop it with `remove` first");
        self.broken.push(problem);
    }

    /// Adds items that have ids; one that is there already may name what is added below it.
    fn add_items(&mut self, steps: &[Step], added: &Node, pointer: &Pointer) {
        for (i, item) in items(added).iter().enumerate() {
            let pointer = pointer.index(i);
            let Some(list) = node_at(&mut self.tree, steps) else { return };
            match id_of(item).and_then(|id| index_of(list, id)) {
                Some((index, there)) => {
                    let at = there.get("id").and_then(|id| id.at);
                    let steps: Vec<Step> = steps.iter().cloned().chain([Step::Index(index)]).collect();
                    self.add_below(&steps, at, item, &pointer);
                }
                None => {
                    if let Value::List(items) = &mut list.value {
                        items.push(item.clone());
                    }
                }
            }
        }
    }

    /// Adds to the lists of an element that is there: `{id: pengungkit, criteria: [...]}`.
    fn add_below(&mut self, steps: &[Step], there: At, item: &Node, pointer: &Pointer) {
        let Value::Map(entries) = &item.value else { return };
        let growing = ["criteria", "requires", "bars"];
        let id = id_of(item).unwrap_or_default();
        let at = item.get("id").and_then(|id| id.at);
        let mut others = entries.iter().filter(|entry| entry.key != "id");
        if entries.len() < 2 || others.any(|entry| !growing.contains(&entry.key.as_str())) {
            return self.is_there(at, there, pointer, id);
        }
        for entry in entries.iter().filter(|entry| entry.key != "id") {
            let inner: Vec<Step> = steps.iter().cloned().chain([Step::Key(entry.key.clone())]).collect();
            if node_at(&mut self.tree, &inner).is_some() {
                self.add_items(&inner, &entry.value, &pointer.key(&entry.key));
            } else if entry.key == "bars" {
                if let Some(element) = node_at(&mut self.tree, steps) {
                    put(element, &entry.key, entry.key_at, entry.value.clone());
                }
            } else {
                let message = format!("`{}` has no `{}` to add to", id.escape_debug(), entry.key);
                let help = "criteria are added to groups: remove the leaf and add a group in its place".to_owned();
                self.report(entry.key_at, pointer, message, help);
            }
        }
    }
}

/// Whether what stands here has names that the author gave, and may be removed by name.
fn is_named(parent: &[Step]) -> bool {
    matches!(parent, [Step::Key(section)] if ["scales", "facts", "evidence", "measures"].contains(&section.as_str()))
}

/// An override's value, and the source it brings: `{value: 2, source: {...}}`.
fn value_and_source(node: &Node) -> (&Node, Option<&Entry>) {
    let Value::Map(entries) = &node.value else { return (node, None) };
    let is_pair = entries.iter().all(|entry| ["value", "source"].contains(&entry.key.as_str()));
    match node.get("value") {
        Some(value) if is_pair => (value, node.entry("source")),
        _ => (node, None),
    }
}

/// Puts a value at a key of a mapping, in place of the one that is there.
fn put(map: &mut Node, key: &str, key_at: At, value: Node) {
    let Value::Map(entries) = &mut map.value else { return };
    match entries.iter_mut().find(|entry| entry.key == key) {
        Some(entry) => {
            entry.key_at = key_at;
            entry.value = value;
        }
        None => entries.push(Entry { key: key.to_owned(), key_at, value }),
    }
}

/// Replaces what an answer gives; its evidence and title stay.
fn replace_answer(scale: &mut Node, answer: &str, key_at: At, value: &Node, source: Option<&Entry>) {
    let is_whole = matches!(value.value, Value::Map(_));
    let old = scale.get(answer).cloned();
    let mut new = match old {
        Some(old @ Node { value: Value::Map(_), .. }) if !is_whole => old,
        _ if is_whole || source.is_none() => return put(scale, answer, key_at, value.clone()),
        _ => Node { value: Value::Map(Vec::new()), at: value.at },
    };
    put(&mut new, "fraction", key_at, value.clone());
    if let Some(source) = source {
        put(&mut new, "source", source.key_at, source.value.clone());
    }
    put(scale, answer, key_at, new);
}
