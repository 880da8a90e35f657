//! All that actions need, directly or not.

use super::actions::ActionId;
use crate::rule_set::arena::Arena;

/// Walks from actions to what they need, with one memory for all of them.
pub(super) struct Needs<F> {
    of: F,
    /// The last action that each was met for.
    met: Arena<ActionId, Option<ActionId>>,
}

impl<'a, F: Fn(ActionId) -> &'a [ActionId]> Needs<F> {
    /// Among the actions of `list`; `of` gives what each needs directly.
    pub(super) fn new<T>(list: &Arena<ActionId, T>, of: F) -> Needs<F> {
        Needs { of, met: Arena::like(list, |_| None) }
    }

    /// Tells `each`, once, of everything that an action needs, until that gives `None`.
    pub(super) fn each(&mut self, start: ActionId, mut each: impl FnMut(ActionId) -> Option<()>) -> Option<()> {
        let mut open = (self.of)(start).to_vec();
        while let Some(next) = open.pop() {
            if self.met[next].replace(start) != Some(start) {
                each(next)?;
                open.extend((self.of)(next));
            }
        }
        Some(())
    }

    /// Everything that an action needs, ascending.
    pub(super) fn all(&mut self, start: ActionId) -> Vec<ActionId> {
        let mut all = Vec::new();
        let every = self.each(start, |next| {
            all.push(next);
            Some(())
        });
        debug_assert!(every.is_some(), "nothing ends this walk");
        all.sort_unstable();
        all
    }
}
