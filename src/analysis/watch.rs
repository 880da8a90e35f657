//! Counted work: how many looks may be taken in all, and who is told.

use std::cell::Cell;

use super::{Options, Progress};
use crate::DossierDocument;

/// The work done so far, within a limit; shared by all that look.
pub(super) struct Watch<'o> {
    options: Options<'o>,
    /// As how many criteria a look weighs.
    size: u64,
    looks: Cell<u64>,
    steps: Cell<u64>,
    /// How many answers and documents the dossiers have that show something.
    held: Cell<usize>,
    spent: Cell<bool>,
}

/// So many steps over conditions count as one look.
pub(super) const STEPS: u64 = 20;

/// So many answers and documents, and no more, are held in the dossiers that show something.
const MOST_HELD: usize = 1_000_000;

impl<'o> Watch<'o> {
    /// Of rules of this size.
    pub(super) fn new(options: Options<'o>, size: u64) -> Watch<'o> {
        let (looks, steps, held, spent) = (Cell::new(0), Cell::new(0), Cell::new(0), Cell::new(false));
        Watch { options, size, looks, steps, held, spent }
    }

    /// No more work may be done.
    pub(super) fn is_spent(&self) -> bool {
        self.spent.get()
    }

    /// Counts a look, or what takes as long.
    pub(super) fn look(&self) {
        let looks = self.looks.get().saturating_add(1);
        self.looks.set(looks);
        let stopped = self.options.on_progress.is_some_and(|tell| tell(&Progress { looks }).is_break());
        let criteria = looks.saturating_mul(self.size);
        if stopped || looks >= self.options.work_limit || criteria >= self.options.criteria_limit {
            self.spent.set(true);
        }
    }

    /// Counts steps over conditions.
    pub(super) fn steps(&self, count: u64) {
        let steps = self.steps.get().saturating_add(count);
        self.steps.set(steps % STEPS);
        (0..steps / STEPS).for_each(|_| self.look());
    }

    /// Counts a dossier that is kept: it is bound, which takes as long as a look, and held.
    pub(super) fn keep(&self, document: &DossierDocument) {
        self.look();
        let held = self.held.get().saturating_add(document.facts.len() + document.evidence.len());
        self.held.set(held);
        if held >= MOST_HELD {
            self.spent.set(true);
        }
    }
}
