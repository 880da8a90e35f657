//! The criteria as a tree in columns: points, what they add to the total, status.

use crate::assessment::{CriterionOutcome, Range};
use crate::diagnostic::render::visible;
use crate::report::Mark;
use crate::report::layout::{left, right, width, wrap};
use crate::report::message::{Label, Message, Scored, Speaker};
use crate::report::page::Writer;
use crate::report::style::Style;
use crate::rule_set::{Compiled, Criterion};

/// The least that is left for titles.
const TITLES: usize = 24;

struct Row {
    depth: usize,
    mark: Mark,
    title: String,
    points: String,
    contribution: String,
    status: String,
}

/// Writes every criterion, groups before what is in them.
pub(super) fn tree<'a>(
    writer: &mut Writer,
    speaker: &Speaker,
    rules: &Compiled,
    outcome: impl Fn(&str) -> Option<&'a CriterionOutcome>,
) {
    let rows: Vec<Row> = rules
        .criteria
        .iter()
        .skip(1)
        .filter_map(|criterion| outcome(&criterion.path).map(|outcome| row(speaker, criterion, outcome)))
        .collect();
    let heading = speaker.say(&Message::ColumnContribution {});
    let widest = |column: fn(&Row) -> &str, heading: &str| {
        rows.iter().map(|row| width(column(row))).chain([width(heading)]).max().unwrap_or(0)
    };
    let points = widest(|row| &row.points, "");
    let contribution =
        if rows.iter().all(|row| row.contribution.is_empty()) { 0 } else { widest(|row| &row.contribution, &heading) };
    let status = widest(|row| &row.status, "");
    let titles = writer.page.width.saturating_sub(points + contribution + status + 6).max(TITLES);
    let colour = writer.page.colour;
    if contribution > 0 {
        let heading = format!("{}  {}", " ".repeat(titles + 2 + points), right(&heading, contribution));
        writer.line(&Style::Faint.paint(&heading, colour));
    }
    for row in rows {
        let indent = (row.depth * 2).min(titles / 2);
        let lines = wrap(&row.title, titles.saturating_sub(indent + 2));
        for (i, title) in lines.iter().enumerate() {
            let sign = row.mark.style().paint(if i == 0 { row.mark.sign() } else { " " }, colour);
            let title = left(title, titles.saturating_sub(indent + 2));
            let columns = if i > 0 {
                String::new()
            } else {
                let gap = if contribution > 0 { "  " } else { "" };
                let status = row.mark.style().paint(&row.status, colour);
                format!("  {}{gap}{}  {status}", right(&row.points, points), right(&row.contribution, contribution))
            };
            writer.line(&format!("{}{sign} {title}{columns}", " ".repeat(indent)));
        }
    }
}

fn row(speaker: &Speaker, criterion: &Criterion, outcome: &CriterionOutcome) -> Row {
    let id = criterion.path.rsplit('.').next().unwrap_or(&criterion.path);
    let points = Range { low: outcome.low.clone(), high: outcome.high.clone() };
    Row {
        depth: criterion.path.matches('.').count(),
        mark: outcome.status.into(),
        title: visible(&Label::new(id, criterion.title.as_ref()).short(speaker.language().word())).into_owned(),
        points: speaker.score(&Scored { points, of: outcome.of.clone() }),
        contribution: outcome
            .contribution
            .as_ref()
            .map_or_else(String::new, |range| speaker.figures().show_range(range, &[])),
        status: speaker.say(&Message::StatusWord { status: outcome.status.word().to_owned() }),
    }
}
