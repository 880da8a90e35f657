//! What may not be left unanswered (`unanswered: error`).

use std::collections::BTreeSet;

use super::sheet::Sheet;
use crate::RuleSet;
use crate::diagnostic::steps::at;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Unanswered;
use crate::evaluate::{Answers, Facts, LeafOutcome, Missing};
use crate::rule_set::{Criterion, CriterionId, FactId, Kind};

/// Refuses each leaf under `unanswered: error` whose fraction the missing facts leave open, unless it is known
/// not to apply. Where a missing fact had an answer that was refused, that finding stands for this one.
pub(super) fn check(
    rules: &RuleSet,
    answers: &Answers,
    faulty: &BTreeSet<FactId>,
    sheet: Sheet,
    found: &mut Vec<Diagnostic>,
) {
    if !rules.refuses_gaps() {
        return;
    }
    let facts = Facts::new(rules, answers);
    for (criterion, outcome) in gaps(rules, &facts) {
        let is_faulty = |missing: &Missing| matches!(missing, Missing::Fact(fact) if faulty.contains(fact));
        if outcome.missing.iter().any(is_faulty) {
            continue;
        }
        let missing: Vec<String> =
            outcome.missing.iter().map(|missing| format!("`{}`", facts.name_of(*missing))).collect();
        let message = format!("`{}` is not answered", criterion.path);
        found.push(
            Diagnostic::new(Code::NotAnswered, sheet.key_place(at!["facts"]), message)
                .help(format!("the rules allow no gap here: answer {}", missing.join(", "))),
        );
    }
}

/// Whether answers leave a leaf open that may not be; only of rules that [refuse gaps](RuleSet::refuses_gaps).
pub(crate) fn has_gaps(rules: &RuleSet, answers: &Answers) -> bool {
    gaps(rules, &Facts::new(rules, answers)).next().is_some()
}

/// The leaves that may not be left open, and are.
fn gaps<'f>(rules: &'f RuleSet, facts: &'f Facts<'_>) -> impl Iterator<Item = (&'f Criterion, LeafOutcome)> {
    rules.criteria.pairs().filter_map(|(id, criterion)| {
        let Kind::Leaf(leaf) = &criterion.kind else { return None };
        if leaf.unanswered != Unanswered::Error || is_ruled_out(rules, facts, id) {
            return None;
        }
        let outcome = facts.leaf(id, leaf);
        outcome.is_open().then_some((criterion, outcome))
    })
}

/// Whether the criterion, or one above it, is known not to apply.
fn is_ruled_out(rules: &RuleSet, facts: &Facts, id: CriterionId) -> bool {
    let mut at = Some(id);
    while let Some(id) = at {
        let criterion = &rules.criteria[id];
        // That of the total is `scored_when`, which is another matter.
        if id != CriterionId::TOTAL
            && criterion.applies_when.as_ref().is_some_and(|condition| facts.truth(condition).is_false())
        {
            return true;
        }
        at = criterion.parent;
    }
    false
}
