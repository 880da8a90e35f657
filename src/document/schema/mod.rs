//! JSON Schemas of the documents, for editors and other programs (draft 7, which editors read best).
//!
//! A schema says what can be written where, in the words of the fields' own documentation. It cannot say
//! all: `check` and `bind` judge names, types and values.

mod shapes;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use super::lower::Record;
use super::{ActionsDocument, DossierDocument, RuleDocument, SuiteDocument};
pub(super) use shapes::{Answers, Given};

/// The schema of a rule set.
///
/// ```
/// let schema = predikat::document::schema::rule_set();
/// assert_eq!(schema["title"], "Rule set");
/// assert_eq!(schema["required"], serde_json::json!(["ruleset", "edition"]));
/// ```
#[must_use]
pub fn rule_set() -> Value {
    titled::<RuleDocument>("Rule set", "One edition of one scheme's rules, as its author writes it.")
}

/// The schema of a dossier.
#[must_use]
pub fn dossier() -> Value {
    titled::<DossierDocument>("Dossier", "What is known of one unit as of a date.")
}

/// The schema of a suite.
#[must_use]
pub fn suite() -> Value {
    titled::<SuiteDocument>("Suite", "Cases that a rule set must decide as they say.")
}

/// The schema of an actions file.
#[must_use]
pub fn actions() -> Value {
    titled::<ActionsDocument>("Actions", "What a unit can do, what that costs, and what stands in its way.")
}

fn titled<T: JsonSchema>(title: &str, description: &str) -> Value {
    let mut schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    schema.insert("description".to_owned(), description.into());
    if let Some(Value::Object(definitions)) = schema.get_mut("definitions") {
        // its place is taken by how a number is written
        definitions.remove("Number");
    }
    schema.to_value()
}

/// Fits the schema of a record to how it is read: which keys must be given, where a null may stand, how a
/// number is written.
pub(super) fn record<T: Record>(schema: &mut Schema) {
    let object = schema.ensure_object();
    let required: Vec<&str> = T::FIELDS.iter().filter(|(_, required)| *required).map(|(key, _)| *key).collect();
    object.remove("required");
    // the first paragraph is for every reader, what follows for those of the Rust documentation
    if let Some(Value::String(description)) = object.get_mut("description")
        && let Some(end) = description.find("\n\n")
    {
        description.truncate(end);
    }
    if !required.is_empty() {
        object.insert("required".to_owned(), required.into());
    }
    let Some(Value::Object(properties)) = object.get_mut("properties") else { return };
    if T::FIELDS.iter().any(|(key, _)| *key == "otherwise") && properties.contains_key("cases") {
        let otherwise = json!({"description": "Leaf with `cases`: the fraction when none holds; 0 if not given."});
        let Value::Object(mut otherwise) = otherwise else { return };
        otherwise.extend(shapes::number());
        properties.insert("otherwise".to_owned(), otherwise.into());
    }
    for property in properties.values_mut().filter_map(Value::as_object_mut) {
        if !T::NULLS {
            take_null_away(property);
        }
        as_written(property);
        if property.get("type").is_some_and(|kind| kind == "string") {
            // a text needs no quotes, so that it may look like a number
            property.insert("type".to_owned(), json!(["string", "number", "boolean"]));
        }
    }
}

/// Takes the null out of what an `Option` says.
fn take_null_away(property: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = property.get_mut("type") {
        types.retain(|one| one != "null");
        if let [one] = types.as_slice() {
            let one = one.clone();
            property.insert("type".to_owned(), one);
        }
    }
    if let Some(Value::Array(choices)) = property.get_mut("anyOf") {
        choices.retain(|one| *one != json!({"type": "null"}));
    }
}

/// A number stands in an assessment as a text, and in a document as people write it.
fn as_written(property: &mut Map<String, Value>) {
    let is_number = |value: &Value| value.as_str().is_some_and(|reference| reference.ends_with("/Number"));
    if property.get("$ref").is_some_and(is_number) {
        property.remove("$ref");
        property.extend(shapes::number());
    }
    if let Some(Value::Object(each)) = property.get_mut("additionalProperties") {
        as_written(each);
    }
    let Some(Value::Array(choices)) = property.get_mut("anyOf") else { return };
    for choice in choices.iter_mut().filter_map(Value::as_object_mut) {
        as_written(choice);
    }
    if let [Value::Object(one)] = choices.as_slice()
        && !one.contains_key("$ref")
    {
        let one = one.clone();
        property.remove("anyOf");
        property.extend(one);
    }
}

#[cfg(test)]
mod tests;
