//! From what an author wrote to a value of a fact's type. Nothing is coerced.

use super::{Fact, FactType, Value};
use crate::diagnostic::Code;
use crate::document::{Literal, Node, Style, number};
use crate::id::{list, nearest, suggest};
use crate::invariant::Always;
use crate::meant;
use crate::{Date, Number};

/// The most values of a choice that a message lists.
const MOST_LISTED: usize = 12;

/// A literal, borrowed: most answers are read from texts of which nothing is kept.
#[derive(Clone, Copy)]
struct Written<'t> {
    text: &'t str,
    style: Style,
}

/// Why a literal is no value of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misfit {
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl Misfit {
    fn new(code: Code, message: String) -> Misfit {
        Misfit { code, message, help: None }
    }

    fn help(mut self, help: impl Into<String>) -> Misfit {
        self.help = Some(help.into());
        self
    }
}

impl Fact {
    /// The value that `literal` is, of this fact's type and within its range.
    pub(crate) fn read(&self, literal: &Literal) -> Result<Value, Misfit> {
        self.read_as(&literal.text, literal.style)
    }

    /// What a cell of a table says of this fact, if anything: an empty cell does not, and a cell of blanks only where a
    /// text is asked for. Blanks around what it says count in a text alone.
    pub(crate) fn in_cell<'t>(&self, cell: &'t str) -> Option<&'t str> {
        let said = if matches!(self.fact_type, FactType::Text { .. }) { cell } else { cell.trim() };
        (!said.is_empty()).then_some(said)
    }

    /// As [`Fact::read`], of a text and how it is spelt.
    pub(crate) fn read_as(&self, text: &str, style: Style) -> Result<Value, Misfit> {
        let text = if style == Style::Cell { self.in_cell(text).unwrap_or_default() } else { text };
        let literal = Written { text, style };
        match &self.fact_type {
            FactType::Boolean => self.read_boolean(literal),
            FactType::Choice { of, .. } => self.read_choice(literal, of),
            FactType::Number { integer, min, max } => {
                let value = self.read_number(literal, *integer)?;
                self.within(&value, min.as_ref(), max.as_ref())?;
                Ok(Value::Number(value))
            }
            FactType::Date { min, max } => {
                let value = self.read_date(literal)?;
                self.within(&value, min.as_ref(), max.as_ref())?;
                Ok(Value::Date(value))
            }
            FactType::Text { min, max } => self.read_text(literal, *min, *max),
        }
    }

    fn read_boolean(&self, literal: Written<'_>) -> Result<Value, Misfit> {
        match (literal.style, literal.text) {
            (Style::Boolean | Style::Plain | Style::Cell, "true") => Ok(Value::Boolean(true)),
            (Style::Boolean | Style::Plain | Style::Cell, "false") => Ok(Value::Boolean(false)),
            _ => {
                let misfit = self.wrong_type("true or false", literal);
                Err(match literal.text.to_lowercase().as_str() {
                    "yes" | "y" | "ya" | "on" | "1" | "true" => misfit.help("write `true`"),
                    "no" | "n" | "tidak" | "off" | "0" | "false" => misfit.help("write `false`"),
                    _ => misfit.help("write `true` or `false`, without quotes"),
                })
            }
        }
    }

    /// A choice compares by its text, however it is spelt.
    fn read_choice(&self, literal: Written<'_>, of: &[String]) -> Result<Value, Misfit> {
        if let Some(at) = of.iter().position(|value| *value == literal.text) {
            let at = u32::try_from(at).ok().or_widest("a choice has no more values than are counted", || u32::MAX);
            return Ok(Value::Choice(at));
        }
        let known = || of.iter().map(String::as_str);
        let mut help = suggest(literal.text, known(), "answers");
        if of.len() <= MOST_LISTED && nearest(literal.text, known()).is_some() {
            help = format!("{help} the answers are {}", list(known()));
        }
        let message = format!("{} is not an answer to `{}`", describe(literal), self.name);
        Err(Misfit::new(Code::UnknownValue, message).help(help))
    }

    fn read_number(&self, literal: Written<'_>, integer: bool) -> Result<Number, Misfit> {
        let wanted = if integer { "a whole number" } else { "a number" };
        let value = number(literal.text, literal.style).map_err(|why| match why.message(literal.text) {
            Some(message) => Misfit { code: why.code(), message, help: why.help(literal.text) },
            None => Misfit { help: why.help(literal.text), ..self.wrong_type(wanted, literal) },
        })?;
        if integer && !value.is_integer() {
            return Err(self.wrong_type(wanted, literal).help("write it without decimals"));
        }
        Ok(value)
    }

    fn read_date(&self, literal: Written<'_>) -> Result<Date, Misfit> {
        if matches!(literal.style, Style::Boolean | Style::Number) {
            return Err(self.wrong_type("a date", literal).help("write year-month-day, such as `2022-05-31`"));
        }
        literal.text.parse().map_err(|error: crate::date::DateError| {
            let message = format!("{} is not a date", describe(literal));
            Misfit::new(Code::BadDate, message).help(meant::date(literal.text, error))
        })
    }

    fn read_text(&self, literal: Written<'_>, min: Option<u32>, max: Option<u32>) -> Result<Value, Misfit> {
        if matches!(literal.style, Style::Boolean | Style::Number) {
            let help = format!("write it in quotes, `\"{}\"`", literal.text);
            return Err(self.wrong_type("a text", literal).help(help));
        }
        // As `min_length` counts: blanks at the ends are no answer.
        let length = literal.text.trim().chars().count();
        if min.is_some_and(|min| length < min as usize) || max.is_some_and(|max| length > max as usize) {
            let message = format!("the answer to `{}` has {length} characters", self.name);
            return Err(Misfit::new(Code::OutOfRange, message).help(match (min, max) {
                (Some(min), Some(max)) => format!("write from {min} to {max} characters"),
                (Some(min), None) => format!("write at least {min} characters"),
                (_, max) => format!("write at most {} characters", max.unwrap_or(u32::MAX)),
            }));
        }
        Ok(Value::Text(literal.text.to_owned()))
    }

    fn within<T: PartialOrd + std::fmt::Display>(
        &self,
        value: &T,
        min: Option<&T>,
        max: Option<&T>,
    ) -> Result<(), Misfit> {
        let wrong = match (min, max) {
            (Some(min), _) if value < min => format!("below {min}, the minimum of `{}`", self.name),
            (_, Some(max)) if value > max => format!("above {max}, the maximum of `{}`", self.name),
            _ => return Ok(()),
        };
        let range = match (min, max) {
            (Some(min), Some(max)) => format!("from {min} to {max}"),
            (Some(min), None) => format!("of {min} or more"),
            (_, max) => max.map_or(String::new(), |max| format!("of {max} or less")),
        };
        Err(Misfit::new(Code::OutOfRange, format!("{value} is {wrong}")).help(format!("write a value {range}")))
    }

    fn wrong_type(&self, wanted: &str, literal: Written<'_>) -> Misfit {
        Misfit::new(Code::WrongLiteral, format!("`{}` asks for {wanted}, not {}", self.name, describe(literal)))
    }
}

fn describe(literal: Written<'_>) -> String {
    Node::scalar(literal.text, literal.style).describe()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(fact_type: FactType) -> Fact {
        Fact { name: "f".to_owned(), fact_type, unit: None, title: None, question: None, derivation: None }
    }

    fn number(integer: bool) -> Fact {
        fact(FactType::Number { integer, min: Some(Number::ZERO), max: Some(Number::from(10)) })
    }

    fn literal(text: &str, style: Style) -> Literal {
        Literal { text: text.to_owned(), style }
    }

    fn refused(fact: &Fact, text: &str, style: Style) -> (Code, String, String) {
        let misfit = fact.read(&literal(text, style)).unwrap_err();
        (misfit.code, misfit.message, misfit.help.unwrap_or_default())
    }

    #[test]
    fn a_boolean_is_true_or_false() {
        let boolean = fact(FactType::Boolean);
        assert_eq!(boolean.read(&literal("true", Style::Boolean)), Ok(Value::Boolean(true)));
        assert_eq!(boolean.read(&literal("false", Style::Plain)), Ok(Value::Boolean(false)));
        assert_eq!(
            refused(&boolean, "yes", Style::Plain),
            (
                Code::WrongLiteral,
                "`f` asks for true or false, not the text `yes`".to_owned(),
                "write `true`".to_owned()
            )
        );
        assert_eq!(refused(&boolean, "true", Style::Quoted).0, Code::WrongLiteral);
        assert_eq!(refused(&boolean, "0", Style::Number).2, "write `false`");
    }

    #[test]
    fn a_choice_compares_by_its_text() {
        let choice = fact(FactType::Choice { of: vec!["yes".into(), "NO".into(), "3".into()], ordered: false });
        assert_eq!(choice.read(&literal("NO", Style::Plain)), Ok(Value::Choice(1)));
        assert_eq!(choice.read(&literal("3", Style::Number)), Ok(Value::Choice(2)));
        assert_eq!(choice.read(&literal("3", Style::Quoted)), Ok(Value::Choice(2)));
        let (code, message, help) = refused(&choice, "Yes", Style::Plain);
        assert_eq!(code, Code::UnknownValue);
        assert_eq!(message, "the text `Yes` is not an answer to `f`");
        assert_eq!(help, "did you mean `yes`? the answers are `yes`, `NO` and `3`");
    }

    #[test]
    fn a_number_is_not_coerced() {
        assert_eq!(number(true).read(&literal("3", Style::Number)), Ok(Value::Number(Number::from(3))));
        assert_eq!(number(true).read(&literal("3", Style::Quoted)), Ok(Value::Number(Number::from(3))));
        assert_eq!(number(true).read(&literal("3.0", Style::Number)), Ok(Value::Number(Number::from(3))));
        assert_eq!(number(true).read(&literal("6/2", Style::Quoted)), Ok(Value::Number(Number::from(3))));
        assert_eq!(
            refused(&number(true), "2.5", Style::Number),
            (
                Code::WrongLiteral,
                "`f` asks for a whole number, not the number 2.5".to_owned(),
                "write it without decimals".to_owned()
            )
        );
        assert_eq!(refused(&number(false), "true", Style::Boolean).0, Code::WrongLiteral);
        assert_eq!(refused(&number(false), "many", Style::Plain).0, Code::WrongLiteral);
        assert_eq!(refused(&number(false), "1e3", Style::Plain).0, Code::BadNumber);
        let third = number(false).read(&literal("1/3", Style::Quoted));
        assert_eq!(third, Ok(Value::Number(Number::ratio(1, 3).unwrap())));
    }

    #[test]
    fn a_long_number_stands_in_quotes() {
        let long = "1.000000000000001";
        assert_eq!(refused(&number(false), long, Style::Number).0, Code::BadNumber);
        assert_eq!(refused(&number(false), long, Style::Plain).0, Code::BadNumber);
        assert!(number(false).read(&literal(long, Style::Quoted)).is_ok());
        assert_eq!(refused(&number(false), "1/3", Style::Plain).2, "put a fraction in quotes: `\"1/3\"`");
        assert!(number(false).read(&literal("0.0000000000000001", Style::Number)).is_ok());
    }

    #[test]
    fn a_value_out_of_range_is_told_the_range() {
        let (code, message, help) = refused(&number(false), "10.5", Style::Number);
        assert_eq!(code, Code::OutOfRange);
        assert_eq!(message, "10.5 is above 10, the maximum of `f`");
        assert_eq!(help, "write a value from 0 to 10");
        let text = fact(FactType::Text { min: Some(3), max: None });
        assert_eq!(refused(&text, " ab ", Style::Quoted).2, "write at least 3 characters");
        let date = fact(FactType::Date { min: None, max: Some("2022-01-01".parse().unwrap()) });
        assert_eq!(refused(&date, "2022-01-02", Style::Plain).2, "write a value of 2022-01-01 or less");
    }

    #[test]
    fn blanks_around_a_cell_count_in_a_text_alone() {
        let boolean = fact(FactType::Boolean);
        assert_eq!(boolean.read(&literal(" true ", Style::Cell)), Ok(Value::Boolean(true)));
        assert_eq!(number(true).read(&literal("3 ", Style::Cell)), Ok(Value::Number(Number::from(3))));
        assert_eq!(refused(&number(true), " 3", Style::Quoted).0, Code::BadNumber);
        let text = fact(FactType::Text { min: None, max: None });
        assert_eq!(text.read(&literal(" a ", Style::Cell)), Ok(Value::Text(" a ".to_owned())));
        assert_eq!((text.in_cell("  "), number(true).in_cell("  ")), (Some("  "), None));
        assert_eq!((text.in_cell(""), number(true).in_cell(" 3 ")), (None, Some("3")));
    }

    #[test]
    fn a_date_and_a_text_are_not_numbers() {
        let date = fact(FactType::Date { min: None, max: None });
        assert_eq!(refused(&date, "2022", Style::Number).0, Code::WrongLiteral);
        assert_eq!(refused(&date, "2022-02-30", Style::Plain).0, Code::BadDate);
        let text = fact(FactType::Text { min: None, max: None });
        assert_eq!(refused(&text, "12", Style::Number).2, "write it in quotes, `\"12\"`");
        assert_eq!(text.read(&literal("12", Style::Quoted)), Ok(Value::Text("12".to_owned())));
    }
}
