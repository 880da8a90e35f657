//! One unit a row, for spreadsheets and databases; numbers exact.

use indexmap::IndexSet;

use super::nearest::nearest;
use crate::Number;
use crate::assessment::{Assessment, Score};

/// The columns before those of the awards.
pub const COLUMNS: [&str; 21] = [
    "unit",
    "as_of",
    "round",
    "ruleset",
    "edition",
    "method",
    "scored",
    "total_low",
    "total_high",
    "total_of_low",
    "total_of_high",
    "tight",
    "claimed_low",
    "claimed_high",
    "evidenced_low",
    "evidenced_high",
    "highest",
    "nearest",
    "nearest_margin_low",
    "nearest_margin_high",
    "undecided_by",
];

/// One unit a row, with a heading row, as RFC 4180 writes CSV.
///
/// | column | |
/// |---|---|
/// | `unit`, `as_of`, `round` | the unit, the date, the last round that counts (empty: the unit's own answers) |
/// | `ruleset`, `edition`, `method` | the rules; totals may be compared where `method` agrees |
/// | `scored` | `true`, or `false` where there is *no score*: the totals are then empty |
/// | `total_low`, `total_high` | the final total's bounds; equal where nothing is unknown |
/// | `total_of_low`, `total_of_high` | what it is out of |
/// | `tight` | whether both ends are known to be reached |
/// | `claimed_low` … `evidenced_high` | the same of the facts alone, and with evidence asked |
/// | `highest` | the highest award that the unit is eligible for, or empty |
/// | `nearest`, `nearest_margin_low`, `nearest_margin_high` | what keeps it from the next one, as `award.requirement` |
/// | `undecided_by` | the missing facts that awards depend on, separated by blanks |
/// | `award.ID` | one column an award: `eligible`, `conditional`, `undetermined` or `ineligible` |
///
/// Numbers are exact: a decimal where it terminates, else `p/q`.
///
/// ```
/// let heading = predikat::report::csv([]);
/// assert!(heading.starts_with("unit,as_of,round,ruleset,edition,method,scored,total_low,"));
/// ```
#[must_use]
pub fn csv<'a>(assessments: impl IntoIterator<Item = &'a Assessment>) -> String {
    let assessments: Vec<&Assessment> = assessments.into_iter().collect();
    let rows = Rows::new(assessments.iter().flat_map(|assessment| assessment.awards.keys()).cloned());
    rows.heading() + &assessments.iter().map(|assessment| rows.row(assessment)).collect::<String>()
}

/// The rows of [`csv()`] one by one, for units of any number: which awards have a column is said before.
///
/// ```
/// let rows = predikat::report::Rows::new(["wbk".to_owned()]);
/// assert!(rows.heading().ends_with(",undecided_by,award.wbk\n"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    awards: IndexSet<String>,
}

impl Rows {
    /// With a column for each of these awards.
    #[must_use]
    pub fn new(awards: impl IntoIterator<Item = String>) -> Rows {
        Rows { awards: awards.into_iter().collect() }
    }

    /// The heading row, its line ended.
    #[must_use]
    pub fn heading(&self) -> String {
        let columns = COLUMNS.iter().map(|column| (*column).to_owned());
        record(columns.chain(self.awards.iter().map(|award| format!("award.{award}"))))
    }

    /// The row of a unit, its line ended.
    #[must_use]
    pub fn row(&self, assessment: &Assessment) -> String {
        let outcomes = self.awards.iter().map(|award| {
            assessment.awards.get(award).map_or_else(String::new, |outcome| outcome.outcome.word().to_owned())
        });
        record(row(assessment).into_iter().chain(outcomes))
    }
}

fn record(cells: impl Iterator<Item = String>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(cells);
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn row(assessment: &Assessment) -> [String; COLUMNS.len()] {
    let nearest = nearest(assessment);
    let margin = nearest.and_then(|nearest| nearest.requirement.margin.as_ref());
    let undecided: IndexSet<&str> =
        assessment.awards.values().flat_map(|award| &award.undecided_by).map(String::as_str).collect();
    let total = assessment.total.points();
    let number = |number: Option<&Number>| number.map_or_else(String::new, Number::to_string);
    let ends = |score: &Score| {
        let points = score.points();
        (number(points.map(|points| &points.low)), number(points.map(|points| &points.high)))
    };
    let (total_low, total_high) = ends(&assessment.total);
    let (claimed_low, claimed_high) = ends(&assessment.claimed);
    let (evidenced_low, evidenced_high) = ends(&assessment.evidenced);
    [
        assessment.unit.clone(),
        assessment.as_of.to_string(),
        assessment.round.clone().unwrap_or_default(),
        assessment.ruleset.id.clone(),
        assessment.ruleset.edition.clone(),
        assessment.ruleset.method.clone(),
        total.is_some().to_string(),
        total_low,
        total_high,
        number(total.map(|points| &points.of.low)),
        number(total.map(|points| &points.of.high)),
        total.map_or_else(String::new, |points| points.tight.to_string()),
        claimed_low,
        claimed_high,
        evidenced_low,
        evidenced_high,
        assessment.highest.clone().unwrap_or_default(),
        nearest.map_or_else(String::new, |nearest| format!("{}.{}", nearest.award, nearest.requirement.id)),
        number(margin.map(|margin| &margin.low)),
        number(margin.map(|margin| &margin.high)),
        undecided.into_iter().collect::<Vec<_>>().join(" "),
    ]
}
