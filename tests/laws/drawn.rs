//! What is drawn is what the laws are told to be given, and stays so while what fails is made smaller.

use predikat::diagnostic::Code;
use predikat::dossier::BindOptions;
use predikat::{DossierDocument, RuleSet};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::agrees::errors;
use crate::generated::{Options, by_column, made, plain, tailored, units};
use crate::slow::very_slow_law;

/// Steps between two looks: each changes a little.
const STEPS: usize = 8;

/// Whether `check` accepts the rules and the dossier binds, or is refused for nothing but what it leaves unanswered.
fn valid(rules: &RuleSet, dossier: &DossierDocument) -> bool {
    let bound = rules.bind(dossier, &BindOptions::default());
    bound.map_or_else(|problems| errors(&problems).all(|code| code == Code::NotAnswered), |_| true)
}

/// Makes one case smaller as proptest does, the smaller one failing by chance, and looks at some on the way.
fn smaller<T: std::fmt::Debug>(strategy: &BoxedStrategy<T>, runner: &mut TestRunner, look: fn(T)) {
    let mut tree = strategy.new_tree(runner).unwrap();
    let mut steps = 0;
    loop {
        if steps % STEPS == 0 {
            look(tree.current());
        }
        steps += 1;
        let fails = proptest::bool::weighted(0.7).new_tree(runner).unwrap().current();
        let goes_on = if fails { tree.simplify() } else { tree.complicate() };
        if !goes_on {
            break;
        }
    }
    look(tree.current());
}

#[test]
fn what_is_drawn_is_valid_however_small() {
    let config = very_slow_law();
    let cases = config.cases;
    let mut runner = TestRunner::new(config);
    let several = units(vec![|_| {}, plain, by_column]);
    let one = [
        made(Options::all(2)),
        made(Options { answers: true, awards: 1, ..Options::default() }),
        tailored(Options::default()),
    ];
    for _ in 0..cases {
        for strategy in &one {
            smaller(strategy, &mut runner, |made| assert!(valid(&made.rule_set(), &made.dossier), "{made:?}"));
        }
        smaller(&several, &mut runner, |units| {
            let rules = RuleSet::from_document(&units.rules).unwrap_or_else(|problems| panic!("{problems}\n{units:?}"));
            assert!(units.units.iter().all(|unit| valid(&rules, unit)), "{units:?}");
        });
    }
}
