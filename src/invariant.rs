//! What is done in a state that cannot be.
//!
//! `check` and `bind` let through only what holds together, and what comes after them counts on it: a test has the type
//! of its fact, an index that was handed out leads somewhere. Where that fails, this crate has a mistake. Every test
//! stops there, by a `debug_assert`. A release goes on with the widest answer that is possible at that place: bounds over
//! everything, a condition that is not decided, an award that is undetermined, the wide path. Never with a number or a
//! verdict that looks known.
//!
//! What may be absent by the rules is no such state, and takes no function from here.

/// Stops a test, for `invariant` does not hold; in a release gives `widest`.
#[inline]
#[track_caller]
pub(crate) fn broken<T>(invariant: &str, widest: T) -> T {
    debug_assert!(false, "this does not hold: {invariant}");
    widest
}

/// Something that is always there.
pub(crate) trait Always {
    /// What it is.
    type Of;

    /// As it is; stops a test where it is not there. For callers that take the widest answer of what is absent.
    fn always(self, invariant: &str) -> Option<Self::Of>;

    /// It, or in a release the widest that it can be.
    fn or_widest(self, invariant: &str, widest: impl FnOnce() -> Self::Of) -> Self::Of;
}

impl<T> Always for Option<T> {
    type Of = T;

    #[inline]
    #[track_caller]
    fn always(self, invariant: &str) -> Option<T> {
        debug_assert!(self.is_some(), "this does not hold: {invariant}");
        self
    }

    #[inline]
    #[track_caller]
    fn or_widest(self, invariant: &str, widest: impl FnOnce() -> T) -> T {
        match self {
            Some(value) => value,
            None => broken(invariant, widest()),
        }
    }
}
