//! Whether the files that a dossier's documents refer to are there and are what it says they are.
//!
//! Nothing is read here: the caller tells the digest of each file that it has.

use std::collections::BTreeMap;

use crate::DossierDocument;
use crate::diagnostic::{Code, Diagnostic, Pointer};

/// What is wrong with the files of a dossier's documents: one that is not there, one that has another digest
/// than the dossier says, one that stands under two documents.
///
/// `digest` gives the SHA-256 of the file that a document's `ref` names, in hexadecimal digits, or `None`
/// where there is none. Documents without `ref`, and those whose `ref` is an address (`https://...`), are
/// passed over.
///
/// ```
/// use predikat::DossierDocument;
/// let dossier = DossierDocument::from_yaml("a.yaml", "
/// unit: a
/// evidence: [{id: decree, type: decree, supports: [team], ref: decree.pdf}]
/// ")?;
/// let found = predikat::dossier::check_files(&dossier, |_| None);
/// assert_eq!(found[0].code.name(), "file-not-found");
/// # Ok::<(), predikat::Problems>(())
/// ```
pub fn check_files(dossier: &DossierDocument, digest: impl Fn(&str) -> Option<String>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // The first document of each digest: its position, id and file.
    let mut first: BTreeMap<String, (usize, &str, &str)> = BTreeMap::new();
    for (i, document) in dossier.evidence.iter().enumerate() {
        let Some(file) = document.reference.as_deref().filter(|file| !file.contains("://")) else { continue };
        let place = |i, key| dossier.origin.place(&Pointer::root().key("evidence").index(i).key(key));
        let Some(digest) = digest(file).map(|digest| digest.to_lowercase()) else {
            let message = format!("there is no file `{file}`");
            found.push(
                Diagnostic::new(Code::FileNotFound, place(i, "ref"), message)
                    .help("write where the file stands in the folder of documents"),
            );
            continue;
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
