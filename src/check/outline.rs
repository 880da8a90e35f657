//! The criteria in pre-order, with what each inherits: what every later check walks.

use std::borrow::Cow;
use std::rc::Rc;

use super::nesting;
use super::scope::Scope;
use crate::Number;
use crate::diagnostic::Pointer;
use crate::document::{
    Condition, Criterion, Defaults, EvidenceRule, ExceptionKind, RuleDocument, Total, Unanswered, WaivedAs,
};

/// Every criterion; the total first.
pub(super) struct Outline<'d> {
    pub(super) items: Vec<Item<'d>>,
}

/// A criterion in its place.
pub(super) struct Item<'d> {
    pub(super) written: Cow<'d, Criterion>,
    /// Empty for the total.
    pub(super) path: String,
    pub(super) at: Pointer,
    pub(super) parent: Option<usize>,
    pub(super) children: Vec<usize>,
    /// The item after the last below this one.
    pub(super) end: usize,
    pub(super) is_group: bool,
    /// What it has from above and from its own keys, the nearest first.
    pub(super) inherited: Rc<Inherited<'d>>,
}

/// What is inherited, each with its place.
#[derive(Clone, Default)]
pub(super) struct Inherited<'d> {
    pub(super) answer: Option<(&'d str, Pointer)>,
    pub(super) scale: Option<(&'d str, Pointer)>,
    pub(super) evidence: Option<(&'d EvidenceRule, Pointer)>,
    pub(super) weight: Option<(&'d Number, Pointer)>,
    pub(super) applies_when: Option<(&'d Condition, Pointer)>,
    pub(super) unanswered: Option<Unanswered>,
    pub(super) allows: &'d [ExceptionKind],
    pub(super) waived_as: Option<WaivedAs>,
}

impl<'d> Inherited<'d> {
    fn with_defaults(&mut self, defaults: Option<&'d Defaults>, at: &Pointer) {
        let Some(defaults) = defaults else { return };
        let at = at.key("defaults");
        if let Some(answer) = &defaults.answer {
            self.answer = Some((answer, at.key("answer")));
        }
        if let Some(scale) = &defaults.scale {
            self.scale = Some((scale, at.key("scale")));
        }
        if let Some(evidence) = &defaults.evidence {
            self.evidence = Some((evidence, at.key("evidence")));
        }
        if let Some(weight) = &defaults.weight {
            self.weight = Some((weight, at.key("weight")));
        }
        if let Some(condition) = &defaults.applies_when {
            self.applies_when = Some((condition, at.key("applies_when")));
        }
    }

    fn below(&self, criterion: &'d Criterion, at: &Pointer) -> Inherited<'d> {
        let mut inherited = self.clone();
        inherited.with_defaults(criterion.defaults.as_ref(), at);
        inherited.unanswered = criterion.unanswered.or(self.unanswered);
        inherited.allows = criterion.allows.as_deref().unwrap_or(self.allows);
        inherited.waived_as = criterion.waived_as.or(self.waived_as);
        inherited
    }
}

impl<'d> Outline<'d> {
    /// The outline of a document's criteria.
    pub(super) fn of(scope: &Scope<'_>, document: &'d RuleDocument) -> Outline<'d> {
        let mut inherited = Inherited { unanswered: document.unanswered, ..Inherited::default() };
        inherited.allows = document.allows.as_deref().unwrap_or_default();
        inherited.waived_as = document.waived_as;
        inherited.with_defaults(document.defaults.as_ref(), &Pointer::root());
        let inherited = Rc::new(inherited);
        let mut outline = Outline { items: Vec::new() };
        outline.items.push(Item {
            written: Cow::Owned(document.total.as_ref().map(as_criterion).unwrap_or_default()),
            path: String::new(),
            at: Pointer::root().key("total"),
            parent: None,
            children: Vec::new(),
            end: 1,
            is_group: true,
            inherited: inherited.clone(),
        });
        outline.add_all(scope, &document.criteria, &Pointer::root().key("criteria"), 0, &inherited, 0);
        outline
    }

    fn add_all(
        &mut self,
        scope: &Scope<'_>,
        criteria: &'d [Criterion],
        at: &Pointer,
        parent: usize,
        inherited: &Rc<Inherited<'d>>,
        depth: usize,
    ) {
        if !criteria.is_empty() && !nesting::allows(depth, at, scope) {
            return;
        }
        let above = self.items.get(parent).map(|item| item.path.clone()).unwrap_or_default();
        for (i, criterion) in criteria.iter().enumerate() {
            let at = at.index(i);
            let path = if above.is_empty() {
                short(&criterion.id).to_owned()
            } else {
                format!("{above}.{}", short(&criterion.id))
            };
            let inherited =
                if inherits_all(criterion) { inherited.clone() } else { Rc::new(inherited.below(criterion, &at)) };
            let index = self.items.len();
            self.items.push(Item {
                written: Cow::Borrowed(criterion),
                path,
                at: at.clone(),
                parent: Some(parent),
                children: Vec::new(),
                end: index + 1,
                is_group: criterion.criteria.is_some(),
                inherited: inherited.clone(),
            });
            if let Some(parent) = self.items.get_mut(parent) {
                parent.children.push(index);
            }
            if let Some(below) = &criterion.criteria {
                self.add_all(scope, below, &at.key("criteria"), index, &inherited, depth + 1);
            }
        }
        let end = self.items.len();
        if let Some(parent) = self.items.get_mut(parent) {
            parent.end = end;
        }
    }

    /// The leaves.
    pub(super) fn leaves(&self) -> impl Iterator<Item = &Item<'d>> {
        self.items.iter().filter(|item| !item.is_group)
    }

    /// The items of a group, in order.
    pub(super) fn children<'s>(&'s self, item: &'s Item<'_>) -> impl Iterator<Item = &'s Item<'d>> {
        item.children.iter().filter_map(|child| self.items.get(*child))
    }
}

impl Item<'_> {
    /// Whether a scorer other than a scale's answer is written on it.
    pub(super) fn has_own_scorer(&self) -> bool {
        let c = &self.written;
        c.fact.is_some()
            || c.met_when.is_some()
            || c.bands.is_some()
            || c.linear.is_some()
            || c.ratio.is_some()
            || c.count.is_some()
            || c.cases.is_some()
    }

    /// The scale of the answer that a leaf declares, its own or inherited.
    pub(super) fn answer_scale(&self) -> Option<(&str, Pointer)> {
        match &self.written.answer {
            Some(answer) => Some((answer, self.at.key("answer"))),
            None if self.has_own_scorer() => None,
            None => self.inherited.answer.clone(),
        }
    }

    /// Where its criteria stand.
    pub(super) fn below(&self) -> Pointer {
        if self.parent.is_none() { Pointer::root().key("criteria") } else { self.at.key("criteria") }
    }

    /// What a message calls it.
    pub(super) fn name(&self) -> &str {
        if self.parent.is_none() { "total" } else { &self.path }
    }
}

/// Whether nothing on the criterion changes what it has from above.
fn inherits_all(criterion: &Criterion) -> bool {
    criterion.defaults.is_none()
        && criterion.unanswered.is_none()
        && criterion.allows.is_none()
        && criterion.waived_as.is_none()
}

/// The id, or the start of one that is too long, which is reported: a path repeats it for all that is below.
fn short(id: &str) -> &str {
    id.char_indices().nth(64).map_or(id, |(end, _)| id.get(..end).unwrap_or_default())
}

/// The total as the group it is.
fn as_criterion(total: &Total) -> Criterion {
    Criterion {
        title: total.title.clone(),
        source: total.source.clone(),
        weight: total.weight.clone(),
        applies_when: total.scored_when.clone(),
        aggregate: total.aggregate.clone(),
        floor: total.floor.clone(),
        cap: total.cap.clone(),
        round: total.round,
        not_applicable: total.not_applicable,
        at_most_share: total.at_most_share.clone(),
        when_empty: total.when_empty,
        ..Criterion::default()
    }
}
