//! The order of the rounds of all parts: each part keeps its own, and the dates tell the rest.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::facts::{Answer, answers};
use super::{Joining, same, text_of};
use crate::Date;
use crate::diagnostic::Pointer;
use crate::document::{self, Node, Value};
use crate::rule_set::arena::{Arena, arena_id};

/// Who gave a round, and when.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Identity {
    /// None where it has no date, or one that is none.
    date: Option<Date>,
    by: Option<String>,
    on: Option<String>,
}

pub(super) fn identity(round: &Node) -> Identity {
    let text = |key: &str| round.get(key).filter(|node| node.value != Value::Null).map(text_of);
    let on = text("on");
    Identity { date: on.as_ref().and_then(|on| on.parse().ok()), by: text("by"), on }
}

/// The place of each round in the whole.
#[derive(Default)]
pub(super) struct Order(HashMap<Identity, usize>);

impl Order {
    pub(super) fn rank(&self, round: &Node) -> usize {
        self.0.get(&identity(round)).copied().unwrap_or(self.0.len())
    }
}

arena_id! {
    /// A round of all parts, by where it is first listed.
    RoundId;
}

/// A round.
struct Round<'n> {
    identity: Identity,
    /// Where it is first listed, and where else.
    first: &'n Node,
    others: Vec<&'n Node>,
    /// Those that a part lists right before it.
    before: BTreeSet<RoundId>,
}

impl Round<'_> {
    fn by(&self) -> String {
        self.identity.by.as_deref().unwrap_or_default().escape_debug().to_string()
    }
}

/// The rounds of all parts.
struct Rounds<'n> {
    all: Arena<RoundId, Round<'n>>,
    /// Those of each part that has some, each once.
    parts: Vec<Vec<RoundId>>,
}

impl<'n> Rounds<'n> {
    fn new(trees: &'n [Node]) -> Rounds<'n> {
        let mut rounds = Rounds { all: Arena::new(), parts: Vec::new() };
        let mut known: HashMap<Identity, RoundId> = HashMap::new();
        for tree in trees {
            let Some(Value::List(nodes)) = tree.get("rounds").map(|rounds| &rounds.value) else { continue };
            let (mut part, mut seen) = (Vec::new(), BTreeSet::new());
            for node in nodes {
                let id = match known.entry(identity(node)) {
                    Entry::Occupied(known) => {
                        rounds.all[*known.get()].others.push(node);
                        *known.get()
                    }
                    Entry::Vacant(new) => {
                        let (identity, before) = (new.key().clone(), BTreeSet::new());
                        *new.insert(rounds.all.push(Round { identity, first: node, others: Vec::new(), before }))
                    }
                };
                if seen.insert(id) {
                    rounds.all[id].before.extend(part.last());
                    part.push(id);
                }
            }
            if !part.is_empty() {
                rounds.parts.push(part);
            }
        }
        rounds
    }

    /// The rounds in order, of those that may come next that of the first date; fewer where the parts contradict.
    fn sorted(&self) -> Vec<RoundId> {
        let mut waiting = Arena::like(&self.all, |id| self.all[id].before.len());
        let mut after: Arena<RoundId, Vec<RoundId>> = Arena::like(&self.all, |_| Vec::new());
        for (id, round) in self.all.pairs() {
            round.before.iter().for_each(|before| after[*before].push(id));
        }
        let ready = self.all.pairs().filter(|(_, round)| round.before.is_empty());
        let mut ready: BTreeSet<(&Identity, RoundId)> = ready.map(|(id, round)| (&round.identity, id)).collect();
        let mut sorted = Vec::new();
        while let Some((_, id)) = ready.pop_first() {
            sorted.push(id);
            for next in &after[id] {
                waiting[*next] -= 1;
                if waiting[*next] == 0 {
                    ready.insert((&self.all[*next].identity, *next));
                }
            }
        }
        sorted
    }

    /// The rounds that the parts list before this, whatever their dates.
    fn all_before(&self, id: RoundId) -> BTreeSet<RoundId> {
        let (mut found, mut next) = (BTreeSet::new(), vec![id]);
        while let Some(id) = next.pop() {
            next.extend(self.all[id].before.iter().filter(|before| found.insert(**before)));
        }
        found
    }
}

impl Joining {
    /// Puts the rounds of all parts in order.
    pub(super) fn order_rounds(&mut self, trees: &[Node]) {
        let rounds = Rounds::new(trees);
        self.pointer = Pointer::root().key("rounds");
        let mut sorted = rounds.sorted();
        if rounds.parts.len() > 1 {
            self.undated(&rounds);
            if sorted.len() < rounds.all.len() {
                self.contradict(&rounds, &sorted);
            } else {
                self.last_of_a_day(&rounds, &sorted);
            }
        }
        let placed: BTreeSet<RoundId> = sorted.iter().copied().collect();
        sorted.extend(rounds.all.ids().filter(|id| !placed.contains(id)));
        let ranks = sorted.into_iter().enumerate().map(|(rank, id)| (rounds.all[id].identity.clone(), rank));
        self.order = Order(ranks.collect());
    }

    /// Refuses a round without a date that another part with rounds does not list.
    fn undated(&mut self, rounds: &Rounds<'_>) {
        let undated: Vec<(RoundId, &Round<'_>)> =
            rounds.all.pairs().filter(|(_, round)| round.identity.date.is_none()).collect();
        if undated.is_empty() {
            return;
        }
        for part in &rounds.parts {
            let own: BTreeSet<&RoundId> = part.iter().collect();
            let lost = undated.iter().find(|(id, _)| !own.contains(id));
            if let Some(((_, round), other)) = lost.zip(part.first()) {
                let message = format!(
                    "the round of `{}` has no date, so that it cannot be told whether it comes before the rounds",
                    round.by()
                );
                return self.differ((round.first.at, rounds.all[*other].first.at), &message);
            }
        }
    }

    /// Refuses rounds that one part lists in one order, and another in the other.
    fn contradict(&mut self, rounds: &Rounds<'_>, sorted: &[RoundId]) {
        let placed: BTreeSet<&RoundId> = sorted.iter().collect();
        // Of what is left each waits for another that is left: going back leads around.
        let back = |id: RoundId| rounds.all[id].before.iter().copied().find(|before| !placed.contains(before));
        let Some(mut at) = rounds.all.ids().find(|id| !placed.contains(id)) else { return };
        let mut seen = BTreeSet::new();
        while let Some(before) = back(at).filter(|_| seen.insert(at)) {
            at = before;
        }
        let (round, other) = (&rounds.all[at], back(at).map(|other| &rounds.all[other]));
        let message = format!("the round of `{}` stands in another order", round.by());
        self.differ((round.first.at, other.and_then(|other| other.first.at)), &message);
    }

    /// Refuses what rounds of one day say of one fact or document, where nothing tells which is the last.
    fn last_of_a_day(&mut self, rounds: &Rounds<'_>, sorted: &[RoundId]) {
        let mut said: BTreeMap<(Date, usize, String), Vec<(RoundId, Answer)>> = BTreeMap::new();
        for id in sorted {
            let round = &rounds.all[*id];
            let Some(date) = round.identity.date else { continue };
            for node in std::iter::once(&round.first).chain(&round.others) {
                let facts = node.get("facts").map(answers).unwrap_or_default();
                let verdicts = node.get("evidence").map(verdicts).unwrap_or_default();
                for (kind, answers) in [facts, verdicts].into_iter().enumerate() {
                    for answer in answers {
                        said.entry((date, kind, answer.path.clone())).or_default().push((*id, answer));
                    }
                }
            }
        }
        for ((_, _, path), answers) in said {
            let Some((last, one)) = answers.last() else { continue };
            let mut others = answers.iter().filter(|(id, other)| id != last && !same(&other.value, &one.value));
            let mut before = None;
            let open = others.find(|(id, _)| !before.get_or_insert_with(|| rounds.all_before(*last)).contains(id));
            if let Some((id, other)) = open {
                // It is told at the one that is listed later.
                let (one, other) = if id < last { (one, other) } else { (other, one) };
                let message = format!("`{}` is found here, and otherwise on the same day", path.escape_debug());
                self.differ((one.key_at, other.key_at), &message);
            }
        }
    }
}

/// What a round found of documents, by id.
fn verdicts(found: &Node) -> Vec<Answer> {
    let Value::Map(entries) = &found.value else { return Vec::new() };
    let verdict =
        |entry: &document::Entry| Answer { path: entry.key.clone(), key_at: entry.key_at, value: entry.value.clone() };
    entries.iter().map(verdict).collect()
}
