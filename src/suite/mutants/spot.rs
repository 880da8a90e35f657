//! A place in a rule set as written, and the mutants that are found there.

use super::edit::{Change, Edit};
use super::{Mutant, MutantKind};
use crate::diagnostic::Pointer;
use crate::document::{Node, Origin, Scalar, Style, Value};
use crate::{Date, Duration, Number};

/// A value with the way to it.
#[derive(Clone)]
pub(super) struct Spot<'a> {
    pub(super) node: &'a Node,
    /// The key that names it, in a mapping.
    pub(super) key: Option<&'a str>,
    path: Vec<usize>,
    pointer: Pointer,
}

impl<'a> Spot<'a> {
    pub(super) fn root(node: &'a Node) -> Spot<'a> {
        Spot { node, key: None, path: Vec::new(), pointer: Pointer::root() }
    }

    /// What stands under `key`.
    pub(super) fn get(&self, key: &str) -> Option<Spot<'a>> {
        self.entries().into_iter().find(|entry| entry.key == Some(key))
    }

    /// The values of a mapping; none of anything else.
    pub(super) fn entries(&self) -> Vec<Spot<'a>> {
        let Value::Map(entries) = &self.node.value else { return Vec::new() };
        let spot = |(i, entry): (usize, &'a crate::document::Entry)| {
            self.below(i, &entry.value, Some(&entry.key), self.pointer.key(&entry.key))
        };
        entries.iter().enumerate().map(spot).collect()
    }

    /// The items of a list; none of anything else.
    pub(super) fn items(&self) -> Vec<Spot<'a>> {
        let Value::List(items) = &self.node.value else { return Vec::new() };
        items.iter().enumerate().map(|(i, item)| self.below(i, item, None, self.pointer.index(i))).collect()
    }

    /// The items of the list under `key`.
    pub(super) fn list(&self, key: &str) -> Vec<Spot<'a>> {
        self.get(key).map_or_else(Vec::new, |list| list.items())
    }

    fn below(&self, at: usize, node: &'a Node, key: Option<&'a str>, pointer: Pointer) -> Spot<'a> {
        let mut path = self.path.clone();
        path.push(at);
        Spot { node, key, path, pointer }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.node.entry(key).is_some()
    }

    pub(super) fn scalar(&self) -> Option<&'a Scalar> {
        match &self.node.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&'a str> {
        self.scalar().map(|scalar| scalar.text.as_str())
    }

    /// The text of the scalar under `key`.
    pub(super) fn text_of(&self, key: &str) -> Option<&'a str> {
        self.get(key)?.text()
    }
}

/// The mutants of one rule set.
pub(super) struct Found<'a> {
    pub(super) origin: &'a Origin,
    pub(super) mutants: Vec<Mutant>,
}

/// Which way a number is moved.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Towards {
    Both,
    Up,
    /// Down, and from 0 up: what must lie between 0 and 1.
    Fraction,
}

impl Found<'_> {
    /// Notes a mutant.
    pub(super) fn add(&mut self, kind: MutantKind, name: &str, spot: &Spot<'_>, change: Change, words: String) {
        let edit = Edit { path: spot.path.clone(), change };
        let place = match &edit.change {
            Change::Set(_) | Change::Add(..) => self.origin.place(&spot.pointer),
            _ => self.origin.key_place(&spot.pointer),
        };
        self.mutants.push(Mutant { kind, at: name.to_owned(), change: words, place, edits: vec![edit] });
    }

    /// Another value.
    pub(super) fn set(&mut self, kind: MutantKind, name: &str, spot: &Spot<'_>, value: Node) {
        let before = said(spot, spot.node);
        let after = said(spot, &value);
        self.add(kind, name, spot, Change::Set(value), format!("{before} becomes {after}"));
    }

    /// Other words in its place; what stands there already is none of them.
    pub(super) fn words(&mut self, kind: MutantKind, name: &str, spot: &Spot<'_>, words: &[&str]) {
        for word in words.iter().filter(|word| Some(**word) != spot.text()) {
            self.set(kind, name, spot, plain(word));
        }
    }

    /// The entry or item is dropped.
    pub(super) fn drop(&mut self, kind: MutantKind, name: &str, spot: &Spot<'_>) {
        self.add(kind, name, spot, Change::Remove, format!("{} is dropped", said(spot, spot.node)));
    }

    /// Each item is dropped, where there are several.
    pub(super) fn drop_each(&mut self, kind: MutantKind, name: &str, items: &[Spot<'_>]) {
        for item in items.iter().filter(|_| items.len() > 1) {
            self.drop(kind, name, item);
        }
    }

    pub(super) fn rename(&mut self, kind: MutantKind, name: &str, spot: &Spot<'_>, key: &str) {
        let words = format!("{} becomes `{key}`", said(spot, spot.node));
        self.add(kind, name, spot, Change::Rename(key.to_owned()), words);
    }

    pub(super) fn insert(&mut self, kind: MutantKind, name: &str, spot: &Spot<'_>, key: &'static str, value: Node) {
        let words = format!("`{key}: {}` is added", inline(&value));
        self.add(kind, name, spot, Change::Add(key, value), words);
    }

    /// A little more or less: by one in the last place as it is written.
    pub(super) fn number(&mut self, kind: MutantKind, name: &str, spot: &Spot<'_>, towards: Towards) {
        let Some((number, step)) = spot.scalar().and_then(|scalar| number_and_step(&scalar.text, towards)) else {
            return;
        };
        let more = &number + &step;
        let less = &number - &step;
        let moved = match towards {
            Towards::Both => vec![more, less],
            Towards::Up => vec![more],
            Towards::Fraction if less.is_negative() => vec![more],
            Towards::Fraction => vec![less],
        };
        for moved in moved {
            let literal = crate::document::Literal::number(&moved);
            self.set(kind, name, spot, Node::scalar(literal.text, literal.style));
        }
    }

    /// One more, and one less where that leaves any.
    pub(super) fn duration(&mut self, kind: MutantKind, name: &str, spot: &Spot<'_>) {
        let Some(text) = spot.text().filter(|text| text.parse::<Duration>().is_ok()) else { return };
        let (digits, unit) = text.split_at(text.len().saturating_sub(1));
        let Ok(n) = digits.parse::<u32>() else { return };
        for n in [n.checked_add(1), n.checked_sub(1).filter(|n| *n > 0)].into_iter().flatten() {
            self.set(kind, name, spot, plain(&format!("{n}{unit}")));
        }
    }

    /// A day later and a day earlier.
    pub(super) fn date(&mut self, kind: MutantKind, name: &str, spot: &Spot<'_>) {
        let Some(date) = spot.text().and_then(|text| text.parse::<Date>().ok()) else { return };
        for other in [date.plus_days(1), date.plus_days(-1)].into_iter().flatten() {
            self.set(kind, name, spot, plain(&other.to_string()));
        }
    }

    /// The other truth value.
    pub(super) fn flip(&mut self, kind: MutantKind, name: &str, spot: &Spot<'_>) {
        match spot.text() {
            Some("true") => self.set(kind, name, spot, Node::scalar("false", Style::Boolean)),
            Some("false") => self.set(kind, name, spot, Node::scalar("true", Style::Boolean)),
            _ => {}
        }
    }
}

/// A text without quotes.
pub(super) fn plain(text: &str) -> Node {
    Node::scalar(text, Style::of_plain(text))
}

/// A number with one in its last place; of a whole fraction, one tenth.
fn number_and_step(text: &str, towards: Towards) -> Option<(Number, Number)> {
    let number: Number = text.parse().ok()?;
    let places = text.split_once('.').map_or(0, |(_, places)| places.len());
    let places = if towards == Towards::Fraction { places.max(1) } else { places };
    let tenth = Number::ratio(1, 10).ok()?;
    let step = (0..places).fold(Number::ONE, |step, _| &step * &tenth);
    // What is written as a quotient moves by one of its parts.
    let step = match text.split_once('/') {
        Some((_, below)) => Number::ONE.checked_div(&below.parse().ok()?)?,
        None => step,
    };
    Some((number, step))
}

/// A value with its key, as people write it.
fn said(spot: &Spot<'_>, node: &Node) -> String {
    match spot.key {
        Some(key) => format!("`{key}: {}`", inline(node)),
        None => format!("`{}`", inline(node)),
    }
}

/// A value on one line, shortened where it is long; an element that has an id by that alone.
fn inline(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Scalar(scalar) => scalar.text.clone(),
        Value::List(items) => format!("[{}]", shortened(items.iter().map(inline))),
        Value::Map(entries) => match node.get("id") {
            Some(id) => inline(id),
            None => format!("{{{}}}", shortened(entries.iter().map(|e| format!("{}: {}", e.key, inline(&e.value))))),
        },
    }
}

fn shortened(parts: impl ExactSizeIterator<Item = String>) -> String {
    let more = parts.len() > 4;
    let mut parts: Vec<String> = parts.take(4).collect();
    if more {
        parts.push("…".to_owned());
    }
    parts.join(", ")
}
