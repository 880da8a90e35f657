//! `predikat new`: commented files to start from.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use predikat::report::Language;
use predikat::start;

use super::destination::Destination;
use super::exit::{Exit, Failure};
use super::files;
use super::output::{self, Output};
use super::rules::Rules;

/// Write a commented file to start from, which passes `check`
#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// A rule set
    RuleSet {
        /// The file to write, which must not exist; standard output where none is named
        file: Option<PathBuf>,
    },
    /// A dossier with every fact that a rule set asks for
    Dossier {
        /// The rule set: a file, or the id of one that ships (ID or ID@EDITION)
        rules: String,
        /// The file to write, which must not exist; standard output where none is named
        file: Option<PathBuf>,
        /// The language of titles and questions
        #[arg(long, value_name = "id|en", default_value_t)]
        language: Language,
    },
    /// A suite of cases for a rule set
    Suite {
        /// The rule set: a file, or the id of one that ships (ID or ID@EDITION)
        rules: String,
        /// The file to write, which must not exist; standard output where none is named
        file: Option<PathBuf>,
    },
}

pub fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Failure> {
    let (text, file) = match &arguments.what {
        What::RuleSet { file } => (start::rule_set().to_owned(), file),
        What::Dossier { rules, file, language } => {
            (start::dossier(Rules::open(rules)?.on(None), language.word()), file)
        }
        What::Suite { rules, file } => (start::suite(Rules::open(rules)?.on(None)), file),
    };
    match file {
        Some(file) => write_new(file, &text)?,
        None => output.data(&text)?,
    }
    Ok(Exit::Done)
}

/// Writes a file that is not there yet.
fn write_new(file: &Path, text: &str) -> Result<(), Failure> {
    let mut new = Destination::new_file(file)?;
    new.write_all(text.as_bytes())?;
    new.finish_new()?;
    output::tell(&format!("wrote {}", files::name(file)));
    Ok(())
}
