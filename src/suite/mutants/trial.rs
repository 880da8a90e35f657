//! Mutants on trial: changes of texts, judged by all rule sets that are made of them.

use std::collections::BTreeMap;

use super::{Mutant, MutantKind};
use crate::suite::{Fate, Tested};

/// A mutant with the rule sets that it changes: that of the file in which it stands, and those that extend it.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The mutant, as the first of the rule sets has it.
    pub mutant: Mutant,
    /// Positions of the rule sets, each with its own mutant.
    changes: Vec<(usize, Mutant)>,
}

/// Where a mutant stands, what it does, and its kind.
type Key = (Option<(String, usize)>, String, String, MutantKind);

/// Every mutant of every one of these rule sets, each once: a text that several are made of is changed in all of them.
#[must_use]
pub fn trials(tested: &[Tested<'_>]) -> Vec<Trial> {
    let mut trials: Vec<Trial> = Vec::new();
    let mut known: BTreeMap<Key, usize> = BTreeMap::new();
    for (position, one) in tested.iter().enumerate() {
        for mutant in one.mutants() {
            let (at, pointer, change, kind) = mutant.key();
            // What was not read from text is the rule set's own.
            let pointer = if at.is_some() { String::new() } else { format!("{position}{pointer}") };
            let key = (at.map(|(name, start)| (name.to_owned(), start)), pointer, change.to_owned(), kind);
            let place = *known.entry(key).or_insert(trials.len());
            match trials.get_mut(place) {
                Some(trial) => trial.changes.push((position, mutant)),
                None => trials.push(Trial { mutant: mutant.clone(), changes: vec![(position, mutant)] }),
            }
        }
    }
    trials
}

impl Trial {
    /// What becomes of it: `tested` must be what the trials were made of. It is noticed where a case of any of the
    /// rule sets fails, and refused where `check` refuses any of them.
    #[must_use]
    pub fn judge(&self, tested: &[Tested<'_>]) -> Fate {
        let mut fate = Fate::Same;
        for (position, mutant) in &self.changes {
            let Some(one) = tested.get(*position) else { continue };
            match one.judge(mutant) {
                Fate::Refused => return Fate::Refused,
                Fate::Noticed => fate = Fate::Noticed,
                Fate::Survived if fate == Fate::Same => fate = Fate::Survived,
                Fate::Survived | Fate::Same => {}
            }
        }
        fate
    }
}
