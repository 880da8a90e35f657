//! The standing of the numbers that are not printed in the source, by what they belong to.

use std::collections::BTreeMap;

use super::{AnswerId, AwardId, CriterionId, EvidenceTypeId, FactId, MeasureId, ScaleId};
use crate::document::Standing;

/// Where a number comes from that is not printed in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    /// `practice` or `assumed`.
    pub(crate) standing: Standing,
    /// What it cites, if anything.
    pub(crate) citation: Option<String>,
}

/// The notes of every element that carries one whose standing is not `printed`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origins {
    pub(crate) facts: BTreeMap<FactId, Note>,
    /// The scale as a whole.
    pub(crate) scales: BTreeMap<ScaleId, Note>,
    /// One answer of a scale, by its position.
    pub(crate) answers: BTreeMap<(ScaleId, AnswerId), Note>,
    pub(crate) evidence_types: BTreeMap<EvidenceTypeId, Note>,
    /// The total stands under the first criterion.
    pub(crate) criteria: BTreeMap<CriterionId, Note>,
    /// An equivalent of a criterion, by its id.
    pub(crate) equivalents: BTreeMap<(CriterionId, String), Note>,
    pub(crate) measures: BTreeMap<MeasureId, Note>,
    pub(crate) awards: BTreeMap<AwardId, Note>,
    /// A requirement or bar of an award, by its id.
    pub(crate) requirements: BTreeMap<(AwardId, String), Note>,
    /// The rule set as a whole: every number in it, where nothing nearer says otherwise.
    pub(crate) rule_set: Option<Note>,
}
