//! Exceptions accepted and refused.

use super::What;
use super::places::{At, Places};
use crate::assessment::{AcceptedException, RefusedException};
use crate::diagnostic::Pointer;
use crate::document::ExceptionKind;
use crate::suite::coverage::criterion::in_order;

/// Each kind where it is allowed, each equivalent, and the limits of the rule set.
pub(super) fn exceptions(places: &mut Places<'_>) {
    let root = Pointer::root();
    if let Some(policy) = &places.document.exceptions {
        let at = At::new("exceptions", root.key("exceptions"));
        if let Some(most) = policy.at_most {
            places.add(What::Exception, &at.key("at_most"), format!("one more than {most}"), |seen| {
                seen.assessment.refused.iter().any(|one| one.why == "quota")
            });
        }
        for (i, never) in policy.never_on.iter().flatten().enumerate() {
            let at = at.key("never_on").index(i);
            places.add(What::Exception, &at, format!("one refused on `{never}`"), move |seen| {
                let is_there = |one: &&RefusedException| one.on.as_deref().is_some_and(|on| is_in(on, never));
                seen.assessment.refused.iter().filter(is_there).any(|one| one.why == "never")
            });
        }
    }
    kinds(places, "", &root, places.document.allows.as_deref().unwrap_or_default());
    let rules = places.rules;
    for (criterion, (pointer, written)) in rules.criteria.iter().skip(1).zip(in_order(&places.document.criteria)) {
        let path = criterion.path.as_str();
        for (i, equivalent) in written.equivalents.iter().flatten().enumerate() {
            let at = At::new(path, pointer.key("equivalents").index(i));
            let id = equivalent.id.as_str();
            places.add(What::Exception, &at, format!("equivalent `{id}` accepted"), move |seen| {
                let uses = |one: &AcceptedException| one.using.as_deref() == Some(id) && is_in(&one.on, path);
                seen.assessment.exceptions.iter().any(uses)
            });
            places.add(What::Exception, &at, format!("equivalent `{id}` refused"), move |seen| {
                let uses = |on: &str| {
                    seen.dossier.exceptions.iter().any(|one| one.on_text == on && one.using.as_deref() == Some(id))
                };
                refused(&seen.assessment.refused, "equivalent", path).any(uses)
            });
        }
        kinds(places, path, &pointer, written.allows.as_deref().unwrap_or_default());
    }
}

/// The kinds that are allowed at an element; an equivalent is where it is declared, listed or not.
fn kinds<'a>(places: &mut Places<'a>, path: &'a str, pointer: &Pointer, allowed: &[ExceptionKind]) {
    for (i, kind) in allowed.iter().enumerate() {
        let word = match kind {
            ExceptionKind::Waiver => "waiver",
            ExceptionKind::NotApplicable => "not_applicable",
            ExceptionKind::Equivalent => continue,
        };
        let of = if path.is_empty() { "the rule set" } else { path };
        let at = At::new(of, pointer.key("allows").index(i));
        places.add(What::Exception, &at, format!("`{word}` accepted"), move |seen| {
            seen.assessment.exceptions.iter().any(|one| one.kind == word && is_in(&one.on, path))
        });
        places.add(What::Exception, &at, format!("`{word}` refused"), move |seen| {
            refused(&seen.assessment.refused, word, path).next().is_some()
        });
    }
}

/// What exceptions of a kind at or below `path` are refused for what they are; not for standing behind others.
pub(super) fn refused<'r>(
    refused: &'r [RefusedException],
    kind: &'r str,
    path: &'r str,
) -> impl Iterator<Item = &'r str> {
    let counts = move |one: &&RefusedException| {
        one.kind.as_deref() == Some(kind) && !["duplicate", "quota"].contains(&one.why.as_str())
    };
    refused.iter().filter(counts).filter_map(|one| one.on.as_deref()).filter(move |on| is_in(on, path))
}

/// Whether a path is `above` or below it; all are below the whole.
fn is_in(path: &str, above: &str) -> bool {
    above.is_empty() || path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
