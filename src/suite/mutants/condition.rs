//! Mutants of conditions.

use super::MutantKind::{Condition, Duration, Operator, Threshold};
use super::edit::Change;
use super::spot::{Found, Spot, Towards, plain};
use crate::Date;
use crate::document::{Entry, Node, Value};

/// Operators that differ at the edge alone, or that say the opposite.
const TURNED: [(&str, &str); 6] = [
    ("at_least", "above"),
    ("above", "at_least"),
    ("at_most", "below"),
    ("below", "at_most"),
    ("starts_with", "not_starts_with"),
    ("not_starts_with", "starts_with"),
];

/// What a condition decides, for the words of a mutant that drops a whole one.
pub(super) fn drop_and_mutate(found: &mut Found<'_>, name: &str, element: &Spot<'_>, key: &str) {
    if let Some(spot) = element.get(key) {
        found.drop(Condition, name, &spot);
        condition(found, name, &spot);
    }
}

/// The mutants of the condition at `spot`, which stays one.
pub(super) fn condition(found: &mut Found<'_>, name: &str, spot: &Spot<'_>) {
    let entries = spot.entries();
    match entries.as_slice() {
        [one] if one.key == Some("all") || one.key == Some("any") => {
            let parts = one.items();
            if parts.len() > 1 {
                found.rename(Operator, name, one, if one.key == Some("all") { "any" } else { "all" });
            }
            found.drop_each(Condition, name, &parts);
            parts.iter().for_each(|part| condition(found, name, part));
        }
        [one] if one.key == Some("not") => {
            found.set(Operator, name, spot, one.node.clone());
            condition(found, name, one);
        }
        [one] if one.key == Some("count") => {
            let bounds = ["at_least", "at_most", "exactly"].into_iter().filter_map(|key| one.get(key));
            bounds.for_each(|bound| found.number(Threshold, name, &bound, Towards::Both));
            let parts = one.list("of");
            found.drop_each(Condition, name, &parts);
            parts.iter().for_each(|part| condition(found, name, part));
        }
        facts => {
            found.drop_each(Condition, name, facts);
            facts.iter().for_each(|fact| expectation(found, name, fact));
        }
    }
}

/// What is expected of one fact.
fn expectation(found: &mut Found<'_>, name: &str, spot: &Spot<'_>) {
    match &spot.node.value {
        Value::Scalar(_) => match spot.text() {
            Some("true" | "false") => found.flip(Operator, name, spot),
            _ => found.set(Operator, name, spot, operator("is_not", spot.node.clone())),
        },
        Value::List(_) => {
            found.drop_each(Condition, name, &spot.items());
            found.set(Operator, name, spot, operator("not_in", spot.node.clone()));
        }
        Value::Map(_) => {
            let operators = spot.entries();
            found.drop_each(Condition, name, &operators);
            operators.iter().for_each(|one| operator_of(found, name, spot, one, operators.len() == 1));
        }
        Value::Null => {}
    }
}

fn operator_of(found: &mut Found<'_>, name: &str, expectation: &Spot<'_>, spot: &Spot<'_>, alone: bool) {
    let Some(word) = spot.key else { return };
    match (word, TURNED.iter().find(|(known, _)| *known == word)) {
        // A plain value, or a list of them, says `is` and `in`.
        ("is_not" | "not_in", _) => {
            if alone {
                found.set(Operator, name, expectation, spot.node.clone());
            }
            found.drop_each(Condition, name, &spot.items());
        }
        ("answered" | "contains_url", _) => found.flip(Operator, name, spot),
        ("min_length", _) => found.number(Threshold, name, spot, Towards::Both),
        (_, Some((_, turned))) => found.rename(Operator, name, spot, turned),
        _ => {}
    }
    if ["at_least", "above", "at_most", "below"].contains(&word) {
        found.number(Threshold, name, spot, Towards::Both);
        if spot.text().is_some_and(|text| text.parse::<Date>().is_ok()) {
            found.date(Duration, name, spot);
        }
    }
}

fn operator(word: &str, value: Node) -> Node {
    Node::new(Value::Map(vec![Entry { key: word.to_owned(), key_at: None, value }]))
}

/// The evidence that is asked for.
pub(super) fn evidence(found: &mut Found<'_>, name: &str, spot: &Spot<'_>) {
    use super::MutantKind::Evidence;
    if spot.text() != Some("none") {
        found.add(Evidence, name, spot, Change::Set(plain("none")), "`evidence` is asked no more".to_owned());
    }
    rule(found, name, spot);
}

fn rule(found: &mut Found<'_>, name: &str, spot: &Spot<'_>) {
    use super::MutantKind::Evidence;
    if let Some(n) = spot.get("at_least") {
        found.number(Evidence, name, &n, Towards::Both);
    } else if let Some(word) = spot.text().filter(|text| *text != "none") {
        let count = Entry { key: "at_least".to_owned(), key_at: None, value: plain("2") };
        let kind = Entry { key: "type".to_owned(), key_at: None, value: plain(word) };
        found.set(Evidence, name, spot, Node::new(Value::Map(vec![kind, count])));
    }
    for (word, other) in [("all", "any"), ("any", "all")] {
        let Some(parts) = spot.get(word) else { continue };
        let items = parts.items();
        if items.len() > 1 {
            found.rename(Evidence, name, &parts, other);
        }
        found.drop_each(Evidence, name, &items);
        items.iter().for_each(|item| rule(found, name, item));
    }
}
