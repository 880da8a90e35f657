//! Many units: one line each.

use std::fmt;

use crate::RuleSet;
use crate::assessment::Assessment;
use crate::diagnostic::render::visible;
use crate::report::layout::{left, right, width};
use crate::report::message::{Message, Speaker};
use crate::report::names::Names;
use crate::report::nearest::nearest;
use crate::report::page::Page;
use crate::report::style::Style;
use crate::report::text::{score, signed};

/// A table with a line for each unit: its total, the highest award that it is eligible for, and the requirement that it
/// is nearest to with its margin.
///
/// Units are added one by one, and nothing is held of one but its line.
///
/// ```
/// use predikat::{DossierDocument, RuleSet, assess, dossier::BindOptions, report};
/// let rules = RuleSet::from_yaml("ramp.yaml", "
/// ruleset: ramp
/// edition: 1.0.0
/// scales: {yes_no: {Ya: 1, Tidak: 0}}
/// criteria: [{id: ramp, answer: yes_no}]
/// ")?;
/// let mut overview = report::Overview::new(&rules, report::Page::default());
/// for unit in ["unit: a\nas_of: 2024-05-31\nfacts: {ramp: Ya}", "unit: b\nas_of: 2024-05-31"] {
///     let dossier = rules.bind(&DossierDocument::from_yaml("unit.yaml", unit)?, &BindOptions::new())?;
///     overview.add(&assess(&dossier));
/// }
/// let lines: Vec<String> = overview.text().lines().map(str::to_owned).collect();
/// assert_eq!(lines.len(), 3);
/// assert!(lines[2].starts_with("b     0 .. 1 of 1"), "{lines:?}");
/// # Ok::<(), predikat::Problems>(())
/// ```
pub struct Overview {
    rules: RuleSet,
    speaker: Speaker,
    page: Page,
    rows: Vec<[String; 4]>,
}

impl Overview {
    /// A table of no unit yet, of units assessed by `rules`.
    #[must_use]
    pub fn new(rules: &RuleSet, page: Page) -> Overview {
        Overview { rules: rules.clone(), speaker: Speaker::new(page.language, rules), page, rows: Vec::new() }
    }

    /// Adds the line of a unit.
    pub fn add(&mut self, assessment: &Assessment) {
        self.rows.push(row(&self.speaker, &Names::new(&self.rules), assessment));
    }

    /// The table, headings first; empty where there is no unit.
    #[must_use]
    pub fn text(&self) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let headings =
            [Message::ColumnUnit {}, Message::Total {}, Message::ColumnHighest {}, Message::ColumnNearest {}]
                .map(|heading| self.speaker.say(&heading));
        let mut widths = headings.each_ref().map(|heading| width(heading));
        for row in &self.rows {
            for (widest, cell) in widths.iter_mut().zip(row) {
                *widest = (*widest).max(width(cell));
            }
        }
        let line = |[unit, total, highest, nearest]: &[String; 4]| {
            let [first, second, third, _] = widths;
            let line = format!("{}  {}  {}  {nearest}", left(unit, first), right(total, second), left(highest, third));
            line.trim_end().to_owned()
        };
        let mut text = Style::Heading.paint(&line(&headings), self.page.colour);
        text.push('\n');
        for row in &self.rows {
            text.push_str(&line(row));
            text.push('\n');
        }
        text
    }
}

impl fmt::Debug for Overview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Overview").field("units", &self.rows.len()).finish_non_exhaustive()
    }
}

/// The [`Overview`] of these units.
#[must_use]
pub fn units<'a>(rules: &RuleSet, assessments: impl IntoIterator<Item = &'a Assessment>, page: Page) -> String {
    let mut overview = Overview::new(rules, page);
    assessments.into_iter().for_each(|assessment| overview.add(assessment));
    overview.text()
}

fn row(speaker: &Speaker, names: &Names, assessment: &Assessment) -> [String; 4] {
    let language = speaker.language().word();
    let highest = match &assessment.highest {
        Some(award) => names.award(award).short(language),
        None => speaker.say(&Message::NoAward {}),
    };
    let nearest = nearest(assessment).map_or_else(String::new, |nearest| {
        let award = names.award(nearest.award);
        let mut requirement = names.target(&format!("{}.{}", nearest.award, nearest.requirement.id));
        nearest.requirement.id.clone_into(&mut requirement.name);
        speaker.say(&match &nearest.requirement.margin {
            Some(margin) => Message::Nearest { award, requirement, margin: signed(&margin.low, &margin.high) },
            None => Message::NearestWithout { award, requirement },
        })
    });
    [visible(&assessment.unit).into_owned(), score(speaker, &assessment.total), highest, nearest]
}
