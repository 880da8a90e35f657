//! How firmly outcomes stand, for people.

use super::{about, section};
use crate::assessment::{Assessment, Range};
use crate::report::Mark;
use crate::report::explain::Explanation;
use crate::report::message::{Label, Message, Signed};
use crate::report::names::Names;
use crate::sensitivity::{End, Pivotal, RequirementSensitivity, Sensitivity, WeightRange};
use crate::{Dossier, Number};

/// How firmly each award stands: slack, thresholds, pivotal criteria; then the weights that matter.
#[must_use]
pub fn sensitivity(dossier: &Dossier, assessment: &Assessment, found: &Sensitivity) -> Explanation {
    let names = Names::new(&dossier.rules);
    let awards = found.awards.iter().map(|(id, award)| {
        let requirements = award.requirements.iter().map(|one| requirement(&names, id, one));
        let pivotal = award.pivotal.iter().map(|one| pivotal(&names, one)).collect();
        Explanation::marked(Message::Award { award: names.award(id), outcome: award.outcome }, award.outcome)
            .because(requirements)
            .because(section(Message::HeadingPivotal {}, pivotal))
    });
    let weights = found.weights.iter().filter_map(|weight| {
        let criterion = criterion(&names, &weight.criterion);
        let now = weight.now.clone();
        let (message, mark) = match &weight.range {
            WeightRange::Within { low: None, high: None } => return None,
            WeightRange::Within { low, high } => {
                let (low, high) = (low.as_ref().map(|end| end.at.clone()), high.as_ref().map(|end| end.at.clone()));
                (
                    holds(low, high, &|range| Message::WeightHolds {
                        criterion: criterion.clone(),
                        now: now.clone(),
                        range,
                    })?,
                    Mark::Plain,
                )
            }
            WeightRange::NotDecided => (Message::WeightNotDecided { criterion }, Mark::Open),
        };
        Some(Explanation::marked(message, mark))
    });
    about(dossier, assessment).because(awards).because(section(Message::HeadingWeights {}, weights.collect()))
}

fn holds(low: Option<Number>, high: Option<Number>, message: &dyn Fn(String) -> Message) -> Option<Message> {
    let range = match (low, high) {
        (Some(low), Some(high)) => format!("{low} .. {high}"),
        (Some(low), None) => format!("{low} .."),
        (None, Some(high)) => format!(".. {high}"),
        (None, None) => return None,
    };
    Some(message(range))
}

fn requirement(names: &Names<'_>, award: &str, found: &RequirementSensitivity) -> Explanation {
    let name = names.target(&format!("{award}.{}", found.id));
    let label = Label { name: found.id.clone(), title: name.title };
    let said = Explanation::marked(Message::Requirement { requirement: label, verdict: found.outcome }, found.outcome);
    let slack =
        found.slack.clone().map(|slack| Explanation::plain(Message::Slack { slack: Signed(Range::from(slack)) }));
    let threshold = found.threshold.as_ref().and_then(|range| {
        let at = |end: &Option<End>| end.as_ref().map(|end| end.at.clone());
        holds(at(&range.low), at(&range.high), &|stretch| Message::ThresholdHolds {
            now: range.now.clone(),
            range: stretch,
        })
    });
    said.because(slack).because(threshold.map(Explanation::plain))
}

fn pivotal(names: &Names<'_>, found: &Pivotal) -> Explanation {
    let turns = found.turns.iter().map(|turn| {
        let message = if turn.answers.is_empty() {
            Message::TurnsAt { fraction: turn.fraction.clone(), outcome: turn.outcome }
        } else {
            let answers = turn.answers.join(", ");
            Message::TurnsByAnswer { answers, fraction: turn.fraction.clone(), outcome: turn.outcome }
        };
        Explanation::marked(message, turn.outcome)
    });
    Explanation::plain(Message::PivotalCriterion { criterion: criterion(names, &found.criterion) }).because(turns)
}

fn criterion(names: &Names<'_>, path: &str) -> Label {
    names.target(path)
}
