//! Laws: what holds of every rule set, dossier, text and number, tried on random ones.
//!
//! `PREDIKAT_CASES` and `PREDIKAT_SEED` say how many cases and which; see `config.rs`. `.ci/laws` runs many.

mod agreement;
mod analysis;
mod assessment;
mod attribution;
mod batch;
mod binder;
mod config;
mod field_xccdf;
mod generated;
mod met;
mod naive;
mod plan;
mod plan_linear;
mod population;
mod rounds;
mod score;
mod sensitivity;
mod sources;
mod stream;
mod timeline;
mod unknowns;

use predikat::dossier::BindOptions;
use predikat::{Dossier, DossierDocument, RuleSet};

fn rules(made: &generated::Made) -> RuleSet {
    RuleSet::from_document(&made.rules).unwrap()
}

fn bound(rules: &RuleSet, document: &DossierDocument) -> Dossier {
    rules.bind(document, &BindOptions::new()).unwrap()
}
