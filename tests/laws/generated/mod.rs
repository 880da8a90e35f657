//! Random small rule sets with dossiers that fit them: all that the language has.

mod aim;
mod awards;
mod conditions;
mod criteria;
mod dossiers;
mod editions;
mod facts;
mod made;
mod many;
mod options;
mod plain;
mod rules;
mod samples;
mod walk;

pub use criteria::number;
pub use dossiers::raw;
pub use facts::domains;
pub use made::{Made, Units, made, tailored, units};
pub use options::Options;
pub use plain::{by_column, plain};
pub use samples::worth_trying;
pub use walk::{asked_for, at_path, conditions, each, leaves, moves_daily, names, walk};
