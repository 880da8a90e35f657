//! The rounds of parts: one of one assessor and date is one, and the others stand in the order of their dates.

use super::facts::{Answer, answers};
use super::{Joining, same, text_of};
use crate::Date;
use crate::document::{Entry, Node, Value};

/// Who gave a round, and when.
fn identity(round: &Node) -> (Option<String>, Option<String>) {
    let text = |key: &str| round.get(key).filter(|node| node.value != Value::Null).map(text_of);
    (text("by"), text("on"))
}

/// The date of a round; none where it has none, or one that is none.
fn date(round: &Node) -> Option<Date> {
    identity(round).1?.parse().ok()
}

/// What a round found of documents, by id.
fn verdicts(found: &Node) -> Vec<Answer> {
    let Value::Map(entries) = &found.value else { return Vec::new() };
    let verdict = |entry: &Entry| Answer { path: entry.key.clone(), key_at: entry.key_at, value: entry.value.clone() };
    entries.iter().map(verdict).collect()
}

impl Joining {
    /// Adds the rounds of a part.
    pub(super) fn rounds(&mut self, there: &mut Node, here: Node) {
        let (Value::List(ours), Value::List(theirs)) = (&mut there.value, here.value) else { return };
        let rounds = self.pointer.clone();
        let is_in = |list: &[Node], round: &Node| list.iter().any(|other| identity(other) == identity(round));
        let has_no_place = |list: &[Node], other: &[Node]| {
            list.iter().find(|round| date(round).is_none() && !is_in(other, round)).cloned()
        };
        let lost = has_no_place(&theirs, ours).zip(ours.first().cloned());
        if let Some((round, other)) = lost.or_else(|| has_no_place(ours, &theirs).zip(theirs.first().cloned())) {
            let by = identity(&round).0.unwrap_or_default();
            let message = format!(
                "the round of `{}` has no date, so that it cannot be told whether it comes before the \
                 rounds",
                by.escape_debug()
            );
            self.pointer = rounds;
            return self.differ((round.at, other.at), &message);
        }
        let listed: Vec<_> = theirs.iter().map(identity).collect();
        let mut behind = 0;
        for round in theirs {
            let known = ours.iter().position(|known| identity(known) == identity(&round));
            let at = match known {
                Some(at) => {
                    self.pointer = rounds.index(at);
                    if let Some(known) = ours.get_mut(at) {
                        self.round(known, round);
                    }
                    at
                }
                None => {
                    let is_later =
                        |other: &Node| date(other).is_some_and(|other| date(&round).is_some_and(|on| on < other));
                    let first_later = ours.iter().skip(behind).position(is_later);
                    let at = first_later.map_or(ours.len(), |at| behind + at);
                    self.pointer = rounds.index(at);
                    // Where a part lists both, its order tells.
                    let same_day = ours.iter().filter(|other| {
                        date(other).is_some() && date(other) == date(&round) && !listed.contains(&identity(other))
                    });
                    self.neither_is_last(same_day, &round);
                    ours.insert(at, round);
                    at
                }
            };
            behind = at + 1;
        }
        self.pointer = rounds;
    }

    /// Adds what a part says of one round.
    fn round(&mut self, known: &mut Node, round: Node) {
        let pointer = self.pointer.clone();
        let (Value::Map(ours), Value::Map(theirs)) = (&mut known.value, round.value) else { return };
        for entry in theirs.into_iter().filter(|entry| entry.value.value != Value::Null) {
            let there = ours.iter_mut().find(|there| there.key == entry.key && there.value.value != Value::Null);
            let Some(there) = there else {
                ours.retain(|there| there.key != entry.key);
                ours.push(entry);
                continue;
            };
            self.pointer = pointer.key(&entry.key);
            match entry.key.as_str() {
                "facts" => self.answers(&mut there.value, &entry.value),
                "evidence" => self.verdicts(&mut there.value, entry.value),
                _ => {}
            }
        }
        self.pointer = pointer;
    }

    /// Adds what a part says that a round found of documents.
    fn verdicts(&mut self, there: &mut Node, here: Node) {
        let (Value::Map(ours), Value::Map(theirs)) = (&mut there.value, here.value) else { return };
        for entry in theirs {
            let known: Option<&Entry> = ours.iter().find(|known| known.key == entry.key);
            match known {
                None => ours.push(entry),
                Some(known) if same(&known.value, &entry.value) => {}
                Some(known) => {
                    let at = (entry.key_at, known.key_at);
                    self.differ(at, &format!("`{}` is judged here, and otherwise", entry.key.escape_debug()));
                }
            }
        }
    }

    /// Refuses what two rounds of one day say of one fact or document, where nothing tells which is the last.
    fn neither_is_last<'n>(&mut self, others: impl Iterator<Item = &'n Node>, round: &Node) {
        let said = |round: &Node| {
            let facts = round.get("facts").map(answers).unwrap_or_default();
            let verdicts = round.get("evidence").map(verdicts).unwrap_or_default();
            [facts, verdicts]
        };
        let ours = said(round);
        for other in others {
            for (ours, theirs) in ours.iter().zip(said(other)) {
                for one in ours {
                    let other = theirs.iter().find(|other| other.path == one.path && !same(&other.value, &one.value));
                    if let Some(other) = other {
                        let path = one.path.escape_debug().to_string();
                        self.differ(
                            (one.key_at, other.key_at),
                            &format!("`{path}` is found here, and otherwise on the same day"),
                        );
                    }
                }
            }
        }
    }
}
