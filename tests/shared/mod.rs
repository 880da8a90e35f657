//! What both the tests by hand and the laws use.
#![cfg(feature = "yaml")]

pub mod binder;
pub mod sources;
pub mod stream;
pub mod texts;
