//! Lines on a page: indented, marked, wrapped.

use super::layout::wrap;
use super::style::Style;
use super::{Language, Mark};

/// How a report is written for people: nothing here is found out, everything is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The language of sentences, and of titles where the rule set has them.
    pub language: Language,
    /// The width in columns; below 40 it counts as 40.
    pub width: usize,
    /// With ANSI escape codes for colour.
    pub colour: bool,
}

/// English, 100 columns wide, without colour.
impl Default for Page {
    fn default() -> Page {
        Page { language: Language::English, width: 100, colour: false }
    }
}

/// A text under construction.
pub(super) struct Writer {
    text: String,
    pub(super) page: Page,
}

impl Writer {
    pub(super) fn new(page: Page) -> Writer {
        Writer { text: String::new(), page: Page { width: page.width.max(40), ..page } }
    }

    /// The text, every line ended.
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// A line as it is.
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// A heading, after a blank line where something stands before it.
    pub(super) fn heading(&mut self, heading: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.line(&Style::Heading.paint(heading, self.page.colour));
    }

    /// Text with its mark, `level` steps in, wrapped under its own start.
    pub(super) fn item(&mut self, level: usize, mark: Mark, text: &str) {
        let hang = if mark == Mark::Plain { 0 } else { 2 };
        // However deep it lies, half the page is left to read it on.
        let indent = (level * 2).min(self.page.width / 2);
        for (i, part) in wrap(text, self.page.width.saturating_sub(indent + hang)).into_iter().enumerate() {
            let sign = if i == 0 { mark.sign() } else { "" };
            let painted = mark.style().paint(sign, self.page.colour);
            let gap = " ".repeat(hang.saturating_sub(sign.chars().count()));
            self.line(&format!("{}{painted}{gap}{part}", " ".repeat(indent)));
        }
    }
}
