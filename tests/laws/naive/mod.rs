//! A naive evaluator of rule sets, written from the language reference alone, as plainly as possible.
//!
//! It shares no code with the engine but the document types, [`Number`] and [`Date`]: it walks the documents
//! themselves, by name, again and again, and knows nothing of the bounds of a score. What is unknown it completes, in
//! every way ([`completions`]); every completion has one plain outcome ([`evaluate`]). Only what the reference lets
//! depend on the dossier as it stands (`answered`, `unanswered`) asks what a fact may be (`may`).

mod awards;
mod completions;
mod conditions;
mod evidence;
mod exceptions;
mod facts;
mod groups;
mod leaves;
mod may;
mod shown;
mod table;
mod tree;

use std::collections::BTreeMap;

use predikat::assessment::{Eligibility, Status, Verdict};
use predikat::{Date, DossierDocument, Number, RuleDocument};

pub use completions::{Samples, completions};

/// A unit under rules, as a date.
pub struct Given<'a> {
    pub rules: &'a RuleDocument,
    pub dossier: &'a DossierDocument,
    pub as_of: Date,
}

/// The dossier without what was given after a date.
pub fn known(dossier: &DossierDocument, known: Date) -> DossierDocument {
    let mut then = dossier.clone();
    then.rounds.retain(|round| match round.on {
        Some(on) => on <= known,
        None => true,
    });
    then
}

/// One way to complete what a dossier leaves open.
#[derive(Clone, Debug, Default)]
pub struct Completion {
    /// Values of the facts that the dossier does not answer.
    pub facts: BTreeMap<String, facts::Value>,
    /// Numbers for what no fact can settle: an answer that gives `unknown`, a division by zero that is.
    pub free: BTreeMap<String, Number>,
}

/// Points, and what they are out of.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    pub points: Number,
    pub of: Number,
}

/// A score of the whole.
#[derive(Clone, Debug, PartialEq)]
pub enum Total {
    Scored(Points),
    /// There is none.
    None,
    /// Everything was skipped: no score, but nothing decided by it either.
    Skipped,
}

/// What a criterion or measure comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    pub status: Status,
    /// What comparisons find: it applies, does not, or is skipped.
    pub state: groups::State,
    pub fraction: Number,
    pub last: Points,
    pub claimed: Points,
    pub evidenced: Points,
    pub contribution: Option<Number>,
}

/// What a requirement or a bar comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    pub id: String,
    pub verdict: Verdict,
    pub waived: bool,
    pub margin: Option<Number>,
}

/// What an award comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Award {
    pub outcome: Eligibility,
    pub held: bool,
    pub requirements: Vec<Requirement>,
    pub bars: Vec<Requirement>,
    pub conditional: Vec<Requirement>,
}

/// All that is computed for one completion.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    pub claimed: Total,
    pub evidenced: Total,
    pub last: Total,
    pub criteria: BTreeMap<String, Criterion>,
    pub measures: BTreeMap<String, (Status, Points)>,
    pub awards: BTreeMap<String, Award>,
    pub highest: Option<String>,
    /// What every exception of the dossier comes to: accepted, or the reason why not.
    pub exceptions: Vec<Result<(), &'static str>>,
}

/// The outcome of one completion, and the names of what it still leaves open.
pub fn evaluate(given: &Given<'_>, completion: &Completion) -> (Outcome, Vec<String>) {
    let tree = tree::Tree::new(given.rules);
    let now = facts::Facts::new(given, &tree, &Completion::default());
    let facts = facts::Facts::new(given, &tree, completion);
    let world = World { given, tree: &tree, now: &now, facts: &facts };
    let documents = evidence::Documents::new(&world);
    let exceptions = exceptions::judge(&world, &documents);
    let outcome = awards::assess(&world, &documents, &exceptions);
    let open = facts.open();
    (outcome, open)
}

/// What everything below reads.
pub struct World<'a> {
    given: &'a Given<'a>,
    tree: &'a tree::Tree<'a>,
    /// The facts as the dossier has them.
    now: &'a facts::Facts<'a>,
    /// The facts as completed.
    facts: &'a facts::Facts<'a>,
}

impl World<'_> {
    /// Whether a condition holds; of a full completion it is always known.
    fn holds(&self, condition: &predikat::document::Condition) -> bool {
        self.facts.holds(condition, self.now) == Some(true)
    }
}
