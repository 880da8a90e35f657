//! A rule set written as two: one that it extends, and what it changes of it.

use predikat::Number;
use predikat::document::{AnswerGives, Award, Criterion, Extends, Literal, Measure, NotApplicable, Unanswered};
use predikat::{Duration, RuleDocument, RuleSet};
use proptest::collection::vec;
use proptest::prelude::*;

use super::walk::{at_path, paths};

/// A rule set that extends another.
#[derive(Clone, Debug)]
pub struct Edition {
    pub base: RuleDocument,
    pub tailored: RuleDocument,
}

impl Edition {
    /// The rule set with all that it extends.
    pub fn resolved(&self) -> RuleDocument {
        let resolver = |name: &str, _: Option<&str>| (name == self.base.ruleset).then(|| self.base.clone());
        self.tailored.resolve(&resolver).unwrap_or_else(|problems| panic!("{problems}\n{}", self.to_yaml()))
    }

    pub fn rule_set(&self) -> RuleSet {
        RuleSet::from_document(&self.resolved()).unwrap_or_else(|problems| panic!("{problems}\n{}", self.to_yaml()))
    }

    pub fn to_yaml(&self) -> String {
        format!("{}---\n{}", self.base.to_yaml(), self.tailored.to_yaml())
    }
}

/// A change of what a rule set extends, by position.
pub type Change = (u8, usize);

/// What is done apart.
pub fn changes() -> BoxedStrategy<Vec<Change>> {
    vec((0..20_u8, 0..60_usize), 1..6).boxed()
}

/// The rule set as two, which together are the one that was given.
pub fn apart(rules: &RuleDocument, changes: &[Change]) -> Edition {
    let mut split = Split {
        base: RuleDocument { ruleset: "base".into(), ..rules.clone() },
        added: RuleDocument {
            ruleset: rules.ruleset.clone(),
            edition: rules.edition.clone(),
            extends: Some(Extends { ruleset: "base".into(), edition: Some("1.0.0".into()) }),
            ..RuleDocument::default()
        },
        overrides: Overrides::default(),
        removed: Vec::new(),
    };
    // what is moved first is there neither to be overridden nor to be moved again
    let mut ordered = changes.to_vec();
    ordered.sort_unstable();
    for (what, at) in ordered {
        split.change(what, at);
    }
    let mut text = split.added.to_yaml();
    if !split.removed.is_empty() {
        text += &format!("remove: [{}]\n", split.removed.join(", "));
    }
    if !split.overrides.0.is_empty() {
        text += "override:\n";
        split.overrides.0.iter().for_each(|(path, value)| text += &format!("  {path}: {value}\n"));
    }
    Edition { base: split.base, tailored: super::facts::parse(&text) }
}

struct Split {
    base: RuleDocument,
    added: RuleDocument,
    overrides: Overrides,
    removed: Vec<String>,
}

/// What stands in place of a value of the base, by its path.
#[derive(Default)]
struct Overrides(Vec<(String, String)>);

impl Overrides {
    /// Puts a value back that the base is about to lose; nothing where the path is overridden already.
    fn add(&mut self, path: String, value: String) -> Option<()> {
        self.0.iter().all(|(other, _)| *other != path).then(|| self.0.push((path, value)))
    }
}

fn written(number: &Number) -> String {
    format!("\"{number}\"")
}

fn pick<T>(of: &[T], at: usize) -> Option<&T> {
    of.get(at % of.len().max(1))
}

/// A number that is another.
fn another(number: &Number) -> Number {
    number + &Number::ONE
}

impl Split {
    fn change(&mut self, what: u8, at: usize) {
        match what {
            0 => self.add_criterion(),
            1 => _ = self.add_to_group(at),
            2 => _ = self.base.measures.pop().map(|(id, measure)| self.added.measures.insert(id, measure)),
            3 => _ = self.add_award(),
            4 => _ = self.add_to_award(at),
            5 => _ = self.base.facts.pop().map(|(name, fact)| self.added.facts.insert(name, fact)),
            6 => _ = self.base.scales.pop().map(|(name, scale)| self.added.scales.insert(name, scale)),
            7 => _ = self.base.evidence.pop().map(|(name, evidence)| self.added.evidence.insert(name, evidence)),
            8 => _ = self.override_weight(at),
            9 => _ = self.override_threshold(at),
            10 => _ = self.override_answer(at),
            11 => _ = self.override_policies(),
            12 => _ = self.override_fact(at),
            13 => _ = self.override_measure(at),
            14 => _ = self.override_evidence(),
            15 => _ = self.remove_criterion(at),
            16 => _ = self.remove_award(),
            17 => _ = self.remove_requirement(at),
            18 => _ = self.remove_measure(at),
            _ => self.remove_declared(),
        }
    }

    fn remove(&mut self, path: String) {
        self.removed.push(path);
    }

    fn add_criterion(&mut self) {
        if self.base.criteria.len() > 1 && self.added.criteria.is_empty() {
            self.added.criteria.extend(self.base.criteria.pop());
        }
    }

    /// A group that is there is named again with nothing but its id and what it gains.
    fn add_to_group(&mut self, at: usize) -> Option<()> {
        let all = paths(&self.base.criteria);
        let path = pick(&all, at)?;
        let group = at_path(&mut self.base.criteria, path).criteria.as_mut().filter(|below| below.len() > 1)?;
        let first = path.split('.').next().unwrap();
        if self.added.criteria.iter().any(|added| added.id == first) {
            return None;
        }
        let gained = group.pop()?;
        let shell = path.rsplit('.').fold(gained, |below, id| Criterion {
            id: id.to_owned(),
            criteria: Some(vec![below]),
            ..Criterion::default()
        });
        self.added.criteria.push(shell);
        Some(())
    }

    /// The last award of the base: it stands before those that were moved before it.
    fn add_award(&mut self) -> Option<()> {
        self.added.awards.insert(0, self.base.awards.pop()?);
        Some(())
    }

    fn add_to_award(&mut self, at: usize) -> Option<()> {
        let count = self.base.awards.len();
        let award = self.base.awards.get_mut(at % count.max(1))?;
        if self.added.awards.iter().any(|added| added.id == award.id) {
            return None;
        }
        let mut gains = Award { id: award.id.clone(), ..Award::default() };
        if award.requires.len() > 1 {
            gains.requires.extend(award.requires.pop());
        }
        if let Some(bars) = &mut award.bars {
            gains.bars = bars.pop().map(|bar| vec![bar]);
        }
        if award.bars.as_ref().is_some_and(Vec::is_empty) {
            award.bars = None;
        }
        (!gains.requires.is_empty() || gains.bars.is_some()).then(|| self.added.awards.insert(0, gains))
    }

    fn override_weight(&mut self, at: usize) -> Option<()> {
        let all = paths(&self.base.criteria);
        let path = pick(&all, at)?;
        let weight = at_path(&mut self.base.criteria, path).weight.as_mut()?;
        self.overrides.add(format!("{path}.weight"), written(weight))?;
        *weight = another(weight);
        Some(())
    }

    fn override_threshold(&mut self, at: usize) -> Option<()> {
        let count = self.base.awards.len();
        let award = self.base.awards.get_mut(at % count.max(1))?;
        let requirement = award.requires.first_mut()?;
        let key = if requirement.at_least.is_some() { "at_least" } else { "at_most" };
        let threshold = requirement.at_least.as_mut().or(requirement.at_most.as_mut())?;
        let path = format!("awards.{}.requires.{}.{key}", award.id, requirement.id);
        self.overrides.add(path, format!("{{value: {}}}", written(threshold)))?;
        *threshold = Number::from(77);
        Some(())
    }

    fn override_answer(&mut self, at: usize) -> Option<()> {
        let count = self.base.scales.len();
        let (name, scale) = self.base.scales.get_index_mut(at % count.max(1))?;
        let (answer, given) = scale.answers.first_mut()?;
        if given.evidence.is_some() {
            return None;
        }
        let AnswerGives::Fraction(fraction) = &given.gives else { return None };
        self.overrides.add(format!("scales.{name}.{answer}"), written(fraction))?;
        given.gives = AnswerGives::Unknown;
        Some(())
    }

    fn override_policies(&mut self) -> Option<()> {
        if let Some(unanswered) = &mut self.base.unanswered {
            let word = match unanswered {
                Unanswered::Unknown => "unknown",
                Unanswered::Zero => "zero",
                Unanswered::Skip => "skip",
                Unanswered::Error => "error",
            };
            let other = if *unanswered == Unanswered::Zero { Unanswered::Skip } else { Unanswered::Zero };
            if self.overrides.add("unanswered".into(), word.into()).is_some() {
                *unanswered = other;
            }
        }
        let policy = self.base.total.as_mut()?.not_applicable.as_mut()?;
        let word = match policy {
            NotApplicable::Redistribute => "redistribute",
            NotApplicable::Shrink => "shrink",
            NotApplicable::Full => "full",
            NotApplicable::Zero => "zero",
        };
        let other = if *policy == NotApplicable::Full { NotApplicable::Zero } else { NotApplicable::Full };
        self.overrides.add("total.not_applicable".into(), word.into())?;
        *policy = other;
        Some(())
    }

    fn override_fact(&mut self, at: usize) -> Option<()> {
        let count = self.base.facts.len();
        let (name, fact) = self.base.facts.get_index_mut(at % count.max(1))?;
        let max = fact.max.as_mut()?;
        let is_number = max.text.parse::<Number>().is_ok();
        let value = if is_number { max.text.clone() } else { format!("\"{}\"", max.text) };
        self.overrides.add(format!("facts.{name}.max"), value)?;
        *max = Literal { text: "9".into(), ..max.clone() };
        Some(())
    }

    fn override_measure(&mut self, at: usize) -> Option<()> {
        let count = self.base.measures.len();
        let (id, measure) = self.base.measures.get_index_mut(at % count.max(1))?;
        let weight = measure.weight.as_mut()?;
        self.overrides.add(format!("measures.{id}.weight"), written(weight))?;
        *weight = another(weight);
        Some(())
    }

    fn override_evidence(&mut self) -> Option<()> {
        let valid_for = &mut self.base.evidence.get_mut("decree")?.valid_for;
        self.overrides.add("evidence.decree.valid_for".into(), "1y".into())?;
        *valid_for = Some("2y".parse::<Duration>().unwrap());
        Some(())
    }

    fn remove_criterion(&mut self, at: usize) -> Option<()> {
        let extra = Criterion { id: "extra".into(), answer: Some("extra".into()), ..Criterion::default() };
        let mut all = paths(&self.base.criteria);
        all.push(String::new());
        let path = pick(&all, at)?.clone();
        let criteria = if path.is_empty() {
            &mut self.base.criteria
        } else {
            at_path(&mut self.base.criteria, &path).criteria.as_mut()?
        };
        if criteria.iter().any(|other| other.id == "extra") {
            return None;
        }
        criteria.insert(at % (criteria.len() + 1), extra);
        self.remove(if path.is_empty() { "extra".into() } else { format!("{path}.extra") });
        Some(())
    }

    fn remove_award(&mut self) -> Option<()> {
        let mut extra = self.base.awards.last()?.clone();
        if self.base.awards.iter().any(|award| award.id == "extra") {
            return None;
        }
        extra.id = "extra".into();
        self.base.awards.push(extra);
        self.remove("awards.extra".into());
        Some(())
    }

    fn remove_requirement(&mut self, at: usize) -> Option<()> {
        let count = self.base.awards.len();
        let award = self.base.awards.get_mut(at % count.max(1)).filter(|award| award.id != "extra")?;
        if award.requires.iter().any(|requirement| requirement.id == "extra") {
            return None;
        }
        let mut extra = award.requires.first()?.clone();
        extra.id = "extra".into();
        award.requires.insert(0, extra);
        let path = format!("awards.{}.requires.extra", award.id);
        self.remove(path);
        Some(())
    }

    fn remove_measure(&mut self, at: usize) -> Option<()> {
        let all = paths(&self.base.criteria);
        let sum = Some(vec![pick(&all, at)?.clone()]);
        let extra = Measure { sum, ..Measure::default() };
        if self.base.measures.insert("extra".into(), extra).is_none() {
            self.remove("measures.extra".into());
        }
        Some(())
    }

    fn remove_declared(&mut self) {
        let fact = super::facts::ALL.facts["b0"].clone();
        if self.base.facts.insert("extra".into(), fact).is_none() {
            self.remove("facts.extra".into());
        }
        let scale = super::facts::ALL.scales["abcd"].clone();
        if self.base.scales.insert("extra".into(), scale).is_none() {
            self.remove("scales.extra".into());
        }
    }
}
