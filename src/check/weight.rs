//! Weights: none below zero, a `sum` group's the sum of its criteria's, a `deduct` group's declared.

use super::criterion::Criteria;
use super::denominators;
use super::outline::{Item, Outline};
use super::scope::Scope;
use crate::Number;
use crate::diagnostic::Code;
use crate::document::Aggregate;
use crate::rule_set::arena::ArenaId;
use crate::rule_set::{self, CriterionId, Kind};

/// The weight of every item, in their order.
pub(super) fn weights(scope: &Scope<'_>, outline: &Outline<'_>) -> Vec<Number> {
    let mut weights = vec![Number::ZERO; outline.items.len()];
    for (i, item) in outline.items.iter().enumerate().rev() {
        let weight = if item.is_group { of_group(scope, outline, item, &weights) } else { of_leaf(scope, item) };
        if let Some(slot) = weights.get_mut(i) {
            *slot = weight;
        }
    }
    weights
}

fn of_leaf(scope: &Scope<'_>, item: &Item<'_>) -> Number {
    let own = item.written.weight.as_ref().map(|weight| (weight, item.at.key("weight")));
    let Some((weight, at)) = own.or_else(|| item.inherited.weight.clone()) else { return Number::ONE };
    not_negative(scope, weight, &at);
    weight.clone()
}

fn of_group(scope: &Scope<'_>, outline: &Outline<'_>, item: &Item<'_>, weights: &[Number]) -> Number {
    let at = item.at.key("weight");
    let declared = item.written.weight.as_ref();
    if let Some(declared) = declared {
        not_negative(scope, declared, &at);
    }
    match item.written.aggregate {
        None | Some(Aggregate::Sum) => {
            let counted = item
                .children
                .iter()
                .filter(|child| outline.items.get(**child).is_some_and(|child| child.written.bonus != Some(true)));
            let Some(sum) = denominators::sum(scope, item, counted.filter_map(|child| weights.get(*child))) else {
                // Reported; what is said above does not matter.
                return Number::ONE;
            };
            // A weight that could not be read is not held against the sum.
            if let Some(declared) = declared
                .filter(|declared| **declared != sum && !scope.findings.spoilt(&item.below()))
                // Nor is one of a group whose aggregate could not be read.
                .filter(|_| !scope.findings.spoilt(&item.at.key("aggregate")))
            {
                let message =
                    format!("the weight of `{}` is declared as {declared}, but its criteria weigh {sum}", item.name());
                let finding = scope.findings.at(Code::ContradictedWeight, &at, message);
                scope.findings.push(finding.help(format!(
                    "write {sum}, mend the weights below, or write `aggregate: mean` to spread {declared} over them"
                )));
            }
            sum
        }
        Some(Aggregate::Deduct) if declared.is_none() => {
            let message = format!("`{}` deducts, but its weight is not declared", item.name());
            let finding = scope.findings.at(Code::UndeclaredWeight, &item.at.key("aggregate"), message);
            scope.findings.push_absence(finding.help("add `weight:`, the points it starts from"));
            Number::ONE
        }
        Some(_) => declared.cloned().unwrap_or(Number::ONE),
    }
}

/// Reports a weight below zero.
pub(super) fn not_negative(scope: &Scope<'_>, weight: &Number, at: &crate::diagnostic::Pointer) {
    if weight.is_negative() {
        let finding = scope.findings.at(Code::NegativeWeight, at, format!("the weight {weight} is below 0"));
        scope.findings.push(finding.help("to take points away, use a group with `aggregate: deduct`"));
    }
}

/// Reports a `mean` with a weight of which no criterion has one, where nothing says what it is then: there is nothing to
/// spread it over.
pub(super) fn weightless_means(scope: &Scope<'_>, outline: &Outline<'_>, criteria: &Criteria) {
    for (i, item) in outline.items.iter().enumerate() {
        let criterion = &criteria.all[CriterionId::new(i)];
        let Kind::Group(group) = &criterion.kind else { continue };
        let mut counted = criterion.children.iter().filter(|child| !criteria.all[**child].bonus).peekable();
        let spreads = group.aggregate == rule_set::Aggregate::Mean
            && !criterion.weight.is_zero()
            && group.when_empty.is_none()
            && counted.peek().is_some();
        if spreads && counted.all(|child| criteria.all[*child].weight.is_zero()) {
            let message =
                format!("`{}` spreads a weight of {} over criteria that all weigh 0", item.name(), criterion.weight);
            let finding = scope.findings.at_key(Code::WeightlessMean, &item.below(), message);
            scope.findings.push(finding.help(
                "give one criterion a weight above 0; or write `weight: 0` where the group only gathers penalties or gates",
            ));
        }
    }
}
