//! Awards for which a unit is eligible to which nothing applies: what is not applicable satisfies what compares it.

use super::award::Named;
use super::reach::Reach;
use super::scope::Scope;
use crate::diagnostic::{Code, Pointer};
use crate::document::RuleDocument;
use crate::rule_set::arena::{Arena, ArenaId};
use crate::rule_set::{Award, AwardId, CriterionId, Requirement, RequirementTest, ScoreOf};

/// Warns of awards of which nothing but such comparisons is asked.
pub(super) fn by_nothing(
    scope: &Scope<'_>,
    document: &RuleDocument,
    named: &Named<'_>,
    reach: &Arena<CriterionId, Reach>,
    awards: &Arena<AwardId, Award>,
    order: &[AwardId],
) {
    let may_be_out = |of: &ScoreOf| match of {
        ScoreOf::Criterion(CriterionId::TOTAL) => false,
        ScoreOf::Criterion(id) => reach[*id].may_not_apply,
        ScoreOf::Measure(id) => named.measures.all[*id].criteria.iter().all(|one| reach[*one].may_not_apply),
    };
    let mut satisfied: Arena<AwardId, bool> = Arena::like(awards, |_| false);
    // INVARIANT: every award stands in the order after those whose eligibility it asks.
    for &id in order {
        let is_satisfied = |requirement: &Requirement| match &requirement.test {
            RequirementTest::Score { of, .. } => !requirement.fails_when_not_applicable && of.iter().all(may_be_out),
            RequirementTest::Status { criterion, .. } => {
                !requirement.fails_when_not_applicable && may_be_out(&ScoreOf::Criterion(*criterion))
            }
            RequirementTest::Eligible { award } => satisfied[*award],
            RequirementTest::When(_) | RequirementTest::Held { .. } => false,
        };
        let requires = &awards[id].requires;
        satisfied[id] = !requires.is_empty() && requires.iter().all(is_satisfied);
        if satisfied[id] && document.awards.get(id.index()).is_some() {
            let at = Pointer::root().key("awards").index(id.index()).key("requires");
            let message = format!("a unit to which nothing applies is eligible for `{}`", awards[id].id);
            let finding = scope.findings.at_key(Code::SatisfiedByNothing, &at, message);
            scope
                .findings
                .push(finding.help("add `when_not_applicable: fails` to a requirement, or a requirement of the total"));
        }
    }
}
