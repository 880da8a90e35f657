//! One layer of an assessment, claimed, evidenced or final: the worth of every criterion.

use std::iter::successors;
use std::rc::Rc;

use super::applies::{self, Applies};
use super::group::{Child, Shares, combine};
use super::worth::Worth;
use crate::Number;
use crate::assessment::{Points, Range};
use crate::document::NotApplicable;
use crate::evaluate::{Facts, Missing, MissingSet, Span, Truth};
use crate::invariant::broken;
use crate::rule_set::arena::Arena;
use crate::rule_set::{Compiled, CriterionId, Kind};

/// The worth of every criterion, and what follows from where it stands.
pub(super) struct Layer {
    /// To its parent, whatever stands above it.
    pub(super) worth: Arena<CriterionId, Worth>,
    pub(super) shares: Arena<CriterionId, Option<Shares>>,
    /// How each criterion shows, with everything above it in view.
    pub(super) shown: Arena<CriterionId, Shown>,
}

/// How a criterion shows: whether it applies, with everything above it in view, and its points.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) applies: Applies,
    /// The same, as its status says it: a bonus that is answered keeps its own where its group is skipped.
    pub(super) for_status: Applies,
    /// The same, as it is around what is below it.
    around_children: Applies,
    pub(super) points: Span,
    pub(super) of: Span,
    pub(super) tight: bool,
    /// The policies by which it is left out where it is: that of the group that decided.
    policies: Vec<NotApplicable>,
    /// Something above it may be skipped, where all shows nothing.
    in_skipped: bool,
    /// What is missing to know whether the groups around it apply or are skipped.
    pub(super) around: Around,
    /// The same of what is below it.
    around_below: Around,
    /// The same of a bonus below it.
    around_bonus: Around,
}

/// What is missing around a criterion: lists that all criteria below a group share.
#[derive(Clone, Debug, Default)]
pub(super) struct Around(Option<Rc<Link>>);

#[derive(Debug)]
struct Link {
    missing: MissingSet,
    above: Around,
}

impl Around {
    /// This, and more.
    fn with(&self, missing: MissingSet) -> Around {
        if missing.is_empty() { self.clone() } else { Around(Some(Rc::new(Link { missing, above: self.clone() }))) }
    }

    /// What is missing, some of it perhaps twice.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Missing> {
        successors(self.0.as_ref(), |link| link.above.0.as_ref()).flat_map(|link| &link.missing)
    }
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
        let in_condition = |id: CriterionId, missing: &mut MissingSet| {
            if let Some(condition) = rules.criteria[id].applies_when.as_ref().filter(|_| applies[id].is_unknown()) {
                facts.missing_in(condition, missing);
            }
        };
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
                own.given(applies[id], |missing| in_condition(id, missing))
            };
        }
        let shown = show(rules, &worth, &in_condition);
        Layer { worth, shares, shown }
    }
}

/// `in_condition` adds what is missing to know whether a criterion's own condition holds.
fn show(
    rules: &Compiled,
    worth: &Arena<CriterionId, Worth>,
    in_condition: &dyn Fn(CriterionId, &mut MissingSet),
) -> Arena<CriterionId, Shown> {
    let mut shown: Arena<CriterionId, Shown> = Arena::new();
    for (id, criterion) in rules.criteria.pairs() {
        let mut one = match criterion.parent {
            Some(parent) => below(rules, id, &worth[id], &shown[parent], parent),
            None => {
                let policies =
                    if worth[id].applies.may_be_out() { vec![NotApplicable::Redistribute] } else { Vec::new() };
                Shown::new(&criterion.weight, &worth[id], worth[id].applies, policies)
            }
        };
        if matches!(criterion.kind, Kind::Group(_)) {
            let own = worth[id].applies;
            // A bonus in what may be empty, which itself may be empty or not: what in it weighs 0 stays or goes by that.
            let is_in_empty = criterion.parent.is_some_and(|parent| worth[parent].applies.may_be_empty);
            let stays_or_goes = criterion.bonus && is_in_empty && own.may_be_empty && !own.is_known();
            let mut missing = MissingSet::new();
            if own.may_be_skipped || stays_or_goes {
                missing.clone_from(&worth[id].missing);
            } else if id != CriterionId::TOTAL {
                in_condition(id, &mut missing);
            }
            one.around_below = one.around.with(missing);
            // What is no bonus and would keep its group from being empty does not apply by itself where it is; what weighs
            // 0 stays.
            one.around_bonus =
                if own.may_be_empty && criterion.children.iter().any(|child| rules.criteria[*child].bonus) {
                    one.around_below.with(worth[id].missing.clone())
                } else {
                    one.around_below.clone()
                };
        }
        shown.push(one);
    }
    shown
}

/// How a criterion shows below its group.
fn below(rules: &Compiled, id: CriterionId, own: &Worth, around: &Shown, parent: CriterionId) -> Shown {
    let criterion = &rules.criteria[id];
    let is_leaf = matches!(criterion.kind, Kind::Leaf(_));
    let is_weightless = if own.applies.may { own.may_be_weightless() } else { criterion.weight.is_zero() };
    let child = match (criterion.bonus, is_weightless, is_leaf) {
        (true, ..) => applies::Child::Bonus,
        (_, false, _) => applies::Child::Plain,
        (_, true, true) => applies::Child::WeightlessLeaf,
        (_, true, false) => applies::Child::Weightless,
    };
    let applies = own.applies.inside(around.around_children, child);
    let mut policies = Vec::new();
    if criterion.bonus || criterion.weight.is_zero() {
        // No policy touches what weighs 0, a bonus, or what is below.
        policies.extend(applies.may_be_out().then_some(NotApplicable::Redistribute));
    } else {
        if own.applies.may_be_out() && around.applies.may {
            match &rules.criteria[parent].kind {
                Kind::Group(group) => policies.push(group.not_applicable),
                Kind::Leaf(_) => policies.extend(broken("what is above a criterion is a group", ANY_POLICY)),
            }
        }
        // Inside of what surely applies it can be left out for its own sake alone.
        if !around.applies.surely() {
            policies.extend(&around.policies);
        }
    }
    let mut shown = Shown::new(&criterion.weight, own, applies, policies);
    shown.around_children = applies.around_children(own.applies, around.around_children);
    // What is answered and no part of the table is not touched where the group is skipped for want of the others.
    if is_leaf && criterion.bonus && around.around_children.may_be_skipped {
        let others = Applies { may_be_skipped: false, ..around.around_children };
        shown.for_status = own.applies.inside(others, child).or(own.applies);
    }
    if around.in_skipped || around.applies.may_be_skipped {
        shown.in_skipped = true;
        shown.points = shown.points.hull(&Span::ZERO);
        shown.of = shown.of.hull(&Span::ZERO);
        shown.tight &= shown.points.is_exact();
    }
    shown.around = if criterion.bonus { &around.around_bonus } else { &around.around_below }.clone();
    shown
}

impl Shown {
    /// How a criterion shows that applies so, with the policies by which it is left out where it is.
    fn new(weight: &Number, own: &Worth, applies: Applies, policies: Vec<NotApplicable>) -> Shown {
        let applying = applies.may.then(|| (own.points.clone(), own.of.clone()));
        let left_out = policies.iter().filter(|_| applies.may_be_out()).map(|policy| {
            let weight = || Span::exactly(weight.clone());
            match policy {
                NotApplicable::Redistribute | NotApplicable::Shrink => (Span::ZERO, Span::ZERO),
                NotApplicable::Full => (weight(), weight()),
                NotApplicable::Zero => (Span::ZERO, weight()),
            }
        });
        let skipped = applies.may_be_skipped.then_some((Span::ZERO, Span::ZERO));
        let (points, of) = applying
            .into_iter()
            .chain(left_out)
            .chain(skipped)
            .reduce(|(points, of), (other, out_of)| (points.hull(&other), of.hull(&out_of)))
            // Inside of what is skipped no policy decides, and what does not apply by itself shows nothing.
            .unwrap_or((Span::ZERO, Span::ZERO));
        let tight = points.is_exact() || own.tight && applies.surely();
        debug_assert!(
            applies.may || applies.may_not || applies.may_be_skipped || applies.may_be_empty,
            "it is something"
        );
        Shown {
            applies,
            for_status: applies,
            around_children: applies,
            points,
            of,
            tight,
            policies,
            in_skipped: false,
            around: Around::default(),
            around_below: Around::default(),
            around_bonus: Around::default(),
        }
    }
}

/// Every policy that a group can have.
const ANY_POLICY: [NotApplicable; 4] =
    [NotApplicable::Redistribute, NotApplicable::Shrink, NotApplicable::Full, NotApplicable::Zero];
