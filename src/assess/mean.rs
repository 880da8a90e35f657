//! Bounds of the aggregates over fractions of which some may be absent.

use crate::Number;
use crate::evaluate::Span;
use crate::invariant::{Always, broken};
use crate::rule_set::Aggregate;

/// One that takes part: with a weight and a fraction, each known or in a span.
#[derive(Clone, Debug)]
pub(super) struct Participant {
    pub(super) weight: Span,
    pub(super) fraction: Span,
    /// Takes part for certain, whatever is missing.
    pub(super) certain: bool,
}

/// The weighted mean of the fractions, over every choice of weights and fractions within their spans. One of them at
/// least can have a weight.
///
/// The greatest mean gives the greatest weight to the greatest fractions and the least to the others, for some
/// place of the cut; the least mean likewise from below.
pub(super) fn weighted_mean(participants: &[Participant]) -> Span {
    let high = extreme(participants, |p| p.fraction.high.clone(), |a, b| a > b);
    let low = extreme(participants, |p| p.fraction.low.clone(), |a, b| a < b);
    let ends = low.zip(high).map(|(low, high)| Span { low, high });
    ends.or_widest("something that takes part has a weight", || any_of(participants))
}

/// Any fraction at all, and those of the participants.
fn any_of(participants: &[Participant]) -> Span {
    participants.iter().fold(Span::UNIT, |any, one| any.hull(&one.fraction))
}

/// points / of, where `of` is above zero.
pub(super) fn quotient(points: &Span, of: &Span) -> Span {
    let end = |points: &Number, of: &Number| points.checked_div(of).map(Span::exactly);
    let quotient = if points.is_exact() && of.is_exact() {
        end(&points.low, &of.low)
    } else {
        let corners =
            [(&points.low, &of.low), (&points.low, &of.high), (&points.high, &of.low), (&points.high, &of.high)];
        let ends = corners.into_iter().map(|(points, of)| end(points, of)).collect::<Option<Vec<_>>>();
        ends.and_then(Span::hull_of)
    };
    // No number bounds it: at least any fraction, and what its points come to.
    quotient.or_widest("points are shared by more than 0", || Span::UNIT.hull(points))
}

fn extreme(
    participants: &[Participant],
    fraction: impl Fn(&Participant) -> Number,
    better: impl Fn(&Number, &Number) -> bool,
) -> Option<Number> {
    let mut order: Vec<(Number, &Span)> = participants.iter().map(|p| (fraction(p), &p.weight)).collect();
    order.sort_by(|(a, _), (b, _)| match (better(a, b), better(b, a)) {
        (true, _) => std::cmp::Ordering::Less,
        (_, true) => std::cmp::Ordering::Greater,
        _ => std::cmp::Ordering::Equal,
    });
    let mut sum: Number = order.iter().map(|(fraction, weight)| fraction * &weight.low).sum();
    let mut total: Number = order.iter().map(|(_, weight)| &weight.low).sum();
    let mut best = sum.checked_div(&total);
    for (fraction, weight) in &order {
        let more = &weight.high - &weight.low;
        sum = &sum + &(fraction * &more);
        total = &total + &more;
        let mean = sum.checked_div(&total);
        best = match (best, mean) {
            (Some(best), Some(mean)) if better(&mean, &best) => Some(mean),
            (None, mean) => mean,
            (best, _) => best,
        };
    }
    best
}

/// The fraction of an aggregate that is not a weighted mean. At least one participant is there.
pub(super) fn choose(aggregate: &Aggregate, participants: &[Participant]) -> Span {
    if participants.is_empty() {
        return broken("something takes part in a group that is not empty", Span::UNIT);
    }
    match aggregate {
        Aggregate::Min => least(participants),
        Aggregate::Max => {
            let mirrored: Vec<Participant> = participants
                .iter()
                .map(|p| Participant { fraction: mirror(&p.fraction), weight: p.weight.clone(), certain: p.certain })
                .collect();
            mirror(&least(&mirrored))
        }
        Aggregate::Best(k) => best_of(*k, participants),
        Aggregate::All => {
            let fails = |p: &&Participant, end: &Number| end < &Number::ONE && p.certain;
            let may_fail = participants.iter().any(|p| p.fraction.low < Number::ONE);
            let must_fail = participants.iter().any(|p| fails(&p, &p.fraction.high))
                || participants.iter().all(|p| p.fraction.high < Number::ONE);
            truth(!may_fail, !must_fail)
        }
        Aggregate::Any => at_least(1, participants),
        Aggregate::AtLeast(n) => at_least(*n, participants),
        Aggregate::Sum | Aggregate::Mean | Aggregate::Deduct { .. } => {
            broken("what adds up by weight is no choice", any_of(participants))
        }
    }
}

fn mirror(span: &Span) -> Span {
    Span { low: -&span.high, high: -&span.low }
}

/// The least fraction: one that may be absent can lower it, but not raise it.
fn least(participants: &[Participant]) -> Span {
    let low = participants.iter().map(|p| p.fraction.low.clone()).reduce(Number::min);
    let certain = participants.iter().filter(|p| p.certain).map(|p| p.fraction.high.clone()).reduce(Number::min);
    let high = certain.or_else(|| participants.iter().map(|p| p.fraction.high.clone()).reduce(Number::max));
    ends(low, high, participants)
}

/// From the least to the greatest of some participants.
fn ends(low: Option<Number>, high: Option<Number>, participants: &[Participant]) -> Span {
    let ends = low.zip(high).map(|(low, high)| Span { low, high });
    ends.or_widest("something takes part", || any_of(participants))
}

fn at_least(n: usize, participants: &[Participant]) -> Span {
    let met = participants.iter().filter(|p| p.certain && p.fraction.low >= Number::ONE).count();
    let may_be = participants.iter().filter(|p| p.fraction.high >= Number::ONE).count();
    truth(met >= n, may_be >= n)
}

fn truth(surely: bool, maybe: bool) -> Span {
    let number = |yes: bool| if yes { Number::ONE } else { Number::ZERO };
    Span { low: number(surely), high: number(maybe) }
}

/// The mean of the k greatest, of those there are where fewer apply.
fn best_of(k: usize, participants: &[Participant]) -> Span {
    let mean = |chosen: &mut Vec<Number>| {
        chosen.sort_by(|a, b| b.cmp(a));
        chosen.truncate(k);
        let sum: Number = chosen.iter().sum();
        sum.checked_div(&Number::from(chosen.len()))
    };
    let split = |end: fn(&Participant) -> &Number| {
        let certain: Vec<Number> = participants.iter().filter(|p| p.certain).map(|p| end(p).clone()).collect();
        let mut maybe: Vec<Number> = participants.iter().filter(|p| !p.certain).map(|p| end(p).clone()).collect();
        maybe.sort();
        (certain, maybe)
    };
    // The least: those that may be absent come in from the lowest on; past k in all they only help.
    let (certain, maybe) = split(|p| &p.fraction.low);
    let room = k.saturating_sub(certain.len()).min(maybe.len());
    let low = (0..=room)
        .filter_map(|n| mean(&mut certain.iter().chain(maybe.iter().take(n)).cloned().collect()))
        .reduce(Number::min);
    // The greatest: they come in from the highest on.
    let (certain, maybe) = split(|p| &p.fraction.high);
    let high = (0..=maybe.len())
        .filter_map(|n| mean(&mut certain.iter().chain(maybe.iter().rev().take(n)).cloned().collect()))
        .reduce(Number::max);
    ends(low, high, participants)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn participant(low: &str, high: &str, certain: bool) -> Participant {
        let span = |low: &str, high: &str| Span { low: low.parse().unwrap(), high: high.parse().unwrap() };
        Participant { weight: span(if certain { "1" } else { "0" }, "1"), fraction: span(low, high), certain }
    }

    fn show(span: &Span) -> String {
        format!("{} .. {}", span.low, span.high)
    }

    #[test]
    fn one_that_may_be_absent_counts_both_ways() {
        let all = [participant("0.5", "0.5", true), participant("1", "1", false), participant("0", "0", false)];
        assert_eq!(show(&weighted_mean(&all)), "0.25 .. 0.75");
        assert_eq!(show(&choose(&Aggregate::Min, &all)), "0 .. 0.5");
        assert_eq!(show(&choose(&Aggregate::Max, &all)), "0.5 .. 1");
        assert_eq!(show(&choose(&Aggregate::Best(2), &all)), "0.25 .. 0.75");
        assert_eq!(show(&choose(&Aggregate::All, &all)), "0 .. 0");
        assert_eq!(show(&choose(&Aggregate::Any, &all)), "0 .. 1");
    }

    #[test]
    fn fractions_in_spans_move_both_ends() {
        let all = [participant("0", "1", true), participant("1", "1", true)];
        assert_eq!(show(&weighted_mean(&all)), "0.5 .. 1");
        assert_eq!(show(&choose(&Aggregate::All, &all)), "0 .. 1");
        assert_eq!(show(&choose(&Aggregate::AtLeast(2), &all)), "0 .. 1");
        assert_eq!(show(&choose(&Aggregate::AtLeast(1), &all)), "1 .. 1");
    }
}
