//! Which documents count where (language reference, section 5).

use std::collections::{BTreeMap, BTreeSet};

use crate::Date;
use crate::assessment::{EvidenceFinding, EvidenceOutcome};
use crate::dossier::{Document, Dossier};
use crate::invariant::{Always, broken};
use crate::rule_set::arena::Arena;
use crate::rule_set::{Compiled, CriterionId, EvidenceRule, EvidenceTypeId, Kind, Leaf, Scorer};

/// The documents of a dossier, each judged.
pub(super) struct Desk<'a> {
    rules: &'a Compiled,
    dossier: &'a Dossier,
    by_leaf: BTreeMap<CriterionId, Vec<Paper<'a>>>,
    /// Why a document does not count, by position.
    unusable: BTreeMap<usize, Unusable>,
}

/// A document with its position in the dossier.
#[derive(Clone, Copy)]
pub(super) struct Paper<'a> {
    at: usize,
    pub(super) document: &'a Document,
}

/// Why a document supports nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unusable {
    Rejected {
        by: String,
        why: String,
    },
    NotYetIssued(Date),
    Lapsed(Date),
    /// Of an exclusive type, and used under several leaves.
    Reused,
}

impl std::fmt::Display for Unusable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unusable::Rejected { by, why } => write!(f, "rejected by {by}: {why}"),
            Unusable::NotYetIssued(date) => write!(f, "not yet issued, only on {date}"),
            Unusable::Lapsed(date) => write!(f, "lapsed on {date}"),
            Unusable::Reused => f.write_str("used under several criteria, and one may support only one"),
        }
    }
}

/// The first day on which a document is no longer valid.
pub(crate) fn lapses(rules: &Compiled, document: &Document) -> Option<Date> {
    document.expires.or_else(|| document.issued?.plus(rules.evidence_types[document.evidence_type].valid_for?))
}

/// Why a document is not valid on a date, by itself.
fn invalid(rules: &Compiled, document: &Document, as_of: Date) -> Option<Unusable> {
    if let Some((by, why)) = &document.rejected {
        return Some(Unusable::Rejected { by: by.clone(), why: why.clone() });
    }
    if let Some(issued) = document.issued.filter(|issued| *issued > as_of) {
        return Some(Unusable::NotYetIssued(issued));
    }
    lapses(rules, document).filter(|end| as_of >= *end).map(Unusable::Lapsed)
}

impl<'a> Desk<'a> {
    pub(super) fn new(dossier: &'a Dossier) -> Desk<'a> {
        let rules: &'a Compiled = &dossier.rules;
        let mut desk = Desk { rules, dossier, by_leaf: BTreeMap::new(), unusable: BTreeMap::new() };
        for (at, document) in dossier.documents.iter().enumerate() {
            for leaf in &document.supports {
                desk.by_leaf.entry(*leaf).or_default().push(Paper { at, document });
            }
            if let Some(why) = invalid(rules, document, dossier.as_of) {
                desk.unusable.insert(at, why);
            }
        }
        for paper in desk.reused().into_iter().flat_map(|(papers, _)| papers) {
            desk.unusable.insert(paper.at, Unusable::Reused);
        }
        desk
    }

    /// The documents of exclusive types that stand under several leaves, in order, with those leaves.
    fn reused(&self) -> Vec<(Vec<Paper<'a>>, BTreeSet<CriterionId>)> {
        let mut uses: BTreeMap<(EvidenceTypeId, usize), (Vec<Paper<'a>>, BTreeSet<CriterionId>)> = BTreeMap::new();
        for (at, document) in self.dossier.documents.iter().enumerate() {
            let exclusive = self.rules.evidence_types[document.evidence_type].exclusive;
            let valid = !matches!(self.unusable.get(&at), Some(why) if *why != Unusable::Reused);
            if !exclusive || !valid {
                continue;
            }
            let (papers, leaves) = uses.entry((document.evidence_type, document.identity)).or_default();
            papers.push(Paper { at, document });
            leaves.extend(document.supports.iter().filter(|leaf| self.names(**leaf, document.evidence_type)));
        }
        let mut reused: Vec<_> = uses.into_values().filter(|(_, leaves)| leaves.len() > 1).collect();
        reused.sort_by_key(|(papers, _)| papers.first().map(|first| first.at));
        reused
    }

    /// Whether the leaf, or one of its answers, asks for documents of this type.
    fn names(&self, leaf: CriterionId, evidence_type: EvidenceTypeId) -> bool {
        match &self.rules.criteria[leaf].kind {
            Kind::Leaf(leaf) => rules_of(self.rules, leaf).any(|rule| rule.names(evidence_type)),
            // A group asks for none.
            Kind::Group(_) => broken("a document supports leaves", false),
        }
    }

    /// The document at a position.
    pub(super) fn paper(&self, at: usize) -> Option<Paper<'a>> {
        let document = self.dossier.documents.get(at).always("an exception names documents of its dossier")?;
        Some(Paper { at, document })
    }

    /// Why the document at this position supports nothing; `None` where it may.
    pub(super) fn why_unusable(&self, document: usize) -> Option<&Unusable> {
        self.unusable.get(&document)
    }

    /// The documents that are listed under `leaf`.
    fn listed(&self, leaf: CriterionId) -> &[Paper<'a>] {
        self.by_leaf.get(&leaf).map_or(&[], Vec::as_slice)
    }

    /// The documents that count for `leaf`, whatever is asked there.
    fn usable(&self, leaf: CriterionId) -> impl Iterator<Item = Paper<'a>> + '_ {
        self.listed(leaf).iter().copied().filter(|paper| !self.unusable.contains_key(&paper.at))
    }

    /// Whether what is asked at `leaf` is there.
    pub(super) fn satisfies(&self, leaf: CriterionId, rule: &EvidenceRule) -> bool {
        let papers: Vec<Paper<'a>> = self.usable(leaf).collect();
        satisfied_by(&papers, rule)
    }

    /// The documents that count for `leaf` for an exception that names some more.
    pub(super) fn with_named(&self, leaf: CriterionId, named: &[usize]) -> Vec<Paper<'a>> {
        self.usable(leaf).chain(named.iter().filter_map(|at| self.paper(*at))).collect()
    }

    /// What is asked, used and lacking at `leaf`.
    pub(super) fn outcome(&self, leaf: CriterionId, rule: &EvidenceRule) -> EvidenceOutcome {
        let usable: Vec<Paper<'a>> = self.usable(leaf).collect();
        let id_of = |paper: &Paper<'_>| paper.document.id.clone();
        let asked = |paper: &&Paper<'_>| rule.names(paper.document.evidence_type);
        let mut lacking = Vec::new();
        self.lacking(&usable, rule, &mut lacking);
        EvidenceOutcome {
            satisfied: satisfied_by(&usable, rule),
            used: usable.iter().filter(asked).map(id_of).collect(),
            lacking,
            unusable: self
                .listed(leaf)
                .iter()
                .filter(asked)
                .filter_map(|paper| Some((id_of(paper), self.unusable.get(&paper.at)?.to_string())))
                .collect(),
        }
    }

    fn lacking(&self, papers: &[Paper<'_>], rule: &EvidenceRule, lacking: &mut Vec<String>) {
        if satisfied_by(papers, rule) {
            return;
        }
        match rule {
            EvidenceRule::Type { evidence_type, at_least } => {
                let there = count(papers, *evidence_type);
                let name = &self.rules.evidence_types[*evidence_type].name;
                let more = (*at_least as usize).saturating_sub(there);
                lacking.push(if *at_least == 1 { name.clone() } else { format!("{more} more of {name}") });
            }
            EvidenceRule::All(parts) => parts.iter().for_each(|part| self.lacking(papers, part, lacking)),
            EvidenceRule::Any(parts) => {
                let ways: Vec<String> = parts
                    .iter()
                    .map(|part| {
                        let mut way = Vec::new();
                        self.lacking(papers, part, &mut way);
                        way.join(" and ")
                    })
                    .collect();
                lacking.push(ways.join(" or "));
            }
        }
    }

    /// What is remarkable about the documents.
    pub(super) fn findings(&self) -> Vec<EvidenceFinding> {
        self.reused()
            .into_iter()
            .map(|(papers, leaves)| EvidenceFinding {
                documents: papers.iter().map(|paper| paper.document.id.clone()).collect(),
                what: "reused".to_owned(),
                on: leaves.iter().map(|leaf| self.rules.criteria[*leaf].path.clone()).collect(),
                because: "one document may support only one criterion here, so it supports none of these".to_owned(),
            })
            .collect()
    }
}

/// Whether these documents are what is asked.
pub(super) fn satisfied_by(papers: &[Paper<'_>], rule: &EvidenceRule) -> bool {
    match rule {
        EvidenceRule::Type { evidence_type, at_least } => count(papers, *evidence_type) >= *at_least as usize,
        EvidenceRule::All(parts) => parts.iter().all(|part| satisfied_by(papers, part)),
        EvidenceRule::Any(parts) => parts.iter().any(|part| satisfied_by(papers, part)),
    }
}

/// How many distinct documents of a type are among these.
fn count(papers: &[Paper<'_>], evidence_type: EvidenceTypeId) -> usize {
    let of_type = papers.iter().filter(|paper| paper.document.evidence_type == evidence_type);
    of_type.map(|paper| paper.document.identity).collect::<BTreeSet<usize>>().len()
}

/// Marks which of these leaves, in order, each asking for one document of a type that is not exclusive, have one.
pub(crate) fn mark(dossier: &Dossier, asked: &[(CriterionId, EvidenceTypeId)], there: &mut Vec<bool>) {
    there.clear();
    there.resize(asked.len(), false);
    if asked.is_empty() {
        return;
    }
    for document in dossier.documents.iter() {
        if invalid(&dossier.rules, document, dossier.as_of).is_some() {
            continue;
        }
        for leaf in &document.supports {
            let before = asked.partition_point(|(asking, _)| asking < leaf);
            if let Some((asking, wanted)) = asked.get(before)
                && let Some(mark) = there.get_mut(before).always("there is a mark for each leaf that asks")
            {
                *mark |= asking == leaf && *wanted == document.evidence_type;
            }
        }
    }
}

/// Every rule that a leaf may ask by: its own and those of its answers.
fn rules_of<'a>(rules: &'a Compiled, leaf: &'a Leaf) -> impl Iterator<Item = &'a EvidenceRule> {
    let answers = match &leaf.scorer {
        Scorer::Scale { scale, .. } => Some(&rules.scales[*scale].answers),
        _ => None,
    };
    leaf.evidence
        .iter()
        .chain(answers.into_iter().flat_map(Arena::iter).filter_map(|answer| answer.evidence.as_ref()?.as_ref()))
}

impl EvidenceRule {
    /// Whether it asks for documents of this type.
    pub(crate) fn names(&self, wanted: EvidenceTypeId) -> bool {
        match self {
            EvidenceRule::Type { evidence_type, .. } => *evidence_type == wanted,
            EvidenceRule::All(parts) | EvidenceRule::Any(parts) => parts.iter().any(|part| part.names(wanted)),
        }
    }
}
