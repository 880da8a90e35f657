//! For programs: one JSON object, stable and versioned.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Place, Severity};

/// The version of the form that [`json`] writes.
pub const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    predikat: u32,
    errors: usize,
    warnings: usize,
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Location<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<usize>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<[usize; 2]>,
    pointer: &'a str,
}

impl<'a> From<&'a Place> for Location<'a> {
    fn from(place: &'a Place) -> Location<'a> {
        let span = place.at.as_ref().map(|(_, span)| span);
        Location {
            file: place.file(),
            line: span.map(|span| span.line),
            column: span.map(|span| span.column),
            bytes: span.map(|span| [span.start, span.end]),
            pointer: place.pointer.as_str(),
        }
    }
}

/// One object, indented, with a line break at its end; `findings` is empty when there are none.
///
/// | key | |
/// |---|---|
/// | `predikat` | the version of this form: 1 |
/// | `errors`, `warnings` | how many, with those that are counted in `more` |
/// | `findings` | in the order given |
///
/// A finding has `code` (stable), `severity` (`error` or `warning`), `message`, its place, and where there are
/// some `related` (each with `message` and its place) and `help`. A place is `pointer` (a JSON Pointer, `""` for
/// the whole document) and, for what was read from text, `file`, `line` and `column` (from 1, in characters) and
/// `bytes` (the first byte, and the one after the last). Where one mistake stands in very many places, the last
/// finding that is told of it has `more`: how many others there are, which are not told one by one.
///
/// ```
/// use predikat::diagnostic::{Code, Diagnostic, Place, render};
/// let finding = Diagnostic::new(Code::MissingKey, Place::default(), "`edition` is missing");
/// let report: serde_json::Value = serde_json::from_str(&render::json([&finding]))?;
/// assert_eq!(report["findings"][0]["code"], "missing-key");
/// assert_eq!(report["errors"], 1);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[must_use]
pub fn json<'a>(findings: impl IntoIterator<Item = &'a Diagnostic>) -> String {
    let mut report = Report { predikat: FORMAT, errors: 0, warnings: 0, findings: Vec::new() };
    for finding in findings {
        let count = match finding.severity {
            Severity::Error => &mut report.errors,
            Severity::Warning => &mut report.warnings,
        };
        *count = count.saturating_add(finding.more).saturating_add(1);
        let related = finding.related.iter().map(|(place, why)| Related { message: why, place: place.into() });
        report.findings.push(Finding {
            code: finding.code.name(),
            severity: finding.severity.word(),
            message: &finding.message,
            place: (&finding.place).into(),
            related: related.collect(),
            help: finding.help.as_deref(),
            more: (finding.more > 0).then_some(finding.more),
        });
    }
    super::pretty(&report)
}
