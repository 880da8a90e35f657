//! What stands behind the numbers: exceptions, documents to look at, standings, warnings.

use crate::RuleSet;
use crate::assessment::{AcceptedException, Assessment, LATER_ROUND, RefusedException, RestsOn};
use crate::diagnostic::render::visible;
use crate::report::Mark;
use crate::report::message::{Message, Signed, Speaker};
use crate::report::names::Names;
use crate::report::page::Writer;

pub(super) fn notes(writer: &mut Writer, speaker: &Speaker, rules: &RuleSet, assessment: &Assessment) {
    let names = Names::new(rules);
    section(writer, speaker, &Message::HeadingExceptions {}, &assessment.exceptions, |writer, exception| {
        accepted(writer, speaker, &names, exception);
    });
    section(writer, speaker, &Message::HeadingRefused {}, &assessment.refused, |writer, exception| {
        writer.item(0, Mark::Bad, &speaker.say(&refused(exception)));
    });
    section(writer, speaker, &Message::HeadingEvidence {}, &assessment.evidence, |writer, finding| {
        let message = Message::EvidenceFinding {
            documents: finding.documents.join(", "),
            what: finding.what.clone(),
            on: finding.on.join(", "),
            because: finding.because.clone(),
        };
        writer.item(0, Mark::Open, &speaker.say(&message));
    });
    section(writer, speaker, &Message::HeadingRestsOn {}, &together(&assessment.rests_on), |writer, rests| {
        writer.item(0, Mark::Plain, &speaker.say(&stands_on(rests)));
    });
    section(writer, speaker, &Message::HeadingWarnings {}, &assessment.warnings, |writer, warning| {
        let text = match warning.code.as_str() {
            LATER_ROUND => speaker.say(&Message::LaterRound { round: warning.at.clone() }),
            code => visible(&format!("{code}: {} ({})", warning.message, warning.at)).into_owned(),
        };
        writer.item(0, Mark::Open, &text);
    });
}

fn section<T>(
    writer: &mut Writer,
    speaker: &Speaker,
    heading: &Message,
    items: &[T],
    mut write: impl FnMut(&mut Writer, &T),
) {
    if items.is_empty() {
        return;
    }
    writer.heading(&speaker.say(heading));
    for item in items {
        write(writer, item);
    }
}

fn accepted(writer: &mut Writer, speaker: &Speaker, names: &Names, exception: &AcceptedException) {
    writer.item(0, Mark::Good, &speaker.say(&what_is_accepted(names, exception)));
    let approved = Message::Approved { reason: exception.reason.clone(), by: exception.approved_by.clone() };
    writer.item(1, Mark::Plain, &speaker.say(&approved));
    for message in consequences(names, exception) {
        writer.item(1, Mark::Plain, &speaker.say(&message));
    }
}

/// The exception itself.
pub(in crate::report) fn what_is_accepted(names: &Names, exception: &AcceptedException) -> Message {
    let on = names.target(&exception.on);
    match (exception.kind.as_str(), &exception.using) {
        ("equivalent", Some(using)) => Message::Equivalent { on, equivalent: names.equivalent(&exception.on, using) },
        ("not_applicable", _) => Message::NotApplicableAccepted { on },
        _ => Message::Waiver { on },
    }
}

/// What it was worth and what it decides.
pub(in crate::report) fn consequences(names: &Names, exception: &AcceptedException) -> Vec<Message> {
    let uncertain = exception.uncertain.then_some(Message::Uncertain {});
    let worth = exception.worth.clone().map(|worth| Message::Worth { worth: Signed(worth) });
    let awards: Vec<_> = exception.decides.iter().map(|award| names.award(award)).collect();
    let decides = (!awards.is_empty()).then_some(Message::Decides { awards });
    [uncertain, worth, decides].into_iter().flatten().collect()
}

/// One item for all that stands on the same, in the order of the first of each.
fn together(rests_on: &[RestsOn]) -> Vec<RestsOn> {
    let mut groups: Vec<RestsOn> = Vec::new();
    for rests in rests_on {
        let same = |group: &&mut RestsOn| (group.standing, &group.citation) == (rests.standing, &rests.citation);
        match groups.iter_mut().find(same) {
            Some(group) => group.at = format!("{}, {}", group.at, rests.at),
            None => groups.push(rests.clone()),
        }
    }
    groups
}

/// An exception that does not count, with its reason.
pub(in crate::report) fn refused(exception: &RefusedException) -> Message {
    Message::Refused {
        kind: exception.kind.clone().unwrap_or_default(),
        on: exception.on.clone().unwrap_or_else(|| "?".to_owned()),
        why: exception.why.clone(),
        because: exception.because.clone(),
    }
}

/// A number that the source does not print.
pub(in crate::report) fn stands_on(rests: &RestsOn) -> Message {
    Message::StandsOn {
        standing: rests.standing,
        at: rests.at.clone(),
        citation: rests.citation.clone().unwrap_or_else(|| "none".to_owned()),
    }
}
