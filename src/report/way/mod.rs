//! What follows from an assessment, as explanations: where points went, how firmly outcomes stand, what to find out,
//! when they change. Each is a tree as [`crate::report::explain()`] gives, and is drawn the same way.

mod attribution;
mod sensitivity;
mod timeline;
mod unknowns;

pub use attribution::{attribution, change};
pub use sensitivity::sensitivity;
pub use timeline::timeline;
pub use unknowns::unknowns;

use super::explain::Explanation;
use super::message::{Label, Message};
use super::text::made_by;
use crate::assessment::{Assessment, Range, Score};
use crate::report::Mark;
use crate::{Dossier, Number};

/// The unit and the rules, above what is told.
fn about(dossier: &Dossier, assessment: &Assessment) -> Explanation {
    let unit = Message::Unit { unit: Label::new(&dossier.unit, dossier.title.as_deref()) };
    Explanation::plain(unit).because([Explanation::plain(made_by(&dossier.rules, assessment))])
}

/// A heading, if there is something below it.
fn section(heading: Message, below: Vec<Explanation>) -> Option<Explanation> {
    (!below.is_empty()).then(|| Explanation::plain(heading).because(below))
}

/// A number that may be open, as a difference.
fn signed(low: &Number, high: &Number) -> super::message::Signed {
    let (low, high) = if low <= high { (low, high) } else { (high, low) };
    super::message::Signed(Range { low: low.clone(), high: high.clone() })
}

/// The points of a score; 0 where there is none.
fn points(score: &Score) -> Range {
    let points = score.points().map(|points| Range { low: points.low.clone(), high: points.high.clone() });
    points.unwrap_or_else(|| Range::exactly(Number::ZERO))
}

/// How a change looks: up is good.
fn direction(change: &Number) -> Mark {
    if change.is_negative() {
        Mark::Bad
    } else if change.is_zero() {
        Mark::Plain
    } else {
        Mark::Good
    }
}
