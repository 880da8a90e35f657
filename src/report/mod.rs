//! Assessments for people and spreadsheets, and why they came out as they did.
//!
//! Each report is a pure function that gives a text or plain data. Nothing here knows of a terminal: width,
//! colour and language are given with a [`Page`]. Sentences stand in one message catalogue, complete in every
//! [`Language`]; titles are the rule set's own, in that language where it has them.
//!
//! | | |
//! |---|---|
//! | [`text()`], [`text_with_reasons`] | one assessment |
//! | [`units`], [`Overview`] | many: one line each |
//! | [`csv()`], [`Rows`] | many: one row each, exact |
//! | [`explain`], [`explain_one`] | why, as a tree of reasons; [`draw`] writes it |
//! | [`attribution`], [`change`], [`sensitivity`], [`unknowns`], [`timeline`] | what follows from an assessment, as explanations |
//! | [`planning`] | the way to an award, or why there is none |
//! | [`Figures`] | how numbers are rounded for people without contradicting a decision |
//!
//! The JSON of an assessment is its serde form: see [`crate::assessment`].

mod csv;
mod display;
mod explain;
mod language;
mod layout;
mod mark;
mod message;
mod names;
mod nearest;
mod page;
mod plan;
mod style;
mod text;
mod way;

pub use csv::{COLUMNS, Rows, csv};
pub use display::Figures;
pub use explain::{Explanation, UnknownPath, draw, explain, explain_one};
pub use language::{Language, UnknownLanguage};
pub use mark::Mark;
pub use message::{Comparison, Label, Message, Reading, Scored, Signed, Words};
pub use nearest::{Nearest, nearest};
pub use page::Page;
pub use plan::planning;
pub use text::{Overview, text, text_with_reasons, units};
pub use way::{attribution, change, sensitivity, timeline, unknowns};

use style::Style;
