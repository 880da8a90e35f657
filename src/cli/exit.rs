//! How the run ends: a typed exit code, and what is said when it could not be done.

use std::io;
use std::process::{ExitCode, Termination};

/// The exit codes; part of the command line's contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    /// Done, and nothing wrong.
    Done = 0,
    /// Findings of `check`, cases of `test` that did not pass, a unit without the award that `--require` names.
    Findings = 1,
    /// The arguments make no sense.
    Usage = 2,
    /// The input could not be read or is invalid.
    Input = 3,
    /// A fault of this program.
    Fault = 4,
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}

/// Why a command could not be done.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The arguments make no sense together.
    #[error("{0}")]
    Usage(String),
    /// The input could not be read or is invalid.
    #[error("{0}")]
    Input(String),
    /// The output could not be written.
    #[error("the output could not be written: {0}")]
    Output(#[from] io::Error),
}

impl Failure {
    /// The exit code it leads to.
    pub fn exit(&self) -> Exit {
        match self {
            Failure::Usage(_) => Exit::Usage,
            Failure::Input(_) => Exit::Input,
            Failure::Output(_) => Exit::Fault,
        }
    }
}

/// Has a fault of this program told in a calm line instead of a stack of frames, which `RUST_BACKTRACE` adds.
pub fn tell_faults_calmly() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |fault| {
        let at = fault.location().map(|at| format!(" (at {}:{})", at.file(), at.line())).unwrap_or_default();
        let version = env!("CARGO_PKG_VERSION");
        super::output::tell(&format!(
            "internal fault: predikat {version} met a state that it should never meet{at}; the input is not to \
             blame: please report it, with the command and the files"
        ));
        if std::env::var_os("RUST_BACKTRACE").is_some_and(|wanted| wanted != "0") {
            usual(fault);
        }
    }));
}
