//! A unit that is plainly right takes a small number of allocations, however many answers it has.
#![cfg(feature = "yaml")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::fmt::Write;

use predikat::RuleSet;
use predikat::dossier::{BindOptions, Binder};

struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: what the system's allocator promises, counted.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn counted<T>(work: impl FnOnce() -> T) -> (usize, T) {
    let before = COUNT.with(Cell::get);
    let done = work();
    (COUNT.with(Cell::get) - before, done)
}

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
        let (count, dossier) = counted(|| binder.json("u.json", &text));
        assert!(dossier.is_ok() && count <= 10, "{count}");

        let names: Vec<String> = (0..criteria).map(|i| format!("a{i},n{i},t{i}")).collect();
        let row = "yes,0.67,true,".repeat(criteria);
        let table = format!("unit,as_of,{}\na,2022-01-01,{}\n", names.join(","), row.trim_end_matches(','));
        let mut units = binder.csv("u.csv", &table, None);
        let (count, dossier) = counted(|| units.next().unwrap());
        assert!(dossier.is_ok() && count <= 12, "{count}");
    }
}
