//! Where a mistake of syntax stands, which is not always where the scanner noticed it.

use super::ErrorKind;
use crate::diagnostic::Span;

/// The character at a byte.
pub(super) fn span(text: &str, start: usize) -> Span {
    let before = text.get(..start).unwrap_or("");
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    let count = |of: &str| u32::try_from(of.chars().count() + 1).unwrap_or(u32::MAX);
    let after = text.get(start..).and_then(|rest| rest.chars().next());
    Span {
        line: u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX),
        column: count(before.get(line_start..).unwrap_or("")),
        start,
        end: start + after.filter(|c| *c != '\n' && *c != '\r').map_or(0, char::len_utf8),
    }
}

/// The byte at which a mistake stands: the scanner complains before a tab or behind it, and of an escape where its
/// text begins.
pub(super) fn culprit(text: &str, marked: usize, kind: &ErrorKind) -> usize {
    let (before, after) = text.split_at_checked(marked).unwrap_or((text, ""));
    if is_about_a_tab(kind) {
        if before.ends_with('\t') {
            return before.trim_end_matches('\t').len();
        }
        let indents =
            |at: usize| text.get(..at).is_some_and(|before| before.rsplit('\n').next().unwrap_or("").trim().is_empty());
        let tabs = after.match_indices('\t').map(|(i, _)| marked + i);
        return tabs.take(64).find(|at| indents(*at)).unwrap_or(marked);
    }
    if matches!(kind, ErrorKind::UnknownQuotedScalarEscape) {
        let mut rest = after.char_indices();
        while let Some((at, character)) = rest.next() {
            if character == '\\' && rest.next().is_some_and(|(_, escaped)| !ESCAPED.contains(escaped)) {
                return marked + at;
            }
        }
    }
    marked
}

/// What may follow a backslash in double quotes.
const ESCAPED: &str = "0abt\tnvfre \"/\\N_LPxuU\n\r";

/// The byte of a key that stands deeper than the keys above it: YAML takes it for the end of the text before it.
pub(super) fn misplaced_key(text: &str, marked: usize, kind: &ErrorKind) -> Option<usize> {
    if !matches!(kind, ErrorKind::MappingValueNotAllowed) {
        return None;
    }
    let before = text.get(..marked)?;
    let line = before.rfind('\n').map_or(0, |i| i + 1);
    let key = before.get(line..)?;
    let word = key.trim_start_matches(' ');
    let is_word = !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    (is_word && word.len() < key.len()).then(|| line + key.len() - word.len())
}

fn is_about_a_bracket(kind: &ErrorKind) -> bool {
    use ErrorKind as K;
    matches!(
        kind,
        K::UnexpectedEofFlowMapping
            | K::ExpectedFlowMappingSeparator
            | K::UnexpectedEofImplicitFlowMapping
            | K::UnexpectedEofFlowSequence
            | K::ExpectedFlowSequenceSeparator
    )
}

/// The byte of the bracket that is still open at `end`, as far as quotes and comments let it be told.
pub(super) fn opening(text: &str, end: usize, kind: &ErrorKind) -> Option<usize> {
    if !is_about_a_bracket(kind) {
        return None;
    }
    let mut open = Vec::new();
    let mut quote = None;
    let mut comment = false;
    let mut last = ' ';
    for (i, c) in text.get(..end)?.char_indices() {
        match (quote, c) {
            (_, '\n') => comment = false,
            _ if comment => {}
            (Some(closing), c) if c == closing => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if matches!(last, ' ' | ',' | '[' | '{' | ':') => quote = Some(c),
            (None, '#') if last.is_whitespace() => comment = true,
            (None, '{' | '[') => open.push(i),
            (None, '}' | ']') => _ = open.pop(),
            _ => {}
        }
        last = c;
    }
    open.pop()
}

/// Whether a tab is the mistake.
pub(super) fn is_about_a_tab(kind: &ErrorKind) -> bool {
    use ErrorKind as K;
    matches!(
        kind,
        K::TabNotAllowed
            | K::TabInBlockIndentation
            | K::TabAtBlockScalarStart
            | K::TabInIndentation
            | K::TabInPlainScalar
    )
}
