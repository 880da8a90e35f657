//! One layer of an assessment, claimed, evidenced or final: the worth of every criterion.

use super::applies::Applies;
use super::group::{Child, Shares, combine};
use super::worth::Worth;
use crate::Number;
use crate::assessment::{Points, Range};
use crate::document::NotApplicable;
use crate::evaluate::{Facts, MissingSet, Span, Truth};
use crate::rule_set::arena::Arena;
use crate::rule_set::{Aggregate, Compiled, CriterionId, Kind};

/// The worth of every criterion, and what follows from where it stands.
pub(super) struct Layer {
    /// To its parent, whatever stands above it.
    pub(super) worth: Arena<CriterionId, Worth>,
    shares: Arena<CriterionId, Option<Shares>>,
    /// How each criterion shows, with everything above it in view.
    pub(super) shown: Arena<CriterionId, Shown>,
}

/// How a criterion shows: whether it applies, with everything above it in view, and its points.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) applies: Applies,
    pub(super) points: Span,
    pub(super) of: Span,
    pub(super) tight: bool,
    /// The policies by which it is left out where it is: that of the group that decided.
    policies: Vec<NotApplicable>,
    /// Something above it may be skipped, where all shows nothing.
    in_skipped: bool,
    /// What is missing to know whether the groups around it apply.
    pub(super) around: MissingSet,
}

impl Shown {
    pub(super) fn to_points(&self) -> Points {
        Points {
            low: self.points.low.clone(),
            high: self.points.high.clone(),
            of: Range { low: self.of.low.clone(), high: self.of.high.clone() },
            tight: self.tight,
        }
    }
}

impl Layer {
    /// From what each leaf is worth where its own `applies_when` holds.
    pub(super) fn new(
        rules: &Compiled,
        facts: &Facts<'_>,
        applies: &Arena<CriterionId, Truth>,
        leaf: impl Fn(CriterionId) -> Worth,
    ) -> Layer {
        let mut worth = Arena::like(&rules.criteria, |_| Worth::not_applicable());
        let mut shares = Arena::like(&rules.criteria, |_| None);
        // INVARIANT: what is below a criterion stands after it, so that backwards children come first.
        for id in rules.criteria.ids().rev() {
            let criterion = &rules.criteria[id];
            let own = match &criterion.kind {
                Kind::Leaf(_) => leaf(id),
                Kind::Group(group) => {
                    let children: Vec<Child<'_>> = criterion
                        .children
                        .iter()
                        .map(|&child| {
                            let declared = &rules.criteria[child];
                            Child { worth: &worth[child], weight: &declared.weight, bonus: declared.bonus }
                        })
                        .collect();
                    let combined = combine(group, &criterion.weight, &children);
                    shares[id] = combined.shares;
                    combined.worth
                }
            };
            // Whether there is a score at all is asked of the total apart.
            worth[id] = if id == CriterionId::TOTAL {
                own
            } else {
                own.given(applies[id], |missing| {
                    if let Some(condition) = &criterion.applies_when {
                        facts.missing_in(condition, missing);
                    }
                })
            };
        }
        let shown = show(rules, &worth);
        Layer { worth, shares, shown }
    }

    /// What each criterion adds to the total, in the total's unit, where every group above it is a `sum` or a
    /// `mean`.
    pub(super) fn contributions(&self, rules: &Compiled) -> Arena<CriterionId, Option<Span>> {
        let mut contribution: Arena<CriterionId, Option<Span>> = Arena::like(&rules.criteria, |_| None);
        // What a point of a criterion is worth in points of the total.
        let mut scale: Arena<CriterionId, Option<Span>> = Arena::like(&rules.criteria, |_| None);
        let total = &self.shown[CriterionId::TOTAL];
        contribution[CriterionId::TOTAL] = Some(total.points.clone());
        scale[CriterionId::TOTAL] = Some(Span::exactly(Number::ONE));
        for (id, criterion) in rules.criteria.pairs() {
            let Some(parent) = criterion.parent else { continue };
            let (Some(above), Kind::Group(group)) = (scale[parent].clone(), &rules.criteria[parent].kind) else {
                continue;
            };
            let (worth, around) = (&self.worth[id], &self.worth[parent]);
            if !matches!(group.aggregate, Aggregate::Sum | Aggregate::Mean) {
                continue;
            }
            let counts_as_met =
                group.not_applicable == NotApplicable::Full && worth.applies.may_not && !criterion.bonus;
            if !around.applies.may || !worth.applies.may && !counts_as_met {
                contribution[id] = Some(Span::ZERO);
                scale[id] = Some(Span::ZERO);
                continue;
            }
            let Some(shares) = &self.shares[parent] else { continue };
            let point = if criterion.bonus { Span::exactly(shares.bonus.clone()) } else { shares.point.clone() };
            let point = point.times_span(&above);
            let applying = worth.applies.may.then(|| worth.points.times_span(&point));
            let left_out = (!worth.applies.surely()).then(|| {
                if counts_as_met {
                    let weight = &criterion.weight * &shares.full;
                    Span::exactly(weight).times_span(&point)
                } else {
                    Span::ZERO
                }
            });
            let hull = Span::hull_of(applying.into_iter().chain(left_out)).unwrap_or(Span::ZERO);
            contribution[id] = Some(if around.applies.surely() { hull } else { hull.hull(&Span::ZERO) });
            scale[id] = Some(if worth.applies.may { point } else { Span::ZERO });
        }
        contribution
    }
}

fn show(rules: &Compiled, worth: &Arena<CriterionId, Worth>) -> Arena<CriterionId, Shown> {
    let mut shown: Arena<CriterionId, Shown> = Arena::new();
    for (id, criterion) in rules.criteria.pairs() {
        let own = &worth[id];
        let mut applies = own.applies;
        let mut policies = Vec::new();
        let mut missing = MissingSet::new();
        let mut in_skipped = false;
        if let Some(parent) = criterion.parent {
            let around = &shown[parent];
            if own.applies.may_not && around.applies.may {
                policies.push(policy_of(&rules.criteria[parent].kind));
            }
            applies = applies.inside(around.applies);
            in_skipped = around.in_skipped || around.applies.may_be_skipped;
            policies.extend(&around.policies);
            missing.extend(around.around.iter().copied());
            if !worth[parent].applies.is_known() {
                missing.extend(worth[parent].missing.iter().copied());
            }
        } else if own.applies.may_not {
            policies.push(NotApplicable::Redistribute);
        }
        let applying = applies.may.then(|| (own.points.clone(), own.of.clone()));
        let left_out = policies.iter().filter(|_| applies.may_not).map(|policy| {
            let weight = || Span::exactly(criterion.weight.clone());
            match policy {
                NotApplicable::Redistribute | NotApplicable::Shrink => (Span::ZERO, Span::ZERO),
                NotApplicable::Full => (weight(), weight()),
                NotApplicable::Zero => (Span::ZERO, weight()),
            }
        });
        let skipped = (applies.may_be_skipped || in_skipped).then_some((Span::ZERO, Span::ZERO));
        let (points, of) = applying
            .into_iter()
            .chain(left_out)
            .chain(skipped)
            .reduce(|(points, of), (other, out_of)| (points.hull(&other), of.hull(&out_of)))
            .unwrap_or((Span::ZERO, Span::ZERO));
        let tight = points.is_exact() || own.tight && applies.surely();
        shown.push(Shown { applies, points, of, tight, policies, in_skipped, around: missing });
    }
    shown
}

fn policy_of(kind: &Kind) -> NotApplicable {
    match kind {
        Kind::Group(group) => group.not_applicable,
        Kind::Leaf(_) => NotApplicable::Redistribute,
    }
}
