//! One mistake made very often: told a few times, then counted.

use std::collections::{BTreeMap, HashMap};

use super::{Code, Diagnostic, Place, Pointer, Severity, grouped};

/// So many findings of one kind are told one by one, where there are too many for each.
const FIRST: usize = 3;

/// What makes findings one kind: the severity, the code, the file and the place but for its last name and for positions.
type Kind<'d> = (Severity, Code, Option<&'d str>, String);

/// The first findings of each kind, at most `most`, and how many more there are of each code.
///
/// Kinds of which none is told are counted by a finding of its own, the last.
pub(super) fn first_of_each(findings: Vec<Diagnostic>, most: usize) -> (Vec<Diagnostic>, BTreeMap<Code, usize>) {
    let mut kinds: Vec<Vec<usize>> = Vec::new();
    let mut known: HashMap<Kind<'_>, usize> = HashMap::new();
    for (i, finding) in findings.iter().enumerate() {
        let at = *known.entry(kind(finding)).or_insert_with(|| {
            kinds.push(Vec::new());
            kinds.len() - 1
        });
        if let Some(kind) = kinds.get_mut(at) {
            kind.push(i);
        }
    }
    let severity = |kind: &[usize]| kind.first().and_then(|i| findings.get(*i)).map(|finding| finding.severity);
    // errors before warnings, each in the order in which they stand
    kinds.sort_by_key(|kind| std::cmp::Reverse(severity(kind)));

    // one finding is the count of the kinds that are left out
    let room = if kinds.len() > most { most.saturating_sub(1) } else { most };
    let mut first: Vec<usize> = kinds.iter().take(room).map(|_| 1).collect();
    let mut left = room - first.len();
    for round in 2..=FIRST {
        for (count, kind) in first.iter_mut().zip(&kinds) {
            if left > 0 && kind.len() >= round {
                *count += 1;
                left -= 1;
            }
        }
    }

    let mut told: BTreeMap<usize, usize> = BTreeMap::new();
    let mut more: BTreeMap<Code, usize> = BTreeMap::new();
    let mut untold: Vec<usize> = Vec::new();
    for (at, kind) in kinds.iter().enumerate() {
        let count = first.get(at).copied().unwrap_or(0);
        let (shown, rest) = kind.split_at(count.min(kind.len()));
        told.extend(shown.iter().map(|i| (*i, 0)));
        match shown.last() {
            Some(last) => drop(told.insert(*last, rest.len())),
            None => untold.extend(rest),
        }
        if let (Some(one), false) = (rest.first().and_then(|i| findings.get(*i)), rest.is_empty()) {
            *more.entry(one.code).or_default() += rest.len();
        }
    }
    let rest = count(untold.iter().filter_map(|i| findings.get(*i)));
    let told = findings.into_iter().enumerate().filter_map(|(i, finding)| {
        told.get(&i).map(|more| Diagnostic { more: finding.more.saturating_add(*more), ..finding })
    });
    (told.chain(rest).collect(), more)
}

fn kind(finding: &Diagnostic) -> Kind<'_> {
    (finding.severity, finding.code, finding.place.file(), pattern(&finding.place.pointer))
}

/// A pointer without its last name and without positions: `/criteria/*/weight` and `/facts/f1` say `/criteria/*` and
/// `/facts`.
fn pattern(pointer: &Pointer) -> String {
    let text = pointer.as_str();
    let is_position = |step: &str| !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit());
    let (outer, last) = text.rsplit_once('/').unwrap_or(("", text));
    let within = if is_position(last) { text } else { outer };
    within.split('/').map(|step| if is_position(step) { "*" } else { step }).collect::<Vec<_>>().join("/")
}

/// A finding for those that are not told at all.
fn count<'d>(untold: impl Iterator<Item = &'d Diagnostic>) -> Option<Diagnostic> {
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    let mut place = None;
    let (mut total, mut severity) = (0_usize, Severity::Warning);
    for finding in untold {
        let findings = finding.more.saturating_add(1);
        *codes.entry(finding.code.name()).or_default() += findings;
        total = total.saturating_add(findings);
        severity = severity.max(finding.severity);
        place.get_or_insert_with(|| Place { at: finding.place.at.clone(), pointer: finding.place.pointer.clone() });
    }
    let codes: Vec<String> = codes.iter().map(|(code, count)| format!("{} of `{code}`", grouped(*count))).collect();
    let message = format!("{} more findings are not told: {}", grouped(total), codes.join(", "));
    let finding = Diagnostic::new(Code::TooLarge, place?, message)
        .help("mend those above first; a caller who wants more at once sets `Limits::problems`");
    Some(Diagnostic { severity, more: total - 1, ..finding })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Problems;

    fn at(code: Code, pointer: &str) -> Diagnostic {
        let pointer = pointer.split('/').skip(1).fold(Pointer::root(), |pointer, step| pointer.key(step));
        Diagnostic::new(code, Place { at: None, pointer }, "wrong")
    }

    fn told(problems: &Problems) -> Vec<(Code, String, usize)> {
        problems.iter().map(|one| (one.code, one.place.pointer.to_string(), one.more)).collect()
    }

    #[test]
    fn a_few_are_all_told() {
        let few: Vec<_> = (0..10).map(|i| at(Code::UnknownFact, &format!("/facts/f{i}"))).collect();
        assert_eq!(Problems::new(few.clone()).at_most(10), Problems::new(few));
    }

    #[test]
    fn of_one_kind_the_first_are_told_and_the_others_counted() {
        let unknown = (0..40).map(|i| at(Code::UnknownFact, &format!("/facts/f{i:02}")));
        let weights = (0..20).map(|i| at(Code::BadNumber, &format!("/criteria/{i}/weight")));
        let single = [at(Code::NoAsOf, "")];
        let problems = Problems::new(unknown.chain(weights).chain(single).collect()).at_most(10);
        assert_eq!(
            told(&problems),
            [
                (Code::NoAsOf, String::new(), 0),
                (Code::BadNumber, "/criteria/0/weight".to_owned(), 0),
                (Code::BadNumber, "/criteria/1/weight".to_owned(), 0),
                (Code::BadNumber, "/criteria/10/weight".to_owned(), 17),
                (Code::UnknownFact, "/facts/f00".to_owned(), 0),
                (Code::UnknownFact, "/facts/f01".to_owned(), 0),
                (Code::UnknownFact, "/facts/f02".to_owned(), 37),
            ]
        );
        assert_eq!((problems.len(), problems.total()), (7, 61));
        assert_eq!(problems.more().iter().collect::<Vec<_>>(), [(&Code::BadNumber, &17), (&Code::UnknownFact, &37)]);
    }

    #[test]
    fn of_too_many_kinds_errors_are_told_first_and_the_last_counts_the_rest() {
        let warnings = (0..5).map(|i| at(Code::UnusedFact, &format!("/a{i}/x")));
        let errors = (0..5).map(|i| at(Code::UnknownFact, &format!("/b{i}/x")));
        let problems = Problems::new(warnings.chain(errors).collect()).at_most(4);
        let codes: Vec<Code> = problems.iter().map(|one| one.code).collect();
        assert_eq!(codes, [Code::UnknownFact, Code::UnknownFact, Code::UnknownFact, Code::TooLarge]);
        let last = problems.iter().last().unwrap();
        assert_eq!(last.message, "7 more findings are not told: 2 of `unknown-fact`, 5 of `unused-fact`");
        assert_eq!((last.severity, last.more, problems.total()), (Severity::Error, 6, 10));
        assert_eq!(problems.more().values().sum::<usize>(), 7);
        // of warnings alone, the count is one
        let warnings = (0..5).map(|i| at(Code::UnusedFact, &format!("/a{i}/x")));
        assert!(!Problems::new(warnings.collect()).at_most(2).has_errors());
    }

    #[test]
    fn nothing_at_all_may_be_told_one_by_one() {
        let many: Vec<_> = (0..5).map(|i| at(Code::UnknownFact, &format!("/facts/f{i}"))).collect();
        for most in [0, 1] {
            let problems = Problems::new(many.clone()).at_most(most);
            assert_eq!((problems.len(), problems.total(), problems.has_errors()), (1, 5, true), "{most}");
        }
    }
}
