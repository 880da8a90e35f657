//! The seeded runner: each execution has bytes of its own, which its number and the seed give again.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

use super::case::{Failure, Outcome, SEED};
use super::targets::Target;

/// How much is tried.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    /// The number of the first execution.
    pub first: u64,
    /// How many executions there are at most.
    pub executions: u64,
    /// How long they take together; what has begun is ended.
    pub time: Option<Duration>,
    /// Another seed gives other bytes.
    pub seed: u64,
}

/// What became of a target.
pub struct Ran {
    /// How many executions there were.
    pub executions: u64,
    /// How many of them made no case.
    pub not_drawn: u64,
    /// How long they took.
    pub took: Duration,
    /// The first that failed, by its number.
    pub failed: Option<(u64, Failure)>,
}

/// The bytes of an execution: a byte that chooses a law, a seed, and in half of all cases some steps to a simpler one.
#[must_use]
pub fn bytes(target: &str, seed: u64, execution: u64) -> Vec<u8> {
    let mut hash = [0; SEED];
    for (at, part) in hash.chunks_exact_mut(8).enumerate() {
        let mut hasher = DefaultHasher::new();
        (target, seed, execution, at).hash(&mut hasher);
        part.copy_from_slice(&hasher.finish().to_le_bytes());
    }
    let mut stream = TestRng::from_seed(RngAlgorithm::ChaCha, &hash);
    let choice = stream.next_u32();
    let steps = if choice & 1 == 0 { 0 } else { choice >> 8 & 63 };
    let mut bytes = vec![0; 1 + SEED + steps as usize];
    stream.fill_bytes(&mut bytes);
    bytes
}

/// Runs one target until something fails, or as far as is asked.
#[must_use]
pub fn run(target: &Target, extent: Extent) -> Ran {
    let start = Instant::now();
    let mut ran = Ran { executions: 0, not_drawn: 0, took: Duration::ZERO, failed: None };
    for execution in extent.first..extent.first.saturating_add(extent.executions) {
        if extent.time.is_some_and(|time| start.elapsed() >= time) {
            break;
        }
        BEGUN.fetch_add(1, Ordering::Relaxed);
        let outcome = target.run(&bytes(target.name, extent.seed, execution));
        ran.executions += 1;
        match outcome {
            Outcome::Held => {}
            Outcome::NotDrawn => ran.not_drawn += 1,
            Outcome::Failed(failure) => {
                ran.failed = Some((execution, failure));
                break;
            }
        }
    }
    ran.took = start.elapsed();
    ran
}

/// How many executions have begun, of all targets.
pub static BEGUN: AtomicU64 = AtomicU64::new(0);
