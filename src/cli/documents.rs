//! Documents from files, their kind recognised by the keys at their top.

use std::path::Path;

use predikat::diagnostic::{Code, Diagnostic, Pointer};
use predikat::document::Node;
use predikat::{ActionsDocument, DossierDocument, Problems, RuleDocument, SuiteDocument};

use super::exit::Failure;
use super::files;

/// The extensions of files that hold one document. JSON is read as the YAML that it is.
pub const EXTENSIONS: &[&str] = &["yaml", "yml", "json"];

/// A document of any kind.
#[allow(clippy::large_enum_variant)] // one of them at a time
pub enum Document {
    Rules(RuleDocument),
    Dossier(DossierDocument),
    Suite(SuiteDocument),
    Actions(ActionsDocument),
    /// None of them; the finding that says so.
    Other(Diagnostic),
}

impl Document {
    /// What it is, in words.
    pub fn kind(&self) -> &'static str {
        match self {
            Document::Rules(_) => "a rule set",
            Document::Dossier(_) => "a dossier",
            Document::Suite(_) => "a suite",
            Document::Actions(_) => "an actions file",
            Document::Other(_) => "no document that is known here",
        }
    }
}

/// Reads a file as what it is.
///
/// The inner error holds what keeps it from being read as a document at all: its encoding, its syntax.
pub fn read(path: &Path) -> Result<Result<Document, Problems>, Failure> {
    let name = files::name(path);
    Ok(files::read(path)?.and_then(|text| from_text(&name, &text)))
}

/// Reads a text as what it is; `name` stands for it in messages.
pub fn from_text(name: &str, text: &str) -> Result<Document, Problems> {
    // Any kind serves to look at the tree: a document is read whatever its shape.
    let rules = RuleDocument::from_yaml(name, text)?;
    let has = |key: &str| rules.origin.tree().and_then(|tree: &Node| tree.get(key)).is_some();
    Ok(if has("suite") || has("cases") {
        Document::Suite(SuiteDocument::from_yaml(name, text)?)
    } else if has("actions") || has("effort") {
        Document::Actions(ActionsDocument::from_yaml(name, text)?)
    } else if has("unit") {
        Document::Dossier(DossierDocument::from_yaml(name, text)?)
    } else if has("ruleset") || has("criteria") {
        Document::Rules(rules)
    } else {
        let place = rules.origin.place(&Pointer::root());
        let message = "this is neither a rule set, a dossier nor a suite";
        Document::Other(
            Diagnostic::new(Code::WrongShape, place, message)
                .help("a rule set has `ruleset` at its top, a dossier `unit`, a suite `suite`"),
        )
    })
}
