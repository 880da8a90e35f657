//! Looks at ways of answering, each counted.

use super::domain::{self, Cuts};
use crate::assess::{Outline, outline};
use crate::dossier::Dossier;
use crate::rule_set::FactId;
use crate::rule_set::arena::Arena;
use crate::score::seen::{Looks, Seen};

/// The most criteria that are assessed to tell what is open of one dossier, of all its awards together: a look that
/// takes the path of [`score`](mod@crate::score) counts a fifth. What is not reached then is not excluded.
pub const MOST_WORK: u64 = 2_000_000;

/// So many looks by the path of scores take the work of one assessment.
const QUICK: u64 = 5;

/// Who looks at dossiers of one rule set that hold the same documents.
pub(super) struct Scout {
    looks: Looks,
    /// What every fact is compared with.
    pub(super) cuts: Arena<FactId, Cuts>,
    size: u64,
    left: u64,
}

impl Scout {
    pub(super) fn new(dossier: &Dossier) -> Scout {
        let cuts = domain::cuts(&dossier.rules);
        Scout { looks: Looks::new(dossier), cuts, size: dossier.rules.size(), left: MOST_WORK }
    }

    /// What a dossier comes to, with its reasons; `None` where the work is used up.
    pub(super) fn outline(&mut self, dossier: &Dossier) -> Option<Outline> {
        self.spend(self.size)?;
        Some(outline(dossier))
    }

    /// What a dossier comes to; `None` where the work is used up.
    pub(super) fn look(&mut self, dossier: &Dossier) -> Option<Seen> {
        let each = if self.looks.is_by_program() { self.size.div_ceil(QUICK) } else { self.size };
        self.spend(each)?;
        Some(self.looks.look(dossier))
    }

    /// Counts what takes as long as a look by the path of scores.
    pub(super) fn count(&mut self) -> Option<()> {
        self.spend(self.size.div_ceil(QUICK))
    }

    /// What `some` finds with half of the work that is left.
    pub(super) fn by_half<T>(&mut self, some: impl FnOnce(&mut Scout) -> T) -> T {
        let kept = self.left / 2;
        self.left -= kept;
        let found = some(self);
        self.left += kept;
        found
    }

    fn spend(&mut self, work: u64) -> Option<()> {
        self.left = self.left.checked_sub(work)?;
        Some(())
    }
}
