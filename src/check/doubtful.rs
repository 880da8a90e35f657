//! What is allowed and yet seldom meant: groups in which nothing counts, counts that fall short, skipping.

use super::criterion::Criteria;
use super::outline::Outline;
use super::reach::Reach;
use super::scope::Scope;
use crate::diagnostic::{Code, Pointer};
use crate::document::{RuleDocument, Unanswered};
use crate::rule_set::arena::{Arena, ArenaId};
use crate::rule_set::{Aggregate, CriterionId, Kind};

/// Warns of groups in which nothing can count: only bonuses, or only weights of 0.
pub(super) fn nothing_counts(scope: &Scope<'_>, outline: &Outline<'_>, criteria: &Criteria) {
    for (i, item) in outline.items.iter().enumerate() {
        let children = &criteria.all[CriterionId::new(i)].children;
        let counts = children.iter().any(|child| !criteria.all[*child].bonus && !criteria.all[*child].weight.is_zero());
        if item.is_group && !children.is_empty() && !counts {
            let at = item.below();
            let message = format!("nothing in `{}` counts, so that it never applies", item.name());
            let finding = scope.findings.at_key(Code::NothingCounts, &at, message);
            scope.findings.push(finding.help("give one criterion that is no bonus a weight above 0"));
        }
    }
}

/// Warns of `at_least: n` where so few criteria may apply that n cannot be met.
pub(super) fn lowered_counts(
    scope: &Scope<'_>,
    outline: &Outline<'_>,
    criteria: &Criteria,
    reach: &Arena<CriterionId, Reach>,
) {
    for (i, item) in outline.items.iter().enumerate() {
        let criterion = &criteria.all[CriterionId::new(i)];
        let Kind::Group(group) = &criterion.kind else { continue };
        let Aggregate::AtLeast(n) = group.aggregate else { continue };
        let counted = criterion.children.iter().filter(|child| !criteria.all[**child].bonus);
        let sure = counted.clone().filter(|child| !reach[**child].may_not_apply).count();
        if sure < n {
            let message = format!("`{}` needs {n} met, but only {sure} are sure to apply", item.name());
            let at = item.at.key("aggregate");
            let finding = scope.findings.at(Code::LoweredCount, &at, message);
            scope.findings.push(finding.help(
                "the number is not lowered where fewer apply: write `{best: k}` or `mean`, or say in `allow` why it is meant",
            ));
        }
    }
}

/// Warns of `unanswered: skip`, under which not answering can raise a score.
pub(super) fn skipped_answers(scope: &Scope<'_>, document: &RuleDocument, outline: &Outline<'_>) {
    let root = Pointer::root();
    let below = outline.items.iter().map(|item| (item.written.unanswered, &item.at));
    let all = [(document.unanswered, &root)].into_iter().chain(below);
    for (_, at) in all.filter(|(policy, _)| *policy == Some(Unanswered::Skip)) {
        let at = at.key("unanswered");
        let message = "what is not answered leaves the score, so that silence can raise it";
        let finding = scope.findings.at(Code::SkippedAnswers, &at, message);
        scope.findings.push(finding.help(
            "write `unknown` for a low and a high, `zero` to count it as nothing, or say in `allow` why it is meant",
        ));
    }
}
