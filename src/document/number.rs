//! A number as it is written: which spellings are read, and how another is mended.

use super::Style;
use crate::Number;
use crate::diagnostic::Code;
use crate::meant;
use crate::number::NumberError;

/// The most significant digits that a number has without quotes: every reader, and every float,
/// carries so many exactly.
pub(crate) const MOST_UNQUOTED_DIGITS: usize = 15;

/// Whether a number's text has more significant digits than stand without quotes.
pub(crate) fn is_long(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit);
    digits.skip_while(|digit| *digit == b'0').count() > MOST_UNQUOTED_DIGITS
}

/// Why a scalar is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoNumber {
    /// It is `true` or `false`.
    Truth,
    /// It is a text that stands for no number.
    Text,
    /// It is a number of more digits than stand without quotes.
    TooManyDigits,
    /// It is a fraction without quotes.
    FractionWithoutQuotes,
    /// It is a number in another spelling.
    Spelling(NumberError),
}

/// The number that a scalar is.
pub(crate) fn number(text: &str, style: Style) -> Result<Number, NoNumber> {
    if style == Style::Boolean {
        return Err(NoNumber::Truth);
    }
    let value = text.parse::<Number>().map_err(|why| match why {
        NumberError::Syntax if meant::number_meant(text).is_none() => NoNumber::Text,
        why => NoNumber::Spelling(why),
    })?;
    match style {
        Style::Number | Style::Plain if text.contains('/') => Err(NoNumber::FractionWithoutQuotes),
        Style::Number | Style::Plain if is_long(text) => Err(NoNumber::TooManyDigits),
        _ => Ok(value),
    }
}

impl NoNumber {
    /// Under which code it is reported.
    pub(crate) fn code(self) -> Code {
        match self {
            NoNumber::Truth | NoNumber::Text => Code::WrongLiteral,
            NoNumber::TooManyDigits | NoNumber::FractionWithoutQuotes | NoNumber::Spelling(_) => Code::BadNumber,
        }
    }

    /// What is wrong with the scalar of this text; `None` where it is something else than a number, which is told beside
    /// what is asked for.
    pub(crate) fn message(self, text: &str) -> Option<String> {
        let text = text.escape_debug();
        match self {
            NoNumber::Truth | NoNumber::Text => None,
            NoNumber::TooManyDigits => {
                Some(format!("`{text}` has more than {MOST_UNQUOTED_DIGITS} significant digits"))
            }
            NoNumber::FractionWithoutQuotes => Some(format!("`{text}` is a fraction without quotes")),
            NoNumber::Spelling(_) => Some(format!("`{text}` is not a number that is read here")),
        }
    }

    /// How to mend it.
    pub(crate) fn help(self, text: &str) -> Option<String> {
        match self {
            NoNumber::Truth => None,
            NoNumber::Text => Some(NumberError::Syntax.to_string()),
            NoNumber::TooManyDigits => {
                Some(format!("not every reader carries so many exactly: write it in quotes, `\"{text}\"`"))
            }
            NoNumber::FractionWithoutQuotes => Some(format!("put a fraction in quotes: `\"{text}\"`")),
            NoNumber::Spelling(why) => Some(meant::number(text, why)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelling_is_refused_with_its_reason() {
        let why = |text, style| number(text, style).unwrap_err();
        let long = "1.00000000000000001";
        assert_eq!(why(long, Style::Plain), NoNumber::TooManyDigits);
        assert_eq!(
            why(long, Style::Plain).message(long).unwrap(),
            format!("`{long}` has more than 15 significant digits")
        );
        assert_eq!(why("1/3", Style::Plain).help("1/3").unwrap(), "put a fraction in quotes: `\"1/3\"`");
        assert_eq!(why("true", Style::Boolean).code(), Code::WrongLiteral);
        assert_eq!(why("many", Style::Plain), NoNumber::Text);
        assert_eq!(why("1e3", Style::Plain).code(), Code::BadNumber);
        for (text, style) in
            [(long, Style::Quoted), (long, Style::Cell), ("1/3", Style::Quoted), ("-2.5", Style::Number)]
        {
            assert_eq!(number(text, style), Ok(text.parse().unwrap()));
        }
    }
}
