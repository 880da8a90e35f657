//! A rule set with all the cases that test it, ready to be run again and again.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Serialize;

use super::Surroundings;
use super::coverage::{self, Coverage, Seen, Spot};
use super::examine::{Prepared, Rules, examine, prepare};
use super::mutants::{Mutant, mutants};
use super::run::passes;
use super::suggest::{self, Suggestions};
use crate::{RuleDocument, RuleSet, SuiteDocument, assess};

/// A rule set with all the cases that test it and pass.
///
/// What it tells is plain data and takes counted work; it can be shared between threads, so that mutants are judged
/// on several at once.
///
/// ```
/// # use predikat::{RuleDocument, SuiteDocument};
/// use predikat::suite::mutants::{Trial, trials};
/// use predikat::suite::{Fate, Tested, Texts};
///
/// # let rules = RuleDocument::from_yaml("rules.yaml", "
/// # ruleset: tidy-desk
/// # edition: 1.0.0
/// # facts: {papers: {type: integer, min: 0}}
/// # criteria: [{id: clear, met_when: {papers: {at_most: 3}}}]
/// # awards: [{id: tidy, requires: [{id: total, score: total, at_least: 1}]}]
/// # ")?;
/// # let suite = SuiteDocument::from_yaml("suite.yaml", "
/// # suite: tidy-desk
/// # cases: [{name: clear, given: {as_of: 2024-01-01, facts: {papers: 2}}, expect: {highest: tidy}}]
/// # ")?;
/// let surroundings = Texts::new().with_rules(rules);
/// let tested = Tested::of([(&suite, &surroundings as _)]);
/// let trials = trials(&tested);
/// let survived = |trial: &&Trial| trial.judge(&tested) == Fate::Survived;
/// let survivors: Vec<&str> = trials.iter().filter(survived).map(|trial| trial.mutant.change.as_str()).collect();
/// // The only case has two papers: nothing is said of three.
/// assert!(survivors.contains(&"`at_most: 3` becomes `below`"));
/// # Ok::<(), predikat::Problems>(())
/// ```
pub struct Tested<'a> {
    document: RuleDocument,
    rules: RuleSet,
    /// The same, as cases are run by them.
    pub(super) checked: Rules,
    /// Those that pass.
    pub(super) cases: Vec<Prepared<'a>>,
    failing: usize,
    /// The case that noticed a mutant last. It, or one soon after it, is likely to notice the next mutant too, for
    /// suites go through a rule set much as mutants do; which case is tried first changes no fate.
    noticed_last: AtomicUsize,
}

/// What becomes of a mutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// `check` finds an error in it, so that no author can be left with it.
    Refused,
    /// It is no mutant: every number and outcome is what it was, for its method digest is.
    Same,
    /// A case fails with it in place of the rules.
    Noticed,
    /// No case tells it from the rules.
    Survived,
}

impl<'a> Tested<'a> {
    /// The rule sets that these suites test, each with the cases of all of them; a suite whose rule set is not there,
    /// or is refused, is left out.
    #[must_use]
    pub fn of(suites: impl IntoIterator<Item = (&'a SuiteDocument, &'a dyn Surroundings)>) -> Vec<Tested<'a>> {
        let mut all: Vec<Tested<'a>> = Vec::new();
        for (suite, surroundings) in suites {
            let rules = Rules::of(suite, surroundings);
            let (Some(document), Some(compiled)) = (rules.document.clone(), rules.rules.clone()) else { continue };
            let (cases, failing): (Vec<_>, Vec<_>) =
                prepare(suite, surroundings).into_iter().partition(|case| passes(case, &rules));
            let same = |one: &&mut Tested<'a>| {
                let key = |rules: &RuleSet| (rules.id().to_owned(), rules.edition(), rules.method().to_owned());
                key(&one.rules) == key(&compiled)
            };
            match all.iter_mut().find(same) {
                Some(one) => {
                    one.cases.extend(cases);
                    one.failing += failing.len();
                }
                None => all.push(Tested {
                    document,
                    rules: compiled,
                    checked: rules,
                    cases,
                    failing: failing.len(),
                    noticed_last: AtomicUsize::new(0),
                }),
            }
        }
        all
    }

    /// The rule set.
    #[must_use]
    pub fn rule_set(&self) -> &RuleSet {
        &self.rules
    }

    /// The rule set as written, with what it extends.
    #[must_use]
    pub fn document(&self) -> &RuleDocument {
        &self.document
    }

    /// How many cases there are that pass.
    #[must_use]
    pub fn cases(&self) -> usize {
        self.cases.len()
    }

    /// How many cases do not pass, and so tell nothing of coverage and mutants.
    #[must_use]
    pub fn failing(&self) -> usize {
        self.failing
    }

    /// What the cases exercise of the rule set.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        Coverage { places: self.spots().into_iter().map(|spot| spot.place).collect() }
    }

    /// Cases for what they do not exercise.
    #[must_use]
    pub fn suggestions(&self) -> Suggestions {
        suggest::suggestions(self, self.spots())
    }

    /// The places of the rule set, those covered that are.
    fn spots(&self) -> Vec<Spot<'_>> {
        let mut spots = coverage::places(&self.document, &self.rules);
        for case in self.cases.iter().filter(|case| case.planned.expect.is_some()) {
            let Some(dossier) = examine(case, &self.checked).dossier else { continue };
            let assessment = assess(&dossier);
            let seen = Seen::new(&dossier, &assessment);
            for spot in spots.iter_mut().filter(|spot| !spot.place.covered) {
                spot.place.covered = (spot.probe)(&seen);
            }
        }
        spots
    }

    /// Every mutant of the rule set.
    #[must_use]
    pub fn mutants(&self) -> Vec<Mutant> {
        mutants(&self.document)
    }

    /// What becomes of one of its mutants: the cases are run until one fails.
    #[must_use]
    pub fn judge(&self, mutant: &Mutant) -> Fate {
        let rules = Rules::checked(mutant.document(&self.document));
        match &rules.rules {
            None => Fate::Refused,
            Some(changed) if changed.method() == self.rules.method() => Fate::Same,
            Some(_) if self.is_noticed(&rules) => Fate::Noticed,
            Some(_) => Fate::Survived,
        }
    }

    /// Whether a case fails with these rules.
    fn is_noticed(&self, changed: &Rules) -> bool {
        let first = self.noticed_last.load(Ordering::Relaxed);
        let (before, after) = self.cases.split_at_checked(first).unwrap_or((&[], &self.cases));
        let Some(at) = after.iter().chain(before).position(|case| !passes(case, changed)) else { return false };
        self.noticed_last.store((first + at) % self.cases.len(), Ordering::Relaxed);
        true
    }
}
