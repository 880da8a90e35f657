//! The criteria, compiled in pre-order with everything inherited.

use std::collections::{BTreeMap, BTreeSet};

use super::outline::{Item, Outline};
use super::scope::Scope;
use super::{group, scorer, weight};
use crate::Number;
use crate::diagnostic::Code;
use crate::document::{Source, Unanswered, WaivedAs};
use crate::rule_set::arena::{Arena, ArenaId};
use crate::rule_set::{Condition, Criterion, CriterionId, Equivalent, EvidenceRule, Kind, Leaf, Scorer};

/// The criteria and their paths.
pub(super) struct Criteria {
    pub(super) all: Arena<CriterionId, Criterion>,
    pub(super) paths: BTreeMap<String, CriterionId>,
}

/// Compiles every criterion of the outline.
pub(super) fn criteria(scope: &Scope<'_>, outline: &Outline<'_>, never_on: &BTreeSet<&str>) -> Criteria {
    let weights = weight::weights(scope, outline);
    let mut all: Arena<CriterionId, Criterion> = Arena::new();
    let mut paths = BTreeMap::new();
    for (item, weight) in outline.items.iter().zip(weights) {
        group::keys(scope, item);
        let above = item.parent.map(|parent| &all[CriterionId::new(parent)]);
        let never = above.is_some_and(|above| above.never) || never_on.contains(item.path.as_str());
        let inherited = above.map(|above| above.equivalents.as_slice()).unwrap_or_default();
        let criterion = Criterion {
            path: item.path.clone(),
            title: item.written.title.clone(),
            cites: cites(item.written.source.as_ref()),
            parent: item.parent.map(CriterionId::new),
            children: item.children.iter().copied().map(CriterionId::new).collect(),
            end: CriterionId::new(item.end),
            weight,
            bonus: item.written.bonus.unwrap_or(false),
            applies_when: applies_when(scope, item),
            kind: if item.is_group {
                Kind::Group(group::group(scope, outline, item))
            } else {
                Kind::Leaf(leaf(scope, item))
            },
            allows: item.inherited.allows.to_vec(),
            waived_as: item.inherited.waived_as.unwrap_or(WaivedAs::NotApplicable),
            never,
            equivalents: equivalents(scope, item, CriterionId::new(all.len()), inherited),
        };
        let id = all.push(criterion);
        if item.parent.is_some() {
            paths.entry(item.path.clone()).or_insert(id);
        }
    }
    Criteria { all, paths }
}

fn applies_when(scope: &Scope<'_>, item: &Item<'_>) -> Option<Condition> {
    let key = if item.parent.is_none() { "scored_when" } else { "applies_when" };
    if let Some(condition) = &item.written.applies_when {
        return scope.condition(condition, &item.at.key(key));
    }
    let (condition, at) = item.inherited.applies_when.as_ref().filter(|_| !item.is_group)?;
    scope.inherited_condition(condition, at)
}

fn leaf(scope: &Scope<'_>, item: &Item<'_>) -> Leaf {
    // A leaf whose scorer is wrong keeps the rule set from being made; this stands in for it meanwhile.
    let wrong = || Scorer::Cases { cases: Vec::new(), otherwise: Number::ZERO };
    Leaf {
        scorer: scorer::scorer(scope, item).unwrap_or_else(wrong),
        evidence: evidence(scope, item),
        unanswered: item.inherited.unanswered.unwrap_or(Unanswered::Unknown),
        question: item.written.question.clone(),
    }
}

fn evidence(scope: &Scope<'_>, item: &Item<'_>) -> Option<EvidenceRule> {
    let own = item.written.evidence.as_ref().map(|rule| (rule, item.at.key("evidence")));
    let (rule, at) = own.or_else(|| item.inherited.evidence.clone())?;
    scope.evidence_rule(rule, &at).flatten()
}

/// Its own equivalents, then those from above whose id is not taken by a nearer one.
fn equivalents(scope: &Scope<'_>, item: &Item<'_>, id: CriterionId, inherited: &[Equivalent]) -> Vec<Equivalent> {
    let at = item.at.key("equivalents");
    let mut all: Vec<Equivalent> = Vec::new();
    for (i, written) in item.written.equivalents.iter().flatten().enumerate() {
        let at = at.index(i);
        scope.check_id(&written.id, &at);
        if all.iter().any(|other| other.id == written.id) {
            let message = format!("an equivalent `{}` stands here twice", written.id);
            scope
                .findings
                .push(scope.findings.at(Code::DuplicateId, &at.key("id"), message).help("rename one of them"));
        }
        let when = written.when.as_ref().and_then(|when| scope.condition(when, &at.key("when")));
        let fraction = written.fraction.as_ref().map(|fraction| scope.fraction(fraction, &at.key("fraction")));
        let evidence = written.evidence.as_ref().and_then(|rule| scope.evidence_rule(rule, &at.key("evidence")));
        all.push(Equivalent {
            id: written.id.clone(),
            title: written.title.clone(),
            declared_on: id,
            when,
            fraction: fraction.unwrap_or(Number::ONE),
            evidence: evidence.flatten(),
        });
    }
    if !scope.spend(inherited.iter().map(Equivalent::size).sum(), &at) {
        return all;
    }
    let nearer: BTreeSet<String> = all.iter().map(|one| one.id.clone()).collect();
    all.extend(inherited.iter().filter(|one| !nearer.contains(&one.id)).cloned());
    all
}

/// What a source says, for people.
pub(super) fn cites(source: Option<&Source>) -> Option<String> {
    let source = source?;
    match (&source.citation, &source.article) {
        (Some(citation), Some(article)) => Some(format!("{citation}, {article}")),
        (citation, article) => citation.clone().or_else(|| article.clone()),
    }
}
