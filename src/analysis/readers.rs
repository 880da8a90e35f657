//! What reads a fact: where none of it tells two answers apart any more, nothing does.

use std::collections::BTreeSet;

use super::reads::{Reads, scorer_facts};
use crate::dossier::Dossier;
use crate::evaluate::{Facts, LeafOutcome, Room, Truth};
use crate::rule_set::arena::Arena;
use crate::rule_set::{
    AnswerId, BarTest, Compiled, Condition, CriterionId, FactId, Kind, Leaf, Parts, RequirementTest,
};

/// Everything that reads one fact, and that something feels.
pub(super) struct Readers<'a> {
    conditions: Vec<&'a Condition>,
    leaves: Vec<(CriterionId, &'a Leaf)>,
    /// A bar counts from it.
    dates: bool,
    /// What is read together with it.
    pub(super) beside: BTreeSet<FactId>,
    /// The derived facts through which it is read, each after those that it derives from.
    derived: Vec<FactId>,
    /// How many steps it takes to see what they make of an answer.
    steps: u64,
}

/// So many expectations are looked at in a step.
const EXPECTATIONS: usize = 100;

/// What the readers make of an answer, once nothing else can change it.
#[derive(PartialEq)]
pub(super) struct Told {
    truths: Vec<bool>,
    leaves: Vec<(Option<crate::evaluate::Span>, Option<AnswerId>, bool)>,
}

impl<'a> Readers<'a> {
    pub(super) fn new(
        rules: &'a Compiled,
        reads: &Reads<'_>,
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
        for (id, criterion) in rules.criteria.pairs() {
            readers.condition(reads, criterion.applies_when.as_ref(), fact);
            if let Kind::Leaf(leaf) = &criterion.kind {
                let facts = reads.leaf(id);
                if felt[id] && facts.contains(&fact) {
                    // Leaves often read alike: what is known of them is not gone through again.
                    if !facts.is_subset(&readers.beside) {
                        readers.beside.extend(facts);
                    }
                    readers.leaves.push((id, leaf));
                }
            }
        }
        for award in rules.awards.iter() {
            let conditional = award.conditional.iter().flat_map(|conditional| &conditional.requires);
            for requirement in award.requires.iter().chain(conditional) {
                if let RequirementTest::When(condition) = &requirement.test {
                    readers.condition(reads, Some(condition), fact);
                }
            }
            for bar in &award.bars {
                match &bar.test {
                    BarTest::When(condition) => readers.condition(reads, Some(condition), fact),
                    since @ BarTest::Since { .. } => {
                        let facts = reads.bar(since).facts;
                        if facts.contains(&fact) {
                            readers.beside.extend(facts);
                            readers.dates = true;
                        }
                    }
                }
            }
        }
        readers.weigh(rules);
        readers
    }

    /// Notes what has to be derived and how long that takes.
    fn weigh(&mut self, rules: &Compiled) {
        let mut parts = Parts::default();
        let mut size = 0;
        for condition in &self.conditions {
            condition.for_each_test(&mut |fact, _| parts.open([fact]));
            size += condition.size();
        }
        for (_, leaf) in &self.leaves {
            scorer_facts(&leaf.scorer, &mut |fact| parts.open([fact]));
        }
        while let Some(fact) = parts.next_opened(rules) {
            let Some(derivation) = &rules.facts[fact].derivation else { continue };
            self.derived.push(fact);
            derivation.for_each_fact(&mut |_| size += 1);
        }
        self.derived.sort_unstable();
        self.steps = 1 + u64::try_from(size / EXPECTATIONS).unwrap_or(u64::MAX - 1);
    }

    /// How many steps it takes to see what they make of an answer.
    pub(super) fn steps(&self) -> u64 {
        self.steps
    }

    fn condition(&mut self, reads: &Reads<'_>, condition: Option<&'a Condition>, fact: FactId) {
        let Some(condition) = condition else { return };
        let facts = reads.condition(condition);
        if facts.contains(&fact) {
            self.beside.extend(facts);
            self.conditions.push(condition);
        }
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

fn decided(leaf: &LeafOutcome) -> Option<(Option<crate::evaluate::Span>, Option<AnswerId>, bool)> {
    match leaf.possible.as_slice() {
        [] => Some((None, None, leaf.skipped)),
        [one] if one.fraction.low == one.fraction.high && !leaf.may_not_apply => {
            Some((Some(one.fraction.clone()), one.answer, leaf.skipped))
        }
        _ => None,
    }
}
