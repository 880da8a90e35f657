//! The work `award40`: 40 criteria in three weighted groups, two tiers, and the same decision by hand.
//!
//! 26 answers of three degrees, 6 truths that also need a document, 8 ratios in bands; three criteria do not
//! apply to one kind of unit each. Silver: a total of 75 and 60 in each group; gold: 85, 75 in each, and silver
//! held before. Larger sizes repeat the block of 40 with weights divided.
#![allow(dead_code)]

pub mod json;
pub mod measured;

use std::fmt::Write;

use predikat::{DossierDocument, RuleSet, document::Literal};

/// A small generator of numbers, the same everywhere (SplitMix64, Steele et al., OOPSLA 2014).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// True so many times in a thousand.
    pub fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }
}

pub const KINDS: [&str; 4] = ["nursery", "primary", "secondary", "special"];
pub const ANSWERS: [&str; 3] = ["no", "in_progress", "yes"];
/// Thresholds in hundredths, of the eight bands of a block.
pub const BANDS: [[u32; 3]; 4] = [[90, 60, 30], [95, 75, 50], [80, 50, 25], [90, 70, 40]];
/// The criterion of each group that does not apply to one kind.
pub const NOT_FOR: [(usize, usize, u8); 3] = [(0, 4, 0), (1, 2, 3), (2, 6, 1)];
/// Answers, truths and bands of each group of a block.
pub const SHAPE: [(usize, usize, usize); 3] = [(11, 2, 3), (5, 1, 2), (10, 3, 3)];
pub const WEIGHTS: [u32; 3] = [50, 20, 30];

/// One block of a unit's facts.
#[derive(Clone, Debug)]
pub struct Block {
    pub answers: [u8; 26],
    pub truths: [bool; 6],
    pub documents: [u32; 6],
    pub trained: [u32; 8],
    pub staff: [u32; 8],
}

/// A unit.
#[derive(Clone, Debug)]
pub struct Unit {
    pub kind: u8,
    pub silver_before: bool,
    pub blocks: Vec<Block>,
}

/// What is decided: the total, the groups, and the tier (0 none, 1 silver, 2 gold).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    pub total: f64,
    pub groups: [f64; 3],
    pub tier: u8,
}

/// Random units of `criteria` criteria.
pub fn units(criteria: usize, count: usize) -> Vec<Unit> {
    let mut random = Random(40);
    (0..count)
        .map(|_| {
            let good = 550 + random.below(450);
            Unit {
                kind: random.below(4) as u8,
                silver_before: random.chance(700),
                blocks: (0..criteria / 40).map(|_| block(&mut random, good)).collect(),
            }
        })
        .collect()
}

fn block(random: &mut Random, good: u64) -> Block {
    let mut block = Block { answers: [0; 26], truths: [false; 6], documents: [0; 6], trained: [0; 8], staff: [0; 8] };
    for answer in &mut block.answers {
        *answer = if random.chance(good) { 2 } else { u8::from(random.chance(600)) };
    }
    for (truth, documents) in block.truths.iter_mut().zip(&mut block.documents) {
        *truth = random.chance(good + 100);
        *documents = if random.chance(50) { 0 } else { 1 + random.below(5) as u32 };
    }
    for (trained, staff) in block.trained.iter_mut().zip(&mut block.staff) {
        *staff = 1 + random.below(60) as u32;
        *trained = ((u64::from(*staff) * (good + random.below(300)) / 1100) as u32).min(*staff);
    }
    block
}

/// The rules, as an author would write them.
pub fn rules(criteria: usize) -> String {
    let blocks = criteria / 40;
    let mut text = String::from(
        "ruleset: award40\nedition: 1.0.0\nscales: {degree: {no: 0, in_progress: 0.5, yes: 1}}\nfacts:\n  \
         kind: {type: choice, of: [nursery, primary, secondary, special]}\n",
    );
    let mut leaves = [String::new(), String::new(), String::new()];
    for b in 0..blocks {
        let (mut truth, mut band) = (0, 0);
        for (g, (answers, truths, bands)) in SHAPE.into_iter().enumerate() {
            let lines = &mut leaves[g];
            for a in 0..answers {
                let (_, at, kind) = NOT_FOR[g];
                let not_for = if a == at {
                    format!(", applies_when: {{kind: {{is_not: {}}}}}", KINDS[kind as usize])
                } else {
                    String::new()
                };
                writeln!(lines, "      - {{id: a{b}_{a}, answer: degree{not_for}}}").unwrap();
            }
            for _ in 0..truths {
                writeln!(text, "  t{b}_{truth}: {{type: boolean}}\n  d{b}_{truth}: {{type: integer, min: 0}}").unwrap();
                writeln!(
                    lines,
                    "      - {{id: t{b}_{truth}, met_when: {{t{b}_{truth}: true, d{b}_{truth}: {{at_least: 1}}}}}}"
                )
                .unwrap();
                truth += 1;
            }
            for _ in 0..bands {
                writeln!(
                    text,
                    "  n{b}_{band}: {{type: integer, min: 0}}\n  s{b}_{band}: {{type: integer, min: 1}}\n  \
                     r{b}_{band}: {{derive: {{ratio: [n{b}_{band}, s{b}_{band}]}}}}"
                )
                .unwrap();
                let [x, y, z] = BANDS[band % 4];
                writeln!(
                    lines,
                    "      - {{id: r{b}_{band}, bands: {{of: r{b}_{band}, steps: [{{at_least: 0.{z:02}, fraction: 0.33}}, \
                     {{at_least: 0.{y:02}, fraction: 0.67}}, {{at_least: 0.{x:02}, fraction: 1}}]}}}}"
                )
                .unwrap();
                band += 1;
            }
        }
    }
    text.push_str("criteria:\n");
    for (g, lines) in leaves.iter().enumerate() {
        let weight = WEIGHTS[g];
        write!(text, "  - id: g{g}\n    weight: {weight}\n    aggregate: mean\n    criteria:\n{lines}").unwrap();
    }
    text.push_str(
        "awards:\n  - id: silver\n    requires:\n      - {id: total, score: total, at_least: 75}\n      \
         - {id: each_group, each: [g0, g1, g2], at_least_percent: 60}\n  - id: gold\n    requires:\n      \
         - {id: total, score: total, at_least: 85}\n      - {id: each_group, each: [g0, g1, g2], at_least_percent: 75}\n      \
         - {id: silver_before, award: silver, held: true}\n",
    );
    text
}

/// The compiled rules.
pub fn rule_set(criteria: usize) -> RuleSet {
    RuleSet::from_yaml("award40.yaml", &rules(criteria)).expect("the rules of the bench are valid")
}

/// Where the answers of a group begin in a block.
fn first_answer(group: usize) -> usize {
    SHAPE[..group].iter().map(|(answers, ..)| answers).sum()
}

/// The facts of a unit, by name, in the order of the rules.
pub fn facts(unit: &Unit) -> Vec<(String, String)> {
    let mut facts = vec![("kind".to_owned(), KINDS[unit.kind as usize].to_owned())];
    for (b, block) in unit.blocks.iter().enumerate() {
        for (g, (answers, ..)) in SHAPE.into_iter().enumerate() {
            for a in 0..answers {
                let answer = block.answers[first_answer(g) + a];
                facts.push((format!("g{g}.a{b}_{a}"), ANSWERS[answer as usize].to_owned()));
            }
        }
        for t in 0..6 {
            facts.push((format!("t{b}_{t}"), block.truths[t].to_string()));
            facts.push((format!("d{b}_{t}"), block.documents[t].to_string()));
        }
        for r in 0..8 {
            facts.push((format!("n{b}_{r}"), block.trained[r].to_string()));
            facts.push((format!("s{b}_{r}"), block.staff[r].to_string()));
        }
    }
    facts
}

/// The dossier of a unit.
pub fn dossier(unit: &Unit) -> DossierDocument {
    let literal = |text: String| match text.as_str() {
        "true" => Literal::boolean(true),
        "false" => Literal::boolean(false),
        other => other.parse().map_or_else(|_| Literal::text(other), |number| Literal::number(&number)),
    };
    let mut document = DossierDocument { unit: "u".into(), ..DossierDocument::default() };
    document.as_of = "2024-01-01".parse().ok();
    document.facts = facts(unit).into_iter().map(|(name, value)| (name, literal(value))).collect();
    if unit.silver_before {
        document.awards = vec![predikat::document::HeldAward {
            award: "silver".into(),
            from: "2023-01-01".parse().ok(),
            ..Default::default()
        }];
    }
    document
}

/// The same decision by hand, in 64-bit floats: the yardstick.
#[inline(never)]
pub fn by_hand(unit: &Unit) -> Outcome {
    const POINTS: [f64; 3] = [0.0, 0.5, 1.0];
    const STEPS: [[f64; 3]; 4] = [[0.90, 0.60, 0.30], [0.95, 0.75, 0.50], [0.80, 0.50, 0.25], [0.90, 0.70, 0.40]];
    let (mut sum, mut whole) = ([0.0f64; 3], [0.0f64; 3]);
    for block in &unit.blocks {
        let (mut a, mut t, mut r) = (0, 0, 0);
        for g in 0..3 {
            let (answers, truths, bands) = SHAPE[g];
            let (_, at, kind) = NOT_FOR[g];
            for i in 0..answers {
                if i != at || unit.kind != kind {
                    sum[g] += POINTS[block.answers[a] as usize];
                    whole[g] += 1.0;
                }
                a += 1;
            }
            for _ in 0..truths {
                sum[g] += if block.truths[t] && block.documents[t] >= 1 { 1.0 } else { 0.0 };
                whole[g] += 1.0;
                t += 1;
            }
            for _ in 0..bands {
                let ratio = f64::from(block.trained[r]) / f64::from(block.staff[r]);
                let [x, y, z] = STEPS[r % 4];
                sum[g] += if ratio >= x {
                    1.0
                } else if ratio >= y {
                    0.67
                } else if ratio >= z {
                    0.33
                } else {
                    0.0
                };
                whole[g] += 1.0;
                r += 1;
            }
        }
    }
    let groups = [0, 1, 2].map(|g| sum[g] / whole[g] * 100.0);
    let total = 0.5 * groups[0] + 0.2 * groups[1] + 0.3 * groups[2];
    let least = groups[0].min(groups[1]).min(groups[2]);
    let tier =
        if total >= 85.0 && least >= 75.0 && unit.silver_before { 2 } else { u8::from(total >= 75.0 && least >= 60.0) };
    Outcome { total, groups, tier }
}
