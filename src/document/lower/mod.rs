//! Tree to documents and back: one tolerant lowering that collects every problem of shape.
//!
//! A [`Form`] is a type that knows how it is written. Most are records, whose keys [`record`] lists once
//! for both directions, for the messages and for the JSON Schema; the shapes with a spelling of their own
//! have a file each. Ids, paths and names stay as written: whether they are known is not asked here.

mod condition;
mod derive;
mod documents;
mod evidence;
mod facts;
mod fields;
mod record;
mod records;
mod scalar;
mod scale;
mod words;

use std::sync::Arc;

use indexmap::IndexMap;

use super::{Entry, Limits, Node, Scalar, Style, Value};
use crate::diagnostic::{Code, Diagnostic, Place, Pointer, Problems, SourceText, Span};
use crate::id::{list, nearest, shown};

pub(crate) use documents::{lower_again, lower_tree};
pub(crate) use words::Words;

/// A type that knows how it is written.
pub(crate) trait Form: Sized {
    /// What `node` says. `None` where nothing can be made of it, with at least one problem reported.
    fn lower<'n>(node: &'n Node, low: &mut Lowering<'n>) -> Option<Self>;

    /// How this is written.
    fn raise(&self) -> Node;

    /// What stands in for a required value that is missing or wrong, so that the rest is still read.
    fn stand_in() -> Option<Self> {
        None
    }
}

/// A form that is a mapping with keys of the language.
pub(crate) trait Record {
    /// Every key, and whether it must be given.
    #[cfg_attr(not(feature = "schema"), expect(dead_code, reason = "the JSON Schema reads it"))]
    const FIELDS: &'static [(&'static str, bool)];
    /// Whether a null is as if the key were not there.
    const NULLS: bool;
}

/// One run over one tree.
pub(crate) struct Lowering<'n> {
    sources: &'n [Arc<SourceText>],
    limits: &'n Limits,
    /// Whether a dossier may leave its unit out.
    unnamed: bool,
    path: Vec<Step<'n>>,
    problems: Vec<Diagnostic>,
}

#[derive(Clone, Copy)]
enum Step<'n> {
    Key(&'n str),
    Index(usize),
}

/// Where a node or key stands.
type At = Option<(u16, Span)>;

impl<'n> Lowering<'n> {
    pub(crate) fn new(sources: &'n [Arc<SourceText>], limits: &'n Limits) -> Lowering<'n> {
        Lowering { sources, limits, unnamed: false, path: Vec::new(), problems: Vec::new() }
    }

    /// The problems of this run.
    pub(crate) fn finish(self) -> Vec<Diagnostic> {
        self.problems
    }

    /// Lowers what stands at `key`.
    fn at_key<T>(&mut self, key: &'n str, lower: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(Step::Key(key));
        let value = lower(self);
        self.path.pop();
        value
    }

    /// Lowers what stands at `index`.
    fn at_index<T>(&mut self, index: usize, lower: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(Step::Index(index));
        let value = lower(self);
        self.path.pop();
        value
    }

    fn place(&self, at: At) -> Place {
        let mut pointer = Pointer::root();
        for step in &self.path {
            pointer = match step {
                Step::Key(key) => pointer.key(key),
                Step::Index(index) => pointer.index(*index),
            };
        }
        let at = at.and_then(|(source, span)| Some((self.sources.get(usize::from(source))?.clone(), span)));
        Place { at, pointer }
    }

    /// Reports a problem.
    fn report(&mut self, code: Code, at: At, message: String, help: Option<String>) {
        let problem = Diagnostic::new(code, self.place(at), message).maybe_help(help);
        self.problems.push(problem);
    }

    /// Reports that `node` is not what was `expected`: "a list", "a number".
    fn wrong<T>(&mut self, node: &Node, expected: &str, help: Option<String>) -> Option<T> {
        let what = self.name();
        let found = node.describe();
        let help = help.or_else(|| match &node.value {
            Value::List(items) => match items.as_slice() {
                [Node { value: Value::Scalar(one), .. }] => {
                    let around = if self.is_flow(node) { "the brackets" } else { "the brackets or the dash" };
                    Some(format!("take {around} away: write `{}`", shown(&one.text)))
                }
                _ if self.is_flow(node) => Some("write one value, without brackets".to_owned()),
                _ => Some("write one value, without brackets or dashes".to_owned()),
            },
            Value::Map(_) => Some("write the value itself, without keys".to_owned()),
            _ => None,
        });
        self.report(Code::WrongShape, node.at, format!("{what} should be {expected}, not {found}"), help);
        None
    }

    /// What stands at the present path, in the words of a message: `weight`, or item 2 of `steps`.
    fn name(&self) -> String {
        let quoted = |key: &str| format!("`{}`", key.escape_debug());
        match self.path.as_slice() {
            [] => "the document".to_owned(),
            [.., Step::Key(key)] => quoted(key),
            [.., Step::Key(key), Step::Index(index)] => format!("item {} of {}", index + 1, quoted(key)),
            [.., Step::Index(index)] => format!("item {}", index + 1),
        }
    }

    /// The entries of a mapping, or a report that it is none.
    fn mapping(&mut self, node: &'n Node, expected: &str) -> Option<&'n [Entry]> {
        match &node.value {
            Value::Map(entries) => Some(entries),
            _ if self.is_flow(node) => self.wrong(node, expected, Some("write `{\"key\": value}`".to_owned())),
            Value::List(_) => {
                let help = "write `key: value` lines; take away the dash (`-`) or bracket that makes it a list";
                self.wrong(node, expected, Some(help.to_owned()))
            }
            Value::Scalar(scalar) if scalar.text.contains(':') => {
                self.wrong(node, expected, Some("a key needs a blank after its colon: `key: value`".to_owned()))
            }
            _ => {
                let help = "write `key: value` lines below it, indented further, or `{key: value}` beside it";
                self.wrong(node, expected, Some(help.to_owned()))
            }
        }
    }

    /// The items of a list, or a report that it is none.
    fn list(&mut self, node: &'n Node, expected: &str) -> Option<&'n [Node]> {
        match &node.value {
            Value::List(items) => Some(items),
            _ if self.is_flow(node) => self.wrong(node, expected, Some("put brackets around it: `[...]`".to_owned())),
            Value::Map(_) => {
                let help = "put a dash before each item: `- id: ...`, or brackets around them: `[{...}, {...}]`";
                self.wrong(node, expected, Some(help.to_owned()))
            }
            _ => self.wrong(node, expected, Some("put brackets around it: `[...]`".to_owned())),
        }
    }

    /// Lowers each item of a list; what cannot be read is left out.
    fn items<T: Form>(&mut self, items: &'n [Node]) -> Vec<T> {
        items.iter().enumerate().filter_map(|(i, item)| self.at_index(i, |low| T::lower(item, low))).collect()
    }

    /// The known word that was most likely meant, for problems that may be told.
    fn meant<'k>(&self, unknown: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
        if self.problems.len() < self.limits.problems { nearest(unknown, known) } else { None }
    }

    /// Whether `node` stands in JSON, or was read from no text: what is said of YAML's lines and dashes is not for it.
    fn is_flow(&self, node: &Node) -> bool {
        let source = node.at.and_then(|(source, _)| self.sources.get(usize::from(source)));
        source.is_none_or(|source| source.text.trim_start().starts_with(['{', '[']))
    }

    /// Reports each key that is not known.
    fn only(&mut self, entries: &'n [Entry], known: &[&str], what: &str) {
        for (i, entry) in entries.iter().enumerate().filter(|(_, entry)| !known.contains(&entry.key.as_str())) {
            let before = i.checked_sub(1).and_then(|before| entries.get(before));
            if let Some(number) = before.and_then(|before| comma_decimal(before, entry)) {
                let message = format!("the comma ends the number, and `{}` is read as a key", shown(&entry.key));
                let help = format!("a comma is not a decimal point: write `{number}`");
                self.at_key(&entry.key, |low| low.report(Code::UnknownKey, entry.key_at, message, Some(help)));
                continue;
            }
            if let Some((key, value)) = colon_without_blank(entry, known) {
                let message = format!("the key `{}` is not known here", shown(&entry.key));
                let help = format!("a key needs a blank after its colon: `{key}: {value}`");
                self.at_key(&entry.key, |low| low.report(Code::UnknownKey, entry.key_at, message, Some(help)));
                continue;
            }
            let help = match self.meant(&entry.key, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("{what} has {}", list(known.iter().copied())),
            };
            let message = format!("the key `{}` is not known here", shown(&entry.key));
            self.at_key(&entry.key, |low| low.report(Code::UnknownKey, entry.key_at, message, Some(help)));
        }
    }
}

/// The number of `{weight: 7,5}`, in which the comma ends an entry.
fn comma_decimal(before: &Entry, entry: &Entry) -> Option<String> {
    let Value::Scalar(Scalar { text: whole, style: Style::Number }) = &before.value.value else { return None };
    let is_digits = !entry.key.is_empty() && entry.key.bytes().all(|b| b.is_ascii_digit());
    (is_digits && entry.value.value == Value::Null && !whole.contains('.')).then(|| format!("{whole}.{}", entry.key))
}

/// The key and value of `{weight:10}`, which YAML reads as one word.
fn colon_without_blank<'e>(entry: &'e Entry, known: &[&str]) -> Option<(&'e str, &'e str)> {
    let (key, value) = entry.key.split_once(':')?;
    (entry.value.value == Value::Null && known.contains(&key)).then_some((key, value))
}

/// What a tree that is no whole document says.
///
/// # Errors
/// Every problem of its shape.
pub(crate) fn lower_alone<T: Form>(node: &Node) -> Result<T, Problems> {
    let limits = Limits::default();
    let mut low = Lowering::new(&[], &limits);
    let value = T::lower(node, &mut low);
    match (value, low.finish()) {
        (Some(value), problems) if problems.is_empty() => Ok(value),
        (_, problems) => Err(Problems::new(problems).at_most(limits.problems)),
    }
}

/// A mapping that was not read from text.
fn map_of<'k>(entries: impl IntoIterator<Item = (&'k str, Node)>) -> Node {
    let entry = |(key, value): (&str, Node)| Entry { key: key.to_owned(), key_at: None, value };
    Node::new(Value::Map(entries.into_iter().map(entry).collect()))
}

/// A list that was not read from text.
fn list_of<T: Form>(items: &[T]) -> Node {
    Node::new(Value::List(items.iter().map(Form::raise).collect()))
}

impl<T: Form> Form for Vec<T> {
    fn lower<'n>(node: &'n Node, low: &mut Lowering<'n>) -> Option<Vec<T>> {
        let items = low.list(node, "a list")?;
        Some(low.items(items))
    }

    fn raise(&self) -> Node {
        list_of(self)
    }

    fn stand_in() -> Option<Vec<T>> {
        Some(Vec::new())
    }
}

impl<T: Form> Form for IndexMap<String, T> {
    fn lower<'n>(node: &'n Node, low: &mut Lowering<'n>) -> Option<IndexMap<String, T>> {
        let entries = low.mapping(node, "a mapping from names")?;
        let lower = |entry: &'n Entry| {
            let value = low.at_key(&entry.key, |low| T::lower(&entry.value, low))?;
            Some((entry.key.clone(), value))
        };
        Some(entries.iter().filter_map(lower).collect())
    }

    fn raise(&self) -> Node {
        map_of(self.iter().map(|(name, value)| (name.as_str(), value.raise())))
    }
}

/// A part whose meaning is not asked here, such as what a case expects.
impl Form for Node {
    fn lower<'n>(node: &'n Node, _: &mut Lowering<'n>) -> Option<Node> {
        Some(node.clone())
    }

    fn raise(&self) -> Node {
        self.clone()
    }
}
