//! The one list of codes: it makes the type, the pages, the documentation and the tests.

use std::fmt;
use std::str::FromStr;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth a look; the input is usable.
    Warning,
    /// The input is refused.
    Error,
}

impl Severity {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Makes [`Code`] from the list: a variant, its name, its severity. The page of a code, with a bad file,
/// what is printed for it and a good twin, is `codes/NAME.md`; a test runs every page.
macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident;)*) => {
        /// A stable name for a kind of finding. Names are never reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = include_str!(concat!("codes/", $name, ".md"))] $variant,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The name, such as `unknown-fact`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// The severity it has unless a caller changes it.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// Its page, in Markdown: what it finds, why it is bad, an example and what to use instead.
            #[must_use]
            pub fn page(self) -> &'static str {
                match self { $(Code::$variant => include_str!(concat!("codes/", $name, ".md")),)* }
            }
        }
    };
}

codes! {
    // Reading.
    YamlSyntax "yaml-syntax" Error;
    TooLarge "too-large" Error;
    DuplicateKey "duplicate-key" Error;
    UnknownKey "unknown-key" Error;
    MissingKey "missing-key" Error;
    WrongShape "wrong-shape" Error;
    BadNumber "bad-number" Error;
    BadDate "bad-date" Error;
    // Names.
    BadId "bad-id" Error;
    ReservedId "reserved-id" Error;
    DuplicateId "duplicate-id" Error;
    CollidingName "colliding-name" Error;
    BadEdition "bad-edition" Error;
    UnknownFact "unknown-fact" Error;
    UnknownScale "unknown-scale" Error;
    UnknownEvidenceType "unknown-evidence-type" Error;
    UnknownCriterion "unknown-criterion" Error;
    UnknownScore "unknown-score" Error;
    UnknownAward "unknown-award" Error;
    UnknownStatus "unknown-status" Error;
    UnknownTarget "unknown-target" Error;
    UnknownCode "unknown-code" Error;
    // Structure.
    LeafAndGroup "leaf-and-group" Error;
    NoScorer "no-scorer" Error;
    SeveralScorers "several-scorers" Error;
    EmptyGroup "empty-group" Error;
    EmptyList "empty-list" Error;
    MisplacedKey "misplaced-key" Error;
    UnclearMeasure "unclear-measure" Error;
    UnclearRequirement "unclear-requirement" Error;
    UnclearBar "unclear-bar" Error;
    UnresolvedExtends "unresolved-extends" Error;
    BrokenExtends "broken-extends" Error;
    // Facts and what compares with them.
    IncompleteFact "incomplete-fact" Error;
    DuplicateValue "duplicate-value" Error;
    EmptyRange "empty-range" Error;
    EmptyPeriod "empty-period" Error;
    WrongFactType "wrong-fact-type" Error;
    WrongLiteral "wrong-literal" Error;
    UnknownValue "unknown-value" Error;
    OutOfRange "out-of-range" Error;
    FactCycle "fact-cycle" Error;
    DivisionByZero "division-by-zero" Error;
    // Scoring.
    UnmappedAnswer "unmapped-answer" Error;
    FractionOutOfRange "fraction-out-of-range" Error;
    UnorderedBands "unordered-bands" Error;
    FlatLine "flat-line" Error;
    BadOutOf "bad-out-of" Error;
    NegativeWeight "negative-weight" Error;
    ContradictedWeight "contradicted-weight" Error;
    UndeclaredWeight "undeclared-weight" Error;
    ImpossibleCount "impossible-count" Error;
    WeightlessMean "weightless-mean" Error;
    OverlappingMeasure "overlapping-measure" Error;
    // Awards.
    AwardCycle "award-cycle" Error;
    UnreachableThreshold "unreachable-threshold" Error;
    // Suites.
    UnknownRuleSet "unknown-rule-set" Error;
    AmbiguousRuleSet "ambiguous-rule-set" Error;
    UnknownExpectation "unknown-expectation" Error;
    NoExpectation "no-expectation" Error;
    GivenNotFound "given-not-found" Error;
    // The files of a dossier's documents.
    FileNotFound "file-not-found" Error;
    DigestDiffers "digest-differs" Error;
    FileTwice "file-twice" Error;
    // Worth a look.
    SkippedAnswers "skipped-answers" Warning;
    LoweredCount "lowered-count" Warning;
    NothingCounts "nothing-counts" Warning;
    IgnoredWeights "ignored-weights" Warning;
    SatisfiedByNothing "satisfied-by-nothing" Warning;
    UnusedFact "unused-fact" Warning;
    UnusedScale "unused-scale" Warning;
    UnusedEvidenceType "unused-evidence-type" Warning;
    NeedlessAllow "needless-allow" Warning;
    // What can never be.
    UnreachableAward "unreachable-award" Warning;
    ContradictingRequirements "contradicting-requirements" Warning;
    ImpliedRequirement "implied-requirement" Warning;
    ConstantCondition "constant-condition" Warning;
    UnreachedCase "unreached-case" Warning;
    IdleCriterion "idle-criterion" Warning;
    IdleFact "idle-fact" Warning;
    IdleAnswer "idle-answer" Warning;
    IdleEvidenceType "idle-evidence-type" Warning;
    // Reading many units.
    JsonSyntax "json-syntax" Error;
    CsvSyntax "csv-syntax" Error;
    WrongColumns "wrong-columns" Error;
    UnknownUnit "unknown-unit" Error;
    PartsDiffer "parts-differ" Error;
    // Binding a dossier to a rule set.
    OtherRuleSet "other-rule-set" Error;
    NoAsOf "no-as-of" Error;
    OutsideEdition "outside-edition" Error;
    NotAnswerable "not-answerable" Error;
    NotAnswered "not-answered" Error;
    SupportNotAsked "support-not-asked" Warning;
    IssuedMissing "issued-missing" Error;
    DatesOutOfOrder "dates-out-of-order" Error;
    BadSha256 "bad-sha256" Error;
    UnknownDocument "unknown-document" Error;
    HeldSinceUnknown "held-since-unknown" Error;
    UnknownRound "unknown-round" Error;
    UnclearVerdict "unclear-verdict" Error;
    SharedRounds "shared-rounds" Error;
    SharedDiffers "shared-differs" Warning;
    RoundsOutOfOrder "rounds-out-of-order" Warning;
    // Binding actions to a dossier.
    UnknownAction "unknown-action" Error;
    UnknownObstacle "unknown-obstacle" Error;
    ActionCycle "action-cycle" Error;
    NegativeCost "negative-cost" Error;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The text names no code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no code is called `{0}`")]
pub struct UnknownCode(pub String);

impl FromStr for Code {
    type Err = UnknownCode;
    fn from_str(text: &str) -> Result<Code, UnknownCode> {
        Code::ALL.iter().copied().find(|code| code.name() == text).ok_or_else(|| UnknownCode(text.to_owned()))
    }
}
