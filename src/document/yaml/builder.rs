//! Events to nodes, without recursion, counting what the limits bound.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use granit_parser::{Event, Marker, ScalarStyle, Tag};

use super::{alone, byte, place};
use crate::diagnostic::{Code, Diagnostic, Problems, SourceText, Span};
use crate::document::{Entry, Limits, Node, Scalar, Style, Value};

/// How much a node holds, itself included.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    bytes: usize,
    height: usize,
}

/// A list or mapping that is not yet complete.
struct Open {
    content: Content,
    at: Span,
    anchor: usize,
    size: Size,
}

enum Content {
    List(Vec<Node>),
    Map(Vec<Entry>, Option<Key>),
}

/// A key whose value is still to come.
struct Key {
    text: String,
    at: Span,
    /// Whether it is a merge key, which is reported and dropped.
    merges: bool,
}

/// The tree in the making.
pub(super) struct Builder<'s> {
    source: &'s Arc<SourceText>,
    limits: &'s Limits,
    open: Vec<Open>,
    anchors: HashMap<usize, (Node, Size)>,
    root: Option<Node>,
    /// All that was made, the copies behind anchors included: what memory is in proportion to.
    spent: Size,
    aliases: usize,
    problems: Vec<Diagnostic>,
}

impl<'s> Builder<'s> {
    pub(super) fn new(source: &'s Arc<SourceText>, limits: &'s Limits) -> Builder<'s> {
        Builder {
            source,
            limits,
            open: Vec::new(),
            anchors: HashMap::new(),
            root: None,
            spent: Size::default(),
            aliases: 0,
            problems: Vec::new(),
        }
    }

    /// The tree, `null` where the text holds nothing, and the problems beside it.
    pub(super) fn finish(self) -> (Node, Vec<Diagnostic>) {
        let nothing = || Node { value: Value::Null, at: Some((0, Span { line: 1, column: 1, start: 0, end: 0 })) };
        (self.root.unwrap_or_else(nothing), self.problems)
    }

    /// Takes the next event.
    pub(super) fn take(&mut self, event: Event<'_>, span: granit_parser::Span) -> Result<(), Problems> {
        let at = self::span(&self.source.text, span.start, span.end);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                if text.len() > self.limits.scalar {
                    let message =
                        format!("a value of {} bytes, more than the {} that are read", text.len(), self.limits.scalar);
                    return Err(alone(Code::TooLarge, self.source, at, message));
                }
                let quoted = style != ScalarStyle::Plain || self.is_text(tag.as_deref(), at);
                let size = Size { nodes: 1, bytes: text.len(), height: 1 };
                if self.wants_key() {
                    self.spend(size, at)?;
                    self.key(text.into_owned(), quoted, at);
                    return Ok(());
                }
                let value = if quoted {
                    Value::Scalar(Scalar { text: text.into_owned(), style: Style::Quoted })
                } else {
                    plain(text.into_owned())
                };
                self.add(Node { value, at: Some((0, at)) }, size, anchor, at)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.is_text(tag.as_deref(), at);
                self.begin(Content::List(Vec::new()), anchor, at)
            }
            Event::MappingStart(_, anchor, tag) => {
                self.is_text(tag.as_deref(), at);
                self.begin(Content::Map(Vec::new(), None), anchor, at)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Alias(anchor) => self.alias(anchor, at),
            _ => Ok(()),
        }
    }

    fn begin(&mut self, content: Content, anchor: usize, at: Span) -> Result<(), Problems> {
        if self.wants_key() {
            let problem = Diagnostic::new(Code::YamlSyntax, place(self.source, at), "a key is a list or a mapping")
                .help("a key is a plain word; in `{...}`, put quotes around a text that holds braces or brackets");
            return Err(problem.into());
        }
        if self.open.len() >= self.limits.deepest() {
            return Err(self.too_deep(at));
        }
        self.open.push(Open { content, at, anchor, size: Size { nodes: 1, bytes: 0, height: 1 } });
        Ok(())
    }

    fn end(&mut self) -> Result<(), Problems> {
        let Some(done) = self.open.pop() else { return Ok(()) };
        let value = match done.content {
            Content::List(items) => Value::List(items),
            Content::Map(entries, _) => Value::Map(self.unique(entries)),
        };
        self.add(Node { value, at: Some((0, done.at)) }, done.size, done.anchor, done.at)
    }

    fn alias(&mut self, anchor: usize, at: Span) -> Result<(), Problems> {
        self.aliases += 1;
        if self.aliases > self.limits.aliases {
            let message = format!("more than {} aliases", self.limits.aliases);
            return Err(alone(Code::TooLarge, self.source, at, message));
        }
        let Some((_, size)) = self.anchors.get(&anchor) else {
            let message = "an alias stands inside the very value that it names".to_owned();
            return Err(alone(Code::YamlSyntax, self.source, at, message));
        };
        let size = *size;
        if self.open.len() + size.height > self.limits.deepest() + 1 {
            return Err(self.too_deep(at));
        }
        self.spend(size, at)?;
        let Some(node) = self.anchors.get(&anchor).map(|(node, _)| node.clone()) else { return Ok(()) };
        if self.wants_key() {
            let Value::Scalar(Scalar { text, style }) = node.value else {
                let message = "a key is a list, a mapping or nothing".to_owned();
                return Err(alone(Code::YamlSyntax, self.source, at, message));
            };
            self.key(text, style == Style::Quoted, at);
            return Ok(());
        }
        self.place_in_parent(node, size);
        Ok(())
    }

    /// Adds a complete value to what is open around it, and keeps a copy where it has an anchor.
    fn add(&mut self, node: Node, size: Size, anchor: usize, at: Span) -> Result<(), Problems> {
        self.spend(Size { nodes: 1, bytes: if size.height == 1 { size.bytes } else { 0 }, height: 0 }, at)?;
        if anchor != 0 {
            self.spend(size, at)?;
            self.anchors.insert(anchor, (node.clone(), size));
        }
        self.place_in_parent(node, size);
        Ok(())
    }

    fn place_in_parent(&mut self, node: Node, size: Size) {
        let Some(parent) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        parent.size.nodes += size.nodes;
        parent.size.bytes += size.bytes;
        parent.size.height = parent.size.height.max(size.height + 1);
        match &mut parent.content {
            Content::List(items) => items.push(node),
            Content::Map(entries, key) => {
                if let Some(Key { text, at, merges: false }) = key.take() {
                    parent.size.bytes += text.len();
                    entries.push(Entry { key: text, key_at: Some((0, at)), value: node });
                }
            }
        }
    }

    fn spend(&mut self, size: Size, at: Span) -> Result<(), Problems> {
        self.spent.nodes += size.nodes;
        self.spent.bytes += size.bytes;
        let message = if self.spent.nodes > self.limits.nodes {
            format!("more than {} values, counting what aliases repeat", self.limits.nodes)
        } else if self.spent.bytes > self.limits.bytes {
            format!("more than {} bytes of values, counting what aliases repeat", self.limits.bytes)
        } else {
            return Ok(());
        };
        Err(alone(Code::TooLarge, self.source, at, message))
    }

    fn too_deep(&self, at: Span) -> Problems {
        let message = format!("lists and mappings stand inside one another more than {} deep", self.limits.deepest());
        alone(Code::TooLarge, self.source, at, message)
    }

    fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { content: Content::Map(_, None), .. }))
    }

    fn key(&mut self, text: String, quoted: bool, at: Span) {
        let merges = text == "<<" && !quoted;
        if merges {
            let problem = Diagnostic::new(Code::WrongShape, place(self.source, at), "merge keys (`<<`) are not read")
                .help("write the keys out, or give what leaves share in `defaults` of their group");
            self.problems.push(problem);
        }
        if let Some(Open { content: Content::Map(_, key), .. }) = self.open.last_mut() {
            *key = Some(Key { text, at, merges });
        }
    }

    /// Whether a tag says that a plain scalar is text; any other tag is a problem.
    fn is_text(&mut self, tag: Option<&Tag>, at: Span) -> bool {
        let Some(tag) = tag else { return false };
        let is_text = tag.is_yaml_core_schema_tag("str") || tag.original() == "!";
        if !is_text {
            let message = format!("the tag `{}` means nothing here", tag.original());
            let help = "take it away; put quotes around what is text";
            self.problems.push(Diagnostic::new(Code::WrongShape, place(self.source, at), message).help(help));
        }
        is_text
    }

    /// Keeps the first of entries with one key, and reports the others.
    fn unique(&mut self, entries: Vec<Entry>) -> Vec<Entry> {
        let mut seen: HashSet<&str> = HashSet::with_capacity(entries.len());
        if entries.iter().all(|entry| seen.insert(&entry.key)) {
            return entries;
        }
        let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
        let mut first: HashMap<String, Option<(u16, Span)>> = HashMap::new();
        for entry in entries {
            let place_of = |at: Option<(u16, Span)>| at.map_or_else(Default::default, |(_, at)| place(self.source, at));
            if let Some(before) = first.get(&entry.key) {
                let message = format!("the key `{}` is given twice", entry.key.escape_debug());
                let problem = Diagnostic::new(Code::DuplicateKey, place_of(entry.key_at), message)
                    .related(place_of(*before), "first given here")
                    .help("take one of the two away; if both are meant, they need different names");
                self.problems.push(problem);
                continue;
            }
            first.insert(entry.key.clone(), entry.key_at);
            kept.push(entry);
        }
        kept
    }
}

/// What a scalar without quotes is.
fn plain(text: String) -> Value {
    match text.as_str() {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        _ => {
            let style = Style::of_plain(&text);
            Value::Scalar(Scalar { text, style })
        }
    }
}

/// A stretch between two marks, no longer than its first line.
pub(super) fn span(text: &str, start: Marker, end: Marker) -> Span {
    let from = byte(text, start);
    let to = byte(text, end).max(from);
    let line = text.get(from..to).unwrap_or("");
    let first = line.lines().next().unwrap_or("").trim_end();
    Span {
        line: u32::try_from(start.line()).unwrap_or(u32::MAX),
        column: u32::try_from(start.col() + 1).unwrap_or(u32::MAX),
        start: from,
        end: from + first.len(),
    }
}
