//! Leaves of one kind brought together, so that each kind has a loop of its own.

use std::ops::Range;

use super::super::program::{
    Bands, By, ChoiceOp, ConditionOp, LeafOp, NO_EVIDENCE, NOT_APPLICABLE, Program, QuickTest, RatioOp, RunOp, Test,
    UNKNOWN, When,
};
use super::Compiler;
use crate::rule_set::arena::ArenaId;
use crate::rule_set::{FactId, FactType};

impl Compiler<'_> {
    /// Brings the answers of a group into order, from the one at `start` on: those that ask for no document, in runs
    /// of neighbours that are read by one table, then the others. Tells where the runs and the others stand.
    pub(super) fn runs(&mut self, start: usize) -> (Range<usize>, Range<usize>) {
        let first = self.program.runs.len();
        let Some(answers) = self.program.answers.get_mut(start..) else { return (first..first, start..start) };
        answers.sort_by_key(|answer| answer.evidence != NO_EVIDENCE);
        let free = answers.iter().take_while(|answer| answer.evidence == NO_EVIDENCE).count();
        for (at, answer) in answers.iter().enumerate().take(free) {
            let slot = answer.fact.index();
            let products = answer.start as usize..(answer.start + answer.count) as usize;
            match self.program.runs.get_mut(first..).and_then(<[RunOp]>::last_mut) {
                Some(run) if run.products == products && run.slots.end == slot => run.slots.end += 1,
                _ => self.program.runs.push(RunOp { slots: slot..slot + 1, products, first: start + at }),
            }
        }
        (first..self.program.runs.len(), start + free..self.program.answers.len())
    }

    /// Brings the other leaves of a group into order, from the one at `start` on, by their kinds; tells where each
    /// kind stands.
    pub(super) fn quick(&mut self, start: usize) -> Quick {
        let Program { leaves, conditions, choices, ratios, tests, numerators, .. } = &mut self.program;
        let before = (conditions.len(), choices.len(), ratios.len());
        let sizes = |leaf: &LeafOp| match &leaf.by {
            By::Answer { fact, .. } => match &self.rules.facts[*fact].fact_type {
                FactType::Choice { of, .. } => of.len(),
                _ => 0,
            },
            _ => 0,
        };
        let mut kinds: Vec<(Kind, LeafOp)> =
            leaves.drain(start..).map(|leaf| (kind(&leaf, sizes(&leaf), tests, numerators), leaf)).collect();
        kinds.sort_by_key(|(kind, _)| kind.order());
        let mut others = start;
        for (kind, op) in kinds {
            let leaf = leaves.len();
            match kind {
                Kind::Condition(tests, product) => conditions.push(ConditionOp { leaf, tests, product }),
                Kind::Choice(when, slot, numerators) => {
                    choices.push(ChoiceOp { leaf, when, slot, numerators, weight: op.weight });
                }
                Kind::Ratio(of, to, bands) => ratios.push(RatioOp { leaf, of, to, weight: op.weight, bands }),
                Kind::Other => {
                    leaves.push(op);
                    continue;
                }
            }
            leaves.push(op);
            others = leaves.len();
        }
        Quick {
            conditions: before.0..conditions.len(),
            choices: before.1..choices.len(),
            ratios: before.2..ratios.len(),
            others: others..leaves.len(),
        }
    }
}

/// Where the leaves of each kind stand.
pub(super) struct Quick {
    pub(super) conditions: Range<usize>,
    pub(super) choices: Range<usize>,
    pub(super) ratios: Range<usize>,
    pub(super) others: Range<usize>,
}

enum Kind {
    Condition([QuickTest; 2], i64),
    Choice(QuickTest, usize, Range<usize>),
    Ratio(FactId, FactId, Bands),
    Other,
}

impl Kind {
    fn order(&self) -> u8 {
        match self {
            Kind::Condition(..) => 0,
            Kind::Choice(..) => 1,
            Kind::Ratio(..) => 2,
            Kind::Other => 3,
        }
    }
}

fn kind(leaf: &LeafOp, answers: usize, tests: &[Test], numerators: &[i64]) -> Kind {
    if leaf.evidence != NO_EVIDENCE || leaf.kept.is_some() {
        return Kind::Other;
    }
    let tests_of = |when: &When| match when {
        When::All(range) => tests.get(range.start as usize..range.end as usize),
        When::Always | When::Condition(_) => None,
    };
    match (&leaf.when, &leaf.by) {
        (When::Always, By::Condition { when, whole }) => match tests_of(when) {
            Some([one]) => Kind::Condition([quick(*one), quick(*one)], leaf.weight * whole),
            Some([one, other]) => Kind::Condition([quick(*one), quick(*other)], leaf.weight * whole),
            _ => Kind::Other,
        },
        (When::Always, By::BandsOfRatio { of, to, bands, .. }) if bands.narrow => Kind::Ratio(*of, *to, bands.clone()),
        (when, By::Answer { fact, start }) => {
            let plain = |numerators: &[i64]| numerators.iter().all(|one| !matches!(*one, NOT_APPLICABLE | UNKNOWN));
            let range = *start..start + answers;
            match (tests_of(when), numerators.get(range.clone())) {
                (Some([one]), Some(numerators)) if plain(numerators) => Kind::Choice(quick(*one), fact.index(), range),
                _ => Kind::Other,
            }
        }
        _ => Kind::Other,
    }
}

fn quick(test: Test) -> QuickTest {
    match test {
        Test::Within { fact, least, most } => QuickTest { slot: fact.index(), least, most, positions: u64::MAX },
        Test::Among { fact, positions } => QuickTest { slot: fact.index(), least: 0, most: i32::MAX, positions },
    }
}
