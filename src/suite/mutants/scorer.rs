//! Mutants of how a leaf's fraction is made.

use super::MutantKind::{Band, Case, Condition, Fraction, Operator, Threshold};
use super::condition::condition;
use super::edit::Change;
use super::spot::{Found, Spot, Towards, plain};

/// The scorer of the leaf at `spot`; an answer is mutated where its scale is declared.
pub(super) fn scorer(found: &mut Found<'_>, name: &str, spot: &Spot<'_>) {
    if let Some(when) = spot.get("met_when") {
        condition(found, name, &when);
    }
    if let Some(bands) = spot.get("bands") {
        self::bands(found, name, &bands);
    }
    if let Some(linear) = spot.get("linear") {
        for end in ["from", "to"].into_iter().filter_map(|key| linear.get(key)) {
            found.number(Band, name, &end, Towards::Both);
        }
    }
    if let Some(zero) = spot.get("ratio").and_then(|ratio| ratio.get("when_zero")) {
        when_zero(found, name, &zero);
    }
    if let Some(count) = spot.get("count") {
        if let Some(out_of) = count.get("out_of") {
            found.number(Threshold, name, &out_of, Towards::Both);
        }
        let of = count.list("of");
        found.drop_each(Condition, name, &of);
        of.iter().for_each(|one| condition(found, name, one));
    }
    let cases = spot.list("cases");
    found.drop_each(Case, name, &cases);
    swap_neighbours(found, name, &cases, Case);
    for case in &cases {
        if let Some(when) = case.get("when") {
            condition(found, name, &when);
        }
        fraction(found, name, case, "fraction");
    }
    fraction(found, name, spot, "otherwise");
}

/// What a division by zero gives.
pub(super) fn when_zero(found: &mut Found<'_>, name: &str, spot: &Spot<'_>) {
    match spot.text() {
        Some("unknown" | "not_applicable") => found.set(Operator, name, spot, plain("0")),
        Some("0") => found.set(Operator, name, spot, plain("1")),
        _ => found.set(Operator, name, spot, plain("0")),
    }
}

fn bands(found: &mut Found<'_>, name: &str, spot: &Spot<'_>) {
    let steps = spot.list("steps");
    found.drop_each(Band, name, &steps);
    for step in &steps {
        if let Some(edge) = step.get("at_least") {
            found.number(Band, name, &edge, Towards::Both);
        }
        fraction(found, name, step, "fraction");
    }
    // The fractions of neighbours change places, the edges stay.
    for pair in steps.windows(2) {
        if let [one, other] = pair
            && let (Some(one), Some(other)) = (one.get("fraction"), other.get("fraction"))
            && one.node != other.node
        {
            found.set(Band, name, &one, other.node.clone());
        }
    }
    fraction(found, name, spot, "otherwise");
}

fn fraction(found: &mut Found<'_>, name: &str, spot: &Spot<'_>, key: &str) {
    if let Some(fraction) = spot.get(key) {
        found.number(Fraction, name, &fraction, Towards::Fraction);
    }
}

/// Each item changes places with the next, where the order says something.
pub(super) fn swap_neighbours(found: &mut Found<'_>, name: &str, items: &[Spot<'_>], kind: super::MutantKind) {
    for item in items.iter().take(items.len().saturating_sub(1)) {
        found.add(kind, name, item, Change::SwapWithNext, "it changes places with the next".to_owned());
    }
}
