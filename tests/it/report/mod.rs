//! What people and programs read, compared with texts reviewed by eye.

#[cfg(feature = "yaml")]
mod assessments;
mod diagnostics;

/// Asserts that `text` is the golden file `name`.
#[track_caller]
fn golden(name: &str, text: &str) {
    crate::blessed::blessed(format!("tests/golden/{name}"), text);
}
