//! Rule sets and dossiers by name: those that ship, and the files beside a file.

use std::path::{Path, PathBuf};

use predikat::document::Resolver;
use predikat::suite::{Surroundings, ambiguous};
use predikat::{Date, DossierDocument, Problems, RuleDocument, shipped};

use super::documents::{self, Document, EXTENSIONS};
use super::files;

/// The folder in which names are looked up; what ships is everywhere.
pub struct Beside {
    folder: PathBuf,
}

impl Beside {
    /// The folder of `file`; the current one for standard input.
    pub fn file(file: &Path) -> Beside {
        let folder = file.parent().filter(|_| !files::is_standard_input(file)).unwrap_or(Path::new(""));
        Beside { folder: if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() } }
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
        let mut there: Vec<(String, RuleDocument)> = Vec::new();
        for (name, text) in self.texts(id) {
            let ships = shipped::all().iter().any(|one| one.text == text);
            // What is no rule set, or cannot be read, is none of those that are looked for.
            if let (false, Ok(Document::Rules(document))) = (ships, documents::from_text(&name, &text))
                && fits(&document)
            {
                there.push((name, document));
            }
        }
        if let Some(shipped) = shipped {
            if let Some((name, other)) = there.first() {
                let names =
                    [format!("the one that ships ({})", shipped.edition), format!("{name} ({})", other.edition)];
                return Err(ambiguous(id, names));
            }
            return shipped.document().map(Some);
        }
        let as_of_fits = |document: &RuleDocument| as_of.is_none_or(|as_of| is_in_force(document, as_of));
        if there.len() > 1 && there.iter().any(|(_, document)| as_of_fits(document)) {
            there.retain(|(_, document)| as_of_fits(document));
        }
        if there.len() > 1 {
            let names: Vec<String> = there.iter().map(|(name, one)| format!("{name} ({})", one.edition)).collect();
            return Err(ambiguous(id, names));
        }
        Ok(there.pop().map(|(_, document)| document))
    }

    /// The files of the folder that may hold a rule set of this name, in order.
    fn texts(&self, id: &str) -> impl Iterator<Item = (String, String)> {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(&self.folder)
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| files::has_extension(path, EXTENSIONS) && path.is_file())
            .collect();
        paths.sort();
        let read = |path: PathBuf| Some((files::name(&path), files::read(&path).ok()?.ok()?));
        paths.into_iter().filter_map(read).filter(move |(_, text)| text.contains("ruleset") && text.contains(id))
    }
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
        let path = self.folder.join(file);
        match files::read(&path) {
            Ok(text) => DossierDocument::from_yaml(&files::name(&path), &text?).map(Some),
            Err(_) => Ok(None),
        }
    }
}
