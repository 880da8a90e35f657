//! Many units: one after another, in every format.

use std::fmt::Write as _;

use serde_json::Value;

use crate::commands::{Folder, Run};

/// More than are assessed at once.
const COUNT: usize = 300;

fn units() -> [String; 4] {
    let (mut lines, mut list) = (String::new(), "[".to_owned());
    let (mut wide, mut long) = ("unit,as_of,papers,plant\n".to_owned(), "unit,path,value\n".to_owned());
    for i in 0..COUNT {
        let papers = i % 10;
        let unit = format!(
            "{{\"unit\": \"u{i}\", \"as_of\": \"2024-01-01\", \"facts\": {{\"papers\": {papers}, \"plant\": true}}}}"
        );
        writeln!(lines, "{unit}").unwrap();
        write!(list, "{}{unit}", if i > 0 { ",\n" } else { "" }).unwrap();
        writeln!(wide, "u{i},2024-01-01,{papers},true").unwrap();
        writeln!(long, "u{i},papers,{papers}").unwrap();
    }
    // The second answer of each unit stands far from the first.
    (0..COUNT).for_each(|i| writeln!(long, "u{i},plant,true").unwrap());
    [lines, list + "]\n", wide, long]
}

fn objects(run: &Run) -> Vec<Value> {
    run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_form_gives_the_same_in_order() {
    let [lines, list, wide, long] = units();
    let documents: String = (0..COUNT).rev().step_by(2).map(|i| format!("u{i},p,photo,green\n")).collect();
    let folder = Folder::desk("many")
        .with("u.jsonl", &lines)
        .with("u.json", &list)
        .with("u.csv", &wide)
        .with("long.csv", &long)
        .with("documents.csv", format!("unit,id,type,supports\n{documents}"));
    let assess = |file: &str, more: &[&str]| {
        folder.run(&[&["assess", "desk.yaml", file, "--as-of", "2024-01-01", "--format", "jsonl"], more].concat())
    };
    let first = objects(&assess("u.jsonl", &[]).exits(0));
    assert_eq!(first.len(), COUNT);
    assert!(first.iter().enumerate().all(|(i, one)| one["unit"] == format!("u{i}")));
    for file in ["u.json", "u.csv", "long.csv"] {
        assert_eq!(objects(&assess(file, &[]).exits(0)), first, "{file}");
    }
    for text in [&lines, &list, &wide, &long] {
        let arguments = ["assess", "desk.yaml", "-", "--as-of", "2024-01-01", "--format", "jsonl"];
        assert_eq!(objects(&folder.run_with(&arguments, text).exits(0)), first);
    }
    let with = objects(&assess("u.csv", &["--evidence", "documents.csv"]).exits(0));
    assert_eq!(objects(&assess("long.csv", &["--evidence", "documents.csv"]).exits(0)), with);
    let met = with.iter().filter(|one| one["criteria"]["green"]["status"] == "met").count();
    assert_eq!(met, COUNT / 2);

    let json = folder.run(&["assess", "desk.yaml", "u.jsonl", "--format", "json"]).exits(0);
    assert_eq!(json.json(), Value::Array(first.clone()));
    // Each as it is alone, a step further in.
    let alone = folder.run_with(&["assess", "desk.yaml", "-", "--format", "json"], lines.lines().next().unwrap());
    let alone = alone.exits(0).out.trim_end().replace('\n', "\n  ");
    assert!(json.out.starts_with(&format!("[\n  {alone},\n  {{\n")) && json.out.ends_with("\n  }\n]\n"));
    let csv = folder.run(&["assess", "desk.yaml", "u.jsonl", "--format", "csv"]).exits(0);
    assert_eq!(csv.out.lines().count(), COUNT + 1);
    let human = folder.run(&["assess", "desk.yaml", "u.jsonl"]).exits(0).out;
    let last: Vec<&str> = human.lines().rev().take(COUNT + 1).collect();
    assert!(last[0].starts_with("u299 ") && last[COUNT - 1].starts_with("u0 "), "{}", last[0]);
    assert!(last[COUNT].starts_with("unit ") || last[COUNT].starts_with("Unit "), "{}", last[COUNT]);
}

#[test]
fn a_unit_that_comes_twice_is_told_wherever_it_comes() {
    let [_, _, wide, _] = units();
    let folder = Folder::desk("twice-far").with("u.csv", format!("{wide}u0,2024-01-01,1,true\n"));
    let run = folder.run(&["assess", "desk.yaml", "u.csv", "--format", "jsonl"]).exits(3);
    assert_eq!(run.out.lines().count(), COUNT);
    assert!(run.err.contains("u.csv:302:1") && run.err.contains("u.csv:2:1"), "{}", run.err);
}

#[test]
fn what_is_wrong_with_one_unit_stops_no_other() {
    let [lines, ..] = units();
    let wrong =
        lines.replacen("\"papers\": 3,", "\"papers\": 99,", 1).replacen("{\"unit\": \"u5\",", "{\"unit\": ,", 1);
    let folder = Folder::desk("wrong-many").with("u.jsonl", wrong);
    let run = folder.run(&["assess", "desk.yaml", "u.jsonl", "--format", "jsonl"]).exits(3);
    assert_eq!(run.out.lines().count(), COUNT - 2);
    assert!(run.err.contains("u.jsonl:4:") && run.err.contains("u.jsonl:6:10"), "{}", run.err);
}
