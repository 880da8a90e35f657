//! The tree between text and documents: what was written, where, and how it was spelt.

use super::number::is_long;
use crate::diagnostic::Span;

/// A value as written.
///
/// Nodes compare equal wherever they were written.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it stands: the number of its text among the origin's sources, and the stretch in it. `None`
    /// where it was not read from text.
    pub at: Option<(u16, Span)>,
}

/// The kinds of value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing: `null`, `~` or an empty place.
    Null,
    /// Text, a number or a truth value.
    Scalar(Scalar),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping, in the author's order, keys unique.
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_at: Option<(u16, Span)>,
    /// Its value.
    pub value: Node,
}

/// A scalar with its exact text.
///
/// Scalars compare equal when they mean the same: texts whether in quotes or not, numbers by their value.
#[derive(Clone, Debug)]
pub struct Scalar {
    /// The text, without quotes.
    pub text: String,
    /// How it was spelt.
    pub style: Style,
}

/// How a scalar was spelt, which decides what it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes, and not a boolean or number: text.
    Plain,
    /// In quotes: text.
    Quoted,
    /// A cell of a table, in quotes or not: what the fact asks for. Blanks around it count in a text alone.
    Cell,
    /// `true` or `false`, without quotes.
    Boolean,
    /// A plain integer or decimal, without quotes, as [`crate::Number`] takes it.
    Number,
}

impl Style {
    /// What a text without quotes is: a boolean, a number, or just text. A number of more than 15
    /// significant digits is text, for not every reader would carry it exactly.
    #[must_use]
    pub fn of_plain(text: &str) -> Style {
        if text == "true" || text == "false" {
            return Style::Boolean;
        }
        let begins_so = text.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        if begins_so && !text.contains('/') && !is_long(text) && text.parse::<crate::Number>().is_ok() {
            Style::Number
        } else {
            Style::Plain
        }
    }
}

impl PartialEq for Scalar {
    fn eq(&self, other: &Scalar) -> bool {
        means_the_same((&self.text, self.style), (&other.text, other.style))
    }
}

impl Eq for Scalar {}

/// Whether two spellings are one text, one number or one truth value.
pub(crate) fn means_the_same(a: (&str, Style), b: (&str, Style)) -> bool {
    let is_text = |style| matches!(style, Style::Plain | Style::Quoted | Style::Cell);
    match (a.1, b.1) {
        (Style::Number, Style::Number) => a.0 == b.0 || a.0.parse::<crate::Number>() == b.0.parse(),
        (left, right) => a.0 == b.0 && (left == right || (is_text(left) && is_text(right))),
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Node) -> bool {
        self.value == other.value
    }
}

impl Eq for Node {}

impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        self.key == other.key && self.value == other.value
    }
}

impl Eq for Entry {}

impl Node {
    /// A node that was not read from text.
    #[must_use]
    pub fn new(value: Value) -> Node {
        Node { value, at: None }
    }

    /// A scalar that was not read from text.
    #[must_use]
    pub fn scalar(text: impl Into<String>, style: Style) -> Node {
        Node::new(Value::Scalar(Scalar { text: text.into(), style }))
    }

    /// Drops it, however deep it is, without a call for each level.
    pub(crate) fn take_apart(self) {
        let mut stack = vec![self];
        while let Some(node) = stack.pop() {
            match node.value {
                Value::List(items) => stack.extend(items),
                Value::Map(entries) => stack.extend(entries.into_iter().map(|entry| entry.value)),
                Value::Null | Value::Scalar(_) => {}
            }
        }
    }

    /// Gives the texts that it was read from other numbers; what has none any more stands nowhere.
    pub(super) fn renumber(&mut self, number: &impl Fn(u16) -> Option<u16>) {
        let moved = |at: Option<(u16, Span)>| at.and_then(|(source, span)| Some((number(source)?, span)));
        self.at = moved(self.at);
        match &mut self.value {
            Value::List(items) => items.iter_mut().for_each(|item| item.renumber(number)),
            Value::Map(entries) => {
                for entry in entries {
                    entry.key_at = moved(entry.key_at);
                    entry.value.renumber(number);
                }
            }
            Value::Null | Value::Scalar(_) => {}
        }
    }

    /// The value under `key`, in a mapping.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry of `key`, in a mapping.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// What this is, in the words of a message: `a list`, `the number 3`.
    #[must_use]
    pub fn describe(&self) -> String {
        match &self.value {
            Value::Null => "nothing".to_owned(),
            Value::Scalar(Scalar { text, style }) => {
                let shown: String = text.chars().take(40).collect();
                let more = if shown.len() < text.len() { "…" } else { "" };
                let shown: String = shown.escape_debug().collect();
                match style {
                    Style::Plain | Style::Quoted | Style::Cell => format!("the text `{shown}{more}`"),
                    Style::Boolean => format!("`{shown}`"),
                    Style::Number => format!("the number {shown}{more}"),
                }
            }
            Value::List(_) => "a list".to_owned(),
            Value::Map(_) => "a mapping".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_quotes_is_a_number_only_where_every_reader_carries_it() {
        for number in ["0", "-1", "0.67", "1.10", "0.000000000000001", "123456789012345"] {
            assert_eq!(Style::of_plain(number), Style::Number, "{number}");
        }
        for text in ["1234567890123456", "1/3", "1e3", "007", ".5", "1_000", "0x1F", "+1", "1.0.0", "2022-01-01", "yes"]
        {
            assert_eq!(Style::of_plain(text), Style::Plain, "{text}");
        }
        assert_eq!(Style::of_plain("true"), Style::Boolean);
        assert_eq!(Style::of_plain("True"), Style::Plain);
    }

    #[test]
    fn what_means_the_same_is_equal() {
        let scalar = |text: &str, style| Scalar { text: text.to_owned(), style };
        assert_eq!(scalar("B", Style::Plain), scalar("B", Style::Quoted));
        assert_eq!(scalar("1.10", Style::Number), scalar("1.1", Style::Number));
        assert_ne!(scalar("1.10", Style::Quoted), scalar("1.1", Style::Quoted));
        assert_ne!(scalar("1", Style::Number), scalar("1", Style::Quoted));
        assert_ne!(scalar("true", Style::Boolean), scalar("true", Style::Quoted));
    }
}
