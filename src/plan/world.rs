//! What comes of a set of actions: when it is done, the dossier that results, and what is decided on it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::actions::{Action, ActionId, Actions};
use super::needs::Needs;
use crate::Date;
use crate::assess;
use crate::assessment::{Eligibility, Verdict};
use crate::dossier::{Document, Dossier};
use crate::rule_set::arena::{Arena, arena_id};
use crate::rule_set::{AwardId, FactId, Value};
use crate::unknowns;

arena_id! {
    /// Names a requirement or bar of the award that is planned for.
    GoalId;
}

/// Why an action is not among those to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shut {
    /// This obstacle, by its position, forbids it or one that it needs.
    Obstacle(usize),
    /// It would not be done in time.
    Late,
    /// What it needs excludes each other.
    AtOdds,
}

/// One question: a dossier, the actions, an award and a date.
pub(super) struct World<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) actions: &'a Actions,
    pub(super) award: AwardId,
    pub(super) by: Option<Date>,
    /// When each action is done at the earliest; `None` past the calendar's end.
    pub(super) done: Arena<ActionId, Option<Date>>,
    /// All that each needs, directly or not.
    pub(super) needs: Arena<ActionId, Vec<ActionId>>,
    /// Those that cannot be done beside each.
    pub(super) clashes: Arena<ActionId, Vec<ActionId>>,
    /// Why each cannot be chosen; `None` for one that can.
    pub(super) shut: Arena<ActionId, Option<Shut>>,
    /// The place of each action in an order in which it comes after those that it needs.
    rank: Arena<ActionId, usize>,
}

/// What an assessment decides: the award, and each of its requirements and bars apart.
pub(super) struct Decision {
    pub(super) eligible: bool,
    /// Whether each requirement and bar is as the award needs it.
    pub(super) goals: Arena<GoalId, bool>,
}

impl<'a> World<'a> {
    /// The world in which the obstacle at the position `lifted` is not there.
    pub(super) fn new(
        dossier: &'a Dossier,
        actions: &'a Actions,
        award: AwardId,
        by: Option<Date>,
        lifted: Option<usize>,
    ) -> World<'a> {
        let list = &actions.list;
        let mut walk = Needs::new(list, |id| &list[id].needs);
        let needs = Arena::like(list, |id| walk.all(id));
        let mut order: Vec<ActionId> = list.ids().collect();
        order.sort_by_key(|id| (needs[*id].len(), *id));
        let mut done: Arena<ActionId, Option<Date>> = Arena::like(list, |_| None);
        for id in &order {
            let action = &list[*id];
            let start = action.needs.iter().try_fold(dossier.as_of, |start, need| Some(done[*need]?.max(start)));
            done[*id] = start.and_then(|start| match action.duration {
                Some(duration) => start.plus(duration),
                None => Some(start),
            });
        }
        let clashes = clashes(list, &needs);
        let mut rank = Arena::like(list, |_| 0);
        order.iter().enumerate().for_each(|(place, id)| rank[*id] = place);
        let shut = Arena::like(list, |_| None);
        let mut world = World { dossier, actions, award, by, done, needs, clashes, shut, rank };
        world.shut = Arena::like(list, |id| world.why_shut(id, lifted));
        world
    }

    fn why_shut(&self, at: ActionId, lifted: Option<usize>) -> Option<Shut> {
        let with_needs = || self.needs[at].iter().copied().chain([at]);
        for one in with_needs() {
            let mut blocked = self.actions.list[one].blocked_by.iter();
            if let Some(obstacle) = blocked.find(|obstacle| Some(**obstacle) != lifted) {
                return Some(Shut::Obstacle(*obstacle));
            }
        }
        let Some(done) = self.done[at] else { return Some(Shut::Late) };
        if self.by.is_some_and(|by| done > by) || !self.is_in_force(done) {
            return Some(Shut::Late);
        }
        let is_among = |other: &ActionId| *other == at || self.needs[at].binary_search(other).is_ok();
        if with_needs().any(|one| self.clashes[one].iter().any(is_among)) { Some(Shut::AtOdds) } else { None }
    }

    /// Whether a dossier may be assessed as of a date.
    pub(super) fn is_in_force(&self, date: Date) -> bool {
        let rules = &self.dossier.rules;
        self.dossier.insisted
            || rules.effective_from.is_none_or(|from| from <= date)
                && rules.effective_until.is_none_or(|until| date < until)
    }

    pub(super) fn clash(&self, one: ActionId, other: ActionId) -> bool {
        self.clashes[one].binary_search(&other).is_ok()
    }

    /// When each of a set is done, and the day as of which the dossier is assessed.
    pub(super) fn day(&self, chosen: &[ActionId]) -> Date {
        let done = chosen.iter().filter_map(|id| self.done[*id]);
        self.by.unwrap_or_else(|| done.fold(self.dossier.as_of, Date::max))
    }

    /// The dossier once a set of actions, in ascending order, is done.
    pub(super) fn result(&self, chosen: &[ActionId]) -> Dossier {
        self.with(chosen, self.day(chosen), false)
    }

    /// The dossier with a set of actions as of a day. `already` has what they bring stand from the first day on, and
    /// only lapse when it would: what a part of a set does on a day on which the whole is done.
    pub(super) fn with(&self, chosen: &[ActionId], day: Date, already: bool) -> Dossier {
        let mut dossier = self.dossier.with_as_of(day);
        dossier.insisted = self.dossier.insisted || dossier.insisted;
        let mut in_order = chosen.to_vec();
        in_order.sort_unstable_by_key(|id| self.rank[*id]);
        let sets = in_order.iter().map(|id| &self.actions.list[*id]);
        let sets: Vec<&(FactId, Value)> = sets.flat_map(|action| &action.sets).collect();
        if !sets.is_empty() {
            let answers: &mut Arena<FactId, Option<Value>> = Arc::make_mut(&mut dossier.facts);
            sets.iter().for_each(|(fact, value)| answers[*fact] = Some(value.clone()));
            if !already {
                let by = Arc::make_mut(&mut dossier.answered_by);
                sets.iter().for_each(|(fact, _)| by[*fact] = None);
            }
        }
        // What is never done brings nothing.
        let of = |id: &ActionId| Some((*id, &self.actions.list[*id], self.done[*id]?));
        let acting: Vec<(ActionId, &Action, Date)> = chosen.iter().filter_map(of).collect();
        let mut documents: Vec<Document> = Vec::new();
        let mut positions: Vec<(ActionId, usize, usize)> = Vec::new();
        let held = dossier.documents.len();
        for (at, action, done) in &acting {
            for (nth, bringing) in action.brings.iter().enumerate() {
                let mut document = bringing.document.clone();
                let kind = &dossier.rules.evidence_types[document.evidence_type];
                document.expires =
                    document.expires.or_else(|| kind.valid_for.and_then(|valid_for| done.plus(valid_for)));
                document.issued = Some(if already { self.dossier.as_of.min(day) } else { *done });
                document.identity = held + documents.len();
                positions.push((*at, nth, document.identity));
                documents.push(document);
            }
        }
        if !documents.is_empty() {
            dossier.documents = dossier.documents.iter().cloned().chain(documents).collect();
        }
        if acting.iter().any(|(_, action, _)| !action.invokes.is_empty()) {
            let mut exceptions = dossier.exceptions.to_vec();
            for (_, action, done) in &acting {
                for invoking in &action.invokes {
                    let mut exception = invoking.exception.clone();
                    exception.issued = Some(if already { self.dossier.as_of.min(day) } else { *done });
                    exception.expires = invoking.valid_for.and_then(|valid_for| done.plus(valid_for));
                    let named = positions.iter().filter(|(at, nth, _)| invoking.brought.contains(&(*at, *nth)));
                    exception.evidence.extend(named.map(|(_, _, position)| *position));
                    exceptions.push(exception);
                }
            }
            dossier.exceptions = exceptions.into();
        }
        dossier
    }

    /// What is decided once a set of actions is done, by assessing it.
    pub(super) fn decide(&self, chosen: &[ActionId]) -> Decision {
        let day = self.day(chosen);
        if !self.is_in_force(day) {
            return Decision { eligible: false, goals: Arena::like(&self.goals(), |_| false) };
        }
        let outline = assess::outline(&self.with(chosen, day, false));
        let outcome = outline.outcome(self.award);
        let requirements = outcome.requirements.iter().map(|requirement| requirement.outcome == Verdict::Holds);
        let bars = outcome.bars.iter().map(|bar| bar.outcome == Verdict::Fails);
        Decision { eligible: outcome.outcome == Eligibility::Eligible, goals: requirements.chain(bars).collect() }
    }

    /// Whether the unit may be eligible once a set of actions is done, by what is missing.
    pub(super) fn may_be_eligible(&self, chosen: &[ActionId]) -> bool {
        let day = self.day(chosen);
        self.is_in_force(day) && unknowns::may_be_eligible(&self.with(chosen, day, false), self.award)
    }

    /// The names of the award's requirements, then those of its bars.
    pub(super) fn goals(&self) -> Arena<GoalId, &'a str> {
        let award = &self.dossier.rules.awards[self.award];
        let requirements = award.requires.iter().map(|requirement| requirement.id.as_str());
        requirements.chain(award.bars.iter().map(|bar| bar.id.as_str())).collect()
    }

    /// Whether the dossier leaves anything open that it could answer.
    pub(super) fn is_anything_missing(&self) -> bool {
        let facts = self.dossier.rules.facts.pairs();
        facts.into_iter().any(|(id, fact)| fact.derivation.is_none() && self.dossier.facts[id].is_none())
    }
}

/// What excludes each other, or sets one fact to different values where neither needs the other; ascending.
fn clashes(list: &Arena<ActionId, Action>, needs: &Arena<ActionId, Vec<ActionId>>) -> Arena<ActionId, Vec<ActionId>> {
    let mut clashes: Arena<ActionId, Vec<ActionId>> = Arena::like(list, |_| Vec::new());
    let mut by_fact: BTreeMap<FactId, Vec<(ActionId, &Value)>> = BTreeMap::new();
    let mut apart = |one: ActionId, other: ActionId| {
        clashes[one].push(other);
        clashes[other].push(one);
    };
    for (at, action) in list.pairs() {
        action.excludes.iter().for_each(|other| apart(at, *other));
        for (fact, value) in &action.sets {
            let before = by_fact.entry(*fact).or_default();
            for (other, otherwise) in before.iter() {
                let related = |a: ActionId, b: ActionId| needs[a].binary_search(&b).is_ok();
                if *otherwise != value && *other != at && !related(at, *other) && !related(*other, at) {
                    apart(at, *other);
                }
            }
            before.push((at, value));
        }
    }
    for of in clashes.iter_mut() {
        of.sort_unstable();
        of.dedup();
    }
    clashes
}

/// Whether more than `most` pairs of actions need each other, directly or not, or exclude each other: what a world then
/// holds grows with their square.
pub(super) fn are_more_related(actions: &Actions, most: u64) -> bool {
    let list = &actions.list;
    let mut left = most;
    let mut take = |pairs: usize| {
        left = left.checked_sub(u64::try_from(pairs).unwrap_or(u64::MAX))?;
        Some(())
    };
    let mut by_fact: BTreeMap<FactId, usize> = BTreeMap::new();
    let mut needs = Needs::new(list, |id| &list[id].needs);
    let counted = list.pairs().try_for_each(|(start, action)| {
        take(action.excludes.len())?;
        for (fact, _) in &action.sets {
            let before = by_fact.entry(*fact).or_default();
            take(*before)?;
            *before += 1;
        }
        needs.each(start, |next| take(1 + list[next].needs.len()))
    });
    counted.is_none()
}
