//! Which answered facts each part of the rules reads, through what derives from them.

use std::collections::BTreeSet;

use crate::rule_set::{Compiled, Condition, FactId, Parts, Scorer};

/// Answered facts, the as-of date among them.
pub(super) type Read = BTreeSet<FactId>;

/// Those a fact is made from, or itself.
pub(super) fn of_fact(rules: &Compiled, fact: FactId, read: &mut Read) {
    of_facts(rules, [fact], read);
}

fn of_facts(rules: &Compiled, facts: impl IntoIterator<Item = FactId>, read: &mut Read) {
    let mut parts = Parts::default();
    parts.open(facts);
    let all = std::iter::from_fn(|| parts.next_opened(rules));
    read.extend(all.filter(|fact| rules.facts[*fact].derivation.is_none()));
}

/// Those a condition reads.
pub(super) fn of_condition(rules: &Compiled, condition: &Condition, read: &mut Read) {
    let mut facts = Vec::new();
    condition.for_each_test(&mut |fact, _| facts.push(fact));
    of_facts(rules, facts, read);
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
