//! What is wrong with very many units: the first findings of each kind, and how many more there are.

use std::collections::HashMap;

use predikat::Problems;
use predikat::diagnostic::{Code, Diagnostic, render};

use super::output;

/// So many findings of one code in one column are told one by one.
const FIRST: usize = 2;

/// So many are told of all kinds.
const MOST: usize = 100;

/// So many kinds have a line of their own in the end.
const LINES: usize = 8;

/// The findings of units that are refused, told as they come.
pub struct Refusals {
    all: bool,
    /// How many there are of each kind, and how many of them were told, in the order of the first.
    kinds: Vec<Kind>,
    known: HashMap<(Code, String), usize>,
    told: usize,
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
        Refusals { all, kinds: Vec::new(), known: HashMap::new(), told: 0, refused: 0 }
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
        let column = at.strip_prefix("/facts/").unwrap_or(at).to_owned();
        let at = *self.known.entry((problem.code, column.clone())).or_insert_with(|| {
            self.kinds.push(Kind { code: problem.code, column, found: 0, told: 0 });
            self.kinds.len() - 1
        });
        let Some(kind) = self.kinds.get_mut(at) else { return };
        kind.found += problem.more + 1;
        if self.all || (kind.told < FIRST && self.told < MOST) {
            kind.told += problem.more + 1;
            self.told += 1;
            output::tell(&format!("{}\n", render::one(problem, output::drawing_of_problems())));
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
        let others: usize = left.iter().skip(LINES).map(|(_, left)| left).sum();
        if others > 0 {
            output::tell(&format!("error: {others} more of other kinds"));
        }
        let how = if left.is_empty() { "" } else { "; --all-problems tells each" };
        output::tell(&format!("error: {} {units} refused, {done} {word}{how}", self.refused));
    }
}
