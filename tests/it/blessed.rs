//! Files that tests write anew on the word `PREDIKAT_BLESS`.

use std::path::Path;

/// Whether files are to be written instead of compared, to be reviewed before they are committed.
pub fn blessing() -> bool {
    std::env::var_os("PREDIKAT_BLESS").is_some()
}

/// Asserts that the file at a path from the root of the project holds `text`.
#[track_caller]
pub fn blessed(path: impl AsRef<Path>, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if blessing() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let file = std::fs::read_to_string(&path).unwrap_or_default();
    let different = text.lines().zip(file.lines()).find(|(found, expected)| found != expected);
    let path = path.display();
    assert!(text == file, "{path} differs, first at {different:?}\n--- expected\n{file}\n--- found\n{text}");
}
