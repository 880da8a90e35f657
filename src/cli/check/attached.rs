//! The documents that a dossier refers to, as files.

use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Read as _};
use std::path::Path;

use predikat::DossierDocument;
use predikat::diagnostic::Diagnostic;
use predikat::dossier::check_files;
use sha2::{Digest, Sha256};

use crate::files;

/// What is wrong with the files in `folder` that the dossier's documents refer to.
pub fn check(dossier: &DossierDocument, folder: &Path) -> Vec<Diagnostic> {
    check_files(dossier, |reference| {
        let path = files::inside(folder, reference).ok_or(ErrorKind::NotFound)?;
        if path.exists() && !files::is_regular(&path) {
            return Err(ErrorKind::NotFound.into());
        }
        digest(&path)
    })
}

/// No document of more bytes is read.
const MOST: u64 = 1 << 30;

/// The SHA-256 of a file, in hexadecimal digits.
fn digest(path: &Path) -> io::Result<String> {
    let file = File::open(path)?;
    if file.metadata()?.len() > MOST {
        return Err(ErrorKind::FileTooLarge.into());
    }
    let mut hasher = Sha256::new();
    let mut file = BufReader::with_capacity(1 << 16, file.take(MOST));
    loop {
        let part = file.fill_buf()?;
        if part.is_empty() {
            break;
        }
        hasher.update(part);
        let length = part.len();
        file.consume(length);
    }
    let mut digits = String::with_capacity(64);
    for byte in hasher.finalize() {
        digits.extend([byte >> 4, byte & 15].into_iter().filter_map(|digit| char::from_digit(digit.into(), 16)));
    }
    Ok(digits)
}
