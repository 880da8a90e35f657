//! What people write: rule sets, dossiers and suites, as written, right or wrong.
//!
//! Text is read once into a tree that knows where every key and value stood ([`Node`]); one tolerant
//! lowering turns the tree into these types and collects every problem. Any other serde format goes
//! through the same tree, without positions. What a document says is judged by [`mod@crate::check`] and by
//! [`crate::dossier`].

mod actions;
mod award;
mod condition;
mod criterion;
mod dossier;
mod extends;
mod fact;
mod join;
mod limits;
mod literal;
mod lower;
mod node;
mod number;
mod origin;
mod reading;
mod rules;
#[cfg(feature = "schema")]
pub mod schema;
mod serde;
mod suite;
#[cfg(feature = "yaml")]
mod yaml;

pub use actions::{Action, ActionsDocument, Brought, Invoked};
pub use award::{Award, Bar, Conditional, Measure, Requirement};
pub use condition::{Condition, Expectation, Operator};
pub use criterion::{
    Aggregate, Bands, Case, Cases, CountScorer, Criterion, Defaults, Equivalent, EvidenceRule, ExceptionKind, Linear,
    NotApplicable, RatioScorer, Rounding, Step, Total, Unanswered, WaivedAs, WhenEmpty, WhenZero,
};
pub use dossier::{DossierDocument, Evidence, Exception, HeldAward, Obstacle, Round, RoundEvidence};
pub use extends::Resolver;
pub use fact::{AnswerGives, Derive, EvidenceType, Fact, FactKind, Scale, ScaleAnswer};
pub use limits::Limits;
pub use literal::{Literal, Text};
pub(crate) use lower::lower_tree;
pub use node::{Entry, Node, Scalar, Style, Value};
pub(crate) use number::{MOST_UNQUOTED_DIGITS, is_long, number};
pub use origin::Origin;
pub use reading::decode;
pub use rules::{Allow, Effective, ExceptionPolicy, Extends, RuleDocument, Source, Standing};
pub use suite::{SuiteCase, SuiteDocument, Variation};
