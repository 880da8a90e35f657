//! Every record with its keys.

use super::record::record;
use crate::document::{
    Action, ActionsDocument, Allow, Award, Bands, Bar, Brought, Case, Conditional, CountScorer, Criterion, Defaults,
    DossierDocument, Effective, Equivalent, Evidence, EvidenceType, Exception, ExceptionPolicy, Extends, Fact,
    HeldAward, Invoked, Linear, Measure, Obstacle, RatioScorer, Requirement, Round, RoundEvidence, Rounding,
    RuleDocument, Source, Step, SuiteCase, SuiteDocument, Total, Variation,
};

record! { RuleDocument "a rule set" {
    ruleset required "ruleset",
    edition required "edition",
    title optional "title",
    language optional "language",
    source optional "source",
    effective optional "effective",
    extends optional "extends",
    overrides plain "override",
    remove optional "remove",
    unanswered optional "unanswered",
    defaults optional "defaults",
    display optional "display",
    exceptions optional "exceptions",
    allows optional "allows",
    waived_as optional "waived_as",
    allow optional "allow",
    scales plain "scales",
    facts plain "facts",
    evidence plain "evidence",
    criteria plain "criteria",
    total optional "total",
    measures plain "measures",
    awards plain "awards",
} origin }

record! { Source "a source" {
    citation optional "citation",
    article optional "article",
    url optional "url",
    standing optional "standing",
} }

record! { Effective "the time in force" {
    from optional "from",
    until optional "until",
    replaces optional "replaces",
} }

record! { Extends "what is extended" {
    ruleset required "ruleset",
    edition optional "edition",
} }

record! { ExceptionPolicy "the policy of exceptions" {
    at_most optional "at_most",
    never_on optional "never_on",
} }

record! { Allow "an accepted finding" {
    code required "code",
    at optional "at",
    reason required "reason",
} }

record! { Fact "a fact" {
    kind optional "type",
    of optional "of",
    ordered optional "ordered",
    min optional "min",
    max optional "max",
    unit optional "unit",
    title optional "title",
    question optional "question",
    source optional "source",
    derive optional "derive",
} }

record! { EvidenceType "an evidence type" {
    title optional "title",
    valid_for optional "valid_for",
    exclusive optional "exclusive",
    source optional "source",
} }

record! { Criterion "a criterion" {
    id required "id",
    title optional "title",
    source optional "source",
    weight optional "weight",
    applies_when optional "applies_when",
    bonus optional "bonus",
    answer optional "answer",
    fact optional "fact",
    scale optional "scale",
    met_when optional "met_when",
    bands optional "bands",
    linear optional "linear",
    ratio optional "ratio",
    count optional "count",
    cases cases "cases" and "otherwise",
    evidence optional "evidence",
    question optional "question",
    criteria optional "criteria",
    aggregate optional "aggregate",
    floor optional "floor",
    cap optional "cap",
    round optional "round",
    not_applicable optional "not_applicable",
    at_most_share optional "at_most_share",
    when_empty optional "when_empty",
    unanswered optional "unanswered",
    defaults optional "defaults",
    allows optional "allows",
    waived_as optional "waived_as",
    equivalents optional "equivalents",
} }

record! { Total "the total" {
    title optional "title",
    source optional "source",
    weight optional "weight",
    scored_when optional "scored_when",
    aggregate optional "aggregate",
    floor optional "floor",
    cap optional "cap",
    round optional "round",
    not_applicable optional "not_applicable",
    at_most_share optional "at_most_share",
    when_empty optional "when_empty",
} }

record! { Defaults "defaults" {
    answer optional "answer",
    scale optional "scale",
    evidence optional "evidence",
    weight optional "weight",
    applies_when optional "applies_when",
} }

record! { Bands "bands" {
    of required "of",
    steps required "steps",
    otherwise optional "otherwise",
} }

record! { Step "a step" {
    at_least required "at_least",
    fraction required "fraction",
} }

record! { Linear "a line" {
    of required "of",
    from required "from",
    to required "to",
} }

record! { RatioScorer "a ratio" {
    of required "of",
    to required "to",
    when_zero optional "when_zero",
} }

record! { CountScorer "a count" {
    of required "of",
    out_of required "out_of",
} }

record! { Case "a case" {
    when required "when",
    fraction required "fraction",
} }

record! { Equivalent "an equivalent" {
    id required "id",
    title optional "title",
    source optional "source",
    when optional "when",
    fraction optional "fraction",
    evidence optional "evidence",
} }

record! { Measure "a measure" {
    title optional "title",
    source optional "source",
    sum optional "sum",
    mean optional "mean",
    min optional "min",
    max optional "max",
    weight optional "weight",
    round optional "round",
} }

record! { Award "an award" {
    id required "id",
    title optional "title",
    source optional "source",
    requires required "requires",
    bars optional "bars",
    conditional optional "conditional",
    valid_for optional "valid_for",
} }

record! { Requirement "a requirement" {
    id required "id",
    title optional "title",
    source optional "source",
    score optional "score",
    each optional "each",
    at_least optional "at_least",
    at_least_percent optional "at_least_percent",
    at_most optional "at_most",
    above optional "above",
    below optional "below",
    when optional "when",
    criterion optional "criterion",
    is optional "is",
    award optional "award",
    held optional "held",
    eligible optional "eligible",
    waivable optional "waivable",
    when_not_applicable optional "when_not_applicable",
} }

record! { Bar "a bar" {
    id required "id",
    title optional "title",
    source optional "source",
    when optional "when",
    since optional "since",
    duration optional "for",
} }

record! { Conditional "a conditional grant" {
    requires required "requires",
    duration optional "for",
} }

record! { Rounding "a rounding" {
    places required "places",
    mode rounding "mode",
} }

record! { DossierDocument "a dossier" nulls {
    unit unit "unit",
    title optional "title",
    ruleset optional "ruleset",
    as_of optional "as_of",
    facts facts "facts",
    evidence plain "evidence",
    exceptions plain "exceptions",
    awards plain "awards",
    rounds plain "rounds",
    obstacles plain "obstacles",
} origin }

record! { Evidence "a document" nulls {
    id required "id",
    evidence_type required "type",
    title optional "title",
    issued optional "issued",
    expires optional "expires",
    supports plain "supports",
    reference optional "ref",
    sha256 optional "sha256",
} }

record! { Exception "an exception" nulls {
    kind optional "kind",
    on optional "on",
    reason optional "reason",
    approved_by optional "approved_by",
    issued optional "issued",
    expires optional "expires",
    evidence plain "evidence",
    using optional "using",
} }

record! { HeldAward "an award held" nulls {
    award required "award",
    from optional "from",
    until optional "until",
    revoked optional "revoked",
} }

record! { Round "a round" nulls {
    by required "by",
    on optional "on",
    facts facts "facts",
    evidence plain "evidence",
} }

record! { RoundEvidence "a finding on a document" nulls {
    rejected optional "rejected",
    accepted optional "accepted",
} }

record! { Obstacle "an obstacle" nulls {
    id required "id",
    kind optional "kind",
    title optional "title",
    on plain "on",
} }

record! { SuiteDocument "a suite" {
    suite required "suite",
    edition optional "edition",
    title optional "title",
    rules document "rules",
    cases plain "cases",
} origin }

record! { SuiteCase "a case" {
    name required "name",
    given document "given",
    given_file file "given",
    round optional "round",
    known optional "known",
    insist optional "insist",
    expect optional "expect",
    diagnostics optional "diagnostics",
    with plain "with",
} }

record! { Variation "a variation" {
    name optional "name",
    facts facts "facts",
    as_of optional "as_of",
    expect optional "expect",
} }

record! { ActionsDocument "an actions file" {
    title optional "title",
    ruleset optional "ruleset",
    unit_of_cost optional "unit_of_cost",
    obstacles plain "obstacles",
    actions plain "actions",
    effort plain "effort",
} origin }

record! { Action "an action" {
    id required "id",
    title optional "title",
    sets facts "sets",
    brings plain "brings",
    invokes plain "invokes",
    cost required "cost",
    duration optional "duration",
    needs plain "needs",
    excludes plain "excludes",
    blocked_by plain "blocked_by",
    who optional "who",
    mechanism optional "mechanism",
} }

record! { Brought "a document that an action brings" {
    id optional "id",
    evidence_type required "type",
    title optional "title",
    count optional "count",
    supports plain "supports",
    expires optional "expires",
} }

record! { Invoked "an exception that an action obtains" {
    kind required "kind",
    on required "on",
    using optional "using",
    reason required "reason",
    approved_by required "approved_by",
    valid_for optional "valid_for",
    evidence plain "evidence",
} }
