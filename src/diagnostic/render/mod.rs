//! Drawing findings: one renderer a format, each a pure function from findings to text.
//!
//! | format | for | |
//! |---|---|---|
//! | [`human`] | a terminal | excerpt, caret, help, other places |
//! | [`json`] | programs | stable, versioned |
//! | [`github`] | annotations on GitHub | one workflow command a finding |
//! | [`sarif`] | code scanning | SARIF 2.1.0 |
//! | [`junit`] | build servers | one suite a file; feature `cli` |
//!
//! Nothing here knows of a terminal: width and colour are given.
//!
//! ```
//! use predikat::diagnostic::{Code, Diagnostic, Place, render};
//! let finding = Diagnostic::new(Code::MissingKey, Place::default(), "`edition` is missing");
//! assert_eq!(render::github([&finding]), "::error title=missing-key::`edition` is missing%0Aat (document)\n");
//! ```

mod excerpt;
mod github;
mod human;
mod json;
#[cfg(feature = "cli")]
mod junit;
mod sarif;
mod visible;

use super::{Diagnostic, Severity, grouped};

pub use github::github;
pub use human::{Drawing, human, one};
pub use json::{FORMAT, json};
#[cfg(feature = "cli")]
pub use junit::junit;
pub use sarif::sarif;
pub use visible::visible;

/// How many findings there are, told one by one or counted, in words: `2 errors, 1 warning`; `no findings` when there are none.
///
/// ```
/// use predikat::diagnostic::{Code, Diagnostic, Place, render};
/// let finding = Diagnostic::new(Code::MissingKey, Place::default(), "`edition` is missing");
/// assert_eq!(render::summary([&finding, &finding]), "2 errors");
/// assert_eq!(render::summary([]), "no findings");
/// ```
#[must_use]
pub fn summary<'a>(findings: impl IntoIterator<Item = &'a Diagnostic>) -> String {
    let (mut errors, mut warnings) = (0usize, 0usize);
    for finding in findings {
        let count = match finding.severity {
            Severity::Error => &mut errors,
            Severity::Warning => &mut warnings,
        };
        *count = count.saturating_add(finding.more).saturating_add(1);
    }
    let count =
        |n: usize, word: &str| (n > 0).then(|| format!("{} {word}{}", grouped(n), if n == 1 { "" } else { "s" }));
    let counts: Vec<_> = [count(errors, "error"), count(warnings, "warning")].into_iter().flatten().collect();
    if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") }
}

/// Indented JSON with a line break at its end.
fn pretty(value: &impl serde::Serialize) -> String {
    // What is written here has only texts for keys, and nothing in it can fail.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
