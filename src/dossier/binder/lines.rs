//! Dossiers from JSON Lines text.

use std::collections::HashMap;
use std::sync::Arc;

use super::scan::Scan;
use super::{Binder, json};
use crate::Problems;
use crate::diagnostic::SourceText;
use crate::document::Limits;
use crate::dossier::Dossier;
use crate::dossier::sources::population::{again, place_of_unit};
use crate::dossier::sources::{self, json as positioned};
use crate::id::is_blank;

/// The lines that are left.
pub(super) struct Lines<'b> {
    binder: &'b Binder<'b>,
    source: Arc<SourceText>,
    text: &'b str,
    /// Where the next line begins, and its number.
    at: usize,
    line: u32,
    /// The units so far, each with where its line begins and the number of that.
    units: HashMap<Arc<str>, (usize, u32)>,
}

impl<'b> Lines<'b> {
    pub(super) fn new(binder: &'b Binder<'b>, name: &str, text: &'b str) -> Lines<'b> {
        let source = Arc::new(SourceText { name: name.to_owned(), text: text.to_owned() });
        Lines { binder, source, text, at: json::beginning(text), line: 1, units: HashMap::new() }
    }

    /// The document of a line, with its places.
    fn document(&self, (start, number): (usize, u32)) -> sources::Unit {
        positioned::read_line(&self.source, start, number, &Limits::default())
    }

    /// Remembers the unit of a line; what is wrong where another line is about it.
    fn once(&mut self, unit: &Arc<str>, line: (usize, u32)) -> Result<(), Problems> {
        if is_blank(unit) {
            return Ok(());
        }
        let Some(first) = self.units.get(unit) else {
            self.units.insert(unit.clone(), line);
            return Ok(());
        };
        Err(again(unit, place_of_unit(&self.document(line)?), place_of_unit(&self.document(*first)?)).into())
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
            let line = (start, number);
            return Some(match quickly.filter(|_| scan.is_done()) {
                Some(dossier) => self.once(&dossier.unit, line).map(|()| dossier),
                None => self.document(line).and_then(|document| {
                    self.once(&document.unit.as_str().into(), line)?;
                    self.binder.bind(Ok(document))
                }),
            });
        }
    }
}
