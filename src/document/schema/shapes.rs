//! The schemas of what has a spelling of its own.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use crate::document::lower::Words;
use crate::document::{
    Aggregate, Condition, Derive, DossierDocument, EvidenceRule, ExceptionKind, Expectation, FactKind, Literal,
    NotApplicable, Operator, Scale, ScaleAnswer, Source, Standing, Text, Unanswered, WaivedAs, WhenEmpty, WhenZero,
};
use crate::number::RoundingMode;

/// The name and schema of each type.
macro_rules! shapes {
    ($($type:ident, $about:literal, |$generator:ident| $schema:expr;)*) => {$(
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn schema_id() -> Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($type)).into()
            }

            fn json_schema($generator: &mut SchemaGenerator) -> Schema {
                let mut schema: Schema = $schema;
                schema.insert("description".to_owned(), $about.into());
                schema
            }
        }
    )*};
}

/// Facts of a dossier, by path: a path as one key, or nested maps.
pub(in crate::document) struct Answers;

/// A dossier in place, or the name of its file.
pub(in crate::document) struct Given;

shapes! {
    Text, "a text, or one a language", |_generator| json_schema!({"anyOf": [
        {"type": ["string", "number", "boolean"]},
        {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}, "minProperties": 1},
    ]});
    Literal, "a value, as an author spells it", |_generator| json_schema!({"type": ["string", "number", "boolean"]});
    Answers, "answers: a path as one key, or nested maps", |generator| {
        let nested = generator.subschema_for::<Answers>();
        json_schema!({"type": "object", "additionalProperties": {"anyOf": [
            {"type": ["string", "number", "boolean", "null"]},
            nested,
        ]}})
    };
    Given, "a dossier, or the name of its file", |generator| {
        let mut dossier = DossierDocument::json_schema(generator);
        dossier.remove("required");
        json_schema!({"anyOf": [{"type": "string"}, dossier]})
    };
    Condition, "facts with what is expected of them, all of which must hold; or one of `all`, `any`, `not`, `count`", |generator| {
        let condition = generator.subschema_for::<Condition>();
        let expectation = generator.subschema_for::<Expectation>();
        let count = json!({"type": "integer", "minimum": 0});
        json_schema!({
            "type": "object",
            "minProperties": 1,
            "properties": {
                "all": {"type": "array", "items": condition},
                "any": {"type": "array", "items": condition},
                "not": condition,
                "count": {
                    "type": "object",
                    "properties": {
                        "of": {"type": "array", "items": condition},
                        "at_least": count, "at_most": count, "exactly": count,
                    },
                    "required": ["of"],
                    "additionalProperties": false,
                },
            },
            "additionalProperties": expectation,
        })
    };
    Expectation, "a value, a list of values any of which will do, or operators that must all hold", |generator| {
        let literal = generator.subschema_for::<Literal>();
        let list = json!({"type": "array", "items": literal});
        let operator = |(word, operator): &(&str, Operator)| {
            let value = if *operator == Operator::NotIn { list.clone() } else { literal.clone().to_value() };
            ((*word).to_owned(), value)
        };
        let operators: Map<String, Value> = Operator::WORDS.iter().map(operator).collect();
        json_schema!({"anyOf": [
            literal,
            list,
            {"type": "object", "properties": operators, "additionalProperties": false},
        ]})
    };
    Aggregate, "how points are made", |_generator| {
        let count = json!({"type": "integer", "minimum": 0});
        json_schema!({"anyOf": [
            {"enum": ["sum", "mean", "min", "max", "all", "any", "deduct"]},
            {"type": "object", "properties": {"best": count}, "required": ["best"], "additionalProperties": false},
            {"type": "object", "properties": {"at_least": count}, "required": ["at_least"], "additionalProperties": false},
        ]})
    };
    EvidenceRule, "an evidence type, `none`, or a rule over types", |generator| {
        let rules = json!({"type": "array", "items": generator.subschema_for::<EvidenceRule>(), "minItems": 1});
        json_schema!({"anyOf": [
            {"type": "string"},
            {
                "type": "object",
                "properties": {"type": {"type": "string"}, "at_least": {"type": "integer", "minimum": 1}},
                "required": ["type"],
                "additionalProperties": false,
            },
            {"type": "object", "properties": {"all": rules}, "required": ["all"], "additionalProperties": false},
            {"type": "object", "properties": {"any": rules}, "required": ["any"], "additionalProperties": false},
        ]})
    };
    Scale, "answer -> fraction; with a title or source, the answers stand below `answers`", |generator| {
        let answers = json!({"type": "object", "additionalProperties": generator.subschema_for::<ScaleAnswer>()});
        let title = generator.subschema_for::<Text>();
        let source = generator.subschema_for::<Source>();
        json_schema!({"anyOf": [
            {
                "type": "object",
                "properties": {"answers": answers, "title": title, "source": source},
                "required": ["answers"],
                "additionalProperties": false,
            },
            answers,
        ]})
    };
    ScaleAnswer, "a fraction from 0 to 1, `not_applicable`, `unknown`, or one of these with evidence of its own", |generator| {
        let gives = gives();
        let evidence = generator.subschema_for::<EvidenceRule>();
        let title = generator.subschema_for::<Text>();
        let source = generator.subschema_for::<Source>();
        json_schema!({"anyOf": [
            gives,
            {
                "type": "object",
                "properties": {"fraction": gives, "evidence": evidence, "title": title, "source": source},
                "required": ["fraction"],
                "additionalProperties": false,
            },
        ]})
    };
    WhenZero, "a number, `unknown` or `not_applicable`", |_generator| Schema::try_from(gives()).unwrap_or_default();
    Derive, "exactly one operation on facts and numbers", |generator| {
        let operand = generator.subschema_for::<Literal>();
        let list = json!({"type": "array", "items": operand, "minItems": 1});
        let pair = json!({"type": "array", "items": operand, "minItems": 2, "maxItems": 2});
        let facts = json!({"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2});
        let conditions = json!({"type": "array", "items": generator.subschema_for::<Condition>()});
        let zero = generator.subschema_for::<WhenZero>();
        let operations = [
            ("sum", &list), ("difference", &pair), ("product", &list), ("ratio", &pair), ("min", &list), ("max", &list),
            ("count", &conditions), ("days_between", &facts),
        ];
        let one = |(word, value): (&str, &Value)| {
            let mut properties = Map::from_iter([(word.to_owned(), value.clone())]);
            if word == "ratio" {
                properties.insert("when_zero".to_owned(), zero.clone().to_value());
            }
            json!({"type": "object", "properties": properties, "required": [word], "additionalProperties": false})
        };
        json_schema!({"anyOf": operations.into_iter().map(one).collect::<Vec<_>>()})
    };
    FactKind, "the type of a fact", |_generator| words::<FactKind>();
    Standing, "how well founded an element is", |_generator| words::<Standing>();
    RoundingMode, "which way to round; the modes act on the magnitude", |_generator| words::<RoundingMode>();
    NotApplicable, "what becomes of the weight of a criterion that is not applicable", |_generator| words::<NotApplicable>();
    WhenEmpty, "what a group is when none of its criteria applies", |_generator| words::<WhenEmpty>();
    Unanswered, "what an unanswered leaf counts as", |_generator| words::<Unanswered>();
    WaivedAs, "what a waiver makes of a leaf", |_generator| words::<WaivedAs>();
    ExceptionKind, "the kind of an exception", |_generator| words::<ExceptionKind>();
}

/// One of some words.
fn words<T: Words>() -> Schema {
    let words: Vec<&str> = T::LIST.iter().map(|(word, _)| *word).collect();
    json_schema!({"type": "string", "enum": words})
}

/// A number as people write it.
pub(super) fn number() -> Map<String, Value> {
    let number = json!({"type": ["number", "string"], "pattern": r"^-?(0|[1-9][0-9]*)(\.[0-9]+|/[1-9][0-9]*)?$"});
    match number {
        Value::Object(number) => number,
        _ => Map::new(),
    }
}

/// A number, or one of the two words that stand in place of one.
fn gives() -> Value {
    json!({"anyOf": [Value::Object(number()), {"enum": ["not_applicable", "unknown"]}]})
}
