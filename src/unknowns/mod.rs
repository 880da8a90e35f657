//! What is still open, and what to find out next.
//!
//! An award is certain, possible or impossible, or possible is not excluded. Its bounds often tell; where they leave it
//! open and the missing facts are few, every way in which they can be answered is gone through: each answer of a choice,
//! and of a number or a date one value on each side of everything that it is compared with. That is exact where no
//! missing fact enters a calculation, and no more than [`MOST_COMPLETIONS`] ways have to be tried. Elsewhere two ways of
//! answering are looked for, one that makes the unit eligible and one that does not, in [`MOST_TRIED`] assessments at
//! most: with both found it is possible, else [not excluded](Chance::NotExcluded). All awards of a dossier together take
//! no more work than [`MOST_WORK`].
//!
//! The smallest set of facts that settles an award, whatever the answers turn out to be, is then unique: exactly those
//! facts on which its outcome depends while the others stay open. The best order asks the fewest questions on average,
//! every way of answering counting alike, for one who stops as soon as nothing more can change the outcome; of up to ten
//! facts it is found exactly. Elsewhere all facts that the open requirements read are listed, those first that alone
//! settle or narrow the most, and [`Prospect::exact`] says that more was not shown.

mod ask;
mod domain;
mod found;
mod scout;
mod table;
mod turns;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

pub use found::MOST_TRIED;
pub use scout::MOST_WORK;
pub use table::MOST_COMPLETIONS;

use crate::Number;
use crate::assess::outline;
use crate::assessment::{Assessment, AwardOutcome, Eligibility, Verdict};
use crate::dossier::Dossier;
use crate::evaluate::{Facts, State};
use crate::invariant::Always;
use crate::rule_set::{AwardId, Compiled, FactTest};
use scout::Scout;
use table::Table;

/// What is open about each award.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unknowns {
    /// Every award by its id, lowest first.
    pub awards: IndexMap<String, Prospect>,
}

/// What can become of one award.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Prospect {
    /// Its outcome as the dossier stands.
    pub outcome: Eligibility,
    /// Whether the unit can be eligible for it.
    pub chance: Chance,
    /// Whether `chance` is proved: by bounds, or by ways of answering that were found. Else it is `not_excluded`.
    pub proved: bool,
    /// Where it is possible: a way of answering that makes the unit eligible, then one that does not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shown_by: Vec<Way>,
    /// What it can come to, once all is known.
    pub can_be: Vec<Eligibility>,
    /// Whether `chance`, `can_be` and `ask` are exact: from bounds that leave nothing open, or from every way of
    /// answering. Else `can_be` may name too much, and a smaller set than `ask` may do.
    pub exact: bool,
    /// The facts to find out, in the order in which to ask for them; together they settle it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ask: Vec<Question>,
    /// Whether no other order of `ask` needs fewer questions on average.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub best_order: bool,
}

/// Whether a unit can be eligible for an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Chance {
    /// It is, whatever is missing.
    Certain,
    /// It depends on what is missing: ways of answering were found that make it so, and others that do not.
    Possible,
    /// Bounds do not rule it out, nor the contrary; but ways of answering were not found for both.
    NotExcluded,
    /// It is not, whatever is missing.
    Impossible,
}

impl Chance {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Chance::Certain => "certain",
            Chance::Possible => "possible",
            Chance::NotExcluded => "not_excluded",
            Chance::Impossible => "impossible",
        }
    }
}

/// Answers to missing facts that settle an award, whatever else is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Way {
    /// What the award comes to.
    pub outcome: Eligibility,
    /// The answers, by the names of the facts.
    pub answers: IndexMap<String, String>,
}

/// A fact to find out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Question {
    /// Its name.
    pub fact: String,
    /// In which part of all ways of answering, from 0 to 1, the award is settled once this and those before it are
    /// known; absent where that was not gone through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settles: Option<Number>,
}

/// What is open about the awards of `assessment`, which is that of `dossier`.
///
/// ```
/// use predikat::{DossierDocument, RuleSet, assess, dossier::BindOptions, unknowns::{Chance, unknowns}};
/// let rules = RuleSet::from_yaml("u.yaml", "
/// ruleset: u
/// edition: 1.0.0
/// scales: {yn: {yes: 1, no: 0}}
/// criteria: [{id: a, weight: 3, answer: yn}, {id: b, answer: yn}, {id: c, answer: yn}]
/// awards: [{id: pass, requires: [{id: most, score: total, at_least: 3}]}]
/// ")?;
/// let dossier = DossierDocument::from_yaml("d.yaml", "{unit: u, as_of: 2024-01-01}")?;
/// let dossier = rules.bind(&dossier, &BindOptions::new())?;
/// let found = unknowns(&dossier, &assess(&dossier));
/// let pass = &found.awards["pass"];
/// assert_eq!((pass.chance, pass.exact), (Chance::Possible, true));
/// // Whether `b` and `c` are met makes no difference.
/// assert_eq!(pass.ask.len(), 1);
/// assert_eq!(pass.ask[0].fact, "a");
/// # Ok::<(), predikat::Problems>(())
/// ```
#[must_use]
pub fn unknowns(dossier: &Dossier, assessment: &Assessment) -> Unknowns {
    let rules = &dossier.rules;
    let (mut scout, outline) = (Scout::new(dossier), outline(dossier));
    let awards = rules.awards.pairs().map(|(id, award)| {
        let found = assessment.awards.get(&award.id).map(|found| found.outcome);
        let prospect = match found.or_widest("the assessment is that of the dossier", || Eligibility::Undetermined) {
            Eligibility::Undetermined => prospect_of(&mut scout, dossier, id, outline.outcome(id)),
            outcome => settled(outcome),
        };
        (award.id.clone(), prospect)
    });
    Unknowns { awards: awards.collect() }
}

/// What can become of one award.
pub(crate) fn prospect(dossier: &Dossier, award: AwardId) -> Prospect {
    prospect_of(&mut Scout::new(dossier), dossier, award, outline(dossier).outcome(award))
}

fn prospect_of(scout: &mut Scout, dossier: &Dossier, award: AwardId, outcome: &AwardOutcome) -> Prospect {
    if outcome.outcome != Eligibility::Undetermined {
        return settled(outcome.outcome);
    }
    let table = Table::of(scout, dossier, award, &outcome.undecided_by);
    match table.and_then(|table| table.prospect(&dossier.rules)) {
        Some(prospect) => prospect,
        None => by_bounds(scout, dossier, award, outcome),
    }
}

/// Whether a unit is eligible for an award, or may be by what is missing: unless every way of answering says that it is
/// not.
pub(crate) fn may_be_eligible(dossier: &Dossier, award: AwardId) -> bool {
    let outline = outline(dossier);
    let outcome = outline.outcome(award);
    match outcome.outcome {
        Eligibility::Eligible => true,
        Eligibility::Undetermined => {
            let table = Table::of(&mut Scout::new(dossier), dossier, award, &outcome.undecided_by);
            table.is_none_or(|table| table.can_be(Eligibility::Eligible))
        }
        Eligibility::Conditional | Eligibility::Ineligible => false,
    }
}

fn settled(outcome: Eligibility) -> Prospect {
    let chance = if outcome == Eligibility::Eligible { Chance::Certain } else { Chance::Impossible };
    Prospect {
        outcome,
        chance,
        proved: true,
        shown_by: Vec::new(),
        can_be: vec![outcome],
        exact: true,
        ask: Vec::new(),
        best_order: false,
    }
}

/// Whether something is decided by what is not answered: a policy acts on a leaf that is open, or it is asked whether a
/// fact that is missing is answered. Bounds then hold as long as it is missing, and not for every answer.
fn silence_decides(dossier: &Dossier) -> bool {
    let rules: &Compiled = &dossier.rules;
    let facts = Facts::new(rules, &dossier.facts);
    let mut asked = false;
    rules.each_condition(&mut |_, condition| {
        condition.for_each_test(&mut |fact, test| {
            asked |= matches!(test, FactTest::Answered(_)) && !matches!(facts.state(fact), State::Known(_));
        });
    });
    asked
        || rules.criteria.pairs().any(|(id, criterion)| {
            criterion.leaf().is_some_and(|leaf| {
                leaf.acts_on_silence() && {
                    let outcome = facts.leaf(id, leaf);
                    outcome.zeroed || outcome.skipped
                }
            })
        })
}

/// What the bounds alone tell of an award that they leave open.
fn by_bounds(scout: &mut Scout, dossier: &Dossier, award: AwardId, outcome: &AwardOutcome) -> Prospect {
    let on_conditions = dossier.rules.awards[award].conditional.is_some();
    // A requirement that fails whatever is missing leaves a grant on conditions, at most.
    let fails = outcome.requirements.iter().any(|requirement| requirement.outcome == Verdict::Fails)
        && !silence_decides(dossier);
    let can_be = [Eligibility::Eligible, Eligibility::Conditional, Eligibility::Ineligible];
    let can_be = can_be.into_iter().filter(|one| match one {
        Eligibility::Eligible => !fails,
        Eligibility::Conditional => on_conditions,
        _ => true,
    });
    let found = if fails { None } else { scout.by_half(|scout| found::found(scout, dossier, award)).both() };
    let chance = match (fails, &found) {
        (true, _) => Chance::Impossible,
        (false, Some(_)) => Chance::Possible,
        (false, None) => Chance::NotExcluded,
    };
    Prospect {
        outcome: Eligibility::Undetermined,
        chance,
        proved: chance != Chance::NotExcluded,
        shown_by: found.into_iter().flatten().collect(),
        can_be: can_be.collect(),
        exact: false,
        ask: ask::ranked(scout, dossier, award, &outcome.undecided_by),
        best_order: false,
    }
}
