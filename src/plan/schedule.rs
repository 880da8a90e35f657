//! A set of actions as a schedule for people: what, when, who, on whose decision, with which evidence.

use super::actions::ActionId;
use super::outcome::{Obtained, Plan, Produced, Proof, Step};
use super::world::World;
use crate::document::ExceptionKind;
use crate::invariant::Always;
use crate::{Date, Number, assess};

/// The plan that a set of actions, in ascending order, is; `None` where one of them is never done.
pub(super) fn plan(world: &World<'_>, chosen: &[ActionId], cost: Number, proof: Proof) -> Option<Plan> {
    let result = world.result(chosen);
    let steps = chosen.iter().map(|id| step(world, *id).always("what is planned is done on some day"));
    let mut steps: Vec<Step> = steps.collect::<Option<_>>()?;
    steps.sort_by_key(|step| (step.begins, step.done));
    in_order(&mut steps);
    Some(Plan {
        cost,
        done: steps.iter().map(|step| step.done).fold(world.dossier.as_of, std::cmp::Ord::max),
        assessed_as_of: result.as_of,
        total: assess::outline(&result).total(),
        steps,
        proof,
    })
}

/// Puts each step after those that it waits for, where both begin on one day.
fn in_order(steps: &mut Vec<Step>) {
    let mut ordered: Vec<Step> = Vec::new();
    while !steps.is_empty() {
        let waits = |step: &Step| steps.iter().any(|other| step.after.contains(&other.action));
        let next = steps.iter().position(|step| !waits(step)).or_widest("no action waits for itself", || 0);
        ordered.push(steps.remove(next));
    }
    *steps = ordered;
}

/// The step that an action is; `None` of one that is never done.
fn step(world: &World<'_>, id: ActionId) -> Option<Step> {
    let rules = &world.dossier.rules;
    let action = &world.actions.list[id];
    let done = world.done[id]?;
    let before: Vec<Date> = action.needs.iter().map(|need| world.done[*need]).collect::<Option<_>>()?;
    let produced = |bringing: &super::actions::Bringing| {
        let document = &bringing.document;
        let kind = &rules.evidence_types[document.evidence_type];
        Produced {
            id: document.id.clone(),
            evidence_type: kind.name.clone(),
            title: document.title.clone(),
            supports: document.supports.iter().map(|leaf| rules.criteria[*leaf].path.clone()).collect(),
            expires: document.expires.or_else(|| kind.valid_for.and_then(|valid_for| done.plus(valid_for))),
        }
    };
    let obtained = |invoking: &super::actions::Invoking| {
        let exception = &invoking.exception;
        Obtained {
            kind: exception.kind.map_or("", kind_word).to_owned(),
            on: exception.on_text.clone(),
            using: exception.using.clone(),
            approved_by: exception.approved_by.clone().unwrap_or_default(),
        }
    };
    let answer = |(fact, value): &(crate::rule_set::FactId, crate::rule_set::Value)| {
        (rules.facts[*fact].name.clone(), rules.facts[*fact].text_of(value))
    };
    Some(Step {
        action: action.id.clone(),
        title: action.title.clone(),
        begins: before.into_iter().fold(world.dossier.as_of, std::cmp::Ord::max),
        done,
        cost: action.cost.clone(),
        who: action.who.clone(),
        mechanism: action.mechanism.clone(),
        after: action.needs.iter().map(|need| world.actions.list[*need].id.clone()).collect(),
        sets: action.sets.iter().map(answer).collect(),
        evidence: action.brings.iter().map(produced).collect(),
        exceptions: action.invokes.iter().map(obtained).collect(),
    })
}

fn kind_word(kind: ExceptionKind) -> &'static str {
    match kind {
        ExceptionKind::Waiver => "waiver",
        ExceptionKind::Equivalent => "equivalent",
        ExceptionKind::NotApplicable => "not_applicable",
    }
}
