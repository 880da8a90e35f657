//! The languages that reports speak.

use std::fmt;
use std::str::FromStr;

/// A language in which reports are written.
///
/// ```
/// use predikat::report::Language;
/// assert_eq!("id".parse(), Ok(Language::Indonesian));
/// assert_eq!(Language::English.word(), "en");
/// assert_eq!("fr".parse::<Language>().unwrap_err().to_string(), "no reports are written in `fr`");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// `id`
    Indonesian,
    /// `en`
    #[default]
    English,
}

impl Language {
    /// Every language.
    pub const ALL: [Language; 2] = [Language::Indonesian, Language::English];

    /// Its word, a language tag.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Language::Indonesian => "id",
            Language::English => "en",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The word names no language of reports.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no reports are written in `{0}`")]
pub struct UnknownLanguage(pub String);

impl FromStr for Language {
    type Err = UnknownLanguage;
    fn from_str(word: &str) -> Result<Language, UnknownLanguage> {
        Language::ALL
            .into_iter()
            .find(|language| language.word() == word)
            .ok_or_else(|| UnknownLanguage(word.to_owned()))
    }
}
