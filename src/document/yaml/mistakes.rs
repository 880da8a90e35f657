//! Mistakes of syntax, in an author's words.

use std::sync::Arc;

use super::{ErrorKind, place};
use crate::diagnostic::{Code, Diagnostic, Problems, SourceText, Span};

/// What a key is that cannot be one.
pub(super) const NO_KEY: &str = "a key is a list or a mapping";

/// The problem of a text that the scanner refuses at `at`.
pub(super) fn problem(source: &Arc<SourceText>, at: Span, kind: &ErrorKind) -> Problems {
    // the scanner complains behind the tab
    let tab_before = source.text.get(..at.start).is_some_and(|before| before.ends_with('\t'));
    let back = u32::from(is_about_a_tab(kind) && tab_before);
    let start = at.start - back as usize;
    let after = source.text.get(start..).and_then(|rest| rest.chars().next());
    let shown = after.filter(|c| *c != '\n' && *c != '\r').map_or(0, char::len_utf8);
    let at = Span { line: at.line, column: at.column - back, start, end: start + shown };
    let (message, help) = words(kind);
    Diagnostic::new(Code::YamlSyntax, place(source, at), message).maybe_help(help.map(str::to_owned)).into()
}

/// The problem of a text with a second document, whose first value stands at `at`; told at the `---` above.
pub(super) fn second_document(source: &Arc<SourceText>, at: Span) -> Problems {
    let mut at = Span { end: at.start, ..at };
    let before = source.text.get(..at.start).unwrap_or("");
    let mut end = before.len();
    for (above, line) in (0..at.line).zip(before.split('\n').rev()) {
        let start = end - line.len();
        if line.starts_with("---") {
            at = Span { line: at.line - above, column: 1, start, end: start + 3 };
        }
        // the first line is what stands before the value
        if above > 0 && !line.trim().is_empty() && !line.starts_with('#') {
            break;
        }
        end = start.saturating_sub(1);
    }
    Diagnostic::new(Code::YamlSyntax, place(source, at), "a second document starts here")
        .help("keep one document in a file: take the line `---` away, or split the file")
        .into()
}

fn is_about_a_tab(kind: &ErrorKind) -> bool {
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

/// A message, and how to mend it where the kind of mistake tells.
fn words(kind: &ErrorKind) -> (String, Option<&'static str>) {
    use ErrorKind as K;
    let (message, help) = match kind {
        kind if is_about_a_tab(kind) => ("a tab stands where blanks belong", "indent with blanks, two a step"),
        K::InvalidIndentation
        | K::InvalidQuotedScalarIndent
        | K::InvalidBlockScalarIndent
        | K::InvalidFlowScalarIndent => {
            ("the indentation fits nothing around it", "line it up with the keys beside it, two blanks a step")
        }
        K::ExpectedBlockMappingKey => (
            "a key was expected here",
            "line it up with the keys above it; a text that goes on, or that holds a colon, needs quotes",
        ),
        K::SimpleKeyExpected | K::InvalidSimpleKey => (
            "a key was expected, but no `:` follows",
            "write `key: value`, with a blank after the colon; a text that holds `:` or `#` needs quotes",
        ),
        K::MappingValueNotAllowed | K::MappingKeyNotAllowed | K::InvalidMappingValueWhitespace => (
            "a `:` stands where no key can",
            "put quotes around a text that holds a colon, and begin each key on a line of its own",
        ),
        K::UnexpectedEofFlowMapping | K::ExpectedFlowMappingSeparator | K::UnexpectedEofImplicitFlowMapping => {
            ("a `{` is not closed", "close it with `}`, and put `,` between its entries")
        }
        K::UnexpectedEofFlowSequence | K::ExpectedFlowSequenceSeparator => {
            ("a `[` is not closed", "close it with `]`, and put `,` between its items")
        }
        K::UnclosedFlowCollection { open: '[' } => ("a `[` is not closed", "close it with `]`"),
        K::UnclosedFlowCollection { .. } => ("a `{` is not closed", "close it with `}`"),
        K::MismatchedFlowCollectionEnd { .. } | K::MisplacedFlowCollectionEnd => {
            ("a bracket closes what was not opened so", "`[` goes with `]`, and `{` with `}`")
        }
        K::UnclosedQuotedScalar | K::DocumentIndicatorInQuotedScalar => {
            ("a text in quotes is not closed", "close it with the quote that opened it")
        }
        K::InvalidTrailingSingleQuotedScalar | K::InvalidTrailingDoubleQuotedScalar => (
            "something follows the closing quote",
            "inside single quotes a quote is written twice (`''`), inside double quotes `\\\"`",
        ),
        K::UnknownQuotedScalarEscape | K::InvalidQuotedScalarHexEscape | K::InvalidUnicodeEscape => {
            ("a backslash begins no known escape", "write `\\\\` for a backslash, or use single quotes")
        }
        K::BlockSequenceEntryNotAllowed | K::BlockEntryInFlowCollection | K::InvalidBlockEntryWhitespace => {
            ("a `-` stands where no item can", "begin the list on a line of its own, below its key")
        }
        K::UnknownAnchor => (
            "an alias names no anchor above it",
            "write `&name` before the value that `*name` repeats; a text that begins with `*` needs quotes",
        ),
        K::UnexpectedCharacter { character } => {
            let message = format!("`{}` cannot begin a value", character.escape_debug());
            return (message, Some("put quotes around the text"));
        }
        other => return (format!("this is not YAML: {other}"), None),
    };
    (message.to_owned(), Some(help))
}

/// Refuses what no text editor shows: the scanner would stop at some of it, silently.
pub(super) fn refuse_control_characters(source: &Arc<SourceText>) -> Result<(), Problems> {
    let is_control = |b: u8| (b < b' ' && !matches!(b, b'\t' | b'\n' | b'\r')) || b == 0x7f;
    let Some(start) = source.text.bytes().position(is_control) else { return Ok(()) };
    let before = source.text.get(..start).unwrap_or("");
    let number = source.text.as_bytes().get(start).copied().unwrap_or(0);
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    let at = Span {
        line: u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX),
        column: u32::try_from(before.get(line_start..).unwrap_or("").chars().count() + 1).unwrap_or(u32::MAX),
        start,
        end: start + 1,
    };
    let message = format!("the control character U+{number:04X} stands in the text");
    let problem = Diagnostic::new(Code::YamlSyntax, place(source, at), message)
        .help("take it away, or write it as an escape in double quotes, such as `\"\\u0007\"`");
    Err(problem.into())
}
