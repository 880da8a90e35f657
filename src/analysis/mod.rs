//! Proofs about a rule set: what can and cannot be, each shown by a dossier or proved by exact search.
//!
//! [`analyse`] asks a rule set questions such as "can this award be reached?", "can this requirement fail alone?",
//! "does this condition ever hold?". Each answer is one of three:
//!
//! - [`Verdict::Proved`]: it can be, and here is a dossier that shows it, which was bound and assessed;
//! - [`Verdict::Impossible`]: it cannot be. A search over all that a unit can say came to its end; what it did not
//!   look at one by one is ruled out by bounds that are sound;
//! - [`Verdict::NotDecided`]: the looks that it may take were used up, or numbers remain that were not told apart. Looks
//!   are counted, never time, so that the answer is the same everywhere.
//!
//! What is asked: whether each award can be reached, by every kind of unit and with every answer that leaves a
//! criterion out, and else which requirements cannot hold together; whether a unit can reach an award without the one
//! below it; whether a requirement can fail alone; whether conditions can hold and be false, cases and bands count,
//! cases overlap and leave a gap; whether criteria, facts, scales and their answers and evidence types can matter;
//! whether caps take points and roundings decide; which facts can decide each award; and the least and the greatest
//! of every score. Of cases that overlap the first that holds counts, which is what their author counts on: that is
//! told, and no fault.
//!
//! [`findings`] tells as warnings what is most likely a mistake, within a smaller budget: `predikat check` shows them,
//! and `allow:` accepts them where they are meant.
//!
//! **How it is found.** First by logic: requirements that compare one score, or read the same facts, often imply or
//! exclude each other by their words alone. Then in units that are known to show much: the best and the worst, and
//! those that only just reach an award. Then from the best unit, answer by answer, toward what is asked, every step as
//! great as what must stay allows: that finds soon, and proves nothing by finding none. Then by branching over all
//! that a unit can say, where sound bounds rule out whole branches: that proves. Whether something matters is seen by
//! one unit in several ways at once. A look takes the path that [`score`](crate::score) takes; whatever is found is
//! bound and assessed, by the other path, before it is claimed.
//!
//! **The units looked at** are those that answer everything (a fact that a condition asks after with `answered` may
//! be left out), have every document that is asked for (of the types that a question about evidence does not take
//! away), and have no exceptions, as of one date. What is `Impossible` is so for them: an exception or a missing
//! document may make more possible, another date may where the rules compare `as_of` by itself.
//!
//! Rules compare facts with constants, and all values between two constants are alike: one of each sort is enough
//! to look at. A number that enters arithmetic (`linear`, `ratio`, a derived fact) is tried at the points where
//! something turns, and bounded between them.

mod awards;
mod conditions;
mod contradiction;
mod dependents;
mod descent;
mod difference;
mod engine;
mod findings;
mod goal;
mod implied;
mod kinds;
mod known;
mod leaves;
mod logic;
mod matters;
mod order;
mod place;
mod readers;
mod reads;
mod report;
mod scores;
mod search;
mod space;
mod study;
mod walk;
mod watch;
mod witness;

pub use findings::findings;
pub use report::{Claim, End, Extent, Proof, Question, Report, Verdict};

use std::fmt;
use std::ops::ControlFlow;

use crate::assessment::{FORMAT, MadeBy};
use crate::{Date, Problems, RuleSet};

/// How far to look.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// How many units, known in part or in full, may be assessed for one question.
    pub budget: u64,
    /// The date as of which; if not given, the first day of the edition.
    pub as_of: Option<Date>,
    /// How many may be assessed for all questions together. What is not reached is not decided, and a score that is not
    /// reached is left out. The same limit gives the same answer everywhere.
    pub work_limit: u64,
    /// How many criteria may be assessed for all questions together: every unit counts with the criteria of the rules, or
    /// with their requirements or expectations where those are far more. 150,000,000 if not said: more than any rule set
    /// that ships takes, and an end for every other. What is not reached is not decided.
    pub criteria_limit: u64,
    /// Who is told from time to time how far it is, and may stop it: no more is assessed then than a hundred units.
    pub on_progress: Option<OnProgress<'a>>,
}

/// Called with how far an analysis is; it may end it.
pub type OnProgress<'a> = &'a dyn Fn(&Progress) -> ControlFlow<()>;

/// How far an analysis is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The units assessed, known in part or in full.
    pub looks: u64,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options { budget: 3000, as_of: None, work_limit: u64::MAX, criteria_limit: 150_000_000, on_progress: None }
    }
}

impl fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("budget", &self.budget)
            .field("as_of", &self.as_of)
            .field("work_limit", &self.work_limit)
            .field("criteria_limit", &self.criteria_limit)
            .finish_non_exhaustive()
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
pub fn analyse(rules: &RuleSet, options: &Options<'_>) -> Result<Report, Problems> {
    let as_of = options.as_of.unwrap_or_else(|| first_day(rules));
    let written = rules;
    let rules = &witness::studied(written);
    let reads = reads::Reads::new(rules);
    let space = space::Space::new(rules, &reads, as_of);
    let felt = leaves::felt(rules);
    let effort = study::Effort { each: options.budget, in_all: None };
    let watch = watch::Watch::new(*options, rules.size());
    let frame = witness::frame(written, rules, as_of);
    let mut study = study::Study::new(rules, &reads, &space, &felt, frame, effort, &watch)?;
    let kinds = kinds::kinds(rules, &space);
    let mut claims = Vec::new();
    let known = known::Known::new(&mut study, &kinds);
    awards::claims(&mut study, &kinds, &known, &mut claims);
    leaves::claims(&mut study, &known, &mut claims);
    matters::claims(&mut study, &known, &mut claims);
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
