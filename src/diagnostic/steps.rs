//! Steps from the top of a document to a value in it.

use super::Pointer;

/// A step into a document.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'a> {
    Key(&'a str),
    Item(usize),
}

impl<'a> From<&'a str> for Step<'a> {
    fn from(key: &'a str) -> Step<'a> {
        Step::Key(key)
    }
}

impl From<usize> for Step<'_> {
    fn from(item: usize) -> Self {
        Step::Item(item)
    }
}

/// Makes a list of steps: `at!["evidence", 0, "issued"]`.
macro_rules! at {
    ($($step:expr),* $(,)?) => { &[$($crate::diagnostic::steps::Step::from($step)),*] };
}
pub(crate) use at;

/// The pointer that follows them from the top.
pub(crate) fn pointer(steps: &[Step]) -> Pointer {
    steps.iter().fold(Pointer::root(), |pointer, step| match step {
        Step::Key(key) => pointer.key(key),
        Step::Item(item) => pointer.index(*item),
    })
}
