//! From a document to a dossier, or to all that is wrong with it.

use std::sync::Arc;

use super::overlay::{Laid, Overlay};
use super::sheet::Sheet;
use super::{BindOptions, Dossier, answers, documents, exceptions, rounds, sums, unanswered};
use crate::diagnostic::steps::at;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::DossierDocument;
use crate::id::{is_blank, is_name};
use crate::rule_set::arena::Arena;
use crate::rule_set::{FactId, Value};
use crate::{Date, Problems, RuleSet};

impl RuleSet {
    /// Binds a dossier as written to these rules.
    ///
    /// # Errors
    /// All that is wrong with the document, each with its place: what was wrong with its shape when it was read;
    /// a unit without a name; another rule set named; no as-of date, or one outside the edition; facts, evidence types, criteria,
    /// awards or documents that are not known; answers of another type, out of range or not among those of a
    /// choice; dates in the wrong order; two documents or rounds of one name; a leaf that may not be left
    /// unanswered. Nothing is coerced, and nothing is refused later.
    ///
    /// What is worth a look but no error stands in [`Dossier::warnings`].
    pub fn bind(&self, document: &DossierDocument, options: &BindOptions) -> Result<Dossier, Problems> {
        bind(self, document, None, options)
    }
}

/// Binds `document`; the facts of `over` replace its own.
pub(super) fn bind(
    rules: &RuleSet,
    document: &DossierDocument,
    over: Option<&DossierDocument>,
    options: &BindOptions,
) -> Result<Dossier, Problems> {
    let own = Sheet::new(document);
    let shared = options.shared.map(Sheet::new);
    let sheets: Vec<Sheet> = [own].into_iter().chain(shared).collect();
    let with_facts: Vec<Sheet> = [own].into_iter().chain(over.map(Sheet::new)).collect();

    let mut found: Vec<Diagnostic> = Vec::new();
    for sheet in with_facts.iter().chain(&shared) {
        found.extend_from_slice(sheet.document.origin.problems());
    }
    check_unit(own, &mut found);
    check_names(rules, own, shared, &mut found);
    let (as_of, insisted) = as_of(rules, &sheets, options, &mut found);
    let mut answers = answers::read(rules, shared, &with_facts, &mut found);
    let mut documents = documents::read(rules, &sheets, &mut found);
    let given = rounds::read(own, std::mem::take(&mut answers.rounds), &documents, &mut found);
    let asked = rounds::asked(own, &given, options, &mut found);
    let overlay = (!given.is_empty()).then(|| Overlay { own: answers.values.clone(), rounds: given, asked });
    let mut laid = match &overlay {
        Some(overlay) => {
            overlay.judge(options.known, &mut documents.list);
            overlay.lay(options.known)
        }
        None => Laid { answered_by: Arena::like(&answers.values, |_| None), facts: answers.values },
    };
    laid.facts[FactId::AS_OF] = as_of.map(Value::Date);
    sums::check(rules, &laid.facts, own, &mut found);
    let exceptions = exceptions::read(rules, &sheets, &documents, &mut found);
    let held = exceptions::read_held(rules, &sheets, &mut found);
    let obstacles = exceptions::read_obstacles(rules, &sheets, &mut found);
    unanswered::check(rules, &laid.facts, &answers.faulty, own, &mut found);

    let problems = Problems::new(found).at_most(document.origin.limits().problems);
    match as_of {
        Some(as_of) if !problems.has_errors() => Ok(Dossier {
            unit: document.unit.as_str().into(),
            title: document.title.clone().map(Arc::new),
            as_of,
            insisted,
            known: options.known,
            slots: crate::evaluate::slots::slots(&laid.facts),
            facts: Arc::new(laid.facts),
            answered_by: Arc::new(laid.answered_by),
            overlay: overlay.map(Arc::new),
            documents: documents.list.into(),
            exceptions: exceptions.into(),
            held: held.into(),
            obstacles: obstacles.into(),
            warnings: problems.into_iter().collect(),
            rules: rules.clone(),
        }),
        _ => Err(problems),
    }
}

pub(super) fn check_names(rules: &RuleSet, own: Sheet, shared: Option<Sheet>, found: &mut Vec<Diagnostic>) {
    for sheet in [own].into_iter().chain(shared) {
        if let Some(named) = &sheet.document.ruleset
            && named != rules.id()
        {
            let message = format!("the dossier is for the rule set `{named}`, not for `{}`", rules.id());
            found.push(
                sheet
                    .finding(Code::OtherRuleSet, at!["ruleset"], message)
                    .help(format!("bind it to `{named}`, or leave `ruleset` out")),
            );
        }
    }
    if let Some(shared) = shared
        && !shared.document.rounds.is_empty()
    {
        found.push(
            Diagnostic::new(Code::SharedRounds, shared.key_place(at!["rounds"]), "a shared dossier has no rounds")
                .help("write the answers themselves as its facts, or the rounds in the dossiers of the units"),
        );
    }
}

fn check_unit(own: Sheet, found: &mut Vec<Diagnostic>) {
    let unit = &own.document.unit;
    // One that was left out, or is blank, was told when it was read.
    let told = is_blank(unit) && !own.document.origin.problems().is_empty();
    if !told && !is_name(unit) {
        let message = if is_blank(unit) {
            "the unit has no name".to_owned()
        } else {
            format!("`{}` is no name of a unit", unit.escape_debug())
        };
        found.push(
            own.finding(Code::BadId, at!["unit"], message)
                .help("a unit's name is made of lower-case letters, digits, `_` and `-`, and starts with a letter"),
        );
    }
}

/// The as-of date, of the caller, the dossier or the shared dossier, and whether it had to be insisted on.
fn as_of(
    rules: &RuleSet,
    sheets: &[Sheet],
    options: &BindOptions,
    found: &mut Vec<Diagnostic>,
) -> (Option<Date>, bool) {
    let said = sheets.iter().find_map(|sheet| sheet.document.as_of.map(|as_of| (as_of, *sheet)));
    let Some(as_of) = options.as_of.or(said.map(|(as_of, _)| as_of)) else {
        if let Some(own) = sheets.first()
            && !own.says(at!["as_of"])
        {
            found.push(
                own.finding(Code::NoAsOf, at![], "the dossier does not say as of which date it is assessed")
                    .help("write `as_of: YYYY-MM-DD`, or give the date when it is assessed"),
            );
        }
        return (None, false);
    };
    if is_in_force(rules, as_of) {
        return (Some(as_of), false);
    }
    if !options.insist {
        let where_said = said.filter(|_| options.as_of.is_none()).map(|(_, sheet)| sheet);
        let place = where_said.map(|sheet| sheet.place(at!["as_of"])).unwrap_or_default();
        found.push(outside(rules, as_of, place));
    }
    (Some(as_of), true)
}

/// Refuses a date outside the edition, if it is not insisted on.
pub(crate) fn check_as_of(rules: &RuleSet, as_of: Date, insist: bool) -> Result<(), Problems> {
    if insist || is_in_force(rules, as_of) { Ok(()) } else { Err(outside(rules, as_of, Place::default()).into()) }
}

/// Whether the edition is in force on the date.
pub(super) fn is_in_force(rules: &RuleSet, date: Date) -> bool {
    rules.effective_from().is_none_or(|from| from <= date) && rules.effective_until().is_none_or(|until| date < until)
}

fn outside(rules: &RuleSet, as_of: Date, place: Place) -> Diagnostic {
    let message = format!("as of {as_of}, `{}` {} is not in force", rules.id(), rules.edition());
    Diagnostic::new(Code::OutsideEdition, place, message).help(in_force(rules))
}

fn in_force(rules: &RuleSet) -> String {
    let range = match (rules.effective_from(), rules.effective_until()) {
        (Some(from), Some(until)) => format!("from {from} until {until} (excluded)"),
        (Some(from), None) => format!("from {from} on"),
        (_, until) => until.map_or_else(|| "always".to_owned(), |until| format!("until {until} (excluded)")),
    };
    format!("it is in force {range}: assess under the edition of that date, or insist")
}
