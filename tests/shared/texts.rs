//! Units as JSON and as tables say them.

use predikat::DossierDocument;

/// The same object with paths of facts as keys within keys.
pub fn nested(document: &serde_json::Value) -> serde_json::Value {
    let mut document = document.clone();
    let Some(facts) = document.get_mut("facts").and_then(|facts| facts.as_object_mut()) else { return document };
    for (path, value) in std::mem::take(facts) {
        let mut place = &mut *facts;
        let mut parts: Vec<&str> = path.split('.').collect();
        let last = parts.pop().unwrap();
        for part in parts {
            place = place.entry(part).or_insert_with(|| serde_json::json!({})).as_object_mut().unwrap();
        }
        place.insert(last.to_owned(), value);
    }
    document
}

/// One unit a row, `u0` and so on, and one fact a column.
pub fn wide(units: &[&DossierDocument]) -> String {
    let names = names(units);
    let mut text = "unit,as_of".to_owned();
    names.iter().for_each(|name| text += &format!(",{name}"));
    for (i, unit) in units.iter().enumerate() {
        text += &format!("\nu{i},{}", unit.as_of.map(|date| date.to_string()).unwrap_or_default());
        for name in &names {
            text += &format!(",{}", unit.facts.get(*name).map(|literal| cell(&literal.text)).unwrap_or_default());
        }
    }
    text + "\n"
}

/// One fact a row, empty where a unit does not answer what another does; the as-of date is not told.
pub fn long(units: &[&DossierDocument]) -> String {
    let names = names(units);
    let mut text = "unit,path,value\n".to_owned();
    for (i, unit) in units.iter().enumerate() {
        for name in &names {
            let value = unit.facts.get(*name).map(|literal| format!("\"{}\"", literal.text.replace('"', "\"\"")));
            text += &format!("u{i},{name},{}\n", value.unwrap_or_default());
        }
    }
    text
}

/// The facts that some unit answers.
fn names<'u>(units: &[&'u DossierDocument]) -> Vec<&'u String> {
    let mut names: Vec<&String> = units.iter().flat_map(|unit| unit.facts.keys()).collect();
    names.sort();
    names.dedup();
    names
}

/// A cell, in quotes only where it takes them: the blanks around it stand as they are.
fn cell(text: &str) -> String {
    if text.contains([',', '"', '\n']) || text.starts_with('\t') {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
