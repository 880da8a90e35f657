//! What is tested by hand: cases, texts and files, through the public API. Quick; the laws over random cases and the
//! command line have test binaries of their own.

mod allocations;
mod analysis;
mod assessment;
mod banten;
mod batch;
mod binder;
mod binding;
mod blessed;
mod cases;
mod check;
mod codes;
mod columns;
mod coverage;
mod exercised;
mod extends;
mod fact_type;
mod field_badge;
mod field_scorecard;
mod growth;
mod limits;
mod method;
mod mistakes;
mod mutants;
mod plan;
mod population;
mod reading;
mod rebuilt;
mod report;
mod schemas;
#[cfg(feature = "yaml")]
#[path = "../shared/mod.rs"]
mod shared;
mod shipped;
mod sources;
mod stream;
mod way;
mod work;
