//! What `explain` and `assess --timeline` tell beyond the assessment, end to end.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

const RULES: &str = "
ruleset: desk
edition: 1.0.0
language: id
scales: {yn: {yes: 1, no: 0}}
evidence: {permit: {valid_for: 1y}}
criteria:
  - {id: clear, title: {id: Meja rapi, en: A clear desk}, weight: 2, answer: yn}
  - {id: green, answer: yn, evidence: permit}
awards: [{id: tidy, requires: [{id: total, score: total, at_least: 2}]}]
";

const DOSSIER: &str = "
unit: corner
as_of: 2024-06-01
facts: {clear: no, green: yes}
evidence: [{id: p-1, type: permit, issued: 2024-03-14, supports: [green]}]
";

fn run(name: &str, dossier: &str, arguments: &[&str]) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cli-way").join(name);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("desk.yaml"), RULES).unwrap();
    std::fs::write(folder.join("corner.yaml"), dossier).unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_predikat")).args(arguments).current_dir(&folder).output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn explain_tells_where_the_points_went() {
    let asked = ["explain", "desk.yaml", "corner.yaml", "--attribution"];
    let text = run("attribution", DOSSIER, &asked);
    assert!(text.contains("2 of 3 points are lost"), "{text}");
    assert!(text.contains("A clear desk (clear): -2 by its answer"), "{text}");
    let text = run("attribution", DOSSIER, &[&asked[..], &["--language", "id"]].concat());
    assert!(text.contains("Meja rapi (clear): -2 karena jawabannya"), "{text}");
    let object = json(&run("attribution", DOSSIER, &[&asked[..], &["--format", "json"]].concat()));
    assert_eq!(object["attribution"]["score"]["lost"][0]["points"], "2");
}

#[test]
fn explain_tells_what_changed_since() {
    let later = DOSSIER.replace("2024-06-01", "2025-06-01");
    let object = json(&run(
        "since",
        &later,
        &["explain", "desk.yaml", "corner.yaml", "--since", "2024-06-01", "--format", "json"],
    ));
    let causes = object["change"]["causes"].as_array().unwrap();
    let document = causes.iter().find(|cause| cause["cause"] == "document").unwrap();
    assert_eq!((&document["came"], &document["total"]["low"]), (&Value::from("lapsed"), &Value::from("-1")));
}

#[test]
fn explain_tells_how_firmly_it_stands_and_what_to_ask() {
    let object = json(&run(
        "firmly",
        &DOSSIER.replace("clear: no, ", ""),
        &["explain", "desk.yaml", "corner.yaml", "--sensitivity", "--unknowns", "--format", "json"],
    ));
    assert_eq!(object["unknowns"]["awards"]["tidy"]["ask"][0]["fact"], "clear");
    assert_eq!(object["sensitivity"]["awards"]["tidy"]["outcome"], "undetermined");
    let text = run("firmly", DOSSIER, &["explain", "desk.yaml", "corner.yaml", "--sensitivity"]);
    assert!(text.contains("Criteria that alone would turn it"), "{text}");
}

#[test]
fn assess_tells_what_changes_when() {
    let whole = DOSSIER.replace("clear: no", "clear: yes").replace("at_least: 2", "at_least: 3");
    let object =
        json(&run("timeline", &whole, &["assess", "desk.yaml", "corner.yaml", "--timeline", "--format", "json"]));
    assert_eq!(
        (&object["until"], &object["changes"][0]["on"]),
        (&Value::from("2025-06-01"), &Value::from("2025-03-14"))
    );
    let text = run("timeline", &whole, &["assess", "desk.yaml", "corner.yaml", "--timeline", "--until", "2024-12-31"]);
    assert!(text.contains("nothing changes until 2024-12-31"), "{text}");
}
