//! `DOSSIER`: a file (YAML, JSON, JSON Lines, CSV), a folder, or standard input.

use std::path::{Path, PathBuf};

use predikat::dossier::sources::{self, Population};
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

/// The units of files and folders, in order, and what could not be read at all. In a folder, documents of other kinds
/// are passed over.
///
/// `evidence` is a table of documents, which goes with a table of units. A unit that stands there twice is refused, or
/// its parts are laid together.
pub fn read_all(paths: &[PathBuf], evidence: Option<&Path>, join: bool) -> (Vec<Unit>, Vec<Failure>) {
    let mut population = Population::new().join(join);
    let mut failures = Vec::new();
    for path in paths {
        let before = population.len();
        match add(path, evidence, &mut population) {
            Ok(()) if population.len() == before => {
                failures.push(Failure::Input(format!("there is no dossier in {}", files::name(path))));
            }
            Ok(()) => {}
            Err(failure) => failures.push(failure),
        }
    }
    let units = population.units().into_iter().map(|document| Unit { name: name_of(&document), document });
    (units.collect(), failures)
}

/// The units of one file or folder, as [`read_all`] reads them.
pub fn read(path: &Path, evidence: Option<&Path>, join: bool) -> Result<Vec<Unit>, Failure> {
    let (units, failures) = read_all(&[path.to_owned()], evidence, join);
    failures.into_iter().next().map_or(Ok(units), Err)
}

/// The first file that a unit was read from.
fn name_of(unit: &sources::Unit) -> String {
    let name = match unit {
        Ok(document) => document.origin.sources().first().map(|source| source.name.clone()),
        Err(problems) => problems.iter().find_map(|problem| problem.place.file()).map(str::to_owned),
    };
    name.unwrap_or_default()
}

fn add(path: &Path, evidence: Option<&Path>, population: &mut Population) -> Result<(), Failure> {
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
    for file in files::under(path, &extensions)? {
        add_file(&file, in_folder, evidence.as_ref(), population)?;
    }
    Ok(())
}

fn add_file(
    file: &Path,
    in_folder: bool,
    evidence: Option<&(String, String)>,
    population: &mut Population,
) -> Result<(), Failure> {
    let name = files::name(file);
    let text = match files::read_long(file)? {
        Ok(text) => text,
        Err(problems) => {
            population.add(Err(problems));
            return Ok(());
        }
    };
    let evidence = evidence.map(|(name, text)| (name.as_str(), text.as_str()));
    match Form::of(file, &text) {
        Form::Table => population.csv(&name, &text, evidence),
        Form::Lines => population.json_lines(&name, &text),
        Form::Json if !in_folder || text.contains("\"unit\"") => population.json(&name, &text),
        Form::Json => {}
        Form::Yaml => match documents::from_text(&name, &text) {
            Ok(Document::Dossier(dossier)) => population.add(Ok(dossier)),
            Ok(_) if in_folder => {}
            Ok(Document::Other(finding)) => population.add(Err(finding.into())),
            Ok(other) => return Err(Failure::Input(format!("{name} is {}, not a dossier", other.kind()))),
            Err(problems) => population.add(Err(problems)),
        },
    }
    Ok(())
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
