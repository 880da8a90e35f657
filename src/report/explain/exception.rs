//! What stands in the way, and what was accepted in its place: waivers, equivalents, their documents and worth.

use super::evidence::label;
use super::{Case, Explanation};
use crate::assessment::{AcceptedException, Status};
use crate::report::Mark;
use crate::report::message::Message;
use crate::report::text::{consequences, refused, what_is_accepted};
use crate::rule_set::{CriterionId, Equivalent};

impl Case<'_> {
    /// Obstacles and exceptions on a leaf; where it lacks something, the equivalents that the rules offer.
    pub(super) fn exceptions(&self, id: CriterionId, status: Status) -> Vec<Explanation> {
        let criterion = &self.rules.criteria[id];
        let path = criterion.path.as_str();
        let obstacles = self.dossier.obstacles.iter().filter(|obstacle| {
            obstacle
                .on
                .iter()
                .any(|on| path.strip_prefix(on.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
        });
        let obstacles = obstacles.map(|obstacle| {
            let obstacle = crate::report::Label::new(&obstacle.id, obstacle.title.as_ref());
            Explanation::marked(Message::Obstacle { obstacle }, Mark::Bad)
        });
        let mut reasons: Vec<Explanation> = obstacles.chain(self.exceptions_on(path)).collect();
        let accepted = self.assessment.exceptions.iter().any(|exception| exception.on == path);
        if !accepted && matches!(status, Status::NotMet | Status::Unevidenced | Status::PartlyMet | Status::Unknown) {
            reasons.extend(criterion.equivalents.iter().map(|equivalent| self.offered(path, equivalent)));
        }
        reasons
    }

    /// The exceptions on a leaf or a requirement, accepted and refused.
    pub(super) fn exceptions_on(&self, on: &str) -> Vec<Explanation> {
        let accepted = self.assessment.exceptions.iter().filter(|exception| exception.on == on);
        let accepted = accepted.map(|exception| self.accepted(exception));
        let refused_here = self.assessment.refused.iter().filter(|exception| exception.on.as_deref() == Some(on));
        let refused_here = refused_here.map(|exception| Explanation::marked(refused(exception), Mark::Bad));
        accepted.chain(refused_here).collect()
    }

    fn accepted(&self, exception: &AcceptedException) -> Explanation {
        let mark = if exception.uncertain { Mark::Open } else { Mark::Good };
        let approved = Message::Approved { reason: exception.reason.clone(), by: exception.approved_by.clone() };
        let leaf = self.rules.paths.get(&exception.on).map(|id| &self.rules.criteria[*id]);
        let using = exception.using.as_deref();
        let equivalent = leaf.and_then(|leaf| leaf.equivalents.iter().find(|known| Some(known.id.as_str()) == using));
        let terms = equivalent.map_or_else(Vec::new, |equivalent| self.terms(equivalent, true));
        let consequences = consequences(&self.names, exception).into_iter().map(Explanation::plain);
        Explanation::marked(what_is_accepted(&self.names, exception), mark)
            .because([Explanation::plain(approved)])
            .because(terms)
            .because(self.documents_of(exception))
            .because(consequences)
    }

    /// The condition under which an equivalent stands in, and its fraction.
    fn terms(&self, equivalent: &Equivalent, fraction: bool) -> Vec<Explanation> {
        let when = equivalent.when.as_ref().map(|when| {
            Explanation::marked(Message::EquivalentWhen {}, self.facts.truth(when)).because([self.condition(when)])
        });
        let fraction =
            fraction.then(|| Explanation::plain(Message::EquivalentFraction { fraction: equivalent.fraction.clone() }));
        when.into_iter().chain(fraction).collect()
    }

    /// The documents that the exception names.
    fn documents_of(&self, exception: &AcceptedException) -> Vec<Explanation> {
        let written = self.dossier.exceptions.iter().find(|written| {
            written.on_text == exception.on
                && written.using == exception.using
                && written.reason.as_ref() == Some(&exception.reason)
        });
        let documents = written.into_iter().flat_map(|written| &written.evidence);
        let documents = documents.filter_map(|at| self.dossier.documents.get(*at)).map(|document| {
            let kind = self.evidence_type(document.evidence_type);
            Explanation::marked(Message::DocumentCounts { document: label(document), kind }, Mark::Good)
        });
        documents.collect()
    }

    fn offered(&self, path: &str, equivalent: &Equivalent) -> Explanation {
        let name = self.names.equivalent(path, &equivalent.id);
        let message = Message::EquivalentOffered { equivalent: name, fraction: equivalent.fraction.clone() };
        Explanation::plain(message).because(self.terms(equivalent, false))
    }
}
