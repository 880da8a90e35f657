//! How well cases test their rule sets: what they exercise, and which mutants they notice.

use std::fmt;

use predikat::Number;
use predikat::number::RoundingMode;
use predikat::suite::coverage::Coverage;
use predikat::suite::mutants::{Mutation, trials};
use predikat::suite::{Surroundings, Tested};

use super::{Arguments, Ran};
use crate::{output, parallel};

/// What was measured.
#[derive(Default)]
pub(super) struct Measured {
    /// One a rule set.
    pub(super) coverage: Vec<Covered>,
    /// One a file of rules.
    pub(super) mutants: Vec<Mutation>,
    coverage_at_least: Option<Number>,
    mutants_at_least: Option<Number>,
}

/// What the cases exercise of one rule set.
pub(super) struct Covered {
    pub(super) id: String,
    pub(super) edition: String,
    pub(super) cases: usize,
    pub(super) coverage: Coverage,
}

impl Measured {
    /// What is asked for, of every rule set that the suites test.
    pub(super) fn of(ran: &[Ran], arguments: &Arguments) -> Measured {
        let mut measured = Measured {
            coverage_at_least: arguments.coverage_at_least.clone(),
            mutants_at_least: arguments.mutants_at_least.clone(),
            ..Measured::default()
        };
        let coverage = arguments.coverage || arguments.coverage_at_least.is_some();
        let mutants = arguments.mutants || arguments.mutants_at_least.is_some();
        if !coverage && !mutants {
            return measured;
        }
        let tested = tested(ran);
        if coverage {
            measured.coverage = parallel::map(&tested, |one| Covered {
                id: one.rule_set().id().to_owned(),
                edition: one.rule_set().edition(),
                cases: one.cases(),
                coverage: one.coverage(),
            });
        }
        if mutants {
            let trials = trials(&tested);
            let fates = parallel::map(&trials, |trial| trial.judge(&tested));
            measured.mutants = Mutation::by_file(trials.into_iter().map(|trial| trial.mutant).zip(fates));
        }
        measured
    }

    /// Whether as much was reached as is asked for, everywhere.
    pub(super) fn is_enough(&self) -> bool {
        self.coverage.iter().all(|one| self.covers(one)) && self.mutants.iter().all(|one| self.notices(one))
    }

    pub(super) fn covers(&self, covered: &Covered) -> bool {
        self.coverage_at_least.as_ref().is_none_or(|least| covered.coverage.percent() >= *least)
    }

    pub(super) fn notices(&self, mutation: &Mutation) -> bool {
        self.mutants_at_least.as_ref().is_none_or(|least| mutation.percent() >= *least)
    }
}

/// The rule sets that the suites test, with their cases.
fn tested(ran: &[Ran]) -> Vec<Tested<'_>> {
    let suites = ran.iter().filter_map(|one| one.suite.as_ref());
    Tested::of(suites.map(|(suite, beside)| (suite, beside as &dyn Surroundings)))
}

/// Cases for what no case exercises: a suite a rule set, in YAML. What there is no case for is told beside it.
pub(super) fn suggest(ran: &[Ran]) -> String {
    let tested = tested(ran);
    let mut texts = Vec::new();
    for (one, suggestions) in tested.iter().zip(parallel::map(&tested, Tested::suggestions)) {
        for place in &suggestions.without {
            output::tell(&format!("no case for {place}"));
        }
        texts.extend(suggestions.to_yaml(one));
    }
    texts.join("---\n")
}

/// What a file is called that has no name.
pub(super) fn name_of(mutation: &Mutation) -> &str {
    mutation.file.as_deref().unwrap_or("rules")
}

/// What was covered, in a line, and what was not, in a line each.
impl fmt::Display for Covered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (covered, all) = (self.coverage.covered(), self.coverage.places.len());
        let percent = shown(&self.coverage.percent());
        write!(
            f,
            "{} {}: {} cases exercise {covered} of {all} places, {percent} %",
            self.id, self.edition, self.cases
        )?;
        self.coverage.uncovered().try_for_each(|place| write!(f, "\n  {place}"))
    }
}

/// How many mutants of a file were noticed, in a line, and the others in a line each.
pub(super) fn mutation(mutation: &Mutation) -> String {
    let all = mutation.noticed + mutation.survived.len();
    let percent = shown(&mutation.percent());
    let mut lines = vec![format!("{}: {} of {all} mutants noticed, {percent} %", name_of(mutation), mutation.noticed)];
    lines.extend(mutation.survived.iter().map(|mutant| format!("  {mutant}")));
    lines.join("\n")
}

/// A percentage to one place, never rounded up to what is not reached.
fn shown(percent: &Number) -> String {
    percent.round(1, RoundingMode::Down).to_string()
}
