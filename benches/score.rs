//! `score`, `assess` and `batch` on `award40`, as ratios to the same decision by hand, timed in the same run.
//!
//! Each is verified to decide alike before it is timed. In test mode every measurement runs once.

mod award40;
mod columns;
mod ratio;

use predikat::assessment::{Status, Verdict};
use predikat::batch::{Batch, Outcomes, Workspace};
use predikat::dossier::BindOptions;
use predikat::score::{Assessed, Scorer, Scores};
use predikat::{Dossier, DossierDocument, assess, shipped};

fn main() {
    let settings = ratio::Settings::from_arguments();
    for criteria in [40, 400, 4000] {
        let count = if settings.once { 20 } else { (400_000 / criteria).max(100) };
        let rules = award40::rule_set(criteria);
        let units = award40::units(criteria, count);
        let dossiers: Vec<Dossier> = units
            .iter()
            .map(|unit| rules.bind(&award40::dossier(unit), &BindOptions::new()).expect("the units fit the rules"))
            .collect();
        let scorer = Scorer::new(&rules);
        assert!(scorer.is_compiled());
        let (mut scores, mut check) = (Scores::default(), Scores::default());
        for (unit, dossier) in units.iter().zip(&dossiers) {
            scorer.score(dossier, &mut scores);
            assert!(!scores.is_wide());
            let tier = [None, Some("silver"), Some("gold")];
            let total = scores.total().points().map(|points| points.low.clone()).expect("there is a score");
            let by_hand = award40::by_hand(unit);
            let near = predikat::Number::ratio((by_hand.total * 1e9) as i64, 1_000_000_000).expect("not zero");
            assert!((&total - &near).abs() < "0.00001".parse().expect("a number"), "{total} {}", by_hand.total);
            let margin = (by_hand.total - 75.0).abs().min((by_hand.total - 85.0).abs());
            assert!(margin < 1e-6 || scores.highest() == tier[by_hand.tier as usize]);
        }
        let mut hand = ratio::Work::new("by hand, f64", || {
            units.iter().map(|unit| award40::by_hand(unit).tier as usize).sum::<usize>()
        });
        let mut score = ratio::Work::new("score", || {
            let mut highest = 0;
            for dossier in &dossiers {
                scorer.score(dossier, &mut scores);
                highest += usize::from(!scores.is_wide());
            }
            highest
        });
        let few = count.min(if criteria == 40 { 1000 } else { 100 });
        let mut assessed = Assessed::default();
        let mut asked = ratio::Work::new("assess, reasons on asking", || {
            let mut met = 0;
            for dossier in &dossiers {
                scorer.assess(dossier, &mut assessed);
                met += usize::from(assessed.verdict("silver", "total") == Some(Verdict::Holds));
            }
            met + 1
        });
        let mut other = Assessed::default();
        let mut some = ratio::Work::new("  and why one is not met", || {
            let mut letters = 0;
            for dossier in dossiers.iter().take(few) {
                scorer.assess(dossier, &mut other);
                let unmet =
                    other.statuses().find(|(_, status)| *status == Status::NotMet).map(|(path, _)| path.to_owned());
                letters += unmet.and_then(|path| other.because(&path)).map_or(1, |because| because.len());
            }
            letters
        });
        let mut full = ratio::Work::new("assess, all written out", || {
            dossiers.iter().take(few).map(|dossier| assess(dossier).criteria.len()).sum::<usize>()
        });
        // So many that what a table takes to be understood does not show.
        let population = award40::units(criteria, if settings.once { count } else { count.max(2048) });
        let columns = columns::Columns::new(criteria, &population);
        let (batch, table) = (Batch::new(&rules), columns.table());
        assert!(batch.is_by_column());
        let (mut outcomes, mut workspace) = (Outcomes::default(), Workspace::default());
        batch.decide_in(&table, &mut outcomes, &mut workspace).expect("the columns fit");
        assert_eq!(outcomes.by_row(), 0);
        for (row, dossier) in dossiers.iter().enumerate() {
            scorer.score(dossier, &mut check);
            assert_eq!(outcomes.highest(row), check.highest());
            assert_eq!(outcomes.total().and_then(|total| total.points(row)).as_ref(), check.total().points());
        }
        let mut by_column = ratio::Work::new("batch, one core", || {
            batch.decide_in(&table, &mut outcomes, &mut workspace).expect("the columns fit");
            outcomes.rows()
        });
        (some.units, full.units, asked.units, by_column.units) = (few, few, count, population.len());
        hand.units = count;
        score.units = count;
        let title = format!("award40, {criteria} criteria");
        ratio::report(&title, &settings, &mut [hand, score, asked, some, full, by_column]);
    }
    measured(&settings);
    integrity_zone(&settings);
}

/// Ratios, lines and missing facts: the same, less easy.
fn measured(settings: &ratio::Settings) {
    for criteria in [40, 400] {
        let count = if settings.once { 20 } else { 200_000 / criteria };
        let rules = award40::measured::rule_set(criteria);
        let units = award40::units(criteria, count);
        let gaps = award40::measured::gaps(&units);
        let bind = |(unit, gaps)| rules.bind(&award40::measured::dossier(unit, gaps), &BindOptions::new());
        let dossiers: Vec<Dossier> =
            units.iter().zip(&gaps).map(|(unit, gaps)| bind((unit, gaps.as_slice())).expect("they fit")).collect();
        let scorer = Scorer::new(&rules);
        let mut scores = Scores::default();
        let mut wide = 0;
        for ((unit, gaps), dossier) in units.iter().zip(&gaps).zip(&dossiers) {
            scorer.score(dossier, &mut scores);
            wide += usize::from(scores.is_wide());
            let by_hand = award40::measured::by_hand(unit, gaps);
            let total = scores.total();
            let points = total.points().expect("there is a score");
            for (exact, float) in [(&points.low, by_hand.total.0), (&points.high, by_hand.total.1)] {
                let near = predikat::Number::ratio((float * 1e9) as i64, 1_000_000_000).expect("not zero");
                assert!((exact - &near).abs() < "0.00001".parse().expect("a number"), "{exact} {float}");
            }
            let margin = |end: f64| (end - 75.0).abs() < 1e-6;
            let silver = match by_hand.silver {
                (true, _) => "eligible",
                (false, true) => "undetermined",
                (false, false) => "ineligible",
            };
            let silver_here = scores.award("silver").expect("an award").word();
            assert!(silver_here == silver || margin(by_hand.total.0) || margin(by_hand.total.1), "{silver}");
        }
        let mut hand = ratio::Work::new("by hand, f64", || {
            let ends = units.iter().zip(&gaps).map(|(unit, gaps)| award40::measured::by_hand(unit, gaps));
            ends.map(|ends| usize::from(ends.silver.1)).sum::<usize>() + 1
        });
        let mut score = ratio::Work::new("score", || {
            for dossier in &dossiers {
                scorer.score(dossier, &mut scores);
            }
            dossiers.len()
        });
        (hand.units, score.units) = (count, count);
        let title = format!("award40 with ratios, lines and gaps, {criteria} criteria ({wide} of {count} went wide)");
        ratio::report(&title, settings, &mut [hand, score]);
    }
}

/// The integrity zone: 113 criteria, a document for each of 87, ratios and lines, two awards. Ratios are to `score`.
fn integrity_zone(settings: &ratio::Settings) {
    let as_of = "2023-05-31".parse().expect("a date");
    let rules = shipped::in_force("zi-wbk-wbbm", as_of).expect("it ships").rule_set().expect("it is valid");
    let text = include_str!("../examples/dossiers/zi/rutan-contoh.yaml");
    let example = DossierDocument::from_yaml("rutan-contoh.yaml", text).expect("it is read");
    let mut random = award40::Random(42);
    let count = if settings.once { 5 } else { 500 };
    let mut documents = Vec::new();
    for _ in 0..count {
        let mut document = example.clone();
        for literal in document.facts.values_mut() {
            let better = match literal.text.as_str() {
                "Tidak" => "Ya",
                "B" | "C" => "A",
                _ => continue,
            };
            if random.chance(500) {
                *literal = predikat::document::Literal::text(better);
            }
        }
        documents.push(document);
    }
    let bind = |document: &DossierDocument| rules.bind(document, &BindOptions::new()).expect("it fits");
    let dossiers: Vec<Dossier> = documents.iter().map(bind).collect();
    let scorer = Scorer::new(&rules);
    assert!(scorer.is_compiled());
    let (mut scores, mut assessed) = (Scores::default(), Assessed::default());
    let mut wide = 0;
    for dossier in &dossiers {
        scorer.score(dossier, &mut scores);
        wide += usize::from(scores.is_wide());
        assert_eq!(scores.total(), assess(dossier).total);
    }
    let mut score =
        ratio::Work::new("score", || dossiers.iter().map(|dossier| scorer.score(dossier, &mut scores)).count());
    let mut asked = ratio::Work::new("assess, reasons on asking", || {
        dossiers.iter().for_each(|dossier| scorer.assess(dossier, &mut assessed));
        dossiers.len()
    });
    let mut full = ratio::Work::new("assess, all written out", || {
        dossiers.iter().take(20).map(|dossier| assess(dossier).criteria.len()).sum()
    });
    let mut bound = ratio::Work::new("bind a document", || {
        documents.iter().take(20).map(|document| usize::from(bind(document).unit().len() > 1)).sum()
    });
    (score.units, asked.units, full.units, bound.units) = (count, count, count.min(20), count.min(20));
    let title = format!("zi-wbk-wbbm ({wide} of {count} went wide)");
    ratio::report(&title, settings, &mut [score, asked, full, bound]);
}
