//! The way to an award, for the head of a unit: what, when, who, on whose decision, with which evidence.

use super::message::{Label, Message, Scored, Speaker, Words};
use super::names::Names;
use super::page::Writer;
use super::{Mark, Page};
use crate::RuleSet;
use crate::plan::{Obstruction, Plan, Planning, Produced, Proof, Proved, Step, Undetermined, WhyNot};

/// A planning for people: each plan as a schedule with what is proved of it; where there is none, why.
///
/// `planning` is of a dossier bound to `rules`; what the rules do not know of is shown by its name.
#[must_use]
pub fn planning(rules: &RuleSet, planning: &Planning, page: Page) -> String {
    let language = page.language.word();
    let unit = planning.unit_of_cost.as_ref().map_or("", |unit| unit.in_language(language));
    let speaker = Speaker::new(page.language, rules);
    let mut report = Report { names: Names::new(rules), unit, writer: Writer::new(page), speaker };
    report.heading(&Message::Unit { unit: Label::new(&planning.unit, None) });
    let award = report.names.award(&planning.award);
    report.item(0, Mark::Plain, &Message::PlanFor { award: award.clone(), as_of: planning.as_of });
    if let Some(by) = planning.by {
        report.item(0, Mark::Plain, &Message::PlanBy { by });
    }
    if let Some(budget) = &planning.budget {
        report.item(0, Mark::Plain, &Message::PlanBudget { budget: budget.clone(), unit: unit.to_owned() });
    }
    if planning.plans.is_empty() {
        report.proof(&planning.proof);
    }
    for (at, plan) in planning.plans.iter().enumerate() {
        report.heading(&Message::PlanHeading { number: at + 1 });
        report.plan(plan);
    }
    if let Some(open) = &planning.undetermined {
        report.undetermined(&planning.award, open);
    }
    if let Some(why) = &planning.why_not {
        report.why_not(&planning.award, why);
    }
    if !planning.tiers.is_empty() {
        report.heading(&Message::HeadingTiers {});
        for (id, tier) in &planning.tiers {
            let award = report.names.award(id);
            let mark = mark(tier.proof.verdict);
            let unit = unit.to_owned();
            match &tier.cost {
                Some(cost) if tier.proof.verdict == Proved::Undetermined => {
                    let facts = tier.find_out.iter().map(|fact| report.names.named(fact).long(language));
                    let facts = facts.collect::<Vec<_>>().join(", ");
                    report.item(0, mark, &Message::TierOpen { award, cost: cost.clone(), unit, facts });
                }
                Some(cost) => report.item(0, mark, &Message::TierCosts { award, cost: cost.clone(), unit }),
                None => report.item(0, mark, &Message::TierNone { award }),
            }
        }
    }
    report.writer.finish()
}

fn mark(verdict: Proved) -> Mark {
    match verdict {
        Proved::Optimal => Mark::Good,
        Proved::Infeasible => Mark::Bad,
        Proved::Undetermined | Proved::BoundNotProved => Mark::Open,
    }
}

struct Report<'a> {
    names: Names<'a>,
    /// What costs are counted in.
    unit: &'a str,
    writer: Writer,
    speaker: Speaker,
}

impl Report<'_> {
    fn heading(&mut self, message: &Message) {
        self.writer.heading(&self.speaker.say(message));
    }

    fn item(&mut self, level: usize, mark: Mark, message: &Message) {
        self.writer.item(level, mark, self.speaker.say(message).trim());
    }

    fn proof(&mut self, proof: &Proof) {
        let unit = self.unit.to_owned();
        self.item(0, mark(proof.verdict), &Message::PlanProved { verdict: proof.verdict.word().to_owned() });
        if proof.verdict == Proved::BoundNotProved
            && let (Some(bound), Some(gap)) = (&proof.bound, &proof.gap)
        {
            self.item(0, Mark::Open, &Message::PlanGap { bound: bound.clone(), gap: gap.clone(), unit });
        }
        let count = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        let (nodes, assessed) = (count(proof.nodes), count(proof.assessed));
        self.item(0, Mark::Plain, &Message::PlanWork { nodes, assessed });
    }

    fn plan(&mut self, plan: &Plan) {
        if plan.steps.is_empty() {
            self.item(0, Mark::Good, &Message::PlanNothing {});
        } else {
            self.sum(plan);
        }
        self.proof(&plan.proof);
        self.done(plan);
    }

    /// What is left to what is missing.
    fn undetermined(&mut self, award: &str, open: &Undetermined) {
        self.heading(&Message::FindOut { actions: open.plan.steps.len() });
        let (award, chance) = (self.names.award(award), open.chance.word().to_owned());
        self.item(0, Mark::Open, &Message::AwardChance { award, chance });
        for (at, fact) in open.find_out.iter().enumerate() {
            let fact = self.names.named(fact);
            self.item(1, Mark::Plain, &Message::Ask { number: at + 1, fact });
        }
        if !open.plan.steps.is_empty() {
            self.sum(&open.plan);
        }
        self.done(&open.plan);
    }

    fn sum(&mut self, plan: &Plan) {
        let actions = plan.steps.len();
        let (cost, unit) = (plan.cost.clone(), self.unit.to_owned());
        self.item(0, Mark::Plain, &Message::PlanSum { cost, unit, done: plan.done, actions });
    }

    /// The score that a plan comes to, and its steps.
    fn done(&mut self, plan: &Plan) {
        if let Some(points) = plan.total.points() {
            let points_span = crate::assessment::Range { low: points.low.clone(), high: points.high.clone() };
            let score = Scored { points: points_span, of: points.of.clone() };
            self.item(0, Mark::Plain, &Message::PlanScore { score, as_of: plan.assessed_as_of });
        }
        for step in &plan.steps {
            self.step(step);
        }
    }

    fn step(&mut self, step: &Step) {
        let action = Label::new(&step.action, step.title.as_ref());
        let (cost, unit) = (step.cost.clone(), self.unit.to_owned());
        let (begins, done) = (step.begins, step.done);
        self.item(0, Mark::Apart, &Message::PlanStep { action, begins, done, cost, unit });
        if let Some(who) = &step.who {
            self.item(1, Mark::Plain, &Message::PlanWho { who: Words(who.clone()) });
        }
        if let Some(mechanism) = &step.mechanism {
            self.item(1, Mark::Plain, &Message::PlanMechanism { mechanism: Words(mechanism.clone()) });
        }
        if !step.after.is_empty() {
            self.item(1, Mark::Plain, &Message::PlanAfter { actions: step.after.join(", ") });
        }
        for (fact, value) in &step.sets {
            let fact = self.names.named(fact);
            self.item(1, Mark::Plain, &Message::PlanSets { fact, value: value.clone() });
        }
        for produced in &step.evidence {
            let message = self.evidence(produced);
            self.item(1, Mark::Plain, &message);
        }
        for obtained in &step.exceptions {
            let (on, by) = (self.names.target(&obtained.on), obtained.approved_by.clone());
            let message = match &obtained.using {
                Some(using) => {
                    Message::PlanEquivalent { equivalent: self.names.equivalent(&obtained.on, using), on, by }
                }
                None => Message::PlanException { kind: obtained.kind.clone(), on, by },
            };
            self.item(1, Mark::Plain, &message);
        }
    }

    fn evidence(&self, produced: &Produced) -> Message {
        let mut kinds = self.names.rules.evidence_types.iter();
        let title = kinds.find(|one| one.name == produced.evidence_type).and_then(|one| one.title.as_ref());
        let kind = Label::new(&produced.evidence_type, title);
        let document = Label::new(&produced.id, produced.title.as_ref());
        match produced.expires {
            Some(until) => Message::PlanEvidenceUntil { document, kind, until },
            None => Message::PlanEvidence { document, kind },
        }
    }

    fn why_not(&mut self, award: &str, why: &WhyNot) {
        self.heading(&Message::WhyNot { count: why.together.len() });
        let label = |names: &Names<'_>, id: &String| {
            let target = names.target(&format!("{award}.{id}"));
            if target.title.is_some() { Label { name: id.clone(), ..target } } else { names.bar(award, id) }
        };
        for id in &why.together {
            let requirement = label(&self.names, id).long(self.speaker.language().word());
            self.writer.item(0, Mark::Bad, &requirement);
        }
        if why.budget {
            self.item(0, Mark::Plain, &Message::WhyNotBudget {});
        }
        if !why.proved {
            self.item(0, Mark::Open, &Message::WhyNotUnproved {});
        }
        for obstruction in &why.obstacles {
            let Obstruction { obstacle, title, requirements, forbids, decides, .. } = obstruction;
            let obstacle = Label::new(obstacle, title.as_ref());
            let language = self.speaker.language().word();
            let all: Vec<String> = requirements.iter().map(|id| label(&self.names, id).long(language)).collect();
            self.item(0, Mark::Bad, &Message::Obstructs { obstacle, requirements: all.join(", ") });
            if !forbids.is_empty() {
                self.item(1, Mark::Plain, &Message::Forbids { actions: forbids.join(", ") });
            }
            let decides = decides.map_or("unknown".to_owned(), |decides| decides.to_string());
            self.item(1, Mark::Plain, &Message::Decided { decides });
        }
        if !why.late.is_empty() {
            self.item(0, Mark::Plain, &Message::TooLate { actions: why.late.join(", ") });
        }
    }
}
