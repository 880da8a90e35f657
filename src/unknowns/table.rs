//! The outcome of one award for every way in which the missing facts can be answered.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::scout::Scout;
use super::{Chance, Prospect, Question, Way, ask, domain};
use crate::Number;
use crate::assessment::Eligibility;
use crate::dossier::Dossier;
use crate::invariant::{Always, broken};
use crate::rule_set::{AwardId, Compiled, FactId, Value};

/// The most ways of answering that are gone through for one award.
pub const MOST_COMPLETIONS: usize = 2048;

const IN_TABLE: &str = "what is asked for is in the table";
const SOME_WAY: &str = "there is some way of answering";

/// The outcomes, one a way of answering; the last fact changes fastest.
pub(super) struct Table {
    facts: Vec<(FactId, Vec<Value>)>,
    outcomes: Vec<Eligibility>,
}

impl Table {
    /// `None` where the facts have too many values, or something stays open that no fact decides. `undecided_by` is what
    /// leaves the award open as the dossier stands.
    pub(super) fn of(scout: &mut Scout, dossier: &Dossier, award: AwardId, undecided_by: &[String]) -> Option<Table> {
        let mut facts: BTreeMap<FactId, Vec<Value>> = BTreeMap::new();
        let mut ways = 1_usize;
        let mut open = undecided_by.to_vec();
        // What an answer opens up is asked for as well, until nothing stays open.
        loop {
            let known = facts.len();
            for name in &open {
                let fact = missing(dossier, name)?;
                if let Entry::Vacant(place) = facts.entry(fact) {
                    let values = place.insert(domain::values(&dossier.rules, &scout.cuts[fact], fact)?);
                    ways = ways.checked_mul(values.len()).filter(|ways| *ways <= MOST_COMPLETIONS)?;
                }
            }
            if facts.len() == known {
                return None;
            }
            let all: Vec<(FactId, Vec<Value>)> = facts.iter().map(|(fact, of)| (*fact, of.clone())).collect();
            match fill(scout, dossier, award, &all, ways)? {
                Ok(outcomes) if outcomes.is_empty() => return broken(SOME_WAY, None),
                Ok(outcomes) => return Some(Table { facts: all, outcomes }),
                Err(undecided_by) => open = undecided_by,
            }
        }
    }

    /// Whether some way of answering comes to this.
    pub(super) fn can_be(&self, outcome: Eligibility) -> bool {
        self.outcomes.contains(&outcome)
    }

    /// `None` where something is not in the table that always is.
    pub(super) fn prospect(&self, rules: &Compiled) -> Option<Prospect> {
        let can_be: Vec<Eligibility> = [Eligibility::Eligible, Eligibility::Conditional, Eligibility::Ineligible]
            .into_iter()
            .filter(|one| self.can_be(*one))
            .collect();
        let chance = match (can_be.contains(&Eligibility::Eligible), can_be.len()) {
            (true, 1) => Chance::Certain,
            (true, _) => Chance::Possible,
            (false, _) => Chance::Impossible,
        };
        let needed: Vec<usize> = (0..self.facts.len()).filter(|at| self.depends_on(*at)).collect();
        let (order, best_order) = ask::order(&needed, |known| self.settled(known));
        let mut known = Vec::new();
        let ask = order.iter().map(|at| {
            known.push(*at);
            let (fact, _) = self.facts.get(*at).always(IN_TABLE)?;
            let ways = Number::from(self.outcomes.len());
            let settles = self.settled(&known).checked_div(&ways).always(SOME_WAY);
            Some(Question { fact: rules.facts[*fact].name.clone(), settles })
        });
        let ask = ask.collect::<Option<_>>()?;
        let shown_by = if chance == Chance::Possible { self.both(rules)? } else { Vec::new() };
        let outcome = Eligibility::Undetermined;
        Some(Prospect { outcome, chance, proved: true, shown_by, can_be, exact: true, ask, best_order })
    }

    /// The first way that makes the unit eligible, and the first that does not.
    fn both(&self, rules: &Compiled) -> Option<Vec<Way>> {
        let is_eligible = |outcome: &Eligibility| *outcome == Eligibility::Eligible;
        let first = |wanted: bool| self.outcomes.iter().enumerate().find(|(_, outcome)| is_eligible(outcome) == wanted);
        let ways = [first(true), first(false)].into_iter().flatten();
        ways.map(|(way, outcome)| {
            let answers = self.facts.iter().enumerate().map(|(at, (fact, values))| {
                let fact = &rules.facts[*fact];
                let value = values.get(self.digit(way, at)).always("a way answers with a value of the fact")?;
                Some((fact.name.clone(), fact.text_of(value)))
            });
            Some(Way { outcome: *outcome, answers: answers.collect::<Option<_>>()? })
        })
        .collect()
    }

    /// The answer to the fact at `at` in one way of answering.
    fn digit(&self, way: usize, at: usize) -> usize {
        let stride: usize = self.facts.iter().skip(at + 1).map(|(_, values)| values.len()).product();
        let values = self.facts.get(at).map(|(_, values)| values.len());
        let count = values.or_widest(IN_TABLE, || 1);
        (way / stride.max(1)) % count.max(1)
    }

    /// Whether the outcome changes with the fact at `at` alone, the others being some way or other.
    fn depends_on(&self, at: usize) -> bool {
        let others: Vec<usize> = (0..self.facts.len()).filter(|other| *other != at).collect();
        self.settled(&others) != Number::from(self.outcomes.len())
    }

    /// In how many ways of answering nothing more can change the outcome once these facts are known.
    fn settled(&self, known: &[usize]) -> Number {
        let mut groups: BTreeMap<Vec<usize>, (Eligibility, bool, usize)> = BTreeMap::new();
        for (way, outcome) in self.outcomes.iter().enumerate() {
            let key = known.iter().map(|at| self.digit(way, *at)).collect();
            let (first, same, count) = groups.entry(key).or_insert((*outcome, true, 0));
            *same &= first == outcome;
            *count += 1;
        }
        Number::from(groups.into_values().filter(|(_, same, _)| *same).map(|(.., count)| count).sum::<usize>())
    }
}

/// A fact that is not answered, by its name.
pub(super) fn missing(dossier: &Dossier, name: &str) -> Option<FactId> {
    let fact = *dossier.rules.fact_names.get(name)?;
    (dossier.rules.facts[fact].derivation.is_none() && dossier.facts[fact].is_none()).then_some(fact)
}

/// The outcomes for every way of answering; where one stays open, what it is undecided by. `None` where the work is used
/// up.
fn fill(
    scout: &mut Scout,
    dossier: &Dossier,
    award: AwardId,
    facts: &[(FactId, Vec<Value>)],
    ways: usize,
) -> Option<Result<Vec<Eligibility>, Vec<String>>> {
    let mut outcomes = Vec::with_capacity(ways);
    for way in 0..ways {
        let mut rest = way;
        let mut answers = Vec::with_capacity(facts.len());
        for (fact, values) in facts.iter().rev() {
            let value = values.get(rest % values.len().max(1)).always("a fact that is asked for has an answer")?;
            answers.push((*fact, value.clone()));
            rest /= values.len().max(1);
        }
        let answered = answered(dossier, answers);
        match scout.look(&answered)?.award(award) {
            Eligibility::Undetermined => {
                let outline = scout.outline(&answered)?;
                return Some(Err(outline.outcome(award).undecided_by.clone()));
            }
            outcome => outcomes.push(outcome),
        }
    }
    Some(Ok(outcomes))
}

/// The dossier with these answers.
pub(super) fn answered(dossier: &Dossier, answers: impl IntoIterator<Item = (FactId, Value)>) -> Dossier {
    let mut answered = dossier.clone();
    answers.into_iter().for_each(|(fact, value)| answered.answer(fact, Some(value)));
    answered
}
