//! Which criteria may leave their group, by what they say alone: nothing is added up for it.

use super::criterion::Criteria;
use super::scope::Scope;
use crate::document::{ExceptionKind, Unanswered, WaivedAs, WhenZero};
use crate::rule_set::arena::Arena;
use crate::rule_set::{
    Aggregate, AnswerOutcome, Criterion, CriterionId, Derivation, Fact, FactId, Group, Kind, Leaf, Operand, Scorer,
};

/// How a criterion may come to leave its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Leaving {
    /// Its facts may make it not applicable.
    pub(super) may_not_apply: bool,
    /// It may leave the score: not applicable by its facts, by an exception or for want of an answer.
    pub(super) may_leave: bool,
    /// It is a group, and all that decides whether it is empty may leave it.
    pub(super) may_empty: bool,
}

/// Of every criterion.
pub(super) fn criteria(scope: &Scope<'_>, criteria: &Criteria) -> Arena<CriterionId, Leaving> {
    let unknown = |_| Leaving { may_not_apply: true, may_leave: true, may_empty: true };
    let mut leaving = Arena::like(&criteria.all, unknown);
    for (id, criterion) in criteria.all.pairs().rev() {
        leaving[id] = match &criterion.kind {
            Kind::Leaf(leaf) => of_leaf(scope, criterion, leaf),
            Kind::Group(group) => of_group(criteria, &leaving, criterion, group),
        };
    }
    leaving
}

/// Whether exceptions of a kind may be on a criterion.
pub(super) fn allows(criterion: &Criterion, kind: ExceptionKind) -> bool {
    !criterion.never && criterion.allows.contains(&kind)
}

fn of_leaf(scope: &Scope<'_>, criterion: &Criterion, leaf: &Leaf) -> Leaving {
    let may_not_apply = criterion.applies_when.is_some() || may_not_apply(scope, &leaf.scorer);
    let may_leave = may_not_apply
        || leaf.unanswered == Unanswered::Skip
        || allows(criterion, ExceptionKind::NotApplicable)
        || (allows(criterion, ExceptionKind::Waiver) && criterion.waived_as == WaivedAs::NotApplicable);
    Leaving { may_not_apply, may_leave, may_empty: false }
}

fn of_group(
    criteria: &Criteria,
    leaving: &Arena<CriterionId, Leaving>,
    criterion: &Criterion,
    group: &Group,
) -> Leaving {
    let counted = || criterion.children.iter().filter(|child| !criteria.all[**child].bonus);
    let adds = matches!(group.aggregate, Aggregate::Sum | Aggregate::Mean);
    // Where a `sum` or `mean` adds up anything by weight, what weighs 0 does not decide whether it is empty.
    let weighs = |child: &CriterionId| !criteria.all[*child].weight.is_zero();
    let weightless = adds && !counted().any(weighs);
    let always_empty = weightless && !criterion.weight.is_zero();
    let empties = |leaves: fn(Leaving) -> bool| {
        let mut deciding = counted().filter(|child| !adds || weightless || weighs(child));
        always_empty || deciding.all(|child| leaves(leaving[*child]))
    };
    let conditional = criterion.applies_when.is_some();
    let may_empty = empties(|child| child.may_leave);
    Leaving {
        may_not_apply: conditional || group.when_empty.is_none() && empties(|child| child.may_not_apply),
        may_leave: conditional || may_empty,
        may_empty,
    }
}

fn may_not_apply(scope: &Scope<'_>, scorer: &Scorer) -> bool {
    let fact = |id: &FactId| scope.may_not_apply.contains(id);
    match scorer {
        Scorer::Scale { scale, answers, .. } => {
            let given = &scope.scales[*scale].answers;
            answers.iter().map(|i| &given[*i]).any(|answer| answer.gives == AnswerOutcome::NotApplicable)
        }
        Scorer::Bands { fact: id, .. } | Scorer::Linear { fact: id, .. } => fact(id),
        Scorer::Ratio { of, to, when_zero } => {
            fact(of) || fact(to) || matches!(when_zero, Some(WhenZero::NotApplicable))
        }
        Scorer::MetWhen(_) | Scorer::Count { .. } | Scorer::Cases { .. } => false,
    }
}

/// Whether a new fact may be not applicable: a ratio says so, here or in a part.
pub(super) fn new_may_not_apply(scope: &Scope<'_>, fact: &Fact) -> bool {
    let part = |operand: &Operand| match operand {
        Operand::Fact(id) => scope.may_not_apply.contains(id),
        Operand::Number(_) => false,
    };
    match &fact.derivation {
        None | Some(Derivation::Count(_) | Derivation::DaysBetween(..)) => false,
        Some(Derivation::Ratio(_, _, Some(WhenZero::NotApplicable))) => true,
        Some(Derivation::Ratio(a, b, _) | Derivation::Difference(a, b)) => part(a) || part(b),
        Some(Derivation::Sum(of) | Derivation::Product(of) | Derivation::Min(of) | Derivation::Max(of)) => {
            of.iter().any(part)
        }
    }
}
