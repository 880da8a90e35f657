//! What an assessment tells besides scores and outcomes: the status of every criterion, the verdict of every
//! requirement.

use super::super::decided::{Decided, Value};
use super::super::fraction::Fraction;
use super::super::program::{AnswerOp, GroupOp, LeafOp, NO_EVIDENCE, Source};
use super::leaf::{IS_LEAF, Leaf};
use super::{Run, Wide};
use crate::assessment::{Status, Verdict};
use crate::invariant::{Always, broken};
use crate::rule_set::arena::ArenaId;
use crate::rule_set::{CriterionId, Kind};

/// What is told.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// By criterion.
    pub(crate) statuses: Vec<Status>,
    /// By award in the program's order, those of a grant on conditions behind the others.
    pub(crate) verdicts: Vec<Verdict>,
}

impl Run<'_> {
    /// Tells what a decision says of each criterion and requirement.
    pub(in super::super) fn tell(&self, decided: &Decided, told: &mut Told) -> Result<(), Wide> {
        let groups = &self.program.groups;
        debug_assert_eq!(
            groups.iter().map(|group| 1 + group.answers.len() + group.leaves.len()).sum::<usize>(),
            self.rules.criteria.len(),
            "every criterion is a group of the program, or a leaf in one"
        );
        told.statuses.clear();
        told.statuses.resize(self.rules.criteria.len(), Status::Unknown);
        for (at, group) in groups.iter().enumerate() {
            let status = self.status_of_group(decided, at)?;
            set(told, group.criterion, status)?;
            if status == Status::NotApplicable {
                let answers = group.answers.iter().map(|answer| answer.criterion);
                let mut inside = answers.chain(group.leaves.iter().map(|leaf| leaf.criterion));
                inside.try_for_each(|leaf| set(told, leaf, status))?;
                continue;
            }
            for answer in &group.answers {
                set(told, answer.criterion, self.status_of_answer(answer, group)?)?;
            }
            for leaf in &group.leaves {
                set(told, leaf.criterion, self.status_of_leaf(leaf, group)?)?;
            }
        }
        told.verdicts.clear();
        for award in &self.program.awards {
            let requirements = award.requires.iter().chain(award.conditional.iter().flatten());
            for requirement in requirements {
                told.verdicts.push(self.requirement(requirement, decided)?);
            }
        }
        Ok(())
    }

    fn status_of_group(&self, decided: &Decided, at: usize) -> Result<Status, Wide> {
        let source = Source::Group(at);
        Ok(match decided.value(source)? {
            Value::NotApplicable => Status::NotApplicable,
            Value::Open(_) => Status::Unknown,
            Value::Fixed(numerator) => by_fraction(self.scaled(source, numerator)?),
            Value::Exact(at) => by_fraction(decided.fraction(at)?),
        })
    }

    #[inline]
    fn status_of_answer(&self, answer: &AnswerOp, group: &GroupOp) -> Result<Status, Wide> {
        let slot = usize::try_from(self.slot(answer.fact)).ok();
        let claimed = match slot.and_then(|slot| answer.products.get(slot)) {
            Some(product) if answer.weight != 0 => by_numerator(*product, answer.weight * group.scale),
            _ => self.status_by_facts(answer.criterion)?,
        };
        self.with_evidence(claimed, answer.evidence)
    }

    fn status_of_leaf(&self, leaf: &LeafOp, group: &GroupOp) -> Result<Status, Wide> {
        let claimed = match self.claimed(leaf)? {
            Leaf::Numerator(numerator) => by_numerator(numerator, group.scale),
            Leaf::Measured(n, d) => by_fraction(Fraction { n, d }),
            Leaf::NotApplicable => Status::NotApplicable,
            Leaf::Open => self.status_by_facts(leaf.criterion)?,
        };
        self.with_evidence(claimed, leaf.evidence)
    }

    /// The status with evidence asked: what is claimed and lacks its document is not evidenced.
    fn with_evidence(&self, claimed: Status, evidence: u32) -> Result<Status, Wide> {
        let lacking = evidence != NO_EVIDENCE && !self.is_evidenced(evidence)?;
        Ok(match claimed {
            Status::Met | Status::PartlyMet if lacking => Status::Unevidenced,
            status => status,
        })
    }

    /// The claimed status of a leaf that its facts may leave open.
    #[cold]
    fn status_by_facts(&self, id: CriterionId) -> Result<Status, Wide> {
        let Kind::Leaf(leaf) = &self.rules.criteria[id].kind else { return broken(IS_LEAF, Err(Wide)) };
        let outcome = self.facts.leaf(id, leaf);
        if outcome.is_open() {
            return Ok(Status::Unknown);
        }
        let span = outcome.fraction().ok_or(Wide)?;
        let (n, d) = span.low.to_i64_pair().ok_or(Wide)?;
        Ok(by_numerator(n, d))
    }
}

fn set(told: &mut Told, id: CriterionId, status: Status) -> Result<(), Wide> {
    *told.statuses.get_mut(id.index()).always("every criterion has a status").ok_or(Wide)? = status;
    Ok(())
}

fn by_numerator(numerator: i64, whole: i64) -> Status {
    if numerator <= 0 {
        Status::NotMet
    } else if numerator < whole {
        Status::PartlyMet
    } else {
        Status::Met
    }
}

fn by_fraction(fraction: Fraction) -> Status {
    if fraction.n <= 0 {
        Status::NotMet
    } else if fraction.n < fraction.d {
        Status::PartlyMet
    } else {
        Status::Met
    }
}
