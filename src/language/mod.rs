#![doc = include_str!("overview.md")]

#[doc = include_str!("rule_set.md")]
pub mod rule_set {}

#[doc = include_str!("conditions.md")]
pub mod conditions {}

#[doc = include_str!("leaves.md")]
pub mod leaves {}

#[doc = include_str!("groups.md")]
pub mod groups {}

#[doc = include_str!("unknown.md")]
pub mod unknown {}

#[doc = include_str!("evidence.md")]
pub mod evidence {}

#[doc = include_str!("exceptions.md")]
pub mod exceptions {}

#[doc = include_str!("awards.md")]
pub mod awards {}

#[doc = include_str!("time.md")]
pub mod time {}

#[doc = include_str!("method.md")]
pub mod method {}

#[doc = include_str!("dossier.md")]
pub mod dossier {}

#[doc = include_str!("plans.md")]
pub mod plans {}

#[doc = include_str!("editions.md")]
pub mod editions {}

#[doc = include_str!("suites.md")]
pub mod suites {}

#[doc = include_str!("proofs.md")]
pub mod proofs {}
