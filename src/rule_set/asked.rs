//! What the rules ask, gone through place by place, and how much that is.

use super::{BarTest, Compiled, Condition, CriterionId, Derivation, FactId, Kind, RequirementTest, Scorer};

/// So many requirements weigh as much as a criterion.
const REQUIREMENTS: usize = 4;
/// So many expectations, bands and operands do.
const EXPECTATIONS: usize = 32;

impl Compiled {
    /// Calls `visit` with the name and the condition of every place where the rules ask one.
    pub(crate) fn each_condition<'a>(&'a self, visit: &mut dyn FnMut(&dyn Fn() -> String, &'a Condition)) {
        let rules = self;
        for fact in rules.facts.iter() {
            if let Some(Derivation::Count(of)) = &fact.derivation {
                for (i, one) in of.iter().enumerate() {
                    visit(&|| format!("facts.{}.derive.count.{i}", fact.name), one);
                }
            }
        }
        for (id, criterion) in rules.criteria.pairs() {
            let path = &criterion.path;
            if let Some(condition) = &criterion.applies_when {
                let total = id == CriterionId::TOTAL;
                let name = || if total { "total.scored_when".to_owned() } else { format!("{path}.applies_when") };
                visit(&name, condition);
            }
            for equivalent in &criterion.equivalents {
                if let Some(condition) = equivalent.when.as_ref().filter(|_| equivalent.declared_on == id) {
                    visit(&|| format!("{path}.equivalents.{}.when", equivalent.id), condition);
                }
            }
            let Kind::Leaf(leaf) = &criterion.kind else { continue };
            match &leaf.scorer {
                Scorer::MetWhen(condition) => visit(&|| format!("{path}.met_when"), condition),
                Scorer::Count { of, .. } => {
                    of.iter().enumerate().for_each(|(i, one)| visit(&|| format!("{path}.count.of.{i}"), one));
                }
                Scorer::Cases { cases, .. } => {
                    let all = cases.iter().enumerate();
                    all.for_each(|(i, (one, _))| visit(&|| format!("{path}.cases.{i}.when"), one));
                }
                _ => {}
            }
        }
        for award in rules.awards.iter() {
            for requirement in award.all_requirements() {
                if let RequirementTest::When(condition) = &requirement.test {
                    visit(&|| format!("{}.{}.when", award.id, requirement.id), condition);
                }
            }
            for bar in &award.bars {
                if let BarTest::When(condition) | BarTest::Since { when: Some(condition), .. } = &bar.test {
                    visit(&|| format!("{}.bars.{}.when", award.id, bar.id), condition);
                }
            }
        }
    }

    /// The groups around a criterion, the nearest first, up to the total.
    pub(crate) fn around(&self, id: CriterionId) -> impl Iterator<Item = CriterionId> {
        std::iter::successors(self.criteria[id].parent, |id| self.criteria[*id].parent)
    }

    /// As how many criteria an assessment weighs, at least one: where requirements or expectations are far more than
    /// criteria, they are what it goes through.
    pub(crate) fn size(&self) -> u64 {
        let requirements: usize = self.awards.iter().map(|award| award.requires.len() + award.bars.len()).sum();
        let mut expectations = 0;
        self.each_condition(&mut |_, condition| expectations += condition.size());
        for criterion in self.criteria.iter() {
            if let Some(Scorer::Bands { steps, .. }) = criterion.leaf().map(|leaf| &leaf.scorer) {
                expectations += steps.len();
            }
        }
        for derivation in self.facts.iter().filter_map(|fact| fact.derivation.as_ref()) {
            if !matches!(derivation, Derivation::Count(_)) {
                derivation.for_each_fact(&mut |_| expectations += 1);
            }
        }
        let size = self.criteria.len().max(requirements / REQUIREMENTS).max(expectations / EXPECTATIONS);
        u64::try_from(size.max(1)).unwrap_or(u64::MAX)
    }
}

impl Scorer {
    /// Calls `visit` with every fact that it reads, from left to right; with one that it reads twice, twice.
    pub(crate) fn for_each_fact(&self, visit: &mut dyn FnMut(FactId)) {
        match self {
            Scorer::Scale { fact, .. } | Scorer::Bands { fact, .. } | Scorer::Linear { fact, .. } => visit(*fact),
            Scorer::Ratio { of, to, .. } => [*of, *to].into_iter().for_each(visit),
            Scorer::MetWhen(condition) => condition.for_each_test(&mut |fact, _| visit(fact)),
            Scorer::Count { of, .. } => of.iter().for_each(|one| one.for_each_test(&mut |fact, _| visit(fact))),
            Scorer::Cases { cases, .. } => {
                cases.iter().for_each(|(one, _)| one.for_each_test(&mut |fact, _| visit(fact)));
            }
        }
    }
}
