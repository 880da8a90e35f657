//! Counted work: how many looks may be taken in all, and who is told.

use std::cell::Cell;

use super::{Options, Progress};

/// The work done so far, within a limit; shared by all that look.
pub(super) struct Watch<'o> {
    options: Options<'o>,
    looks: Cell<u64>,
    steps: Cell<u64>,
    spent: Cell<bool>,
}

/// So many steps over conditions count as one look.
pub(super) const STEPS: u64 = 20;

impl<'o> Watch<'o> {
    pub(super) fn new(options: Options<'o>) -> Watch<'o> {
        Watch { options, looks: Cell::new(0), steps: Cell::new(0), spent: Cell::new(false) }
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
        if stopped || looks >= self.options.work_limit {
            self.spent.set(true);
        }
    }

    /// Counts steps over conditions.
    pub(super) fn steps(&self, count: u64) {
        let steps = self.steps.get().saturating_add(count);
        self.steps.set(steps % STEPS);
        if steps >= STEPS {
            self.look();
        }
    }
}
