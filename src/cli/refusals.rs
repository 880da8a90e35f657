//! What is wrong with very many units: the first findings of each kind, and how many more there are.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use predikat::Problems;
use predikat::diagnostic::{Code, Diagnostic, render};

use super::output;

/// So many findings of one code in one column are told one by one.
const FIRST: usize = 2;

/// So many are told of all kinds.
const MOST: usize = 100;

/// So many kinds have a line of their own in the end.
const LINES: usize = 8;

/// So many kinds are told apart: of the others none is told but how many there are, however they are called.
const KINDS: usize = 1_000;

/// So many characters of the name of a column tell it from others.
const NAME: usize = 256;

/// The findings of units that are refused, told as they come.
pub struct Refusals {
    all: bool,
    /// How many there are of each kind, and how many of them were told, in the order of the first.
    kinds: Vec<Kind>,
    known: HashMap<(Code, String), usize>,
    told: usize,
    /// Findings of kinds that are not told apart.
    others: usize,
    refused: u64,
}

struct Kind {
    code: Code,
    column: String,
    found: usize,
    told: usize,
}

impl Refusals {
    /// None yet; `all` tells every finding.
    pub fn new(all: bool) -> Refusals {
        Refusals { all, kinds: Vec::new(), known: HashMap::new(), told: 0, others: 0, refused: 0 }
    }

    /// Tells what is wrong with a unit; and of `file`, where the unit is all that stands in it, that it is of no use.
    pub fn add(&mut self, problems: &Problems, file: Option<&str>) {
        self.refused += 1;
        let told = self.told;
        for problem in problems {
            self.one(problem);
        }
        if let (Some(file), true) = (file, self.told > told) {
            output::tell(&format!("error: {file} cannot be used: {}", render::summary(problems)));
        }
    }

    fn one(&mut self, problem: &Diagnostic) {
        let at = problem.place.pointer.as_str();
        let column = at.strip_prefix("/facts/").unwrap_or(at);
        let column: String = column.chars().take(NAME).collect();
        let found = problem.more + 1;
        let tells = match self.kind(problem.code, column) {
            None => {
                self.others += if self.all { 0 } else { found };
                self.all
            }
            Some(at) => {
                let Some(kind) = self.kinds.get_mut(at) else { return };
                let tells = self.all || (kind.told < FIRST && self.told < MOST);
                kind.found += found;
                kind.told += if tells { found } else { 0 };
                tells
            }
        };
        if tells {
            self.told += 1;
            output::tell_drawn(&format!("{}\n", render::one(problem, output::drawing_of_problems())));
        }
    }

    /// The position of a kind; `None` where it is one too many.
    fn kind(&mut self, code: Code, column: String) -> Option<usize> {
        let next = self.kinds.len();
        match self.known.entry((code, column)) {
            Entry::Occupied(known) => Some(*known.get()),
            Entry::Vacant(_) if next >= KINDS => None,
            Entry::Vacant(place) => {
                self.kinds.push(Kind { code, column: place.key().1.clone(), found: 0, told: 0 });
                Some(*place.insert(next))
            }
        }
    }

    /// Whether nothing was refused.
    pub fn is_empty(&self) -> bool {
        self.refused == 0
    }

    /// Tells how many more there are of each kind, and how many `units` (rows, units) were refused and done.
    pub fn close(&self, units: &str, done: u64, word: &str) {
        let left: Vec<(&Kind, usize)> = self
            .kinds
            .iter()
            .map(|kind| (kind, kind.found.saturating_sub(kind.told)))
            .filter(|(_, left)| *left > 0)
            .collect();
        for (kind, left) in left.iter().take(LINES) {
            let of_column = if kind.column.is_empty() { String::new() } else { format!(" of `{}`", kind.column) };
            output::tell(&format!("error[{}]: {left} more{of_column}", kind.code));
        }
        let others = left.iter().skip(LINES).map(|(_, left)| left).sum::<usize>() + self.others;
        if others > 0 {
            output::tell(&format!("error: {others} more of other kinds"));
        }
        let how = if left.is_empty() && self.others == 0 { "" } else { "; --all-problems tells each" };
        output::tell(&format!("error: {} {units} refused, {done} {word}{how}", self.refused));
    }
}
