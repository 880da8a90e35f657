//! The rounds of parts: what the parts say of one round is laid together.

use super::order::identity;
use super::{Joining, same};
use crate::document::{Entry, Node, Value};

impl Joining {
    /// Adds the rounds of a part, each at its place in the whole.
    pub(super) fn rounds(&mut self, there: &mut Node, here: Node) {
        let (Value::List(ours), Value::List(theirs)) = (&mut there.value, here.value) else { return };
        let rounds = self.pointer.clone();
        for round in theirs {
            let rank = self.order.rank(&round);
            let at = ours.partition_point(|other| self.order.rank(other) < rank);
            self.pointer = rounds.index(rank);
            match ours.get_mut(at).filter(|known| identity(known) == identity(&round)) {
                Some(known) => self.round(known, round),
                None => ours.insert(at, round),
            }
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
}
