//! Ways of answering that are found where not all can be gone through: one that makes the unit eligible for an award,
//! and one that does not.
//!
//! The missing facts are answered one after the other, each as it helps most, and then changed one by one as long as
//! that brings the outcome nearer. What is found proves that it can be; that nothing is found proves nothing.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;

use super::Way;
use super::scout::Scout;
use super::table::{answered, missing};
use super::turns::worth_trying;
use crate::Number;
use crate::assess::Outline;
use crate::assessment::{Eligibility, Verdict};
use crate::dossier::Dossier;
use crate::rule_set::{AwardId, Compiled, FactId, RequirementTest, Value};
use crate::sensitivity::slack;

/// The most assessments made in search of ways of answering, for one award.
pub const MOST_TRIED: usize = 1000;

/// A way of answering that makes the unit eligible, and one that does not, as far as they were found.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    eligible: Option<Way>,
    otherwise: Option<Way>,
}

impl Found {
    /// Both, where both were found.
    pub(super) fn both(self) -> Option<[Way; 2]> {
        Some([self.eligible?, self.otherwise?])
    }
}

/// Looks for both.
pub(super) fn found(scout: &mut Scout, dossier: &Dossier, award: AwardId) -> Found {
    let asked_of = asked_of(&dossier.rules, award);
    let mut search = Search { scout, dossier, award, asked_of, left: 0, found: Found::default() };
    for goal in [Goal::Eligible, Goal::Otherwise] {
        search.left += MOST_TRIED / 2;
        // Where the looks are used up, what was found until then is found.
        let _: Option<()> = search.toward(goal);
    }
    search.found
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goal {
    Eligible,
    Otherwise,
}

struct Search<'a> {
    scout: &'a mut Scout,
    dossier: &'a Dossier,
    award: AwardId,
    /// The awards whose eligibility it asks, directly or not, each after those that it asks; itself the last.
    asked_of: Vec<AwardId>,
    left: usize,
    found: Found,
}

/// How far from a goal: by what stands against it, and by points.
type Distance = (usize, Number);

/// Answers so far, with what they come to.
struct Trial {
    dossier: Dossier,
    seen: Outline,
    asked: IndexSet<FactId>,
}

impl Search<'_> {
    fn is_found(&self, goal: Goal) -> bool {
        match goal {
            Goal::Eligible => self.found.eligible.is_some(),
            Goal::Otherwise => self.found.otherwise.is_some(),
        }
    }

    /// What a dossier comes to; `None` where the looks are used up.
    fn look(&mut self, dossier: &Dossier) -> Option<Outline> {
        self.left = self.left.checked_sub(1)?;
        let seen = self.scout.outline(dossier)?;
        let outcome = seen.award(self.award);
        let place = match outcome {
            Eligibility::Eligible => &mut self.found.eligible,
            Eligibility::Ineligible | Eligibility::Conditional => &mut self.found.otherwise,
            Eligibility::Undetermined => return Some(seen),
        };
        if place.is_none() {
            let rules = &self.dossier.rules;
            let missing = rules.facts.pairs().filter(|(id, _)| self.dossier.facts[*id].is_none());
            let answers =
                missing.filter_map(|(id, fact)| Some((fact.name.clone(), fact.text_of(dossier.facts[id].as_ref()?))));
            *place = Some(Way { outcome, answers: answers.collect() });
        }
        Some(seen)
    }

    /// Values of a fact to try; `None` where the work is used up.
    fn worth_trying(&mut self, dossier: &Dossier, fact: FactId) -> Option<Vec<Value>> {
        self.scout.count()?;
        Some(worth_trying(dossier, &self.scout.cuts, fact))
    }

    /// `None` where the looks are used up before the goal is found.
    fn toward(&mut self, goal: Goal) -> Option<()> {
        // All by their first values, all by their last: often that is enough.
        for last in [false, true] {
            self.fill(last, goal)?;
        }
        let seen = self.look(self.dossier)?;
        let mut trial = Trial { dossier: self.dossier.clone(), seen, asked: IndexSet::new() };
        while !self.is_found(goal) {
            let open = self.open(&trial);
            let is_open = !open.is_empty();
            trial.asked.extend(open.iter().copied());
            for fact in open {
                self.answer(goal, &mut trial, fact)?;
            }
            let mut is_nearer = false;
            for fact in trial.asked.clone() {
                is_nearer |= self.answer(goal, &mut trial, fact)?;
            }
            if !is_open && !is_nearer {
                break;
            }
        }
        Some(())
    }

    /// Every fact that is open by the first or the last value worth trying, until none is.
    fn fill(&mut self, last: bool, goal: Goal) -> Option<()> {
        let seen = self.look(self.dossier)?;
        let mut trial = Trial { dossier: self.dossier.clone(), seen, asked: IndexSet::new() };
        while !self.is_found(goal) {
            let open = self.open(&trial);
            if open.is_empty() {
                break;
            }
            for fact in open {
                let mut values = self.worth_trying(&trial.dossier, fact)?.into_iter();
                if let Some(value) = if last { values.next_back() } else { values.next() } {
                    trial.dossier.answer(fact, Some(value));
                }
                trial.asked.insert(fact);
            }
            trial.seen = self.look(&trial.dossier)?;
        }
        Some(())
    }

    /// The facts that leave the award open and were not asked.
    fn open(&self, trial: &Trial) -> Vec<FactId> {
        let names = &trial.seen.outcome(self.award).undecided_by;
        let missing = names.iter().filter_map(|name| missing(&trial.dossier, name));
        missing.filter(|fact| !trial.asked.contains(fact)).collect()
    }

    /// Answers a fact as it brings the goal nearest; whether that is nearer than before.
    fn answer(&mut self, goal: Goal, trial: &mut Trial, fact: FactId) -> Option<bool> {
        let is_answered = trial.dossier.facts[fact].is_some();
        let before = is_answered.then(|| self.distance(goal, &trial.seen));
        let mut best: Option<(Distance, Value, Outline)> = None;
        for value in self.worth_trying(&trial.dossier, fact)? {
            if self.is_found(goal) {
                break;
            }
            if trial.dossier.facts[fact].as_ref() == Some(&value) {
                continue;
            }
            let seen = self.look(&answered(&trial.dossier, [(fact, value.clone())]))?;
            let distance = self.distance(goal, &seen);
            let least = best.as_ref().map(|(best, ..)| best).or(before.as_ref());
            if least.is_none_or(|least| distance < *least) {
                best = Some((distance, value, seen));
            }
        }
        let is_nearer = best.is_some();
        if let Some((_, value, seen)) = best {
            trial.dossier.answer(fact, Some(value));
            trial.seen = seen;
        }
        Some(is_nearer)
    }

    /// How far the award is from a goal.
    fn distance(&self, goal: Goal, seen: &Outline) -> Distance {
        let mut of: BTreeMap<AwardId, Distance> = BTreeMap::new();
        for award in &self.asked_of {
            let distance = self.distance_of(goal, seen, *award, &of);
            of.insert(*award, distance);
        }
        of.remove(&self.award).unwrap_or_default()
    }

    /// How far an award is, where it is known how far those are that it asks.
    fn distance_of(&self, goal: Goal, seen: &Outline, award: AwardId, of: &BTreeMap<AwardId, Distance>) -> Distance {
        let asked = &self.dossier.rules.awards[award];
        let outcome = seen.outcome(award);
        let (mut against, mut points): Distance = (0, Number::ZERO);
        let mut nearest: Option<Number> = None;
        for (requirement, found) in asked.requires.iter().zip(&outcome.requirements) {
            let below = match &requirement.test {
                RequirementTest::Eligible { award } => of.get(award),
                _ => None,
            };
            let slack = found.margin.as_ref().map(|margin| slack(requirement, margin));
            match goal {
                Goal::Eligible if found.outcome == Verdict::Holds => {}
                Goal::Eligible => {
                    against += usize::from(found.outcome == Verdict::Fails);
                    let lacks = slack.map(|slack| (-slack.low).max(Number::ZERO));
                    points += &lacks.or_else(|| below.map(|(_, lacks)| lacks.clone())).unwrap_or(Number::ZERO);
                    against = against.saturating_add(below.map_or(0, |(against, _)| *against));
                }
                Goal::Otherwise => {
                    against += usize::from(found.outcome == Verdict::Holds);
                    let slack = slack.map(|slack| slack.high).or_else(|| below.map(|(_, slack)| slack.clone()));
                    nearest = slack.into_iter().chain(nearest).min();
                }
            }
        }
        let unwanted = if goal == Goal::Eligible { Verdict::Holds } else { Verdict::Fails };
        against = against.saturating_add(outcome.bars.iter().filter(|bar| bar.outcome == unwanted).count());
        (against, points + nearest.unwrap_or(Number::ZERO))
    }
}

/// The awards whose eligibility an award asks, directly or not, each after those that it asks, and it behind them.
fn asked_of(rules: &Compiled, award: AwardId) -> Vec<AwardId> {
    let mut wanted = BTreeSet::from([award]);
    // INVARIANT: every award stands in the order after those whose eligibility it asks.
    for id in rules.award_order.iter().rev() {
        if !wanted.contains(id) {
            continue;
        }
        wanted.extend(rules.awards[*id].requires.iter().filter_map(|requirement| match &requirement.test {
            RequirementTest::Eligible { award } => Some(*award),
            _ => None,
        }));
    }
    rules.award_order.iter().filter(|id| wanted.contains(id)).copied().collect()
}
