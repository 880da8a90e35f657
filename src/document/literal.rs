//! Small things that stand everywhere: literals and titles.

use indexmap::IndexMap;

use super::Style;

/// A value as an author spelt it; what it means depends on the type of the fact beside it.
///
/// Literals compare equal when they mean the same: texts whether in quotes or not, numbers by their value.
#[derive(Clone, Debug)]
pub struct Literal {
    /// The exact text, without quotes.
    pub text: String,
    /// How it was spelt.
    pub style: Style,
}

impl Literal {
    /// A text, in quotes.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Literal {
        Literal { text: text.into(), style: Style::Quoted }
    }

    /// `true` or `false`.
    #[must_use]
    pub fn boolean(value: bool) -> Literal {
        Literal { text: value.to_string(), style: Style::Boolean }
    }

    /// A number; in quotes where it is no decimal of at most 15 significant digits.
    #[must_use]
    pub fn number(value: &crate::Number) -> Literal {
        let text = value.to_string();
        let style = if Style::of_plain(&text) == Style::Number { Style::Number } else { Style::Quoted };
        Literal { text, style }
    }
}

impl PartialEq for Literal {
    fn eq(&self, other: &Literal) -> bool {
        super::node::means_the_same((&self.text, self.style), (&other.text, other.style))
    }
}

impl Eq for Literal {}

/// A text for people: one, or one a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// In the rule set's own language.
    Plain(String),
    /// By language, `{id: "...", en: "..."}`, in the author's order.
    ByLanguage(IndexMap<String, String>),
}

impl Text {
    /// The text in `language`, else the first there is.
    #[must_use]
    pub fn in_language(&self, language: &str) -> &str {
        match self {
            Text::Plain(text) => text,
            Text::ByLanguage(texts) => texts.get(language).or_else(|| texts.values().next()).map_or("", String::as_str),
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text::Plain(text.to_owned())
    }
}
