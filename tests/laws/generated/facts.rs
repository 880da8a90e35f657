//! What every random rule set may use: scales, facts and evidence types, and the values that go with each fact.

use std::sync::LazyLock;

use predikat::RuleDocument;
use predikat::document::{Derive, Fact, FactKind, Literal, WhenZero};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::conditions;

/// Scales and evidence types.
const BASE: &str = r#"
ruleset: random
edition: 1.0.0
scales:
  abcd: {A: 1, B: 0.67, C: 0.33, D: 0}
  thirds: {all: 1, two: "2/3", one: "1/3", none: 0}
  with_na: {Ya: 1, Tidak: 0, Lain: not_applicable}
  with_unknown: {Ya: 1, Tidak: 0, Ragu: unknown}
  asking: {Ya: {fraction: 1, evidence: letter}, Proses: {fraction: 0.5, evidence: none}, Tidak: 0, Lain: not_applicable}
  one: {ya: 0.5}
  by_level: {lo: 0, mid: 0.4, hi: 1}
  by_level_too: {lo: not_applicable, mid: 1, hi: {fraction: 0.5, evidence: photo}}
  by_kind: {office: 1, school: not_applicable, other: unknown}
evidence:
  decree: {valid_for: 1y}
  photo: {exclusive: true}
  letter: {}
  seal: {valid_for: 6m, exclusive: true}
"#;

/// The types of evidence.
pub const EVIDENCE_TYPES: [&str; 4] = ["decree", "photo", "letter", "seal"];

/// Each fact as it is declared, with values that conditions and dossiers give it.
const FACTS: &[(&str, &str, &[&str])] = &[
    ("b0", "{type: boolean}", &["true", "false"]),
    ("b1", "{type: boolean}", &["true", "false"]),
    ("level", "{type: choice, of: [lo, mid, hi], ordered: true}", &["lo", "mid", "hi"]),
    ("kind", "{type: choice, of: [office, school, other]}", &["office", "school", "other"]),
    ("only", "{type: choice, of: [one]}", &["one"]),
    ("i0", "{type: integer, min: 0, max: 3}", &["0", "1", "2", "3"]),
    ("i1", "{type: integer, min: 0, max: 2}", &["0", "1", "2"]),
    ("negative", "{type: integer, min: -2, max: 1}", &["-2", "-1", "0", "1"]),
    ("same", "{type: integer, min: 2, max: 2}", &["2"]),
    ("open", "{type: integer}", &["-1", "0", "1", "3"]),
    ("dc", "{type: decimal, min: 0, max: 2}", &["0", "0.5", "0.75", "1", "1.5", "2"]),
    ("more", "{type: decimal, min: 0.5}", &["0.5", "1", "1.5", "2"]),
    ("less", "{type: decimal, max: 0}", &["-1.5", "-1", "-0.5", "0"]),
    ("d0", "{type: date, min: 2021-01-01, max: 2023-01-01}", DATES),
    ("d1", "{type: date}", DATES),
    ("today", "{type: date, min: 2022-05-31, max: 2022-05-31}", &["2022-05-31"]),
    ("t0", "{type: text}", &["ab", " SK 1 ", "SK 12", "lihat https://a"]),
    ("t1", "{type: text, min: 2, max: 5}", &["ab", "SK 12", "SK"]),
];

const DATES: &[&str] = &["2021-01-01", "2021-05-31", "2021-06-01", "2022-05-31", "2022-06-01", "2023-01-01"];

/// Numbers that conditions and scorers ask of facts that are made from others.
const OF_DERIVED: &[&str] = &["-1", "0", "1", "2", "3"];

/// Stands for the answer of a leaf until the leaves are known.
pub const ANSWERS: [&str; 3] = ["answer0", "answer1", "answer2"];
/// Stands for facts made from others.
pub const DERIVED: [&str; 3] = ["x0", "x1", "x2"];

/// A fact that conditions may speak of.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    pub name: &'static str,
    pub kind: FactKind,
    pub ordered: bool,
    pub values: &'static [&'static str],
}

impl Known {
    pub fn literal(self, value: usize) -> Literal {
        literal(self.kind, self.values[value % self.values.len()])
    }

    pub fn is_number(&self) -> bool {
        matches!(self.kind, FactKind::Integer | FactKind::Decimal)
    }
}

fn literal(kind: FactKind, text: &str) -> Literal {
    match kind {
        FactKind::Boolean => Literal::boolean(text == "true"),
        FactKind::Integer | FactKind::Decimal => Literal::number(&text.parse().unwrap()),
        FactKind::Choice | FactKind::Date | FactKind::Text => Literal::text(text),
    }
}

/// The rules before their criteria: every scale, fact and evidence type.
pub static ALL: LazyLock<RuleDocument> = LazyLock::new(|| {
    let facts = FACTS.iter().map(|(name, declared, _)| format!("  {name}: {declared}\n"));
    parse(&format!("{BASE}facts:\n{}", facts.collect::<String>()))
});

/// The facts that dossiers answer.
pub static ANSWERED: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let known = |(name, _, values): &(&'static str, _, &'static [&'static str])| {
        let fact = &ALL.facts[*name];
        Known { name, kind: fact.kind.unwrap(), ordered: fact.ordered == Some(true), values }
    };
    FACTS.iter().map(known).collect()
});

const OTHERS: &[Known] = &[
    Known { name: "as_of", kind: FactKind::Date, ordered: false, values: DATES },
    Known { name: ANSWERS[0], kind: FactKind::Choice, ordered: false, values: &["0", "1", "2", "3"] },
    Known { name: ANSWERS[1], kind: FactKind::Choice, ordered: false, values: &["0", "1", "2", "3"] },
    Known { name: ANSWERS[2], kind: FactKind::Choice, ordered: false, values: &["0", "1", "2", "3"] },
];

const MADE: [Known; 3] = [
    Known { name: DERIVED[0], kind: FactKind::Decimal, ordered: false, values: OF_DERIVED },
    Known { name: DERIVED[1], kind: FactKind::Decimal, ordered: false, values: OF_DERIVED },
    Known { name: DERIVED[2], kind: FactKind::Decimal, ordered: false, values: OF_DERIVED },
];

fn few(names: &'static [&'static str]) -> BoxedStrategy<Known> {
    select(ANSWERED.iter().filter(|known| names.contains(&known.name)).copied().collect::<Vec<_>>()).boxed()
}

/// A fact that a condition speaks of, derived or not; a few facts more often than others, so that criteria hang together.
pub fn any_fact() -> BoxedStrategy<Known> {
    prop_oneof![
        6 => few(&["b0", "b1", "level", "i0"]),
        3 => select(ANSWERED.clone()),
        1 => select(OTHERS.to_vec()),
        2 => select(MADE.to_vec()),
    ]
    .boxed()
}

/// The same, derived facts apart.
pub fn any_answered() -> BoxedStrategy<Known> {
    prop_oneof![2 => few(&["b0", "b1", "level", "i0"]), 1 => select(ANSWERED.clone())].boxed()
}

/// A fact that is a number; `most` is how many of the derived ones there are.
pub fn any_number(most: usize) -> BoxedStrategy<Known> {
    let numbers = ANSWERED.iter().filter(|known| known.is_number()).copied().collect::<Vec<_>>();
    let made = if most == 0 { numbers.clone() } else { MADE[..most].to_vec() };
    prop_oneof![3 => few(&["i0", "i1", "dc"]), 2 => select(numbers), 2 => select(made)].boxed()
}

fn operand(before: usize) -> BoxedStrategy<Literal> {
    prop_oneof![
        5 => any_number(before).prop_map(|known| Literal::text(known.name)),
        1 => select(vec!["-1", "0", "1", "2"]).prop_map(|text| Literal::number(&text.parse().unwrap())),
    ]
    .boxed()
}

pub fn when_zero() -> BoxedStrategy<WhenZero> {
    select(vec![
        WhenZero::Number("0.5".parse().unwrap()),
        WhenZero::Number("1".parse().unwrap()),
        WhenZero::NotApplicable,
        WhenZero::Unknown,
    ])
    .boxed()
}

fn derive(before: usize) -> BoxedStrategy<Derive> {
    let several = || vec(operand(before), 1..4);
    let two = || (operand(before), operand(before));
    let dates = || select(vec!["d0", "d1", "today", "as_of"]).prop_map(str::to_owned);
    prop_oneof![
        several().prop_map(Derive::Sum),
        several().prop_map(Derive::Product),
        several().prop_map(Derive::Min),
        several().prop_map(Derive::Max),
        two().prop_map(|(a, b)| Derive::Difference(a, b)),
        (two(), when_zero()).prop_map(|((a, b), zero)| Derive::Ratio(a, b, Some(zero))),
        vec(conditions::of_answered(), 1..4).prop_map(Derive::Count),
        (dates(), dates()).prop_map(|(from, to)| Derive::DaysBetween(from, to)),
    ]
    .boxed()
}

/// Facts that are made from others, each perhaps from those before it.
pub fn derived() -> BoxedStrategy<Vec<(String, Fact)>> {
    (derive(0), derive(1), derive(2))
        .prop_map(|(a, b, c)| {
            let fact = |derive| Fact { derive: Some(derive), ..Fact::default() };
            DERIVED.iter().zip([a, b, c]).map(|(name, derive)| ((*name).to_owned(), fact(derive))).collect()
        })
        .boxed()
}

/// The facts that a dossier answers, each with values it may have.
pub fn domains(rules: &RuleDocument) -> Vec<(String, Vec<Literal>)> {
    let known = ANSWERED.iter().filter(|known| rules.facts.contains_key(known.name));
    let own = known.map(|known| {
        (known.name.to_owned(), known.values.iter().map(|value| literal(known.kind, value)).collect::<Vec<Literal>>())
    });
    let answers = super::walk::answers(rules).into_iter().map(|(path, scale)| {
        let answers = rules.scales[&scale].answers.keys().map(Literal::text).collect();
        (path, answers)
    });
    own.chain(answers).collect()
}

pub fn parse(text: &str) -> RuleDocument {
    RuleDocument::from_yaml("random", text).unwrap_or_else(|problems| panic!("{problems}"))
}
