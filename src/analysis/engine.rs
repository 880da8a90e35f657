//! The assessment of a unit that is only partly known: its bounds are what a search may rule out by.

use std::collections::BTreeSet;

use super::space::{Choice, Place};
use super::watch::Watch;
use crate::document::Unanswered;
use crate::dossier::{BindOptions, Dossier, Held};
use crate::invariant::{Always, broken};
use crate::rule_set::{AwardId, FactId, FactType, Kind, Leaf};
use crate::score::seen::{Looks, Seen};
use crate::{DossierDocument, RuleSet};

/// A dossier in the making, with what is open kept open.
pub(super) struct Engine<'w> {
    dossier: Dossier,
    looks: Looks,
    held: BTreeSet<AwardId>,
    /// The types as the rules have them, of the facts that are narrowed.
    narrowed: Vec<(FactId, FactType)>,
    /// How often it assessed.
    taken: u64,
    /// Its rules are not as they should be: nothing is to be concluded from it.
    astray: bool,
    watch: &'w Watch<'w>,
}

const ALONE: &str = "an engine has its rules for itself";

impl<'w> Engine<'w> {
    /// Over `frame`, which answers nothing. What is open counts as unknown, except on leaves that `keep` their policy.
    pub(super) fn new(
        rules: &RuleSet,
        frame: &DossierDocument,
        keep: impl Fn(&Leaf) -> bool,
        change: impl FnOnce(&mut crate::rule_set::Compiled),
        watch: &'w Watch<'w>,
    ) -> Result<Engine<'w>, crate::Problems> {
        // The rules are copied and made ready anew, which takes as long.
        watch.look();
        let mut compiled = crate::rule_set::Compiled::clone(rules);
        for criterion in compiled.criteria.iter_mut() {
            if let Kind::Leaf(leaf) = &mut criterion.kind
                && !keep(leaf)
            {
                leaf.unanswered = Unanswered::Unknown;
            }
        }
        change(&mut compiled);
        let rules = RuleSet::from(compiled);
        let dossier = rules.bind(frame, &BindOptions::new().insist(true))?;
        let looks = Looks::new(&dossier);
        let (held, narrowed) = (BTreeSet::new(), Vec::new());
        Ok(Engine { dossier, looks, held, narrowed, taken: 0, astray: false, watch })
    }

    /// Has the unit say this.
    pub(super) fn set(&mut self, place: Place, choice: &Choice) {
        self.clear(place);
        match (place, choice) {
            (Place::Fact(fact), Choice::Value(value)) => {
                self.dossier.answer(fact, Some(value.clone()));
            }
            (Place::Held(award), Choice::Held(true)) => {
                self.held.insert(award);
                self.hold();
            }
            (Place::Fact(fact), Choice::Between { low, high, .. }) => {
                // Else it stays open over all that it may be.
                if let Some(compiled) = self.dossier.rules.compiled_mut().always(ALONE) {
                    let declared = &mut compiled.facts[fact].fact_type;
                    let FactType::Number { integer, .. } = *declared else {
                        return broken("a range is of a number", ());
                    };
                    let narrow = FactType::Number { integer, min: low.clone(), max: high.clone() };
                    self.narrowed.push((fact, std::mem::replace(declared, narrow)));
                }
            }
            // What is not said is open, or not held.
            (Place::Fact(_), Choice::Missing) | (Place::Held(_), Choice::Held(false)) => {}
            (Place::Fact(_), Choice::Held(_)) | (Place::Held(_), _) => broken("a choice is one of its variable", ()),
        }
    }

    /// Leaves open what the unit says here.
    pub(super) fn clear(&mut self, place: Place) {
        match place {
            Place::Fact(fact) => {
                self.dossier.answer(fact, None);
                if let Some(at) = self.narrowed.iter().position(|(narrowed, _)| *narrowed == fact) {
                    let (_, before) = self.narrowed.swap_remove(at);
                    match self.dossier.rules.compiled_mut().always(ALONE) {
                        Some(compiled) => compiled.facts[fact].fact_type = before,
                        None => self.astray = true,
                    }
                }
            }
            Place::Held(award) => {
                if self.held.remove(&award) {
                    self.hold();
                }
            }
        }
    }

    fn hold(&mut self) {
        let from = self.dossier.as_of;
        let held = self.held.iter().map(|award| Held { award: *award, from, until: None, revoked: None });
        self.dossier.held = held.collect();
    }

    /// What is said so far.
    pub(super) fn dossier(&self) -> &Dossier {
        &self.dossier
    }

    /// Whether the rules run as integers, where a look takes a small part of an assessment.
    pub(super) fn is_quick(&self) -> bool {
        self.looks.is_by_program()
    }

    /// How many looks were taken.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// The same, as it is held against a limit: above every limit where no more work may be done at all.
    pub(super) fn used(&self) -> u64 {
        if self.astray || self.watch.is_spent() { u64::MAX } else { self.taken }
    }

    /// Counts what takes as long as a look.
    pub(super) fn count(&mut self) {
        self.taken += 1;
        self.watch.look();
    }

    /// Assesses what is said so far.
    pub(super) fn look(&mut self) -> Seen {
        self.count();
        self.looks.look(&self.dossier)
    }
}
