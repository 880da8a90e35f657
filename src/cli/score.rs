//! `predikat score`: totals and awards of a table of any length, unit by unit, in memory that grows with their names alone.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use predikat::batch::stream::{Decided, Stream, StreamError};
use predikat::batch::{Batch, Outcomes};
use predikat::{Date, Number, RuleSet};
use serde_json::json;

use super::exit::{Exit, Failure};
use super::files;
use super::output::Output;
use super::refusals::Refusals;
use super::rules::{Rules, refused};

/// So much of a text is read at once.
const BUFFER: usize = 1 << 18;

/// Score very many units of a table, without reasons
#[derive(clap::Args)]
pub struct Arguments {
    /// The rule set: a file, or the id of one that ships (ID or ID@EDITION)
    rules: String,
    /// A table of units (CSV), or - for standard input
    units: PathBuf,
    /// A table of documents (CSV), in the order of the units
    #[arg(long, value_name = "FILE", visible_alias = "documents")]
    evidence: Option<PathBuf>,
    /// The date to assess as of, in place of the units' own
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Allow as-of dates outside the rule set's edition
    #[arg(long)]
    insist: bool,
    /// How to show the outcomes
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write them, in place of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Tell every problem, not only the first of each code and column
    #[arg(long)]
    all_problems: bool,
    /// How many threads decide; all processors if not given
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One unit a row
    #[default]
    Csv,
    /// One object a line
    Jsonl,
}

pub fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Failure> {
    let rules = Rules::open(&arguments.rules)?;
    let rules = rules.on(arguments.as_of);
    let batch = Batch::new(rules);
    let threads = || std::thread::available_parallelism().map_or(1, usize::from);
    let mut stream = Stream::new(&batch).insist(arguments.insist).threads(arguments.threads.unwrap_or_else(threads));
    if let Some(as_of) = arguments.as_of {
        stream = stream.as_of(as_of);
    }
    let units = open(&arguments.units)?;
    let mut documents = arguments.evidence.as_deref().map(open).transpose()?;
    let of_documents = arguments.evidence.as_deref().map(files::name).unwrap_or_default();
    let documents = documents.as_mut().map(|text| (of_documents.as_str(), text as &mut dyn BufRead));

    let mut writer = Writer::new(arguments, output)?;
    writer.write(&heading(arguments.format, rules))?;
    let progress = progress([Some(&arguments.units), arguments.evidence.as_ref()]);
    let (mut refusals, mut scored, mut written) = (Refusals::new(arguments.all_problems), 0, Ok(()));
    let name = files::name(&arguments.units);
    let ended = stream.csv(&name, units, documents, |decided| {
        progress.set_position(decided.progress.bytes);
        progress.set_message(format!("{} units", decided.progress.units));
        progress.suspend(|| tell_refused(&decided, &mut refusals));
        scored += decided.units.len() - decided.outcomes.refused().len();
        written = writer.write(&lines(arguments.format, &decided));
        if written.is_err() || writer.is_gone() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    progress.finish_and_clear();
    written?;
    writer.flush()?;
    if !refusals.is_empty() {
        refusals.close(&format!("rows of {name}"), u64::try_from(scored).unwrap_or(u64::MAX), "scored");
    }
    match ended {
        Ok(_) if refusals.is_empty() => Ok(Exit::Done),
        Ok(_) => Ok(Exit::Input),
        Err(StreamError::Refused(problems)) => Err(refused(&name, &problems)),
        Err(error) => Err(Failure::Input(error.to_string())),
    }
}

fn open(path: &Path) -> Result<Box<dyn BufRead>, Failure> {
    if files::is_standard_input(path) {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path).map_err(|error| files::unreadable(path, &error))?;
    Ok(Box::new(BufReader::with_capacity(BUFFER, file)))
}

/// A bar on a terminal, and nothing elsewhere; without an end where standard input is read.
fn progress(paths: [Option<&PathBuf>; 2]) -> ProgressBar {
    let lengths = paths.into_iter().flatten().map(|path| std::fs::metadata(path).map(|file| file.len()));
    let Ok(lengths) = lengths.collect::<io::Result<Vec<u64>>>() else { return ProgressBar::new_spinner() };
    let bar = ProgressBar::new(lengths.into_iter().sum());
    match ProgressStyle::with_template("{bar:30} {percent} % {msg}, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Tells what is wrong with units and rows.
fn tell_refused(decided: &Decided<'_>, refusals: &mut Refusals) {
    let refused_units = decided.outcomes.refused().iter().map(|one| &one.problems);
    for problems in decided.astray.iter().chain(refused_units) {
        refusals.add(problems, None);
    }
}

/// Standard output, or a file.
enum Writer<'o> {
    Standard(&'o mut Output),
    File(BufWriter<File>),
}

impl<'o> Writer<'o> {
    fn new(arguments: &Arguments, output: &'o mut Output) -> Result<Writer<'o>, Failure> {
        Ok(match &arguments.output {
            Some(path) => Writer::File(BufWriter::with_capacity(BUFFER, File::create(path)?)),
            None => Writer::Standard(output),
        })
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        match self {
            Writer::Standard(output) => output.write(text),
            Writer::File(file) => file.write_all(text.as_bytes()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Writer::Standard(_) => Ok(()),
            Writer::File(file) => file.flush(),
        }
    }

    /// Nobody reads on.
    fn is_gone(&self) -> bool {
        matches!(self, Writer::Standard(output) if output.is_gone())
    }
}

/// The columns before those of the awards.
const COLUMNS: &str = "unit,total_low,total_high,highest,nearest,nearest_margin_low,nearest_margin_high";

fn heading(format: Format, rules: &RuleSet) -> String {
    match format {
        Format::Csv => {
            let awards = rules.awards().map(|award| format!("award.{award}"));
            let columns: Vec<String> = std::iter::once(COLUMNS.to_owned()).chain(awards).collect();
            format!("{}\n", columns.join(","))
        }
        Format::Jsonl => String::new(),
    }
}

/// A line for each unit that is not refused.
fn lines(format: Format, decided: &Decided<'_>) -> String {
    let mut refused = decided.outcomes.refused().iter().map(|one| one.row).peekable();
    let mut text = String::new();
    for (row, unit) in decided.units.iter().enumerate() {
        if refused.next_if_eq(&row).is_none() {
            match format {
                Format::Csv => csv(unit, decided.outcomes, row, &mut text),
                Format::Jsonl => text += &(object(unit, decided.outcomes, row).to_string() + "\n"),
            }
        }
    }
    text
}

/// Names and numbers hold nothing that has to be quoted.
fn csv(unit: &str, outcomes: &Outcomes, row: usize, text: &mut String) {
    let total = outcomes.total().and_then(|total| total.points(row));
    let nearest = outcomes.nearest(row);
    let number = |number: Option<&Number>| number.map_or_else(String::new, Number::to_string);
    let margin = nearest.as_ref().map(|nearest| &nearest.margin);
    let cells = [
        unit.to_owned(),
        number(total.as_ref().map(|total| &total.low)),
        number(total.as_ref().map(|total| &total.high)),
        outcomes.highest(row).unwrap_or_default().to_owned(),
        nearest.as_ref().map_or_else(String::new, |nearest| format!("{}.{}", nearest.award, nearest.requirement)),
        number(margin.map(|margin| &margin.low)),
        number(margin.map(|margin| &margin.high)),
    ];
    *text += &cells.join(",");
    for award in outcomes.awards() {
        text.push(',');
        *text += award.outcomes.get(row).copied().flatten().map_or("", |outcome| outcome.word());
    }
    text.push('\n');
}

fn object(unit: &str, outcomes: &Outcomes, row: usize) -> serde_json::Value {
    let ends = |low: &Number, high: &Number| json!({"low": low.to_string(), "high": high.to_string()});
    let total = outcomes.total().and_then(|total| total.points(row));
    let awards = outcomes.awards().iter().map(|award| {
        let outcome = award.outcomes.get(row).copied().flatten();
        (award.award.clone(), outcome.map_or(serde_json::Value::Null, |outcome| outcome.word().into()))
    });
    let nearest = outcomes.nearest(row).map(|nearest| {
        let margin = ends(&nearest.margin.low, &nearest.margin.high);
        json!({"award": nearest.award, "requirement": nearest.requirement, "margin": margin})
    });
    json!({
        "unit": unit,
        "total": total.map(|total| ends(&total.low, &total.high)),
        "highest": outcomes.highest(row),
        "nearest": nearest,
        "awards": awards.collect::<serde_json::Map<_, _>>(),
    })
}
