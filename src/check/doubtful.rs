//! What is allowed and yet seldom meant: groups in which nothing counts, weights that nothing looks at, counts that fall
//! short, skipping.

use super::criterion::Criteria;
use super::outline::Outline;
use super::reach::Reach;
use super::scope::Scope;
use crate::Number;
use crate::diagnostic::{Code, Pointer};
use crate::document::{NotApplicable, RuleDocument, Unanswered};
use crate::rule_set::arena::{Arena, ArenaId};
use crate::rule_set::{Aggregate, CriterionId, Kind};

/// Warns of groups in which nothing can count: only bonuses.
pub(super) fn nothing_counts(scope: &Scope<'_>, outline: &Outline<'_>, criteria: &Criteria) {
    for (i, item) in outline.items.iter().enumerate() {
        let children = &criteria.all[CriterionId::new(i)].children;
        if item.is_group && !children.is_empty() && children.iter().all(|child| criteria.all[*child].bonus) {
            let at = item.below();
            let message = format!("nothing in `{}` counts, so that it never applies", item.name());
            let finding = scope.findings.at_key(Code::NothingCounts, &at, message);
            scope.findings.push(finding.help("give it one criterion that is no bonus"));
        }
    }
}

/// Warns of weights that differ where no weight is looked at.
pub(super) fn ignored_weights(scope: &Scope<'_>, outline: &Outline<'_>, criteria: &Criteria) {
    for (i, item) in outline.items.iter().enumerate() {
        let Kind::Group(group) = &criteria.all[CriterionId::new(i)].kind else { continue };
        let word = match &group.aggregate {
            Aggregate::Sum | Aggregate::Mean | Aggregate::Deduct { .. } => continue,
            Aggregate::Min => "min",
            Aggregate::Max => "max",
            Aggregate::Best(_) => "best",
            Aggregate::All => "all",
            Aggregate::Any => "any",
            Aggregate::AtLeast(_) => "at_least",
        };
        if group.not_applicable == NotApplicable::Shrink {
            continue;
        }
        let mut written = outline.children(item).filter(|child| child.written.weight.is_some());
        let Some(first) = written.next() else { continue };
        let weights: Vec<&Number> =
            criteria.all[CriterionId::new(i)].children.iter().map(|child| &criteria.all[*child].weight).collect();
        if weights.windows(2).all(|pair| matches!(pair, [one, other] if one == other)) {
            continue;
        }
        let message = format!("the weights in `{}` differ, and `{word}` does not look at weights", item.name());
        let finding = scope.findings.at(Code::IgnoredWeights, &first.at.key("weight"), message);
        scope.findings.push(finding.help("leave them out, or write `aggregate: mean` where weights are to count"));
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
