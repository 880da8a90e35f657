//! Small parts of rule sets, written as authors write them, read once and picked at random.

use std::sync::LazyLock;

use predikat::document::{Aggregate, Bar, Condition, Criterion, EvidenceRule, Measure};
use predikat::{Number, RuleDocument};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

pub const BASE: &str = "
ruleset: random
edition: 1.0.0
allows: [waiver, not_applicable]
scales:
  abcd: {A: 1, B: 0.67, C: 0.33, D: 0}
  with_na: {Ya: 1, Tidak: 0, Lain: not_applicable}
  with_unknown: {Ya: 1, Tidak: 0, Ragu: unknown}
  asking: {Ya: {fraction: 1, evidence: letter}, Proses: {fraction: 0.5, evidence: none}, Tidak: 0}
  by_level: {lo: 0, mid: 0.4, hi: 1}
facts:
  b0: {type: boolean}
  b1: {type: boolean}
  level: {type: choice, of: [lo, mid, hi], ordered: true}
  i0: {type: integer, min: 0, max: 3}
  i1: {type: integer, min: 0, max: 2}
  dc: {type: decimal, min: 0, max: 2}
  d0: {type: date, min: 2021-01-01, max: 2023-01-01}
  t0: {type: text}
  total_of: {derive: {sum: [i0, i1, 1]}}
  gap: {derive: {difference: [i0, i1]}}
  area: {derive: {product: [i0, i1]}}
  share: {derive: {ratio: [i0, i1], when_zero: 0.5}}
  share_na: {derive: {ratio: [i0, i1], when_zero: not_applicable}}
  share_unknown: {derive: {ratio: [i0, i1], when_zero: unknown}}
  least: {derive: {min: [i0, i1]}}
  most: {derive: {max: [i0, dc]}}
  held: {derive: {count: [{b0: true}, {b1: true}, {i0: {at_least: 1}}]}}
  days: {derive: {days_between: [d0, as_of]}}
evidence:
  decree: {valid_for: 1y}
  photo: {exclusive: true}
  letter: {}
";

const CONDITIONS: &[&str] = &[
    "{b0: true}",
    "{b1: true}",
    "{b0: false}",
    "{b0: true, b1: false}",
    "{level: mid}",
    "{level: [lo, hi]}",
    "{level: {at_least: mid}}",
    "{level: {not_in: [lo]}}",
    "{i0: {at_least: 1, below: 3}}",
    "{i0: {is_not: 2}}",
    "{dc: {above: 0.5}}",
    "{dc: {at_most: 1}}",
    "{d0: {at_most: 2022-05-31}}",
    "{t0: {starts_with: SK}}",
    "{t0: {not_starts_with: SK}}",
    "{t0: {contains_url: true}}",
    "{t0: {min_length: 3}}",
    "{b0: {answered: true}}",
    "{i1: {answered: false}}",
    "{share_na: {at_least: 1}}",
    "{share_na: {is_not: 1}}",
    "{share_na: {answered: true}}",
    "{share_unknown: {above: 0.5}}",
    "{total_of: {at_least: 3}}",
    "{gap: {below: 1}}",
    "{held: {at_least: 2}}",
    "{days: {above: 100}}",
];

const SCORERS: &[&str] = &[
    "answer: abcd",
    "answer: with_na",
    "answer: with_unknown",
    "answer: asking",
    "{fact: level, scale: by_level}",
    "bands: {of: i0, steps: [{at_least: 1, fraction: 0.25}, {at_least: 3, fraction: 1}]}",
    "bands: {of: dc, steps: [{at_least: 1.5, fraction: 0}, {at_least: 0.5, fraction: 0.75}], otherwise: 1}",
    "bands: {of: total_of, steps: [{at_least: 2, fraction: 0.5}, {at_least: 4, fraction: 1}]}",
    "bands: {of: area, steps: [{at_least: 1, fraction: 0.3}, {at_least: 4, fraction: 0.9}]}",
    "linear: {of: dc, from: 0, to: 2}",
    "linear: {of: dc, from: 1.5, to: 0.5}",
    "linear: {of: share_na, from: 0, to: 2}",
    "linear: {of: share, from: 0, to: 1}",
    "linear: {of: share_unknown, from: 0, to: 1}",
    "linear: {of: least, from: 0, to: 2}",
    "linear: {of: most, from: 3, to: 0}",
    "linear: {of: days, from: 0, to: 365}",
    "ratio: {of: i0, to: i1, when_zero: 0.2}",
    "ratio: {of: i0, to: i1, when_zero: not_applicable}",
    "ratio: {of: i1, to: i0, when_zero: unknown}",
    "count: {of: [{b0: true}, {b1: true}, {level: hi}], out_of: 2}",
    "{cases: [{when: {level: hi}, fraction: 1}, {when: {b0: true}, fraction: 0.6}], otherwise: 0.1}",
    "{cases: [{when: {b1: true}, fraction: 0.5}, {when: {level: mid}, fraction: 1}, {when: {b0: true}, fraction: 0}]}",
];

const EVIDENCE: &[&str] = &[
    "decree",
    "photo",
    "letter",
    "none",
    "{type: letter, at_least: 2}",
    "{all: [decree, photo]}",
    "{any: [decree, {type: photo, at_least: 2}]}",
];

const BARS: &[&str] = &[
    "{id: bar, when: {b1: true}}",
    "{id: bar, since: d0, for: 1y}",
    "{id: bar, when: {b0: true}, since: d0, for: 6m}",
];

/// A number, from its text.
pub fn number(text: &str) -> Number {
    text.parse().unwrap()
}

pub fn parse(text: &str) -> RuleDocument {
    RuleDocument::from_yaml("random", text).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The criterion that a flow mapping writes, its id apart.
fn criterion_of(flow: &str) -> Criterion {
    let rest = flow.strip_prefix('{').unwrap();
    parse(&format!("ruleset: part\nedition: 1.0.0\ncriteria:\n  - {{id: x, {rest}\n")).criteria.remove(0)
}

fn flow(line: &str) -> String {
    if line.starts_with('{') { line.to_owned() } else { format!("{{{line}}}") }
}

/// The condition that a flow mapping writes.
pub fn condition_of(line: &str) -> Condition {
    criterion_of(&flow(&format!("met_when: {line}"))).met_when.unwrap()
}

pub fn condition() -> impl Strategy<Value = Condition> {
    static READ: LazyLock<Vec<Condition>> =
        LazyLock::new(|| CONDITIONS.iter().map(|line| condition_of(line)).collect());
    let atom = select(READ.as_slice());
    prop_oneof![
        6 => atom.clone(),
        1 => vec(atom.clone(), 1..4).prop_map(Condition::All),
        1 => vec(atom.clone(), 1..4).prop_map(Condition::Any),
        1 => atom.clone().prop_map(|part| Condition::Not(Box::new(part))),
        1 => (vec(atom, 2..4), 0..3_u8, 1..3_u32).prop_map(|(of, which, n)| Condition::Count {
            of,
            at_least: (which == 0).then_some(n),
            at_most: (which == 1).then_some(n - 1),
            exactly: (which == 2).then_some(n),
        }),
    ]
}

pub fn scorer() -> impl Strategy<Value = Criterion> {
    static READ: LazyLock<Vec<Criterion>> =
        LazyLock::new(|| SCORERS.iter().map(|line| criterion_of(&flow(line))).collect());
    let met_when = condition().prop_map(|met_when| Criterion { met_when: Some(met_when), ..Criterion::default() });
    prop_oneof![4 => select(READ.as_slice()), 1 => met_when]
}

pub fn evidence() -> impl Strategy<Value = EvidenceRule> {
    static READ: LazyLock<Vec<EvidenceRule>> = LazyLock::new(|| {
        let read = |line: &&str| criterion_of(&flow(&format!("answer: abcd, evidence: {line}"))).evidence.unwrap();
        EVIDENCE.iter().map(read).collect()
    });
    select(READ.as_slice())
}

pub fn bar() -> impl Strategy<Value = Bar> {
    static READ: LazyLock<Vec<Bar>> = LazyLock::new(|| {
        let read = |line: &&str| {
            let text = format!("ruleset: part\nedition: 1.0.0\nawards: [{{id: a, requires: [], bars: [{line}]}}]\n");
            parse(&text).awards.remove(0).bars.unwrap().remove(0)
        };
        BARS.iter().map(read).collect()
    });
    select(READ.as_slice())
}

pub fn fraction() -> impl Strategy<Value = Number> {
    select(vec!["0", "0.5", "0.8", "1"]).prop_map(number)
}

/// Gives every criterion an id of its own.
pub fn number_ids(criteria: &mut [Criterion]) {
    for (i, criterion) in criteria.iter_mut().enumerate() {
        criterion.id = format!("c{i}");
        if let Some(below) = &mut criterion.criteria {
            number_ids(below);
        }
    }
}

/// Takes out of a group what `check` refuses there: counts beyond its criteria, a bonus where none may be.
pub fn mend_group(aggregate: &mut Option<Aggregate>, criteria: &mut [Criterion]) {
    let most = u32::try_from(criteria.len()).unwrap();
    if let Some(Aggregate::Best(n) | Aggregate::AtLeast(n)) = aggregate {
        *n = (*n).min(most);
    }
    let shares = matches!(aggregate, None | Some(Aggregate::Sum | Aggregate::Mean));
    for (i, criterion) in criteria.iter_mut().enumerate() {
        if !shares || i == 0 {
            criterion.bonus = None;
        }
    }
}

/// Every path, in the author's order.
pub fn paths(criteria: &[Criterion]) -> Vec<String> {
    let mut found = Vec::new();
    walk(criteria, "", &mut |path, _| found.push(path.to_owned()));
    found
}

/// The path of every leaf.
pub fn leaves(criteria: &[Criterion]) -> Vec<String> {
    let mut found = Vec::new();
    walk(criteria, "", &mut |path, criterion| {
        if criterion.criteria.is_none() {
            found.push(path.to_owned());
        }
    });
    found
}

/// Every criterion with its path.
pub fn walk(criteria: &[Criterion], above: &str, visit: &mut dyn FnMut(&str, &Criterion)) {
    for criterion in criteria {
        let path = if above.is_empty() { criterion.id.clone() } else { format!("{above}.{}", criterion.id) };
        visit(&path, criterion);
        walk(criterion.criteria.as_deref().unwrap_or_default(), &path, visit);
    }
}

pub fn measure_over(kind: u8, over: Vec<String>) -> Measure {
    let weight = (kind > 1).then(|| number("10"));
    let mut measure = Measure { weight, ..Measure::default() };
    match kind {
        0 => measure.sum = Some(over),
        1 => measure.mean = Some(over),
        2 => measure.min = Some(over),
        _ => measure.max = Some(over),
    }
    measure
}
