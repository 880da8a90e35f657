//! Measures: one kind each, over criteria none of which contains another.

use std::collections::{BTreeMap, BTreeSet};

use super::criterion::Criteria;
use super::findings::list;
use super::scope::Scope;
use crate::Number;
use crate::diagnostic::{Code, Pointer};
use crate::document::{self, RuleDocument};
use crate::rule_set::arena::Arena;
use crate::rule_set::{CriterionId, Measure, MeasureId, MeasureKind};

/// The measures and their names.
pub(super) struct Measures {
    pub(super) all: Arena<MeasureId, Measure>,
    pub(super) names: BTreeMap<String, MeasureId>,
}

/// Compiles the measures.
pub(super) fn measures(scope: &Scope<'_>, document: &RuleDocument, criteria: &Criteria) -> Measures {
    let mut measures = Measures { all: Arena::new(), names: BTreeMap::new() };
    for (name, written) in &document.measures {
        let at = Pointer::root().key("measures").key(name);
        let (kind, over) = over(scope, name, written, criteria, &at).unwrap_or((MeasureKind::Sum, Vec::new()));
        if let Some(weight) = &written.weight {
            if kind == MeasureKind::Sum {
                scope.misplaced(
                    &at.key("weight"),
                    "`weight` means nothing in a `sum`",
                    "a sum is out of what its criteria are out of",
                );
            }
            super::weight::not_negative(scope, weight, &at.key("weight"));
        }
        scope.rounding(written.round.as_ref(), &at.key("round"));
        let id = measures.all.push(Measure {
            id: name.clone(),
            title: written.title.clone(),
            kind,
            criteria: over,
            weight: written.weight.clone().unwrap_or(Number::ONE),
            round: written.round,
        });
        measures.names.insert(name.clone(), id);
    }
    measures
}

fn over(
    scope: &Scope<'_>,
    name: &str,
    written: &document::Measure,
    criteria: &Criteria,
    at: &Pointer,
) -> Option<(MeasureKind, Vec<CriterionId>)> {
    let kinds = [
        ("sum", MeasureKind::Sum, &written.sum),
        ("mean", MeasureKind::Mean, &written.mean),
        ("min", MeasureKind::Min, &written.min),
        ("max", MeasureKind::Max, &written.max),
    ];
    let given: Vec<_> = kinds.iter().filter_map(|(word, kind, paths)| Some((*word, *kind, paths.as_ref()?))).collect();
    let [(word, kind, paths)] = given.as_slice() else {
        let message = match given.as_slice() {
            [] => format!("nothing says what `{name}` measures"),
            several => format!("`{name}` is made by {}", list(several.iter().map(|(word, ..)| *word))),
        };
        let finding = scope.findings.at_key(Code::UnclearMeasure, at, message);
        scope
            .findings
            .push_absence(finding.help("write exactly one of `sum`, `mean`, `min` and `max`, with a list of criteria"));
        return None;
    };
    let at = at.key(word);
    if paths.is_empty() {
        scope.empty(&at, "list at least one criterion");
        return None;
    }
    let mut over: Vec<CriterionId> = Vec::with_capacity(paths.len());
    // INVARIANT: none of these contains another, so that only the neighbours of a new one can overlap with it.
    let mut apart: BTreeSet<CriterionId> = BTreeSet::new();
    let mut all_known = true;
    for (i, path) in paths.iter().enumerate() {
        let at = at.index(i);
        let Some(id) = criteria.find(scope, path, &at) else {
            all_known = false;
            continue;
        };
        let before = apart.range(..=id).next_back().filter(|before| criteria.contains(**before, id));
        let after = apart.range(id..).next().filter(|after| criteria.contains(id, **after));
        if let Some(other) = before.or(after) {
            let other = &criteria.all[*other].path;
            let message = if other == path {
                format!("`{path}` is measured twice")
            } else {
                format!("`{path}` and `{other}` overlap")
            };
            let finding = scope.findings.at(Code::OverlappingMeasure, &at, message);
            scope.findings.push(finding.help("a measure reads every criterion once: name the group or what is in it"));
        } else {
            apart.insert(id);
        }
        over.push(id);
    }
    all_known.then_some((*kind, over))
}

impl Criteria {
    /// The criterion at `path`, which is written at `at`.
    pub(super) fn find(&self, scope: &Scope<'_>, path: &str, at: &Pointer) -> Option<CriterionId> {
        let found = self.paths.get(path).copied();
        if found.is_none() && !path.is_empty() {
            let help = scope.findings.suggest(path, self.paths.keys().map(String::as_str), "criteria");
            let finding = scope.findings.at(Code::UnknownCriterion, at, format!("no criterion is at `{path}`"));
            scope.findings.push(finding.help(help));
        }
        found
    }

    /// Whether `inner` is `outer` or lies below it.
    pub(super) fn contains(&self, outer: CriterionId, inner: CriterionId) -> bool {
        inner >= outer && inner < self.all[outer].end
    }
}
