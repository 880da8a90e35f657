//! From a rule set as written to one that cannot be wrong.
//!
//! [`check()`] finds every problem of a document in one run, also those of its shape, and compiles it when
//! none of them is an error. Each check stands in a file of its own; the codes are listed at
//! [`crate::diagnostic::Code`], each with its page.

mod allow;
mod award;
mod condition;
mod criterion;
mod denominators;
mod derive;
mod doubtful;
mod evidence;
mod expectation;
mod fact;
mod findings;
mod group;
mod header;
mod interval;
mod leaving;
mod literal;
mod measure;
mod name;
mod nesting;
mod origins;
mod outline;
mod reach;
mod requirement;
mod satisfied;
mod scale;
mod scope;
mod scorer;
mod target;
mod threshold;
mod unused;
mod volume;
mod weight;

use crate::diagnostic::Problems;
use crate::document::{Resolver, RuleDocument, Value};
use crate::rule_set::{Compiled, RuleSet, digest};
use findings::Findings;
use outline::Outline;
use scope::Scope;

/// What came of checking a document: all that was found, and the rule set where no finding is an error.
#[derive(Clone, Debug)]
pub struct Checking {
    /// The findings, ordered by place; warnings too.
    pub findings: Problems,
    /// The rule set; absent when one of the findings is an error.
    pub rule_set: Option<RuleSet>,
}

impl Checking {
    /// The rule set, or all that is wrong. Warnings are dropped where there is no error.
    ///
    /// # Errors
    /// The findings, at least one of which is an error.
    pub fn into_result(self) -> Result<RuleSet, Problems> {
        self.rule_set.ok_or(self.findings)
    }
}

/// Checks a document that extends nothing, or in which that is resolved, and compiles it.
#[must_use]
pub fn check(document: &RuleDocument) -> Checking {
    // Of what is no mapping nothing else can be said.
    if document.origin.tree().is_some_and(|tree| !matches!(tree.value, Value::Map(_))) {
        return Checking { findings: Findings::new(&document.origin).into_problems(), rule_set: None };
    }
    let mut scope = Scope::new(Findings::new(&document.origin));
    let compiled = compile(&mut scope, document);
    Checking { findings: scope.findings.into_problems(), rule_set: compiled.map(RuleSet::from) }
}

/// Checks a document with all that it extends, which `resolver` finds, and compiles it.
///
/// ```
/// use predikat::RuleDocument;
/// use predikat::check::check_with;
/// # fn main() -> Result<(), predikat::Problems> {
/// let base = RuleDocument::from_yaml(
///     "base.yaml",
///     "
/// ruleset: base
/// edition: 1.0.0
/// facts: {ramp_built: {type: boolean}}
/// criteria: [{id: ramp, weight: 2, met_when: {ramp_built: true}}]
/// ",
/// )?;
/// let mine = RuleDocument::from_yaml(
///     "mine.yaml",
///     "
/// ruleset: mine
/// edition: 1.0.0
/// extends: {ruleset: base}
/// override: {ramp.weight: 3}
/// ",
/// )?;
/// let resolver = |name: &str, _: Option<&str>| (name == "base").then(|| base.clone());
/// let rules = check_with(&mine, &resolver).into_result()?;
/// assert_eq!(rules.criteria().collect::<Vec<_>>(), ["ramp"]);
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn check_with(document: &RuleDocument, resolver: &dyn Resolver) -> Checking {
    match document.resolve(resolver) {
        Ok(whole) => check(&whole),
        Err(findings) => Checking { findings, rule_set: None },
    }
}

/// Every check, in the order in which each finds what it reads.
fn compile(scope: &mut Scope<'_>, document: &RuleDocument) -> Option<Compiled> {
    let edition = header::header(scope, document);
    let outline = Outline::of(scope, document);
    name::names(scope, document, &outline);
    evidence::types(scope, document);
    scale::scales(scope, document);
    fact::facts(scope, document, &outline);
    derive::derived(scope, document);
    let never_on = target::never_on(document);
    let criteria = criterion::criteria(scope, &outline, &never_on);
    target::targets(scope, document, &criteria);
    doubtful::skipped_answers(scope, document, &outline);
    let measures = measure::measures(scope, document, &criteria);
    let named =
        award::Named { criteria: &criteria, measures: &measures, awards: award::ids(document), never_on: &never_on };
    if !scope.findings.has_errors() {
        // before anything is added up
        denominators::sums(scope, &outline, &criteria, &measures);
    }
    // What is said of reach is sound only where all that it reads is.
    let sound = !scope.findings.has_errors();
    let awards = award::awards(scope, document, &named);
    let award_order = award::order(scope, &awards);
    if sound {
        let reach = reach::criteria(scope, &criteria);
        weight::weightless_means(scope, &outline, &criteria);
        doubtful::nothing_counts(scope, &outline, &criteria);
        doubtful::ignored_weights(scope, &outline, &criteria, &measures.all, &awards);
        doubtful::lowered_counts(scope, &outline, &criteria, &reach);
        threshold::thresholds(scope, document, &named, &reach, &awards);
        satisfied::by_nothing(scope, document, &named, &reach, &awards, &award_order);
    }
    if sound {
        volume::reads(scope, &criteria, &measures, &awards, &award_order);
    }
    let sound = !scope.findings.has_errors();
    if sound {
        unused::unused(scope, document);
    }
    allow::allows(scope, document, &outline, &criteria, sound);
    let origins = origins::origins(scope, document, &outline);
    let effective = document.effective.clone().unwrap_or_default();
    let mut compiled = Compiled {
        id: document.ruleset.clone(),
        edition: edition?,
        title: document.title.clone(),
        language: document.language.clone(),
        effective_from: effective.from,
        effective_until: effective.until,
        replaces: effective.replaces,
        display: document.display,
        exceptions_at_most: document.exceptions.as_ref().and_then(|policy| policy.at_most),
        derived: scope.facts.pairs().filter(|(_, fact)| fact.derivation.is_some()).map(|(id, _)| id).collect(),
        facts: std::mem::take(&mut scope.facts),
        fact_names: std::mem::take(&mut scope.fact_names),
        evidence_names: std::mem::take(&mut scope.evidence_names),
        scales: std::mem::take(&mut scope.scales),
        evidence_types: std::mem::take(&mut scope.evidence_types),
        criteria: criteria.all,
        paths: criteria.paths,
        measures: measures.all,
        awards,
        award_order,
        origins,
        method: String::new(),
    };
    if scope.findings.has_errors() {
        return None;
    }
    compiled.method = digest::method(&compiled);
    Some(compiled)
}

impl RuleSet {
    /// Checks a document and compiles it.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn from_document(document: &RuleDocument) -> Result<RuleSet, Problems> {
        check(document).into_result()
    }

    /// Reads and checks YAML text that goes by `name` in messages.
    ///
    /// # Errors
    /// All that is wrong with it.
    ///
    /// ```
    /// # fn main() -> Result<(), predikat::Problems> {
    /// let rules = predikat::RuleSet::from_yaml(
    ///     "ramp.yaml",
    ///     "
    /// ruleset: ramp
    /// edition: 1.0.0
    /// scales:
    ///   yes_no: {Ya: 1, Tidak: 0}
    /// criteria:
    ///   - {id: ramp, answer: yes_no}
    /// awards:
    ///   - id: accessible
    ///     requires: [{id: all_met, score: total, at_least: 1}]
    /// ",
    /// )?;
    /// assert_eq!(rules.facts().collect::<Vec<_>>(), ["ramp"]);
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "yaml")]
    pub fn from_yaml(name: &str, text: &str) -> Result<RuleSet, Problems> {
        RuleSet::from_document(&RuleDocument::from_yaml(name, text)?)
    }
}
