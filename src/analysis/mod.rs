//! Proofs about a rule set: what can and cannot be, each shown by a dossier or proved by exact search.
//!
//! [`analyse`] asks a rule set questions such as "can this award be reached?", "can this requirement fail alone?",
//! "does this condition ever hold?". Each answer is one of three:
//!
//! - [`Verdict::Proved`]: it can be, and here is a dossier that shows it, which was bound and assessed;
//! - [`Verdict::Impossible`]: it cannot be. A search over all that a unit can say came to its end; what it did not
//!   look at one by one is ruled out by bounds that are sound;
//! - [`Verdict::NotDecided`]: the looks that it may take were used up, or numbers remain that were not told apart.
//!
//! **The units looked at** are those that answer everything (a fact that a condition asks after with `answered` may
//! be left out), have every document that is asked for, and have no exceptions, as of one date. What is `Impossible`
//! is so for them: an exception or a missing document may make more possible, another date may where the rules
//! compare `as_of` by itself.
//!
//! Rules compare facts with constants, and all values between two constants are alike: one of each sort is enough
//! to look at. A number that enters arithmetic (`linear`, `ratio`, a derived fact) is tried at the points where
//! something turns, and bounded between them.

mod awards;
mod conditions;
mod engine;
mod goal;
mod kinds;
mod leaves;
mod reads;
mod report;
mod scores;
mod search;
mod space;
mod study;
mod witness;

pub use report::{Claim, End, Extent, Proof, Question, Report, Verdict};

use crate::assessment::{FORMAT, MadeBy};
use crate::{Date, Problems, RuleSet};

/// How far to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How many units, known in part or in full, may be assessed for one question.
    pub budget: u64,
    /// The date as of which; if not given, the first day of the edition.
    pub as_of: Option<Date>,
}

impl Default for Options {
    fn default() -> Options {
        Options { budget: 3000, as_of: None }
    }
}

/// Proves what it can about a rule set.
///
/// The same rules and options give the same report everywhere: the budget counts work, not time.
///
/// ```
/// use predikat::{RuleSet, analysis::{self, Options, Question, Verdict}};
/// let rules = RuleSet::from_yaml("a.yaml", "
/// ruleset: a
/// edition: 1.0.0
/// scales: {yn: {yes: 1, no: 0}}
/// criteria: [{id: a, answer: yn}, {id: b, answer: yn}]
/// awards:
///   - id: pass
///     requires: [{id: total, score: total, at_least: 1}, {id: both, score: total, at_least: 2}]
/// ")?;
/// let report = analysis::analyse(&rules, &Options::default())?;
/// let dead: Vec<_> = report.claims.iter().filter(|claim| claim.is_remarkable()).collect();
/// assert_eq!(dead.len(), 1);
/// assert_eq!(dead[0].sentence(), "`pass.total` never fails alone: the other requirements imply it");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Where a dossier that answers nothing does not bind as of the date; none is known for which it would not.
pub fn analyse(rules: &RuleSet, options: &Options) -> Result<Report, Problems> {
    let as_of = options.as_of.unwrap_or_else(|| first_day(rules));
    let reads = reads::Reads::new(rules);
    let space = space::Space::new(rules, &reads, as_of);
    let mut study = study::Study::new(rules, &reads, &space, as_of, options.budget)?;
    let kinds = kinds::kinds(rules, &space);
    let mut claims = Vec::new();
    awards::claims(&mut study, &kinds, &mut claims);
    leaves::claims(&mut study, &kinds, &mut claims);
    conditions::claims(&mut study, &mut claims);
    scores::claims(&mut study, &mut claims);
    let scores = scores::extents(&mut study, &kinds);
    Ok(Report {
        predikat: FORMAT,
        ruleset: MadeBy { id: rules.id.clone(), edition: rules.edition.to_string(), method: rules.method.clone() },
        as_of,
        looks: study.looks(),
        claims,
        scores,
    })
}

/// The first day on which the rules are in force, or the last, or a day of no meaning.
fn first_day(rules: &RuleSet) -> Date {
    let last = || rules.effective_until.and_then(Date::day_before);
    rules.effective_from.or_else(last).unwrap_or(Date::ANY)
}
