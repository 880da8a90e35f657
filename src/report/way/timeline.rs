//! What changes when, for people.

use super::{about, points, section};
use crate::assessment::Assessment;
use crate::report::Mark;
use crate::report::explain::Explanation;
use crate::report::message::{Label, Message};
use crate::report::names::Names;
use crate::timeline::{Cause, Change, Renewal};
use crate::{Date, Dossier};

/// The dates on which an outcome changes up to `until`, and what must be renewed by when.
#[must_use]
pub fn timeline(
    dossier: &Dossier,
    assessment: &Assessment,
    until: Date,
    changes: &[Change],
    renewals: &[Renewal],
) -> Explanation {
    let names = Names::new(&dossier.rules);
    let dates: Vec<Explanation> = changes.iter().map(|change| date(&names, change)).collect();
    let dates = if dates.is_empty() {
        Explanation::marked(Message::NothingChanges { until }, Mark::Good)
    } else {
        Explanation::plain(Message::HeadingTimeline { until }).because(dates)
    };
    let renewals = renewals.iter().map(|renewal| {
        let (by, award) = (renewal.by, names.award(&renewal.award));
        let list = if renewal.renew.is_empty() { &renewal.because } else { &renewal.renew };
        let list = list.iter().map(|one| Explanation::plain(cause(&names, one)));
        let (message, mark) = if renewal.renew.is_empty() {
            (Message::NothingKeeps { by, award }, Mark::Bad)
        } else {
            (Message::RenewBy { by, award }, Mark::Partly)
        };
        Explanation::marked(message, mark).because(list)
    });
    about(dossier, assessment).because([dates]).because(section(Message::HeadingRenewals {}, renewals.collect()))
}

fn date(names: &Names<'_>, change: &Change) -> Explanation {
    let because = change.because.iter().map(|one| Explanation::plain(cause(names, one)));
    let total = change.total.as_ref().map(|(before, after)| {
        Explanation::plain(Message::TotalBecomes { before: points(before), after: points(after) })
    });
    let awards = change.awards.iter().map(|(award, (before, after))| {
        let award = names.award(award);
        Explanation::marked(Message::AwardChanged { award, before: *before, after: *after }, *after)
    });
    let criteria = change.criteria.iter().map(|(path, (before, after))| {
        let criterion = names.target(path);
        Explanation::marked(Message::StatusChanges { criterion, before: *before, after: *after }, *after)
    });
    Explanation::plain(Message::OnDate { date: change.on })
        .because(because)
        .because(total)
        .because(awards)
        .because(criteria)
}

fn cause(names: &Names<'_>, cause: &Cause) -> Message {
    let happens = |what: &str, name: &str| Message::Happens { what: what.to_owned(), name: names.target(name) };
    match cause {
        Cause::DocumentIssued(id) => happens("document_issued", id),
        Cause::DocumentLapses(id) => happens("document_lapses", id),
        Cause::RoundGiven(round) => Message::Happens { what: "round_given".to_owned(), name: Label::new(round, None) },
        Cause::ExceptionIssued(on) => happens("exception_issued", on),
        Cause::ExceptionLapses(on) => happens("exception_lapses", on),
        Cause::AwardBegins(id) => Message::Happens { what: "award_begins".to_owned(), name: names.award(id) },
        Cause::AwardEnds(id) => Message::Happens { what: "award_ends".to_owned(), name: names.award(id) },
        Cause::BarBegins(id) => happens("bar_begins", id),
        Cause::BarEnds(id) => happens("bar_ends", id),
        Cause::DaysPass(at) => happens("days_pass", at),
        Cause::EditionLapses => happens("edition_lapses", names.rules.id()),
    }
}
