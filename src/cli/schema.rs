//! `predikat schema`: JSON Schema of what people write.

use clap::Subcommand;
use predikat::document::schema;
use predikat::report::Language;

use super::exit::{Exit, Failure};
use super::output::Output;
use super::rules::Rules;

/// Print a JSON Schema, for editors and other programs
#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    of: Of,
}

#[derive(Subcommand)]
enum Of {
    /// Of a rule set
    RuleSet,
    /// Of a dossier, for any rule set or for one
    Dossier(For),
    /// Of a suite, for any rule set or for one
    Suite(For),
    /// Of an actions file
    Actions,
    /// Of the facts that a rule set asks for
    Facts {
        /// The rule set: a file, or the id of one that ships (ID or ID@EDITION)
        rules: String,
        /// The language of titles
        #[arg(long, value_name = "id|en", default_value_t)]
        language: Language,
    },
}

#[derive(clap::Args)]
struct For {
    /// The rule set whose facts it offers: a file, or the id of one that ships (ID or ID@EDITION)
    rules: Option<String>,
    /// The language of titles
    #[arg(long, value_name = "id|en", default_value_t)]
    language: Language,
}

pub fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Failure> {
    let schema = match &arguments.of {
        Of::RuleSet => schema::rule_set(),
        Of::Dossier(For { rules: None, .. }) => schema::dossier(),
        Of::Dossier(For { rules: Some(rules), language }) => {
            Rules::open(rules)?.on(None).dossier_schema(language.word())
        }
        Of::Suite(For { rules: None, .. }) => schema::suite(),
        Of::Suite(For { rules: Some(rules), language }) => Rules::open(rules)?.on(None).suite_schema(language.word()),
        Of::Actions => schema::actions(),
        Of::Facts { rules, language } => Rules::open(rules)?.on(None).facts_schema(language.word()),
    };
    output.json(&format!("{schema:#}\n"))?;
    Ok(Exit::Done)
}
