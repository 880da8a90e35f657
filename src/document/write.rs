//! Trees as YAML text, so that reading it gives the same tree back.
//!
//! What is short stands on one line, in brackets or braces; the rest a line each. A text is put in quotes
//! wherever some reader of YAML could take it for anything else.

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
            c if u32::from(c) <= 0xffff => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push_str(&format!("\\U{:08x}", u32::from(c))),
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
