//! Many units from one text: JSON, JSON Lines, and CSV in two shapes.
//!
//! [`Binder`](super::Binder) reads the same texts straight to dossiers, which is much faster where no document is
//! wanted.
//!
//! Nothing here opens a file: texts go in, and for each unit comes out its document, or what kept it from being
//! read. A unit stands there once: another document of it is refused, unless its parts are laid together
//! ([`Population`], which also takes several texts). One bad unit does not stop the others. What is wrong with an answer is told when the document is
//! bound, with the line and column of the cell or value in the file.
//!
//! | text | holds |
//! |---|---|
//! | [`json`] | one dossier, or a list of them |
//! | [`json_lines`] | one dossier a line |
//! | [`csv()`], wide | one unit a row: the columns `unit`, perhaps `as_of` and `title`, and one a fact |
//! | [`csv()`], long | one answer a row: the columns `unit`, `path` and `value` |
//! | the second text of [`csv()`] | one document a row: `unit`, `id`, `type`, and perhaps `title`, `issued`, `expires`, `supports` (paths, separated by blanks or `;`), `ref`, `sha256` |
//!
//! Cells are separated by commas, or by semicolons or tabs where the first line has no comma. An empty cell
//! is not answered. CSV has no types: a cell means what the fact's type makes of it.

pub(super) mod cells;
pub(super) mod documents;
mod evidence;
pub(super) mod json;
pub(crate) mod part;
pub(super) mod population;
pub(super) mod position;

use crate::Problems;
use crate::document::DossierDocument;
pub use population::Population;

/// A unit's document, or what kept it from being read.
pub type Unit = Result<DossierDocument, Problems>;

/// The units of a JSON text that goes by `name` in messages: one dossier, or a list of them.
///
/// Each must keep within the default [`Limits`](crate::document::Limits). What follows a mistake of syntax is not read.
///
/// ```
/// use predikat::dossier::sources;
/// let units = sources::json("units.json", r#"[{"unit": "a", "facts": {"staff": 3}}, {"unit": "b"}]"#);
/// assert_eq!(units[1].as_ref().unwrap().unit, "b");
/// ```
#[must_use]
pub fn json(name: &str, text: &str) -> Vec<Unit> {
    units_of(|population| population.json(name, text))
}

/// The units of a JSON Lines text: one dossier a line; blank lines are passed over.
///
/// ```
/// use predikat::dossier::sources;
/// let units = sources::json_lines("units.jsonl", "{\"unit\": \"a\"}\n{\"unit\": \n{\"unit\": \"c\"}\n");
/// assert!(units[0].is_ok() && units[2].is_ok());
/// let problems = units[1].as_ref().unwrap_err();
/// assert_eq!(problems.to_string().split(';').next(), Some(
///     "units.jsonl:2:10: error[json-syntax]: the text ends where a value belongs"
/// ));
/// ```
#[must_use]
pub fn json_lines(name: &str, text: &str) -> Vec<Unit> {
    units_of(|population| population.json_lines(name, text))
}

/// The units of a CSV text, in the order in which they first appear.
///
/// The text is long when its columns are `unit`, `path` and `value`, in any order, and wide otherwise.
/// `evidence` is the name and text of a second file, with the documents of these units.
///
/// ```
/// use predikat::dossier::sources;
/// let wide = sources::csv("units.csv", "unit,as_of,staff\na,2022-05-31,3\nb,2022-05-31,\n", None);
/// let long = sources::csv("facts.csv", "unit,path,value\na,staff,3\n", None);
/// assert_eq!(wide[0].as_ref().unwrap().facts, long[0].as_ref().unwrap().facts);
/// assert!(wide[1].as_ref().unwrap().facts.is_empty());
/// ```
#[must_use]
pub fn csv(name: &str, text: &str, evidence: Option<(&str, &str)>) -> Vec<Unit> {
    units_of(|population| population.csv(name, text, evidence))
}

/// The units of one text.
fn units_of(read: impl FnOnce(&mut Population)) -> Vec<Unit> {
    let mut population = Population::new();
    read(&mut population);
    population.units()
}
