//! What facts derive from, without recursion.

use rustc_hash::FxHashSet;

use super::{Compiled, FactId};

/// Facts, and all that they derive from: each comes before its parts, and none comes twice. The stack is its own, so
/// that no chain of facts is too long.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    open: Vec<FactId>,
    seen: FxHashSet<FactId>,
}

impl Parts {
    /// Has these come next, from left to right.
    pub(crate) fn open(&mut self, facts: impl IntoIterator<Item = FactId>) {
        let facts: Vec<FactId> = facts.into_iter().collect();
        self.open.extend(facts.into_iter().rev());
    }

    /// The next one, that came not before; its parts are still to be opened.
    pub(crate) fn next(&mut self) -> Option<FactId> {
        loop {
            let fact = self.open.pop()?;
            if self.seen.insert(fact) {
                return Some(fact);
            }
        }
    }

    /// The next one, with what it derives from behind it.
    pub(crate) fn next_opened(&mut self, rules: &Compiled) -> Option<FactId> {
        let fact = self.next()?;
        if let Some(derivation) = &rules.facts[fact].derivation {
            let mut parts = Vec::new();
            derivation.for_each_fact(&mut |part| parts.push(part));
            self.open(parts);
        }
        Some(fact)
    }
}
