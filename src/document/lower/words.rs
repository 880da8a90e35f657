//! Words that stand for one of a few choices.

use super::scalar::word_node;
use super::{Form, Lowering, map_of};
use crate::document::{
    Aggregate, ExceptionKind, FactKind, Node, NotApplicable, Operator, Standing, Unanswered, Value, WaivedAs,
    WhenEmpty, WhenZero,
};
use crate::id::list;
use crate::number::{Number, RoundingMode};

/// A choice that is written as a word.
pub(crate) trait Words: Copy + PartialEq + 'static {
    /// Every choice with its word.
    const LIST: &'static [(&'static str, Self)];

    /// Its word.
    fn word(self) -> &'static str {
        Self::LIST.iter().find(|(_, value)| *value == self).map_or("", |(word, _)| word)
    }

    /// The choice of a word.
    fn from_word(word: &str) -> Option<Self> {
        Self::LIST.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
    }
}

macro_rules! words {
    ($($type:ty = $list:expr;)*) => {$(
        impl Words for $type {
            const LIST: &'static [(&'static str, $type)] = &$list;
        }

        impl Form for $type {
            fn lower<'n>(node: &'n Node, low: &mut Lowering<'n>) -> Option<$type> {
                lower_word(node, low, "")
            }

            fn raise(&self) -> Node {
                word_node(Words::word(*self))
            }
        }
    )*};
}
words! {
    FactKind = FactKind::WORDS;
    Standing = Standing::WORDS;
    RoundingMode = RoundingMode::WORDS;
    NotApplicable = [
        ("redistribute", NotApplicable::Redistribute),
        ("shrink", NotApplicable::Shrink),
        ("full", NotApplicable::Full),
        ("zero", NotApplicable::Zero),
    ];
    WhenEmpty = [("met", WhenEmpty::Met), ("not_met", WhenEmpty::NotMet)];
    Unanswered = [
        ("unknown", Unanswered::Unknown),
        ("zero", Unanswered::Zero),
        ("skip", Unanswered::Skip),
        ("error", Unanswered::Error),
    ];
    WaivedAs = [("not_applicable", WaivedAs::NotApplicable), ("met", WaivedAs::Met)];
    ExceptionKind = [
        ("waiver", ExceptionKind::Waiver),
        ("equivalent", ExceptionKind::Equivalent),
        ("not_applicable", ExceptionKind::NotApplicable),
    ];
}

impl Words for Operator {
    const LIST: &'static [(&'static str, Operator)] = &Operator::WORDS;
}

/// The choice that a node names; `or` adds what else might stand there.
fn lower_word<'n, T: Words>(node: &'n Node, low: &mut Lowering<'n>, or: &str) -> Option<T> {
    let words: Vec<&str> = T::LIST.iter().map(|(word, _)| *word).collect();
    let expected = format!("one of {}{or}", list(words.iter().copied()));
    let Value::Scalar(scalar) = &node.value else { return low.wrong(node, &expected, None) };
    if let Some(value) = T::from_word(&scalar.text) {
        return Some(value);
    }
    let elsewhere = ELSEWHERE.iter().find(|(word, meant)| *word == scalar.text && words.contains(meant));
    let meant = elsewhere.map(|(_, meant)| *meant).or_else(|| low.meant(&scalar.text, words));
    let help = meant.map_or_else(
        || "write the one of these words that is meant".to_owned(),
        |meant| format!("did you mean `{meant}`?"),
    );
    low.wrong(node, &expected, Some(help))
}

/// Words of other languages for what is meant here.
const ELSEWHERE: &[(&str, &str)] = &[
    ("float", "decimal"),
    ("double", "decimal"),
    ("number", "decimal"),
    ("numeric", "decimal"),
    ("int", "integer"),
    ("string", "text"),
    ("str", "text"),
    ("enum", "choice"),
    ("select", "choice"),
    ("flag", "boolean"),
    ("datetime", "date"),
];

/// The aggregates without a number.
const AGGREGATES: &[(&str, Aggregate)] = &[
    ("sum", Aggregate::Sum),
    ("mean", Aggregate::Mean),
    ("min", Aggregate::Min),
    ("max", Aggregate::Max),
    ("all", Aggregate::All),
    ("any", Aggregate::Any),
    ("deduct", Aggregate::Deduct),
];

impl Form for Aggregate {
    fn lower<'n>(node: &'n Node, low: &mut Lowering<'n>) -> Option<Aggregate> {
        let known: Vec<&str> = AGGREGATES.iter().map(|(word, _)| *word).collect();
        match &node.value {
            Value::Scalar(scalar) => {
                if let Some((_, found)) = AGGREGATES.iter().find(|(word, _)| *word == scalar.text) {
                    return Some(found.clone());
                }
                let help = match scalar.text.as_str() {
                    "best" => Some("say of how many: `{best: 2}`".to_owned()),
                    "at_least" => Some("say how many: `{at_least: 3}`".to_owned()),
                    "average" | "avg" => Some("did you mean `mean`?".to_owned()),
                    text => low.meant(text, known.iter().copied()).map(|near| format!("did you mean `{near}`?")),
                };
                low.wrong(node, &expected_aggregate(&known), help)
            }
            Value::Map(entries) => {
                low.only(entries, &["best", "at_least"], "an aggregate");
                match entries.as_slice() {
                    [one] if one.key == "best" => {
                        low.at_key("best", |low| u32::lower(&one.value, low)).map(Aggregate::Best)
                    }
                    [one] if one.key == "at_least" => {
                        low.at_key("at_least", |low| u32::lower(&one.value, low)).map(Aggregate::AtLeast)
                    }
                    [one] if !["best", "at_least"].contains(&one.key.as_str()) => None,
                    _ => low.wrong(node, &expected_aggregate(&known), None),
                }
            }
            _ => low.wrong(node, &expected_aggregate(&known), None),
        }
    }

    fn raise(&self) -> Node {
        match self {
            Aggregate::Best(count) => map_of([("best", count.raise())]),
            Aggregate::AtLeast(count) => map_of([("at_least", count.raise())]),
            other => {
                word_node(AGGREGATES.iter().find(|(_, aggregate)| aggregate == other).map_or("", |(word, _)| word))
            }
        }
    }
}

fn expected_aggregate(known: &[&str]) -> String {
    format!("one of {}, or `{{best: k}}` or `{{at_least: n}}`", list(known.iter().copied()))
}

impl Form for WhenZero {
    fn lower<'n>(node: &'n Node, low: &mut Lowering<'n>) -> Option<WhenZero> {
        match &node.value {
            Value::Scalar(scalar) if scalar.text == "unknown" => Some(WhenZero::Unknown),
            Value::Scalar(scalar) if scalar.text == "not_applicable" => Some(WhenZero::NotApplicable),
            Value::Scalar(scalar) if scalar.text.starts_with(|c: char| c.is_ascii_digit() || c == '-') => {
                Number::lower(node, low).map(WhenZero::Number)
            }
            _ => {
                let help = "write what stands where the divisor is zero, such as `when_zero: 0`".to_owned();
                low.wrong(node, "a number, `unknown` or `not_applicable`", Some(help))
            }
        }
    }

    fn raise(&self) -> Node {
        match self {
            WhenZero::Number(number) => number.raise(),
            WhenZero::Unknown => word_node("unknown"),
            WhenZero::NotApplicable => word_node("not_applicable"),
        }
    }
}
