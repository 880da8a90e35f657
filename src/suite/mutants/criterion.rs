//! Mutants of criteria: weights, groups and their policies, exceptions.

use super::MutantKind::{Aggregate, Condition, Exception, Fraction, Policy, Rounding, Threshold, Weight};
use super::condition::{condition, drop_and_mutate, evidence};
use super::scorer::scorer;
use super::spot::{Found, Spot, Towards, plain};

/// A criterion and all below it.
pub(super) fn criterion(found: &mut Found<'_>, above: &str, spot: &Spot<'_>) {
    let id = spot.text_of("id").unwrap_or_default();
    let path = if above.is_empty() { id.to_owned() } else { format!("{above}.{id}") };
    let name = path.as_str();
    match spot.get("weight") {
        Some(weight) => found.number(Weight, name, &weight, Towards::Up),
        None if !spot.has("criteria") => found.insert(Weight, name, spot, "weight", plain("2")),
        None => {}
    }
    drop_and_mutate(found, name, spot, "applies_when");
    if let Some(bonus) = spot.get("bonus") {
        found.flip(Policy, name, &bonus);
    }
    exceptions(found, name, spot);
    if spot.has("criteria") {
        group(found, name, spot, &spot.list("criteria"));
        defaults(found, name, spot);
        spot.list("criteria").iter().for_each(|child| criterion(found, name, child));
    } else {
        scorer(found, name, spot);
        if let Some(rule) = spot.get("evidence") {
            evidence(found, name, &rule);
        }
    }
}

/// What leaves take from above.
pub(super) fn defaults(found: &mut Found<'_>, name: &str, spot: &Spot<'_>) {
    let name = format!("{name}{}defaults", if name.is_empty() { "" } else { "." });
    let Some(defaults) = spot.get("defaults") else { return };
    if let Some(weight) = defaults.get("weight") {
        found.number(Weight, &name, &weight, Towards::Up);
    }
    if let Some(rule) = defaults.get("evidence") {
        evidence(found, &name, &rule);
    }
    drop_and_mutate(found, &name, &defaults, "applies_when");
}

/// How a group's points are made; `spot` may be `total`.
pub(super) fn group(found: &mut Found<'_>, name: &str, spot: &Spot<'_>, children: &[Spot<'_>]) {
    if let Some(aggregate) = spot.get("aggregate") {
        self::aggregate(found, name, &aggregate, children.len());
    }
    for key in ["floor", "cap", "at_most_share"] {
        let Some(number) = spot.get(key) else { continue };
        let towards = if key == "at_most_share" { Towards::Fraction } else { Towards::Both };
        found.number(Threshold, name, &number, towards);
        if key != "floor" {
            found.drop(Policy, name, &number);
        }
    }
    rounding(found, name, spot);
    match spot.get("not_applicable") {
        Some(policy) => found.words(Policy, name, &policy, &["redistribute", "shrink", "full", "zero"]),
        None if children.iter().any(|child| child.has("applies_when")) => {
            found.insert(Policy, name, spot, "not_applicable", plain("zero"));
        }
        None => {}
    }
    if let Some(policy) = spot.get("when_empty") {
        found.words(Policy, name, &policy, &["met", "not_met"]);
        found.drop(Policy, name, &policy);
    }
    unanswered(found, name, spot);
}

/// What an unanswered leaf counts as. A refusal cannot be seen by what is assessed.
pub(super) fn unanswered(found: &mut Found<'_>, name: &str, spot: &Spot<'_>) {
    if let Some(policy) = spot.get("unanswered") {
        found.words(Policy, name, &policy, &["unknown", "zero", "skip"]);
    }
}

/// The rounding of a group or measure.
pub(super) fn rounding(found: &mut Found<'_>, name: &str, spot: &Spot<'_>) {
    let Some(round) = spot.get("round") else { return };
    found.drop(Rounding, name, &round);
    if let Some(places) = round.get("places") {
        found.number(Rounding, name, &places, Towards::Both);
    }
    match round.get("mode") {
        Some(mode) => found.words(Rounding, name, &mode, &["half_up", "half_even", "down", "up"]),
        None => found.insert(Rounding, name, &round, "mode", plain("down")),
    }
}

fn aggregate(found: &mut Found<'_>, name: &str, spot: &Spot<'_>, children: usize) {
    for key in ["best", "at_least"] {
        if let Some(n) = spot.get(key) {
            found.number(Aggregate, name, &n, Towards::Both);
        }
    }
    if children < 2 {
        return;
    }
    match spot.text() {
        Some("mean") => found.words(Aggregate, name, spot, &["min", "max"]),
        Some("min") => found.words(Aggregate, name, spot, &["mean", "max"]),
        Some("max") => found.words(Aggregate, name, spot, &["mean", "min"]),
        Some("all") => found.words(Aggregate, name, spot, &["any", "mean"]),
        Some("any") => found.words(Aggregate, name, spot, &["all", "max"]),
        Some("deduct") => found.words(Aggregate, name, spot, &["mean"]),
        // Of a sum the weight is the sum of its children's: any other aggregate needs one of its own.
        Some(_) => {}
        None => found.set(Aggregate, name, spot, plain("mean")),
    }
}

/// What exceptions are allowed here and below, and what may stand in.
fn exceptions(found: &mut Found<'_>, name: &str, spot: &Spot<'_>) {
    allows(found, name, spot);
    if let Some(waived_as) = spot.get("waived_as") {
        found.words(Exception, name, &waived_as, &["not_applicable", "met"]);
    }
    for equivalent in spot.list("equivalents") {
        let id = equivalent.text_of("id").unwrap_or_default();
        let name = format!("{name}.equivalents.{id}");
        drop_and_mutate(found, &name, &equivalent, "when");
        match equivalent.get("fraction") {
            Some(fraction) => found.number(Fraction, &name, &fraction, Towards::Fraction),
            None => found.insert(Fraction, &name, &equivalent, "fraction", plain("0.9")),
        }
        if let Some(rule) = equivalent.get("evidence") {
            evidence(found, &name, &rule);
        }
    }
}

/// The kinds of exception that are allowed.
pub(super) fn allows(found: &mut Found<'_>, name: &str, spot: &Spot<'_>) {
    let Some(allows) = spot.get("allows") else { return };
    // A declared equivalent is allowed whether it is listed or not.
    let kinds = allows.items();
    kinds.iter().filter(|kind| kind.text() != Some("equivalent")).for_each(|kind| found.drop(Exception, name, kind));
}

/// The group of the top-level criteria.
pub(super) fn total(found: &mut Found<'_>, spot: &Spot<'_>, children: &[Spot<'_>]) {
    if let Some(weight) = spot.get("weight") {
        found.number(Weight, "total", &weight, Towards::Up);
    }
    if let Some(when) = spot.get("scored_when") {
        found.drop(Condition, "total", &when);
        condition(found, "total", &when);
    }
    group(found, "total", spot, children);
}
