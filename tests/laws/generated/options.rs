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
    /// Every leaf is an answer of its own on the scale `abcd`, and always applies unless what is around it does not.
    pub answers: bool,
    /// How many awards there are, at least.
    pub awards: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            missing: 0,
            unanswered: true,
            weightless: true,
            refused: false,
            many: false,
            answers: false,
            awards: 0,
        }
    }
}

impl Options {
    /// All there is.
    pub fn all(missing: usize) -> Options {
        Options { missing, refused: true, many: true, ..Options::default() }
    }
}
