//! From a Rust value to the tree that documents are made of, without a detour through floats.

use std::cell::{Cell, RefCell};
use std::fmt::Display;

use serde::{Serialize, Serializer, ser};

use crate::diagnostic::{Code, Diagnostic, Place, Pointer};
use crate::document::{Entry, Limits, MOST_UNQUOTED_DIGITS, Node, Style, Value, is_long};

/// What `serde_json` calls a number of any length, where its `arbitrary_precision` is on.
const JSON_NUMBER: &str = "$serde_json::private::Number";

/// The tree of `value` within `limits`, and what in it has no place in a document. Pointers begin with `root`.
pub(super) fn of<T: Serialize + ?Sized>(value: &T, root: Pointer, limits: &Limits) -> (Node, Vec<Diagnostic>) {
    let (problems, nodes) = (RefCell::new(Vec::new()), Cell::new(limits.nodes));
    let depth = root.steps().count();
    let writer = Writer { at: root.clone(), depth, problems: &problems, nodes: &nodes, limits };
    let node = value.serialize(writer).unwrap_or_else(|error| {
        let place = |pointer| Place { at: None, pointer };
        problems.borrow_mut().push(match error {
            Unwritable::Custom(why) => {
                Diagnostic::new(Code::WrongShape, place(root), "the value cannot be written").help(why)
            }
            Unwritable::TooLarge(at, message) => Diagnostic::new(Code::TooLarge, place(at), message),
        });
        Node::new(Value::Null)
    });
    (node, problems.into_inner())
}

/// Why a value cannot be written at all.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unwritable {
    /// In the words of its own `Serialize`.
    #[error("{0}")]
    Custom(String),
    /// Something in it goes beyond a limit.
    #[error("{1}")]
    TooLarge(Pointer, String),
}

impl ser::Error for Unwritable {
    fn custom<T: Display>(message: T) -> Unwritable {
        Unwritable::Custom(message.to_string())
    }
}

/// Writes the value at one place.
#[derive(Clone)]
struct Writer<'p> {
    at: Pointer,
    /// How many lists and mappings it stands in.
    depth: usize,
    problems: &'p RefCell<Vec<Diagnostic>>,
    /// How many more values may come.
    nodes: &'p Cell<usize>,
    limits: &'p Limits,
}

impl<'p> Writer<'p> {
    fn key(&self, key: &str) -> Result<Writer<'p>, Unwritable> {
        self.within(self.at.key(key))
    }

    fn item(&self, item: usize) -> Result<Writer<'p>, Unwritable> {
        self.within(self.at.index(item))
    }

    /// INVARIANT: a value calls this for what is inside, so recursion is as deep as the limit lets it.
    fn within(&self, at: Pointer) -> Result<Writer<'p>, Unwritable> {
        if self.depth >= self.limits.deepest() {
            return Err(Unwritable::TooLarge(self.at.clone(), self.limits.too_deep()));
        }
        let Some(left) = self.nodes.get().checked_sub(1) else {
            return Err(Unwritable::TooLarge(at, self.limits.too_many()));
        };
        self.nodes.set(left);
        Ok(Writer { at, depth: self.depth + 1, ..*self })
    }

    /// Nothing, with the reason reported.
    fn refuse(self, code: Code, message: &str, help: &str) -> Node {
        let place = Place { at: None, pointer: self.at };
        self.problems.borrow_mut().push(Diagnostic::new(code, place, message).help(help));
        Node::new(Value::Null)
    }

    fn float(self, text: &str) -> Node {
        if text.ends_with("NaN") || text.ends_with("inf") {
            self.refuse(Code::BadNumber, "the float is not finite", "give a number, or none")
        } else if is_long(text) {
            let message = format!("the float `{text}` has more than {MOST_UNQUOTED_DIGITS} significant digits");
            let help = "a float carries no more exactly: give the number as a `Number` or as a string";
            self.refuse(Code::BadNumber, &message, help)
        } else {
            Node::scalar(text, Style::Number)
        }
    }
}

/// A number's text, in quotes where it is long.
fn number(text: String) -> Node {
    let style = if is_long(&text) { Style::Quoted } else { Style::Number };
    Node::scalar(text, style)
}

fn text(text: &str) -> Node {
    Node::scalar(text, Style::Quoted)
}

/// Methods that write an integer exactly.
macro_rules! integers {
    ($($method:ident $type:ty;)*) => {$(
        fn $method(self, value: $type) -> Result<Node, Unwritable> {
            Ok(number(value.to_string()))
        }
    )*};
}

impl<'p> Serializer for Writer<'p> {
    type Ok = Node;
    type Error = Unwritable;
    type SerializeSeq = List<'p>;
    type SerializeTuple = List<'p>;
    type SerializeTupleStruct = List<'p>;
    type SerializeTupleVariant = List<'p>;
    type SerializeMap = Fields<'p>;
    type SerializeStruct = Fields<'p>;
    type SerializeStructVariant = Fields<'p>;

    integers! {
        serialize_i8 i8; serialize_i16 i16; serialize_i32 i32; serialize_i64 i64; serialize_i128 i128;
        serialize_u8 u8; serialize_u16 u16; serialize_u32 u32; serialize_u64 u64; serialize_u128 u128;
    }

    fn serialize_bool(self, value: bool) -> Result<Node, Unwritable> {
        Ok(Node::scalar(value.to_string(), Style::Boolean))
    }

    fn serialize_f32(self, value: f32) -> Result<Node, Unwritable> {
        Ok(self.float(&value.to_string()))
    }

    fn serialize_f64(self, value: f64) -> Result<Node, Unwritable> {
        Ok(self.float(&value.to_string()))
    }

    fn serialize_char(self, value: char) -> Result<Node, Unwritable> {
        Ok(text(value.encode_utf8(&mut [0; 4])))
    }

    fn serialize_str(self, value: &str) -> Result<Node, Unwritable> {
        Ok(text(value))
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Node, Unwritable> {
        Ok(self.refuse(Code::WrongShape, "bytes have no place in a document", "give a text"))
    }

    fn serialize_none(self) -> Result<Node, Unwritable> {
        Ok(Node::new(Value::Null))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Node, Unwritable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Node, Unwritable> {
        Ok(Node::new(Value::Null))
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Node, Unwritable> {
        Ok(Node::new(Value::Null))
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Node, Unwritable> {
        Ok(text(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<Node, Unwritable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Node, Unwritable> {
        let value = value.serialize(self.key(variant)?)?;
        Ok(map(vec![Entry { key: variant.to_owned(), key_at: None, value }]))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List<'p>, Unwritable> {
        Ok(List { writer: self, items: Vec::new(), variant: None })
    }

    fn serialize_tuple(self, _: usize) -> Result<List<'p>, Unwritable> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List<'p>, Unwritable> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<List<'p>, Unwritable> {
        Ok(List { writer: self.key(variant)?, items: Vec::new(), variant: Some(variant) })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Fields<'p>, Unwritable> {
        Ok(Fields { writer: self, entries: Vec::new(), key: String::new(), variant: None })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields<'p>, Unwritable> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Fields<'p>, Unwritable> {
        Ok(Fields { variant: Some(variant), ..self.key(variant)?.serialize_map(None)? })
    }
}

fn map(entries: Vec<Entry>) -> Node {
    Node::new(Value::Map(entries))
}

/// A value with data under the name of its variant, as serde's external tag has it.
fn tagged(variant: Option<&str>, value: Node) -> Node {
    match variant {
        None => value,
        Some(variant) => map(vec![Entry { key: variant.to_owned(), key_at: None, value }]),
    }
}

/// A list or tuple.
struct List<'p> {
    writer: Writer<'p>,
    items: Vec<Node>,
    variant: Option<&'static str>,
}

impl List<'_> {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.items.push(value.serialize(self.writer.item(self.items.len())?)?);
        Ok(())
    }

    fn finish(self) -> Node {
        tagged(self.variant, Node::new(Value::List(self.items)))
    }
}

/// A map or struct.
struct Fields<'p> {
    writer: Writer<'p>,
    entries: Vec<Entry>,
    /// The key whose value comes next.
    key: String,
    variant: Option<&'static str>,
}

impl Fields<'_> {
    fn push<T: Serialize + ?Sized>(&mut self, key: String, value: &T) -> Result<(), Unwritable> {
        let value = value.serialize(self.writer.key(&key)?)?;
        self.entries.push(Entry { key, key_at: None, value });
        Ok(())
    }

    fn finish(self) -> Node {
        if let [Entry { key, value: Node { value: Value::Scalar(scalar), .. }, .. }] = self.entries.as_slice()
            && key == JSON_NUMBER
        {
            return number(scalar.text.clone());
        }
        tagged(self.variant, map(self.entries))
    }
}

/// The serde traits of compound values, each of which comes down to one of two shapes.
macro_rules! lists {
    ($($trait:ident $method:ident;)*) => {$(
        impl ser::$trait for List<'_> {
            type Ok = Node;
            type Error = Unwritable;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
                self.push(value)
            }
            fn end(self) -> Result<Node, Unwritable> {
                Ok(self.finish())
            }
        }
    )*};
}
lists! {
    SerializeSeq serialize_element;
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}

macro_rules! structs {
    ($($trait:ident)*) => {$(
        impl ser::$trait for Fields<'_> {
            type Ok = Node;
            type Error = Unwritable;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unwritable> {
                self.push(key.to_owned(), value)
            }
            fn end(self) -> Result<Node, Unwritable> {
                Ok(self.finish())
            }
        }
    )*};
}
structs!(SerializeStruct SerializeStructVariant);

impl ser::SerializeMap for Fields<'_> {
    type Ok = Node;
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        // Whatever writes as one scalar is a key.
        let node = key.serialize(self.writer.clone())?;
        match node.value {
            Value::Scalar(scalar) => {
                self.key = scalar.text;
                Ok(())
            }
            _ => Err(Unwritable::Custom("a key of a map is no text".to_owned())),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        let key = std::mem::take(&mut self.key);
        self.push(key, value)
    }

    fn end(self) -> Result<Node, Unwritable> {
        Ok(self.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Shape {
        Unit,
        Newtype(u8),
        Tuple(u8, u8),
        Struct { a: u8 },
    }

    /// The tree as compact text, and the pointers of what was refused.
    fn written<T: Serialize + ?Sized>(value: &T) -> (String, Vec<String>) {
        let (node, problems) = of(value, Pointer::root(), &Limits::default());
        (show(&node), problems.iter().map(|problem| problem.place.to_string()).collect())
    }

    fn show(node: &Node) -> String {
        match &node.value {
            Value::Null => "null".to_owned(),
            Value::Scalar(scalar) => match scalar.style {
                Style::Quoted => format!("'{}'", scalar.text),
                _ => scalar.text.clone(),
            },
            Value::List(items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(" ")),
            Value::Map(entries) => {
                let entries: Vec<_> = entries.iter().map(|e| format!("{}:{}", e.key, show(&e.value))).collect();
                format!("{{{}}}", entries.join(" "))
            }
        }
    }

    #[test]
    fn every_shape_of_serde_has_a_place() {
        for (tree, expected) in [
            (written(&true), "true"),
            (written(&-3i8), "-3"),
            (written(&u128::MAX), "'340282366920938463463374607431768211455'"),
            (written(&0.67f32), "0.67"),
            (written(&0.67f64), "0.67"),
            (written(&'x'), "'x'"),
            (written("0.67"), "'0.67'"),
            (written(&Some(Some(1))), "1"),
            (written(&None::<u8>), "null"),
            (written(&()), "null"),
            (written(&(1, "a")), "[1 'a']"),
            (written(&BTreeMap::from([(1, "a"), (2, "b")])), "{1:'a' 2:'b'}"),
            (written(&[Shape::Unit, Shape::Newtype(1)]), "['unit' {newtype:1}]"),
            (written(&(Shape::Tuple(1, 2), Shape::Struct { a: 1 })), "[{tuple:[1 2]} {struct:{a:1}}]"),
            (written(&serde_json::json!({"a": {"b": 0.1, "c": null}})), "{a:{b:0.1 c:null}}"),
        ] {
            assert_eq!(tree, (expected.to_owned(), Vec::new()));
        }
    }

    #[test]
    fn a_number_of_any_length_of_serde_json_is_a_number() {
        let number = BTreeMap::from([(JSON_NUMBER, "0.12345678901234567890")]);
        assert_eq!(written(&number).0, "'0.12345678901234567890'");
    }

    #[test]
    fn what_has_no_place_is_told_all_at_once() {
        #[derive(Serialize)]
        struct Bad {
            sum: f64,
            inner: (f64, f32),
        }
        let (node, problems) =
            of(&Bad { sum: 0.1 + 0.2, inner: (f64::NAN, f32::INFINITY) }, Pointer::root(), &Limits::default());
        assert_eq!(show(&node), "{sum:null inner:[null null]}");
        let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told[0].split(';').next(),
            Some("/sum: error[bad-number]: the float `0.30000000000000004` has more than 15 significant digits")
        );
        assert!(told[1].starts_with("/inner/0: error[bad-number]: the float is not finite"));
        assert!(told[2].starts_with("/inner/1: error[bad-number]: the float is not finite"));
    }

    #[test]
    fn a_value_that_cannot_be_written_says_why() {
        let (_, problems) = of(&BTreeMap::from([((1, 2), 3)]), Pointer::root(), &Limits::default());
        assert_eq!(problems[0].help.as_deref(), Some("a key of a map is no text"));
    }
}
