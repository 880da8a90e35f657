//! Text from a file, made safe to print.

use std::borrow::Cow;
use std::fmt::Write as _;

/// `text` with every character that would act on a terminal or hide itself written as `\u{..}`: control
/// characters (line breaks too), marks that turn the direction of writing, and those of no width.
///
/// ```
/// use predikat::diagnostic::render::visible;
/// assert_eq!(visible("plain"), "plain");
/// assert_eq!(visible("a\u{1b}[31m\nb"), "a\\u{1b}[31m\\nb");
/// ```
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            _ if is_hidden(c) => {
                // Writing to a string cannot fail.
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
            }
            _ => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// As [`visible`], of text in several lines: line breaks and tabs stay.
///
/// ```
/// use predikat::diagnostic::render::legible;
/// assert_eq!(legible("a\u{1b}[31m\n\tb"), "a\\u{1b}[31m\n\tb");
/// ```
#[must_use]
pub fn legible(text: &str) -> Cow<'_, str> {
    let stays = |c: char| matches!(c, '\n' | '\t');
    if !text.chars().any(|c| is_hidden(c) && !stays(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split_inclusive(stays).fold(String::with_capacity(text.len() + 16), |mut shown, part| {
        let end = part.trim_end_matches(stays).len();
        let (part, stays) = part.split_at_checked(end).unwrap_or((part, ""));
        shown += &visible(part);
        shown + stays
    }))
}

/// Whether it acts on a terminal, or cannot be seen.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c),
            // A soft hyphen; the Arabic letter mark; marks of no width and of direction; line and paragraph
            // separators; direction overrides and isolates; the byte order mark; annotation anchors; what is no character; tags.
            0xAD | 0x061C | 0x180E | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF
            | 0xFFF9..=0xFFFB | 0xFFFE | 0xFFFF | 0xE0000..=0xE007F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_or_hides_is_escaped_and_the_rest_is_untouched() {
        assert!(matches!(visible("Café, naïve, 日本, ✔"), Cow::Borrowed(_)));
        assert_eq!(visible("\u{9b}2J"), "\\u{9b}2J", "the one-byte form of an escape sequence");
        assert_eq!(visible("user\u{202e}nimda"), "user\\u{202e}nimda");
        assert_eq!(visible("a\tb\r\n\u{7f}"), "a\\tb\\r\\n\\u{7f}");
    }
}
