//! Counted work: how much may be done, and who is told.

use std::ops::ControlFlow;

use super::options::{PlanOptions, Progress};
use super::problem::Cost;
use crate::Number;

/// The work done so far, within a limit.
pub(super) struct Work<'s> {
    options: &'s PlanOptions<'s>,
    pub(super) nodes: u64,
    pub(super) assessed: u64,
    /// No more is done.
    pub(super) spent: bool,
    pub(super) unit: Number,
}

impl<'s> Work<'s> {
    pub(super) fn new(options: &'s PlanOptions<'s>) -> Work<'s> {
        Work { options, nodes: 0, assessed: 0, spent: false, unit: Number::ONE }
    }

    /// Counts a node; `Break` where no more work may be done.
    pub(super) fn node(&mut self, best: Option<Cost>, bound: Cost) -> ControlFlow<()> {
        if self.spent || self.nodes >= self.options.work_limit {
            self.spent = true;
            return ControlFlow::Break(());
        }
        self.nodes += 1;
        self.tell(best, bound)
    }

    /// Counts a set of actions that is assessed; `Break` where no more work may be done.
    pub(super) fn assess(&mut self, best: Option<Cost>, bound: Cost) -> ControlFlow<()> {
        self.assessed += 1;
        self.tell(best, bound)
    }

    /// Tells how far it is, between what is counted; `Break` where no more work may be done.
    pub(super) fn tick(&mut self) -> ControlFlow<()> {
        self.tell(None, 0)
    }

    fn tell(&mut self, best: Option<Cost>, bound: Cost) -> ControlFlow<()> {
        if self.spent {
            return ControlFlow::Break(());
        }
        if let Some(tell) = self.options.on_progress {
            let number = |cost: Cost| &Number::from_i128(cost, 1) * &self.unit;
            let progress =
                Progress { nodes: self.nodes, assessed: self.assessed, best: best.map(number), bound: number(bound) };
            if tell(&progress).is_break() {
                self.spent = true;
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    }
}
