//! The units that were read, each with the place of its name: some fifty bytes a unit, the name among them.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use hashbrown::HashTable;

use crate::diagnostic::{Place, SourceText, Span};
use crate::dossier::sources::population::place_of_name;
use crate::invariant::Always;

/// Names, one behind the other, and a table to find them by.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// What the texts go by that units were read from, in their order.
    texts: Vec<String>,
    names: String,
    units: Vec<Entry>,
    by_name: HashTable<usize>,
    hasher: RandomState,
}

/// A unit: where its name ends among the names, and where it was read.
#[derive(Debug)]
struct Entry {
    end: usize,
    /// The position of its text.
    text: u32,
    line: u32,
    column: u32,
}

impl Seen {
    /// Notes a unit that stands at this line and column of a text; where it stood before, if it did.
    pub(crate) fn note(&mut self, text: &str, unit: &str, (line, column): (u32, u32)) -> Option<Place> {
        let Seen { texts, names, units, by_name, hasher } = self;
        let hash = hasher.hash_one(unit);
        if let Some(at) = by_name.find(hash, |at| name(names, units, *at) == unit) {
            let entry = units.get(*at).always("a unit that was found was noted");
            let text = entry.and_then(|entry| texts.get(usize::try_from(entry.text).ok()?));
            let text = text.map(String::as_str).or_widest("the text of a unit was noted with it", || "");
            return Some(place(text, unit, entry.map_or((line, column), |entry| (entry.line, entry.column))));
        }
        if texts.last().is_none_or(|last| last != text) {
            texts.push(text.to_owned());
        }
        names.push_str(unit);
        let text = u32::try_from(texts.len() - 1).unwrap_or(u32::MAX);
        units.push(Entry { end: names.len(), text, line, column });
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
pub(crate) fn place(text: &str, unit: &str, (line, column): (u32, u32)) -> Place {
    // An excerpt tells the column by what stands before.
    let before = " ".repeat(usize::try_from(column.clamp(1, 200)).unwrap_or(1) - 1);
    let (start, text_of_line) = (before.len(), before + unit);
    let source = SourceText { name: text.to_owned(), text: text_of_line };
    place_of_name(Arc::new(source), Span { line, column, start, end: start + unit.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_known_again_by_its_whole_name() {
        let mut seen = Seen::default();
        let mut note =
            |text: &str, unit: &str, line: u32| seen.note(text, unit, (line, 1)).map(|place| format!("{place}"));
        for line in 1..2000 {
            assert_eq!(note(if line < 1000 { "a" } else { "b" }, &format!("u{line}"), line), None);
        }
        assert_eq!(note("c", "u", 3000), None);
        assert_eq!(note("c", "u1", 3000).as_deref(), Some("a:1:1"));
        assert_eq!(note("c", "u11", 3000).as_deref(), Some("a:11:1"));
        assert_eq!(note("c", "u1999", 3000).as_deref(), Some("b:1999:1"));
    }
}
