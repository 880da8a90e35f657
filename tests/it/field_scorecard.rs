//! OpenSSF Scorecard: the aggregates of published results, and the cases of its own test of proportional scores.
#![cfg(feature = "yaml")]

use std::collections::BTreeMap;
use std::path::Path;

use predikat::assessment::{Eligibility, Score};
use predikat::document::{
    Aggregate, Award, Condition, Criterion, Derive, DossierDocument, Expectation, Fact, FactKind, Literal, Operator,
    RatioScorer, Requirement, Rounding, RuleDocument, Total, WhenEmpty, WhenZero,
};
use predikat::number::RoundingMode;
use predikat::{IndexMap, Number, RuleSet, assess, dossier::BindOptions, shipped};
use serde::Deserialize;

fn data(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/scorecard").join(file);
    std::fs::read_to_string(path).unwrap()
}

fn dossier(facts: IndexMap<String, Literal>) -> DossierDocument {
    DossierDocument {
        unit: "project".into(),
        as_of: Some("2025-06-01".parse().unwrap()),
        facts,
        ..DossierDocument::default()
    }
}

// The aggregate.

#[derive(Deserialize)]
struct Published {
    risk_by_commit: BTreeMap<String, BTreeMap<String, String>>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    repo: String,
    scorecard_commit: String,
    /// A JSON number, read as it is written.
    expected: serde_json::Number,
    checks: BTreeMap<String, i64>,
}

fn id(check: &str) -> String {
    check.to_lowercase().replace('-', "_")
}

/// The rule set that ships, with the checks and the weights of another commit.
fn rules(risks: &BTreeMap<String, String>) -> RuleSet {
    let mut document = shipped::find("openssf-scorecard", None).unwrap().document().unwrap();
    let by_id: BTreeMap<String, &str> = risks.iter().map(|(check, risk)| (id(check), risk.as_str())).collect();
    document.criteria.retain_mut(|criterion| {
        let Some(risk) = by_id.get(&criterion.id) else { return false };
        criterion.weight = Some(weight(risk));
        true
    });
    assert_eq!(document.criteria.len(), risks.len(), "a check that the rule set does not know");
    RuleSet::from_document(&document).unwrap()
}

fn weight(risk: &str) -> Number {
    let text = match risk {
        "Critical" => "10",
        "High" => "7.5",
        "Medium" => "5",
        "Low" => "2.5",
        other => panic!("no risk is called {other}"),
    };
    text.parse().unwrap()
}

#[test]
fn every_published_aggregate() {
    let published: Published = serde_json::from_str(&data("cases.json")).unwrap();
    assert_eq!(published.cases.len(), 28);
    for case in &published.cases {
        let rules = rules(&published.risk_by_commit[&case.scorecard_commit]);
        let facts =
            case.checks.iter().map(|(check, score)| (id(check), Literal::number(&Number::from(*score)))).collect();
        let assessment = assess(&rules.bind(&dossier(facts), &BindOptions::new()).unwrap());
        let points = assessment.total.points().unwrap();
        assert_eq!((&points.low, points.of.value()), (&points.high, Some(&Number::from(10))), "{}", case.repo);
        // Go prints a half to the even digit: 6.25 as 6.2.
        let printed = points.low.round(1, RoundingMode::HalfEven);
        assert_eq!(printed, case.expected.to_string().parse().unwrap(), "{}: {}", case.repo, points.low);
    }
}

#[test]
fn the_weights_that_ship_are_those_of_the_head() {
    let published: Published = serde_json::from_str(&data("cases.json")).unwrap();
    let shipped = shipped::find("openssf-scorecard", None).unwrap().rule_set().unwrap();
    assert_eq!(rules(&published.risk_by_commit["HEAD"]).method(), shipped.method());
}

// Proportional scores: groups of successes out of a total, weighted.

#[derive(Deserialize)]
struct Proportional {
    name: String,
    scores: Vec<Group>,
    score: i64,
    err: bool,
}

#[derive(Deserialize)]
struct Group {
    success: i64,
    total: i64,
    weight: i64,
}

/// Scorecard's rule as a rule set: a group without a total leaves; the mean of the others by weight, out of 10, cut off
/// to a whole number; the greatest score where no group that is left has a weight. There is no score where no group is
/// left, or one has more successes than its total; the award `consistent` tells the two apart.
fn proportional(groups: &[Group]) -> RuleDocument {
    let integer =
        || Fact { kind: Some(FactKind::Integer), min: Some(Literal::number(&Number::ZERO)), ..Fact::default() };
    let compare = |fact: String, operator| {
        let value = Literal::number(&Number::ZERO);
        Condition::Facts(vec![(fact, Expectation::Operators(vec![(operator, vec![value])]))])
    };
    let mut facts = IndexMap::new();
    for i in 0..groups.len() {
        facts.insert(format!("success_{i}"), integer());
        facts.insert(format!("total_{i}"), integer());
        let [success, total] = ["success", "total"].map(|name| Literal::text(format!("{name}_{i}")));
        let excess = Fact { derive: Some(Derive::Difference(success, total)), ..Fact::default() };
        facts.insert(format!("excess_{i}"), excess);
    }
    let consistent =
        Condition::All((0..groups.len()).map(|i| compare(format!("excess_{i}"), Operator::AtMost)).collect());
    let some_group =
        Condition::Any((0..groups.len()).map(|i| compare(format!("total_{i}"), Operator::Above)).collect());
    let group = |(i, group): (usize, &Group)| Criterion {
        id: format!("group_{i}"),
        weight: Some(Number::from(group.weight)),
        ratio: Some(RatioScorer {
            of: format!("success_{i}"),
            to: format!("total_{i}"),
            when_zero: Some(WhenZero::NotApplicable),
        }),
        ..Criterion::default()
    };
    RuleDocument {
        ruleset: "proportional".into(),
        edition: "1.0.0".into(),
        facts,
        criteria: groups.iter().enumerate().map(group).collect(),
        total: Some(Total {
            aggregate: Some(Aggregate::Mean),
            weight: Some(Number::from(10)),
            scored_when: Some(Condition::All(vec![consistent.clone(), some_group])),
            when_empty: Some(WhenEmpty::Met),
            round: Some(Rounding { places: 0, mode: RoundingMode::Down }),
            ..Total::default()
        }),
        awards: vec![Award {
            id: "consistent".into(),
            requires: vec![Requirement { id: "excess".into(), when: Some(consistent), ..Requirement::default() }],
            ..Award::default()
        }],
        ..RuleDocument::default()
    }
}

#[test]
fn every_proportional_score() {
    let cases: Vec<Proportional> = serde_json::from_str(&data("proportional_weighted_cases.json")).unwrap();
    assert_eq!(cases.len(), 13);
    for case in cases {
        let rules = RuleSet::from_document(&proportional(&case.scores)).unwrap();
        let numbers = case.scores.iter().enumerate();
        let facts = numbers
            .flat_map(|(i, group)| [(format!("success_{i}"), group.success), (format!("total_{i}"), group.total)])
            .map(|(name, number)| (name, Literal::number(&Number::from(number))))
            .collect();
        let assessment = assess(&rules.bind(&dossier(facts), &BindOptions::new()).unwrap());
        let score = match &assessment.total {
            Score::NoScore => Number::from(-1),
            Score::Scored(points) => {
                assert_eq!(points.low, points.high, "{}", case.name);
                points.low.clone()
            }
        };
        assert_eq!(score, Number::from(case.score), "{}", case.name);
        let consistent = assessment.awards["consistent"].outcome == Eligibility::Eligible;
        assert_eq!(consistent, !case.err, "{}", case.name);
    }
}
