//! Rules without what integers, or columns, cannot carry.

use predikat::Number;
use predikat::document::{Aggregate, Bands, Condition, Criterion, Defaults, Expectation, Operator, RuleDocument};

use super::walk::{self, each};

/// Rules that a program can carry: sums and means whose parts take over what is not applicable.
pub fn plain(rules: &mut RuleDocument) {
    rules.unanswered = None;
    if let Some(total) = &mut rules.total {
        (total.cap, total.round, total.floor, total.at_most_share) = (None, None, None, None);
        (total.not_applicable, total.when_empty) = (None, None);
        adding_up(&mut total.aggregate, &mut total.weight);
    }
    each(&mut rules.criteria, &mut |criterion| {
        (criterion.bonus, criterion.cap, criterion.round, criterion.floor) = (None, None, None, None);
        (criterion.not_applicable, criterion.at_most_share, criterion.when_empty) = (None, None, None);
        criterion.unanswered = None;
        if criterion.criteria.is_some() {
            adding_up(&mut criterion.aggregate, &mut criterion.weight);
        }
    });
    rules.measures.retain(|_, measure| measure.sum.is_some());
    rules.measures.values_mut().for_each(|measure| measure.round = None);
    let known: Vec<String> = rules.measures.keys().cloned().collect();
    let is_known = |name: &String| !name.starts_with('m') || known.contains(name);
    for award in &mut rules.awards {
        award.requires.retain(|requirement| {
            requirement.criterion.is_none()
                && requirement.score.iter().chain(requirement.each.iter().flatten()).all(is_known)
        });
        award.conditional = None;
    }
    rules.awards.retain(|award| !award.requires.is_empty());
}

/// A `sum` or a `mean`, by a weight of its own where it takes one.
fn adding_up(aggregate: &mut Option<Aggregate>, weight: &mut Option<Number>) {
    match aggregate {
        None | Some(Aggregate::Sum) => *weight = None,
        Some(Aggregate::Mean) => {}
        Some(_) => *aggregate = Some(Aggregate::Mean),
    }
}

/// Rules that run by column: plain ones of answers, truths and bands, without evidence and measures.
pub fn by_column(rules: &mut RuleDocument) {
    plain(rules);
    rules.measures.clear();
    if let Some(total) = &mut rules.total {
        total.scored_when = None;
    }
    rules.defaults.iter_mut().for_each(handed_down_by_column);
    each(&mut rules.criteria, &mut |criterion| {
        criterion.evidence = None;
        criterion.weight.take_if(|weight| weight.is_zero());
        criterion.defaults.iter_mut().for_each(handed_down_by_column);
        scored_by_column(criterion);
    });
    walk::conditions(rules, &mut by_simple_tests);
    let groups: Vec<String> = {
        let leaves = walk::leaves(&rules.criteria);
        walk::paths(&rules.criteria).into_iter().filter(|path| !leaves.contains(path)).collect()
    };
    let is_group = |name: &String| name == "total" || groups.contains(name);
    for award in &mut rules.awards {
        award.bars = None;
        award
            .requires
            .retain(|requirement| requirement.score.iter().chain(requirement.each.iter().flatten()).all(is_group));
    }
    rules.awards.retain(|award| !award.requires.is_empty());
}

fn handed_down_by_column(defaults: &mut Defaults) {
    defaults.evidence = None;
    defaults.weight.take_if(|weight| weight.is_zero());
    without_evidence(&mut defaults.scale);
}

/// A scale of the same answers, none of which asks for evidence.
fn without_evidence(scale: &mut Option<String>) {
    match scale.as_deref() {
        Some("asking") => *scale = Some("with_na".into()),
        Some("by_level_too") => *scale = Some("by_level".into()),
        _ => {}
    }
}

/// A leaf that is scored by what no column says becomes an answer; no answer asks for evidence of its own.
fn scored_by_column(leaf: &mut Criterion) {
    if leaf.linear.is_some() || leaf.ratio.is_some() || leaf.count.is_some() || leaf.cases.is_some() {
        (leaf.linear, leaf.ratio, leaf.count, leaf.cases) = (None, None, None, None);
        leaf.answer = Some("abcd".into());
    }
    if let Some(bands) = leaf.bands.take_if(|bands| !["i0", "i1"].contains(&bands.of.as_str())) {
        leaf.bands = Some(Bands { of: "i0".into(), ..bands });
    }
    without_evidence(&mut leaf.answer);
    without_evidence(&mut leaf.scale);
}

/// One simple test in place of a condition that is anything but tests of truths, choices and whole numbers.
fn by_simple_tests(condition: &mut Condition) {
    let order = [Operator::AtLeast, Operator::AtMost, Operator::Above, Operator::Below];
    let is_simple = |(name, expectation): &(String, Expectation)| match (name.as_str(), expectation) {
        ("b0" | "b1", Expectation::Is(_)) => true,
        ("level" | "kind", Expectation::Is(_) | Expectation::OneOf(_)) => true,
        ("level" | "i0" | "i1" | "negative", Expectation::Operators(operators)) => {
            operators.iter().all(|(operator, _)| order.contains(operator))
        }
        _ => false,
    };
    let simple = match &*condition {
        Condition::Facts(facts) => facts.iter().all(is_simple),
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) | Condition::Count { .. } => false,
    };
    if !simple {
        *condition = super::conditions::condition_of("{i0: {at_least: 1}}");
    }
}
