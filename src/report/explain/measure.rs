//! A measure, with the criteria that it is over.

use super::{Case, Explanation};
use crate::assessment::{Range, Status};
use crate::report::message::{Message, Scored};
use crate::report::names::Names;
use crate::rule_set::{MeasureId, MeasureKind, ScoreOf};

impl Case<'_> {
    /// A measure; `None` where the assessment does not hold it.
    pub(super) fn measure(&self, id: MeasureId) -> Option<Explanation> {
        let measure = &self.rules.measures[id];
        let outcome = self.assessment.measures.get(&measure.id)?;
        let label = Names::score(&self.names, ScoreOf::Measure(id));
        let message = if outcome.status == Status::NotApplicable {
            Message::MeasureNothing { measure: label }
        } else {
            let points = Range { low: outcome.low.clone(), high: outcome.high.clone() };
            Message::Measure { measure: label, score: Scored { points, of: outcome.of.clone() } }
        };
        let kind = match measure.kind {
            MeasureKind::Sum => "sum",
            MeasureKind::Mean => "mean",
            MeasureKind::Min => "min",
            MeasureKind::Max => "max",
        };
        let over = Explanation::plain(Message::MeasureOver { kind: kind.to_owned() });
        let parts = measure.criteria.iter().filter_map(|criterion| self.brief(*criterion));
        Some(
            Explanation::marked(message, outcome.status)
                .because([over.because(parts)])
                .because(self.stands_on(&format!("measures.{}", measure.id))),
        )
    }
}
