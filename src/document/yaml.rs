//! YAML text to the positioned tree: the only file that names the library which reads it.
//!
//! One document a text. Anchors and aliases work, within limits; merge keys (`<<`) and tags other than
//! `!!str` are refused, for nothing in the language needs them and readers differ over them. A mistake of
//! syntax stands alone; a duplicate key, a merge key or a tag is a problem beside the others.

mod culprit;
mod mistakes;
mod nodes;
#[cfg(test)]
mod tests;
mod writing;

pub(crate) use writing::to_text;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_saphyr::budget::BudgetBreach;
pub(super) use serde_saphyr::granit_parser::ErrorKind;
use serde_saphyr::localizer::ExternalMessageSource;
use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};
use serde_saphyr::{Error, Location, Options, Spanned, Tagged};

use super::{Limits, Node};
use crate::diagnostic::{Code, Diagnostic, Place, Pointer, Problems, SourceText, Span};

/// A text as a tree.
pub(crate) struct Tree {
    /// The tree.
    pub node: Node,
    /// The text.
    pub source: Arc<SourceText>,
    /// Duplicate keys and the like.
    pub problems: Vec<Diagnostic>,
}

/// Where a text begins.
const BEGINNING: Span = Span { line: 1, column: 1, start: 0, end: 0 };

/// Reads a text that goes by `name` in messages.
///
/// # Errors
/// `yaml-syntax` or `too-large`, alone.
pub(crate) fn read_tree(name: &str, text: &str, limits: &Limits) -> Result<Tree, Problems> {
    let source = Arc::new(SourceText { name: name.to_owned(), text: text.to_owned() });
    // beyond 4 GiB the library does not tell where things stand
    let most = limits.bytes.min(u32::MAX as usize);
    if text.len() > most {
        let message = format!("the text has {} bytes, more than the {most} that are read", text.len());
        return Err(alone(Code::TooLarge, &source, BEGINNING, message));
    }
    mistakes::refuse_control_characters(&source)?;
    let part: Part<'_> = serde_saphyr::from_str_with_options(&source.text, options(limits))
        .map_err(|error| refusal(&source, limits, &error))?;
    let (node, problems) = nodes::from_part(part, &source, limits)?;
    Ok(Tree { node, source, problems })
}

fn options(limits: &Limits) -> Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: limits.deepest(),
            flow_nesting_limit: limits.deepest() + 1,
            max_nodes: limits.nodes,
            max_events: usize::MAX, // the values and the bytes of the text bound them
            max_total_scalar_bytes: limits.bytes,
            max_aliases: limits.aliases,
            max_anchors: limits.nodes,
            max_recorded_anchor_events: limits.nodes.saturating_mul(2), // a list begins and ends
            max_recorded_anchor_bytes: limits.bytes,
            enforce_alias_anchor_ratio: false, // `max_aliases` and `max_nodes` bound them
        },
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: usize::MAX }, // as above
        duplicate_keys: DuplicateKeyPolicy::PassThrough, // both places are reported, beside other problems
        merge_keys: MergeKeyPolicy::AsOrdinary,          // and so is this
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough, // the text is judged, not the float
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
    }
}

/// A value as the library tells it: where it was defined, its tag, what it holds.
struct Part<'t> {
    at: Location,
    tag: Option<String>,
    content: Content<'t>,
}

/// What a value holds.
enum Content<'t> {
    /// `null`, `~` or an empty place.
    Null,
    /// A number or boolean to the library; only the text as written is exact.
    Literal,
    Text(Cow<'t, str>),
    List(Vec<Part<'t>>),
    /// Keys, some perhaps more than once, with their values.
    Map(Vec<(Part<'t>, Part<'t>)>),
}

impl<'de> Deserialize<'de> for Part<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Part<'de>, D::Error> {
        let Spanned { value: Tagged(content, tag), defined, .. } = Spanned::deserialize(deserializer)?;
        Ok(Part { at: defined, tag, content })
    }
}

impl<'de> Deserialize<'de> for Content<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Content<'de>, D::Error> {
        deserializer.deserialize_any(ContentVisitor::<false>)
    }
}

/// A key, which is no list and no mapping: refused at once, keys within keys take no stack.
struct Key<'t>(Part<'t>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Key<'de>, D::Error> {
        let Spanned { value: Tagged(KeyContent(content), tag), defined, .. } = Spanned::deserialize(deserializer)?;
        Ok(Key(Part { at: defined, tag, content }))
    }
}

struct KeyContent<'t>(Content<'t>);

impl<'de> Deserialize<'de> for KeyContent<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<KeyContent<'de>, D::Error> {
        deserializer.deserialize_any(ContentVisitor::<true>).map(KeyContent)
    }
}

struct ContentVisitor<const IS_KEY: bool>;

impl<'de, const IS_KEY: bool> Visitor<'de> for ContentVisitor<IS_KEY> {
    type Value = Content<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Content<'de>, E> {
        Ok(Content::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Content<'de>, E> {
        Ok(Content::Literal)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Content<'de>, E> {
        Ok(Content::Literal)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Content<'de>, E> {
        Ok(Content::Literal)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Content<'de>, E> {
        Ok(Content::Literal)
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Content<'de>, E> {
        Ok(Content::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Content<'de>, E> {
        Ok(Content::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Content<'de>, E> {
        Ok(Content::Text(Cow::Owned(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Content<'de>, A::Error> {
        if IS_KEY {
            return Err(A::Error::custom(mistakes::NO_KEY));
        }
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Content::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Content<'de>, A::Error> {
        if IS_KEY {
            return Err(A::Error::custom(mistakes::NO_KEY));
        }
        let mut map = Vec::new();
        while let Some((Key(key), value)) = entries.next_entry()? {
            map.push((key, value));
        }
        Ok(Content::Map(map))
    }
}

/// What was written for a value.
fn written(text: &str, at: Location) -> &str {
    let start = start(text, at);
    let length = usize::try_from(at.span().byte_len().unwrap_or(0)).unwrap_or(0);
    text.get(start..start.saturating_add(length)).unwrap_or("")
}

/// The stretch of a value, no longer than its first line.
fn span(text: &str, at: Location) -> Span {
    let first = written(text, at).lines().next().unwrap_or("").trim_end();
    let number = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    let start = start(text, at);
    Span { line: number(at.line()), column: number(at.column()), start, end: start + first.len() }
}

/// The first byte of a place. The library tells it of what it has read, and only the character of a mistake.
fn start(text: &str, at: Location) -> usize {
    let within = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    match at.span().byte_offset() {
        Some(byte) => within(byte).min(text.len()),
        None => text.char_indices().nth(within(at.span().offset())).map_or(text.len(), |(byte, _)| byte),
    }
}

/// Why the library stopped, in an author's words.
fn refusal(source: &Arc<SourceText>, limits: &Limits, error: &Error) -> Problems {
    // where an alias repeats what is refused, it is told at the alias
    let at = error.location().map_or(BEGINNING, |at| span(&source.text, at));
    let mut error = error;
    while let Error::AliasError { error: inner, .. } = error {
        error = inner;
    }
    match error {
        Error::ExternalMessage { source: cause, .. } => match cause.as_ref() {
            ExternalMessageSource::Parser(scan) if matches!(scan.kind(), ErrorKind::RecursionLimitExceeded) => {
                alone(Code::TooLarge, source, at, limits.too_deep())
            }
            ExternalMessageSource::Parser(scan) => mistakes::problem(source, at, scan.kind()),
            _ => alone(Code::YamlSyntax, source, at, format!("this is not YAML: {error}")),
        },
        Error::UnknownAnchor { .. } => mistakes::problem(source, at, &ErrorKind::UnknownAnchor),
        Error::Budget { breach, .. } => alone(Code::TooLarge, source, at, too_much(limits, breach)),
        Error::RecursiveReferencesRequireWeakTypes { .. } => {
            let message = "an alias stands inside the very value that it names".to_owned();
            alone(Code::YamlSyntax, source, at, message)
        }
        // what the visitors refuse
        Error::Message { .. } => Diagnostic::new(Code::YamlSyntax, place(source, at), mistakes::NO_KEY)
            .help("a key is a plain word; in `{...}`, put quotes around a text that holds braces or brackets")
            .into(),
        Error::MultipleDocuments { .. } => mistakes::second_document(source, at),
        // only a tag asks for a type
        _ => Diagnostic::new(Code::YamlSyntax, place(source, at), "this is not what its tag says")
            .help("take the tag away; put quotes around what is text")
            .into(),
    }
}

fn too_much(limits: &Limits, breach: &BudgetBreach) -> String {
    match breach {
        BudgetBreach::Depth { .. } => limits.too_deep(),
        BudgetBreach::Aliases { .. } => format!("more than {} aliases", limits.aliases),
        BudgetBreach::ScalarBytes { .. } | BudgetBreach::RecordedAnchorBytes { .. } => {
            format!("more than {} bytes of values, counting what aliases repeat", limits.bytes)
        }
        _ => format!("more than {} values, counting what aliases repeat", limits.nodes),
    }
}

/// The place of a stretch of a text.
fn place(source: &Arc<SourceText>, span: Span) -> Place {
    Place { at: Some((source.clone(), span)), pointer: Pointer::root() }
}

/// A problem beside which no other is looked for.
fn alone(code: Code, source: &Arc<SourceText>, span: Span, message: String) -> Problems {
    Diagnostic::new(code, place(source, span), message).into()
}
