//! What a JSON Schema says a value may be.

use serde_json::{Map, Value};

use crate::Number;
use crate::document::{Literal, Style};

/// How many references and parts are followed into one schema.
const DEEPEST: usize = 32;

/// One of the things that a value may be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape<'s> {
    Null,
    Boolean,
    /// A whole number within these bounds.
    Integer {
        min: Option<Number>,
        max: Option<Number>,
    },
    Float,
    Text(TextKind<'s>),
    /// This value.
    Constant(Literal),
    /// A struct; `open` where it may have keys that are not listed.
    Object {
        fields: Vec<(&'s str, &'s Value)>,
        open: bool,
    },
    List,
    Anything,
}

/// What a text holds, as far as its schema says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextKind<'s> {
    Any,
    /// As [`Number`] is written.
    Number,
    /// As [`crate::Date`] is written.
    Date,
    /// Of another format: `date-time`, `uuid`, ...
    Other(&'s str),
}

/// Reads the parts of one schema.
pub(super) struct Shapes<'s> {
    pub(super) root: &'s Value,
}

impl<'s> Shapes<'s> {
    /// All that a value of `schema` may be.
    pub(super) fn of(&self, schema: &'s Value) -> Vec<Shape<'s>> {
        let mut shapes = Vec::new();
        self.collect(schema, 0, &mut shapes);
        shapes
    }

    fn collect(&self, schema: &'s Value, depth: usize, shapes: &mut Vec<Shape<'s>>) {
        let Value::Object(schema) = schema else {
            shapes.push(Shape::Anything);
            return;
        };
        if depth > DEEPEST {
            shapes.push(Shape::Anything);
            return;
        }
        if let Some(Value::String(reference)) = schema.get("$ref") {
            match reference.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer)) {
                Some(schema) => self.collect(schema, depth + 1, shapes),
                None => shapes.push(Shape::Anything),
            }
            return;
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(Value::Array(parts)) = schema.get(key)
                && !schema.contains_key("properties")
            {
                parts.iter().for_each(|part| self.collect(part, depth + 1, shapes));
                return;
            }
        }
        if let Some(constant) = schema.get("const") {
            shapes.push(constant_of(constant));
        } else if let Some(Value::Array(constants)) = schema.get("enum") {
            shapes.extend(constants.iter().map(constant_of));
        } else {
            match schema.get("type") {
                Some(Value::String(name)) => shapes.push(self.of_type(name, schema, depth)),
                Some(Value::Array(names)) => {
                    shapes.extend(names.iter().filter_map(Value::as_str).map(|name| self.of_type(name, schema, depth)));
                }
                _ if schema.contains_key("properties") || schema.contains_key("allOf") => {
                    shapes.push(self.object(schema, depth));
                }
                _ => shapes.push(Shape::Anything),
            }
        }
    }

    fn of_type(&self, name: &str, schema: &'s Map<String, Value>, depth: usize) -> Shape<'s> {
        match name {
            "null" => Shape::Null,
            "boolean" => Shape::Boolean,
            "integer" => integer(schema),
            "number" => Shape::Float,
            "string" => Shape::Text(text_kind(schema)),
            "array" => Shape::List,
            "object" => self.object(schema, depth),
            _ => Shape::Anything,
        }
    }

    /// A struct, with what is flattened into it.
    fn object(&self, schema: &'s Map<String, Value>, depth: usize) -> Shape<'s> {
        let mut fields: Vec<(&str, &Value)> = Vec::new();
        if let Some(Value::Object(properties)) = schema.get("properties") {
            fields.extend(properties.iter().map(|(name, schema)| (name.as_str(), schema)));
        }
        let mut open = ["additionalProperties", "unevaluatedProperties", "patternProperties"]
            .iter()
            .any(|key| schema.get(*key).is_some_and(|allowed| *allowed != Value::Bool(false)));
        let mut parts = 0;
        for key in ["allOf", "anyOf", "oneOf"] {
            for part in schema.get(key).and_then(Value::as_array).into_iter().flatten() {
                parts += 1;
                let mut shapes = Vec::new();
                self.collect(part, depth + 1, &mut shapes);
                for shape in shapes {
                    match shape {
                        Shape::Object { fields: more, open: also_open } => {
                            fields.extend(more);
                            open |= also_open;
                        }
                        Shape::Null => {}
                        _ => open = true,
                    }
                }
            }
        }
        open |= fields.is_empty() && parts == 0 && !schema.contains_key("properties");
        Shape::Object { fields, open }
    }
}

fn constant_of<'s>(constant: &Value) -> Shape<'s> {
    match constant {
        Value::Null => Shape::Null,
        Value::Bool(value) => Shape::Constant(Literal::boolean(*value)),
        Value::String(text) => Shape::Constant(Literal::text(text)),
        Value::Number(number) => Shape::Constant(Literal { text: number.to_string(), style: Style::Number }),
        Value::Array(_) => Shape::List,
        Value::Object(_) => Shape::Anything,
    }
}

/// The bounds of an integer: those of its Rust type, and those it declares where they are narrower.
fn integer<'s>(schema: &Map<String, Value>) -> Shape<'s> {
    let declared = |key: &str| schema.get(key).and_then(|bound| bound.to_string().parse::<Number>().ok());
    let of_type = match schema.get("format").and_then(Value::as_str) {
        Some("int8") => (Some(i64::from(i8::MIN)), Some(i64::from(i8::MAX))),
        Some("int16") => (Some(i64::from(i16::MIN)), Some(i64::from(i16::MAX))),
        Some("int32") => (Some(i64::from(i32::MIN)), Some(i64::from(i32::MAX))),
        Some("int64") => (Some(i64::MIN), Some(i64::MAX)),
        Some("uint8") => (Some(0), Some(i64::from(u8::MAX))),
        Some("uint16") => (Some(0), Some(i64::from(u16::MAX))),
        Some("uint32") => (Some(0), Some(i64::from(u32::MAX))),
        _ => (None, None),
    };
    Shape::Integer {
        min: declared("minimum").into_iter().chain(of_type.0.map(Number::from)).reduce(Number::max),
        max: declared("maximum").into_iter().chain(of_type.1.map(Number::from)).reduce(Number::min),
    }
}

fn text_kind(schema: &Map<String, Value>) -> TextKind<'_> {
    let pattern = schema.get("pattern");
    let is_that_of = |one: schemars::Schema| pattern.is_some() && one.get("pattern") == pattern;
    if is_that_of(schemars::schema_for!(Number)) {
        return TextKind::Number;
    }
    match schema.get("format").and_then(Value::as_str) {
        Some("date") => TextKind::Date,
        Some(format) => TextKind::Other(format),
        None if is_that_of(schemars::schema_for!(crate::Date)) => TextKind::Date,
        None => TextKind::Any,
    }
}
