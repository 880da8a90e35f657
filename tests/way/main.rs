//! Attribution, sensitivity, unknowns and timeline, on random rule sets and dossiers and by hand.
#![cfg(feature = "yaml")]

mod attribution;
#[path = "../generated/mod.rs"]
mod generated;
#[path = "../naive/mod.rs"]
mod naive;
mod sensitivity;
mod timeline;
mod unknowns;

use generated::Made;
use predikat::dossier::BindOptions;
use predikat::{Dossier, DossierDocument, RuleSet};
use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;

/// The same cases in every run.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(61), failure_persistence: None, ..ProptestConfig::default() }
}

fn rules(made: &Made) -> RuleSet {
    RuleSet::from_document(&made.rules).unwrap()
}

fn bound(rules: &RuleSet, document: &DossierDocument) -> Dossier {
    rules.bind(document, &BindOptions::new()).unwrap()
}
