//! Random measures and awards: positions, until the criteria are known.

use predikat::Number;
use predikat::document::{Award, Bar, Condition, Conditional, Measure, Requirement, Rounding};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::conditions::condition;
use super::criteria::{numbers, rounding, seldom};

/// What measures and awards may speak of.
pub struct Names {
    /// Of every criterion.
    pub paths: Vec<String>,
    pub measures: Vec<String>,
}

impl Names {
    fn path(&self, at: usize) -> String {
        self.paths[at % self.paths.len()].clone()
    }

    fn score(&self, at: usize) -> String {
        let all: Vec<&String> = self.paths.iter().chain(&self.measures).collect();
        all[at % all.len()].clone()
    }
}

/// A measure before the paths are known.
#[derive(Clone, Debug)]
pub struct RawMeasure {
    kind: u8,
    over: Vec<usize>,
    weight: Option<Number>,
    round: Option<Rounding>,
}

pub fn measure() -> BoxedStrategy<RawMeasure> {
    let weight = weighted(0.7, numbers(&["10", "10", "1/3", "0"]));
    (0..4_u8, vec(0..12_usize, 1..4), weight, weighted(0.2, rounding()))
        .prop_map(|(kind, over, weight, round)| RawMeasure { kind, over, weight, round })
        .boxed()
}

impl RawMeasure {
    /// The measure, over criteria of which none contains another.
    pub fn measure(self, names: &Names) -> Measure {
        let mut over: Vec<String> = Vec::new();
        for at in self.over {
            let path = names.path(at);
            let within = |a: &str, b: &str| a == b || a.starts_with(&format!("{b}."));
            if !over.iter().any(|other| within(other, &path) || within(&path, other)) {
                over.push(path);
            }
        }
        let mut measure = Measure { weight: self.weight, round: self.round, ..Measure::default() };
        match self.kind {
            0 => (measure.sum, measure.weight) = (Some(over), None),
            1 => measure.mean = Some(over),
            2 => measure.min = Some(over),
            _ => measure.max = Some(over),
        }
        measure
    }
}

/// An award before the paths are known.
#[derive(Clone, Debug)]
pub struct RawAward {
    requires: Vec<RawRequirement>,
    conditional: Option<Vec<RawRequirement>>,
    bars: Vec<Bar>,
    valid_for: Option<&'static str>,
}

#[derive(Clone, Debug)]
struct RawRequirement {
    asks: Asks,
    over: Vec<usize>,
    comparison: u8,
    threshold: Number,
    statuses: Vec<&'static str>,
    flag: bool,
    strict: bool,
    waivable: bool,
}

#[derive(Clone, Debug)]
enum Asks {
    When(Condition),
    Status,
    Eligible,
    Held,
    Total,
    Each,
    Score,
}

/// One or two that a requirement asks for.
pub fn statuses() -> BoxedStrategy<Vec<&'static str>> {
    let words = vec!["met", "partly_met", "not_met", "unevidenced", "waived", "equivalent", "not_applicable"];
    prop_oneof![1 => Just(vec!["met"]), 4 => subsequence(words, 1..=2)].boxed()
}

fn requirement() -> BoxedStrategy<RawRequirement> {
    let asks = prop_oneof![
        1 => condition().prop_map(Asks::When),
        3 => Just(Asks::Status),
        1 => Just(Asks::Eligible),
        1 => Just(Asks::Held),
        3 => Just(Asks::Total),
        2 => Just(Asks::Each),
        4 => Just(Asks::Score),
    ];
    let threshold = numbers(&["-2", "-1", "0", "0", "1/3", "0.5", "1", "1", "2"]);
    let flags = (any::<bool>(), seldom(0.2), any::<bool>());
    (asks, vec(0..30_usize, 1..3), 0..5_u8, threshold, statuses(), flags)
        .prop_map(|(asks, over, comparison, threshold, statuses, (flag, strict, waivable))| RawRequirement {
            asks,
            over,
            comparison,
            threshold,
            statuses,
            flag,
            strict,
            waivable,
        })
        .boxed()
}

fn bar() -> BoxedStrategy<Bar> {
    let dated = (select(vec!["d0", "d1", "today"]), select(vec!["1y", "6m", "2w"]));
    let bar = Bar::default;
    prop_oneof![
        condition().prop_map(move |when| Bar { when: Some(when), ..bar() }),
        (weighted(0.5, condition()), dated).prop_map(move |(when, (since, duration))| Bar {
            when,
            since: Some(since.into()),
            duration: Some(duration.parse().unwrap()),
            ..bar()
        }),
    ]
    .boxed()
}

pub fn award() -> BoxedStrategy<RawAward> {
    (
        vec(requirement(), 1..4),
        weighted(0.3, vec(requirement(), 1..3)),
        weighted(0.3, vec(bar(), 1..=2)),
        weighted(0.3, select(vec!["1y", "6m"])),
    )
        .prop_map(|(requires, conditional, bars, valid_for)| RawAward {
            requires,
            conditional,
            bars: bars.unwrap_or_default(),
            valid_for,
        })
        .boxed()
}

impl RawAward {
    /// The award at a position among all.
    pub fn award(self, at: usize, names: &Names) -> Award {
        let offset = self.requires.len();
        let written = |raw: Vec<RawRequirement>, from: usize| -> Vec<Requirement> {
            let all = raw.into_iter().enumerate();
            all.map(|(i, raw)| raw.requirement(format!("r{}", from + i), at, names)).collect()
        };
        let bars = self.bars.into_iter().enumerate();
        let bars: Vec<Bar> = bars.map(|(i, bar)| Bar { id: format!("bar{i}"), ..bar }).collect();
        Award {
            id: format!("award{at}"),
            requires: written(self.requires, 0),
            bars: (!bars.is_empty()).then_some(bars),
            conditional: self.conditional.map(|requires| Conditional {
                requires: written(requires, offset),
                duration: Some("180d".parse().unwrap()),
            }),
            valid_for: self.valid_for.map(|text| text.parse().unwrap()),
            ..Award::default()
        }
    }
}

impl RawRequirement {
    fn requirement(self, id: String, award: usize, names: &Names) -> Requirement {
        let mut written = Requirement { id, waivable: self.waivable.then_some(true), ..Requirement::default() };
        let fails = (self.strict).then(|| "fails".to_owned());
        match self.asks {
            Asks::When(condition) => written.when = Some(condition),
            Asks::Status => {
                written.criterion = Some(names.path(self.over[0]));
                written.is = Some(self.statuses.iter().map(|status| (*status).to_owned()).collect());
                written.when_not_applicable = fails;
            }
            Asks::Eligible if award > 0 => {
                written.award = Some(format!("award{}", self.over[0] % award));
                written.eligible = Some(true);
            }
            Asks::Held if award > 0 => {
                written.award = Some(format!("award{}", self.over[0] % award));
                written.held = Some(self.flag);
            }
            Asks::Each => {
                let mut each: Vec<String> = self.over.iter().map(|at| names.score(*at)).collect();
                each.sort();
                each.dedup();
                written.each = Some(each);
                written.when_not_applicable = fails;
            }
            Asks::Score => {
                written.score = Some(names.score(self.over[0]));
                written.when_not_applicable = fails;
            }
            Asks::Total | Asks::Eligible | Asks::Held => written.score = Some("total".into()),
        }
        if written.score.is_some() || written.each.is_some() {
            match self.comparison {
                0 => written.at_least = Some(self.threshold),
                1 => written.at_least_percent = Some(&self.threshold * &Number::from(50)),
                2 => written.at_most = Some(self.threshold),
                3 => written.above = Some(self.threshold),
                _ => written.below = Some(self.threshold),
            }
        }
        written
    }
}

/// Asks for no more, in place of no less: what `check` calls out of reach.
pub fn turn(requirement: &mut Requirement) {
    let upward = [&mut requirement.at_least, &mut requirement.above, &mut requirement.at_least_percent];
    let threshold = upward.into_iter().find_map(Option::take);
    requirement.at_most = threshold.or(requirement.at_most.take());
}
