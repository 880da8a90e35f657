//! A population of the integrity zone from CSV to outcomes: units a second, and the most memory that it took.
//!
//! `cargo bench --bench million -- 1000000 2` makes so many random units, with two documents each, into files of
//! their own, and streams them by so many threads. In test mode, few.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Instant;

use predikat::batch::Batch;
use predikat::batch::stream::Stream;
use predikat::document::{Criterion, FactKind, RuleDocument};
use predikat::{Number, RuleSet, shipped};

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|argument| argument.parse::<usize>().ok());
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let units = numbers.next().unwrap_or(if is_bench { 100_000 } else { 200 });
    let threads = numbers.next().unwrap_or(2);
    let rules = shipped::find("zi-wbk-wbbm", Some("2021.1.0")).expect("it ships");
    let document = RuleDocument::from_yaml(rules.file, rules.text).expect("it is YAML");
    let set = rules.rule_set().expect("it is right");

    let folder = std::env::temp_dir().join(format!("predikat-million-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let (facts, documents) = (folder.join("units.csv"), folder.join("documents.csv"));
    write(&document, &set, units, &facts, &documents);
    let bytes: u64 = [&facts, &documents].iter().map(|path| std::fs::metadata(path).expect("a file").len()).sum();
    println!("{units} units, {} criteria, {} MB of CSV, {threads} threads", set.criteria().count(), bytes / 1_000_000);
    for with_documents in [false, true] {
        stream(&set, &facts, with_documents.then_some(&documents), threads);
    }
    std::fs::remove_dir_all(&folder).expect("the folder is ours");
}

fn stream(rules: &RuleSet, facts: &PathBuf, documents: Option<&PathBuf>, threads: usize) {
    let batch = Batch::new(rules);
    let open = |path: &PathBuf| BufReader::with_capacity(1 << 18, File::open(path).expect("a file"));
    let mut text = documents.map(open);
    let text = text.as_mut().map(|text| ("documents.csv", text as &mut dyn BufRead));
    let (start, mut eligible, mut refused, mut by_row) = (Instant::now(), 0, 0, 0);
    let progress = Stream::new(&batch)
        .threads(threads)
        .csv("units.csv", open(facts), text, |decided| {
            eligible += (0..decided.units.len()).filter(|row| decided.outcomes.highest(*row).is_some()).count();
            refused += decided.outcomes.refused().len();
            by_row += decided.outcomes.by_row();
            ControlFlow::Continue(())
        })
        .expect("the tables are right");
    assert_eq!(refused, 0, "every unit binds");
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{}: {} units in {seconds:.1} s, {:.0} a second; {eligible} eligible, {refused} refused, {by_row} row by row; at most {} MB resident",
        if documents.is_some() { "facts and documents" } else { "facts alone" },
        progress.units,
        progress.units as f64 / seconds,
        most_resident().map_or("?".to_owned(), |kilobytes| (kilobytes / 1000).to_string()),
    );
}

/// The most memory that this process held at once, in kilobytes, where the system tells.
fn most_resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}

/// Random units, and two documents of each.
fn write(document: &RuleDocument, rules: &RuleSet, units: usize, facts: &PathBuf, documents: &PathBuf) {
    let mut domains: Vec<(String, Vec<String>)> = Vec::new();
    for (name, fact) in &document.facts {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        if fact.derive.is_some() {
            continue;
        }
        let bounds = [&fact.min, &fact.max].map(|bound| bound.as_ref().and_then(|one| one.text.parse::<Number>().ok()));
        let within = |number: &&str| {
            let number: Number = number.parse().expect("a number");
            bounds[0].as_ref().is_none_or(|least| *least <= number)
                && bounds[1].as_ref().is_none_or(|most| number <= *most)
        };
        let numbers = |all: &[&str]| all.iter().filter(|one| within(one)).map(|one| (*one).to_owned()).collect();
        let of = || fact.of.iter().flatten().map(|literal| literal.text.clone()).collect();
        domains.push((
            name.clone(),
            match fact.kind {
                Some(FactKind::Choice) => of(),
                Some(FactKind::Boolean) => words(&["true", "false"]),
                Some(FactKind::Integer) => numbers(&["0", "1", "2", "3", "12"]),
                Some(FactKind::Decimal) => numbers(&["0", "2.5", "3.4", "3.75", "88.5"]),
                Some(FactKind::Date) => words(&["2021-03-15", "2022-01-01"]),
                _ => words(&["teks"]),
            },
        ));
    }
    let mut leaves = Vec::new();
    walk(&document.criteria, "", &mut |path, criterion| {
        if let Some(scale) = criterion.answer.as_ref().and_then(|scale| document.scales.get(scale)) {
            domains.push((path.to_owned(), scale.answers.keys().cloned().collect()));
            // Where documents are asked for.
            if path.starts_with("pengungkit.pemenuhan.") {
                leaves.push(path.to_owned());
            }
        }
    });
    domains.retain(|(name, _)| rules.facts().any(|fact| fact == name));
    let create = |path: &PathBuf| BufWriter::new(File::create(path).expect("a file"));
    let (mut facts, mut documents) = (create(facts), create(documents));
    let names: Vec<&str> = domains.iter().map(|(name, _)| name.as_str()).collect();
    writeln!(facts, "unit,as_of,{}", names.join(",")).expect("written");
    writeln!(documents, "unit,id,type,issued,supports,ref").expect("written");
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) as usize % below.max(1)
    };
    for unit in 0..units {
        write!(facts, "u{unit},2023-05-31").expect("written");
        for (_, domain) in &domains {
            // One answer in two hundred is missing.
            let cell = if next(200) == 0 { "" } else { &domain[next(domain.len())] };
            write!(facts, ",{cell}").expect("written");
        }
        writeln!(facts).expect("written");
        for one in 0..2 {
            let leaf = &leaves[next(leaves.len())];
            writeln!(documents, "u{unit},d{one},data_dukung,2023-01-15,{leaf},d{one}.pdf").expect("written");
        }
    }
}

fn walk(criteria: &[Criterion], above: &str, visit: &mut dyn FnMut(&str, &Criterion)) {
    for criterion in criteria {
        let path = if above.is_empty() { criterion.id.clone() } else { format!("{above}.{}", criterion.id) };
        visit(&path, criterion);
        walk(criterion.criteria.as_deref().unwrap_or_default(), &path, visit);
    }
}
