//! What `check` tells of a rule set that is valid: what can never be that is there to be.
//!
//! The questions are those of [`analyse`](super::analyse()) of which a "no" is most likely a mistake. They are asked
//! within a smaller budget, so that many files are checked in a moment: what it does not decide is not told here, and
//! `analyse` tells it as not decided.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::kinds::{Kind, kinds};
use super::place::Places;
use super::report::{Claim, Proof, Question, Verdict, told};
use super::study::{Effort, Study};
use super::watch::Watch;
use super::{Options, awards, conditions, first_day, leaves, matters, reads, space, witness};
use crate::RuleSet;
use crate::diagnostic::{Code, Diagnostic, Place, Pointer, Problems};
use crate::document::RuleDocument;
use crate::rule_set::{AwardId, Compiled};

/// The warnings that come from here.
const CODES: [Code; 9] = [
    Code::UnreachableAward,
    Code::ContradictingRequirements,
    Code::ImpliedRequirement,
    Code::ConstantCondition,
    Code::UnreachedCase,
    Code::IdleCriterion,
    Code::IdleFact,
    Code::IdleAnswer,
    Code::IdleEvidenceType,
];

/// So many criteria may be assessed in all for one look of the budget.
const WORK: u64 = 8;

/// What can never be in a rule set that is there to be, as warnings at the places where it was written; what the
/// document accepts under `allow` is left out.
///
/// `document` is the one that `rules` were made of, with what it extends resolved. The budget of `options` is for each
/// question, and bounds the work in all; the same document gives the same findings everywhere.
///
/// ```
/// use predikat::{RuleDocument, RuleSet, analysis::{self, Options}};
/// let document = RuleDocument::from_yaml("a.yaml", "
/// ruleset: a
/// edition: 1.0.0
/// scales: {yn: {yes: 1, no: 0}}
/// criteria: [{id: a, answer: yn}, {id: b, answer: yn}]
/// awards:
///   - id: pass
///     requires: [{id: total, score: total, at_least: 1}, {id: both, score: total, at_least: 2}]
/// ")?;
/// let rules = RuleSet::from_document(&document)?;
/// let findings = analysis::findings(&document, &rules, &Options::default());
/// let codes: Vec<&str> = findings.iter().map(|finding| finding.code.name()).collect();
/// assert_eq!(codes, ["implied-requirement"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn findings(document: &RuleDocument, rules: &RuleSet, options: &Options<'_>) -> Problems {
    let as_of = options.as_of.unwrap_or_else(|| first_day(rules));
    let written = rules;
    let rules = &witness::studied(written);
    let reads = reads::Reads::new(rules);
    let space = space::Space::new(rules, &reads, as_of);
    let felt = leaves::felt(rules);
    let in_all = options.budget.saturating_mul(WORK) / rules.size();
    let effort = Effort { each: options.budget, in_all: Some(in_all) };
    let watch = Watch::new(*options, rules.size());
    let frame = witness::frame(written, rules, as_of);
    let Ok(mut study) = Study::new(rules, &reads, &space, &felt, frame, effort, &watch) else {
        // The documents asked for may support more than a dossier holds: then nothing is decided.
        return Problems::default();
    };
    let claims = asked(&mut study, &kinds(rules, &space).units);
    let places = Places::new(document);
    // What was not asked for want of work is not decided either.
    let is_cut = study.has_no_steps() || study.budget() == 0;
    let open = if is_cut { CODES.into() } else { open(&claims) };
    let constant = constant(&claims);
    let decided = read_by_constant(rules, &reads, &constant);
    let mut telling = Telling { document, rules, places, constant, decided, found: Vec::new() };
    claims.iter().for_each(|claim| telling.claim(claim));
    let mut about: BTreeMap<&str, Vec<&Claim>> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| matches!(claim.question, Question::CanBeReached | Question::HoldTogether))
    {
        about.entry(&claim.about).or_default().push(claim);
    }
    for award in rules.awards.iter() {
        telling.reach(&award.id, about.get(award.id.as_str()).map_or(&[], Vec::as_slice));
    }
    Problems::new(accepted(document, telling.found, &open))
}

/// Every question, the small ones first.
fn asked(study: &mut Study<'_>, kinds: &[Kind]) -> Vec<Claim> {
    let mut claims = Vec::new();
    conditions::settled(study, &mut claims);
    leaves::weightless(study, &mut claims);
    matters::settled(study, &mut claims);
    let ids: Vec<AwardId> = study.rules.awards.ids().collect();
    for award in ids {
        if awards::reached(study, award, kinds, &mut claims) {
            awards::requirements(study, award, &mut claims);
        } else {
            super::contradiction::claims(study, award, &mut claims);
        }
    }
    claims
}

/// The codes of which something was not decided.
fn open(claims: &[Claim]) -> BTreeSet<Code> {
    let undecided = claims.iter().filter(|claim| matches!(claim.verdict, Verdict::NotDecided { .. }));
    undecided
        .flat_map(|claim| match claim.question {
            Question::CanBeReached => vec![Code::UnreachableAward, Code::ContradictingRequirements],
            Question::FailsAlone => vec![Code::ImpliedRequirement],
            Question::CanHold | Question::CanBeFalse => vec![Code::ConstantCondition],
            Question::CaseCounts | Question::BandCounts => vec![Code::UnreachedCase],
            Question::FactMatters => vec![Code::IdleFact],
            _ => Vec::new(),
        })
        .collect()
}

/// The conditions that come to the same whatever is said.
fn constant(claims: &[Claim]) -> BTreeSet<&str> {
    let never = claims.iter().filter(|claim| {
        matches!(claim.question, Question::CanHold | Question::CanBeFalse)
            && matches!(claim.verdict, Verdict::Impossible { .. })
    });
    never.map(|claim| claim.about.as_str()).collect()
}

/// The facts that such conditions read.
fn read_by_constant(rules: &Compiled, reads: &reads::Reads<'_>, constant: &BTreeSet<&str>) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    if !constant.is_empty() {
        rules.each_condition(&mut |place, condition| {
            if constant.contains(place().as_str()) {
                facts.extend(reads.condition(condition).iter().map(|fact| rules.facts[*fact].name.clone()));
            }
        });
    }
    facts
}

/// A finding with the names by which `allow` may confine itself to it.
struct Found {
    finding: Diagnostic,
    names: Vec<String>,
}

struct Telling<'d> {
    document: &'d RuleDocument,
    rules: &'d Compiled,
    places: Places<'d>,
    /// The conditions that come to the same whatever is said.
    constant: BTreeSet<&'d str>,
    /// The facts that a condition reads which comes to the same whatever they are: it is told, and they are not.
    decided: BTreeSet<String>,
    found: Vec<Found>,
}

impl Telling<'_> {
    fn claim(&mut self, claim: &Claim) {
        let Verdict::Impossible { proof } = &claim.verdict else { return };
        let about = claim.about.as_str();
        match claim.question {
            Question::CanHold => self.constant(about, "the condition never holds"),
            // A last case may well hold always: it stands for `otherwise`.
            Question::CanBeFalse if !about.contains(".cases.") => self.constant(about, "the condition is never false"),
            Question::CaseCounts if !self.is_constant(&format!("{about}.when")) => {
                let message = format!("`{about}` never counts: a case before it holds wherever it does");
                let help = "take it out, move it up, or narrow the cases before it";
                self.criterion(Code::UnreachedCase, about, message, help);
            }
            Question::BandCounts => {
                let message = format!("`{about}` is never reached");
                let help = "take the band out, or look again at the range of the fact";
                self.criterion(Code::UnreachedCase, about, message, help);
            }
            Question::Matters if !self.nothing_beside_counts(about) => {
                let message = format!("`{about}` never matters: it weighs nothing and nothing compares it");
                let help = "give it a weight, compare it in a requirement, or take it out";
                self.criterion(Code::IdleCriterion, about, message, help);
            }
            Question::FactMatters if !self.decided.contains(about) => {
                let at = Pointer::root().key("facts").key(about);
                let message =
                    format!("the fact `{about}` never matters: what reads it comes to the same for every answer");
                let help = "take it out, or look again at the conditions that read it";
                let place = self.document.origin.key_place(&at);
                self.push(Code::IdleFact, place, message, help, vec![about.to_owned(), format!("facts.{about}")]);
            }
            Question::AnswerMatters if *proof == Proof::NotGiven => {
                let place = self.places.answer(about).map(|at| self.document.origin.key_place(&at));
                let message =
                    format!("no unit can give the answer `{about}`: no fact read through the scale can be it");
                let help = "take it out of the scale, or add it to the values of the fact";
                self.push(
                    Code::IdleAnswer,
                    place.unwrap_or_default(),
                    message,
                    help,
                    vec![about.to_owned(), format!("scales.{about}")],
                );
            }
            Question::EvidenceMatters => {
                let at = Pointer::root().key("evidence").key(about);
                let message =
                    format!("the evidence type `{about}` never matters: what asks for it is satisfied without");
                let help = "take it out, or look again at the `any` that it stands in";
                let place = self.document.origin.key_place(&at);
                self.push(
                    Code::IdleEvidenceType,
                    place,
                    message,
                    help,
                    vec![about.to_owned(), format!("evidence.{about}")],
                );
            }
            Question::FailsAlone if !self.is_constant(&format!("{about}.when")) => {
                let message = format!("`{about}` asks nothing more than the other requirements do");
                let help = "take it out, or look again at its threshold or condition";
                let place = self.places.award(about).map(|at| self.document.origin.place(&at));
                self.push(Code::ImpliedRequirement, place.unwrap_or_default(), message, help, vec![about.to_owned()]);
            }
            _ => {}
        }
    }

    /// Whether an award cannot be reached: by any unit, or by those of some kinds.
    fn reach(&mut self, award: &str, claims: &[&Claim]) {
        let asked = || claims.iter().filter(|claim| claim.question == Question::CanBeReached);
        let never = || asked().filter(|claim| matches!(claim.verdict, Verdict::Impossible { .. }));
        if never().next().is_none() {
            return;
        }
        let place = |name: &str| self.places.award(name).map(|at| self.document.origin.place(&at)).unwrap_or_default();
        let names = vec![award.to_owned()];
        if never().count() < asked().count() {
            let kinds: Vec<String> = never().map(|claim| told(&claim.given)).collect();
            let message = format!("`{award}` cannot be reached by units with {}", kinds.join("; or "));
            let help = "loosen what it requires of them, or accept this where it is meant";
            let place = place(award);
            return self.push(Code::UnreachableAward, place, message, help, names);
        }
        let together = claims.iter().find(|claim| {
            let proved = matches!(claim.verdict, Verdict::Impossible { .. });
            claim.question == Question::HoldTogether && proved
        });
        let parts: Vec<&str> =
            together.and_then(|claim| claim.and.as_deref()).into_iter().flat_map(|and| and.split(", ")).collect();
        let related: Vec<(Place, String)> =
            parts.iter().map(|part| (place(&format!("{award}.{part}")), format!("`{part}`"))).collect();
        let quoted: Vec<String> = parts.iter().map(|part| format!("`{part}`")).collect();
        let (code, at, message, help) = match (quoted.as_slice(), related.last()) {
            ([], _) | ([_], None) => (
                Code::UnreachableAward,
                place(award),
                format!("no unit can be eligible for `{award}`"),
                "loosen what it requires",
            ),
            ([one], Some((at, _))) => (
                Code::UnreachableAward,
                at.clone(),
                format!("no unit satisfies {one}, so that `{award}` cannot be reached"),
                "loosen it",
            ),
            (several, last) => (
                Code::ContradictingRequirements,
                last.map(|(at, _)| at.clone()).unwrap_or_default(),
                format!("{} can never hold together, so that `{award}` cannot be reached", several.join(" and ")),
                "loosen one of them, or take it out",
            ),
        };
        let mut finding = Diagnostic::new(code, at, message).help(help);
        let others = related.len().saturating_sub(1);
        for (place, why) in related.into_iter().take(others) {
            finding = finding.related(place, why);
        }
        let names = names.into_iter().chain(parts.iter().map(|part| format!("{award}.{part}"))).collect();
        self.found.push(Found { finding, names });
    }

    fn is_constant(&self, condition: &str) -> bool {
        self.constant.contains(condition)
    }

    /// Whether a whole group counts for nothing, which is another finding.
    fn nothing_beside_counts(&self, path: &str) -> bool {
        let parent = self.rules.paths.get(path).and_then(|id| self.rules.criteria[*id].parent);
        parent.is_some_and(|parent| {
            let children = self.rules.criteria[parent].children.iter().map(|child| &self.rules.criteria[*child]);
            children.into_iter().all(|child| child.bonus)
        })
    }

    fn constant(&mut self, about: &str, message: &str) {
        let place = self.places.condition(about).map(|at| self.document.origin.place(&at));
        let help = "look again at what it compares, or take it out";
        let names = vec![about.to_owned(), about.trim_start_matches("facts.").to_owned()];
        let message = format!("{message}: `{about}`");
        self.push(Code::ConstantCondition, place.unwrap_or_default(), message, help, names);
    }

    fn criterion(&mut self, code: Code, about: &str, message: String, help: &str) {
        let place = self.places.criterion(about).map(|at| self.document.origin.place(&at));
        self.push(code, place.unwrap_or_default(), message, help, vec![about.to_owned()]);
    }

    fn push(&mut self, code: Code, place: Place, message: String, help: &str, names: Vec<String>) {
        self.found.push(Found { finding: Diagnostic::new(code, place, message).help(help), names });
    }
}

/// What is left without that which the document accepts, with the entries that accept nothing.
fn accepted(document: &RuleDocument, found: Vec<Found>, open: &BTreeSet<Code>) -> Vec<Diagnostic> {
    let mut left = found;
    let mut needless = Vec::new();
    for (i, entry) in document.allow.iter().flatten().enumerate() {
        let Some(code) = entry.code.parse::<Code>().ok().filter(|code| CODES.contains(code)) else { continue };
        let hit = Cell::new(false);
        left.retain(|one| {
            let within = |at: &str| {
                one.names
                    .iter()
                    .any(|name| name.strip_prefix(at).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
            };
            let accepts = one.finding.code == code && entry.at.as_deref().is_none_or(within);
            hit.set(hit.get() || accepts);
            !accepts
        });
        if !hit.get() && !open.contains(&code) {
            let at = document.origin.place(&Pointer::root().key("allow").index(i));
            let message = format!("there is no `{code}` to accept here");
            needless.push(Diagnostic::new(Code::NeedlessAllow, at, message).help("take the entry out"));
        }
    }
    left.into_iter().map(|one| one.finding).chain(needless).collect()
}
