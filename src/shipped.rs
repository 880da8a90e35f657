//! The rule sets that ship with the library, embedded: the files of `rules/`.
//!
//! ```
//! use predikat::shipped;
//! let worksheet = shipped::in_force("zi-wbk-wbbm", "2022-05-31".parse()?).expect("an edition of 2022");
//! assert_eq!(worksheet.edition, "2021.1.0");
//! let rules = worksheet.rule_set()?;
//! assert!(rules.awards().eq(["wbk", "wbbm"]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::fmt;

#[cfg(feature = "yaml")]
use crate::{Date, Problems, RuleDocument, RuleSet};

/// A rule set that ships.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Shipped {
    /// Its id.
    pub id: &'static str,
    /// Its edition, a semantic version.
    pub edition: &'static str,
    /// The name of its file.
    pub file: &'static str,
    /// The text of its file, YAML.
    pub text: &'static str,
}

/// Makes the list: id, edition and file, the editions of one id from the first to the last.
macro_rules! shipped {
    ($($id:literal $edition:literal $file:literal;)*) => {
        const ALL: &[Shipped] = &[$(
            Shipped { id: $id, edition: $edition, file: $file, text: include_str!(concat!("../rules/", $file)) },
        )*];
    };
}

shipped! {
    "breeam-like" "1.0.0" "breeam-like.yaml";
    "cmmc-level-2" "2.0.0" "cmmc-level-2.yaml";
    "leed-v4" "4.0.0" "leed-v4.yaml";
    "openssf-baseline" "2026.2.19" "openssf-baseline.yaml";
    "openssf-best-practices" "1.0.0" "openssf-best-practices.yaml";
    "openssf-scorecard" "5.3.0" "openssf-scorecard.yaml";
    "owasp-samm" "2.0.0" "owasp-samm.yaml";
    "p2ham" "1.0.0" "p2ham-2018.yaml";
    "p2ham" "2.0.0" "p2ham-2022.yaml";
    "p2ham" "3.0.0" "p2ham-2023.yaml";
    "xccdf-absolute" "1.2.0" "xccdf-absolute.yaml";
    "xccdf-default" "1.2.0" "xccdf-default.yaml";
    "xccdf-flat" "1.2.0" "xccdf-flat.yaml";
    "xccdf-flat-unweighted" "1.2.0" "xccdf-flat-unweighted.yaml";
    "zi-wbk-wbbm" "2014.1.0" "zi-wbk-wbbm-2014.yaml";
    "zi-wbk-wbbm" "2019.1.0" "zi-wbk-wbbm-2019.yaml";
    "zi-wbk-wbbm" "2021.1.0" "zi-wbk-wbbm.yaml";
    "zi-wbk-wbbm" "2024.1.0" "zi-wbk-wbbm-2024.yaml";
}

/// Every rule set that ships, the editions of one id together, from the first to the last.
#[must_use]
pub fn all() -> &'static [Shipped] {
    ALL
}

/// The rule set `id` of an edition; its last edition where none is named.
#[must_use]
pub fn find(id: &str, edition: Option<&str>) -> Option<&'static Shipped> {
    ALL.iter().rfind(|one| one.id == id && edition.is_none_or(|edition| one.edition == edition))
}

/// The edition of `id` that is in force on a date; the last of them, where several are.
#[cfg(feature = "yaml")]
#[must_use]
pub fn in_force(id: &str, as_of: Date) -> Option<&'static Shipped> {
    ALL.iter().rfind(|one| one.id == id && one.is_in_force(as_of))
}

/// The document of a rule set that ships, for a file that extends it: a [`Resolver`](crate::document::Resolver).
#[cfg(feature = "yaml")]
#[must_use]
pub fn resolve(id: &str, edition: Option<&str>) -> Option<RuleDocument> {
    find(id, edition)?.document().ok()
}

#[cfg(feature = "yaml")]
impl Shipped {
    /// The document as written.
    ///
    /// # Errors
    /// None for a rule set that ships; it is read like any other.
    pub fn document(&self) -> Result<RuleDocument, Problems> {
        RuleDocument::from_yaml(&format!("rules/{}", self.file), self.text)
    }

    /// The rule set, checked, with what it extends.
    ///
    /// # Errors
    /// None for a rule set that ships; it is checked like any other.
    pub fn rule_set(&self) -> Result<RuleSet, Problems> {
        crate::check::check_with(&self.document()?, &resolve).into_result()
    }

    fn is_in_force(&self, as_of: Date) -> bool {
        let effective = self.document().ok().and_then(|document| document.effective).unwrap_or_default();
        effective.from.is_none_or(|from| from <= as_of) && effective.until.is_none_or(|until| as_of < until)
    }
}

/// The id and the edition, not the whole text.
impl fmt::Debug for Shipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shipped({} {} in {})", self.id, self.edition, self.file)
    }
}

#[cfg(all(test, feature = "yaml"))]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_list_is_the_folder() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules");
        let mut there = BTreeSet::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let text = || std::fs::read_to_string(format!("{folder}/{name}")).unwrap();
            if name.strip_suffix(".yaml").is_some() && text().lines().any(|line| line.starts_with("ruleset:")) {
                there.insert(name);
            }
        }
        let listed: BTreeSet<String> = ALL.iter().map(|one| one.file.to_owned()).collect();
        assert_eq!(listed, there);
    }

    #[test]
    fn every_entry_says_what_its_file_says() {
        for one in ALL {
            let document = one.document().unwrap();
            assert_eq!((document.ruleset.as_str(), document.edition.as_str()), (one.id, one.edition), "{}", one.file);
            if let Err(problems) = one.rule_set() {
                panic!("{problems}");
            }
        }
    }

    #[test]
    fn the_editions_of_one_id_follow_one_another() {
        for pair in ALL.windows(2).filter(|pair| pair[0].id == pair[1].id) {
            let version = |one: &Shipped| one.edition.parse::<semver::Version>().unwrap();
            assert!(version(&pair[0]) < version(&pair[1]), "{pair:?}");
            let effective = |one: &Shipped| one.document().unwrap().effective.unwrap_or_default();
            let apart =
                effective(&pair[0]).until.zip(effective(&pair[1]).from).is_some_and(|(until, from)| until <= from);
            assert!(apart, "{pair:?} overlap, or leave open when the one ends and the other begins");
        }
        let ids: Vec<&str> = ALL.iter().map(|one| one.id).collect();
        let runs = ids.chunk_by(|a, b| a == b).count();
        assert_eq!(runs, ids.iter().collect::<BTreeSet<_>>().len(), "the editions of an id stand together");
    }
}
