//! The sign in front of a line: how it stands, at a glance.

use serde::Serialize;

use super::style::Style;
use crate::assessment::{Eligibility, Status, Verdict};
use crate::evaluate::Truth;

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// As asked: met, holds, eligible.
    Good,
    /// Not as asked.
    Bad,
    /// In part.
    Partly,
    /// It depends on what is missing.
    Open,
    /// It does not count: not applicable.
    Apart,
    /// Nothing to say.
    Plain,
}

impl Mark {
    /// The sign; one column wide, none for [`Mark::Plain`].
    pub(super) fn sign(self) -> &'static str {
        match self {
            Mark::Good => "✓",
            Mark::Bad => "✗",
            Mark::Partly => "~",
            Mark::Open => "?",
            Mark::Apart => "-",
            Mark::Plain => "",
        }
    }

    pub(super) fn style(self) -> Style {
        match self {
            Mark::Good => Style::Good,
            Mark::Bad => Style::Bad,
            Mark::Partly => Style::Partly,
            Mark::Open => Style::Open,
            Mark::Apart => Style::Faint,
            Mark::Plain => Style::Plain,
        }
    }
}

impl From<Status> for Mark {
    fn from(status: Status) -> Mark {
        match status {
            Status::Met | Status::Equivalent => Mark::Good,
            Status::PartlyMet => Mark::Partly,
            Status::NotMet | Status::Unevidenced => Mark::Bad,
            Status::Unknown => Mark::Open,
            Status::NotApplicable | Status::Waived => Mark::Apart,
        }
    }
}

impl From<Verdict> for Mark {
    fn from(verdict: Verdict) -> Mark {
        match verdict {
            Verdict::Holds => Mark::Good,
            Verdict::Fails => Mark::Bad,
            Verdict::Open => Mark::Open,
        }
    }
}

impl From<Eligibility> for Mark {
    fn from(outcome: Eligibility) -> Mark {
        match outcome {
            Eligibility::Eligible => Mark::Good,
            Eligibility::Conditional => Mark::Partly,
            Eligibility::Undetermined => Mark::Open,
            Eligibility::Ineligible => Mark::Bad,
        }
    }
}

impl From<Truth> for Mark {
    fn from(truth: Truth) -> Mark {
        match truth {
            Truth::True => Mark::Good,
            Truth::False => Mark::Bad,
            Truth::Unknown => Mark::Open,
        }
    }
}
