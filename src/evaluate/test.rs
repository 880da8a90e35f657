//! One test of one known value.

use super::Truth;
use crate::invariant::broken;
use crate::rule_set::{FactTest, Value};

/// What `check` and `bind` see to.
pub(super) const OF_ITS_TYPE: &str = "a test agrees with the type of its fact";

/// Whether `value` satisfies `test`; known, as the test's kind agrees with the value's.
pub(crate) fn holds(test: &FactTest, value: &Value) -> Truth {
    let holds = match (test, value) {
        (FactTest::Answered(wanted), _) => *wanted,
        (FactTest::Boolean(wanted), Value::Boolean(value)) => value == wanted,
        (FactTest::Choice(table), Value::Choice(at)) => match table.get(*at as usize) {
            Some(satisfies) => *satisfies,
            None => return broken("a choice is among the values of its fact", Truth::Unknown),
        },
        (FactTest::NumberIn { of, negated }, Value::Number(value)) => of.contains(value) != *negated,
        (FactTest::NumberAtLeast(bound), Value::Number(value)) => value >= bound,
        (FactTest::NumberAtMost(bound), Value::Number(value)) => value <= bound,
        (FactTest::NumberAbove(bound), Value::Number(value)) => value > bound,
        (FactTest::NumberBelow(bound), Value::Number(value)) => value < bound,
        (FactTest::DateIn { of, negated }, Value::Date(value)) => of.contains(value) != *negated,
        (FactTest::DateAtLeast(bound), Value::Date(value)) => value >= bound,
        (FactTest::DateAtMost(bound), Value::Date(value)) => value <= bound,
        (FactTest::DateAbove(bound), Value::Date(value)) => value > bound,
        (FactTest::DateBelow(bound), Value::Date(value)) => value < bound,
        (FactTest::TextIn { of, negated }, Value::Text(value)) => of.contains(value) != *negated,
        (FactTest::TextMinLength(least), Value::Text(value)) => value.trim().chars().count() >= *least as usize,
        (FactTest::TextStartsWith { prefix, negated }, Value::Text(value)) => {
            value.starts_with(prefix.as_str()) != *negated
        }
        (FactTest::TextContainsUrl(wanted), Value::Text(value)) => contains_url(value) == *wanted,
        _ => return broken(OF_ITS_TYPE, Truth::Unknown),
    };
    holds.into()
}

/// What a test says of a fact that is not applicable: such a fact equals nothing.
pub(super) fn holds_of_nothing(test: &FactTest) -> bool {
    match test {
        FactTest::Answered(wanted) => !wanted,
        FactTest::NumberIn { negated, .. }
        | FactTest::DateIn { negated, .. }
        | FactTest::TextIn { negated, .. }
        | FactTest::TextStartsWith { negated, .. } => *negated,
        FactTest::TextContainsUrl(wanted) => !wanted,
        _ => false,
    }
}

/// Whether `http://` or `https://`, in any case, stands in `text` with something behind it that is no blank.
fn contains_url(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["http://", "https://"].iter().any(|scheme| {
        lower.match_indices(scheme).any(|(at, _)| {
            lower.get(at + scheme.len()..).is_some_and(|rest| rest.starts_with(|c: char| !c.is_whitespace()))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::contains_url;

    #[test]
    fn a_url_has_something_behind_its_scheme() {
        for yes in ["see https://example.org", "HTTP://x", "http:// http://y"] {
            assert!(contains_url(yes), "{yes}");
        }
        for no in ["", "https://", "http:// x", "example.org", "ftp://x"] {
            assert!(!contains_url(no), "{no}");
        }
    }
}
