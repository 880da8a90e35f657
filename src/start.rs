//! Commented files to start from: a rule set, a dossier and a suite that are right as they are.
//!
//! What is given passes `check`; a starting suite passes `test` too, for it expects what an assessment of
//! nothing gives.

use std::fmt::Write as _;

use crate::dossier::BindOptions;
use crate::rule_set::{Fact, FactType};
use crate::{Date, DossierDocument, RuleSet, assess};

/// A rule set with one of each thing that most need, and a word on each.
#[must_use]
pub fn rule_set() -> &'static str {
    include_str!("start/rules.yaml")
}

/// A dossier for these rules, in which every fact stands without an answer, with what may be answered.
///
/// ```
/// let rules = predikat::RuleSet::from_yaml("rules.yaml", predikat::start::rule_set())?;
/// let text = predikat::start::dossier(&rules, "en");
/// let dossier = predikat::DossierDocument::from_yaml("dossier.yaml", &text)?;
/// assert_eq!(dossier.ruleset.as_deref(), Some("my-scheme"));
/// assert!(rules.bind(&dossier, &Default::default()).is_ok());
/// # Ok::<(), predikat::Problems>(())
/// ```
#[must_use]
pub fn dossier(rules: &RuleSet, language: &str) -> String {
    let mut text = format!(
        "# What is known of one unit, for {} ({} {}).\n\
         # Write each answer behind its colon. What is left empty is not answered.\n\
         unit: my-unit\n\
         ruleset: {}\n\
         as_of: {} # the day on which it is judged\n\
         facts:\n",
        one_line(rules.title(language)),
        rules.id(),
        rules.edition(),
        rules.id(),
        as_of(rules),
    );
    for fact in answered(rules) {
        let title = fact.title.as_ref().map(|title| title.in_language(language));
        let question = fact.question.as_ref().map(|question| question.in_language(language));
        for words in title.into_iter().chain(question) {
            line(&mut text, format_args!("  # {}", one_line(words)));
        }
        line(&mut text, format_args!("  {}: # {}", fact.name, values(fact, language)));
    }
    if let Some(first) = rules.evidence_types.iter().next() {
        let types: Vec<&str> = rules.evidence_types.iter().map(|one| one.name.as_str()).collect();
        line(&mut text, format_args!("# The documents that show it; the types are {}:", types.join(", ")));
        line(&mut text, format_args!("# evidence:"));
        line(
            &mut text,
            format_args!("#   - {{id: my-document, type: {}, issued: {}, supports: [...]}}", first.name, as_of(rules)),
        );
    }
    text
}

/// A suite for these rules: one case in which nothing is answered, with the awards as they then are.
#[must_use]
pub fn suite(rules: &RuleSet) -> String {
    let as_of = as_of(rules);
    let mut text = format!(
        "# Cases that the rule set {} must decide as they say; `predikat test` runs them.\n\
         suite: {}\n\
         edition: {}\n\
         cases:\n  \
         - name: nothing is answered\n    \
         given: {{as_of: {as_of}, facts: {{}}}}\n",
        rules.id(),
        rules.id(),
        rules.edition(),
    );
    let unit = "unit".to_owned();
    let nothing = DossierDocument { unit, as_of: as_of.parse().ok(), ..DossierDocument::default() };
    match rules.bind(&nothing, &BindOptions::new()) {
        Ok(dossier) => {
            let assessment = assess(&dossier);
            text += "    # Name any part of the assessment; what is left out is free.\n    expect:\n";
            line(&mut text, format_args!("      ruleset: {{id: {}}}", rules.id()));
            let outcomes = serde_json::to_value(&assessment).unwrap_or_default();
            let outcome = |award: &str| Some(outcomes.get("awards")?.get(award)?.get("outcome")?.as_str()?.to_owned());
            let known: Vec<(&str, String)> = rules.awards().filter_map(|id| Some((id, outcome(id)?))).collect();
            if !known.is_empty() {
                line(&mut text, format_args!("      awards:"));
            }
            for (award, outcome) in known {
                line(&mut text, format_args!("        {award}: {{outcome: {outcome}}}"));
            }
        }
        Err(problems) => {
            let codes: Vec<&str> = problems.iter().map(|problem| problem.code.name()).collect();
            line(&mut text, format_args!("    diagnostics: [{}]", codes.join(", ")));
        }
    }
    let facts: Vec<String> = answered(rules).take(3).map(|fact| format!("{}: ...", fact.name)).collect();
    text += "    # Further cases are small changes to this one:\n    # with:\n";
    line(
        &mut text,
        format_args!("    #   - {{name: some are answered, facts: {{{}}}, expect: {{...}}}}", facts.join(", ")),
    );
    text
}

fn answered(rules: &RuleSet) -> impl Iterator<Item = &Fact> {
    rules.facts.iter().skip(1).filter(|fact| fact.derivation.is_none())
}

/// A day on which the edition is in force.
fn as_of(rules: &RuleSet) -> String {
    let fits = |day: &Date| {
        rules.effective_from().is_none_or(|from| from <= *day)
            && rules.effective_until().is_none_or(|until| *day < until)
    };
    let usual = [Date::new(2025, 1, 1).ok(), rules.effective_from(), Date::new(1, 1, 1).ok()];
    usual.into_iter().flatten().find(fits).map(|day| day.to_string()).unwrap_or_default()
}

/// What may be answered, in words.
fn values(fact: &Fact, language: &str) -> String {
    let range = |min: Option<String>, max: Option<String>| match (min, max) {
        (Some(min), Some(max)) => format!(" from {min} to {max}"),
        (Some(min), None) => format!(", at least {min}"),
        (None, Some(max)) => format!(", at most {max}"),
        (None, None) => String::new(),
    };
    let words = match &fact.fact_type {
        FactType::Boolean => "true or false".to_owned(),
        FactType::Choice { of, .. } => of.join(" | "),
        FactType::Number { integer, min, max } => {
            let what = if *integer { "a whole number" } else { "a number" };
            what.to_owned() + &range(min.as_ref().map(ToString::to_string), max.as_ref().map(ToString::to_string))
        }
        FactType::Date { min, max } => {
            "year-month-day".to_owned() + &range(min.map(|day| day.to_string()), max.map(|day| day.to_string()))
        }
        FactType::Text { .. } => "a text".to_owned(),
    };
    let unit = fact.unit.as_ref().map(|unit| format!(", in {}", unit.in_language(language)));
    one_line(&(words + unit.as_deref().unwrap_or_default()))
}

/// Without the line breaks that would end a comment.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn line(text: &mut String, words: std::fmt::Arguments<'_>) {
    // writing to a text does not fail
    let _ = writeln!(text, "{words}");
}
