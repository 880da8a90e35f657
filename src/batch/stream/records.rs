//! The records of a CSV text, one after another, without holding more of it than one of them.
//!
//! Where a record ends and what its cells are is what [`sources`](crate::dossier::sources) takes them to be: a cell
//! is quoted where its first character but blanks is a quote, a quote in it is written twice, and after a mistake it
//! goes on with the next line.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

/// No record is longer: a quote that nobody closes would take the rest of the text.
const LONGEST: usize = 1 << 20;

/// What stands at a place of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    /// Behind a quote in a quoted cell: its end, or the first of two.
    QuoteSeen,
    AfterQuote,
    /// Behind a mistake, up to the end of the line.
    Malformed,
}

impl State {
    /// The state behind one more byte; `None` where the byte ends the record.
    fn after(self, byte: u8, separator: u8) -> Option<State> {
        Some(match (self, byte) {
            (State::Malformed, b'\n') => return None,
            (State::Malformed, _) => State::Malformed,
            (State::Quoted, b'"') => State::QuoteSeen,
            (State::Quoted, _) | (State::QuoteSeen, b'"') => State::Quoted,
            (_, b'\n' | b'\r') => return None,
            (_, byte) if byte == separator => State::CellStart,
            (State::CellStart, b' ') => State::CellStart,
            (State::CellStart, b'"') => State::Quoted,
            (State::CellStart | State::Plain, _) => State::Plain,
            (State::QuoteSeen | State::AfterQuote, b' ') => State::AfterQuote,
            (State::QuoteSeen | State::AfterQuote, _) => State::Malformed,
        })
    }
}

/// A text read record by record.
pub(super) struct Records<R> {
    reader: R,
    separator: u8,
    buffer: Vec<u8>,
    /// Where the record that was given last starts in the buffer, and where the next may.
    at: usize,
    next: usize,
    /// What is left of the line belongs to a record that was too long.
    skips_line: bool,
    /// Where `at` stands in the text.
    line: u32,
    column: u32,
    /// How many bytes were read.
    pub(super) bytes: u64,
}

/// Where a record stands; good until the next one is read.
#[derive(Clone, Copy)]
pub(super) struct Record {
    start: usize,
    end: usize,
    pub(super) line: u32,
    pub(super) column: u32,
    /// It holds a mistake.
    pub(super) malformed: bool,
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(reader: R) -> Records<R> {
        Records {
            reader,
            separator: b',',
            buffer: Vec::new(),
            at: 0,
            next: 0,
            skips_line: false,
            line: 1,
            column: 1,
            bytes: 0,
        }
    }

    /// The text up to the end of its first record, without its byte-order mark.
    pub(super) fn heading(&mut self) -> io::Result<Vec<u8>> {
        self.more()?;
        if self.buffer.starts_with("\u{feff}".as_bytes()) {
            self.buffer.drain(..3);
        }
        // As all readers of these tables do: by the first line, whatever stands in it.
        let first = self.buffer.strip_suffix(b"\n").unwrap_or(&self.buffer);
        let known = [b',', b';', b'\t'].into_iter().find(|separator| first.contains(separator));
        self.separator = known.unwrap_or(b',');
        let record = self.next()?;
        let mut heading = vec![b'\n'; usize::try_from(record.map_or(0, |record| record.line - 1)).unwrap_or(0)];
        if let Some(record) = record {
            heading.extend_from_slice(self.bytes_of(record));
        }
        Ok(heading)
    }

    /// The bytes of a record, without the end of its line.
    pub(super) fn bytes_of(&self, record: Record) -> &[u8] {
        self.buffer.get(record.start..record.end).unwrap_or_default()
    }

    /// The next record.
    pub(super) fn next(&mut self) -> io::Result<Option<Record>> {
        self.pass();
        loop {
            let rest = self.buffer.get(self.at..).unwrap_or_default();
            let passed = if self.skips_line {
                rest.iter().position(|byte| *byte == b'\n')
            } else {
                rest.iter().position(|byte| !matches!(byte, b'\n' | b'\r'))
            };
            self.next = self.at + passed.unwrap_or(rest.len());
            self.pass();
            match passed {
                Some(_) if !self.skips_line => break,
                Some(_) => self.skips_line = false,
                None if !self.more()? => return Ok(None),
                None => {}
            }
        }
        if let Some(length) = plain_line(self.buffer.get(self.at..).unwrap_or_default()) {
            return Ok(Some(self.give(length, false)));
        }
        let (mut state, mut length) = (State::CellStart, 0);
        loop {
            let rest = self.buffer.get(self.at + length..).unwrap_or_default();
            let ends = rest.iter().position(|byte| match state.after(*byte, self.separator) {
                Some(next) => {
                    state = next;
                    false
                }
                None => true,
            });
            length += ends.unwrap_or(rest.len());
            if ends.is_some() {
                break;
            }
            if length >= LONGEST {
                return Ok(Some(self.give_too_long(length, state)));
            }
            if !self.more()? {
                break;
            }
        }
        Ok(Some(self.give(length, matches!(state, State::Malformed | State::Quoted))))
    }

    fn give(&mut self, length: usize, malformed: bool) -> Record {
        self.next = self.at + length;
        Record { start: self.at, end: self.next, line: self.line, column: self.column, malformed }
    }

    /// What follows the first line of a quote that nobody closes is read again; of another record nothing is.
    fn give_too_long(&mut self, length: usize, state: State) -> Record {
        let record = self.give(length, true);
        let first = self.bytes_of(record).iter().position(|byte| *byte == b'\n');
        match first.filter(|_| matches!(state, State::Quoted | State::QuoteSeen)) {
            Some(first) => self.next = self.at + first,
            None => self.skips_line = true,
        }
        record
    }

    /// Reads on up to the end of a line; `false` at the end of the text. What is done is let go.
    fn more(&mut self) -> io::Result<bool> {
        self.buffer.drain(..self.at);
        (self.at, self.next) = (0, 0);
        let most = u64::try_from(LONGEST).unwrap_or(u64::MAX);
        let read = Read::take(&mut self.reader, most).read_until(b'\n', &mut self.buffer)?;
        self.bytes += u64::try_from(read).unwrap_or(u64::MAX);
        Ok(read > 0)
    }

    /// Moves to `next`.
    fn pass(&mut self) {
        let passed = self.buffer.get(self.at..self.next).unwrap_or_default();
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let characters = |bytes: &[u8]| count(bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count());
        match passed.iter().rposition(|byte| *byte == b'\n') {
            Some(last) => {
                let lines = count(passed.split(|byte| *byte == b'\n').count() - 1);
                self.line = self.line.saturating_add(lines);
                self.column = characters(passed.get(last + 1..).unwrap_or_default()).saturating_add(1);
            }
            None => self.column = self.column.saturating_add(characters(passed)),
        }
        self.at = self.next;
    }
}

/// The length of a text that is one line without a quote.
fn plain_line(text: &[u8]) -> Option<usize> {
    let line = text.strip_suffix(b"\n")?;
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let plain = !line.contains(&b'"') && !line.contains(&b'\n') && !line.contains(&b'\r');
    plain.then_some(line.len())
}

/// Where a cell of a record without a mistake begins: so many lines below the record's first, and so many characters
/// into its line.
pub(super) fn beginning(record: &str, separator: u8, cell: usize) -> (u32, u32) {
    let mut left = cell;
    // Whether nothing but blanks stood in the cell yet, whether it is one in quotes, and whether they are open.
    let (mut starts, mut quoted, mut open) = (true, false, false);
    let (mut line, mut column) = (0u32, 0u32);
    for c in record.chars() {
        if left == 0 && c != ' ' {
            break;
        }
        if c == '"' && (starts || quoted) {
            (quoted, open) = (true, !open);
        }
        let ends = !open && c == char::from(separator);
        (starts, quoted) = (ends || starts && c == ' ', quoted && !ends);
        left -= usize::from(ends);
        (line, column) = if c == '\n' { (line.saturating_add(1), 0) } else { (line, column.saturating_add(1)) };
    }
    (line, column)
}

/// The cells of a record without a mistake, with the blanks around what they say.
pub(super) fn cells<'t>(record: &'t str, separator: u8, cells: &mut Vec<Cow<'t, str>>) {
    cells.clear();
    let separator = char::from(separator);
    if !record.contains('"') {
        return cells.extend(record.split(separator).map(Cow::Borrowed));
    }
    let mut rest = record;
    loop {
        let cell = match rest.trim_start_matches(' ').strip_prefix('"') {
            Some(inside) => quoted(inside, &mut rest),
            None => {
                let (cell, behind) =
                    rest.split_at_checked(rest.find(separator).unwrap_or(rest.len())).unwrap_or((rest, ""));
                rest = behind;
                Cow::Borrowed(cell)
            }
        };
        cells.push(cell);
        match rest.strip_prefix(separator) {
            Some(behind) => rest = behind,
            None => return,
        }
    }
}

/// A cell from behind its quote on; `rest` becomes what follows it.
fn quoted<'t>(inside: &'t str, rest: &mut &'t str) -> Cow<'t, str> {
    let mut text = Cow::Borrowed("");
    let mut left = inside;
    loop {
        let (part, behind) = left.split_once('"').unwrap_or((left, ""));
        if text.is_empty() {
            text = Cow::Borrowed(part);
        } else {
            text.to_mut().push_str(part);
        }
        match behind.strip_prefix('"') {
            Some(more) => {
                text.to_mut().push('"');
                left = more;
            }
            None => {
                *rest = behind.trim_start_matches(' ');
                return text;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let mut records = Records::new(text.as_bytes());
        let mut shown = Vec::new();
        while let Some(record) = records.next().unwrap() {
            let text = String::from_utf8(records.bytes_of(record).to_owned()).unwrap();
            let mut of = Vec::new();
            cells(&text, b',', &mut of);
            let text = if record.malformed { "malformed".to_owned() } else { of.join("|") };
            shown.push(format!("{}:{} {text}", record.line, record.column));
        }
        shown
    }

    #[test]
    fn a_record_ends_where_its_line_does_but_in_quotes() {
        assert_eq!(
            read("unit, x ,y\r\n\r\na,\"1, \"\"2\"\"\nthree\" ,é\nb,\"\",\"\"\"\"\n c,d\"e,"),
            ["1:1 unit| x |y", "3:1 a|1, \"2\"\nthree|é", "5:1 b||\"", "6:1  c|d\"e|"]
        );
        assert_eq!(read("é,b\rc,d\r\re"), ["1:1 é|b", "1:5 c|d", "1:10 e"]);
        assert!(read("").is_empty() && read("\n\r\n").is_empty());
    }

    #[test]
    fn a_cell_begins_behind_its_separator_and_blanks() {
        let begins = |record: &str, cell| beginning(record, b',', cell);
        assert_eq!([begins("a,b,c", 0), begins("  a,b", 0), begins("é, b", 1)], [(0, 0), (0, 2), (0, 3)]);
        assert_eq!(begins("\"x, \"\"y\"\"\nz\" , \"b\"", 1), (1, 5));
        assert_eq!([begins("x\"y,b", 1), begins(",,c", 2), begins("\"\",b", 1)], [(0, 4), (0, 2), (0, 3)]);
    }

    #[test]
    fn after_a_mistake_it_goes_on_with_the_next_line() {
        assert_eq!(read("a,\"1\"2\nc,\"3\n"), ["1:1 malformed", "2:1 malformed"]);
        let long = format!("a,\"{}\nb,1\n{}\nc,2\n", "x".repeat(9), "y,".repeat(LONGEST));
        let read = read(&long);
        assert_eq!((read[0].as_str(), read[1].as_str()), ("1:1 malformed", "2:1 b|1"));
        assert_eq!(read[2..], ["3:1 malformed", "4:1 c|2"]);
    }
}
