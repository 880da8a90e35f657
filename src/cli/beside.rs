//! Rule sets and dossiers by name: those that ship, and the files beside a file.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use predikat::diagnostic::{Code, Diagnostic, Place};
use predikat::document::Resolver;
use predikat::suite::{Surroundings, ambiguous};
use predikat::{Date, DossierDocument, Problems, RuleDocument, shipped};

use super::documents::{self, Document, EXTENSIONS};
use super::{files, parallel};

/// The rule sets of the folders in which names were looked up: each folder is read once, however many files ask.
#[derive(Default)]
pub struct Folders(Mutex<HashMap<PathBuf, RuleSets>>);

/// Rule sets with the files that they are in.
type RuleSets = Arc<Vec<(PathBuf, RuleDocument)>>;

impl Folders {
    /// The rule sets that stand in a folder and do not ship, in the order of their files. What is no rule set, or cannot be
    /// read, is none of those that are looked for.
    fn rule_sets(&self, folder: &Path) -> RuleSets {
        let mut read = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(there) = read.get(folder) {
            return Arc::clone(there);
        }
        let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| files::has_extension(path, EXTENSIONS) && path.is_file())
            .collect();
        paths.sort();
        let there = parallel::map(&paths, |path| {
            let text = files::read(path).ok()?.ok()?;
            if !text.contains("ruleset") || shipped::all().iter().any(|one| one.text == text) {
                return None;
            }
            match documents::from_text(&files::name(path), &text) {
                Ok(Document::Rules(document)) => Some((path.clone(), document)),
                _ => None,
            }
        });
        let there = Arc::new(there.into_iter().flatten().collect());
        read.insert(folder.to_owned(), Arc::clone(&there));
        there
    }
}

/// The folder in which names are looked up; what ships is everywhere.
pub struct Beside {
    folders: Arc<Folders>,
    folder: PathBuf,
    /// Whether a case may name a dossier outside of the folder.
    given_anywhere: bool,
    /// The files whose rule sets were found.
    taken: Mutex<Vec<PathBuf>>,
}

impl Beside {
    /// The folder of `file`; the current one for standard input.
    pub fn file(folders: &Arc<Folders>, file: &Path) -> Beside {
        let folder = file.parent().filter(|_| !files::is_standard_input(file)).unwrap_or(Path::new(""));
        let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() };
        Beside { folders: Arc::clone(folders), folder, given_anywhere: false, taken: Mutex::default() }
    }

    /// Whether a case may name a dossier outside of the folder.
    pub fn given_anywhere(mut self, anywhere: bool) -> Beside {
        self.given_anywhere = anywhere;
        self
    }

    /// The files whose rule sets were found here.
    pub fn taken(self) -> Vec<PathBuf> {
        self.taken.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// The rule set `id`: of `edition` where one is named, else the one in force on `as_of`, else the last.
    pub fn find(&self, id: &str, edition: Option<&str>, as_of: Option<Date>) -> Result<Option<RuleDocument>, Problems> {
        let fits = |document: &RuleDocument| {
            document.ruleset == id && edition.is_none_or(|edition| document.edition == edition)
        };
        let shipped = match (edition, as_of) {
            (None, Some(as_of)) => shipped::in_force(id, as_of).or_else(|| shipped::find(id, None)),
            _ => shipped::find(id, edition),
        };
        let all = self.folders.rule_sets(&self.folder);
        let mut there: Vec<&(PathBuf, RuleDocument)> = all.iter().filter(|(_, document)| fits(document)).collect();
        if let Some(shipped) = shipped {
            if let Some(other) = there.first() {
                let names = [format!("the one that ships ({})", shipped.edition), named(other)];
                return Err(ambiguous(id, names));
            }
            return shipped.document().map(Some);
        }
        let as_of_fits = |document: &RuleDocument| as_of.is_none_or(|as_of| is_in_force(document, as_of));
        if there.len() > 1 && there.iter().any(|(_, document)| as_of_fits(document)) {
            there.retain(|(_, document)| as_of_fits(document));
        }
        if there.len() > 1 {
            return Err(ambiguous(id, there.into_iter().map(named)));
        }
        Ok(there.pop().map(|(path, document)| {
            self.taken.lock().unwrap_or_else(PoisonError::into_inner).push(path.clone());
            document.clone()
        }))
    }
}

fn named((path, document): &(PathBuf, RuleDocument)) -> String {
    format!("{} ({})", files::name(path), document.edition)
}

fn is_in_force(document: &RuleDocument, as_of: Date) -> bool {
    let effective = document.effective.clone().unwrap_or_default();
    effective.from.is_none_or(|from| from <= as_of) && effective.until.is_none_or(|until| as_of < until)
}

impl Resolver for Beside {
    fn resolve(&self, id: &str, edition: Option<&str>) -> Result<Option<RuleDocument>, Problems> {
        self.find(id, edition, None)
    }
}

impl Surroundings for Beside {
    fn dossier(&self, file: &str) -> Result<Option<DossierDocument>, Problems> {
        let path = if self.given_anywhere { self.folder.join(file) } else { self.inside(file)? };
        if !path.exists() || !files::is_regular(&path) {
            return Ok(None);
        }
        match files::read(&path) {
            Ok(text) => DossierDocument::from_yaml(&files::name(&path), &text?).map(Some),
            Err(_) => Ok(None),
        }
    }
}

impl Beside {
    /// The path of a file in the folder, to which no link leads from elsewhere.
    fn inside(&self, file: &str) -> Result<PathBuf, Problems> {
        let stays = |path: &PathBuf| match (path.canonicalize(), self.folder.canonicalize()) {
            (Ok(path), Ok(folder)) => path.starts_with(folder),
            // What is not there leads nowhere.
            _ => true,
        };
        files::inside(&self.folder, file).filter(stays).ok_or_else(|| {
            let message = format!("`{}` leads out of the folder of the suite", file.escape_debug());
            Diagnostic::new(Code::GivenNotFound, Place::default(), message)
                .help("put the file beside the suite or below it, or allow any with `--given-anywhere`")
                .into()
        })
    }
}
