//! The dossiers among the files that are checked: each unit once, or its parts laid together.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use predikat::dossier::sources::Population;
use predikat::{Date, DossierDocument, Problems};

use super::Task;
use crate::documents::Document;

/// Dossiers that are told apart: a folder may hold those of one unit for several rule sets and as of several dates.
type Group = (Option<String>, Option<Date>);

/// A dossier, with its file and the position of that.
type Read<'p> = (usize, &'p Path, DossierDocument);

/// All that there are.
pub struct Dossiers<'p> {
    join: bool,
    all: Vec<Read<'p>>,
}

impl<'p> Dossiers<'p> {
    pub fn new(join: bool) -> Dossiers<'p> {
        Dossiers { join, all: Vec::new() }
    }

    pub fn add(&mut self, at: usize, file: &'p Path, dossier: DossierDocument) {
        self.all.push((at, file, dossier));
    }

    /// What is to be looked at: every unit, or what is wrong with it by then.
    pub fn tasks(self) -> Vec<Task<'p>> {
        let mut groups: HashMap<Group, Vec<Read>> = HashMap::new();
        for read in self.all {
            let (_, _, dossier) = &read;
            // Of what is laid together one part alone may say what it is for.
            let group = if self.join { (None, None) } else { (dossier.ruleset.clone(), dossier.as_of) };
            groups.entry(group).or_default().push(read);
        }
        groups.into_values().flat_map(|group| units(self.join, group)).collect()
    }
}

fn units(join: bool, group: Vec<Read>) -> Vec<Task> {
    let mut population = Population::new().join(join);
    let mut seen: HashSet<String> = HashSet::new();
    let mut kept = Vec::new();
    for (at, file, dossier) in group {
        population.add(Ok(dossier.clone()));
        // The whole stands where the first of its parts does; what has no name is part of nothing.
        let is_first = seen.insert(dossier.unit.clone()) || dossier.unit.trim().is_empty();
        if !join || is_first {
            kept.push((at, file, dossier));
        }
    }
    let task = |((at, file, dossier), unit)| match unit {
        Ok(dossier) => Task { at, file, document: Ok(Document::Dossier(dossier)), among: Problems::default() },
        Err(problems) if join => Task { at, file, document: Err(problems), among: Problems::default() },
        // One that is there twice is looked at all the same.
        Err(among) => Task { at, file, document: Ok(Document::Dossier(dossier)), among },
    };
    kept.into_iter().zip(population.units()).map(task).collect()
}
