//! The JSON Schemas that ship in `rules/schemas` are those that the library makes.
#![cfg(all(feature = "yaml", feature = "schema"))]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use predikat::document::schema;
use predikat::shipped;
use serde_json::Value;

use crate::blessed::blessed;

const FOLDER: &str = "rules/schemas";

/// The rule sets whose facts an editor is to offer: the last edition of each.
const WITH_FACTS: [&str; 2] = ["zi-wbk-wbbm", "p2ham"];

fn schemas() -> BTreeMap<String, Value> {
    let mut schemas = BTreeMap::from([
        ("rule-set.json".to_owned(), schema::rule_set()),
        ("dossier.json".to_owned(), schema::dossier()),
        ("suite.json".to_owned(), schema::suite()),
    ]);
    for one in shipped::all().iter().filter(|one| WITH_FACTS.iter().any(|id| one.id.starts_with(id))) {
        let rules = one.rule_set().unwrap();
        // A later edition of the same id takes the place of an earlier one.
        schemas.insert(format!("{}.dossier.json", one.id), rules.dossier_schema("id"));
    }
    schemas
}

#[test]
fn the_schemas_that_ship_are_current() {
    let schemas = schemas();
    assert!(schemas.len() > 4, "{:?}", schemas.keys());
    for (name, schema) in &schemas {
        blessed(Path::new(FOLDER).join(name), &format!("{schema:#}\n"));
    }
    let there = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let unknown: Vec<String> = there.filter(|name| !schemas.contains_key(name)).collect();
    assert!(unknown.is_empty(), "nothing makes {unknown:?}");
}

#[test]
fn every_modeline_names_a_schema_that_is_there() {
    let mut seen = 0;
    let mut folders = vec![Path::new("rules").to_owned(), Path::new("examples").to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|extension| extension != "yaml") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let line = text.lines().find_map(|line| line.strip_prefix("# yaml-language-server: $schema="));
            let Some(named) = line else { continue };
            let kind = if text.contains("\nsuite:") {
                "suite"
            } else if text.contains("\nunit:") {
                "dossier"
            } else {
                "rule-set"
            };
            assert!(folder.join(named).is_file(), "{}: there is no {named}", path.display());
            assert!(named.contains(kind), "{}: {named} is not for a {kind}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 0, "no file names its schema");
}
