//! One dossier, or a list of them of which one is held at a time.

use std::io::{self, BufRead, Read};
use std::sync::Arc;

use super::error::StreamError;
use super::text::not_utf8;
use crate::diagnostic::{Code, SourceText, Span};
use crate::document::Limits;
use crate::dossier::sources::json as positioned;
use crate::dossier::sources::position::finding;
use crate::{DossierDocument, Problems};

/// The units of a JSON text, one by one.
#[derive(Debug)]
pub struct Json<R> {
    name: String,
    reader: R,
    limits: Limits,
    /// Where the next byte stands.
    line: u32,
    column: u32,
    state: State,
}

#[derive(Debug)]
enum State {
    Start,
    /// In the list, where a dossier belongs.
    Item,
    /// This is told next, and no more.
    Last(Problems),
    End,
}

/// The units of a JSON text that goes by `name` in messages, as [`sources::json`](crate::dossier::sources::json()) reads
/// it: one dossier, or a list of them.
///
/// ```
/// use predikat::dossier::sources::stream;
/// let units: Vec<_> = stream::json("u.json", "[{\"unit\": \"a\"},\n {\"unit\": }]".as_bytes()).collect();
/// assert_eq!(units[0].as_ref().unwrap().unit, "a");
/// assert!(units[1].as_ref().unwrap_err().to_string().starts_with("u.json:2:11: error[json-syntax]"));
/// ```
pub fn json<R: BufRead>(name: &str, text: R) -> Json<R> {
    Json { name: name.to_owned(), reader: text, limits: Limits::default(), line: 1, column: 1, state: State::Start }
}

/// A text or a part of it that is longer than what is read.
pub(super) fn too_large(name: &str, (line, column): (u32, u32), what: &str, limits: &Limits) -> Problems {
    let source = Arc::new(SourceText { name: name.to_owned(), text: String::new() });
    let message = format!("{what} of more than {} bytes, the most that are read", limits.bytes);
    finding(&source, Code::TooLarge, Span { line, column, start: 0, end: 0 }, message)
        .help("what follows is not read")
        .into()
}

impl<R: BufRead> Json<R> {
    /// The first byte that is no blank, which is not taken.
    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let part = self.reader.fill_buf()?;
            let blanks = part.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count();
            let next = part.get(blanks).copied();
            let (line, column) = behind((self.line, self.column), part.get(..blanks).unwrap_or_default());
            (self.line, self.column) = (line, column);
            let is_end = part.is_empty();
            self.reader.consume(blanks);
            if next.is_some() || is_end {
                return Ok(next);
            }
        }
    }

    /// All that is left, or a little more than is read.
    fn rest(&mut self) -> io::Result<Vec<u8>> {
        let most = u64::try_from(self.limits.bytes).unwrap_or(u64::MAX).saturating_add(1);
        let mut bytes = Vec::new();
        Read::take(&mut self.reader, most).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// An item of the list, with the comma or bracket behind it; a little more than is read where it is longer.
    fn item(&mut self) -> io::Result<Vec<u8>> {
        let mut item = Vec::new();
        let (mut depth, mut in_text, mut escaped) = (0u64, false, false);
        loop {
            let part = self.reader.fill_buf()?;
            let end = part.iter().position(|byte| {
                if in_text {
                    in_text = escaped || *byte != b'"';
                    escaped = !escaped && *byte == b'\\';
                    return false;
                }
                match byte {
                    b'"' => in_text = true,
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' if depth > 0 => depth -= 1,
                    b']' | b',' => return depth == 0,
                    _ => {}
                }
                false
            });
            let length = end.map_or(part.len(), |end| end + 1);
            item.extend_from_slice(part.get(..length).unwrap_or_default());
            self.reader.consume(length);
            if end.is_some() || length == 0 || item.len() > self.limits.bytes {
                return Ok(item);
            }
        }
    }

    /// The text of some bytes that stand here, which are passed.
    fn text(&mut self, bytes: &[u8], what: &str) -> Result<(String, (u32, u32)), Problems> {
        let at = (self.line, self.column);
        if bytes.len() > self.limits.bytes {
            return Err(too_large(&self.name, at, what, &self.limits));
        }
        (self.line, self.column) = behind(at, bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok((text.to_owned(), at)),
            Err(_) => Err(not_utf8(&self.name, bytes, at)),
        }
    }

    /// Behind the last dossier.
    fn end(&mut self) -> Result<(), StreamError> {
        self.state = State::End;
        if self.peek()?.is_none() {
            return Ok(());
        }
        let mut bytes = Vec::new();
        Read::take(&mut self.reader, 200).read_to_end(&mut bytes)?;
        Ok(positioned::nothing_follows(&self.name, &String::from_utf8_lossy(&bytes), (self.line, self.column))?)
    }

    fn unit(&mut self) -> Result<Option<DossierDocument>, StreamError> {
        match std::mem::replace(&mut self.state, State::End) {
            State::End => Ok(None),
            State::Last(problems) => Err(problems.into()),
            State::Start => {
                if self.reader.fill_buf()?.starts_with("\u{feff}".as_bytes()) {
                    self.reader.consume(3);
                }
                if self.peek()? != Some(b'[') {
                    let bytes = self.rest()?;
                    let (text, at) = self.text(&bytes, "a dossier")?;
                    return Ok(Some(positioned::read_at(&self.name, &text, at, &self.limits)?));
                }
                self.pass_one();
                if self.peek()? == Some(b']') {
                    self.pass_one();
                    return self.end().map(|()| None);
                }
                self.state = State::Item;
                self.unit()
            }
            State::Item => {
                self.peek()?;
                let bytes = self.item()?;
                let (text, at) = self.text(&bytes, "a dossier")?;
                let (document, another) = positioned::read_item(&self.name, &text, at, &self.limits)?;
                self.state = match another {
                    Ok(true) => State::Item,
                    Ok(false) => match self.end() {
                        Ok(()) => State::End,
                        Err(StreamError::Refused(problems)) => State::Last(problems),
                        Err(error) => return Err(error),
                    },
                    Err(problems) => State::Last(problems),
                };
                Ok(Some(document))
            }
        }
    }

    /// Passes one byte of a character of its own.
    fn pass_one(&mut self) {
        self.reader.consume(1);
        self.column = self.column.saturating_add(1);
    }
}

impl<R: BufRead> Iterator for Json<R> {
    type Item = Result<DossierDocument, StreamError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.unit().transpose()
    }
}

/// Where one is behind some bytes.
fn behind((line, column): (u32, u32), passed: &[u8]) -> (u32, u32) {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let characters = |bytes: &[u8]| number(bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count());
    match passed.iter().rposition(|byte| *byte == b'\n') {
        None => (line, column.saturating_add(characters(passed))),
        Some(last) => {
            let lines = number(passed.split(|byte| *byte == b'\n').count() - 1);
            (line.saturating_add(lines), characters(passed.get(last + 1..).unwrap_or_default()).saturating_add(1))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;
    use crate::dossier::sources;
    use crate::dossier::sources::stream::json_lines;

    type Told = Result<DossierDocument, String>;

    fn told(units: impl Iterator<Item = Result<DossierDocument, StreamError>>) -> Vec<Told> {
        units.map(|unit| unit.map_err(|error| error.to_string())).collect()
    }

    fn whole(units: Vec<sources::Unit>) -> Vec<Told> {
        units.into_iter().map(|unit| unit.map_err(|problems| problems.to_string())).collect()
    }

    #[test]
    fn a_list_is_told_as_if_it_were_read_at_once_wherever_it_ends() {
        let text = "\u{feff} [ {\"unit\": \"é\\\"],\", \"facts\": {\"a\": [1, {}], \"b\": \"x\\\\\"}},\n {\"unit\": \"b\"} ,{\n\"unit\": 1}] ";
        let more = ["", "x", "]", ", {}]", "\n{}"];
        let ends = text.char_indices().map(|(at, _)| &text[..at]).chain([text]);
        for text in ends.flat_map(|text| more.map(|more| format!("{text}{more}"))) {
            let expected = whole(sources::json("u.json", &text));
            for size in [1, 3, 1 << 10] {
                let reader = BufReader::with_capacity(size.max(3), text.as_bytes());
                assert_eq!(told(json("u.json", reader)), expected, "{text}");
            }
        }
    }

    #[test]
    fn lines_are_told_as_if_they_were_read_at_once() {
        let text = "\u{feff}{\"unit\": \"a\"}\r\n\n  \n{\"unit\": \"é\", \"facts\": }\n{\"unit\": \"b\"} x\n{\"unit\": 1,\n\n{}";
        for (at, _) in text.char_indices() {
            let text = &text[..at];
            assert_eq!(told(json_lines("u", text.as_bytes())), whole(sources::json_lines("u", text)), "{text}");
        }
    }

    #[test]
    fn what_never_ends_is_given_up_at_its_limit() {
        let limit = Limits::default().bytes.to_string();
        let endless = || BufReader::new(io::repeat(b'1'));
        for units in [
            told(json_lines("u", endless())),
            told(json("u", endless())),
            told(json("u", BufReader::new(b"[".chain(io::repeat(b'1'))))),
        ] {
            let [Err(only)] = units.as_slice() else { panic!("{units:?}") };
            assert!(only.contains("too-large") && only.contains(&limit), "{only}");
        }
    }
}
