//! Why reading ends.

use std::io;

use crate::Problems;

/// Why a text could not be read on, or what is wrong with a part of it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StreamError {
    /// A text could not be read on.
    #[error("the text cannot be read: {0}")]
    Read(#[from] io::Error),
    /// What stands there is refused.
    #[error("{0}")]
    Refused(Problems),
}

impl From<Problems> for StreamError {
    fn from(problems: Problems) -> StreamError {
        StreamError::Refused(problems)
    }
}
