//! An award: each requirement with what it compares, the bars, and what is still to be answered.

use super::{Case, Explanation};
use crate::assessment::{
    AwardOutcome, BarOutcome, Eligibility, Margin, Range, RequirementOutcome, Score, Status, Verdict,
};
use crate::report::Mark;
use crate::report::message::{Comparison, Label, Message, Scored, verdict_word};
use crate::report::text::signed;
use crate::rule_set::{Award, AwardId, Bar, BarTest, Comparator, CriterionId, Requirement, RequirementTest, ScoreOf};

impl Case<'_> {
    /// An award; `None` where the assessment does not hold it.
    pub(super) fn award(&self, id: AwardId) -> Option<Explanation> {
        let award = &self.rules.awards[id];
        let outcome = self.assessment.awards.get(&award.id)?;
        let message = Message::Award { award: self.names.award(&award.id), outcome: outcome.outcome };
        Some(
            Explanation::marked(message, outcome.outcome)
                .because(self.requirements(award, &award.requires, &outcome.requirements))
                .because(award.bars.iter().filter_map(|bar| {
                    outcome.bars.iter().find(|found| found.id == bar.id).map(|found| self.bar(bar, found))
                }))
                .because(self.on_conditions(award, outcome))
                .because(self.remarks(outcome))
                .because(self.stands_on(&award.id)),
        )
    }

    /// The requirement `AWARD.ID` alone.
    pub(super) fn requirement(&self, path: &str) -> Option<Explanation> {
        let (award, id) = path.split_once('.')?;
        let outcome = self.assessment.awards.get(award)?;
        let award = self.rules.awards.iter().find(|known| known.id == award)?;
        let found = outcome.all_requirements().find(|found| found.id == id)?;
        let asked = award.all_requirements().find(|asked| asked.id == id)?;
        Some(self.one(award, asked, found))
    }

    fn requirements(&self, award: &Award, asked: &[Requirement], found: &[RequirementOutcome]) -> Vec<Explanation> {
        let pairs = asked.iter().filter_map(|asked| Some((asked, found.iter().find(|found| found.id == asked.id)?)));
        pairs.map(|(asked, found)| self.one(award, asked, found)).collect()
    }

    fn one(&self, award: &Award, asked: &Requirement, found: &RequirementOutcome) -> Explanation {
        let requirement = Label::new(&asked.id, asked.title.as_ref());
        let waived = found.waived.then(|| Explanation::plain(Message::HoldsByWaiver {}));
        let on = format!("{}.{}", award.id, asked.id);
        Explanation::marked(Message::Requirement { requirement, verdict: found.outcome }, found.outcome)
            .because(waived)
            .because(self.tested(&asked.test, found))
            .because(self.exceptions_on(&on))
            .because(self.background(asked.cites.as_ref(), &on))
    }

    fn tested(&self, test: &RequirementTest, found: &RequirementOutcome) -> Vec<Explanation> {
        match test {
            RequirementTest::Score { of, comparison, .. } => {
                let compared = of.iter().find(|of| Some(self.names.score(**of).name) == found.compares);
                let Some(of) = compared.or(of.first()) else { return Vec::new() };
                self.compared(*of, comparison, found)
            }
            RequirementTest::When(condition) => {
                vec![Explanation::plain(Message::RequiresCondition {}).because([self.condition(condition)])]
            }
            RequirementTest::Status { criterion, is } => {
                let path = &self.rules.criteria[*criterion].path;
                let status = self.assessment.criteria.get(path).map_or(Status::Unknown, |outcome| outcome.status);
                let criterion = self.names.criterion(*criterion);
                vec![Explanation::plain(Message::RequiresStatus { criterion, statuses: is.clone(), status })]
            }
            RequirementTest::Held { award, held } => {
                let award = self.names.award(&self.rules.awards[*award].id);
                vec![Explanation::plain(if *held {
                    Message::RequiresHeld { award }
                } else {
                    Message::RequiresNotHeld { award }
                })]
            }
            RequirementTest::Eligible { award } => {
                let id = &self.rules.awards[*award].id;
                let outcome = self.assessment.awards.get(id).map_or(Eligibility::Undetermined, |award| award.outcome);
                vec![Explanation::plain(Message::RequiresEligible { award: self.names.award(id), outcome })]
            }
        }
    }

    /// The score, the threshold and the margin.
    fn compared(
        &self,
        of: ScoreOf,
        comparison: &crate::rule_set::Comparison,
        found: &RequirementOutcome,
    ) -> Vec<Explanation> {
        let what = self.names.score(of);
        let scored_when = self.rules.criteria[CriterionId::TOTAL].applies_when.as_ref();
        if let Some(condition) = scored_when.filter(|condition| self.facts.truth(condition).is_false()) {
            return vec![Explanation::plain(Message::ComparesNoScore { what }).because([self.condition(condition)])];
        }
        let Some(Scored { points, of: out_of }) = self.scored(of) else {
            return vec![Explanation::plain(match of {
                ScoreOf::Criterion(CriterionId::TOTAL) => Message::ComparesNoScore { what },
                _ => Message::ComparesNothing { what },
            })];
        };
        let is_nothing = |range: &Range| range.low.is_zero() && range.high.is_zero();
        if found.outcome == Verdict::Open && found.margin.is_none() && is_nothing(&points) && is_nothing(&out_of) {
            return vec![Explanation::plain(Message::ComparesUnanswered { what })];
        }
        let threshold = comparison.threshold.clone();
        let is_percent = comparison.comparator == Comparator::AtLeastPercent;
        let word = match comparison.comparator {
            Comparator::AtLeast | Comparator::AtLeastPercent => "at_least",
            Comparator::AtMost => "at_most",
            Comparator::Above => "above",
            Comparator::Below => "below",
        };
        // What is out of 0, or of one weight or another, has a percentage too.
        let off = |margin: &Margin| Range { low: &threshold + &margin.low, high: &threshold + &margin.high };
        let percent = found.margin.as_ref().map(off).filter(|_| is_percent);
        let message = match percent {
            Some(percent) => Message::ComparesPercent { what, threshold, percent },
            None => Message::ComparesPoints { what, comparator: Comparison(word), threshold, points },
        };
        let margin = found.margin.as_ref().map(|margin| {
            let margin = signed(&margin.low, &margin.high);
            if is_percent { Message::MarginPercent { margin } } else { Message::Margin { margin } }
        });
        [Some(message), margin].into_iter().flatten().map(Explanation::plain).collect()
    }

    /// The final points of what is compared; `None` where it has none.
    fn scored(&self, of: ScoreOf) -> Option<Scored> {
        let (status, low, high, out_of) = match of {
            ScoreOf::Criterion(CriterionId::TOTAL) => {
                let Score::Scored(points) = &self.assessment.total else { return None };
                (Status::Met, &points.low, &points.high, &points.of)
            }
            ScoreOf::Criterion(id) => {
                let found = self.assessment.criteria.get(&self.rules.criteria[id].path)?;
                (found.status, &found.low, &found.high, &found.of)
            }
            ScoreOf::Measure(id) => {
                let found = self.assessment.measures.get(&self.rules.measures[id].id)?;
                (found.status, &found.low, &found.high, &found.of)
            }
        };
        let points = Range { low: low.clone(), high: high.clone() };
        (status != Status::NotApplicable).then(|| Scored { points, of: out_of.clone() })
    }

    fn bar(&self, bar: &Bar, found: &BarOutcome) -> Explanation {
        let mark = match found.outcome {
            Verdict::Holds => Mark::Bad,
            Verdict::Fails => Mark::Good,
            Verdict::Open => Mark::Open,
        };
        let label = Label::new(&bar.id, bar.title.as_ref());
        let message = Message::Bar { bar: label, verdict: verdict_word(found.outcome).to_owned() };
        let until = found
            .until
            .filter(|_| found.outcome != Verdict::Fails)
            .map(|date| Explanation::plain(Message::BarUntil { date }));
        let read = match &bar.test {
            BarTest::When(condition) => vec![self.condition(condition)],
            BarTest::Since { fact, when, .. } => {
                std::iter::once(self.fact(*fact)).chain(when.iter().map(|when| self.condition(when))).collect()
            }
        };
        Explanation::marked(message, mark).because(until).because(read)
    }

    fn on_conditions(&self, award: &Award, outcome: &AwardOutcome) -> Option<Explanation> {
        let (asked, found) = (award.conditional.as_ref()?, outcome.conditional.as_ref()?);
        let message = Message::OnConditions { duration: found.duration };
        let requirements = self.requirements(award, &asked.requires, &found.requirements);
        Some(Explanation::plain(message).because(requirements))
    }

    /// What is missing, and how long it would hold.
    fn remarks(&self, outcome: &AwardOutcome) -> Vec<Explanation> {
        let facts = self.names.all_named(&outcome.undecided_by);
        let undecided = (!facts.is_empty()).then(|| Explanation::marked(Message::UndecidedBy { facts }, Mark::Open));
        let held = outcome.held.then(|| Explanation::plain(Message::AwardHeld {}));
        let lapse = outcome.would_lapse.map(|date| Explanation::plain(Message::WouldLapse { date }));
        [undecided, held, lapse].into_iter().flatten().collect()
    }
}
