//! The names that the answers of a dossier go by: a path as one key, or keys within keys.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};

use rustc_hash::FxBuildHasher;

use super::usual::{Usual, Usuals};
use crate::RuleSet;
use crate::invariant::Always;
use crate::rule_set::FactId;
use crate::rule_set::arena::{Arena, ArenaId, arena_id};

arena_id! {
    /// Names a mapping that answers may stand in: that of all facts, or one under the beginning of a path.
    Within;
    /// Names a key of a mapping.
    KeyId;
}

/// A key of a mapping, with what it means there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    /// The fact that its value answers.
    pub(super) fact: Option<FactId>,
    /// The mapping that its value may be.
    pub(super) within: Option<Within>,
    /// How the fact's answers are usually spelt.
    pub(super) usual: Usual,
    /// The mapping that it is a key of.
    of: Within,
    /// Its text, among all.
    start: u32,
    length: u32,
}

/// The keys of every mapping. A fact that a dossier does not answer has none.
///
/// They stand close together, for a large rule set has thousands of them and each unit comes by them all.
#[derive(Debug)]
pub(super) struct Names {
    keys: Arena<KeyId, Key>,
    texts: String,
    mappings: Arena<Within, HashMap<Box<str>, KeyId, FxBuildHasher>>,
    /// The key that came after each key the last time, the first one's at the end: a guess, for the units of one
    /// program list their answers in one order. A wrong guess costs a comparison and changes nothing.
    next: Vec<AtomicU32>,
    /// The mapping of all facts.
    pub(super) top: Within,
    pub(super) usuals: Usuals,
}

/// A unit's way through the keys.
#[derive(Clone, Copy)]
pub(super) struct Cursor(usize);

/// As names are counted: what is past that is not found, and read at its places.
fn number(n: usize) -> u32 {
    u32::try_from(n).ok().or_widest("names are no longer than is counted", || u32::MAX)
}

impl Names {
    pub(super) fn new(rules: &RuleSet) -> Names {
        let mut mappings = Arena::new();
        let mut names = Names {
            top: mappings.push(HashMap::default()),
            mappings,
            keys: Arena::new(),
            texts: String::new(),
            next: Vec::new(),
            usuals: Usuals::default(),
        };
        let mut by_prefix: HashMap<&str, Within, FxBuildHasher> = HashMap::default();
        for (fact, declared) in rules.facts.pairs() {
            if fact == FactId::AS_OF || declared.derivation.is_some() {
                continue;
            }
            let usual = names.usuals.of(&declared.fact_type);
            let path = declared.name.as_str();
            // Each mapping that the path leads through, with what is left of the path there.
            let mut through = vec![(names.top, path)];
            for (dot, _) in path.match_indices('.') {
                let parts = path.get(..dot).zip(path.get(dot + 1..));
                let Some((prefix, rest)) = parts.always("a path is a text on both sides of a point") else { continue };
                let within = *by_prefix.entry(prefix).or_insert_with(|| names.mappings.push(HashMap::default()));
                // One key may reach over several parts of the path.
                for (before, left) in &through {
                    let key = left.strip_suffix(rest).and_then(|key| key.strip_suffix('.')).unwrap_or_default();
                    names.key(*before, key).within = Some(within);
                }
                through.push((within, rest));
            }
            for (before, left) in through {
                let key = names.key(before, left);
                (key.fact, key.usual) = (Some(fact), usual);
            }
        }
        let following = 1..=number(names.keys.len());
        names.next = following.map(AtomicU32::new).chain([AtomicU32::new(0)]).collect();
        names
    }

    fn key(&mut self, of: Within, text: &str) -> &mut Key {
        let id = *self.mappings[of].entry(text.into()).or_insert_with(|| {
            let (start, length) = (number(self.texts.len()), number(text.len()));
            self.texts.push_str(text);
            self.keys.push(Key { fact: None, within: None, usual: Usual::Other, of, start, length })
        });
        &mut self.keys[id]
    }

    /// Where a unit's way begins.
    pub(super) fn start(&self) -> Cursor {
        Cursor(self.keys.len())
    }

    /// What `text` means in a mapping, where it means anything.
    pub(super) fn get(&self, of: Within, text: &str, cursor: &mut Cursor) -> Option<&Key> {
        let next = self.next.get(cursor.0)?;
        let guess = next.load(Ordering::Relaxed) as usize;
        if guess < self.keys.len() {
            let key = &self.keys[KeyId::new(guess)];
            if key.of == of && self.text(key) == text.as_bytes() {
                cursor.0 = guess;
                return Some(key);
            }
        }
        let id = self.find(of, text)?;
        cursor.0 = id.index();
        next.store(number(id.index()), Ordering::Relaxed);
        Some(&self.keys[id])
    }

    /// The key of this text in a mapping.
    pub(super) fn find(&self, of: Within, text: &str) -> Option<KeyId> {
        self.mappings[of].get(text).copied()
    }

    /// The key of an id.
    pub(super) fn at(&self, id: KeyId) -> &Key {
        &self.keys[id]
    }

    fn text(&self, key: &Key) -> &[u8] {
        let start = key.start as usize;
        let text = self.texts.as_bytes().get(start..start + key.length as usize);
        text.or_widest("the text of a key stands among all", || &[])
    }

    /// How many mappings there are.
    pub(super) fn len(&self) -> usize {
        self.mappings.len()
    }
}
