//! Trees as YAML text, so that reading it gives the same tree back.
//!
//! What is short stands on one line, in brackets or braces; the rest a line each. A text is put in quotes
//! wherever some reader of YAML could take it for anything else.

use std::fmt::Write;

use super::{Entry, Node, Scalar, Style, Value};
use crate::{Date, Duration};

/// The longest line on which a list or mapping is still written in brackets or braces.
const WIDTH: usize = 100;

/// The text of a tree.
pub(crate) fn to_text(node: &Node) -> String {
    let mut out = String::new();
    match &node.value {
        Value::Map(entries) if !entries.is_empty() => write_map(entries, 0, &mut out),
        Value::List(items) if !items.is_empty() => write_list(items, 0, &mut out),
        _ => {
            write_flow(node, &mut out);
            out.push('\n');
        }
    }
    out
}

fn write_map(entries: &[Entry], depth: usize, out: &mut String) {
    for (i, entry) in entries.iter().enumerate() {
        if i > 0 {
            indent(depth, out);
        }
        write_text(&entry.key, out);
        out.push(':');
        write_value(&entry.value, depth, out);
    }
}

fn write_list(items: &[Node], depth: usize, out: &mut String) {
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            indent(depth, out);
        }
        out.push('-');
        match &item.value {
            // the keys of an item begin beside its dash
            Value::Map(entries) if !fits(item, depth) => {
                out.push(' ');
                write_map(entries, depth + 1, out);
            }
            _ => write_value(item, depth, out),
        }
    }
}

/// The value behind a colon or dash, and the end of its last line.
fn write_value(node: &Node, depth: usize, out: &mut String) {
    match &node.value {
        Value::Map(entries) if !fits(node, depth) => {
            out.push('\n');
            indent(depth + 1, out);
            write_map(entries, depth + 1, out);
        }
        Value::List(items) if !fits(node, depth) => {
            out.push('\n');
            indent(depth + 1, out);
            write_list(items, depth + 1, out);
        }
        _ => {
            out.push(' ');
            write_flow(node, out);
            out.push('\n');
        }
    }
}

fn indent(depth: usize, out: &mut String) {
    out.extend(std::iter::repeat_n("  ", depth));
}

/// Whether a node is short enough for the rest of a line: at most one list or mapping inside another.
fn fits(node: &Node, depth: usize) -> bool {
    fn length(node: &Node, levels: usize) -> Option<usize> {
        match &node.value {
            Value::Null => Some(4),
            Value::Scalar(scalar) => Some(scalar.text.len() + 2),
            Value::List(items) => {
                let levels = if items.is_empty() { levels } else { levels.checked_sub(1)? };
                items.iter().try_fold(2, |sum, item| within(sum + 2 + length(item, levels)?))
            }
            Value::Map(entries) => {
                let levels = if entries.is_empty() { levels } else { levels.checked_sub(1)? };
                entries.iter().try_fold(2, |sum, e| within(sum + 4 + e.key.len() + length(&e.value, levels)?))
            }
        }
    }
    fn within(length: usize) -> Option<usize> {
        (length <= WIDTH).then_some(length)
    }
    length(node, 2).is_some_and(|length| length + 2 * depth <= WIDTH)
}

fn write_flow(node: &Node, out: &mut String) {
    let separate = |i: usize, out: &mut String| {
        if i > 0 {
            out.push_str(", ");
        }
    };
    match &node.value {
        Value::Null => out.push_str("null"),
        Value::Scalar(scalar) => write_scalar(scalar, out),
        Value::List(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                separate(i, out);
                write_flow(item, out);
            }
            out.push(']');
        }
        Value::Map(entries) => {
            out.push('{');
            for (i, entry) in entries.iter().enumerate() {
                separate(i, out);
                write_text(&entry.key, out);
                out.push_str(": ");
                write_flow(&entry.value, out);
            }
            out.push('}');
        }
    }
}

fn write_scalar(scalar: &Scalar, out: &mut String) {
    let is_literal = matches!(scalar.style, Style::Boolean | Style::Number);
    if is_literal && Style::of_plain(&scalar.text) == scalar.style {
        out.push_str(&scalar.text);
    } else {
        write_text(&scalar.text, out);
    }
}

/// A text, in quotes unless every reader takes it for a text without.
fn write_text(text: &str, out: &mut String) {
    if is_plain(text) {
        out.push_str(text);
        return;
    }
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_shown(c) => out.push(c),
            c => {
                // writing to a text cannot fail
                let _ = write!(out, "\\U{:08x}", u32::from(c));
            }
        }
    }
    out.push('"');
}

/// Whether YAML lets a character stand in a text as it is, and people can see it.
fn is_shown(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}')
}

fn is_plain(text: &str) -> bool {
    let is_safe = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ' ' | '(' | ')');
    let first_is = |test: fn(char) -> bool| text.chars().next().is_some_and(test);
    text.chars().all(is_safe)
        && !text.ends_with(' ')
        && if first_is(char::is_alphabetic) { !is_word_of_yaml(text) } else { is_known_to_be_text(text) }
}

/// Words that some reader takes for a truth value or for nothing.
fn is_word_of_yaml(text: &str) -> bool {
    matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" | "null")
}

/// What begins with a digit and is no number to any reader: dates, durations, editions.
fn is_known_to_be_text(text: &str) -> bool {
    text.parse::<Date>().is_ok() || text.parse::<Duration>().is_ok() || semver::Version::parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Literal;

    fn node(text: &str) -> Node {
        Node::scalar(text, Style::Quoted)
    }

    #[test]
    fn quotes_stand_where_some_reader_would_see_no_text() {
        for plain in ["B", "team_decree", "2022-05-31", "180d", "1.0.0", "Bangunan cagar budaya", "é"] {
            assert_eq!(to_text(&node(plain)), format!("{plain}\n"));
        }
        for quoted in
            ["3", "0.5", "1/3", "1e5", "0x1F", "12:30", "true", "No", "null", "", " a", "a ", "a: b", "#a", "-", "- a"]
        {
            assert_eq!(to_text(&node(quoted)), format!("\"{quoted}\"\n"));
        }
        assert_eq!(to_text(&node("a\u{7}\n\"\\")), "\"a\\U00000007\\n\\\"\\\\\"\n");
        let third = Literal::number(&"1/3".parse().unwrap());
        assert_eq!(to_text(&Node::scalar(third.text, third.style)), "\"1/3\"\n");
    }

    #[cfg(feature = "yaml")]
    mod laws {
        use proptest::prelude::*;

        use super::*;
        use crate::document::{Limits, yaml::read_tree};

        fn trees() -> impl Strategy<Value = Node> {
            let text = prop_oneof![
                any::<String>(),
                "[ -~]{0,12}",
                "[-?:,\\[\\]{}#&*!|>'\"%@` a0.~<]{0,6}",
                Just("null".to_owned()),
            ];
            let leaf = prop_oneof![
                Just(Node::new(Value::Null)),
                any::<bool>().prop_map(|value| Node::scalar(value.to_string(), Style::Boolean)),
                "-?(0|[1-9][0-9]{0,8})(\\.[0-9]{1,6})?".prop_map(|text| Node::scalar(text, Style::Number)),
                text.prop_map(|text| node(&text)),
            ];
            leaf.prop_recursive(5, 60, 6, |inner| {
                let entries = prop::collection::btree_map("[ -~]{0,8}", inner.clone(), 0..6);
                let map = entries.prop_map(|entries| {
                    let entry = |(key, value)| Entry { key, key_at: None, value };
                    Node::new(Value::Map(entries.into_iter().map(entry).collect()))
                });
                prop_oneof![prop::collection::vec(inner, 0..6).prop_map(|items| Node::new(Value::List(items))), map]
            })
        }

        proptest! {
            #[test]
            fn what_is_written_is_read_again(tree in trees()) {
                let text = to_text(&tree);
                let read = read_tree("written", &text, &Limits::default());
                let read = read.map_err(|problems| TestCaseError::fail(format!("{problems}\n{text}")))?;
                prop_assert_eq!(read.problems, vec![], "{}", &text);
                prop_assert_eq!(read.node, tree, "{}", text);
            }

            #[test]
            fn no_text_is_too_strange_to_be_answered(text in "[-?:,\\[\\]{}#&*!|>'\"%@` \n\ta0.~<=é\u{85}\u{feff}]{0,60}") {
                if let Err(problems) = read_tree("strange", &text, &Limits::default()) {
                    prop_assert_eq!(problems.len(), 1);
                }
            }
        }
    }
}
