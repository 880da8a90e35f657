//! Decide awards and eligibility from weighted criteria and evidence: exactly, explainably, fast.
#![forbid(unsafe_code)]
#![warn(missing_docs, clippy::pedantic)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        clippy::indexing_slicing,
        clippy::float_arithmetic
    )
)]

mod assess;
pub mod assessment;
pub mod check;
pub mod date;
pub mod diagnostic;
pub mod document;
pub mod dossier;
mod evaluate;
pub mod id;
pub mod language;
pub mod number;
pub mod report;
pub mod rule_set;
pub mod shipped;
pub mod suite;
pub mod timeline;

pub use assess::assess;
pub use assessment::Assessment;
pub use check::{Checking, check};
pub use date::{Date, Duration};
pub use diagnostic::{Diagnostic, Problems};
pub use document::{DossierDocument, RuleDocument, SuiteDocument};
pub use dossier::Dossier;
pub use number::Number;
pub use rule_set::RuleSet;
