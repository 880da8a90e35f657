//! `predikat schema`: JSON Schema of what people write.

use clap::Subcommand;
use predikat::document::schema;

use super::exit::{Exit, Failure};
use super::output::Output;

/// Print the JSON Schema of a kind of document, for editors
#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    of: Of,
}

#[derive(Subcommand)]
enum Of {
    /// Of a rule set
    RuleSet,
    /// Of a dossier
    Dossier,
    /// Of a suite
    Suite,
}

pub fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Failure> {
    let schema = match &arguments.of {
        Of::RuleSet => schema::rule_set(),
        Of::Dossier => schema::dossier(),
        Of::Suite => schema::suite(),
    };
    output.line(&format!("{schema:#}"))?;
    Ok(Exit::Done)
}
