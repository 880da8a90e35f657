//! Mistakes of syntax, in an author's words.

use std::sync::Arc;

use super::{ErrorKind, culprit, place};
use crate::diagnostic::{Code, Diagnostic, Problems, SourceText, Span};

/// What a key is that cannot be one.
pub(super) const NO_KEY: &str = "a key is a list or a mapping";

/// The problem of a text that the scanner refuses at `at`.
pub(super) fn problem(source: &Arc<SourceText>, at: Span, kind: &ErrorKind) -> Problems {
    let text = source.text.as_str();
    let misplaced = culprit::misplaced_key(text, at.start, kind);
    let at = culprit::span(text, misplaced.unwrap_or_else(|| culprit::culprit(text, at.start, kind)));
    let (message, help) = if misplaced.is_some() { (MISPLACED.0.to_owned(), Some(MISPLACED.1)) } else { words(kind) };
    let problem = Diagnostic::new(Code::YamlSyntax, place(source, at), message).maybe_help(help.map(str::to_owned));
    match culprit::opening(text, at.start, kind) {
        Some(opening) => problem.related(place(source, culprit::span(text, opening)), "it is opened here").into(),
        None => problem.into(),
    }
}

const MISPLACED: (&str, &str) =
    ("the indentation fits nothing around it", "line it up with the keys beside it, two blanks a step");

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

/// A message, and how to mend it where the kind of mistake tells.
fn words(kind: &ErrorKind) -> (String, Option<&'static str>) {
    use ErrorKind as K;
    let (message, help) = match kind {
        kind if culprit::is_about_a_tab(kind) => ("a tab stands where blanks belong", "indent with blanks, two a step"),
        K::ExpectedBlockSequenceEntry
        | K::InvalidIndentation
        | K::InvalidQuotedScalarIndent
        | K::InvalidBlockScalarIndent
        | K::InvalidFlowScalarIndent => MISPLACED,
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
        K::MismatchedFlowCollectionEnd { .. } => {
            ("a bracket is closed by one of another kind", "close `[` with `]`, and `{` with `}`")
        }
        K::MisplacedFlowCollectionEnd => {
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
