//! Why an award cannot be reached: the fewest of its requirements that cannot hold together.

use super::goal::Want;
use super::report::{Claim, Question, Verdict};
use super::study::{Study, claim};
use crate::assessment::Verdict as Decided;
use crate::rule_set::AwardId;

/// Of an award that cannot be reached: requirements that cannot hold together, none of which could be left out as far
/// as that is decided.
pub(super) fn claims(study: &mut Study<'_>, award: AwardId, claims: &mut Vec<Claim>) {
    let declared = &study.rules.awards[award];
    let requirements = declared.requires.iter().enumerate();
    let requirements =
        requirements.map(|(at, one)| (Want::Requirement { award, at, verdict: Decided::Holds }, one.id.clone()));
    let bars = declared.bars.iter().enumerate();
    let bars = bars.map(|(at, bar)| (Want::Bar { award, at, stands: false }, format!("bars.{}", bar.id)));
    let mut parts: Vec<(Want, String)> = requirements.chain(bars).collect();
    let mut verdict = holds(study, &parts);
    let mut at = 0;
    while at < parts.len() && parts.len() > 1 && matches!(verdict, Verdict::Impossible { .. }) {
        let left_out = parts.remove(at);
        match holds(study, &parts) {
            without @ Verdict::Impossible { .. } => verdict = without,
            _ => {
                parts.insert(at, left_out);
                at += 1;
            }
        }
    }
    let names: Vec<String> = parts.into_iter().map(|(_, name)| name).collect();
    claims.push(Claim { and: Some(names.join(", ")), ..claim(Question::HoldTogether, &declared.id, verdict) });
}

fn holds(study: &mut Study<'_>, parts: &[(Want, String)]) -> Verdict {
    let wants: Vec<Want> = parts.iter().map(|(want, _)| want.clone()).collect();
    let (nothing, budget) = (study.field.nothing(), study.budget());
    study.can(&wants, &nothing, budget)
}
