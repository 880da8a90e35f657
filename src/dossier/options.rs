//! How a dossier is bound.

use crate::Date;
use crate::document::DossierDocument;

/// How a dossier is bound: the as-of date, the rounds that count, what it shares with other units.
///
/// ```
/// use predikat::dossier::{BindOptions, Rounds};
/// let options = BindOptions::new().as_of("2022-05-31".parse()?).rounds(Rounds::named("kanwil"));
/// # Ok::<(), predikat::date::DateError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct BindOptions<'a> {
    pub(crate) as_of: Option<Date>,
    pub(super) insist: bool,
    pub(super) rounds: Rounds,
    pub(super) known: Option<Date>,
    pub(super) shared: Option<&'a DossierDocument>,
}

/// The rounds whose answers count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Rounds {
    /// All of them: the last word.
    #[default]
    All,
    /// None: the unit's own answers.
    Own,
    /// Those up to the one of this name, and it: the last round of an assessor that counts, or, as `by@date`, the one
    /// of that assessor and date.
    UpTo(String),
}

impl Rounds {
    /// The word for the unit's own answers, which no round can be called.
    pub const OWN: &'static str = "self";

    /// The rounds up to the one called `name` (an assessor, or `by@date`); `self` stands for the unit's own answers.
    #[must_use]
    pub fn named(name: &str) -> Rounds {
        if name == Rounds::OWN { Rounds::Own } else { Rounds::UpTo(name.to_owned()) }
    }
}

impl<'a> BindOptions<'a> {
    /// The dossier's own as-of date, all rounds whenever they were given, nothing shared, and nothing insisted on.
    #[must_use]
    pub fn new() -> BindOptions<'a> {
        BindOptions::default()
    }

    /// Takes this as-of date in place of the dossier's own.
    #[must_use]
    pub fn as_of(mut self, as_of: Date) -> BindOptions<'a> {
        self.as_of = Some(as_of);
        self
    }

    /// Whether the as-of date may lie outside the edition; the assessment then says that this was insisted on.
    #[must_use]
    pub fn insist(mut self, insist: bool) -> BindOptions<'a> {
        self.insist = insist;
        self
    }

    /// Leaves out what was given after this date: rounds dated later. A round without a date always counts.
    ///
    /// ```
    /// use predikat::{DossierDocument, RuleSet, assess, dossier::BindOptions};
    /// let rules = RuleSet::from_yaml("r.yaml", "
    /// ruleset: r
    /// edition: 1.0.0
    /// scales: {r: {pass: 1, fail: 0}}
    /// criteria: [{id: log, answer: r}]
    /// ")?;
    /// let document = DossierDocument::from_yaml("d.yaml", "
    /// unit: acme
    /// as_of: 2024-05-05
    /// facts: {log: fail}
    /// rounds: [{by: appeal, on: 2024-05-20, facts: {log: pass}}]
    /// ")?;
    /// let total = |options| {
    ///     let assessment = assess(&rules.bind(&document, &options)?);
    ///     Ok::<_, predikat::Problems>(assessment.total.points().unwrap().low.to_string())
    /// };
    /// assert_eq!(total(BindOptions::new())?, "1");
    /// assert_eq!(total(BindOptions::new().known("2024-05-05".parse()?))?, "0");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn known(mut self, known: Date) -> BindOptions<'a> {
        self.known = Some(known);
        self
    }

    /// The rounds whose answers count.
    #[must_use]
    pub fn rounds(mut self, rounds: Rounds) -> BindOptions<'a> {
        self.rounds = rounds;
        self
    }

    /// Lays the dossier over this one, which holds what is common to many units.
    ///
    /// Its facts count where the unit has none of its own. Its documents, exceptions, awards and obstacles
    /// count for every unit, after the unit's own; a document of an id that the unit uses gives way. Its
    /// as-of date counts where neither the caller nor the unit gives one.
    #[must_use]
    pub fn shared(mut self, shared: &'a DossierDocument) -> BindOptions<'a> {
        self.shared = Some(shared);
        self
    }
}
