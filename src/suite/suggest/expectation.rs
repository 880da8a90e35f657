//! What a suggested case expects: the whole, and the element that it is about.

use serde_json::Value as Json;

use crate::document::{Entry, Literal, Node, Style, Value};
use crate::suite::coverage::CoveragePlace;
use crate::{Assessment, Number};

pub(super) fn of(assessment: &Assessment, place: &CoveragePlace) -> Node {
    let total = match assessment.total.points() {
        Some(points) => map([("low", number(&points.low)), ("high", number(&points.high))]),
        None => map([("scored", Node::scalar("false", Style::Boolean))]),
    };
    let mut entries = vec![("total", total)];
    if let Some(criterion) = assessment.criteria.get(&place.of) {
        let outcome = map([
            ("status", text(criterion.status.word())),
            ("low", number(&criterion.low)),
            ("high", number(&criterion.high)),
        ]);
        entries.push(("criteria", map([(place.of.as_str(), outcome)])));
    }
    let awards = assessment.awards.iter().map(|(id, award)| {
        let mut outcome = vec![("outcome", text(award.outcome.word()))];
        let asked = |one: &str| place.of == format!("{id}.{one}");
        let verdicts = |found: Vec<(&String, Json)>| {
            let item = |(id, verdict): (&String, Json)| {
                map([("id", text(id)), ("outcome", text(verdict.as_str().unwrap_or_default()))])
            };
            Node::new(Value::List(found.into_iter().map(item).collect()))
        };
        let requirements = award.requirements.iter().filter(|one| asked(&one.id));
        let requirements: Vec<_> =
            requirements.map(|one| (&one.id, serde_json::to_value(one.outcome).unwrap_or_default())).collect();
        let bars = award.bars.iter().filter(|one| asked(&one.id));
        let bars: Vec<_> = bars.map(|one| (&one.id, serde_json::to_value(one.outcome).unwrap_or_default())).collect();
        for (key, found) in [("requirements", requirements), ("bars", bars)] {
            if !found.is_empty() {
                outcome.push((key, verdicts(found)));
            }
        }
        (id.as_str(), map(outcome))
    });
    entries.push(("awards", map(awards)));
    map(entries)
}

fn number(number: &Number) -> Node {
    let literal = Literal::number(number);
    Node::scalar(literal.text, literal.style)
}

fn text(text: &str) -> Node {
    Node::scalar(text, Style::Quoted)
}

fn map<'k>(entries: impl IntoIterator<Item = (&'k str, Node)>) -> Node {
    let entry = |(key, value): (&str, Node)| Entry { key: key.to_owned(), key_at: None, value };
    Node::new(Value::Map(entries.into_iter().map(entry).collect()))
}
