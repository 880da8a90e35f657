//! Answers by path: a path as one key, or nested maps.

use indexmap::IndexMap;

use super::{At, Form, Lowering, map_of};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Literal, Node, Value};

/// A collection of answers: one in which a null is as nothing, or one in which it takes an answer back.
pub(super) trait Answers: Default {
    /// Adds an answer.
    fn add(&mut self, path: String, value: Option<Literal>);

    /// The answers, in order.
    fn each(&self) -> impl Iterator<Item = (&str, Option<&Literal>)>;
}

impl Answers for IndexMap<String, Literal> {
    fn add(&mut self, path: String, value: Option<Literal>) {
        if let Some(value) = value {
            self.insert(path, value);
        }
    }

    fn each(&self) -> impl Iterator<Item = (&str, Option<&Literal>)> {
        self.iter().map(|(path, value)| (path.as_str(), Some(value)))
    }
}

impl Answers for IndexMap<String, Option<Literal>> {
    fn add(&mut self, path: String, value: Option<Literal>) {
        self.insert(path, value);
    }

    fn each(&self) -> impl Iterator<Item = (&str, Option<&Literal>)> {
        self.iter().map(|(path, value)| (path.as_str(), value.as_ref()))
    }
}

/// The answers of a mapping, nested ones under their whole path.
pub(super) fn lower<'n, T: Answers>(node: &'n Node, low: &mut Lowering<'n>) -> T {
    let mut answers = T::default();
    let mut seen = IndexMap::new();
    walk(node, "", low, &mut answers, &mut seen);
    answers
}

fn walk<'n, T: Answers>(
    node: &'n Node,
    prefix: &str,
    low: &mut Lowering<'n>,
    answers: &mut T,
    seen: &mut IndexMap<String, At>,
) {
    let Some(entries) = low.mapping(node, "a mapping from facts to answers") else { return };
    for entry in entries {
        let path = if prefix.is_empty() { entry.key.clone() } else { format!("{prefix}.{}", entry.key) };
        low.at_key(&entry.key, |low| {
            let value = match &entry.value.value {
                Value::Map(_) => return walk(&entry.value, &path, low, answers, seen),
                Value::Null => None,
                Value::Scalar(_) => match Literal::lower(&entry.value, low) {
                    None => return,
                    value => value,
                },
                Value::List(_) => {
                    low.wrong::<()>(&entry.value, "one answer", None);
                    return;
                }
            };
            if let Some(first) = seen.get(&path) {
                let message = format!("the fact `{}` is answered twice", path.escape_debug());
                let problem = Diagnostic::new(Code::DuplicateKey, low.place(entry.key_at), message)
                    .related(low.place(*first), "first answered here")
                    .help("a path as one key and nested maps name the same fact: keep one");
                low.problems.push(problem);
                return;
            }
            seen.insert(path.clone(), entry.key_at);
            answers.add(path, value);
        });
    }
}

/// How answers are written: each path as one key.
pub(super) fn raise<T: Answers>(answers: &T) -> Node {
    map_of(answers.each().map(|(path, value)| (path, value.map_or(Node::new(Value::Null), Form::raise))))
}
