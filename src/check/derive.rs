//! Derived facts: each after those it reads, typed, and never divided by what can be zero unawares.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::fact::{intern, named};
use super::findings::list;
use super::interval::Interval;
use super::scope::Scope;
use crate::Number;
use crate::diagnostic::{Code, Pointer};
use crate::document::{self, Condition, Derive, FactKind, Literal, RuleDocument, WhenZero};
use crate::rule_set::{Derivation, FactId, FactType, Operand};

/// Interns the derived facts, in an order in which each stands after what it reads.
pub(super) fn derived(scope: &mut Scope<'_>, document: &RuleDocument) {
    let written: IndexMap<&str, (&document::Fact, &Derive)> =
        document.facts.iter().filter_map(|(name, fact)| Some((name.as_str(), (fact, fact.derive.as_ref()?)))).collect();
    // Names first: so that a derivation that is wrong does not make every reader of it wrong.
    scope.failed.extend(written.keys().map(|name| (*name).to_owned()));
    for name in order(scope, &written) {
        let Some((fact, derive)) = written.get(name) else { continue };
        let at = Pointer::root().key("facts").key(name);
        for (key, given) in [
            ("of", fact.of.is_some()),
            ("ordered", fact.ordered.is_some()),
            ("min", fact.min.is_some()),
            ("max", fact.max.is_some()),
        ] {
            if given {
                scope.misplaced(
                    &at.key(key),
                    &format!("`{key}` means nothing for a derived fact"),
                    "leave it out: the derivation says what it can be",
                );
            }
        }
        let Some((derivation, integer)) = derivation(scope, derive, &at.key("derive")) else { continue };
        let declared = match fact.kind {
            None => integer,
            Some(FactKind::Integer) => true,
            Some(_) => false,
        };
        let agrees = match fact.kind {
            None | Some(FactKind::Decimal) => true,
            Some(FactKind::Integer) => integer,
            Some(_) => false,
        };
        if !agrees {
            let made = if integer { "an integer" } else { "a decimal" };
            let finding =
                scope.findings.at(Code::WrongFactType, &at.key("type"), format!("the derivation makes {made}"));
            scope.findings.push(finding.help("leave `type` out, or write what the derivation makes"));
        }
        let degree = degree(scope, &derivation);
        if degree > GREATEST_DEGREE {
            let message = format!("`{name}` multiplies and divides more than {GREATEST_DEGREE} facts");
            scope.findings.push(
                scope
                    .findings
                    .at_key(Code::TooLarge, &at, message)
                    .help("each doubles the digits of an exact number: multiply fewer"),
            );
            continue;
        }
        let made = named(name, fact, FactType::Number { integer: declared, min: None, max: None });
        scope.failed.remove(name);
        if let Some(id) = intern(scope, crate::rule_set::Fact { derivation: Some(derivation), ..made }) {
            scope.degrees.insert(id, degree);
        }
    }
}

/// The names in an order in which each stands after what it reads; those in a ring are reported and left out.
fn order<'d>(scope: &Scope<'_>, written: &IndexMap<&'d str, (&'d document::Fact, &'d Derive)>) -> Vec<&'d str> {
    let mut reads: IndexMap<&str, BTreeSet<usize>> = IndexMap::new();
    for (name, (_, derive)) in written {
        let mut names = BTreeSet::new();
        read_names(derive, &mut names);
        reads.insert(name, names.iter().filter_map(|read| written.get_index_of(read.as_str())).collect());
    }
    let edges: Vec<Vec<usize>> = reads.values().map(|read| read.iter().copied().collect()).collect();
    let (order, rings) = crate::order::sorted(&edges);
    let name = |i: &usize| written.get_index(*i).map(|(name, _)| *name);
    for ring in rings {
        let names: Vec<&str> = ring.iter().filter_map(name).collect();
        let Some(first) = names.first() else { continue };
        let message = match names.as_slice() {
            [only] => format!("`{only}` is made from itself"),
            several => format!("{} are made from each other", list(several.iter().copied())),
        };
        let at = Pointer::root().key("facts").key(first);
        scope.findings.push(
            scope
                .findings
                .at_key(Code::FactCycle, &at, message)
                .help("make one of them a fact that the dossier answers"),
        );
    }
    order.iter().filter_map(name).collect()
}

fn read_names(derive: &Derive, names: &mut BTreeSet<String>) {
    match derive {
        Derive::Sum(of) | Derive::Product(of) | Derive::Min(of) | Derive::Max(of) => {
            names.extend(of.iter().map(|part| part.text.clone()));
        }
        Derive::Difference(a, b) | Derive::Ratio(a, b, _) => names.extend([a.text.clone(), b.text.clone()]),
        Derive::Count(of) => of.iter().for_each(|condition| condition_names(condition, names)),
        Derive::DaysBetween(from, to) => names.extend([from.clone(), to.clone()]),
    }
}

fn condition_names(condition: &Condition, names: &mut BTreeSet<String>) {
    // A stack of our own: conditions built in code may be nested deeper than the machine's.
    let mut stack = vec![condition];
    while let Some(one) = stack.pop() {
        match one {
            Condition::Facts(facts) => names.extend(facts.iter().map(|(name, _)| name.clone())),
            Condition::All(of) | Condition::Any(of) | Condition::Count { of, .. } => stack.extend(of),
            Condition::Not(inner) => stack.push(inner),
        }
    }
}

/// The derivation, and whether what it makes is whole.
fn derivation(scope: &Scope<'_>, derive: &Derive, at: &Pointer) -> Option<(Derivation, bool)> {
    let several = |of: &[Literal], key: &str, make: fn(Vec<Operand>) -> Derivation| {
        let at = at.key(key);
        if of.is_empty() {
            scope.empty(&at, "list at least one number fact or number");
            return None;
        }
        let parts: Vec<Option<(Operand, bool)>> =
            of.iter().enumerate().map(|(i, part)| operand(scope, part, &at.index(i))).collect();
        let parts: Vec<(Operand, bool)> = parts.into_iter().collect::<Option<_>>()?;
        let integer = parts.iter().all(|(_, integer)| *integer);
        Some((make(parts.into_iter().map(|(part, _)| part).collect()), integer))
    };
    let two = |a: &Literal, b: &Literal, key: &str| {
        let at = at.key(key);
        let (a, b) = (operand(scope, a, &at.index(0)), operand(scope, b, &at.index(1)));
        Some((a?, b?))
    };
    match derive {
        Derive::Sum(of) => several(of, "sum", Derivation::Sum),
        Derive::Product(of) => several(of, "product", Derivation::Product),
        Derive::Min(of) => several(of, "min", Derivation::Min),
        Derive::Max(of) => several(of, "max", Derivation::Max),
        Derive::Difference(a, b) => {
            let ((a, whole), (b, too)) = two(a, b, "difference")?;
            Some((Derivation::Difference(a, b), whole && too))
        }
        Derive::Ratio(a, b, when_zero) => {
            let ((a, _), (b, _)) = two(a, b, "ratio")?;
            divisor(scope, &b, when_zero.as_ref(), &at.key("ratio").index(1))?;
            Some((Derivation::Ratio(a, b, when_zero.clone()), false))
        }
        Derive::Count(of) => Some((Derivation::Count(scope.conditions(of, &at.key("count"))?), true)),
        Derive::DaysBetween(from, to) => {
            let at = at.key("days_between");
            let (from, to) = (scope.date_fact(from, &at.index(0)), scope.date_fact(to, &at.index(1)));
            Some((Derivation::DaysBetween(from?, to?), true))
        }
    }
}

/// An operand, and whether it is whole.
fn operand(scope: &Scope<'_>, part: &Literal, at: &Pointer) -> Option<(Operand, bool)> {
    if let Ok(number) = part.text.parse::<Number>() {
        let integer = number.is_integer();
        return Some((Operand::Number(number), integer));
    }
    let (id, integer) = scope.number_fact(&part.text, at)?;
    Some((Operand::Fact(id), integer))
}

/// Products of products grow without bound: at most so many facts are multiplied and divided into one.
const GREATEST_DEGREE: usize = 64;

/// How many facts are multiplied and divided in what a derivation makes.
fn degree(scope: &Scope<'_>, derivation: &Derivation) -> usize {
    let part = |operand: &Operand| match operand {
        Operand::Fact(id) => scope.degrees.get(id).copied().unwrap_or(1),
        Operand::Number(_) => 1,
    };
    match derivation {
        Derivation::Sum(of) | Derivation::Min(of) | Derivation::Max(of) => of.iter().map(part).max().unwrap_or(0),
        Derivation::Difference(a, b) => part(a).max(part(b)),
        Derivation::Product(of) => of.iter().map(part).sum(),
        Derivation::Ratio(a, b, _) => part(a) + part(b),
        Derivation::Count(_) | Derivation::DaysBetween(..) => 1,
    }
}

/// Reports a divisor that can be zero where nothing says what then.
pub(super) fn divisor(scope: &Scope<'_>, divisor: &Operand, when_zero: Option<&WhenZero>, at: &Pointer) -> Option<()> {
    if when_zero.is_some() || !Interval::of(scope, divisor).contains(&Number::ZERO) {
        return Some(());
    }
    let what = match divisor {
        Operand::Fact(id) => scope.facts[*id].name.clone(),
        Operand::Number(number) => number.to_string(),
    };
    let finding = scope.findings.at(Code::DivisionByZero, at, format!("the divisor `{what}` can be zero"));
    scope
        .findings
        .push(finding.help(
            "add `when_zero:` with a number, `unknown` or `not_applicable`, or give the divisor a `min` above 0",
        ));
    None
}

impl Scope<'_> {
    /// The number fact called `name`, and whether it is an integer.
    pub(super) fn number_fact(&self, name: &str, at: &Pointer) -> Option<(FactId, bool)> {
        let (id, fact) = self.fact(name, at)?;
        if let FactType::Number { integer, .. } = fact.fact_type {
            return Some((id, integer));
        }
        self.wrong_type(name, &fact.fact_type, "a number", at);
        None
    }

    /// The date fact called `name`.
    pub(super) fn date_fact(&self, name: &str, at: &Pointer) -> Option<FactId> {
        let (id, fact) = self.fact(name, at)?;
        if let FactType::Date { .. } = fact.fact_type {
            return Some(id);
        }
        self.wrong_type(name, &fact.fact_type, "a date", at);
        None
    }

    /// Reports a fact of another type than its place asks.
    pub(super) fn wrong_type(&self, name: &str, fact_type: &FactType, expected: &str, at: &Pointer) {
        let word = super::literal::type_word(fact_type);
        let message = format!("expected {expected}, but `{name}` is a {word} fact");
        let finding = self.findings.at(Code::WrongFactType, at, message);
        self.findings.push(finding.help(format!("name {expected} fact here, or mend the type of `{name}`")));
    }
}
