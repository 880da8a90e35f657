//! `RULES`: a file, or the id of a rule set that ships.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use predikat::check::check_with;
use predikat::diagnostic::render;
use predikat::{Date, Problems, RuleDocument, RuleSet, id, shipped};

use super::beside::Beside;
use super::documents::EXTENSIONS;
use super::exit::Failure;
use super::{files, output};

/// The rule set that an argument stands for.
pub enum Rules {
    /// One edition.
    One(RuleSet),
    /// The editions that ship under an id; the date decides.
    Editions {
        /// All but the last.
        earlier: Vec<RuleSet>,
        last: RuleSet,
    },
}

impl Rules {
    /// The rule set of a file, or of `ID` or `ID@EDITION` among those that ship.
    pub fn open(argument: &str) -> Result<Rules, Failure> {
        Rules::open_with_files(argument).map(|(rules, _)| rules)
    }

    /// As [`Rules::open`], with the files that they are made of.
    pub fn open_with_files(argument: &str) -> Result<(Rules, Vec<PathBuf>), Failure> {
        let path = Path::new(argument);
        let looks_like_file = files::is_standard_input(path)
            || files::has_extension(path, EXTENSIONS)
            || argument.contains(std::path::is_separator);
        if looks_like_file {
            return from_file(path);
        }
        if let Some((id, edition)) = argument.split_once('@') {
            let one = shipped::find(id, Some(edition)).ok_or_else(|| unknown(id, Some(edition)))?;
            return Ok((Rules::One(usable(argument, one.rule_set())?), Vec::new()));
        }
        let mut editions = shipped::all().iter().filter(|one| one.id == argument);
        let Some(last) = editions.next_back() else {
            return if path.is_file() { from_file(path) } else { Err(unknown(argument, None)) };
        };
        let last = usable(argument, last.rule_set())?;
        let earlier = editions.map(|one| usable(argument, one.rule_set())).collect::<Result<_, _>>()?;
        Ok((Rules::Editions { earlier, last }, Vec::new()))
    }

    /// This rule set and no other.
    pub fn one(rules: &RuleSet) -> Rules {
        Rules::One(rules.clone())
    }

    /// The rule set for a date: of several editions the one in force, else the last, for binding to refuse.
    pub fn on(&self, as_of: Option<Date>) -> &RuleSet {
        let (earlier, last) = match self {
            Rules::One(rules) => return rules,
            Rules::Editions { earlier, last } => (earlier, last),
        };
        let Some(as_of) = as_of else { return last };
        let in_force = |rules: &&RuleSet| {
            rules.effective_from().is_none_or(|from| from <= as_of)
                && rules.effective_until().is_none_or(|until| as_of < until)
        };
        if in_force(&last) { last } else { earlier.iter().rfind(in_force).unwrap_or(last) }
    }

    /// Every edition that it may stand for, the last one last.
    pub fn editions(&self) -> impl Iterator<Item = &RuleSet> {
        let (earlier, last) = match self {
            Rules::One(rules) => ([].as_slice(), rules),
            Rules::Editions { earlier, last } => (earlier.as_slice(), last),
        };
        earlier.iter().chain([last])
    }
}

fn from_file(path: &Path) -> Result<(Rules, Vec<PathBuf>), Failure> {
    let name = files::name(path);
    let beside = Beside::file(&Arc::default(), path);
    let document = files::read(path)?.and_then(|text| RuleDocument::from_yaml(&name, &text));
    let rules = usable(&name, document.and_then(|document| check_with(&document, &beside).into_result()))?;
    Ok((Rules::One(rules), [vec![path.to_owned()], beside.taken()].concat()))
}

fn usable(name: &str, rules: Result<RuleSet, Problems>) -> Result<RuleSet, Failure> {
    rules.map_err(|problems| refused(name, &problems))
}

/// Tells what is wrong with an input, on standard error, and that it cannot be used.
pub fn refused(name: &str, problems: &Problems) -> Failure {
    output::tell_drawn(render::human(problems, output::drawing_of_problems()).trim_end());
    Failure::Input(format!("{name} cannot be used: {}", render::summary(problems)))
}

fn unknown(wanted: &str, edition: Option<&str>) -> Failure {
    let all = shipped::all();
    let editions: Vec<&str> = all.iter().filter(|one| one.id == wanted).map(|one| one.edition).collect();
    if let (Some(edition), false) = (edition, editions.is_empty()) {
        return Failure::Usage(format!("`{wanted}` ships in edition {}, not {edition}", editions.join(", ")));
    }
    let mut ids: Vec<&str> = all.iter().map(|one| one.id).collect();
    ids.dedup();
    let near = id::nearest(wanted, ids.iter().copied()).map(|near| format!("did you mean `{near}`?"));
    let hint = near.unwrap_or_else(|| format!("these ship: {}", ids.join(", ")));
    Failure::Input(format!("no rule set that ships is called `{wanted}`, and there is no such file; {hint}"))
}
