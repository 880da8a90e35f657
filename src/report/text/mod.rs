//! One assessment for a terminal.

mod awards;
mod notes;
mod tree;
mod units;

pub(super) use notes::{consequences, refused, stands_on, what_is_accepted};
pub use units::units;

use crate::assessment::{Assessment, Range, Score, Status};
use crate::report::explain::Reasons;
use crate::report::message::{Label, Message, Scored, Signed, Speaker};
use crate::report::page::{Page, Writer};
use crate::report::{Mark, Style};
use crate::{Dossier, Number, RuleSet};

/// An assessment for people: totals, awards with each requirement, the tree of criteria, exceptions, and what
/// the numbers rest on.
///
/// Numbers are rounded as [`crate::report::Figures`] says; where something is unknown, both ends are shown.
/// `assessment` is of a dossier bound to `rules`; what the rules do not know of is shown by its name.
///
/// ```
/// use predikat::{DossierDocument, RuleSet, assess, dossier::BindOptions, report};
/// let rules = RuleSet::from_yaml("ramp.yaml", "
/// ruleset: ramp
/// edition: 1.0.0
/// scales: {yes_no: {Ya: 1, Tidak: 0}}
/// criteria: [{id: ramp, title: {id: Jalur landai, en: A ramp}, answer: yes_no}]
/// awards: [{id: accessible, requires: [{id: ramp, score: total, at_least: 1}]}]
/// ")?;
/// let dossier = DossierDocument::from_yaml("unit.yaml", "
/// unit: example
/// as_of: 2024-05-31
/// facts: {ramp: Tidak}
/// ")?;
/// let dossier = rules.bind(&dossier, &BindOptions::new())?;
/// let text = report::text(&rules, &assess(&dossier), report::Page::default());
/// assert!(text.contains("✗ ramp: fails, margin -1"));
/// # Ok::<(), predikat::Problems>(())
/// ```
#[must_use]
pub fn text(rules: &RuleSet, assessment: &Assessment, page: Page) -> String {
    told(rules, assessment, page, None)
}

/// As [`text()`], and with the reasons of what is not simply so: of each requirement that fails, is open or is
/// waived, and of each leaf that is neither met nor not applicable.
///
/// `assessment` is that of `dossier`.
#[must_use]
pub fn text_with_reasons(dossier: &Dossier, assessment: &Assessment, page: Page) -> String {
    told(&dossier.rules, assessment, page, Some(&Reasons::new(dossier, assessment)))
}

fn told(rules: &RuleSet, assessment: &Assessment, page: Page, reasons: Option<&Reasons<'_>>) -> String {
    let speaker = Speaker::new(page.language, rules);
    let mut writer = Writer::new(page);
    header(&mut writer, &speaker, rules, assessment);
    totals(&mut writer, &speaker, assessment);
    awards::awards(&mut writer, &speaker, rules, assessment, reasons);
    if !assessment.criteria.is_empty() {
        writer.heading(&speaker.say(&Message::HeadingCriteria {}));
        tree::tree(&mut writer, &speaker, rules, assessment, reasons);
    }
    measures(&mut writer, &speaker, rules, assessment);
    notes::notes(&mut writer, &speaker, rules, assessment);
    writer.finish()
}

fn header(writer: &mut Writer, speaker: &Speaker, rules: &RuleSet, assessment: &Assessment) {
    writer.heading(&speaker.say(&Message::Unit { unit: Label::new(&assessment.unit, None) }));
    writer.item(0, Mark::Plain, &speaker.say(&made_by(rules, assessment)));
    for message in rounds(assessment) {
        writer.item(0, Mark::Plain, &speaker.say(&message));
    }
    if assessment.insisted {
        writer.item(0, Mark::Open, &speaker.say(&Message::Insisted {}));
    }
}

/// The rules and the date.
pub(in crate::report) fn made_by(rules: &RuleSet, assessment: &Assessment) -> Message {
    Message::MadeBy {
        ruleset: Label::new(&assessment.ruleset.id, rules.title.as_ref()),
        edition: assessment.ruleset.edition.clone(),
        as_of: assessment.as_of,
    }
}

/// Which rounds count.
pub(in crate::report) fn rounds(assessment: &Assessment) -> impl Iterator<Item = Message> {
    let up_to = assessment.round.clone().map(|round| Message::UpToRound { round });
    let known = assessment.known.map(|known| Message::KnownOn { known });
    up_to.into_iter().chain(known)
}

/// The final total, with the claimed and the evidenced one beside it.
fn totals(writer: &mut Writer, speaker: &Speaker, assessment: &Assessment) {
    writer.line("");
    let final_score = score(speaker, &assessment.total);
    let total = format!("{}  {final_score}", speaker.say(&Message::Total {}));
    writer.line(&Style::Heading.paint(&total, writer.page.colour));
    let layers = [(Message::Claimed {}, &assessment.claimed), (Message::Evidenced {}, &assessment.evidenced)];
    let beside = layers.map(|(name, layer)| format!("{} {}", speaker.say(&name), score(speaker, layer)));
    writer.item(0, Mark::Plain, &beside.join(", "));
}

/// A score in words.
pub(in crate::report) fn score(speaker: &Speaker, score: &Score) -> String {
    match score {
        Score::NoScore => speaker.say(&Message::NoScore {}),
        Score::Scored(points) => {
            let range = Range { low: points.low.clone(), high: points.high.clone() };
            speaker.score(&Scored { points: range, of: points.of.clone() })
        }
    }
}

fn measures(writer: &mut Writer, speaker: &Speaker, rules: &RuleSet, assessment: &Assessment) {
    if assessment.measures.is_empty() {
        return;
    }
    writer.heading(&speaker.say(&Message::HeadingMeasures {}));
    for (id, outcome) in &assessment.measures {
        let title = rules.measures.iter().find(|measure| measure.id == *id).and_then(|measure| measure.title.as_ref());
        let measure = Label::new(id, title);
        let message = if outcome.status == Status::NotApplicable {
            Message::MeasureNothing { measure }
        } else {
            let points = Range { low: outcome.low.clone(), high: outcome.high.clone() };
            Message::Measure { measure, score: Scored { points, of: outcome.of.clone() } }
        };
        writer.item(0, outcome.status.into(), &speaker.say(&message));
    }
}

/// A margin with its sign.
pub(in crate::report) fn signed(low: &Number, high: &Number) -> Signed {
    Signed(Range { low: low.clone(), high: high.clone() })
}
