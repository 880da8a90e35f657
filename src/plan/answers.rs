//! The better answers themselves as actions, where no file says what can be done.

use indexmap::IndexMap;
use indexmap::map::Entry;

use super::actions::{Action, Actions, Bringing, MOST_DOCUMENTS};
use super::reads;
use crate::Number;
use crate::dossier::{Document, Dossier};
use crate::invariant::broken;
use crate::rule_set::{
    AnswerOutcome, Compiled, CriterionId, EvidenceRule, FactId, FactType, Kind, Leaf, Scorer, Value,
};

impl Actions {
    /// Each better answer to a criterion as an action of its own, with the documents that the criterion asks for,
    /// for the same cost 1 and done on the day it begins: what is planned is then the fewest answers to better.
    ///
    /// Choices and truths are offered; a number that a criterion measures is not, since what can be reached is not
    /// for the rules to say. An actions file with `effort` offers the same at other costs.
    #[must_use]
    pub fn answers(dossier: &Dossier) -> Actions {
        let list = better(dossier, &|_| Some(Number::ONE)).collect();
        Actions { list, obstacles: dossier.obstacles.to_vec(), unit_of_cost: None }
    }
}

/// The facts that a leaf asks for and that can be answered otherwise.
pub(super) fn asked(rules: &Compiled, leaf: CriterionId) -> Vec<FactId> {
    let Kind::Leaf(leaf) = &rules.criteria[leaf].kind else {
        return broken("only leaves are asked what they ask for", Vec::new());
    };
    let mut read = reads::Read::new();
    match &leaf.scorer {
        Scorer::Scale { fact, .. } => reads::of_fact(rules, *fact, &mut read),
        Scorer::MetWhen(_) | Scorer::Count { .. } | Scorer::Cases { .. } => {
            reads::of_scorer(rules, &leaf.scorer, &mut read);
        }
        Scorer::Bands { .. } | Scorer::Linear { .. } | Scorer::Ratio { .. } => {}
    }
    let closed = |fact: &FactId| matches!(rules.facts[*fact].fact_type, FactType::Boolean | FactType::Choice { .. });
    read.into_iter().filter(closed).collect()
}

/// The actions that answer better, at the cost that `effort` gives; none for a fact for which it gives none.
pub(super) fn better(
    dossier: &Dossier,
    effort: &dyn Fn(FactId) -> Option<Number>,
) -> impl Iterator<Item = Action> + use<> {
    let rules: &Compiled = &dossier.rules;
    let mut actions: IndexMap<String, Action> = IndexMap::new();
    for (id, criterion) in rules.criteria.pairs() {
        let Kind::Leaf(leaf) = &criterion.kind else { continue };
        for fact in asked(rules, id) {
            let Some(cost) = effort(fact) else { continue };
            for value in values(rules, leaf, fact, dossier.facts[fact].as_ref()) {
                let name = format!("{}-{}", rules.facts[fact].name, rules.facts[fact].text_of(&value));
                let brings = documents(leaf, id, &name);
                let place = match actions.entry(name) {
                    Entry::Occupied(known) => {
                        known.into_mut().brings.extend(brings);
                        continue;
                    }
                    Entry::Vacant(place) => place,
                };
                let id = place.key().clone();
                place.insert(Action {
                    id,
                    title: criterion.title.clone(),
                    sets: vec![(fact, value)],
                    brings,
                    invokes: Vec::new(),
                    cost: cost.clone(),
                    duration: None,
                    needs: Vec::new(),
                    excludes: Vec::new(),
                    blocked_by: Vec::new(),
                    who: None,
                    mechanism: None,
                });
            }
        }
        // The answer may be right already and only its document lacking.
        if let Some(cost) = asked(rules, id).into_iter().find_map(effort) {
            let name = format!("{}-evidence", criterion.path);
            let brings = documents(leaf, id, &name);
            if let Entry::Vacant(place) = actions.entry(name)
                && !brings.is_empty()
            {
                let id = place.key().clone();
                place.insert(Action {
                    id,
                    title: criterion.title.clone(),
                    sets: Vec::new(),
                    brings,
                    invokes: Vec::new(),
                    cost,
                    duration: None,
                    needs: Vec::new(),
                    excludes: Vec::new(),
                    blocked_by: Vec::new(),
                    who: None,
                    mechanism: None,
                });
            }
        }
    }
    actions.into_values()
}

/// The answers that may be better than the present one.
fn values(rules: &Compiled, leaf: &Leaf, fact: FactId, present: Option<&Value>) -> Vec<Value> {
    let all: Vec<Value> = match &rules.facts[fact].fact_type {
        FactType::Boolean => vec![Value::Boolean(true), Value::Boolean(false)],
        FactType::Choice { of, .. } => (0..).take(of.len()).map(Value::Choice).collect(),
        FactType::Number { .. } | FactType::Date { .. } | FactType::Text { .. } => {
            broken("what can be answered otherwise is a truth or a choice", Vec::new())
        }
    };
    let others = all.into_iter().filter(|value| Some(value) != present);
    let Scorer::Scale { scale, answers, .. } = &leaf.scorer else { return others.collect() };
    let fraction = |value: &Value| {
        let (_, answer) = rules.scales[*scale].read(answers, value)?;
        match &answer.gives {
            AnswerOutcome::Fraction(fraction) => Some(fraction.clone()),
            _ => None,
        }
    };
    let now = present.and_then(fraction);
    others.filter(|value| fraction(value).is_some_and(|better| now.as_ref().is_none_or(|now| better > *now))).collect()
}

/// The documents that a leaf asks for: of alternatives, the first; none of a type of which it asks for more than
/// [`MOST_DOCUMENTS`].
fn documents(leaf: &Leaf, id: CriterionId, name: &str) -> Vec<Bringing> {
    let mut brings = Vec::new();
    if let Some(rule) = &leaf.evidence {
        add(rule, id, name, &mut brings);
    }
    brings
}

fn add(rule: &EvidenceRule, id: CriterionId, name: &str, brings: &mut Vec<Bringing>) {
    match rule {
        EvidenceRule::Type { evidence_type, at_least } => {
            // What no action of a file brings, none that is offered does.
            let count = Some(*at_least).filter(|count| *count <= MOST_DOCUMENTS).unwrap_or(0);
            for _ in 0..count {
                brings.push(Bringing {
                    document: Document {
                        id: format!("{name}-{}", brings.len() + 1),
                        title: None,
                        evidence_type: *evidence_type,
                        issued: None,
                        expires: None,
                        supports: vec![id],
                        identity: 0,
                        rejected: None,
                    },
                });
            }
        }
        EvidenceRule::All(of) => of.iter().for_each(|rule| add(rule, id, name, brings)),
        EvidenceRule::Any(of) => of.iter().take(1).for_each(|rule| add(rule, id, name, brings)),
    }
}
