//! GitHub's workflow commands, which it shows as annotations beside the changed lines.

use std::fmt::Write as _;

use super::excerpt::end_column;
use super::visible;
use crate::diagnostic::{Diagnostic, Severity};

/// One `::error` or `::warning` command a finding, each on its line; empty when there are none.
///
/// Help and other places follow the message on lines of their own. Whatever a command would take for its own
/// signs is escaped as GitHub reads it.
#[must_use]
pub fn github<'a>(findings: impl IntoIterator<Item = &'a Diagnostic>) -> String {
    let mut text = String::new();
    for finding in findings {
        text.push_str(match finding.severity {
            Severity::Error => "::error ",
            Severity::Warning => "::warning ",
        });
        let mut message = visible(&finding.message).into_owned();
        match &finding.place.at {
            Some((source, span)) => {
                // Writing to a string cannot fail.
                let _ = write!(text, "file={},line={},col={},", property(&source.name), span.line, span.column);
                if let Some(end) = end_column(&source.text, *span) {
                    let _ = write!(text, "endColumn={end},");
                }
            }
            None => {
                let _ = write!(message, "\nat {}", visible(&finding.place.to_string()));
            }
        }
        for (place, why) in &finding.related {
            let _ = write!(message, "\n{}: {}", visible(&place.to_string()), visible(why));
        }
        for (i, line) in finding.help.iter().flat_map(|help| help.lines()).enumerate() {
            let _ = write!(message, "\n{}{}", if i == 0 { "help: " } else { "" }, visible(line));
        }
        if finding.more > 0 {
            let _ = write!(message, "\n{}", finding.more_in_words());
        }
        let _ = writeln!(text, "title={}::{}", property(finding.code.name()), data(&message));
    }
    text
}

/// The text behind the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
