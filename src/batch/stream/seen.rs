//! The units that were read, each with the place of its name: some fifty bytes a unit, the name among them.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use hashbrown::HashTable;

use crate::diagnostic::{Place, SourceText, Span};
use crate::dossier::sources::part::place_of_name;
use crate::invariant::Always;

/// Names, one behind the other, and a table to find them by.
#[derive(Debug, Default)]
pub(super) struct Seen {
    names: String,
    units: Vec<Entry>,
    by_name: HashTable<usize>,
    hasher: RandomState,
}

/// A unit: where its name ends among the names, and where it was read.
#[derive(Debug)]
struct Entry {
    end: usize,
    line: u32,
    column: u32,
}

impl Seen {
    /// Notes a unit that stands at this line and column; where it stood before, if it did.
    pub(super) fn note(&mut self, unit: &str, (line, column): (u32, u32)) -> Option<(u32, u32)> {
        let Seen { names, units, by_name, hasher } = self;
        let hash = hasher.hash_one(unit);
        if let Some(at) = by_name.find(hash, |at| name(names, units, *at) == unit) {
            return units.get(*at).always("a unit that was found was noted").map(|entry| (entry.line, entry.column));
        }
        names.push_str(unit);
        units.push(Entry { end: names.len(), line, column });
        by_name.insert_unique(hash, units.len() - 1, |at| hasher.hash_one(name(names, units, *at)));
        None
    }
}

fn name<'n>(names: &'n str, units: &[Entry], at: usize) -> &'n str {
    let end = |at: usize| units.get(at).map(|entry| entry.end);
    let start = at.checked_sub(1).map_or(Some(0), end);
    let name = start.zip(end(at)).and_then(|(start, end)| names.get(start..end));
    name.or_widest("a unit that was noted has its name among the names", || "")
}

/// The place of a unit's name in a text that is not held any more.
pub(super) fn place(text: &str, unit: &str, (line, column): (u32, u32)) -> Place {
    let source = SourceText { name: text.to_owned(), text: unit.to_owned() };
    place_of_name(Arc::new(source), Span { line, column, start: 0, end: unit.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_known_again_by_its_whole_name() {
        let mut seen = Seen::default();
        for line in 1..2000 {
            assert_eq!(seen.note(&format!("u{line}"), (line, 1)), None);
        }
        assert_eq!(seen.note("u", (3000, 1)), None);
        assert_eq!(seen.note("u1", (3000, 1)), Some((1, 1)));
        assert_eq!(seen.note("u11", (3000, 1)), Some((11, 1)));
        assert_eq!(seen.note("u1999", (3000, 1)), Some((1999, 1)));
    }
}
