//! Where output goes: findings and results to standard output, problems of the run itself to standard error.
//!
//! What may come from a file or an argument is made safe here: on its way to people, a character that would act on a
//! terminal or hide itself is written as an escape; on its way to programs, the format's own escapes stand for it
//! where the format has them.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};

use predikat::diagnostic::render::{Drawing, is_hidden, legible, visible};
use predikat::report::{Language, Page};

/// Standard output. A reader that has gone away (`| head`) is no error: what follows is dropped in silence.
pub struct Output {
    stream: anstream::AutoStream<io::Stdout>,
    gone: bool,
}

impl Output {
    /// Standard output, with colour only on a terminal that takes it; `NO_COLOR` is obeyed.
    pub fn standard() -> Output {
        Output { stream: anstream::AutoStream::auto(io::stdout()), gone: false }
    }

    /// Writes text for people, which has no colour.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        self.data(&legible(text))
    }

    /// Writes what a renderer has drawn for people, with its colours and nothing else that acts.
    pub fn drawn(&mut self, text: &str) -> io::Result<()> {
        self.data(&coloured(text))
    }

    /// Writes JSON. What acts on a terminal stands as an escape of JSON, which means the same.
    pub fn json(&mut self, text: &str) -> io::Result<()> {
        self.data(&escaped_in_json(text))
    }

    /// Writes what another program reads, as it is.
    pub fn data(&mut self, text: &str) -> io::Result<()> {
        if self.gone {
            return Ok(());
        }
        match self.stream.write_all(text.as_bytes()).and_then(|()| self.stream.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.gone = true;
                Ok(())
            }
            other => other,
        }
    }

    /// Whether nobody reads on.
    pub fn is_gone(&self) -> bool {
        self.gone
    }

    /// How to draw for people here.
    pub fn drawing(&self) -> Drawing {
        Drawing { colour: self.is_coloured(), width: width() }
    }

    /// The page of a report here.
    pub fn page(&self, language: Language) -> Page {
        Page { language, width: width(), colour: self.is_coloured() }
    }

    /// Whether colour reaches the reader.
    pub fn is_coloured(&self) -> bool {
        self.stream.current_choice() != anstream::ColorChoice::Never
    }
}

/// The text with its colours; all else that acts is escaped.
fn coloured(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut safe = legible(parts.next().unwrap_or_default()).into_owned();
    for part in parts {
        let codes = part.strip_prefix('[').and_then(|rest| Some(rest.split_once('m')?.0));
        let is_colour = codes.is_some_and(|codes| codes.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'));
        safe += if is_colour { "\u{1b}" } else { "\\u{1b}" };
        safe += &legible(part);
    }
    safe
}

/// JSON in which nothing acts on a terminal: such a character can only stand in a text, and is escaped there.
fn escaped_in_json(text: &str) -> Cow<'_, str> {
    let acts = |c: char| is_hidden(c) && !matches!(c, '\n' | '\r' | '\t');
    if !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if acts(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}

/// The width of the terminal; of `COLUMNS`, or 100, where there is none.
pub fn width() -> usize {
    let terminal = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
    let told = || std::env::var("COLUMNS").ok()?.parse().ok();
    terminal.map(|(width, _)| usize::from(width.0)).or_else(told).unwrap_or(100)
}

/// How to draw the problems of the run itself, which go to standard error.
pub fn drawing_of_problems() -> Drawing {
    let colour = anstream::stderr().current_choice() != anstream::ColorChoice::Never;
    Drawing { colour, width: width() }
}

/// Tells of the run itself, in a line on standard error. What cannot be told there cannot be told anywhere.
pub fn tell(text: &str) {
    let _ = writeln!(anstream::stderr(), "{}", visible(text));
}

/// Tells of the run itself, in several lines.
pub fn tell_lines(text: &str) {
    let _ = writeln!(anstream::stderr(), "{}", legible(text));
}

/// Tells of the run itself what a renderer has drawn.
pub fn tell_drawn(text: &str) {
    let _ = writeln!(anstream::stderr(), "{}", coloured(text));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_pass_and_nothing_else_that_acts() {
        assert_eq!(coloured("\u{1b}[1;31mred\u{1b}[0m\n"), "\u{1b}[1;31mred\u{1b}[0m\n");
        let hostile = "a\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}2J\u{1b}[31\u{202e}";
        assert_eq!(coloured(hostile), "a\\u{1b}]0;title\\u{7}\\u{1b}[2J\\u{9b}2J\\u{1b}[31\\u{202e}");
    }

    #[test]
    fn json_means_the_same() {
        let text = serde_json::json!({"a": "x\u{1b}\u{7f}\u{9b}\u{202e}\u{e0041}\ny"}).to_string();
        let safe = escaped_in_json(&text);
        assert!(!safe.chars().any(is_hidden), "{safe}");
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(value(&safe), value(&text));
    }
}
