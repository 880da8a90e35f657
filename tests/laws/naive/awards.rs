//! Totals, measures and awards.

use std::collections::BTreeMap;

use predikat::assessment::{Eligibility, Status, Verdict};
use predikat::document::{Bar, Measure, Requirement as Written};
use predikat::{Date, Number};

use super::evidence::Documents;
use super::exceptions::Exceptions;
use super::groups::{Results, State, View, results};
use super::shown::{self, Views};
use super::{Accepted, Award, Criterion, Outcome, Points, Requirement, Total, World};

pub fn assess(world: &World<'_>, documents: &Documents<'_>, exceptions: &Exceptions) -> Outcome {
    let views = Views {
        claimed: results(world, documents, exceptions, View::Claimed),
        evidenced: results(world, documents, exceptions, View::Evidenced),
        last: results(world, documents, exceptions, View::Last),
    };
    let outcome = by_views(world, exceptions, &views);
    let worths = (0..exceptions.verdicts.len()).map(|at| {
        let without = exceptions.without(at)?;
        let last = results(world, documents, &without, View::Last);
        let other = by_views(world, &without, &Views { last, ..views.clone() });
        let worth = match (&outcome.last, &other.last) {
            (Total::Scored(with), Total::Scored(without)) => Some(&with.points - &without.points),
            _ => None,
        };
        let turns = |id: &&String| outcome.awards[*id].outcome != other.awards[*id].outcome;
        let decides = outcome.awards.keys().filter(turns).cloned().collect();
        Some(Accepted { worth: worth.filter(|_| exceptions.is_on_leaf(at)), decides })
    });
    let verdicts = exceptions.verdicts.iter().zip(worths);
    let verdicts = verdicts.map(|(verdict, worth)| verdict.as_ref().map(|_| worth.unwrap()).map_err(|why| *why));
    Outcome { exceptions: verdicts.collect(), ..outcome }
}

/// The outcome of what was scored, what exceptions were worth apart.
fn by_views(world: &World<'_>, exceptions: &Exceptions, views: &Views) -> Outcome {
    let scored_when = world.given.rules.total.as_ref().and_then(|total| total.scored_when.as_ref());
    let scored = scored_when.is_none_or(|condition| world.holds(condition));
    let criteria = shown::criteria(world, exceptions, views, scored);
    let total = |results: &Results| match &results[""] {
        _ if !scored => Total::None,
        result => match result.state {
            State::NotApplicable | State::Empty => Total::None,
            State::Skipped => Total::Skipped,
            State::Applies => Total::Scored(Points { points: result.points.clone(), of: result.of.clone() }),
        },
    };
    let measures: BTreeMap<String, (State, Points)> =
        world.given.rules.measures.iter().map(|(id, m)| (id.clone(), measure(m, &criteria))).collect();
    let mut deciding = Deciding {
        world,
        exceptions,
        scored,
        total: total(&views.last),
        fraction: &views.last[""].fraction,
        criteria: &criteria,
        measures: &measures,
        awards: BTreeMap::new(),
    };
    for award in &world.given.rules.awards {
        deciding.award(&award.id);
    }
    let awards = deciding.awards;
    let mut eligible =
        world.given.rules.awards.iter().filter(|award| awards[&award.id].outcome == Eligibility::Eligible);
    Outcome {
        claimed: total(&views.claimed),
        evidenced: total(&views.evidenced),
        last: total(&views.last),
        highest: eligible.next_back().map(|award| award.id.clone()),
        measures: measures
            .iter()
            .map(|(id, (state, points))| (id.clone(), (measure_status(*state, points), points.clone())))
            .collect(),
        awards,
        exceptions: Vec::new(),
        criteria,
    }
}

/// A figure over what applies and is not skipped.
fn measure(measure: &Measure, criteria: &BTreeMap<String, Criterion>) -> (State, Points) {
    let over = [&measure.sum, &measure.mean, &measure.min, &measure.max].into_iter().flatten().next().unwrap();
    let over: Vec<&Criterion> = over.iter().map(|path| &criteria[path]).collect();
    let counting: Vec<&&Criterion> = over.iter().filter(|criterion| criterion.state == State::Applies).collect();
    if counting.is_empty() {
        let skipped = over.iter().any(|criterion| criterion.state == State::Skipped);
        let none = Points { points: Number::ZERO, of: Number::ZERO };
        return (if skipped { State::Skipped } else { State::NotApplicable }, none);
    }
    let fractions: Vec<&Number> = counting.iter().map(|criterion| &criterion.fraction).collect();
    let weight = measure.weight.clone().unwrap_or(Number::ONE);
    let (points, of) = if measure.sum.is_some() {
        let points = counting.iter().map(|criterion| &criterion.last.points).sum();
        (points, counting.iter().map(|criterion| &criterion.last.of).sum())
    } else if measure.mean.is_some() {
        let sum: Number = fractions.iter().copied().sum();
        (&weight * &sum.checked_div(&Number::from(fractions.len())).unwrap(), weight)
    } else if measure.min.is_some() {
        (&weight * fractions.into_iter().min().unwrap(), weight)
    } else {
        (&weight * fractions.into_iter().max().unwrap(), weight)
    };
    let points = measure.round.map_or(points.clone(), |round| points.round(round.places, round.mode));
    (State::Applies, Points { points, of })
}

/// By its fraction; by its points where it is out of 0.
fn measure_status(state: State, Points { points, of }: &Points) -> Status {
    let out_of_none = if points.is_negative() { Number::ZERO } else { Number::ONE };
    shown::status(state, &points.checked_div(of).unwrap_or(out_of_none))
}

struct Deciding<'w, 'a> {
    world: &'w World<'a>,
    exceptions: &'w Exceptions,
    scored: bool,
    total: Total,
    /// Of the total.
    fraction: &'w Number,
    criteria: &'w BTreeMap<String, Criterion>,
    measures: &'w BTreeMap<String, (State, Points)>,
    awards: BTreeMap<String, Award>,
}

/// What a comparison reads.
enum Compared {
    /// Points, and their fraction where they have one.
    Points(Number, Option<Number>),
    NotApplicable,
    NoScore,
    Skipped,
}

impl Deciding<'_, '_> {
    fn award(&mut self, id: &str) -> Award {
        if let Some(award) = self.awards.get(id) {
            return award.clone();
        }
        let written = self.world.given.rules.awards.iter().find(|award| award.id == id).unwrap();
        let requirements: Vec<Requirement> = written.requires.iter().map(|r| self.requirement(id, r)).collect();
        let bars: Vec<Requirement> = written.bars.iter().flatten().map(|bar| self.bar(bar)).collect();
        let conditional: Option<Vec<Requirement>> = written
            .conditional
            .as_ref()
            .map(|conditional| conditional.requires.iter().map(|r| self.requirement(id, r)).collect());
        let all = |requirements: &[Requirement]| {
            if requirements.iter().any(|requirement| requirement.verdict == Verdict::Fails) {
                Verdict::Fails
            } else if requirements.iter().any(|requirement| requirement.verdict == Verdict::Open) {
                Verdict::Open
            } else {
                Verdict::Holds
            }
        };
        let barred = bars.iter().any(|bar| bar.verdict == Verdict::Holds);
        let outcome = match (all(&requirements), conditional.as_deref().map(all)) {
            _ if barred => Eligibility::Ineligible,
            (Verdict::Holds, _) => Eligibility::Eligible,
            (Verdict::Open, _) | (Verdict::Fails, Some(Verdict::Open)) => Eligibility::Undetermined,
            (Verdict::Fails, Some(Verdict::Holds)) => Eligibility::Conditional,
            (Verdict::Fails, _) => Eligibility::Ineligible,
        };
        let held = self.held(id);
        let award = Award { outcome, held, requirements, bars, conditional: conditional.unwrap_or_default() };
        self.awards.insert(id.to_owned(), award.clone());
        award
    }

    fn requirement(&mut self, award: &str, written: &Written) -> Requirement {
        let (verdict, margin) = self.verdict(written);
        let waived = self.exceptions.waived.contains(&format!("{award}.{}", written.id));
        let verdict = if waived { Verdict::Holds } else { verdict };
        Requirement { id: written.id.clone(), verdict, waived, margin }
    }

    fn verdict(&mut self, written: &Written) -> (Verdict, Option<Number>) {
        let fails_if_out = written.when_not_applicable.as_deref() == Some("fails");
        if let Some(condition) = &written.when {
            return (decided(self.world.holds(condition)), None);
        }
        if let Some(path) = &written.criterion {
            return (self.status(path, written.is.as_deref().unwrap(), fails_if_out), None);
        }
        if let Some(award) = &written.award {
            if let Some(held) = written.held {
                return (decided(self.held(award) == held), None);
            }
            return match self.award(award).outcome {
                Eligibility::Eligible => (Verdict::Holds, None),
                Eligibility::Undetermined => (Verdict::Open, None),
                Eligibility::Conditional | Eligibility::Ineligible => (Verdict::Fails, None),
            };
        }
        if !self.scored {
            return (Verdict::Fails, None);
        }
        let one: Vec<String> = written.score.iter().cloned().collect();
        let scores = written.each.as_ref().unwrap_or(&one);
        let compared: Vec<(Verdict, Option<Number>)> =
            scores.iter().map(|score| self.compare(score, written, fails_if_out)).collect();
        let margins = compared.iter().filter_map(|(_, margin)| margin.clone());
        let upward = written.at_most.is_none() && written.below.is_none();
        let margin = if upward { margins.min() } else { margins.max() };
        let verdict = if compared.iter().any(|(verdict, _)| *verdict == Verdict::Fails) {
            Verdict::Fails
        } else if compared.iter().any(|(verdict, _)| *verdict == Verdict::Open) {
            Verdict::Open
        } else {
            Verdict::Holds
        };
        (verdict, margin)
    }

    fn compare(&self, score: &str, written: &Written, fails_if_out: bool) -> (Verdict, Option<Number>) {
        let (points, fraction) = match self.compared(score) {
            Compared::NoScore => return (Verdict::Fails, None),
            Compared::Skipped => return (Verdict::Open, None),
            Compared::NotApplicable => return (decided(!fails_if_out), None),
            Compared::Points(points, fraction) => (points, fraction),
        };
        let less = |threshold: &Number| &points - threshold;
        let none = Number::ZERO;
        if let Some(threshold) = &written.at_least {
            let margin = less(threshold);
            return (decided(margin >= none), Some(margin));
        }
        if let Some(threshold) = &written.above {
            let margin = less(threshold);
            return (decided(margin > none), Some(margin));
        }
        if let Some(threshold) = &written.at_most {
            let margin = less(threshold);
            return (decided(margin <= none), Some(margin));
        }
        if let Some(threshold) = &written.below {
            let margin = less(threshold);
            return (decided(margin < none), Some(margin));
        }
        let Some(fraction) = fraction else {
            return (decided(!fails_if_out), None);
        };
        let percent = Number::HUNDRED * &fraction;
        let margin = &percent - written.at_least_percent.as_ref().unwrap();
        (decided(margin >= none), Some(margin))
    }

    /// What a comparison reads of the total, a measure or a criterion.
    fn compared(&self, score: &str) -> Compared {
        if score == "total" {
            return match &self.total {
                Total::None => Compared::NoScore,
                Total::Skipped => Compared::Skipped,
                Total::Scored(points) => Compared::Points(points.points.clone(), Some(self.fraction.clone())),
            };
        }
        let (state, points, fraction) = match self.measures.get(score) {
            // a measure out of 0 has no fraction
            Some((state, points)) => (*state, &points.points, points.points.checked_div(&points.of)),
            None => {
                let criterion = &self.criteria[score];
                (criterion.state, &criterion.last.points, Some(criterion.fraction.clone()))
            }
        };
        match state {
            State::NotApplicable | State::Empty => Compared::NotApplicable,
            State::Skipped => Compared::Skipped,
            State::Applies => Compared::Points(points.clone(), fraction),
        }
    }

    fn status(&self, path: &str, wanted: &[String], fails_if_out: bool) -> Verdict {
        let Criterion { state, status, .. } = self.criteria[path];
        if status == Status::Unknown {
            return Verdict::Open;
        }
        let out = state == State::NotApplicable && !fails_if_out;
        let met_by_exception = wanted.iter().any(|word| word == "met") && self.exceptions.is_met(path, status);
        decided(out || met_by_exception || wanted.iter().any(|word| word == status.word()))
    }

    fn held(&self, award: &str) -> bool {
        let as_of = self.world.given.as_of;
        let valid_for = self.world.given.rules.awards.iter().find(|a| a.id == award).unwrap().valid_for;
        self.world.given.dossier.awards.iter().filter(|held| held.award == award).any(|held| {
            let from = held.from.unwrap();
            let lapses = valid_for.and_then(|valid_for| from.plus(valid_for));
            let before = |date: Option<Date>| date.is_none_or(|date| as_of < date);
            from <= as_of && before(held.until) && before(held.revoked) && before(lapses)
        })
    }

    fn bar(&self, bar: &Bar) -> Requirement {
        let when = bar.when.as_ref().is_none_or(|condition| self.world.holds(condition));
        let dated = |since: &str, duration| {
            let may = self.world.facts.may(since, self.world.now);
            let from = may.known().expect("a completion knows every date").as_date();
            let as_of = self.world.given.as_of;
            from <= as_of && from.plus(duration).is_none_or(|until| as_of < until)
        };
        let bars = when && bar.since.as_ref().is_none_or(|since| dated(since, bar.duration.unwrap()));
        Requirement { id: bar.id.clone(), verdict: decided(bars), waived: false, margin: None }
    }
}

fn decided(holds: bool) -> Verdict {
    if holds { Verdict::Holds } else { Verdict::Fails }
}
