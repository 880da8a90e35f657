//! The command line, end to end.

mod commands;
mod way;
