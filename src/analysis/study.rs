//! A rule set under study: asks, searches, and holds what is found against the rules before it is claimed.

use indexmap::IndexMap;

use super::descent;
use super::engine::Engine;
use super::goal::Want;
use super::kinds::Kind;
use super::logic;
use super::order;
use super::reads::Reads;
use super::report::{Claim, Proof, Question, Verdict};
use super::search::{Field, Outcome, Said};
use super::space::Space;
use super::watch::{STEPS, Watch};
use super::witness;
use crate::evaluate::Answers;
use crate::invariant::Always;
use crate::rule_set::arena::Arena;
use crate::rule_set::{Compiled, CriterionId, FactId};
use crate::{DossierDocument, Problems, RuleSet};

const BINDS: &str = "what holds no more documents than the frame binds as it does";

/// What every question needs.
pub(super) struct Study<'a> {
    pub(super) rules: &'a RuleSet,
    pub(super) reads: &'a Reads<'a>,
    pub(super) field: Field<'a>,
    /// Whether anything could feel what each criterion comes to.
    pub(super) felt: &'a Arena<CriterionId, bool>,
    pub(super) engine: Engine<'a>,
    pub(super) watch: &'a Watch<'a>,
    pub(super) frame: DossierDocument,
    pub(super) effort: Effort,
    /// Looks taken by engines of their own.
    pub(super) more: u64,
    /// Steps taken over conditions.
    pub(super) steps: u64,
    /// Answers to look at conditions with; none are given in between.
    pub(super) answers: Answers,
}

/// How many looks may be taken.
#[derive(Clone, Copy)]
pub(super) struct Effort {
    /// For one question.
    pub(super) each: u64,
    /// For all of them; without end if not given.
    pub(super) in_all: Option<u64>,
}

impl<'a> Study<'a> {
    /// Over units that hold what `frame` holds.
    pub(super) fn new(
        rules: &'a RuleSet,
        reads: &'a Reads<'a>,
        space: &'a Space,
        felt: &'a Arena<CriterionId, bool>,
        frame: DossierDocument,
        effort: Effort,
        watch: &'a Watch<'a>,
    ) -> Result<Study<'a>, Problems> {
        let mut engine = engine(rules, reads, &frame, |_| {}, watch)?;
        let order = if effort.in_all.is_none() {
            order::by_looks(rules, space, &mut engine)
        } else {
            order::by_facts(rules, reads, space)
        };
        let field = Field::new(rules, reads, space, order);
        let answers = Arena::like(&rules.facts, |_| None);
        Ok(Study { rules, reads, field, felt, engine, watch, frame, effort, more: 0, steps: 0, answers })
    }

    /// How many looks a question may take.
    pub(super) fn budget(&self) -> u64 {
        if self.watch.is_spent() {
            return 0;
        }
        let left = self.effort.in_all.map(|all| all.saturating_sub(self.used()));
        left.map_or(self.effort.each, |left| left.min(self.effort.each))
    }

    /// How many looks were taken, by all engines, as it is held against a limit.
    pub(super) fn used(&self) -> u64 {
        self.engine.used().saturating_add(self.more)
    }

    /// How many steps a walk over conditions may take, which are far smaller than looks.
    pub(super) fn steps(&self) -> u64 {
        let all = self.effort.in_all.map(|all| all.saturating_mul(STEPS).saturating_sub(self.steps));
        all.map_or(self.effort.each, |left| left.min(STEPS * 100))
    }

    /// Whether no more steps may be taken in all.
    pub(super) fn has_no_steps(&self) -> bool {
        let is_over = |all: u64| all.saturating_mul(STEPS) <= self.steps;
        self.watch.is_spent() || self.effort.in_all.is_some_and(is_over)
    }

    /// Counts steps.
    pub(super) fn step(&mut self, count: u64) {
        self.steps = self.steps.saturating_add(count);
        self.watch.steps(count);
    }

    /// How often a unit was assessed.
    pub(super) fn looks(&self) -> u64 {
        self.engine.taken() + self.more + self.steps
    }

    /// An engine for rules that are changed.
    pub(super) fn engine_with(&self, change: impl FnOnce(&mut Compiled)) -> Option<Engine<'a>> {
        engine(self.rules, self.reads, &self.frame, change, self.watch).ok().always(BINDS)
    }

    /// An engine for units that hold other documents.
    pub(super) fn engine_holding(&self, frame: &DossierDocument) -> Option<Engine<'a>> {
        engine(self.rules, self.reads, frame, |_| {}, self.watch).ok().always(BINDS)
    }

    /// Nothing said but what `given` says.
    pub(super) fn given(&self, given: &Kind) -> Said {
        let mut said = self.field.nothing();
        for (at, choice) in &given.said {
            said[*at] = Some(choice.clone());
        }
        said
    }

    /// The dossier that says this, the rest filled in.
    pub(super) fn document(&self, said: Said) -> DossierDocument {
        witness::document(self.rules, self.field.space, &self.frame, &self.field.complete(said))
    }

    /// Whether all of this can come true at once, with at most `budget` looks.
    pub(super) fn can(&mut self, wants: &[Want], given: &Said, budget: u64) -> Verdict {
        if self.watch.is_spent() {
            return self.unfound(&Outcome::UsedUp);
        }
        let mut ways = logic::alternatives(self.rules, wants);
        ways.retain(|way| !logic::contradict(self, way));
        self.found(wants, &ways, given, budget)
    }

    /// The same, where none of these ways contradicts itself.
    pub(super) fn found(&mut self, wants: &[Want], ways: &[Vec<Want>], given: &Said, budget: u64) -> Verdict {
        let end = self.engine.used().saturating_add(budget);
        if budget == 0 && !ways.is_empty() {
            return self.unfound(&Outcome::UsedUp);
        }
        // From the best unit step by step: soon, where there is one at all.
        let share = |left: u64, among: usize| left / u64::try_from(among.max(1)).unwrap_or(u64::MAX);
        let each = share(budget / 2, ways.len());
        for way in ways {
            let found = descent::approach(self, way, given, each).map(|said| self.document(said));
            found.iter().for_each(|document| self.watch.keep(document));
            if let Some(document) = found.filter(|document| witness::shows(self.rules, document, wants)) {
                return Verdict::Proved { witness: Box::new(document) };
            }
        }
        // Of all units, as far as the looks go.
        let mut undecided = None;
        let mut among = ways.len();
        for way in ways {
            let looks = share(end.saturating_sub(self.engine.used()), among);
            among -= 1;
            match self.field.search(&mut self.engine, way, given, looks) {
                Outcome::Found(said) => {
                    let document = self.document(said);
                    return self.shown(document, |rules, document| witness::shows(rules, document, wants));
                }
                Outcome::Impossible => {}
                other => undecided = Some(other),
            }
        }
        self.unfound(&undecided.unwrap_or(Outcome::Impossible))
    }

    /// A witness, once it is seen to show what it should.
    pub(super) fn shown(
        &self,
        document: DossierDocument,
        shows: impl FnOnce(&RuleSet, &DossierDocument) -> bool,
    ) -> Verdict {
        self.watch.keep(&document);
        if shows(self.rules, &document) {
            Verdict::Proved { witness: Box::new(document) }
        } else {
            Verdict::NotDecided { why: "the dossier found does not bind, or does not show it by itself".to_owned() }
        }
    }

    /// What it means that nothing was found.
    pub(super) fn unfound(&self, outcome: &Outcome) -> Verdict {
        match outcome {
            Outcome::Impossible => Verdict::Impossible { proof: Proof::Exhausted },
            Outcome::Remains(facts) => Verdict::NotDecided { why: self.remains(facts) },
            Outcome::UsedUp | Outcome::Found(_) => Verdict::NotDecided { why: self.used_up() },
        }
    }

    pub(super) fn used_up(&self) -> String {
        if self.watch.is_spent() {
            return "the work for all questions together is used up".to_owned();
        }
        format!("the budget of {} looks is used up", self.effort.each)
    }

    pub(super) fn remains(&self, facts: &[FactId]) -> String {
        let names: Vec<String> = facts.iter().map(|fact| format!("`{}`", self.rules.facts[*fact].name)).collect();
        format!("not every value of {} was told apart", names.join(", "))
    }
}

fn engine<'w>(
    rules: &RuleSet,
    reads: &Reads<'_>,
    frame: &DossierDocument,
    change: impl FnOnce(&mut Compiled),
    watch: &'w Watch<'w>,
) -> Result<Engine<'w>, Problems> {
    Engine::new(rules, frame, |leaf| leaf.acts_on_silence() && reads.may_stay_open(leaf), change, watch)
}

/// A claim about one thing, of every unit.
pub(super) fn claim(question: Question, about: impl Into<String>, verdict: Verdict) -> Claim {
    Claim { question, about: about.into(), and: None, given: IndexMap::new(), verdict }
}
