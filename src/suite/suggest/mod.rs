//! Cases written by the tool for what no case exercises.
//!
//! A dossier of the suite is taken and its facts are changed, one or a few at a time, to values on and beside the
//! boundaries of the rule set, until the place is exercised. What the case expects is what the engine computes: that
//! proves nothing until a person has confirmed it, and the text says so.

mod expectation;
mod values;

use indexmap::IndexMap;

use super::coverage::{CoveragePlace, Seen, Spot};
use super::examine::{Prepared, examine};
use super::tested::Tested;
#[cfg(feature = "yaml")]
use crate::document::SuiteDocument;
use crate::document::{Literal, SuiteCase, Variation};
use crate::{Assessment, Dossier, assess};
use values::Values;

/// How many dossiers are tried for one place.
const TRIES: usize = 240;

/// How many facts are changed at once.
const FACTS: usize = 3;

/// A case for a place that no case exercises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The place, with its position in the rule set.
    pub place: CoveragePlace,
    /// The case: a dossier of the suite, with one row of changed facts.
    pub case: SuiteCase,
}

/// Cases for what is uncovered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// One a place, ordered by position; a case that exercises several places stands at the first.
    pub cases: Vec<Suggestion>,
    /// The places for which changed facts alone do not make a case: they ask for documents, exceptions, or a search
    /// that was given up.
    pub without: Vec<CoveragePlace>,
}

/// Facts laid over those of a dossier; an absent one is taken away.
type Changes = IndexMap<String, Option<Literal>>;

#[cfg(feature = "yaml")]
impl Suggestions {
    /// The cases as a suite in YAML, each under a comment that says what it exercises, and that a person must confirm
    /// what it expects. `None` where there are none.
    #[must_use]
    pub fn to_yaml(&self, tested: &Tested<'_>) -> Option<String> {
        let rules = tested.rule_set();
        let head = SuiteDocument { suite: rules.id().to_owned(), ..SuiteDocument::default() };
        let head = SuiteDocument { edition: Some(rules.edition()), ..head };
        let mut text = String::new();
        for suggestion in &self.cases {
            let whole = SuiteDocument { cases: vec![suggestion.case.clone()], ..head.clone() }.to_yaml();
            let (above, cases) = whole.split_once("cases:\n")?;
            if text.is_empty() {
                text = format!("{NOTE}{above}cases:\n");
            }
            text.extend(["  # ", &one_line(&suggestion.place), "\n  # To be confirmed by a person.\n"]);
            // So deep as people write them, wherever the writer begins a list.
            let indent = if cases.starts_with('-') { "  " } else { "" };
            cases.lines().for_each(|line| text.extend([indent, line, "\n"]));
        }
        (!text.is_empty()).then_some(text)
    }
}

#[cfg(feature = "yaml")]
const NOTE: &str =
    "# Cases for what no case exercises, written by `predikat test --suggest`. What they expect is what the
# engine computes, which proves nothing: a person must confirm each of them before it is kept.
";

#[cfg(feature = "yaml")]
fn one_line(place: &CoveragePlace) -> String {
    place.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Cases for the places of `spots` that are not covered.
pub(super) fn suggestions(tested: &Tested<'_>, spots: Vec<Spot<'_>>) -> Suggestions {
    let values = Values::of(tested.rule_set());
    let bases = bases(tested);
    let mut open: Vec<Spot<'_>> = spots.into_iter().filter(|spot| !spot.place.covered).collect();
    open.sort_by(|one, other| one.place.place.cmp(&other.place.place));
    let mut suggestions = Suggestions::default();
    let mut done = vec![false; open.len()];
    for (i, spot) in open.iter().enumerate() {
        if done.get(i) == Some(&true) {
            continue;
        }
        let Some((base, changes, dossier)) = search(tested, spot, &bases, &values) else {
            suggestions.without.push(spot.place.clone());
            continue;
        };
        let assessment = assess(&dossier);
        let seen = Seen::new(&dossier, &assessment);
        // What this case exercises besides needs none of its own.
        for (other, done) in open.iter().zip(done.iter_mut()) {
            *done = *done || (other.probe)(&seen);
        }
        let number = suggestions.cases.len() + 1;
        let case = case(base, changes, &spot.place, number, &assessment);
        suggestions.cases.push(Suggestion { place: spot.place.clone(), case });
    }
    suggestions
}

/// The cases to start from: the first of each dossier.
fn bases<'t, 'a>(tested: &'t Tested<'a>) -> Vec<&'t Prepared<'a>> {
    let mut bases: Vec<&Prepared<'_>> = Vec::new();
    for case in tested.cases.iter().filter(|case| case.planned.expect.is_some()) {
        let is_new = |base: &&Prepared<'_>| base.given != case.given;
        let file = |one: &Prepared<'_>| one.planned.case.given_file.clone();
        if bases.iter().all(|base| is_new(base) && (file(base).is_none() || file(base) != file(case))) {
            bases.push(case);
        }
    }
    bases
}

/// The first dossier that exercises the place, with how it came about.
fn search<'t, 'a>(
    tested: &Tested<'_>,
    spot: &Spot<'_>,
    bases: &[&'t Prepared<'a>],
    values: &Values<'_>,
) -> Option<(&'t Prepared<'a>, Changes, Dossier)> {
    let mut tries = 0;
    for base in bases {
        let Ok(Some(given)) = &base.given else { continue };
        let as_of = base.planned.row.and_then(|row| row.as_of).or(given.as_of);
        for changes in values.changes(&spot.reads, FACTS, as_of) {
            tries += 1;
            if tries > TRIES {
                return None;
            }
            if let Some(dossier) = bound(tested, base, &changes)
                && (spot.probe)(&Seen::new(&dossier, &assess(&dossier)))
            {
                return Some((base, changes, dossier));
            }
        }
    }
    None
}

/// The dossier of a case with other facts, where it binds.
fn bound(tested: &Tested<'_>, base: &Prepared<'_>, changes: &Changes) -> Option<Dossier> {
    let mut given = base.given.as_ref().ok()?.clone()?;
    for (name, literal) in changes {
        match literal {
            Some(literal) => {
                given.facts.insert(name.clone(), literal.clone());
            }
            None => {
                given.facts.shift_remove(name);
            }
        }
    }
    let changed = Prepared { planned: base.planned.clone(), suite: base.suite, given: Ok(Some(given)) };
    examine(&changed, &tested.checked).dossier
}

fn case(
    base: &Prepared<'_>,
    changes: Changes,
    place: &CoveragePlace,
    number: usize,
    assessment: &Assessment,
) -> SuiteCase {
    let mut facts = base.planned.row.map(|row| row.facts.clone()).unwrap_or_default();
    facts.extend(changes);
    let row = Variation {
        name: Some(format!("{}: {}", place.of, place.words).replace('`', "")),
        facts,
        as_of: base.planned.row.and_then(|row| row.as_of),
        expect: Some(expectation::of(assessment, place)),
    };
    SuiteCase {
        name: format!("suggested {number}"),
        expect: None,
        diagnostics: None,
        with: vec![row],
        ..base.planned.case.clone()
    }
}
