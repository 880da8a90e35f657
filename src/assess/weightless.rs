//! The fraction of a group whose `of` is 0, where its table alone does not say it (language reference, groups, weight 0).

use super::group::Child;
use super::mean::{Participant, quotient, weighted_mean};
use super::worth::Worth;
use crate::Number;
use crate::evaluate::Span;
use crate::invariant::Always;

/// The mean of the fractions of the children that apply, each counted once.
pub(super) fn mean(children: &[Child<'_>]) -> Span {
    let participants: Vec<Participant> =
        children.iter().filter(|child| child.worth.applies.may).map(|child| once(child.worth)).collect();
    weighted_mean(&participants)
}

fn once(worth: &Worth) -> Participant {
    let certain = worth.applies.surely();
    let weight = if certain { Span::exactly(Number::ONE) } else { Span::UNIT };
    Participant { weight, fraction: worth.fraction.clone(), certain }
}

/// What the children that apply come to together.
pub(super) fn together(children: &[Child<'_>], of: impl Fn(&Worth) -> Span) -> Span {
    children.iter().filter(|child| child.worth.applies.may).fold(Span::ZERO, |sum, child| {
        let one = of(child.worth);
        sum.plus(&if child.worth.applies.surely() { one } else { one.hull(&Span::ZERO) })
    })
}

/// Of a `deduct`: 1 less what it loses of the most that it can lose; 1 where that is nothing.
pub(super) fn not_lost(children: &[Child<'_>]) -> Span {
    let lost = together(children, Worth::loses);
    let most = together(children, Worth::can_lose);
    if most.high.is_zero() {
        return Span::exactly(Number::ONE);
    }
    if lost.is_exact() && most.is_exact() {
        return of_one(&quotient(&lost, &most));
    }
    by_child(children).unwrap_or_else(|| {
        let least = children.iter().filter(|child| child.worth.applies.may).map(|child| child.worth.can_lose());
        let least = least.map(|one| if one.low.is_zero() { one.high } else { one.low });
        let least = least.filter(|one| !one.is_zero()).reduce(Number::min);
        let Some(least) = least.always("something can be lost") else { return Span::UNIT.hull(&lost) };
        let above_zero = Span { low: most.low.clone().max(least), high: most.high.clone() };
        let share = of_one(&quotient(&lost, &above_zero));
        if most.low.is_zero() { share.hull(&Span::exactly(Number::ONE)) } else { share }
    })
}

/// The same as a mean of what each child keeps, which is sharper; `None` where a child that can lose nothing gives
/// something back, or it is not known how much one can lose.
fn by_child(children: &[Child<'_>]) -> Option<Span> {
    let mut participants = Vec::new();
    for worth in children.iter().map(|child| child.worth).filter(|worth| worth.applies.may) {
        let (lost, most) = (worth.loses(), worth.can_lose());
        if most.high.is_zero() && lost == Span::ZERO {
            continue;
        }
        if !most.is_exact() || most.high.is_zero() {
            return None;
        }
        let certain = worth.applies.surely();
        let weight = if certain { most.clone() } else { most.clone().hull(&Span::ZERO) };
        participants.push(Participant { weight, fraction: of_one(&quotient(&lost, &most)), certain });
    }
    let mean = weighted_mean(&participants);
    let may_be_nothing = !participants.iter().any(|one| one.certain);
    Some(if may_be_nothing { mean.hull(&Span::exactly(Number::ONE)) } else { mean })
}

fn of_one(share: &Span) -> Span {
    Span { low: Number::ONE - &share.high, high: Number::ONE - &share.low }
}
