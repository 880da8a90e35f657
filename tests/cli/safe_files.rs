//! What is read is never written, is read once, and ends; what is written is whole.

use std::fs;

use crate::commands::{DOSSIER, Folder, RULES};

const UNITS: &str = "unit,as_of,papers,plant\na,2024-01-01,0,true\nb,2024-01-01,4,false\n";

fn desk(name: &str) -> Folder {
    Folder::desk(name).with("units.csv", UNITS).with("documents.csv", "unit,id,type,supports\na,p,photo,green\n")
}

#[test]
fn standard_input_is_read_once() {
    let folder = desk("input-once").with("suite.yaml", "suite: desk\ncases: []\n");
    for arguments in [
        &["score", "desk.yaml", "-", "--evidence", "-"][..],
        &["score", "-", "-"],
        &["assess", "desk.yaml", "-", "-"],
        &["assess", "-", "-"],
        &["assess", "desk.yaml", "-", "--shared", "-"],
        &["assess", "desk.yaml", "corner.yaml", "--shared", "-", "--evidence", "-"],
        &["explain", "desk.yaml", "-", "--before", "-"],
        &["explain", "-", "corner.yaml", "--before-rules", "-"],
        &["plan", "desk.yaml", "-", "--award", "tidy", "--actions", "-"],
        &["check", "-", "-"],
        &["check", "-", "--rules", "-"],
        &["test", "-", "-"],
    ] {
        let run = folder.run(arguments).exits(2);
        assert_eq!(run.err, "error: standard input (`-`) can be read once: name a file for all but one\n");
        assert_eq!(run.out, "");
    }
    let run =
        folder.run_with(&["explain", "desk.yaml", "corner.yaml", "--shared", "-", "--since", "2023-06-01"], DOSSIER);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn a_file_that_is_read_is_not_written() {
    let strict = "ruleset: strict\nedition: 1.0.0\nextends: {ruleset: desk}\n";
    let folder = desk("read-written").with("strict.yaml", strict);
    fs::hard_link(folder.0.join("units.csv"), folder.0.join("hard.csv")).unwrap();
    let refused = |arguments: &[&str]| {
        let run = folder.run(arguments).exits(2);
        assert!(run.err.contains("is read, and is not written over"), "{}", run.err);
    };
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("units.csv", folder.0.join("link.csv")).unwrap();
        refused(&["score", "desk.yaml", "units.csv", "--output", "link.csv"]);
        refused(&["score", "desk.yaml", "link.csv", "--output", "units.csv"]);
    }
    refused(&["score", "desk.yaml", "units.csv", "--output", "units.csv"]);
    refused(&["score", "desk.yaml", "units.csv", "--output", "./hard.csv"]);
    refused(&["score", "desk.yaml", "units.csv", "--output", "desk.yaml"]);
    refused(&["score", "desk.yaml", "units.csv", "--evidence", "documents.csv", "--output", "documents.csv"]);
    refused(&["score", "strict.yaml", "units.csv", "--output", "desk.yaml"]);
    assert_eq!(fs::read_to_string(folder.0.join("units.csv")).unwrap(), UNITS);
    assert_eq!(fs::read_to_string(folder.0.join("desk.yaml")).unwrap(), RULES);
}

#[test]
fn a_result_is_whole_or_what_it_was() {
    let folder = desk("whole").with("out.csv", "earlier\n");
    let out = || fs::read_to_string(folder.0.join("out.csv")).unwrap();
    let misspelt = "unit,as_of,papers,plan\na,2024-01-01,0,\n";
    let disordered = "unit,id,type,supports\nb,p,photo,green\na,q,photo,green\n";
    let others = Folder(folder.0.clone()).with("misspelt.csv", misspelt).with("disordered.csv", disordered);
    others.run(&["score", "desk.yaml", "misspelt.csv", "--output", "out.csv"]).exits(3);
    assert_eq!(out(), "earlier\n");
    others.run(&["score", "desk.yaml", "units.csv", "--evidence", "disordered.csv", "--output", "out.csv"]).exits(3);
    assert_eq!(out(), "earlier\n");
    let run = others.run(&["score", "desk.yaml", "misspelt.csv"]).exits(3);
    assert_eq!(run.out, "");
    others.run(&["score", "desk.yaml", "units.csv", "--output", "nowhere/out.csv"]).exits(3);
    others.run(&["score", "desk.yaml", "units.csv", "--output", "out.csv"]).exits(0);
    assert_eq!(out().lines().count(), 3);
    let left: Vec<_> = fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{left:?}");
}

#[cfg(unix)]
#[test]
fn a_result_goes_through_a_link_and_keeps_its_permissions() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = desk("through").with("out.csv", "earlier\n");
    symlink("out.csv", folder.0.join("link.csv")).unwrap();
    fs::set_permissions(folder.0.join("out.csv"), fs::Permissions::from_mode(0o600)).unwrap();
    folder.run(&["score", "desk.yaml", "units.csv", "--output", "link.csv"]).exits(0);
    assert!(fs::symlink_metadata(folder.0.join("link.csv")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(folder.0.join("out.csv")).unwrap().lines().count(), 3);
    assert_eq!(fs::metadata(folder.0.join("out.csv")).unwrap().permissions().mode() & 0o777, 0o600);
    folder.run(&["score", "desk.yaml", "units.csv", "--output", "/dev/null"]).exits(0);
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
}

#[test]
fn a_heading_is_checked_before_anything_is_written() {
    let folder = desk("heading")
        .with("misspelt.csv", "unit,as_of,papers,plan\na,2024-01-01,0,\n")
        .with("derived.csv", "unit,as_of,of_papers\na,2024-01-01,\n")
        .with("desk.yaml", RULES.replace("facts:", "facts:\n  of_papers: {derive: {sum: [papers, 1]}}"));
    for command in ["assess", "score", "explain"] {
        let run = folder.run(&[command, "desk.yaml", "misspelt.csv"]).exits(3);
        assert_eq!(run.out, "", "{command}");
        assert!(run.err.contains("error[unknown-fact]") && run.err.contains("misspelt.csv:1:19"), "{}", run.err);
    }
    let run = folder.run(&["assess", "desk.yaml", "derived.csv", "--format", "csv"]).exits(3);
    assert!(run.out.is_empty() && run.err.contains("error[not-answerable]"), "{run:?}");
    // Another file is assessed all the same.
    let run = folder.run(&["assess", "desk.yaml", "misspelt.csv", "corner.yaml", "--format", "jsonl"]).exits(3);
    assert_eq!(run.out.lines().count(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn what_never_ends_is_refused_at_its_limit() {
    let folder = desk("endless");
    for name in ["zero.csv", "zero.json", "zero.jsonl", "zero.yaml"] {
        std::os::unix::fs::symlink("/dev/zero", folder.0.join(name)).unwrap();
    }
    let limit = |arguments: &[&str], limit: &str| {
        let run = folder.run(arguments).exits(3);
        assert!(run.err.contains("error[too-large]") && run.err.contains(limit), "{}", run.err);
    };
    limit(&["assess", "desk.yaml", "/dev/zero"], "16777216");
    limit(&["assess", "/dev/zero", "corner.yaml"], "16777216");
    limit(&["assess", "desk.yaml", "corner.yaml", "--shared", "/dev/zero"], "16777216");
    limit(&["assess", "desk.yaml", "zero.json"], "16777216");
    limit(&["assess", "desk.yaml", "zero.jsonl"], "16777216");
    limit(&["assess", "desk.yaml", "zero.csv"], "1048576");
    limit(&["assess", "desk.yaml", "units.csv", "--evidence", "/dev/zero"], "1048576");
    limit(&["score", "desk.yaml", "/dev/zero"], "1048576");
    limit(&["score", "desk.yaml", "units.csv", "--evidence", "/dev/zero"], "1048576");
    // A row that never ends, behind a heading that is right.
    let run = std::process::Command::new("sh")
        .args(["-c", "(cat units.csv; cat /dev/zero) | \"$0\" score desk.yaml -", env!("CARGO_BIN_EXE_predikat")])
        .current_dir(&folder.0)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.code() == Some(3) && told.contains("16777216"), "{told}");
    // In a folder they are passed over.
    let run = folder.run(&["check", "."]).exits(0);
    assert!(run.err.contains("passed over ./zero.yaml: it is no regular file"), "{}", run.err);
    folder.run(&["assess", "desk.yaml", ".", "--format", "jsonl"]).exits(3);
}

#[cfg(unix)]
#[test]
fn pipes_are_passed_over_in_a_folder_and_read_where_they_are_named() {
    let folder = desk("pipes").with("papers/other.txt", "");
    let pipe = |name: &str| {
        let made = std::process::Command::new("mkfifo").arg(folder.0.join(name)).status().unwrap();
        assert!(made.success());
    };
    pipe("pipe.yaml");
    pipe("pipe.jsonl");
    pipe("papers/picture.txt");
    let run = folder.run(&["check", ".", "--files", "papers"]).exits(1);
    assert!(run.err.contains("passed over ./pipe.yaml: it is no regular file"), "{}", run.err);
    assert!(run.err.contains("passed over papers/picture.txt: it is no regular file"), "{}", run.err);
    assert!(run.out.contains("error[file-not-found]"), "{}", run.out);
    folder.run(&["test", "."]).exits(3);
    let path = folder.0.join("pipe.jsonl");
    let writer = std::thread::spawn(move || {
        fs::write(path, "{\"unit\": \"a\", \"as_of\": \"2024-01-01\"}\n{\"unit\": \"b\", \"as_of\": \"2024-01-01\"}\n")
            .unwrap();
    });
    let run = folder.run(&["assess", "desk.yaml", "pipe.jsonl", "--format", "jsonl"]).exits(0);
    writer.join().unwrap();
    assert_eq!(run.out.lines().count(), 2);
}

#[test]
fn a_case_names_dossiers_beside_its_suite() {
    let suite = |given: &str| format!("suite: desk\ncases: [{{name: a, given: {given}, expect: {{highest: tidy}}}}]\n");
    let folder = Folder::new("given")
        .with("corner.yaml", DOSSIER)
        .with("in/desk.yaml", RULES)
        .with("in/corner.yaml", DOSSIER)
        .with("in/below/corner.yaml", DOSSIER)
        .with("in/near.suite.yaml", suite("corner.yaml"))
        .with("in/below.suite.yaml", suite("below/../below/corner.yaml"))
        .with("out.suite.yaml", suite("x"));
    folder.run(&["test", "in"]).exits(0);
    folder.run(&["check", "in/near.suite.yaml", "in/below.suite.yaml"]).exits(0);
    let absolute = folder.0.join("in/corner.yaml").display().to_string();
    #[cfg(unix)]
    std::os::unix::fs::symlink("../corner.yaml", folder.0.join("in/link.yaml")).unwrap();
    #[cfg(unix)]
    let ways = ["../corner.yaml", "below/../../corner.yaml", &absolute, "link.yaml"];
    #[cfg(not(unix))]
    let ways = ["../corner.yaml", "below/../../corner.yaml", &absolute];
    for given in ways {
        fs::write(folder.0.join("in/far.suite.yaml"), suite(&format!("'{given}'"))).unwrap();
        let run = folder.run(&["test", "in/far.suite.yaml"]).exits(1);
        assert!(run.out.contains("far.suite.yaml:2:26: error[given-not-found]"), "{}", run.out);
        assert!(run.out.contains("leads out of the folder of the suite"), "{}", run.out);
        folder.run(&["check", "in/far.suite.yaml"]).exits(1);
        folder.run(&["test", "in/far.suite.yaml", "--given-anywhere"]).exits(0);
        folder.run(&["check", "in/far.suite.yaml", "--given-anywhere"]).exits(0);
    }
    fs::write(folder.0.join("in/far.suite.yaml"), suite("nowhere.yaml")).unwrap();
    let run = folder.run(&["test", "in/far.suite.yaml"]).exits(1);
    assert!(run.out.contains("there is no file `nowhere.yaml`"), "{}", run.out);
}
