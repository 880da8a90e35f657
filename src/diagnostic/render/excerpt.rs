//! The one line of a text that a finding marks, safe to print, of bounded length.

use std::ops::Range;

use super::visible::is_hidden;
use crate::diagnostic::Span;

/// Stands where something was cut off.
const CUT: &str = "...";
/// The farthest column up to which a line is drawn from its start.
const FAR: usize = 2000;

/// A line, or the part of it around what is marked.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// Starts where the line starts, character for character, unless `far`.
    pub(super) text: String,
    /// In bytes of `text`, on character boundaries.
    pub(super) mark: Range<usize>,
    /// The mark stands so far out on its line that only the part around it is here.
    pub(super) far: bool,
}

/// The line of `source` on which `span` starts, with at most `room` characters from that start on.
///
/// A span that goes beyond its line is marked to the line's end; one that lies outside the text, at its end.
/// Characters that would act on a terminal are replaced, one by one.
pub(super) fn excerpt(source: &str, span: Span, room: usize) -> Excerpt {
    let start = boundary_before(source, span.start);
    let (before, after) = source.split_at_checked(start).unwrap_or((source, ""));
    let (mut before, far) = last_of_line(before, FAR);
    if far {
        before = last_of_line(before, room / 3).0;
    }
    let (after, cut) = first_of_line(after, room);
    let marked = span.end.saturating_sub(span.start);

    let mut text = String::from(if far { CUT } else { "" });
    text.extend(before.chars().map(replace));
    let from = text.len();
    let mut to = from;
    for (at, c) in after.char_indices() {
        text.push(replace(c));
        if at < marked {
            to = text.len();
        }
    }
    if cut {
        text.push_str(CUT);
    }
    Excerpt { text, mark: from..to, far }
}

/// A picture of a control character, the sign for what cannot be shown, or the character itself. A tab stays:
/// it is layout, and hides nothing.
fn replace(c: char) -> char {
    match c {
        '\t' => c,
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        _ if is_hidden(c) => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

/// The column after the last that `span` marks, from 1, where it ends on the line on which it starts.
pub(super) fn end_column(source: &str, span: Span) -> Option<usize> {
    let marked = source.get(span.start..span.end)?;
    let column = usize::try_from(span.column).ok()?;
    (!marked.is_empty() && !marked.contains('\n')).then(|| column + marked.chars().count())
}

/// The greatest character boundary that is not after `at`.
fn boundary_before(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (at.saturating_sub(3)..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

/// The end of `text` since its last line break, at most `most` characters; and whether something is missing.
fn last_of_line(text: &str, most: usize) -> (&str, bool) {
    let mut left = most;
    for (at, c) in text.char_indices().rev() {
        if c == '\n' {
            return (text.get(at + 1..).unwrap_or(""), false);
        }
        if left == 0 {
            return (text.get(at + c.len_utf8()..).unwrap_or(""), true);
        }
        left -= 1;
    }
    (text, false)
}

/// The start of `text` up to its first line break, at most `most` characters; and whether something is missing.
fn first_of_line(text: &str, most: usize) -> (&str, bool) {
    for (count, (at, c)) in text.char_indices().enumerate() {
        let rest = text.get(at..).unwrap_or("");
        if c == '\n' || rest == "\r" || rest.starts_with("\r\n") {
            return (text.get(..at).unwrap_or(""), false);
        }
        if count == most {
            return (text.get(..at).unwrap_or(""), true);
        }
    }
    (text, false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(start: usize, end: usize) -> Span {
        Span { line: 1, column: 1, start, end }
    }

    fn marked(source: &str, span: Span, room: usize) -> (String, String) {
        let Excerpt { text, mark, .. } = excerpt(source, span, room);
        let marked = text[mark].to_owned();
        (text, marked)
    }

    #[test]
    fn the_line_is_cut_out_and_the_stretch_marked() {
        let source = "a: 1\r\nweight: 0.5x\r\nb: 2\n";
        assert_eq!(marked(source, at(14, 18), 80), ("weight: 0.5x".into(), "0.5x".into()));
        assert_eq!(marked(source, at(6, 24), 80), ("weight: 0.5x".into(), "weight: 0.5x".into()), "to the line's end");
        assert_eq!(marked(source, at(18, 18), 80), ("weight: 0.5x".into(), String::new()));
    }

    #[test]
    fn a_long_line_is_cropped() {
        let source = format!("{}HERE{}", "a".repeat(5000), "b".repeat(5000));
        let here = excerpt(&source, at(5000, 5004), 30);
        assert_eq!(here.text, format!("...{}HERE{}...", "a".repeat(10), "b".repeat(26)));
        assert_eq!((&here.text[here.mark], here.far), ("HERE", true));
        let near = excerpt(&source, at(1000, 1001), 3);
        assert_eq!((near.text.as_str(), near.far), (format!("{}...", "a".repeat(1003)).as_str(), false));
    }

    #[test]
    fn control_characters_are_replaced_one_by_one() {
        let source = "\u{1b}[2J: x\u{7}y\u{9b}";
        assert_eq!(marked(source, at(6, 9), 80), ("\u{241b}[2J: x\u{2407}y\u{fffd}".into(), "x\u{2407}y".into()));
    }

    proptest! {
        #![proptest_config(crate::laws::law())]

        #[test]
        fn any_span_of_any_text_gives_a_short_line_and_a_mark_in_it(
            source in "[a-c\n\r\t\u{1b}é日]{0,60}", start in 0usize..200, length in 0usize..200, room in 0usize..40,
        ) {
            let Excerpt { text, mark, far } = excerpt(&source, at(start, start + length), room);
            prop_assert!(text.get(mark).is_some());
            prop_assert!(!text.contains(|c: char| c.is_control() && c != '\t'));
            prop_assert!(!far && text.chars().count() <= 3 + 60 + room);
        }
    }
}
