//! Mutants of a whole rule set.

use super::MutantKind::{Evidence, Fraction};
use super::spot::{Found, Spot, Towards, plain};
use super::{award, condition, criterion};

pub(super) fn rule_set(found: &mut Found<'_>, root: &Spot<'_>) {
    criterion::unanswered(found, "the rule set", root);
    criterion::defaults(found, "", root);
    criterion::allows(found, "the rule set", root);
    for part in root.entries() {
        match part.key.unwrap_or_default() {
            "scales" => part.entries().iter().for_each(|one| scale(found, one)),
            "facts" => {
                for fact in part.entries() {
                    if let (Some(derive), Some(name)) = (fact.get("derive"), fact.key) {
                        award::derivation(found, &format!("facts.{name}"), &derive);
                    }
                }
            }
            "evidence" => part.entries().iter().for_each(|one| evidence_type(found, one)),
            "exceptions" => award::exceptions(found, &part),
            "criteria" => part.items().iter().for_each(|one| criterion::criterion(found, "", one)),
            "total" => criterion::total(found, &part, &root.list("criteria")),
            "measures" => part.entries().iter().for_each(|one| award::measure(found, one)),
            "awards" => award::awards(found, &part.items()),
            _ => {}
        }
    }
}

fn scale(found: &mut Found<'_>, spot: &Spot<'_>) {
    let name = format!("scales.{}", spot.key.unwrap_or_default());
    let answers = spot.get("answers").filter(|answers| !answers.entries().is_empty());
    for answer in answers.unwrap_or_else(|| spot.clone()).entries() {
        let name = format!("{name}.{}", answer.key.unwrap_or_default());
        let gives = answer.get("fraction").unwrap_or_else(|| answer.clone());
        match gives.text() {
            Some("not_applicable" | "unknown") => found.set(Fraction, &name, &gives, plain("0")),
            _ => found.number(Fraction, &name, &gives, Towards::Fraction),
        }
        if let Some(rule) = answer.get("evidence") {
            condition::evidence(found, &name, &rule);
            found.drop(Evidence, &name, &rule);
        }
    }
}

fn evidence_type(found: &mut Found<'_>, spot: &Spot<'_>) {
    let name = format!("evidence.{}", spot.key.unwrap_or_default());
    if let Some(duration) = spot.get("valid_for") {
        found.duration(super::MutantKind::Duration, &name, &duration);
        found.drop(super::MutantKind::Duration, &name, &duration);
    }
    if let Some(exclusive) = spot.get("exclusive") {
        found.flip(Evidence, &name, &exclusive);
    }
}
