//! What reads a fact: where none of it tells two answers apart any more, nothing does.

use std::collections::BTreeSet;

use super::dependents::Asked;
use super::reads::Reads;
use super::walk;
use crate::dossier::Dossier;
use crate::evaluate::{Facts, LeafOutcome, Room, Truth};
use crate::invariant::Always;
use crate::rule_set::arena::Arena;
use crate::rule_set::{AnswerId, Compiled, Condition, CriterionId, FactId, Leaf};

/// Everything that reads one fact, and that something feels.
pub(super) struct Readers<'a> {
    conditions: Vec<&'a Condition>,
    leaves: Vec<(CriterionId, &'a Leaf)>,
    /// A bar counts from it: what that makes of it is not told.
    dates: bool,
    /// What is read together with it.
    pub(super) beside: BTreeSet<FactId>,
    /// The derived facts through which it is read, each after those that it derives from.
    derived: Vec<FactId>,
    /// How many steps it takes to see what they make of an answer.
    steps: u64,
}

/// What the readers make of an answer, once nothing else can change it.
#[derive(PartialEq)]
pub(super) struct Told {
    truths: Vec<bool>,
    leaves: Vec<(Option<crate::evaluate::Span>, Option<AnswerId>, bool)>,
}

impl<'a> Readers<'a> {
    pub(super) fn new(
        rules: &'a Compiled,
        reads: &Reads<'a>,
        felt: &Arena<CriterionId, bool>,
        fact: FactId,
    ) -> Readers<'a> {
        let mut readers = Readers {
            conditions: Vec::new(),
            leaves: Vec::new(),
            dates: false,
            beside: BTreeSet::new(),
            derived: Vec::new(),
            steps: 1,
        };
        let reading = reads.dependents.of(fact);
        for id in reading.leaves.into_iter().filter(|id| felt[*id]) {
            let Some(leaf) = rules.criteria[id].leaf().always("of criteria, leaves read facts") else {
                readers.dates = true;
                continue;
            };
            let facts = reads.leaf(id);
            // Leaves often read alike: what is known of them is not gone through again.
            if !facts.is_subset(&readers.beside) {
                readers.beside.extend(facts);
            }
            readers.leaves.push((id, leaf));
        }
        for asked in reading.asked {
            match asked {
                Asked::Since(since) => {
                    readers.beside.extend(reads.bar(since).facts);
                    readers.dates = true;
                }
                Asked::Applies(one) | Asked::Requires(one) | Asked::Conditional(one) | Asked::Bars(one) => {
                    readers.beside.extend(reads.condition(one));
                    readers.conditions.push(one);
                }
            }
        }
        readers.weigh(reads);
        readers
    }

    /// Notes what has to be derived and how long that takes.
    fn weigh(&mut self, reads: &Reads<'_>) {
        let mut facts = Vec::new();
        for condition in &self.conditions {
            condition.for_each_test(&mut |fact, _| facts.push(fact));
        }
        let size: usize = self.conditions.iter().map(|condition| condition.size()).sum();
        for (_, leaf) in &self.leaves {
            leaf.scorer.for_each_fact(&mut |fact| facts.push(fact));
        }
        let derived = reads.derived(facts);
        self.steps = walk::steps(size + derived.size + self.beside.len());
        self.derived = derived.facts;
    }

    /// How many steps it takes to see what they make of an answer.
    pub(super) fn steps(&self) -> u64 {
        self.steps
    }

    /// Whether nothing that something feels reads it.
    pub(super) fn is_empty(&self) -> bool {
        self.conditions.is_empty() && self.leaves.is_empty() && !self.dates
    }

    /// What they make of what is said; `None` where something that is still open may change it.
    pub(super) fn told(&self, dossier: &Dossier) -> Option<Told> {
        if self.dates {
            return None;
        }
        let facts = Facts::in_room(&dossier.rules, &dossier.facts, &self.derived, Room::default());
        let truths = self.conditions.iter().map(|condition| match facts.truth(condition) {
            Truth::Unknown => None,
            known => Some(known.is_true()),
        });
        let leaves = self.leaves.iter().map(|(id, leaf)| decided(&facts.leaf(*id, leaf)));
        Some(Told { truths: truths.collect::<Option<_>>()?, leaves: leaves.collect::<Option<_>>()? })
    }
}

/// Whether anything reads a fact that something feels.
pub(super) fn is_felt(reads: &Reads<'_>, felt: &Arena<CriterionId, bool>, fact: FactId) -> bool {
    let reading = reads.dependents.of(fact);
    !reading.asked.is_empty() || reading.leaves.iter().any(|leaf| felt[*leaf])
}

fn decided(leaf: &LeafOutcome) -> Option<(Option<crate::evaluate::Span>, Option<AnswerId>, bool)> {
    match leaf.possible.as_slice() {
        [] => Some((None, None, leaf.skipped)),
        [one] if one.fraction.low == one.fraction.high && !leaf.may_not_apply => {
            Some((Some(one.fraction.clone()), one.answer, leaf.skipped))
        }
        _ => None,
    }
}
