//! The rounds: which of them count, and what they found of the documents.

use std::collections::HashMap;

use super::Rounds;
use super::documents::Documents;
use super::exceptions::unknown_document;
use super::sheet::{Sheet, at};
use crate::diagnostic::{Code, Diagnostic};
use crate::id::suggest;

/// How many of the rounds count, from the first.
pub(super) fn counting(sheet: Sheet, wanted: &Rounds, found: &mut Vec<Diagnostic>) -> usize {
    let rounds = &sheet.document.rounds;
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (position, round) in rounds.iter().enumerate() {
        let name = round.by.as_str();
        let steps = at!["rounds", position, "by"];
        if name == Rounds::OWN {
            found.push(
                sheet
                    .finding(Code::DuplicateId, steps, "a round is called `self`")
                    .help("`self` stands for the unit's own answers: give the round another name"),
            );
        } else if let Some(&earlier) = first.get(name)
            && !sheet.is_blank(name)
        {
            found.push(
                sheet
                    .finding(Code::DuplicateId, steps, format!("two rounds are called `{name}`"))
                    .related(sheet.place(at!["rounds", earlier, "by"]), "the first")
                    .help("give each round a name of its own"),
            );
        }
        first.entry(name).or_insert(position);
    }
    match wanted {
        Rounds::All => rounds.len(),
        Rounds::Own => 0,
        Rounds::UpTo(name) => first.get(name.as_str()).map_or_else(
            || {
                let help = suggest(name, rounds.iter().map(|round| round.by.as_str()).chain([Rounds::OWN]), "rounds");
                let message = format!("the dossier has no round called `{name}`");
                found.push(Diagnostic::new(Code::UnknownRound, sheet.key_place(at!["rounds"]), message).help(help));
                rounds.len()
            },
            |position| position + 1,
        ),
    }
}

/// Lays what the rounds found of the documents over these; of all rounds, the first `counting` count.
pub(super) fn judge(sheet: Sheet, counting: usize, documents: &mut Documents, found: &mut Vec<Diagnostic>) {
    for (position, round) in sheet.document.rounds.iter().enumerate() {
        for (id, verdict) in &round.evidence {
            let steps = at!["rounds", position, "evidence", id.as_str()];
            let Some(&document) = documents.by_id.get(id.as_str()) else {
                let place = sheet.key_place(steps);
                found.push(Diagnostic { place, ..unknown_document(sheet, steps, id, documents) });
                continue;
            };
            let rejected = match (&verdict.rejected, verdict.accepted) {
                (Some(why), None | Some(false)) => Some((round.by.clone(), why.clone())),
                (None, Some(true)) => None,
                _ => {
                    let message = format!("it is not clear whether `{id}` is rejected or accepted");
                    found.push(
                        sheet
                            .finding(Code::UnclearVerdict, steps, message)
                            .help("write either `rejected: why` or `accepted: true`"),
                    );
                    continue;
                }
            };
            if let Some(document) = document.and_then(|document| documents.list.get_mut(document))
                && position < counting
            {
                document.rejected = rejected;
            }
        }
    }
}
