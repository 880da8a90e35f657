//! The order of the rounds of all parts: each part keeps its own, and the dates tell the rest.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::facts::{Answer, answers};
use super::{Joining, same, text_of};
use crate::Date;
use crate::diagnostic::Pointer;
use crate::document::{Entry, Node, Value};

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

/// The rounds of all parts, in the order in which they are first listed.
struct Listed<'n> {
    /// By part, each of its rounds once.
    parts: Vec<Vec<usize>>,
    /// Every listing of each.
    nodes: Vec<Vec<&'n Node>>,
    ids: Vec<Identity>,
    /// Those that a part lists right before each.
    before: Vec<BTreeSet<usize>>,
}

impl<'n> Listed<'n> {
    fn new(trees: &'n [Node]) -> Listed<'n> {
        let mut listed = Listed { parts: Vec::new(), nodes: Vec::new(), ids: Vec::new(), before: Vec::new() };
        let mut known: HashMap<Identity, usize> = HashMap::new();
        for tree in trees {
            let Some(Value::List(rounds)) = tree.get("rounds").map(|rounds| &rounds.value) else { continue };
            let (mut part, mut seen) = (Vec::new(), BTreeSet::new());
            for round in rounds {
                let id = identity(round);
                let at = *known.entry(id.clone()).or_insert(listed.ids.len());
                if at == listed.ids.len() {
                    listed.ids.push(id);
                    listed.nodes.push(Vec::new());
                    listed.before.push(BTreeSet::new());
                }
                listed.nodes[at].push(round);
                if seen.insert(at) {
                    listed.before[at].extend(part.last());
                    part.push(at);
                }
            }
            if !part.is_empty() {
                listed.parts.push(part);
            }
        }
        listed
    }

    /// The rounds in order, of those that may come next that of the first date; fewer where the parts contradict.
    fn sorted(&self) -> Vec<usize> {
        let mut waiting: Vec<usize> = self.before.iter().map(BTreeSet::len).collect();
        let mut after: Vec<Vec<usize>> = vec![Vec::new(); self.ids.len()];
        for (at, before) in self.before.iter().enumerate() {
            before.iter().for_each(|before| after[*before].push(at));
        }
        let ready = (0..self.ids.len()).filter(|at| waiting[*at] == 0);
        let mut ready: BTreeSet<(&Identity, usize)> = ready.map(|at| (&self.ids[at], at)).collect();
        let mut sorted = Vec::new();
        while let Some((_, at)) = ready.pop_first() {
            sorted.push(at);
            for next in &after[at] {
                waiting[*next] -= 1;
                if waiting[*next] == 0 {
                    ready.insert((&self.ids[*next], *next));
                }
            }
        }
        sorted
    }

    /// The rounds that the parts list before this, whatever their dates.
    fn all_before(&self, at: usize) -> BTreeSet<usize> {
        let (mut found, mut next) = (BTreeSet::new(), vec![at]);
        while let Some(at) = next.pop() {
            next.extend(self.before[at].iter().filter(|before| found.insert(**before)));
        }
        found
    }
}

impl Joining {
    /// Puts the rounds of all parts in order.
    pub(super) fn order_rounds(&mut self, trees: &[Node]) {
        let listed = Listed::new(trees);
        self.pointer = Pointer::root().key("rounds");
        let mut sorted = listed.sorted();
        if listed.parts.len() > 1 {
            self.undated(&listed);
            if sorted.len() < listed.ids.len() {
                self.contradict(&listed, &sorted);
            } else {
                self.last_of_a_day(&listed, &sorted);
            }
        }
        let placed: BTreeSet<usize> = sorted.iter().copied().collect();
        sorted.extend((0..listed.ids.len()).filter(|at| !placed.contains(at)));
        self.order = Order(sorted.into_iter().enumerate().map(|(rank, at)| (listed.ids[at].clone(), rank)).collect());
    }

    /// Refuses a round without a date that another part with rounds does not list.
    fn undated(&mut self, listed: &Listed<'_>) {
        let undated: Vec<usize> = (0..listed.ids.len()).filter(|at| listed.ids[*at].date.is_none()).collect();
        if undated.is_empty() {
            return;
        }
        for part in &listed.parts {
            let own: BTreeSet<&usize> = part.iter().collect();
            let Some(lost) = undated.iter().find(|at| !own.contains(at)) else { continue };
            let by = listed.ids[*lost].by.clone().unwrap_or_default();
            let message = format!(
                "the round of `{}` has no date, so that it cannot be told whether it comes before the rounds",
                by.escape_debug()
            );
            let (round, other) = (listed.nodes[*lost][0], listed.nodes[part[0]][0]);
            return self.differ((round.at, other.at), &message);
        }
    }

    /// Refuses rounds that one part lists in one order, and another in the other.
    fn contradict(&mut self, listed: &Listed<'_>, sorted: &[usize]) {
        let placed: BTreeSet<usize> = sorted.iter().copied().collect();
        // Of what is left each waits for another that is left: going back leads around.
        let back = |at: usize| listed.before[at].iter().copied().find(|before| !placed.contains(before));
        let Some(mut at) = (0..listed.ids.len()).find(|at| !placed.contains(at)) else { return };
        let mut seen = BTreeSet::new();
        while seen.insert(at) {
            at = back(at).unwrap_or(at);
        }
        let (round, other) = (listed.nodes[at][0], listed.nodes[back(at).unwrap_or(at)][0]);
        let by = listed.ids[at].by.clone().unwrap_or_default();
        let message = format!("the round of `{}` stands in another order", by.escape_debug());
        self.differ((round.at, other.at), &message);
    }

    /// Refuses what rounds of one day say of one fact or document, where nothing tells which is the last.
    fn last_of_a_day(&mut self, listed: &Listed<'_>, sorted: &[usize]) {
        let mut said: BTreeMap<(Option<Date>, usize, String), Vec<(usize, Answer)>> = BTreeMap::new();
        for at in sorted.iter().filter(|at| listed.ids[**at].date.is_some()) {
            for node in &listed.nodes[*at] {
                let facts = node.get("facts").map(answers).unwrap_or_default();
                let verdicts = node.get("evidence").map(verdicts).unwrap_or_default();
                for (kind, answers) in [facts, verdicts].into_iter().enumerate() {
                    for answer in answers {
                        let of = (listed.ids[*at].date, kind, answer.path.clone());
                        said.entry(of).or_default().push((*at, answer));
                    }
                }
            }
        }
        for ((_, _, path), answers) in said {
            let Some((last, one)) = answers.last() else { continue };
            let mut others = answers.iter().filter(|(at, other)| at != last && !same(&other.value, &one.value));
            let mut before = None;
            let open = others.find(|(at, _)| !before.get_or_insert_with(|| listed.all_before(*last)).contains(at));
            if let Some((at, other)) = open {
                // It is told at the one that is listed later.
                let (one, other) = if at < last { (one, other) } else { (other, one) };
                let message = format!("`{}` is found here, and otherwise on the same day", path.escape_debug());
                self.differ((one.key_at, other.key_at), &message);
            }
        }
    }
}

/// What a round found of documents, by id.
fn verdicts(found: &Node) -> Vec<Answer> {
    let Value::Map(entries) = &found.value else { return Vec::new() };
    let verdict = |entry: &Entry| Answer { path: entry.key.clone(), key_at: entry.key_at, value: entry.value.clone() };
    entries.iter().map(verdict).collect()
}
