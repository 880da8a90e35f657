//! Dossiers from texts and values in one step, many of them and fast.
//!
//! A [`Binder`] is prepared once for a rule set and goes over each unit once, without a tree and without places:
//! answers go straight to where the assessment reads them. A unit that is not plainly right is read again by the
//! positioned reader, which tells what is wrong and where, or finds that it was right after all. So both ways give
//! the same dossier or the same problems; a property test holds them to it.

mod draft;
mod json;
mod lines;
mod names;
mod quick;
mod row;
mod scan;
mod table;
mod usual;
mod value;

use std::collections::HashSet;
use std::fmt;

use serde::Serialize;

use super::sources::cells::Table;
use super::sources::documents::Layout;
use super::sources::{self, json as positioned};
use super::{BindOptions, Dossier, bind};
use crate::document::Limits;
use crate::{DossierDocument, Problems, RuleSet};
use lines::Lines;
use quick::Quick;
use scan::Scan;
use table::Wide;

/// Reads and binds units to one rule set, under the same options each.
///
/// It reads what [`sources`] reads and [`RuleSet::bind`] binds, with the same outcome; a unit that has answers
/// and awards alone takes little longer than parsing its text. What is rare (rounds) or told (mistakes, warnings)
/// takes the time of the positioned reader. A unit that stands twice in one text is refused the second time. A binder can
/// be shared between threads.
///
/// ```
/// use predikat::RuleSet;
/// use predikat::dossier::{BindOptions, Binder};
/// let rules = RuleSet::from_yaml("team.yaml", "
/// ruleset: team
/// edition: 1.0.0
/// facts: {staff: {type: integer, min: 0}, share: {type: decimal, min: 0, max: 1}}
/// criteria: [{id: enough, met_when: {staff: {at_least: 3}, share: {at_least: 0.67}}}]
/// ")?;
/// let options = BindOptions::new().as_of("2022-05-31".parse()?);
/// let binder = Binder::new(&rules, &options);
///
/// let dossier = binder.json("a.json", r#"{"unit": "a", "facts": {"staff": 3, "share": 0.67}}"#)?;
/// let enough = &predikat::assess(&dossier).criteria["enough"];
/// assert_eq!(enough.low.to_string(), "1");
///
/// // What is wrong stands where it was written.
/// let problems = binder.json("b.json", "{\"unit\": \"b\",\n \"facts\": {\"staff\": -1}}").unwrap_err();
/// assert!(problems.to_string().starts_with("b.json:2:21: error[out-of-range]"), "{problems}");
///
/// // One bad row does not stop the others.
/// let bound: Vec<_> = binder.csv("units.csv", "unit,staff,share\na,3,2/3\nb,many,\nc,4,1\n", None).collect();
/// assert!(bound[0].is_ok() && bound[1].is_err() && bound[2].is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Binder<'a> {
    rules: RuleSet,
    options: BindOptions<'a>,
    /// `None` where every unit must go by way of the positioned reader.
    quick: Option<Quick<'a>>,
}

/// The units of a text one by one, each bound or refused by itself.
pub struct Units<'b>(Way<'b>);

enum Way<'b> {
    Lines(Lines<'b>),
    Wide(Box<Wide<'b>>),
    Ready(std::vec::IntoIter<Result<Dossier, Problems>>),
}

impl fmt::Debug for Units<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Units").finish_non_exhaustive()
    }
}

impl Iterator for Units<'_> {
    type Item = Result<Dossier, Problems>;

    fn next(&mut self) -> Option<Result<Dossier, Problems>> {
        match &mut self.0 {
            Way::Lines(lines) => lines.next(),
            Way::Wide(wide) => wide.next(),
            Way::Ready(units) => units.next(),
        }
    }
}

impl<'a> Binder<'a> {
    /// Prepares for `rules` what every unit needs.
    #[must_use]
    pub fn new(rules: &RuleSet, options: &BindOptions<'a>) -> Binder<'a> {
        Binder { rules: rules.clone(), options: options.clone(), quick: Quick::new(rules, options) }
    }

    /// The rules it binds to.
    #[must_use]
    pub fn rule_set(&self) -> &RuleSet {
        &self.rules
    }

    /// The unit of a JSON text that goes by `name` in messages: one dossier.
    ///
    /// # Errors
    /// What is wrong with the text, and all that [`RuleSet::bind`] refuses.
    pub fn json(&self, name: &str, text: &str) -> Result<Dossier, Problems> {
        let quickly = |quick: &Quick<'_>| {
            let mut scan = Scan::new(text, json::beginning(text));
            json::read(quick, &mut scan).filter(|_| scan.is_done())
        };
        match self.quick.as_ref().and_then(quickly) {
            Some(dossier) => Ok(dossier),
            None => self.bind(positioned::read_one(name, text, &Limits::default())),
        }
    }

    /// The units of a JSON text: one dossier or a list of them, as [`sources::json`] reads it.
    #[must_use]
    pub fn json_list<'b>(&'b self, name: &str, text: &str) -> Units<'b> {
        let quickly = self.quick.as_ref().map(|quick| json::read_list(quick, text));
        Units::ready(match quickly {
            Some((bound, true)) if all_once(&bound) => bound.into_iter().flatten().map(Ok).collect(),
            quickly => self.bind_others(quickly.map(|(bound, _)| bound).unwrap_or_default(), sources::json(name, text)),
        })
    }

    /// The units of a JSON Lines text: one dossier a line, as [`sources::json_lines`] reads it.
    #[must_use]
    pub fn json_lines<'b>(&'b self, name: &str, text: &'b str) -> Units<'b> {
        Units(Way::Lines(Lines::new(self, name, text)))
    }

    /// The units of a CSV text, wide or long, with the documents of another, as [`sources::csv()`] reads it.
    ///
    /// The rows of a wide table are read one by one. A table with a second one of documents is read by the
    /// positioned reader.
    #[must_use]
    pub fn csv<'b>(&'b self, name: &str, text: &'b str, evidence: Option<(&str, &str)>) -> Units<'b> {
        let with_places = |bound| Units::ready(self.bind_others(bound, sources::csv(name, text, evidence)));
        if evidence.is_some() {
            return with_places(Vec::new());
        }
        let header = Table::header(name, text).and_then(|(table, at)| Ok((Layout::of(&table)?, table, at)));
        let (layout, table, at) = match header {
            Ok(header) => header,
            Err(problems) => return Units::ready(vec![Err(problems)]),
        };
        if layout.long.is_none() {
            return Units(Way::Wide(Box::new(Wide::new(self, table, &layout, text, at))));
        }
        let long = |quick| table::long(quick, &table, &layout, text, at.byte());
        match self.quick.as_ref().and_then(long) {
            Some(bound) if bound.iter().all(Option::is_some) => {
                Units::ready(bound.into_iter().flatten().map(Ok).collect())
            }
            bound => with_places(bound.unwrap_or_default()),
        }
    }

    /// Facts that are a Rust value, with `rest` for all else, as [`RuleSet::bind_value`] binds them.
    ///
    /// ```
    /// use predikat::dossier::{BindOptions, Binder};
    /// use predikat::{DossierDocument, RuleSet};
    /// # let rules = RuleSet::from_yaml("team.yaml", "
    /// # ruleset: team
    /// # edition: 1.0.0
    /// # facts: {staff: {type: integer, min: 0}}
    /// # criteria: [{id: enough, met_when: {staff: {at_least: 3}}}]
    /// # ")?;
    /// #[derive(serde::Serialize)]
    /// struct Facts { staff: u32 }
    ///
    /// let options = BindOptions::new().as_of("2022-05-31".parse()?);
    /// let binder = Binder::new(&rules, &options);
    /// let rest = DossierDocument { unit: "rutan-a".into(), ..Default::default() };
    /// assert_eq!(binder.value(&Facts { staff: 4 }, &rest)?.unit(), "rutan-a");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`RuleSet::bind_value`].
    pub fn value<T: Serialize + ?Sized>(&self, facts: &T, rest: &DossierDocument) -> Result<Dossier, Problems> {
        match self.quick.as_ref().and_then(|quick| value::read(quick, facts, rest)) {
            Some(dossier) => Ok(dossier),
            None => self.rules.bind_value(facts, rest, &self.options),
        }
    }

    fn bind(&self, document: sources::Unit) -> Result<Dossier, Problems> {
        bind::bind(&self.rules, &document?, None, &self.options)
    }

    /// What is bound already, and each of `documents` in the place of one that is not.
    fn bind_others(
        &self,
        bound: Vec<Option<Dossier>>,
        documents: Vec<sources::Unit>,
    ) -> Vec<Result<Dossier, Problems>> {
        let bound = bound.into_iter().chain(std::iter::repeat_with(|| None));
        documents
            .into_iter()
            .zip(bound)
            .map(|(document, bound)| document.and_then(|document| bound.map_or_else(|| self.bind(Ok(document)), Ok)))
            .collect()
    }
}

/// Whether all of these are bound, each another unit.
fn all_once(bound: &[Option<Dossier>]) -> bool {
    let mut seen = HashSet::new();
    bound.iter().all(|dossier| dossier.as_ref().is_some_and(|dossier| seen.insert(&dossier.unit)))
}

impl Units<'_> {
    fn ready(units: Vec<Result<Dossier, Problems>>) -> Self {
        Units(Way::Ready(units.into_iter()))
    }
}
