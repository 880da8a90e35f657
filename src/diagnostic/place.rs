//! Where something stands: a file with line and column, or a pointer into a value that has no text.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// A text with the name it goes by in messages.
#[derive(PartialEq, Eq)]
pub struct SourceText {
    /// A path, or a name for a text that is no file.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// Without the text, which may be long, and none that belongs into a log.
impl fmt::Debug for SourceText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SourceText").field("name", &self.name).field("bytes", &self.text.len()).finish()
    }
}

/// A stretch of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// A path into a document, as RFC 6901 (JSON Pointer) writes it: `/criteria/0/weight`; empty for the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    #[must_use]
    pub fn root() -> Pointer {
        Pointer::default()
    }

    /// The member `key` of this.
    #[must_use]
    pub fn key(&self, key: &str) -> Pointer {
        let mut pointer = String::with_capacity(self.0.len() + key.len() + 1);
        pointer.push_str(&self.0);
        pointer.push('/');
        if key.contains(['~', '/']) {
            pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
        } else {
            pointer.push_str(key);
        }
        Pointer(pointer)
    }

    /// The item `index` of this.
    #[must_use]
    pub fn index(&self, index: usize) -> Pointer {
        Pointer(format!("{}/{index}", self.0))
    }

    /// The steps, unescaped, from the outside in.
    pub fn steps(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"))
    }

    /// The pointer's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a finding stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The text and the stretch in it, where the document was read from text.
    pub at: Option<(Arc<SourceText>, Span)>,
    /// The place in the document, for those that were not.
    pub pointer: Pointer,
}

impl Place {
    /// The line and column, from 1, where the document was read from text.
    #[must_use]
    pub fn line_column(&self) -> Option<(u32, u32)> {
        self.at.as_ref().map(|(_, span)| (span.line, span.column))
    }

    /// The name of the file or text.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.at.as_ref().map(|(source, _)| source.name.as_str())
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Place) -> Ordering {
        fn key(place: &Place) -> Option<(&str, Span)> {
            place.at.as_ref().map(|(source, span)| (source.name.as_str(), *span))
        }
        key(self).cmp(&key(other)).then_with(|| self.pointer.cmp(&other.pointer))
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Place) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// `file:line:column`, or the pointer.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.at {
            Some((source, span)) => write!(f, "{}:{}:{}", source.name, span.line, span.column),
            None if self.pointer.as_str().is_empty() => f.write_str("(document)"),
            None => write!(f, "{}", self.pointer),
        }
    }
}
