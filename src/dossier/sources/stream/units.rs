//! The units of a table.

use std::collections::HashSet;
use std::fmt;
use std::io::BufRead;

use super::documents::Documents;
use super::error::StreamError;
use super::held::Held;
use super::text::Text;
use crate::dossier::sources::part::{self, Heading, Stretch};
use crate::{DossierDocument, Problems, RuleSet};

/// The units of a CSV text, one by one.
pub struct CsvUnits<'d, R> {
    heading: Heading,
    rows: Rows<R>,
    documents: Option<&'d Documents>,
    /// The units so far, where documents go with them.
    known: HashSet<String>,
    /// What is told behind the last unit.
    astray: Option<std::vec::IntoIter<Problems>>,
}

enum Rows<R> {
    /// One unit a row.
    Wide(Text<R>),
    /// One answer a row: how many units were told, and how many rows without one.
    Long(Held, usize, usize),
}

/// The units of a CSV text that goes by `name` in messages, as [`sources::csv`](crate::dossier::sources::csv()) reads
/// it, with their documents.
///
/// ```
/// use predikat::dossier::sources::stream;
/// let documents = stream::Documents::read("d.csv", "unit,id,type,supports\nb,p,photo,green\n".as_bytes())?;
/// let text = "unit,as_of,staff\na,2022-05-31,3\nb,2022-05-31,4\n";
/// let units: Vec<_> = stream::csv("units.csv", text.as_bytes(), Some(&documents))?.collect();
/// assert_eq!(units[1].as_ref().unwrap().evidence[0].id, "p");
/// # Ok::<(), stream::StreamError>(())
/// ```
///
/// # Errors
/// A text that cannot be read, a heading without `unit` or with two columns of one name, and a long table that is too
/// large to be held.
pub fn csv<'d, R: BufRead>(
    name: &str,
    text: R,
    documents: Option<&'d Documents>,
) -> Result<CsvUnits<'d, R>, StreamError> {
    let text = Text::open(name, text, part::check_units)?;
    let (heading, rows) = if part::is_long(&text.heading) {
        let (heading, held) = Held::read(text)?;
        (heading, Rows::Long(held, 0, 0))
    } else {
        (text.heading.clone(), Rows::Wide(text))
    };
    Ok(CsvUnits { heading, rows, documents, known: HashSet::new(), astray: None })
}

impl<R: BufRead> CsvUnits<'_, R> {
    /// Refuses columns that no fact of `rules` has, or whose fact is not answered, at their places; whether there are
    /// answers in them or not.
    ///
    /// # Errors
    /// `unknown-fact` and `not-answerable`.
    pub fn check_columns(&self, rules: &RuleSet) -> Result<(), Problems> {
        part::check_facts(&self.heading, rules)
    }

    /// The unit of the next row, or of the next rows.
    fn unit(&mut self) -> Result<Option<DossierDocument>, StreamError> {
        let read = |rows: &[Stretch<'_>], documents: Option<(&Documents, Vec<Stretch<'_>>)>| {
            let documents = documents.as_ref().map(|(table, rows)| (&table.heading, rows.as_slice()));
            part::unit(&self.heading, rows, documents).map(Some).map_err(StreamError::from)
        };
        match &mut self.rows {
            Rows::Wide(text) => {
                let Some(row) = text.next()? else { return Ok(None) };
                let row = row?;
                // They are the first row's, where a unit has several.
                let documents = self.documents.filter(|_| self.known.insert(row.unit.clone()));
                read(&[row.stretch()], with_rows(documents, &row.unit)?)
            }
            Rows::Long(held, units, astray) => {
                if let Some((_, problems)) = held.astray.get(*astray).filter(|(before, _)| before <= units) {
                    *astray += 1;
                    return Err(problems.clone().into());
                }
                let Some((unit, _)) = held.units.get_index(*units) else { return Ok(None) };
                *units += 1;
                read(&held.of(unit)?, with_rows(self.documents, unit)?)
            }
        }
    }

    /// What is wrong with documents that belong to no unit.
    fn of_nobody(&self) -> Vec<Problems> {
        let Some(documents) = self.documents else { return Vec::new() };
        match &self.rows {
            Rows::Wide(_) => documents.astray(|unit| self.known.contains(unit), || self.known.iter()),
            Rows::Long(held, ..) => documents.astray(|unit| held.units.contains_key(unit), || held.units.keys()),
        }
    }
}

/// The documents with the rows of a unit among them.
fn with_rows<'d>(
    documents: Option<&'d Documents>,
    unit: &str,
) -> Result<Option<(&'d Documents, Vec<Stretch<'d>>)>, Problems> {
    documents.map(|documents| Ok((documents, documents.of(unit)?))).transpose()
}

impl<R: BufRead> Iterator for CsvUnits<'_, R> {
    type Item = Result<DossierDocument, StreamError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(astray) = &mut self.astray {
            return astray.next().map(|problems| Err(problems.into()));
        }
        match self.unit() {
            Ok(Some(unit)) => Some(Ok(unit)),
            Ok(None) => {
                self.astray = Some(self.of_nobody().into_iter());
                self.next()
            }
            Err(error) => {
                if matches!(error, StreamError::Read(_)) {
                    self.astray = Some(Vec::new().into_iter());
                }
                Some(Err(error))
            }
        }
    }
}

impl<R> fmt::Debug for CsvUnits<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CsvUnits").finish_non_exhaustive()
    }
}
