//! What is wrong with a file, as data: a stable code, one line, the places, and how to mend it.
//!
//! A [`Diagnostic`] is made where the fault is found and drawn elsewhere ([`render`]); its words follow
//! one style: lower case, no full stop, the author's own words in backticks, what to do in the help.

mod code;
mod habit;
mod place;
mod problems;
pub mod render;
pub(crate) mod steps;

use std::fmt;

pub use code::{Code, Severity};
pub use place::{Place, Pointer, SourceText, Span};
pub use problems::Problems;

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code, never reused.
    pub code: Code,
    /// How bad it is; the code's own severity unless a caller changed it.
    pub severity: Severity,
    /// One line: what was found, in lower case and without a full stop.
    pub message: String,
    /// Where it stands.
    pub place: Place,
    /// Other places that matter, each with a word on why (the first of two duplicates, say).
    pub related: Vec<(Place, String)>,
    /// What was expected and how to mend it.
    pub help: Option<String>,
    /// How many more findings of this kind there are, which are not told one by one.
    pub more: usize,
}

impl Diagnostic {
    /// A finding of `code` at `place`.
    #[must_use]
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: code.severity(),
            message: message.into(),
            place,
            related: Vec::new(),
            help: None,
            more: 0,
        }
    }

    /// With what was expected and how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// With help when there is some.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Diagnostic {
        self.help = help.or(self.help);
        self
    }

    /// At `place`, where it has none of its own.
    #[must_use]
    pub fn at_least(mut self, place: &Place) -> Diagnostic {
        if self.place == Place::default() {
            self.place = place.clone();
        }
        self
    }

    /// How many more there are of its kind: `and 59,997 more like this`.
    pub(crate) fn more_in_words(&self) -> String {
        format!("and {} more like this", grouped(self.more))
    }

    /// With another place that matters.
    #[must_use]
    pub fn related(mut self, place: Place, why: impl Into<String>) -> Diagnostic {
        self.related.push((place, why.into()));
        self
    }
}

/// A count with a comma between thousands.
pub(crate) fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `file:line:column: error[code]: message; help`, in one line.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}[{}]: {}", self.place, self.severity, self.code, self.message)?;
        if let Some(help) = &self.help {
            write!(f, "; help: {help}")?;
        }
        if self.more > 0 {
            write!(f, "; {}", self.more_in_words())?;
        }
        Ok(())
    }
}
