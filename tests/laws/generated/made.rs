//! A rule set with a dossier that fits it.

use predikat::{DossierDocument, RuleDocument, RuleSet};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

use super::aim::aim;
use super::criteria::seldom;
use super::editions::{self, Change, Edition, changes};
use super::options::Options;
use super::{dossiers, rules};

/// A rule set that `check` accepts, and a dossier that binds to it, unless options let it be refused.
#[derive(Clone)]
pub struct Made {
    pub rules: RuleDocument,
    pub dossier: DossierDocument,
    /// The same rules, where they are written as some that are extended.
    pub edition: Option<Edition>,
}

impl std::fmt::Debug for Made {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(edition) = &self.edition {
            write!(f, "\n{}--- which together are", edition.to_yaml())?;
        }
        write!(f, "\n{}---\n{}", self.rules.to_yaml(), self.dossier.to_yaml())
    }
}

impl Made {
    /// The rules, read as they are written.
    pub fn rule_set(&self) -> RuleSet {
        match &self.edition {
            Some(edition) => edition.rule_set(),
            None => RuleSet::from_document(&self.rules).unwrap_or_else(|problems| panic!("{problems}\n{self:?}")),
        }
    }
}

/// Rules and a dossier; in one case of seven the rules are written as some that are extended.
pub fn made(options: Options) -> BoxedStrategy<Made> {
    written(options, weighted(1.0 / 7.0, changes()).boxed())
}

/// Rules that are written as some that are extended, and a dossier.
pub fn tailored(options: Options) -> BoxedStrategy<Made> {
    written(options, changes().prop_map(Some).boxed())
}

fn written(options: Options, changes: BoxedStrategy<Option<Vec<Change>>>) -> BoxedStrategy<Made> {
    let aimed = if options.answers { Just(None).boxed() } else { weighted(0.1, aim()).boxed() };
    (rules::rules(options), dossiers::raw(options), changes, aimed)
        .prop_map(move |(mut rules, raw, changes, aim)| {
            aim.iter().for_each(|aim| aim.rules(&mut rules));
            let mut dossier = raw.dossier(&rules);
            aim.iter().for_each(|aim| aim.dossier(&rules, &mut dossier, options.missing > 0));
            let edition = changes.map(|changes| editions::apart(&rules, &changes));
            Made { rules, dossier, edition }
        })
        .boxed()
}

/// A rule set with several dossiers, changed or not.
#[derive(Clone)]
pub struct Units {
    pub rules: RuleDocument,
    pub units: Vec<DossierDocument>,
}

impl std::fmt::Debug for Units {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "\n{}", self.rules.to_yaml())?;
        self.units.iter().try_for_each(|unit| write!(f, "---\n{}", unit.to_yaml()))
    }
}

/// Units of rules that are changed by one of some functions; in three of five cases units of which only facts are known.
pub fn units(changes: Vec<fn(&mut RuleDocument)>) -> BoxedStrategy<Units> {
    let unit = prop_oneof![2 => dossiers::raw(Options::all(0)), 1 => dossiers::raw(Options::all(2))];
    (rules::rules(Options::all(0)), select(changes), vec(unit, 1..5), seldom(0.6))
        .prop_map(|(mut rules, change, units, bare)| {
            change(&mut rules);
            rules::fit(&mut rules);
            let named = units.into_iter().enumerate().map(|(at, raw)| {
                let unit = DossierDocument { unit: format!("u{at}"), ..raw.dossier(&rules) };
                if bare {
                    DossierDocument { unit: unit.unit, as_of: unit.as_of, facts: unit.facts, ..Default::default() }
                } else {
                    unit
                }
            });
            let units = named.collect();
            Units { rules, units }
        })
        .boxed()
}
