//! Holds the binder to the readers: to reading with places, and binding what was read.

use predikat::dossier::{BindOptions, Binder, Dossier, sources};
use predikat::{DossierDocument, Problems, RuleSet};

type Bound = Result<Dossier, Problems>;

/// A dossier with all that is in it; the rules would drown it.
fn shown(bound: &Bound) -> Result<String, &Problems> {
    bound.as_ref().map(|dossier| {
        let text = format!("{dossier:?}");
        text.split(", rules: RuleSet").next().unwrap().to_owned()
    })
}

#[track_caller]
pub fn all_same(quick: impl Iterator<Item = Bound>, units: Vec<sources::Unit>, rules: &RuleSet, options: &BindOptions) {
    let quick: Vec<Bound> = quick.collect();
    assert_eq!(quick.len(), units.len());
    for (quick, unit) in quick.iter().zip(units) {
        let bound = unit.and_then(|document| rules.bind(&document, options));
        assert_eq!(shown(quick), shown(&bound));
        if let (Ok(quick), Ok(bound)) = (quick, bound) {
            assert_eq!(predikat::assess(quick), predikat::assess(&bound));
        }
    }
}

/// Holds the binder to the readers on one text of each kind.
#[track_caller]
pub fn same_json(rules: &RuleSet, text: &str, options: &BindOptions) {
    let binder = Binder::new(rules, options);
    let units = sources::json("u.json", text);
    if !text.trim_start_matches('\u{feff}').trim_start().starts_with('[') && units.len() == 1 {
        all_same([binder.json("u.json", text)].into_iter(), units.clone(), rules, options);
    }
    all_same(binder.json_list("u.json", text), units, rules, options);
    all_same(binder.json_lines("u.jsonl", text), sources::json_lines("u.jsonl", text), rules, options);
}

#[track_caller]
pub fn same_csv(rules: &RuleSet, text: &str, options: &BindOptions) {
    let binder = Binder::new(rules, options);
    all_same(binder.csv("u.csv", text, None), sources::csv("u.csv", text, None), rules, options);
}

#[track_caller]
pub fn same_value<T: serde::Serialize>(rules: &RuleSet, facts: &T, rest: &DossierDocument, options: &BindOptions) {
    let quick = Binder::new(rules, options).value(facts, rest);
    let bound = rules.bind_value(facts, rest, options);
    assert_eq!(shown(&quick), shown(&bound));
}

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

pub fn wide(units: &[&DossierDocument]) -> String {
    let mut names: Vec<&String> = units.iter().flat_map(|unit| unit.facts.keys()).collect();
    names.sort();
    names.dedup();
    let cell = |text: &str| match text {
        _ if text.contains([',', '"', '\n']) || text.starts_with(' ') => format!("\"{}\"", text.replace('"', "\"\"")),
        _ => text.to_owned(),
    };
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

pub fn long(units: &[&DossierDocument]) -> String {
    let mut text = "unit,path,value\n".to_owned();
    for (i, unit) in units.iter().enumerate() {
        for (path, literal) in &unit.facts {
            text += &format!("u{i},{path},\"{}\"\n", literal.text.replace('"', "\"\""));
        }
    }
    text
}
