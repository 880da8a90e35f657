//! The criteria as a tree in columns: points, what they add to the total, status.

use crate::assessment::{Assessment, CriterionOutcome, Range, Status};
use crate::report::Mark;
use crate::report::explain::{Explanation, Reasons, branch};
use crate::report::layout::{left, right, width, wrap};
use crate::report::message::{Label, Message, Scored, Speaker};
use crate::report::page::Writer;
use crate::report::style::Style;
use crate::rule_set::{Compiled, Criterion};

/// The least that is left for titles; where columns would leave less, each criterion is a sentence.
const TITLES: usize = 24;

struct Row {
    depth: usize,
    mark: Mark,
    title: String,
    points: String,
    contribution: String,
    status: String,
    /// Why, of a leaf that is not simply met.
    reasons: Vec<Explanation>,
}

/// How wide each column is.
struct Columns {
    titles: usize,
    points: usize,
    /// 0 where no criterion has a contribution.
    contribution: usize,
}

/// Writes every criterion, groups before what is in them.
pub(super) fn tree(
    writer: &mut Writer,
    speaker: &Speaker,
    rules: &Compiled,
    assessment: &Assessment,
    reasons: Option<&Reasons<'_>>,
) {
    let criteria = rules.criteria.iter().skip(1);
    let rows: Vec<Row> = criteria
        .filter_map(|criterion| Some(row(speaker, criterion, assessment.criteria.get(&criterion.path)?, reasons)))
        .collect();
    let heading = speaker.say(&Message::ColumnContribution {});
    let Some(columns) = Columns::fit(&rows, &heading, writer.page.width) else {
        for row in rows {
            writer.item(row.depth, row.mark, &format!("{}: {}, {}", row.title, row.status, row.points));
            row.reasons.iter().for_each(|reason| branch(writer, speaker, reason, row.depth + 2));
        }
        return;
    };
    if columns.contribution > 0 {
        let blank = " ".repeat(columns.titles + 2 + columns.points);
        let heading = format!("{blank}  {}", right(&heading, columns.contribution));
        writer.line(&Style::Faint.paint(&heading, writer.page.colour));
    }
    for row in &rows {
        columns.write(writer, row);
        row.reasons.iter().for_each(|reason| branch(writer, speaker, reason, row.depth + 2));
    }
}

impl Columns {
    /// Columns as wide as they have to be; titles take the rest. `None` where too little is left for them.
    fn fit(rows: &[Row], heading: &str, page: usize) -> Option<Columns> {
        let widest = |column: fn(&Row) -> &str| rows.iter().map(|row| width(column(row))).max().unwrap_or(0);
        let points = widest(|row| &row.points);
        let contribution = match widest(|row| &row.contribution) {
            0 => 0,
            widest => widest.max(width(heading)),
        };
        // Two blanks stand before each of the three columns.
        let titles = page.checked_sub(points + contribution + widest(|row| &row.status) + 6)?;
        (titles >= TITLES).then_some(Columns { titles, points, contribution })
    }

    /// The title, wrapped, with the other columns beside its first line.
    fn write(&self, writer: &mut Writer, row: &Row) {
        let colour = writer.page.colour;
        let indent = (row.depth * 2).min(self.titles / 2);
        let room = self.titles.saturating_sub(indent + 2);
        for (i, title) in wrap(&row.title, room).iter().enumerate() {
            if i > 0 {
                writer.line(&format!("{}{title}", " ".repeat(indent + 2)));
                continue;
            }
            let sign = row.mark.style().paint(row.mark.sign(), colour);
            let mut cells = vec![format!("{}{sign} {}", " ".repeat(indent), left(title, room))];
            cells.push(right(&row.points, self.points));
            if self.contribution > 0 {
                cells.push(right(&row.contribution, self.contribution));
            }
            cells.push(row.mark.style().paint(&row.status, colour));
            writer.line(&cells.join("  "));
        }
    }
}

fn row(speaker: &Speaker, criterion: &Criterion, outcome: &CriterionOutcome, reasons: Option<&Reasons<'_>>) -> Row {
    let told = criterion.children.is_empty() && !matches!(outcome.status, Status::Met | Status::NotApplicable);
    let id = criterion.path.rsplit('.').next().unwrap_or(&criterion.path);
    let points = Range { low: outcome.low.clone(), high: outcome.high.clone() };
    let contribution = outcome.contribution.as_ref().map(|range| speaker.figures().show_range(range, &[]));
    Row {
        depth: criterion.path.matches('.').count(),
        mark: outcome.status.into(),
        title: Label::new(id, criterion.title.as_ref()).short(speaker.language().word()),
        points: speaker.score(&Scored { points, of: outcome.of.clone() }),
        contribution: contribution.unwrap_or_default(),
        status: speaker.say(&Message::StatusWord { status: outcome.status.word().to_owned() }),
        reasons: reasons.filter(|_| told).map(|reasons| reasons.of(&criterion.path)).unwrap_or_default(),
    }
}
