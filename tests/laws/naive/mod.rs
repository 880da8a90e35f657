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

use std::collections::{BTreeMap, BTreeSet};

use predikat::assessment::{Eligibility, Status, Verdict};
use predikat::{Date, DossierDocument, Number, RuleDocument};

pub use completions::{Samples, completions};
pub use facts::Value;

/// A unit under rules, as a date.
pub struct Given<'a> {
    pub rules: &'a RuleDocument,
    pub dossier: &'a DossierDocument,
    pub as_of: Date,
}

impl<'a> Given<'a> {
    pub fn of(made: &'a crate::generated::Made) -> Given<'a> {
        Given { rules: &made.rules, dossier: &made.dossier, as_of: made.dossier.as_of.unwrap() }
    }
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

/// For each leaf that reads a choice, the fact by which it is missing where its answer is as not answered.
pub fn names_of_free(rules: &RuleDocument) -> BTreeMap<String, String> {
    let tree = tree::Tree::new(rules);
    let choice = |(node, leaf): (&tree::Node<'_>, &tree::Leaf<'_>)| match &leaf.scorer {
        tree::Scorer::Choice(fact, _) => Some((node.path.clone(), fact.clone())),
        _ => None,
    };
    tree.leaves().into_iter().filter_map(choice).collect()
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
    pub exceptions: Vec<Result<Accepted, &'static str>>,
}

/// What an exception that counts was worth, all others staying as they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    /// The final total less that without it; nothing for a requirement, or where either is no score.
    pub worth: Option<Number>,
    /// The awards that would come to something else.
    pub decides: Vec<String>,
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

/// The leaves that may not be left unanswered (`unanswered: error`), and are.
pub fn refused(given: &Given<'_>) -> Vec<String> {
    let tree = tree::Tree::new(given.rules);
    let now = facts::Facts::new(given, &tree, &Completion::default());
    let world = World { given, tree: &tree, now: &now, facts: &now };
    leaves::refused(&world)
}

/// The names by which what is missing is told: facts that are not answered, or answered by what is as not answered;
/// what is made of them, and leaves, that a division by 0 leaves open.
pub fn missing(given: &Given<'_>) -> BTreeSet<String> {
    let tree = tree::Tree::new(given.rules);
    let now = facts::Facts::new(given, &tree, &Completion::default());
    let mut names: BTreeSet<String> = now.missing().into_iter().cloned().collect();
    names.extend(now.left_open());
    names.extend(tree.leaves().into_iter().filter_map(|(node, leaf)| leaves::left_open(&now, node, leaf)));
    names
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
