//! Once it is warm, neither scoring nor deciding by column allocates anything for a unit.
#![cfg(feature = "yaml")]

#[path = "../benches/award40/mod.rs"]
mod award40;
#[path = "../benches/columns/mod.rs"]
mod columns;

use allocation_counter::measure;
use predikat::Dossier;
use predikat::batch::{Batch, Outcomes, Workspace};
use predikat::dossier::BindOptions;
use predikat::score::{Assessed, Scorer, Scores};

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
