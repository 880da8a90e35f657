//! Whether leaves matter: what one comes to can change the total or an award.

use super::difference::{self, Felt};
use super::known::Known;
use super::readers;
use super::reads::Read;
use super::report::{Claim, Proof, Question, Verdict};
use super::search::{Outcome, Said};
use super::space::VariableId;
use super::study::{Study, claim};
use crate::Number;
use crate::invariant::broken;
use crate::rule_set::arena::Arena;
use crate::rule_set::{Aggregate, Award, Compiled, CriterionId, Kind, Leaf, RequirementTest, ScoreOf, Scorer};

pub(super) fn claims(study: &mut Study<'_>, known: &Known, claims: &mut Vec<Claim>) {
    let (rules, felt, units) = (study.rules, study.felt, known.all());
    for (id, criterion) in rules.criteria.pairs() {
        let Kind::Leaf(leaf) = &criterion.kind else { continue };
        let verdict = if felt[id] {
            let read = Read { facts: study.reads.leaf(id).clone(), ..Read::default() };
            let own = study.field.variables(&read);
            matters(study, (id, leaf), &own, &units)
        } else {
            Verdict::Impossible { proof: Proof::WeighsNothing }
        };
        claims.push(claim(Question::Matters, &criterion.path, verdict));
    }
}

/// The leaves that weigh nothing, with which no look is needed; not those whose own answer something else reads.
pub(super) fn weightless(study: &Study<'_>, claims: &mut Vec<Claim>) {
    let leaves = study.rules.criteria.pairs().filter(|(_, criterion)| matches!(criterion.kind, Kind::Leaf(_)));
    for (_, criterion) in leaves.filter(|(id, _)| !study.felt[*id]) {
        let own = study.rules.fact_names.get(&criterion.path);
        if own.is_some_and(|fact| readers::is_felt(study.reads, study.felt, *fact)) {
            continue;
        }
        let verdict = Verdict::Impossible { proof: Proof::WeighsNothing };
        claims.push(claim(Question::Matters, &criterion.path, verdict));
    }
}

/// Whether some unit comes to something else where the leaf is worth nothing.
fn matters(study: &mut Study<'_>, (id, leaf): (CriterionId, &Leaf), own: &[VariableId], units: &[Said]) -> Verdict {
    if study.watch.is_spent() {
        return study.unfound(&Outcome::UsedUp);
    }
    let worthless = |compiled: &mut Compiled| {
        let scorer = Scorer::Cases { cases: Vec::new(), otherwise: Number::ZERO };
        compiled.criteria[id].kind = Kind::Leaf(Leaf { scorer, ..leaf.clone() });
    };
    let Some((with, without)) = study.engine_with(|_| {}).zip(study.engine_with(worthless)) else {
        return study.unfound(&Outcome::UsedUp);
    };
    // Its own answers as they help, in units that are good and in units that are not.
    let tried = units.iter().flat_map(|unit| {
        let mut helped = unit.clone();
        for at in own {
            helped[*at] = study.field.best(*at, true);
        }
        [unit.clone(), helped]
    });
    let tried: Vec<Said> = tried.collect();
    match difference::of_engines(study, Felt::Everything, vec![with, without], own, &tried) {
        Outcome::Found(said) => difference::shown_by_change(study, Felt::Everything, said, worthless),
        outcome => study.unfound(&outcome),
    }
}

/// Whether anything could feel what a criterion comes to.
pub(super) fn felt(rules: &Compiled) -> Arena<CriterionId, bool> {
    let mut felt = Arena::like(&rules.criteria, |id| id == CriterionId::TOTAL);
    for requirement in rules.awards.iter().flat_map(Award::all_requirements) {
        match &requirement.test {
            RequirementTest::Score { of, .. } => {
                for one in of {
                    if let ScoreOf::Criterion(id) = one {
                        felt[*id] = true;
                    }
                }
            }
            RequirementTest::Status { criterion, .. } => felt[*criterion] = true,
            _ => {}
        }
    }
    for measure in rules.measures.iter() {
        measure.criteria.iter().for_each(|id| felt[*id] = true);
    }
    // INVARIANT: a parent stands before its children.
    for (id, criterion) in rules.criteria.pairs() {
        let Some(parent) = criterion.parent else { continue };
        let weighs = match &rules.criteria[parent].kind {
            Kind::Group(group) => match group.aggregate {
                // In any other group also what weighs 0 decides whether the group is empty.
                Aggregate::Sum | Aggregate::Mean => {
                    !criterion.weight.is_zero() || rules.may_have_points(id) || rules.is_weightless(parent)
                }
                _ => true,
            },
            Kind::Leaf(_) => broken("what is above a criterion is a group", true),
        };
        felt[id] = felt[id] || felt[parent] && weighs;
    }
    felt
}
