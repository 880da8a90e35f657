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

const APPEALED: &str = "
unit: corner
as_of: 2024-06-01
facts: {clear: yes, green: no}
rounds:
  - {by: team_a, on: 2024-05-01, facts: {clear: no}}
  - {by: appeal, on: 2024-05-20, facts: {clear: yes}}
";

#[test]
fn what_was_known_then_is_told_as_it_was_known() {
    let object = |asked: &[&str]| {
        json(&run("appeal", APPEALED, &[&["assess", "desk.yaml", "corner.yaml", "--format", "json"], asked].concat()))
    };
    let then = ["--as-of", "2024-05-05"];
    let all = object(&then);
    assert_eq!((&all["total"]["low"], &all["round"]), (&Value::from("2"), &Value::from("appeal")));
    assert_eq!((&all["warnings"][0]["code"], &all["known"]), (&Value::from("later-round"), &Value::Null));
    let known = object(&[&then[..], &["--known", "2024-05-05"]].concat());
    assert_eq!((&known["total"]["low"], &known["round"]), (&Value::from("0"), &Value::from("team_a")));
    assert_eq!((known.get("warnings"), &known["known"]), (None, &Value::from("2024-05-05")));
    let asked = ["explain", "desk.yaml", "corner.yaml", "--since", "2024-05-05", "--format", "json"];
    let change = &json(&run("appeal", APPEALED, &asked))["change"];
    assert_eq!((&change["total"][0]["low"], &change["total"][1]["low"]), (&Value::from("0"), &Value::from("2")));
    let round = change["causes"].as_array().unwrap().iter().find(|cause| cause["cause"] == "round").unwrap();
    let told = [&round["by"], &round["on"], &round["came"], &round["total"]["low"]];
    assert_eq!(told, ["appeal", "2024-05-20", "added", "2"].map(Value::from).each_ref());
    let text = run("appeal", APPEALED, &["explain", "desk.yaml", "corner.yaml", "--since", "2024-05-05"]);
    assert!(text.contains("round appeal@2024-05-20 was given"), "{text}");
    let asked = ["assess", "desk.yaml", "corner.yaml", "--timeline", "--as-of", "2024-05-05", "--format", "json"];
    let changes = &json(&run("appeal", APPEALED, &asked))["changes"];
    assert_eq!(changes[0]["because"][0]["round_given"], "appeal@2024-05-20");
    assert_eq!((&changes[0]["on"], changes.as_array().unwrap().len()), (&Value::from("2024-05-20"), 1));
}

#[test]
fn explain_lists_who_said_what() {
    let text = run("said", APPEALED, &["explain", "desk.yaml", "corner.yaml", "clear"]);
    let told: Vec<&str> = text.lines().map(str::trim).collect();
    let start = told.iter().position(|line| *line == "answered: yes, by appeal").unwrap();
    assert_eq!(told[start + 1..start + 4], ["the unit itself: yes", "team_a@2024-05-01: no", "appeal@2024-05-20: yes"]);
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
