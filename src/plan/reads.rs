//! Which answered facts each part of the rules reads, through what derives from them.

use std::collections::BTreeSet;

use crate::rule_set::{Compiled, Condition, Derivation, FactId, Operand, Scorer};

/// Answered facts, the as-of date among them.
pub(super) type Read = BTreeSet<FactId>;

/// Those a fact is made from, or itself.
pub(super) fn of_fact(rules: &Compiled, fact: FactId, read: &mut Read) {
    let operand = |operand: &Operand, read: &mut Read| {
        if let Operand::Fact(fact) = operand {
            of_fact(rules, *fact, read);
        }
    };
    match &rules.facts[fact].derivation {
        None => {
            read.insert(fact);
        }
        Some(Derivation::Sum(of) | Derivation::Product(of) | Derivation::Min(of) | Derivation::Max(of)) => {
            of.iter().for_each(|one| operand(one, read));
        }
        Some(Derivation::Difference(a, b) | Derivation::Ratio(a, b, _)) => {
            operand(a, read);
            operand(b, read);
        }
        Some(Derivation::Count(of)) => of.iter().for_each(|condition| of_condition(rules, condition, read)),
        Some(Derivation::DaysBetween(from, to)) => {
            of_fact(rules, *from, read);
            of_fact(rules, *to, read);
        }
    }
}

/// Those a condition reads.
pub(super) fn of_condition(rules: &Compiled, condition: &Condition, read: &mut Read) {
    let mut facts = Vec::new();
    condition.for_each_test(&mut |fact, _| facts.push(fact));
    facts.into_iter().for_each(|fact| of_fact(rules, fact, read));
}

/// Those a leaf's fraction is made from.
pub(super) fn of_scorer(rules: &Compiled, scorer: &Scorer, read: &mut Read) {
    match scorer {
        Scorer::Scale { fact, .. } | Scorer::Bands { fact, .. } | Scorer::Linear { fact, .. } => {
            of_fact(rules, *fact, read);
        }
        Scorer::Ratio { of, to, .. } => {
            of_fact(rules, *of, read);
            of_fact(rules, *to, read);
        }
        Scorer::MetWhen(condition) => of_condition(rules, condition, read),
        Scorer::Count { of, .. } => of.iter().for_each(|condition| of_condition(rules, condition, read)),
        Scorer::Cases { cases, .. } => {
            cases.iter().for_each(|(condition, _)| of_condition(rules, condition, read));
        }
    }
}
