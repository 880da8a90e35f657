//! The places of criteria.

use super::What;
use super::condition::sides;
use super::places::{At, Places};
use super::scorer::scorer;
use crate::assessment::Status;
use crate::diagnostic::Pointer;
use crate::document::Criterion as Written;
use crate::rule_set::{Criterion, CriterionId, Kind, Leaf, Scorer};

/// Every criterion of the rule set, in its order.
pub(super) fn criteria(places: &mut Places<'_>) {
    let rules = places.rules;
    let total = &rules.criteria[CriterionId::TOTAL];
    if let Some(scored_when) = &total.applies_when {
        let written = places.document.total.as_ref().and_then(|total| total.scored_when.as_ref());
        let at = At::new("total", Pointer::root().key("total").key("scored_when"));
        sides(places, &at, "`scored_when`", scored_when, written);
    }
    let written = in_order(&places.document.criteria);
    for ((id, criterion), (pointer, written)) in rules.criteria.pairs().skip(1).zip(written) {
        one(places, id, criterion, pointer, written);
    }
}

/// The criteria as written, with their places, groups before what is in them: as the rule set has them.
pub(super) fn in_order(criteria: &[Written]) -> Vec<(Pointer, &Written)> {
    fn walk<'w>(criteria: &'w [Written], at: &Pointer, found: &mut Vec<(Pointer, &'w Written)>) {
        for (i, criterion) in criteria.iter().enumerate() {
            let at = at.index(i);
            found.push((at.clone(), criterion));
            if let Some(below) = &criterion.criteria {
                walk(below, &at.key("criteria"), found);
            }
        }
    }
    let mut found = Vec::new();
    walk(criteria, &Pointer::root().key("criteria"), &mut found);
    found
}

fn one<'a>(places: &mut Places<'a>, id: CriterionId, criterion: &'a Criterion, pointer: Pointer, written: &Written) {
    let path = criterion.path.as_str();
    let at = At::new(path, pointer);
    places.add(What::Criterion, &at, "it applies and is known", move |seen| {
        let status = seen.assessment.criteria.get(path).map(|one| one.status);
        status.is_some_and(|status| !matches!(status, Status::NotApplicable | Status::Unknown))
    });
    if let Some(when) = &criterion.applies_when {
        let at = if written.applies_when.is_some() { at.key("applies_when") } else { at.clone() };
        sides(places, &at, "`applies_when`", when, written.applies_when.as_ref());
    }
    for (i, equivalent) in criterion.equivalents.iter().filter(|one| one.declared_on == id).enumerate() {
        let Some(when) = &equivalent.when else { continue };
        let at = at.key("equivalents").index(i).key("when");
        let written = written.equivalents.as_ref().and_then(|all| all.get(i)).and_then(|one| one.when.as_ref());
        sides(places, &at, &format!("`when` of equivalent `{}`", equivalent.id), when, written);
    }
    if let Kind::Leaf(leaf) = &criterion.kind {
        scorer(places, &at, id, leaf, written);
        evidence(places, &at, criterion, leaf);
    }
}

/// Evidence there and lacking, where a leaf or one of its answers asks for some.
fn evidence<'a>(places: &mut Places<'a>, at: &At<'_>, criterion: &'a Criterion, leaf: &'a Leaf) {
    let by_answer = match &leaf.scorer {
        Scorer::Scale { scale, answers, .. } => {
            let scale = &places.rules.scales[*scale];
            answers.iter().map(|at| &scale.answers[*at]).any(|one| matches!(one.evidence, Some(Some(_))))
        }
        _ => false,
    };
    if leaf.evidence.is_none() && !by_answer {
        return;
    }
    let path = criterion.path.as_str();
    for (satisfied, words) in [(true, "its evidence is there"), (false, "its evidence is lacking")] {
        places.add(What::Evidence, at, words, move |seen| {
            let evidence = seen.assessment.criteria.get(path).and_then(|one| one.evidence.as_ref());
            evidence.is_some_and(|evidence| evidence.satisfied == satisfied)
        });
    }
}
