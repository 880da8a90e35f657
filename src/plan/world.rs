//! What comes of a set of actions: when it is done, the dossier that results, and what is decided on it.

use std::sync::Arc;

use super::actions::{Action, Actions};
use crate::Date;
use crate::assess;
use crate::assessment::{Eligibility, Verdict};
use crate::dossier::{Document, Dossier};
use crate::rule_set::arena::{Arena, ArenaId};
use crate::rule_set::{AwardId, FactId, Value};
use crate::unknowns::{Chance, prospect};

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
    pub(super) done: Vec<Option<Date>>,
    /// All that each needs, directly or not.
    pub(super) needs: Vec<Vec<usize>>,
    /// Those that cannot be done beside each.
    pub(super) clashes: Vec<Vec<usize>>,
    /// Why each cannot be chosen; `None` for one that can.
    pub(super) shut: Vec<Option<Shut>>,
    /// The place of each action in an order in which it comes after those that it needs.
    rank: Vec<usize>,
}

/// What an assessment decides: the award, and each of its requirements and bars apart.
pub(super) struct Decision {
    pub(super) eligible: bool,
    /// Requirements, then bars; whether each is as the award needs it.
    pub(super) goals: Vec<bool>,
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
        let needs: Vec<Vec<usize>> = (0..list.len()).map(|at| all_needs(list, at)).collect();
        let mut order: Vec<usize> = (0..list.len()).collect();
        order.sort_by_key(|at| (needs.get(*at).map_or(0, Vec::len), *at));
        let mut done: Vec<Option<Date>> = vec![None; list.len()];
        for at in &order {
            let Some(action) = list.get(*at) else { continue };
            let start = action.needs.iter().try_fold(dossier.as_of, |start, need| {
                done.get(*need).copied().flatten().map(|done: Date| done.max(start))
            });
            let end = start.and_then(|start| match action.duration {
                Some(duration) => start.plus(duration),
                None => Some(start),
            });
            if let Some(place) = done.get_mut(*at) {
                *place = end;
            }
        }
        let clashes = clashes(list, &needs);
        let mut rank = vec![0; list.len()];
        for (place, at) in order.iter().enumerate() {
            if let Some(rank) = rank.get_mut(*at) {
                *rank = place;
            }
        }
        let mut world = World { dossier, actions, award, by, done, needs, clashes, shut: Vec::new(), rank };
        world.shut = (0..list.len()).map(|at| world.why_shut(at, lifted)).collect();
        world
    }

    fn why_shut(&self, at: usize, lifted: Option<usize>) -> Option<Shut> {
        let with_needs = || self.needs.get(at).into_iter().flatten().copied().chain([at]);
        for one in with_needs() {
            let mut blocked = self.actions.list.get(one).into_iter().flat_map(|action| &action.blocked_by);
            if let Some(obstacle) = blocked.find(|obstacle| Some(**obstacle) != lifted) {
                return Some(Shut::Obstacle(*obstacle));
            }
        }
        let Some(done) = self.done.get(at).copied().flatten() else { return Some(Shut::Late) };
        if self.by.is_some_and(|by| done > by) || !self.is_in_force(done) {
            return Some(Shut::Late);
        }
        let at_odds = |one: usize| with_needs().any(|other| self.clash(one, other));
        if with_needs().any(at_odds) { Some(Shut::AtOdds) } else { None }
    }

    /// Whether a dossier may be assessed as of a date.
    pub(super) fn is_in_force(&self, date: Date) -> bool {
        let rules = &self.dossier.rules;
        self.dossier.insisted
            || rules.effective_from.is_none_or(|from| from <= date)
                && rules.effective_until.is_none_or(|until| date < until)
    }

    pub(super) fn clash(&self, one: usize, other: usize) -> bool {
        self.clashes.get(one).is_some_and(|clashes| clashes.contains(&other))
    }

    /// When each of a set is done, and the day as of which the dossier is assessed.
    pub(super) fn day(&self, chosen: &[usize]) -> Date {
        let done = chosen.iter().filter_map(|at| self.done.get(*at).copied().flatten());
        self.by.unwrap_or_else(|| done.fold(self.dossier.as_of, Date::max))
    }

    /// The dossier once a set of actions, in ascending order, is done.
    pub(super) fn result(&self, chosen: &[usize]) -> Dossier {
        self.with(chosen, self.day(chosen), false)
    }

    /// The dossier with a set of actions as of a day. `already` has what they bring stand from the first day on, and
    /// only lapse when it would: what a part of a set does on a day on which the whole is done.
    pub(super) fn with(&self, chosen: &[usize], day: Date, already: bool) -> Dossier {
        let mut dossier = self.dossier.with_as_of(day);
        dossier.insisted = self.dossier.insisted || dossier.insisted;
        let mut in_order = chosen.to_vec();
        in_order.sort_unstable_by_key(|at| self.rank.get(*at));
        let sets = in_order.iter().filter_map(|at| self.actions.list.get(*at));
        let sets: Vec<&(FactId, Value)> = sets.flat_map(|action| &action.sets).collect();
        if !sets.is_empty() {
            let answers: &mut Arena<FactId, Option<Value>> = Arc::make_mut(&mut dossier.facts);
            sets.iter().for_each(|(fact, value)| answers[*fact] = Some(value.clone()));
            if !already {
                let by = Arc::make_mut(&mut dossier.answered_by);
                sets.iter().for_each(|(fact, _)| by[*fact] = None);
            }
        }
        let of = |at: &usize| Some((*at, self.actions.list.get(*at)?, self.done.get(*at).copied().flatten()?));
        let acting: Vec<(usize, &Action, Date)> = chosen.iter().filter_map(of).collect();
        let mut documents: Vec<Document> = Vec::new();
        let mut positions: Vec<(usize, usize, usize)> = Vec::new();
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
    pub(super) fn decide(&self, chosen: &[usize]) -> Decision {
        let day = self.day(chosen);
        if !self.is_in_force(day) {
            let award = &self.dossier.rules.awards[self.award];
            let goals = vec![false; award.requires.len() + award.bars.len()];
            return Decision { eligible: false, goals };
        }
        let outline = assess::outline(&self.with(chosen, day, false));
        let outcome = outline.outcome(self.award);
        let requirements = outcome.requirements.iter().map(|requirement| requirement.outcome == Verdict::Holds);
        let bars = outcome.bars.iter().map(|bar| bar.outcome == Verdict::Fails);
        Decision { eligible: outcome.outcome == Eligibility::Eligible, goals: requirements.chain(bars).collect() }
    }

    /// Whether the unit may be eligible once a set of actions is done, by what is missing.
    pub(super) fn may_be_eligible(&self, chosen: &[usize]) -> bool {
        let day = self.day(chosen);
        if !self.is_in_force(day) {
            return false;
        }
        let dossier = self.with(chosen, day, false);
        match assess::outline(&dossier).award(self.award) {
            Eligibility::Eligible => true,
            Eligibility::Undetermined => prospect(&dossier, self.award).chance != Chance::Impossible,
            Eligibility::Conditional | Eligibility::Ineligible => false,
        }
    }

    /// Whether the dossier leaves anything open that it could answer.
    pub(super) fn is_anything_missing(&self) -> bool {
        let facts = self.dossier.rules.facts.pairs();
        facts.into_iter().any(|(id, fact)| fact.derivation.is_none() && self.dossier.facts[id].is_none())
    }

    /// The name of a requirement or bar of the award.
    pub(super) fn goal_name(&self, goal: usize) -> &str {
        let award = &self.dossier.rules.awards[self.award];
        let requirements = award.requires.iter().map(|requirement| requirement.id.as_str());
        requirements.chain(award.bars.iter().map(|bar| bar.id.as_str())).nth(goal).unwrap_or_default()
    }

    /// How many requirements and bars the award has.
    pub(super) fn goals(&self) -> usize {
        let award = &self.dossier.rules.awards[self.award];
        award.requires.len() + award.bars.len()
    }
}

fn all_needs(list: &[Action], start: usize) -> Vec<usize> {
    let mut all: Vec<usize> = Vec::new();
    let mut queue: Vec<usize> = list.get(start).map(|action| action.needs.clone()).unwrap_or_default();
    while let Some(next) = queue.pop() {
        if !all.contains(&next) {
            all.push(next);
            queue.extend(list.get(next).into_iter().flat_map(|action| &action.needs));
        }
    }
    all.sort_unstable();
    all
}

/// What excludes each other, or sets one fact to different values where neither needs the other.
fn clashes(list: &[Action], needs: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut clashes: Vec<Vec<usize>> = vec![Vec::new(); list.len()];
    let mut by_fact: std::collections::BTreeMap<usize, Vec<(usize, &Value)>> = std::collections::BTreeMap::new();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (at, action) in list.iter().enumerate() {
        pairs.extend(action.excludes.iter().map(|other| (at, *other)));
        for (fact, value) in &action.sets {
            let before = by_fact.entry(fact.index()).or_default();
            for (other, otherwise) in before.iter() {
                let related = |a: usize, b: usize| needs.get(a).is_some_and(|needs| needs.contains(&b));
                if *otherwise != value && *other != at && !related(at, *other) && !related(*other, at) {
                    pairs.push((at, *other));
                }
            }
            before.push((at, value));
        }
    }
    for (one, other) in pairs {
        for (a, b) in [(one, other), (other, one)] {
            if let Some(of) = clashes.get_mut(a).filter(|of| !of.contains(&b)) {
                of.push(b);
            }
        }
    }
    clashes.iter_mut().for_each(|of| of.sort_unstable());
    clashes
}
