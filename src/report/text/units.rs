//! Many units: one line each.

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

/// One line a unit: its total, the highest award that it is eligible for, and the requirement that it is nearest
/// to with its margin; headings first. Empty where there is no unit.
#[must_use]
pub fn units<'a>(rules: &RuleSet, assessments: impl IntoIterator<Item = &'a Assessment>, page: Page) -> String {
    let speaker = Speaker::new(page.language, rules);
    let names = Names::new(rules);
    let rows: Vec<[String; 4]> = assessments.into_iter().map(|assessment| row(&speaker, &names, assessment)).collect();
    if rows.is_empty() {
        return String::new();
    }
    let headings = [Message::ColumnUnit {}, Message::Total {}, Message::ColumnHighest {}, Message::ColumnNearest {}]
        .map(|heading| speaker.say(&heading));
    let mut widths = headings.each_ref().map(|heading| width(heading));
    for row in &rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = (*widest).max(width(cell));
        }
    }
    let line = |[unit, total, highest, nearest]: &[String; 4]| {
        let [first, second, third, _] = widths;
        let line = format!("{}  {}  {}  {nearest}", left(unit, first), right(total, second), left(highest, third));
        line.trim_end().to_owned()
    };
    let mut text = Style::Heading.paint(&line(&headings), page.colour);
    text.push('\n');
    for row in &rows {
        text.push_str(&line(row));
        text.push('\n');
    }
    text
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
