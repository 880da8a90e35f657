//! Documents: which are valid, which are one, and what they support.

use std::collections::BTreeSet;

use predikat::document::{Evidence, EvidenceRule};

use super::World;
use super::tree::{Leaf, Scorer};

/// The documents of a dossier.
pub struct Documents<'a> {
    all: Vec<Document<'a>>,
}

struct Document<'a> {
    written: &'a Evidence,
    /// Valid on the as-of date, and not rejected.
    good: bool,
    /// The paths of the leaves it lists.
    leaves: BTreeSet<String>,
    /// Equal for two entries that are one document.
    identity: usize,
    /// Exclusive, and used under several leaves that ask for its type.
    reused: bool,
}

impl<'a> Documents<'a> {
    pub fn new(world: &World<'a>) -> Documents<'a> {
        let written = &world.given.dossier.evidence;
        let mut identities: Vec<usize> = (0..written.len()).collect();
        for (i, a) in written.iter().enumerate() {
            for (j, b) in written.iter().enumerate() {
                if same(a, b) {
                    let (from, to) = (identities[j], identities[i]);
                    identities.iter_mut().filter(|identity| **identity == from).for_each(|identity| *identity = to);
                }
            }
        }
        let mut all: Vec<Document<'a>> = written
            .iter()
            .zip(identities)
            .map(|(written, identity)| Document {
                written,
                good: valid(world, written) && !rejected(world, &written.id),
                leaves: listed(world, written),
                identity,
                reused: false,
            })
            .collect();
        let reused: Vec<bool> = all.iter().map(|document| is_reused(world, &all, document)).collect();
        all.iter_mut().zip(reused).for_each(|(document, reused)| document.reused = reused);
        Documents { all }
    }

    /// Whether a document of the dossier is valid and not rejected.
    pub fn good(&self, id: &str) -> bool {
        self.all.iter().any(|document| document.written.id == id && document.good)
    }

    /// Whether a rule is satisfied for a leaf, by the documents that list it and those named besides.
    pub fn satisfy(&self, rule: &EvidenceRule, leaf: &str, besides: &[String]) -> bool {
        match rule {
            EvidenceRule::None => true,
            EvidenceRule::All(rules) => rules.iter().all(|rule| self.satisfy(rule, leaf, besides)),
            EvidenceRule::Any(rules) => rules.iter().any(|rule| self.satisfy(rule, leaf, besides)),
            EvidenceRule::Type { evidence_type, at_least } => {
                let of_type = self.all.iter().filter(|d| d.good && d.written.evidence_type == *evidence_type);
                let counting = of_type.filter(|document| {
                    besides.contains(&document.written.id) || (document.leaves.contains(leaf) && !document.reused)
                });
                let distinct: BTreeSet<usize> = counting.map(|document| document.identity).collect();
                distinct.len() >= usize::try_from(*at_least).unwrap()
            }
        }
    }
}

/// Whether two entries are one document: by digest, or by reference where either lacks the digest.
fn same(a: &Evidence, b: &Evidence) -> bool {
    match (&a.sha256, &b.sha256) {
        (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
        _ => a.reference.is_some() && a.reference == b.reference,
    }
}

fn valid(world: &World<'_>, document: &Evidence) -> bool {
    let as_of = world.given.as_of;
    let valid_for = world.given.rules.evidence[&document.evidence_type].valid_for;
    let lapses = match (document.expires, document.issued, valid_for) {
        (Some(expires), _, _) => Some(expires),
        (None, Some(issued), Some(valid_for)) => issued.plus(valid_for),
        _ => None,
    };
    document.issued.is_none_or(|issued| issued <= as_of) && lapses.is_none_or(|lapses| as_of < lapses)
}

/// Whether the last round that speaks of a document rejects it.
fn rejected(world: &World<'_>, id: &str) -> bool {
    let said = world.given.dossier.rounds.iter().filter_map(|round| round.evidence.get(id));
    said.fold(false, |before, said| if said.accepted == Some(true) { false } else { before || said.rejected.is_some() })
}

/// The leaves that a document lists, groups expanded.
fn listed(world: &World<'_>, document: &Evidence) -> BTreeSet<String> {
    let leaves = world.tree.leaves();
    let lists =
        |path: &str| document.supports.iter().any(|listed| path == listed || path.starts_with(&format!("{listed}.")));
    leaves.iter().map(|(node, _)| node.path.clone()).filter(|path| lists(path)).collect()
}

/// Whether a leaf's requirement, or one of its answers', names a type.
fn asks(leaf: &Leaf<'_>, evidence_type: &str) -> bool {
    let of_answers = match &leaf.scorer {
        Scorer::Choice(_, scale) => scale.answers.values().filter_map(|answer| answer.evidence.as_ref()).collect(),
        _ => Vec::new(),
    };
    names(leaf.evidence, evidence_type) || of_answers.into_iter().any(|rule| names(rule, evidence_type))
}

fn names(rule: &EvidenceRule, wanted: &str) -> bool {
    match rule {
        EvidenceRule::None => false,
        EvidenceRule::Type { evidence_type, .. } => evidence_type == wanted,
        EvidenceRule::All(rules) | EvidenceRule::Any(rules) => rules.iter().any(|rule| names(rule, wanted)),
    }
}

fn is_reused(world: &World<'_>, all: &[Document<'_>], document: &Document<'_>) -> bool {
    let evidence_type = &document.written.evidence_type;
    let exclusive = world.given.rules.evidence[evidence_type].exclusive.unwrap_or(false);
    let entries = all
        .iter()
        .filter(|other| other.good && other.identity == document.identity)
        .filter(|other| other.written.evidence_type == *evidence_type);
    let leaves: BTreeSet<&String> = entries.flat_map(|entry| &entry.leaves).collect();
    let asking = leaves.into_iter().filter(|path| asks(world.tree.leaf(path).unwrap(), evidence_type));
    exclusive && asking.count() > 1
}
