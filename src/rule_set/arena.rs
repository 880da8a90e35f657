//! Lists that are indexed by an id of their own type, so that a fact's number cannot name a criterion.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// A number that names an item of an [`Arena`].
pub(crate) trait ArenaId: Copy {
    /// From a position.
    fn new(index: usize) -> Self;
    /// The position.
    fn index(self) -> usize;
}

/// Makes an id type.
macro_rules! arena_id {
    ($($(#[$about:meta])* $name:ident;)*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) struct $name(u32);
        impl $crate::rule_set::arena::ArenaId for $name {
            fn new(index: usize) -> $name {
                let id = u32::try_from(index).ok();
                $name($crate::invariant::Always::or_widest(id, "a list is no longer than its ids count", || u32::MAX))
            }
            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}
pub(crate) use arena_id;

/// A list indexed by `I`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Arena<I, T> {
    items: Vec<T>,
    id: PhantomData<fn(I)>,
}

impl<I: ArenaId, T> Arena<I, T> {
    pub(crate) fn new() -> Arena<I, T> {
        Arena { items: Vec::new(), id: PhantomData }
    }

    /// One item for every id of `other`.
    pub(crate) fn like<U>(other: &Arena<I, U>, item: impl FnMut(I) -> T) -> Arena<I, T> {
        Arena { items: other.ids().map(item).collect(), id: PhantomData }
    }

    pub(crate) fn push(&mut self, item: T) -> I {
        self.items.push(item);
        I::new(self.items.len() - 1)
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    pub(crate) fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.items.len()).map(I::new)
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    pub(crate) fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.items.iter_mut()
    }

    pub(crate) fn pairs(&self) -> impl DoubleEndedIterator<Item = (I, &T)> {
        self.items.iter().enumerate().map(|(i, item)| (I::new(i), item))
    }
}

impl<I: ArenaId, T> Default for Arena<I, T> {
    fn default() -> Arena<I, T> {
        Arena::new()
    }
}

impl<I: ArenaId, T> FromIterator<T> for Arena<I, T> {
    fn from_iter<A: IntoIterator<Item = T>>(items: A) -> Arena<I, T> {
        Arena { items: items.into_iter().collect(), id: PhantomData }
    }
}

// INVARIANT: an id indexes only the arena that made it, or one made `like` it; arenas never shrink.
#[allow(clippy::indexing_slicing)]
impl<I: ArenaId, T> Index<I> for Arena<I, T> {
    type Output = T;
    fn index(&self, id: I) -> &T {
        &self.items[id.index()]
    }
}

#[allow(clippy::indexing_slicing)]
impl<I: ArenaId, T> IndexMut<I> for Arena<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.items[id.index()]
    }
}
