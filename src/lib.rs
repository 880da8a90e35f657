#![doc = include_str!("../README.md")]
//!
//! # A guided tour
//!
//! 1. A [`RuleDocument`] is a rule file as written; [`RuleSet::from_yaml`] reads and [`check()`]s one in a step and
//!    gives a [`RuleSet`], or [`Problems`]: every one, with its place, a stable [code](diagnostic::Code) and help.
//!    [`shipped`] has rule sets of real schemes.
//! 2. A [`DossierDocument`] is what is known of one unit. [`RuleSet::bind`] makes a [`Dossier`] of it as of a date
//!    ([`dossier::BindOptions`]), or tells all that does not fit. Any `T: Serialize` binds too: see [`dossier`]. For
//!    many units a [`dossier::Binder`] reads and binds JSON, JSON Lines, CSV or values in one step.
//! 3. [`assess()`] gives the [`Assessment`]: plain data that serialises, with a score that has bounds where facts are
//!    missing, awards with the margin of every requirement, and a reason for each point.
//!    Where speed matters, [`score`] answers the same at a fraction of the cost, its reasons on asking, and [`batch`]
//!    decides many units by column.
//! 4. [`timeline`] tells on which dates that changes, [`attribution`] where the points went, [`sensitivity`] how firmly
//!    it stands, [`unknowns`] what to find out next; [`report`] draws and explains it.
//! 5. [`plan`](mod@plan) finds the cheapest actions of an [`ActionsDocument`] that make a unit eligible, or tells why there
//!    are none.
//! 6. A [`SuiteDocument`] is a file of cases beside the rules; [`suite`] runs it, in `cargo test` in one line.
//!
//! [`schemes`] tells of the rule sets that ship. [`language`] is the reference of the rule language, and normative. [`architecture`] tells how the crate is laid out,
//! [`speed`] how fast it is.
#![forbid(unsafe_code)]
#![warn(missing_docs, clippy::pedantic)]
// Said otherwise here: what may apply has three independent answers, and what may be absent twice is a table's cell.
#![allow(
    clippy::struct_excessive_bools,
    clippy::option_option,
    clippy::ref_option,
    clippy::similar_names,
    clippy::struct_field_names,
    clippy::needless_for_each,
    clippy::match_same_arms,
    clippy::single_match_else
)]
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

pub mod analysis;
mod assess;
pub mod assessment;
pub mod attribution;
pub mod batch;
pub mod check;
pub mod date;
pub mod diagnostic;
pub mod document;
pub mod dossier;
mod evaluate;
pub mod id;
mod invariant;
pub mod language;
#[cfg(test)]
#[path = "../tests/laws/config.rs"]
mod laws; // the laws of what is private are tried on as many cases as those of `tests/laws`
mod meant;
pub mod number;
mod order;
pub mod plan;
pub mod report;
pub mod rule_set;
pub mod schemes;
pub mod score;
pub mod sensitivity;
mod shapley;
pub mod shipped;
pub mod start;
pub mod suite;
pub mod timeline;
pub mod unknowns;

pub use assess::assess;
pub use assessment::Assessment;
pub use check::{Checking, check};
pub use date::{Date, Duration};
pub use diagnostic::{Diagnostic, Problems};
pub use document::{ActionsDocument, DossierDocument, RuleDocument, SuiteDocument};
pub use dossier::Dossier;
pub use indexmap::IndexMap;
pub use number::Number;
pub use rule_set::RuleSet;

#[doc = include_str!("architecture.md")]
pub mod architecture {}

#[doc = include_str!("speed.md")]
#[doc = include_str!("speed.svg")]
pub mod speed {}
