//! The awards with each requirement, and what is still to be answered.

use crate::RuleSet;
use crate::assessment::{Assessment, AwardOutcome, Eligibility, RequirementOutcome, Verdict};
use crate::report::Mark;
use crate::report::explain::{Reasons, branch};
use crate::report::message::{Label, Message, Speaker, verdict_word};
use crate::report::names::Names;
use crate::report::page::Writer;
use crate::report::text::signed;
use crate::rule_set::{Award, Comparator, Requirement, RequirementTest};

pub(super) fn awards(
    writer: &mut Writer,
    speaker: &Speaker,
    rules: &RuleSet,
    assessment: &Assessment,
    reasons: Option<&Reasons<'_>>,
) {
    if assessment.awards.is_empty() {
        return;
    }
    writer.heading(&speaker.say(&Message::HeadingAwards {}));
    let names = Names::new(rules);
    for (id, outcome) in &assessment.awards {
        let award = rules.awards.iter().find(|award| award.id == *id);
        let page = Told { writer, speaker, reasons };
        one(page, &names, award, id, outcome);
    }
    if let Some(highest) = &assessment.highest {
        writer.item(0, Mark::Plain, &speaker.say(&Message::Highest { award: names.award(highest) }));
    }
}

/// What is written on, and with what.
struct Told<'a> {
    writer: &'a mut Writer,
    speaker: &'a Speaker,
    reasons: Option<&'a Reasons<'a>>,
}

fn one(mut page: Told<'_>, names: &Names, award: Option<&Award>, id: &str, outcome: &AwardOutcome) {
    let speaker = page.speaker;
    let message = Message::Award { award: names.award(id), outcome: outcome.outcome };
    page.writer.item(0, outcome.outcome.into(), &speaker.say(&message));
    let asked = award.map_or(&[][..], |award| &award.requires);
    for found in &outcome.requirements {
        requirement(&mut page, asked, found, id, 1);
    }
    for bar in outcome.bars.iter().filter(|bar| bar.outcome != Verdict::Fails) {
        let title = award.and_then(|award| award.bars.iter().find(|b| b.id == bar.id)).and_then(|b| b.title.as_ref());
        let label = Label::new(&bar.id, title);
        let mut text = speaker.say(&Message::Bar { bar: label, verdict: verdict_word(bar.outcome).to_owned() });
        if let Some(date) = bar.until {
            text = format!("{text}, {}", speaker.say(&Message::BarUntil { date }));
        }
        page.writer.item(1, if bar.outcome == Verdict::Holds { Mark::Bad } else { Mark::Open }, &text);
    }
    if let Some(conditional) = &outcome.conditional {
        let duration = conditional.duration;
        page.writer.item(1, Mark::Plain, &speaker.say(&Message::OnConditions { duration }));
        let asked = award.and_then(|award| award.conditional.as_ref()).map_or(&[][..], |asked| &asked.requires);
        for found in &conditional.requirements {
            requirement(&mut page, asked, found, id, 2);
        }
    }
    if !outcome.undecided_by.is_empty() {
        let facts = names.all_named(&outcome.undecided_by);
        page.writer.item(1, Mark::Open, &speaker.say(&Message::UndecidedBy { facts }));
    }
    if let (Eligibility::Eligible | Eligibility::Conditional, Some(date)) = (outcome.outcome, outcome.would_lapse) {
        page.writer.item(1, Mark::Plain, &speaker.say(&Message::WouldLapse { date }));
    }
    if outcome.held {
        page.writer.item(1, Mark::Plain, &speaker.say(&Message::AwardHeld {}));
    }
}

/// `✗ total: fails, margin -2.2`
fn requirement(page: &mut Told<'_>, asked: &[Requirement], found: &RequirementOutcome, award: &str, level: usize) {
    let speaker = page.speaker;
    let asked = asked.iter().find(|asked| asked.id == found.id);
    let label = Label::new(&found.id, asked.and_then(|asked| asked.title.as_ref()));
    let mut text = speaker.say(&Message::Requirement { requirement: label, verdict: found.outcome });
    if found.waived {
        text = format!("{text}, {}", speaker.say(&Message::HoldsByWaiver {}));
    }
    if let Some(margin) = &found.margin {
        let margin = signed(&margin.low, &margin.high);
        let percent = asked.is_some_and(|asked| is_percent(&asked.test));
        let message = if percent { Message::MarginPercent { margin } } else { Message::Margin { margin } };
        text = format!("{text}, {}", speaker.say(&message));
    }
    page.writer.item(level, found.outcome.into(), &text);
    if found.outcome != Verdict::Holds || found.waived {
        let reasons = page.reasons.map(|reasons| reasons.of(&format!("{award}.{}", found.id))).unwrap_or_default();
        reasons.iter().for_each(|reason| branch(page.writer, speaker, reason, level + 1));
    }
}

/// Whether its margin is in percentage points.
fn is_percent(test: &RequirementTest) -> bool {
    matches!(test, RequirementTest::Score { comparison, .. } if comparison.comparator == Comparator::AtLeastPercent)
}
