//! One rule set that starts from another (language reference, section 11).
//!
//! Trees are merged, not documents, so that every value keeps the place it came from, in whichever file.
//! What the file removes goes first, then its overrides, then what it adds.

mod address;
mod merge;

use std::sync::Arc;

use super::RuleDocument;
use super::lower::{Form, lower_again};
use crate::diagnostic::{Code, Diagnostic, Pointer, Problems, SourceText};

/// Finds a rule set by name.
///
/// A function from a name and an edition is one:
///
/// ```
/// use predikat::document::{Resolver, RuleDocument};
/// let base = RuleDocument::from_yaml("base.yaml", "ruleset: base\nedition: 1.0.0\n")?;
/// let resolver = |name: &str, _: Option<&str>| (name == "base").then(|| base.clone());
/// let mine = RuleDocument::from_yaml("mine.yaml", "ruleset: mine\nedition: 1.0.0\nextends: {ruleset: base}\n")?;
/// assert!(mine.resolve(&resolver)?.extends.is_none());
/// # Ok::<(), predikat::Problems>(())
/// ```
pub trait Resolver {
    /// The rule set called `ruleset`, in `edition` if one is asked for, or `None` where there is none.
    ///
    /// # Errors
    /// What keeps it from being read, or from being told apart from another of its name.
    fn resolve(&self, ruleset: &str, edition: Option<&str>) -> Result<Option<RuleDocument>, Problems>;
}

impl<F: Fn(&str, Option<&str>) -> Option<RuleDocument>> Resolver for F {
    fn resolve(&self, ruleset: &str, edition: Option<&str>) -> Result<Option<RuleDocument>, Problems> {
        Ok(self(ruleset, edition))
    }
}

/// Rule sets extend one another at most so often.
const LONGEST_CHAIN: usize = 32;

impl RuleDocument {
    /// The rule set with all that it extends: the same, where it extends nothing.
    ///
    /// Problems of shape, of this file and of those it extends, are kept in the origin of what is returned.
    ///
    /// # Errors
    /// `broken-extends` for a rule set that is not found, a ring, an override or a removal of what is not
    /// there, and an addition of what is there already, together with the problems of shape.
    pub fn resolve(&self, resolver: &dyn Resolver) -> Result<RuleDocument, Problems> {
        resolve(self, resolver, &mut Vec::new())
    }
}

fn resolve(
    document: &RuleDocument,
    resolver: &dyn Resolver,
    chain: &mut Vec<(String, String)>,
) -> Result<RuleDocument, Problems> {
    let Some(extends) = &document.extends else { return Ok(document.clone()) };
    chain.push((document.ruleset.clone(), document.edition.clone()));
    let base = find(document, &extends.ruleset, extends.edition.as_deref(), resolver, chain)?;
    let base = resolve(&base, resolver, chain)?;
    let mine = document.origin.tree().cloned().unwrap_or_else(|| document.raise());
    let mut theirs = base.origin.tree().cloned().unwrap_or_else(|| base.raise());
    let mine_first = u16::try_from(document.origin.sources().len()).unwrap_or(u16::MAX);
    theirs.renumber(&|source| source.checked_add(mine_first));
    let mut sources: Vec<Arc<SourceText>> = document.origin.sources().to_vec();
    sources.extend(base.origin.sources().iter().cloned());

    let (tree, broken) = merge::merge(theirs, &mine, &sources);
    let mut problems = document.origin.problems().to_vec();
    problems.extend(base.origin.problems().iter().cloned());
    if broken.is_empty() {
        Ok(lower_again(sources, tree, problems, document.origin.limits()))
    } else {
        problems.extend(broken);
        Err(Problems::new(problems))
    }
}

/// The rule set that `document` extends.
fn find(
    document: &RuleDocument,
    name: &str,
    edition: Option<&str>,
    resolver: &dyn Resolver,
    chain: &[(String, String)],
) -> Result<RuleDocument, Problems> {
    let wanted = edition.map_or_else(|| format!("`{name}`"), |edition| format!("`{name}` in edition `{edition}`"));
    let extends = Pointer::root().key("extends");
    let place = document.origin.place(&extends);
    let broken = |message: String, help: &str| {
        let mut problems = document.origin.problems().to_vec();
        problems.push(Diagnostic::new(Code::BrokenExtends, place.clone(), message).help(help));
        Problems::new(problems)
    };
    let found = resolver.resolve(name, edition).map_err(|problems| {
        let here = problems.into_iter().map(|problem| problem.at_least(&place));
        Problems::new(document.origin.problems().iter().cloned().chain(here).collect())
    })?;
    let Some(base) = found else {
        let help = "name a rule set that ships with the program, or one in a file beside this one";
        let mut problems = document.origin.problems().to_vec();
        let place = document.origin.place(&extends.key("ruleset"));
        let message = format!("the rule set {wanted} is not found");
        problems.push(Diagnostic::new(Code::BrokenExtends, place, message).help(help));
        return Err(Problems::new(problems));
    };
    if base.ruleset != name || edition.is_some_and(|edition| edition != base.edition) {
        let found = format!("`{}` in edition `{}`", base.ruleset, base.edition);
        return Err(broken(
            format!("{wanted} is not found, but {found}"),
            "name the rule set and edition that is there",
        ));
    }
    let is_ring = chain.iter().any(|(name, edition)| *name == base.ruleset && *edition == base.edition);
    if is_ring || chain.len() >= LONGEST_CHAIN {
        let names: Vec<String> = chain.iter().map(|(name, _)| format!("`{name}`")).collect();
        let message = format!("a rule set extends itself: {} and again `{}`", names.join(", "), base.ruleset);
        return Err(broken(message, "take `extends` out of one of them"));
    }
    Ok(base)
}
