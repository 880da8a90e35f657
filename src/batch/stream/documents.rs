//! Rows of the second table, as the documents that they are.

use std::borrow::Cow;

use super::decide::is_truth;
use super::records::cells;
use crate::Date;
use crate::document::{Evidence, Text};
use crate::dossier::sources::part::Heading;

/// Where the columns of a document stand.
pub(super) struct DocumentColumns {
    id: Option<usize>,
    evidence_type: Option<usize>,
    title: Option<usize>,
    issued: Option<usize>,
    expires: Option<usize>,
    supports: Option<usize>,
    reference: Option<usize>,
    sha256: Option<usize>,
}

impl DocumentColumns {
    pub(super) fn new(heading: &Heading) -> DocumentColumns {
        let column = |wanted: &str| heading.names().position(|name| name == wanted);
        DocumentColumns {
            id: column("id"),
            evidence_type: column("type"),
            title: column("title"),
            issued: column("issued"),
            expires: column("expires"),
            supports: column("supports"),
            reference: column("ref"),
            sha256: column("sha256"),
        }
    }

    /// The document of a row; `None` where something asks for a closer look.
    pub(super) fn read(&self, heading: &Heading, row: &str) -> Option<Evidence> {
        let mut of: Vec<Cow<'_, str>> = Vec::with_capacity(9);
        cells(row, heading.separator(), &mut of);
        if of.iter().any(|cell| is_truth(cell.trim())) {
            return None;
        }
        let cell = |column: Option<usize>| Some(of.get(column?)?.trim()).filter(|text| !text.is_empty());
        let date = |column| cell(column).map(str::parse::<Date>).transpose().ok();
        let text = |column| cell(column).map(str::to_owned);
        let paths = |text: &str| -> Vec<String> {
            let paths = text.split(|c: char| c.is_whitespace() || c == ';').filter(|path| !path.is_empty());
            paths.map(str::to_owned).collect()
        };
        Some(Evidence {
            id: text(self.id)?,
            evidence_type: text(self.evidence_type)?,
            title: cell(self.title).map(Text::from),
            issued: date(self.issued)?,
            expires: date(self.expires)?,
            supports: cell(self.supports).map(paths).unwrap_or_default(),
            reference: text(self.reference),
            sha256: text(self.sha256),
        })
    }
}
