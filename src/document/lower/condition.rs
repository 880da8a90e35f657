//! Conditions, expectations, and the cases of a leaf.

use super::fields::Fields;
use super::{Form, Lowering, Words, list_of, map_of};
use crate::diagnostic::Code;
use crate::document::{Case, Cases, Condition, Entry, Expectation, Literal, Node, Operator, Value};
use crate::id::list;

/// The words that make a condition of others.
const CONNECTIVES: [&str; 4] = ["all", "any", "not", "count"];

impl Form for Condition {
    fn lower<'n>(node: &'n Node, low: &mut Lowering<'n>) -> Option<Condition> {
        if matches!(node.value, Value::List(_)) {
            let help = "write `{all: [...]}` or `{any: [...]}` around the conditions";
            return low.wrong(node, "one condition", Some(help.to_owned()));
        }
        let entries = low.mapping(node, "a condition, such as `{heritage: true}`")?;
        let connective = entries.iter().find(|entry| CONNECTIVES.contains(&entry.key.as_str()));
        match (connective, entries) {
            (None, []) => low.wrong(node, "a condition", Some("name a fact and what is expected of it".to_owned())),
            (None, _) => Some(Condition::Facts(entries.iter().filter_map(|entry| lower_fact(entry, low)).collect())),
            (Some(entry), [_]) => low.at_key(&entry.key, |low| lower_connective(entry, low)),
            (Some(entry), _) => {
                let message = format!("`{}` stands beside other keys", entry.key);
                let help = "put it alone: `{all: [{a: true}, {any: [...]}]}` joins a fact and an `any`";
                low.report(Code::WrongShape, entry.key_at, message, Some(help.to_owned()));
                None
            }
        }
    }

    fn raise(&self) -> Node {
        match self {
            Condition::Facts(facts) => map_of(facts.iter().map(|(fact, expected)| (fact.as_str(), expected.raise()))),
            Condition::All(parts) => map_of([("all", list_of(parts))]),
            Condition::Any(parts) => map_of([("any", list_of(parts))]),
            Condition::Not(part) => map_of([("not", part.raise())]),
            Condition::Count { of, at_least, at_most, exactly } => {
                let bounds = [("at_least", at_least), ("at_most", at_most), ("exactly", exactly)];
                let bounds = bounds.into_iter().filter_map(|(word, n)| Some((word, n.as_ref()?.raise())));
                map_of([("count", map_of(std::iter::once(("of", list_of(of))).chain(bounds)))])
            }
        }
    }
}

fn lower_fact<'n>(entry: &'n Entry, low: &mut Lowering<'n>) -> Option<(String, Expectation)> {
    let expectation = low.at_key(&entry.key, |low| Expectation::lower(&entry.value, low))?;
    Some((entry.key.clone(), expectation))
}

fn lower_connective<'n>(entry: &'n Entry, low: &mut Lowering<'n>) -> Option<Condition> {
    let node = &entry.value;
    match entry.key.as_str() {
        "not" => Condition::lower(node, low).map(|part| Condition::Not(Box::new(part))),
        "all" => complete(node, low).map(Condition::All),
        "any" => complete(node, low).map(Condition::Any),
        _ => {
            let fields = Fields::new(node, low, "a count", &["of", "at_least", "at_most", "exactly"], false)?;
            let of = fields.required::<Vec<Condition>>(low, "of");
            let at_least = fields.optional(low, "at_least");
            let at_most = fields.optional(low, "at_most");
            let exactly = fields.optional(low, "exactly");
            if ["at_least", "at_most", "exactly"].iter().all(|word| node.get(word).is_none()) {
                let message = "how many are to hold is missing".to_owned();
                let help = "add `at_least`, `at_most` or `exactly`".to_owned();
                low.report(Code::MissingKey, node.at, message, Some(help));
            }
            Some(Condition::Count { of: of?, at_least, at_most, exactly })
        }
    }
}

/// A list of conditions.
fn complete<'n>(node: &'n Node, low: &mut Lowering<'n>) -> Option<Vec<Condition>> {
    let items = low.list(node, "a list of conditions")?;
    Some(low.items(items))
}

impl Form for Expectation {
    fn lower<'n>(node: &'n Node, low: &mut Lowering<'n>) -> Option<Expectation> {
        match &node.value {
            Value::Scalar(_) => Literal::lower(node, low).map(Expectation::Is),
            Value::List(items) => Some(Expectation::OneOf(low.items(items))),
            Value::Map(entries) => {
                let operators = entries.iter().filter_map(|entry| lower_operator(entry, low)).collect();
                Some(Expectation::Operators(operators))
            }
            Value::Null => low.wrong(node, "a value, a list of values, or operators such as `{at_least: 3}`", None),
        }
    }

    fn raise(&self) -> Node {
        match self {
            Expectation::Is(value) => value.raise(),
            Expectation::OneOf(values) => list_of(values),
            Expectation::Operators(operators) => map_of(operators.iter().map(|(operator, values)| {
                let value = match (operator, values.as_slice()) {
                    (Operator::NotIn, _) => list_of(values),
                    (_, [one]) => one.raise(),
                    _ => list_of(values),
                };
                (operator.word(), value)
            })),
        }
    }
}

fn lower_operator<'n>(entry: &'n Entry, low: &mut Lowering<'n>) -> Option<(Operator, Vec<Literal>)> {
    let Some(operator) = Operator::from_word(&entry.key) else {
        let words = || Operator::WORDS.iter().map(|(word, _)| *word);
        let help = match low.meant(&entry.key, words()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the operators are {}", list(words())),
        };
        let message = format!("`{}` is no operator", entry.key.escape_debug());
        low.at_key(&entry.key, |low| low.report(Code::UnknownKey, entry.key_at, message, Some(help)));
        return None;
    };
    let values = low.at_key(&entry.key, |low| match operator {
        Operator::NotIn => Vec::lower(&entry.value, low),
        _ => Literal::lower(&entry.value, low).map(|value| vec![value]),
    })?;
    Some((operator, values))
}

/// The `cases` of a leaf and the `otherwise` beside them.
pub(super) fn lower_cases<'n>(fields: &Fields<'n>, low: &mut Lowering<'n>) -> Option<Cases> {
    let cases: Option<Vec<Case>> = fields.optional(low, "cases");
    let otherwise = fields.optional(low, "otherwise");
    if let (None, Some(entry)) = (fields.node.get("cases"), fields.node.entry("otherwise")) {
        let help = "it says what `cases` give when none holds; inside `bands` it stands in the bands";
        low.report(
            Code::WrongShape,
            entry.key_at,
            "`otherwise` stands without `cases`".to_owned(),
            Some(help.to_owned()),
        );
    }
    Some(Cases { cases: cases?, otherwise })
}

pub(super) fn raise_cases(cases: Option<&Cases>, entries: &mut Vec<(&str, Node)>) {
    let Some(Cases { cases, otherwise }) = cases else { return };
    entries.push(("cases", list_of(cases)));
    entries.extend(otherwise.as_ref().map(|fraction| ("otherwise", fraction.raise())));
}
