//! How much an input may ask for.

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
}

impl Limits {
    /// The greatest depth that is ever read, whatever is asked for: it bounds the stack. Twice what any
    /// shipped rule set has; a reader calls itself for what is inside, and so deep, it still leaves a quarter
    /// of the 2 MiB of a thread, also unoptimised.
    pub const DEEPEST: usize = 24;

    /// The depth in force.
    pub(crate) fn deepest(&self) -> usize {
        self.depth.min(Limits::DEEPEST)
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
        }
    }
}
