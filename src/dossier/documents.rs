//! The documents: their types, their dates and what they support.

use std::collections::HashMap;

use super::sheet::Sheet;
use super::{Document, identity};
use crate::RuleSet;
use crate::diagnostic::steps::at;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Evidence;
use crate::id::{is_name, suggest};
use crate::invariant::Always;
use crate::rule_set::arena::{Arena, ArenaId};
use crate::rule_set::{Criterion, CriterionId, EvidenceRule, EvidenceTypeId, Kind, Scorer};

/// The documents of a dossier.
#[derive(Default)]
pub(super) struct Documents<'a> {
    pub(super) list: Vec<Document>,
    /// The position of each id; of none for a document that was refused, so that what names it is not
    /// wrong as well.
    pub(super) by_id: HashMap<&'a str, Option<usize>>,
}

/// Reads the documents of every sheet, the unit's own first; an id of an earlier sheet wins.
pub(super) fn read<'a>(rules: &RuleSet, sheets: &[Sheet<'a>], found: &mut Vec<Diagnostic>) -> Documents<'a> {
    let mut documents = Documents::default();
    let mut seen: HashMap<&str, Entry> = HashMap::new();
    let mut taken: Vec<&Evidence> = Vec::new();
    let mut supported = 0_usize;
    for sheet in sheets {
        for (position, evidence) in sheet.document.evidence.iter().enumerate() {
            if !sheet.is_blank(&evidence.id) {
                if let Some(first) = seen.get(evidence.id.as_str()) {
                    found.extend(again((*sheet, position, evidence), *first));
                    continue;
                }
                seen.insert(&evidence.id, (*sheet, position, evidence));
            }
            let document = read_one(rules, *sheet, position, evidence, found);
            supported += document.as_ref().map_or(0, |document| document.supports.len());
            if supported > sheet.document.origin.limits().supports {
                found.push(too_many(*sheet, position));
                return documents;
            }
            documents.by_id.insert(&evidence.id, document.as_ref().map(|_| documents.list.len()));
            taken.extend(document.as_ref().map(|_| evidence));
            documents.list.extend(document);
        }
    }
    let identities = identity::of(&taken);
    for (at, document) in documents.list.iter_mut().enumerate() {
        document.identity = identities.get(at).copied().or_widest("every document has an identity", || at);
    }
    documents
}

fn too_many(sheet: Sheet, position: usize) -> Diagnostic {
    let message = sheet.document.origin.limits().too_many_supported();
    sheet.finding(Code::TooLarge, at!["evidence", position, "supports"], message).help(
        "list the criteria that a document is for, in place of a group of very many; a caller who needs more sets \
         `Limits::supports`",
    )
}

/// A document where it stands: in which sheet, and its position there.
type Entry<'a> = (Sheet<'a>, usize, &'a Evidence);

/// A second document of one id: wrong in one sheet, the unit's own where the other is shared.
fn again((sheet, position, other): Entry, (first, at, one): Entry) -> Option<Diagnostic> {
    let id = &one.id;
    if std::ptr::eq(sheet.document, first.document) {
        let message = format!("two documents are called `{id}`");
        return Some(
            sheet
                .finding(Code::DuplicateId, at!["evidence", position, "id"], message)
                .related(first.place(at!["evidence", at, "id"]), "the first")
                .help("give each document an id of its own"),
        );
    }
    (one != other).then(|| {
        let message = format!("the document `{id}` is described otherwise here than in the shared dossier");
        first
            .finding(Code::SharedDiffers, at!["evidence", at, "id"], message)
            .related(sheet.place(at!["evidence", position, "id"]), "the shared document")
            .help("the unit's own document counts")
    })
}

fn read_one(
    rules: &RuleSet,
    sheet: Sheet,
    position: usize,
    evidence: &Evidence,
    found: &mut Vec<Diagnostic>,
) -> Option<Document> {
    let id = &evidence.id;
    if !is_name(id) && !sheet.is_blank(id) {
        found.push(
            sheet
                .finding(Code::BadId, at!["evidence", position, "id"], format!("`{}` is no id", id.escape_debug()))
                .help("an id is made of lower-case letters, digits, `_` and `-`, and starts with a letter"),
        );
    }
    check_dates(rules, sheet, position, evidence, found);
    if let Some(digest) = &evidence.sha256
        && !(digest.len() == 64 && digest.bytes().all(|b| b.is_ascii_hexdigit()))
    {
        found.push(
            sheet
                .finding(
                    Code::BadSha256,
                    at!["evidence", position, "sha256"],
                    format!("the SHA-256 digest of `{id}` is malformed"),
                )
                .help("a digest has 64 hexadecimal digits, as `sha256sum` prints it"),
        );
    }
    let evidence_type = find_type(rules, sheet, position, evidence, found);
    let supports = expand(rules, sheet, position, evidence, evidence_type, found);
    Some(Document {
        id: id.clone(),
        title: evidence.title.clone(),
        evidence_type: evidence_type?,
        issued: evidence.issued,
        expires: evidence.expires,
        supports,
        identity: 0,
        rejected: None,
    })
}

fn find_type(
    rules: &RuleSet,
    sheet: Sheet,
    position: usize,
    evidence: &Evidence,
    found: &mut Vec<Diagnostic>,
) -> Option<EvidenceTypeId> {
    let name = &evidence.evidence_type;
    let known = rules.evidence_names.get(name).copied();
    let steps = at!["evidence", position, "type"];
    if known.is_none() && !sheet.is_blank(name) {
        found.push(
            sheet
                .finding(Code::UnknownEvidenceType, steps, format!("no evidence type is called `{name}`"))
                .help(suggest(name, rules.evidence_types.iter().map(|declared| declared.name.as_str()), "types")),
        );
    }
    known
}

fn check_dates(rules: &RuleSet, sheet: Sheet, position: usize, evidence: &Evidence, found: &mut Vec<Diagnostic>) {
    let id = &evidence.id;
    let declared = rules.evidence_names.get(&evidence.evidence_type).map(|id| &rules.evidence_types[*id]);
    match (evidence.issued, evidence.expires) {
        (None, _) if !sheet.says(at!["evidence", position, "issued"]) => {
            if let Some(declared) = declared
                && let Some(valid_for) = declared.valid_for
            {
                let message = format!("the document `{id}` does not say when it was issued");
                found.push(sheet.finding(Code::IssuedMissing, at!["evidence", position], message).help(format!(
                    "a `{}` is valid for {valid_for} from the day it was issued: write `issued`",
                    declared.name
                )));
            }
        }
        (Some(issued), Some(expires)) if expires <= issued => {
            let message = format!("the document `{id}` expires on {expires}, not after it was issued on {issued}");
            found.push(
                sheet
                    .finding(Code::DatesOutOfOrder, at!["evidence", position, "expires"], message)
                    .help("`expires` is the first day on which it is no longer valid"),
            );
        }
        _ => {}
    }
}

/// The leaves a document lists, groups expanded, in order and without repetition.
fn expand(
    rules: &RuleSet,
    sheet: Sheet,
    position: usize,
    evidence: &Evidence,
    evidence_type: Option<EvidenceTypeId>,
    found: &mut Vec<Diagnostic>,
) -> Vec<CriterionId> {
    let mut supports = Vec::new();
    for (item, path) in evidence.supports.iter().enumerate() {
        let steps = at!["evidence", position, "supports", item];
        let Some(&top) = rules.paths.get(path.as_str()) else {
            found.push(
                sheet
                    .finding(Code::UnknownCriterion, steps, format!("no criterion has the path `{path}`"))
                    .help(suggest(path, rules.criteria(), "criteria")),
            );
            continue;
        };
        let leaves = leaves_below(rules, top);
        if let Some(wanted) = evidence_type
            && !leaves.iter().any(|leaf| asks_for(rules, &rules.criteria[*leaf], wanted))
        {
            let kind = &rules.evidence_types[wanted].name;
            let whom = if leaves == [top] { "does not ask" } else { "has no criterion that asks" };
            let message = format!("`{path}` {whom} for a `{kind}`, so `{}` supports nothing there", evidence.id);
            found.push(
                sheet
                    .finding(Code::SupportNotAsked, steps, message)
                    .help("leave the path out, or check the document's `type`"),
            );
        }
        supports.extend(leaves);
    }
    supports.sort_unstable();
    supports.dedup();
    supports
}

/// The leaf itself, or every leaf below the group.
pub(crate) fn leaves_below(rules: &RuleSet, top: CriterionId) -> Vec<CriterionId> {
    // INVARIANT: all that is below a criterion follows it, up to its `end`.
    let within = (top.index()..rules.criteria[top].end.index()).map(CriterionId::new);
    within.filter(|id| rules.criteria[*id].leaf().is_some()).collect()
}

/// Whether a leaf, one of its answers or one of its equivalents names the type.
fn asks_for(rules: &RuleSet, criterion: &Criterion, wanted: EvidenceTypeId) -> bool {
    let Kind::Leaf(leaf) = &criterion.kind else { return false };
    let of_answers = match &leaf.scorer {
        Scorer::Scale { scale, .. } => Some(&rules.scales[*scale].answers),
        _ => None,
    };
    let of_answers =
        of_answers.into_iter().flat_map(Arena::iter).filter_map(|answer| answer.evidence.as_ref()?.as_ref());
    let of_equivalents = criterion.equivalents.iter().filter_map(|equivalent| equivalent.evidence.as_ref());
    leaf.evidence.iter().chain(of_answers).chain(of_equivalents).any(|rule| names(rule, wanted))
}

fn names(rule: &EvidenceRule, wanted: EvidenceTypeId) -> bool {
    match rule {
        EvidenceRule::Type { evidence_type, .. } => *evidence_type == wanted,
        EvidenceRule::All(rules) | EvidenceRule::Any(rules) => rules.iter().any(|rule| names(rule, wanted)),
    }
}
