//! The places of a rule set, each with how a case is seen to exercise it.

use super::{CoveragePlace, Seen, What};
use crate::diagnostic::Pointer;
use crate::rule_set::FactId;
use crate::{RuleDocument, RuleSet};

/// A place with how a case is seen to exercise it.
pub(crate) struct Spot<'a> {
    /// The place, not yet covered.
    pub(crate) place: CoveragePlace,
    /// Whether a case exercises it.
    pub(crate) probe: Box<dyn Fn(&Seen<'_>) -> bool + Send + Sync + 'a>,
    /// The facts that decide it, where they are few.
    pub(crate) reads: Vec<FactId>,
}

/// What is being added up.
pub(crate) struct Places<'a> {
    pub(super) document: &'a RuleDocument,
    pub(super) rules: &'a RuleSet,
    spots: Vec<Spot<'a>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(document: &'a RuleDocument, rules: &'a RuleSet) -> Places<'a> {
        Places { document, rules, spots: Vec::new() }
    }

    pub(super) fn into_spots(self) -> Vec<Spot<'a>> {
        self.spots
    }

    /// Adds a place; what stands on `at` is what it reads.
    pub(super) fn add(
        &mut self,
        what: What,
        at: &At<'_>,
        words: impl Into<String>,
        probe: impl Fn(&Seen<'_>) -> bool + Send + Sync + 'a,
    ) {
        let place = CoveragePlace {
            what,
            of: at.of.to_owned(),
            words: words.into(),
            covered: false,
            place: self.document.origin.place(&at.pointer),
        };
        self.spots.push(Spot { place, probe: Box::new(probe), reads: at.reads.clone() });
    }
}

/// Where places stand.
#[derive(Clone)]
pub(super) struct At<'n> {
    /// The element they belong to.
    pub(super) of: &'n str,
    pub(super) pointer: Pointer,
    /// The facts that decide them.
    pub(super) reads: Vec<FactId>,
}

impl<'n> At<'n> {
    pub(super) fn new(of: &'n str, pointer: Pointer) -> At<'n> {
        At { of, pointer, reads: Vec::new() }
    }

    pub(super) fn key(&self, key: &str) -> At<'n> {
        At { pointer: self.pointer.key(key), ..self.clone() }
    }

    pub(super) fn index(&self, index: usize) -> At<'n> {
        At { pointer: self.pointer.index(index), ..self.clone() }
    }

    pub(super) fn reading(&self, facts: impl IntoIterator<Item = FactId>) -> At<'n> {
        At { reads: facts.into_iter().collect(), ..self.clone() }
    }
}
