//! The hot paths, each a fixed amount of work, for an instruction counter.
//!
//! `counts WORK` does one of them once; what is counted runs inside `counted_work`. `.ci/counts` runs them under
//! callgrind and compares with `benches/counts.txt`. Without an argument, as in test mode, each runs once.

mod award40;
#[allow(dead_code)]
mod columns;

use predikat::assessment::Status;
use predikat::batch::{Batch, Outcomes, Workspace};
use predikat::dossier::BindOptions;
use predikat::score::{Assessed, Scorer, Scores};
use predikat::{Dossier, assess};

/// The works by name, each a number of units.
const WORKS: [(&str, usize); 9] = [
    ("hand-40", 1000),
    ("score-40", 1000),
    ("score-400", 100),
    ("score-4000", 20),
    ("score-40-missing", 500),
    ("asked-40", 500),
    ("assess-40", 20),
    ("batch-40", 8192),
    ("batch-400", 1024),
];

fn main() {
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    for (work, units) in WORKS {
        if wanted.as_deref().is_none_or(|wanted| wanted == work) {
            println!("{work}: {units} units, {} in all", run(work, if wanted.is_some() { units } else { 20 }));
        }
    }
}

fn run(work: &str, count: usize) -> usize {
    let criteria: usize = work.split('-').nth(1).and_then(|size| size.parse().ok()).expect("a size");
    let rules = award40::rule_set(criteria);
    let units = award40::units(criteria, count);
    if work.starts_with("hand") {
        return counted_work(|| units.iter().map(|unit| usize::from(award40::by_hand(unit).tier)).sum());
    }
    if work.starts_with("batch") {
        let columns = columns::Columns::new(criteria, &units);
        let (batch, table) = (Batch::new(&rules), columns.table());
        let (mut outcomes, mut workspace) = (Outcomes::default(), Workspace::default());
        batch.decide_in(&table, &mut outcomes, &mut workspace).expect("the columns fit");
        return counted_work(|| {
            batch.decide_in(&table, &mut outcomes, &mut workspace).expect("the columns fit");
            outcomes.rows()
        });
    }
    let bind = |(at, unit): (usize, &award40::Unit)| {
        let mut dossier = award40::dossier(unit);
        if work.ends_with("missing") {
            dossier.facts.shift_remove_index(1 + at % (criteria - 1));
        }
        rules.bind(&dossier, &BindOptions::new()).expect("the units fit")
    };
    let dossiers: Vec<Dossier> = units.iter().enumerate().map(bind).collect();
    if work.starts_with("assess") {
        return counted_work(|| dossiers.iter().map(|dossier| assess(dossier).criteria.len()).sum());
    }
    let (scorer, mut scores, mut assessed) = (Scorer::new(&rules), Scores::default(), Assessed::default());
    if work.starts_with("asked") {
        scorer.assess(&dossiers[0], &mut assessed);
        return counted_work(|| {
            let mut met = 0;
            for dossier in &dossiers {
                scorer.assess(dossier, &mut assessed);
                met += usize::from(assessed.status("g0") == Some(Status::Met));
            }
            met
        });
    }
    scorer.score(&dossiers[0], &mut scores);
    counted_work(|| {
        let mut narrow = 0;
        for dossier in &dossiers {
            scorer.score(dossier, &mut scores);
            narrow += usize::from(!scores.is_wide());
        }
        narrow
    })
}

/// What is counted.
#[inline(never)]
fn counted_work(mut work: impl FnMut() -> usize) -> usize {
    std::hint::black_box(work())
}
