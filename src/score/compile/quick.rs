//! Leaves of one kind brought together, so that each kind has a loop of its own.

use super::super::program::{
    AnswerOp, By, ChoiceOp, ConditionOp, LeafOp, NO_EVIDENCE, NOT_APPLICABLE, QuickTest, RatioOp, RunOp, Step, Test,
    UNKNOWN, When,
};
use crate::rule_set::arena::ArenaId;

/// Brings answers into order: those that ask for no document, in runs of neighbours that are read by one table, then
/// the others. Gives the runs, and where the others start.
pub(super) fn runs(answers: &mut [AnswerOp]) -> (Vec<RunOp>, usize) {
    answers.sort_by_key(|answer| answer.evidence != NO_EVIDENCE);
    let asking = answers.iter().take_while(|answer| answer.evidence == NO_EVIDENCE).count();
    let mut runs: Vec<RunOp> = Vec::new();
    for (at, answer) in answers.iter().enumerate().take(asking) {
        let slot = answer.fact.index();
        match runs.last_mut() {
            Some(run) if run.products == answer.products && run.slots.end == slot => run.slots.end += 1,
            _ => runs.push(RunOp { slots: slot..slot + 1, products: answer.products.clone(), first: at }),
        }
    }
    (runs, asking)
}

/// The other leaves of a group, in order of their kinds, and the rest from `others` on.
pub(super) struct Quick {
    pub(super) leaves: Vec<LeafOp>,
    pub(super) conditions: Vec<ConditionOp>,
    pub(super) choices: Vec<ChoiceOp>,
    pub(super) ratios: Vec<RatioOp>,
    pub(super) others: usize,
}

/// Brings the other leaves of a group into order.
pub(super) fn quick(leaves: Vec<LeafOp>, tests: &[Test]) -> Quick {
    let mut quick = Quick {
        leaves: Vec::with_capacity(leaves.len()),
        conditions: Vec::new(),
        choices: Vec::new(),
        ratios: Vec::new(),
        others: 0,
    };
    let mut others = Vec::new();
    for op in leaves {
        let leaf = quick.leaves.len();
        if let Some(condition) = condition(&op, tests, leaf) {
            quick.conditions.push(condition);
        } else if let Some(choice) = choice(&op, tests, leaf) {
            quick.choices.push(choice);
        } else if let Some(ratio) = ratio(&op, leaf) {
            quick.ratios.push(ratio);
        } else {
            others.push(op);
            continue;
        }
        quick.leaves.push(op);
    }
    quick.others = quick.leaves.len();
    quick.leaves.append(&mut others);
    quick
}

/// Nothing else is asked of it, and nothing reads it.
fn is_free(leaf: &LeafOp) -> bool {
    leaf.evidence == NO_EVIDENCE && leaf.kept.is_none()
}

/// The tests of a conjunction.
fn tests_of<'t>(when: &When, tests: &'t [Test]) -> Option<&'t [Test]> {
    match when {
        When::All(range) => tests.get(range.start as usize..range.end as usize),
        When::Always | When::Condition(_) => None,
    }
}

fn condition(op: &LeafOp, tests: &[Test], leaf: usize) -> Option<ConditionOp> {
    let (When::Always, By::Condition { when, whole }, true) = (&op.when, &op.by, is_free(op)) else { return None };
    let tests = match tests_of(when, tests)? {
        [one] => [within(*one)?, within(*one)?],
        [one, other] => [within(*one)?, within(*other)?],
        _ => return None,
    };
    Some(ConditionOp { leaf, tests, product: op.weight * whole })
}

fn within(test: Test) -> Option<QuickTest> {
    let Test::Within { fact, least, most } = test else { return None };
    let reach = u32::try_from(i64::from(most) - i64::from(least)).ok()?;
    Some(QuickTest { slot: fact.index(), least, reach })
}

fn choice(op: &LeafOp, tests: &[Test], leaf: usize) -> Option<ChoiceOp> {
    let (By::Answer { fact, numerators }, true) = (&op.by, is_free(op)) else { return None };
    let [one] = tests_of(&op.when, tests)? else { return None };
    let (when, positions) = match *one {
        Test::Among { fact, positions } => (fact, positions),
        Test::Within { fact, least, most } if least >= 0 && most < 64 => {
            (fact, (least..=most).fold(0, |all, position| all | 1 << position))
        }
        Test::Within { .. } => return None,
    };
    if numerators.iter().any(|numerator| matches!(*numerator, NOT_APPLICABLE | UNKNOWN)) {
        return None;
    }
    let products = numerators.iter().map(|numerator| numerator * op.weight).collect();
    Some(ChoiceOp { leaf, when: when.index(), positions, slot: fact.index(), products, weight: op.weight })
}

fn ratio(op: &LeafOp, leaf: usize) -> Option<RatioOp> {
    let (When::Always, By::BandsOfRatio { of, to, bands, .. }, true) = (&op.when, &op.by, is_free(op)) else {
        return None;
    };
    let steps = bands.steps.iter().map(|step| Step { gives: step.gives * op.weight, ..*step }).collect();
    let otherwise = bands.otherwise * op.weight;
    bands.narrow.then(|| RatioOp { leaf, of: of.index(), to: to.index(), steps, otherwise })
}
