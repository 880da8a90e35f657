//! Walks over rule documents: criteria with their paths, and every condition.

use std::collections::BTreeSet;

use predikat::RuleDocument;
use predikat::document::{Condition, Criterion, Derive, Expectation, Fact, Literal, Operator, Requirement};

/// Every criterion with its path.
pub fn walk(criteria: &[Criterion], above: &str, visit: &mut dyn FnMut(&str, &Criterion)) {
    for criterion in criteria {
        let path = path_of(above, criterion);
        visit(&path, criterion);
        walk(criterion.criteria.as_deref().unwrap_or_default(), &path, visit);
    }
}

fn path_of(above: &str, criterion: &Criterion) -> String {
    if above.is_empty() { criterion.id.clone() } else { format!("{above}.{}", criterion.id) }
}

/// Every path, in the author's order.
pub fn paths(criteria: &[Criterion]) -> Vec<String> {
    let mut found = Vec::new();
    walk(criteria, "", &mut |path, _| found.push(path.to_owned()));
    found
}

/// The path of every leaf.
pub fn leaves(criteria: &[Criterion]) -> Vec<String> {
    let mut found = Vec::new();
    walk(criteria, "", &mut |path, criterion| {
        if criterion.criteria.is_none() {
            found.push(path.to_owned());
        }
    });
    found
}

/// Every criterion, those in a group before it.
pub fn each(criteria: &mut [Criterion], change: &mut dyn FnMut(&mut Criterion)) {
    for criterion in criteria {
        if let Some(below) = &mut criterion.criteria {
            each(below, change);
        }
        change(criterion);
    }
}

/// The criterion at a path.
pub fn at_path<'a>(criteria: &'a mut [Criterion], path: &str) -> &'a mut Criterion {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let one = criteria.iter_mut().find(|criterion| criterion.id == first).unwrap();
    match rest {
        None => one,
        Some(rest) => at_path(one.criteria.as_mut().unwrap(), rest),
    }
}

/// The scale of every leaf that asks for an answer of its own, defaults included.
pub fn answers(rules: &RuleDocument) -> Vec<(String, String)> {
    fn below(criteria: &[Criterion], above: &str, inherited: Option<&String>, found: &mut Vec<(String, String)>) {
        for criterion in criteria {
            let path = path_of(above, criterion);
            let own = criterion.defaults.as_ref().and_then(|defaults| defaults.answer.as_ref());
            match &criterion.criteria {
                Some(criteria) => below(criteria, &path, own.or(inherited), found),
                None if has_scorer(criterion) => {}
                None => found.extend(criterion.answer.as_ref().or(inherited).map(|scale| (path, scale.clone()))),
            }
        }
    }
    let mut found = Vec::new();
    let inherited = rules.defaults.as_ref().and_then(|defaults| defaults.answer.as_ref());
    below(&rules.criteria, "", inherited, &mut found);
    found
}

/// Whether a leaf is scored by something else than an answer of its own.
pub fn has_scorer(leaf: &Criterion) -> bool {
    leaf.fact.is_some()
        || leaf.met_when.is_some()
        || leaf.bands.is_some()
        || leaf.linear.is_some()
        || leaf.ratio.is_some()
        || leaf.count.is_some()
        || leaf.cases.is_some()
}

/// Every condition, where it stands whole.
pub fn conditions(rules: &mut RuleDocument, visit: &mut dyn FnMut(&mut Condition)) {
    for fact in rules.facts.values_mut() {
        if let Some(Derive::Count(conditions)) = &mut fact.derive {
            conditions.iter_mut().for_each(&mut *visit);
        }
    }
    rules.defaults.iter_mut().flat_map(|defaults| &mut defaults.applies_when).for_each(&mut *visit);
    rules.total.iter_mut().flat_map(|total| &mut total.scored_when).for_each(&mut *visit);
    each(&mut rules.criteria, &mut |criterion| {
        criterion.applies_when.iter_mut().chain(&mut criterion.met_when).for_each(&mut *visit);
        criterion.defaults.iter_mut().flat_map(|defaults| &mut defaults.applies_when).for_each(&mut *visit);
        criterion.count.iter_mut().flat_map(|count| &mut count.of).for_each(&mut *visit);
        let cases = criterion.cases.iter_mut().flat_map(|cases| &mut cases.cases);
        cases.map(|case| &mut case.when).for_each(&mut *visit);
        let equivalents = criterion.equivalents.iter_mut().flatten();
        equivalents.flat_map(|equivalent| &mut equivalent.when).for_each(&mut *visit);
    });
    for award in &mut rules.awards {
        let conditional = award.conditional.iter_mut().flat_map(|conditional| &mut conditional.requires);
        let all: Vec<&mut Requirement> = award.requires.iter_mut().chain(conditional).collect();
        all.into_iter().flat_map(|requirement| &mut requirement.when).for_each(&mut *visit);
        award.bars.iter_mut().flatten().flat_map(|bar| &mut bar.when).for_each(&mut *visit);
    }
}

/// Every statement about some facts within a condition.
pub fn statements(condition: &mut Condition, visit: &mut dyn FnMut(&mut Condition)) {
    match condition {
        Condition::Facts(_) => visit(condition),
        Condition::All(of) | Condition::Any(of) | Condition::Count { of, .. } => {
            of.iter_mut().for_each(|part| statements(part, visit));
        }
        Condition::Not(part) => statements(part, visit),
    }
}

/// What a derived fact is made of; nothing of any other.
fn parts(fact: &Fact) -> BTreeSet<String> {
    let literals = |literals: &[Literal]| literals.iter().map(|literal| literal.text.clone()).collect();
    match &fact.derive {
        None => BTreeSet::new(),
        Some(Derive::Sum(of) | Derive::Product(of) | Derive::Min(of) | Derive::Max(of)) => literals(of),
        Some(Derive::Difference(a, b) | Derive::Ratio(a, b, _)) => literals(&[a.clone(), b.clone()]),
        Some(Derive::DaysBetween(from, to)) => BTreeSet::from([from.clone(), to.clone()]),
        Some(Derive::Count(of)) => {
            let mut found = BTreeSet::new();
            of.clone().iter_mut().for_each(|condition| names(condition, &mut found));
            found
        }
    }
}

/// Whether a line or a quotient moves a little every day, with the as-of date.
pub fn moves_daily(rules: &RuleDocument) -> bool {
    let mut moving = BTreeSet::from(["as_of".to_owned()]);
    // each derived fact stands after what it reads
    for (name, fact) in &rules.facts {
        if !parts(fact).is_disjoint(&moving) {
            moving.insert(name.clone());
        }
    }
    let mut found = false;
    walk(&rules.criteria, "", &mut |_, leaf| {
        found |= leaf.linear.as_ref().is_some_and(|linear| moving.contains(&linear.of));
        found |= leaf.ratio.as_ref().is_some_and(|ratio| moving.contains(&ratio.of) || moving.contains(&ratio.to));
    });
    found
}

/// Takes out the facts and scales that the rules do not use, so that what is missing is mostly missed.
pub fn prune(rules: &mut RuleDocument) {
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut scales: BTreeSet<String> = BTreeSet::new();
    let derived: Vec<(String, BTreeSet<String>)> =
        rules.facts.iter().map(|(name, fact)| (name.clone(), parts(fact))).collect();
    let facts = std::mem::take(&mut rules.facts);
    conditions(rules, &mut |condition| names(condition, &mut used));
    rules.facts = facts;
    used.extend(rules.awards.iter().flat_map(|award| award.bars.iter().flatten()).flat_map(|bar| bar.since.clone()));
    let mut defaults = rules.defaults.iter().cloned().collect::<Vec<_>>();
    walk(&rules.criteria, "", &mut |_, criterion| {
        used.extend(criterion.fact.iter().cloned());
        used.extend(criterion.bands.iter().map(|bands| bands.of.clone()));
        used.extend(criterion.linear.iter().map(|linear| linear.of.clone()));
        used.extend(criterion.ratio.iter().flat_map(|ratio| [ratio.of.clone(), ratio.to.clone()]));
        scales.extend(criterion.answer.iter().chain(&criterion.scale).cloned());
        defaults.extend(criterion.defaults.clone());
    });
    scales.extend(defaults.iter().flat_map(|defaults| defaults.answer.iter().chain(&defaults.scale)).cloned());
    for (name, reads) in derived.into_iter().rev() {
        if used.contains(&name) {
            used.extend(reads);
        }
    }
    // something can always be asked
    let is_asked = |(name, fact): (&String, &Fact)| used.contains(name) && fact.derive.is_none();
    if answers(rules).is_empty() && !rules.facts.iter().any(is_asked) {
        used.insert("b0".into());
    }
    rules.facts.retain(|name, _| used.contains(name));
    rules.scales.retain(|name, _| scales.contains(name));
}

/// The facts of which a condition asks whether the dossier answers them.
pub fn asked_for(rules: &RuleDocument) -> BTreeSet<String> {
    let asks = |expectation: &Expectation| match expectation {
        Expectation::Operators(operators) => operators.iter().any(|(operator, _)| *operator == Operator::Answered),
        Expectation::Is(_) | Expectation::OneOf(_) => false,
    };
    let mut found = BTreeSet::new();
    conditions(&mut rules.clone(), &mut |condition| {
        statements(condition, &mut |statement| {
            let Condition::Facts(facts) = statement else { return };
            found.extend(facts.iter().filter(|(_, expectation)| asks(expectation)).map(|(name, _)| name.clone()));
        });
    });
    found
}

/// The names of the facts that a condition speaks of.
pub fn names(condition: &mut Condition, found: &mut BTreeSet<String>) {
    statements(condition, &mut |statement| {
        if let Condition::Facts(expectations) = statement {
            found.extend(expectations.iter().map(|(name, _)| name.clone()));
        }
    });
}
