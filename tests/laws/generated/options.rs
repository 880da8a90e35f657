//! What may be made.

/// What random cases may have in them.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many facts are missing, at most.
    pub missing: usize,
    /// Policies that act on what is unanswered.
    pub unanswered: bool,
    /// Weights of 0.
    pub weightless: bool,
    /// Dossiers that binding refuses for what is not answered.
    pub refused: bool,
    /// In one case of a hundred, a thousand criteria.
    pub many: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options { missing: 0, unanswered: true, weightless: true, refused: false, many: false }
    }
}

impl Options {
    /// All there is.
    pub fn all(missing: usize) -> Options {
        Options { missing, refused: true, many: true, ..Options::default() }
    }
}
