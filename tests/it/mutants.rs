//! `rules/MUTANTS.md` is kept current: the mutants of every file are counted, and each survivor that it explains is one.
#![cfg(feature = "yaml")]

use std::collections::BTreeMap;

use predikat::shipped;
use predikat::suite::mutants::{Mutant, mutants};

const PAGE: &str = include_str!("../../rules/MUTANTS.md");

/// The mutants of each file's own text.
fn by_file() -> BTreeMap<String, Vec<Mutant>> {
    let own = |one: &shipped::Shipped| {
        let document = one.document().unwrap().resolve(&shipped::resolve).unwrap();
        let file = format!("rules/{}", one.file);
        let own = mutants(&document).into_iter().filter(|mutant| mutant.place.file() == Some(&file)).collect();
        (one.file.to_owned(), own)
    };
    shipped::all().iter().map(own).collect()
}

/// The rows of the table: file, mutants, how many `check` refuses or leave the method as it was, noticed, survivors.
fn rows() -> Vec<(String, Vec<usize>)> {
    let rows = PAGE.lines().filter(|line| line.starts_with("| `"));
    rows.map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let numbers = cells[1..].iter().filter_map(|cell| cell.parse().ok()).collect();
        (cells[0].trim_matches('`').to_owned(), numbers)
    })
    .collect()
}

#[test]
fn the_mutants_of_every_file_are_counted() {
    let by_file = by_file();
    let rows = rows();
    let named: Vec<&String> = rows.iter().map(|(file, _)| file).collect();
    assert_eq!(named, by_file.keys().collect::<Vec<_>>(), "every file has one row, in the order of their names");
    for (file, numbers) in &rows {
        let [all, none, noticed, survivors] = numbers[..] else { panic!("{file}: {numbers:?}") };
        assert_eq!(all, by_file[file].len(), "{file} has changed: run `predikat test --mutants` and mend the page");
        assert_eq!(all, none + noticed + survivors, "{file}");
        let listed = survivors_of(file).len();
        assert_eq!(listed, survivors, "{file}");
        assert!(10 * noticed >= 9 * (noticed + survivors), "{file}");
    }
}

/// The survivors listed for a file: what is changed, and how.
fn survivors_of(file: &str) -> Vec<(String, String)> {
    let heading = format!("## {file}");
    let section = PAGE.lines().skip_while(|line| *line != heading).skip(1).take_while(|line| !line.starts_with("## "));
    let items = section.filter_map(|line| line.strip_prefix("- "));
    items
        .map(|item| {
            let (at, change) = item.split_once(": ").unwrap();
            (at.to_owned(), change.to_owned())
        })
        .collect()
}

#[test]
fn every_survivor_is_a_mutant() {
    let mut listed = 0;
    for (file, mutants) in by_file() {
        for (at, change) in survivors_of(&file) {
            assert!(
                mutants.iter().any(|mutant| mutant.at == at && mutant.change == change),
                "{file} has no mutant `{at}: {change}`"
            );
            listed += 1;
        }
    }
    assert!(listed > 0);
}
