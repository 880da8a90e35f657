//! Laws that hold of every rule set and dossier: what is better is not worse, order does not matter, parts add up.

use std::collections::BTreeMap;

use crate::config::law;
use crate::generated::{self, Options, each, made};
use predikat::assessment::{Assessment, Points, Range, Status};
use predikat::document::{Aggregate, Criterion, Literal};
use predikat::dossier::BindOptions;
use predikat::{DossierDocument, Number, RuleDocument, RuleSet, assess};
use proptest::prelude::*;

fn assessed(rules: &RuleDocument, dossier: &DossierDocument) -> Assessment {
    let rule_set = RuleSet::from_document(rules).unwrap_or_else(|problems| panic!("{problems}\n{}", rules.to_yaml()));
    let bound = rule_set.bind(dossier, &BindOptions::default());
    assess(&bound.unwrap_or_else(|problems| panic!("{problems}\n{}\n{}", rules.to_yaml(), dossier.to_yaml())))
}

/// Every leaf is an answer of its own, and nothing has a weight of 0.
fn answers() -> Options {
    Options { weightless: false, answers: true, ..Options::default() }
}

/// Of rules whose leaves are answers, all that adds up: every leaf always asked and never needing evidence; nothing caps,
/// rounds or is a bonus.
fn plain(rules: &mut RuleDocument) {
    rules.defaults = None;
    let total = rules.total.get_or_insert_default();
    (total.cap, total.round, total.scored_when, total.floor) = (None, None, None, None);
    // What had nothing but bonuses in it weighed 0.
    let weighing = |weight: Option<Number>| weight.filter(|weight| !weight.is_zero());
    total.weight = weighing(total.weight.take());
    each(&mut rules.criteria, &mut |criterion| {
        let kept = std::mem::take(criterion);
        *criterion = Criterion {
            id: kept.id,
            weight: weighing(kept.weight),
            answer: kept.answer,
            criteria: kept.criteria,
            aggregate: kept.aggregate,
            not_applicable: kept.not_applicable,
            ..Criterion::default()
        };
    });
    rules.measures.clear();
    without_awards(rules);
}

/// Takes the awards out, and what names them.
fn without_awards(rules: &mut RuleDocument) {
    rules.awards.clear();
    let never_on = rules.exceptions.iter_mut().filter_map(|policy| policy.never_on.as_mut());
    never_on.for_each(|targets| targets.retain(|target| !of_award(target)));
}

/// Whether an exception is on a requirement.
fn of_award(target: &str) -> bool {
    target.starts_with("award")
}

/// A dossier that gives every leaf an answer.
fn answering(rules: &RuleDocument, answer: impl Fn(usize) -> &'static str) -> DossierDocument {
    let leaves = generated::leaves(&rules.criteria).into_iter().enumerate();
    DossierDocument {
        unit: "unit".into(),
        as_of: Some("2022-05-31".parse().unwrap()),
        facts: leaves.map(|(i, path)| (path, Literal::text(answer(i)))).collect(),
        ..DossierDocument::default()
    }
}

/// The total, of rules under which something always applies.
fn total_of(rules: &RuleDocument, dossier: &DossierDocument) -> Points {
    assessed(rules, dossier).total.points().cloned().expect("something applies")
}

/// What of an assessment the order of the criteria must not touch.
fn numbers(assessment: &Assessment) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    found.insert(
        "total".to_owned(),
        format!("{:?} {:?} {:?}", assessment.total, assessment.claimed, assessment.evidenced),
    );
    for (path, c) in &assessment.criteria {
        let whole = format!("{:?} {} {} {:?} {} {:?}", c.status, c.low, c.high, c.of, c.tight, c.contribution);
        found.insert(path.clone(), format!("{whole} {:?} {:?}", c.claimed, c.evidenced));
    }
    for (id, award) in &assessment.awards {
        let margins: Vec<String> =
            award.requirements.iter().map(|r| format!("{:?} {:?}", r.outcome, r.margin)).collect();
        found.insert(format!("award {id}"), format!("{:?} {margins:?}", award.outcome));
    }
    found
}

proptest! {
    #![proptest_config(law())]

    /// Everything met is everything; nothing met is nothing (a `deduct` group keeps what its criteria cannot take).
    #[test]
    fn all_met_is_all_and_none_met_is_none(made in made(answers())) {
        let mut rules = made.rules;
        plain(&mut rules);
        let all = total_of(&rules, &answering(&rules, |_| "A"));
        prop_assert_eq!(&all.low, &all.of.low);
        prop_assert_eq!(&all.high, &all.of.low);
        prop_assert!(!all.low.is_zero());

        let without_deduct = |aggregate: &mut Option<Aggregate>| {
            if *aggregate == Some(Aggregate::Deduct) {
                *aggregate = Some(Aggregate::Mean);
            }
        };
        each(&mut rules.criteria, &mut |criterion| without_deduct(&mut criterion.aggregate));
        without_deduct(&mut rules.total.as_mut().unwrap().aggregate);
        let none = total_of(&rules, &answering(&rules, |_| "D"));
        prop_assert!(none.low.is_zero() && none.high.is_zero());
    }

    /// A better answer never lowers the total, whatever caps, rounds or is a bonus.
    #[test]
    fn a_better_answer_is_never_worse(made in made(answers()), given in proptest::collection::vec(0..4_usize, 1..9), at in 0..9_usize) {
        let mut rules = made.rules;
        let bonuses: Vec<Option<bool>> = rules.criteria.iter().map(|criterion| criterion.bonus).collect();
        let (cap, round) = rules.total.as_ref().map(|total| (total.cap.clone(), total.round)).unwrap_or_default();
        plain(&mut rules);
        rules.criteria.iter_mut().zip(bonuses).for_each(|(criterion, bonus)| criterion.bonus = bonus);
        let total = rules.total.as_mut().unwrap();
        (total.cap, total.round) = (cap, round);
        let words = ["D", "C", "B", "A"];
        let answer = |i: usize| given[i % given.len()];
        let count = generated::leaves(&rules.criteria).len();
        let total = |answer: &dyn Fn(usize) -> usize| assessed(&rules, &answering(&rules, |i| words[answer(i)])).total;
        let (before, after) = (total(&answer), total(&|i| (answer(i) + usize::from(i == at % count)).min(3)));
        match (before.points(), after.points()) {
            (Some(before), Some(after)) => prop_assert!(before.low <= after.low, "{} falls to {}", before.low, after.low),
            // There is no score where everything is a bonus, whatever is answered.
            _ => prop_assert_eq!(&before, &after),
        }
    }

    /// The order of the criteria changes nothing: not a digit.
    #[test]
    fn the_order_of_criteria_changes_nothing(made in made(Options { missing: 2, ..Options::default() }), by in 1..3_usize) {
        let before = numbers(&assessed(&made.rules, &made.dossier));
        let mut turned = made.rules.clone();
        let turn = |criteria: &mut Vec<Criterion>| {
            let by = by % criteria.len();
            criteria.rotate_left(by);
            criteria.reverse();
        };
        each(&mut turned.criteria, &mut |criterion| criterion.criteria.iter_mut().for_each(turn));
        turn(&mut turned.criteria);
        prop_assert_eq!(before, numbers(&assessed(&turned, &made.dossier)));
    }

    /// Every weight, cap and floor times one number: every share of the whole stays what it was.
    #[test]
    fn scaling_weights_changes_no_share(made in made(Options { missing: 2, ..Options::default() }), by in proptest::sample::select(vec!["3", "0.7", "1/3"])) {
        let by = generated::number(by);
        let mut rules = made.rules.clone();
        rules.measures.clear();
        without_awards(&mut rules);
        let mut dossier = made.dossier.clone();
        dossier.awards.clear();
        dossier.exceptions.retain(|exception| !exception.on.as_deref().is_some_and(of_award));
        rules.total.get_or_insert_default().round = None;
        each(&mut rules.criteria, &mut |criterion| criterion.round = None);
        let mut scaled = rules.clone();
        let scale = |number: &mut Option<Number>| {
            if let Some(number) = number {
                *number = &*number * &by;
            }
        };
        // a weight not given is 1, except of a `sum` group and where defaults give one
        scaled.defaults.get_or_insert_default().weight.get_or_insert(Number::ONE);
        scale(&mut scaled.defaults.as_mut().unwrap().weight);
        let sums = |aggregate: &Option<Aggregate>| matches!(aggregate, None | Some(Aggregate::Sum));
        each(&mut scaled.criteria, &mut |criterion| {
            if criterion.criteria.is_some() && !sums(&criterion.aggregate) {
                criterion.weight.get_or_insert(Number::ONE);
            }
            scale(&mut criterion.weight);
            scale(&mut criterion.cap);
            scale(&mut criterion.floor);
            if let Some(defaults) = &mut criterion.defaults {
                scale(&mut defaults.weight);
            }
        });
        let total = scaled.total.as_mut().unwrap();
        if !sums(&total.aggregate) {
            total.weight.get_or_insert(Number::ONE);
        }
        scale(&mut total.weight);
        scale(&mut total.cap);
        scale(&mut total.floor);
        let (before, after) = (assessed(&rules, &dossier), assessed(&scaled, &dossier));
        for (path, criterion) in &before.criteria {
            let other = &after.criteria[path];
            prop_assert_eq!(criterion.status, other.status, "{}", path);
            prop_assert_eq!(&criterion.low * &by, other.low.clone(), "{}", path);
            prop_assert_eq!(&criterion.high * &by, other.high.clone(), "{}", path);
            prop_assert_eq!(&criterion.of.high * &by, other.of.high.clone(), "{}", path);
        }
        match (before.total.points(), after.total.points()) {
            (Some(before), Some(after)) => {
                prop_assert_eq!(&before.low * &by, after.low.clone());
                prop_assert_eq!(&before.high * &by, after.high.clone());
            }
            (before, after) => prop_assert_eq!(before, after),
        }
    }

    /// What the children of a group add to the total is what the group adds.
    #[test]
    fn contributions_add_up(made in made(Options { missing: 0, ..Options::default() })) {
        let assessment = assessed(&made.rules, &made.dossier);
        let exactly = |range: &Range| range.value().cloned();
        let mut bonuses = Vec::new();
        generated::walk(&made.rules.criteria, "", &mut |path, criterion| {
            if criterion.bonus == Some(true) {
                bonuses.push(path.to_owned());
            }
        });
        let below = |path: &str| -> Vec<String> {
            let start = if path.is_empty() { String::new() } else { format!("{path}.") };
            let child = |other: &String| other.strip_prefix(&start).is_some_and(|rest| !rest.contains('.'));
            assessment.criteria.keys().filter(|other| child(other)).cloned().collect()
        };
        let mut groups = vec![(String::new(), assessment.total.points().map(|points| points.low.clone()))];
        for (path, criterion) in &assessment.criteria {
            groups.push((path.clone(), criterion.contribution.as_ref().and_then(exactly)));
        }
        for (path, contribution) in groups {
            let Some(contribution) = contribution else { continue };
            let below = below(&path);
            let children: Vec<_> = below.iter().map(|child| &assessment.criteria[child]).collect();
            let parts: Option<Vec<Number>> = children.iter().map(|c| c.contribution.as_ref().and_then(exactly)).collect();
            // a group that stands in for what does not apply has nothing below that adds to it; neither a bonus nor what
            // weighs 0 is a stand-in
            let out = [Status::NotApplicable, Status::Waived];
            let applies = below.iter().any(|child| {
                let criterion = &assessment.criteria[child];
                !bonuses.contains(child) && !out.contains(&criterion.status) && !criterion.of.high.is_zero()
            });
            if let Some(parts) = parts.filter(|parts| !parts.is_empty() && applies) {
                let sum: Number = parts.iter().sum();
                prop_assert_eq!(sum, contribution, "`{}` and what is below it", path);
            }
        }
    }
}
