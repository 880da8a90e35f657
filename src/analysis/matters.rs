//! Whether answers, facts and evidence types matter: some unit comes to something else for them.

use std::collections::{BTreeMap, BTreeSet};

use super::difference::{self, Felt};
use super::known::{Known, Near};
use super::readers::Readers;
use super::report::{Claim, Proof, Question, Verdict};
use super::search::{Outcome, Said};
use super::space::{Choice, Place, VariableId};
use super::study::{Study, claim};
use super::witness;
use crate::DossierDocument;
use crate::evaluate::Truth;
use crate::invariant::{Always, broken};
use crate::rule_set::{AnswerId, AwardId, EvidenceRule, EvidenceTypeId, FactId, Kind, Leaf, ScaleId, Scorer, Value};
use crate::score::seen::Seen;

/// Requirements of evidence with more types than these are not gone through.
const TYPES: usize = 12;
/// So many ways in which types are lacking are gone through in a step.
const WAYS: usize = 100;
/// Where no more types are asked for beside one, units are looked at that lack any of them.
const FEW_TYPES: usize = 3;

pub(super) fn claims(study: &mut Study<'_>, known: &Known, claims: &mut Vec<Claim>) {
    facts(study, known, claims);
    answers(study, known, claims);
    evidence(study, &known.all(), claims);
}

/// What never matters by what reads it alone, with which no look is needed.
pub(super) fn settled(study: &mut Study<'_>, claims: &mut Vec<Claim>) {
    let rules = study.rules;
    for at in study.field.space.variables.ids() {
        if study.has_no_steps() {
            break;
        }
        let Place::Fact(fact) = study.field.space.variables[at].place else { continue };
        if is_of_one_leaf(study, fact) {
            continue;
        }
        let readers = Readers::new(rules, study.reads, study.felt, fact);
        study.step(readers.steps() - 1);
        // Of what only idle criteria read, those are told.
        if !readers.is_empty() && difference::is_never_told(study, at, &readers) {
            let verdict = Verdict::Impossible { proof: Proof::Exhausted };
            claims.push(claim(Question::FactMatters, &rules.facts[fact].name, verdict));
        }
    }
    for ((scale, answer), values) in taken(study) {
        if values.is_empty() {
            let name = answer_name(study, scale, answer);
            claims.push(claim(Question::AnswerMatters, name, Verdict::Impossible { proof: Proof::NotGiven }));
        }
    }
    for (id, asking) in asking(study) {
        if asking.iter().all(|(_, lacking)| lacking.is_none()) {
            let verdict = Verdict::Impossible { proof: Proof::Exhausted };
            claims.push(claim(Question::EvidenceMatters, &rules.evidence_types[id].name, verdict));
        }
    }
}

/// Facts that more reads than one leaf; of the others it is the leaf that is asked about.
fn facts(study: &mut Study<'_>, known: &Known, claims: &mut Vec<Claim>) {
    for at in study.field.space.variables.ids() {
        let Place::Fact(fact) = study.field.space.variables[at].place else { continue };
        if is_of_one_leaf(study, fact) {
            continue;
        }
        let verdict = differs_by(study, known, at, &|_| true);
        claims.push(claim(Question::FactMatters, &study.rules.facts[fact].name, verdict));
    }
}

/// Whether one leaf reads the fact, and nothing else does.
fn is_of_one_leaf(study: &Study<'_>, fact: FactId) -> bool {
    let reading = study.reads.dependents.of(fact);
    reading.leaves.len() == 1 && reading.asked.is_empty()
}

/// Whether some unit comes to something else for one answer to a fact than for another; one of them is `such`.
fn differs_by(study: &mut Study<'_>, known: &Known, at: VariableId, such: &dyn Fn(&Choice) -> bool) -> Verdict {
    let Place::Fact(fact) = study.field.space.variables[at].place else {
        return broken("an answer is asked about", study.unfound(&Outcome::UsedUp));
    };
    if study.watch.is_spent() {
        return study.unfound(&Outcome::UsedUp);
    }
    if Readers::new(study.rules, study.reads, study.felt, fact).is_empty() {
        return Verdict::Impossible { proof: Proof::WeighsNothing };
    }
    let outcome = differing(study, known, at, such);
    let Outcome::Found(said) = outcome else { return study.unfound(&outcome) };
    let document = study.document(said.clone());
    let others = study.field.choices(at, true);
    let others: Vec<DossierDocument> = others
        .into_iter()
        .filter(|choice| *choice != Choice::Missing)
        .map(|choice| {
            let mut other = said.clone();
            other[at] = Some(choice);
            study.document(other)
        })
        .collect();
    study.shown(document, |rules, document| {
        let Some(one) = witness::bound(rules, document).map(|dossier| Seen::of(&dossier)) else { return false };
        others.iter().any(|other| {
            let other = witness::bound(rules, other).map(|dossier| Seen::of(&dossier));
            other.is_some_and(|other| Felt::Everything.differ(rules, &one, &other).is_true())
        })
    })
}

/// A unit that comes to something else for another answer: among those that are known, near those, among all.
fn differing(study: &mut Study<'_>, known: &Known, at: VariableId, such: &dyn Fn(&Choice) -> bool) -> Outcome {
    let (budget, answers) = (study.budget(), study.field.choices(at, true).len());
    let among = |study: &mut Study<'_>, units: &[Said]| {
        let looks = u64::try_from(units.len().saturating_mul(answers)).unwrap_or(u64::MAX).min(budget);
        difference::of_answers(study, Felt::Everything, at, such, units, looks)
    };
    let mut outcome = among(study, &known.all());
    let awards: Vec<AwardId> = study.rules.awards.ids().collect();
    for (award, how) in awards.into_iter().flat_map(|award| Near::ALL.map(|how| (award, how))) {
        if matches!(outcome, Outcome::UsedUp) {
            let near = known.near(study, award, at, how);
            outcome = among(study, &near);
        }
    }
    match outcome {
        Outcome::UsedUp => difference::of_answers(study, Felt::Everything, at, such, &[], budget),
        decided => decided,
    }
}

/// The answers of every scale that is read, with the variables and their values that are read as it.
fn taken(study: &Study<'_>) -> BTreeMap<(ScaleId, AnswerId), BTreeSet<(VariableId, u32)>> {
    let rules = study.rules;
    let mut taken: BTreeMap<(ScaleId, AnswerId), BTreeSet<(VariableId, u32)>> = BTreeMap::new();
    for criterion in rules.criteria.iter() {
        let Kind::Leaf(Leaf { scorer: Scorer::Scale { fact, scale, answers }, .. }) = &criterion.kind else { continue };
        // Without it, nothing is told of what no unit gives.
        let at = study.field.space.at(Place::Fact(*fact)).always("what is answered is a variable");
        let Some(at) = at else { return BTreeMap::new() };
        for answer in rules.scales[*scale].answers.ids() {
            taken.entry((*scale, answer)).or_default();
        }
        for (value, answer) in (0..).zip(answers) {
            taken.entry((*scale, *answer)).or_default().insert((at, value));
        }
    }
    taken
}

fn answer_name(study: &Study<'_>, scale: ScaleId, answer: AnswerId) -> String {
    let scale = &study.rules.scales[scale];
    format!("{}.{}", scale.name, scale.answers[answer].name)
}

/// Answers of scales: some unit that gives one comes to something else for another. A scale matters by any of them.
fn answers(study: &mut Study<'_>, known: &Known, claims: &mut Vec<Claim>) {
    let mut scales: BTreeMap<ScaleId, Verdict> = BTreeMap::new();
    for ((scale, answer), values) in taken(study) {
        let mut verdict = Verdict::Impossible { proof: Proof::NotGiven };
        for (at, value) in values {
            let given = Choice::Value(Value::Choice(value));
            verdict = either(verdict, differs_by(study, known, at, &|choice| *choice == given));
            if matches!(verdict, Verdict::Proved { .. }) {
                break;
            }
        }
        let so_far = scales.remove(&scale).unwrap_or(Verdict::Impossible { proof: Proof::NotGiven });
        scales.insert(scale, either(so_far, verdict.clone()));
        let name = answer_name(study, scale, answer);
        claims.push(claim(Question::AnswerMatters, name, verdict));
    }
    for (scale, verdict) in scales {
        claims.push(claim(Question::ScaleMatters, &study.rules.scales[scale].name, verdict));
    }
}

/// Whether either can be.
fn either(one: Verdict, other: Verdict) -> Verdict {
    match (one, other) {
        (found @ Verdict::Proved { .. }, _) | (_, found @ Verdict::Proved { .. }) => found,
        (open @ Verdict::NotDecided { .. }, _) | (_, open @ Verdict::NotDecided { .. }) => open,
        (Verdict::Impossible { .. }, never @ Verdict::Impossible { .. }) => never,
    }
}

/// Of a requirement of evidence that names a type: whether something feels the leaf, and the types that a unit must
/// lack for this one to decide there.
type Asking = (bool, Option<BTreeSet<EvidenceTypeId>>);

/// The requirements of evidence that name each type.
fn asking(study: &mut Study<'_>) -> BTreeMap<EvidenceTypeId, Vec<Asking>> {
    let mut asking: BTreeMap<EvidenceTypeId, Vec<Asking>> = BTreeMap::new();
    let rules = study.rules;
    for (criterion, one) in rules.criteria.pairs() {
        let Some(leaf) = one.leaf() else { continue };
        witness::for_each_rule(rules, leaf, &mut |rule| {
            for id in types(rule) {
                let turned = turned_by(study, rule, id);
                asking.entry(id).or_default().push((study.felt[criterion], turned));
            }
        });
    }
    asking
}

/// Evidence types: some unit that holds documents of one comes to something else without them.
fn evidence(study: &mut Study<'_>, units: &[Said], claims: &mut Vec<Claim>) {
    let rules = study.rules;
    let all = asking(study);
    for (&id, asking) in &all {
        let felt = || asking.iter().filter(|(felt, _)| *felt);
        let turned: BTreeSet<BTreeSet<EvidenceTypeId>> = felt().filter_map(|(_, without)| without.clone()).collect();
        let verdict = if turned.is_empty() {
            let proof = if felt().next().is_some() { Proof::Exhausted } else { Proof::WeighsNothing };
            Verdict::Impossible { proof }
        } else {
            let others = all.keys().copied().filter(|other| *other != id).collect::<Vec<_>>();
            by_documents(study, units, id, &others, turned)
        };
        claims.push(claim(Question::EvidenceMatters, &rules.evidence_types[id].name, verdict));
    }
}

/// Whether holding documents of a type makes a difference to a unit: among those that lack what makes a rule turn on
/// it; and where few types are asked for, with any others lacking.
fn by_documents(
    study: &mut Study<'_>,
    units: &[Said],
    id: EvidenceTypeId,
    others: &[EvidenceTypeId],
    turned: BTreeSet<BTreeSet<EvidenceTypeId>>,
) -> Verdict {
    let all = if others.len() <= FEW_TYPES { subsets(others) } else { Vec::new() };
    let is_all = !all.is_empty();
    let mut never = is_all;
    let rest: Vec<_> = all.into_iter().filter(|lacking| !turned.contains(lacking)).collect();
    for lacking in turned.into_iter().chain(rest) {
        if study.watch.is_spent() {
            return study.unfound(&Outcome::UsedUp);
        }
        match differs_by_documents(study, units, id, &lacking) {
            found @ Verdict::Proved { .. } => return found,
            Verdict::Impossible { .. } => {}
            Verdict::NotDecided { .. } => never = false,
        }
    }
    if never {
        Verdict::Impossible { proof: Proof::Exhausted }
    } else {
        let why = "no unit that was tried comes to something else without such documents".to_owned();
        Verdict::NotDecided { why }
    }
}

/// Every set that can be made of these.
fn subsets(of: &[EvidenceTypeId]) -> Vec<BTreeSet<EvidenceTypeId>> {
    of.iter().fold(vec![BTreeSet::new()], |sets, one| {
        let with = sets.iter().map(|set| set.iter().copied().chain([*one]).collect());
        sets.iter().cloned().chain(with).collect()
    })
}

fn types(rule: &EvidenceRule) -> BTreeSet<EvidenceTypeId> {
    match rule {
        EvidenceRule::Type { evidence_type, .. } => BTreeSet::from([*evidence_type]),
        EvidenceRule::All(of) | EvidenceRule::Any(of) => of.iter().flat_map(types).collect(),
    }
}

fn is_satisfied(rule: &EvidenceRule, held: &BTreeSet<EvidenceTypeId>) -> bool {
    match rule {
        EvidenceRule::Type { evidence_type, .. } => held.contains(evidence_type),
        EvidenceRule::All(of) => of.iter().all(|one| is_satisfied(one, held)),
        EvidenceRule::Any(of) => of.iter().any(|one| is_satisfied(one, held)),
    }
}

/// The fewest other types that a unit must lack for this one to decide; `None` where it never does. Where that is not
/// gone through, none: it may decide as it is.
fn turned_by(study: &mut Study<'_>, rule: &EvidenceRule, id: EvidenceTypeId) -> Option<BTreeSet<EvidenceTypeId>> {
    let others: Vec<EvidenceTypeId> = types(rule).into_iter().filter(|other| *other != id).collect();
    if others.len() > TYPES || study.has_no_steps() {
        return Some(BTreeSet::new());
    }
    let mut ways: Vec<u32> = (0..1_u32 << others.len()).collect();
    study.step(u64::try_from(ways.len() / WAYS).unwrap_or(u64::MAX));
    ways.sort_by_key(|way| way.count_ones());
    ways.into_iter().find_map(|way| {
        let lacks = |at: usize| way >> at & 1 == 1;
        let (lacking, mut held): (BTreeSet<_>, BTreeSet<_>) = others.iter().enumerate().fold(
            (BTreeSet::new(), BTreeSet::new()),
            |(mut lacking, mut held), (at, other)| {
                if lacks(at) {
                    lacking.insert(*other)
                } else {
                    held.insert(*other)
                };
                (lacking, held)
            },
        );
        let without = is_satisfied(rule, &held);
        held.insert(id);
        (is_satisfied(rule, &held) != without).then_some(lacking)
    })
}

/// Whether some unit that lacks some types comes to something else for holding this one.
fn differs_by_documents(
    study: &mut Study<'_>,
    units: &[Said],
    id: EvidenceTypeId,
    lacking: &BTreeSet<EvidenceTypeId>,
) -> Verdict {
    let rules = study.rules;
    let name = |id: &EvidenceTypeId| rules.evidence_types[*id].name.as_str();
    let mut with = study.frame.clone();
    with.evidence.retain(|document| lacking.iter().all(|other| document.evidence_type != name(other)));
    let held = |document: &DossierDocument| {
        let mut without = document.clone();
        without.evidence.retain(|one| one.evidence_type != name(&id));
        without
    };
    let Some((one, other)) = study.engine_holding(&with).zip(study.engine_holding(&held(&with))) else {
        return study.unfound(&Outcome::UsedUp);
    };
    let outcome = difference::of_engines(study, Felt::Everything, vec![one, other], &[], units);
    let Outcome::Found(said) = outcome else { return study.unfound(&outcome) };
    let document = witness::document(rules, study.field.space, &with, &study.field.complete(said));
    study.shown(document, |rules, document| {
        let both = witness::bound(rules, document).zip(witness::bound(rules, &held(document)));
        both.is_some_and(|(with, without)| {
            Felt::Everything.differ(rules, &Seen::of(&with), &Seen::of(&without)) == Truth::True
        })
    })
}
