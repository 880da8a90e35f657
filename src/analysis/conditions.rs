//! Questions about conditions, cases and bands, over the facts that they read.

use super::reads::{Read, each_condition};
use super::report::{Claim, Proof, Question, Verdict};
use super::search::Said;
use super::space::{Choice, Place, Rest};
use super::study::{Study, claim};
use super::witness;
use crate::evaluate::{Answers, Facts};
use crate::rule_set::arena::Arena;
use crate::rule_set::{Condition, FactId, FactTest, Kind, Scorer, Value};

pub(super) fn claims(study: &mut Study<'_>, claims: &mut Vec<Claim>) {
    let mut asked: Vec<(Question, String, Condition)> = Vec::new();
    each_condition(study.rules, &mut |place, condition| {
        asked.push((Question::CanHold, place.clone(), condition.clone()));
        asked.push((Question::CanBeFalse, place, Condition::Not(Box::new(condition.clone()))));
    });
    for criterion in study.rules.criteria.iter() {
        if let Kind::Leaf(leaf) = &criterion.kind {
            match &leaf.scorer {
                Scorer::Cases { cases, .. } => cases_of(&criterion.path, cases, &mut asked),
                Scorer::Bands { fact, steps, .. } => bands_of(&criterion.path, *fact, steps, &mut asked),
                _ => {}
            }
        }
    }
    for (question, about, condition) in asked {
        let verdict = can_hold(study, &condition);
        claims.push(claim(question, about, verdict));
    }
}

fn cases_of(path: &str, cases: &[(Condition, crate::Number)], asked: &mut Vec<(Question, String, Condition)>) {
    let mut before: Vec<Condition> = Vec::new();
    for (i, (condition, _)) in cases.iter().enumerate() {
        let first = before.iter().cloned().chain([condition.clone()]).collect();
        asked.push((Question::CaseCounts, format!("{path}.cases.{i}"), Condition::All(first)));
        before.push(Condition::Not(Box::new(condition.clone())));
    }
    asked.push((Question::CaseCounts, format!("{path}.otherwise"), Condition::All(before)));
}

fn bands_of(
    path: &str,
    fact: FactId,
    steps: &[(crate::Number, crate::Number)],
    asked: &mut Vec<(Question, String, Condition)>,
) {
    let test = |test: FactTest| Condition::Fact(fact, test);
    let below = steps.iter().skip(1).map(|(at, _)| Some(at)).chain([None]);
    for ((at, _), below) in steps.iter().zip(below) {
        let mut within = vec![test(FactTest::NumberAtLeast(at.clone()))];
        within.extend(below.map(|below| test(FactTest::NumberBelow(below.clone()))));
        asked.push((Question::BandCounts, format!("{path}.bands.{at}"), Condition::All(within)));
    }
    if let Some((lowest, _)) = steps.first() {
        let within = test(FactTest::NumberBelow(lowest.clone()));
        asked.push((Question::BandCounts, format!("{path}.bands.otherwise"), within));
    }
}

/// Whether some unit makes a condition true.
fn can_hold(study: &mut Study<'_>, condition: &Condition) -> Verdict {
    let mut variables = study.field.variables(&Read { facts: study.reads.condition(condition), ..Read::default() });
    let is_first = |at: &usize| study.field.space.variable(*at).is_some_and(|variable| variable.first);
    variables.sort_by_key(|at| !is_first(at));
    let firsts = variables.iter().filter(|at| is_first(at)).count();
    let mut answers: Answers = Arena::like(&study.rules.facts, |_| None);
    answers[FactId::AS_OF] = study.frame.as_of.map(Value::Date);
    let mut walk = Walk { study, condition, variables: &variables, firsts, left: study.budget, more: 0 };
    let mut said = walk.study.field.nothing();
    let found = walk.from(0, &mut answers, &mut said);
    let (used_up, more) = (walk.left == 0, walk.more);
    study.more += more;
    if found {
        let document = study.document(said);
        return study.shown(document, |rules, document| {
            let bound = witness::bound(rules, document);
            bound.is_some_and(|dossier| Facts::new(&dossier.rules, &dossier.facts).truth(condition).is_true())
        });
    }
    if used_up {
        return Verdict::NotDecided { why: format!("the budget of {} looks is used up", study.budget) };
    }
    let rest = |at: &&usize| study.field.space.variable(**at).is_some_and(|variable| variable.rest != Rest::Nothing);
    let facts: Vec<FactId> = variables
        .iter()
        .filter(rest)
        .filter_map(|at| match study.field.space.variable(*at)?.place {
            Place::Fact(fact) => Some(fact),
            Place::Held(_) => None,
        })
        .collect();
    if facts.is_empty() {
        Verdict::Impossible { proof: Proof::Exhausted }
    } else {
        Verdict::NotDecided { why: study.remains(&facts) }
    }
}

/// A walk over what some facts can be, left where the condition is decided.
struct Walk<'w, 'a> {
    study: &'w Study<'a>,
    condition: &'w Condition,
    variables: &'w [usize],
    /// How many of them must be said before anything is read off.
    firsts: usize,
    left: u64,
    more: u64,
}

impl Walk<'_, '_> {
    /// Whether it becomes true with what is still to say from `at` on.
    fn from(&mut self, at: usize, answers: &mut Answers, said: &mut Said) -> bool {
        if at >= self.firsts {
            if self.left == 0 {
                return false;
            }
            self.left -= 1;
            self.more += 1;
            let truth = Facts::new(self.study.rules, answers).truth(self.condition);
            if !truth.is_unknown() {
                return truth.is_true();
            }
        }
        let Some(&variable) = self.variables.get(at) else { return false };
        let Some(Place::Fact(fact)) = self.study.field.space.variable(variable).map(|variable| variable.place) else {
            return self.from(at + 1, answers, said);
        };
        for choice in self.study.field.choices(variable, true) {
            answers[fact] = match &choice {
                Choice::Value(value) => Some(value.clone()),
                _ => None,
            };
            if let Some(place) = said.get_mut(variable) {
                *place = Some(choice);
            }
            if self.from(at + 1, answers, said) {
                return true;
            }
        }
        answers[fact] = None;
        if let Some(place) = said.get_mut(variable) {
            *place = None;
        }
        false
    }
}
