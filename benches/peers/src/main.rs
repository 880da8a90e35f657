//! predikat, the same decision by hand and other engines on `award40`: verified to decide alike, then timed.
//!
//! `peers [--once] [FILE]`: prints what each took as a ratio to the decision by hand in the same process, and
//! writes a JSON line for each figure to FILE. With `--once`, everything runs once and nothing is timed.

#[path = "../../award40/mod.rs"]
mod award40;
mod by_hand;
#[cfg(feature = "cel")]
mod cel;
#[path = "../../columns/mod.rs"]
mod columns;
#[cfg(feature = "datalogic")]
mod datalogic;
mod engine;
mod machine;
mod own;
#[path = "../../ratio/mod.rs"]
#[allow(dead_code)]
mod ratio;
#[cfg(feature = "regorus")]
mod rego;
mod work;
#[cfg(feature = "zen")]
mod zen;

use predikat::batch::{Batch, Outcomes, Workspace};
use predikat::dossier::BindOptions;
use predikat::score::{Assessed, Scorer, Scores};
use predikat::{Dossier, assess};
use serde_json::{Value, json};

use award40::Unit;
use engine::Engine;
use ratio::{Measured, Work};
use work::Exact;

/// As many as the branches of the decision by hand cannot be learnt by heart.
const UNITS: usize = 10_000;
/// As many are timed of who takes long.
const FEW: usize = 1000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let once = arguments.iter().any(|argument| argument == "--once");
    let mut lines = vec![machine::line()];
    let count = if once { 200 } else { UNITS };
    forty(count, once, &mut lines);
    for criteria in [400, 4000] {
        larger(criteria, if once { 10 } else { (UNITS * 40 / criteria).max(200) }, once, &mut lines);
    }
    if let Some(file) = arguments.iter().find(|argument| !argument.starts_with("--")) {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        std::fs::write(file, text).expect("the file can be written");
    }
}

/// The entries of a race: each from what is in its own form already, from JSON, and from nothing.
#[derive(Default)]
struct Entries<'a> {
    /// Of each, how many units stand exactly on a threshold, and how many of those it gets wrong.
    verified: Vec<Value>,
    decided: Vec<Work<'a>>,
    from_json: Vec<Work<'a>>,
    loaded: Vec<Work<'a>>,
}

/// The race over 40 criteria, everyone in it.
fn forty(count: usize, once: bool, lines: &mut Vec<Value>) {
    let units = &award40::units(40, count);
    let texts: &Vec<String> = &units.iter().map(work::json).collect();
    let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
    for (unit, text) in units.iter().zip(texts) {
        let (right, by_hand) = (Exact::new(unit).outcome(), award40::by_hand(unit));
        assert!(near(by_hand.total, right.total), "{by_hand:?} {right:?}");
        assert_eq!(by_hand::from_json(text), by_hand);
    }
    let mut entries = Entries::default();
    entries.decided.push(Work::new("by hand, f64", move || {
        units.iter().map(|unit| usize::from(award40::by_hand(unit).tier)).sum::<usize>() + 1
    }));
    entries.from_json.push(Work::new("by hand, f64", move || {
        texts.iter().map(|text| usize::from(by_hand::from_json(text).tier)).sum::<usize>() + 1
    }));
    for entry in [&mut entries.decided, &mut entries.from_json] {
        entry[0].units = count;
    }
    batch(units, &mut entries);
    enter::<own::Score>(units, count, &mut entries);
    enter::<own::Asked>(units, count, &mut entries);
    enter::<own::Assess>(units, FEW.min(count), &mut entries);
    #[cfg(feature = "zen")]
    enter::<zen::Zen>(units, FEW.min(count), &mut entries);
    #[cfg(feature = "zen-graph")]
    enter::<zen::graph::ZenGraph>(units, FEW.min(count), &mut entries);
    #[cfg(feature = "cel")]
    enter::<cel::Cel>(units, FEW.min(count), &mut entries);
    #[cfg(feature = "datalogic")]
    enter::<datalogic::Datalogic>(units, FEW.min(count), &mut entries);
    #[cfg(feature = "regorus")]
    enter::<rego::Rego>(units, FEW.min(count), &mut entries);

    let Entries { verified, decided, from_json, loaded } = entries;
    lines.extend(verified);
    report("decided", 40, decided, once, lines);
    report("from_json", 40, from_json, once, lines);
    report("loaded", 40, loaded, once, lines);
}

/// Verifies that an engine decides every unit right, and enters it.
fn enter<'a, E: Engine + 'a>(units: &'a [Unit], timed: usize, entries: &mut Entries<'a>) {
    let rules = E::rules();
    let mut engine = E::load(&rules);
    let (mut on, mut wrong) = (0, 0);
    for unit in units {
        let exact = Exact::new(unit);
        let right = exact.outcome();
        let input = engine.read(&E::json(unit));
        engine.decide(&input);
        let decided = engine.outcome();
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        let groups = decided.groups.iter().zip(right.groups).all(|(a, b)| near(*a, b));
        assert!(near(decided.total, right.total) && groups, "{}: {decided:?}, not {right:?}", E::NAME);
        if let Some(total) = engine.total_exactly() {
            assert_eq!(total, exact.total_exactly(), "{}", E::NAME);
            assert_eq!(decided.tier, right.tier, "{}", E::NAME);
        }
        // Who computes in floats may fall off a threshold that a unit stands on exactly: counted, not refused.
        let is_on = exact.is_on_a_threshold();
        on += usize::from(is_on);
        if decided.tier != right.tier {
            assert!(is_on, "{}: {decided:?}, not {right:?}", E::NAME);
            wrong += 1;
        }
    }
    println!("{}: right on {} units; of {on} on a threshold, {wrong} wrong", E::NAME, units.len() - wrong);
    entries.verified.push(json!({"race": "verified", "criteria": 40, "name": E::NAME, "on": on, "wrong": wrong}));

    let texts: Vec<String> = units.iter().take(timed).map(E::json).collect();
    let inputs: Vec<E::Input> = texts.iter().map(|text| engine.read(text)).collect();
    let mut decided = Work::new(E::NAME, move || {
        inputs.iter().for_each(|input| engine.decide(input));
        inputs.len()
    });
    decided.units = timed;
    let mut reader = E::load(&rules);
    let mut from_json = Work::new(E::NAME, move || {
        for text in &texts {
            let input = reader.read(text);
            reader.decide(&input);
        }
        texts.len()
    });
    from_json.units = timed;
    entries.decided.push(decided);
    entries.from_json.push(from_json);
    entries.loaded.push(Work::new(E::NAME, move || {
        std::hint::black_box(E::load(&rules));
        1
    }));
}

/// Verifies the batch, and enters it.
fn batch<'a>(units: &'a [Unit], entries: &mut Entries<'a>) {
    let batch = Batch::new(&award40::rule_set(40));
    let columns = columns::Columns::new(40, units);
    let (mut outcomes, mut workspace) = (Outcomes::default(), Workspace::default());
    batch.decide_in(&columns.table(), &mut outcomes, &mut workspace).expect("the columns fit");
    assert!(outcomes.refused().is_empty() && outcomes.by_row() == 0);
    for (row, unit) in units.iter().enumerate() {
        let exact = Exact::new(unit);
        let points = outcomes.total().and_then(|total| total.points(row)).expect("there is a score");
        assert_eq!(points.low, exact.total_exactly());
        assert_eq!(work::tier(outcomes.highest(row).unwrap_or("none")), exact.outcome().tier);
    }
    println!("predikat, batch: right on {} units", units.len());
    let mut decided = Work::new("predikat, batch", move || {
        batch.decide_in(&columns.table(), &mut outcomes, &mut workspace).expect("the columns fit");
        outcomes.rows()
    });
    decided.units = units.len();
    entries.decided.push(decided);
}

/// The race over more criteria: predikat and by hand.
fn larger(criteria: usize, count: usize, once: bool, lines: &mut Vec<Value>) {
    let rules = award40::rule_set(criteria);
    let units = award40::units(criteria, count);
    let bind = |unit| rules.bind(&award40::dossier(unit), &BindOptions::new()).expect("the units fit");
    let dossiers: Vec<Dossier> = units.iter().map(bind).collect();
    let (scorer, batch) = (Scorer::new(&rules), Batch::new(&rules));
    // So many rows that what a table takes to be understood does not show.
    let population = award40::units(criteria, if once { count } else { count.max(2048) });
    let columns = columns::Columns::new(criteria, &population);
    let (mut scores, mut assessed) = (Scores::default(), Assessed::default());
    let (mut outcomes, mut workspace) = (Outcomes::default(), Workspace::default());
    batch.decide_in(&columns.table(), &mut outcomes, &mut workspace).expect("the columns fit");
    for (row, (unit, dossier)) in units.iter().zip(&dossiers).enumerate() {
        scorer.score(dossier, &mut scores);
        let score = scores.total().points().cloned();
        assert_eq!(outcomes.total().and_then(|total| total.points(row)), score);
        assert_eq!(outcomes.highest(row), scores.highest());
        let by_hand = award40::by_hand(unit).total;
        assert!(score.is_some_and(|points| (own::float(&points.low) - by_hand).abs() < 1e-9));
    }
    let few = 20.min(count);
    let mut works = [
        Work::new("by hand, f64", || {
            units.iter().map(|unit| usize::from(award40::by_hand(unit).tier)).sum::<usize>() + 1
        }),
        Work::new("predikat, batch", || {
            batch.decide_in(&columns.table(), &mut outcomes, &mut workspace).expect("the columns fit");
            outcomes.rows()
        }),
        Work::new("predikat, score", || {
            dossiers.iter().for_each(|dossier| scorer.score(dossier, &mut scores));
            dossiers.len()
        }),
        Work::new("predikat, assess", || {
            dossiers.iter().for_each(|dossier| scorer.assess(dossier, &mut assessed));
            dossiers.len()
        }),
        Work::new("predikat, assess in full", || {
            dossiers[..few].iter().map(|dossier| assess(dossier).criteria.len()).sum::<usize>()
        }),
    ];
    works.iter_mut().for_each(|work| work.units = count);
    works[1].units = population.len();
    works[4].units = few;
    report("decided", criteria, works.into(), once, lines);
}

/// Times the entries, and tells what each took.
fn report(race: &str, criteria: usize, mut works: Vec<Work<'_>>, once: bool, lines: &mut Vec<Value>) {
    let title = format!("{race}, {criteria} criteria");
    if once {
        ratio::report(&title, &ratio::Settings { once }, &mut works);
        return;
    }
    println!("{title}");
    for Measured { name, nanoseconds, ratio } in ratio::measure(&mut works) {
        println!("  {name:<24} {nanoseconds:>12.0} ns  {ratio:>10.2} x");
        let nanoseconds = (nanoseconds * 10.0).round() / 10.0;
        let ratio = (ratio * 1000.0).round() / 1000.0;
        lines.push(
            json!({"race": race, "criteria": criteria, "name": name, "nanoseconds": nanoseconds, "ratio": ratio}),
        );
    }
}
