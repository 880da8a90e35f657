//! Units from any number of texts: each stands there once, or its parts are laid together.

use std::sync::Arc;

use indexmap::IndexMap;

use super::{Unit, documents, json};
use crate::diagnostic::{Code, Diagnostic, Place, Pointer, SourceText, Span};
use crate::document::{DossierDocument, Limits};
use crate::id::is_blank;

/// Units from any number of texts. A unit that stands there twice is refused, both places told; or, where that is
/// asked for, its parts are laid together.
///
/// ```
/// use predikat::dossier::sources::Population;
/// let (a, b) = (r#"{"unit": "acme", "facts": {"mfa": "pass"}}"#, r#"{"unit": "acme", "facts": {"log": "pass"}}"#);
/// let both = |join| {
///     let mut population = Population::new().join(join);
///     population.json("a.json", a);
///     population.json("b.json", b);
///     population.units()
/// };
/// let units = both(false);
/// let told = units[1].as_ref().unwrap_err().iter().next().unwrap();
/// assert_eq!(told.message, "another dossier is about the unit `acme`");
/// assert_eq!((told.place.to_string(), told.related[0].0.to_string()), ("b.json:1:10".into(), "a.json:1:10".into()));
///
/// let units = both(true);
/// assert_eq!(units.len(), 1);
/// assert_eq!(units[0].as_ref().unwrap().facts.len(), 2);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Population {
    join: bool,
    units: Vec<Unit>,
}

impl Population {
    /// Nobody yet; a unit that stands twice is refused.
    #[must_use]
    pub fn new() -> Population {
        Population::default()
    }

    /// Whether the documents of one unit are laid together, as [`DossierDocument::joined`] does.
    #[must_use]
    pub fn join(mut self, join: bool) -> Population {
        self.join = join;
        self
    }

    /// Adds a unit's document, or what kept it from being read.
    pub fn add(&mut self, unit: Unit) {
        self.units.push(unit);
    }

    /// Adds the units of a JSON text: see [`sources::json`](super::json()).
    pub fn json(&mut self, name: &str, text: &str) {
        self.units.extend(json::read(name, text, &Limits::default()));
    }

    /// Adds the units of a JSON Lines text: see [`sources::json_lines`](super::json_lines()).
    pub fn json_lines(&mut self, name: &str, text: &str) {
        self.units.extend(json::read_lines(name, text, &Limits::default()));
    }

    /// Adds the units of a CSV text: see [`sources::csv`](super::csv()).
    pub fn csv(&mut self, name: &str, text: &str, evidence: Option<(&str, &str)>) {
        self.units.extend(documents::read(name, text, evidence, &Limits::default()));
    }

    /// How many documents were added, with those that could not be read.
    #[must_use]
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether none was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// The units in the order in which they were added; one whose parts are laid together stands where its first part
    /// does.
    #[must_use]
    pub fn units(self) -> Vec<Unit> {
        if self.join { joined(self.units) } else { distinct(self.units) }
    }
}

/// The units, each but the first of a name refused. What has no name is told elsewhere.
fn distinct(units: Vec<Unit>) -> Vec<Unit> {
    let mut first: IndexMap<String, Place> = IndexMap::new();
    let mut kept = Vec::with_capacity(units.len());
    for unit in units {
        kept.push(unit.and_then(|document| {
            if is_blank(&document.unit) {
                return Ok(document);
            }
            let here = place_of_unit(&document);
            match first.get(&document.unit) {
                Some(there) => Err(again(&document.unit, here, there.clone()).into()),
                None => {
                    first.insert(document.unit.clone(), here);
                    Ok(document)
                }
            }
        }));
    }
    kept
}

/// The units, the documents of one name laid together.
fn joined(units: Vec<Unit>) -> Vec<Unit> {
    let mut groups: IndexMap<(String, Option<usize>), Vec<Unit>> = IndexMap::new();
    for (position, unit) in units.into_iter().enumerate() {
        let key = match &unit {
            Ok(document) if !is_blank(&document.unit) => (document.unit.clone(), None),
            _ => (String::new(), Some(position)),
        };
        groups.entry(key).or_default().push(unit);
    }
    let whole = |mut parts: Vec<Unit>| match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => DossierDocument::joined(parts.into_iter().chain(last).collect::<Result<Vec<_>, _>>()?),
    };
    groups.into_values().map(whole).collect()
}

/// Where a document names its unit.
pub(in crate::dossier) fn place_of_unit(document: &DossierDocument) -> Place {
    document.origin.place(&Pointer::root().key("unit"))
}

/// Where a text names a unit of which there is no document.
pub(crate) fn place_of_name(source: Arc<SourceText>, at: Span) -> Place {
    Place { at: Some((source, at)), pointer: Pointer::root().key("unit") }
}

/// Another document of a unit that was read before.
pub(crate) fn again(unit: &str, here: Place, first: Place) -> Diagnostic {
    let message = format!("another dossier is about the unit `{}`", unit.escape_debug());
    Diagnostic::new(Code::DuplicateId, here, message)
        .related(first, "the first is here")
        .help("keep one of them; where all units are read at once, the parts of one can be joined (`--join`)")
}
