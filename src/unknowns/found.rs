//! Ways of answering that are found where not all can be gone through: one that makes the unit eligible for an award,
//! and one that does not.
//!
//! The missing facts are answered one after the other, each as it helps most, and then changed one by one as long as
//! that brings the outcome nearer. What is found proves that it can be; that nothing is found proves nothing.

use super::Way;
use super::table::{answered, missing};
use super::turns::worth_trying;
use crate::Number;
use crate::assess::{Outline, outline};
use crate::assessment::{Eligibility, Verdict};
use crate::dossier::Dossier;
use crate::rule_set::{AwardId, FactId, RequirementTest, Value};
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
pub(super) fn found(dossier: &Dossier, award: AwardId) -> Found {
    let mut search = Search { dossier, award, left: 0, found: Found::default() };
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
    dossier: &'a Dossier,
    award: AwardId,
    left: usize,
    found: Found,
}

/// How far from a goal: by what stands against it, and by points.
type Distance = (usize, Number);

/// Answers so far, with what they come to.
struct Trial {
    dossier: Dossier,
    seen: Outline,
    asked: Vec<FactId>,
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
        let seen = outline(dossier);
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

    /// `None` where the looks are used up before the goal is found.
    fn toward(&mut self, goal: Goal) -> Option<()> {
        // All by their first values, all by their last: often that is enough.
        for last in [false, true] {
            self.fill(last, goal)?;
        }
        let seen = self.look(self.dossier)?;
        let mut trial = Trial { dossier: self.dossier.clone(), seen, asked: Vec::new() };
        while !self.is_found(goal) {
            let open = self.open(&trial);
            let is_open = !open.is_empty();
            trial.asked.extend(&open);
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
        let mut trial = Trial { dossier: self.dossier.clone(), seen, asked: Vec::new() };
        while !self.is_found(goal) {
            let open = self.open(&trial);
            if open.is_empty() {
                break;
            }
            for fact in open {
                let mut values = worth_trying(&trial.dossier, fact).into_iter();
                let value = if last { values.next_back() } else { values.next() };
                trial.dossier = answered(&trial.dossier, value.map(|value| (fact, value)));
                trial.asked.push(fact);
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
        let before = is_answered.then(|| self.distance(goal, &trial.seen, self.award));
        let mut best: Option<(Distance, Value, Outline)> = None;
        for value in worth_trying(&trial.dossier, fact) {
            if self.is_found(goal) {
                break;
            }
            if trial.dossier.facts[fact].as_ref() == Some(&value) {
                continue;
            }
            let seen = self.look(&answered(&trial.dossier, [(fact, value.clone())]))?;
            let distance = self.distance(goal, &seen, self.award);
            let least = best.as_ref().map(|(best, ..)| best).or(before.as_ref());
            if least.is_none_or(|least| distance < *least) {
                best = Some((distance, value, seen));
            }
        }
        let is_nearer = best.is_some();
        if let Some((_, value, seen)) = best {
            trial.dossier = answered(&trial.dossier, [(fact, value)]);
            trial.seen = seen;
        }
        Some(is_nearer)
    }

    /// How far an award is from a goal.
    fn distance(&self, goal: Goal, seen: &Outline, award: AwardId) -> Distance {
        let asked = &self.dossier.rules.awards[award];
        let outcome = seen.outcome(award);
        let (mut against, mut points): Distance = (0, Number::ZERO);
        let mut least: Option<Number> = None;
        for (requirement, found) in asked.requires.iter().zip(&outcome.requirements) {
            let slack = found.margin.as_ref().map(|margin| slack(requirement, margin));
            match goal {
                Goal::Eligible if found.outcome != Verdict::Holds => {
                    against += usize::from(found.outcome == Verdict::Fails);
                    points += &slack.map_or(Number::ZERO, |slack| (-slack.low).max(Number::ZERO));
                    if let RequirementTest::Eligible { award } = &requirement.test {
                        let (more, further) = self.distance(goal, seen, *award);
                        (against, points) = (against + more, points + further);
                    }
                }
                Goal::Eligible => {}
                Goal::Otherwise => {
                    against += usize::from(found.outcome == Verdict::Holds);
                    let nearest = match &requirement.test {
                        RequirementTest::Eligible { award } => Some(self.distance(goal, seen, *award).1),
                        _ => slack.map(|slack| slack.high),
                    };
                    least = nearest.into_iter().chain(least).min();
                }
            }
        }
        let unwanted = if goal == Goal::Eligible { Verdict::Holds } else { Verdict::Fails };
        against += outcome.bars.iter().filter(|bar| bar.outcome == unwanted).count();
        (against, points + least.unwrap_or(Number::ZERO))
    }
}
