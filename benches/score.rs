//! `score` and `assess` on `award40`, as ratios to the same decision by hand, timed in the same run.
//!
//! Each is verified to decide alike before it is timed. In test mode every measurement runs once.

mod award40;
mod ratio;

use predikat::dossier::BindOptions;
use predikat::score::{Scorer, Scores};
use predikat::{Dossier, assess};

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
        let mut scores = Scores::default();
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
        let mut full = ratio::Work::new("assess, with reasons", || {
            let few = dossiers.iter().take(if criteria == 40 { 1000 } else { 100 });
            few.map(|dossier| assess(dossier).criteria.len()).sum::<usize>()
        });
        full.units = count.min(if criteria == 40 { 1000 } else { 100 });
        hand.units = count;
        score.units = count;
        ratio::report(&format!("award40, {criteria} criteria"), &settings, &mut [hand, score, full]);
    }
}
