//! XCCDF 1.2's four score models over random benchmarks: rule sets built in code, against the algorithms of the
//! specification (NIST IR 7275r4, tables 40 and 41) worked directly on the benchmark.

use crate::config::law;
use predikat::document::{
    Aggregate, AnswerGives, Criterion, DossierDocument, Literal, NotApplicable, RuleDocument, Scale, ScaleAnswer,
    Total, WhenEmpty,
};
use predikat::{IndexMap, Number, RuleSet, assess, dossier::BindOptions, shipped};
use proptest::collection::vec;
use proptest::prelude::*;

/// A rule's or a group's place in a benchmark.
#[derive(Clone, Debug)]
enum Item {
    Rule { weight: u32, result: Outcome },
    Group { weight: u32, items: Vec<Item> },
}

/// The results of XCCDF, with whether each counts, and passes.
#[derive(Clone, Copy, Debug)]
struct Outcome {
    word: &'static str,
    counts: bool,
    passes: bool,
}

const OUTCOMES: [Outcome; 9] = [
    Outcome { word: "pass", counts: true, passes: true },
    Outcome { word: "fixed", counts: true, passes: true },
    Outcome { word: "fail", counts: true, passes: false },
    Outcome { word: "error", counts: true, passes: false },
    Outcome { word: "unknown", counts: true, passes: false },
    Outcome { word: "notapplicable", counts: false, passes: false },
    Outcome { word: "notchecked", counts: false, passes: false },
    Outcome { word: "notselected", counts: false, passes: false },
    Outcome { word: "informational", counts: false, passes: false },
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Model {
    Default,
    Flat,
    FlatUnweighted,
    Absolute,
}

// The specification, directly.

/// Table 40: the normalised score of a node out of 100, or nothing where its count is 0. The specification divides
/// by 0 where all that counts has weight 0; here such a node does not count.
fn default_score(item: &Item) -> Option<Number> {
    match item {
        Item::Rule { result, .. } => {
            result.counts.then_some(if result.passes { Number::HUNDRED } else { Number::ZERO })
        }
        Item::Group { items, .. } => {
            let scores = items.iter().filter_map(|item| Some((weight(item), default_score(item)?)));
            let (sum, weights) = scores.fold((Number::ZERO, Number::ZERO), |(sum, weights), (weight, score)| {
                (sum + weight.clone() * score, weights + weight)
            });
            sum.checked_div(&weights)
        }
    }
}

fn weight(item: &Item) -> Number {
    let (Item::Rule { weight, .. } | Item::Group { weight, .. }) = item;
    Number::from(i64::from(*weight))
}

/// Table 41: the score and the maximum; without weights, those that are not 0 are 1.
fn flat_score(item: &Item, weighted: bool) -> (u32, u32) {
    match item {
        Item::Rule { result, .. } if !result.counts => (0, 0),
        Item::Rule { weight, result } => {
            let weight = if weighted { *weight } else { (*weight).min(1) };
            (if result.passes { weight } else { 0 }, weight)
        }
        Item::Group { items, .. } => items.iter().fold((0, 0), |(score, most), item| {
            let (one, of) = flat_score(item, weighted);
            (score + one, most + of)
        }),
    }
}

fn reference(model: Model, benchmark: &Item) -> Number {
    let flat = |weighted| flat_score(benchmark, weighted);
    match model {
        Model::Default => default_score(benchmark).unwrap_or(Number::ZERO),
        Model::Flat => i64::from(flat(true).0).into(),
        Model::FlatUnweighted => i64::from(flat(false).0).into(),
        Model::Absolute => i64::from(flat(true).0 == flat(true).1).into(),
    }
}

// The rule sets.

/// The scale of results of the rule sets that ship.
fn results() -> Scale {
    let fraction = |outcome: &Outcome| {
        if !outcome.counts {
            AnswerGives::NotApplicable
        } else if outcome.passes {
            AnswerGives::Fraction(Number::ONE)
        } else {
            AnswerGives::Fraction(Number::ZERO)
        }
    };
    let answer =
        |outcome: &Outcome| ScaleAnswer { gives: fraction(outcome), evidence: None, title: None, source: None };
    Scale {
        answers: OUTCOMES.iter().map(|outcome| (outcome.word.to_owned(), answer(outcome))).collect(),
        ..Scale::default()
    }
}

fn criteria(model: Model, items: &[Item]) -> Vec<Criterion> {
    let one = |(i, item): (usize, &Item)| match item {
        // Under the absolute model a rule of weight 0 takes nothing from the flat score, and is left out.
        Item::Rule { weight: 0, .. } if model == Model::Absolute => None,
        Item::Rule { weight, .. } => Some(Criterion {
            id: format!("item_{i}"),
            answer: Some("result".into()),
            weight: Some(match model {
                Model::Default | Model::Flat => i64::from(*weight).into(),
                Model::FlatUnweighted | Model::Absolute => i64::from((*weight).min(1)).into(),
            }),
            ..Criterion::default()
        }),
        Item::Group { weight, items } => {
            let below = criteria(model, items);
            // A group of which nothing has a weight does not count, and `check` asks for a weight of 0.
            let weighs = below.iter().any(|one| one.weight.as_ref().is_none_or(|weight| !weight.is_zero()));
            (!below.is_empty()).then(|| Criterion {
                id: format!("item_{i}"),
                weight: (model == Model::Default)
                    .then(|| if weighs { i64::from(*weight).into() } else { Number::ZERO }),
                aggregate: Some(aggregate(model)),
                not_applicable: not_applicable(model),
                criteria: Some(below),
                ..Criterion::default()
            })
        }
    };
    items.iter().enumerate().filter_map(one).collect()
}

fn aggregate(model: Model) -> Aggregate {
    match model {
        Model::Default => Aggregate::Mean,
        Model::Flat | Model::FlatUnweighted => Aggregate::Sum,
        Model::Absolute => Aggregate::All,
    }
}

fn not_applicable(model: Model) -> Option<NotApplicable> {
    matches!(model, Model::Flat | Model::FlatUnweighted).then_some(NotApplicable::Shrink)
}

fn rules(model: Model, items: &[Item]) -> RuleDocument {
    RuleDocument {
        ruleset: "xccdf".into(),
        edition: "1.0.0".into(),
        scales: IndexMap::from([("result".to_owned(), results())]),
        criteria: criteria(model, items),
        total: Some(Total {
            aggregate: Some(aggregate(model)),
            weight: match model {
                Model::Default => Some(Number::HUNDRED),
                Model::Absolute => Some(Number::ONE),
                Model::Flat | Model::FlatUnweighted => None,
            },
            not_applicable: not_applicable(model),
            when_empty: Some(if model == Model::Absolute { WhenEmpty::Met } else { WhenEmpty::NotMet }),
            ..Total::default()
        }),
        ..RuleDocument::default()
    }
}

/// The results as facts, each by the path of its rule.
fn facts(items: &[Item], above: &str, known: &dyn Fn(&str) -> bool, found: &mut IndexMap<String, Literal>) {
    for (i, item) in items.iter().enumerate() {
        let path = format!("{above}item_{i}");
        match item {
            Item::Rule { result, .. } if known(&path) => _ = found.insert(path, Literal::text(result.word)),
            Item::Rule { .. } => {}
            Item::Group { items, .. } => facts(items, &format!("{path}."), known, found),
        }
    }
}

fn item() -> impl Strategy<Value = Item> {
    let rule =
        (0_u32..12, prop::sample::select(OUTCOMES.to_vec())).prop_map(|(weight, result)| Item::Rule { weight, result });
    rule.prop_recursive(3, 24, 5, |inner| {
        (0_u32..6, vec(inner, 1..5)).prop_map(|(weight, items)| Item::Group { weight, items })
    })
}

/// A benchmark; its first rule has a weight, so that every model has something to score.
fn benchmark() -> impl Strategy<Value = Vec<Item>> {
    (1_u32..9, prop::sample::select(OUTCOMES.to_vec()), vec(item(), 0..6))
        .prop_map(|(weight, result, rest)| std::iter::once(Item::Rule { weight, result }).chain(rest).collect())
}

proptest! {
    #![proptest_config(law())]
    #[test]
    fn every_model_agrees_with_the_specification(items in benchmark()) {
        let whole = Item::Group { weight: 1, items: items.clone() };
        for model in [Model::Default, Model::Flat, Model::FlatUnweighted, Model::Absolute] {
            let rules = RuleSet::from_document(&rules(model, &items)).unwrap();
            let known: std::collections::HashSet<&str> = rules.facts().collect();
            let mut answers = IndexMap::new();
            facts(&items, "", &|path| known.contains(path), &mut answers);
            let dossier = DossierDocument {
                unit: "target".into(),
                as_of: Some("2024-06-01".parse().unwrap()),
                facts: answers,
                ..DossierDocument::default()
            };
            let assessment = assess(&rules.bind(&dossier, &BindOptions::new()).unwrap());
            let points = assessment.total.points().unwrap();
            prop_assert_eq!(&points.low, &reference(model, &whole), "{:?}", model);
            prop_assert_eq!(&points.low, &points.high);
            // The maximum: where nothing counts it is 0 in XCCDF, and here what it would be if all did.
            let (_, most) = flat_score(&whole, model == Model::Flat);
            if matches!(model, Model::Flat | Model::FlatUnweighted) && most > 0 {
                prop_assert_eq!(points.of.value(), Some(&Number::from(i64::from(most))));
            }
        }
    }
}

#[test]
fn an_empty_benchmark() {
    let items = [Item::Rule { weight: 3, result: OUTCOMES[6] }, Item::Rule { weight: 1, result: OUTCOMES[8] }];
    let whole = Item::Group { weight: 1, items: items.to_vec() };
    let scores = [Model::Default, Model::Flat, Model::FlatUnweighted, Model::Absolute];
    assert_eq!(scores.map(|model| reference(model, &whole).to_string()), ["0", "0", "0", "1"]);
}

/// The rule sets that ship are these models: their scales agree with the one used here.
#[test]
fn what_ships_has_the_same_scale() {
    for id in ["xccdf-default", "xccdf-flat", "xccdf-absolute"] {
        let document = shipped::find(id, None).unwrap().document().unwrap();
        let gives = |scale: &Scale| -> Vec<_> {
            scale.answers.iter().map(|(word, answer)| (word.clone(), answer.gives.clone())).collect()
        };
        assert_eq!(gives(&document.scales["result"]), gives(&results()), "{id}");
    }
}
