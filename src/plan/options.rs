//! How a plan is asked for.

use std::fmt;
use std::ops::ControlFlow;

use crate::{Date, Number};

/// How a plan is asked for: for which award, within which budget, by which date, and how much work may be spent.
///
/// ```
/// use predikat::plan::PlanOptions;
/// let options = PlanOptions::new("wbk").budget("250.5".parse()?).by("2023-04-28".parse()?).best(3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct PlanOptions<'a> {
    pub(super) award: String,
    pub(super) budget: Option<Number>,
    pub(super) by: Option<Date>,
    pub(super) best: usize,
    pub(super) tiers: bool,
    pub(super) work_limit: u64,
    pub(super) relations: u64,
    pub(super) on_progress: Option<OnProgress<'a>>,
}

/// Called with how far a search is; it may end the search.
pub(super) type OnProgress<'a> = &'a dyn Fn(&Progress) -> ControlFlow<()>;

/// How far a search is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The partial choices looked at.
    pub nodes: u64,
    /// The sets of actions assessed.
    pub assessed: u64,
    /// The cost of the best plan so far.
    pub best: Option<Number>,
    /// What any plan in the part looked at now costs at least.
    pub bound: Number,
}

impl<'a> PlanOptions<'a> {
    /// The cheapest plan for an award: no budget, no date, and 1,000,000 partial choices at most.
    #[must_use]
    pub fn new(award: &str) -> PlanOptions<'a> {
        PlanOptions {
            award: award.to_owned(),
            budget: None,
            by: None,
            best: 1,
            tiers: false,
            work_limit: 1_000_000,
            relations: 2_000_000,
            on_progress: None,
        }
    }

    /// A plan costs at most so much.
    #[must_use]
    pub fn budget(mut self, budget: Number) -> PlanOptions<'a> {
        self.budget = Some(budget);
        self
    }

    /// A plan is done by this date, and the dossier assessed as of it. Without a date it is assessed as of the day on
    /// which the plan is done.
    #[must_use]
    pub fn by(mut self, by: Date) -> PlanOptions<'a> {
        self.by = Some(by);
        self
    }

    /// How many plans: each next one is the cheapest that contains none of those before; at least 1.
    #[must_use]
    pub fn best(mut self, best: usize) -> PlanOptions<'a> {
        self.best = best.max(1);
        self
    }

    /// Whether the cheapest plan for every other award is found too.
    #[must_use]
    pub fn tiers(mut self, tiers: bool) -> PlanOptions<'a> {
        self.tiers = tiers;
        self
    }

    /// How many partial choices may be looked at, for all that is asked together. The same limit gives the same
    /// answer everywhere.
    #[must_use]
    pub fn work_limit(mut self, work_limit: u64) -> PlanOptions<'a> {
        self.work_limit = work_limit;
        self
    }

    /// In how many ways actions may need each other, directly or not, or exclude each other; 2,000,000 if not said. Of more,
    /// nothing is planned: all of them are held at once.
    #[must_use]
    pub fn relations(mut self, relations: u64) -> PlanOptions<'a> {
        self.relations = relations;
        self
    }

    /// Who is told from time to time how far it is, and may stop it.
    #[must_use]
    pub fn on_progress(mut self, tell: &'a dyn Fn(&Progress) -> ControlFlow<()>) -> PlanOptions<'a> {
        self.on_progress = Some(tell);
        self
    }
}

impl fmt::Debug for PlanOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlanOptions")
            .field("award", &self.award)
            .field("budget", &self.budget)
            .field("by", &self.by)
            .field("best", &self.best)
            .field("work_limit", &self.work_limit)
            .field("relations", &self.relations)
            .finish_non_exhaustive()
    }
}
