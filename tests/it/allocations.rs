//! Once it is warm, neither scoring nor deciding by column allocates anything for a unit, and binding one allocates little.
#![cfg(feature = "yaml")]

#[path = "../../benches/award40/mod.rs"]
mod award40;
#[path = "../../benches/columns/mod.rs"]
mod columns;

use std::fmt::Write;

use allocation_counter::measure;
use predikat::batch::{Batch, Outcomes, Workspace};
use predikat::dossier::{BindOptions, Binder};
use predikat::score::{Assessed, Scorer, Scores};
use predikat::{Dossier, RuleSet};

const UNITS: usize = 3000;

#[test]
fn a_score_allocates_nothing() {
    let rules = award40::rule_set(40);
    let bind = |unit: &award40::Unit| rules.bind(&award40::dossier(unit), &BindOptions::new()).unwrap();
    let dossiers: Vec<Dossier> = award40::units(40, UNITS).iter().map(bind).collect();
    let (scorer, mut scores) = (Scorer::new(&rules), Scores::default());
    let mut all = || dossiers.iter().for_each(|dossier| scorer.score(dossier, &mut scores));
    assert!(measure(&mut all).count_total > 0, "warming up takes room");
    assert_eq!(measure(&mut all).count_total, 0);
}

#[test]
fn an_assessment_with_reasons_on_asking_allocates_nothing() {
    let rules = award40::rule_set(40);
    let bind = |unit: &award40::Unit| rules.bind(&award40::dossier(unit), &BindOptions::new()).unwrap();
    let dossiers: Vec<Dossier> = award40::units(40, UNITS).iter().map(bind).collect();
    let (scorer, mut assessed) = (Scorer::new(&rules), Assessed::default());
    let mut all = || dossiers.iter().for_each(|dossier| scorer.assess(dossier, &mut assessed));
    assert!(measure(&mut all).count_total > 0, "warming up takes room");
    assert_eq!(measure(&mut all).count_total, 0);
}

#[test]
fn a_batch_allocates_nothing_for_its_rows() {
    let rules = award40::rule_set(40);
    let batch = Batch::new(&rules);
    let (mut outcomes, mut workspace) = (Outcomes::default(), Workspace::default());
    let mut counts = Vec::new();
    for rows in [2 * UNITS, UNITS, 2 * UNITS] {
        let columns = columns::Columns::new(40, &award40::units(40, rows));
        let table = columns.table();
        let mut all = || batch.decide_in(&table, &mut outcomes, &mut workspace).unwrap();
        counts.push(measure(&mut all).count_total);
        assert_eq!(outcomes.by_row(), 0);
    }
    // What a table takes to be understood does not depend on its rows.
    assert!(counts[0] > counts[1], "warming up takes room: {counts:?}");
    assert_eq!(counts[1], counts[2], "{counts:?}");
}

/// A unit that is plainly right takes a small number of allocations, however many answers it has.
#[test]
fn as_many_for_ten_answers_as_for_a_thousand() {
    for criteria in [10, 1000] {
        let mut rules = "ruleset: r\nedition: 1.0.0\nscales: {yn: {yes: 1, no: 0}}\nfacts:\n".to_owned();
        let mut leaves = String::new();
        let mut facts = String::new();
        for i in 0..criteria {
            write!(rules, "  n{i}: {{type: decimal}}\n  t{i}: {{type: boolean}}\n").unwrap();
            writeln!(leaves, "  - {{id: a{i}, answer: yn}}").unwrap();
            writeln!(leaves, "  - {{id: b{i}, met_when: {{n{i}: {{at_least: 1}}, t{i}: true}}}}").unwrap();
            write!(facts, "{}\"a{i}\": \"yes\", \"n{i}\": 0.67, \"t{i}\": true", if i > 0 { "," } else { "" }).unwrap();
        }
        let rules =
            format!("{rules}criteria:\n{leaves}awards: [{{id: p, requires: [{{id: t, score: total, at_least: 1}}]}}]");
        let rules = RuleSet::from_yaml("r.yaml", &rules).unwrap();
        let options = BindOptions::new();
        let binder = Binder::new(&rules, &options);
        let held = "\"awards\": [{\"award\": \"p\", \"from\": \"2021-01-01\"}]";
        let text = format!("{{\"unit\": \"u\", \"as_of\": \"2022-01-01\", \"facts\": {{{facts}}}, {held}}}");
        let mut dossier = None;
        let count = measure(|| dossier = Some(binder.json("u.json", &text))).count_total;
        assert!(dossier.unwrap().is_ok() && count <= 10, "{count}");

        let names: Vec<String> = (0..criteria).map(|i| format!("a{i},n{i},t{i}")).collect();
        let row = "yes,0.67,true,".repeat(criteria);
        let table = format!("unit,as_of,{}\na,2022-01-01,{}\n", names.join(","), row.trim_end_matches(','));
        let mut units = binder.csv("u.csv", &table, None);
        let mut dossier = None;
        let count = measure(|| dossier = Some(units.next().unwrap())).count_total;
        assert!(dossier.unwrap().is_ok() && count <= 12, "{count}");
    }
}

/// Reads what a function writes, part by part.
struct Parts<F> {
    part: F,
    left: Vec<u8>,
}

impl<F: FnMut() -> Option<String>> std::io::Read for Parts<F> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.left.is_empty() {
            self.left = (self.part)().unwrap_or_default().into_bytes();
        }
        let length = self.left.len().min(into.len());
        into[..length].copy_from_slice(&self.left[..length]);
        self.left.drain(..length);
        Ok(length)
    }
}

fn parts(
    first: &'static str,
    units: usize,
    one: impl Fn(usize) -> String,
    last: &'static str,
) -> std::io::BufReader<impl std::io::Read> {
    let mut at = 0;
    let part = move || {
        at += 1;
        match at - 1 {
            0 => Some(first.to_owned()),
            i if i <= units => Some(one(i)),
            i => (i == units + 1 && !last.is_empty()).then(|| last.to_owned()),
        }
    };
    std::io::BufReader::new(Parts { part, left: Vec::new() })
}

/// Units that are read one by one, bound, assessed and let go take the memory of one, however many there are; of a
/// table, a name a unit besides.
#[test]
fn units_of_any_number_are_read_in_the_memory_of_one() {
    use predikat::dossier::sources::stream::{self, StreamError};
    let rules =
        "ruleset: r\nedition: 1.0.0\nfacts: {n: {type: integer}}\ncriteria: [{id: a, met_when: {n: {at_least: 3}}}]";
    let rules = RuleSet::from_yaml("r.yaml", rules).unwrap();
    let most = |of: &dyn Fn(usize) -> Box<dyn Iterator<Item = Result<predikat::DossierDocument, StreamError>>>,
                units| {
        let mut seen = 0;
        let all = || {
            for unit in of(units) {
                let dossier = rules.bind(&unit.unwrap(), &BindOptions::new()).unwrap();
                seen += usize::from(predikat::assess(&dossier).criteria["a"].low == predikat::Number::ONE);
            }
        };
        let most = measure(all).bytes_max;
        assert_eq!(seen, units);
        most
    };
    let object = |i: usize| format!("{{\"unit\": \"u{i}\", \"as_of\": \"2024-01-01\", \"facts\": {{\"n\": 5}}}}");
    let lines = |units: usize| -> Box<dyn Iterator<Item = _>> {
        Box::new(stream::json_lines("u", parts("\n", units, move |i| object(i) + "\n", "")))
    };
    let list = |units: usize| -> Box<dyn Iterator<Item = _>> {
        let item = move |i: usize| format!("{}{}", if i > 1 { ",\n" } else { "" }, object(i));
        Box::new(stream::json("u", parts("[", units, item, "]")))
    };
    let table = |units: usize| -> Box<dyn Iterator<Item = _>> {
        let text = parts("unit,as_of,n\n", units, |i| format!("u{i},2024-01-01,5\n"), "");
        Box::new(stream::csv("u", text, None).unwrap())
    };
    for of in [&lines as &dyn Fn(usize) -> _, &list] {
        let (few, many) = (most(of, 100), most(of, 5000));
        assert!(many <= few + 1000, "{few} bytes for few units, {many} for many");
    }
    let (few, many) = (most(&table, 100), most(&table, 5000));
    assert!(many <= few + 5000 * 100, "{few} bytes for few units, {many} for many");
}
