//! A criterion: its status and points, what decides them, and what is in it.

use super::{Case, Explanation};
use crate::Number;
use crate::assessment::{CriterionOutcome, Points, Range, Score, Status};
use crate::document::NotApplicable;
use crate::report::Mark;
use crate::report::message::{Message, Scored};
use crate::report::text::stands_on;
use crate::rule_set::{Aggregate, Criterion, CriterionId, Group, Kind};

impl Case<'_> {
    /// The total with every criterion.
    pub(super) fn total(&self) -> Explanation {
        let total = &self.rules.criteria[CriterionId::TOTAL];
        let said = match &self.assessment.total {
            Score::NoScore => Explanation::marked(Message::TotalNone {}, Mark::Apart),
            Score::Scored(points) => {
                let score = Scored { points: ends(points), of: points.of.clone() };
                Explanation::plain(Message::TotalIs { score }).because(self.layers())
            }
        };
        let scored_when = total.applies_when.as_ref().map(|condition| {
            Explanation::marked(Message::ScoredWhen {}, self.facts.truth(condition))
                .because([self.condition(condition)])
        });
        said.because(scored_when).because(self.background(total.cites.as_ref(), "total")).because(self.group(total))
    }

    /// The claimed and the evidenced total, where the final one is another.
    fn layers(&self) -> Option<Explanation> {
        let [total, claimed, evidenced] =
            [&self.assessment.total, &self.assessment.claimed, &self.assessment.evidenced].map(Score::points);
        let (total, claimed, evidenced) = (total?, claimed?, evidenced?);
        (total != claimed || total != evidenced)
            .then(|| Explanation::plain(Message::Before { claimed: ends(claimed), evidenced: ends(evidenced) }))
    }

    /// A criterion with all below it; `None` where the assessment does not hold it.
    pub(super) fn criterion(&self, id: CriterionId) -> Option<Explanation> {
        let criterion = &self.rules.criteria[id];
        let outcome = self.assessment.criteria.get(&criterion.path)?;
        let applies_when = criterion.applies_when.as_ref().map(|condition| {
            Explanation::marked(Message::AppliesWhen {}, self.facts.truth(condition))
                .because([self.condition(condition)])
        });
        let said = self
            .brief(id)?
            .because(applies_when)
            .because(criterion.bonus.then(|| Explanation::plain(Message::Bonus {})));
        let applies = criterion.applies_when.as_ref().is_none_or(|when| !self.facts.truth(when).is_false());
        Some(match &criterion.kind {
            Kind::Leaf(leaf) => {
                let own = if applies { self.leaf(id, leaf) } else { Vec::new() };
                let evidence = if applies { self.evidence(id, leaf, outcome) } else { Vec::new() };
                said.because(own)
                    .because(evidence)
                    .because(self.exceptions(id, outcome.status))
                    .because(consequence(outcome))
                    .because(self.background(criterion.cites.as_ref(), &criterion.path))
            }
            Kind::Group(_) => said
                .because(consequence(outcome))
                .because(self.background(criterion.cites.as_ref(), &criterion.path))
                .because(self.group(criterion)),
        })
    }

    /// A criterion's status and points, without reasons.
    pub(super) fn brief(&self, id: CriterionId) -> Option<Explanation> {
        let outcome = self.assessment.criteria.get(&self.rules.criteria[id].path)?;
        let points = Range { low: outcome.low.clone(), high: outcome.high.clone() };
        let message = Message::Criterion {
            criterion: self.names.criterion(id),
            status: outcome.status,
            score: Scored { points, of: outcome.of.clone() },
        };
        Some(Explanation::marked(message, outcome.status))
    }

    /// What the source says; for what it does not print, where that comes from.
    pub(super) fn background(&self, cites: Option<&String>, at: &str) -> Vec<Explanation> {
        let stands_on = self.stands_on(at);
        if !stands_on.is_empty() {
            return stands_on;
        }
        cites.map(|source| Explanation::plain(Message::Cites { source: source.clone() })).into_iter().collect()
    }

    /// How well founded the numbers of an element are, where the source does not print them.
    pub(super) fn stands_on(&self, at: &str) -> Vec<Explanation> {
        let rests = self.assessment.rests_on.iter().filter(|rests| rests.at == at);
        rests.map(|rests| Explanation::plain(stands_on(rests))).collect()
    }

    /// How a group's points are made, then what is in it.
    fn group(&self, criterion: &Criterion) -> Vec<Explanation> {
        let Kind::Group(group) = &criterion.kind else { return Vec::new() };
        let rounded = group.round.map(|round| Message::Rounded { places: usize::from(round.places) });
        let rules = [Some(aggregate(group, &criterion.weight)), self.left_out(criterion, group)];
        let capped = group.cap.clone().map(|cap| Message::Capped { cap });
        let rules = rules.into_iter().chain([capped, rounded]).flatten().map(Explanation::plain);
        rules.chain(criterion.children.iter().filter_map(|child| self.criterion(*child))).collect()
    }

    /// What became of children that do not apply, where there are some.
    fn left_out(&self, criterion: &Criterion, group: &Group) -> Option<Message> {
        let left_out = criterion.children.iter().any(|child| {
            let outcome = self.assessment.criteria.get(&self.rules.criteria[*child].path);
            outcome.is_some_and(|outcome| matches!(outcome.status, Status::NotApplicable | Status::Waived))
        });
        left_out.then_some(match group.not_applicable {
            NotApplicable::Redistribute => Message::Redistributed {},
            NotApplicable::Shrink => Message::Shrunk {},
            NotApplicable::Full => Message::CountedFull {},
            NotApplicable::Zero => Message::CountedZero {},
        })
    }
}

fn aggregate(group: &Group, weight: &Number) -> Message {
    match &group.aggregate {
        Aggregate::Sum => Message::AggregateSum {},
        Aggregate::Mean => Message::AggregateMean {},
        Aggregate::Min => Message::AggregateMin {},
        Aggregate::Max => Message::AggregateMax {},
        Aggregate::Best(count) => Message::AggregateBest { count: *count },
        Aggregate::All => Message::AggregateAll {},
        Aggregate::Any => Message::AggregateAny {},
        Aggregate::AtLeast(count) => Message::AggregateAtLeast { count: *count },
        Aggregate::Deduct { floor } => Message::AggregateDeduct { weight: weight.clone(), floor: floor.clone() },
    }
}

/// What it adds to the total, and what it would be without evidence and exceptions where that differs.
fn consequence(outcome: &CriterionOutcome) -> Vec<Explanation> {
    let differs = |points: &Points| points.low != outcome.low || points.high != outcome.high;
    let before = (differs(&outcome.claimed) || differs(&outcome.evidenced))
        .then(|| Message::Before { claimed: ends(&outcome.claimed), evidenced: ends(&outcome.evidenced) });
    let counts = outcome.status != Status::NotApplicable;
    let contributes = outcome.contribution.clone().filter(|_| counts).map(|points| Message::Contributes { points });
    [before, contributes].into_iter().flatten().map(Explanation::plain).collect()
}

fn ends(points: &Points) -> Range {
    Range { low: points.low.clone(), high: points.high.clone() }
}
