//! One dossier a line.

use std::io::{self, BufRead, Read};

use super::error::StreamError;
use super::json::too_large;
use super::text::not_utf8;
use crate::DossierDocument;
use crate::document::Limits;
use crate::dossier::sources::json;

/// The units of a JSON Lines text, one by one.
#[derive(Debug)]
pub struct JsonLines<R> {
    name: String,
    /// None behind a line that is too long, or cannot be read.
    reader: Option<R>,
    /// The number of the line that was read last.
    line: u32,
    limits: Limits,
    bytes: Vec<u8>,
}

/// The units of a JSON Lines text that goes by `name` in messages, as
/// [`sources::json_lines`](crate::dossier::sources::json_lines) reads it.
///
/// ```
/// use predikat::dossier::sources::stream;
/// let units: Vec<_> = stream::json_lines("u.jsonl", "{\"unit\": \"a\"}\n\n{\"unit\": \"b\"}".as_bytes()).collect();
/// assert_eq!(units[1].as_ref().unwrap().unit, "b");
/// ```
pub fn json_lines<R: BufRead>(name: &str, text: R) -> JsonLines<R> {
    JsonLines { name: name.to_owned(), reader: Some(text), line: 0, limits: Limits::default(), bytes: Vec::new() }
}

impl<R: BufRead> JsonLines<R> {
    /// Reads the next line, without its end; `false` behind the last.
    fn read(&mut self) -> io::Result<bool> {
        let Some(reader) = &mut self.reader else { return Ok(false) };
        self.bytes.clear();
        let most = u64::try_from(self.limits.bytes).unwrap_or(u64::MAX).saturating_add(2);
        let read = Read::take(reader, most).read_until(b'\n', &mut self.bytes)?;
        self.line = self.line.saturating_add(1);
        if self.bytes.last() == Some(&b'\n') {
            self.bytes.pop();
        }
        if self.line == 1 && self.bytes.starts_with("\u{feff}".as_bytes()) {
            self.bytes.drain(..3);
        }
        Ok(read > 0)
    }
}

impl<R: BufRead> Iterator for JsonLines<R> {
    type Item = Result<DossierDocument, StreamError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.read() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    self.reader = None;
                    return Some(Err(error.into()));
                }
            }
            if self.bytes.len() > self.limits.bytes {
                self.reader = None;
                return Some(Err(too_large(&self.name, (self.line, 1), "a line", &self.limits).into()));
            }
            let at = (self.line, 1);
            let Ok(text) = std::str::from_utf8(&self.bytes) else {
                return Some(Err(not_utf8(&self.name, &self.bytes, at).into()));
            };
            if !text.trim_matches([' ', '\t', '\r', '\n']).is_empty() {
                return Some(json::read_at(&self.name, text, at, &self.limits).map_err(StreamError::from));
            }
        }
    }
}
