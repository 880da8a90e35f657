//! `award40` once more, less easy: of the eight bands of a block two are ratios and two are lines, and one answer in
//! fifty is missing, so that a score has a low and a high and an award may be undecided.

use predikat::{DossierDocument, RuleSet};

use super::{BANDS, NOT_FOR, Random, SHAPE, Unit};

/// Which answers of a block are missing.
#[derive(Clone, Debug)]
pub struct Gaps {
    answers: [bool; 26],
    trained: [bool; 8],
}

/// The ends of the total and of the groups, and whether silver is certain or possible.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ends {
    pub total: (f64, f64),
    pub silver: (bool, bool),
}

const FROM: f64 = 0.2;
const TO: f64 = 0.9;

/// The rules: as those of `award40`, four of whose bands are measured.
pub fn rule_set(criteria: usize) -> RuleSet {
    let text = super::rules(criteria);
    let lines = text.lines().map(|line| {
        let id = line.trim().strip_prefix("- {id: r").and_then(|rest| rest.split_once(", bands"));
        let Some((block, band)) = id.and_then(|(id, _)| id.split_once('_')) else { return line.to_owned() };
        match band.parse::<usize>().expect("a number") {
            4 | 5 => format!("      - {{id: r{block}_{band}, ratio: {{of: n{block}_{band}, to: s{block}_{band}}}}}"),
            6 | 7 => format!("      - {{id: r{block}_{band}, linear: {{of: r{block}_{band}, from: 0.2, to: 0.9}}}}"),
            _ => line.to_owned(),
        }
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    RuleSet::from_yaml("award40-measured.yaml", &text).expect("the rules of the bench are valid")
}

/// Which answers of some units are missing.
pub fn gaps(units: &[Unit]) -> Vec<Vec<Gaps>> {
    let mut random = Random(41);
    let mut one = || {
        let mut gaps = Gaps { answers: [false; 26], trained: [false; 8] };
        gaps.answers.iter_mut().chain(&mut gaps.trained).for_each(|gap| *gap = random.chance(20));
        gaps
    };
    units.iter().map(|unit| unit.blocks.iter().map(|_| one()).collect()).collect()
}

/// The dossier of a unit without what is missing.
pub fn dossier(unit: &Unit, gaps: &[Gaps]) -> DossierDocument {
    let mut dossier = super::dossier(unit);
    for (b, gaps) in gaps.iter().enumerate() {
        for (g, (answers, ..)) in SHAPE.into_iter().enumerate() {
            for a in (0..answers).filter(|a| gaps.answers[super::first_answer(g) + a]) {
                dossier.facts.shift_remove(&format!("g{g}.a{b}_{a}"));
            }
        }
        for r in (0..8).filter(|r| gaps.trained[*r]) {
            dossier.facts.shift_remove(&format!("n{b}_{r}"));
        }
    }
    dossier
}

/// The same decision by hand, in 64-bit floats: the yardstick.
#[inline(never)]
pub fn by_hand(unit: &Unit, gaps: &[Gaps]) -> Ends {
    const POINTS: [f64; 3] = [0.0, 0.5, 1.0];
    let (mut low, mut high, mut whole) = ([0.0f64; 3], [0.0f64; 3], [0.0f64; 3]);
    for (block, gaps) in unit.blocks.iter().zip(gaps) {
        let (mut a, mut t, mut r) = (0, 0, 0);
        for g in 0..3 {
            let (answers, truths, bands) = SHAPE[g];
            let (_, at, kind) = NOT_FOR[g];
            for i in 0..answers {
                if i != at || unit.kind != kind {
                    let points = POINTS[block.answers[a] as usize];
                    low[g] += if gaps.answers[a] { 0.0 } else { points };
                    high[g] += if gaps.answers[a] { 1.0 } else { points };
                    whole[g] += 1.0;
                }
                a += 1;
            }
            for _ in 0..truths {
                let points = if block.truths[t] && block.documents[t] >= 1 { 1.0 } else { 0.0 };
                low[g] += points;
                high[g] += points;
                whole[g] += 1.0;
                t += 1;
            }
            for _ in 0..bands {
                let ratio = f64::from(block.trained[r]) / f64::from(block.staff[r]);
                let [x, y, z] = BANDS[r % 4].map(|step| f64::from(step) / 100.0);
                let points = match r {
                    4 | 5 => ratio.min(1.0),
                    6 | 7 => ((ratio - FROM) / (TO - FROM)).clamp(0.0, 1.0),
                    _ if ratio >= x => 1.0,
                    _ if ratio >= y => 0.67,
                    _ if ratio >= z => 0.33,
                    _ => 0.0,
                };
                low[g] += if gaps.trained[r] { 0.0 } else { points };
                high[g] += if gaps.trained[r] { 1.0 } else { points };
                whole[g] += 1.0;
                r += 1;
            }
        }
    }
    let ends = |sum: [f64; 3]| {
        let groups = [0, 1, 2].map(|g| sum[g] / whole[g] * 100.0);
        let total = 0.5 * groups[0] + 0.2 * groups[1] + 0.3 * groups[2];
        (total, total >= 75.0 && groups.iter().all(|group| *group >= 60.0))
    };
    let ((low, certain), (high, possible)) = (ends(low), ends(high));
    Ends { total: (low, high), silver: (certain, possible) }
}
