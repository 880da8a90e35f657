//! Exceptions, awards held before and obstacles: every name they use must be known.

use std::collections::HashMap;

use super::documents::Documents;
use super::sheet::Sheet;
use super::{Exception, Held, Target};
use crate::RuleSet;
use crate::diagnostic::steps::{Step, at};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{self, Obstacle};
use crate::id::{nearest, suggest};
use crate::rule_set::Kind;

/// Reads the exceptions of every sheet. Which parts are missing is for the assessment to say.
pub(super) fn read(
    rules: &RuleSet,
    sheets: &[Sheet],
    documents: &Documents,
    found: &mut Vec<Diagnostic>,
) -> Vec<Exception> {
    let mut exceptions = Vec::new();
    for sheet in sheets {
        let most = sheet.document.origin.limits().exceptions;
        for (position, written) in sheet.document.exceptions.iter().enumerate() {
            if exceptions.len().saturating_add(1).saturating_mul(rules.criteria.len()) > most {
                let message = format!(
                    "{} exceptions, each counted with the {} criteria of the rules and their total, are more than {most}",
                    exceptions.len() + 1,
                    rules.criteria.len() - 1,
                );
                let help =
                    "leave out the exceptions that do not count; a caller who needs more sets `Limits::exceptions`";
                found.push(sheet.finding(Code::TooLarge, at!["exceptions", position], message).help(help));
                return exceptions;
            }
            check_dates(*sheet, position, written, found);
            exceptions.push(Exception {
                kind: written.kind,
                on: written.on.as_deref().and_then(|on| target(rules, *sheet, position, on, found)),
                on_text: written.on.clone().unwrap_or_default(),
                reason: written.reason.clone(),
                approved_by: written.approved_by.clone(),
                issued: written.issued,
                expires: written.expires,
                evidence: evidence(*sheet, position, written, documents, found),
                using: written.using.clone(),
            });
        }
    }
    exceptions
}

fn check_dates(sheet: Sheet, position: usize, written: &document::Exception, found: &mut Vec<Diagnostic>) {
    if let (Some(issued), Some(expires)) = (written.issued, written.expires)
        && expires <= issued
    {
        let message = format!("the exception expires on {expires}, not after it was issued on {issued}");
        found.push(
            sheet
                .finding(Code::DatesOutOfOrder, at!["exceptions", position, "expires"], message)
                .help("`expires` is the first day on which it no longer counts"),
        );
    }
}

/// What `on` names: a leaf, or a requirement of an award.
fn target(rules: &RuleSet, sheet: Sheet, position: usize, on: &str, found: &mut Vec<Diagnostic>) -> Option<Target> {
    let steps = at!["exceptions", position, "on"];
    if let Some(&criterion) = rules.paths.get(on) {
        if matches!(rules.criteria[criterion].kind, Kind::Leaf(_)) {
            return Some(Target::Leaf(criterion));
        }
        found.push(
            sheet
                .finding(Code::UnknownTarget, steps, format!("`{on}` is a group, on which no exception can be"))
                .help("write an exception for each criterion in it that is meant"),
        );
        return None;
    }
    let requirement = on.split_once('.').and_then(|(award, id)| {
        let (award, declared) = rules.awards.pairs().find(|(_, declared)| declared.id == award)?;
        let at = declared.all_requirements().position(|requirement| requirement.id == id)?;
        Some(Target::Requirement(award, at))
    });
    if requirement.is_none() {
        let named: Vec<String> = rules
            .awards
            .iter()
            .flat_map(|award| award.all_requirements().map(|requirement| format!("{}.{}", award.id, requirement.id)))
            .collect();
        let known = rules.criteria().chain(named.iter().map(String::as_str));
        found.push(
            sheet.finding(Code::UnknownTarget, steps, format!("`{on}` is neither a criterion nor a requirement")).help(
                match nearest(on, known) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "write a criterion's path, or `award.requirement`".to_owned(),
                },
            ),
        );
    }
    requirement
}

fn evidence(
    sheet: Sheet,
    position: usize,
    written: &document::Exception,
    documents: &Documents,
    found: &mut Vec<Diagnostic>,
) -> Vec<usize> {
    let mut held = Vec::new();
    for (item, id) in written.evidence.iter().enumerate() {
        match documents.by_id.get(id.as_str()) {
            Some(document) => held.extend(document),
            None => found.push(unknown_document(sheet, at!["exceptions", position, "evidence", item], id, documents)),
        }
    }
    held
}

/// A document is named that the dossier does not hold.
pub(super) fn unknown_document(sheet: Sheet, steps: &[Step], id: &str, documents: &Documents) -> Diagnostic {
    sheet.finding(Code::UnknownDocument, steps, format!("the dossier holds no document `{id}`")).help(
        match nearest(id, documents.list.iter().map(|document| document.id.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "list it under `evidence`".to_owned(),
        },
    )
}

/// Reads the awards held before, of every sheet.
pub(super) fn read_held(rules: &RuleSet, sheets: &[Sheet], found: &mut Vec<Diagnostic>) -> Vec<Held> {
    let mut held = Vec::new();
    for sheet in sheets {
        for (position, written) in sheet.document.awards.iter().enumerate() {
            let id = &written.award;
            let award = rules.awards.pairs().find(|(_, declared)| declared.id == *id).map(|(award, _)| award);
            if award.is_none() && !sheet.is_blank(id) {
                found.push(
                    sheet
                        .finding(
                            Code::UnknownAward,
                            at!["awards", position, "award"],
                            format!("no award is called `{id}`"),
                        )
                        .help(suggest(id, rules.awards(), "awards")),
                );
            }
            let Some(from) = written.from else {
                if !sheet.says(at!["awards", position, "from"]) {
                    let message = format!("the award `{id}` does not say from when it was held");
                    found.push(
                        sheet
                            .finding(Code::HeldSinceUnknown, at!["awards", position], message)
                            .help("write `from`, the first day it was in force"),
                    );
                }
                continue;
            };
            let ends = [("until", written.until, false), ("revoked", written.revoked, true)];
            for (key, end, may_be_same) in ends {
                if let Some(end) = end
                    && (end < from || end == from && !may_be_same)
                {
                    let message = format!("the award `{id}` ends on {end}, before it was held from {from}");
                    found.push(
                        sheet
                            .finding(Code::DatesOutOfOrder, at!["awards", position, key], message)
                            .help(format!("`{key}` is the first day on which it is no longer in force")),
                    );
                }
            }
            held.extend(award.map(|award| Held { award, from, until: written.until, revoked: written.revoked }));
        }
    }
    held
}

/// Reads the obstacles of every sheet.
pub(super) fn read_obstacles(rules: &RuleSet, sheets: &[Sheet], found: &mut Vec<Diagnostic>) -> Vec<Obstacle> {
    let mut obstacles = Vec::new();
    for sheet in sheets {
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (position, obstacle) in sheet.document.obstacles.iter().enumerate() {
            if let Some(&earlier) = first.get(obstacle.id.as_str())
                && !sheet.is_blank(&obstacle.id)
            {
                let message = format!("two obstacles are called `{}`", obstacle.id);
                found.push(
                    sheet
                        .finding(Code::DuplicateId, at!["obstacles", position, "id"], message)
                        .related(sheet.place(at!["obstacles", earlier, "id"]), "the first")
                        .help("give each obstacle an id of its own"),
                );
            }
            first.entry(&obstacle.id).or_insert(position);
            for (item, path) in obstacle.on.iter().enumerate() {
                if !rules.paths.contains_key(path.as_str()) {
                    found.push(
                        sheet
                            .finding(
                                Code::UnknownCriterion,
                                at!["obstacles", position, "on", item],
                                format!("no criterion has the path `{path}`"),
                            )
                            .help(suggest(path, rules.criteria(), "criteria")),
                    );
                }
            }
            obstacles.push(obstacle.clone());
        }
    }
    obstacles
}
