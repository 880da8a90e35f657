use std::sync::Arc;

use predikat::diagnostic::render::{self, Drawing};
use predikat::diagnostic::{Code, Diagnostic, Place, Pointer, Severity, SourceText, Span};
use serde_json::Value;

use super::golden;

const RULES: &str = "ruleset: zi-wbk-wbbm\r
criteria:\r
  - id: team\r
    weight: 0,5\r
    title: 日本 \u{1b}[31m\r
    weight: 1\r
";

/// The place of `what`, the `nth` time it stands in `source`.
fn place(source: &Arc<SourceText>, what: &str, nth: usize) -> Place {
    let start = source.text.match_indices(what).nth(nth).expect("it stands there").0;
    let before = &source.text[..start];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    let span =
        Span { line: line.try_into().unwrap(), column: column.try_into().unwrap(), start, end: start + what.len() };
    Place { at: Some((source.clone(), span)), pointer: Pointer::root().key("criteria").index(0).key("weight") }
}

fn findings() -> Vec<Diagnostic> {
    let rules = Arc::new(SourceText { name: "rules/zi, 100%.yaml".to_owned(), text: RULES.to_owned() });
    let other = Arc::new(SourceText {
        name: "rules/base.json".to_owned(),
        text: format!("{{\"a\":[{}],\"weight\":1,\"b\":[{}]}}", "1,".repeat(400), "2,".repeat(400)),
    });
    let mut warning = Diagnostic::new(Code::TooLarge, place(&other, "\"weight\"", 0), "a long line, cropped");
    warning.severity = Severity::Warning;
    let long = Arc::new(SourceText {
        name: "rules/long.json".to_owned(),
        text: format!("[{}\"weight\":1]", "1,".repeat(4000)),
    });
    vec![
        Diagnostic::new(Code::BadNumber, place(&rules, "0,5", 0), "`0,5` is not a number")
            .help("write the decimal point as a point: `0.5`\na fraction is quoted: `\"1/2\"`"),
        Diagnostic::new(Code::DuplicateKey, place(&rules, "weight", 1), "`weight` stands twice in criterion `team`")
            .related(place(&rules, "weight", 0), "it stands here first")
            .related(Place { at: None, pointer: Pointer::root().key("a/b") }, "and in a document without text"),
        Diagnostic::new(
            Code::UnknownKey,
            place(&rules, "日本 \u{1b}[31m", 0),
            "a control character: \u{1b}[31m\u{202e}",
        ),
        warning,
        Diagnostic::new(
            Code::WrongShape,
            place(&long, "\"weight\"", 0),
            "a very long line, of which only a part is shown",
        ),
        Diagnostic::new(
            Code::MissingKey,
            Place { at: None, pointer: Pointer::root().key("facts").index(3) },
            "`type` is missing",
        )
        .help("one of `boolean`, `choice`, `integer`, `decimal`, `date`, `text`"),
        Diagnostic::new(Code::WrongShape, Place::default(), "the document is a list"),
    ]
}

#[test]
fn human() {
    golden("diagnostics/human.txt", &render::human(&findings(), Drawing { colour: false, width: 80 }));
}

#[test]
fn colour_is_the_same_text_with_escape_codes() {
    let plain = render::human(&findings(), Drawing { colour: false, width: 80 });
    let coloured = render::human(&findings(), Drawing { colour: true, width: 80 });
    assert!(!plain.contains('\u{1b}'), "no escape code unless asked");
    assert!(coloured.contains('\u{1b}'));
    let mut stripped = String::new();
    for (i, part) in coloured.split("\u{1b}[").enumerate() {
        stripped.push_str(if i == 0 { part } else { part.split_once('m').expect("a colour").1 });
    }
    assert_eq!(stripped, plain);
}

#[test]
fn json() {
    golden("diagnostics/findings.json", &render::json(&findings()));
}

#[test]
fn github() {
    golden("diagnostics/github.txt", &render::github(&findings()));
}

#[test]
fn sarif() {
    let text = render::sarif(&findings());
    let log: Value = serde_json::from_str(&text).expect("JSON");
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("a list");
    assert_eq!(results.len(), findings().len());
    for (result, finding) in results.iter().zip(findings()) {
        let rule = &run["tool"]["driver"]["rules"][usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], finding.code.name());
        assert_eq!(rule["help"]["markdown"], finding.code.page().trim());
    }
    // The pages are written elsewhere: the golden text is the log without its rules.
    let mut log = log;
    log["runs"][0]["tool"]["driver"]["rules"] = Value::Null;
    log["runs"][0]["tool"]["driver"]["semanticVersion"] = Value::Null;
    golden("diagnostics/findings.sarif", &format!("{log:#}\n"));
}

#[test]
fn every_form_is_valid_when_nothing_was_found() {
    assert_eq!(render::human([], Drawing::default()), "");
    assert_eq!(render::github([]), "");
    let json: Value = serde_json::from_str(&render::json([])).expect("JSON");
    assert_eq!(json["findings"], Value::Array(Vec::new()));
    let sarif: Value = serde_json::from_str(&render::sarif([])).expect("JSON");
    assert_eq!(sarif["runs"][0]["results"], Value::Array(Vec::new()));
}

#[test]
fn a_finding_in_an_empty_text_is_drawn() {
    let source = Arc::new(SourceText { name: "empty.yaml".to_owned(), text: String::new() });
    let at = Some((source, Span { line: 1, column: 1, start: 0, end: 0 }));
    let finding = Diagnostic::new(Code::MissingKey, Place { at, pointer: Pointer::root() }, "`ruleset` is missing");
    golden("diagnostics/empty.txt", &render::human([&finding], Drawing::default()));
}

#[cfg(feature = "cli")]
#[test]
fn junit() {
    let findings = findings();
    golden("diagnostics/findings.xml", &render::junit(&findings, &["rules/zi, 100%.yaml", "rules/good.yaml"]));
}
