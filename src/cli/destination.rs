//! Files that are written: beside their place first, and put there when they are whole.
//!
//! What stood there before is untouched until then, and stays where anything fails.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use super::exit::Failure;
use super::files;

/// So much is written at once.
const BUFFER: usize = 1 << 18;

/// A file under construction.
pub struct Destination {
    /// Where it goes, links followed.
    path: PathBuf,
    to: To,
}

enum To {
    Beside(BufWriter<NamedTempFile>),
    /// A device or a pipe, which nothing can take the place of.
    Straight(BufWriter<File>),
}

impl Destination {
    /// To be put at `path`, over what is there.
    pub fn open(path: &Path) -> Result<Destination, Failure> {
        let refused = |error: io::Error| cannot_write(path, &error);
        let Ok(there) = fs::metadata(path) else { return Destination::beside(path).map_err(refused) };
        if there.is_dir() {
            return Err(refused(io::ErrorKind::IsADirectory.into()));
        }
        if !there.is_file() {
            let file = File::options().write(true).open(path).map_err(refused)?;
            let to = To::Straight(BufWriter::with_capacity(BUFFER, file));
            return Ok(Destination { path: path.to_owned(), to });
        }
        if there.permissions().readonly() {
            return Err(refused(io::ErrorKind::PermissionDenied.into()));
        }
        let destination = path.canonicalize().and_then(|path| Destination::beside(&path)).map_err(refused)?;
        if let To::Beside(file) = &destination.to {
            file.get_ref().as_file().set_permissions(there.permissions()).map_err(refused)?;
        }
        Ok(destination)
    }

    /// To be put at `path`, where nothing is: [`Destination::finish_new`] refuses otherwise.
    pub fn new_file(path: &Path) -> Result<Destination, Failure> {
        Destination::beside(path).map_err(|error| cannot_write(path, &error))
    }

    fn beside(path: &Path) -> io::Result<Destination> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = Builder::new();
        builder.prefix(".predikat-");
        #[cfg(unix)]
        {
            // As any file that a program makes: what the user's mask leaves.
            use std::os::unix::fs::PermissionsExt as _;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let file = BufWriter::with_capacity(BUFFER, builder.tempfile_in(folder)?);
        Ok(Destination { path: path.to_owned(), to: To::Beside(file) })
    }

    /// Puts it in its place.
    pub fn finish(self) -> Result<(), Failure> {
        let Destination { path, to } = self;
        let done = match to {
            To::Beside(file) => whole(file).and_then(|file| Ok(file.persist(&path).map(drop)?)),
            To::Straight(mut file) => file.flush(),
        };
        done.map_err(|error| cannot_write(&path, &error))
    }

    /// Puts it in its place, where nothing may be.
    pub fn finish_new(self) -> Result<(), Failure> {
        let Destination { path, to } = self;
        let done = match to {
            To::Beside(file) => whole(file).and_then(|file| Ok(file.persist_noclobber(&path).map(drop)?)),
            To::Straight(mut file) => file.flush(),
        };
        done.map_err(|error| cannot_write(&path, &error))
    }
}

impl Write for Destination {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        match &mut self.to {
            To::Beside(file) => file.write(part),
            To::Straight(file) => file.write(part),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.to {
            To::Beside(file) => file.flush(),
            To::Straight(file) => file.flush(),
        }
    }
}

/// The file with all that was written to it.
fn whole(file: BufWriter<NamedTempFile>) -> io::Result<NamedTempFile> {
    file.into_inner().map_err(io::IntoInnerError::into_error)
}

fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    let name = files::name(path);
    Failure::Input(match error.kind() {
        io::ErrorKind::AlreadyExists => format!("{name} is there already, and nothing is written over it"),
        _ => format!("cannot write {name}: {}", files::words(error)),
    })
}

/// Refuses to write to a file that is read, whatever links lead to it.
pub fn refuse_inputs<'p>(output: &Path, inputs: impl IntoIterator<Item = &'p Path>) -> Result<(), Failure> {
    // What cannot be compared is not there, or is told when it is opened.
    let is_output = |input: &&Path| same_file::is_same_file(output, input).unwrap_or(false);
    match inputs.into_iter().filter(|input| input.is_file()).find(is_output) {
        None => Ok(()),
        Some(input) => Err(Failure::Usage(format!(
            "{} is the file {} that is read, and is not written over: name another output",
            files::name(output),
            files::name(input)
        ))),
    }
}
