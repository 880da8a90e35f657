//! Where the points went, for people.

use super::{about, direction, points, section, signed};
use crate::assessment::{Assessment, Range};
use crate::attribution::{Attribution, Came, Cause, CausedBy, Change, Split};
use crate::dossier::by_and_date;
use crate::report::explain::Explanation;
use crate::report::message::{Label, Message, Reading, Signed};
use crate::report::names::Names;
use crate::report::{Mark, text};
use crate::{Dossier, RuleSet};

/// Where the points went, most first.
#[must_use]
pub fn attribution(dossier: &Dossier, assessment: &Assessment, found: &Attribution) -> Explanation {
    let names = Names::new(&dossier.rules);
    let distance = found.score.as_ref().map(|score| {
        let mut lost: Vec<_> = score.lost.iter().collect();
        // Stable: of equal losses, the author's order.
        lost.sort_by(|a, b| b.points.cmp(&a.points));
        let lost = lost.into_iter().map(|lost| {
            let (criterion, by) = (place(&names, &lost.at), lost.by.word().to_owned());
            let mark = if lost.points.is_negative() { Mark::Good } else { Mark::Bad };
            let points = signed(&-&lost.points, &-&lost.points);
            Explanation::marked(Message::PointsLost { criterion, points, by }, mark)
        });
        let points = Range::exactly(&score.of - &score.total);
        let of = Range::exactly(score.of.clone());
        Explanation::plain(Message::DistanceFromFull { points, of }).because(lost)
    });
    let distance = distance.unwrap_or_else(|| Explanation::plain(Message::DistanceUnknown {}));
    let exceptions = found.exceptions.iter().map(|exception| {
        let said = text::what_is_accepted(&names, exception);
        let consequences = text::consequences(&names, exception).into_iter().map(Explanation::plain);
        Explanation::marked(said, Mark::Good).because(consequences)
    });
    let evidence = found.evidence.iter().map(|one| {
        let message = Message::WithEvidence {
            criterion: place(&names, &one.criterion),
            worth: Signed(one.worth.clone().unwrap_or_else(|| Range::exactly(crate::Number::ZERO))),
        };
        Explanation::marked(message, Mark::Bad).because(decides(&names, &one.decides))
    });
    let documents = found.documents.iter().map(|one| {
        let message = Message::WithDocument {
            document: one.document.clone(),
            worth: Signed(one.worth.clone().unwrap_or_else(|| Range::exactly(crate::Number::ZERO))),
        };
        Explanation::marked(message, Mark::Bad).because(decides(&names, &one.decides))
    });
    let sections = [
        section(Message::HeadingExceptions {}, exceptions.collect()),
        section(Message::HeadingLackingEvidence {}, evidence.chain(documents).collect()),
    ];
    about(dossier, assessment).because([distance]).because(sections.into_iter().flatten())
}

/// What changed, and why, the causes in their order.
#[must_use]
pub fn change(dossier: &Dossier, assessment: &Assessment, found: &Change) -> Explanation {
    let rules = &dossier.rules;
    let names = Names::new(rules);
    let (before, after) = (points(&found.total.0), points(&found.total.1));
    let total = Message::TotalChanged { from: found.from, to: found.to, before, after };
    let awards = found.awards.iter().map(|(award, (before, after))| {
        Explanation::marked(Message::AwardChanged { award: names.award(award), before: *before, after: *after }, *after)
    });
    let causes = found.causes.iter().map(|caused| {
        let awards = caused.awards.iter().map(|(award, share)| {
            Explanation::plain(Message::TurnsAward {
                award: names.award(award),
                share: share * &crate::Number::HUNDRED,
            })
        });
        let share = Explanation::marked(
            Message::ShareOfChange { points: signed(&caused.total.low, &caused.total.high) },
            direction(&caused.total.low),
        );
        Explanation::plain(cause(rules, &names, caused)).because([share]).because(awards)
    });
    let mut causes: Vec<Explanation> = causes.collect();
    if found.split == Split::InOrder {
        causes.push(Explanation::plain(Message::SplitInOrder {}));
    }
    about(dossier, assessment)
        .because([Explanation::plain(total)])
        .because(awards)
        .because(section(Message::HeadingCauses {}, causes))
}

fn decides(names: &Names<'_>, awards: &[String]) -> Option<Explanation> {
    let awards: Vec<Label> = awards.iter().map(|award| names.award(award)).collect();
    (!awards.is_empty()).then(|| Explanation::plain(Message::WouldTurn { awards }))
}

fn place(names: &Names<'_>, at: &str) -> Label {
    match names.rules.paths.get(at) {
        Some(id) => names.criterion(*id),
        None => Label::new(at, None),
    }
}

fn cause(rules: &RuleSet, names: &Names<'_>, caused: &CausedBy) -> Message {
    let came = |came: &Came| match came {
        Came::Added => "added",
        Came::Removed => "removed",
        Came::Lapsed => "lapsed",
        Came::Began => "began",
        Came::Changed => "changed",
    };
    match &caused.cause {
        Cause::Rules { from, to } => Message::CauseRules { from: from.clone(), to: to.clone() },
        Cause::Time { from, to } => Message::CauseTime { from: *from, to: *to },
        Cause::Fact { fact, from, to } => {
            let reading = |value: &Option<String>| reading(rules, fact, value.as_deref());
            Message::CauseFact { fact: names.named(fact), from: reading(from), to: reading(to) }
        }
        Cause::Document { document, came: how } => {
            Message::CauseDocument { document: document.clone(), came: came(how).to_owned() }
        }
        Cause::Round { by, on, came: how } => {
            Message::CauseRound { round: by_and_date(by, *on), came: came(how).to_owned() }
        }
        Cause::Exception { on, came: how } => {
            Message::CauseException { on: names.target(on), came: came(how).to_owned() }
        }
        Cause::Held { award, came: how } => {
            Message::CauseHeld { award: names.award(award), came: came(how).to_owned() }
        }
        Cause::Other => Message::CauseOther {},
    }
}

/// A value for people; a dash where there is none.
fn reading(rules: &RuleSet, fact: &str, value: Option<&str>) -> Reading {
    let boolean =
        rules.fact_names.get(fact).is_some_and(|id| rules.facts[*id].fact_type == crate::rule_set::FactType::Boolean);
    match value {
        Some(value) if boolean => Reading::Boolean(value == "true"),
        Some(value) => Reading::Written(value.to_owned()),
        None => Reading::Written("-".to_owned()),
    }
}
