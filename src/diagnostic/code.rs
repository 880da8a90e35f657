//! The one list of codes: it makes the type, the pages, the documentation and the tests.

use std::fmt;
use std::str::FromStr;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth a look; the input is usable.
    Warning,
    /// The input is refused.
    Error,
}

impl Severity {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Makes [`Code`] from the list: a variant, its name, its severity. The page of a code, with a bad file,
/// what is printed for it and a good twin, is `codes/NAME.md`; a test runs every page.
macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident;)*) => {
        /// A stable name for a kind of finding. Names are never reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = include_str!(concat!("codes/", $name, ".md"))] $variant,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The name, such as `unknown-fact`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// The severity it has unless a caller changes it.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// Its page, in Markdown: what it finds, why it is bad, an example and what to use instead.
            #[must_use]
            pub fn page(self) -> &'static str {
                match self { $(Code::$variant => include_str!(concat!("codes/", $name, ".md")),)* }
            }
        }
    };
}

codes! {
    // Reading.
    YamlSyntax "yaml-syntax" Error;
    TooLarge "too-large" Error;
    DuplicateKey "duplicate-key" Error;
    UnknownKey "unknown-key" Error;
    MissingKey "missing-key" Error;
    WrongShape "wrong-shape" Error;
    BadNumber "bad-number" Error;
    BadDate "bad-date" Error;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The text names no code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no code is called `{0}`")]
pub struct UnknownCode(pub String);

impl FromStr for Code {
    type Err = UnknownCode;
    fn from_str(text: &str) -> Result<Code, UnknownCode> {
        Code::ALL.iter().copied().find(|code| code.name() == text).ok_or_else(|| UnknownCode(text.to_owned()))
    }
}
