//! Dossiers from JSON Lines text.

use std::sync::Arc;

use super::scan::Scan;
use super::{Binder, json};
use crate::Problems;
use crate::diagnostic::SourceText;
use crate::document::Limits;
use crate::dossier::Dossier;
use crate::dossier::sources::json as positioned;

/// The lines that are left.
pub(super) struct Lines<'b> {
    binder: &'b Binder<'b>,
    source: Arc<SourceText>,
    text: &'b str,
    /// Where the next line begins, and its number.
    at: usize,
    line: u32,
}

impl<'b> Lines<'b> {
    pub(super) fn new(binder: &'b Binder<'b>, name: &str, text: &'b str) -> Lines<'b> {
        let source = Arc::new(SourceText { name: name.to_owned(), text: text.to_owned() });
        Lines { binder, source, text, at: json::beginning(text), line: 1 }
    }
}

impl Iterator for Lines<'_> {
    type Item = Result<Dossier, Problems>;

    fn next(&mut self) -> Option<Result<Dossier, Problems>> {
        loop {
            let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
            let (start, number) = (self.at, self.line);
            let line = rest.split('\n').next().unwrap_or(rest);
            self.at += line.len() + 1;
            self.line = self.line.saturating_add(1);
            let mut scan = Scan::new(line, 0);
            if scan.is_done() {
                continue;
            }
            let quickly = self.binder.quick.as_ref().and_then(|quick| json::read(quick, &mut scan));
            return Some(match quickly.filter(|_| scan.is_done()) {
                Some(dossier) => Ok(dossier),
                None => self.binder.bind(positioned::read_line(&self.source, start, number, &Limits::default())),
            });
        }
    }
}
