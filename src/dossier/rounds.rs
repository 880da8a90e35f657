//! The rounds: what they are called, which of them are asked for, and what they found of the documents.

use std::collections::HashMap;

use super::answers::Said;
use super::documents::Documents;
use super::exceptions::unknown_document;
use super::overlay::{Round, by_and_date};
use super::sheet::Sheet;
use super::{BindOptions, Rounds};
use crate::Date;
use crate::diagnostic::steps::at;
use crate::diagnostic::{Code, Diagnostic};
use crate::document;
use crate::id::suggest;

/// The rounds of a sheet, with what each says of the facts.
pub(super) fn read(sheet: Sheet, said: Vec<Said>, documents: &Documents, found: &mut Vec<Diagnostic>) -> Vec<Round> {
    let rounds = &sheet.document.rounds;
    let given = names(sheet, found);
    order(sheet, found);
    let several = |by: &str| given.get(by).is_some_and(|given| given.count > 1);
    debug_assert_eq!(rounds.len(), said.len(), "every round is read");
    rounds
        .iter()
        .zip(said)
        .enumerate()
        .map(|(position, (round, facts))| Round {
            by: round.by.clone(),
            on: round.on,
            name: if several(&round.by) { by_and_date(&round.by, round.on) } else { round.by.clone() },
            facts,
            documents: verdicts(sheet, position, round, documents, found),
        })
        .collect()
}

/// The rounds that one assessor gave.
struct Given {
    first: usize,
    count: usize,
    by_date: HashMap<Option<Date>, usize>,
}

/// Refuses a round that cannot be told from another, or from the unit's own answers. Returns what each assessor gave.
fn names<'s>(sheet: Sheet<'s>, found: &mut Vec<Diagnostic>) -> HashMap<&'s str, Given> {
    let mut given: HashMap<&str, Given> = HashMap::new();
    for (position, round) in sheet.document.rounds.iter().enumerate() {
        let name = round.by.as_str();
        let steps = at!["rounds", position, "by"];
        if name == Rounds::OWN {
            found.push(
                sheet
                    .finding(Code::DuplicateId, steps, "a round is called `self`")
                    .help("`self` stands for the unit's own answers: give the round another name"),
            );
            continue;
        }
        if sheet.is_blank(name) {
            continue;
        }
        let Some(earlier) = given.get_mut(name) else {
            given.insert(name, Given { first: position, count: 1, by_date: [(round.on, position)].into() });
            continue;
        };
        earlier.count += 1;
        let same = earlier.by_date.get(&round.on);
        let undated = if round.on.is_none() { Some(&earlier.first) } else { earlier.by_date.get(&None) };
        if let Some(other) = same.or(undated) {
            let message = match round.on.filter(|_| same.is_some()) {
                Some(on) => format!("two rounds are called `{name}` and dated {on}"),
                None => format!("two rounds are called `{name}`, and not both are dated"),
            };
            found.push(
                sheet
                    .finding(Code::DuplicateId, steps, message)
                    .related(sheet.place(at!["rounds", *other, "by"]), "the first")
                    .help("rounds of one assessor are told apart by their dates: give each an `on` of its own"),
            );
        }
        earlier.by_date.entry(round.on).or_insert(position);
    }
    given
}

/// Warns of a round that is dated before one that stands earlier, and is laid over it all the same.
fn order(sheet: Sheet, found: &mut Vec<Diagnostic>) {
    let mut latest: Option<(usize, Date)> = None;
    for (position, round) in sheet.document.rounds.iter().enumerate() {
        let Some(on) = round.on else { continue };
        match latest {
            Some((earlier, date)) if on < date => {
                let by = &round.by;
                let other = sheet.document.rounds.get(earlier).map(|round| round.by.as_str()).unwrap_or_default();
                let message =
                    format!("the round of `{by}` is dated {on}, before that of `{other}`, which stands earlier");
                found.push(
                    sheet
                        .finding(Code::RoundsOutOfOrder, at!["rounds", position, "on"], message)
                        .related(sheet.place(at!["rounds", earlier, "on"]), "the one that is dated later")
                        .help("the one that stands last has the last word: list rounds in the order of their dates"),
                );
            }
            _ => latest = Some((position, on)),
        }
    }
}

/// How many of the rounds are asked for, from the first.
pub(super) fn asked(sheet: Sheet, rounds: &[Round], options: &BindOptions, found: &mut Vec<Diagnostic>) -> usize {
    let name = match &options.rounds {
        Rounds::All => return rounds.len(),
        Rounds::Own => return 0,
        Rounds::UpTo(name) => name,
    };
    let by_assessor = rounds.iter().any(|round| round.by == *name);
    let is_it = |round: &Round| if by_assessor { round.by == *name } else { round.by_and_date() == *name };
    if let Some(position) = rounds.iter().rposition(|round| is_it(round) && round.is_known(options.known)) {
        return position + 1;
    }
    let place = sheet.key_place(at!["rounds"]);
    found.push(match options.known.filter(|_| rounds.iter().any(is_it)) {
        Some(known) => {
            Diagnostic::new(Code::UnknownRound, place, format!("no round called `{name}` was given by {known}"))
                .help("ask for an earlier round, or for what was known on a later date")
        }
        None => {
            let names = rounds.iter().map(|round| round.name.as_str()).chain([Rounds::OWN]);
            Diagnostic::new(Code::UnknownRound, place, format!("the dossier has no round called `{name}`"))
                .help(suggest(name, names, "rounds"))
        }
    });
    rounds.len()
}

/// What a round found of the documents, by id.
fn verdicts(
    sheet: Sheet,
    position: usize,
    round: &document::Round,
    documents: &Documents,
    found: &mut Vec<Diagnostic>,
) -> Vec<(String, Option<String>)> {
    let mut verdicts = Vec::with_capacity(round.evidence.len());
    for (id, verdict) in &round.evidence {
        let steps = at!["rounds", position, "evidence", id.as_str()];
        if !documents.by_id.contains_key(id.as_str()) {
            let place = sheet.key_place(steps);
            found.push(Diagnostic { place, ..unknown_document(sheet, steps, id, documents) });
            continue;
        }
        match (&verdict.rejected, verdict.accepted) {
            (Some(why), None | Some(false)) => verdicts.push((id.clone(), Some(why.clone()))),
            (None, Some(true)) => verdicts.push((id.clone(), None)),
            _ => {
                let message = format!("it is not clear whether `{id}` is rejected or accepted");
                found.push(
                    sheet
                        .finding(Code::UnclearVerdict, steps, message)
                        .help("write either `rejected: why` or `accepted: true`"),
                );
            }
        }
    }
    verdicts
}
