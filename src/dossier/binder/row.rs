//! A row of CSV text, a cell at a time, without places.

use std::borrow::Cow;

/// The rest of a row. It takes what the positioned reader takes and gives up (`None`) on all else.
pub(super) struct Row<'t> {
    text: &'t str,
    separator: u8,
    at: usize,
    /// Whether another cell follows.
    more: bool,
    /// Where the last cell began and ended, quotes and all, and no blanks.
    pub(super) last: (usize, usize),
}

impl<'t> Row<'t> {
    pub(super) fn new(text: &'t str, at: usize, separator: char) -> Row<'t> {
        // INVARIANT: a separator is a comma, a semicolon or a tab.
        Row { text, separator: u8::try_from(separator).unwrap_or(b','), at, more: true, last: (at, at) }
    }

    /// The next cell, with the blanks around what it says.
    pub(super) fn next_cell(&mut self) -> Option<Cow<'t, str>> {
        if !self.more {
            return None;
        }
        let begins = self.at;
        self.blanks();
        let cell = if self.peek() == Some(b'"') { self.quoted()? } else { Cow::Borrowed(self.plain(begins)?) };
        self.more = self.peek() == Some(self.separator);
        self.at += usize::from(self.more);
        Some(cell)
    }

    /// Where the row ends, when all of its cells were read.
    pub(super) fn end(&self) -> Option<usize> {
        (!self.more).then_some(self.at)
    }

    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.rest().first().copied()
    }

    fn blanks(&mut self) {
        self.at += self.rest().iter().take_while(|byte| **byte == b' ').count();
    }

    /// A cell without quotes that begins at `begins`, with blanks up to here.
    fn plain(&mut self, begins: usize) -> Option<&'t str> {
        let (rest, start) = (self.rest(), self.at);
        let ends = |byte: &u8| *byte == self.separator || matches!(byte, b'\n' | b'\r');
        self.at += rest.iter().position(ends).unwrap_or(rest.len());
        let said = self.text.get(start..self.at)?.trim_end();
        self.last = (start, start + said.len());
        self.text.get(begins..self.at)
    }

    fn quoted(&mut self) -> Option<Cow<'t, str>> {
        let start = self.at + 1;
        let mut end = start;
        let mut has_quotes = false;
        loop {
            end += self.text.as_bytes().get(end..)?.iter().position(|byte| *byte == b'"')?;
            // Two of them stand for one.
            if self.text.as_bytes().get(end + 1) != Some(&b'"') {
                break;
            }
            has_quotes = true;
            end += 2;
        }
        self.at = end + 1;
        self.last = (start - 1, self.at);
        self.blanks();
        let is_closed = self.peek().is_none_or(|byte| byte == self.separator || matches!(byte, b'\n' | b'\r'));
        let text = self.text.get(start..end).filter(|_| is_closed)?;
        Some(if has_quotes { Cow::Owned(text.replace("\"\"", "\"")) } else { Cow::Borrowed(text) })
    }
}
