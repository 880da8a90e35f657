//! What every plan must add up to: for each requirement a line that no plan falls short of.
//!
//! A requirement of a score reads a sum over leaves as long as nothing but sums and means, whose parts are known to
//! apply, stands between; a group of any other kind counts as what it can be at best. A cap is left out and a rounding
//! allowed for, so that a line is never more than the rules ask. What a set gains by a line is at most the sum of its
//! gains ([`super::table::gains`]). A line is therefore necessary, and where nothing had to be relaxed also enough;
//! every plan is assessed all the same.

use std::collections::{BTreeMap, BTreeSet};

use super::actions::{Action, ActionId};
use super::model::Model;
use super::solve::Goals;
use super::sums::Sums;
use super::table::{Table, gains};
use super::work::Work;
use super::world::GoalId;
use crate::Number;
use crate::assess::what_if::{self, Possible};
use crate::dossier::Target;
use crate::evaluate::{Span, Truth};
use crate::rule_set::arena::{Arena, ArenaId};
use crate::rule_set::{AwardId, Comparator, Compiled, CriterionId, RequirementTest};

/// The sum of the gains of a plan is at least the need.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The requirement or bar it is of.
    pub(super) goal: GoalId,
    pub(super) need: Number,
    /// By action.
    pub(super) gains: BTreeMap<ActionId, Number>,
}

/// The lines of an award.
pub(super) struct Lines {
    pub(super) lines: Vec<Line>,
    /// The goals of which the lines say all.
    pub(super) complete: Arena<GoalId, bool>,
}

/// Of an award that another asks for: the goal that does, and the actions each of which may waive that goal.
type Asked = (GoalId, Vec<ActionId>);

pub(super) fn lines(model: &Model<'_>, work: &mut Work<'_>) -> Lines {
    let world = model.world;
    let mut lines = Lines { lines: Vec::new(), complete: Arena::like(&world.goals(), |_| false) };
    // Without lines less is ruled out, and nothing wrongly.
    let Some(sums) = Sums::new(model, work) else { return lines };
    let mut seen = BTreeSet::from([world.award]);
    let mut queue: Vec<(AwardId, Option<Asked>)> = vec![(world.award, None)];
    while let Some((id, asked)) = queue.pop() {
        let first = lines.lines.len();
        let within = asked.as_ref().map(|(goal, _)| *goal);
        let award = &world.dossier.rules.awards[id];
        let goal = |at: usize| within.unwrap_or(GoalId::new(at));
        for (at, requirement) in award.requires.iter().enumerate() {
            if work.tick().is_break() {
                return lines;
            }
            let waivers = waivers(model, Target::Requirement(id, at));
            let before = lines.lines.len();
            let all = match &requirement.test {
                RequirementTest::Score { of, comparison, .. } => {
                    let made = of.iter().map(|one| {
                        sums.line(goal(at), *one, comparison.comparator, &comparison.threshold, requirement)
                    });
                    let made: Vec<(Option<Line>, bool)> = made.collect();
                    let all = made.iter().all(|(_, all)| *all);
                    lines.lines.extend(made.into_iter().filter_map(|(line, _)| line));
                    all
                }
                RequirementTest::When(condition) => match model.may_hold(condition) {
                    Some(table) => {
                        lines.lines.extend(must(goal(at), &table));
                        true
                    }
                    None => false,
                },
                RequirementTest::Eligible { award } => {
                    // What waives this one or one that asks for this award waives all that follows.
                    let mut waiving = asked.as_ref().map_or_else(Vec::new, |(_, waiving)| waiving.clone());
                    if let Waivers::By(actions) = &waivers {
                        waiving.extend(actions);
                    }
                    if !matches!(waivers, Waivers::Unknown) && seen.insert(*award) {
                        queue.push((*award, Some((goal(at), waiving))));
                    }
                    // The lines of the other award follow; whether they say all is not kept apart.
                    false
                }
                RequirementTest::Status { .. } | RequirementTest::Held { .. } => false,
            };
            match waivers {
                Waivers::None => {}
                Waivers::Unknown => lines.lines.truncate(before),
                Waivers::By(actions) => {
                    for line in lines.lines.iter_mut().skip(before) {
                        line.waive(&actions);
                    }
                }
            }
            if within.is_none() {
                lines.complete[goal(at)] = all;
            }
        }
        for (at, bar) in award.bars.iter().enumerate() {
            let (made, goal) = (model.may_not_bar(&bar.test), goal(award.requires.len() + at));
            if within.is_none() {
                lines.complete[goal] = made.is_some();
            }
            lines.lines.extend(made.and_then(|table| must(goal, &table)));
        }
        for line in lines.lines.iter_mut().skip(first) {
            line.waive(asked.as_ref().map_or(&[], |(_, waiving)| waiving));
        }
    }
    lines
}

/// What may waive a requirement.
enum Waivers {
    None,
    By(Vec<ActionId>),
    /// The dossier has an exception on it that may count on some day.
    Unknown,
}

fn waivers(model: &Model<'_>, target: Target) -> Waivers {
    let world = model.world;
    if world.dossier.exceptions.iter().any(|exception| exception.on == Some(target)) {
        return Waivers::Unknown;
    }
    let waives = |action: &Action| action.invokes.iter().any(|one| one.exception.on == Some(target));
    let actions = world.actions.list.pairs().filter(|(_, action)| waives(action)).map(|(id, _)| id);
    let actions: Vec<ActionId> = actions.collect();
    if actions.is_empty() { Waivers::None } else { Waivers::By(actions) }
}

impl Line {
    /// Each of these actions alone may be enough.
    fn waive(&mut self, actions: &[ActionId]) {
        let least = self.gains.values().filter(|gain| gain.is_negative()).fold(Number::ZERO, |sum, gain| &sum + gain);
        let missing = (&self.need - &least).max(Number::ZERO);
        for action in actions {
            let gain = self.gains.entry(*action).or_insert(Number::ZERO);
            *gain = gain.clone().max(Number::ZERO);
            *gain = &*gain + &missing;
        }
    }
}

/// The line of something that must be so.
fn must(goal: GoalId, table: &Table<bool>) -> Option<Line> {
    let table = table.map(|so| if *so { Number::ONE } else { Number::ZERO });
    let nothing = table.nothing();
    let gains: BTreeMap<ActionId, Number> = gains(&table).collect();
    let always = *nothing == Number::ONE && gains.values().all(|gain| !gain.is_negative());
    (!always).then(|| Line { goal, need: &Number::ONE - nothing, gains })
}

/// What a state of affairs leaves possible for the scores an award compares: used where lines do not say all.
pub(super) fn hopeless(
    model: &Model<'_>,
    goals: &Goals,
    is_in: &dyn Fn(ActionId) -> bool,
    is_out: &dyn Fn(ActionId) -> bool,
) -> bool {
    let world = model.world;
    let rules: &Compiled = &world.dossier.rules;
    let truths = Arena::like(&rules.criteria, |id| match &model.applies[id] {
        Some(table) => {
            let mut all = table.possible(is_in, is_out).copied();
            let first = all.next();
            first.filter(|first| all.all(|truth| truth == *first)).unwrap_or(Truth::Unknown)
        }
        None => Truth::Unknown,
    });
    let leaves: Arena<CriterionId, Possible> = Arena::like(&rules.criteria, |id| match &model.leaves[id] {
        Some(table) => {
            let all = table.hull.possible(is_in, is_out).cloned();
            all.reduce(|a, b| a.hull(&b)).unwrap_or_else(Possible::anything)
        }
        None => Possible::anything(),
    });
    let figures = what_if::figures(rules, world.dossier, &truths, &|id| leaves[id].clone());
    let award = &rules.awards[world.award];
    award.requires.iter().enumerate().any(|(at, requirement)| {
        let RequirementTest::Score { of, comparison, .. } = &requirement.test else { return false };
        let asked = goals[GoalId::new(at)];
        if !asked || !matches!(waivers(model, Target::Requirement(world.award, at)), Waivers::None) {
            return false;
        }
        of.iter().any(|one| {
            let bounds = figures.of(*one);
            let percent = |points: &Number, of: &Number| (points * &Number::HUNDRED).checked_div(of);
            let span = match comparison.comparator {
                Comparator::AtLeastPercent if bounds.of.low == bounds.of.high => {
                    match (percent(&bounds.points.low, &bounds.of.low), percent(&bounds.points.high, &bounds.of.low)) {
                        (Some(low), Some(high)) => Span { low, high },
                        _ => return false,
                    }
                }
                Comparator::AtLeastPercent => return false,
                _ => bounds.points.clone(),
            };
            bounds.surely_applies
                && match comparison.comparator {
                    Comparator::AtLeast | Comparator::AtLeastPercent => span.high < comparison.threshold,
                    Comparator::Above => span.high <= comparison.threshold,
                    Comparator::AtMost => span.low > comparison.threshold,
                    Comparator::Below => span.low >= comparison.threshold,
                }
        })
    })
}
