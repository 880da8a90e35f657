//! Whether leaves matter: some answer changes the total or an award.

use super::kinds::Kinds;
use super::reads::Read;
use super::report::{Claim, Proof, Question, Verdict};
use super::search::Said;
use super::study::{Study, claim};
use super::witness;
use crate::assess::outline;
use crate::assessment::Eligibility;
use crate::evaluate::Span;
use crate::rule_set::arena::Arena;
use crate::rule_set::{Aggregate, Compiled, CriterionId, Kind, RequirementTest, ScoreOf};

/// What a unit comes to, as far as it matters.
type Told = (Option<Span>, Vec<Eligibility>);

pub(super) fn claims(study: &mut Study<'_>, kinds: &Kinds, claims: &mut Vec<Claim>) {
    let rules = study.rules;
    let felt = felt(rules);
    let mut units: Vec<(Said, Option<Told>)> = Vec::new();
    for kind in &kinds.units {
        let given = study.given(kind);
        for said in [study.field.worst(given.clone()), study.field.complete(given)] {
            let told = told(study, &said);
            units.push((said, told));
        }
    }
    let mut readers: Arena<crate::rule_set::FactId, usize> = Arena::like(&rules.facts, |_| 0);
    for_each_reader(study, &mut |fact| readers[fact] += 1);
    for (id, criterion) in rules.criteria.pairs() {
        let Kind::Leaf(leaf) = &criterion.kind else { continue };
        if !felt[id] {
            let verdict = Verdict::Impossible { proof: Proof::WeighsNothing };
            claims.push(claim(Question::Matters, &criterion.path, verdict));
            continue;
        }
        let own: std::collections::BTreeSet<_> =
            study.reads.scorer(&leaf.scorer).into_iter().filter(|fact| readers[*fact] == 1).collect();
        let at = study.field.variables(&Read { facts: own, ..Read::default() });
        let shared = at.is_empty();
        let found = units
            .iter()
            .find_map(|(said, before)| at.iter().find_map(|at| changed(study, said, before.as_ref()?, *at)));
        let why = if shared {
            "what it reads is read elsewhere too"
        } else {
            "no single answer changed the units that were tried"
        };
        let verdict = found.unwrap_or_else(|| Verdict::NotDecided { why: why.to_owned() });
        claims.push(claim(Question::Matters, &criterion.path, verdict));
    }
}

/// Whether anything could feel what a criterion comes to.
fn felt(rules: &Compiled) -> Arena<CriterionId, bool> {
    let mut felt = Arena::like(&rules.criteria, |id| id == CriterionId::TOTAL);
    for requirement in rules.awards.iter().flat_map(|award| {
        award.requires.iter().chain(award.conditional.iter().flat_map(|conditional| &conditional.requires))
    }) {
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
                Aggregate::Sum | Aggregate::Mean | Aggregate::Deduct { .. } => !criterion.weight.is_zero(),
                _ => true,
            },
            Kind::Leaf(_) => false,
        };
        felt[id] = felt[id] || felt[parent] && weighs;
    }
    felt
}

/// Every fact that a place reads, once a place.
fn for_each_reader(study: &Study<'_>, visit: &mut dyn FnMut(crate::rule_set::FactId)) {
    super::reads::each_condition(study.rules, &mut |place, condition| {
        // What a leaf's own conditions read is counted with the leaf.
        let own = [".met_when", ".count.of.", ".cases."].iter().any(|part| place.contains(part));
        if !own {
            study.reads.condition(condition).into_iter().for_each(&mut *visit);
        }
    });
    for criterion in study.rules.criteria.iter() {
        if let Kind::Leaf(leaf) = &criterion.kind {
            study.reads.scorer(&leaf.scorer).into_iter().for_each(&mut *visit);
        }
    }
}

fn told(study: &mut Study<'_>, said: &Said) -> Option<Told> {
    study.more += 1;
    let document = witness::document(study.rules, study.field.space, &study.frame, said);
    let seen = outline(&witness::bound(study.rules, &document)?);
    let total = seen.bounds(ScoreOf::Criterion(CriterionId::TOTAL)).map(|(points, _)| points);
    Some((total, study.rules.awards.ids().map(|id| seen.award(id)).collect()))
}

fn changed(study: &mut Study<'_>, said: &Said, before: &Told, at: usize) -> Option<Verdict> {
    let mut other = said.clone();
    for choice in study.field.choices(at, false) {
        *other.get_mut(at)? = Some(choice);
        if told(study, &other).is_some_and(|after| after != *before) {
            return Some(Verdict::Proved { witness: Box::new(study.document(other)) });
        }
    }
    None
}
