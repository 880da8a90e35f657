//! What names, paths and texts hold never acts on a terminal, whatever command prints them.

use crate::commands::{Folder, is_well_formed};

/// A colour, a title, a bell, a carriage return, the one-byte escape, a turn of direction, a mark of no width.
const HOSTILE: &str = "x\u{1b}[31m\u{1b}]0;t\u{7}\r\u{9b}2J\u{202e}\u{200b}y";
/// The same as a text of YAML.
const IN_YAML: &str = "\"x\\e[31m\\e]0;t\\a\\r\\x9b2J\\u202e\\u200by\\uffffz\"";

fn acts(text: &str) -> bool {
    text.chars().any(|c| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    })
}

fn rules() -> String {
    "
ruleset: desk
edition: 1.0.0
title: HOSTILE
scales: {yn: {yes: 1, no: 0}}
facts:
  plant: {type: boolean, title: HOSTILE, question: HOSTILE}
  colour: {type: choice, of: [red, HOSTILE], title: HOSTILE}
  words: {type: text}
evidence: {photo: {title: HOSTILE}}
criteria:
  - {id: clear, title: HOSTILE, answer: yn, allows: [waiver]}
  - {id: green, title: HOSTILE, met_when: {plant: true}, evidence: photo, source: {citation: HOSTILE}}
  - {id: said, met_when: {words: HOSTILE}}
  - {id: red, met_when: {colour: HOSTILE}}
measures: {m: {title: HOSTILE, sum: [clear]}}
awards:
  - {id: tidy, title: HOSTILE, requires: [{id: total, title: HOSTILE, score: total, at_least: 2}]}
"
    .replace("HOSTILE", IN_YAML)
}

fn dossier() -> String {
    "
unit: corner
title: HOSTILE
as_of: 2024-01-01
facts: {plant: true, colour: HOSTILE, words: HOSTILE}
evidence: [{id: p, title: HOSTILE, type: photo, supports: [green], ref: HOSTILE}]
exceptions: [{kind: waiver, on: clear, reason: HOSTILE, approved_by: HOSTILE}, {kind: waiver, on: HOSTILE, reason: r}]
rounds: [{by: HOSTILE, facts: {clear: no}}]
"
    .replace("HOSTILE", IN_YAML)
}

fn suite() -> String {
    "
suite: desk
cases:
  - {name: HOSTILE, given: corner.yaml, expect: {highest: HOSTILE, HOSTILE: 1}}
  - {name: other HOSTILE, given: HOSTILE, expect: {highest: tidy}}
  - {name: third, given: {as_of: 2024-01-01, facts: {HOSTILE: 1}}, diagnostics: [HOSTILE]}
"
    .replace("other HOSTILE", &IN_YAML.replacen('x', "other x", 1))
    .replace("HOSTILE", IN_YAML)
}

#[test]
fn nothing_that_acts_is_printed() {
    let path = format!("{HOSTILE}.yaml");
    let table = format!("{HOSTILE}.csv");
    let folder = Folder::new("escapes")
        .with("desk.yaml", rules())
        .with("corner.yaml", dossier())
        .with("desk.suite.yaml", suite())
        .with("named.suite.yaml", suite().replace("suite: desk", &format!("suite: {IN_YAML}")))
        .with(&path, format!("ruleset: {IN_YAML}\nedition: {IN_YAML}\n{IN_YAML}: 1\ncriteria: [{{id: {IN_YAML}}}]\n"))
        .with("unit.yaml", format!("unit: {IN_YAML}\nas_of: {IN_YAML}\nfacts: {{{IN_YAML}: 1}}\n"))
        .with(&table, format!("unit,as_of,plant,{HOSTILE}\n{HOSTILE},2024-01-01,{HOSTILE},1\n"))
        .with("units.csv", format!("unit,as_of,plant\n\"{HOSTILE}\",2024-01-01,\"{HOSTILE}\"\nu,2024-01-01,true\n"))
        .with("documents.csv", format!("unit,id,type,supports\n\"{HOSTILE}\",\"{HOSTILE}\",\"{HOSTILE}\",green\n"))
        .with("units.jsonl", "{\"unit\": \"a\\u001b[31m\\u009b\\u202e\"}\n{\"unit\": \"\u{9b}\u{202e}\"}\n");
    let runs: &[&[&str]] = &[
        &["check", "."],
        &["check", HOSTILE],
        &["check", &path],
        &["check", ".", "--format", "json"],
        &["check", ".", "--format", "sarif"],
        &["check", ".", "--format", "github"],
        &["check", ".", "--format", "junit"],
        &["check", "corner.yaml", "--rules", "desk.yaml", "--files", "."],
        &["check", ".", "--files", HOSTILE],
        &["check", ".", "--rules", HOSTILE],
        &["check", ".", "--allow", HOSTILE],
        &["check", "--explain", HOSTILE],
        &["check", "--format", HOSTILE, "."],
        &["assess", "desk.yaml", "corner.yaml"],
        &["assess", "desk.yaml", "corner.yaml", "units.csv", "--format", "json"],
        &["assess", "desk.yaml", "corner.yaml", "units.csv", "--format", "jsonl"],
        &["assess", "desk.yaml", "units.csv", "--format", "csv", "--evidence", "documents.csv"],
        &["assess", "desk.yaml", "corner.yaml", "corner.yaml", "--language", "id"],
        &["assess", "desk.yaml", "corner.yaml", "--timeline"],
        &["assess", "desk.yaml", "unit.yaml"],
        &["assess", "desk.yaml", "units.jsonl"],
        &["assess", "desk.yaml", &table],
        &["assess", "desk.yaml", HOSTILE],
        &["assess", HOSTILE, "corner.yaml"],
        &["assess", &path, "corner.yaml"],
        &["assess", "desk.yaml", "corner.yaml", "--as-of", HOSTILE],
        &["assess", "desk.yaml", "corner.yaml", "--require", HOSTILE],
        &["assess", "desk.yaml", "corner.yaml", "--round", HOSTILE],
        &["assess", "desk.yaml", "corner.yaml", "--shared", HOSTILE],
        &["assess", "desk.yaml", "units.csv", "--evidence", HOSTILE],
        &["score", "desk.yaml", "units.csv", "--evidence", "documents.csv"],
        &["score", "desk.yaml", &table],
        &["score", "desk.yaml", HOSTILE],
        &["score", "desk.yaml", "units.csv", "--output", &format!("{HOSTILE}/out.csv")],
        &["score", "desk.yaml", &table, "--output", &table],
        &["explain", "desk.yaml", "corner.yaml"],
        &["explain", "desk.yaml", "corner.yaml", "--format", "json"],
        &["explain", "desk.yaml", "corner.yaml", HOSTILE],
        &["explain", "desk.yaml", "corner.yaml", "--attribution", "--sensitivity", "--unknowns"],
        &["explain", "desk.yaml", "corner.yaml", "--since", "2023-01-01"],
        &["explain", "desk.yaml", "corner.yaml", "--before", HOSTILE],
        &["explain", "desk.yaml", "corner.yaml", "--before-rules", HOSTILE],
        &["analyse", "desk.yaml"],
        &["analyse", "desk.yaml", "--format", "json"],
        &["analyse", HOSTILE],
        &["plan", "desk.yaml", "corner.yaml", "--award", "tidy"],
        &["plan", "desk.yaml", "corner.yaml", "--award", HOSTILE],
        &["plan", "desk.yaml", "corner.yaml", "--award", "tidy", "--actions", HOSTILE],
        &["test", "desk.suite.yaml", "named.suite.yaml", "--coverage", "--mutants"],
        &["test", ".", "--format", "json"],
        &["test", ".", "--format", "junit", "--coverage", "--mutants"],
        &["test", HOSTILE],
        &["test", &path],
        &["schema", "dossier", "desk.yaml"],
        &["schema", "facts", HOSTILE],
        &["new", "dossier", "desk.yaml"],
        &["new", "suite", "desk.yaml"],
        &["new", "rule-set", &format!("{HOSTILE}-new.yaml")],
        &["new", "rule-set", &format!("{HOSTILE}/new.yaml")],
        &["new", "dossier", HOSTILE],
        &[HOSTILE],
        &["check", &format!("--{HOSTILE}"), "."],
    ];
    for arguments in runs {
        let run = folder.run(arguments);
        assert!(!acts(&run.out) && !acts(&run.err), "{arguments:?}: {run:?}");
        assert!(!(run.out.is_empty() && run.err.is_empty()) && run.code != 4, "{arguments:?}: {run:?}");
        if arguments.contains(&"junit") {
            assert!(is_well_formed(&run.out), "{arguments:?}: {}", run.out);
        }
    }
    // What is hostile is there to be printed.
    let run = folder.run(&["test", "desk.suite.yaml"]);
    assert!(run.out.contains(" x\\u{1b}[31m\\u{1b}]0;t\\u{7}\\r\\u{9b}2J\\u{202e}\\u{200b}y"), "{}", run.out);
    let run = folder.run(&["explain", "desk.yaml", "corner.yaml", "clear"]);
    assert!((run.out.clone() + &run.err).contains("\\u{1b}[31m"), "{run:?}");
}

#[test]
fn every_character_is_well_formed_in_xml() {
    let all: String = (1..0x1_0000u32).filter_map(char::from_u32).collect();
    let suite = "suite: s\nrules: {ruleset: s, edition: 1.0.0, scales: {q: {y: 1, n: 0}}, criteria: [{id: a, answer: q}]}\ncases:\n";
    let cases: String = all
        .chars()
        .collect::<Vec<_>>()
        .chunks(8192)
        .map(|part| {
            let name: String = part.iter().map(|c| format!("\\u{:04x}", u32::from(*c))).collect();
            format!("  - {{name: \"{name}\", given: {{as_of: 2024-01-01, facts: {{a: n}}}}, expect: {{total: {{low: 1}}}}}}\n")
        })
        .collect();
    let folder = Folder::new("xml").with("s.suite.yaml", format!("{suite}{cases}"));
    let run = folder.run(&["test", "s.suite.yaml", "--format", "junit"]).exits(1);
    assert!(run.out.contains("\\u{1}") && run.out.contains("\\u{ffff}") && is_well_formed(&run.out));
}
