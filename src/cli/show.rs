//! Outcomes of many units, written one by one: nothing is held of a unit that is written, but its line in the overview
//! for people.

use clap::ValueEnum;
use predikat::diagnostic::render::{self, Drawing};
use predikat::report::{self, Overview, Page, Rows};
use predikat::{Assessment, Dossier};

use super::exit::Failure;
use super::output::Output;
use super::way;

/// How outcomes are shown.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: each unit in full, and of several a line each at the end
    #[default]
    Human,
    /// One object a unit
    Json,
    /// One object a line
    Jsonl,
    /// One unit a row
    Csv,
}

/// Makes the text of a unit; shared by the threads that assess.
pub struct Drawer {
    pub format: Format,
    pub page: Page,
    pub drawing: Drawing,
    pub rows: Rows,
}

impl Drawer {
    /// An assessment.
    pub fn assessment(&self, dossier: &Dossier, assessment: &Assessment) -> Result<String, Failure> {
        let failed = |error: serde_json::Error| Failure::Output(error.into());
        match self.format {
            Format::Human => {
                let text = report::text_with_reasons(dossier, assessment, self.page);
                let warnings = render::human(dossier.warnings(), self.drawing);
                Ok(if warnings.is_empty() { text } else { format!("{text}\n{warnings}") })
            }
            Format::Json => serde_json::to_string_pretty(assessment).map_err(failed),
            Format::Jsonl => serde_json::to_string(assessment).map_err(failed),
            Format::Csv => Ok(self.rows.row(assessment)),
        }
    }

    /// What changes of a unit up to a date, and when.
    pub fn timeline(&self, dossier: &Dossier, until: predikat::Date) -> Result<String, Failure> {
        match self.format {
            Format::Human => Ok(way::timeline_text(dossier, until, self.page)),
            Format::Csv => Err(Failure::Usage("a timeline is no table: ask for human, json or jsonl".to_owned())),
            Format::Jsonl => Ok(way::timeline_json(dossier, until).to_string()),
            Format::Json => Ok(way::pretty(&way::timeline_json(dossier, until))?.trim_end().to_owned()),
        }
    }
}

/// Writes the texts of units, in their order.
pub struct Writer<'o> {
    output: &'o mut Output,
    format: Format,
    /// Whether there is a list, however many units there are.
    several: bool,
    written: usize,
    /// What is written next.
    next: String,
    /// The first unit, which may be the only one.
    first: Option<String>,
    /// A table for each run of units under the same rules, of which one after another is filled.
    overviews: Vec<(String, Overview)>,
}

impl<'o> Writer<'o> {
    pub fn new(output: &'o mut Output, drawer: &Drawer, several: bool) -> Writer<'o> {
        let next = if drawer.format == Format::Csv { drawer.rows.heading() } else { String::new() };
        Writer { output, format: drawer.format, several, written: 0, next, first: None, overviews: Vec::new() }
    }

    /// Adds a unit to the overview.
    pub fn overview(&mut self, dossier: &Dossier, assessment: &Assessment, page: Page) {
        let method = dossier.rule_set().method();
        if self.overviews.last().is_none_or(|(last, _)| last != method) {
            self.overviews.push((method.to_owned(), Overview::new(dossier.rule_set(), page)));
        }
        if let Some((_, overview)) = self.overviews.last_mut() {
            overview.add(assessment);
        }
    }

    /// Adds a unit to what is written next.
    pub fn unit(&mut self, text: &str) {
        self.written += 1;
        let next = &mut self.next;
        match self.format {
            Format::Human if self.written > 1 => next.extend(["\n", text]),
            Format::Human | Format::Csv => *next += text,
            Format::Jsonl => next.extend([text, "\n"]),
            Format::Json if !self.several && self.written == 1 => self.first = Some(text.to_owned()),
            Format::Json => {
                if let Some(first) = self.first.take() {
                    *next += &item(&first, true);
                }
                *next += &item(text, self.written == 1);
            }
        }
    }

    /// Writes what was added.
    pub fn write(&mut self) -> Result<(), Failure> {
        if self.written > 0 {
            self.send()?;
        }
        Ok(())
    }

    fn send(&mut self) -> Result<(), Failure> {
        let next = std::mem::take(&mut self.next);
        match self.format {
            Format::Human => self.output.drawn(&next)?,
            Format::Json | Format::Jsonl => self.output.json(&next)?,
            Format::Csv => self.output.data(&next)?,
        }
        Ok(())
    }

    /// Whether nobody reads on.
    pub fn is_gone(&self) -> bool {
        self.output.is_gone()
    }

    /// Ends what was begun. A table without a unit has its heading where nothing was wrong.
    pub fn finish(mut self, well: bool) -> Result<(), Failure> {
        match self.format {
            Format::Human if self.written > 1 => {
                for (_, overview) in &self.overviews {
                    self.next.push('\n');
                    self.next += &overview.text();
                }
            }
            Format::Json => match self.first.take() {
                Some(only) => self.next += &(only + "\n"),
                None if self.written > 0 => self.next += "\n]\n",
                None if self.several => self.next += "[]\n",
                None => {}
            },
            Format::Csv if self.written == 0 && !well => self.next.clear(),
            Format::Human | Format::Csv | Format::Jsonl => {}
        }
        self.send()
    }
}

/// An item of an indented list, with what stands before it.
fn item(text: &str, is_first: bool) -> String {
    format!("{}\n  {}", if is_first { "[" } else { "," }, text.replace('\n', "\n  "))
}
