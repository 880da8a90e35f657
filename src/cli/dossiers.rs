//! `DOSSIER`: a file (YAML, JSON, JSON Lines, CSV), a folder, or standard input; read unit by unit.

use std::io::{BufRead, Cursor, Read};
use std::path::{Path, PathBuf};

use predikat::document::Limits;
use predikat::dossier::sources::stream::{self, Documents, Once, StreamError};
use predikat::dossier::sources::{self, Population};
use predikat::{DossierDocument, Problems};

use super::documents::{self, Document};
use super::exit::Failure;
use super::files;
use super::rules::{Rules, refused};

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

/// The table of documents, read; it goes with every table of units.
pub fn documents(path: Option<&Path>) -> Result<Option<Documents>, Failure> {
    let Some(path) = path else { return Ok(None) };
    match Documents::read(&files::name(path), files::open(path)?) {
        Ok(documents) => Ok(Some(documents)),
        Err(StreamError::Refused(problems)) => Err(refused(&files::name(path), &problems)),
        Err(StreamError::Read(error)) => Err(files::unreadable(path, &error)),
        Err(other) => Err(Failure::Input(other.to_string())),
    }
}

/// Units one after another, each let go by whoever takes it.
pub type Units<'a> = Box<dyn Iterator<Item = Result<Unit, Failure>> + 'a>;

/// The units of files and folders, in order, and what could not be read at all. In a folder, documents of other kinds
/// are passed over.
///
/// The columns of tables must be facts of `rules`, where they are given. A failure ends a file, and no other. A unit that
/// stands there twice is refused; or its parts are laid together, for which all are held.
pub fn read_all<'a>(
    paths: &[PathBuf],
    documents: Option<&'a Documents>,
    rules: Option<&'a Rules>,
    join: bool,
) -> Units<'a> {
    // What is read outlives the list of what is to be read.
    let paths: Vec<_> = paths.into();
    let each = paths.into_iter().flat_map(move |path| InPath::new(path, documents, rules));
    if !join {
        let mut once = Once::default();
        return Box::new(each.map(move |unit| {
            let Unit { name, document } = unit?;
            Ok(Unit { name, document: document.and_then(|document| once.admit(document)) })
        }));
    }
    let mut population = Population::new().join(true);
    let mut failures = Vec::new();
    for unit in each {
        match unit {
            Ok(unit) => population.add(unit.document),
            Err(failure) => failures.push(Err(failure)),
        }
    }
    let units = population.units().into_iter().map(|document| Ok(Unit { name: name_of(&document), document }));
    Box::new(failures.into_iter().chain(units))
}

/// The first file that a unit was read from.
fn name_of(unit: &sources::Unit) -> String {
    let name = match unit {
        Ok(document) => document.origin.sources().first().map(|source| source.name.clone()),
        Err(problems) => problems.iter().find_map(|problem| problem.place.file()).map(str::to_owned),
    };
    name.unwrap_or_default()
}

/// The units of one file or folder.
struct InPath<'a> {
    path: PathBuf,
    in_folder: bool,
    /// The files that are left.
    files: std::vec::IntoIter<PathBuf>,
    /// Why the folder cannot be read.
    failure: Option<Failure>,
    documents: Option<&'a Documents>,
    rules: Option<&'a Rules>,
    /// The file that is read.
    open: Option<(PathBuf, Reading<'a>)>,
    /// Whether there was any unit, or anything that was told.
    any: bool,
}

type Reading<'a> = Box<dyn Iterator<Item = Result<DossierDocument, StreamError>> + 'a>;

impl<'a> InPath<'a> {
    fn new(path: PathBuf, documents: Option<&'a Documents>, rules: Option<&'a Rules>) -> InPath<'a> {
        let extensions = [documents::EXTENSIONS, LINES, TABLES].concat();
        let (files, failure) = match files::under(&path, &extensions) {
            Ok(files) => (files, None),
            Err(failure) => (Vec::new(), Some(failure)),
        };
        let (in_folder, any) = (path.is_dir(), failure.is_some());
        InPath { path, in_folder, files: files.into_iter(), failure, documents, rules, open: None, any }
    }
}

impl Iterator for InPath<'_> {
    type Item = Result<Unit, Failure>;

    fn next(&mut self) -> Option<Result<Unit, Failure>> {
        if let Some(failure) = self.failure.take() {
            return Some(Err(failure));
        }
        loop {
            if let Some((file, units)) = &mut self.open {
                let name = files::name(file);
                let unit = match units.next() {
                    None => {
                        self.open = None;
                        continue;
                    }
                    Some(Ok(document)) => Ok(Unit { name, document: Ok(document) }),
                    Some(Err(StreamError::Refused(problems))) => Ok(Unit { name, document: Err(problems) }),
                    Some(Err(StreamError::Read(error))) => Err(files::unreadable(file, &error)),
                    Some(Err(other)) => Err(Failure::Input(format!("{name}: {other}"))),
                };
                self.any = true;
                return Some(unit);
            }
            let Some(file) = self.files.next() else {
                let none = !std::mem::replace(&mut self.any, true);
                let message = || format!("there is no dossier in {}", files::name(&self.path));
                return none.then(|| Err(Failure::Input(message())));
            };
            match self.open_file(&file) {
                Ok(units) => self.open = Some((file, units)),
                Err(failure) => {
                    self.any = true;
                    return Some(Err(failure));
                }
            }
        }
    }
}

impl<'a> InPath<'a> {
    fn open_file(&self, file: &Path) -> Result<Reading<'a>, Failure> {
        let name = files::name(file);
        let (form, text) = Form::of(file, files::open(file)?)?;
        Ok(match form {
            Form::Table => self.table(file, text)?,
            Form::Lines => Box::new(stream::json_lines(&name, text)),
            Form::Json if !self.in_folder || files::holds(file, b"\"unit\"")? => Box::new(stream::json(&name, text)),
            Form::Json => Box::new(std::iter::empty()),
            Form::Yaml => match files::read_from(file, text)?.and_then(|text| documents::from_text(&name, &text)) {
                Ok(Document::Dossier(dossier)) => Box::new(std::iter::once(Ok(dossier))),
                Ok(_) if self.in_folder => Box::new(std::iter::empty()),
                Ok(Document::Other(finding)) => Box::new(std::iter::once(Err(Problems::from(finding).into()))),
                Ok(other) => return Err(Failure::Input(format!("{name} is {}, not a dossier", other.kind()))),
                Err(problems) => Box::new(std::iter::once(Err(problems.into()))),
            },
        })
    }

    /// The units of a table, whose heading is right.
    fn table(&self, file: &Path, text: Box<dyn BufRead>) -> Result<Reading<'a>, Failure> {
        let name = files::name(file);
        let units = match stream::csv(&name, text, self.documents) {
            Ok(units) => units,
            Err(StreamError::Refused(problems)) => return Err(refused(&name, &problems)),
            Err(StreamError::Read(error)) => return Err(files::unreadable(file, &error)),
            Err(other) => return Err(Failure::Input(format!("{name}: {other}"))),
        };
        // The date of a unit decides on its edition: a column must be a fact of one of them.
        let mut wrong: Option<Problems> = None;
        for rules in self.rules.into_iter().flat_map(Rules::editions) {
            wrong = match (wrong, units.check_columns(rules)) {
                (_, Ok(())) => None,
                (None, Err(problems)) => Some(problems),
                (Some(before), Err(problems)) => {
                    let in_both =
                        |one: &predikat::diagnostic::Diagnostic| before.iter().any(|other| other.place == one.place);
                    Some(Problems::new(problems.into_iter().filter(in_both).collect()))
                }
            };
            if wrong.as_ref().is_none_or(Problems::is_empty) {
                return Ok(Box::new(units));
            }
        }
        match wrong {
            Some(problems) => Err(refused(&name, &problems)),
            None => Ok(Box::new(units)),
        }
    }
}

/// How a text holds its units.
enum Form {
    Yaml,
    Json,
    Lines,
    Table,
}

impl Form {
    /// By the file's name; that of standard input by how its text begins. Returns the text as it was.
    fn of(file: &Path, mut text: Box<dyn BufRead>) -> Result<(Form, Box<dyn BufRead>), Failure> {
        if !files::is_standard_input(file) {
            let form = match () {
                () if files::has_extension(file, TABLES) => Form::Table,
                () if files::has_extension(file, LINES) => Form::Lines,
                () if files::has_extension(file, &["json"]) => Form::Json,
                () => Form::Yaml,
            };
            return Ok((form, text));
        }
        let mut read = Vec::new();
        let mut most = u64::try_from(Limits::default().bytes).unwrap_or(u64::MAX).saturating_add(1);
        // Up to the end of the first line that is not blank.
        while read.trim_ascii().is_empty() {
            let length = (&mut text).take(most).read_until(b'\n', &mut read);
            let length = length.map_err(|error| files::unreadable(file, &error))?;
            most = most.saturating_sub(u64::try_from(length).unwrap_or(u64::MAX));
            if length == 0 {
                break;
            }
        }
        let is_json = |text: &[u8]| serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok();
        let first = read.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&read).trim_ascii();
        let names_units =
            || first.split(|byte| matches!(byte, b',' | b';' | b'\t')).any(|column| column.trim_ascii() == b"unit");
        let form = if first.starts_with(b"[") {
            Form::Json
        } else if first.starts_with(b"{") && is_json(first) {
            Form::Lines
        } else if first.starts_with(b"{") {
            let rest = (&mut text).take(most).read_to_end(&mut read);
            rest.map_err(|error| files::unreadable(file, &error))?;
            let whole = read.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&read);
            if is_json(whole) { Form::Json } else { Form::Yaml }
        } else if names_units() {
            Form::Table
        } else {
            Form::Yaml
        };
        Ok((form, Box::new(Cursor::new(read).chain(text))))
    }
}
