//! Wrong files as authors write them: each mistake is told at its line and column, by its code, with help
//! that names the way out.
//!
//! A file of `tests/mistakes` holds the mistakes of one family in one of the right documents of
//! `tests/mistakes/right`, which the first line names (`of rules.yaml`). A mistake is an edit of that document:
//!
//! ```text
//! # a fact is misspelt
//! - heritage: false}, allows
//! + »heritge: false}, allows
//! ! unknown-fact: did you mean `heritage`?
//! ```
//!
//! What follows `- ` stands in the document once, and what follows `+ ` stands in its place; several of either
//! are several lines, and several edits are several mistakes. With no `-` the text is added at the end, and `= `
//! lines stand in place of the whole document. Each `»` is taken out and stands where a finding must be; the
//! findings follow in the order of their places, each a code and words that its help must hold. In an edit, `\t`
//! is a tab.
#![cfg(feature = "yaml")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use predikat::check::check_with;
use predikat::diagnostic::render::{self, Drawing};
use predikat::diagnostic::{Diagnostic, Severity};
use predikat::document::Resolver;
use predikat::dossier::{BindOptions, sources};
use predikat::suite::Texts;
use predikat::{DossierDocument, Problems, RuleDocument, RuleSet, SuiteDocument};

const MARK: char = '»';

/// One mistake: edits of a right document, and what must be found.
struct Mistake {
    family: String,
    name: String,
    edits: Vec<Edit>,
    expected: Vec<Expected>,
}

#[derive(Default)]
struct Edit {
    old: Option<String>,
    new: Option<String>,
    whole: bool,
}

struct Expected {
    code: String,
    help: String,
}

fn right(name: &str) -> String {
    fs::read_to_string(Path::new("tests/mistakes/right").join(name)).unwrap()
}

/// The mistakes of a family, and the document that they are made in.
fn read(path: &Path) -> (String, Vec<Mistake>) {
    let text = fs::read_to_string(path).unwrap();
    let family = path.file_stem().unwrap().to_string_lossy().into_owned();
    let (of, rest) = text.split_once('\n').unwrap();
    let of = of.strip_prefix("of ").expect("the first line names the document").to_owned();
    let mut mistakes: Vec<Mistake> = Vec::new();
    for line in rest.lines().filter(|line| !line.is_empty()) {
        let (sign, words) = line.split_at(line.len().min(1));
        let words = words.strip_prefix(' ').unwrap_or(words);
        if sign == "#" {
            let mistake = Mistake { family: family.clone(), name: words.to_owned(), edits: vec![], expected: vec![] };
            mistakes.push(mistake);
            continue;
        }
        let mistake = mistakes.last_mut().unwrap_or_else(|| panic!("{family}: {line} stands before any name"));
        match sign {
            "-" | "+" | "=" => mistake.take(sign, &words.replace("\\t", "\t")),
            "!" => {
                let (code, help) = words.split_once(": ").unwrap_or_else(|| panic!("{family}: no help in {line}"));
                mistake.expected.push(Expected { code: code.to_owned(), help: help.to_owned() });
            }
            _ => panic!("{family}: what is {line}"),
        }
    }
    (of, mistakes)
}

impl Mistake {
    fn take(&mut self, sign: &str, line: &str) {
        let goes_on = self.edits.last().is_some_and(|edit| sign != "-" || edit.new.is_none());
        if !goes_on {
            self.edits.push(Edit::default());
        }
        let edit = self.edits.last_mut().unwrap();
        edit.whole |= sign == "=";
        let part = if sign == "-" { &mut edit.old } else { &mut edit.new };
        match part {
            Some(before) => *before = format!("{before}\n{line}"),
            None => *part = Some(line.to_owned()),
        }
    }

    /// The wrong document, and the line and column of each finding.
    fn document(&self, right: &str) -> (String, Vec<(usize, usize)>) {
        let mut text = right.to_owned();
        for edit in &self.edits {
            let new = edit.new.as_deref().unwrap_or_default();
            match &edit.old {
                Some(old) => {
                    let there = text.matches(old.as_str()).count();
                    assert_eq!(
                        there, 1,
                        "{}: {}: `{old}` stands in the document {there} times",
                        self.family, self.name
                    );
                    text = text.replacen(old.as_str(), new, 1);
                }
                None if edit.whole => text = new.to_owned() + "\n",
                None => text = text + new + "\n",
            }
        }
        let (mut line, mut column) = (1, 1);
        let mut marks = Vec::new();
        for character in text.chars() {
            match character {
                MARK => marks.push((line, column)),
                '\n' => (line, column) = (line + 1, 1),
                _ => column += 1,
            }
        }
        (text.replace(MARK, ""), marks)
    }

    /// What is not as it should be, if anything.
    fn judge(&self, of: &str, right: &str) -> Option<String> {
        let (text, marks) = self.document(right);
        let found = findings(of, &text);
        let told: Vec<String> = found
            .iter()
            .map(|one| format!("{:?} {}", one.place.line_column().map(|(l, c)| (l as usize, c as usize)), one.code))
            .collect();
        let wanted: Vec<String> =
            marks.iter().zip(&self.expected).map(|(mark, one)| format!("{:?} {}", Some(*mark), one.code)).collect();
        let helps = found.iter().zip(&self.expected).all(|(finding, expected)| {
            finding.help.as_ref().is_some_and(|help| help.contains(&expected.help)) && is_in_style(finding)
        });
        let all_marked = marks.len() == self.expected.len();
        if told == wanted && helps && all_marked && !self.expected.is_empty() {
            return None;
        }
        let mut fault = format!("== {}: {}\nwanted {wanted:?}, told {told:?}\n", self.family, self.name);
        for finding in &found {
            writeln!(fault, "   {finding}").unwrap();
        }
        Some(fault + &render::human(&found, Drawing::default()))
    }
}

/// Lower case, no full stop, and one line: the style of every message.
fn is_in_style(finding: &Diagnostic) -> bool {
    let message = &finding.message;
    let first = message.chars().next();
    !message.ends_with('.') && !message.contains('\n') && !first.is_some_and(|c| c.is_ascii_uppercase())
}

/// The right rule set, by its name.
fn resolver() -> impl Resolver {
    let rules = RuleDocument::from_yaml("layanan.yaml", &right("rules.yaml")).unwrap();
    move |id: &str, edition: Option<&str>| {
        (id == rules.ruleset && edition.is_none_or(|edition| edition == rules.edition)).then(|| rules.clone())
    }
}

/// What is found in a wrong document.
fn findings(of: &str, text: &str) -> Vec<Diagnostic> {
    let result: Result<Vec<Diagnostic>, Problems> = match of {
        "rules.yaml" | "tailored.yaml" => RuleDocument::from_yaml(of, text)
            .map(|document| check_with(&document, &resolver()).findings.into_iter().collect()),
        "dossier.yaml" => {
            let rules = RuleSet::from_yaml("layanan.yaml", &right("rules.yaml")).unwrap();
            DossierDocument::from_yaml(of, text)
                .and_then(|dossier| rules.bind(&dossier, &BindOptions::new()))
                .map(|dossier| dossier.warnings().to_vec())
        }
        "suite.yaml" => SuiteDocument::from_yaml(of, text).map(|suite| {
            let rules = RuleDocument::from_yaml("layanan.yaml", &right("rules.yaml")).unwrap();
            let dossier = DossierDocument::from_yaml("serang.yaml", &right("dossier.yaml")).unwrap();
            let texts = Texts::new().with_rules(rules).with_dossier("serang.yaml", dossier);
            predikat::suite::check(&suite, &texts).into_iter().collect()
        }),
        "units.csv" => {
            let rules = RuleSet::from_yaml("layanan.yaml", &right("rules.yaml")).unwrap();
            let bind = |unit: sources::Unit| match unit.and_then(|unit| rules.bind(&unit, &BindOptions::new())) {
                Ok(dossier) => dossier.warnings().to_vec(),
                Err(problems) => problems.into_iter().collect(),
            };
            let found = sources::csv(of, text, None).into_iter().flat_map(bind).collect();
            // What is wrong with a column is told of each unit.
            Ok(Problems::new(found).into_iter().collect())
        }
        other => panic!("no document is called {other}"),
    };
    result.unwrap_or_else(|problems| problems.into_iter().collect())
}

fn families() -> Vec<PathBuf> {
    let entries = fs::read_dir("tests/mistakes").unwrap().map(|entry| entry.unwrap().path());
    let mut families: Vec<PathBuf> = entries.filter(|path| path.is_file()).collect();
    families.sort();
    families
}

#[test]
fn the_documents_are_right_before_any_mistake_is_made() {
    for of in ["rules.yaml", "tailored.yaml", "dossier.yaml", "suite.yaml", "units.csv"] {
        let found = findings(of, &right(of));
        let wrong: Vec<&Diagnostic> = found.iter().filter(|one| one.severity == Severity::Error).collect();
        assert!(wrong.is_empty() && found.is_empty(), "{}", render::human(&found, Drawing::default()));
    }
}

#[test]
fn every_mistake_is_told_where_it_stands_with_the_way_out() {
    let mut faults = Vec::new();
    let mut names = Vec::new();
    for path in families() {
        let (of, mistakes) = read(&path);
        let right = right(&of);
        for mistake in mistakes {
            faults.extend(mistake.judge(&of, &right));
            names.push(format!("{}: {}", mistake.family, mistake.name));
        }
    }
    let many = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), many, "two mistakes go by one name");
    assert!(faults.is_empty(), "{} of {many}:\n{}", faults.len(), faults.join("\n"));
    assert!(many >= 150, "{many} mistakes");
}

#[test]
fn a_document_cut_short_anywhere_is_read_or_refused_calmly() {
    for of in ["rules.yaml", "tailored.yaml", "dossier.yaml", "suite.yaml", "units.csv"] {
        let right = right(of);
        for (end, _) in right.char_indices().step_by(11) {
            for finding in findings(of, &right[..end]) {
                assert!(finding.place.line_column().is_some(), "{of} up to {end}: {finding}");
            }
        }
    }
}
