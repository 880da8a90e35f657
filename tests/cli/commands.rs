//! The command line, end to end: exit codes, formats that are always valid, files, folders and `-`.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const RULES: &str = "
ruleset: desk
edition: 1.0.0
facts:
  papers: {type: integer, min: 0, max: 9}
  plant: {type: boolean}
evidence: {photo: {}}
criteria:
  - {id: clear, weight: 2, linear: {of: papers, from: 9, to: 0}}
  - {id: green, met_when: {plant: true}, evidence: photo}
awards:
  - {id: tidy, requires: [{id: total, score: total, at_least: 2}]}
";

const DOSSIER: &str = "
unit: corner
ruleset: desk
as_of: 2024-01-01
facts: {papers: 0, plant: true}
evidence: [{id: picture, type: photo, supports: [green], ref: picture.txt}]
";

/// A folder of this test's own.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn with(self, file: &str, text: impl AsRef<[u8]>) -> Folder {
        let path = self.0.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// The folder with a right rule set and a dossier for it.
    fn desk(name: &str) -> Folder {
        Folder::new(name).with("desk.yaml", RULES).with("corner.yaml", DOSSIER)
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, "")
    }

    fn run_with(&self, arguments: &[&str], input: &str) -> Run {
        let mut child = Command::new(env!("CARGO_BIN_EXE_predikat"))
            .args(arguments)
            .current_dir(&self.0)
            .env("COLUMNS", "100")
            .env_remove("CLICOLOR_FORCE")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that does not read its input may be gone already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Run::from(child.wait_with_output().unwrap())
    }
}

#[derive(Debug)]
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Run {
        Run {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Run {
    #[track_caller]
    fn exits(self, code: i32) -> Run {
        assert_eq!(self.code, code, "{self:?}");
        assert!(!self.out.contains('\u{1b}') && !self.err.contains('\u{1b}'), "colour on no terminal: {self:?}");
        self
    }

    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

/// Whether the elements of an XML text close in the order in which they open.
fn is_well_formed(xml: &str) -> bool {
    let mut open = Vec::new();
    let mut rest = xml;
    while let Some((text, after)) = rest.split_once('<') {
        if text.contains('>') && !text.contains("&gt;") && open.is_empty() {
            return false;
        }
        let Some((tag, after)) = after.split_once('>') else { return false };
        rest = after;
        if tag.starts_with('?') || tag.ends_with('/') {
            continue;
        }
        let name = tag.split_whitespace().next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(closed) if open.last() == Some(&closed) => _ = open.pop(),
            Some(_) => return false,
            None => open.push(name),
        }
    }
    open.is_empty()
}

#[test]
fn a_right_folder_has_no_findings() {
    let folder = Folder::desk("right");
    let run = folder.run(&["check", "."]).exits(0);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("2 files checked, no findings\n", ""));
}

#[test]
fn a_file_that_does_not_parse_hides_no_other_and_every_format_stays_valid() {
    let folder = Folder::desk("mixed")
        .with("a-broken.yaml", "ruleset: [")
        .with("b-latin.yaml", b"unit: caf\xe9\n")
        .with("z-wrong.yaml", DOSSIER.replace("papers: 0", "papers: 10").replace("unit: corner", "unit: window"))
        .with("notes.yaml", "- milk\n");
    let run = folder.run(&["check", "--format", "json", "."]).exits(1);
    let report = run.json();
    let codes: Vec<&str> =
        report["findings"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["yaml-syntax", "yaml-syntax", "out-of-range"]);
    assert_eq!(report["errors"], 3);
    assert!(run.err.contains("passed over ./notes.yaml"), "{}", run.err);

    let sarif = folder.run(&["check", "--format", "sarif", "."]).exits(1).json();
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "predikat");
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    for result in results {
        assert!(result["ruleId"].is_string() && result["message"]["text"].is_string(), "{result}");
        assert!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].is_string(), "{result}");
    }

    let junit = folder.run(&["check", "--format", "junit", "."]).exits(1).out;
    assert!(is_well_formed(&junit), "{junit}");
    assert_eq!(junit.matches("<failure").count(), 3, "{junit}");

    let github = folder.run(&["check", "--format", "github", "."]).exits(1).out;
    assert_eq!(github.lines().filter(|line| line.starts_with("::error ")).count(), 3, "{github}");

    let human = folder.run(&["check", "."]).exits(1).out;
    assert!(human.ends_with("\n3 errors\n"), "{human}");
}

#[test]
fn what_cannot_be_read_is_told_apart_from_findings() {
    let folder = Folder::desk("unreadable");
    let run = folder.run(&["check", "--format", "json", "desk.yaml", "nowhere.yaml"]).exits(3);
    assert_eq!(run.json()["findings"], Value::Array(Vec::new()));
    assert_eq!(run.err, "error: cannot read nowhere.yaml: there is no such file or folder\n");
    folder.run(&["assess", "desk.yaml", "nowhere.yaml"]).exits(3);
    folder.run(&["assess", "nowhere.yaml", "corner.yaml"]).exits(3);
    folder.run(&["test", "nowhere.yaml"]).exits(3);
    folder.run(&["test", "."]).exits(3);
    let nothing = Folder::new("nothing");
    nothing.run(&["check", "."]).exits(3);
}

#[test]
fn usage_is_told_apart() {
    let folder = Folder::desk("usage");
    for wrong in [
        &["check"][..],
        &["frobnicate"],
        &["check", "--format", "xml", "."],
        &["check", "--allow", "unknown-fact", "."],
        &["check", "--allow", "no-such-code", "."],
        &["assess", "desk.yaml"],
        &["assess", "desk.yaml", "corner.yaml", "--as-of", "yesterday"],
        &["assess", "desk.yaml", "corner.yaml", "--require", "tidi"],
        &["explain", "desk.yaml", "corner.yaml", "cleer"],
    ] {
        let run = folder.run(wrong).exits(2);
        assert_eq!(run.out, "", "{wrong:?}");
        assert!(run.err.starts_with("error: ") || run.err.contains("Usage:"), "{wrong:?}: {}", run.err);
    }
    let run = folder.run(&["assess", "desk.yaml", "corner.yaml", "--require", "tidi"]);
    assert!(run.err.contains("did you mean `tidy`?"), "{}", run.err);
}

#[test]
fn warnings_are_denied_or_accepted_on_demand() {
    let folder = Folder::new("warnings").with("desk.yaml", RULES.replace("facts:", "facts:\n  dust: {type: boolean}"));
    let run = folder.run(&["check", "."]).exits(0);
    assert!(run.out.contains("warning[unused-fact]") && run.out.ends_with("1 warning\n"), "{}", run.out);
    let run = folder.run(&["check", "--deny-warnings", "."]).exits(1);
    assert!(run.out.contains("error[unused-fact]"), "{}", run.out);
    folder.run(&["check", "--deny-warnings", "--allow", "unused-fact", "."]).exits(0);
    let run = folder.run(&["check", "--explain", "unused-fact"]).exits(0);
    assert!(run.out.contains("## Use instead"), "{}", run.out);
}

#[test]
fn a_dossier_is_checked_under_the_rules_that_it_names() {
    let unnamed = DOSSIER.replace("ruleset: desk\n", "");
    let folder = Folder::desk("named").with("unnamed/corner.yaml", &unnamed);
    let run = folder.run(&["check", "unnamed"]).exits(1);
    assert!(run.out.contains("names no `ruleset`"), "{}", run.out);
    folder.run(&["check", "unnamed", "--rules", "desk.yaml"]).exits(0);
    let run = folder.run(&["check", "unnamed", "--rules", "dexk"]).exits(3);
    assert!(run.err.contains("no rule set that ships is called `dexk`"), "{}", run.err);
    let lost = Folder::new("lost").with("corner.yaml", DOSSIER);
    let run = lost.run(&["check", "."]).exits(1);
    assert!(run.out.contains("error[unknown-rule-set]: there is no rule set `desk`"), "{}", run.out);
    let broken = Folder::new("invalid").with("corner.yaml", DOSSIER).with("desk.yaml", RULES.replace("tidy", "total"));
    let run = broken.run(&["check", "corner.yaml"]).exits(1);
    assert!(run.out.contains("`desk` is not valid itself: ./desk.yaml:"), "{}", run.out);
    let folder = Folder::desk("extended")
        .with("strict.yaml", "ruleset: strict\nedition: 1.0.0\nextends: {ruleset: desk}\n")
        .with("corner.yaml", DOSSIER.replace("ruleset: desk", "ruleset: strict"));
    folder.run(&["check", "."]).exits(0);
    let twice = Folder::desk("twice").with("other.yaml", RULES.replace("weight: 2", "weight: 3"));
    let run = twice.run(&["check", "corner.yaml"]).exits(1);
    assert!(run.out.contains("error[ambiguous-rule-set]"), "{}", run.out);
}

#[test]
fn the_files_of_documents_are_looked_for() {
    let folder = Folder::desk("files").with("papers/picture.txt", "a desk");
    folder.run(&["check", "corner.yaml", "--files", "papers"]).exits(0);
    let run = folder.run(&["check", "corner.yaml", "--files", "."]).exits(1);
    assert!(run.out.contains("error[file-not-found]: there is no file `picture.txt`"), "{}", run.out);
    folder.run(&["check", "corner.yaml", "--files", "nowhere"]).exits(3);

    // The digest of an empty file; the file is not empty.
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let signed = DOSSIER.replace("ref: picture.txt", &format!("ref: picture.txt, sha256: {empty}"));
    let folder = folder.with("corner.yaml", &signed);
    let run = folder.run(&["check", "corner.yaml", "--files", "papers"]).exits(1);
    assert!(run.out.contains("error[digest-differs]"), "{}", run.out);
    let folder = folder.with("papers/picture.txt", "");
    folder.run(&["check", "corner.yaml", "--files", "papers"]).exits(0);

    let twice =
        DOSSIER.replace("evidence: [", "evidence: [{id: copy, type: photo, supports: [green], ref: copy.txt}, ");
    let folder = folder.with("papers/copy.txt", "").with("corner.yaml", &twice);
    let run = folder.run(&["check", "corner.yaml", "--files", "papers"]).exits(1);
    assert!(run.out.contains("error[file-twice]: `copy` and `picture` are one file"), "{}", run.out);
    let outside = DOSSIER.replace("picture.txt", "../papers/picture.txt");
    let folder = folder.with("corner.yaml", &outside);
    folder.run(&["check", "corner.yaml", "--files", "papers"]).exits(1);
}

#[test]
fn one_unit_is_an_object_and_several_are_a_list() {
    let folder = Folder::desk("assess");
    let one = folder.run(&["assess", "desk.yaml", "corner.yaml", "--format", "json"]).exits(0).json();
    assert_eq!((&one["predikat"], &one["unit"]), (&1.into(), &"corner".into()));
    assert_eq!((&one["total"]["low"], &one["highest"]), (&"3".into(), &"tidy".into()));
    let several = folder.run(&["assess", "desk.yaml", ".", "--format", "json"]).exits(0).json();
    assert_eq!(several.as_array().unwrap().len(), 1);
    let folder = folder.with("window.yaml", DOSSIER.replace("corner", "window"));
    let lines = folder.run(&["assess", "desk.yaml", "corner.yaml", "window.yaml", "--format", "jsonl"]).exits(0).out;
    let units: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((units.len(), &units[0], &units[1]["unit"]), (2, &one, &"window".into()));
    let table = folder.run(&["assess", "desk.yaml", "corner.yaml", "--format", "csv"]).exits(0).out;
    let mut rows = table.lines();
    assert!(rows.next().unwrap().starts_with("unit,as_of,"), "{table}");
    assert!(rows.next().unwrap().starts_with("corner,2024-01-01,"), "{table}");
    let human = folder.run(&["assess", "desk.yaml", "corner.yaml"]).exits(0).out;
    assert!(human.contains("✓ tidy: eligible"), "{human}");
}

#[test]
fn units_come_as_any_text_and_from_standard_input() {
    let folder = Folder::desk("inputs");
    let json = r#"{"unit": "a", "as_of": "2024-01-01", "facts": {"papers": 9}}"#;
    let other = json.replace("\"a\"", "\"c\"");
    let lines = format!("{}\n\n{other}\n", json.replace("\"a\"", "\"d\""));
    let wide = "unit,as_of,papers\ne,2024-01-01,9\nb,2024-01-01,0\n";
    let long = "unit,path,value\na,papers,9\na,plant,true\n";
    let documents = "unit,id,type,supports\na,picture,photo,green\n";
    let folder = folder
        .with("in/a.json", json)
        .with("in/a.jsonl", &lines)
        .with("in/a.csv", wide)
        .with("long.csv", long)
        .with("documents.csv", documents);
    let units = |run: Run| run.exits(0).json().as_array().map_or(1, Vec::len);
    let assess = |rest: &[&str]| folder.run(&[&["assess", "desk.yaml", "--format", "json"], rest].concat());
    assert_eq!(units(assess(&["in/a.json"])), 1);
    assert_eq!(units(assess(&["in/a.jsonl"])), 2);
    assert_eq!(units(assess(&["in/a.csv"])), 2);
    assert_eq!(units(assess(&["in"])), 5);
    for (input, count) in
        [(json, 1), (wide, 2), (DOSSIER, 1), (&format!("{json}\n{other}\n"), 2), (&format!("[{json}]"), 1)]
    {
        let run = folder.run_with(&["assess", "desk.yaml", "-", "--format", "jsonl"], input).exits(0);
        assert_eq!(run.out.lines().count(), count, "{input}");
    }
    let run = assess(&["long.csv", "--evidence", "documents.csv", "--as-of", "2024-01-01"]).exits(0);
    assert_eq!(run.json()[0]["criteria"]["green"]["status"], "met");
}

#[test]
fn a_unit_that_is_refused_stops_no_other() {
    let wrong = DOSSIER.replace("papers: 0", "papers: many").replace("unit: corner", "unit: window");
    let folder = Folder::desk("refused").with("wrong.yaml", wrong);
    let run = folder.run(&["assess", "desk.yaml", "wrong.yaml", "corner.yaml", "--format", "jsonl"]).exits(3);
    assert_eq!(run.out.lines().count(), 1);
    assert!(run.err.contains("error[wrong-literal]") || run.err.contains("error[wrong-type]"), "{}", run.err);
    assert!(run.err.contains("error: wrong.yaml cannot be used: 1 error"), "{}", run.err);
}

#[test]
fn an_award_can_be_required_and_a_date_insisted_on() {
    let rules = RULES.replace("edition: 1.0.0", "edition: 1.0.0\neffective: {from: 2024-01-01, until: 2025-01-01}");
    let folder = Folder::desk("require").with("desk.yaml", rules);
    let with = |rest: &[&str]| folder.run(&[&["assess", "desk.yaml", "corner.yaml"], rest].concat());
    with(&["--require", "tidy"]).exits(0);
    let low = folder.run_with(
        &["assess", "desk.yaml", "-", "--require", "tidy"],
        "{unit: low, as_of: 2024-01-01, facts: {papers: 9, plant: false}}",
    );
    assert!(low.exits(1).out.contains("✗ tidy"));
    with(&["--as-of", "2025-01-01"]).exits(3);
    let insisted = with(&["--as-of", "2025-01-01", "--insist", "--format", "json"]).exits(0).json();
    assert_eq!(insisted["insisted"], true);
    with(&["--round", "nobody"]).exits(3);
}

#[test]
fn a_shared_dossier_stands_under_every_unit() {
    let folder = Folder::desk("shared").with("common.yaml", "unit: all\nas_of: 2024-01-01\nfacts: {papers: 3}\n");
    let arguments = ["assess", "desk.yaml", "-", "--shared", "common.yaml", "--format", "json"];
    let run = folder.run_with(&arguments, "unit: one\nfacts: {plant: true}\n").exits(0);
    assert_eq!(run.json()["criteria"]["clear"]["low"], "4/3");
}

#[test]
fn reasons_come_in_two_languages() {
    let folder = Folder::desk("explain");
    let english = folder.run(&["explain", "desk.yaml", "corner.yaml", "clear"]).exits(0).out;
    let indonesian = folder.run(&["explain", "desk.yaml", "corner.yaml", "clear", "--language", "id"]).exits(0).out;
    assert!(english.contains("papers") && indonesian.contains("papers"), "{english}{indonesian}");
    assert_ne!(english, indonesian);
    let all = folder.run(&["explain", "desk.yaml", "corner.yaml"]).exits(0).out;
    assert!(all.contains("tidy") && all.contains("green"), "{all}");
}

#[test]
fn suites_pass_fail_or_cannot_run() {
    let suite = "
suite: desk
cases:
  - {name: clear, given: corner.yaml, expect: {highest: tidy}}
  - {name: heaped, given: {as_of: 2024-01-01, facts: {papers: 9, plant: false}}, expect: {highest: null}}
";
    let folder = Folder::desk("suites").with("desk.suite.yaml", suite);
    let run = folder.run(&["test", "."]).exits(0);
    assert!(run.out.ends_with("1 of 1 suites passed; cases: 2 passed\n"), "{}", run.out);
    folder.run(&["check", "."]).exits(0);

    let wrong = suite.replace("highest: null", "higest: null");
    let folder = folder.with("wrong.suite.yaml", &wrong).with("broken.yaml", "cases: [");
    let run = folder.run(&["test", "--format", "json", "."]).exits(1).json();
    assert_eq!((&run["passed"], &run["failed"], &run["could_not_run"]), (&3.into(), &1.into(), &0.into()));
    let suites = run["suites"].as_array().unwrap();
    assert_eq!(suites.len(), 3);
    assert_eq!(suites[0]["problems"][0]["code"], "yaml-syntax");
    assert_eq!(suites[2]["cases"][1]["differences"][0]["path"], "higest");
    let junit = folder.run(&["test", "--format", "junit", "."]).exits(1).out;
    assert!(is_well_formed(&junit) && junit.contains("errors=\"1\"") && junit.contains("<failure"), "{junit}");
    let human = folder.run(&["test", "."]).exits(1).out;
    assert!(human.contains("did you mean `highest`?"), "{human}");
}

#[test]
fn a_suite_may_test_rules_that_extend_others_beside_them() {
    let strict = "
ruleset: strict-desk
edition: 1.0.0
extends: {ruleset: desk}
override: {awards.tidy.requires.total.at_least: 3}
";
    let suite = "
suite: strict-desk
cases: [{name: a paper too many, given: {as_of: 2024-01-01, facts: {papers: 1, plant: true}}, expect: {highest: null}}]
";
    let folder = Folder::desk("extends").with("strict.yaml", strict).with("strict.suite.yaml", suite);
    folder.run(&["test", "."]).exits(0);
    folder.run(&["check", "--deny-warnings", "."]).exits(0);
    let run = folder.run(&["assess", "strict.yaml", "-"]);
    assert_eq!(run.code, 3, "nothing is on standard input");
}

#[test]
fn schemas_are_json() {
    let folder = Folder::desk("schemas");
    for kind in ["rule-set", "dossier", "suite"] {
        let schema = folder.run(&["schema", kind]).exits(0).json();
        assert!(schema["$schema"].is_string() && schema["properties"].is_object(), "{kind}");
    }
    let facts = folder.run(&["schema", "facts", "desk.yaml"]).exits(0).json();
    assert_eq!(facts["properties"]["papers"]["maximum"], 9);
    folder.run(&["schema", "facts", "p2ham"]).exits(0);
}

#[test]
fn shipped_rules_are_found_by_id_edition_and_date() {
    let folder = Folder::new("shipped");
    let dossier = |date: &str| format!("{{unit: a, as_of: {date}}}");
    let edition = |rules: &str, date: &str| {
        let run = folder.run_with(&["assess", rules, "-", "--format", "json"], &dossier(date)).exits(0);
        run.json()["ruleset"]["edition"].as_str().unwrap().to_owned()
    };
    assert_eq!(edition("zi-wbk-wbbm", "2022-05-31"), "2021.1.0");
    assert_eq!(edition("zi-wbk-wbbm@2021.1.0", "2022-05-31"), "2021.1.0");
    assert_ne!(edition("zi-wbk-wbbm", "2020-05-31"), "2021.1.0");
    let run = folder.run_with(&["assess", "zi-wbk-wbbm", "-"], &dossier("1999-01-01")).exits(3);
    assert!(run.err.contains("error[outside-edition]"), "{}", run.err);
    let run = folder.run(&["assess", "zi-wbk-wbm", "-"]).exits(3);
    assert!(run.err.contains("did you mean `zi-wbk-wbbm`?"), "{}", run.err);
    folder.run(&["assess", "zi-wbk-wbbm@1.2.3", "-"]).exits(2);
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let folder = Folder::desk("pipe");
    let mut child = Command::new(env!("CARGO_BIN_EXE_predikat"))
        .args(["schema", "rule-set"])
        .current_dir(&folder.0)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let run = child.wait_with_output().unwrap();
    assert_eq!((run.status.code(), run.stderr), (Some(0), Vec::new()));
}

#[test]
fn hostile_input_is_refused_calmly() {
    let deep = "[".repeat(20_000);
    // Each anchor stands for eight of the one before.
    let mut bomb = "a: &a [x, x, x, x, x, x, x, x]\n".to_owned();
    for (before, c) in ('a'..='j').zip('b'..='k') {
        bomb += &format!("{c}: &{c} [{}]\n", vec![format!("*{before}"); 8].join(", "));
    }
    let folder = Folder::new("hostile")
        .with("deep.yaml", &deep)
        .with("bomb.yaml", &bomb)
        .with("empty.yaml", "")
        .with("control.yaml", "ruleset: \"a\u{7}b\"\nedition: 1.0.0\n")
        .with("long.yaml", format!("ruleset: {}\n", "x".repeat(1_000_000)))
        .with(
            "number.yaml",
            "ruleset: a\nedition: 1.0.0\ncriteria: [{id: a, weight: 1e999999, met_when: {as_of: .nan}}]\n",
        );
    for file in ["deep", "bomb", "empty", "control", "long", "number"] {
        let run = folder.run(&["check", "--format", "json", &format!("{file}.yaml")]).exits(1);
        assert!(run.json()["errors"].as_u64().unwrap() >= 1, "{file}");
        assert!(!run.err.contains("internal fault"), "{file}: {}", run.err);
    }
}

const SUITE: &str = "
suite: desk
cases:
  - name: all there
    given: corner.yaml
    expect: {total: {low: 3, high: 3}, awards: {tidy: {outcome: eligible}}}
";

#[test]
fn what_a_suite_exercises_and_notices_is_told_in_every_format() {
    let desk = Folder::desk("measured").with("desk.suite.yaml", SUITE);
    let arguments = ["test", "desk.suite.yaml", "--coverage", "--mutants"];
    let run = desk.run(&arguments);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.contains("desk 1.0.0: 1 cases exercise"), "{}", run.out);
    assert!(run.out.contains("green: its evidence is lacking"), "{}", run.out);
    assert!(run.out.contains("desk.yaml: "), "{}", run.out);
    assert!(run.out.contains("tidy.total: `at_least: 2` becomes `above`"), "{}", run.out);

    let json: Value = serde_json::from_str(&desk.run(&[&arguments[..], &["--format", "json"]].concat()).out).unwrap();
    assert_eq!(json["coverage"][0]["ruleset"], "desk");
    assert_eq!(json["coverage"][0]["places"][0]["at"]["line"], 9);
    let survived = json["mutants"][0]["survived"].as_array().unwrap();
    assert!(survived.iter().any(|one| one["of"] == "tidy.total" && one["kind"] == "operator"));
    assert!(json["mutants"][0]["noticed"].as_u64().unwrap() > 0);

    // Less than is asked for is a finding; a percentage is no guess.
    assert_eq!(desk.run(&["test", "desk.suite.yaml", "--coverage-at-least", "40"]).code, 0);
    assert_eq!(desk.run(&["test", "desk.suite.yaml", "--coverage-at-least", "99.9"]).code, 1);
    assert_eq!(desk.run(&["test", "desk.suite.yaml", "--mutants-at-least", "99.9"]).code, 1);
    assert_eq!(desk.run(&["test", "desk.suite.yaml", "--mutants-at-least", "many"]).code, 2);
    let junit = desk.run(&["test", "desk.suite.yaml", "--mutants-at-least", "99.9", "--format", "junit"]);
    assert!(junit.out.contains("less than was asked for"), "{}", junit.out);
}

#[test]
fn suggested_cases_are_a_suite_that_passes() {
    let desk = Folder::desk("suggested").with("desk.suite.yaml", SUITE);
    let run = desk.run(&["test", "desk.suite.yaml", "--suggest"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("# To be confirmed by a person."), "{}", run.out);
    assert!(run.err.contains("no case for"), "{}", run.err);
    let desk = desk.with("more.suite.yaml", &run.out);
    let again = desk.run(&["test", "more.suite.yaml"]);
    assert_eq!(again.code, 0, "{}{}", run.out, again.out);
}

#[test]
fn starting_files_are_right_as_they_are_and_nothing_is_written_over() {
    let folder = Folder::new("new");
    folder.run(&["new", "rule-set", "rules.yaml"]).exits(0);
    folder.run(&["new", "dossier", "rules.yaml", "dossier.yaml"]).exits(0);
    folder.run(&["new", "suite", "rules.yaml", "suite.yaml"]).exits(0);
    let run = folder.run(&["check", "--deny-warnings", "."]).exits(0);
    assert_eq!(run.out, "3 files checked, no findings\n");
    folder.run(&["test", "."]).exits(0);
    let dossier = std::fs::read_to_string(folder.0.join("dossier.yaml")).unwrap();
    for words in ["\n  heritage: # true or false\n", "# Is the building listed?", "\n  team.trained: # A | B | C | D\n"]
    {
        assert!(dossier.contains(words), "{words:?} is not in\n{dossier}");
    }
    let filled = dossier.replace("heritage: #", "heritage: true #");
    std::fs::write(folder.0.join("dossier.yaml"), &filled).unwrap();
    let run = folder.run(&["new", "dossier", "rules.yaml", "dossier.yaml"]).exits(3);
    assert!(run.err.contains("dossier.yaml is there already"), "{}", run.err);
    assert_eq!(std::fs::read_to_string(folder.0.join("dossier.yaml")).unwrap(), filled);
    let run = folder.run(&["new", "rule-set"]).exits(0);
    assert!(run.out.starts_with("# A rule set"), "{}", run.out);
    folder.run(&["new", "dossier", "nowhere.yaml"]).exits(3);
}

#[test]
fn what_ships_has_starting_files_that_are_right() {
    let folder = Folder::new("new-shipped");
    let ids: std::collections::BTreeSet<&str> = predikat::shipped::all().iter().map(|one| one.id).collect();
    for id in ids {
        folder.run(&["new", "dossier", id, &format!("{id}.yaml")]).exits(0);
        folder.run(&["new", "suite", id, &format!("{id}-suite.yaml")]).exits(0);
    }
    folder.run(&["check", "--deny-warnings", "."]).exits(0);
    folder.run(&["test", "."]).exits(0);
}

#[test]
fn a_schema_for_one_rule_set_knows_its_facts() {
    let folder = Folder::desk("schema-for");
    let schema = folder.run(&["schema", "dossier", "desk.yaml"]).exits(0).json();
    let facts = &schema["definitions"]["Answers"]["properties"];
    assert_eq!(facts["papers"]["maximum"], 9);
    assert_eq!(schema["definitions"]["Evidence"]["properties"]["type"]["enum"], serde_json::json!(["photo"]));
    let suite = folder.run(&["schema", "suite", "zi-wbk-wbbm"]).exits(0).json();
    assert!(suite["title"].as_str().unwrap().starts_with("Suite for zi-wbk-wbbm"), "{}", suite["title"]);
}

#[test]
fn a_table_is_scored_row_by_row() {
    let folder = Folder::desk("score").with(
        "units.csv",
        "unit,as_of,papers,plant\na,2024-01-01,0,true\nb,2024-01-01,4,false\nc,2024-01-01,12,true\nd,2024-01-01\n",
    );
    let folder = folder.with("documents.csv", "unit,id,type,supports\na,p,photo,green\n");
    let run = folder.run(&["score", "desk.yaml", "units.csv", "--evidence", "documents.csv"]).exits(3);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(
        lines,
        [
            "unit,total_low,total_high,highest,nearest,nearest_margin_low,nearest_margin_high,award.tidy",
            "a,3,3,tidy,,,,eligible",
            "b,10/9,10/9,,tidy.total,-8/9,-8/9,ineligible",
        ]
    );
    assert!(run.err.contains("units.csv:4:14") && run.err.contains("units.csv:5:1"), "{}", run.err);
    // With its photograph, the plant that nobody speaks of may be there.
    let folder = folder.with("photos.csv", "unit,id,type,supports\nb,p,photo,green\n");
    let to = ["--format", "jsonl", "--threads", "1", "--output", "out.jsonl"];
    let run = folder.run_with(
        &[&["score", "desk.yaml", "-", "--evidence", "photos.csv"][..], &to].concat(),
        "unit,as_of,papers\nb,2024-01-01,4\n",
    );
    assert_eq!(run.exits(0).out, "");
    let written = std::fs::read_to_string(folder.0.join("out.jsonl")).unwrap();
    let object: Value = serde_json::from_str(written.trim_end()).unwrap();
    assert_eq!(object["unit"], "b");
    assert_eq!(object["total"], serde_json::json!({"low": "10/9", "high": "19/9"}));
    assert_eq!(object["awards"]["tidy"], "undetermined");
    let none = folder.run(&["score", "desk.yaml", "none.csv"]).exits(3);
    assert!(none.err.contains("cannot read none.csv"), "{}", none.err);
}

const HALVES: [(&str, &str); 2] = [
    ("units/a.yaml", "unit: corner\nas_of: 2024-01-01\nfacts: {papers: 0}\n"),
    (
        "units/b.yaml",
        "unit: corner\nas_of: 2024-01-01\nfacts: {plant: true}\nevidence: [{id: picture, type: photo, supports: [green]}]\n",
    ),
];

fn halves(name: &str) -> Folder {
    HALVES.iter().fold(Folder::new(name).with("desk.yaml", RULES), |folder, (file, text)| folder.with(file, text))
}

#[test]
fn a_unit_in_two_files_is_told_with_both() {
    let folder = halves("twice");
    for command in [&["check", "--rules", "desk.yaml", "units"][..], &["assess", "desk.yaml", "units"]] {
        let run = folder.run(command);
        let told = format!("{}{}", run.out, run.err);
        assert!(told.contains("another dossier is about the unit `corner`"), "{told}");
        assert!(told.contains("units/a.yaml:1:7") && told.contains("units/b.yaml:1:7"), "{told}");
        run.exits(if command[0] == "check" { 1 } else { 3 });
    }
    let found = folder.run(&["check", "--rules", "desk.yaml", "units", "--format", "json"]).exits(1).json();
    assert_eq!(found["findings"][0]["code"], "duplicate-id", "{found}");
    assert_eq!(found["findings"][0]["related"][0]["file"], "units/a.yaml", "{found}");
    folder.run(&["plan", "desk.yaml", "units", "--award", "tidy"]).exits(3);
    folder.run(&["explain", "desk.yaml", "units"]).exits(3);
    // In two files named one by one, and in files of other kinds.
    let mixed = Folder::new("twice-mixed")
        .with("desk.yaml", RULES)
        .with("a.yaml", HALVES[0].1)
        .with("b.csv", "unit,as_of,papers\nother,2024-01-01,0\ncorner,2024-01-01,0\n");
    let run = mixed.run(&["assess", "desk.yaml", "a.yaml", "b.csv", "--format", "csv"]).exits(3);
    assert!(run.err.contains("b.csv:3:1") && run.err.contains("a.yaml:1:7"), "{}", run.err);
    assert_eq!(run.out.lines().count(), 3, "the first of them and the other unit: {}", run.out);
    let run = mixed
        .run_with(&["score", "desk.yaml", "-"], "unit,as_of,papers\na,2024-01-01,0\nb,2024-01-01,0\na,2024-01-01,1\n");
    assert!(run.err.contains("(standard input):4:1") && run.err.contains("(standard input):2:1"), "{}", run.err);
    assert_eq!(run.exits(3).out.lines().count(), 3);
}

#[test]
fn the_parts_of_a_unit_are_joined_when_that_is_asked_for() {
    let folder = halves("joined");
    folder.run(&["check", "--rules", "desk.yaml", "units", "--join"]).exits(0);
    let one = folder.run(&["assess", "desk.yaml", "units", "--join", "--format", "json"]).exits(0).json();
    // Two for a clear desk, and one for the plant with its photograph.
    assert_eq!((one.as_array().unwrap().len(), &one[0]["total"]["low"]), (1, &Value::from("3")));
    let apart = ["assess", "desk.yaml", "units/b.yaml", "units/a.yaml", "--join", "--format", "jsonl"];
    assert_eq!(folder.run(&apart).exits(0).json()["total"]["low"], "3");
    folder.run(&["explain", "desk.yaml", "units", "--join"]).exits(0);
    folder.run(&["plan", "desk.yaml", "units", "--join", "--award", "tidy"]).exits(0);
    let asked = ["explain", "desk.yaml", "units", "--join", "--before", "units", "--format", "json"];
    assert_eq!(folder.run(&asked).exits(0).json()["change"]["causes"].as_array().unwrap().len(), 0);
    let folder = folder.with("units/c.yaml", "unit: corner\nas_of: 2024-01-02\nfacts: {papers: 3}\n");
    for command in
        [&["check", "--rules", "desk.yaml", "units", "--join"][..], &["assess", "desk.yaml", "units", "--join"]]
    {
        let run = folder.run(command);
        let told = format!("{}{}", run.out, run.err);
        assert!(told.contains("`papers` is `3` here, and `0` in another part of `corner`"), "{told}");
        assert!(told.contains("units/c.yaml:3:17") && told.contains("units/a.yaml:3:17"), "{told}");
        assert!(told.contains("`as_of` is `2024-01-02` here"), "{told}");
        run.exits(if command[0] == "check" { 1 } else { 3 });
    }
}

#[test]
fn check_lets_a_unit_stand_for_several_rule_sets_and_dates() {
    let folder = Folder::desk("several")
        .with("later.yaml", DOSSIER.replace("2024-01-01", "2025-01-01"))
        .with(
            "other.yaml",
            "ruleset: other\nedition: 1.0.0\nfacts: {a: {type: boolean}}\ncriteria: [{id: b, met_when: {a: true}}]\n",
        )
        .with("for-other.yaml", "unit: corner\nruleset: other\nas_of: 2024-01-01\nfacts: {a: true}\n");
    folder.run(&["check", "."]).exits(0);
    let run = folder.with("copy.yaml", DOSSIER).run(&["check", "."]).exits(1);
    assert!(run.out.contains("another dossier is about the unit `corner`"), "{}", run.out);
}

#[test]
fn a_round_that_counts_though_it_is_later_is_told_beside_a_table_too() {
    let late = DOSSIER.replace("evidence:", "rounds: [{by: desk, on: 2024-02-01, facts: {papers: 9}}]\nevidence:");
    let folder = Folder::desk("later-round").with("corner.yaml", late);
    let run = folder.run(&["assess", "desk.yaml", "corner.yaml", "--format", "csv"]).exits(0);
    assert!(run.err.contains("corner: desk@2024-02-01: warning[later-round]"), "{}", run.err);
    let run = folder.run(&["assess", "desk.yaml", "corner.yaml", "--format", "csv", "--known", "2024-01-31"]).exits(0);
    assert!(run.err.is_empty() && run.out.contains(",3,3,3,3,"), "{run:?}");
}
