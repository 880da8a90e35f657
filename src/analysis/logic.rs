//! What wants come down to, and whether they contradict each other by what they say alone, without a look.

use std::collections::{BTreeMap, BTreeSet};

use super::goal::{OF_AWARD, Want};
use super::study::Study;
use super::walk::{self, Held, satisfied};
use crate::assessment::{Eligibility, Verdict};
use crate::invariant::Always;
use crate::rule_set::{
    AwardId, BarTest, Comparator, Comparison, Compiled, Condition, CriterionId, FactId, Requirement, RequirementTest,
    ScoreOf,
};

/// How far conditions are looked at together.
const STEPS: u64 = 2000;

/// The ways in which all of `wants` can come true: an award is missed by some requirement or bar, and reached by all.
pub(super) fn alternatives(rules: &Compiled, wants: &[Want]) -> Vec<Vec<Want>> {
    let mut ways: Vec<Vec<Want>> = vec![Vec::new()];
    for want in wants {
        if let Want::Award { award, outcome: Eligibility::Eligible, is: true } = want {
            let all = eligible(rules, *award);
            ways.iter_mut().for_each(|way| way.extend(all.iter().cloned()));
            continue;
        }
        let parts: Vec<Want> = match want {
            Want::Award { award, outcome: Eligibility::Eligible, is: false } => {
                let award = *award;
                let declared = &rules.awards[award];
                let fails =
                    (0..declared.requires.len()).map(|at| Want::Requirement { award, at, verdict: Verdict::Fails });
                let stands = (0..declared.bars.len()).map(|at| Want::Bar { award, at, stands: true });
                fails.chain(stands).collect()
            }
            other => vec![other.clone()],
        };
        ways = ways
            .iter()
            .flat_map(|way| parts.iter().map(|part| way.iter().cloned().chain([part.clone()]).collect()))
            .collect();
    }
    ways
}

/// What makes a unit eligible for an award.
pub(super) fn eligible(rules: &Compiled, award: AwardId) -> Vec<Want> {
    let declared = &rules.awards[award];
    let holds = (0..declared.requires.len()).map(|at| Want::Requirement { award, at, verdict: Verdict::Holds });
    holds.chain((0..declared.bars.len()).map(|at| Want::Bar { award, at, stands: false })).collect()
}

/// Once the steps are used up, no more awards are followed that ask each other.
const MOST_AWARDS: usize = 100;
/// So many requirements are gone through in a step.
const REQUIREMENTS: usize = 100;

/// What wants say of requirements and conditions.
#[derive(Default)]
pub(super) struct Said<'a> {
    pub(super) hold: Vec<&'a Requirement>,
    fail: Vec<&'a Requirement>,
    /// Conditions, and whether they hold or not.
    pub(super) conditions: Vec<(&'a Condition, bool)>,
    /// The awards that a unit must be eligible for.
    awards: BTreeSet<AwardId>,
    /// So many of them are followed.
    most: usize,
}

impl<'a> Said<'a> {
    /// What some wants say.
    pub(super) fn of(study: &mut Study<'a>, wants: &[Want]) -> Said<'a> {
        let most = if study.has_no_steps() { MOST_AWARDS } else { usize::MAX };
        let said = Said::new(study.rules, wants, most);
        study.step(u64::try_from(said.hold.len() / REQUIREMENTS).unwrap_or(u64::MAX));
        said
    }

    fn new(rules: &'a Compiled, wants: &[Want], most: usize) -> Said<'a> {
        let mut said = Said { most, ..Said::default() };
        for want in wants {
            match want {
                Want::Requirement { award, at, verdict } => {
                    if let Some(requirement) = rules.awards[*award].requires.get(*at).always(OF_AWARD) {
                        said.requirement(rules, requirement, *verdict);
                    }
                }
                Want::Bar { award, at, stands } => {
                    if let Some(bar) = rules.awards[*award].bars.get(*at).always(OF_AWARD) {
                        said.bar(&bar.test, *stands);
                    }
                }
                _ => {}
            }
        }
        said
    }

    /// What makes a unit eligible for an award and for those that it asks, each told once.
    fn eligible(&mut self, rules: &'a Compiled, award: AwardId) {
        let mut open = vec![award];
        while let Some(award) = open.pop() {
            if self.awards.len() >= self.most || !self.awards.insert(award) {
                continue;
            }
            let declared = &rules.awards[award];
            for requirement in &declared.requires {
                open.extend(self.holds(requirement));
            }
            for bar in &declared.bars {
                self.bar(&bar.test, false);
            }
        }
    }

    /// A requirement that holds; the award that it asks, if it does.
    fn holds(&mut self, requirement: &'a Requirement) -> Option<AwardId> {
        match &requirement.test {
            RequirementTest::When(condition) => {
                self.conditions.push((condition, true));
                return None;
            }
            RequirementTest::Eligible { award } => {
                self.hold.push(requirement);
                return Some(*award);
            }
            _ => self.hold.push(requirement),
        }
        None
    }

    fn requirement(&mut self, rules: &'a Compiled, requirement: &'a Requirement, verdict: Verdict) {
        match (&requirement.test, verdict) {
            (_, Verdict::Holds) => {
                if let Some(award) = self.holds(requirement) {
                    self.eligible(rules, award);
                }
            }
            (RequirementTest::When(condition), Verdict::Fails) => {
                self.conditions.push((condition, false));
            }
            (_, Verdict::Fails) => self.fail.push(requirement),
            (_, Verdict::Open) => {}
        }
    }

    fn bar(&mut self, test: &'a BarTest, stands: bool) {
        if let BarTest::When(condition) = test {
            self.conditions.push((condition, stands));
        }
    }
}

/// Whether no unit at all makes all of `wants` come true, as far as their own words tell.
pub(super) fn contradict(study: &mut Study<'_>, wants: &[Want]) -> bool {
    let said = Said::of(study, wants);
    let refuted = said.fail.iter().any(|fails| is_refuted(fails, &said.hold)) || exclude(&said.hold);
    refuted || {
        let groups = apart(study, said.conditions.iter().map(|(condition, _)| *condition));
        let of = |at: &usize| said.conditions.get(*at).copied().always(GROUPED);
        groups.into_iter().any(|group| never(study, group.iter().filter_map(of)))
    }
}

/// Whether these can never come out so together, as far as the steps go.
pub(super) fn never<'c>(study: &mut Study<'_>, conditions: impl Iterator<Item = (&'c Condition, bool)>) -> bool {
    if study.has_no_steps() {
        return false;
    }
    let made = |(condition, holds): (&Condition, bool)| {
        let condition = condition.clone();
        if holds { condition } else { Condition::Not(Box::new(condition)) }
    };
    let all = Condition::All(conditions.map(made).collect());
    study.step(walk::steps(all.size()) - 1);
    matches!(satisfied(study, &all, STEPS), Held::Never)
}

/// Whether what holds leaves this requirement no way to fail.
fn is_refuted(fails: &Requirement, hold: &[&Requirement]) -> bool {
    match &fails.test {
        RequirementTest::Score { of, comparison, .. } => of.iter().all(|one| {
            hold.iter().any(|holds| match &holds.test {
                // What is not applicable may satisfy the one and fail the other.
                _ if fails.fails_when_not_applicable && !holds.fails_when_not_applicable => false,
                RequirementTest::Score { of, comparison: other, .. } => of.contains(one) && implies(other, comparison),
                _ => false,
            })
        }),
        RequirementTest::Held { award, held } => hold.iter().any(|holds| {
            matches!(&holds.test, RequirementTest::Held { award: other, held: as_well }
                if other == award && as_well == held)
        }),
        RequirementTest::Eligible { award } => {
            hold.iter().any(|holds| matches!(&holds.test, RequirementTest::Eligible { award: other } if other == award))
        }
        RequirementTest::When(_) | RequirementTest::Status { .. } => false,
    }
}

/// Whether every score that satisfies `one` satisfies `other`.
pub(super) fn implies(one: &Comparison, other: &Comparison) -> bool {
    use Comparator::{Above, AtLeast, AtLeastPercent, AtMost, Below};
    let (a, b) = (&one.threshold, &other.threshold);
    match (one.comparator, other.comparator) {
        (AtLeast, AtLeast) | (AtLeastPercent, AtLeastPercent) | (Above, Above | AtLeast) => a >= b,
        (AtLeast, Above) => a > b,
        (AtMost, AtMost) | (Below, Below | AtMost) => a <= b,
        (AtMost, Below) => a < b,
        _ => false,
    }
}

/// Whether two of these requirements can never hold at once: both read a score that must apply, from ends that do not
/// meet; or one asks that an award is held, and another that it is not.
fn exclude(hold: &[&Requirement]) -> bool {
    let mut held: BTreeMap<AwardId, bool> = BTreeMap::new();
    // Of each score and comparator the comparison that asks most: among those that must apply, and among the others.
    let mut asked: BTreeMap<ScoreOf, Vec<(bool, &Comparison)>> = BTreeMap::new();
    for requirement in hold {
        match &requirement.test {
            RequirementTest::Held { award, held: is } if *held.entry(*award).or_insert(*is) != *is => return true,
            RequirementTest::Score { of, comparison, .. } => {
                let must = requirement.fails_when_not_applicable;
                for score in of {
                    let most = asked.entry(*score).or_default();
                    let same = most.iter_mut().find(|(m, one)| *m == must && one.comparator == comparison.comparator);
                    match same {
                        Some((_, one)) if comparison.asks_more(one) => *one = comparison,
                        Some(_) => {}
                        None => most.push((must, comparison)),
                    }
                }
            }
            _ => {}
        }
    }
    asked.iter().any(|(score, most)| {
        let applies = *score == ScoreOf::Criterion(CriterionId::TOTAL);
        most.iter().any(|(one_must, one)| {
            most.iter().any(|(other_must, other)| (applies || *one_must || *other_must) && ends_apart(one, other))
        })
    })
}

impl Comparison {
    /// Whether it asks more than another by the same comparator.
    pub(super) fn asks_more(&self, other: &Comparison) -> bool {
        match self.comparator {
            Comparator::AtLeast | Comparator::AtLeastPercent | Comparator::Above => self.threshold > other.threshold,
            Comparator::AtMost | Comparator::Below => self.threshold < other.threshold,
        }
    }
}

fn ends_apart(low: &Comparison, high: &Comparison) -> bool {
    use Comparator::{Above, AtLeast, AtMost, Below};
    match (low.comparator, high.comparator) {
        (AtLeast, AtMost) => low.threshold > high.threshold,
        (AtLeast | Above, Below) | (Above, AtMost) => low.threshold >= high.threshold,
        _ => false,
    }
}

const GROUPED: &str = "a group is of the conditions";

/// The conditions in groups that share no fact, by position.
pub(super) fn apart<'c>(study: &Study<'_>, conditions: impl Iterator<Item = &'c Condition>) -> Vec<Vec<usize>> {
    // Of each fact the first condition that reads it; of each condition one that it stands together with.
    let mut first: BTreeMap<FactId, usize> = BTreeMap::new();
    let mut with: Vec<usize> = Vec::new();
    for (at, condition) in conditions.enumerate() {
        with.push(at);
        for fact in study.reads.condition(condition) {
            let (one, other) = (root(&mut with, *first.entry(fact).or_insert(at)), root(&mut with, at));
            if let Some(place) = with.get_mut(one.max(other)).always(GROUPED) {
                *place = one.min(other);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..with.len() {
        groups.entry(root(&mut with, at)).or_default().push(at);
    }
    groups.into_values().collect()
}

/// The condition that a group goes by; the way there is halved.
fn root(with: &mut [usize], mut at: usize) -> usize {
    while let Some(next) = with.get(at).copied().always(GROUPED).filter(|next| *next != at) {
        let over = with.get(next).copied().or_widest(GROUPED, || next);
        if let Some(place) = with.get_mut(at).always(GROUPED) {
            *place = over;
        }
        at = over;
    }
    at
}
