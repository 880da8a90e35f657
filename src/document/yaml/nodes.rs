//! What the library tells of a text, to nodes with their exact text.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{BEGINNING, Content, Part, alone, place, span, written};
use crate::diagnostic::{Code, Diagnostic, Problems, SourceText, Span};
use crate::document::{Entry, Limits, Node, Scalar, Style, Value};
use crate::id::shown;

/// The tree of a text, and the problems beside it.
///
/// # Errors
/// `too-large` for a scalar, alone.
pub(super) fn from_part(
    part: Part<'_>,
    source: &Arc<SourceText>,
    limits: &Limits,
) -> Result<(Node, Vec<Diagnostic>), Problems> {
    let mut reading = Reading { source, limits, problems: Vec::new(), reported: HashSet::new() };
    let mut node = reading.node(part)?;
    if node.value == Value::Null {
        // of a text that holds nothing, problems stand at its beginning
        node.at = Some((0, BEGINNING));
    }
    Ok((node, reading.problems))
}

struct Reading<'s> {
    source: &'s Arc<SourceText>,
    limits: &'s Limits,
    problems: Vec<Diagnostic>,
    /// What was reported and where: an alias repeats a value, not its problems.
    reported: HashSet<(Code, usize)>,
}

impl Reading<'_> {
    /// INVARIANT: recursion is as deep as the tree, which the library held to the limit of depth.
    fn node(&mut self, part: Part<'_>) -> Result<Node, Problems> {
        let at = span(&self.source.text, part.at);
        let written = written(&self.source.text, part.at);
        let is_text = self.is_text(part.tag.as_deref(), at);
        let value = match part.content {
            Content::Null => Value::Null,
            Content::Literal => {
                let text = written.trim_end().to_owned();
                let style = Style::of_plain(&text);
                Value::Scalar(self.scalar(text, style, at)?)
            }
            Content::Text(text) => {
                // of texts, only those in block style reach over the end of a line
                let is_quoted = is_text || written.starts_with(['"', '\'']) || written.ends_with(['\n', '\r']);
                // without quotes, the library would not have called a number or boolean a text
                let is_plain = !is_quoted && Style::of_plain(&text) == Style::Plain;
                let style = if is_plain { Style::Plain } else { Style::Quoted };
                Value::Scalar(self.scalar(text.into_owned(), style, at)?)
            }
            Content::List(items) => {
                Value::List(items.into_iter().map(|item| self.node(item)).collect::<Result<_, _>>()?)
            }
            Content::Map(entries) => {
                let mut read = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    read.extend(self.entry(key, value)?);
                }
                Value::Map(self.unique(read))
            }
        };
        Ok(Node { value, at: Some((0, at)) })
    }

    fn scalar(&self, text: String, style: Style, at: Span) -> Result<Scalar, Problems> {
        if text.len() > self.limits.scalar {
            return Err(alone(Code::TooLarge, self.source, at, self.limits.too_long(text.len())));
        }
        Ok(Scalar { text, style })
    }

    /// An entry of a mapping; nothing for a merge key, which is reported.
    fn entry(&mut self, key: Part<'_>, value: Part<'_>) -> Result<Option<Entry>, Problems> {
        let written = written(&self.source.text, key.at);
        let key = self.node(key)?;
        let at = key.at.map_or(BEGINNING, |(_, at)| at);
        let text = match key.value {
            Value::Scalar(Scalar { text, style: Style::Plain }) if text == "<<" => {
                let problem =
                    Diagnostic::new(Code::WrongShape, place(self.source, at), "merge keys (`<<`) are not read")
                        .help("write the keys out, or give what leaves share in `defaults` of their group");
                self.report(problem, at);
                self.node(value)?;
                return Ok(None);
            }
            Value::Scalar(scalar) => scalar.text,
            // `~: 1`: every text can be a key; no other kind is read as one
            Value::Null | Value::List(_) | Value::Map(_) => written.to_owned(),
        };
        Ok(Some(Entry { key: text, key_at: key.at, value: self.node(value)? }))
    }

    /// Whether a tag says that a plain scalar is text; any other tag is a problem.
    fn is_text(&mut self, tag: Option<&str>, at: Span) -> bool {
        let Some(tag) = tag else { return false };
        let core = tag.strip_prefix("tag:yaml.org,2002:");
        if core == Some("str") || tag == "!" {
            return true;
        }
        let written = core.map_or_else(|| tag.to_owned(), |name| format!("!!{name}"));
        let message = format!("the tag `{}` means nothing here", shown(&written));
        let problem = Diagnostic::new(Code::WrongShape, place(self.source, at), message)
            .help("take it away; put quotes around what is text");
        self.report(problem, at);
        false
    }

    /// Keeps the first of entries with one key, and reports the others.
    fn unique(&mut self, entries: Vec<Entry>) -> Vec<Entry> {
        if are_unique(&entries) {
            return entries;
        }
        let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
        let mut first: HashMap<String, Span> = HashMap::new();
        for entry in entries {
            let at = entry.key_at.map_or(BEGINNING, |(_, at)| at);
            if let Some(before) = first.get(&entry.key) {
                let message = format!("the key `{}` is given twice", shown(&entry.key));
                let problem = Diagnostic::new(Code::DuplicateKey, place(self.source, at), message)
                    .related(place(self.source, *before), "first given here")
                    .help("take one of the two away; if both are meant, they need different names");
                self.report(problem, at);
                continue;
            }
            first.insert(entry.key.clone(), at);
            kept.push(entry);
        }
        kept
    }

    fn report(&mut self, problem: Diagnostic, at: Span) {
        if self.reported.insert((problem.code, at.start)) {
            self.problems.push(problem);
        }
    }
}

/// So many keys are compared with each other, one by one: quicker than to hash them.
const FEW: usize = 12;

fn are_unique(entries: &[Entry]) -> bool {
    if entries.len() <= FEW {
        let before = |at: usize| entries.iter().take(at);
        return entries.iter().enumerate().all(|(at, entry)| before(at).all(|other| other.key != entry.key));
    }
    let mut seen: HashSet<&str> = HashSet::with_capacity(entries.len());
    entries.iter().all(|entry| seen.insert(&entry.key))
}
