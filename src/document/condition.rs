//! Conditions as written (language reference, section 2).

use super::Literal;

/// A statement about facts that is true, false or unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Every expectation about the named facts holds: `{heritage: true, unit_kind: [lapas, rutan]}`.
    Facts(Vec<(String, Expectation)>),
    /// `all: [...]`
    All(Vec<Condition>),
    /// `any: [...]`
    Any(Vec<Condition>),
    /// `not: ...`
    Not(Box<Condition>),
    /// `count: {of: [...], at_least | at_most | exactly: n}`
    Count {
        /// The conditions counted.
        of: Vec<Condition>,
        /// At least so many hold.
        at_least: Option<u32>,
        /// At most so many hold.
        at_most: Option<u32>,
        /// Exactly so many hold.
        exactly: Option<u32>,
    },
}

/// What is expected of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// This value.
    Is(Literal),
    /// Any of these values.
    OneOf(Vec<Literal>),
    /// Every one of these operators holds.
    Operators(Vec<(Operator, Vec<Literal>)>),
}

/// The operators of an expectation. `not_in` takes a list, every other one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    /// Not below.
    AtLeast,
    /// Not above.
    AtMost,
    /// Greater.
    Above,
    /// Less.
    Below,
    /// Another value.
    IsNot,
    /// None of these values.
    NotIn,
    /// Whether the dossier answers the fact; never unknown.
    Answered,
    /// A text of at least so many characters.
    MinLength,
    /// A text that starts so.
    StartsWith,
    /// A text that does not start so.
    NotStartsWith,
    /// A text in which a URL stands (`http://` or `https://` and at least one more character that is no blank).
    ContainsUrl,
}

impl Operator {
    /// Every operator with its word.
    pub const WORDS: [(&'static str, Operator); 11] = [
        ("at_least", Operator::AtLeast),
        ("at_most", Operator::AtMost),
        ("above", Operator::Above),
        ("below", Operator::Below),
        ("is_not", Operator::IsNot),
        ("not_in", Operator::NotIn),
        ("answered", Operator::Answered),
        ("min_length", Operator::MinLength),
        ("starts_with", Operator::StartsWith),
        ("not_starts_with", Operator::NotStartsWith),
        ("contains_url", Operator::ContainsUrl),
    ];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Operator::WORDS.iter().find(|(_, operator)| *operator == self).map_or("", |(word, _)| word)
    }
}
