//! Names: what an id may look like, which words are taken, and which known name is meant.

use std::cell::Cell;

/// Whether `text` is an id: `[a-z][a-z0-9_]*`, at most 64 characters.
#[must_use]
pub fn is_id(text: &str) -> bool {
    is_made_of(text, |b| b == b'_')
}

/// Whether `text` is a name of a rule set, unit, suite or document: an id that may also have hyphens.
#[must_use]
pub fn is_name(text: &str) -> bool {
    is_made_of(text, |b| b == b'_' || b == b'-')
}

/// Whether a name is none: empty, or blanks alone.
pub(crate) fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

fn is_made_of(text: &str, extra: impl Fn(u8) -> bool) -> bool {
    text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || extra(b))
}

/// The words of the language: no criterion at the top, fact, measure or award may be called so.
pub const RESERVED: &[&str] = &[
    "all",
    "any",
    "not",
    "count",
    "total",
    "award",
    "evidence",
    "at_least",
    "at_most",
    "above",
    "below",
    "is_not",
    "not_in",
    "answered",
    "min_length",
    "starts_with",
    "not_starts_with",
    "contains_url",
];

/// The known name that was most likely meant by `unknown`, if one is near enough to suggest.
pub fn nearest<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // How alike two names are takes time that grows with both lengths; nobody misspells one so long.
    let comparable = |name: &&str| name.len().max(unknown.len()) <= 256;
    let unknown_lower = unknown.to_lowercase();
    known
        .into_iter()
        .filter(comparable)
        .map(|name| (strsim::jaro_winkler(&unknown_lower, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness >= 0.8)
        .max_by(|(a, left), (b, right)| a.total_cmp(b).then_with(|| right.cmp(left)))
        .map(|(_, name)| name)
}

/// A name for a message: what would act on a terminal escaped, and cropped where it is longer than names are.
pub(crate) fn shown(name: &str) -> String {
    let mut text: String = name.chars().take(MOST_SHOWN).flat_map(char::escape_debug).collect();
    if name.chars().nth(MOST_SHOWN).is_some() {
        text.push('…');
    }
    text
}

/// So many characters of a name stand in a message; no id has more.
const MOST_SHOWN: usize = 64;

/// How many more names are compared to suggest one: in a hostile file, very many unknown ones meet very many known.
#[derive(Debug)]
pub(crate) struct Suggestions {
    left: Cell<usize>,
}

impl Suggestions {
    /// None made yet.
    pub(crate) fn new() -> Suggestions {
        Suggestions { left: Cell::new(MOST_COMPARISONS) }
    }

    /// How to mend an unknown name, as far as comparing it with the known ones does not take too long.
    pub(crate) fn of<'a>(&self, unknown: &str, known: impl IntoIterator<Item = &'a str>, what: &str) -> String {
        if self.left.get() == 0 {
            return format!("look it up among the {what} of the rule set");
        }
        let known: Vec<&str> = known.into_iter().collect();
        self.left.set(self.left.get().saturating_sub(known.len().max(1)));
        suggest(unknown, known, what)
    }
}

/// At most about so many names are compared in a file, to suggest the nearest.
const MOST_COMPARISONS: usize = 500_000;

/// How to mend an unknown name: the nearest known one, else the known ones where they are few.
pub(crate) fn suggest<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>, what: &str) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    if let Some(near) = nearest(unknown, known.iter().copied()) {
        return format!("did you mean `{near}`?");
    }
    match known.as_slice() {
        [] => format!("there are no {what}"),
        [only] => format!("the only one is `{only}`"),
        few if few.len() <= MOST_NAMES => format!("the {what} are {}", list(few.iter().copied())),
        many => format!("the rule set has {} {what}, none of a like name", many.len()),
    }
}

/// A message names at most so many things.
const MOST_NAMES: usize = 12;

/// `a`, `b` and `c`, in backticks; of very many, the first.
pub(crate) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    if quoted.len() > MOST_NAMES {
        let more = quoted.len() - MOST_NAMES + 1;
        quoted.truncate(MOST_NAMES - 1);
        quoted.push(format!("{more} more"));
    }
    match quoted.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_plain_words() {
        for good in ["a", "wbk", "p2ham", "unit_kind"] {
            assert!(is_id(good), "{good}");
        }
        for bad in ["", "A", "2x", "_a", "a-b", "a b", "é", "a\u{7}", &"a".repeat(65)] {
            assert!(!is_id(bad), "{bad}");
        }
        assert!(is_name("zi-wbk-wbbm"));
    }

    #[test]
    fn long_names_are_cropped_in_messages() {
        assert_eq!(shown("a\u{7}b"), "a\\u{7}b");
        assert_eq!(shown(&"é".repeat(64)), "é".repeat(64));
        assert_eq!(shown(&"é".repeat(65)), format!("{}…", "é".repeat(64)));
    }

    #[test]
    fn names_are_compared_a_bounded_number_of_times() {
        let known: Vec<String> = (0..100_000).map(|i| format!("name_{i}")).collect();
        let known = || known.iter().map(String::as_str);
        let suggestions = Suggestions::new();
        let helps: Vec<String> = (0..8).map(|_| suggestions.of("name_x", known(), "facts")).collect();
        assert_eq!(helps.iter().filter(|help| help.contains("did you mean")).count(), 5);
        assert_eq!(suggestions.of("x", known(), "facts"), "look it up among the facts of the rule set");
    }

    #[test]
    fn the_nearest_name_is_suggested_or_none() {
        assert_eq!(nearest("heritge", ["heritage", "unit_kind"]), Some("heritage"));
        assert_eq!(nearest("zzz", ["heritage", "unit_kind"]), None);
    }
}
