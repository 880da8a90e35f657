//! What to find out next, for people.

use super::about;
use crate::Dossier;
use crate::assessment::Assessment;
use crate::report::Mark;
use crate::report::explain::Explanation;
use crate::report::message::Message;
use crate::report::names::Names;
use crate::unknowns::{Chance, Unknowns};

/// What is open about each award, and what to ask, in order.
#[must_use]
pub fn unknowns(dossier: &Dossier, assessment: &Assessment, found: &Unknowns) -> Explanation {
    let names = Names::new(&dossier.rules);
    let awards = found.awards.iter().map(|(id, prospect)| {
        let mark = match prospect.chance {
            Chance::Certain => Mark::Good,
            Chance::Possible | Chance::NotExcluded => Mark::Open,
            Chance::Impossible => Mark::Bad,
        };
        let chance = prospect.chance.word().to_owned();
        let ask = prospect.ask.iter().enumerate().map(|(at, question)| {
            let (number, fact) = (at + 1, names.named(&question.fact));
            Explanation::plain(match &question.settles {
                Some(settles) => Message::AskSettles { number, fact, percent: settles * &crate::Number::HUNDRED },
                None => Message::Ask { number, fact },
            })
        });
        let heading = if prospect.exact { Message::AskSmallest {} } else { Message::AskAll {} };
        let ask = super::section(heading, ask.collect());
        Explanation::marked(Message::AwardChance { award: names.award(id), chance }, mark).because(ask)
    });
    about(dossier, assessment).because(awards)
}
