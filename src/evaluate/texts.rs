//! Texts that tests tell apart.

use std::collections::BTreeMap;

use indexmap::IndexSet;

use super::{Truth, holds};
use crate::rule_set::{FactTest, Value};

/// No longer text is made.
const LONGEST: u32 = 10_000;

/// So many tests are told apart: of more, not every combination can be seen.
const MOST_TESTS: usize = 63;

/// So many comparisons are made, about: of a text with one of a list, or of a character.
const MOST_WORK: usize = 10_000_000;

/// Texts of `min` to `max` characters that pass and fail each test, and whether every combination is among them: then
/// they stand for all texts.
pub(crate) fn texts(min: Option<u32>, max: Option<u32>, tests: &IndexSet<FactTest>) -> (Vec<String>, bool) {
    let tests: Vec<&FactTest> = tests.iter().collect();
    let is_told = tests.len() <= MOST_TESTS;
    let tests = tests.get(..MOST_TESTS).unwrap_or(&tests);
    let mut parts: Vec<String> = vec![String::new(), "text".to_owned()];
    let mut longest = min.unwrap_or(0);
    for test in tests {
        match test {
            FactTest::TextIn { of, .. } => parts.extend(of.iter().cloned()),
            FactTest::TextStartsWith { prefix, .. } => parts.push(prefix.clone()),
            FactTest::TextMinLength(least) => longest = longest.max(*least),
            _ => {}
        }
    }
    let padding = "x".repeat(longest.min(LONGEST) as usize);
    let work = |test: &&FactTest| match test {
        FactTest::TextIn { of, .. } => of.len(),
        _ => padding.len() + 20,
    };
    let each = 4 * (1 + tests.iter().map(work).sum::<usize>());
    let is_told = is_told && parts.len() <= MOST_WORK / each;
    parts.truncate((MOST_WORK / each).max(2));
    let mut seen: BTreeMap<Vec<Truth>, String> = BTreeMap::new();
    for part in &parts {
        for end in [String::new(), padding.clone(), " https://example.org".to_owned(), format!("{padding} https://a")] {
            let text = format!("{part}{end}");
            let length = u32::try_from(text.trim().chars().count()).unwrap_or(u32::MAX);
            if length == 0 || length < min.unwrap_or(0) || max.is_some_and(|max| length > max) {
                continue;
            }
            let value = Value::Text(text.clone());
            seen.entry(tests.iter().map(|test| holds(test, &value)).collect()).or_insert(text);
        }
    }
    let all = u32::try_from(tests.len()).ok().and_then(|n| 1_usize.checked_shl(n)).is_some_and(|all| seen.len() == all);
    (seen.into_values().collect(), is_told && all)
}
