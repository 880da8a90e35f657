//! Units that are read one by one, each once.

use super::seen::Seen;
use crate::dossier::sources::population::{again, place_of_unit};
use crate::id::is_blank;
use crate::{DossierDocument, Problems};

/// The units that were read, by their names and places alone.
///
/// ```
/// use predikat::dossier::sources::stream;
/// let text = "unit,as_of,staff\na,2022-05-31,3\nb,2022-05-31,4\na,2022-05-31,5\n";
/// let mut once = stream::Once::default();
/// let units: Vec<_> =
///     stream::csv("units.csv", text.as_bytes(), None)?.map(|unit| Ok(once.admit(unit?)?)).collect();
/// assert!(units[0].is_ok() && units[1].is_ok());
/// let told: &stream::StreamError = units[2].as_ref().unwrap_err();
/// assert!(told.to_string().starts_with("units.csv:4:1: error[duplicate-id]: another dossier is about the unit `a`"));
/// # Ok::<(), stream::StreamError>(())
/// ```
#[derive(Debug, Default)]
pub struct Once(Seen);

impl Once {
    /// The document again, where its unit was not read before.
    ///
    /// # Errors
    /// `duplicate-id`, with both places.
    pub fn admit(&mut self, document: DossierDocument) -> Result<DossierDocument, Problems> {
        // What has no name is told when it is bound.
        if is_blank(&document.unit) {
            return Ok(document);
        }
        let here = place_of_unit(&document);
        let at = here.line_column().unwrap_or_default();
        match self.0.note(here.file().unwrap_or_default(), &document.unit, at) {
            None => Ok(document),
            Some(first) => Err(again(&document.unit, here, first).into()),
        }
    }
}
