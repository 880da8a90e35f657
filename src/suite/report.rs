//! What became of a suite, as plain data.

use std::fmt;

use serde::Serialize;

use crate::diagnostic::render::visible;
use crate::diagnostic::{Diagnostic, Place, Severity};

/// The version of the serde form of a [`SuiteReport`].
pub const FORMAT: u32 = 1;

/// What became of every case of a suite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuiteReport {
    /// The rule set that was tested.
    pub suite: String,
    /// What is wrong with the suite itself: its shape, two cases of one name, a rule set that is not found.
    pub problems: Vec<Diagnostic>,
    /// The cases, in the author's order, each row of `with` as a case of its own.
    pub cases: Vec<CaseReport>,
}

/// What became of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseReport {
    /// Its name; for a row of `with`, `case / row`.
    pub name: String,
    /// Where it stands in the suite.
    pub place: Place,
    /// What became of it.
    pub outcome: CaseOutcome,
}

/// What became of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseOutcome {
    /// All that it expects is so.
    Passed,
    /// Something that it expects is not so; never empty.
    Failed(Vec<Difference>),
    /// It could not be run: the rules or the dossier are refused.
    CouldNotRun(Vec<Diagnostic>),
}

/// One thing that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The path in the assessment: `awards.wbk.outcome`, `criteria.pengungkit.team.status`.
    pub at: String,
    /// What sort of difference it is.
    pub kind: DifferenceKind,
    /// What is expected, in words.
    pub expected: String,
    /// What was found, in words; `None` where there is nothing.
    pub found: Option<String>,
    /// How to mend the expectation, where it names what does not exist.
    pub help: Option<String>,
    /// Where the expectation stands in the suite.
    pub place: Place,
}

/// The sorts of difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// The assessment says something else.
    Value,
    /// The expectation names what no assessment by these rules can have.
    UnknownName,
    /// The findings of `check` and `bind` are others.
    Findings,
}

impl Difference {
    /// The path of what contains the place of this difference.
    pub(super) fn parent(&self) -> &str {
        self.at.rsplit_once(['.', '[']).map_or("the assessment", |(parent, _)| parent)
    }
}

impl SuiteReport {
    /// Whether every case passed and nothing is wrong with the suite itself.
    #[must_use]
    pub fn passed(&self) -> bool {
        !self.problems.iter().any(|problem| problem.severity == Severity::Error)
            && self.cases.iter().all(|case| case.outcome == CaseOutcome::Passed)
    }

    /// How many cases passed, failed and could not run.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for case in &self.cases {
            match case.outcome {
                CaseOutcome::Passed => counts.passed += 1,
                CaseOutcome::Failed(_) => counts.failed += 1,
                CaseOutcome::CouldNotRun(_) => counts.could_not_run += 1,
            }
        }
        counts
    }
}

/// How many cases came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All that they expect is so.
    pub passed: usize,
    /// Something is not so.
    pub failed: usize,
    /// They could not be run.
    pub could_not_run: usize,
}

impl std::ops::Add for Counts {
    type Output = Counts;
    fn add(self, other: Counts) -> Counts {
        Counts {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            could_not_run: self.could_not_run + other.could_not_run,
        }
    }
}

/// `3 passed, 1 failed, 2 could not run`; what there is none of is left out, passed apart.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed", self.passed)?;
        if self.failed > 0 {
            write!(f, ", {} failed", self.failed)?;
        }
        if self.could_not_run > 0 {
            write!(f, ", {} could not run", self.could_not_run)?;
        }
        Ok(())
    }
}

/// `awards.wbk.outcome: expected eligible, found ineligible`, in one line.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = self.found.as_deref().unwrap_or("nothing");
        match self.kind {
            DifferenceKind::UnknownName => write!(f, "{}: {}", self.at, self.expected)?,
            DifferenceKind::Value | DifferenceKind::Findings => {
                write!(f, "{}: expected {}, found {found}", self.at, self.expected)?;
            }
        }
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

/// What did not pass, each with its place and its reasons, and the counts on the last line.
impl fmt::Display for SuiteReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.problems {
            writeln!(f, "{problem}")?;
        }
        for case in &self.cases {
            match &case.outcome {
                CaseOutcome::Passed => {}
                CaseOutcome::Failed(differences) => {
                    writeln!(f, "{}: failed: {}", case.place, visible(&case.name))?;
                    for difference in differences {
                        writeln!(f, "  {difference}")?;
                    }
                }
                CaseOutcome::CouldNotRun(problems) => {
                    writeln!(f, "{}: could not run: {}", case.place, visible(&case.name))?;
                    for problem in problems {
                        writeln!(f, "  {problem}")?;
                    }
                }
            }
        }
        write!(f, "suite `{}`: {}", visible(&self.suite), self.counts())
    }
}
