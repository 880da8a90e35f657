//! Questions about conditions, cases and bands, over the facts that they read.

use super::reads::{Read, each_condition};
use super::report::{Claim, Proof, Question, Verdict};
use super::search::Said;
use super::space::{Choice, Place, VariableId};
use super::study::{Study, claim};
use super::witness;
use crate::evaluate::{Answers, Facts};
use crate::rule_set::arena::Arena;
use crate::rule_set::{Condition, FactId, FactTest, Kind, Scorer, Value};

/// A question that is whether a condition can hold.
struct Asked {
    question: Question,
    about: String,
    and: Option<String>,
    condition: Condition,
}

impl Asked {
    fn new(question: Question, about: String, condition: Condition) -> Asked {
        Asked { question, about, and: None, condition }
    }
}

pub(super) fn claims(study: &mut Study<'_>, claims: &mut Vec<Claim>, such: impl Fn(Question) -> bool) {
    let mut asked: Vec<Asked> = Vec::new();
    each_condition(study.rules, &mut |place, condition| {
        asked.push(Asked::new(Question::CanHold, place.clone(), condition.clone()));
        let never = Condition::Not(Box::new(condition.clone()));
        asked.push(Asked::new(Question::CanBeFalse, place, never));
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
    for Asked { question, about, and, condition } in asked.into_iter().filter(|one| such(one.question)) {
        let verdict = can_hold(study, &condition);
        claims.push(Claim { and, ..claim(question, about, verdict) });
    }
}

fn cases_of(path: &str, cases: &[(Condition, crate::Number)], asked: &mut Vec<Asked>) {
    let mut before: Vec<Condition> = Vec::new();
    for (i, (condition, _)) in cases.iter().enumerate() {
        let first = before.iter().cloned().chain([condition.clone()]).collect();
        asked.push(Asked::new(Question::CaseCounts, format!("{path}.cases.{i}"), Condition::All(first)));
        before.push(Condition::Not(Box::new(condition.clone())));
    }
    asked.push(Asked::new(Question::LeavesGap, path.to_owned(), Condition::All(before)));
    for (j, (later, fraction)) in cases.iter().enumerate() {
        for (i, (earlier, other)) in cases.iter().enumerate().take(j) {
            if fraction != other {
                let both = Condition::All(vec![earlier.clone(), later.clone()]);
                let one = Asked::new(Question::CasesOverlap, format!("{path}.cases.{j}"), both);
                asked.push(Asked { and: Some(format!("{path}.cases.{i}")), ..one });
            }
        }
    }
}

fn bands_of(path: &str, fact: FactId, steps: &[(crate::Number, crate::Number)], asked: &mut Vec<Asked>) {
    let test = |test: FactTest| Condition::Fact(fact, test);
    let below = steps.iter().skip(1).map(|(at, _)| Some(at)).chain([None]);
    for ((at, _), below) in steps.iter().zip(below) {
        let mut within = vec![test(FactTest::NumberAtLeast(at.clone()))];
        within.extend(below.map(|below| test(FactTest::NumberBelow(below.clone()))));
        asked.push(Asked::new(Question::BandCounts, format!("{path}.bands.{at}"), Condition::All(within)));
    }
    if let Some((lowest, _)) = steps.first() {
        let under = test(FactTest::NumberBelow(lowest.clone()));
        asked.push(Asked::new(Question::LeavesGap, path.to_owned(), under));
    }
}

/// Whether some unit makes a condition true.
pub(super) fn can_hold(study: &mut Study<'_>, condition: &Condition) -> Verdict {
    if study.watch.is_spent() {
        return Verdict::NotDecided { why: study.used_up() };
    }
    let steps = study.steps();
    match satisfied(study, condition, steps) {
        Held::Here(said) => {
            let document = study.document(said);
            study.shown(document, |rules, document| {
                let bound = witness::bound(rules, document);
                bound.is_some_and(|dossier| Facts::new(&dossier.rules, &dossier.facts).truth(condition).is_true())
            })
        }
        Held::Never => Verdict::Impossible { proof: Proof::Exhausted },
        Held::UsedUp => Verdict::NotDecided { why: study.used_up() },
        Held::Remains(facts) => Verdict::NotDecided { why: study.remains(&facts) },
    }
}

/// Whether something can make a condition true.
pub(super) enum Held {
    /// This does.
    Here(Said),
    /// Nothing does.
    Never,
    /// The steps that it may take are used up.
    UsedUp,
    /// Numbers or texts remain that were not told apart.
    Remains(Vec<FactId>),
}

/// Looks for what makes a condition true.
pub(super) fn satisfied(study: &mut Study<'_>, condition: &Condition, steps: u64) -> Held {
    let mut variables = study.field.variables(&Read { facts: study.reads.condition(condition), ..Read::default() });
    let is_first = |at: &VariableId| study.field.space.variables[*at].first;
    variables.sort_by_key(|at| !is_first(at));
    let firsts = variables.iter().filter(|at| is_first(at)).count();
    let mut answers: Answers = Arena::like(&study.rules.facts, |_| None);
    answers[FactId::AS_OF] = study.frame.as_of.map(Value::Date);
    let mut walk = Walk { study, condition, variables: &variables, firsts, left: steps, more: 0 };
    let mut said = walk.study.field.nothing();
    let found = walk.from(0, &mut answers, &mut said);
    let (used_up, more) = (walk.left == 0, walk.more);
    study.step(more);
    if found {
        return Held::Here(said);
    }
    if used_up {
        return Held::UsedUp;
    }
    let facts: Vec<FactId> = variables
        .iter()
        .filter(|at| !study.field.space.is_listed(**at))
        .filter_map(|at| match study.field.space.variables[*at].place {
            Place::Fact(fact) => Some(fact),
            Place::Held(_) => None,
        })
        .collect();
    if facts.is_empty() { Held::Never } else { Held::Remains(facts) }
}

/// A walk over what some facts can be, left where the condition is decided.
struct Walk<'w, 'a> {
    study: &'w Study<'a>,
    condition: &'w Condition,
    variables: &'w [VariableId],
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
        let Place::Fact(fact) = self.study.field.space.variables[variable].place else {
            return self.from(at + 1, answers, said);
        };
        for choice in self.study.field.choices(variable, true) {
            answers[fact] = match &choice {
                Choice::Value(value) => Some(value.clone()),
                _ => None,
            };
            said[variable] = Some(choice);
            if self.from(at + 1, answers, said) {
                return true;
            }
        }
        answers[fact] = None;
        said[variable] = None;
        false
    }
}
