//! Where in a document what a claim is about was written.

use crate::diagnostic::Pointer;
use crate::document::{Award, Criterion, RuleDocument};

/// The place of what goes by this name: a path, `AWARD.REQUIREMENT`, `SCALE.ANSWER`, the place of a condition.
pub(super) struct Places<'d> {
    document: &'d RuleDocument,
}

impl<'d> Places<'d> {
    pub(super) fn new(document: &'d RuleDocument) -> Places<'d> {
        Places { document }
    }

    /// An award, or a requirement or bar of it, with what follows.
    pub(super) fn award(&self, name: &str) -> Option<Pointer> {
        let (award, rest) = name.split_once('.').unwrap_or((name, ""));
        let at = self.document.awards.iter().position(|one| one.id == award)?;
        let pointer = Pointer::root().key("awards").index(at);
        of_award(self.document.awards.get(at)?, pointer, rest)
    }

    /// A criterion, with what follows its path.
    pub(super) fn criterion(&self, name: &str) -> Option<Pointer> {
        if name == "total" || name.starts_with("total.") {
            return Some(follow(Pointer::root(), name));
        }
        let (criterion, pointer, rest) = find(&self.document.criteria, &Pointer::root().key("criteria"), name)?;
        Some(of_criterion(criterion, pointer, rest))
    }

    /// A condition, wherever it stands.
    pub(super) fn condition(&self, name: &str) -> Option<Pointer> {
        if let Some(rest) = name.strip_prefix("facts.") {
            let fact = self
                .document
                .facts
                .keys()
                .filter(|fact| rest.strip_prefix(fact.as_str()).is_some_and(|rest| rest.starts_with('.')));
            let fact = fact.max_by_key(|fact| fact.len())?;
            let rest = rest.strip_prefix(fact.as_str())?.trim_start_matches('.');
            return Some(follow(Pointer::root().key("facts").key(fact), rest));
        }
        self.criterion(name).or_else(|| self.award(name))
    }

    /// An answer of a scale.
    pub(super) fn answer(&self, name: &str) -> Option<Pointer> {
        let (scale, answer) = name.split_once('.')?;
        let scales = Pointer::root().key("scales").key(scale);
        let tree = self.document.origin.tree();
        let written = tree.and_then(|tree| Some(&tree.entry("scales")?.value.entry(scale)?.value));
        let nested = written.is_some_and(|scale| scale.entry("answers").is_some());
        Some(if nested { scales.key("answers").key(answer) } else { scales.key(answer) })
    }
}

/// The criterion that a name begins with, the deepest there is, and what follows.
fn find<'d, 'n>(criteria: &'d [Criterion], at: &Pointer, name: &'n str) -> Option<(&'d Criterion, Pointer, &'n str)> {
    let (id, rest) = name.split_once('.').unwrap_or((name, ""));
    let position = criteria.iter().position(|criterion| criterion.id == id)?;
    let (criterion, pointer) = (criteria.get(position)?, at.index(position));
    let below = criterion.criteria.as_deref().and_then(|below| find(below, &pointer.key("criteria"), rest));
    Some(below.unwrap_or((criterion, pointer, rest)))
}

fn of_criterion(criterion: &Criterion, pointer: Pointer, rest: &str) -> Pointer {
    if let Some(rest) = rest.strip_prefix("equivalents.") {
        let (id, rest) = rest.split_once('.').unwrap_or((rest, ""));
        let at = criterion.equivalents.iter().flatten().position(|one| one.id == id);
        return at.map_or(pointer.clone(), |at| follow(pointer.key("equivalents").index(at), rest));
    }
    if let (Some(value), Some(bands)) = (rest.strip_prefix("bands."), &criterion.bands) {
        let at = bands.steps.iter().position(|step| step.at_least.to_string() == value);
        let bands = pointer.key("bands");
        return at.map_or(bands.clone(), |at| bands.key("steps").index(at));
    }
    follow(pointer, rest)
}

fn of_award(award: &Award, pointer: Pointer, rest: &str) -> Option<Pointer> {
    if rest.is_empty() {
        return Some(pointer);
    }
    if let Some(bar) = rest.strip_prefix("bars.") {
        let (id, rest) = bar.split_once('.').unwrap_or((bar, ""));
        let at = award.bars.iter().flatten().position(|one| one.id == id)?;
        return Some(follow(pointer.key("bars").index(at), rest));
    }
    let (id, rest) = rest.split_once('.').unwrap_or((rest, ""));
    if let Some(at) = award.requires.iter().position(|one| one.id == id) {
        return Some(follow(pointer.key("requires").index(at), rest));
    }
    let conditional = award.conditional.as_ref()?;
    let at = conditional.requires.iter().position(|one| one.id == id)?;
    Some(follow(pointer.key("conditional").key("requires").index(at), rest))
}

/// Keys and positions, one after the other.
fn follow(pointer: Pointer, rest: &str) -> Pointer {
    rest.split('.').filter(|step| !step.is_empty()).fold(pointer, |pointer, step| match step.parse() {
        Ok(index) => pointer.index(index),
        Err(_) => pointer.key(step),
    })
}
