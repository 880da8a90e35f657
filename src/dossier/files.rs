//! Whether the files that a dossier's documents refer to are there and are what it says they are.
//!
//! Nothing is read here: the caller tells the digest of each file that it has.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};

use crate::DossierDocument;
use crate::diagnostic::{Code, Diagnostic, Place, Pointer};

/// What is wrong with the files of a dossier's documents: one that is not there or cannot be read, one that has another
/// digest than the dossier says, one that stands under two documents.
///
/// `digest` gives the SHA-256 of the file that a document's `ref` names, in hexadecimal digits, or why there is none.
/// [`ErrorKind::NotFound`] and [`ErrorKind::FileTooLarge`] are told in words of their own. Documents without `ref`, and those whose `ref` is an address (`https://...`), are
/// passed over.
///
/// ```
/// use predikat::DossierDocument;
/// let dossier = DossierDocument::from_yaml("a.yaml", "
/// unit: a
/// evidence: [{id: decree, type: decree, supports: [team], ref: decree.pdf}]
/// ")?;
/// let found = predikat::dossier::check_files(&dossier, |_| Err(std::io::ErrorKind::NotFound.into()));
/// assert_eq!(found[0].code.name(), "file-not-found");
/// # Ok::<(), predikat::Problems>(())
/// ```
pub fn check_files(dossier: &DossierDocument, digest: impl Fn(&str) -> io::Result<String>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // The first document of each digest: its position, id and file.
    let mut first: BTreeMap<String, (usize, &str, &str)> = BTreeMap::new();
    for (i, document) in dossier.evidence.iter().enumerate() {
        let Some(file) = document.reference.as_deref().filter(|file| !file.contains("://")) else { continue };
        let place = |i, key| dossier.origin.place(&Pointer::root().key("evidence").index(i).key(key));
        let digest = match digest(file) {
            Ok(digest) => digest.to_lowercase(),
            Err(error) => {
                found.push(not_read(file, &error, place(i, "ref")));
                continue;
            }
        };
        if document.sha256.as_ref().is_some_and(|said| said.to_lowercase() != digest) {
            let message = format!("the file `{file}` has another digest than the dossier says");
            found.push(
                Diagnostic::new(Code::DigestDiffers, place(i, "sha256"), message)
                    .help(format!("its SHA-256 is {digest}; it was changed since, or another file was meant")),
            );
        }
        match first.get(&digest) {
            Some((at, id, other)) if *other != file => {
                let message = format!("`{id}` and `{}` are one file", document.id);
                found.push(
                    Diagnostic::new(Code::FileTwice, place(i, "ref"), message)
                        .related(place(*at, "ref"), "the first is here")
                        .help("keep the file once, and list all that it supports there"),
                );
            }
            Some(_) => {}
            None => {
                first.insert(digest, (i, &document.id, file));
            }
        }
    }
    found
}

fn not_read(file: &str, error: &io::Error, place: Place) -> Diagnostic {
    match error.kind() {
        ErrorKind::NotFound => Diagnostic::new(Code::FileNotFound, place, format!("there is no file `{file}`"))
            .help("write where the file stands in the folder of documents"),
        ErrorKind::FileTooLarge => {
            Diagnostic::new(Code::TooLarge, place, format!("the file `{file}` is too large to be read"))
                .help("keep a smaller file, such as one of fewer or plainer pictures")
        }
        _ => Diagnostic::new(Code::FileNotFound, place, format!("the file `{file}` cannot be read: {error}"))
            .help("look whether it is a file, and who may read it"),
    }
}
