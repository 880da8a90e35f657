//! Comparing what a case expects with the JSON form of an assessment.
//!
//! Mappings compare by the keys that are named; a name that no assessment by these rules can have is a
//! difference of its own, never silently free. Lists compare item by item, those of requirements and bars
//! by id. Scalars compare by their text, numbers as numbers. A null expects that there is nothing.

use serde_json::{Map, Value};

use super::form;
use super::report::{Difference, DifferenceKind};
use crate::diagnostic::{Place, Pointer};
use crate::document::{Entry, Node, Origin, Scalar};
use crate::{Number, id};

/// What of `expected` is not so in `found`, an assessment in its JSON form. `origin` is the suite's.
pub(super) fn differences(expected: &Node, found: &Value, origin: &Origin) -> Vec<Difference> {
    let form = form::assessment().unwrap_or_default();
    let mut comparison = Comparison { origin, path: Vec::new(), differences: Vec::new() };
    comparison.node(expected, Some(found), &form);
    comparison.differences
}

struct Comparison<'a> {
    origin: &'a Origin,
    /// The steps from the whole assessment to where we are.
    path: Vec<String>,
    differences: Vec<Difference>,
}

impl Comparison<'_> {
    fn node(&mut self, expected: &Node, found: Option<&Value>, form: &Value) {
        let found = found.filter(|value| !value.is_null());
        match &expected.value {
            crate::document::Value::Null => {
                if found.is_some() {
                    self.differ(expected, "nothing", found);
                }
            }
            crate::document::Value::Scalar(scalar) => self.scalar(expected, scalar, found, form),
            crate::document::Value::List(items) => self.list(expected, items, found, form),
            crate::document::Value::Map(entries) => self.map(expected, entries, found, form),
        }
    }

    fn scalar(&mut self, expected: &Node, scalar: &Scalar, found: Option<&Value>, form: &Value) {
        let text = match found {
            // A truth value that is false may be left out of the JSON form.
            None if form.is_boolean() => Some("false".to_owned()),
            None => None,
            Some(value) => scalar_text(value),
        };
        if !text.is_some_and(|text| same(&scalar.text, &text)) {
            self.differ(expected, &format!("`{}`", scalar.text), found);
        }
    }

    fn list(&mut self, expected: &Node, items: &[Node], found: Option<&Value>, form: &Value) {
        let empty = Vec::new();
        let there = match found {
            Some(Value::Array(there)) => there,
            // A list that is empty may be left out of the JSON form.
            None if form.is_array() => &empty,
            _ => return self.differ(expected, "a list", found),
        };
        let item_form = form.get(0).unwrap_or(&Value::Null);
        let ids: Option<Vec<&str>> = items.iter().map(item_id).collect();
        match ids {
            Some(ids) if !ids.is_empty() && item_form.get("id").is_some() => {
                let known: Vec<&str> = there.iter().filter_map(|item| item.get("id")?.as_str()).collect();
                for (item, id) in items.iter().zip(ids) {
                    let same_id = there.iter().find(|there| there.get("id").and_then(Value::as_str) == Some(id));
                    self.path.push(format!("[{id}]"));
                    match same_id {
                        Some(there) => self.node(item, Some(there), item_form),
                        None => self.unknown(id, item.at, &known),
                    }
                    self.path.pop();
                }
            }
            _ if items.len() == there.len() => {
                for (i, (item, there)) in items.iter().zip(there).enumerate() {
                    self.path.push(format!("[{i}]"));
                    self.node(item, Some(there), item_form);
                    self.path.pop();
                }
            }
            _ => self.differ(expected, &describe_items(items), Some(&Value::Array(there.clone()))),
        }
    }

    fn map(&mut self, expected: &Node, entries: &[Entry], found: Option<&Value>, form: &Value) {
        let both_ends;
        let there = match found {
            Some(Value::Object(there)) => there,
            Some(one) if form::is_range(form) => {
                both_ends = Map::from_iter([("low".to_owned(), one.clone()), ("high".to_owned(), one.clone())]);
                &both_ends
            }
            None if form::is_by_name(form) => {
                both_ends = Map::new();
                &both_ends
            }
            _ => {
                // The keys are looked at even so: a name that does not exist is told first.
                if !self.unknown_keys(entries, form) {
                    self.differ(expected, "a mapping", found);
                }
                return;
            }
        };
        for entry in entries {
            let by_name = form::is_by_name(form);
            let value_form = if by_name { form.get(form::ANY_NAME) } else { form.get(&entry.key) };
            self.path.push(entry.key.clone());
            match (there.get(&entry.key), value_form) {
                (Some(value), value_form) => self.node(&entry.value, Some(value), value_form.unwrap_or(&Value::Null)),
                (None, Some(value_form)) if !by_name => self.node(&entry.value, None, value_form),
                (None, _) => {
                    let known = if by_name { Some(there) } else { form.as_object() };
                    let known: Vec<&str> = known.into_iter().flat_map(Map::keys).map(String::as_str).collect();
                    self.unknown(&entry.key, entry.key_at, &known);
                }
            }
            self.path.pop();
        }
    }

    /// Tells the keys that the form has not, where there is nothing to compare with; whether there were any.
    fn unknown_keys(&mut self, entries: &[Entry], form: &Value) -> bool {
        let Some(known) = form.as_object().filter(|_| !form::is_by_name(form)) else { return false };
        let names: Vec<&str> = known.keys().map(String::as_str).collect();
        let mut some = false;
        for entry in entries.iter().filter(|entry| !known.contains_key(&entry.key)) {
            self.path.push(entry.key.clone());
            self.unknown(&entry.key, entry.key_at, &names);
            self.path.pop();
            some = true;
        }
        some
    }

    fn differ(&mut self, expected: &Node, words: &str, found: Option<&Value>) {
        let difference = Difference {
            at: self.at(),
            kind: DifferenceKind::Value,
            expected: words.to_owned(),
            found: found.map(describe),
            help: None,
            place: self.place(expected.at),
        };
        self.differences.push(difference);
    }

    fn unknown(&mut self, name: &str, at: Option<(u16, crate::diagnostic::Span)>, known: &[&str]) {
        let help = match id::nearest(name, known.iter().copied()) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None if known.is_empty() => Some("there are no names here".to_owned()),
            None if known.len() <= 12 => Some(format!("there are {}", list_of(known))),
            None => None,
        };
        let difference = Difference {
            at: self.at(),
            kind: DifferenceKind::UnknownName,
            expected: format!("nothing here is called `{name}`"),
            found: None,
            help,
            place: self.place(at),
        };
        self.differences.push(difference);
    }

    /// The path, its steps joined by dots; the whole assessment is called so.
    fn at(&self) -> String {
        let mut text = String::new();
        for step in &self.path {
            if !text.is_empty() && !step.starts_with('[') {
                text.push('.');
            }
            text.push_str(step);
        }
        if text.is_empty() { "the assessment".to_owned() } else { text }
    }

    fn place(&self, at: Option<(u16, crate::diagnostic::Span)>) -> Place {
        let at = at.and_then(|(source, span)| Some((self.origin.sources().get(usize::from(source))?.clone(), span)));
        let mut pointer = Pointer::root();
        for step in &self.path {
            pointer = pointer.key(step.trim_matches(['[', ']']));
        }
        Place { at, pointer }
    }
}

/// Whether two texts say the same: as numbers where both are, else letter by letter.
fn same(expected: &str, found: &str) -> bool {
    expected == found
        || matches!((expected.parse::<Number>(), found.parse::<Number>()), (Ok(left), Ok(right)) if left == right)
}

/// The text of a scalar, or of a range whose ends are equal.
fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Object(map) if map.len() == 2 => match (map.get("low"), map.get("high")) {
            (Some(Value::String(low)), Some(Value::String(high))) if same(low, high) => Some(low.clone()),
            _ => None,
        },
        Value::Object(_) | Value::Array(_) | Value::Null => None,
    }
}

fn item_id(item: &Node) -> Option<&str> {
    match &item.get("id")?.value {
        crate::document::Value::Scalar(scalar) => Some(&scalar.text),
        _ => None,
    }
}

fn list_of(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn describe_items(items: &[Node]) -> String {
    let texts: Option<Vec<&str>> = items
        .iter()
        .map(|item| match &item.value {
            crate::document::Value::Scalar(scalar) => Some(scalar.text.as_str()),
            _ => None,
        })
        .collect();
    match (texts, items.len()) {
        (_, 0) => "an empty list".to_owned(),
        (Some(texts), _) => list_of(&texts),
        (None, 1) => "a list of 1 item".to_owned(),
        (None, n) => format!("a list of {n} items"),
    }
}

/// A value in words.
fn describe(value: &Value) -> String {
    if let Some(text) = scalar_text(value) {
        return format!("`{text}`");
    }
    match value {
        Value::Array(items) if items.is_empty() => "an empty list".to_owned(),
        Value::Array(items) if items.iter().all(|item| scalar_text(item).is_some()) => {
            items.iter().map(describe).collect::<Vec<_>>().join(", ")
        }
        Value::Object(map) => match (map.get("low").and_then(scalar_text), map.get("high").and_then(scalar_text)) {
            (Some(low), Some(high)) => format!("from `{low}` to `{high}`"),
            _ if map.contains_key("scored") => "no score".to_owned(),
            _ => value.to_string(),
        },
        _ => value.to_string(),
    }
}
