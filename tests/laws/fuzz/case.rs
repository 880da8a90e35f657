//! How bytes are made into a case, and what becomes of it.
//!
//! The first 32 bytes seed the generator that draws the case. Each byte after them makes the case simpler, or takes the
//! last step back, as proptest does when it looks for the smallest case that fails: an input that shares its beginning
//! with another is the same documents, with some parts of them left out. What is drawn fits together at every step.
//!
//! The bytes are not what is drawn itself (proptest's `RngAlgorithm::PassThrough`): there every choice between
//! alternatives sets half of the bytes that are left aside for the alternatives not taken, and bytes that have run out are
//! zeros. A rule set has hundreds of such choices, so that all but its beginning would be drawn from zeros.

use std::any::Any;
use std::fmt::{self, Debug, Display};
use std::panic::{self, AssertUnwindSafe};
use std::time::{Duration, Instant};

use proptest::strategy::{BoxedStrategy, Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

/// How many bytes say what is drawn.
pub const SEED: usize = 32;

/// What fails is made smaller for no longer than this.
const LONGEST: Duration = Duration::from_secs(20);

/// What became of some bytes.
pub enum Outcome {
    /// All that must hold holds.
    Held,
    /// The bytes make no case.
    NotDrawn,
    /// Something that must hold does not.
    Failed(Failure),
}

/// What does not hold, and of what.
pub struct Failure {
    /// The law that fails.
    pub law: &'static str,
    /// The smallest input found that fails.
    pub input: String,
    /// What is wrong with it.
    pub why: String,
}

impl Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} does not hold of\n{}\n{}", self.law, self.input, self.why)
    }
}

/// A law, with what it is tried on.
pub struct Law {
    run: Run,
}

/// Tries some bytes.
type Run = Box<dyn Fn(&[u8]) -> Outcome>;

impl Law {
    /// A law of what a strategy draws.
    pub fn of<T: Debug + Clone + 'static>(
        name: &'static str,
        strategy: BoxedStrategy<T>,
        holds: impl Fn(T) -> Result<(), TestCaseError> + 'static,
    ) -> Law {
        Law { run: Box::new(move |bytes| drawn(name, &strategy, bytes, &holds)) }
    }

    /// A law of bytes as they are.
    pub fn of_bytes(name: &'static str, holds: impl Fn(&[u8]) -> Result<(), TestCaseError> + 'static) -> Law {
        let run = move |bytes: &[u8]| match tried(|| holds(bytes)) {
            Ok(()) => Outcome::Held,
            Err(why) => {
                let input = String::from_utf8_lossy(bytes).into_owned();
                Outcome::Failed(Failure { law: name, input: format!("{input}\nin bytes {bytes:?}"), why })
            }
        };
        Law { run: Box::new(run) }
    }

    /// Tries the law on what these bytes make.
    #[must_use]
    pub fn run(&self, bytes: &[u8]) -> Outcome {
        (self.run)(bytes)
    }
}

fn drawn<T: Debug + Clone>(
    law: &'static str,
    strategy: &BoxedStrategy<T>,
    bytes: &[u8],
    holds: &dyn Fn(T) -> Result<(), TestCaseError>,
) -> Outcome {
    let mut seed = [0; SEED];
    let (start, steps) = bytes.split_at(bytes.len().min(SEED));
    seed[..start.len()].copy_from_slice(start);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let config = Config { failure_persistence: None, max_local_rejects: 10_000, ..Config::default() };
    let Ok(mut tree) = strategy.new_tree(&mut TestRunner::new_with_rng(config, rng)) else { return Outcome::NotDrawn };
    for step in steps {
        // three steps of four go on
        let changed = if step % 4 == 0 { tree.complicate() } else { tree.simplify() };
        if !changed {
            break;
        }
    }
    let fails = |value: T| tried(|| holds(value)).err();
    let Some(mut why) = fails(tree.current()) else { return Outcome::Held };
    let mut smallest = tree.current();
    let start = Instant::now();
    let mut goes_on = tree.simplify();
    while goes_on && start.elapsed() < LONGEST {
        goes_on = match fails(tree.current()) {
            Some(still) => {
                (why, smallest) = (still, tree.current());
                tree.simplify()
            }
            None => tree.complicate(),
        };
    }
    Outcome::Failed(Failure { law, input: format!("{smallest:?}"), why })
}

/// What is wrong; a case that a law does not speak of is right.
fn tried(holds: impl FnOnce() -> Result<(), TestCaseError>) -> Result<(), String> {
    match panic::catch_unwind(AssertUnwindSafe(holds)) {
        Ok(Ok(()) | Err(TestCaseError::Reject(_))) => Ok(()),
        Ok(Err(TestCaseError::Fail(why))) => Err(why.to_string()),
        Err(payload) => Err(said(&*payload)),
    }
}

/// What a panic says; its place is printed when it happens.
fn said(payload: &dyn Any) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str).or(payload.downcast_ref::<&str>().copied());
    format!("panicked: {}", text.unwrap_or("?"))
}
