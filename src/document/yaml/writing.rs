//! Trees as YAML text, so that reading it gives the same tree back.

use super::{Limits, Node, read_tree};
use crate::Number;
use crate::diagnostic::Span;
use crate::document::{Scalar, Style, Value};

/// The YAML text of a tree.
pub(crate) fn to_text(tree: &Node) -> String {
    let yaml = if reads_otherwise(tree) { None } else { serde_yaml::to_string(tree).ok() };
    // JSON is YAML too, and has every text in quotes
    let text = yaml.and_then(with_fractions_in_quotes).or_else(|| serde_json::to_string(tree).ok());
    // INVARIANT: JSON refuses only keys that are no texts
    text.unwrap_or_default()
}

/// Whether the writer's text would mean something else to readers of YAML 1.2: it leaves a key `<<` without
/// quotes, and folds a text where 1.1 saw the end of a line.
fn reads_otherwise(node: &Node) -> bool {
    let folds = |text: &str| text.contains(['\u{85}', '\u{2028}', '\u{2029}']);
    match &node.value {
        Value::Map(entries) => entries.iter().any(|e| e.key == "<<" || folds(&e.key) || reads_otherwise(&e.value)),
        Value::List(items) => items.iter().any(reads_otherwise),
        Value::Scalar(scalar) => folds(&scalar.text),
        Value::Null => false,
    }
}

/// The language has `1/3` in quotes; the writer leaves them out, for YAML knows no such number. Nothing where
/// the text cannot be read.
fn with_fractions_in_quotes(text: String) -> Option<String> {
    if !text.contains('/') {
        return Some(text);
    }
    let limits =
        Limits { bytes: usize::MAX, depth: usize::MAX, nodes: usize::MAX, scalar: usize::MAX, ..Limits::default() };
    let tree = read_tree("written", &text, &limits).ok()?;
    let mut fractions = Vec::new();
    collect(&tree.node, &mut fractions);
    let mut quoted = String::with_capacity(text.len() + 2 * fractions.len());
    let mut done = 0;
    for at in fractions {
        for end in [at.start, at.end] {
            quoted.push_str(text.get(done..end)?);
            quoted.push('\'');
            done = end;
        }
    }
    quoted.push_str(text.get(done..)?);
    Some(quoted)
}

fn collect(node: &Node, fractions: &mut Vec<Span>) {
    match (&node.value, node.at) {
        (Value::Scalar(Scalar { text, style: Style::Plain }), Some((_, at))) if text.parse::<Number>().is_ok() => {
            fractions.push(at);
        }
        (Value::List(items), _) => items.iter().for_each(|item| collect(item, fractions)),
        (Value::Map(entries), _) => entries.iter().for_each(|entry| collect(&entry.value, fractions)),
        _ => {}
    }
}
