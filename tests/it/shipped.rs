//! What ships, as a downstream user meets it: every rule set checks without a finding, and every suite beside
//! the rules and the example dossiers passes, through the public API alone.
#![cfg(feature = "yaml")]

use std::path::{Path, PathBuf};

use predikat::document::Resolver;
use predikat::suite::{Surroundings, assert_passes};
use predikat::{DossierDocument, Problems, RuleDocument, shipped};

/// Rule sets that ship, and the dossiers in a folder.
struct Folder<'a>(&'a Path);

impl Resolver for Folder<'_> {
    fn resolve(&self, id: &str, edition: Option<&str>) -> Result<Option<RuleDocument>, Problems> {
        Ok(shipped::resolve(id, edition))
    }
}

impl Surroundings for Folder<'_> {
    fn dossier(&self, file: &str) -> Result<Option<DossierDocument>, Problems> {
        match std::fs::read_to_string(self.0.join(file)) {
            Ok(text) => DossierDocument::from_yaml(file, &text).map(Some),
            Err(_) => Ok(None),
        }
    }
}

/// The files below a folder that say which rule set they test.
fn suites(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(suites(&path));
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            let text = std::fs::read_to_string(&path).unwrap();
            if text.lines().any(|line| line.starts_with("suite:")) {
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_rule_set_checks_without_a_finding() {
    for one in shipped::all() {
        let findings = predikat::check::check_with(&one.document().unwrap(), &shipped::resolve).findings;
        assert!(findings.is_empty(), "{one:?}\n{findings}");
    }
}

#[test]
fn every_suite_passes() {
    for (folder, at_least) in [("rules/suites", 12), ("examples", 2)] {
        let suites = suites(Path::new(folder));
        assert!(suites.len() >= at_least, "{} suites in {folder}", suites.len());
        for (path, text) in suites {
            println!("{}", path.display());
            assert_passes(&text, &Folder(path.parent().unwrap()));
        }
    }
}

/// The examples of rule files in a page: blocks of YAML, wherever they are indented.
fn examples(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = page.lines();
    while let Some(start) = lines.by_ref().find(|line| line.trim_start() == "```yaml") {
        let indent = start.len() - start.trim_start().len();
        let block = lines.by_ref().take_while(|line| line.trim_start() != "```");
        found.push(block.map(|line| line.get(indent..).unwrap_or_default().to_owned() + "\n").collect());
    }
    found
}

#[test]
fn the_variations_that_the_pages_show_check_without_a_finding() {
    for page in ["rules/p2ham.md", "rules/zi-wbk-wbbm.md"] {
        let examples = examples(&std::fs::read_to_string(page).unwrap());
        assert!(!examples.is_empty(), "{page}");
        for text in examples {
            let document = RuleDocument::from_yaml(page, &text).unwrap_or_else(|problems| panic!("{problems}"));
            let findings = predikat::check::check_with(&document, &shipped::resolve).findings;
            assert!(findings.is_empty(), "{text}\n{findings}");
        }
    }
}

#[test]
fn the_day_decides_the_edition() {
    let edition = |day: &str| shipped::in_force("zi-wbk-wbbm", day.parse().unwrap()).map(|one| one.edition);
    for (day, of) in [
        ("2014-10-01", None),
        ("2014-10-02", Some("2014.1.0")),
        ("2020-05-31", Some("2019.1.0")),
        ("2021-12-30", Some("2019.1.0")),
        ("2021-12-31", Some("2021.1.0")),
        ("2024-07-14", Some("2021.1.0")),
        ("2024-07-15", Some("2024.1.0")),
        ("2030-01-01", Some("2024.1.0")),
    ] {
        assert_eq!(edition(day), of, "{day}");
    }
}
