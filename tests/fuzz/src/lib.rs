//! Fuzz targets: bytes are made into documents, and what becomes of the documents is held to the laws of the crate.
//!
//! What is drawn, the evaluator that shares no code with the engine, what must hold, and the targets stand in
//! `tests/laws`; they are included here, not written again. The seeded runner (`src/main.rs`) and libFuzzer
//! (`fuzz_targets`) give the same targets their bytes.

// The laws name each other from the root of their crate. Of what they hold, here some is not asked for.
macro_rules! laws {
    ($($name:ident $path:literal)*) => {$(
        #[path = $path]
        #[allow(unused)]
        pub mod $name;
    )*};
}
laws! {
    agrees "../../laws/agrees.rs"
    binder "../../laws/binder.rs"
    bounds "../../laws/bounds.rs"
    columns "../../laws/columns.rs"
    config "../../laws/config.rs"
    documents "../../laws/documents.rs"
    editions "../../laws/editions.rs"
    fuzz "../../laws/fuzz/mod.rs"
    generated "../../laws/generated/mod.rs"
    met "../../laws/met.rs"
    naive "../../laws/naive/mod.rs"
    numbers "../../laws/numbers.rs"
    plan "../../laws/plan.rs"
    readers "../../laws/readers.rs"
    slow "../../laws/slow.rs"
    sources "../../laws/sources.rs"
    suites "../../laws/suites.rs"
    texts "../../laws/texts.rs"
    ways "../../laws/ways.rs"
}
#[path = "../../shared/mod.rs"]
#[allow(unused)]
mod shared;

use fuzz::case::Outcome;
use fuzz::targets::{self, Target};

/// Runs a target on bytes, and panics where what must hold does not: how libFuzzer is told.
///
/// # Panics
/// Where a law fails, with the input and what is wrong; where there is no target of this name.
pub fn hold(target: &str, bytes: &[u8]) {
    thread_local! {
        static TARGETS: Vec<Target> = targets::all();
    }
    TARGETS.with(|targets| {
        let target = targets.iter().find(|one| one.name == target).expect("a target of this name");
        if let Outcome::Failed(failure) = target.run(bytes) {
            panic!("{failure}");
        }
    });
}
