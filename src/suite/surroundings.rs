//! What a suite needs around it: rule sets by name, dossiers by file name. The library reads no files.

use indexmap::IndexMap;

use crate::diagnostic::Problems;
use crate::{DossierDocument, RuleDocument};

/// Where a suite's rule set, and the dossiers that it names, come from.
///
/// [`Texts`] has them in memory; the command line takes them from the files beside the suite.
pub trait Surroundings {
    /// The rule set called `id`, of this edition where one is asked for; `None` where there is none.
    ///
    /// # Errors
    /// What keeps its text from being read.
    fn rules(&self, id: &str, edition: Option<&str>) -> Result<Option<RuleDocument>, Problems>;

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

    /// With a rule set; where several of one name and edition are given, the first counts.
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

impl Surroundings for Texts {
    fn rules(&self, id: &str, edition: Option<&str>) -> Result<Option<RuleDocument>, Problems> {
        let fits =
            |rules: &&RuleDocument| rules.ruleset == id && edition.is_none_or(|edition| rules.edition == edition);
        Ok(self.rules.iter().find(fits).cloned())
    }

    fn dossier(&self, file: &str) -> Result<Option<DossierDocument>, Problems> {
        Ok(self.dossiers.get(file).cloned())
    }
}
