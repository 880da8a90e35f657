//! JSON text (RFC 8259) to the positioned tree, one document after another.

use std::collections::HashMap;
use std::sync::Arc;

use super::Unit;
use super::position::{Position, finding};
use crate::Problems;
use crate::diagnostic::{Code, Diagnostic, SourceText, Span};
use crate::document::{DossierDocument, Entry, Limits, Node, Scalar, Style, Value, lower_tree};

/// What a value is.
const VALUES: &str = "a value is a text in quotes, a number, `true`, `false`, `null`, a list `[]` or an object `{}`";

/// One dossier, or a list of them.
pub(super) fn read(name: &str, text: &str, limits: &Limits) -> Vec<Unit> {
    let source = Arc::new(SourceText { name: name.to_owned(), text: text.to_owned() });
    let mut reader = Reader::new(&source, limits, Position::start(&source.text));
    reader.blanks();
    let mut units = Vec::new();
    let read = if reader.at.take('[') {
        reader.each_item(&mut units)
    } else {
        reader.unit().map(|document| units.push(Ok(document)))
    };
    if let Err(problems) = read.and_then(|()| reader.only_blanks_left()) {
        units.push(Err(problems));
    }
    units
}

/// One dossier, and no list.
pub(in crate::dossier) fn read_one(name: &str, text: &str, limits: &Limits) -> Unit {
    let source = Arc::new(SourceText { name: name.to_owned(), text: text.to_owned() });
    Reader::new(&source, limits, Position::start(&source.text)).only_unit()
}

/// The dossier of the line that begins at the byte `at`.
pub(in crate::dossier) fn read_line(source: &Arc<SourceText>, at: usize, line: u32, limits: &Limits) -> Unit {
    Reader::new(source, limits, Position::at_line(&source.text, at, line).in_line()).only_unit()
}

/// The dossier of a text that stands at this line and column of a longer one.
pub(super) fn read_at(name: &str, text: &str, (line, column): (u32, u32), limits: &Limits) -> Unit {
    let source = Arc::new(SourceText { name: name.to_owned(), text: text.to_owned() });
    Reader::new(&source, limits, Position::within(&source.text, 0..text.len(), line, column)).only_unit()
}

/// The dossier of an item of a list, with the comma or bracket behind it, at this line and column; and whether
/// another follows, or what stands there else.
pub(super) fn read_item(
    name: &str,
    text: &str,
    (line, column): (u32, u32),
    limits: &Limits,
) -> Result<(DossierDocument, Result<bool, Problems>), Problems> {
    let source = Arc::new(SourceText { name: name.to_owned(), text: text.to_owned() });
    let mut reader = Reader::new(&source, limits, Position::within(&source.text, 0..text.len(), line, column));
    let document = reader.unit()?;
    reader.blanks();
    let another = if reader.at.take(']') { Ok(false) } else { reader.comma("]").map(|()| true) };
    Ok((document, another))
}

/// Refuses anything but blanks behind a dossier or a list.
pub(super) fn nothing_follows(name: &str, text: &str, (line, column): (u32, u32)) -> Result<(), Problems> {
    let source = Arc::new(SourceText { name: name.to_owned(), text: text.to_owned() });
    let at = Position::within(&source.text, 0..text.len(), line, column);
    Reader::new(&source, &Limits::default(), at).only_blanks_left()
}

/// A part of a dossier, one step into it, with how many values it has; `None` where anything is wrong with it.
pub(in crate::dossier) fn part(text: &str) -> Option<(Node, usize)> {
    let source = Arc::new(SourceText { name: String::new(), text: text.to_owned() });
    let limits = Limits::default();
    let mut reader = Reader::new(&source, &limits, Position::start(&source.text));
    let node = reader.value(1).ok()?;
    (reader.problems.is_empty() && reader.only_blanks_left().is_ok()).then_some((node, reader.nodes))
}

/// One dossier a line.
pub(super) fn read_lines(name: &str, text: &str, limits: &Limits) -> Vec<Unit> {
    let source = Arc::new(SourceText { name: name.to_owned(), text: text.to_owned() });
    let mut at = Position::start(&source.text);
    let mut units = Vec::new();
    while at.peek().is_some() {
        let mut reader = Reader::new(&source, limits, at.in_line());
        reader.blanks();
        if reader.at.peek().is_some() {
            units.push(reader.only_unit());
        }
        at.skip(|c| c != '\n');
        at.next();
    }
    units
}

/// Reads one text. A mistake of syntax ends it; a duplicate key is a problem of the document.
struct Reader<'t> {
    source: &'t Arc<SourceText>,
    limits: &'t Limits,
    at: Position<'t>,
    nodes: usize,
    bytes: usize,
    problems: Vec<Diagnostic>,
}

impl<'t> Reader<'t> {
    fn new(source: &'t Arc<SourceText>, limits: &'t Limits, at: Position<'t>) -> Reader<'t> {
        Reader { source, limits, at, nodes: 0, bytes: 0, problems: Vec::new() }
    }

    fn blanks(&mut self) {
        self.at.skip(|c| matches!(c, ' ' | '\t' | '\n' | '\r'));
    }

    fn wrong<T>(&self, at: Span, message: impl Into<String>, help: &str) -> Result<T, Problems> {
        Err(finding(self.source, Code::JsonSyntax, at, message).help(help).into())
    }

    /// Something else stands here than belongs here.
    fn unexpected<T>(&self, wanted: &str, help: &str) -> Result<T, Problems> {
        let message = match self.at.peek() {
            None => format!("the text ends where {wanted} belongs"),
            Some(c) if c.is_control() => format!("`{}` stands where {wanted} belongs", c.escape_debug()),
            Some(c) => format!("`{c}` stands where {wanted} belongs"),
        };
        self.wrong(self.at.here(), message, help)
    }

    fn too_large<T>(&self, at: Span, what: &str, most: usize) -> Result<T, Problems> {
        Err(finding(
            self.source,
            Code::TooLarge,
            at,
            format!("a document of {what}, more than the {most} that are read"),
        )
        .into())
    }

    fn only_blanks_left(&mut self) -> Result<(), Problems> {
        self.blanks();
        if self.at.peek().is_some() {
            let help = "write several dossiers as a list, or one a line in a `.jsonl` file";
            return self.wrong(self.at.here(), "something follows the end of the dossier", help);
        }
        Ok(())
    }

    /// Reads one dossier.
    fn unit(&mut self) -> Unit {
        (self.nodes, self.bytes) = (0, 0);
        let tree = self.value(0)?;
        let problems = std::mem::take(&mut self.problems);
        Ok(lower_tree(vec![self.source.clone()], tree, problems, self.limits))
    }

    /// Reads one dossier that nothing follows.
    fn only_unit(&mut self) -> Unit {
        let document = self.unit()?;
        self.only_blanks_left()?;
        Ok(document)
    }

    /// Reads the dossiers of a list, behind its bracket.
    fn each_item(&mut self, units: &mut Vec<Unit>) -> Result<(), Problems> {
        self.blanks();
        if self.at.take(']') {
            return Ok(());
        }
        loop {
            let document = self.unit()?;
            units.push(Ok(document));
            self.blanks();
            if self.at.take(']') {
                return Ok(());
            }
            self.comma("]")?;
        }
    }

    fn comma(&mut self, close: &str) -> Result<(), Problems> {
        if self.at.take(',') {
            Ok(())
        } else {
            self.unexpected(&format!("`,` or `{close}`"), "what is listed is separated by commas")
        }
    }

    fn value(&mut self, depth: usize) -> Result<Node, Problems> {
        self.blanks();
        let start = self.at.clone();
        self.nodes += 1;
        if self.nodes > self.limits.nodes {
            return self.too_large(start.here(), &format!("{} values", self.nodes), self.limits.nodes);
        }
        if depth > self.limits.deepest() {
            let what = format!("{depth} lists and objects inside one another");
            return self.too_large(start.here(), &what, self.limits.deepest());
        }
        let value = match self.at.peek() {
            Some('{') => self.object(depth)?,
            Some('[') => self.list(depth)?,
            Some('"') => Value::Scalar(Scalar { text: self.string()?, style: Style::Quoted }),
            Some(c) if c == '-' || c.is_ascii_alphanumeric() => self.word()?,
            _ => return self.unexpected("a value", VALUES),
        };
        Ok(Node { value, at: Some((0, start.to(&self.at))) })
    }

    fn object(&mut self, depth: usize) -> Result<Value, Problems> {
        self.at.next();
        let mut entries: Vec<Entry> = Vec::new();
        let mut known: HashMap<String, Span> = HashMap::new();
        self.blanks();
        if self.at.take('}') {
            return Ok(Value::Map(entries));
        }
        loop {
            self.blanks();
            let start = self.at.clone();
            if self.at.peek() != Some('"') {
                return self.unexpected("a key in quotes", "write `\"key\": value`, and no comma after the last");
            }
            let key = self.string()?;
            let key_at = start.to(&self.at);
            self.blanks();
            if !self.at.take(':') {
                return self.unexpected("`:`", "write `\"key\": value`");
            }
            let value = self.value(depth + 1)?;
            if let Some(first) = known.get(&key) {
                let first = finding(self.source, Code::DuplicateKey, *first, "").place;
                let message = format!("the key `{}` stands twice", key.escape_debug());
                self.problems.push(
                    finding(self.source, Code::DuplicateKey, key_at, message)
                        .related(first, "the first")
                        .help("keep one of the two"),
                );
            } else {
                known.insert(key.clone(), key_at);
                entries.push(Entry { key, key_at: Some((0, key_at)), value });
            }
            self.blanks();
            if self.at.take('}') {
                return Ok(Value::Map(entries));
            }
            self.comma("}")?;
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value, Problems> {
        self.at.next();
        let mut items = Vec::new();
        self.blanks();
        if self.at.take(']') {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.blanks();
            if self.at.take(']') {
                return Ok(Value::List(items));
            }
            self.comma("]")?;
        }
    }

    /// `true`, `false`, `null` or a number.
    fn word(&mut self) -> Result<Value, Problems> {
        let start = self.at.clone();
        self.at.skip(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.' | '_'));
        let text = start.text_to(&self.at);
        self.spend(text, start.to(&self.at))?;
        match text {
            "null" => Ok(Value::Null),
            "true" | "false" => Ok(Value::Scalar(Scalar { text: text.to_owned(), style: Style::Boolean })),
            _ if is_number(text) => Ok(Value::Scalar(Scalar { text: text.to_owned(), style: Style::of_plain(text) })),
            _ => {
                let message = format!("`{}` is no value of JSON", text.chars().take(40).collect::<String>());
                self.wrong(start.to(&self.at), message, "put quotes around a text")
            }
        }
    }

    fn spend(&mut self, text: &str, at: Span) -> Result<(), Problems> {
        self.bytes += text.len();
        if text.len() > self.limits.scalar {
            return self.too_large(at, &format!("a value of {} bytes", text.len()), self.limits.scalar);
        }
        if self.bytes > self.limits.bytes {
            return self.too_large(at, &format!("{} bytes", self.bytes), self.limits.bytes);
        }
        Ok(())
    }

    fn string(&mut self) -> Result<String, Problems> {
        let start = self.at.clone();
        self.at.next();
        let mut text = String::new();
        loop {
            let here = self.at.clone();
            match self.at.next() {
                Some('"') => break,
                Some('\\') => text.push(self.escape(&here)?),
                Some(c) if c >= ' ' => text.push(c),
                None | Some('\n') => {
                    return self.wrong(start.here(), "a text has no closing quote", "close it with `\"`, in its line");
                }
                Some(c) => {
                    let message = format!("the control character `{}` stands in a text", c.escape_debug());
                    return self.wrong(here.here(), message, "write it as `\\u0000` does");
                }
            }
        }
        self.spend(&text, start.to(&self.at))?;
        Ok(text)
    }

    /// The character of an escape, behind its backslash.
    fn escape(&mut self, start: &Position<'t>) -> Result<char, Problems> {
        let plain = match self.at.next() {
            Some(c @ ('"' | '\\' | '/')) => Some(c),
            Some('b') => Some('\u{8}'),
            Some('f') => Some('\u{c}'),
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('t') => Some('\t'),
            Some('u') => self.unicode(),
            _ => None,
        };
        match plain {
            Some(c) => Ok(c),
            None => self.wrong(start.to(&self.at), "an escape that JSON does not have", "write a backslash as `\\\\`"),
        }
    }

    /// The character of `\uXXXX`, or of the pair of them that UTF-16 needs.
    fn unicode(&mut self) -> Option<char> {
        let first = self.four_digits()?;
        if !(0xD800..0xDC00).contains(&first) {
            return char::from_u32(first);
        }
        if !(self.at.take('\\') && self.at.take('u')) {
            return None;
        }
        let second = self.four_digits().filter(|second| (0xDC00..0xE000).contains(second))?;
        char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    }

    fn four_digits(&mut self) -> Option<u32> {
        let mut value = 0;
        for _ in 0..4 {
            value = value * 16 + self.at.peek()?.to_digit(16)?;
            self.at.next();
        }
        Some(value)
    }
}

/// Whether this is a number of JSON; whether it is one of ours is asked where it is read.
pub(in crate::dossier) fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (number, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> Vec<Unit> {
        read("u.json", text, &Limits::default())
    }

    fn refused(text: &str) -> String {
        units(text).pop().unwrap().unwrap_err().to_string()
    }

    #[test]
    fn values_keep_their_text_and_place() {
        let text = "{\"unit\": \"a\",\n \"facts\": {\"x\": 0.67, \"t\": \"\\u00e9\\ud83d\\ude00\\/\\n\", \"n\": null}}";
        let document = units(text).pop().unwrap().unwrap();
        assert_eq!(document.facts["x"].text, "0.67");
        assert_eq!(document.facts["x"].style, Style::Number);
        assert_eq!(document.facts["t"].text, "é😀/\n");
        assert!(!document.facts.contains_key("n"));
        let pointer = crate::diagnostic::Pointer::root().key("facts").key("x");
        assert_eq!(document.origin.place(&pointer).to_string(), "u.json:2:17");
    }

    #[test]
    fn mistakes_of_syntax_are_told_where_they_stand() {
        for (text, expected) in [
            ("", "u.json:1:1: error[json-syntax]: the text ends where a value belongs"),
            ("{\"unit\": }", "u.json:1:10: error[json-syntax]: `}` stands where a value belongs"),
            ("{unit: 1}", "u.json:1:2: error[json-syntax]: `u` stands where a key in quotes belongs"),
            ("{\"a\" 1}", "u.json:1:6: error[json-syntax]: `1` stands where `:` belongs"),
            ("{\"a\": 1 \"b\": 2}", "u.json:1:9: error[json-syntax]: `\"` stands where `,` or `}` belongs"),
            ("{\"a\": 1,}", "u.json:1:9: error[json-syntax]: `}` stands where a key in quotes belongs"),
            ("{\"a\": 007}", "u.json:1:7: error[json-syntax]: `007` is no value of JSON"),
            ("{\"a\": NaN}", "u.json:1:7: error[json-syntax]: `NaN` is no value of JSON"),
            ("{\"a\": \"b\n\"}", "u.json:1:7: error[json-syntax]: a text has no closing quote"),
            ("{\"a\": \"\\x\"}", "u.json:1:8: error[json-syntax]: an escape that JSON does not have"),
            ("{\"a\": \"\\ud800\"}", "u.json:1:8: error[json-syntax]: an escape that JSON does not have"),
            ("{\"a\": \"\t\"}", "u.json:1:8: error[json-syntax]: the control character `\\t` stands in a text"),
            ("{\"unit\": \"a\"} {}", "u.json:1:15: error[json-syntax]: something follows the end of the dossier"),
        ] {
            let told = refused(text);
            assert_eq!(told.split(';').next().unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn units_before_a_mistake_are_kept() {
        let units = units("[{\"unit\": \"a\"}, {\"unit\": \"b\"}, {\"unit\"");
        assert_eq!(units.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, true, false]);
        assert!(read("u.json", " [ ] ", &Limits::default()).is_empty());
    }

    #[test]
    fn a_duplicate_key_is_told_with_both_places() {
        let document = units("{\"unit\": \"a\", \"unit\": \"b\"}").pop().unwrap().unwrap();
        let problem = &document.origin.problems()[0];
        assert_eq!(problem.code, Code::DuplicateKey);
        assert_eq!(problem.place.line_column(), Some((1, 15)));
        assert_eq!(problem.related[0].0.line_column(), Some((1, 2)));
        assert_eq!(document.unit, "a");
    }

    #[test]
    fn what_is_too_deep_or_too_large_is_refused() {
        let deep = "[".repeat(100_000);
        assert!(refused(&format!("{{\"unit\": {deep}")).contains("too-large"));
        let small = Limits { nodes: 3, ..Limits::default() };
        let told = read("u.json", "{\"a\": [1, 2, 3]}", &small).pop().unwrap().unwrap_err().to_string();
        assert!(told.starts_with("u.json:1:11: error[too-large]"), "{told}");
        let small = Limits { scalar: 3, ..Limits::default() };
        assert!(read("u.json", "{\"a\": \"1234\"}", &small).pop().unwrap().is_err());
    }

    #[test]
    fn lines_stand_for_themselves() {
        let units = read_lines(
            "u.jsonl",
            "\u{feff}{\"unit\": \"a\"}\r\n\n{\"unit\": 1e\n{\"unit\": \"b\"}",
            &Limits::default(),
        );
        assert_eq!(units.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
        assert_eq!(units[1].as_ref().unwrap_err().iter().next().unwrap().place.line_column(), Some((3, 10)));
    }
}
