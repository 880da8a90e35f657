//! Kinds of unit: the facts that decide which criteria apply, and what they can be together.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::space::{Choice, Place, Space, VariableId};
use crate::invariant::Always;
use crate::rule_set::{AnswerOutcome, Compiled, CriterionId, FactId, FactType, Scorer, Value};

/// So many kinds are looked at together, at most; beyond it each fact is by itself.
const TOGETHER: usize = 64;

/// One kind of unit.
#[derive(Clone, Debug, Default)]
pub(super) struct Kind {
    /// The variables with what they are.
    pub(super) said: Vec<(VariableId, Choice)>,
    /// The same, for people.
    pub(super) given: IndexMap<String, String>,
}

/// The kinds of a rule set.
pub(super) struct Kinds {
    /// What the conditions under which criteria apply tell apart; at least one, which may say nothing.
    pub(super) units: Vec<Kind>,
    /// An answer each by which a criterion does not apply.
    pub(super) left_out: Vec<Kind>,
}

pub(super) fn kinds(rules: &Compiled, space: &Space) -> Kinds {
    let mut facts: BTreeSet<FactId> = BTreeSet::new();
    for (id, criterion) in rules.criteria.pairs() {
        if let Some(condition) = criterion.applies_when.as_ref().filter(|_| id != CriterionId::TOTAL) {
            condition.for_each_test(&mut |fact, _| {
                let simple = matches!(rules.facts[fact].fact_type, FactType::Boolean | FactType::Choice { .. });
                if simple {
                    facts.insert(fact);
                }
            });
        }
    }
    let each: Vec<Vec<Kind>> = facts.iter().map(|fact| of_fact(rules, space, *fact, &|_| true)).collect();
    let together = each.iter().try_fold(1_usize, |product, kinds| product.checked_mul(kinds.len().max(1)));
    let units = if together.is_some_and(|together| together <= TOGETHER) {
        each.iter().fold(vec![Kind::default()], |so_far, kinds| {
            so_far.iter().flat_map(|one| kinds.iter().map(|more| joined(one, more))).collect()
        })
    } else {
        each.into_iter().flatten().collect()
    };
    Kinds { units, left_out: left_out(rules, space) }
}

fn left_out(rules: &Compiled, space: &Space) -> Vec<Kind> {
    let mut found = Vec::new();
    for criterion in rules.criteria.iter() {
        if let crate::rule_set::Kind::Leaf(leaf) = &criterion.kind
            && let Scorer::Scale { fact, scale, answers } = &leaf.scorer
        {
            found.extend(of_fact(rules, space, *fact, &|at| {
                let answer = rules.scales[*scale].read(answers, &Value::Choice(at));
                answer.is_some_and(|(_, answer)| answer.gives == AnswerOutcome::NotApplicable)
            }));
        }
    }
    found
}

fn of_fact(rules: &Compiled, space: &Space, fact: FactId, such: &dyn Fn(u32) -> bool) -> Vec<Kind> {
    let Some(at) = space.at(Place::Fact(fact)).always("what is answered is a variable") else {
        return vec![Kind::default()];
    };
    let of = space.variables[at].choices.iter().filter_map(|choice| {
        let Choice::Value(value) = choice else { return None };
        let wanted = match value {
            Value::Choice(at) => such(*at),
            _ => true,
        };
        let given = IndexMap::from([(rules.facts[fact].name.clone(), rules.facts[fact].text_of(value))]);
        wanted.then(|| Kind { said: vec![(at, choice.clone())], given })
    });
    of.collect()
}

fn joined(one: &Kind, more: &Kind) -> Kind {
    let mut joined = one.clone();
    joined.said.extend(more.said.iter().cloned());
    joined.given.extend(more.given.iter().map(|(fact, value)| (fact.clone(), value.clone())));
    joined
}
