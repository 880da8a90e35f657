//! The evidence asked for, used and lacking, and the documents that do not count.

use std::collections::BTreeSet;

use super::{Case, Explanation};
use crate::assessment::{CriterionOutcome, EvidenceOutcome};
use crate::dossier::Document;
use crate::report::Mark;
use crate::report::message::{Label, Message};
use crate::rule_set::{CriterionId, EvidenceRule, EvidenceTypeId, Leaf, Scorer};

impl Case<'_> {
    /// What is asked, each type with how much of it is there, then the documents.
    pub(super) fn evidence(&self, id: CriterionId, leaf: &Leaf, outcome: &CriterionOutcome) -> Vec<Explanation> {
        let Some(found) = &outcome.evidence else { return Vec::new() };
        let asked = self.asked(id, leaf).map(|rule| self.rule(rule, found));
        let used = found.used.iter().filter_map(|id| self.document(id)).map(|document| {
            let kind = self.evidence_type(document.evidence_type);
            Explanation::marked(Message::DocumentCounts { document: label(document), kind }, Mark::Good)
        });
        let unusable = found.unusable.iter().map(|(id, why)| Explanation::marked(self.unusable(id, why), Mark::Bad));
        let (message, mark) = if found.satisfied {
            (Message::EvidenceThere {}, Mark::Good)
        } else {
            (Message::EvidenceLacking {}, Mark::Bad)
        };
        vec![Explanation::marked(message, mark).because(asked).because(used).because(unusable)]
    }

    /// The rule in force: an answer's own in place of the leaf's. `None` where the answer is still open.
    fn asked<'r>(&'r self, id: CriterionId, leaf: &'r Leaf) -> Option<&'r EvidenceRule> {
        let Scorer::Scale { scale, .. } = &leaf.scorer else { return leaf.evidence.as_ref() };
        let outcome = self.facts.leaf(id, leaf);
        let [possible] = outcome.possible.as_slice() else { return leaf.evidence.as_ref() };
        let answer = possible.answer.map(|answer| &self.rules.scales[*scale].answers[answer]);
        match answer.and_then(|answer| answer.evidence.as_ref()) {
            Some(own) => own.as_ref(),
            None => leaf.evidence.as_ref(),
        }
    }

    fn rule(&self, rule: &EvidenceRule, found: &EvidenceOutcome) -> Explanation {
        let parts = |parts: &[EvidenceRule]| parts.iter().map(|part| self.rule(part, found)).collect::<Vec<_>>();
        match rule {
            EvidenceRule::Type { evidence_type, at_least } => {
                let asked = usize::try_from(*at_least).unwrap_or(usize::MAX);
                let have = self.count(*evidence_type, found);
                let mark = if have >= asked { Mark::Good } else { Mark::Bad };
                let kind = self.evidence_type(*evidence_type);
                Explanation::marked(Message::EvidenceType { kind, have, asked }, mark)
            }
            EvidenceRule::All(of) => {
                let parts = parts(of);
                let mark = if parts.iter().all(|part| part.mark == Mark::Good) { Mark::Good } else { Mark::Bad };
                Explanation::marked(Message::EvidenceAll {}, mark).because(parts)
            }
            EvidenceRule::Any(of) => {
                let parts = parts(of);
                let mark = if parts.iter().any(|part| part.mark == Mark::Good) { Mark::Good } else { Mark::Bad };
                Explanation::marked(Message::EvidenceAny {}, mark).because(parts)
            }
        }
    }

    /// How many different documents of a type count.
    fn count(&self, kind: EvidenceTypeId, found: &EvidenceOutcome) -> usize {
        let used = found.used.iter().filter_map(|id| self.document(id));
        used.filter(|document| document.evidence_type == kind)
            .map(|document| document.identity)
            .collect::<BTreeSet<_>>()
            .len()
    }

    pub(super) fn evidence_type(&self, id: EvidenceTypeId) -> Label {
        let kind = &self.rules.evidence_types[id];
        Label::new(&kind.name, kind.title.as_ref())
    }

    /// A document of the dossier by its id.
    pub(super) fn document(&self, id: &str) -> Option<&Document> {
        self.dossier.documents.iter().find(|document| document.id == id)
    }

    /// Why a document does not count, found out here; in the assessment's words where nothing plain is.
    fn unusable(&self, id: &str, why: &str) -> Message {
        let Some(found) = self.document(id) else {
            return Message::DocumentUnusable { document: Label::new(id, None), why: why.to_owned() };
        };
        let document = label(found);
        let as_of = self.assessment.as_of;
        let valid_for = self.rules.evidence_types[found.evidence_type].valid_for;
        let lapses = found.expires.or_else(|| found.issued?.plus(valid_for?));
        let reused = self
            .assessment
            .evidence
            .iter()
            .any(|finding| finding.what == "reused" && finding.documents.iter().any(|other| other == id));
        match (&found.rejected, found.issued, lapses) {
            (Some((by, why)), _, _) => Message::DocumentRejected { document, by: by.clone(), why: why.clone() },
            (None, Some(issued), _) if issued > as_of => Message::DocumentNotYet { document, issued },
            (None, _, Some(until)) if until <= as_of => Message::DocumentLapsed { document, until },
            _ if reused => Message::DocumentReused { document },
            _ => Message::DocumentUnusable { document, why: why.to_owned() },
        }
    }
}

pub(super) fn label(document: &Document) -> Label {
    Label::new(&document.id, document.title.as_ref())
}
