//! The answers: what is shared, the unit's own over it, and what each round lays over both.

use std::collections::BTreeSet;

use super::sheet::Sheet;
use crate::RuleSet;
use crate::diagnostic::steps::{Step, at};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Literal, Round, Style};
use crate::id::{Suggestions, is_blank, shown};
use crate::rule_set::arena::Arena;
use crate::rule_set::{FactId, Kind, Value};

/// What was answered.
pub(super) struct Answers {
    /// What is said without the rounds.
    pub(super) values: Arena<FactId, Option<Value>>,
    /// What each round says, of those that there are; nothing where it takes an answer back.
    pub(super) rounds: Vec<Said>,
    /// Facts with an answer that was refused.
    pub(super) faulty: BTreeSet<FactId>,
}

/// The facts that a round answers, in its order.
pub(super) type Said = Vec<(FactId, Option<Value>)>;

/// Reads the answers of `shared`, then of each of `own`, of which the later answer to a fact replaces the earlier; and
/// those of the rounds of the first of `own`.
pub(super) fn read(rules: &RuleSet, shared: Option<Sheet>, own: &[Sheet], found: &mut Vec<Diagnostic>) -> Answers {
    let mut reader = Reader {
        rules,
        found,
        suggestions: Suggestions::new(),
        answers: Answers { values: Arena::like(&rules.facts, |_| None), rounds: Vec::new(), faulty: BTreeSet::new() },
    };
    if let Some(shared) = shared {
        reader.own(shared);
    }
    let common = shared.map(|shared| (shared, reader.answers.values.clone()));
    for sheet in own {
        for (fact, name) in reader.own(*sheet) {
            if let Some((shared, common)) = &common {
                reader.compare(fact, name, *sheet, *shared, common[fact].as_ref());
            }
        }
    }
    if let Some(sheet) = own.first() {
        let rounds = sheet.document.rounds.iter().enumerate();
        reader.answers.rounds = rounds.map(|(position, round)| reader.round(*sheet, position, round)).collect();
    }
    reader.answers
}

struct Reader<'a> {
    rules: &'a RuleSet,
    found: &'a mut Vec<Diagnostic>,
    suggestions: Suggestions,
    answers: Answers,
}

impl Reader<'_> {
    /// The facts of a document apart from its rounds. Returns those it answers.
    fn own<'s>(&mut self, sheet: Sheet<'s>) -> Vec<(FactId, &'s str)> {
        let mut answered = Vec::with_capacity(sheet.document.facts.len());
        for (name, literal) in &sheet.document.facts {
            if literal.style == Style::Cell && self.says_nothing(name, &literal.text) {
                continue;
            }
            if let Some(fact) = self.named(sheet, at!["facts"], name)
                && let Some(value) = self.value(sheet, at!["facts"], fact, literal)
            {
                self.answers.values[fact] = Some(value);
                answered.push((fact, name.as_str()));
            }
        }
        answered
    }

    /// A round's facts are read whether or not they count, so that every mistake is found.
    fn round(&mut self, sheet: Sheet, position: usize, round: &Round) -> Said {
        let mut said = Said::with_capacity(round.facts.len());
        let steps = at!["rounds", position, "facts"];
        for (name, literal) in &round.facts {
            let Some(fact) = self.named(sheet, steps, name) else { continue };
            let value = match literal {
                // Taken back: nobody's answer counts.
                None => None,
                Some(literal) => match self.value(sheet, steps, fact, literal) {
                    Some(value) => Some(value),
                    None => continue,
                },
            };
            said.push((fact, value));
        }
        said
    }

    /// Whether a cell of a table is as good as empty.
    fn says_nothing(&self, name: &str, cell: &str) -> bool {
        match self.rules.fact_names.get(name) {
            Some(fact) => self.rules.facts[*fact].in_cell(cell).is_none(),
            None => is_blank(cell),
        }
    }

    fn named(&mut self, sheet: Sheet, steps: &[Step], name: &str) -> Option<FactId> {
        match self.rules.fact_names.get(name) {
            Some(&fact) if self.rules.facts[fact].derivation.is_some() => {
                let message = format!("`{name}` is derived from other facts");
                self.found.push(
                    Diagnostic::new(Code::NotAnswerable, sheet.fact_key(steps, name), message)
                        .help("answer the facts it is made from, and leave this one out"),
                );
                None
            }
            Some(&FactId::AS_OF) => {
                let message = "`as_of` is not a fact that is answered";
                self.found.push(
                    Diagnostic::new(Code::NotAnswerable, sheet.fact_key(steps, name), message)
                        .help("write `as_of` beside `facts`, not in it"),
                );
                None
            }
            Some(&fact) => Some(fact),
            None => {
                let message = format!("no fact is called `{}`", shown(name));
                self.found.push(
                    Diagnostic::new(Code::UnknownFact, sheet.fact_key(steps, name), message)
                        .help(self.instead_of(name)),
                );
                None
            }
        }
    }

    /// What may have been meant by a name that no fact has.
    fn instead_of(&self, name: &str) -> String {
        match self.rules.paths.get(name).map(|criterion| &self.rules.criteria[*criterion].kind) {
            Some(Kind::Group(_)) => "it is a group: the criteria in it are answered".to_owned(),
            Some(Kind::Leaf(_)) => "this criterion is decided by facts of other names".to_owned(),
            None => self.suggestions.of(name, self.rules.facts(), "facts"),
        }
    }

    fn value(&mut self, sheet: Sheet, steps: &[Step], fact: FactId, literal: &Literal) -> Option<Value> {
        let declared = &self.rules.facts[fact];
        match declared.read(literal) {
            Ok(value) => Some(value),
            Err(misfit) => {
                let place = sheet.fact_value(steps, &declared.name);
                self.found.push(Diagnostic::new(misfit.code, place, misfit.message).maybe_help(misfit.help));
                self.answers.faulty.insert(fact);
                None
            }
        }
    }

    /// Warns where the unit's own answer is another than the one it shares with others.
    fn compare(&mut self, fact: FactId, name: &str, own: Sheet, shared: Sheet, common: Option<&Value>) {
        let (Some(value), Some(common)) = (&self.answers.values[fact], common) else { return };
        if value == common {
            return;
        }
        let declared = &self.rules.facts[fact];
        let (value, common) = (declared.text_of(value), declared.text_of(common));
        let message = format!("`{name}` is `{value}` here, and `{common}` in the shared dossier");
        self.found.push(
            Diagnostic::new(Code::SharedDiffers, own.fact_value(at!["facts"], name), message)
                .related(shared.fact_value(at!["facts"], name), "the shared answer")
                .help("the unit's own answer counts"),
        );
    }
}
