//! Leaves of one kind brought together, so that each kind has a loop of its own.

use super::super::program::{
    AnswerOp, Bands, By, ChoiceOp, ConditionOp, GroupOp, LeafOp, NO_EVIDENCE, NOT_APPLICABLE, Place, Program,
    QuickTest, RatioOp, Rise, RunOp, Test, UNKNOWN, When,
};
use super::common_multiple;
use crate::rule_set::arena::ArenaId;

impl Program {
    /// Puts each leaf of a group into the list of its kind.
    pub(super) fn sort(&mut self, group: usize, op: &GroupOp) {
        let first_run = self.runs.len();
        for (at, answer) in op.answers.iter().enumerate() {
            let (place, slot) = (Place { group, at }, answer.fact.index());
            if answer.evidence != NO_EVIDENCE {
                self.asking.push(place);
                continue;
            }
            match self.runs.get_mut(first_run..).and_then(<[RunOp]>::last_mut) {
                Some(run) if run.follows_on(answer, place) => run.slots.end += 1,
                _ => self.runs.push(RunOp::new(slot, answer.products.clone(), place)),
            }
        }
        for (at, op) in op.leaves.iter().enumerate() {
            let place = Place { group, at };
            if let Some(condition) = condition(op, &self.tests, place) {
                self.conditions.push(condition);
            } else if let Some(choice) = choice(op, &self.tests, place) {
                self.choices.push(choice);
            } else if let Some(ratio) = ratio(op, place) {
                self.ratios.push(ratio);
            } else {
                self.others.push(place);
            }
        }
    }
}

impl RunOp {
    fn new(slot: usize, products: Vec<i64>, place: Place) -> RunOp {
        let few = (products.len() <= 4).then(|| {
            let mut few = [0; 4];
            few.iter_mut().zip(&products).for_each(|(one, product)| *one = *product);
            few
        });
        RunOp { slots: slot..slot + 1, products, few, place }
    }

    /// Whether an answer stands right behind it, read by the same table.
    fn follows_on(&self, answer: &AnswerOp, place: Place) -> bool {
        self.products == answer.products
            && self.slots.end == answer.fact.index()
            && self.place.at + self.slots.len() == place.at
    }
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

fn condition(op: &LeafOp, tests: &[Test], place: Place) -> Option<ConditionOp> {
    let (When::Always, By::Condition { when, whole }, true) = (&op.when, &op.by, is_free(op)) else { return None };
    let tests = match tests_of(when, tests)? {
        [one] => [within(*one)?, within(*one)?],
        [one, other] => [within(*one)?, within(*other)?],
        _ => return None,
    };
    Some(ConditionOp { place, tests, product: op.weight * whole })
}

fn within(test: Test) -> Option<QuickTest> {
    let Test::Within { fact, least, most } = test else { return None };
    let reach = u32::try_from(i64::from(most) - i64::from(least)).ok()?;
    Some(QuickTest { slot: fact.index(), least, reach })
}

fn choice(op: &LeafOp, tests: &[Test], place: Place) -> Option<ChoiceOp> {
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
    Some(ChoiceOp { place, when: when.index(), positions, slot: fact.index(), products, weight: op.weight })
}

fn ratio(op: &LeafOp, place: Place) -> Option<RatioOp> {
    let (When::Always, By::BandsOfRatio { of, to, bands, .. }, true) = (&op.when, &op.by, is_free(op)) else {
        return None;
    };
    let (denominator, rises) = rises(bands, op.weight)?;
    let otherwise = bands.otherwise * op.weight;
    Some(RatioOp { place, of: of.index(), to: to.index(), denominator, rises, otherwise })
}

/// Up to four steps over one denominator, all within 32 bits.
fn rises(bands: &Bands, weight: i64) -> Option<(i64, [Rise; 4])> {
    let narrow = |value: i64| i32::try_from(value).is_ok();
    let denominator = common_multiple(bands.steps.iter().map(|step| i128::from(step.denominator)))?;
    let denominator = i64::try_from(denominator).ok().filter(|denominator| narrow(*denominator))?;
    let mut rises = [Rise::default(); 4];
    let mut below = bands.otherwise;
    for (at, step) in bands.steps.iter().enumerate() {
        let numerator = step.numerator.checked_mul(denominator / step.denominator).filter(|one| narrow(*one))?;
        *rises.get_mut(at)? = Rise { numerator, more: (step.gives - below) * weight };
        below = step.gives;
    }
    Some((denominator, rises))
}
