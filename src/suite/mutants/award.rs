//! Mutants of measures and awards.

use super::MutantKind::{
    Award, Bar, Condition, Duration, Exception, Measure, Operator, Requirement, Threshold, Weight,
};
use super::condition::condition;
use super::criterion::rounding;
use super::scorer::swap_neighbours;
use super::spot::{Found, Spot, Towards, plain};

pub(super) fn measure(found: &mut Found<'_>, spot: &Spot<'_>) {
    let name = format!("measures.{}", spot.key.unwrap_or_default());
    for kind in ["sum", "mean", "min", "max"] {
        let Some(paths) = spot.get(kind) else { continue };
        let items = paths.items();
        found.drop_each(Measure, &name, &items);
        let others: &[&str] = match kind {
            "mean" => &["min", "max"],
            "min" => &["mean", "max"],
            "max" => &["mean", "min"],
            _ => &["mean"],
        };
        for other in others.iter().filter(|_| items.len() > 1) {
            found.rename(Measure, &name, &paths, other);
        }
    }
    if let Some(weight) = spot.get("weight") {
        found.number(Weight, &name, &weight, Towards::Up);
    }
    rounding(found, &name, spot);
}

pub(super) fn awards(found: &mut Found<'_>, awards: &[Spot<'_>]) {
    for spot in awards {
        award(found, spot);
    }
    swap_neighbours(found, "awards", awards, Award);
}

fn award(found: &mut Found<'_>, spot: &Spot<'_>) {
    let id = spot.text_of("id").unwrap_or_default();
    let requires = spot.list("requires");
    requirements(found, id, &requires);
    let bars = spot.list("bars");
    for bar in &bars {
        let name = format!("{id}.{}", bar.text_of("id").unwrap_or_default());
        found.drop(Bar, &name, bar);
        if let Some(when) = bar.get("when") {
            // Beside `since`, the date alone can bar.
            if bar.has("since") {
                found.drop(Condition, &name, &when);
            }
            condition(found, &name, &when);
        }
        if let Some(duration) = bar.get("for") {
            found.duration(Duration, &name, &duration);
        }
    }
    if let Some(conditional) = spot.get("conditional") {
        found.drop(Award, id, &conditional);
        requirements(found, id, &conditional.list("requires"));
        if let Some(duration) = conditional.get("for") {
            found.duration(Duration, id, &duration);
        }
    }
    if let Some(duration) = spot.get("valid_for") {
        found.duration(Duration, id, &duration);
        found.drop(Duration, id, &duration);
    }
}

fn requirements(found: &mut Found<'_>, award: &str, requirements: &[Spot<'_>]) {
    for spot in requirements {
        let name = format!("{award}.{}", spot.text_of("id").unwrap_or_default());
        found.drop(Requirement, &name, spot);
        requirement(found, &name, spot);
    }
}

fn requirement(found: &mut Found<'_>, name: &str, spot: &Spot<'_>) {
    let turned = [
        ("at_least", Some("above")),
        ("at_least_percent", None),
        ("at_most", Some("below")),
        ("above", Some("at_least")),
        ("below", Some("at_most")),
    ];
    for (key, turned) in turned {
        let Some(threshold) = spot.get(key) else { continue };
        found.number(Threshold, name, &threshold, Towards::Both);
        if let Some(turned) = turned {
            found.rename(Operator, name, &threshold, turned);
        }
    }
    found.drop_each(Requirement, name, &spot.list("each"));
    if let Some(when) = spot.get("when") {
        condition(found, name, &when);
    }
    found.drop_each(Requirement, name, &spot.list("is"));
    for key in ["held", "eligible"] {
        if let Some(truth) = spot.get(key) {
            found.flip(Operator, name, &truth);
        }
    }
    if let Some(waivable) = spot.get("waivable") {
        found.flip(Exception, name, &waivable);
    }
    match spot.get("when_not_applicable") {
        Some(policy) => found.drop(Requirement, name, &policy),
        // What may not apply is a path that has a condition of its own; the others would be the same.
        None if spot.has("criterion") => {
            found.insert(Requirement, name, spot, "when_not_applicable", plain("fails"));
        }
        None => {}
    }
}

/// How many exceptions count, and where none may.
pub(super) fn exceptions(found: &mut Found<'_>, spot: &Spot<'_>) {
    if let Some(at_most) = spot.get("at_most") {
        found.number(Threshold, "exceptions", &at_most, Towards::Both);
    }
    spot.list("never_on").iter().for_each(|path| found.drop(Exception, "exceptions", path));
}

/// How a fact is made from others.
pub(super) fn derivation(found: &mut Found<'_>, name: &str, spot: &Spot<'_>) {
    use super::MutantKind::Derivation;
    for operation in spot.entries() {
        let parts = operation.items();
        match operation.key.unwrap_or_default() {
            "count" => {
                found.drop_each(Condition, name, &parts);
                parts.iter().for_each(|part| condition(found, name, part));
                continue;
            }
            "difference" | "ratio" | "days_between" => swap_neighbours(found, name, &parts, Derivation),
            "when_zero" => super::scorer::when_zero(found, name, &operation),
            "sum" => {
                found.rename(Derivation, name, &operation, "max");
                found.drop_each(Derivation, name, &parts);
            }
            "product" => found.rename(Derivation, name, &operation, "sum"),
            "min" => found.rename(Derivation, name, &operation, "max"),
            "max" => found.rename(Derivation, name, &operation, "min"),
            _ => {}
        }
        parts.iter().for_each(|part| found.number(Derivation, name, part, Towards::Up));
    }
}
