//! A dossier in the making: answers laid down one by one, each checked as it comes.
//!
//! Whatever is not plainly right ends it with `None`. Then the positioned reader goes over the same text, and
//! tells what is wrong and where, or that it was right after all.

use std::borrow::Cow;
use std::sync::Arc;

use super::names::{Cursor, Key, Within};
use super::quick::{Papers, Quick};
use crate::Date;
use crate::document::{Style, Text};
use crate::dossier::{Dossier, Held, sums, unanswered};
use crate::evaluate::{Answers, slots};
use crate::id::is_name;
use crate::rule_set::arena::{Arena, ArenaId};
use crate::rule_set::{FactId, Value};

/// What is known of a unit so far.
pub(super) struct Draft<'q, 't> {
    pub(super) quick: &'q Quick<'q>,
    pub(super) unit: Option<Cow<'t, str>>,
    pub(super) title: Option<Text>,
    pub(super) as_of: Option<Date>,
    /// The awards held before, where they were read here and not with the papers.
    pub(super) held: Option<Vec<Held>>,
    /// A document with the evidence, exceptions and obstacles alone, where there are any.
    pub(super) papers: Option<Papers>,
    answers: Answers,
    cursor: Cursor,
    /// The facts that were named, so that none is named twice; then the mappings.
    named: Marks,
}

impl<'q> Draft<'q, '_> {
    pub(super) fn new(quick: &'q Quick<'q>) -> Self {
        Draft {
            quick,
            unit: None,
            title: None,
            as_of: None,
            held: None,
            papers: None,
            answers: quick.common.clone().unwrap_or_else(|| Arena::like(&quick.rules.facts, |_| None)),
            cursor: quick.names.start(),
            named: Marks::new(quick.rules.facts.len() + quick.names.len()),
        }
    }

    /// What `key` means in a mapping, noting that it was given, which may be once.
    pub(super) fn key(&mut self, of: Within, key: &str) -> Option<&'q Key> {
        let key = self.quick.names.get(of, key, &mut self.cursor)?;
        if let Some(fact) = key.fact {
            self.named.mark(fact.index())?;
        }
        if let Some(within) = key.within {
            self.named.mark(self.answers.len() + within.index())?;
        }
        Some(key)
    }

    /// The answer to a key's fact, as it was spelt.
    pub(super) fn answer(&mut self, key: &Key, text: &str, style: Style) -> Option<()> {
        let fact = key.fact?;
        let value = match self.quick.names.usuals.read(key.usual, text, style) {
            Some(value) => value,
            None => self.quick.rules.facts[fact].read_as(text, style).ok()?,
        };
        self.lay(fact, value)
    }

    /// The answer to a key's fact that a cell of a table is, if it is one.
    pub(super) fn answer_in_cell(&mut self, key: &Key, cell: &str) -> Option<()> {
        match self.quick.rules.facts[key.fact?].in_cell(cell) {
            Some(text) => self.answer(key, text, Style::Cell),
            None => Some(()),
        }
    }

    /// The answer to a key's fact where it is this whole number.
    pub(super) fn answer_whole(&mut self, key: &Key, whole: i64) -> Option<()> {
        let value = self.quick.names.usuals.whole(key.usual, whole)?;
        self.lay(key.fact?, value)
    }

    fn lay(&mut self, fact: FactId, value: Value) -> Option<()> {
        // Where the unit's answer is another than the one it shares, a warning is due.
        if let Some(common) = &self.quick.common
            && common[fact].as_ref().is_some_and(|common| *common != value)
        {
            return None;
        }
        self.answers[fact] = Some(value);
        Some(())
    }

    /// The dossier.
    pub(super) fn finish(self) -> Option<Dossier> {
        let Draft { quick, unit, title, as_of, held, papers, mut answers, .. } = self;
        let unit = unit.filter(|unit| is_name(unit))?;
        let (as_of, insisted) = quick.as_of(as_of)?;
        answers[FactId::AS_OF] = Some(Value::Date(as_of));
        if !sums::are_short(&quick.rules, &answers, sums::default_limit()) {
            // binding looks closer
            return None;
        }
        if quick.may_be_refused && unanswered::has_gaps(&quick.rules, &answers) {
            return None;
        }
        let mut dossier = Dossier {
            unit: unit.as_ref().into(),
            title: title.map(Arc::new),
            as_of,
            insisted,
            slots: slots::slots(&answers),
            facts: Arc::new(answers),
            ..quick.bare.clone()
        };
        if let Some(papers) = papers {
            dossier.documents = papers.documents.into();
            dossier.exceptions = papers.exceptions.into();
            dossier.held = papers.held.into();
            dossier.obstacles = papers.obstacles.into();
        }
        if let Some(held) = held {
            dossier.held = held.into_iter().chain(quick.bare.held.iter().cloned()).collect();
        }
        Some(dossier)
    }
}

/// A set of small numbers.
struct Marks(Vec<u64>);

impl Marks {
    fn new(count: usize) -> Marks {
        Marks(vec![0; count.div_ceil(64)])
    }

    /// Adds a number; `None` where it is there already.
    fn mark(&mut self, number: usize) -> Option<()> {
        let word = self.0.get_mut(number / 64)?;
        let bit = 1 << (number % 64);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new.then_some(())
    }
}
