//! What people and programs read, compared with texts reviewed by eye.

#[cfg(feature = "yaml")]
mod assessments;
mod diagnostics;

use std::path::Path;

/// Asserts that `text` is the golden file `name`. With `GOLDEN=write` the file is written instead, to be
/// reviewed before it is committed.
fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("GOLDEN").is_some_and(|word| word == "write") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(text == expected, "{name} differs\n--- expected\n{expected}\n--- found\n{text}");
}
