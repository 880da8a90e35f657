//! What both the tests by hand and the laws use.

pub mod binder;
pub mod sources;
pub mod stream;
pub mod texts;
