//! Questions about conditions, cases and bands, over the facts that they read.

use std::borrow::Cow;
use std::ops::ControlFlow;

use super::report::{Claim, Proof, Question, Verdict};
use super::study::{Study, claim};
use super::walk::{Held, satisfied};
use super::witness;
use crate::evaluate::Facts;
use crate::rule_set::{Compiled, Condition, FactId, FactTest, Kind, Scorer};

/// A question that is whether a condition can hold.
struct Asked<'c> {
    question: Question,
    about: String,
    and: Option<String>,
    condition: Cow<'c, Condition>,
}

impl<'c> Asked<'c> {
    fn new(question: Question, about: String, condition: Condition) -> Asked<'c> {
        Asked { question, about, and: None, condition: Cow::Owned(condition) }
    }
}

/// Told of a question before it is made: whether to make it, and how many expectations it takes.
type Visit<'v> = dyn FnMut(Question, usize, &mut dyn FnMut() -> Asked<'v>) -> ControlFlow<()> + 'v;

/// Of so many pairs of cases of one leaf it is asked whether they overlap.
const MOST_PAIRS: usize = 10_000;

/// Every question, with the dossier that shows what can be.
pub(super) fn claims(study: &mut Study<'_>, claims: &mut Vec<Claim>) {
    let rules = study.rules;
    for_each(rules, &mut |_, _, make| {
        let Asked { question, about, and, condition } = make();
        let verdict = can_hold(study, &condition);
        claims.push(Claim { and, ..claim(question, about, verdict) });
        ControlFlow::Continue(())
    });
}

/// What can never be and is there to be, or is not decided. No dossier is made of what can be.
pub(super) fn settled(study: &mut Study<'_>, claims: &mut Vec<Claim>) {
    let rules = study.rules;
    for_each(rules, &mut |question, size, make| {
        use Question::{BandCounts, CanBeFalse, CanHold, CaseCounts};
        if !matches!(question, CanHold | CanBeFalse | CaseCounts | BandCounts) {
            return ControlFlow::Continue(());
        }
        if study.has_no_steps() {
            return ControlFlow::Break(());
        }
        study.step(super::walk::steps(size) - 1);
        let Asked { question, about, and, condition } = make();
        let steps = study.steps();
        let verdict = match satisfied(study, &condition, steps) {
            Held::Here(_) => return ControlFlow::Continue(()),
            otherwise => study.not_held(&otherwise),
        };
        claims.push(Claim { and, ..claim(question, about, verdict) });
        ControlFlow::Continue(())
    });
}

fn for_each<'v>(rules: &'v Compiled, visit: &mut Visit<'v>) {
    let mut each = || {
        let mut flow = ControlFlow::Continue(());
        rules.each_condition(&mut |place, condition| {
            if flow.is_break() {
                return;
            }
            let holds = &mut || {
                let (about, condition) = (place(), Cow::Borrowed(condition));
                Asked { question: Question::CanHold, about, and: None, condition }
            };
            let fails = &mut || {
                let never = Condition::Not(Box::new(condition.clone()));
                Asked::new(Question::CanBeFalse, place(), never)
            };
            flow = visit(Question::CanHold, condition.size(), holds);
            if flow.is_continue() {
                flow = visit(Question::CanBeFalse, condition.size(), fails);
            }
        });
        flow?;
        for criterion in rules.criteria.iter() {
            if let Kind::Leaf(leaf) = &criterion.kind {
                match &leaf.scorer {
                    Scorer::Cases { cases, .. } => cases_of(&criterion.path, cases, visit)?,
                    Scorer::Bands { fact, steps, .. } => bands_of(&criterion.path, *fact, steps, visit)?,
                    _ => {}
                }
            }
        }
        ControlFlow::Continue(())
    };
    // Where it ends is for the visitor to say.
    let (ControlFlow::Continue(()) | ControlFlow::Break(())) = each();
}

type Case = (Condition, crate::Number);

fn cases_of<'v>(path: &'v str, cases: &'v [Case], visit: &mut Visit<'v>) -> ControlFlow<()> {
    let none = |of: &'v [Case]| of.iter().map(|(condition, _)| Condition::Not(Box::new(condition.clone())));
    let mut size = 0;
    for (i, (condition, _)) in cases.iter().enumerate() {
        size += condition.size();
        visit(Question::CaseCounts, size, &mut || {
            let before = cases.get(..i).unwrap_or_default();
            let first = Condition::All(none(before).chain([condition.clone()]).collect());
            Asked::new(Question::CaseCounts, format!("{path}.cases.{i}"), first)
        })?;
    }
    visit(Question::LeavesGap, size, &mut || {
        Asked::new(Question::LeavesGap, path.to_owned(), Condition::All(none(cases).collect()))
    })?;
    let later = cases.iter().enumerate();
    let pairs = later.flat_map(|(j, later)| cases.iter().enumerate().take(j).map(move |earlier| (earlier, (j, later))));
    let differing = pairs.filter(|((_, (_, one)), (_, (_, other)))| one != other);
    for ((i, (earlier, _)), (j, (later, _))) in differing.take(MOST_PAIRS) {
        visit(Question::CasesOverlap, earlier.size() + later.size(), &mut || {
            let both = Condition::All(vec![earlier.clone(), later.clone()]);
            let one = Asked::new(Question::CasesOverlap, format!("{path}.cases.{j}"), both);
            Asked { and: Some(format!("{path}.cases.{i}")), ..one }
        })?;
    }
    ControlFlow::Continue(())
}

fn bands_of<'v>(
    path: &'v str,
    fact: FactId,
    steps: &'v [(crate::Number, crate::Number)],
    visit: &mut Visit<'v>,
) -> ControlFlow<()> {
    let test = |test: FactTest| Condition::Fact(fact, test);
    let below = steps.iter().skip(1).map(|(at, _)| Some(at)).chain([None]);
    for ((at, _), below) in steps.iter().zip(below) {
        visit(Question::BandCounts, 2, &mut || {
            let mut within = vec![test(FactTest::NumberAtLeast(at.clone()))];
            within.extend(below.map(|below| test(FactTest::NumberBelow(below.clone()))));
            Asked::new(Question::BandCounts, format!("{path}.bands.{at}"), Condition::All(within))
        })?;
    }
    if let Some((lowest, _)) = steps.first() {
        visit(Question::LeavesGap, 1, &mut || {
            Asked::new(Question::LeavesGap, path.to_owned(), test(FactTest::NumberBelow(lowest.clone())))
        })?;
    }
    ControlFlow::Continue(())
}

/// Whether some unit makes a condition true.
fn can_hold(study: &mut Study<'_>, condition: &Condition) -> Verdict {
    if study.watch.is_spent() {
        return Verdict::NotDecided { why: study.used_up() };
    }
    let steps = study.steps();
    match satisfied(study, condition, steps) {
        Held::Here(said) => {
            let mut all = study.field.nothing();
            said.into_iter().for_each(|(at, choice)| all[at] = Some(choice));
            let document = study.document(all);
            study.shown(document, |rules, document| {
                let bound = witness::bound(rules, document);
                bound.is_some_and(|dossier| Facts::new(&dossier.rules, &dossier.facts).truth(condition).is_true())
            })
        }
        otherwise => study.not_held(&otherwise),
    }
}

impl Study<'_> {
    /// What it means that nothing was found that makes a condition true.
    fn not_held(&self, held: &Held) -> Verdict {
        match held {
            Held::Never => Verdict::Impossible { proof: Proof::Exhausted },
            Held::Remains(facts) => Verdict::NotDecided { why: self.remains(facts) },
            Held::UsedUp | Held::Here(_) => Verdict::NotDecided { why: self.used_up() },
        }
    }
}
