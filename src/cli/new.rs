//! `predikat new`: commented files to start from.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use predikat::report::Language;
use predikat::start;

use super::exit::{Exit, Failure};
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
        None => output.write(&text)?,
    }
    Ok(Exit::Done)
}

/// Writes a file that is not there yet.
fn write_new(file: &Path, text: &str) -> Result<(), Failure> {
    let name = file.display();
    let refused = |error: std::io::Error| {
        Failure::Input(match error.kind() {
            std::io::ErrorKind::AlreadyExists => format!("{name} is there already, and nothing is written over it"),
            _ => format!("cannot write {name}: {error}"),
        })
    };
    let mut opened = std::fs::File::create_new(file).map_err(refused)?;
    opened.write_all(text.as_bytes()).map_err(refused)?;
    output::tell(&format!("wrote {name}"));
    Ok(())
}
