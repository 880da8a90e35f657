//! SARIF 2.1.0, the form that code scanning services read.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::excerpt::end_column;
use crate::diagnostic::{Code, Diagnostic, Place};

/// One log with one run; its `results` are empty when there are no findings.
///
/// The rules listed are those of the codes found, each with its page as help. Findings that have no place in
/// a text carry the JSON Pointer as a logical location. A finding that stands for others has their number, with
/// itself, as its `occurrenceCount`.
#[must_use]
pub fn sarif<'a>(findings: impl IntoIterator<Item = &'a Diagnostic>) -> String {
    let findings: Vec<&Diagnostic> = findings.into_iter().collect();
    let codes: Vec<Code> = findings.iter().map(|finding| finding.code).collect::<BTreeSet<_>>().into_iter().collect();
    let results: Vec<Value> = findings.iter().map(|finding| result(finding, &codes)).collect();
    super::pretty(&json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": codes.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn rule(code: Code) -> Value {
    let page = code.page().trim();
    let about = page.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')).unwrap_or(code.name());
    json!({
        "id": code.name(),
        "shortDescription": {"text": about},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": code.severity().word()},
    })
}

fn result(finding: &Diagnostic, codes: &[Code]) -> Value {
    let mut text = finding.message.clone();
    if let Some(help) = &finding.help {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n{help}");
    }
    if finding.more > 0 {
        let _ = write!(text, "\n{}", finding.more_in_words());
    }
    let mut result = json!({
        "ruleId": finding.code.name(),
        "ruleIndex": codes.iter().position(|code| *code == finding.code),
        "level": finding.severity.word(),
        "message": {"text": text},
        "locations": [location(&finding.place)],
    });
    if let (Some(object), true) = (result.as_object_mut(), finding.more > 0) {
        object.insert("occurrenceCount".to_owned(), json!(finding.more.saturating_add(1)));
    }
    if let (Some(object), false) = (result.as_object_mut(), finding.related.is_empty()) {
        let related = finding.related.iter().enumerate().map(|(i, (place, why))| {
            let mut location = location(place);
            if let Some(location) = location.as_object_mut() {
                location.insert("id".to_owned(), json!(i));
                location.insert("message".to_owned(), json!({"text": why}));
            }
            location
        });
        object.insert("relatedLocations".to_owned(), related.collect());
    }
    result
}

fn location(place: &Place) -> Value {
    let Some((source, span)) = &place.at else {
        return json!({"logicalLocations": [{"fullyQualifiedName": place.to_string()}]});
    };
    let mut region = json!({"startLine": span.line.max(1), "startColumn": span.column.max(1)});
    if let (Some(end), Some(region)) = (end_column(&source.text, *span), region.as_object_mut()) {
        region.insert("endColumn".to_owned(), json!(end));
    }
    json!({"physicalLocation": {"artifactLocation": {"uri": uri(&source.name)}, "region": region}})
}

/// A path as a URI reference: relative as it is, absolute as a `file:` URI, all else percent-encoded.
fn uri(path: &str) -> String {
    let bytes = path.as_bytes();
    let drive = bytes.get(1) == Some(&b':') && matches!(bytes.get(2), Some(b'\\' | b'/'));
    let mut uri = match (path.starts_with('/'), drive) {
        (true, _) => "file://".to_owned(),
        (_, true) => "file:///".to_owned(),
        _ => String::new(),
    };
    for (i, byte) in path.bytes().enumerate() {
        match byte {
            b'\\' if drive || cfg!(windows) => uri.push('/'),
            b':' if drive && i == 1 => uri.push(':'),
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_uri_references() {
        assert_eq!(uri("rules/zi.yaml"), "rules/zi.yaml");
        assert_eq!(uri("/tmp/a b.yaml"), "file:///tmp/a%20b.yaml");
        assert_eq!(uri("a:b%é.yaml"), "a%3Ab%25%C3%A9.yaml", "no scheme is read into it");
        assert_eq!(uri(r"C:\rules\zi.yaml"), "file:///C:/rules/zi.yaml");
    }
}
