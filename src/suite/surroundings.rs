//! What a suite needs around it: rule sets by name, dossiers by file name. The library reads no files.

use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostic, Place, Problems};
use crate::document::Resolver;
use crate::{DossierDocument, RuleDocument};

/// Where a suite's rule set, and the dossiers that it names, come from.
///
/// [`Texts`] has them in memory; the command line takes them from the files beside the suite.
pub trait Surroundings: Resolver {
    /// The dossier in `file`, as `given: FILE` spells it; `None` where there is no such file.
    ///
    /// # Errors
    /// What keeps its text from being read.
    fn dossier(&self, file: &str) -> Result<Option<DossierDocument>, Problems>;
}

/// Surroundings in memory.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    rules: Vec<RuleDocument>,
    dossiers: IndexMap<String, DossierDocument>,
}

impl Texts {
    /// Nothing at all: enough for a suite that carries its own rules and dossiers.
    #[must_use]
    pub fn new() -> Texts {
        Texts::default()
    }

    /// With a rule set. A suite must name the edition where several of one name are given.
    #[must_use]
    pub fn with_rules(mut self, rules: RuleDocument) -> Texts {
        self.rules.push(rules);
        self
    }

    /// With the dossier that a suite calls `file`.
    #[must_use]
    pub fn with_dossier(mut self, file: &str, dossier: DossierDocument) -> Texts {
        self.dossiers.insert(file.to_owned(), dossier);
        self
    }
}

impl Resolver for Texts {
    fn resolve(&self, id: &str, edition: Option<&str>) -> Result<Option<RuleDocument>, Problems> {
        let fits =
            |rules: &&RuleDocument| rules.ruleset == id && edition.is_none_or(|edition| rules.edition == edition);
        let there: Vec<&RuleDocument> = self.rules.iter().filter(fits).collect();
        match there.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some((*one).clone())),
            several => Err(ambiguous(id, several.iter().map(|one| format!("edition {}", one.edition)))),
        }
    }
}

impl Surroundings for Texts {
    fn dossier(&self, file: &str) -> Result<Option<DossierDocument>, Problems> {
        Ok(self.dossiers.get(file).cloned())
    }
}

/// The problem that a name stands for several rule sets, told apart by `among`; where it stands is for the
/// reader of the name to say.
#[must_use]
pub fn ambiguous(id: &str, among: impl IntoIterator<Item = String>) -> Problems {
    let among: Vec<String> = among.into_iter().collect();
    let message = format!("several rule sets are called `{id}`: {}", among.join(", "));
    Diagnostic::new(Code::AmbiguousRuleSet, Place::default(), message)
        .help("name the edition that is meant, or give one of them another edition")
        .into()
}
