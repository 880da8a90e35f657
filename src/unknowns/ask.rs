//! In which order to ask.

use super::scout::Scout;
use super::{Question, domain, table};
use crate::Number;
use crate::assessment::Eligibility;
use crate::dossier::Dossier;
use crate::invariant::{Always, broken};
use crate::rule_set::{AwardId, CriterionId, ScoreOf};
use crate::score::seen::Seen;

const EACH_SET: &str = "each set of facts has its best order";

/// The most facts whose orders are compared exactly.
const MOST_ORDERED: usize = 10;

/// The order of asking that needs the fewest questions on average, and whether that is shown; else, each time what
/// settles the most. `settled` counts the ways of answering that are settled once some facts are known.
pub(super) fn order(facts: &[usize], settled: impl Fn(&[usize]) -> Number) -> (Vec<usize>, bool) {
    if facts.len() > MOST_ORDERED {
        return (greedy(facts, settled), false);
    }
    let subsets = 1_usize << facts.len();
    let members = |subset: usize| -> Vec<usize> {
        facts.iter().enumerate().filter(|(at, _)| subset & (1 << at) != 0).map(|(_, fact)| *fact).collect()
    };
    let all = settled(facts);
    // Of each set of facts known: how many ways are left open from there on, added up over the best order of the rest,
    // and which fact comes next in it.
    let mut best: Vec<(Number, Option<usize>)> = vec![(Number::ZERO, None); subsets];
    for subset in (0..subsets.saturating_sub(1)).rev() {
        let open = &all - &settled(&members(subset));
        let more = |at: usize| best.get(subset | (1 << at)).always(EACH_SET).map(|(cost, _)| (cost.clone(), at));
        let next = (0..facts.len()).filter(|at| subset & (1 << at) == 0).filter_map(more).min();
        if let (Some((cost, at)), Some(place)) = (next, best.get_mut(subset).always(EACH_SET)) {
            *place = (cost + open, Some(at));
        }
    }
    let mut order = Vec::with_capacity(facts.len());
    let mut subset = 0;
    while let Some((_, Some(at))) = best.get(subset) {
        order.extend(facts.get(*at));
        subset |= 1 << at;
    }
    if order.len() != facts.len() {
        return broken(EACH_SET, (greedy(facts, settled), false));
    }
    (order, true)
}

fn greedy(facts: &[usize], settled: impl Fn(&[usize]) -> Number) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::with_capacity(facts.len());
    while order.len() < facts.len() {
        let rest = facts.iter().filter(|fact| !order.contains(fact));
        let after = |fact: &usize| order.iter().copied().chain([*fact]).collect::<Vec<_>>();
        // Of those that settle as much, the first.
        let next = rest.rev().max_by_key(|fact| settled(&after(fact))).copied();
        order.extend(next);
    }
    order
}

/// Facts by how much each alone settles, then by how much it narrows the score; as far as the work goes, then as the
/// rules have them.
pub(super) fn ranked(scout: &mut Scout, dossier: &Dossier, award: AwardId, names: &[String]) -> Vec<Question> {
    let now = scout.look(dossier).map_or(Number::ZERO, |seen| width(dossier, &seen));
    let mut ranked: Vec<(Number, Number, &String)> = names
        .iter()
        .map(|name| {
            let (settles, left) = alone(scout, dossier, award, name).unwrap_or_else(|| (Number::ZERO, now.clone()));
            (-settles, left, name)
        })
        .collect();
    // Stable: of two that do as much, the one that stands first in the rules.
    ranked.sort_by(|(a, b, _), (c, d, _)| (a, b).cmp(&(c, d)));
    ranked.into_iter().map(|(.., name)| Question { fact: name.clone(), settles: None }).collect()
}

/// In which part of its answers a fact alone settles the award, and how wide the score is left on average.
fn alone(scout: &mut Scout, dossier: &Dossier, award: AwardId, name: &str) -> Option<(Number, Number)> {
    let fact = *dossier.rules.fact_names.get(name)?;
    if dossier.rules.facts[fact].derivation.is_some() || dossier.facts[fact].is_some() {
        return None;
    }
    let values = domain::values(&dossier.rules, &scout.cuts[fact], fact)?;
    let count = Number::from(values.len());
    let (mut settled, mut left) = (Number::ZERO, Number::ZERO);
    for value in values {
        let seen = scout.look(&table::answered(dossier, [(fact, value)]))?;
        if seen.award(award) != Eligibility::Undetermined {
            settled += &Number::ONE;
        }
        left += &width(dossier, &seen);
    }
    Some((settled.checked_div(&count)?, left.checked_div(&count)?))
}

/// How wide the bounds of the total are.
fn width(dossier: &Dossier, seen: &Seen) -> Number {
    let total = seen.bounds(&dossier.rules, ScoreOf::Criterion(CriterionId::TOTAL));
    total.map_or(Number::ZERO, |(points, _)| &points.high - &points.low)
}
