//! Attribution, sensitivity, unknowns and timeline, by hand.
#![cfg(feature = "yaml")]

mod attribution;
mod sensitivity;
mod timeline;
mod unknowns;

use predikat::dossier::BindOptions;
use predikat::{Dossier, DossierDocument, RuleSet};

fn bound(rules: &RuleSet, document: &DossierDocument) -> Dossier {
    rules.bind(document, &BindOptions::new()).unwrap()
}
