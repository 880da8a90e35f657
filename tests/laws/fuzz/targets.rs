//! The targets: each a few laws of one kind, between which the first byte decides.

use proptest::strategy::Strategy;
use proptest::test_runner::TestCaseError;

use super::case::{Law, Outcome};
use crate::{agrees, binder, bounds, editions, numbers, plan, readers, sources, suites, texts, ways};

/// What is fuzzed as one.
pub struct Target {
    /// Its name.
    pub name: &'static str,
    laws: Vec<Law>,
}

impl Target {
    /// Makes a case of bytes, and tries it.
    #[must_use]
    pub fn run(&self, bytes: &[u8]) -> Outcome {
        let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
        self.laws[usize::from(*first) % self.laws.len()].run(rest)
    }
}

/// Every target.
#[must_use]
pub fn all() -> Vec<Target> {
    vec![
        Target {
            name: "decide",
            laws: vec![
                Law::of("the naive evaluator agrees", agrees::any_made(), |made| agrees::agrees(&made)),
                Law::of("bounds contain what is possible", bounds::any_made(), |made| bounds::bounded(&made)),
                Law::of("every way gives one answer", ways::any_units(), |(units, form)| {
                    ways::one_answer(&units, form, &mut ways::Seen::default()).map_err(TestCaseError::fail)
                }),
                Law::of("readers read alike", agrees::any_made(), |made| readers::read_alike(&made)),
            ],
        },
        Target {
            name: "suites",
            laws: vec![Law::of("suites say what assessing says", suites::any_suite(), |tried| {
                suites::says_the_same(&tried)
            })],
        },
        Target {
            name: "extends",
            laws: vec![Law::of("two files are the rules written as one", editions::any_made(), |made| {
                editions::is_the_one(&made)
            })],
        },
        Target {
            name: "plans",
            laws: vec![Law::of("plans are those of trying every set", plan::any_planning(), |planning| {
                plan::examine(planning, &mut plan::Seen::default());
                Ok(())
            })],
        },
        Target {
            name: "numbers",
            laws: vec![Law::of("numbers are rationals", numbers::asked(), |asked| numbers::as_rationals(&asked))],
        },
        Target {
            name: "texts",
            laws: vec![
                Law::of("documents are read or refused", texts::any_text(), |written| texts::written_over(&written)),
                Law::of("units are bound as they are read", binder::any_units(), |units| {
                    binder::binds_the_same(units);
                    Ok(())
                }),
                Law::of("near to JSON and tables", (sources::text(), sources::text()).boxed(), |(text, more)| {
                    sources::read_or_refused(&text, &more)
                }),
                Law::of_bytes("bytes are read or refused", texts::any_bytes),
            ],
        },
    ]
}
