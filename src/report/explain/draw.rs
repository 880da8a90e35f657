//! A tree of reasons as text.

use super::Explanation;
use crate::RuleSet;
use crate::report::message::Speaker;
use crate::report::page::{Page, Writer};
use crate::report::{Mark, Style};

/// The explanation in the language of `page`, each reason below what it is for.
///
/// `rules` are those that the explanation is of: they say how numbers are shown.
#[must_use]
pub fn draw(rules: &RuleSet, explanation: &Explanation, page: Page) -> String {
    let speaker = Speaker::new(page.language, rules);
    let mut writer = Writer::new(page);
    branch(&mut writer, &speaker, explanation, 0);
    writer.finish()
}

/// A statement, and below it its reasons.
pub(in crate::report) fn branch(writer: &mut Writer, speaker: &Speaker, explanation: &Explanation, level: usize) {
    let said = speaker.say(&explanation.message);
    if level == 0 && explanation.mark == Mark::Plain {
        writer.line(&Style::Heading.paint(&said, writer.page.colour));
    } else {
        writer.item(level, explanation.mark, &said);
    }
    for reason in &explanation.because {
        branch(writer, speaker, reason, level + 1);
    }
}
