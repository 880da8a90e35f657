//! What became of all mutants of a file.

use std::collections::BTreeMap;

use super::Mutant;
use crate::Number;
use crate::suite::Fate;

/// What became of all mutants of one file of rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mutation {
    /// The file, or what its text is called; absent for rules that were not read from text.
    pub file: Option<String>,
    /// How many a case notices.
    pub noticed: usize,
    /// Those that no case notices, in the order of the document.
    pub survived: Vec<Mutant>,
    /// How many `check` refuses.
    pub refused: usize,
    /// How many change no number and no outcome.
    pub same: usize,
}

impl Mutation {
    /// How many of the mutants that an author can be left with are noticed, in percent; 100 where there are none.
    #[must_use]
    pub fn percent(&self) -> Number {
        let all = Number::from(self.noticed + self.survived.len());
        (&Number::from(self.noticed) * &Number::HUNDRED).checked_div(&all).unwrap_or(Number::HUNDRED)
    }
}

impl Mutation {
    /// What became of mutants, file by file, from their fates.
    #[must_use]
    pub fn by_file(judged: impl IntoIterator<Item = (Mutant, Fate)>) -> Vec<Mutation> {
        let mut files: BTreeMap<Option<String>, Mutation> = BTreeMap::new();
        for (mutant, fate) in judged {
            let file = mutant.place.file().map(str::to_owned);
            let of_file = files.entry(file.clone()).or_insert_with(|| Mutation { file, ..Mutation::default() });
            match fate {
                Fate::Refused => of_file.refused += 1,
                Fate::Same => of_file.same += 1,
                Fate::Noticed => of_file.noticed += 1,
                Fate::Survived => of_file.survived.push(mutant),
            }
        }
        for mutation in files.values_mut() {
            mutation.survived.sort_by(|one, other| one.place.cmp(&other.place));
        }
        files.into_values().collect()
    }
}
