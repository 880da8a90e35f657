//! What is wrong with a file, as data: a stable code, one line, the places, and how to mend it.
//!
//! A [`Diagnostic`] is made where the fault is found and drawn elsewhere ([`render`]); its words follow
//! one style: lower case, no full stop, the author's own words in backticks, what to do in the help.

mod code;
mod place;
pub mod render;

use std::fmt;

pub use code::{Code, Severity};
pub use place::{Place, Pointer, SourceText, Span};

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
}

impl Diagnostic {
    /// A finding of `code` at `place`.
    #[must_use]
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic { code, severity: code.severity(), message: message.into(), place, related: Vec::new(), help: None }
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

    /// With another place that matters.
    #[must_use]
    pub fn related(mut self, place: Place, why: impl Into<String>) -> Diagnostic {
        self.related.push((place, why.into()));
        self
    }
}

/// `file:line:column: error[code]: message; help`, in one line.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}[{}]: {}", self.place, self.severity, self.code, self.message)?;
        if let Some(help) = &self.help {
            write!(f, "; help: {help}")?;
        }
        Ok(())
    }
}

/// All that is wrong with an input, in the order in which it stands there; at least one is an error.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Problems(Vec<Diagnostic>);

impl Problems {
    /// These findings, ordered by place.
    #[must_use]
    pub fn new(mut findings: Vec<Diagnostic>) -> Problems {
        findings.sort_by(|a, b| a.place.cmp(&b.place));
        findings.dedup();
        Problems(findings)
    }

    /// The findings.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity == Severity::Error)
    }
}

impl IntoIterator for Problems {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl From<Diagnostic> for Problems {
    fn from(one: Diagnostic) -> Problems {
        Problems(vec![one])
    }
}

/// One line a finding.
impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, one) in self.0.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{one}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
