//! Whatever text is read as JSON, JSON Lines or CSV, it is read or refused with findings that stand in it.

use predikat::diagnostic::Diagnostic;
use predikat::dossier::sources;
use proptest::prelude::*;

use crate::shared::sources::bind;
use crate::slow::slow_law;

/// Texts near to what is read, so that the readers get far into them.
pub fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u12",
        "\n",
        "\r",
        " ",
        ";",
        "\t",
        "unit",
        "\"unit\"",
        "path",
        "value",
        "staff",
        "\"facts\"",
        "null",
        "true",
        "-0.5",
        "1e9",
        "team.chosen",
        "A",
        "\u{feff}",
        "\u{0}",
        "é",
        "😀",
        "\"a\"",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(slow_law())]

    #[test]
    fn is_read_or_refused(text in text(), more in text()) {
        read_or_refused(&text, &more)?;
    }
}

/// The text is read or refused, alone and beside another of documents, and every finding stands in it.
pub fn read_or_refused(text: &str, more: &str) -> Result<(), TestCaseError> {
    let read = [
        sources::json("u", text),
        sources::json_lines("u", text),
        sources::csv("u", text, Some(("u", more))),
        sources::csv("u", &format!("unit,staff\n{text}"), None),
    ];
    for unit in read.iter().flatten() {
        let Err(problems) = bind(unit) else { continue };
        prop_assert!(problems.has_errors());
        stands_within(&problems)?;
    }
    Ok(())
}

/// Every finding stands in its text.
pub fn stands_within<'p>(problems: impl IntoIterator<Item = &'p Diagnostic>) -> Result<(), TestCaseError> {
    for (source, span) in problems.into_iter().filter_map(|finding| finding.place.at.as_ref()) {
        prop_assert!(source.text.get(span.start..span.end).is_some(), "{span:?} of {:?}", source.text);
    }
    Ok(())
}
