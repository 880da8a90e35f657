//! JSON text, a value at a time: no tree, no places, and nothing kept.
//!
//! It takes what the positioned reader takes and gives up (`None`) on all else. Unlike a reader that makes floats of
//! numbers, it hands out a number's own text.

use std::borrow::Cow;

use crate::document::{Limits, Style};
use crate::dossier::sources::json::is_number;

/// A place in a JSON text that moves forward.
#[derive(Clone)]
pub(super) struct Scan<'t> {
    text: &'t str,
    at: usize,
}

/// A value that is no list and no object.
pub(super) enum Scalar<'t> {
    Null,
    Text(Cow<'t, str>),
    /// A number, `true` or `false`.
    Word(&'t str, Style),
}

impl<'t> Scan<'t> {
    /// From the byte `at` of `text` on.
    pub(super) fn new(text: &'t str, at: usize) -> Scan<'t> {
        Scan { text, at }
    }

    /// How far it came.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// The next byte that is no blank.
    pub(super) fn peek(&mut self) -> Option<u8> {
        let rest = self.rest();
        let blanks = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).unwrap_or(rest.len());
        self.at += blanks;
        rest.get(blanks).copied()
    }

    /// Moves behind `byte` if it comes next.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    /// Whether only blanks are left.
    pub(super) fn is_done(&mut self) -> bool {
        self.peek().is_none()
    }

    /// Reads an object; `each` reads the value of a key.
    pub(super) fn object(&mut self, mut each: impl FnMut(&mut Self, &str) -> Option<()>) -> Option<()> {
        self.take(b'{').then_some(())?;
        if self.take(b'}') {
            return Some(());
        }
        loop {
            let key = self.string()?;
            self.take(b':').then_some(())?;
            each(self, &key)?;
            if self.take(b'}') {
                return Some(());
            }
            self.take(b',').then_some(())?;
        }
    }

    /// Reads a list; `each` reads an item.
    pub(super) fn list(&mut self, mut each: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.take(b'[').then_some(())?;
        if self.take(b']') {
            return Some(());
        }
        loop {
            each(self)?;
            if self.take(b']') {
                return Some(());
            }
            self.take(b',').then_some(())?;
        }
    }

    /// Reads a value that is no list and no object.
    pub(super) fn scalar(&mut self) -> Option<Scalar<'t>> {
        if self.peek()? == b'"' {
            return self.string().map(Scalar::Text);
        }
        let rest = self.rest();
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.' | b'_');
        let length = rest.iter().position(|byte| !is_part(byte)).unwrap_or(rest.len());
        let word = self.text.get(self.at..self.at + length)?;
        self.at += length;
        match word {
            "null" => Some(Scalar::Null),
            "true" | "false" => Some(Scalar::Word(word, Style::Boolean)),
            _ => Some(Scalar::Word(word, number_style(word)?)),
        }
    }

    /// Reads a text in quotes.
    pub(super) fn string(&mut self) -> Option<Cow<'t, str>> {
        self.take(b'"').then_some(())?;
        let rest = self.rest();
        let plain = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..b' '))?;
        let start = self.at;
        match rest.get(plain)? {
            b'"' => {
                self.at += plain + 1;
                self.text.get(start..start + plain).filter(|text| is_short(text)).map(Cow::Borrowed)
            }
            b'\\' => {
                let length = length_of_string(rest)?;
                self.at += length + 1;
                let quoted = self.text.get(start - 1..=start + length)?;
                serde_json::from_str(quoted).ok().filter(|text: &String| is_short(text)).map(Cow::Owned)
            }
            _ => None,
        }
    }

    /// Passes over a value of any kind, whatever is in it, and gives its text.
    pub(super) fn any(&mut self) -> Option<&'t str> {
        if !matches!(self.peek()?, b'{' | b'[') {
            let start = self.at;
            self.scalar()?;
            return self.text.get(start..self.at);
        }
        let (rest, mut at, mut depth) = (self.rest(), 0, 0u32);
        loop {
            match rest.get(at)? {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                b'"' => at += 1 + length_of_string(rest.get(at + 1..)?)?,
                _ => {}
            }
            at += 1;
            if depth == 0 {
                let start = self.at;
                self.at += at;
                return self.text.get(start..self.at);
            }
        }
    }
}

/// Whether a text keeps within the limit of one value.
fn is_short(text: &str) -> bool {
    text.len() <= Limits::default().scalar
}

/// How many bytes stand before the closing quote.
fn length_of_string(rest: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        match rest.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// How a number is spelt to us; `None` for what is no number of JSON.
fn number_style(word: &str) -> Option<Style> {
    // Most are few digits and nothing else.
    let is_plain = word.len() <= 15 && !word.starts_with('0') && word.bytes().all(|byte| byte.is_ascii_digit());
    if is_plain && !word.is_empty() {
        return Some(Style::Number);
    }
    is_number(word).then(|| Style::of_plain(word))
}
