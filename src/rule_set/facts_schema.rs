//! The JSON Schema of a rule set's facts, made from their types.

use std::collections::BTreeMap;

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
        let mut schema = self.answers(language, "#");
        if let Some(schema) = schema.as_object_mut() {
            schema.insert("$schema".to_owned(), "http://json-schema.org/draft-07/schema#".into());
        }
        schema
    }

    /// The JSON Schema (draft 7) of a dossier for these rules: an editor then offers the facts with their values,
    /// the evidence types, and the awards.
    ///
    /// ```
    /// let rules = predikat::RuleSet::from_yaml("desk.yaml", "
    /// ruleset: desk
    /// edition: 1.0.0
    /// facts: {lit: {type: boolean}}
    /// criteria: [{id: lamp, met_when: {lit: true}}]
    /// ")?;
    /// let facts = &rules.dossier_schema("en")["definitions"]["Answers"]["properties"];
    /// assert_eq!(facts["lit"]["type"], serde_json::json!(["boolean", "null"]));
    /// # Ok::<(), predikat::Problems>(())
    /// ```
    #[cfg(feature = "schema")]
    #[must_use]
    pub fn dossier_schema(&self, language: &str) -> Value {
        self.narrowed(crate::document::schema::dossier(), language)
    }

    /// The JSON Schema (draft 7) of a suite for these rules; see [`RuleSet::dossier_schema`].
    #[cfg(feature = "schema")]
    #[must_use]
    pub fn suite_schema(&self, language: &str) -> Value {
        self.narrowed(crate::document::schema::suite(), language)
    }

    /// A schema in which facts are the facts of these rules, and types of evidence theirs.
    #[cfg(feature = "schema")]
    fn narrowed(&self, mut schema: Value, language: &str) -> Value {
        let answers = self.answers(language, "#/definitions/Answers");
        let title = schema.get("title").and_then(Value::as_str).unwrap_or_default().to_owned();
        let types: Vec<&str> = self.evidence_types.iter().map(|one| one.name.as_str()).collect();
        if let Some(evidence) = schema.pointer_mut("/definitions/Evidence/properties/type")
            && !types.is_empty()
        {
            *evidence = json!({"enum": types, "description": evidence.get("description")});
        }
        let awards: Vec<&str> = self.awards().collect();
        if let Some(award) = schema.pointer_mut("/definitions/HeldAward/properties/award")
            && !awards.is_empty()
        {
            *award = json!({"enum": awards, "description": award.get("description")});
        }
        if let Some(schema) = schema.as_object_mut() {
            schema.insert("title".to_owned(), format!("{title} for {} {}", self.id, self.edition).into());
            if let Some(definitions) = schema.get_mut("definitions").and_then(Value::as_object_mut) {
                definitions.insert("Answers".to_owned(), answers);
            }
        }
        schema
    }

    /// The schema of the facts, which stands at `root` in a schema: a path as one key, or nested maps.
    fn answers(&self, language: &str, root: &str) -> Value {
        let answered = || self.facts.iter().skip(1).filter(|fact| fact.derivation.is_none());
        let mut properties: Map<String, Value> =
            answered().map(|fact| (fact.name.clone(), Value::Object(property(fact, language)))).collect();
        // Each path that leads to facts, with what may stand below it.
        let mut groups: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
        for fact in answered() {
            let name = fact.name.as_str();
            let dots: Vec<usize> = name.match_indices('.').map(|(i, _)| i).collect();
            for (i, dot) in dots.iter().enumerate() {
                let (Some(group), Some(below)) = (name.get(..*dot), name.get(dot + 1..)) else { continue };
                let members = groups.entry(group).or_default();
                members.insert(below.to_owned(), json!({"$ref": format!("{root}/properties/{name}")}));
                for inner in dots.iter().skip(i + 1) {
                    let (Some(path), Some(below)) = (name.get(..*inner), name.get(dot + 1..*inner)) else { continue };
                    members.insert(below.to_owned(), json!({"$ref": format!("{root}/properties/{path}")}));
                }
            }
        }
        for (path, members) in groups {
            let title = self.criteria.iter().find(|criterion| criterion.path == path);
            let title = title.and_then(|criterion| criterion.title.as_ref()).map(|title| title.in_language(language));
            let mut group = json!({"type": "object", "additionalProperties": false, "properties": members});
            if let (Some(title), Some(group)) = (title, group.as_object_mut()) {
                group.insert("title".to_owned(), title.into());
            }
            properties.insert(path.to_owned(), group);
        }
        json!({
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
    fn a_path_is_one_key_or_nested_maps() {
        let rules = "
ruleset: a
edition: 1.0.0
scales: {yes_no: {Ya: 1, Tidak: 0}}
criteria:
  - {id: a, title: Group, criteria: [{id: b, criteria: [{id: c, answer: yes_no}]}]}
";
        let schema = RuleSet::from_yaml("a.yaml", rules).unwrap().facts_schema("en");
        let of = |members| json!({"type": "object", "additionalProperties": false, "properties": members});
        let mut group = of(json!({"b.c": {"$ref": "#/properties/a.b.c"}, "b": {"$ref": "#/properties/a.b"}}));
        group["title"] = "Group".into();
        let answer = json!({"enum": ["Ya", "Tidak", null]});
        let inner = of(json!({"c": {"$ref": "#/properties/a.b.c"}}));
        assert_eq!(schema["properties"], json!({"a.b.c": answer, "a": group, "a.b": inner}));
    }

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
