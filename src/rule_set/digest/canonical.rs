//! JSON as RFC 8785 writes it: no blanks, keys in the order of their UTF-16 units. Written straight down, since a tree
//! of it would cost more than all else that reading rules does.

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::Number;

/// A value as it is written.
pub(super) type Json = Cow<'static, str>;

pub(super) fn text(text: &str) -> Json {
    let mut to = String::with_capacity(text.len() + 2);
    push_text(&mut to, text);
    to.into()
}

pub(super) fn truth(is: bool) -> Json {
    if is { "true" } else { "false" }.into()
}

pub(super) fn number(number: &Number) -> Json {
    match number.to_i64_pair() {
        Some((n, d)) => format!("\"{n}/{d}\"").into(),
        None => text(&number.to_fraction_text()),
    }
}

pub(super) fn whole(n: u32) -> Json {
    number(&Number::from(i64::from(n)))
}

/// What there is, or null.
pub(super) fn optional(one: Option<Json>) -> Json {
    one.unwrap_or_else(|| "null".into())
}

pub(super) fn list(items: &[Json]) -> Json {
    format!("[{}]", items.join(",")).into()
}

/// A list whose order means nothing, sorted by how its items are written.
pub(super) fn unordered(items: impl Iterator<Item = Json>) -> Json {
    let mut items: Vec<Json> = items.collect();
    items.sort_unstable();
    list(&items)
}

/// An object of these keys.
pub(super) fn object<const N: usize>(mut entries: [(&str, Json); N]) -> Json {
    // Most are listed in order.
    if !entries.is_sorted_by(|(a, _), (b, _)| order(a, b).is_lt()) {
        entries.sort_by(|(a, _), (b, _)| order(a, b));
    }
    write_object(&entries)
}

/// An object of any keys; of several values of one key the last counts.
pub(super) fn map<'k>(entries: impl Iterator<Item = (&'k str, Json)>) -> Json {
    let mut entries: Vec<(&str, Json)> = entries.collect();
    entries.sort_by(|(a, _), (b, _)| order(a, b));
    entries.dedup_by(|later, earlier| {
        let is_again = later.0 == earlier.0;
        if is_again {
            std::mem::swap(later, earlier);
        }
        is_again
    });
    write_object(&entries)
}

fn write_object(entries: &[(&str, Json)]) -> Json {
    let length: usize = entries.iter().map(|(key, value)| key.len() + value.len() + 4).sum();
    let mut to = String::with_capacity(length + 2);
    to.push('{');
    for (i, (key, value)) in entries.iter().enumerate() {
        if i > 0 {
            to.push(',');
        }
        push_text(&mut to, key);
        to.push(':');
        to.push_str(value);
    }
    to.push('}');
    to.into()
}

fn order(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

fn push_text(to: &mut String, text: &str) {
    if text.bytes().any(|byte| matches!(byte, b'"' | b'\\' | 0..b' ')) {
        // A text can always be written.
        to.push_str(&serde_json::to_string(text).unwrap_or_default());
    } else {
        to.push('"');
        to.push_str(text);
        to.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_what_another_writer_makes_of_it() {
        let keys = ["b", "a", "é", "\u{fb33}", "😀", "a\"b", "\u{1}", "a/b", "\u{7f}", "ab", "a", ""];
        let written = map(keys.iter().map(|key| (*key, list(&[text(key), truth(true), optional(None)]))));
        let read: serde_json::Value = serde_json::from_str(&written).unwrap();
        assert_eq!(serde_json_canonicalizer::to_string(&read).unwrap(), written);
        assert_eq!(map([("a", whole(1)), ("a", whole(2))].into_iter()), "{\"a\":\"2/1\"}");
        assert_eq!(object([("b", whole(1)), ("a", optional(None))]), "{\"a\":null,\"b\":\"1/1\"}");
    }
}
