//! Where one is in a text.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Place, Pointer, SourceText, Span};

/// A place in a text that moves forward.
#[derive(Clone)]
pub(in crate::dossier) struct Position<'t> {
    text: &'t str,
    at: usize,
    end: usize,
    line: u32,
    column: u32,
}

impl<'t> Position<'t> {
    /// At the beginning of the text, behind a byte-order mark.
    pub(in crate::dossier) fn start(text: &'t str) -> Position<'t> {
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Position { text, at, end: text.len(), line: 1, column: 1 }
    }

    /// At the beginning of a line, the byte `at`.
    pub(super) fn at_line(text: &'t str, at: usize, line: u32) -> Position<'t> {
        Position { text, at, end: text.len(), line, column: 1 }
    }

    /// The byte here.
    pub(in crate::dossier) fn byte(&self) -> usize {
        self.at
    }

    /// Moves forward to the byte `at`.
    pub(in crate::dossier) fn move_to(&mut self, at: usize) {
        let passed = self.text.get(self.at..at).unwrap_or("");
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let in_line = match passed.rfind('\n') {
            Some(last) => {
                let lines = passed.bytes().filter(|byte| *byte == b'\n').count();
                self.line = self.line.saturating_add(number(lines));
                self.column = 1;
                passed.get(last + 1..).unwrap_or("")
            }
            None => passed,
        };
        self.column = self.column.saturating_add(number(in_line.chars().count()));
        self.at += passed.len();
    }

    /// The stretch from here to the byte `end`.
    pub(in crate::dossier) fn span_to(&self, end: usize) -> Span {
        Span { line: self.line, column: self.column, start: self.at, end }
    }

    /// At the beginning of a part of the text, which stands at this line and column of a longer one.
    pub(super) fn within(text: &'t str, part: std::ops::Range<usize>, line: u32, column: u32) -> Position<'t> {
        Position { text, at: part.start, end: part.end, line, column }
    }

    /// The character here.
    pub(super) fn peek(&self) -> Option<char> {
        self.text.get(self.at..self.end)?.chars().next()
    }

    /// The character here; moves behind it.
    pub(super) fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        if c == '\n' {
            self.line = self.line.saturating_add(1);
            self.column = 1;
        } else {
            self.column = self.column.saturating_add(1);
        }
        Some(c)
    }

    /// Moves behind `c` if it stands here.
    pub(super) fn take(&mut self, c: char) -> bool {
        let here = self.peek() == Some(c);
        if here {
            self.next();
        }
        here
    }

    /// Moves behind every character that is `wanted`.
    pub(super) fn skip(&mut self, wanted: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&wanted) {
            self.next();
        }
    }

    /// The same place, in a text that ends with this line.
    pub(super) fn in_line(&self) -> Position<'t> {
        let rest = self.text.get(self.at..self.end).unwrap_or("");
        let end = rest.find('\n').map_or(self.end, |length| self.at + length);
        Position { end, ..self.clone() }
    }

    /// The stretch from here to `end`.
    pub(super) fn to(&self, end: &Position) -> Span {
        Span { line: self.line, column: self.column, start: self.at, end: end.at }
    }

    /// The stretch of the character here, or none at the end.
    pub(super) fn here(&self) -> Span {
        let mut end = self.clone();
        end.next();
        if self.peek() == Some('\n') { self.to(self) } else { self.to(&end) }
    }

    /// The text from here to `end`.
    pub(super) fn text_to(&self, end: &Position) -> &'t str {
        self.text.get(self.at..end.at).unwrap_or("")
    }
}

/// A finding in a text that has no document yet.
pub(super) fn finding(source: &Arc<SourceText>, code: Code, at: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, Place { at: Some((source.clone(), at)), pointer: Pointer::root() }, message)
}
