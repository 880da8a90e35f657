//! What is allowed and yet seldom meant: groups in which nothing counts, weights that nothing looks at, counts that fall
//! short, skipping.

use std::collections::BTreeSet;

use super::criterion::Criteria;
use super::outline::Outline;
use super::reach::Reach;
use super::scope::Scope;
use crate::Number;
use crate::diagnostic::{Code, Pointer};
use crate::document::{NotApplicable, RuleDocument, Unanswered};
use crate::invariant::Always;
use crate::rule_set::arena::{Arena, ArenaId};
use crate::rule_set::{
    Aggregate, Award, AwardId, Criterion, CriterionId, Group, Kind, Measure, MeasureId, RequirementTest, ScoreOf,
};

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

/// Warns of weights that differ where no weight is looked at: neither by the group, nor by anything that reads the points of
/// a criterion in it.
pub(super) fn ignored_weights(
    scope: &Scope<'_>,
    outline: &Outline<'_>,
    criteria: &Criteria,
    measures: &Arena<MeasureId, Measure>,
    awards: &Arena<AwardId, Award>,
) {
    let read = points_read(measures, awards);
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
        let children = criteria.all[CriterionId::new(i)].children.iter();
        let ignored: Vec<CriterionId> =
            children.copied().filter(|id| !read.contains(id) && !counts_by_itself(&criteria.all[*id])).collect();
        let items =
            ignored.iter().filter_map(|id| outline.items.get(id.index()).always("a criterion is in the outline"));
        let Some(first) = items.clone().find(|child| child.written.weight.is_some()) else { continue };
        let weights: Vec<&Number> = ignored.iter().map(|id| &criteria.all[*id].weight).collect();
        if weights.windows(2).all(|pair| matches!(pair, [one, other] if one == other)) {
            continue;
        }
        let message = format!("the weights in `{}` differ, and `{word}` does not look at weights", item.name());
        let finding = scope.findings.at(Code::IgnoredWeights, &first.at.key("weight"), message);
        scope.findings.push(finding.help("leave them out, or write `aggregate: mean` where weights are to count"));
    }
}

/// The criteria whose points something reads.
fn points_read(measures: &Arena<MeasureId, Measure>, awards: &Arena<AwardId, Award>) -> BTreeSet<CriterionId> {
    let compared = awards.iter().flat_map(Award::all_requirements).filter_map(|requirement| match &requirement.test {
        RequirementTest::Score { of, .. } => Some(of),
        _ => None,
    });
    let compared = compared.flatten().filter_map(|of| match of {
        ScoreOf::Criterion(id) => Some(*id),
        ScoreOf::Measure(_) => None,
    });
    compared.chain(measures.iter().flat_map(|measure| measure.criteria.iter().copied())).collect()
}

/// Whether the weight of a criterion decides what it is worth: of a bonus, and of a group whose points are limited,
/// rounded, or taken away from it.
fn counts_by_itself(criterion: &Criterion) -> bool {
    let by_points = |group: &Group| {
        group.cap.is_some() || group.round.is_some() || matches!(group.aggregate, Aggregate::Deduct { .. })
    };
    criterion.bonus || matches!(&criterion.kind, Kind::Group(group) if by_points(group))
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
