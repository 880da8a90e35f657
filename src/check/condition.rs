//! Conditions: names resolved, every expectation typed by its fact.

use super::scope::Scope;
use super::{expectation, nesting};
use crate::diagnostic::{Code, Pointer};
use crate::document;
use crate::rule_set::Condition;

impl Scope<'_> {
    /// The condition at `at`, or nothing where it was reported as wrong.
    pub(super) fn condition(&self, written: &document::Condition, at: &Pointer) -> Option<Condition> {
        self.nested(written, at, 0)
    }

    /// The conditions of a list, none missing.
    pub(super) fn conditions(&self, written: &[document::Condition], at: &Pointer) -> Option<Vec<Condition>> {
        self.nested_list(written, at, 0)
    }

    fn nested(&self, written: &document::Condition, at: &Pointer, depth: usize) -> Option<Condition> {
        if !nesting::allows(depth, at, self) || !self.spend(1, at) {
            return None;
        }
        match written {
            document::Condition::Facts(expectations) => {
                if expectations.is_empty() {
                    self.empty(at, "a condition names at least one fact");
                    return None;
                }
                let tests: Vec<Option<Condition>> = expectations
                    .iter()
                    .map(|(name, expected)| expectation::compile(self, name, expected, &at.key(name)))
                    .collect();
                Some(all_of(tests.into_iter().collect::<Option<_>>()?))
            }
            document::Condition::All(of) => Some(all_of(self.nested_list(of, &at.key("all"), depth)?)),
            document::Condition::Any(of) => Some(any_of(self.nested_list(of, &at.key("any"), depth)?)),
            document::Condition::Not(one) => {
                Some(Condition::Not(Box::new(self.nested(one, &at.key("not"), depth + 1)?)))
            }
            document::Condition::Count { of, at_least, at_most, exactly } => {
                let at = at.key("count");
                let conditions = self.nested_list(of, &at.key("of"), depth);
                let range = self.count_range(of.len(), [*at_least, *at_most, *exactly], &at);
                let (at_least, at_most) = range?;
                Some(Condition::Count { of: conditions?, at_least, at_most })
            }
        }
    }

    fn nested_list(&self, of: &[document::Condition], at: &Pointer, depth: usize) -> Option<Vec<Condition>> {
        if of.is_empty() {
            self.empty(at, "list at least one condition");
            return None;
        }
        let all: Vec<Option<Condition>> =
            of.iter().enumerate().map(|(i, one)| self.nested(one, &at.index(i), depth + 1)).collect();
        all.into_iter().collect()
    }

    /// Reports a list in which nothing stands.
    pub(super) fn empty(&self, at: &Pointer, help: &str) {
        // Of what is not written reading has told.
        if self.findings.was_read() && !self.findings.was_written(at) {
            return;
        }
        self.findings.push_absence(self.findings.at(Code::EmptyList, at, "nothing is listed here").help(help));
    }

    fn count_range(&self, of: usize, bounds: [Option<u32>; 3], at: &Pointer) -> Option<(usize, usize)> {
        let [at_least, at_most, exactly] = bounds.map(|n| n.map(|n| n as usize));
        if at_least.is_none() && at_most.is_none() && exactly.is_none() {
            let finding = self.findings.at(Code::ImpossibleCount, at, "`count` does not say how many must hold");
            self.findings.push_absence(finding.help("add `at_least`, `at_most` or `exactly`"));
            return None;
        }
        for (key, n) in [("at_least", at_least), ("at_most", at_most), ("exactly", exactly)] {
            if let Some(n) = n.filter(|n| *n > of) {
                let message = format!("`{key}: {n}` of {of} conditions");
                let finding = self.findings.at(Code::ImpossibleCount, &at.key(key), message);
                self.findings.push(finding.help(format!("write a number from 0 to {of}")));
                return None;
            }
        }
        let low = at_least.unwrap_or(0).max(exactly.unwrap_or(0));
        let high = at_most.unwrap_or(of).min(exactly.unwrap_or(of));
        if low > high {
            let finding = self.findings.at(Code::ImpossibleCount, at, "no number satisfies all of these bounds");
            self.findings.push(finding.help("`at_least` must not be above `at_most` or `exactly`"));
            return None;
        }
        Some((low, high))
    }
}

/// `all`, without needless nesting, so that spelling does not show.
pub(super) fn all_of(of: Vec<Condition>) -> Condition {
    let mut flat = Vec::with_capacity(of.len());
    for one in of {
        match one {
            Condition::All(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    only(flat).unwrap_or_else(Condition::All)
}

/// `any`, without needless nesting.
fn any_of(of: Vec<Condition>) -> Condition {
    let mut flat = Vec::with_capacity(of.len());
    for one in of {
        match one {
            Condition::Any(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    only(flat).unwrap_or_else(Condition::Any)
}

/// The one condition of a list of one.
fn only(mut of: Vec<Condition>) -> Result<Condition, Vec<Condition>> {
    match of.pop() {
        Some(one) if of.is_empty() => Ok(one),
        Some(one) => {
            of.push(one);
            Err(of)
        }
        None => Err(of),
    }
}
