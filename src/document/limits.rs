//! How much an input may ask for.

use super::{Node, Value};
use crate::diagnostic::{Code, Diagnostic, Place, Pointer};

/// How large, deep and repetitive an input may be.
///
/// The defaults are far above any real rule set and low enough that a hostile file is refused at once,
/// in little memory. What exceeds a limit is refused with the code `too-large`.
///
/// ```
/// use predikat::document::Limits;
/// let strict = Limits { bytes: 100_000, ..Limits::default() };
/// assert!(strict.depth <= Limits::DEEPEST);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of text, and bytes of all scalars once aliases are replaced by what they stand for; 16 MiB.
    pub bytes: usize,
    /// Lists and mappings inside one another; as many as [`Limits::DEEPEST`], and never more.
    pub depth: usize,
    /// Values, once aliases are replaced by what they stand for; 250,000.
    pub nodes: usize,
    /// Aliases (`*name`); 1,000.
    pub aliases: usize,
    /// Bytes of one scalar; 64 KiB.
    pub scalar: usize,
    /// Characters of a number; 200, which is also the most.
    pub digits: usize,
    /// Problems that are told, of one document; 100. Of what there is more, the first of each kind are told, and
    /// how many more there are.
    pub problems: usize,
    /// Parts that rules come to; 2,000,000. A condition, an expectation and a requirement of evidence are one each, for
    /// every leaf that inherits them; a choice one for each of its values, wherever it is read; a fact that a dossier
    /// answers four for every leaf and every award that reads it, through derived facts too. A large scheme has some
    /// ten thousands.
    pub parts: usize,
    /// Criteria that documents support, each counted for every document that lists it or a group around it, of one dossier
    /// or of one file of actions; 250,000. All that support a criterion are named where it is told of.
    pub supports: usize,
    /// Exceptions of one dossier, each counted with every criterion of the rules; 2,000,000. Everything is decided once more
    /// without each, to tell what it was worth.
    pub exceptions: usize,
    /// Bits of the least common denominator of what may be added up in one group or in the total; 8,192. Decimals
    /// take some 30 however many there are, and all fractions up to a hundredth 140. Every sum is exact, and takes
    /// time and memory with the digits of its denominator. A group that spreads its weight over the criteria that
    /// apply divides by the sum of their weights, which counts too.
    pub denominator_bits: usize,
}

impl Limits {
    /// The greatest depth that is ever read, whatever is asked for: it bounds the stack. Twice what any
    /// shipped rule set has; a reader calls itself for what is inside, and so deep, it still leaves a quarter
    /// of the 2 MiB of a thread, also unoptimised.
    pub const DEEPEST: usize = 24;

    /// What is said of documents that support too many criteria.
    pub(crate) fn too_many_supported(&self) -> String {
        format!("the documents support more than {} criteria, each counted for every document", self.supports)
    }

    /// The depth in force.
    pub(crate) fn deepest(&self) -> usize {
        self.depth.min(Limits::DEEPEST)
    }

    /// What is said of something that stands too deep.
    pub(crate) fn too_deep(&self) -> String {
        format!("lists and mappings stand inside one another more than {} deep", self.deepest())
    }

    /// What is said of too many values.
    pub(crate) fn too_many(&self) -> String {
        format!("more than {} values", self.nodes)
    }

    /// What is said of a scalar of so many bytes.
    pub(crate) fn too_long(&self, bytes: usize) -> String {
        format!("a value of {bytes} bytes, more than the {} that are read", self.scalar)
    }

    /// What is too much of a tree that no reader held to these limits, if something is; and where it stands.
    pub(crate) fn exceeded(&self, tree: &Node) -> Option<Diagnostic> {
        let (mut nodes, mut bytes) = (0_usize, 0_usize);
        // A stack of our own: the tree may be deeper than the machine's.
        let mut stack = vec![(tree, Pointer::root(), 0)];
        while let Some((node, at, depth)) = stack.pop() {
            let refuse =
                |message| Some(Diagnostic::new(Code::TooLarge, Place { at: None, pointer: at.clone() }, message));
            let long = match &node.value {
                Value::Scalar(scalar) => scalar.text.len(),
                Value::Map(entries) => entries.iter().map(|entry| entry.key.len()).max().unwrap_or(0),
                Value::Null | Value::List(_) => 0,
            };
            bytes = bytes.saturating_add(long);
            nodes += 1;
            if long > self.scalar {
                return refuse(self.too_long(long));
            }
            if nodes > self.nodes {
                return refuse(self.too_many());
            }
            if bytes > self.bytes {
                return refuse(format!("more than {} bytes of values", self.bytes));
            }
            let holds = matches!(&node.value, Value::List(_) | Value::Map(_));
            if holds && depth >= self.deepest() {
                return refuse(self.too_deep());
            }
            match &node.value {
                Value::List(items) => {
                    stack.extend(items.iter().enumerate().map(|(i, item)| (item, at.index(i), depth + 1)));
                }
                Value::Map(entries) => {
                    stack.extend(entries.iter().map(|entry| (&entry.value, at.key(&entry.key), depth + 1)));
                }
                Value::Null | Value::Scalar(_) => {}
            }
        }
        None
    }
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            bytes: 16 << 20,
            depth: Limits::DEEPEST,
            nodes: 250_000,
            aliases: 1_000,
            scalar: 64 << 10,
            digits: crate::number::MOST_DIGITS,
            problems: 100,
            parts: 2_000_000,
            supports: 250_000,
            exceptions: 2_000_000,
            denominator_bits: 8_192,
        }
    }
}
