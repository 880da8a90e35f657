//! Documents through any serde format: into the tree and out of it, without positions.

use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq, Serializer};
use serde::{Deserialize, Serialize};

use super::lower::{Form, lower_alone};
use super::number::is_long;
use super::{
    ActionsDocument, Condition, Criterion, DossierDocument, Entry, Limits, Node, RuleDocument, Scalar, Style,
    SuiteDocument, Text, Value,
};
use crate::diagnostic::Code;
use crate::id::shown;

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Node, D::Error> {
        let limits = Limits::default();
        Part { nodes: &Cell::new(limits.nodes), depth: limits.deepest() }.deserialize(deserializer)
    }
}

/// A part of a tree, and how much may still come.
#[derive(Clone, Copy)]
struct Part<'c> {
    nodes: &'c Cell<usize>,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Part<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        let Some(left) = self.nodes.get().checked_sub(1) else {
            return Err(too_large(&Limits::default().too_many()));
        };
        self.nodes.set(left);
        deserializer.deserialize_any(self)
    }
}

/// An error of the code `too-large`.
fn too_large<E: Error>(message: &str) -> E {
    E::custom(format!("error[{}]: {message}", Code::TooLarge))
}

/// A text, if it is not too long.
fn within<E: Error>(text: &str) -> Result<&str, E> {
    let limits = Limits::default();
    if text.len() > limits.scalar { Err(too_large(&limits.too_long(text.len()))) } else { Ok(text) }
}

impl Part<'_> {
    fn inner<E: Error>(self) -> Result<Self, E> {
        let Some(depth) = self.depth.checked_sub(1) else {
            return Err(too_large(&Limits::default().too_deep()));
        };
        Ok(Part { depth, ..self })
    }
}

impl<'de> Visitor<'de> for Part<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping, a list, a text, a number, true, false or null")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(Node::new(Value::Null))
    }

    fn visit_none<E: Error>(self) -> Result<Node, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let inner = self.inner()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Node::new(Value::List(list)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let inner = self.inner()?;
        let mut seen = HashSet::new();
        let mut entries = Vec::new();
        while let Some(key) = map.next_key_seed(Key)? {
            if !seen.insert(key.clone()) {
                return Err(A::Error::custom(format!("the key `{}` is given twice", shown(&key))));
            }
            let value = map.next_value_seed(inner)?;
            entries.push(Entry { key, key_at: None, value });
        }
        Ok(Node::new(Value::Map(entries)))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        Key.visit_bool(value).map(|text| Node::scalar(text, Style::Boolean))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        Key.visit_i64(value).map(|text| Node::scalar(text, Style::Number))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        Key.visit_u64(value).map(|text| Node::scalar(text, Style::Number))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        Key.visit_f64(value).map(|text| Node::scalar(text, Style::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node, E> {
        Key.visit_str(text).map(|text| Node::scalar(text, Style::Quoted))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Node, E> {
        Key.visit_string(text).map(|text| Node::scalar(text, Style::Quoted))
    }
}

/// A key, or the text of a scalar.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key: a text, a number, true or false")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<String, E> {
        Ok(value.to_string())
    }

    /// The shortest text that means this float: where the author wrote at most 15 digits, those digits.
    fn visit_f64<E: Error>(self, value: f64) -> Result<String, E> {
        if !value.is_finite() {
            return Err(E::custom("NaN and infinities are not numbers"));
        }
        let text = value.to_string();
        if is_long(&text) {
            let help = "a number of more than 15 digits is written as a text, in quotes, to stay exact";
            return Err(E::custom(format!("{text}: {help}")));
        }
        Ok(text)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        within(text).map(str::to_owned)
    }

    fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
        within::<E>(&text)?;
        Ok(text)
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            Value::Null => serializer.serialize_unit(),
            Value::Scalar(scalar) => scalar.serialize(serializer),
            Value::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Value::Map(entries) => {
                // told that there is one entry, `serde_yaml` takes a key such as `!x` for a tag
                let length = Some(entries.len()).filter(|length| *length != 1);
                let mut map = serializer.serialize_map(length)?;
                for entry in entries {
                    map.serialize_entry(&entry.key, &entry.value)?;
                }
                map.end()
            }
        }
    }
}

/// A number goes as a number where that carries it exactly, else as a text.
impl Serialize for Scalar {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.text.as_str();
        match self.style {
            Style::Boolean => serializer.serialize_bool(text == "true"),
            Style::Number => {
                if let Ok(whole) = text.parse::<i64>() {
                    return serializer.serialize_i64(whole);
                }
                match text.parse::<f64>() {
                    // smaller ones would be written with an exponent
                    Ok(float) if !is_long(text) && (float == 0.0 || float.abs() >= 1e-4) => {
                        serializer.serialize_f64(float)
                    }
                    _ => serializer.serialize_str(text),
                }
            }
            Style::Plain | Style::Quoted | Style::Cell => serializer.serialize_str(text),
        }
    }
}

/// Through the tree, in both directions. Every problem of shape is told in the error, one a line.
macro_rules! through_the_tree {
    (documents $($type:ident)*) => {$(
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
                let document = $type::from_tree(Node::deserialize(deserializer)?);
                match document.origin.problems() {
                    [] => Ok(document),
                    some => Err(D::Error::custom(crate::Problems::new(some.to_vec()).at_most(document.origin.limits().problems))),
                }
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.raise().serialize(serializer)
            }
        }
    )*};
    ($($type:ident)*) => {$(
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
                lower_alone(&Node::deserialize(deserializer)?).map_err(D::Error::custom)
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.raise().serialize(serializer)
            }
        }
    )*};
}
through_the_tree!(documents RuleDocument DossierDocument SuiteDocument ActionsDocument);
through_the_tree!(Criterion Condition Text);
