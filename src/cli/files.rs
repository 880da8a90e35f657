//! Reading files and folders.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Component, Path, PathBuf};

use predikat::Problems;
use predikat::document::{Limits, decode};

use super::exit::Failure;
use super::output;

/// The path that stands for standard input.
pub const STANDARD_INPUT: &str = "-";

/// Whether the path stands for standard input.
pub fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == STANDARD_INPUT
}

/// The name of a path in messages.
pub fn name(path: &Path) -> String {
    if is_standard_input(path) { "(standard input)".to_owned() } else { path.display().to_string() }
}

/// So much is read at once of a text that is read bit by bit.
const BUFFER: usize = 1 << 18;

/// A file or standard input, to be read bit by bit.
pub fn open(path: &Path) -> Result<Box<dyn BufRead>, Failure> {
    if is_standard_input(path) {
        return Ok(Box::new(BufReader::with_capacity(BUFFER, io::stdin())));
    }
    let file = fs::File::open(path).map_err(|error| unreadable(path, &error))?;
    Ok(Box::new(BufReader::with_capacity(BUFFER, file)))
}

/// So many bytes are read of one document.
fn most() -> u64 {
    u64::try_from(Limits::default().bytes).unwrap_or(u64::MAX)
}

/// The text of a file, or of standard input; what is wrong with it where it is not UTF-8.
///
/// Not much more is read than the library takes of one document, so that an endless input ends.
pub fn read(path: &Path) -> Result<Result<String, Problems>, Failure> {
    read_from(path, open(path)?)
}

/// As [`read`], of a text that is open.
pub fn read_from(path: &Path, text: impl Read) -> Result<Result<String, Problems>, Failure> {
    let most = most().saturating_add(1);
    let mut bytes = Vec::new();
    text.take(most).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 == most {
        // Cut off, perhaps inside a character; it is refused as too large in any case.
        return Ok(Ok(String::from_utf8_lossy(&bytes).into_owned()));
    }
    Ok(decode(&name(path), &bytes).map(str::to_owned))
}

/// Whether a file holds these bytes, in as much of it as is read of one document.
pub fn holds(path: &Path, wanted: &[u8]) -> Result<bool, Failure> {
    let mut text = BufReader::with_capacity(BUFFER, open(path)?.take(most()));
    let mut held: Vec<u8> = Vec::new();
    loop {
        let part = text.fill_buf().map_err(|error| unreadable(path, &error))?;
        if part.is_empty() {
            return Ok(false);
        }
        let length = part.len();
        held.extend_from_slice(part);
        text.consume(length);
        if held.windows(wanted.len()).any(|window| window == wanted) {
            return Ok(true);
        }
        // What is wanted may begin where this part ends.
        held.drain(..held.len().saturating_sub(wanted.len()));
    }
}

/// That the path cannot be read, and why.
pub fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::Input(format!("cannot read {}: {}", name(path), words(error)))
}

/// The files under a path whose names end in one of `extensions`, in order; the path itself where it is no folder.
///
/// What is hidden is passed over, and folders are not followed through symbolic links, which might be a ring.
pub fn under(path: &Path, extensions: &[&str]) -> Result<Vec<PathBuf>, Failure> {
    if is_standard_input(path) || !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    collect(path, extensions, &mut files)?;
    files.sort();
    Ok(files)
}

/// The files under every path, each once, with whether a folder led to it; and what could not be read.
pub fn under_all(paths: &[PathBuf], extensions: &[&str]) -> (Vec<(PathBuf, bool)>, Vec<Failure>) {
    let mut files: Vec<(PathBuf, bool)> = Vec::new();
    let mut failures = Vec::new();
    let mut seen = BTreeSet::new();
    for path in paths {
        match under(path, extensions) {
            Ok(found) => {
                // A path that cannot be made canonical cannot be read either, which is told in its place.
                let new = found.into_iter().filter(|file| seen.insert(file.canonicalize().unwrap_or(file.clone())));
                files.extend(new.map(|file| (file, path.is_dir())));
            }
            Err(failure) => failures.push(failure),
        }
    }
    (files, failures)
}

fn collect(folder: &Path, extensions: &[&str], files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let unreadable = |error: io::Error| unreadable(folder, &error);
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let path = entry.path();
        let kind = entry.file_type().map_err(unreadable)?;
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        if kind.is_dir() {
            collect(&path, extensions, files)?;
        } else if has_extension(&path, extensions) && is_regular(&path) {
            files.push(path);
        }
    }
    Ok(())
}

/// Whether a path in a folder leads to a file that can be read to its end. Opening a pipe may wait for ever, and a
/// device may never end: these are passed over, with a word.
pub fn is_regular(path: &Path) -> bool {
    let is_regular = path.is_file();
    if !is_regular {
        output::tell(&format!("passed over {}: it is no regular file", name(path)));
    }
    is_regular
}

/// The path in the folder that `relative` names; `None` where it leads out of it.
pub fn inside(folder: &Path, relative: &str) -> Option<PathBuf> {
    let mut depth: usize = 0;
    for part in Path::new(relative).components() {
        match part {
            Component::Normal(_) => depth += 1,
            Component::CurDir => {}
            Component::ParentDir => depth = depth.checked_sub(1)?,
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(folder.join(relative))
}

/// Refuses to read standard input twice: what is read once is gone.
pub fn standard_input_once<'p>(inputs: impl IntoIterator<Item = &'p Path>) -> Result<(), Failure> {
    match inputs.into_iter().filter(|input| is_standard_input(input)).nth(1) {
        None => Ok(()),
        Some(_) => Err(Failure::Usage("standard input (`-`) can be read once: name a file for all but one".to_owned())),
    }
}

/// Whether the path ends in one of these extensions.
pub fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).map(str::to_lowercase);
    extension.is_some_and(|extension| extensions.contains(&extension.as_str()))
}

/// An input error in words for people.
pub fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}
