//! `DOSSIER`: a file (YAML, JSON, JSON Lines, CSV), a folder, or standard input.

use std::path::Path;

use predikat::dossier::sources;
use predikat::{DossierDocument, Problems};

use super::documents::{self, Document};
use super::exit::Failure;
use super::files;
use super::rules::refused;

/// The extensions of files with one unit a line.
const LINES: &[&str] = &["jsonl", "ndjson"];

/// The extensions of tables.
const TABLES: &[&str] = &["csv"];

/// One unit, or why there is none; and where it was read from.
pub struct Unit {
    pub name: String,
    pub document: Result<DossierDocument, Problems>,
}

/// Whether an argument may stand for several units, however many there are.
pub fn may_be_several(path: &Path) -> bool {
    path.is_dir() || files::has_extension(path, LINES) || files::has_extension(path, TABLES)
}

/// The units of a file or a folder, in order. In a folder, documents of other kinds are passed over.
///
/// `evidence` is a table of documents, which goes with a table of units.
pub fn read(path: &Path, evidence: Option<&Path>) -> Result<Vec<Unit>, Failure> {
    let evidence = match evidence {
        Some(path) => {
            let name = files::name(path);
            let text = files::read_long(path)?.map_err(|problems| refused(&name, &problems))?;
            Some((name, text))
        }
        None => None,
    };
    let in_folder = path.is_dir();
    let extensions = [documents::EXTENSIONS, LINES, TABLES].concat();
    let mut units = Vec::new();
    for file in files::under(path, &extensions)? {
        let name = files::name(&file);
        let documents = from_file(&file, in_folder, evidence.as_ref())?;
        units.extend(documents.into_iter().map(|document| Unit { name: name.clone(), document }));
    }
    if units.is_empty() {
        return Err(Failure::Input(format!("there is no dossier in {}", files::name(path))));
    }
    Ok(units)
}

fn from_file(file: &Path, in_folder: bool, evidence: Option<&(String, String)>) -> Result<Vec<sources::Unit>, Failure> {
    let name = files::name(file);
    let text = match files::read_long(file)? {
        Ok(text) => text,
        Err(problems) => return Ok(vec![Err(problems)]),
    };
    let evidence = evidence.map(|(name, text)| (name.as_str(), text.as_str()));
    Ok(match Form::of(file, &text) {
        Form::Table => sources::csv(&name, &text, evidence),
        Form::Lines => sources::json_lines(&name, &text),
        Form::Json if !in_folder || text.contains("\"unit\"") => sources::json(&name, &text),
        Form::Json => Vec::new(),
        Form::Yaml => match documents::from_text(&name, &text) {
            Ok(Document::Dossier(dossier)) => vec![Ok(dossier)],
            Ok(_) if in_folder => Vec::new(),
            Ok(Document::Other(finding)) => vec![Err(finding.into())],
            Ok(other) => return Err(Failure::Input(format!("{name} is {}, not a dossier", other.kind()))),
            Err(problems) => vec![Err(problems)],
        },
    })
}

/// How a text holds its units.
enum Form {
    Yaml,
    Json,
    Lines,
    Table,
}

impl Form {
    /// By the file's name; that of standard input by how its text begins.
    fn of(file: &Path, text: &str) -> Form {
        if !files::is_standard_input(file) {
            return match () {
                () if files::has_extension(file, TABLES) => Form::Table,
                () if files::has_extension(file, LINES) => Form::Lines,
                () if files::has_extension(file, &["json"]) => Form::Json,
                () => Form::Yaml,
            };
        }
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        let first = lines.next().unwrap_or_default();
        let is_json = |text: &str| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
        if first.starts_with('{') && is_json(first) && lines.next().is_some() {
            Form::Lines
        } else if text.trim_start().starts_with(['{', '[']) && is_json(text) {
            Form::Json
        } else if first.split([',', ';', '\t']).any(|column| column.trim() == "unit") {
            Form::Table
        } else {
            Form::Yaml
        }
    }
}
