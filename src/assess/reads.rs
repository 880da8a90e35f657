//! Which facts parts of the rules read.

use indexmap::IndexSet;

use crate::evaluate::{Facts, MissingSet};
use crate::rule_set::arena::ArenaId;
use crate::rule_set::{
    AwardId, BarTest, Compiled, Condition, CriterionId, FactId, Kind, Requirement, RequirementTest, ScoreOf,
};

/// The facts that a leaf reads, its own condition included; of a group those of its condition.
pub(super) fn facts_read(rules: &Compiled, id: CriterionId) -> Vec<FactId> {
    let mut read: IndexSet<FactId> = IndexSet::new();
    let mut add = |fact: FactId| {
        read.insert(fact);
    };
    if let Some(condition) = &rules.criteria[id].applies_when {
        condition.for_each_test(&mut |fact, _| add(fact));
    }
    if let Some(leaf) = rules.criteria[id].leaf() {
        leaf.scorer.for_each_fact(&mut add);
    }
    read.into_iter().collect()
}

/// All that is missing of what an award's requirements and bars read, whether it can change them or not; where that is
/// nothing, of what any criterion reads.
pub(super) fn missing_for(rules: &Compiled, facts: &Facts<'_>, id: AwardId) -> MissingSet {
    let mut all = All { rules, facts, awards: IndexSet::from([id]), missing: MissingSet::new() };
    let mut at = 0;
    while let Some(id) = all.awards.get_index(at).copied() {
        all.award(id);
        at += 1;
    }
    if all.missing.is_empty() {
        all.criterion(CriterionId::TOTAL);
    }
    all.missing
}

struct All<'a> {
    rules: &'a Compiled,
    facts: &'a Facts<'a>,
    /// The award, and those whose eligibility is asked, each once.
    awards: IndexSet<AwardId>,
    missing: MissingSet,
}

impl All<'_> {
    fn award(&mut self, id: AwardId) {
        let award = &self.rules.awards[id];
        award.all_requirements().for_each(|requirement| self.requirement(requirement));
        for bar in &award.bars {
            match &bar.test {
                BarTest::When(condition) => self.condition(condition),
                BarTest::Since { fact, when, .. } => {
                    self.fact(*fact);
                    when.iter().for_each(|condition| self.condition(condition));
                }
            }
        }
    }

    fn requirement(&mut self, requirement: &Requirement) {
        match &requirement.test {
            RequirementTest::Score { of, .. } => {
                for one in of {
                    match one {
                        ScoreOf::Criterion(id) => self.criterion(*id),
                        ScoreOf::Measure(id) => {
                            self.rules.measures[*id].criteria.iter().for_each(|id| self.criterion(*id));
                        }
                    }
                }
            }
            RequirementTest::When(condition) => self.condition(condition),
            RequirementTest::Status { criterion, .. } => self.criterion(*criterion),
            RequirementTest::Eligible { award } => drop(self.awards.insert(*award)),
            RequirementTest::Held { .. } => {}
        }
    }

    /// A criterion with all below it, and what decides whether those around it apply.
    fn criterion(&mut self, id: CriterionId) {
        let rules = self.rules;
        for id in (id.index()..rules.criteria[id].end.index()).map(CriterionId::new) {
            let criterion = &rules.criteria[id];
            facts_read(rules, id).into_iter().for_each(|fact| self.fact(fact));
            let when = criterion.equivalents.iter().filter_map(|equivalent| equivalent.when.as_ref());
            when.for_each(|condition| self.condition(condition));
            if let Kind::Leaf(leaf) = &criterion.kind {
                self.missing.extend(self.facts.leaf(id, leaf).missing);
            }
        }
        for around in rules.around(id) {
            facts_read(rules, around).into_iter().for_each(|fact| self.fact(fact));
        }
    }

    fn condition(&mut self, condition: &Condition) {
        condition.for_each_test(&mut |fact, _| self.fact(fact));
    }

    fn fact(&mut self, fact: FactId) {
        self.facts.missing_of(fact, &mut self.missing);
    }
}

#[cfg(all(test, feature = "yaml"))]
mod tests {
    use super::*;
    use crate::assess::outline;
    use crate::dossier::BindOptions;
    use crate::{DossierDocument, RuleSet};

    #[test]
    fn all_that_is_missing_of_what_an_award_reads_is_named() {
        let rules = RuleSet::from_yaml(
            "r.yaml",
            "
ruleset: r
edition: 1.0.0
scales: {yn: {yes: 1, no: 0, perhaps: unknown}}
facts: {big: {type: boolean}, old: {type: boolean}, hid: {type: boolean}, n: {type: integer, min: 0}, since: {type: date}}
criteria:
  - id: g
    applies_when: {big: true}
    criteria:
      - {id: a, answer: yn, equivalents: [{id: eq, when: {old: true}}]}
      - {id: b, ratio: {of: n, to: n, when_zero: 1}}
  - {id: c, answer: yn, applies_when: {hid: true}}
awards:
  - {id: low, requires: [{id: a, criterion: g.a, is: [met]}], bars: [{id: bar, since: since, for: 1y}]}
  - {id: high, requires: [{id: low, award: low, eligible: true}, {id: c, score: c, at_least: 1}]}
",
        );
        let rules = rules.unwrap_or_else(|problems| panic!("{problems}"));
        let of = |facts: &str, award: &str| -> Vec<String> {
            let text = format!("{{unit: u, as_of: 2024-01-01, facts: {{{facts}}}}}");
            let dossier = DossierDocument::from_yaml("d.yaml", &text).unwrap();
            let dossier = rules.bind(&dossier, &BindOptions::new()).unwrap();
            let (id, _) = rules.awards.pairs().find(|(_, one)| one.id == award).unwrap();
            let facts = Facts::new(&rules, &dossier.facts);
            let all = missing_for(&rules, &facts, id).into_iter().map(|one| facts.name_of(one).to_owned());
            let all: Vec<String> = all.collect();
            assert!(outline(&dossier).outcome(id).undecided_by.iter().all(|name| all.contains(name)), "{all:?}");
            all
        };
        assert_eq!(of("", "low"), ["big", "old", "since", "g.a"]);
        assert_eq!(of("", "high"), ["big", "old", "hid", "since", "g.a", "c"]);
        // An answer that leaves it open is found out by the name of its criterion.
        assert_eq!(of("big: true, old: false, since: 2020-01-01, g.a: perhaps", "low"), ["g.a"]);
        // Where they read nothing that is missing, all that is missing is named.
        let rest = "big: true, old: false, since: 2020-01-01, g.a: no";
        assert_eq!(of(rest, "low"), ["hid", "n", "c"]);
    }
}
