//! Which requirements of an award ask nothing more than all others of it, by their own words: each against what all of
//! them say together, which is gathered once.

use std::collections::BTreeMap;

use super::goal::OF_AWARD;
use super::logic::{Said, apart, eligible, implies, never};
use super::study::Study;
use crate::invariant::Always;
use crate::rule_set::{AwardId, Comparator, Comparison, Compiled, Condition, Requirement, RequirementTest, ScoreOf};

/// What all that an award requires says.
pub(super) struct Together<'a> {
    rules: &'a Compiled,
    award: AwardId,
    /// Of each score, of what must apply and of what need not, and of each comparator: those that ask most.
    scores: BTreeMap<ScoreOf, Vec<Most<'a>>>,
    /// How many ask that an award is held, or is not, and that a unit is eligible for it.
    held: BTreeMap<(AwardId, bool), usize>,
    eligible: BTreeMap<AwardId, usize>,
    conditions: Vec<(&'a Condition, bool)>,
    /// Where each condition is among them, by where it is written; the groups that share facts, and the one of each.
    places: BTreeMap<*const Condition, usize>,
    groups: Vec<Vec<usize>>,
    group_of: Vec<usize>,
}

/// The requirements that ask most of a score by one comparator, the first two.
struct Most<'a> {
    must: bool,
    by: Comparator,
    asks: Vec<(&'a Requirement, &'a Comparison)>,
}

impl<'a> Together<'a> {
    pub(super) fn new(study: &mut Study<'a>, award: AwardId) -> Together<'a> {
        let rules: &'a Compiled = study.rules;
        let said = Said::of(study, &eligible(rules, award));
        let groups = apart(study, said.conditions.iter().map(|(condition, _)| *condition));
        let mut group_of = vec![0; said.conditions.len()];
        for (group, of) in groups.iter().enumerate() {
            for at in of {
                group_of.get_mut(*at).always(GATHERED).into_iter().for_each(|place| *place = group);
            }
        }
        let places =
            said.conditions.iter().enumerate().map(|(at, (condition, _))| (std::ptr::from_ref(*condition), at));
        let mut together = Together {
            rules,
            award,
            scores: BTreeMap::new(),
            held: BTreeMap::new(),
            eligible: BTreeMap::new(),
            places: places.collect(),
            conditions: said.conditions,
            groups,
            group_of,
        };
        said.hold.iter().for_each(|requirement| together.take_in(requirement));
        together
    }

    fn take_in(&mut self, requirement: &'a Requirement) {
        match &requirement.test {
            RequirementTest::Held { award, held } => *self.held.entry((*award, *held)).or_default() += 1,
            RequirementTest::Eligible { award } => *self.eligible.entry(*award).or_default() += 1,
            RequirementTest::Score { of, comparison, .. } => {
                let must = requirement.fails_when_not_applicable;
                for score in of {
                    let most = self.scores.entry(*score).or_default();
                    let by = comparison.comparator;
                    match most.iter_mut().find(|one| (one.must, one.by) == (must, by)) {
                        Some(most) if most.asks.iter().any(|(known, _)| std::ptr::eq(*known, requirement)) => {}
                        Some(most) => {
                            let before = most.asks.partition_point(|(_, one)| !comparison.asks_more(one));
                            most.asks.insert(before, (requirement, comparison));
                            most.asks.truncate(2);
                        }
                        None => most.push(Most { must, by, asks: vec![(requirement, comparison)] }),
                    }
                }
            }
            RequirementTest::When(_) | RequirementTest::Status { .. } => {}
        }
    }

    /// Whether the requirement at a position holds wherever all others do, and no bar stands.
    pub(super) fn imply(&self, study: &mut Study<'_>, at: usize) -> bool {
        let Some(requirement) = self.rules.awards[self.award].requires.get(at).always(OF_AWARD) else {
            return false;
        };
        match &requirement.test {
            RequirementTest::Score { of, comparison, .. } => of.iter().all(|score| {
                let others = self.scores.get(score).into_iter().flatten().flat_map(|most| &most.asks);
                others.filter(|(other, _)| !std::ptr::eq(*other, requirement)).any(|(other, asks)| {
                    // What is not applicable may satisfy the one and fail the other.
                    (other.fails_when_not_applicable || !requirement.fails_when_not_applicable)
                        && implies(asks, comparison)
                })
            }),
            RequirementTest::Held { award, held } => self.held.get(&(*award, *held)).is_some_and(|count| *count > 1),
            RequirementTest::Eligible { award } => self.eligible.get(award).is_some_and(|count| *count > 1),
            RequirementTest::When(condition) => {
                let Some(at) = self.places.get(&std::ptr::from_ref(condition)).copied().always(GATHERED) else {
                    return false;
                };
                let group = self.group_of.get(at).and_then(|group| self.groups.get(*group)).always(GATHERED);
                let turned = group.into_iter().flatten().filter_map(|one| {
                    let (condition, holds) = *self.conditions.get(*one).always(GATHERED)?;
                    Some((condition, if *one == at { !holds } else { holds }))
                });
                never(study, turned)
            }
            RequirementTest::Status { .. } => false,
        }
    }
}

const GATHERED: &str = "all conditions of an award are gathered";
