//! Actions that fit a dossier: every name resolved, every value typed.

use crate::Duration;
use crate::Number;
use crate::document::{Obstacle, Text};
use crate::dossier::{Document, Exception};
use crate::rule_set::arena::{Arena, arena_id};
use crate::rule_set::{FactId, Value};

arena_id! {
    /// Names an action.
    ActionId;
}

/// What can be done about one dossier: an actions file bound to it by [`Actions::bind`], or the better answers
/// themselves by [`Actions::answers`].
#[derive(Clone, Debug, Default)]
pub struct Actions {
    pub(super) list: Arena<ActionId, Action>,
    /// Those of the dossier, then those of the file.
    pub(super) obstacles: Vec<Obstacle>,
    pub(super) unit_of_cost: Option<Text>,
}

/// The most documents of one kind that an action brings.
pub(super) const MOST_DOCUMENTS: u32 = 100;

/// Something that can be done.
#[derive(Clone, Debug)]
pub(super) struct Action {
    pub(super) id: String,
    pub(super) title: Option<Text>,
    pub(super) sets: Vec<(FactId, Value)>,
    pub(super) brings: Vec<Bringing>,
    pub(super) invokes: Vec<Invoking>,
    pub(super) cost: Number,
    pub(super) duration: Option<Duration>,
    pub(super) needs: Vec<ActionId>,
    pub(super) excludes: Vec<ActionId>,
    /// Positions of the obstacles that are there and forbid it.
    pub(super) blocked_by: Vec<usize>,
    pub(super) who: Option<Text>,
    pub(super) mechanism: Option<Text>,
}

/// One document that an action produces; it is issued when the action is done.
#[derive(Clone, Debug)]
pub(super) struct Bringing {
    pub(super) document: Document,
}

/// An exception that an action obtains; it is issued when the action is done.
#[derive(Clone, Debug)]
pub(super) struct Invoking {
    pub(super) exception: Exception,
    pub(super) valid_for: Option<Duration>,
    /// The documents it names that actions bring: action, and position among what that one brings.
    pub(super) brought: Vec<(ActionId, usize)>,
}

impl Actions {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.len() == 0
    }

    /// The ids, in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|action| action.id.as_str())
    }

    /// What the numbers of their costs are, where the file says.
    #[must_use]
    pub fn unit_of_cost(&self, language: &str) -> Option<&str> {
        self.unit_of_cost.as_ref().map(|unit| unit.in_language(language))
    }
}
