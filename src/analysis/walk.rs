//! Whether something can make a condition true: a walk over what the facts that it reads can be.

use super::reads::{Derived, Read};
use super::space::{Choice, Place, VariableId};
use super::study::Study;
use crate::evaluate::{Facts, Room, Truth};
use crate::invariant::broken;
use crate::rule_set::{Condition, FactId, Value};

/// Whether something can make a condition true.
pub(super) enum Held {
    /// This does.
    Here(Vec<(VariableId, Choice)>),
    /// Nothing does.
    Never,
    /// The steps that it may take are used up.
    UsedUp,
    /// Numbers or texts remain that were not told apart.
    Remains(Vec<FactId>),
}

/// So many expectations are looked at in a step.
const EXPECTATIONS: usize = 100;

/// How many steps it takes to look at so many expectations.
pub(super) fn steps(expectations: usize) -> u64 {
    u64::try_from(expectations / EXPECTATIONS).unwrap_or(u64::MAX - 1) + 1
}

/// Looks for what makes a condition true, with at most `looks` looks at it.
pub(super) fn satisfied(study: &mut Study<'_>, condition: &Condition, looks: u64) -> Held {
    let mut facts = Vec::new();
    condition.for_each_test(&mut |fact, _| facts.push(fact));
    let Derived { facts: derived, size } = study.reads.derived(facts);
    let each = steps(condition.size() + size);
    let variables = study.reads.condition(condition);
    let mut variables = study.field.variables(&Read { facts: variables, ..Read::default() });
    let is_first = |at: &VariableId| study.field.space.variables[*at].first;
    variables.sort_by_key(|at| !is_first(at));
    let firsts = variables.iter().filter(|at| is_first(at)).count();
    study.answers[FactId::AS_OF] = study.frame.as_of.map(Value::Date);
    let mut walk = Walk { condition, variables: &variables, derived: &derived, branches: Vec::new() };
    let (mut left, mut room) = (looks, Room::default());
    let outcome = loop {
        let mut open = true;
        if walk.branches.len() >= firsts {
            if left == 0 || study.has_no_steps() {
                break Some(Held::UsedUp);
            }
            left -= 1;
            study.step(each);
            let truth;
            (truth, room) = walk.look(study, room);
            if truth.is_true() {
                break Some(Held::Here(walk.said()));
            }
            open = truth.is_unknown();
        }
        if open {
            walk.branch(study);
        }
        if !walk.go_on(study) {
            break None;
        }
    };
    walk.clear(study);
    if let Some(outcome) = outcome {
        return outcome;
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

/// A walk over what some facts can be, left where the condition is decided. Its stack is its own: a condition may read
/// very many facts.
struct Walk<'w> {
    condition: &'w Condition,
    variables: &'w [VariableId],
    /// The derived facts that it reads.
    derived: &'w [FactId],
    /// What the first of the variables say.
    branches: Vec<Branch>,
}

/// A variable whose choices are gone through.
struct Branch {
    at: VariableId,
    /// `None` of what is no fact, and is passed over.
    fact: Option<FactId>,
    now: Option<Choice>,
    later: std::vec::IntoIter<Option<Choice>>,
}

impl Walk<'_> {
    /// Whether the condition is true with what is said so far.
    fn look(&self, study: &Study<'_>, room: Room) -> (Truth, Room) {
        let facts = Facts::in_room(study.rules, &study.answers, self.derived, room);
        (facts.truth(self.condition), facts.into_room())
    }

    /// Has the next variable say something, if there is one.
    fn branch(&mut self, study: &mut Study<'_>) {
        let Some(&at) = self.variables.get(self.branches.len()) else { return };
        let (fact, choices) = match study.field.space.variables[at].place {
            Place::Fact(fact) => {
                let choices: Vec<Option<Choice>> = study.field.choices(at, true).into_iter().map(Some).collect();
                (Some(fact), choices)
            }
            Place::Held(_) => (None, vec![None]),
        };
        study.step(steps(choices.len()) - 1);
        self.branches.push(Branch { at, fact, now: None, later: choices.into_iter() });
    }

    /// The next choice of the last variable that has one; `false` where there is none.
    fn go_on(&mut self, study: &mut Study<'_>) -> bool {
        while let Some(branch) = self.branches.last_mut() {
            let next = branch.later.next();
            let is_over = next.is_none();
            branch.now = next.flatten();
            if let Some(fact) = branch.fact {
                study.answers[fact] = match &branch.now {
                    Some(Choice::Value(value)) => Some(value.clone()),
                    Some(Choice::Missing) | None => None,
                    Some(Choice::Held(_) | Choice::Between { .. }) => broken("a fact is answered, or left out", None),
                };
            }
            if !is_over {
                return true;
            }
            self.branches.pop();
        }
        false
    }

    /// What is said so far.
    fn said(&self) -> Vec<(VariableId, Choice)> {
        self.branches.iter().filter_map(|branch| Some((branch.at, branch.now.clone()?))).collect()
    }

    /// Leaves the answers as they were found.
    fn clear(self, study: &mut Study<'_>) {
        self.branches.iter().filter_map(|branch| branch.fact).for_each(|fact| study.answers[fact] = None);
    }
}
