//! Every sentence that reports say, as data: one list makes the type, and the test that the catalogue is complete.

mod catalogue;
mod value;

use serde::Serialize;

pub(super) use catalogue::{Arguments, Speaker};
pub(super) use value::verdict_word;
pub use value::{Comparison, Label, Reading, Scored, Signed, Words};

use crate::assessment::{Eligibility, Range, Status, Verdict};
use crate::document::Standing;
use crate::{Date, Duration, Number};

/// Makes [`Message`] from the list: what it says, its variant, its id in the catalogue, its variables.
macro_rules! messages {
    ($($(#[doc = $about:literal])* $variant:ident $id:literal { $($variable:ident: $type:ty),* };)*) => {
        /// A sentence with what it speaks of, in no language yet.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(tag = "message", rename_all = "kebab-case")]
        #[non_exhaustive]
        pub enum Message {
            $($(#[doc = $about])* $variant {
                $(#[doc = concat!("`$", stringify!($variable), "` of the sentence.")] $variable: $type,)*
            },)*
        }

        impl Message {
            /// Every message: variant, id, variables.
            #[cfg(test)]
            pub(super) const LIST: &'static [(&'static str, &'static str, &'static [&'static str])] =
                &[$((stringify!($variant), $id, &[$(stringify!($variable)),*]),)*];

            /// Its id in the catalogue.
            #[must_use]
            pub fn id(&self) -> &'static str {
                match self { $(Message::$variant { .. } => $id,)* }
            }

            /// Its variables, in the language and with the figures of `speaker`.
            fn arguments(&self, speaker: &Speaker) -> Arguments {
                let mut arguments = Arguments::new();
                match self {
                    $(Message::$variant { $($variable),* } => {
                        $(arguments.set(stringify!($variable), value::Value::said($variable, speaker));)*
                    })*
                }
                arguments
            }
        }
    };
}

messages! {
    // What was assessed.
    /// A unit.
    Unit "unit" { unit: Label };
    /// The rules and the date.
    MadeBy "made-by" { ruleset: Label, edition: String, as_of: Date };
    /// The last round that counts.
    UpToRound "up-to-round" { round: String };
    /// The date lies outside the edition.
    Insisted "insisted" {};
    /// A round counts although it was given after the as-of date.
    LaterRound "later-round" { round: String };
    /// What was given later is left out.
    KnownOn "known-on" { known: Date };

    // Headings and single words.
    /// The final score.
    Total "total" {};
    /// The score of the facts alone.
    Claimed "claimed" {};
    /// The score with evidence asked.
    Evidenced "evidenced" {};
    /// No score, which is not 0.
    NoScore "no-score" {};
    /// The criteria.
    HeadingCriteria "heading-criteria" {};
    /// The measures.
    HeadingMeasures "heading-measures" {};
    /// The awards.
    HeadingAwards "heading-awards" {};
    /// Accepted exceptions.
    HeadingExceptions "heading-exceptions" {};
    /// Refused exceptions.
    HeadingRefused "heading-refused" {};
    /// What is remarkable about documents.
    HeadingEvidence "heading-evidence" {};
    /// Numbers not printed in the source.
    HeadingRestsOn "heading-rests-on" {};
    /// What binding warned of.
    HeadingWarnings "heading-warnings" {};
    /// A column: the unit.
    ColumnUnit "column-unit" {};
    /// A column: the highest award.
    ColumnHighest "column-highest" {};
    /// A column: what the unit is nearest to.
    ColumnNearest "column-nearest" {};
    /// A column: contributions to the total.
    ColumnContribution "column-contribution" {};
    /// No award.
    NoAward "no-award" {};
    /// A status as people call it, from its word.
    StatusWord "status-word" { status: String };
    /// An award's outcome as people call it, from its word.
    OutcomeWord "outcome-word" { outcome: String };
    /// A requirement's outcome as people call it, from its word.
    VerdictWord "verdict-word" { verdict: String };
    /// A comparison as people call it, from its word.
    ComparatorWord "comparator-word" { comparator: String };

    // Points.
    /// Points out of as many.
    Points "points" { points: String, of: String };
    /// Claimed and evidenced points, where they are not the final ones.
    Before "before" { claimed: Range, evidenced: Range };
    /// What it adds to the total.
    Contributes "contributes" { points: Range };

    // Criteria.
    /// A criterion with its status and points.
    Criterion "criterion" { criterion: Label, status: Status, score: Scored };
    /// The total with its points.
    TotalIs "total-is" { score: Scored };
    /// There is no total.
    TotalNone "total-none" {};
    /// The total is scored only under a condition.
    ScoredWhen "scored-when" {};
    /// What is asked.
    Question "question" { question: Words };
    /// The criterion applies only under a condition.
    AppliesWhen "applies-when" {};
    /// What the source says.
    Cites "cites" { source: String };
    /// A number that is not printed in the source.
    StandsOn "stands-on" { standing: Standing, at: String, citation: String };

    // Facts.
    /// A fact and its value.
    FactIs "fact-is" { fact: Label, value: Reading };
    /// A fact, its value, and whose answer counted.
    FactIsBy "fact-is-by" { fact: Label, value: Reading, by: String };
    /// The answer to a criterion's own question.
    Answered "answered" { value: Reading };
    /// The answer to a criterion's own question, and whose answer counted.
    AnsweredBy "answered-by" { value: Reading, by: String };
    /// Nobody answered a criterion's own question.
    NotAnswered "not-answered" {};
    /// What the unit itself answered, where rounds answered too.
    SaidByUnit "said-by-unit" { value: Reading };
    /// What a round answered.
    SaidByRound "said-by-round" { round: String, value: Reading };
    /// A fact that nobody answered.
    FactMissing "fact-missing" { fact: Label };
    /// A derived fact that does not apply.
    FactNotApplicable "fact-not-applicable" { fact: Label };
    /// A derived fact and its value, whose reasons stand elsewhere in the explanation.
    FactIsElsewhere "fact-is-elsewhere" { fact: Label, value: Reading };
    /// A derived fact without a value, whose reasons stand elsewhere in the explanation.
    FactElsewhere "fact-elsewhere" { fact: Label };

    /// The words for true and false.
    TruthWord "truth-word" { truth: String };

    // How a leaf's fraction is made.
    /// An answer gives a fraction.
    ScaleGives "scale-gives" { scale: Label, answer: Label, fraction: Number };
    /// An answer says that the criterion does not apply.
    ScaleNotApplicable "scale-not-applicable" { scale: Label, answer: Label };
    /// An answer leaves the fraction open.
    ScaleUnknown "scale-unknown" { scale: Label, answer: Label };
    /// Met when a condition holds.
    MetWhen "met-when" {};
    /// A step of bands is reached.
    BandReached "band-reached" { fact: Label, at_least: Number, fraction: Number };
    /// No step of bands is reached.
    BandNone "band-none" { fact: Label, fraction: Number };
    /// Between two values.
    Linear "linear" { fact: Label, from: Number, to: Number };
    /// One fact divided by another.
    Ratio "ratio" { of: Label, to: Label };
    /// How many conditions hold.
    Counted "counted" { out_of: Number };
    /// The case that decides.
    CaseGives "case-gives" { case: usize, fraction: Number };
    /// A case that is open.
    CaseOpen "case-open" { case: usize, fraction: Number };
    /// No case holds.
    CaseNone "case-none" { fraction: Number };
    /// What remains where none of the open cases holds.
    CaseElse "case-else" { fraction: Number };
    /// What the facts give.
    FractionIs "fraction-is" { fraction: Range };
    /// Not answered, and so counted as 0.
    CountedAsZero "counted-as-zero" {};
    /// Not answered, and so left out.
    LeftOut "left-out" {};

    // Conditions.
    /// All of so many.
    AllOf "all-of" { count: usize };
    /// At least one of so many.
    AnyOf "any-of" { count: usize };
    /// The contrary of what stands below.
    NotThis "not-this" {};
    /// A number of so many.
    CountOf "count-of" { at_least: usize, at_most: usize, count: usize };
    /// The fact is answered.
    IsAnswered "is-answered" { fact: Label };
    /// The fact is not answered.
    IsNotAnswered "is-not-answered" { fact: Label };
    /// The fact is true, or false.
    IsBoolean "is-boolean" { fact: Label, value: Reading };
    /// The fact has one of these values.
    IsIn "is-in" { fact: Label, values: String };
    /// The fact has none of these values.
    IsNotIn "is-not-in" { fact: Label, values: String };
    /// Not less than.
    IsAtLeast "is-at-least" { fact: Label, value: String };
    /// Not more than.
    IsAtMost "is-at-most" { fact: Label, value: String };
    /// More than; of a date, after.
    IsAbove "is-above" { fact: Label, value: String };
    /// Less than; of a date, before.
    IsBelow "is-below" { fact: Label, value: String };
    /// The text is as long.
    HasLength "has-length" { fact: Label, length: usize };
    /// The text starts so.
    StartsWith "starts-with" { fact: Label, prefix: String };
    /// The text does not start so.
    StartsNotWith "starts-not-with" { fact: Label, prefix: String };
    /// A URL stands in the text.
    HasUrl "has-url" { fact: Label };
    /// No URL stands in the text.
    HasNoUrl "has-no-url" { fact: Label };

    // Groups.
    /// `sum`
    AggregateSum "aggregate-sum" {};
    /// `mean`
    AggregateMean "aggregate-mean" {};
    /// `min`
    AggregateMin "aggregate-min" {};
    /// `max`
    AggregateMax "aggregate-max" {};
    /// `best`
    AggregateBest "aggregate-best" { count: usize };
    /// `all`
    AggregateAll "aggregate-all" {};
    /// `any`
    AggregateAny "aggregate-any" {};
    /// `at_least`
    AggregateAtLeast "aggregate-at-least" { count: usize };
    /// `deduct`
    AggregateDeduct "aggregate-deduct" { weight: Number, floor: Number };
    /// Points are limited.
    Capped "capped" { cap: Number };
    /// Points are rounded.
    Rounded "rounded" { places: usize };
    /// A bonus.
    Bonus "bonus" {};
    /// The others take over the weight of what does not apply.
    Redistributed "redistributed" {};
    /// The group's weight falls by what does not apply.
    Shrunk "shrunk" {};
    /// What does not apply counts as met.
    CountedFull "counted-full" {};
    /// What does not apply counts as not met.
    CountedZero "counted-zero" {};

    // Evidence.
    /// The evidence asked for is there.
    EvidenceThere "evidence-there" {};
    /// The evidence asked for is not there.
    EvidenceLacking "evidence-lacking" {};
    /// All that stands below.
    EvidenceAll "evidence-all" {};
    /// One of what stands below.
    EvidenceAny "evidence-any" {};
    /// So many documents of a type, of as many asked for.
    EvidenceType "evidence-type" { kind: Label, have: usize, asked: usize };
    /// A document that counts.
    DocumentCounts "document-counts" { document: Label, kind: Label };
    /// A document that an assessor rejected.
    DocumentRejected "document-rejected" { document: Label, by: String, why: String };
    /// A document issued after the as-of date.
    DocumentNotYet "document-not-yet" { document: Label, issued: Date };
    /// A document that is no longer valid.
    DocumentLapsed "document-lapsed" { document: Label, until: Date };
    /// A document of a type that is not asked for.
    /// A document that may support one criterion, and is listed for several.
    DocumentReused "document-reused" { document: Label };
    /// A document that does not count, with the reason as it was given.
    DocumentUnusable "document-unusable" { document: Label, why: String };
    /// A finding about documents.
    EvidenceFinding "evidence-finding" { documents: String, what: String, on: String, because: String };

    // Exceptions.
    /// What stands in the unit's way.
    Obstacle "obstacle" { obstacle: Label };
    /// An accepted waiver.
    Waiver "waiver" { on: Label };
    /// An accepted equivalent.
    Equivalent "equivalent" { on: Label, equivalent: Label };
    /// Accepted as not applicable.
    NotApplicableAccepted "not-applicable-accepted" { on: Label };
    /// Why it was asked for, and who approved it.
    Approved "approved" { reason: String, by: String };
    /// Whether an equivalent's condition holds is not known.
    Uncertain "uncertain" {};
    /// What it was worth.
    Worth "worth" { worth: Signed };
    /// The awards that would come out otherwise without it.
    Decides "decides" { awards: Vec<Label> };
    /// A refused exception.
    Refused "refused" { kind: String, on: String, why: String, because: String };
    /// An equivalent that the rules offer and nobody used.
    EquivalentOffered "equivalent-offered" { equivalent: Label, fraction: Number };
    /// An equivalent holds only under a condition.
    EquivalentWhen "equivalent-when" {};
    /// An equivalent's fraction.
    EquivalentFraction "equivalent-fraction" { fraction: Number };

    // Awards.
    /// An award and its outcome.
    Award "award" { award: Label, outcome: Eligibility };
    /// In force on the as-of date.
    AwardHeld "award-held" {};
    /// Until when a grant would hold.
    WouldLapse "would-lapse" { date: Date };
    /// The highest award.
    Highest "highest" { award: Label };
    /// A requirement by its name.
    Requirement "requirement" { requirement: Label, verdict: Verdict };
    /// A comparison of points.
    ComparesPoints "compares-points" { what: Label, comparator: Comparison, threshold: Number, points: Range };
    /// A comparison of a percentage.
    ComparesPercent "compares-percent" { what: Label, threshold: Number, percent: Range };
    /// A comparison whose score does not apply.
    ComparesNothing "compares-nothing" { what: Label };
    /// A comparison with a score that there is not.
    ComparesNoScore "compares-no-score" { what: Label };
    /// A score is compared to which nothing that is answered adds.
    ComparesUnanswered "compares-unanswered" { what: Label };
    /// Points less threshold.
    Margin "margin" { margin: Signed };
    /// Points less threshold, in percentage points.
    MarginPercent "margin-percent" { margin: Signed };
    /// It holds by a waiver.
    HoldsByWaiver "holds-by-waiver" {};
    /// A condition decides.
    RequiresCondition "requires-condition" {};
    /// A status decides.
    RequiresStatus "requires-status" { criterion: Label, statuses: Vec<Status>, status: Status };
    /// An award must be in force.
    RequiresHeld "requires-held" { award: Label };
    /// An award must not be in force.
    RequiresNotHeld "requires-not-held" { award: Label };
    /// The unit must be eligible for another award.
    RequiresEligible "requires-eligible" { award: Label, outcome: Eligibility };
    /// On conditions.
    OnConditions "on-conditions" { duration: Duration };
    /// A length of time, in days, weeks, months or years.
    Period "period" { count: usize, unit: String };
    /// A bar.
    Bar "bar" { bar: Label, verdict: String };
    /// Until when it bars.
    BarUntil "bar-until" { date: Date };
    /// What has to be answered.
    UndecidedBy "undecided-by" { facts: Vec<Label> };
    /// What a unit is nearest to.
    Nearest "nearest" { award: Label, requirement: Label, margin: Signed };
    /// What a unit is nearest to, where no points are compared.
    NearestWithout "nearest-without" { award: Label, requirement: Label };

    // Plans.
    /// What is planned.
    PlanFor "plan-for" { award: Label, as_of: Date };
    /// The date asked for.
    PlanBy "plan-by" { by: Date };
    /// The budget asked for.
    PlanBudget "plan-budget" { budget: Number, unit: String };
    /// One of several plans.
    PlanHeading "plan-heading" { number: usize };
    /// What a plan comes to.
    PlanSum "plan-sum" { cost: Number, unit: String, done: Date, actions: usize };
    /// There is nothing to do.
    PlanNothing "plan-nothing" {};
    /// What is proved, from its word.
    PlanProved "plan-proved" { verdict: String };
    /// What to find out, once so many actions are done.
    FindOut "find-out" { actions: usize };
    /// How far the best plan may be from the least.
    PlanGap "plan-gap" { bound: Number, gap: Number, unit: String };
    /// How much was searched.
    PlanWork "plan-work" { nodes: usize, assessed: usize };
    /// The score once all is done.
    PlanScore "plan-score" { score: Scored, as_of: Date };
    /// An action of a plan.
    PlanStep "plan-step" { action: Label, begins: Date, done: Date, cost: Number, unit: String };
    /// Who does it.
    PlanWho "plan-who" { who: Words };
    /// Who decides, and how.
    PlanMechanism "plan-mechanism" { mechanism: Words };
    /// What it waits for.
    PlanAfter "plan-after" { actions: String };
    /// What is answered then.
    PlanSets "plan-sets" { fact: Label, value: String };
    /// A document it must produce.
    PlanEvidence "plan-evidence" { document: Label, kind: Label };
    /// Until when that document is valid.
    PlanEvidenceUntil "plan-evidence-until" { document: Label, kind: Label, until: Date };
    /// An exception it must obtain.
    PlanException "plan-exception" { kind: String, on: Label, by: String };
    /// An equivalent it must obtain.
    PlanEquivalent "plan-equivalent" { equivalent: Label, on: Label, by: String };
    /// What cannot be met together.
    WhyNot "why-not" { count: usize };
    /// What could be met, but not within the budget.
    WhyNotBudget "why-not-budget" {};
    /// The explanation is not proved to be the shortest.
    WhyNotUnproved "why-not-unproved" {};
    /// An obstacle and what it stands in the way of.
    Obstructs "obstructs" { obstacle: Label, requirements: String };
    /// The actions it forbids.
    Forbids "forbids" { actions: String };
    /// Whether there would be a plan without it.
    Decided "decided" { decides: String };
    /// Actions that cannot be done in time.
    TooLate "too-late" { actions: String };
    /// The cheapest plan per award.
    HeadingTiers "heading-tiers" {};
    /// What an award costs.
    TierCosts "tier-costs" { award: Label, cost: Number, unit: String };
    /// The cheapest way to an award that leaves it to what is missing.
    TierOpen "tier-open" { award: Label, cost: Number, unit: String, facts: String };
    /// An award without a plan.
    TierNone "tier-none" { award: Label };

    // Measures.
    /// A measure with its points.
    Measure "measure" { measure: Label, score: Scored };
    /// A measure to which nothing applies.
    MeasureNothing "measure-nothing" { measure: Label };
    /// What it adds up.
    MeasureOver "measure-over" { kind: String };
    // Where the points went.
    /// What the total lacks of the whole.
    DistanceFromFull "distance-from-full" { points: Range, of: Range };
    /// There is no distance to tell.
    DistanceUnknown "distance-unknown" {};
    /// Points lost at a criterion, and why.
    PointsLost "points-lost" { criterion: Label, points: Signed, by: String };
    /// What evidence and documents would be worth.
    HeadingLackingEvidence "heading-lacking-evidence" {};
    /// What the evidence of a criterion would be worth.
    WithEvidence "with-evidence" { criterion: Label, worth: Signed };
    /// What a document would be worth if it counted.
    WithDocument "with-document" { document: String, worth: Signed };
    /// The awards that would come out otherwise with it.
    WouldTurn "would-turn" { awards: Vec<Label> };
    /// The total before and after.
    TotalChanged "total-changed" { from: Date, to: Date, before: Range, after: Range };
    /// An award before and after.
    AwardChanged "award-changed" { award: Label, before: Eligibility, after: Eligibility };
    /// The causes of a change.
    HeadingCauses "heading-causes" {};
    /// New rules.
    CauseRules "cause-rules" { from: String, to: String };
    /// Time passed.
    CauseTime "cause-time" { from: Date, to: Date };
    /// Another answer.
    CauseFact "cause-fact" { fact: Label, from: Reading, to: Reading };
    /// A document came or went.
    CauseDocument "cause-document" { document: String, came: String };
    /// An exception came or went.
    CauseException "cause-exception" { on: Label, came: String };
    /// A round counts, or counts no more.
    CauseRound "cause-round" { round: String, came: String };
    /// An award granted before came into force or lapsed.
    CauseHeld "cause-held" { award: Label, came: String };
    /// What no single cause accounts for.
    CauseOther "cause-other" {};
    /// A share of the change in the total.
    ShareOfChange "share-of-change" { points: Signed };
    /// A share in turning an award, in percent.
    TurnsAward "turns-award" { award: Label, share: Number };
    /// The causes were taken in order.
    SplitInOrder "split-in-order" {};

    // How firmly outcomes stand.
    /// How far a requirement is on the side on which it holds.
    Slack "slack" { slack: Signed };
    /// The range of a threshold.
    ThresholdHolds "threshold-holds" { now: Number, range: String };
    /// The criteria that alone would turn an award.
    HeadingPivotal "heading-pivotal" {};
    /// A criterion that alone would turn an award.
    PivotalCriterion "pivotal-criterion" { criterion: Label };
    /// What an award comes to at a fraction.
    TurnsAt "turns-at" { fraction: Number, outcome: Eligibility };
    /// What an award comes to with an answer.
    TurnsByAnswer "turns-by-answer" { answers: String, fraction: Number, outcome: Eligibility };
    /// The weights that matter.
    HeadingWeights "heading-weights" {};
    /// The range of a weight.
    WeightHolds "weight-holds" { criterion: Label, now: Number, range: String };
    /// The range of a weight is not decided.
    WeightNotDecided "weight-not-decided" { criterion: Label };

    // What to find out.
    /// Whether an award is certain, possible or impossible.
    AwardChance "award-chance" { award: Label, chance: String };
    /// The smallest set of facts that settles an award.
    AskSmallest "ask-smallest" {};
    /// Facts that settle an award, perhaps more than it takes.
    AskAll "ask-all" {};
    /// A fact to ask for.
    Ask "ask" { number: usize, fact: Label };
    /// A fact to ask for, and how often the award is settled then.
    AskSettles "ask-settles" { number: usize, fact: Label, percent: Number };

    // What changes when.
    /// The dates to come.
    HeadingTimeline "heading-timeline" { until: Date };
    /// No date to come.
    NothingChanges "nothing-changes" { until: Date };
    /// A date.
    OnDate "on-date" { date: Date };
    /// What happens on a date.
    Happens "happens" { what: String, name: Label };
    /// The total before and from then on.
    TotalBecomes "total-becomes" { before: Range, after: Range };
    /// A status before and from then on.
    StatusChanges "status-changes" { criterion: Label, before: Status, after: Status };
    /// What has to be renewed.
    HeadingRenewals "heading-renewals" {};
    /// By when to renew what stands below, to keep an award.
    RenewBy "renew-by" { by: Date, award: Label };
    /// No renewal keeps an award.
    NothingKeeps "nothing-keeps" { by: Date, award: Label };
}
