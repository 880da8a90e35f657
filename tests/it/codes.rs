//! Every code has its page, and every page tells the truth: its bad file gives the code and the text that
//! stands there, its good twin gives nothing.
//!
//! With `PREDIKAT_BLESS` in the environment what is printed is written into the pages, to be reviewed by eye.
#![cfg(feature = "yaml")]

use std::collections::BTreeMap;

use predikat::diagnostic::render::{self, Drawing};
use predikat::diagnostic::{Code, Diagnostic};
use predikat::dossier::{BindOptions, Rounds, check_files, sources};
use predikat::plan::Actions;
use predikat::suite::Texts;
use predikat::{ActionsDocument, DossierDocument, RuleDocument, RuleSet, SuiteDocument, analysis, check};

use crate::blessed::blessing;

const HEADINGS: [&str; 4] = ["## What it finds", "## Why it is bad", "## Example", "## Use instead"];

/// A fenced block: the words after the fence, and what stands in it.
struct Block<'p> {
    words: Vec<&'p str>,
    text: &'p str,
}

impl Block<'_> {
    fn is(&self, words: &[&str]) -> bool {
        words.iter().all(|word| self.words.contains(word))
    }
}

fn blocks(section: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut rest = section;
    while let Some((_, after)) = rest.split_once("```") {
        let (words, after) = after.split_once('\n').expect("a fence ends its line");
        let (text, after) = after.split_once("```").expect("a block is closed");
        blocks.push(Block { words: words.split_whitespace().collect(), text });
        rest = after;
    }
    blocks
}

/// The text between a heading and the next.
fn section<'p>(page: &'p str, heading: &str) -> Option<&'p str> {
    let (_, after) = page.split_once(&format!("\n{heading}\n"))?;
    Some(after.split_once("\n## ").map_or(after, |(section, _)| section))
}

/// What is found in a rule file, a dossier or a suite.
fn findings(block: &Block<'_>, around: &[&Block<'_>]) -> Vec<Diagnostic> {
    let near = |word: &str| around.iter().find(|block| block.is(&[word])).map(|block| block.text);
    if block.is(&["suite"]) {
        let rules = around.iter().filter(|block| block.is(&["rules"]));
        let texts = rules.fold(Texts::new(), |texts, block| {
            texts.with_rules(RuleDocument::from_yaml("rules.yaml", block.text).expect("YAML"))
        });
        return match SuiteDocument::from_yaml("suite.yaml", block.text) {
            Ok(suite) => predikat::suite::check(&suite, &texts).into_iter().collect(),
            Err(problems) => problems.into_iter().collect(),
        };
    }
    if block.is(&["json"]) {
        return findings_of_units(sources::json("units.json", block.text));
    }
    if block.is(&["csv"]) {
        return findings_of_units(match near("units") {
            Some(units) => sources::csv("units.csv", units, Some(("evidence.csv", block.text))),
            None => sources::csv("units.csv", block.text, None),
        });
    }
    if block.is(&["actions"]) {
        let rules = RuleSet::from_yaml("rules.yaml", near("rules").expect("rules")).expect("right rules");
        let dossier = DossierDocument::from_yaml("dossier.yaml", near("dossier").expect("a dossier")).expect("YAML");
        let dossier = rules.bind(&dossier, &BindOptions::new()).expect("a right dossier");
        let actions = ActionsDocument::from_yaml("actions.yaml", block.text).expect("YAML");
        return match Actions::bind(&actions, &dossier) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.into_iter().collect(),
        };
    }
    if !block.is(&["dossier"]) {
        // a rule set that is extended stands in a block `base`
        let base = near("base").map(|text| RuleDocument::from_yaml("base.yaml", text).expect("YAML"));
        let resolver = |_: &str, _: Option<&str>| base.clone();
        let read = RuleDocument::from_yaml("rules.yaml", block.text);
        let resolved = match &base {
            Some(_) => read.and_then(|document| document.resolve(&resolver)),
            None => read,
        };
        return match resolved {
            Ok(document) => of_rules(&document),
            Err(problems) => problems.into_iter().collect(),
        };
    }
    let rules = RuleSet::from_yaml("rules.yaml", near("rules").expect("rules for the dossier")).expect("right rules");
    let shared = near("shared").map(|text| DossierDocument::from_yaml("shared.yaml", text).expect("YAML"));
    let mut options = BindOptions::new();
    if let Some(shared) = &shared {
        options = options.shared(shared);
    }
    if let Some(round) = block.words.iter().find_map(|word| word.strip_prefix("round-")) {
        options = options.rounds(Rounds::named(round));
    }
    let dossier = DossierDocument::from_yaml("dossier.yaml", block.text).expect("YAML");
    // another part of the same dossier stands in a block `part`
    let part = near("part").map(|text| DossierDocument::from_yaml("part.yaml", text).expect("YAML"));
    let dossier = match DossierDocument::joined(part.into_iter().chain([dossier])) {
        Ok(dossier) => dossier,
        Err(problems) => return problems.into_iter().collect(),
    };
    match rules.bind(&dossier, &options) {
        Ok(_) if near("files").is_some() => {
            let digests: BTreeMap<&str, &str> =
                near("files").unwrap_or("").lines().filter_map(|l| l.split_once(": ")).collect();
            check_files(&dossier, |file| {
                let digest = digests.get(file).map(|digest| (*digest).to_owned());
                digest.ok_or_else(|| std::io::ErrorKind::NotFound.into())
            })
        }
        Ok(bound) => bound.warnings().to_vec(),
        Err(problems) => problems.into_iter().collect(),
    }
}

/// What `predikat check` finds in a rule set: what is wrong, and, where nothing is, what can never be.
fn of_rules(document: &RuleDocument) -> Vec<Diagnostic> {
    let checking = check(document);
    let found = checking.rule_set.map(|rules| analysis::findings(document, &rules, &analysis::Options::default()));
    checking.findings.into_iter().chain(found.into_iter().flatten()).collect()
}

/// What kept units from being read.
fn findings_of_units(units: Vec<sources::Unit>) -> Vec<Diagnostic> {
    units.into_iter().filter_map(Result::err).flatten().collect()
}

/// What is wrong with the page of a code; in `update` the page that shows what is printed, where this one does not.
fn faults(code: Code, page: &str, update: &mut Option<String>) -> Vec<String> {
    let mut faults = Vec::new();
    let sentence = page.lines().next().unwrap_or("");
    if !sentence.ends_with('.') || sentence.starts_with('#') {
        faults.push("does not start with a sentence".to_owned());
    }
    let sections: Vec<&str> = HEADINGS.iter().filter_map(|heading| section(page, heading)).collect();
    let [finds, why, example, instead] = sections.as_slice() else {
        faults.push(format!("lacks one of the headings {HEADINGS:?}"));
        return faults;
    };
    if finds.trim().is_empty() || why.trim().is_empty() {
        faults.push("does not say what it finds or why that is bad".to_owned());
    }
    let example = blocks(example);
    let instead = blocks(instead);
    let Some(bad) = example.iter().find(|block| block.is(&["bad"])) else {
        faults.push("has no bad example".to_owned());
        return faults;
    };
    let Some(good) = instead.iter().find(|block| block.is(&["good"])) else {
        faults.push("has no good twin".to_owned());
        return faults;
    };
    let Some(printed) = example.iter().find(|block| block.is(&["text"])) else {
        faults.push("does not show what is printed".to_owned());
        return faults;
    };
    let found = findings(bad, &example.iter().collect::<Vec<_>>());
    let codes: Vec<&str> = found.iter().map(|one| one.code.name()).collect();
    if codes.is_empty() || codes.iter().any(|one| *one != code.name()) {
        faults.push(format!("its bad example gives {codes:?}:\n{}", render::human(&found, Drawing::default())));
    }
    let drawn = render::human(&found, Drawing::default());
    if printed.text != drawn {
        let shown = format!("```text\n{}```", printed.text);
        *update = Some(page.replacen(&shown, &format!("```text\n{drawn}```"), 1));
    }
    let reused =
        |block: &&Block<'_>| ["rules", "base", "units", "files", "dossier"].iter().any(|word| block.is(&[word]));
    let rules_of_example = example.iter().filter(reused);
    let around: Vec<&Block<'_>> = instead.iter().chain(rules_of_example).collect();
    let left = findings(good, &around);
    if !left.is_empty() {
        faults.push(format!("its good twin gives:\n{}", render::human(&left, Drawing::default())));
    }
    faults
}

#[test]
fn every_page_tells_the_truth() {
    let mut all = Vec::new();
    for code in Code::ALL {
        let mut update = None;
        let mut faults = faults(*code, code.page(), &mut update);
        match update {
            Some(page) if blessing() => std::fs::write(format!("src/diagnostic/codes/{code}.md"), page).unwrap(),
            Some(page) => faults.push(format!("shows another text than is printed; it should be\n{page}")),
            None => {}
        }
        all.extend(faults.into_iter().map(|fault| format!("the page of `{code}` {fault}")));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn every_page_belongs_to_a_code() {
    let mut names: Vec<String> = std::fs::read_dir("src/diagnostic/codes")
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let mut known: Vec<String> = Code::ALL.iter().map(|code| format!("{code}.md")).collect();
    known.sort();
    assert_eq!(names, known);
}

#[test]
fn a_page_that_lacks_a_part_is_found() {
    let page = Code::UnknownFact.page();
    for cut in HEADINGS {
        let broken = page.replace(&format!("\n{cut}\n"), "\n");
        assert!(!faults(Code::UnknownFact, &broken, &mut None).is_empty(), "{cut}");
    }
    for cut in ["```yaml bad", "```yaml good", "```text"] {
        let broken = page.replace(cut, "```toml");
        assert!(!faults(Code::UnknownFact, &broken, &mut None).is_empty(), "{cut}");
    }
    let another = page.replace("heritge", "heritage");
    assert!(!faults(Code::UnknownFact, &another, &mut None).is_empty(), "a bad example that is not bad");
}
