//! The command line, end to end.

mod commands;
mod escapes;
mod many;
mod safe_files;
mod way;
