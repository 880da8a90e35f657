//! Rule tests: cases in YAML beside the rules, run by `predikat test` and by one line in a `cargo test`.
//!
//! A case gives a dossier and expects any part of the [`Assessment`](crate::Assessment), as its JSON form
//! shows it. What `expect` names must be equal, exactly; what it leaves out is free, and a name that no
//! assessment by these rules can have is a failure that names the nearest one.
//!
//! | expected | found | equal when |
//! |---|---|---|
//! | mapping | mapping | every key that is named is equal |
//! | list of mappings that all have `id` | list | each is equal to the one of its id; others may be left out |
//! | list | list | of one length, and equal item by item |
//! | scalar | scalar | the same text, or the same number: `72.8` and `"72.80"` |
//! | scalar | `{low, high}` | both ends are that number |
//! | nothing (`null`) | absent, or null | always |
//!
//! A case may expect `diagnostics`, the codes of the findings of `check` and `bind` in their order. Each row
//! of `with` is a case of its own: its facts and date are laid over those given, what it expects over what the
//! case expects, key by key. A case with rows is run itself only where it expects something.
#[cfg(feature = "yaml")]
mod assertion;
mod check;
pub mod coverage;
mod examine;
mod expect;
mod form;
pub mod mutants;
mod plan;
mod report;
mod run;
pub mod suggest;
mod surroundings;
mod tested;
#[cfg(all(test, feature = "yaml"))]
mod tests;

#[cfg(feature = "yaml")]
pub use assertion::assert_passes;
pub use check::check;
pub use report::{CaseOutcome, CaseReport, Counts, Difference, DifferenceKind, FORMAT, SuiteReport};
pub use run::run;

pub use surroundings::{Surroundings, Texts, ambiguous};
pub use tested::{Fate, Tested};
