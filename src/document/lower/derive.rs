//! Facts that are made from others.

use super::{Form, Lowering, list_of, map_of};
use crate::diagnostic::Code;
use crate::document::{Derive, Literal, Node};
use crate::id::list;

const OPERATIONS: [&str; 8] = ["sum", "difference", "product", "ratio", "min", "max", "count", "days_between"];

impl Form for Derive {
    fn lower<'n>(node: &'n Node, low: &mut Lowering<'n>) -> Option<Derive> {
        let entries = low.mapping(node, "a derivation, such as `{sum: [a, b]}`")?;
        let mut known = OPERATIONS.to_vec();
        known.push("when_zero");
        low.only(entries, &known, "a derivation");
        let mut given = entries.iter().filter(|entry| OPERATIONS.contains(&entry.key.as_str()));
        let (Some(entry), None) = (given.next(), given.next()) else {
            if entries.iter().all(|entry| known.contains(&entry.key.as_str())) {
                low.report(
                    Code::WrongShape,
                    node.at,
                    format!("{} should have exactly one operation", low.name()),
                    Some(format!("the operations are {}", list(OPERATIONS))),
                );
            }
            return None;
        };
        let when_zero_at = node.entry("when_zero").map(|entry| entry.key_at);
        if let (Some(at), false) = (when_zero_at, entry.key == "ratio") {
            let help = "only a ratio divides; take it away".to_owned();
            low.report(Code::WrongShape, at, format!("`when_zero` stands beside `{}`", entry.key), Some(help));
        }
        let value = &entry.value;
        let parts = |low: &mut Lowering<'n>| low.at_key(&entry.key, |low| Vec::<Literal>::lower(value, low));
        Some(match entry.key.as_str() {
            "sum" => Derive::Sum(parts(low)?),
            "product" => Derive::Product(parts(low)?),
            "min" => Derive::Min(parts(low)?),
            "max" => Derive::Max(parts(low)?),
            "count" => Derive::Count(low.at_key("count", |low| Vec::lower(value, low))?),
            "difference" => {
                let (a, b) = low.at_key("difference", |low| pair(value, low))?;
                Derive::Difference(a, b)
            }
            "ratio" => {
                let pair = low.at_key("ratio", |low| pair(value, low));
                let zero = node.entry("when_zero");
                let zero = zero.and_then(|entry| low.at_key("when_zero", |low| Form::lower(&entry.value, low)));
                let (a, b) = pair?;
                Derive::Ratio(a, b, zero)
            }
            _ => {
                let (from, to) = low.at_key("days_between", |low| pair(value, low))?;
                Derive::DaysBetween(from, to)
            }
        })
    }

    fn raise(&self) -> Node {
        match self {
            Derive::Sum(parts) => map_of([("sum", list_of(parts))]),
            Derive::Product(parts) => map_of([("product", list_of(parts))]),
            Derive::Min(parts) => map_of([("min", list_of(parts))]),
            Derive::Max(parts) => map_of([("max", list_of(parts))]),
            Derive::Count(conditions) => map_of([("count", list_of(conditions))]),
            Derive::Difference(a, b) => map_of([("difference", list_of(&[a.clone(), b.clone()]))]),
            Derive::Ratio(a, b, when_zero) => {
                let zero = when_zero.as_ref().map(|zero| ("when_zero", zero.raise()));
                map_of(std::iter::once(("ratio", list_of(&[a.clone(), b.clone()]))).chain(zero))
            }
            Derive::DaysBetween(from, to) => map_of([("days_between", list_of(&[from.clone(), to.clone()]))]),
        }
    }
}

/// Exactly two items.
fn pair<'n, T: Form>(node: &'n Node, low: &mut Lowering<'n>) -> Option<(T, T)> {
    let items = low.list(node, "a list of two")?;
    if let [a, b] = items {
        let (a, b) = (low.at_index(0, |low| T::lower(a, low)), low.at_index(1, |low| T::lower(b, low)));
        return Some((a?, b?));
    }
    let help = Some("name the two in order: `[first, second]`".to_owned());
    let message = format!("{} should have two parts, not {}", low.name(), items.len());
    low.report(Code::WrongShape, node.at, message, help);
    None
}
