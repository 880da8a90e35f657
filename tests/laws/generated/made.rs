//! A rule set with a dossier that fits it.

use predikat::{DossierDocument, RuleDocument, RuleSet};
use proptest::prelude::*;

use super::editions::{self, Edition, changes};
use super::options::Options;
use super::{dossiers, rules};

/// A rule set that `check` accepts, and a dossier that binds to it, unless options let it be refused.
#[derive(Clone)]
pub struct Made {
    pub rules: RuleDocument,
    pub dossier: DossierDocument,
    /// The same rules, where they are written as some that are extended.
    pub edition: Option<Edition>,
}

impl std::fmt::Debug for Made {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(edition) = &self.edition {
            write!(f, "\n{}--- which together are", edition.to_yaml())?;
        }
        write!(f, "\n{}---\n{}", self.rules.to_yaml(), self.dossier.to_yaml())
    }
}

impl Made {
    /// The rules, read as they are written.
    pub fn rule_set(&self) -> RuleSet {
        match &self.edition {
            Some(edition) => edition.rule_set(),
            None => RuleSet::from_document(&self.rules).unwrap_or_else(|problems| panic!("{problems}\n{self:?}")),
        }
    }
}

pub fn made(options: Options) -> BoxedStrategy<Made> {
    (rules::rules(options), dossiers::raw(options), changes())
        .prop_map(|(rules, raw, changes)| {
            let dossier = raw.dossier(&rules);
            let edition = changes.map(|changes| editions::apart(&rules, &changes));
            Made { rules, dossier, edition }
        })
        .boxed()
}
