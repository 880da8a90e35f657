//! What a law met, so that it cannot pass by looking at nothing.

/// Asserts that `count` is at least so many in a thousand of `cases`, chance allowed for: three times the square root of
/// what is expected.
#[track_caller]
pub fn met(what: &str, count: usize, in_a_thousand: usize, cases: u32) {
    let least = in_a_thousand * usize::try_from(cases).unwrap() / 1000;
    println!("{what}: {count} in {cases} cases, of {least} at the least");
    assert!(count + 3 * least.isqrt() >= least, "{what}: {count} in {cases} cases");
}
