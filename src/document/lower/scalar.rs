//! Scalars: texts, truth values, numbers, dates, literals.

use super::{Form, Lowering, map_of};
use crate::date::DateError;
use crate::diagnostic::Code;
use crate::document::{Literal, Node, Scalar, Style, Text, Value, number};
use crate::{Date, Duration, Number, meant};
use indexmap::IndexMap;

/// A text in quotes.
pub(super) fn text_node(text: &str) -> Node {
    Node::scalar(text, Style::Quoted)
}

/// A word of the language.
pub(super) fn word_node(word: &str) -> Node {
    Node::scalar(word, Style::Plain)
}

impl Form for String {
    fn lower<'n>(node: &'n Node, low: &mut Lowering<'n>) -> Option<String> {
        match &node.value {
            Value::Scalar(scalar) => Some(scalar.text.clone()),
            _ => low.wrong(node, "a text", None),
        }
    }

    fn raise(&self) -> Node {
        text_node(self)
    }

    fn stand_in() -> Option<String> {
        Some(String::new())
    }
}

impl Form for bool {
    fn lower<'n>(node: &'n Node, low: &mut Lowering<'n>) -> Option<bool> {
        if let Value::Scalar(Scalar { text, style }) = &node.value {
            if *style == Style::Boolean {
                return Some(text == "true");
            }
            let meant = match text.to_ascii_lowercase().as_str() {
                "yes" | "on" | "y" | "true" | "1" | "ya" => Some("true"),
                "no" | "off" | "n" | "false" | "0" | "tidak" => Some("false"),
                _ => None,
            };
            let help = meant.map(|word| format!("write `{word}`, in small letters and without quotes"));
            let _: Option<bool> = low.wrong(node, "`true` or `false`", help);
            // What was meant is clear: nothing else is to be said of it.
            return meant.map(|word| word == "true");
        }
        low.wrong(node, "`true` or `false`", None)
    }

    fn raise(&self) -> Node {
        Node::scalar(self.to_string(), Style::Boolean)
    }
}

impl Form for Number {
    fn lower<'n>(node: &'n Node, low: &mut Lowering<'n>) -> Option<Number> {
        let Value::Scalar(Scalar { text, style }) = &node.value else { return low.wrong(node, "a number", None) };
        if text.len() > low.limits.digits {
            let message =
                format!("a number of {} characters, more than the {} that are read", text.len(), low.limits.digits);
            low.report(Code::TooLarge, node.at, message, None);
            return None;
        }
        let name = low.name();
        match number(text, *style) {
            Ok(number) => Some(number),
            Err(why) => match why.message(text) {
                None => low.wrong(node, "a number", why.help(text)),
                Some(message) => {
                    low.report(why.code(), node.at, format!("{name}: {message}"), why.help(text));
                    None
                }
            },
        }
    }

    fn raise(&self) -> Node {
        let text = self.to_string();
        let style = if Style::of_plain(&text) == Style::Number { Style::Number } else { Style::Quoted };
        Node::scalar(text, style)
    }

    fn stand_in() -> Option<Number> {
        Some(Number::ZERO)
    }
}

/// Whole numbers that count something.
macro_rules! counts {
    ($($type:ty),*) => {$(
        impl Form for $type {
            fn lower<'n>(node: &'n Node, low: &mut Lowering<'n>) -> Option<$type> {
                let mut help = None;
                if let Value::Scalar(Scalar { text, style }) = &node.value {
                    match (text.parse::<$type>(), text.parse::<Number>()) {
                        (Ok(count), _) if *style == Style::Number => return Some(count),
                        (Ok(count), _) => help = Some(format!("write `{count}`, without quotes")),
                        (_, Ok(number)) if number.is_integer() && !number.is_negative() => {
                            help = Some(format!("write `{number}`"));
                        }
                        _ => help = Some("write digits alone, such as `3`".to_owned()),
                    }
                }
                low.wrong(node, &format!("a whole number from 0 to {}", <$type>::MAX), help)
            }

            fn raise(&self) -> Node {
                Node::scalar(self.to_string(), Style::Number)
            }
        }
    )*};
}
counts!(u8, u32);

/// Dates and durations, as texts.
macro_rules! dates {
    ($($type:ty, $expected:literal;)*) => {$(
        impl Form for $type {
            fn lower<'n>(node: &'n Node, low: &mut Lowering<'n>) -> Option<$type> {
                let Value::Scalar(Scalar { text, .. }) = &node.value else { return low.wrong(node, $expected, None) };
                match text.parse() {
                    Ok(date) => Some(date),
                    Err(why) => {
                        let why: DateError = why;
                        let message = format!("{}: `{}` is not {}", low.name(), text.escape_debug(), $expected);
                        low.report(Code::BadDate, node.at, message, Some(meant::date(text, why)));
                        None
                    }
                }
            }

            fn raise(&self) -> Node {
                Node::scalar(self.to_string(), Style::Plain)
            }
        }
    )*};
}
dates! {
    Date, "a date";
    Duration, "a duration";
}

impl Form for Literal {
    fn lower<'n>(node: &'n Node, low: &mut Lowering<'n>) -> Option<Literal> {
        match &node.value {
            Value::Scalar(Scalar { text, style }) => Some(Literal { text: text.clone(), style: *style }),
            _ => low.wrong(node, "one value", None),
        }
    }

    fn raise(&self) -> Node {
        Node::scalar(self.text.clone(), self.style)
    }
}

impl Form for Text {
    fn lower<'n>(node: &'n Node, low: &mut Lowering<'n>) -> Option<Text> {
        match &node.value {
            Value::Scalar(scalar) => Some(Text::Plain(scalar.text.clone())),
            Value::Map(_) => IndexMap::lower(node, low).map(Text::ByLanguage),
            _ => low.wrong(node, "a text, or one a language: `{id: \"...\", en: \"...\"}`", None),
        }
    }

    fn raise(&self) -> Node {
        match self {
            Text::Plain(text) => text_node(text),
            Text::ByLanguage(texts) => {
                map_of(texts.iter().map(|(language, text)| (language.as_str(), text_node(text))))
            }
        }
    }
}
