//! Units one by one from a text of any length, each let go before the next is read.
//!
//! What comes out is what [`sources`](super) gives of the whole text: the same documents, and the same problems at the
//! same lines and columns. Whether a unit came before, in this text or in another, is for [`Once`] to tell.
//!
//! | reader | holds |
//! |---|---|
//! | [`json_lines`] | one line |
//! | [`json`] | one item of the list |
//! | [`csv()`], wide | one row; with documents, the names of the units so far, to tell documents of nobody |
//! | [`csv()`], long | the text, for the answers of a unit may stand anywhere in it |
//! | [`Once`] | the names of the units so far, some fifty bytes each |
//! | [`Documents`] | the text, for the documents of a unit may stand anywhere in it |
//!
//! A line, item or document is no longer than [`Limits::bytes`](crate::document::Limits), a row of a table no longer
//! than a mebibyte, and what is held as text no longer than 256 mebibytes; what is longer is refused with the limit,
//! and an endless text ends so.

mod documents;
mod error;
mod held;
mod json;
mod lines;
mod once;
pub(crate) mod records;
pub(crate) mod seen;
pub(crate) mod text;
mod units;

pub use documents::Documents;
pub use error::StreamError;
pub use json::{Json, json};
pub use lines::{JsonLines, json_lines};
pub use once::Once;
pub use units::{CsvUnits, csv};
