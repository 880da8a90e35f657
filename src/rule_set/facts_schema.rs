//! The JSON Schema of a rule set's facts, made from their types.

use serde_json::{Map, Value, json};

use super::{Fact, FactType};
use crate::{Number, RuleSet};

impl RuleSet {
    /// The JSON Schema (draft 7) of the facts that a dossier answers, one key a fact, titles in `language`.
    ///
    /// A null is as good as no answer. Derived facts and `as_of` are not answered, and not in it.
    ///
    /// ```
    /// let rules = predikat::RuleSet::from_yaml("desk.yaml", "
    /// ruleset: desk
    /// edition: 1.0.0
    /// facts: {papers: {type: integer, min: 0}}
    /// criteria: [{id: clear, met_when: {papers: {at_most: 3}}}]
    /// ")?;
    /// let papers = &rules.facts_schema("en")["properties"]["papers"];
    /// assert_eq!(papers["type"], serde_json::json!(["integer", "null"]));
    /// assert_eq!(papers["minimum"], 0);
    /// # Ok::<(), predikat::Problems>(())
    /// ```
    #[must_use]
    pub fn facts_schema(&self, language: &str) -> Value {
        let answered = self.facts.iter().skip(1).filter(|fact| fact.derivation.is_none());
        let properties: Map<String, Value> =
            answered.map(|fact| (fact.name.clone(), Value::Object(property(fact, language)))).collect();
        json!({
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": format!("Facts of {} {}", self.id, self.edition),
            "type": "object",
            "additionalProperties": false,
            "properties": properties,
        })
    }
}

/// What may be answered, and what it means.
fn property(fact: &Fact, language: &str) -> Map<String, Value> {
    let mut property = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            property.insert(key.to_owned(), value);
        }
    };
    let or_null = |of: &[&str]| Some(json!([of, &["null"]].concat()));
    match &fact.fact_type {
        FactType::Boolean => put("type", or_null(&["boolean"])),
        FactType::Choice { of, .. } => put("enum", Some(choices(of))),
        FactType::Number { integer, min, max } => {
            // A text holds what a number cannot, such as `1/3`.
            put("type", or_null(if *integer { &["integer"] } else { &["number", "string"] }));
            put("minimum", min.as_ref().and_then(number));
            put("maximum", max.as_ref().and_then(number));
        }
        FactType::Date { .. } => {
            put("type", or_null(&["string"]));
            put("format", Some("date".into()));
            put("pattern", Some("^[0-9]{4}-[0-9]{2}-[0-9]{2}$".into()));
        }
        FactType::Text { min, max } => {
            put("type", or_null(&["string"]));
            put("minLength", min.map(Value::from));
            put("maxLength", max.map(Value::from));
        }
    }
    put("title", fact.title.as_ref().map(|title| title.in_language(language).into()));
    let question = fact.question.as_ref().map(|question| question.in_language(language).to_owned());
    let unit = fact.unit.as_ref().map(|unit| format!("In {}.", unit.in_language(language)));
    let about: Vec<String> = question.into_iter().chain(unit).collect();
    put("description", (!about.is_empty()).then(|| about.join(" ").into()));
    property
}

/// The values of a choice. One that reads as a number or a truth value may be written so: it compares by text.
fn choices(of: &[String]) -> Value {
    let unquoted = of.iter().filter_map(|text| serde_json::from_str::<Value>(text).ok());
    let unquoted = unquoted.filter(|value| value.is_number() || value.is_boolean());
    of.iter().map(|text| Value::from(text.as_str())).chain(unquoted).chain([Value::Null]).collect()
}

/// A bound, where JSON has a number for it.
fn number(number: &Number) -> Option<Value> {
    serde_json::from_str(&number.to_string()).ok()
}

#[cfg(all(test, feature = "yaml"))]
mod tests {
    use super::*;

    #[test]
    fn every_type_says_what_may_be_answered() {
        let rules = r#"
ruleset: a
edition: 1.0.0
language: id
scales: {grade: {3: 1, A: 0.5, true: 0}}
facts:
  area: {type: decimal, min: 0.5, max: "7/3", unit: m2, question: {id: Luas?, en: Area?}}
  from: {type: date}
  name: {type: text, min: 2, max: 9}
  open: {type: boolean, title: Open}
  twice: {derive: {sum: [area, area]}}
criteria:
  - {id: graded, answer: grade}
  - {id: rest, met_when: {from: {answered: true}, name: {min_length: 3}, open: true, twice: {above: 1}}}
"#;
        let schema = RuleSet::from_yaml("a.yaml", rules).unwrap().facts_schema("en");
        assert_eq!(
            schema["properties"],
            json!({
                "area": {"type": ["number", "string", "null"], "minimum": 0.5, "description": "Area? In m2."},
                "from": {"type": ["string", "null"], "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
                "name": {"type": ["string", "null"], "minLength": 2, "maxLength": 9},
                "open": {"type": ["boolean", "null"], "title": "Open"},
                "graded": {"enum": ["3", "A", "true", 3, true, null]},
            })
        );
    }
}
