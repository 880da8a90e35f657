//! What a law met, so that it cannot pass by looking at nothing.

/// Cases of a law where nothing else is asked for.
const USUAL: usize = 200;

/// Asserts that `count` is at least so many in a thousand of `cases`, chance allowed for: three times the square root of
/// what is expected. What is met so seldom that this allows for nothing at all in 200 cases is refused: such a rate could
/// not fail.
#[track_caller]
pub fn met(what: &str, count: usize, in_a_thousand: usize, cases: u32) {
    let expected = |cases: usize| in_a_thousand * cases / 1000;
    let allowed_for = |least: usize| 3 * least.isqrt();
    let usual = expected(USUAL);
    assert!(usual > allowed_for(usual), "{what}: {in_a_thousand} in a thousand are too few to miss in {USUAL} cases");
    let least = expected(usize::try_from(cases).unwrap());
    println!("{what}: {count} in {cases} cases, of {least} at the least");
    assert!(count + allowed_for(least) >= least, "{what}: {count} in {cases} cases");
}
