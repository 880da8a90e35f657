//! Laws: what holds of every rule set, dossier, text and number, tried on random ones.
//!
//! `PREDIKAT_CASES` and `PREDIKAT_SEED` say how many cases and which; see `config.rs`. `.ci/laws` runs many.

mod agrees;
mod analysis;
mod assessment;
mod attribution;
mod binder;
mod bounds;
mod columns;
mod config;
mod documents;
mod drawn;
mod editions;
mod field_xccdf;
mod fuzz;
mod generated;
mod met;
mod naive;
mod numbers;
mod plan;
mod plan_linear;
mod population;
mod readers;
mod rounds;
mod sensitivity;
#[path = "../shared/mod.rs"]
mod shared;
mod slow;
mod sources;
mod stream;
mod suites;
mod texts;
mod timeline;
mod unknowns;
mod ways;

use predikat::dossier::BindOptions;
use predikat::{Dossier, DossierDocument, RuleSet};

fn rules(made: &generated::Made) -> RuleSet {
    made.rule_set()
}

fn bound(rules: &RuleSet, document: &DossierDocument) -> Dossier {
    rules.bind(document, &BindOptions::new()).unwrap()
}
