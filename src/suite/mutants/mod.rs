//! Mutants of a rule set: the document with one small mistake in it, such as an author makes.
//!
//! A suite that passes with a mutant in place of its rules says nothing of what the mutant changed. What a mutant
//! may be:
//!
//! | what | becomes |
//! |---|---|
//! | a weight | one more in its last place; a leaf that gives none weighs 2 |
//! | an answer's, a case's, a band's, an equivalent's fraction | one less in its last place; 0.1 less where it is whole |
//! | a threshold, cap, floor, band edge, count | one more and one less in its last place |
//! | `at_least`, `at_most`, `all`, a value, a truth value | `above`, `below`, `any`, `is_not`, the other, and back |
//! | an aggregate, a policy, a rounding | each of the others that could stand there |
//! | a requirement, bar, condition, part of a condition, case, band, cap | dropped |
//! | evidence | not asked; one more or fewer; `all` as `any`; a part dropped |
//! | a duration | one unit more and less |
//! | an exception | allowed no more; the other `waived_as`; waivable or not |
//! | a derivation | its parts swapped, a part dropped, another operation |
//! | cases, awards, bands | neighbours swapped |

mod award;
mod condition;
mod criterion;
mod edit;
mod mutation;
mod rules;
mod scorer;
mod spot;
mod trial;

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::RuleDocument;
use crate::diagnostic::{Diagnostic, Place};
use crate::document::{Limits, lower_tree};
use edit::Edit;
pub use mutation::Mutation;
pub use trial::{Trial, trials};

/// A rule set with one small change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// What sort of change it is.
    pub kind: MutantKind,
    /// What is changed, by its name: `pengungkit.team.chosen`, `wbk.total`, `scales.abcd`.
    pub at: String,
    /// What is changed, in words: `` `at_least: 75` becomes `at_least: 76` ``.
    pub change: String,
    /// Where it stands in the rule set.
    pub place: Place,
    /// One a place where the changed text is used: through an alias, several.
    edits: Vec<Edit>,
}

/// The sorts of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MutantKind {
    /// What a criterion or measure weighs.
    Weight,
    /// The fraction of an answer, a case, a band or an equivalent.
    Fraction,
    /// A number that something is compared with, or limited by.
    Threshold,
    /// How something is compared or joined.
    Operator,
    /// A condition or a part of one.
    Condition,
    /// How a group's points are made.
    Aggregate,
    /// What becomes of what does not apply or is not answered; bonus.
    Policy,
    /// Whether and how points are rounded.
    Rounding,
    /// A band or a line.
    Band,
    /// A case of `cases`.
    Case,
    /// The evidence that is asked for.
    Evidence,
    /// How long something holds, or a date.
    Duration,
    /// What exceptions are allowed.
    Exception,
    /// How a fact is made from others.
    Derivation,
    /// What a measure is made of.
    Measure,
    /// A requirement or a part of one.
    Requirement,
    /// A bar.
    Bar,
    /// The order of awards, or a grant on conditions.
    Award,
}

impl Mutant {
    /// The changed rule set. `original` must be the one that the mutant was made of.
    #[must_use]
    pub fn document(&self, original: &RuleDocument) -> RuleDocument {
        let mut tree = original.origin.tree().cloned().unwrap_or_else(|| original.to_tree());
        self.edits.iter().for_each(|edit| edit.apply(&mut tree));
        let problems: Vec<Diagnostic> = Vec::new();
        lower_tree(original.origin.sources().to_vec(), tree, problems, &Limits::default())
    }
}

/// ``rules.yaml:12:15: wbk.total: `at_least: 75` becomes `at_least: 76` ``
impl fmt::Display for Mutant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.place, self.at, self.change)
    }
}

impl Mutant {
    /// What tells it from the other mutants, in whichever rule set its text is used.
    pub(super) fn key(&self) -> (Option<(&str, usize)>, &str, &str, MutantKind) {
        let at = self.place.at.as_ref().map(|(source, span)| (source.name.as_str(), span.start));
        let pointer = if at.is_some() { "" } else { self.place.pointer.as_str() };
        (at, pointer, &self.change, self.kind)
    }
}

/// Mutants with one key are one: what is written once and used through aliases is changed everywhere.
fn merged(mutants: Vec<Mutant>) -> Vec<Mutant> {
    let mut merged: Vec<Mutant> = Vec::with_capacity(mutants.len());
    let mut places = BTreeMap::new();
    for mutant in mutants {
        let (at, pointer, change, kind) = mutant.key();
        let key = (at.map(|(name, start)| (name.to_owned(), start)), pointer.to_owned(), change.to_owned(), kind);
        let place = *places.entry(key).or_insert(merged.len());
        match merged.get_mut(place) {
            Some(first) => first.edits.extend(mutant.edits),
            None => merged.push(mutant),
        }
    }
    merged
}

/// Every mutant of a rule set in which `extends` is resolved, in the order of the document; also those that `check`
/// refuses.
#[must_use]
pub fn mutants(document: &RuleDocument) -> Vec<Mutant> {
    let raised;
    let tree = if let Some(tree) = document.origin.tree() {
        tree
    } else {
        raised = document.to_tree();
        &raised
    };
    let mut found = spot::Found { origin: &document.origin, mutants: Vec::new() };
    rules::rule_set(&mut found, &spot::Spot::root(tree));
    merged(found.mutants)
}
