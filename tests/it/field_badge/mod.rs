//! The OpenSSF Best Practices badge: the shipped rule sets are what the facts about the criteria give, and they
//! reproduce the percentages that the application's own fixture expects.
#![cfg(feature = "yaml")]

mod criteria;
mod generate;

use std::collections::{BTreeMap, BTreeSet};

use crate::blessed::blessed;
use generate::{Series, text};
use predikat::document::{DossierDocument, Literal};
use predikat::{Number, RuleSet, assess, dossier::BindOptions, shipped};
use serde::Deserialize;

const METAL: Series = Series {
    file: "openssf-best-practices.yaml",
    header: include_str!("best-practices.header.yaml"),
    levels: &[("passing", "Passing"), ("silver", "Silver"), ("gold", "Gold")],
    total: "",
};

const BASELINE: Series = Series {
    file: "openssf-baseline.yaml",
    header: include_str!("baseline.header.yaml"),
    levels: &[("baseline_1", "Baseline 1"), ("baseline_2", "Baseline 2"), ("baseline_3", "Baseline 3")],
    total: ", source: {citation: by analogy with the metal series, standing: assumed}",
};

#[test]
fn the_rule_sets_are_what_the_criteria_give() {
    for series in [METAL, BASELINE] {
        let expected = format!("# yaml-language-server: $schema=schemas/rule-set.json\n{}", text(&series));
        blessed(format!("rules/{}", series.file), &expected);
    }
}

#[test]
fn the_criteria_are_all_there() {
    let count = |level: &str| criteria::of(&[level]).len();
    let counts = ["passing", "silver", "gold", "baseline_1", "baseline_2", "baseline_3"].map(count);
    assert_eq!(counts, [67, 55, 23, 24, 19, 21]);
}

/// A project of the fixture.
#[derive(Deserialize)]
struct Project {
    name: String,
    /// Passing, silver, gold, and in tiers.
    expected: [i64; 4],
    met: Vec<String>,
    justified: Option<String>,
    status: BTreeMap<String, String>,
    justification: BTreeMap<String, String>,
}

impl Project {
    /// The dossier as the application holds it: what is not said is at `?`, without justification.
    fn dossier(&self, rules: &RuleSet) -> DossierDocument {
        let rows = criteria::of(&["passing", "silver", "gold"]);
        let mut facts = predikat::IndexMap::new();
        let known: BTreeSet<&str> = rules.facts().collect();
        for row in &rows {
            let met = rows.iter().any(|other| other.id == row.id && self.met.contains(&other.level));
            let status = self.status.get(&row.id).map_or(if met { "Met" } else { "?" }, String::as_str);
            let all = self.justified.as_deref().filter(|_| met).unwrap_or_default();
            let justification = self.justification.get(&row.id).map_or(all, String::as_str);
            facts.insert(row.id.clone(), Literal::text(status));
            let key = format!("{}_justification", row.id);
            if known.contains(key.as_str()) {
                facts.insert(key, Literal::text(justification));
            }
        }
        DossierDocument {
            unit: self.name.replace('_', "-"),
            as_of: Some("2026-01-01".parse().unwrap()),
            facts,
            ..DossierDocument::default()
        }
    }
}

/// These have 0 in the fixture, which holds precalculated values; with 1 % of passing the application computes 1.
const TIERED_OTHERWISE: [&str; 3] = ["one", "two", "no_repo"];

#[test]
fn every_percentage_of_the_fixture() {
    let rules = shipped::find("openssf-best-practices", None).unwrap().rule_set().unwrap();
    let projects: Vec<Project> = serde_json::from_str(&criteria::data("projects.json")).unwrap();
    assert_eq!(projects.len(), 7);
    for project in projects {
        let assessment = assess(&rules.bind(&project.dossier(&rules), &BindOptions::new()).unwrap());
        let [passing, silver, gold, tiered] = project.expected.map(Number::from);
        for (level, expected) in [("levels.passing", &passing), ("levels.silver", &silver), ("levels.gold", &gold)] {
            let outcome = &assessment.criteria[level];
            assert_eq!((&outcome.low, &outcome.high), (expected, expected), "{} {level}", project.name);
        }
        let total = assessment.total.points().unwrap();
        let stale = TIERED_OTHERWISE.contains(&project.name.as_str());
        assert_eq!(&total.low, if stale { &passing } else { &tiered }, "{} in tiers", project.name);
        assert_eq!((&total.low, total.of.value()), (&total.high, Some(&Number::from(300))), "{}", project.name);
        let highest = [(&gold, "gold"), (&silver, "silver"), (&passing, "passing")];
        let expected = highest.iter().find(|(percent, _)| **percent == Number::HUNDRED).map(|(_, award)| *award);
        assert_eq!(assessment.highest.as_deref(), expected, "{}", project.name);
    }
}
