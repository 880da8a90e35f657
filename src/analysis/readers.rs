//! What reads a fact: where none of it tells two answers apart any more, nothing does.

use std::collections::BTreeSet;

use super::reads::Reads;
use crate::dossier::Dossier;
use crate::evaluate::{Facts, LeafOutcome, Truth};
use crate::rule_set::arena::Arena;
use crate::rule_set::{AnswerId, BarTest, Compiled, Condition, CriterionId, FactId, Kind, Leaf, RequirementTest};

/// Everything that reads one fact, and that something feels.
pub(super) struct Readers<'a> {
    conditions: Vec<&'a Condition>,
    leaves: Vec<(CriterionId, &'a Leaf)>,
    /// A bar counts from it.
    dates: bool,
    /// What is read together with it.
    pub(super) beside: BTreeSet<FactId>,
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
        reads: &Reads<'_>,
        felt: &Arena<CriterionId, bool>,
        fact: FactId,
    ) -> Readers<'a> {
        let mut readers = Readers { conditions: Vec::new(), leaves: Vec::new(), dates: false, beside: BTreeSet::new() };
        for (id, criterion) in rules.criteria.pairs() {
            readers.condition(reads, criterion.applies_when.as_ref(), fact);
            if let Kind::Leaf(leaf) = &criterion.kind {
                let facts = reads.scorer(&leaf.scorer);
                if felt[id] && facts.contains(&fact) {
                    readers.beside.extend(facts);
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
        readers
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
        let facts = Facts::new(&dossier.rules, &dossier.facts);
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
