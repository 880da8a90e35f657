//! Where the numbers come from that are not printed in the source.

use super::outline::Outline;
use super::scope::Scope;
use crate::document::{RuleDocument, Source, Standing};
use crate::rule_set::arena::ArenaId;
use crate::rule_set::{AwardId, CriterionId, MeasureId, Note, Origins};

/// The notes of every element.
pub(super) fn origins(scope: &Scope<'_>, document: &RuleDocument, outline: &Outline<'_>) -> Origins {
    let mut origins = Origins { rule_set: note(document.source.as_ref()), ..Origins::default() };
    for (name, fact) in &document.facts {
        if let (Some(id), Some(note)) = (scope.fact_names.get(name), note(fact.source.as_ref())) {
            origins.facts.insert(*id, note);
        }
    }
    for (name, scale) in &document.scales {
        let Some(id) = scope.scale_names.get(name) else { continue };
        if let Some(note) = note(scale.source.as_ref()) {
            origins.scales.insert(*id, note);
        }
        for (at, answer) in scope.scales[*id].answers.ids().zip(scale.answers.values()) {
            if let Some(note) = note(answer.source.as_ref()) {
                origins.answers.insert((*id, at), note);
            }
        }
    }
    for (name, evidence) in &document.evidence {
        if let (Some(id), Some(note)) = (scope.evidence_names.get(name), note(evidence.source.as_ref())) {
            origins.evidence_types.insert(*id, note);
        }
    }
    for (i, item) in outline.items.iter().enumerate() {
        if let Some(note) = note(item.written.source.as_ref()) {
            origins.criteria.insert(CriterionId::new(i), note);
        }
        for equivalent in item.written.equivalents.iter().flatten() {
            if let Some(note) = note(equivalent.source.as_ref()) {
                origins.equivalents.insert((CriterionId::new(i), equivalent.id.clone()), note);
            }
        }
    }
    for (i, measure) in document.measures.values().enumerate() {
        if let Some(note) = note(measure.source.as_ref()) {
            origins.measures.insert(MeasureId::new(i), note);
        }
    }
    of_awards(document, &mut origins);
    origins
}

fn of_awards(document: &RuleDocument, origins: &mut Origins) {
    for (i, award) in document.awards.iter().enumerate() {
        let id = AwardId::new(i);
        if let Some(note) = note(award.source.as_ref()) {
            origins.awards.insert(id, note);
        }
        let requirements = award.all_requirements().map(|one| (&one.id, &one.source));
        let bars = award.bars.iter().flatten().map(|bar| (&bar.id, &bar.source));
        for (name, source) in requirements.chain(bars) {
            if let Some(note) = note(source.as_ref()) {
                origins.requirements.insert((id, name.clone()), note);
            }
        }
    }
}

fn note(source: Option<&Source>) -> Option<Note> {
    let source = source?;
    let standing = source.standing.filter(|standing| *standing != Standing::Printed)?;
    Some(Note { standing, citation: super::criterion::cites(Some(source)) })
}
