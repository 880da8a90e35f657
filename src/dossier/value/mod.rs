//! Dossiers from Rust values.
//!
//! [`RuleSet::bind_value`] takes the facts from any `T: Serialize`: each field is a fact by its name, and the
//! fields of a struct within it are facts by their path. What feeds which type of fact:
//!
//! | in Rust (as serde sees it) | feeds |
//! |---|---|
//! | `bool` | `boolean` |
//! | `i8` to `i128`, `u8` to `u128` | `integer`, `decimal` |
//! | [`Number`](crate::Number), a string of digits (`"0.67"`) or of a fraction (`"2/3"`) | `decimal`; `integer` where it has no point |
//! | `f32`, `f64` of at most 15 significant digits, as its shortest text (`0.67` is 67/100) | `decimal` |
//! | a unit variant, such as `Opinion::Wtp` under its serde name | `choice` |
//! | a string, a `char` | `text`, `choice` |
//! | a string of a date (`"2022-05-31"`), as [`Date`](crate::Date) and the date types of `jiff`, `chrono` and `time` write it | `date` |
//! | `Some(x)`, a newtype of `x` | what `x` feeds |
//! | `None`, `()`, a unit struct | nothing: the fact is not answered |
//! | a struct, a map with keys of text | facts by their path: `team: Team {chosen}` is `team.chosen` |
//! | a list, a tuple, bytes, a float that is not finite or has more digits | nothing: refused |
//!
//! Rust says `snake_case` and facts do too; another spelling is serde's `rename`. No number passes through a
//! float unless it is one. With the feature `schema`,
//! `RuleSet::check_fact_type` tells beforehand whether a type fits.

pub(super) mod tree;

use serde::Serialize;

use super::{BindOptions, Dossier, bind};
use crate::diagnostic::Pointer;
use crate::document::{DossierDocument, Entry, Limits, Node, Style, Value, lower_tree};
use crate::{Problems, RuleSet};

impl RuleSet {
    /// Binds facts that are a Rust value; all else (the unit, the as-of date, evidence, rounds) is that of `rest`.
    ///
    /// What `facts` answers replaces what `rest` answers. The [table](crate::dossier::value) tells
    /// what feeds which fact.
    ///
    /// # Errors
    /// As [`RuleSet::bind`]; the place of what is wrong in the value is a JSON pointer, as if the value stood
    /// under `facts` in a dossier: `/facts/team/chosen`.
    ///
    /// ```
    /// # #[cfg(feature = "yaml")] {
    /// use predikat::dossier::BindOptions;
    /// use predikat::{DossierDocument, RuleDocument, RuleSet};
    ///
    /// let rules = RuleSet::from_document(&RuleDocument::from_yaml("rules", "
    /// ruleset: team
    /// edition: 1.0.0
    /// facts: {staff: {type: integer, min: 0}}
    /// criteria: [{id: enough, met_when: {staff: {at_least: 3}}}]
    /// ")?)?;
    ///
    /// #[derive(serde::Serialize)]
    /// struct Facts { staff: Option<u32> }
    ///
    /// let rest = DossierDocument { unit: "rutan-a".into(), as_of: "2022-05-31".parse().ok(), ..Default::default() };
    /// let dossier = rules.bind_value(&Facts { staff: Some(4) }, &rest, &BindOptions::new())?;
    /// assert_eq!(dossier.unit(), "rutan-a");
    /// # }
    /// # Ok::<(), predikat::Problems>(())
    /// ```
    pub fn bind_value<T: Serialize + ?Sized>(
        &self,
        facts: &T,
        rest: &DossierDocument,
        options: &BindOptions,
    ) -> Result<Dossier, Problems> {
        let limits = rest.origin.limits();
        let (node, problems) = tree::of(facts, Pointer::root().key("facts"), limits);
        let entry = |key: &str, value| Entry { key: key.to_owned(), key_at: None, value };
        // Whose they are stands in the rest.
        let unit = Node::scalar("value", Style::Quoted);
        let tree = Node::new(Value::Map(vec![entry("unit", unit), entry("facts", node)]));
        let facts: DossierDocument = lower_tree(Vec::new(), tree, problems, limits);
        bind::bind(self, rest, Some(&facts), options)
    }
}

impl DossierDocument {
    /// The document that a Rust value is, of the shape of a dossier: with `unit`, `as_of`, `facts`, `evidence`...
    ///
    /// What is wrong with its shape is kept in its [`origin`](crate::document::Origin::problems), with JSON
    /// pointers, and told when the document is bound.
    #[must_use]
    pub fn from_value<T: Serialize + ?Sized>(value: &T) -> DossierDocument {
        let limits = Limits::default();
        let (tree, problems) = tree::of(value, Pointer::root(), &limits);
        lower_tree(Vec::new(), tree, problems, &limits)
    }
}
