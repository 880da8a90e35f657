//! Facts: the type of each, its range, and what `answer:` declares.

use std::collections::BTreeSet;

use super::interval::Interval;
use super::leaving;
use super::outline::Outline;
use super::scope::Scope;
use crate::diagnostic::{Code, Pointer};
use crate::document::{self, FactKind, Literal, RuleDocument};
use crate::rule_set::{Fact, FactId, FactType};

/// Interns `as_of`, the facts that a dossier answers, and those that `answer:` declares.
pub(super) fn facts(scope: &mut Scope<'_>, document: &RuleDocument, outline: &Outline<'_>) {
    intern(
        scope,
        Fact {
            name: "as_of".to_owned(),
            fact_type: FactType::Date { min: None, max: None },
            unit: None,
            title: None,
            question: None,
            derivation: None,
        },
    );
    for (name, written) in document.facts.iter().filter(|(_, written)| written.derive.is_none()) {
        let at = Pointer::root().key("facts").key(name);
        match fact_type(scope, written, &at) {
            Some(fact_type) => {
                intern(scope, named(name, written, fact_type));
            }
            None => {
                scope.failed.insert(name.clone());
            }
        }
    }
    implied(scope, outline);
}

/// A fact with what is written of it for people.
pub(super) fn named(name: &str, written: &document::Fact, fact_type: FactType) -> Fact {
    Fact {
        name: name.to_owned(),
        fact_type,
        unit: written.unit.clone(),
        title: written.title.clone(),
        question: written.question.clone(),
        derivation: None,
    }
}

/// Gives the fact a number, unless its name is taken (which is reported with the names).
pub(super) fn intern(scope: &mut Scope<'_>, fact: Fact) -> Option<FactId> {
    if scope.fact_names.contains_key(&fact.name) {
        return None;
    }
    let name = fact.name.clone();
    let interval = Interval::of_new(scope, &fact);
    let may_not_apply = leaving::new_may_not_apply(scope, &fact);
    let id = scope.facts.push(fact);
    scope.intervals.insert(id, interval);
    if may_not_apply {
        scope.may_not_apply.insert(id);
    }
    scope.fact_names.insert(name, id);
    Some(id)
}

/// A choice named by the path of each leaf that has an `answer:`.
fn implied(scope: &mut Scope<'_>, outline: &Outline<'_>) {
    for item in outline.leaves() {
        let Some((scale, at)) = item.answer_scale() else { continue };
        let Some((_, scale)) = scope.scale(scale, &at) else {
            scope.failed.insert(item.path.clone());
            continue;
        };
        if !scope.spend(scale.answers.len(), &at) {
            return;
        }
        let of = scale.answers.iter().map(|answer| answer.name.clone()).collect();
        intern(
            scope,
            Fact {
                name: item.path.clone(),
                fact_type: FactType::Choice { of, ordered: false },
                unit: None,
                title: item.written.title.clone(),
                question: item.written.question.clone(),
                derivation: None,
            },
        );
    }
}

fn fact_type(scope: &Scope<'_>, written: &document::Fact, at: &Pointer) -> Option<FactType> {
    let Some(kind) = written.kind else {
        let finding = scope.findings.at_key(Code::IncompleteFact, at, "the fact has no type");
        let kinds = super::findings::list(FactKind::WORDS.map(|(word, _)| word));
        scope.findings.push_absence(finding.help(format!("add `type:`, one of {kinds}")));
        return None;
    };
    misplaced(scope, written, kind, at);
    let number = |key: &str, end: &Option<Literal>| end.as_ref().and_then(|end| scope.number(end, &at.key(key)));
    let date = |key: &str, end: &Option<Literal>| end.as_ref().and_then(|end| scope.date(end, &at.key(key)));
    let length = |key: &str, end: &Option<Literal>| end.as_ref().and_then(|end| scope.whole(end, &at.key(key)));
    Some(match kind {
        FactKind::Boolean => FactType::Boolean,
        FactKind::Choice => choice(scope, written, at)?,
        FactKind::Integer | FactKind::Decimal => {
            let ends = (number("min", &written.min), number("max", &written.max));
            let (min, max) = ordered_range(scope, ends.0, ends.1, at)?;
            FactType::Number { integer: kind == FactKind::Integer, min, max }
        }
        FactKind::Date => {
            let (min, max) = ordered_range(scope, date("min", &written.min), date("max", &written.max), at)?;
            FactType::Date { min, max }
        }
        FactKind::Text => {
            let (min, max) = ordered_range(scope, length("min", &written.min), length("max", &written.max), at)?;
            FactType::Text { min, max }
        }
    })
}

/// A range, unless no value lies in it.
fn ordered_range<T: PartialOrd + ToString>(
    scope: &Scope<'_>,
    min: Option<T>,
    max: Option<T>,
    at: &Pointer,
) -> Option<(Option<T>, Option<T>)> {
    if let (Some(least), Some(greatest)) = (&min, &max)
        && least > greatest
    {
        let message = format!("`min` {} is above `max` {}", least.to_string(), greatest.to_string());
        let finding = scope.findings.at(Code::EmptyRange, &at.key("min"), message);
        let finding = scope.findings.related(finding, &at.key("max"), "`max` stands here");
        scope.findings.push(finding.help("no value can be in this range: exchange the two, or mend one"));
        return None;
    }
    Some((min, max))
}

fn choice(scope: &Scope<'_>, written: &document::Fact, at: &Pointer) -> Option<FactType> {
    let values = written.of.as_deref().unwrap_or_default();
    if values.is_empty() {
        let finding = scope.findings.at_key(Code::IncompleteFact, at, "the choice has no values");
        scope.findings.push_absence(finding.help("add `of:` with its values, such as `of: [kanim, lapas, rutan]`"));
        return None;
    }
    let mut of: Vec<String> = Vec::with_capacity(values.len());
    let mut seen = BTreeSet::new();
    for (i, value) in values.iter().enumerate() {
        if seen.insert(value.text.as_str()) {
            of.push(value.text.clone());
            continue;
        }
        let message = format!("the value `{}` stands here twice", value.text.escape_debug());
        let finding = scope.findings.at(Code::DuplicateValue, &at.key("of").index(i), message);
        scope.findings.push(finding.help("leave one of them out"));
    }
    Some(FactType::Choice { of, ordered: written.ordered.unwrap_or(false) })
}

/// Keys that mean nothing for the type.
fn misplaced(scope: &Scope<'_>, written: &document::Fact, kind: FactKind, at: &Pointer) {
    let only_choice = [("of", written.of.is_some()), ("ordered", written.ordered.is_some())];
    let only_ranged = [("min", written.min.is_some()), ("max", written.max.is_some())];
    let wrong = only_choice
        .iter()
        .filter(|_| kind != FactKind::Choice)
        .chain(only_ranged.iter().filter(|_| matches!(kind, FactKind::Boolean | FactKind::Choice)));
    for (key, _) in wrong.filter(|(_, given)| *given) {
        let word = FactKind::WORDS.iter().find(|(_, one)| *one == kind).map_or("", |(word, _)| word);
        scope.misplaced(
            &at.key(key),
            &format!("`{key}` means nothing for a {word} fact"),
            "leave it out, or mend the type",
        );
    }
}

impl Scope<'_> {
    /// Reports a key that means nothing where it stands.
    pub(super) fn misplaced(&self, at: &Pointer, message: &str, help: &str) {
        self.findings.push(self.findings.at_key(Code::MisplacedKey, at, message).help(help));
    }
}
