//! Dossiers that show something: every document asked for, no exceptions, and what a search says.

use std::collections::BTreeMap;

use super::goal::Want;
use super::search::Said;
use super::space::{Choice, Place, Space};
use crate::document::{Evidence, HeldAward, Literal, Text};
use crate::dossier::{BindOptions, Dossier};
use crate::invariant::broken;
use crate::rule_set::{Compiled, CriterionId, EvidenceRule, EvidenceTypeId, Fact, FactType, Kind, Leaf, Scorer, Value};
use crate::score::seen::Seen;
use crate::{Date, DossierDocument, RuleSet};

/// Units hold at most so many documents, each for itself.
const MOST_DOCUMENTS: u64 = 1000;

/// How many documents of a type are asked for together, and the leaves that they support; of an exclusive type, by leaf.
type Asked = BTreeMap<(EvidenceTypeId, Option<CriterionId>), (u32, Vec<String>)>;

fn asked(rules: &Compiled) -> Asked {
    let mut asked = Asked::new();
    for (id, criterion) in rules.criteria.pairs() {
        let Kind::Leaf(leaf) = &criterion.kind else { continue };
        let mut most = BTreeMap::new();
        for_each_rule(rules, leaf, &mut |rule| count(rule, &mut most));
        for (evidence_type, n) in most {
            // A document of an exclusive type may support one leaf alone.
            let apart = rules.evidence_types[evidence_type].exclusive.then_some(id);
            let (least, supports) = asked.entry((evidence_type, apart)).or_default();
            *least = n.max(*least);
            supports.push(criterion.path.clone());
        }
    }
    asked
}

/// The rules as they are studied. Where the documents asked for are more than a dossier should list, one document of a
/// type stands for all of them: a unit that is looked at holds every one that is asked for, or none of the type, so that
/// "at least so many" comes out as "at least one" does.
pub(super) fn studied(rules: &RuleSet) -> RuleSet {
    let documents: u64 = asked(rules).values().map(|(n, _)| u64::from(*n)).sum();
    if documents <= MOST_DOCUMENTS {
        return rules.clone();
    }
    let mut compiled = Compiled::clone(rules);
    for criterion in compiled.criteria.iter_mut() {
        if let Kind::Leaf(leaf) = &mut criterion.kind {
            leaf.evidence.iter_mut().for_each(one_of_each);
        }
        criterion.equivalents.iter_mut().filter_map(|one| one.evidence.as_mut()).for_each(one_of_each);
    }
    for answer in compiled.scales.iter_mut().flat_map(|scale| scale.answers.iter_mut()) {
        answer.evidence.iter_mut().flatten().for_each(one_of_each);
    }
    RuleSet::from(compiled)
}

fn one_of_each(rule: &mut EvidenceRule) {
    match rule {
        EvidenceRule::Type { at_least, .. } => *at_least = (*at_least).min(1),
        EvidenceRule::All(of) | EvidenceRule::Any(of) => of.iter_mut().for_each(one_of_each),
    }
}

/// A dossier that answers nothing and has every document that is asked for. `written` are the rules that `rules` are the
/// studied form of: where those ask for more documents, the one that stands for them says how many.
pub(super) fn frame(written: &RuleSet, rules: &RuleSet, as_of: Date) -> DossierDocument {
    let many = asked(written);
    let mut evidence = Vec::new();
    for ((evidence_type, apart), (n, supports)) in asked(rules) {
        let name = &rules.evidence_types[evidence_type].name;
        let all = many.get(&(evidence_type, apart)).map_or(n, |(all, _)| *all);
        let title = (all > n).then(|| Text::from(format!("stands for {all} documents of type {name}").as_str()));
        for _ in 0..n {
            let id = format!("document-{}", evidence.len() + 1);
            evidence.push(Evidence {
                reference: Some(id.clone()),
                id,
                title: title.clone(),
                evidence_type: name.clone(),
                issued: Some(as_of),
                supports: supports.clone(),
                ..Evidence::default()
            });
        }
    }
    DossierDocument { unit: "witness".to_owned(), as_of: Some(as_of), evidence, ..DossierDocument::default() }
}

/// Calls `visit` with every requirement of evidence of a leaf, those of its answers too.
pub(super) fn for_each_rule(rules: &Compiled, leaf: &Leaf, visit: &mut dyn FnMut(&EvidenceRule)) {
    leaf.evidence.iter().for_each(&mut *visit);
    if let Scorer::Scale { scale, .. } = &leaf.scorer {
        let answers = rules.scales[*scale].answers.iter();
        answers.filter_map(|answer| answer.evidence.as_ref()?.as_ref()).for_each(visit);
    }
}

fn count(rule: &EvidenceRule, most: &mut BTreeMap<EvidenceTypeId, u32>) {
    match rule {
        EvidenceRule::Type { evidence_type, at_least } => {
            let n = most.entry(*evidence_type).or_default();
            *n = (*n).max(*at_least);
        }
        EvidenceRule::All(of) | EvidenceRule::Any(of) => of.iter().for_each(|one| count(one, most)),
    }
}

/// The frame with what is said.
pub(super) fn document(rules: &Compiled, space: &Space, frame: &DossierDocument, said: &Said) -> DossierDocument {
    let mut document = frame.clone();
    for (at, variable) in space.variables.pairs() {
        match (variable.place, &said[at]) {
            (Place::Fact(fact), Some(Choice::Value(value))) => {
                let fact = &rules.facts[fact];
                document.facts.insert(fact.name.clone(), literal(fact, value));
            }
            (Place::Held(award), Some(Choice::Held(true))) => {
                let award = rules.awards[award].id.clone();
                document.awards.push(HeldAward { award, from: frame.as_of, ..HeldAward::default() });
            }
            (Place::Fact(_), None | Some(Choice::Missing)) | (Place::Held(_), None | Some(Choice::Held(false))) => {}
            // What it then shows is looked at before it is told.
            (Place::Fact(_) | Place::Held(_), Some(_)) => broken("a unit that is shown says all", ()),
        }
    }
    document
}

fn literal(fact: &Fact, value: &Value) -> Literal {
    match (value, &fact.fact_type) {
        (Value::Boolean(value), _) => Literal::boolean(*value),
        (Value::Number(value), FactType::Number { .. }) => Literal::number(value),
        _ => Literal::text(fact.text_of(value)),
    }
}

/// The document bound, if it binds as it stands.
pub(super) fn bound(rules: &RuleSet, document: &DossierDocument) -> Option<Dossier> {
    rules.bind(document, &BindOptions::new().insist(true)).ok()
}

/// Whether the document binds, and all of this comes true for it.
pub(super) fn shows(rules: &RuleSet, document: &DossierDocument, wants: &[Want]) -> bool {
    let Some(dossier) = bound(rules, document) else { return false };
    let seen = Seen::of(&dossier);
    wants.iter().all(|want| want.judge(rules, &seen).is_true())
}
